"""Step 2c: rows of one cell in a ``|`` table: ``| 一、审批方面 |`` heads a group of rows, or names the table.

In: the lines of one file, HTML tables already rows. Out: the same lines, where a row of one cell beside rows of several is a row too.
A line in bars that stands alone is text and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parser.text.normalize import Line

_ONE_CELL = re.compile(r"\s*\|[^|]*[^|\s:-][^|]*\|\s*")
_RULE = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*")


def rows_of_one_cell(lines: Sequence[Line]) -> Iterator[Line]:
    """All lines; a single cell in bars that touches a table is a row whose other cells are empty."""
    at_table = [line.is_row and "|" in line.raw for line in lines]
    single = [not row and bool(_ONE_CELL.fullmatch(line.raw)) for row, line in zip(at_table, lines, strict=True)]
    touching = list(at_table)
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        beside = False
        for i in order:
            beside = touching[i] or (beside and (single[i] or bool(_RULE.fullmatch(lines[i].raw))))
            touching[i] = touching[i] or (beside and single[i])
    for i, line in enumerate(lines):
        yield replace(line, text=line.text.strip().strip("|").strip() + "\t") if single[i] and touching[i] else line
