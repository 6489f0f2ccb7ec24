"""Golden cases, read and compared: what `tests.test_cases` checks, and a command for whoever writes one.

    python -m tests.cases_tool FILE                print what is read from the case's input
    python -m tests.cases_tool FILE … --update     write the diagnostics that a case does not list yet into its list

A case of a whole text has ``input`` (and, if needed, ``units``: a registry, ``corrections``: by file name) and ``expected``:
for each kind of record the list of records, in order; only the fields that are named are compared, and only the kinds that are
named. ``diagnostics`` lists the codes that come out: **all** of severity warning and above, each as often as it is given, and as many
of the others as the author wants to hold. ``no_diagnostics`` lists those that must not come out. A case of one function has
``function`` (dotted name), ``cases``: a list of ``{args, expected}``.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import Counter
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from parser import parse_texts
from parser.model import Corpus, UnitName
from parser.records.registry import Registry
from parser.text.corrections import read_corrections
from parser.text.read import SourceText, split_lines

KINDS = ("issues", "documents", "tasks", "tables", "items", "rosters", "blocks", "diagnostics")
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Case = dict[str, Any]


def load(path: Path) -> Case:
    case: Case = yaml.load(path.read_text(encoding="utf-8"), Loader)
    return case


def read_input(case: Case) -> Corpus:
    files = case["input"] if isinstance(case["input"], dict) else {"case.txt": case["input"]}
    texts = [SourceText(name=name, lines=split_lines(text)) for name, text in files.items()]
    corrections = {name: read_corrections(data, name) for name, data in (case.get("corrections") or {}).items()}
    return parse_texts(texts, Registry([case["units"]] if "units" in case else []), corrections)


@cache
def read_case(path: Path) -> Corpus:
    """What is read from the input of a case: several tests look at the same reading."""
    return read_input(load(path))


def plain(value: object) -> object:
    """Records → dicts, tuples → lists, a unit's name → the name: the form in which cases are written."""
    if isinstance(value, UnitName):
        return value.name
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    return [plain(v) for v in value] if isinstance(value, tuple) else value


def differences(want: object, got: object, where: str) -> list[str]:
    """What of `want` is not in `got`; a dict is compared by the fields it names."""
    if isinstance(want, dict) and isinstance(got, dict):
        return [d for k, v in want.items() for d in differences(v, got.get(k, "(没有这个字段)"), f"{where}.{k}")]
    if isinstance(want, list) and isinstance(got, list):
        if len(want) != len(got):
            return [f"{where}: 应有 {len(want)} 项，读出 {len(got)} 项：{got}"]
        return [d for i, (w, g) in enumerate(zip(want, got, strict=True)) for d in differences(w, g, f"{where}[{i}]")]
    return [] if want == got else [f"{where}: 应为 {want!r}，读出 {got!r}"]


def function_faults(case: Case) -> list[str]:
    module, _, name = case["function"].rpartition(".")
    function = getattr(importlib.import_module(module), name)
    return [
        difference
        for c in case["cases"]
        for difference in differences(c["expected"], plain(function(*c.get("args", []), **c.get("kwargs", {}))), str(c.get("args")))
    ]


def unlisted(case: Case, corpus: Corpus) -> Counter[str]:
    """The codes of warnings and errors that come out and are not listed, each as often as it is missing in the list."""
    if "diagnostics" in (case.get("expected") or {}):
        return Counter()  # compared record by record
    grave = Counter(diagnostic.code for diagnostic in corpus.diagnostics if diagnostic.severity != "info")
    return grave - Counter(case.get("diagnostics") or ())


def text_faults(case: Case, corpus: Corpus) -> list[str]:
    found = []
    for kind, want in (case.get("expected") or {}).items():
        if kind not in KINDS:
            return [f"不认识的记录种类 {kind}"]
        found += differences(want, plain(getattr(corpus, kind)), kind)
    codes = Counter(diagnostic.code for diagnostic in corpus.diagnostics)
    found += [f"缺诊断 {code}" for code in (Counter(case.get("diagnostics") or ()) - codes).elements()]
    found += [f"不该有诊断 {code}" for code in case.get("no_diagnostics") or () if code in codes]
    missing = unlisted(case, corpus)
    said = [
        f"没有列出的诊断 {diagnostic.code} 第{diagnostic.source.line_start}行 {diagnostic.message}"
        for diagnostic in corpus.diagnostics
        if diagnostic.code in missing
    ]
    if said:
        found += [*said, "核对属实的，运行 python -m tests.cases_tool 文件 --update 写进 diagnostics；不属实的是解析的毛病"]
    return found


def faults(case: Case) -> list[str]:
    """What of a case is not as it says."""
    return function_faults(case) if "function" in case else text_faults(case, read_input(case))


def faults_of(path: Path) -> list[str]:
    """What of the case in a file is not as it says."""
    case = load(path)
    return function_faults(case) if "function" in case else text_faults(case, read_case(path))


def with_codes(text: str, codes: list[str]) -> str:
    """The text of a case with `codes` as its list of diagnostics; nothing else of it changes."""
    line = f"diagnostics: [{', '.join(codes)}]"
    node = yaml.compose(text)
    assert isinstance(node, yaml.MappingNode)
    for key, value in node.value:
        if key.value == "diagnostics":
            end = len(text[: value.end_mark.index].rstrip())  # a list of lines ends where the next key begins
            return text[: key.start_mark.index] + line + text[end:]
    return text.rstrip("\n") + "\n" + line + "\n"


def update(path: Path) -> list[str]:
    """Add to the file what it does not list; the codes added."""
    case = load(path)
    added = sorted(unlisted(case, read_input(case)).elements()) if "input" in case else []
    if added:
        codes = sorted([*(case.get("diagnostics") or ()), *added])
        path.write_text(with_codes(path.read_text(encoding="utf-8"), codes), encoding="utf-8")
    return added


def show(path: Path) -> None:
    shown = plain(read_input(load(path)))
    assert isinstance(shown, dict)
    for kind in KINDS:
        shown[kind] = [{k: v for k, v in row.items() if k != "lines"} for row in shown[kind]]
    yaml.safe_dump({k: shown[k] for k in KINDS}, sys.stdout, allow_unicode=True, sort_keys=False, width=160)


def main() -> None:
    options = argparse.ArgumentParser(description="显示一个例子读出了什么，或者把没有列出的诊断写进去")
    options.add_argument("files", nargs="+", type=Path, help="tests/cases/ 里的文件")
    options.add_argument("--update", action="store_true", help="把没有列出的警告和错误写进 diagnostics（先核对是不是属实）")
    chosen = options.parse_args()
    for path in chosen.files:
        if chosen.update:
            print(path, *update(path))
        else:
            show(path)


if __name__ == "__main__":
    main()
