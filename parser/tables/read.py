"""Step 3b, tables: runs of rows → logical tables, over page breaks, with repeated headings taken out and cut rows joined.

In: the pieces of one document from a run of rows on. Out: a `TableDraft` (columns, rows aligned under them, rows that head groups,
cells moved or joined) and the pieces it takes. A run goes on with the same table unless it brings other headings or a text stands between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from parser.grammar.columns import UNIT_KINDS, column_kinds, is_header_row
from parser.grammar.markers import find_marker
from parser.grammar.numerals import parse_numeral
from parser.grammar.rules import key
from parser.pieces.piece import Piece
from parser.tables.align import align_row, fits
from parser.tables.cards import is_card
from parser.tables.cut_rows import glue, join_cut_rows
from parser.tables.draft import RowDraft, TableDraft
from parser.tables.groups import group_text, is_group_line, is_short
from parser.tables.header import read_headings, stands_out
from parser.text.normalize import Line, fold, squeeze

_CONTINUED = re.compile(r"\(?(?:续表?|接上[页表]|续上[页表])\d*\)?")


def read_table(pieces: Sequence[Piece], start: int) -> tuple[TableDraft, int, tuple[Piece, ...]]:
    """The table that begins at ``pieces[start]`` → (table, index behind it, furniture met on the way)."""
    lines, i = pieces[start].lines, start + 1
    if _rule_below_headings(pieces, start):
        lines, i = (*lines, *pieces[i].lines), i + 1
    walk = _Walk(_open_table(lines), pieces[i - 1].end)
    while i < len(pieces) and walk.takes(pieces, i):
        i += 1
    if not walk.draft.card:
        join_cut_rows(walk.draft)
    return walk.draft, i - len(walk.pending), tuple(walk.furniture)


@dataclass(slots=True)
class _Walk:
    """The table so far, where it ends, and the furniture since: it is the table's only if rows follow."""

    draft: TableDraft
    last_end: int
    page: int = 0
    furniture: list[Piece] = field(default_factory=list)
    pending: list[Piece] = field(default_factory=list)

    def takes(self, pieces: Sequence[Piece], i: int) -> bool:
        """Take one piece into the table; False if it is no part of it."""
        piece = pieces[i]
        if piece.kind == "rows":
            return self._takes_rows(piece)
        if piece.kind == "furniture":
            if _is_bare_row(self.draft, piece, self.last_end):
                _take_rows(self.draft, piece.lines, self.page)
                self.last_end = piece.end
            else:
                self.pending.append(piece)
            return True
        if _CONTINUED.fullmatch(piece.key):
            self.pending.append(Piece("furniture", piece.lines, piece.text, "续表标记"))
            return True
        behind = _next_rows(pieces, i + 1)
        if behind is None or not _inside(self.draft, piece, self.last_end, pieces[behind]):
            return False
        _take_text(self.draft, piece, self.last_end)
        self.last_end = piece.end
        return True

    def _takes_rows(self, piece: Piece) -> bool:
        draft = self.draft
        halves = bool(draft.rows) and len(draft.rows[-1].printed) < len(draft.columns) and piece.start == self.last_end + 1
        if not halves and not _same_table(draft, piece.lines):
            return False
        self.page += not halves
        _take_rows(draft, piece.lines, self.page)
        self.furniture += self.pending
        self.pending = []
        self.last_end = piece.end
        return True


def _rule_below_headings(pieces: Sequence[Piece], start: int) -> bool:
    """The ``|---|`` that Markdown draws below the first rows of a table: the rows behind it are of the same page."""
    if start + 1 >= len(pieces) or len(pieces[start].lines) > 3 or pieces[start + 1].kind != "rows":
        return False
    end = pieces[start].end
    rule = next((p for p in reversed(pieces[max(0, start - 2) : start]) if p.start == end + 1), None)
    return rule is not None and rule.reason == "分隔线" and pieces[start + 1].start == end + 2


def _next_rows(pieces: Sequence[Piece], start: int) -> int | None:
    for i in range(start, min(len(pieces), start + 4)):
        if pieces[i].kind == "rows":
            return i
        if pieces[i].kind == "text" and not is_group_line(pieces[i].text):
            return None
    return None


def _open_table(lines: Sequence[Line]) -> TableDraft:
    """A table with its headings read, and the rows of its first run."""
    places = [at for at, line in enumerate(lines) if line.is_row]  # between them: mark-up of a row over several lines
    rows = [lines[at].cells for at in places]
    if is_card([row for row in rows if any(row)]):
        bare = ("",) * max(map(len, rows))
        draft = TableDraft(bare, column_kinds(bare), card=True)
        _take_rows(draft, lines, 0)
        return draft
    head = read_headings(rows)
    title = sum(sum(map(bool, row)) == 1 for row in rows[: head.used]) if head.caption else 0
    header = [lines[at] for at in places[title : head.used]]
    draft = TableDraft(head.columns, column_kinds(head.columns), header, caption=head.caption)
    begin = places[head.used - 1] + 1 if head.used else 0
    draft.lines += lines[:begin]
    _take_rows(draft, lines[begin:], 0)
    return draft


def _same_table(draft: TableDraft, lines: Sequence[Line]) -> bool:
    """True if a run of rows goes on with the table: its headings again, or rows that fit its width."""
    rows = [line.cells for line in lines if line.is_row]
    first = rows[0]
    if _is_own_header(draft, first) or _next_number(draft, first):
        return True
    if is_header_row(first) and any(draft.columns):
        return False
    if _titled_again(draft, rows) or (first[0] == "" and len(first) <= len(draft.columns) and any(first)):
        return True
    return not _has_other_headings(draft, rows) and abs(sorted(map(len, rows))[len(rows) // 2] - len(draft.columns)) <= 1


def _has_other_headings(draft: TableDraft, rows: Sequence[tuple[str, ...]]) -> bool:
    return any(draft.columns) and len(rows) > 1 and stands_out(rows) and not rows[0][0].isdecimal()


def _titled_again(draft: TableDraft, rows: Sequence[tuple[str, ...]]) -> bool:
    """The title row and the headings, printed again on the next page."""
    return len(rows) > 1 and sum(map(bool, rows[0])) == 1 and _is_own_header(draft, rows[1])


def _is_bare_row(draft: TableDraft, piece: Piece, last_end: int) -> bool:
    """A lone 2 right below the row 1 of a blank form is its next row, not a page number."""
    text = squeeze(piece.text)
    return piece.start == last_end + 1 and text.isdecimal() and (_next_number(draft, (text,)) or (text == "1" and not draft.rows))


def _next_number(draft: TableDraft, cells: Sequence[str]) -> bool:
    """A row that counts on from the last numbered one."""
    if "ordinal" not in draft.kinds or not cells[0].isdecimal():
        return False
    column = draft.kinds.index("ordinal")
    last = next((row.cells[column] for row in reversed(draft.rows) if row.cells[column].isdecimal()), "")
    number, before = parse_numeral(cells[0]), parse_numeral(last)
    return number is not None and before is not None and number == before + 1


def _is_own_header(draft: TableDraft, cells: Sequence[str]) -> bool:
    mine = [key(c) for c in draft.columns]
    theirs = [key(c) for c in cells][: len(mine)] + [""] * (len(mine) - len(cells))
    if not any(mine):
        return False
    return theirs == mine or (is_header_row(cells) and sum(a == b for a, b in zip(mine, theirs, strict=True)) * 3 >= 2 * len(mine))


def _inside(draft: TableDraft, piece: Piece, last_end: int, behind: Piece) -> bool:
    """A text between two runs belongs to the table if it heads a group of rows, or is a cell's second line."""
    first = behind.lines[0].cells
    if is_header_row(first):
        return False
    if piece.start == last_end + 1 and behind.start == piece.end + 1 and _breaks_off(draft, first):
        return True
    if not _same_table(draft, behind.lines):
        return False
    return is_group_line(piece.text) or (is_short(piece.text) and _next_number(draft, first))


def _breaks_off(draft: TableDraft, following: tuple[str, ...]) -> bool:
    """True if the last row is too short or ends in 、, or the rows behind count on from it: what stands between is its second line."""
    if not draft.rows:
        return False
    last = draft.rows[-1].printed
    return len(last) < len(draft.columns) or _next_number(draft, following) or last[-1].endswith(("、", "，", "（", "("))


def _take_text(draft: TableDraft, piece: Piece, last_end: int) -> None:
    draft.lines += piece.lines
    marker = find_marker(piece.text)
    apart = piece.start > last_end + 1 and is_short(piece.text)
    if (marker is not None and marker.level <= 2 and not piece.key.endswith("。")) or not draft.rows or apart:
        draft.groups.append((len(draft.rows), piece.text, piece.lines[0]))
        return
    row = draft.rows[-1]
    column = max((c for c, text in enumerate(row.cells) if text), default=0)
    row.cells[column] = glue(row.cells[column], piece.text)
    row.printed = (*row.printed[:-1], glue(row.printed[-1], piece.text)) if row.printed else ()
    row.lines += piece.lines
    row.joined = (*row.joined, column)


def _take_rows(draft: TableDraft, lines: Sequence[Line], page: int) -> None:
    held: list[Line] = []  # lines whose cells stand in the row below
    for line in lines:
        draft.lines.append(line)
        if not line.is_row and not squeeze(line.text).isdecimal():
            held = [*held, line] if line.holds_cell else []
            continue
        above, held = held, []
        cells = line.cells
        if _is_own_header(draft, cells):
            draft.header_lines.append(line)
            continue
        if draft.rows and _is_second_half(draft, cells, line):
            _join_halves(draft, cells, line)
            continue
        if (text := group_text(cells, draft.kinds)) is not None:
            draft.groups.append((len(draft.rows), text, line))
            continue
        aligned = align_row(cells, draft.kinds)
        draft.rows.append(RowDraft(list(aligned.cells), [*above, line], page, aligned.moved, (), aligned.sure, cells))


def _is_second_half(draft: TableDraft, cells: Sequence[str], line: Line) -> bool:
    """A row broken inside a cell: both halves are too short, together they are as wide as the table."""
    row, width = draft.rows[-1], len(draft.columns)
    whole = len(row.printed) + len(cells) - 1 == width and len(row.printed) < width and len(cells) < width
    if not whole or row.lines[-1].number + 1 != line.number or not cells[0] or cells[0].isdecimal():
        return False
    if row.printed[0].isdecimal() or fold(row.printed[-1]).count("(") > fold(row.printed[-1]).count(")"):
        return True
    return _fits_together(draft, (*row.printed[:-1], glue(row.printed[-1], cells[0]), *cells[1:]))


def _fits_together(draft: TableDraft, joined: Sequence[str]) -> bool:
    """The joined row fits its columns and names units, which its first half did not."""
    units = [c for c, kind in enumerate(draft.kinds) if kind in UNIT_KINDS]
    return fits(joined, draft.kinds) and any(joined[c] for c in units) and not any(draft.rows[-1].cells[c] for c in units)


def _join_halves(draft: TableDraft, cells: tuple[str, ...], line: Line) -> None:
    row = draft.rows[-1]
    printed = (*row.printed[:-1], glue(row.printed[-1], cells[0]), *cells[1:])
    aligned = align_row(printed, draft.kinds)
    joined = (min(len(row.printed), len(draft.columns)) - 1,)
    draft.rows[-1] = RowDraft(list(aligned.cells), [*row.lines, line], row.page, aligned.moved, joined, aligned.sure, printed)
