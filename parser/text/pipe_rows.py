"""Step 2c: rows of one cell in a ``|`` table: ``| 一、审批方面 |`` heads a group of rows, or names the table.

In: the lines of one file, HTML tables already rows. Out: the same lines, where a row of one cell beside rows of several is a row too.
A line in bars that stands alone is text and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parser.text.normalize import Line

_ONE_CELL = re.compile(r"\s*+\|[\s:-]*+[^|\s:-][^|]*+\|\s*")
_RULE = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*")


def rows_of_one_cell(lines: Sequence[Line]) -> Iterator[Line]:
    """All lines; a single cell in bars that touches a table is a row whose other cells are empty."""
    rows = [line.is_row and "|" in line.raw for line in lines]
    single = [not row and bool(_ONE_CELL.fullmatch(line.raw)) for row, line in zip(rows, lines, strict=True)]
    if not any(single):
        yield from lines
        return
    down, up = _touching(lines, rows, single), _touching(lines[::-1], rows[::-1], single[::-1])[::-1]
    for line, alone, above, below in zip(lines, single, down, up, strict=True):
        yield replace(line, text=line.text.strip().strip("|").strip() + "\t") if alone and (above or below) else line


def _touching(lines: Sequence[Line], rows: Sequence[bool], single: Sequence[bool]) -> list[bool]:
    """For each line whether a row of several cells stands before it, with only single cells and drawn lines between."""
    found: list[bool] = []
    beside = False
    for line, row, alone in zip(lines, rows, single, strict=True):
        beside = row or (beside and (alone or bool(_RULE.fullmatch(line.raw))))
        found.append(beside)
    return found
