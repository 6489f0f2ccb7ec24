"""Step 2c: ``|`` tables: rows set apart by blank lines, and rows of one cell (``| 一、审批方面 |`` heads a group of rows).

In: the lines of one file, HTML tables already rows. Out: the same lines, where the blank lines inside a table belong to it, and a row of
one cell beside rows of several is a row too. A line in bars that stands alone is text and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parser.text.normalize import Line

_ONE_CELL = re.compile(r"\s*+\|[\s:-]*+[^|\s:-][^|]*+\|\s*")
_RULE = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*")


def pipe_rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Both readings of this step, one after the other."""
    yield from rows_of_one_cell(list(rows_set_apart(lines)))


def rows_set_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """All lines; where a table prints each row between blank lines, these and the drawn line below the headings are its mark-up."""
    i = 0
    while i < len(lines):
        stop = _end_of_table(lines, i) if _is_bars(lines[i]) and _is_filled(lines[i]) else i
        yield from (line if _is_filled(line) else replace(line, text="", in_table=True) for line in lines[i:stop])
        if stop == i:
            yield lines[i]
        i = max(stop, i + 1)


def _end_of_table(lines: Sequence[Line], start: int) -> int:
    """The place behind a table whose rows stand alone, as wide as the first; `start` itself if there are no three such rows.

    Rows that touch one another, a row with a drawn line below it and a row of another width begin another table.
    """
    stop, rows, width = start, 0, len(lines[start].cells)
    at: int | None = start
    while at is not None and _fits_below(lines, at, width, first=rows <= 1):
        stop, rows = at + 1, rows + _is_filled(lines[at])
        drawn = rows == 1 and stop < len(lines) and not _is_filled(lines[stop])
        at = _next_bars(lines, stop, touching=drawn)
    return stop if rows >= 3 else start


def _fits_below(lines: Sequence[Line], at: int, width: int, *, first: bool) -> bool:
    """True for a row of the table that stands alone; only below the `first` row there may be a drawn line."""
    if not _is_filled(lines[at]):
        return first
    if len(lines[at].cells) not in (1, width):
        return False
    below = _next_bars(lines, at + 1, touching=True)
    touches = below == at + 1
    drawn = below is not None and not _is_filled(lines[below])
    return drawn if first and touches else not touches and (first or not drawn)


def _next_bars(lines: Sequence[Line], at: int, *, touching: bool) -> int | None:
    """The next line in bars behind one or two blank lines, or (`touching`) right here."""
    stop = at
    while stop < min(len(lines), at + 2) and not lines[stop].raw.strip():
        stop += 1
    return stop if stop < len(lines) and (stop > at or touching) and _is_bars(lines[stop]) else None


def _is_bars(line: Line) -> bool:
    return "|" in line.raw and not line.in_table and (line.is_row or bool(_ONE_CELL.fullmatch(line.raw)))


def _is_filled(line: Line) -> bool:
    """A row with words; not a drawn line, nor a blank one."""
    return bool(line.raw.strip()) and not _RULE.fullmatch(line.raw)


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
        beside = row or (beside and (alone or bool(_RULE.fullmatch(line.raw)) or (line.in_table and line.is_blank)))
        found.append(beside)
    return found
