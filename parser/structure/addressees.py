"""主送: who a document is addressed to.

In: a piece. Out: whether it names bodies or persons addressed, and the names as printed. A line counts by its form (units, groups of
units, deputies, and a colon) and, right behind the title or the 文号, by its place: there a colon and a noun of bodies are enough.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parser.grammar.rules import expand, rule
from parser.grammar.unit_names import is_collective, is_unit_name
from parser.pieces.piece import Piece
from parser.text.normalize import squeeze

_LONGEST = 200
_MOST_LINES = 4
_NAME = re.compile(expand(r"{han}{1,16}(?:{level}|{body}|[乡镇])|{han}{2,3}"))
_PERSONS = re.compile(expand(r"{han}{1,6}(?:(?:、|,|和){han}{2,4}){0,30}(?:等)?(?:\d{1,2}[名位])?(?:代表|委员|同志|先生|女士|议员)"))
_SAYS_WHAT = re.compile(r"(?:如下|以下)$|现[将就对把]|^经.{0,20}同意|研究决定")
_SAYS_SO = re.compile(r"(?:主\s*送(?:机关|单位)?|致)\s*[:：]\s*(?=\S)")


def is_addressed(piece: Piece, *, in_place: bool = False) -> bool:
    """True for 各镇政府、街道办事处，区政府各部门： — `in_place` where the line stands right behind the title."""
    text = piece.key
    if piece.kind != "text" or not text.endswith(":") or len(text) > _LONGEST or "。" in text or piece.says.marker:
        return False
    if _SAYS_SO.match(piece.text):
        return True
    return piece.says.label is None and piece.says.role is None and _names_addressees(text[:-1], in_place=in_place)


def _names_addressees(bare: str, *, in_place: bool) -> bool:
    """Units for the most part, or persons; right behind the title also other words for whoever is addressed."""
    if _SAYS_WHAT.search(bare):
        return False
    if _mostly_units(bare) or _PERSONS.fullmatch(bare):
        return True
    if rule("structure", "not_addressed").fullmatch(bare) or (";" in bare and not in_place):
        return False
    return in_place and bool(rule("structure", "addressed").fullmatch(bare))


def addressed_over(pieces: Sequence[Piece], at: int) -> int:
    """How many lines name who is addressed, where the names go on over lines (…，市人民政府各 / 委、办、局：); 0 for none."""
    text = ""
    for count, piece in enumerate(pieces[at : at + _MOST_LINES], start=1):
        if piece.kind != "text" or "。" in piece.key or piece.says.marker or piece.says.date or piece.lines[0].hint:
            return 0
        text += piece.text
        if piece.key.endswith(":"):
            whole = Piece("text", piece.lines, text)
            return count if count > 1 and _opens(pieces[at].key) and is_addressed(whole, in_place=True) else 0
    return 0


def _opens(text: str) -> bool:
    """The first of several lines: names in a row, the first of them a place, a body or a group."""
    first = re.split("[、,]", text)[0]
    return len(first) < len(text) and len(first) <= 20 and (text.startswith(("各", "你")) or bool(_NAME.fullmatch(first)))


def is_addressed_without_colon(piece: Piece) -> bool:
    """各乡镇人民政府，县政府各部门 where the colon was lost: nothing but groups of units, several of them."""
    text = piece.key
    if piece.kind != "text" or len(text) > 120 or not text.startswith("各") or re.search(r"[。:;《]", text) or piece.says.marker:
        return False
    names = _names(text)
    return len(names) > 1 and all(is_unit_name(n) or is_collective(n) for n in names)


def _mostly_units(text: str) -> bool:
    names = _names(text)
    bodies = [n for n in names if is_unit_name(n) or is_collective(n) or n.startswith("你")]
    return len(bodies) * 2 > len(names)


def _names(text: str) -> list[str]:
    return [re.sub(r"\([^()]*\)", "", name) for name in re.split(r"[,、;]", text)]


def addressees_of(text: str) -> tuple[str, ...]:
    """The names, parted at commas as printed: ``各镇政府、街道办事处，区政府各部门：`` → two."""
    printed = squeeze(_SAYS_SO.sub("", text.strip(), count=1)).rstrip("：:︰")
    return tuple(name for name in re.split(r"[，,；;]", printed) if name)
