"""Merged cells of label columns: the text printed once for several rows, written into each of them and marked.

In: a `TableDraft`. Out: the rows as published, and the marks of the cells filled. Only columns that name or sort the rows are filled, and
only to the left of the column that tells the rows apart; cells for units, times, remarks and figures stay empty where they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    breaks = {at for at, _, _ in table.groups}
    for c in columns:
        above = ""
        for r, row in enumerate(rows):
            fresh = any(table.rows[r].cells[left] for left in columns if left < c)
            if r in breaks or (fresh and not row[c]):
                above = ""
            if row[c]:
                above = row[c]
            elif above and not _TOTAL.match(next((text for text in table.rows[r].cells if text), "")):
                row[c] = above
                marks.append(CellMark(row=r, column=c, kind="filled", reason=_REASON))
    return rows, sorted(marks, key=lambda m: (m.row, m.column))


def _fillable(table: TableDraft, column: int) -> bool:
    """A label column with gaps, filled in its first row, with a column of text without gaps to its right."""
    if table.kinds[column] != "label" or not table.rows or not table.rows[0].cells[column]:
        return False
    cells = [row.cells[column] for row in table.rows]
    if all(cells) or _holds_groups(cells):
        return False
    return any(
        all(row.cells[c] for row in table.rows) and table.kinds[c] in ("label", "content", "other", "agency", "remark")
        for c in range(column + 1, len(table.columns))
    )


def _holds_groups(cells: Sequence[str]) -> bool:
    """A column that mixes numbered group labels with titles of single rows: what a gap means there is not certain."""
    filled = [c for c in cells if c]
    marked = sum(find_marker(c) is not None for c in filled)
    return 0 < marked < len(filled)
