"""The headings of a table: title rows above them, one row of headings or several over each other, or none at all.

In: the rows of a run, as cells. Out: `Headings`: the name of each column, how many rows they take, and the table's title if a row bears it.
Headings over each other are read from above: 责任分工 over 牵头单位 and 配合单位 gives these two; 牵头单位 over 名称 and 负责人 gives
牵头单位名称 and 牵头单位负责人.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parser.grammar.columns import UNIT_KINDS, column_kind, is_header_row
from parser.grammar.rules import key
from parser.text.normalize import fold

Cells = Sequence[str]
_FIGURE = re.compile(r"[-+]?[\d.,]+(?:%|‰|亩|个|人|户|元|万元|亿元|家|项|公里|吨|处|座|平方米)?|[-—/]+|[\d-]{7,15}|\d{4}年")
_BARE = re.compile(r"(?:单位|部门|科室|机构)?(?:名称|姓名|职务|负责人|责任人|联系人|领导|人|电话|联系方式|单位|部门|科室|时间|时限)")
_ROLE = re.compile(r".*(?:牵头|主办|配合|协办|责任|负责|承办|分管|包保|督导|完成|整改).*")
_MAX_ROWS = 3
_MAX_WORDS = 14


@dataclass(frozen=True, slots=True)
class Headings:
    """`columns` are empty strings where the table has no headings; `used` counts the rows they take, `caption` is a title row's text."""

    columns: tuple[str, ...]
    used: int
    caption: str | None


def read_headings(rows: Sequence[Cells]) -> Headings:
    """Headings of the table that `rows` begin."""
    first, caption = 0, None
    while first + 1 < len(rows) and sum(map(bool, rows[first])) == 1 and _heads(rows[first + 1 :], deep=True):
        caption = caption or next(filter(None, rows[first]))
        first += 1
    if not _heads(rows[first:]):
        return Headings(("",) * max(map(len, rows)), 0, None)
    columns, used = _over_each_other(rows, first)
    while columns and not columns[-1] and not any(any(row[len(columns) - 1 : len(columns)]) for row in rows[used:]):
        columns.pop()
    return Headings(tuple(columns), used, caption)


def _over_each_other(rows: Sequence[Cells], first: int) -> tuple[list[str], int]:
    """The names of the columns from the rows of headings that begin at `first`, and the place behind them."""
    columns, used = list(rows[first]), first + 1
    while used < len(rows) and used - first < _MAX_ROWS and (below := _second_row(columns, rows[used], rows[used + 1 :])) is not None:
        columns, used = below, used + 1
    return columns, used


def _heads(rows: Sequence[Cells], *, deep: bool = False) -> bool:
    """True if the first row is the headings; `deep`: or another title row over them."""
    if is_header_row(rows[0]) or stands_out(rows):
        return True
    return deep and len(rows) > 1 and sum(map(bool, rows[0])) == 1 and (is_header_row(rows[1]) or stands_out(rows[1:]))


def stands_out(rows: Sequence[Cells]) -> bool:
    """A first row of short words over columns of figures, or with a known heading first, is the headings."""
    head = rows[0]
    filled = [c for c in head if c]
    if len(rows) < 2 or len(filled) < 2 or not head[0] or not all(map(_could_head, filled)):
        return False
    return (column_kind(head[0]) != "other" and all(head)) or any(_holds_figures(rows[1:], c) for c in range(len(head)))


def _holds_figures(rows: Sequence[Cells], column: int) -> bool:
    cells = [key(row[column]) for row in rows if column < len(row) and row[column]]
    return bool(cells) and all(map(_FIGURE.fullmatch, cells))


def _could_head(cell: str) -> bool:
    return len(key(cell)) <= _MAX_WORDS and not _FIGURE.fullmatch(key(cell)) and not re.search(r"[。;]", fold(cell))


def _second_row(columns: list[str], row: Cells, data: Sequence[Cells]) -> list[str] | None:
    """The headings with those of a row under them; ``None`` if the row is no row of headings."""
    gaps = _gaps(columns)
    if _fills_gaps(columns, gaps, row):
        below = list(row) + [""] * (len(columns) - len(row))
        above = _parents(gaps)
        return [_named(above[c], text, gaps[c]) for c, text in enumerate(below[: len(columns)])]
    return _squeezed_in(columns, row, data)


def _gaps(columns: Cells) -> list[str]:
    """A heading printed once for several columns leaves gaps; some tools repeat it instead."""
    return ["" if c and text == columns[c - 1] else text for c, text in enumerate(columns)]


def _parents(columns: Cells) -> list[str]:
    """For each column the heading over it: its own, or in a gap the one to the left."""
    found: list[str] = []
    for text in columns:
        found.append(text or (found[-1] if found else ""))
    return found


def _fills_gaps(columns: Cells, gaps: Cells, row: Cells) -> bool:
    """A second row of headings fills gaps of the first: nothing new under 序号, short words."""
    if "" not in gaps or not gaps[0] or row[0] not in ("", gaps[0]) or not all(map(_could_head_below, filter(None, row))):
        return False
    spanned = {c for c, text in enumerate(gaps) if not text}
    below = {c for c, text in enumerate(row) if text and text != "".join(columns[c : c + 1])}
    return bool(below) and below <= spanned | {c - 1 for c in spanned}


def _could_head_below(cell: str) -> bool:
    return len(key(cell)) <= _MAX_WORDS and (not _FIGURE.fullmatch(key(cell)) or key(cell).endswith("年"))


def _named(parent: str, child: str, own: str) -> str:
    """The name of a column: the lower heading, with the upper one before it where it alone does not say enough."""
    if not child or child == parent:
        return child or own
    bare = _BARE.fullmatch(key(child))
    return f"{_without_noun(parent, child)}{child}" if bare and _ROLE.fullmatch(key(parent)) else child


def _without_noun(parent: str, child: str) -> str:
    """牵头单位 over 单位 is 牵头单位; 责任分工 over 单位 is 责任单位."""
    for noun in ("单位", "部门", "科室", "分工"):
        if parent.endswith(noun) and (child.startswith(noun) or noun == "分工"):
            return parent.removesuffix(noun)
    return parent


def _squeezed_in(columns: list[str], row: Cells, data: Sequence[Cells]) -> list[str] | None:
    """牵头单位 and 配合单位 printed alone below a row that has one 责任分工 for them: the rows of data are wider by what they add."""
    below = [c for c in row if c]
    if len(below) < 2 or not all(column_kind(c) in UNIT_KINDS | {"person"} for c in below):
        return None
    over = [c for c, text in enumerate(columns) if column_kind(text) in UNIT_KINDS]
    width = len(columns) + len(below) - 1
    if len(over) != 1 or not data or len(data[0]) != width:
        return None
    return [*columns[: over[0]], *below, *columns[over[0] + 1 :]]
