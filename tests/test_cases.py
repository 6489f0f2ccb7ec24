"""Golden cases: each file of ``tests/cases/<area>/*.yml`` is one situation, with its input and what must be read from it.

A case of a whole text has ``input`` (and, if needed, ``units``: a registry, ``corrections``: by file name) and ``expected``:
for each kind of record the list of records, in order; only the fields that are named are compared, and only the kinds that are
named. ``diagnostics`` lists the codes that must come out, ``no_diagnostics`` those that must not.
A case of one function has ``function`` (dotted name), ``cases``: a list of ``{args, expected}``.
Adding a case needs no Python. ``python -m tests.test_cases FILE`` prints what is read from a case's input, to compare by eye.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from parser import parse_texts
from parser.model import Corpus, UnitName
from parser.records.registry import Registry
from parser.text.corrections import read_corrections
from parser.text.read import SourceText, split_lines

from tests.places import CASES

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KINDS = ("issues", "documents", "tasks", "tables", "items", "rosters", "blocks", "diagnostics")


def load(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader)
    return case


def read_input(case: dict[str, Any]) -> Corpus:
    files = case["input"] if isinstance(case["input"], dict) else {"case.txt": case["input"]}
    texts = [SourceText(name=name, lines=split_lines(text)) for name, text in files.items()]
    corrections = {name: read_corrections(data, name) for name, data in (case.get("corrections") or {}).items()}
    return parse_texts(texts, Registry([case["units"]] if "units" in case else []), corrections)


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


@pytest.mark.parametrize("path", sorted(CASES.rglob("*.yml")), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_case(path: Path) -> None:
    case = load(path)
    if "function" in case:
        module, _, name = case["function"].rpartition(".")
        function = getattr(importlib.import_module(module), name)
        found = [
            difference
            for c in case["cases"]
            for difference in differences(c["expected"], plain(function(*c.get("args", []), **c.get("kwargs", {}))), str(c.get("args")))
        ]
        assert found == []
        return
    corpus = read_input(case)
    found = []
    for kind, want in (case.get("expected") or {}).items():
        assert kind in KINDS, f"{path.name}：不认识的记录种类 {kind}"
        found += differences(want, plain(getattr(corpus, kind)), kind)
    codes = [d.code for d in corpus.diagnostics]
    found += [f"缺诊断 {code}" for code in case.get("diagnostics", []) if code not in codes]
    found += [f"不该有诊断 {code}" for code in case.get("no_diagnostics", []) if code in codes]
    assert found == []


if __name__ == "__main__":
    shown = plain(read_input(load(Path(sys.argv[1]))))
    assert isinstance(shown, dict)
    for kind in KINDS:
        shown[kind] = [{k: v for k, v in row.items() if k != "lines"} for row in shown[kind]]
    yaml.safe_dump({k: shown[k] for k in KINDS}, sys.stdout, allow_unicode=True, sort_keys=False, width=160)
