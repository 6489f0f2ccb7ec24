"""Rows cut in two, by a page break or inside a cell: what proves that the second is the rest of the first.

In: the rows of a table in the making. Out: the same with the halves joined, and the columns marked in which they were.
"""

from __future__ import annotations

import re

from parser.grammar.columns import UNIT_KINDS, ColumnKind
from parser.grammar.deadlines import stated_deadline
from parser.grammar.markers import find_marker
from parser.grammar.rules import expand
from parser.model import Deadline
from parser.tables.align import looks_like_units
from parser.tables.draft import RowDraft, TableDraft
from parser.text.normalize import fold

_CUT = re.compile(rf"(?:{expand('{han}')}|[A-Za-z0-9、,，（(“《])$")
_REST_OF_YEAR = re.compile(r"\d{1,2}月|[上下]半年|第?[一二三四]季度|年?底")


def glue(first: str, second: str) -> str:
    """Two halves of a cell; a space only between Latin words."""
    if not first or not second:
        return first or second
    if len(second) <= 4 and first.endswith(second):  # the end of the cell, printed once more behind the break
        return first
    return first + (" " if _is_latin(first[-1]) and _is_latin(second[0]) else "") + second


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def join_cut_rows(draft: TableDraft) -> None:
    """Join the first row of a page to the last of the page before where the page break cut it."""
    kept: list[RowDraft] = []
    breaks = {at for at, _, _ in draft.groups}
    numbered = _numbers_all_rows(draft)
    for row in draft.rows:
        apart = not kept or len(kept) in breaks or not any(row.cells)
        if apart or not (_is_rest(kept[-1], row, draft, numbered) or _goes_on(kept[-1], row, draft)):
            kept.append(row)
            continue
        _join(kept[-1], row)
        draft.groups = [(at - (at > len(kept)), text, line) for at, text, line in draft.groups]
        breaks = {at for at, _, _ in draft.groups}
    draft.rows = kept


def _join(last: RowDraft, row: RowDraft) -> None:
    joined = tuple(c for c, text in enumerate(row.cells) if text)
    last.cells = [glue(a, b) for a, b in zip(last.cells, row.cells, strict=True)]
    last.lines += row.lines
    last.joined = tuple(sorted({*last.joined, *joined}))
    last.page = row.page


def _numbers_all_rows(draft: TableDraft) -> bool:
    """True for a table that numbers all its rows but those that begin a page."""
    if "ordinal" not in draft.kinds:
        return False
    column = draft.kinds.index("ordinal")
    inner = [row for above, row in zip([None, *draft.rows], draft.rows, strict=False) if above is None or above.page == row.page]
    return len(inner) >= 2 and all(row.cells[column].isdecimal() for row in inner)


def _is_rest(last: RowDraft, row: RowDraft, draft: TableDraft, numbered: bool) -> bool:
    """The first row of a page has no number where all others have one: it is the rest of the row before."""
    if not numbered or row.page == last.page:
        return False
    column = draft.kinds.index("ordinal")
    return not row.cells[column] and last.cells[column].isdecimal()


def _goes_on(last: RowDraft, row: RowDraft, draft: TableDraft) -> bool:
    """True if `row` is the second half of `last`: it has no number of its own, and its cells cannot stand alone.

    On the same page only a cut name or time proves it; behind a page break a cut sentence does too.
    """
    if "ordinal" in draft.kinds and (row.cells[draft.kinds.index("ordinal")] or not last.cells[draft.kinds.index("ordinal")]):
        return False
    both = zip(last.cells, row.cells, draft.kinds, strict=True)
    proofs = [_proof(first, second, kind) for first, second, kind in both if first and second and kind != "ordinal"]
    if False in proofs:
        return False
    if row.page == last.page:
        return True in proofs and "ordinal" in draft.kinds
    return _sentence_cut(last, row, proven=True in proofs)


def _sentence_cut(last: RowDraft, row: RowDraft, *, proven: bool) -> bool:
    """The longest cell goes on: what stands behind the break begins nothing new, and the cell breaks off."""
    widest = max((c for c, text in enumerate(row.cells) if text), key=lambda c: len(last.cells[c]))
    text = last.cells[widest]
    return find_marker(row.cells[widest]) is None and (proven or (len(text) >= 6 and bool(_CUT.search(text))))


def _proof(first: str, second: str, kind: ColumnKind) -> bool | None:
    """Two cells of one column: ``True`` if they are one cut in two, ``False`` if they cannot be, ``None`` if nothing tells."""
    if kind == "agency":
        return False
    if kind in UNIT_KINDS:
        return _names_cut(first, second)
    if kind == "deadline":
        return _time_cut(first, second)
    opened = fold(first).count("(") > fold(first).count(")") or first.count("《") > first.count("》")
    return True if opened else None


def _names_cut(first: str, second: str) -> bool:
    """The first list breaks off, or only together the two are names."""
    if first.rstrip().endswith(("、", "，", ",")):
        return True
    return looks_like_units(glue(first, second)) and not (looks_like_units(first) and looks_like_units(second))


def _time_cut(first: str, second: str) -> bool:
    """Only together the two are a time: 2024年 and 6月底; 6月 and 底."""
    if re.fullmatch(r"\d{4}年", first) and _REST_OF_YEAR.match(second):
        return True
    return not _is_time(stated_deadline(second, None)) and _is_time(stated_deadline(glue(first, second), None))


def _is_time(stated: Deadline | None) -> bool:
    return stated is not None and stated.kind != "unknown"
