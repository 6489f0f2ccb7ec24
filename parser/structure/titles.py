"""Titles over lines: which pieces can be part of a title, and how many of them make one.

In: pieces. Out: `Title` with the number of pieces it takes, or ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parser.grammar.titles import IMPRINT, Title, match_title
from parser.pieces.piece import Piece
from parser.text.normalize import fold, squeeze

# Lines of the frame: its name and number, the names of its sections.
_FRAME = re.compile(
    r"(?<!统计)(?<!发展)公报$|公报.{0,6}\d{4}年?第|^(?:\d{4}年?)?(?:总)?第.{1,4}[期号](?:\(.*\))?$|^[\[·]?[^关,。;:《》]{2,16}(?:文件|公文|文选|文件选登)[\]·]?$|^.{2,24}(?:编|编印|主办|主管|主编)$"
)
_REGISTERED = re.compile(r"(?:登记号|备案号|规范性文件编号|统一编号)?:?[A-Z]{2,8}[-—]?(?:\d{4}[-—])?\d{3,}(?:号)?")
_DATE_LAST = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:编发|出版|印发|发布|编印)?$")
_MAX_PIECES = 6
_MAX_LINE = 90


def is_title_line(piece: Piece) -> bool:
    """A line that can be part of a title: short, no sentence, no mark, no date, no 文号, nobody addressed."""
    text = piece.key
    if piece.kind != "text" or not text or len(text) > _MAX_LINE or re.search(r"[。;!?]|:$|\.{3}|…|·{2}", text):
        return False
    if piece.says.marker or piece.says.annex_mark[0] or piece.says.date or piece.says.doc_number:
        return False
    if IMPRINT.fullmatch(text) or _REGISTERED.fullmatch(text) or ("关于" not in text and _FRAME.search(text)) or _DATE_LAST.search(text):
        return False
    return not text.startswith(("(此件", "附件", "附:", "注:")) and not text.isdecimal()


def read_title(pieces: Sequence[Piece], start: int) -> Title | None:
    """The title that begins at ``pieces[start]``: the fewest lines that make one, then lines that still belong to it."""
    text = ""
    best: Title | None = None
    for count, piece in enumerate(pieces[start : start + _MAX_PIECES], start=1):
        if not is_title_line(piece):
            break
        text += squeeze(piece.text)
        if title := match_title(text, count):
            best = title
        elif best is not None:
            break
        if best is not None and not _still_open(text):
            break
    return best


def _still_open(text: str) -> bool:
    """A title goes on while a 《 or a bracket is open."""
    folded = fold(text)
    return folded.count("《") > folded.count("》") or folded.count("(") > folded.count(")") or folded.count("“") > folded.count("”")
