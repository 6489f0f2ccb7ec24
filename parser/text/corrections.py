"""Corrections: what an editor puts right in a small file beside the issue, checked against the source text.

In: ``gazette/corrections/<name of the issue file>.yml`` and the lines of the issue. Out: the lines as corrected, the fields set by hand,
and a diagnostic for each correction that no longer applies. The source itself is never edited: every `Line` keeps its raw text.
Each correction names the line and some words that must stand there (``has``); it is left out, and reported, where they do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from parser.diagnostics import make_diagnostic
from parser.errors import CorrectionError
from parser.model import Diagnostic, Source
from parser.text.normalize import Hint, Line, fold, squeeze
from parser.text.privacy import find_private

Field = Literal["title", "doc_number", "issuer", "issued_on", "addressees", "public_release", "year", "number", "published_on"]
KINDS = ("replace", "cells", "title", "heading", "paragraph", "ignore", "document")


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
    """All corrections of one file. `fields` maps the first line of a document's title (0: the issue) to the fields set by hand."""

    entries: tuple[Correction, ...] = ()

    def apply(self, name: str, lines: Sequence[Line]) -> tuple[list[Line], dict[int, dict[str, Any]], list[Diagnostic]]:
        """Corrected lines, fields set by hand, and what no longer applies."""
        fixed = {line.number: line for line in lines}
        fields: dict[int, dict[str, Any]] = {}
        stale: list[Diagnostic] = []
        for entry in self.entries:
            if not _still_there(entry, fixed):
                words = f"第{entry.line}行没有“{entry.has}”"
                last = max(1, min(entry.line, len(lines)))
                stale.append(make_diagnostic("G501", words, Source(file=name, line_start=last, line_end=last), excerpt=entry.has))
            elif entry.kind == "document":
                fields.setdefault(entry.line, {}).update(entry.values)
            else:
                for number in range(entry.line, entry.last + 1):
                    fixed[number] = _corrected(fixed[number], entry)
        return [fixed[line.number] if fixed[line.number].number == line.number else line for line in lines], fields, stale


def _still_there(entry: Correction, lines: dict[int, Line]) -> bool:
    if not all(number in lines for number in range(entry.line, entry.last + 1)):
        return False
    text = squeeze(fold("".join(lines[number].raw for number in range(entry.line, entry.last + 1))))
    return squeeze(fold(entry.has)) in text


def _corrected(line: Line, entry: Correction) -> Line:
    if entry.kind == "replace":
        old, new = str(entry.values["old"]), str(entry.values["new"])
        text = line.text.replace(old, new)
        return replace(line, text=text, offsets=tuple(min(i, max(0, len(line.raw) - 1)) for i in range(len(text))))
    if entry.kind == "cells":
        text = "\t".join("" if cell is None else str(cell) for cell in entry.values["cells"])
        return replace(line, text=text, offsets=(0,) * len(text))
    hint: Hint = entry.kind  # type: ignore[assignment]
    return replace(line, hint=hint, hint_level=entry.values.get("level"))


def masked_for_good(line: Line) -> Line:
    """A line in which a correction masked a number of a person no longer carries it in its raw text, either."""
    if line.text == line.raw or not any(find_private([line.raw])) or any(find_private([line.text])):
        return line
    return replace(line, raw=line.text, offsets=tuple(range(len(line.text))))


def read_corrections(data: object, name: str) -> Corrections:
    """The content of one file → `Corrections`. Raises `CorrectionError` in plain Chinese for what is not as described."""
    entries = data.get("corrections") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise CorrectionError(f"{name}：更正文件里应当有 corrections 一项，下面逐条列出更正。")
    return Corrections(tuple(_entry(raw, name, n) for n, raw in enumerate(entries, start=1)))


def _entry(raw: object, name: str, n: int) -> Correction:
    where = f"{name} 第{n}条更正"
    if not isinstance(raw, dict):
        raise CorrectionError(f"{where}：应当写明 do、line、has。")
    kind = raw.get("do")
    if kind not in KINDS:
        raise CorrectionError(f"{where}：do 应当是 {'、'.join(KINDS)} 之一，现在是“{kind}”。")
    line, last = raw.get("line"), raw.get("to", raw.get("line"))
    if not isinstance(line, int) or not isinstance(last, int) or not 1 <= line <= last:
        raise CorrectionError(f"{where}：line 应当是行号（从 1 数起），to 不小于 line。")
    if not raw.get("has"):
        raise CorrectionError(f"{where}：请用 has 抄几个这一行的字，以便核对。")
    missing = {"replace": ("old", "new"), "cells": ("cells",)}.get(str(kind), ())
    if absent := [m for m in missing if m not in raw]:
        raise CorrectionError(f"{where}：还缺 {'、'.join(absent)}。")
    values = {k: v for k, v in raw.items() if k not in ("do", "line", "to", "has", "why")}
    if kind == "document" and (unknown := set(values) - set(get_args(Field))):
        raise CorrectionError(f"{where}：不认识的栏目 {'、'.join(sorted(map(str, unknown)))}。")
    return Correction(str(kind), line, last, str(raw["has"]), str(raw.get("why") or ""), values)


def load_corrections(folder: Path, names: Iterable[str]) -> dict[str, Corrections]:
    """Corrections by name of the issue file, for those of `names` that have a file in `folder`."""
    found: dict[str, Corrections] = {}
    for name in names:
        path = folder / f"{Path(name).stem}.yml"
        if not path.is_file():
            continue
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise CorrectionError(f"{path.name}：更正文件读不了（{error}）。") from error
        found[name] = read_corrections(data, path.name)
    return found
