"""Titles over lines: which pieces can be part of a title, and how many of them make one.

In: pieces. Out: `Title` with the number of pieces it takes, or ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parser.grammar.doc_number import parse_order_number
from parser.grammar.rules import rule
from parser.grammar.titles import IMPRINT, KINDS, Title, match_title, title_issuer, title_kind
from parser.pieces.piece import Piece
from parser.structure.addressees import is_addressed
from parser.text.normalize import fold, squeeze

# Lines of the frame: its name and number, the names of its sections.
_FRAME = re.compile(
    r"(?<!统计)(?<!发展)(?<!普查)(?<!调查)公报$|公报.{0,6}\d{4}年?第|^(?:\d{4}年?)?(?:总)?第.{1,4}[期号](?:\(.*\))?$|^.{2,24}(?:编|编印|主办|主管|主编)$"
)
_REGISTERED = re.compile(r"(?:登记号|备案号|规范性文件编号|统一编号)?:?[A-Z]{2,8}[-—]?(?:\d{4}[-—])?\d{3,}(?:号)?")
_DATE_LAST = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:编发|出版|印发|发布|编印)?(?:[-—]{1,2}\d{1,3}[-—]{1,2})?$")
_LIST_NAME = re.compile(r"(?:名单|名录|一览表|汇总表|统计表|清单|表)(?:\([^()]{1,12}\))?$")
_MAX_PIECES = 6
_MAX_LINE = 90


def is_title_line(piece: Piece) -> bool:
    """A line that can be part of a title: short, no sentence, no mark, no date, no 文号, nobody addressed."""
    text = piece.key
    if piece.kind != "text" or not text or len(text) > _MAX_LINE or piece.lines[0].hint in ("paragraph", "heading"):
        return False
    if re.search(r"[。;!?]|:$|\.{3}|…|·{2}", text) or text.isdecimal():
        return False
    return not _is_marked(piece) and not _is_of_frame(text) and not text.startswith(("(此件", "附件", "附:", "注:"))


def _is_marked(piece: Piece) -> bool:
    """A numbered line, the mark of an annex, a date, a 文号, a line of roles."""
    says = piece.says
    return bool(says.marker or says.annex_mark[0] or says.date or says.doc_number or says.is_role_line or says.role)


def _is_of_frame(text: str) -> bool:
    """版记, registration, the frame of the gazette, a label, a note."""
    if IMPRINT.fullmatch(text) or _REGISTERED.fullmatch(text) or _DATE_LAST.search(text):
        return True
    if rule("structure", "letterhead").fullmatch(text) or rule("structure", "note_line").fullmatch(text):
        return True
    return "关于" not in text and bool(_FRAME.search(text) or rule("structure", "section_label").fullmatch(text))


def read_title(pieces: Sequence[Piece], start: int) -> Title | None:
    """The title that begins at ``pieces[start]``: the fewest lines that make one, then lines that still belong to it.

    A title that could end early goes on where its 文号 or the bodies addressed stand only behind further lines.
    """
    if start < len(pieces) and _in_brackets(pieces[start].key):
        return None
    found = list(_possible(pieces, start))
    best = next((title for title, _ in found if not _still_open(title.text)), found[-1][0] if found else None)
    if best is None or _names_before(pieces, start):
        return None
    return _longer(pieces, start, best, found) or best


def _possible(pieces: Sequence[Piece], start: int) -> Iterator[tuple[Title, str]]:
    """The titles that the first line, the first two lines, … make, each with its text."""
    text = ""
    for count, piece in enumerate(pieces[start : start + _MAX_PIECES], start=1):
        if not is_title_line(piece) or (count > 1 and piece.lines[0].hint == "title"):
            return
        text += squeeze(piece.text)
        if title := match_title(text, count):
            yield title, text


def _in_brackets(text: str) -> bool:
    return bool(re.fullmatch(r"\([^()]*\)", text))


def _names_before(pieces: Sequence[Piece], start: int) -> bool:
    """True where the first line is a row of persons (马晓东　乔　娜) or the name of a list, the end of what stands before, and a title of
    its own follows it."""
    words = pieces[start].says.folded.split()
    if title_kind(pieces[start].key) and _is_order(pieces, start + 1):
        return True
    if _is_body_of_next(pieces, start):
        return True
    in_row = len(words) >= 3 and all(len(word) <= 4 for word in words)
    if "关于" in pieces[start].key or not (in_row or _LIST_NAME.search(pieces[start].key)):
        return False
    behind = read_title(pieces, start + 1)
    return behind is not None and behind.strong and title_issuer(behind.text) is not None


def _is_body_of_next(pieces: Sequence[Piece], start: int) -> bool:
    """某政府 or 某政府通知 on a line of its own, and the title below it begins with the same body: a signature, or the head of a page."""
    if start + 1 >= len(pieces) or not is_title_line(pieces[start]) or "关于" in pieces[start].key:
        return False
    behind = pieces[start + 1].key
    body = title_issuer(behind) or (behind if is_title_line(pieces[start + 1]) else "")
    words = pieces[start].key
    if not body or not words.startswith(fold(body)) or words[len(body) :] not in ("", *KINDS):
        return False
    title = read_title(pieces, start + 1)
    return title is not None and title.strong and title_issuer(title.text) == body


def _is_order(pieces: Sequence[Piece], at: int) -> bool:
    """某政府令 on a line of its own, and its number on the next."""
    if at + 1 >= len(pieces) or not is_title_line(pieces[at]):
        return False
    title = match_title(pieces[at].text)
    return title is not None and title.kind == "令" and not title.strong and parse_order_number(pieces[at + 1].text) is not None


def _longer(pieces: Sequence[Piece], start: int, best: Title, found: Sequence[tuple[Title, str]]) -> Title | None:
    """The same title with more lines, if only behind them comes the head of the document."""
    for title, text in reversed(found):
        if title.count <= best.count:
            return None
        behind = pieces[start + title.count] if start + title.count < len(pieces) else None
        rest = match_title(text[len(squeeze("".join(p.text for p in pieces[start : start + best.count]))) :])
        if (
            behind is not None
            and (behind.says.doc_number or is_addressed(behind))
            and (rest is None or not rest.strong or rest.text.startswith("关于"))
        ):
            return title
    return None


def _still_open(text: str) -> bool:
    """A title goes on while a 《 or a bracket is open."""
    folded = fold(text)
    return folded.count("《") > folded.count("》") or folded.count("(") > folded.count(")") or folded.count("“") > folded.count("”")
