"""What a web page or a 版头 puts around a document: buttons, where one is, when it was put online, the table of 索引号 and 文号.

In: the pieces of one file. Out: the same pieces with what is no text made furniture; the fields that a table of them gives (`IndexFields`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parser.grammar.dates import find_date, parse_date
from parser.grammar.doc_number import parse_doc_number, parse_order_number
from parser.grammar.index_block import index_pairs, is_index_label
from parser.grammar.rules import key, rule
from parser.pieces.piece import Piece
from parser.text.normalize import squeeze

_WEB, _INDEX, HEAD = "网页上的文字", "网页上的信息表", "版头"
_EDGE = 12  # pieces at both ends of a file where a lone word can be a button
_INDEX_ZONE = 30
_MIN_FIELDS = 2
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class IndexFields:
    """The fields of a table before a document, as printed; ``None`` where it says nothing."""

    title: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None


NO_FIELDS = IndexFields()


def without_frame(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces; lone words at both ends of a file that are buttons of the page are furniture. The table of fields stays what it is."""
    last = len(pieces) - _EDGE
    return [
        as_furniture(p)
        if (i < _EDGE and _is_button(p, "page_control", "page_controls", "index_value_only"))
        or (i >= last and _is_button(p, "page_control", "page_controls"))
        else p
        for i, p in enumerate(pieces)
    ]


def _is_button(piece: Piece, *names: str) -> bool:
    if piece.kind != "text" or piece.lines[0].hint is not None:
        return False
    return any(rule("structure", name).fullmatch(piece.key[:_LONGEST]) for name in names)


def as_furniture(piece: Piece, reason: str = _WEB) -> Piece:
    return replace(piece, kind="furniture", reason=reason)


def index_fields(pieces: Sequence[Piece]) -> tuple[list[Piece], IndexFields]:
    """The table of fields at the head of a file → the pieces with its lines as furniture, and what it says."""
    found: dict[str, str] = {}
    taken: list[int] = []
    for i, piece in enumerate(pieces[:_INDEX_ZONE]):
        if i in taken:
            continue
        pairs, count = _pairs_at(pieces, i)
        taken += range(i, i + count)
        for label, value in pairs:
            found.setdefault(label, value)
        if pairs:
            continue
        if taken and i - taken[-1] == 1 and rule("structure", "index_value_only").fullmatch(piece.key):
            taken.append(i)
    if not _is_table(found):
        return list(pieces), NO_FIELDS
    taken_set = set(taken)
    return [as_furniture(p, _INDEX) if i in taken_set and p.kind != "furniture" else p for i, p in enumerate(pieces)], _fields(found)


def _is_table(found: dict[str, str]) -> bool:
    """Several fields; 文号：某政规〔2020〕3 号 alone is enough, it can be nothing else."""
    return len(found) >= _MIN_FIELDS or any(re.search("字号|文号", label) and parse_doc_number(value) for label, value in found.items())


def _pairs_at(pieces: Sequence[Piece], at: int) -> tuple[list[tuple[str, str]], int]:
    """The pairs in ``pieces[at]`` and how many pieces they take: a label alone on its line has its value on the next."""
    if pairs := list(_pairs(pieces[at])):
        return pairs, 1
    value = pieces[at + 1] if at + 1 < len(pieces) else None
    if value is None or pieces[at].kind != "text" or value.kind != "text" or not is_index_label(pieces[at].key):
        return [], 0
    if len(value.key) > 60 or is_index_label(value.key) or re.search("[。：:]", value.key):
        return [], 0
    return [(key(pieces[at].key).strip(":[]"), squeeze(value.text))], 2


def _pairs(piece: Piece) -> Iterator[tuple[str, str]]:
    """``发布机构：某政府`` on a line, several parted by blanks, or cells of a row: label, value, label, value."""
    if piece.kind == "text":
        yield from index_pairs(piece.text)
    elif piece.kind == "furniture":  # a day of the table looks like the line that says when a page was put online
        yield from (pair for pair in index_pairs(piece.text) if re.match("成文|发文|印发|生成", pair[0]))
    elif piece.kind == "rows":
        in_cells = [pair for line in piece.lines for pair in index_pairs("  ".join(line.cells))]
        yield from in_cells or _by_turns([cell for line in piece.lines for cell in line.cells])


def _by_turns(cells: Sequence[str]) -> list[tuple[str, str]]:
    """Cells that are label, value, label, value for the most part."""
    found = [(key(a).strip(":[]"), squeeze(b)) for a, b in pairwise(cells) if is_index_label(a)]
    return found if len(found) * 2 >= sum(map(bool, cells)) - 1 else []


def _fields(found: dict[str, str]) -> IndexFields:
    """What of the table is a field of a document."""
    value = {
        "title": _first(found, r"标题|名称|信息名称|文件名称|公文名称"),
        "doc_number": _first(found, r"(?:发文|发布)?(?:字号|文号)|文件(?:编号|文号)"),
        "issuer": _first(found, r"(?:发文|制发|发布)(?:单位|机关|机构)|公开主体"),
        "issued_on": _first(found, r"(?:成文|发文|印发|生成)(?:日期|时间)") or _first(found, r"发布(?:日期|时间)"),
    }
    number = value["doc_number"] or ""
    parsed = parse_doc_number(number)
    return IndexFields(
        title=value["title"],
        doc_number=str(parsed) if parsed else parse_order_number(number),
        issuer=value["issuer"],
        issued_on=_date(value["issued_on"] or ""),
    )


def _first(found: dict[str, str], pattern: str) -> str | None:
    return next((value for label, value in found.items() if value and re.fullmatch(pattern, label)), None)


def _date(text: str) -> str | None:
    match = re.match(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", text)
    return parse_date(f"{match[1]}年{match[2]}月{match[3]}日") if match else find_date(text)


def is_head_line(piece: Piece) -> bool:
    """A line of the 版头: 某政府文件, 特急, 签发人."""
    return piece.kind == "text" and bool(rule("structure", "letterhead").fullmatch(piece.key))


def as_head(piece: Piece) -> Piece:
    """A line before the title that is neither its 文号 nor furniture already."""
    return piece if piece.kind == "furniture" or piece.says.doc_number or is_note(piece) else as_furniture(piece, HEAD)


def is_note(piece: Piece) -> bool:
    """（此件公开发布）, （本文有删减）."""
    return piece.kind == "text" and bool(rule("structure", "note_line").fullmatch(piece.key))
