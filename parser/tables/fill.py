"""Merged cells of label columns: the text printed once for several rows, written into each of them and marked.

In: a `TableDraft`. Out: the rows as published, and the marks of the cells filled. Only columns that name or sort the rows are filled, and
only to the left of the column that tells the rows apart; cells for units, times, remarks and figures stay empty where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parser.grammar.markers import find_marker
from parser.model import CellMark
from parser.tables.draft import TableDraft

_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_REASON = "原文是竖向合并的单元格，按上一行补齐"


def fill_labels(table: TableDraft) -> tuple[list[list[str]], list[CellMark]]:
    """Rows with their merged labels filled, and a mark for each cell filled."""
    rows = [list(row.cells) for row in table.rows]
    marks = table.marks()
    columns = [c for c in range(len(table.columns)) if _fillable(table, c)]
    for n, c in enumerate(columns):
        for r, text in _inherited(table, rows, c, columns[:n]):
            rows[r][c] = text
            marks.append(CellMark(row=r, column=c, kind="filled", reason=_REASON))
    return rows, sorted(marks, key=lambda m: (m.row, m.column))


def _inherited(table: TableDraft, rows: list[list[str]], column: int, left: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The gaps of one column and the text above them; a new group, or a new label to the left, ends what is inherited."""
    breaks = {at for at, _, _ in table.groups}
    above = ""
    for r, row in enumerate(table.rows):
        own = rows[r][column]
        if own or r in breaks or any(row.cells[c] for c in left):
            above = own
        if not own and above and not _TOTAL.match(next(filter(None, row.cells), "")):
            yield r, above


def _fillable(table: TableDraft, column: int) -> bool:
    """A label column with gaps, filled in its first row, with a column of text without gaps to its right."""
    if table.kinds[column] != "label" or not table.rows or not table.rows[0].cells[column]:
        return False
    cells = [row.cells[column] for row in table.rows]
    return not all(cells) and not _holds_groups(cells) and any(_is_full(table, c) for c in range(column + 1, len(table.columns)))


def _is_full(table: TableDraft, column: int) -> bool:
    """A column of text without gaps: it tells the rows apart."""
    return table.kinds[column] in ("label", "content", "other", "agency", "remark") and all(row.cells[column] for row in table.rows)


def _holds_groups(cells: Sequence[str]) -> bool:
    """A column that mixes numbered group labels with titles of single rows: what a gap means there is not certain."""
    filled = [c for c in cells if c]
    marked = sum(find_marker(c) is not None for c in filled)
    return 0 < marked < len(filled)
