"""Statements that point back at the items above them: 以上任务由…, （以上1—3项由…）, 第二至四项由….

In: the words of a statement, and the number of an item. Out: the range of items meant, and whether an item is in it.
"""

from __future__ import annotations

import re

from parser.grammar.numerals import parse_numeral
from parser.grammar.rules import key

_N = r"[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)]?"
_BACK = re.compile(
    rf"(?:(?:以上|上述|前述|上列|前款|前面)(?:(?:的)?(?P<n>[二两三四五六七八九十\d]{{1,3}})(?:项|条|点|类|个)|第?(?P<a>{_N})(?:[-~至到、](?:第)?(?P<b>{_N}))?(?:项|条|款|点|类)?)?|第?(?P<c>{_N})[-~至到](?:第)?(?P<d>{_N})(?:项|条|款|点|类)|第(?P<e>{_N})项)"
    r"(?:[^,。;由请]{0,12}(?:任务|工作|事项|内容|项目|措施|举措|要求|问题|各项|项))?(?:均|都|统一|具体|分别|全部)?[,:]?(?=由|请|责任|牵头|承办|[^,。;]{2,20}(?:牵头|负责|承办))"
)
Range = tuple[int | None, int | None]


def points_back(words: str) -> Range | None:
    """The items meant; ``None`` for words that do not point back.

    ``以上任务由…`` → (None, None), ``以上1—3项由…`` → (1, 3), ``以上三项由…`` → (-3, -1), the last three.
    """
    match = _BACK.match(key(words))
    if match is None:
        return None
    if match["n"]:
        count = _number(match["n"].replace("两", "二"))
        return (-count, -1) if count else (None, None)
    first = next((g for g in (match["a"], match["c"], match["e"]) if g), None)
    last = match["b"] or match["d"] or first
    return (_number(first), _number(last)) if first else (None, None)


def ranged(number: str | None, back: Range) -> bool:
    """True if the item with the printed `number` (（二）, 3.) is one of those meant; without a range all are."""
    first, last = back
    if first is None or last is None or first < 0:
        return number is not None
    value = _number(re.sub(r"[^\d一二三四五六七八九十]", "", key(number or "")))
    return value is not None and first <= value <= last


def _number(text: str | None) -> int | None:
    return parse_numeral((text or "").strip("()")) if text else None
