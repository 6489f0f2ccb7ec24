"""Diagnostics as an editor reads them on a terminal: place, code, message, the line with a mark under the place, what to do.

In: `Diagnostic` records. Out: text.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable

from parser.jsonl import record_fields
from parser.model import Diagnostic
from parser.words import SEVERITY_NAMES

_LINE_LIMIT = 60
_ZERO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def format_diagnostic(diagnostic: Diagnostic) -> str:
    """The finding over two to four lines, without an end of line."""
    source = diagnostic.source
    place = f"{source.file}:{source.line_start}"
    if diagnostic.column is not None:
        place += f":{diagnostic.column + 1}"
    lines = [f"{place}: {SEVERITY_NAMES[diagnostic.severity]} {diagnostic.code} {one_line(diagnostic.message)}"]
    if diagnostic.excerpt:
        lines += _marked(diagnostic)
    lines.append(f"    怎样处理：{diagnostic.hint}")
    return "\n".join(lines)


def format_json(diagnostics: Iterable[Diagnostic]) -> str:
    """One JSON array, for machines."""
    return json.dumps(list(diagnostics), ensure_ascii=False, indent=2, default=record_fields)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many of each severity: ``2 处错误，5 处警告，31 处提示``."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    return "，".join(f"{counts[severity]} 处{name}" for severity, name in SEVERITY_NAMES.items())


def display_width(text: str) -> int:
    """Columns on a terminal: wide and full-width characters take two, combining ones none."""
    return sum(_character_width(character) for character in text)


def one_line(text: str) -> str:
    """Control characters, line ends among them, become spaces, so that text of a gazette cannot steer the terminal."""
    return "".join(" " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character for character in text)


def _marked(diagnostic: Diagnostic) -> list[str]:
    """The line and, where the column is known, a caret under it; a long line is cut to the part around the place."""
    text = one_line(diagnostic.excerpt)
    column = diagnostic.column
    start = max(0, column - _LINE_LIMIT // 2) if column is not None and len(text) > _LINE_LIMIT else 0
    shown = ("…" if start else "") + text[start : start + _LINE_LIMIT] + ("…" if len(text) > start + _LINE_LIMIT else "")
    number = str(diagnostic.source.line_start).rjust(6)
    lines = [f"{number} | {shown}"]
    if column is not None and column <= len(text):
        before = ("…" if start else "") + text[start:column]
        lines.append(f"{' ' * len(number)} | {' ' * display_width(before)}^")
    return lines


def _character_width(character: str) -> int:
    if unicodedata.category(character) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
