"""Step 3b, tables: runs of rows → logical tables, over page breaks, with repeated headings taken out and cut rows joined.

In: the pieces of one document from a run of rows on. Out: a `TableDraft` (columns, rows aligned under them, rows that head groups,
cells moved or joined) and the pieces it takes. A run goes on with the same table unless it brings other headings or a text stands between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parser.grammar.columns import UNIT_KINDS, ColumnKind, column_kinds, is_header_row
from parser.grammar.deadlines import stated_deadline
from parser.grammar.markers import find_marker
from parser.grammar.numerals import parse_numeral
from parser.grammar.rules import key
from parser.pieces.piece import Piece
from parser.tables.align import align_row, fits, looks_like_units
from parser.tables.cards import is_card
from parser.tables.draft import RowDraft, TableDraft
from parser.tables.header import read_headings, stands_out
from parser.text.normalize import Line, fold, squeeze

_CONTINUED = re.compile(r"\(?(?:续表?|接上[页表]|续上[页表])\d*\)?")
_CN_ORDINAL = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?[、.]?")
_NOT_HEADING = re.compile(r"[\d.、()一二三四五六七八九十①-⑳-]{1,6}$|(?:合|总|小|共)计|注:|备注|说明:|填表|单位:|制表")
_CUT = re.compile(r"[一-鿿A-Za-z0-9、,，（(“《]$")


def read_table(pieces: Sequence[Piece], start: int) -> tuple[TableDraft, int, tuple[Piece, ...]]:
    """The table that begins at ``pieces[start]`` → (table, index behind it, furniture met on the way)."""
    lines, i = pieces[start].lines, start + 1
    furniture: list[Piece] = []
    if _rule_below_headings(pieces, start):
        lines, i = (*lines, *pieces[i].lines), i + 1
    draft = _open_table(lines)
    page = 0
    last_end = pieces[i - 1].end
    pending: list[Piece] = []
    while i < len(pieces):
        piece = pieces[i]
        if piece.kind == "furniture" and _is_bare_row(draft, piece, last_end):
            _take_rows(draft, piece.lines, page)
            last_end = piece.end
        elif piece.kind == "furniture":
            pending.append(piece)
        elif piece.kind == "text" and _CONTINUED.fullmatch(piece.key):
            pending.append(Piece("furniture", piece.lines, piece.text, "续表标记"))
        elif piece.kind == "text":
            behind = _next_rows(pieces, i + 1)
            if behind is None or not _inside(draft, piece, last_end, pieces[behind]):
                break
            _take_text(draft, piece, last_end)
            last_end = piece.end
        else:
            halves = draft.rows and len(draft.rows[-1].printed) < len(draft.columns) and piece.start == last_end + 1
            if not halves and not _same_table(draft, piece.lines):
                break
            page += not halves
            _take_rows(draft, piece.lines, page)
            furniture += pending
            pending = []
            last_end = piece.end
        i += 1
    _join_cut_rows(draft)
    return draft, i - len(pending) if pending else i, tuple(furniture)


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
        if pieces[i].kind == "text" and not _heads_group(pieces[i]):
            return None
    return None


def _heads_group(piece: Piece) -> bool:
    """A short line with a mark such as 一、 that can head a group of rows."""
    marker = find_marker(piece.text)
    return marker is not None and marker.level <= 2 and len(piece.key) <= 60 and not piece.key.endswith((":", ";", "。"))


def _open_table(lines: Sequence[Line]) -> TableDraft:
    """A table with its headings read, and the rows of its first run."""
    places = [at for at, line in enumerate(lines) if line.is_row]  # between them: mark-up of a row over several lines
    rows = [lines[at].cells for at in places]
    if is_card([row for row in rows if any(row)]):
        width = max(map(len, rows))
        draft = TableDraft(("",) * width, column_kinds(("",) * width), card=True)
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
    lines = [line for line in lines if line.is_row]
    first = lines[0].cells
    if _is_own_header(draft, first) or _next_number(draft, first):
        return True
    if is_header_row(first) and any(draft.columns):
        return False
    if len(lines) > 1 and sum(bool(c) for c in first) == 1 and _is_own_header(draft, lines[1].cells):
        return True
    if first[0] == "" and len(first) <= len(draft.columns) and any(first):
        return True
    if any(draft.columns) and len(lines) > 1 and stands_out([line.cells for line in lines]) and not first[0].isdecimal():
        return False
    widths = sorted(len(line.cells) for line in lines)
    return abs(widths[len(widths) // 2] - len(draft.columns)) <= 1


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
    if is_header_row(behind.lines[0].cells):
        return False
    if piece.start == last_end + 1 and behind.start == piece.end + 1 and draft.rows:
        last = draft.rows[-1].printed
        if len(last) < len(draft.columns) or _next_number(draft, behind.lines[0].cells) or last[-1].endswith(("、", "，", "（", "(")):
            return True
    if not _same_table(draft, behind.lines):
        return False
    return _heads_group(piece) or (_is_short(piece) and _next_number(draft, behind.lines[0].cells))


def _is_short(piece: Piece) -> bool:
    """A few words without a stop: they can head rows."""
    return len(piece.key) <= 30 and not re.search(r"[。;:]", piece.key)


def _take_text(draft: TableDraft, piece: Piece, last_end: int) -> None:
    draft.lines += piece.lines
    marker = find_marker(piece.text)
    apart = piece.start > last_end + 1 and _is_short(piece)
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
    for line in lines:
        draft.lines.append(line)
        if not line.is_row and not squeeze(line.text).isdecimal():
            continue
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
        draft.rows.append(RowDraft(list(aligned.cells), [line], page, aligned.moved, (), aligned.sure, cells))


def group_text(cells: Sequence[str], kinds: Sequence[ColumnKind]) -> str | None:
    """The text of a row that heads a group: its only cell (or the same in each), with a mark such as 一、 and no sentence.

    Without a mark it heads one where the row prints a single cell, or where the cell stands in the column of numbers.
    """
    width = len(kinds)
    filled = [c for c in cells if c]
    if len(filled) == width and len(set(filled)) == 1:
        filled = filled[:1]
    if len(filled) == 2 and width > 3 and _CN_ORDINAL.fullmatch(key(filled[0])) and filled == list(cells[:2]) and len(key(filled[1])) <= 30:
        return f"{filled[0]}、{filled[1]}"
    if len(filled) != 1 or width < 3 or not _may_head(filled[0]):
        return None
    marker = find_marker(filled[0])
    if marker is not None:
        return filled[0] if marker.level <= 2 else None
    alone = len(cells) == 2 and cells[0] == filled[0]
    numbered = kinds[0] == "ordinal" and bool(cells[0])
    return filled[0] if (alone or numbered) and len(filled[0]) <= 40 else None


def _may_head(text: str) -> bool:
    bare = key(text)
    return not bare.isdecimal() and len(text) <= 80 and not bare.endswith(("。", ";", ":")) and not _NOT_HEADING.match(bare)


def _is_second_half(draft: TableDraft, cells: Sequence[str], line: Line) -> bool:
    """A row broken inside a cell: both halves are too short, together they are as wide as the table."""
    row, width = draft.rows[-1], len(draft.columns)
    whole = len(row.printed) + len(cells) - 1 == width and len(row.printed) < width and len(cells) < width
    if not whole or row.lines[-1].number + 1 != line.number or not cells[0] or cells[0].isdecimal():
        return False
    if row.printed[0].isdecimal() or fold(row.printed[-1]).count("(") > fold(row.printed[-1]).count(")"):
        return True
    joined = (*row.printed[:-1], glue(row.printed[-1], cells[0]), *cells[1:])
    units = [c for c, kind in enumerate(draft.kinds) if kind in UNIT_KINDS]
    return fits(joined, draft.kinds) and any(joined[c] for c in units) and not any(row.cells[c] for c in units)


def _join_halves(draft: TableDraft, cells: tuple[str, ...], line: Line) -> None:
    row = draft.rows[-1]
    printed = (*row.printed[:-1], glue(row.printed[-1], cells[0]), *cells[1:])
    aligned = align_row(printed, draft.kinds)
    joined = (min(len(row.printed), len(draft.columns)) - 1,)
    draft.rows[-1] = RowDraft(list(aligned.cells), [*row.lines, line], row.page, aligned.moved, joined, aligned.sure, printed)


def glue(first: str, second: str) -> str:
    """Two halves of a cell; a space only between Latin words."""
    if not first or not second:
        return first or second
    if len(second) <= 4 and first.endswith(second):  # the end of the cell, printed once more behind the break
        return first
    space = " " if first[-1].isascii() and first[-1].isalpha() and second[0].isascii() and second[0].isalpha() else ""
    return first + space + second


def _join_cut_rows(draft: TableDraft) -> None:
    """Join the first row of a page to the last of the page before where the page break cut it."""
    kept: list[RowDraft] = []
    index = 0
    numbered = _numbers_all_rows(draft)
    for row in draft.rows:
        if kept and (_is_rest(kept[-1], row, draft, index, numbered) or _goes_on(kept[-1], row, draft, index)):
            last = kept[-1]
            joined = tuple(c for c, text in enumerate(row.cells) if text)
            last.cells = [glue(a, b) for a, b in zip(last.cells, row.cells, strict=True)]
            last.lines += row.lines
            last.joined = tuple(sorted({*last.joined, *joined}))
            last.page = row.page
            draft.groups = [(at - (at > index), text, line) for at, text, line in draft.groups]
            continue
        kept.append(row)
        index += 1
    draft.rows = kept


def _goes_on(last: RowDraft, row: RowDraft, draft: TableDraft, index: int) -> bool:
    """True if `row` is the second half of `last`: it has no number of its own, and its cells cannot stand alone.

    On the same page only a cut name or time proves it; behind a page break a cut sentence does too.
    """
    if any(at == index for at, _, _ in draft.groups) or not any(row.cells):
        return False
    if "ordinal" in draft.kinds and (row.cells[draft.kinds.index("ordinal")] or not last.cells[draft.kinds.index("ordinal")]):
        return False
    proof = False
    for first, second, kind in zip(last.cells, row.cells, draft.kinds, strict=True):
        if not first or not second or kind == "ordinal":
            continue
        if kind == "agency":
            return False
        if kind in UNIT_KINDS or kind == "deadline":
            if not _cut_inside(first, second, kind):
                return False
            proof = True
        elif fold(first).count("(") > fold(first).count(")") or first.count("《") > first.count("》"):
            proof = True
    if row.page == last.page:
        return proof and "ordinal" in draft.kinds
    widest = max((c for c, text in enumerate(row.cells) if text), key=lambda c: len(last.cells[c]))
    text = last.cells[widest]
    cut = bool(row.cells[widest]) and len(text) >= 6 and not find_marker(row.cells[widest]) and bool(_CUT.search(text))
    return cut or (proof and not find_marker(row.cells[widest]))


def _numbers_all_rows(draft: TableDraft) -> bool:
    """True for a table that numbers all its rows but those that begin a page."""
    if "ordinal" not in draft.kinds:
        return False
    column = draft.kinds.index("ordinal")
    inner = [row for above, row in zip([None, *draft.rows], draft.rows, strict=False) if above is None or above.page == row.page]
    return len(inner) >= 2 and all(row.cells[column].isdecimal() for row in inner)


def _is_rest(last: RowDraft, row: RowDraft, draft: TableDraft, index: int, numbered: bool) -> bool:
    """The first row of a page has no number where all others have one: it is the rest of the row before."""
    if not numbered or row.page == last.page or any(at == index for at, _, _ in draft.groups):
        return False
    column = draft.kinds.index("ordinal")
    return any(row.cells) and not row.cells[column] and last.cells[column].isdecimal()


def _cut_inside(first: str, second: str, kind: ColumnKind) -> bool:
    """True if two cells are one cut in two: the first breaks off, or only together they are names or a time."""
    if not first:
        return False
    if kind == "deadline" and re.fullmatch(r"\d{4}年", first) and re.match(r"\d{1,2}月|[上下]半年|第?[一二三四]季度|年?底", second):
        return True
    if kind == "deadline":
        halves = [stated_deadline(text, None) for text in (second, glue(first, second))]
        return halves[0] is not None and halves[0].kind == "unknown" and halves[1] is not None and halves[1].kind != "unknown"
    if first.rstrip().endswith(("、", "，", ",")):
        return True
    return looks_like_units(glue(first, second)) and not (looks_like_units(first) and looks_like_units(second))
