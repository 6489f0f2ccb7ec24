"""Step 2d: tables without marks between their cells → rows: columns held apart by blanks, drawn with box characters, one cell a line.

In: the lines of one file, HTML tables already rows. Out: the same lines, where those of such a table are rows. Only what leaves no
doubt is taken for a table: headings that are known words, a column of units among them, and rows of as many cells below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parser.grammar.columns import UNIT_KINDS, column_kind, column_kinds
from parser.grammar.rules import key
from parser.text.normalize import Line

_BAR = re.compile(r"[│┃║]")
_BOX_RULE = re.compile(r"[\s─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╞╡╪│┃║|-]{3,}")
_GAP = re.compile(r"\s{2,}")
_MAX_HEADING = 12
_LEAST, _MOST = 3, 12


def rows_as_printed(lines: Sequence[Line]) -> Iterator[Line]:
    """All lines, those of tables without marks as rows."""
    i = 0
    while i < len(lines):
        taken = _boxed(lines, i) or _spaced(lines, i) or _one_cell_a_line(lines, i)
        yield from taken or (lines[i],)
        i += len(taken) or 1


def _row(line: Line, cells: Sequence[str]) -> Line:
    return replace(line, text="\t".join(cells), in_table=True)


def _held(line: Line) -> Line:
    """A line whose text stands in a row further down, or that only draws the table."""
    return replace(line, text="", in_table=True, holds_cell=bool(line.text.strip()) and not _BOX_RULE.fullmatch(line.text))


def _boxed(lines: Sequence[Line], start: int) -> list[Line]:
    """``│序号│任务│`` between ``├──┼──┤``; where lines are drawn between all rows, a row may take several lines."""
    stop = start
    while stop < len(lines) and _is_box(lines[stop]):
        stop += 1
    block = lines[start:stop]
    groups = _rows_of_lines(block)
    if len(groups) < 2 or len({len(_bar_cells(line)) for group in groups for line in group}) != 1:
        return []
    whole = {g[-1].number: ["".join(parts) for parts in zip(*map(_bar_cells, g), strict=True)] for g in groups}
    return [_row(line, whole[line.number]) if line.number in whole else _held(line) for line in block]


def _rows_of_lines(block: Sequence[Line]) -> list[list[Line]]:
    """The lines of each row: those between two rules, or each its own where rules are drawn around the headings only."""
    groups = _between_rules(block)
    return groups if len(groups) >= 3 else [[line] for group in groups for line in group]


def _is_box(line: Line) -> bool:
    return not line.in_table and (_is_bar_row(line) or (bool(_BOX_RULE.fullmatch(line.text)) and bool(re.search("[─━═]", line.text))))


def _is_bar_row(line: Line) -> bool:
    text = line.text.strip()
    return len(_BAR.findall(text)) >= 3 and bool(_BAR.match(text[0])) and bool(_BAR.match(text[-1])) and not _BOX_RULE.fullmatch(text)


def _bar_cells(line: Line) -> list[str]:
    return [cell.strip() for cell in _BAR.split(line.text.strip())[1:-1]]


def _between_rules(block: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = [[]]
    for line in block:
        if _is_bar_row(line):
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _names_columns(cells: Sequence[str]) -> bool:
    """True for headings that are all known words, a unit's column and a task's or a number's among them."""
    if not _LEAST <= len(cells) <= _MOST or any(not cell or len(key(cell)) > _MAX_HEADING for cell in cells):
        return False
    kinds = column_kinds(cells)
    return any(k in UNIT_KINDS for k in kinds) and any(k in ("label", "content") for k in kinds) and "other" not in kinds


def _spaced(lines: Sequence[Line], start: int) -> list[Line]:
    """Headings and rows whose cells are held apart by two blanks or more."""
    head = _words(lines[start])
    if not _names_columns(head):
        return []
    stop = start + 1
    while stop < len(lines) and len(_words(lines[stop])) == len(head):
        stop += 1
    return [_row(line, _words(line)) for line in lines[start:stop]] if stop - start >= 2 else []


def _words(line: Line) -> list[str]:
    return _GAP.split(line.text.strip()) if not line.is_row and not line.in_table and line.text.strip() else []


def _one_cell_a_line(lines: Sequence[Line], start: int) -> list[Line]:
    """序号, 任务, 责任单位 on lines of their own, then the cells line by line: the numbers 1, 2, … tell where a row begins."""
    if lines[start].is_row or lines[start].in_table or column_kind(lines[start].text) != "ordinal":
        return []
    filled = _next_filled(lines, start)
    texts = [lines[at].text.strip() for at in filled]
    width = texts.index("1") if "1" in texts[: _MOST + 1] else 0
    if not _names_columns(texts[:width]):
        return []
    rows = _rows_that_count(texts, width)
    if rows < 3:
        return []
    ends = {filled[(r + 1) * width - 1]: texts[r * width : (r + 1) * width] for r in range(rows)}
    return [_row(lines[at], ends[at]) if at in ends else _held(lines[at]) for at in range(start, max(ends) + 1)]


def _rows_that_count(texts: Sequence[str], width: int) -> int:
    """How many rows of `width` cells there are, the headings the first: the others begin with 1, 2, 3, …."""
    rows = 1
    while len(texts) >= (rows + 1) * width and texts[rows * width] == str(rows):
        rows += 1
    return rows


def _next_filled(lines: Sequence[Line], start: int) -> list[int]:
    """Places of the lines with text from `start` on, up to the next row of a table."""
    found: list[int] = []
    for at in range(start, len(lines)):
        if lines[at].is_row or lines[at].in_table:
            break
        if not lines[at].is_blank:
            found.append(at)
    return found
