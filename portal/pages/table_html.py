"""A table as the document page shows it: rows with their anchors, linked units, marks with their reasons.

In: a `Table` and what hangs on its rows. Out: `TableHtml`. Decides how a table fits a phone: long texts stack, catalogues scroll. Made
without a template: a gazette's tables have more cells than the rest of the site together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from parser.model import CellMark, GroupRow, MarkKind, Table

from portal.pages.fragments import escape
from portal.pages.text_links import linked
from portal.view.words import MARK_MEANINGS, MARK_WORDS

_UNIT_COLUMN_RE = re.compile(r"单位|部门|分工|科室|机关|主体|机构")
_LONG_TEXT = 40
_WIDTHS = ((4, "gp-w1"), (12, "gp-w2"), (_LONG_TEXT, "gp-w3"))
_NO_HREFS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """What hangs on a row: anchors (task-12), and links for the names in it."""

    anchors: tuple[str, ...] = ()
    hrefs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableHtml:
    """`groups` are the spanning rows that have a place: title and anchor."""

    html: str
    groups: tuple[tuple[str, str], ...]


def table_html(table: Table, anchor: str, places: Mapping[int, RowPlace], readings: Mapping[str, str]) -> TableHtml:
    """`places` maps a row's index to what hangs on it; rows without anything are missing from it. `readings` as of `linked`."""
    stacked = any(place.anchors for place in places.values()) and any(len(cell) > _LONG_TEXT for row in table.rows for cell in row)
    groups = tuple(_groups(table.groups, len(table.rows), anchor))
    rows = _Rows(table, stacked, places, readings)
    bodies = "".join([_body(title, place, rows.html[start:end], len(table.columns)) for title, place, start, end in groups])
    title = f"：{escape(table.title)}" if table.title else ""
    scroll, kind = _classes(table, stacked)
    html = (
        f'<div class="gp-scroll{scroll}" role="region" tabindex="0" aria-label="表格{title}">\n'
        f'<table class="gp-table gp-table--text{kind}" id="{anchor}">\n{_head(table, stacked)}{bodies}</table>\n</div>\n{_notes(table)}'
    )
    return TableHtml(html, tuple((title, place) for title, place, *_ in groups if title))


def _classes(table: Table, stacked: bool) -> tuple[str, str]:
    """Further classes of the frame and of the table."""
    if not stacked:
        return "", ""
    numbered = " gp-table--numbered" if table.columns[:1] == ("序号",) else ""
    return " gp-scroll--stack", " gp-table--stack" + numbered


def group_anchor(anchor: str, number: int) -> str:
    """``table-1-group-2``: the spanning rows of a table counted from 1."""
    return f"{anchor}-group-{number}"


class _Rows:
    """The rows of a table, each as HTML."""

    def __init__(self, table: Table, stacked: bool, places: Mapping[int, RowPlace], readings: Mapping[str, str]) -> None:
        self._readings = readings
        self._unit_columns = [bool(_UNIT_COLUMN_RE.search(title)) for title in table.columns]
        labels = _labels(table, self._unit_columns) if stacked else ("",) * len(table.columns)
        self._labels = [f' data-label="{escape(label)}"' if label else "" for label in labels]
        marks: defaultdict[int, dict[int, CellMark]] = defaultdict(dict)
        for mark in table.marks:
            marks[mark.row][mark.column] = mark
        self.html = [self._row(cells, places.get(i), marks.get(i)) for i, cells in enumerate(table.rows)]

    def _row(self, cells: Sequence[str], place: RowPlace | None, marks: Mapping[int, CellMark] | None) -> str:
        anchors = place.anchors if place else ()
        hrefs = place.hrefs if place else _NO_HREFS
        more = "".join([f'<span id="{anchor}"></span>' for anchor in anchors[1:]])
        seen: set[MarkKind] = set()
        made = []
        for i, text in enumerate(cells):
            mark = marks[i].kind if marks and i in marks else None
            filled = ' class="gp-filled"' if mark == "filled" else ""
            label = self._labels[i] if text else ""
            made.append(f"<td{filled}{label}>{more if not i else ''}{self._content(i, text, hrefs)}{_mark(mark, seen)}</td>")
        place_attribute = f' id="{anchors[0]}"' if anchors else ""
        return f"<tr{place_attribute}>{''.join(made)}</tr>\n"

    def _content(self, column: int, text: str, hrefs: Mapping[str, str]) -> str:
        return linked(text, hrefs, readings=self._readings) if hrefs and self._unit_columns[column] else escape(text)


def _mark(kind: MarkKind | None, seen: set[MarkKind]) -> str:
    """The sign of a cell that is not as printed; each kind once a row."""
    if kind is None or kind in seen:
        return ""
    seen.add(kind)
    return f'<sup class="gp-mark" title="{MARK_MEANINGS[kind]}">{MARK_WORDS[kind]}</sup>'


def _head(table: Table, stacked: bool) -> str:
    cells = []
    for i, (title, share) in enumerate(zip(table.columns, _shares(table), strict=True)):
        width = f"gp-share-{share}" if stacked else _width(table, i)
        cells.append(f'<th scope="col" class="{width}">{escape(title)}</th>')
    return f"<thead><tr>{''.join(cells)}</tr></thead>\n"


def _body(title: str, anchor: str, rows: Sequence[str], columns: int) -> str:
    head = f'<tr class="gp-group" id="{anchor}"><th scope="rowgroup" colspan="{columns}">{escape(title)}</th></tr>\n' if title else ""
    return f"<tbody>\n{head}{''.join(rows)}</tbody>\n"


def _labels(table: Table, unit_columns: Sequence[bool]) -> tuple[str, ...]:
    """Labels for stacked cells: none for 序号, the first texts and the long ones, which speak for themselves."""
    longest = [max((len(row[i]) for row in table.rows), default=0) for i in range(len(table.columns))]
    first = unit_columns.index(True) if True in unit_columns else len(table.columns)
    return tuple(title if i >= first or (i > 2 and longest[i] <= _LONG_TEXT) else "" for i, title in enumerate(table.columns))


def _width(table: Table, column: int) -> str:
    longest = max((len(row[column]) for row in table.rows), default=0)
    return next((name for limit, name in _WIDTHS if longest <= limit), "gp-w4")


def _shares(table: Table) -> tuple[int, ...]:
    """Long columns get more, but by the root of their length: a column of names must stay readable beside one of prose."""
    lengths = [
        1.2 if title == "序号" else max(sum(len(row[i]) for row in table.rows) / max(len(table.rows), 1), len(title), 3) ** 0.5
        for i, title in enumerate(table.columns)
    ]
    return tuple(round(100 * length / sum(lengths)) for length in lengths)


def _groups(group_rows: Iterable[GroupRow], count: int, anchor: str) -> Iterator[tuple[str, str, int, int]]:
    """Title, anchor, first row and the row after the last; the title is empty for rows before the first spanning row."""
    starts = sorted(group_rows, key=lambda group: group.before)
    first = starts[0].before if starts else count
    if first or not starts:
        yield "", "", 0, first
    for i, start in enumerate(starts):
        end = starts[i + 1].before if i + 1 < len(starts) else count
        yield start.text, group_anchor(anchor, i + 1), start.before, end


def _notes(table: Table) -> str:
    """The marks in words, folded: each with its place and reason."""
    if not table.marks:
        return ""
    kinds = dict.fromkeys(mark.kind for mark in table.marks)
    meanings = "；".join(f'<sup class="gp-mark">{MARK_WORDS[kind]}</sup>{MARK_MEANINGS[kind]}' for kind in kinds)
    lines = "".join(f"<li>{escape(_place_words(mark, table))}：{escape(mark.reason)}</li>" for mark in table.marks)
    return (
        f'<details class="gp-fold gp-marks"><summary>本表有 {len(table.marks)} 个单元格经过整理：{meanings}</summary>\n'
        f"<ul>{lines}</ul>\n</details>\n"
    )


def _place_words(mark: CellMark, table: Table) -> str:
    row = table.rows[mark.row]
    ordinal = row[0] if table.columns and table.columns[0] == "序号" and row[0] else ""
    place = f"序号 {ordinal}" if ordinal else f"第 {mark.row + 1} 行"
    return f"{place}，{table.columns[mark.column]}"
