"""Corrections: what an editor puts right in a small file beside the issue, checked against the source text.

In: ``gazette/corrections/<name of the issue file>.yml`` and the lines of the issue. Out: the lines as corrected, the fields set by hand,
and a diagnostic for each correction that no longer applies. The source itself is never edited: every `Line` keeps its raw text, but for
a number of a person that a correction masks, which must not be published in any form.
Each correction names the line and some words that must stand there (``has``); it is left out, and reported, where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from parser.diagnostics import make_diagnostic
from parser.errors import CorrectionError
from parser.model import Diagnostic, Source
from parser.text.normalize import Hint, Line, fold, normalize, squeeze
from parser.text.privacy import hidden, numbers_in
from parser.text.read import shown_name
from parser.text.yaml_file import Entry, read_yaml

Fields = dict[int, dict[str, Any]]  # first line of a document's title (0: the issue) → fields set by hand
ISSUE = 0
_MAX_TEXT, _MAX_CELLS, _SHOWN = 2000, 200, 40
_MASK_RE = re.compile(r"[*＊×✕╳■█●◼▇]|[xX]{3,}|某")
_DAY_RE = re.compile(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry: what is done (`kind`), where (`line` to `last`), the words that must stand there, and why."""

    kind: str
    line: int
    last: int
    has: str
    why: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of one file."""

    entries: tuple[Correction, ...] = ()

    def apply(self, name: str, lines: Sequence[Line]) -> tuple[list[Line], Fields, list[Diagnostic]]:
        """Corrected lines, fields set by hand, and what no longer applies."""
        fixed = {line.number: line for line in lines}
        fields: Fields = {}
        stale: list[Diagnostic] = []
        for entry in self.entries:
            if fault := _fault(entry, fixed):
                stale.append(self._not_taken(name, entry, fault, len(lines)))
            elif entry.kind in ("document", "issue"):
                fields.setdefault(ISSUE if entry.kind == "issue" else entry.line, {}).update(entry.values)
            else:
                for number in range(entry.line, entry.last + 1):
                    fixed[number] = _corrected(fixed[number], entry)
        return [fixed[line.number] for line in lines], fields, stale

    def unused(self, name: str, fields: Fields, starts: Iterable[int], *, is_issue: bool, count: int) -> list[Diagnostic]:
        """Fields set by hand that no document (`starts`: the first lines of their titles) and no issue takes."""
        known = {*starts, *((ISSUE,) if is_issue else ())}
        lost = [e for e in self.entries if e.kind in ("document", "issue")]
        return [
            self._not_taken(name, e, "这个文件没有读出公报刊头" if e.kind == "issue" else f"第{e.line}行不是文件标题的第一行", count)
            for e in lost
            if (at := ISSUE if e.kind == "issue" else e.line) in fields and at not in known
        ]

    def _not_taken(self, name: str, entry: Correction, fault: str, count: int) -> Diagnostic:
        at = max(1, min(entry.line, count))
        return make_diagnostic("G501", fault, Source(file=name, line_start=at, line_end=at), excerpt=hidden(entry.has))


def _fault(entry: Correction, lines: Mapping[int, Line]) -> str | None:
    """Why an entry does not apply; ``None`` where it does."""
    if entry.last > len(lines):
        return f"第{entry.last}行没有了，这个文件只有{len(lines)}行"
    there = [lines[number] for number in range(entry.line, entry.last + 1)]
    if squeeze(fold(entry.has)) not in squeeze(fold("".join(line.raw for line in there))):
        return f"第{entry.line}行没有“{hidden(entry.has)}”"
    if entry.kind == "replace" and not any(entry.values["old"] in line.text or entry.values["old"] in line.raw for line in there):
        return f"第{entry.line}行没有要替换的“{hidden(entry.values['old'])}”"
    return None


def _corrected(line: Line, entry: Correction) -> Line:
    if entry.kind == "replace":
        return _replaced(line, entry.values["old"], entry.values["new"])
    if entry.kind == "cells":
        return _written(line, "\t".join(entry.values["cells"]), "".join(entry.values["cells"]))
    hint: Hint = entry.kind  # type: ignore[assignment]
    return replace(line, hint=hint, hint_level=entry.values.get("level"))


def _replaced(line: Line, old: str, new: str) -> Line:
    """`old` as it is read, or, with its marks, as it stands in the file."""
    if old in line.text:
        return _written(line, line.text.replace(old, new), new)
    if old not in line.raw:
        return line
    read = normalize(line.number, line.raw.replace(old, new))
    return _written(replace(line, hashes=read.hashes, bullet=read.bullet, bold=read.bold), read.text, new)


def _written(line: Line, text: str, new: str) -> Line:
    """The line with another text. Where the editor masks a number (`new` holds a mask, or a number of a person is gone), it no longer
    stands in the raw text, either."""
    masks = bool(_MASK_RE.search(new)) or bool(numbers_in(line.raw) - numbers_in(text))
    raw = text if masks else line.raw
    return replace(line, raw=raw, text=text, corrected=True)


# --- the file: what may stand in it ---------------------------------------------------------------------------------------------

Check = Callable[[Any], Any]


class _Refused(Exception):
    """What is allowed instead."""


def _text(value: Any) -> str:
    value = str(value) if _is_number(value) else value
    if not isinstance(value, str) or not value.strip() or len(value) > _MAX_TEXT or re.search(r"[\n\r]", value):
        raise _Refused(f"一行文字（不超过{_MAX_TEXT}字）")
    return value


def _words(value: Any) -> str:
    """A text that a reader could read: not a bare number."""
    if not re.search(r"[^\W\d_]", text := _text(value)):
        raise _Refused("一行文字，不能只有数字和符号")
    return text


def _any_text(value: Any) -> str:
    return "" if value is None or value == "" else _text(value)


def _remark(value: Any) -> str:
    """Why: any words, over several lines, too."""
    if not (value is None or isinstance(value, str) or _is_number(value)):
        raise _Refused("文字")
    return "" if value is None else str(value)


def _cells(value: Any) -> list[str]:
    allowed = f"一列单元格，写成 [甲, 乙, '']（最多{_MAX_CELLS}格），格内不能有换行和制表符"
    if not isinstance(value, list) or not 1 <= len(value) <= _MAX_CELLS:
        raise _Refused(allowed)
    cells = ["" if cell is None else str(cell) if _is_number(cell) else cell for cell in value]
    if any(not isinstance(cell, str) or len(cell) > 20_000 or re.search(r"[\t\n\r]", cell) for cell in cells):
        raise _Refused(allowed)
    return cells


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(low: int, high: int) -> Check:
    def check(value: Any) -> int:
        text = str(value) if _is_number(value) else value
        if not isinstance(text, str) or not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise _Refused(f"{low} 到 {high} 的整数" if high < 10**9 - 1 else f"从 {low} 数起的整数")
        return int(text)

    return check


def _day(value: Any) -> str:
    """An ISO date from ``2023-05-08``, ``2023年5月8日`` or a date of YAML."""
    match = _DAY_RE.fullmatch(squeeze(fold(value.isoformat() if isinstance(value, date) else str(value))))
    try:
        return date(*map(int, match.groups())).isoformat() if match else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> str:
    raise _Refused("日历上的日期，写成 2023-05-08 或 2023年5月8日")


def _yes_or_no(value: Any) -> bool:
    known = {True: True, False: False, "true": True, "false": False, "yes": True, "no": False, "是": True, "否": False}
    key = value.strip().lower() if isinstance(value, str) else value
    if not isinstance(key, str | bool) or key not in known:
        raise _Refused("true（公开）或 false（不公开）")
    return known[key]


def _bodies(value: Any) -> list[str]:
    found = value if isinstance(value, list) else re.split(r"[，,]", _words(value))
    if not found or len(found) > _MAX_CELLS:
        raise _Refused("机关名称，几个的写成 [甲, 乙]")
    return [squeeze(_words(name)) for name in found if not isinstance(name, str) or name.strip() or isinstance(value, list)]


def _or_none(check: Check) -> Check:
    """A field that the editor says is not there: ``doc_number:`` with nothing behind it."""
    return lambda value: None if value is None else check(value)


_LINE = _whole(1, 10**9 - 1)
_EVERY: dict[str, Check] = {"line": _LINE, "to": _LINE, "has": _text, "why": _remark}
_OWN: dict[str, dict[str, Check]] = {
    "replace": {"old": _text, "new": _any_text},
    "cells": {"cells": _cells},
    "title": {},
    "heading": {"level": _whole(1, 9)},
    "paragraph": {},
    "ignore": {},
    "document": {
        "title": _words, "doc_number": _or_none(_words), "issuer": _or_none(_words), "issued_on": _or_none(_day),
        "addressees": _bodies, "public_release": _or_none(_yes_or_no),
    },
    "issue": {"year": _whole(1949, 2999), "number": _whole(1, 999), "published_on": _or_none(_day), "title": _words},
}  # fmt: skip
KINDS = tuple(_OWN)
_NEEDED = {"replace": ("old", "new"), "cells": ("cells",)}


def read_corrections(data: object, name: str) -> Corrections:
    """The content of one file → `Corrections`. Raises `CorrectionError` in plain Chinese for what is not as described."""
    known = isinstance(data, dict) and set(data) <= {"corrections"}
    entries = data.get("corrections") if isinstance(data, dict) else None
    if not known or not isinstance(entries, list):
        raise CorrectionError(f"{name}：更正文件里应当只有 corrections 一项，下面用“- ”逐条列出更正。")
    return Corrections(tuple(_entry(raw, name, n) for n, raw in enumerate(entries, start=1)))


def _entry(raw: object, name: str, n: int) -> Correction:
    where = f"{name} 第{n}条更正" + (f"（第{raw.line}行）" if isinstance(raw, Entry) else "")
    if not isinstance(raw, dict):
        raise CorrectionError(f"{where}：现在是“{_shown(raw)}”，应当写明 do、line、has。")
    kind = raw.get("do")
    if not isinstance(kind, str) or kind not in KINDS:
        raise CorrectionError(f"{where}：do 现在是“{_shown(kind)}”，应当是 {'、'.join(KINDS)} 之一。")
    if absent := [key for key in ("line", "has", *_NEEDED.get(kind, ())) if key not in raw]:
        raise CorrectionError(f"{where}：还缺 {'、'.join(absent)}。" + ("请用 has 抄几个这一行的字，以便核对。" if "has" in absent else ""))
    allowed = {**_EVERY, **_OWN[kind]}
    return _correction(kind, {key: _checked(key, value, allowed, where) for key, value in raw.items() if key != "do"}, where)


def _correction(kind: str, values: dict[str, Any], where: str) -> Correction:
    """The entry of values that are right each by itself."""
    line, has, why = values.pop("line"), values.pop("has"), values.pop("why", "")
    last = values.pop("to", line)
    if last < line:
        raise CorrectionError(f"{where}：to 现在是“{last}”，应当不小于 line（{line}）。")
    if kind in ("document", "issue") and not values:
        raise CorrectionError(f"{where}：没有写要改哪一栏。可以写的是：{'、'.join(_OWN[kind])}。")
    return Correction(kind, line, last, has, why, values)


def _checked(key: object, value: object, allowed: Mapping[str, Check], where: str) -> Any:
    if not isinstance(key, str) or key not in allowed:
        other = f"{key} 是公报期的栏目，请另写一条 do: issue。" if key in _OWN["issue"] else ""
        raise CorrectionError(f"{where}：不认识的栏目 {_shown(key)}。{other}可以写的是：{'、'.join(['do', *allowed])}。")
    try:
        return allowed[key](value)
    except _Refused as refused:
        raise CorrectionError(f"{where}：{key} 现在是“{_shown(value)}”，应当是{refused}。") from None


def _shown(value: object) -> str:
    """A value as a message shows it: short, without numbers of persons."""
    if isinstance(value, dict | list):
        return "一组值" if isinstance(value, dict) else "一列值"
    text = "" if value is None else hidden(str(value).replace("\n", " "))
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def load_corrections(folder: Path, names: Iterable[str]) -> dict[str, Corrections]:
    """Corrections by name of the issue file, for those of `names` that have a file in `folder`.

    Raises `CorrectionError` for a file that is not right: without its corrections the issue must not be published, for they may mask
    what nobody is to read.
    """
    found: dict[str, Corrections] = {}
    for name in names:
        path = folder / f"{Path(name).stem}.yml"
        if path.exists():
            found[name] = read_corrections(read_yaml(path, CorrectionError), path.name)
    return found


def unused_files(folder: Path, names: Iterable[str]) -> list[tuple[str, str]]:
    """What stands in `folder` and corrects none of the issue files `names`: its name and why."""
    stems = {Path(name).stem for name in names}
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    lost = [entry for entry in entries if not entry.name.startswith(".") and not (entry.suffix == ".yml" and entry.stem in stems)]
    return [(shown_name(entry), f"{shown_name(entry)} 没有同名的公报文本（更正文件以 .yml 结尾，与公报文件同名）") for entry in lost]
