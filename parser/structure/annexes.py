"""附件说明: the list of annexes that a document announces.

In: the pieces from 附件：on. Out: the titles without numbers and white space, and the index behind the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parser.grammar.numerals import parse_numeral
from parser.pieces.piece import Piece
from parser.text.normalize import fold, squeeze

_OPEN = re.compile(r"附\s*件?\s*[::]\s*")
_NUMBER = re.compile(
    r"(?P<n>\d{1,2})\s*(?:[.、．]\s*(?!\d{1,3}(?![\d年个])(?:[.%]|\d|$))|\s(?=[^\d\s]))"
    r"|\((?P<n2>\d{1,2})\)\s*|(?P<n3>[一二三四五六七八九十]{1,2})、\s*"
)
# Words that end the title of an annex.
ANNEX_END = re.compile(
    r"(?:方案|办法|规定|细则|规则|要点|清单|目录|表|名单|分工|意见|计划|规划|标准|制度|措施|台账|预案|标识|目标|汇总|一览|公约|指南|流程|结果|"
    r"图|书|函|册)(?:\([^()]*\))?$"
)
_ORG = re.compile(r"[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]{2,24}(?:人民政府|政府办公室|委员会|局|办公室|管委会)$")


def read_annex_list(pieces: Sequence[Piece], start: int) -> tuple[tuple[str, ...], int]:
    """Titles of the annexes announced from ``pieces[start]`` on, and the index of the first piece behind them."""
    first = pieces[start]
    opening = _OPEN.match(fold(first.text))
    text = first.text[opening.end() :] if opening else first.text
    if not squeeze(text) and start + 1 < len(pieces):
        titles, stop = read_annex_list(pieces, start + 1)
        return titles, stop
    numbered = _NUMBER.match(fold(text)) is not None
    if not numbered:
        return ((_clean(text),) if _clean(text) else ()), start + 1
    found = _split_numbered(text)
    stop = start + 1
    while stop < len(pieces) and (pieces[stop].kind == "furniture" or _takes(found, pieces[stop])):
        stop += 1
    while pieces[stop - 1].kind == "furniture":
        stop -= 1
    return tuple(found), stop


def _takes(found: list[str], piece: Piece) -> bool:
    """Take the next numbered title, or the second line of the last one; False for what is neither."""
    if piece.kind != "text" or piece.says.annex_mark[0] or piece.says.date or len(piece.key) > 120:
        return False
    match = _NUMBER.match(piece.says.folded)
    if match and _value(match) == len(found) + 1:
        found += _split_numbered(piece.text)
        return True
    if match or not _goes_on(found[-1], piece):
        return False
    found[-1] += _clean(piece.text)
    return True


def _value(match: re.Match[str]) -> int:
    return parse_numeral(match["n"] or match["n2"] or match["n3"]) or 0


def _goes_on(title: str, piece: Piece) -> bool:
    """A second line of a wrapped title: an open bracket or 《, or no ending of a title yet and a short line that is no signature."""
    folded = fold(title)
    if folded.count("(") > folded.count(")") or folded.count("《") > folded.count("》") or folded.count("“") > folded.count("”"):
        return True
    return not ANNEX_END.search(folded) and len(piece.key) <= 30 and not _ORG.fullmatch(piece.key) and not re.search(r"[。:;(]", piece.key)


def _split_numbered(text: str) -> list[str]:
    """``1.甲表 2.乙表`` on one line → both titles."""
    folded = fold(text)
    first = _NUMBER.match(folded)
    if not first:
        return [_clean(text)]
    cuts = [first]
    for match in _NUMBER.finditer(folded, first.end()):
        value = _value(match)
        if value == len(cuts) + _value(cuts[0]) and re.match(
            r"[\s;。)》”〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]", folded[match.start() - 1]
        ):
            cuts.append(match)
    stops = [c.start() for c in cuts[1:]] + [len(text)]
    return [_clean(text[c.end() : stop]) for c, stop in zip(cuts, stops, strict=True)]


def _clean(text: str) -> str:
    return squeeze(text).strip("；;。")
