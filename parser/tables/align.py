"""Rows and headings: which printed cell belongs under which column, where OCR lost or added a cell.

In: the cells of a row and the kinds of the columns. Out: `Alignment`: a text for each column, and which cells were moved.
A row that fits as printed is left as printed. Otherwise the cheapest order-keeping placement is taken: a cell that is a list of units
belongs in a unit column, a sentence does not; a shift goes on until something says otherwise. No cell is ever dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parser.grammar.columns import UNIT_KINDS, ColumnKind
from parser.grammar.deadlines import stated_deadline
from parser.grammar.rules import key, rule
from parser.grammar.statements import parse_cell, says_more_than_names
from parser.grammar.unit_names import is_unit_list, is_unit_name, split_unit_names
from parser.text.normalize import squeeze

_BAD, _ODD, _SHIFT, _MERGE, _SKIP_FILLED, _NO_UNITS = 10.0, 3.0, 1.5, 1.0, 0.6, 2.0
_LONG = 34
_WIDEST = 60  # cells; in a wider row nothing tells which one moved
_STRICT = UNIT_KINDS | {"content", "person"}


@dataclass(frozen=True, slots=True)
class Alignment:
    """`cells[c]` is the text of column c; `moved` names the columns whose text was printed under another heading.

    `sure` is False where the row fits neither as printed nor moved.
    """

    cells: tuple[str, ...]
    moved: tuple[int, ...]
    sure: bool


@lru_cache(maxsize=65536)
def looks_like_units(text: str) -> bool:
    """True for a cell that a unit column may hold: names, verbs of responsibility, or 无."""
    if not squeeze(text):
        return False
    if rule("units", "nothing").fullmatch(key(text)):
        return True
    if not says_more_than_names(text):
        return is_unit_list(text)
    if len(text) > _LONG and "。" in text:
        return False
    statement = parse_cell(text, "responsible", "")
    return statement is not None and not statement.odd


def _breaks_off(text: str) -> bool:
    """A list of units whose last name is cut by a page break (热线管理科、督)."""
    *whole, last = split_unit_names(text) or ("",)
    return bool(whole) and len(last) <= 4 and all(map(is_unit_name, whole))


def _misfit(text: str, kind: ColumnKind) -> float:
    """How badly a text fits under a kind of column; 0 fits."""
    measure = _MEASURES.get(kind)
    return measure(text) if text and measure else 0.0


def _in_units(text: str) -> float:
    if looks_like_units(text):
        return 0.0
    return _BAD if len(text) > _LONG or "。" in text else 1.0 if _breaks_off(text) else _ODD


def _in_ordinal(text: str) -> float:
    return 0.0 if re.fullmatch(r"[\d一二三四五六七八九十().、\-\s①-⑳]{1,8}", key(text)) else _ODD


def _in_deadline(text: str) -> float:
    stated = stated_deadline(text, None)
    return 0.0 if stated and stated.kind != "unknown" else 1.0 if len(text) < _LONG else _BAD


def _in_agency(text: str) -> float:
    return 0.0 if looks_like_units(text) else _ODD if len(text) > _LONG or "。" in text else 0.5


def _in_text(text: str, least: int = 3) -> float:
    """Under content or persons: a list of units does not belong there, nor a row's number."""
    if len(text) > least and not re.search(r"[。;；]", text) and looks_like_units(text):
        return _ODD
    return 0.5 if key(text).isdecimal() else 0.0


def _in_label(text: str) -> float:
    """Under a label: short names of units may be labels; sentences are not."""
    misfit = _in_text(text, least=8)
    if misfit or "。" not in text or len(text) <= 10:
        return misfit
    return 2.0 if len(text) > 2 * _LONG else 0.5


_MEASURES: dict[ColumnKind, Callable[[str], float]] = {
    "lead": _in_units, "responsible": _in_units, "support": _in_units, "ordinal": _in_ordinal, "deadline": _in_deadline,
    "agency": _in_agency, "former_agency": _in_agency, "content": _in_text, "person": _in_text, "label": _in_label,
}  # fmt: skip


def fits(cells: Sequence[str], kinds: Sequence[ColumnKind]) -> bool:
    """True if the row can stand as printed."""
    return len(cells) == len(kinds) and all(
        _misfit(text, kind) < _ODD or (kind not in _STRICT and _misfit(text, kind) < _BAD) for text, kind in zip(cells, kinds, strict=True)
    )


def align_row(cells: Sequence[str], kinds: Sequence[ColumnKind]) -> Alignment:
    """Place the cells of one row under the columns."""
    padded = tuple(cells) + ("",) * (len(kinds) - len(cells))
    if len(padded) > len(kinds) and not any(padded[len(kinds) :]):
        padded = padded[: len(kinds)]
    if fits(padded, kinds) and not _units_elsewhere(cells, padded, kinds):
        return Alignment(padded, (), True)
    if max(len(cells), len(kinds)) > _WIDEST or not any(k in UNIT_KINDS for k in kinds):
        return _by_position(padded, kinds)
    return _placed(_cheapest([(i, c) for i, c in enumerate(cells) if c], kinds), kinds)


def _placed(cells: Sequence[tuple[tuple[int, str], int]], kinds: Sequence[ColumnKind]) -> Alignment:
    """The alignment that placed cells, ((printed column, text), column), make."""
    texts = [""] * len(kinds)
    for (_, text), column in cells:
        texts[column] = f"{texts[column]}\n{text}" if texts[column] else text
    moved = {column for (printed, _), column in cells if printed != column}
    sure = all(_misfit(t, k) < _BAD for t, k in zip(texts, kinds, strict=True))
    return Alignment(tuple(texts), tuple(sorted(moved)), sure)


def _units_elsewhere(cells: Sequence[str], padded: Sequence[str], kinds: Sequence[ColumnKind]) -> bool:
    """A row that lost a cell: its unit columns are empty, names of units stand under another heading, a sentence under a label."""
    under = list(zip(padded, kinds, strict=True))
    if any(t for t, k in under if k in UNIT_KINDS):
        return False
    odd = len(cells) != len(kinds) or any(_misfit(t, k) >= (0.5 if k == "label" else 2.0) for t, k in under)
    return odd and any(looks_like_units(t) for t, k in under if t and k in ("other", "content", "deadline", "remark"))


def _by_position(cells: tuple[str, ...], kinds: Sequence[ColumnKind]) -> Alignment:
    """Without unit columns nothing tells where a cell belongs: it stays; surplus cells join the last column."""
    if len(cells) <= len(kinds):
        return Alignment(cells, (), True)
    last = " ".join(c for c in cells[len(kinds) - 1 :] if c)
    return Alignment((*cells[: len(kinds) - 1], last), (), False)


def _cheapest(cells: list[tuple[int, str]], kinds: Sequence[ColumnKind]) -> list[tuple[tuple[int, str], int]]:
    """Order-keeping placement of cells on columns with the least cost, by dynamic programming over (cell, column)."""
    width = len(kinds)
    best: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    for n, (i, text) in enumerate(cells):
        after: dict[int, tuple[float, list[int]]] = {}
        for column in range(width):
            fit = _misfit(text, kinds[column])
            options = [
                (cost + fit + _step(cells, n, i, column, path, kinds), path) for last, (cost, path) in best.items() if last <= column
            ]
            if options:
                cost, path = min(options, key=lambda o: o[0])
                after[column] = (cost, [*path, column])
        best = after
    units = {c for c, kind in enumerate(kinds) if kind in UNIT_KINDS}
    _, path = min(best.values(), key=lambda o: o[0] + (0.0 if units & set(o[1]) else _NO_UNITS))
    return list(zip(cells, path, strict=True))


def _step(cells: list[tuple[int, str]], n: int, index: int, column: int, path: list[int], kinds: Sequence[ColumnKind]) -> float:
    """Cost of going on from the last cell: a change of shift, two cells in one column, a text column left empty."""
    shift = column - index
    if n == 0:
        return (_SHIFT - 0.1) * abs(shift)  # the merged label before the row is what is lost most often
    previous = path[-1]
    change = abs(shift - (previous - cells[n - 1][0]))
    merged = _MERGE if previous == column else 0.0
    if previous == column and kinds[column] in UNIT_KINDS | {"ordinal", "deadline"}:
        merged += _ODD
    skipped = sum(_SKIP_FILLED for c in range(previous + 1, column) if kinds[c] == "content")
    return _SHIFT * min(change, 2) + merged + skipped
