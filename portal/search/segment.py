"""Text → search units, pairs and query groups: everything that the build and the browser must do alike.

In: a piece of gazette text, or what a reader typed. Out: normalised text of the same length, its *units* (a Chinese character, or a
run of letters and digits), and for a query the groups of units that a result has to hold. ``site_templates/js/search/segment.js`` is
the twin of this module; ``tests/vectors/segment.json`` is read by the tests of both. Cutting into words, which only the build does,
is in `portal.search.words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from parser.text.characters import traditional_characters

# 〇, extensions A-H, compatibility ideographs.
HAN = "〇㐀-䶿一-鿿豈-\ufaff\U00020000-\U000323af"
_LETTERS = "0-9a-zß-öø-ÿĀ-ɏͰ-ϿЀ-ӿ"
_UNIT_RE = re.compile(f"[{HAN}]|[{_LETTERS}]+")
_RUN_RE = re.compile(f"[{HAN}{_LETTERS}]+")
_RAW_RUN_RE = re.compile(f"[{HAN}{_LETTERS}A-ZＡ-Ｚａ-ｚ０-９○◯]+")
_HAN_RE = re.compile(f"[{HAN}]")

KEY_MARK = "="
"""Ends the terms that stand for a whole name, title or 文号, so that they sort beside the words they begin with."""

# 文号 in normalised text: 〔2022〕13号 with any kind of bracket.
_NUMBER_RE = re.compile(r"[\[(〔【﹝<〈](\d{4})[\])〕】﹞>〉]第?(\d{1,4})号")
NUMBER_END = "号"
"""No text without it holds a whole 文号."""
# 文号 as people type it: brackets of any kind or none, 年, spaces, 第, 号.
_TYPED_NUMBER_RE = re.compile(
    r"(^|[^0-9a-z])([\[(〔【﹝<〈]?)\s*((?:19|20)\d\d)(\s*[\])〕】﹞>〉]?\s*(?:年|[-—.,，、/])?\s*第?\s*)0*([1-9]\d{0,3})\s*(号?)(?![\d月年日])"
)
_CODE_END_RE = re.compile(r"[字发函办令规议通]\s*$")
_QUOTED_RE = re.compile(r"(^|\s)?(-?)[“\"「『]([^“”\"「」『』]+)[”\"」』]")
_MINUS_RE = re.compile(r"(^|\s)-(\S+)")

MAX_WORD_UNITS = 24
"""No word of the index is longer, so no longer piece of a query is looked up."""

NOISE = (
    "请问", "怎么", "怎么办", "怎样", "怎么样", "如何", "什么", "是什么", "什么时候", "哪些", "有哪些", "哪个", "哪几个", "哪里", "哪儿",
    "多少", "是否", "有没有", "为什么", "关于", "谁", "由谁", "干什么", "做什么",
)  # fmt: skip
"""Words of a question: they part a query, and no result has to hold them unless nothing else remains."""
WEAK = ("任务", "工作", "事项", "事情", "单位", "部门", "内容")
"""Words that a question asks for (牵头哪些任务): left out beside a word of a question, words like others elsewhere."""
SMALL = frozenset("的了吗呢吧啊和与及或在由被把对从到向于是有要需能可请查找都也")
"""Characters that no result has to hold when they stand alone between words."""

_NOISE_RE = re.compile("|".join(sorted(NOISE, key=len, reverse=True)))


@lru_cache(maxsize=1)
def _fold_table() -> dict[int, int]:
    """One character to one character, all within the basic plane: positions in the text stay true, in JavaScript too."""
    table = simplified_characters()
    table |= {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    table |= {code: code - 0xFEE0 + 32 for code in range(ord("Ａ"), ord("Ｚ") + 1)}
    return table | {0x3000: 0x20, 0xA0: 0x20, ord("○"): ord("〇"), ord("◯"): ord("〇")}


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    pairs = traditional_characters().items()
    return {ord(old): ord(new) for old, new in pairs if old != new and max(old, new) <= "\uffff"}


def simplified_characters() -> dict[int, int]:
    """Traditional → simplified, as code points of the basic plane, where the browser counts as Python does."""
    return dict(_simplified())


def normalize(text: str) -> str:
    """Half width, lower case, simplified; the same length in Python and in JavaScript."""
    return text.translate(_fold_table())


def runs(text: str) -> list[str]:
    """The pieces of normalised `text` that nothing interrupts: ``AB角，12345`` → ``ab角, 12345``."""
    return _RUN_RE.findall(text)


def raw_runs(text: str) -> list[str]:
    """The runs of `text` before it is normalised: each normalised, they are the runs of the normalised text."""
    return _RAW_RUN_RE.findall(text)


def units_of(run: str) -> tuple[str, ...]:
    """The units of a run: ``ab角`` → ``ab, 角``."""
    return tuple(_UNIT_RE.findall(run))


def is_han(unit: str) -> bool:
    return _HAN_RE.match(unit) is not None


def pairs(units: Sequence[str]) -> list[str]:
    """Neighbouring units of one run, joined: ``(ab, 角, 色)`` → ``ab角, 角色``."""
    return [left + right for left, right in pairwise(units)]


def number_token(year: str, serial: str) -> str:
    """The one form of a 文号 behind its 机关代字: ``〔2022〕13``."""
    return f"〔{year}〕{int(serial)}"


def number_tokens(text: str) -> list[str]:
    """The 文号 in normalised `text`, each as `number_token`."""
    return [number_token(match[1], match[2]) for match in _NUMBER_RE.finditer(text.replace(" ", ""))]


def plain_key(text: str) -> str:
    """What a whole name, title or 文号 is looked up by: its units and number tokens without anything between them."""
    return "".join("".join(part.units) for part in split_query(text))


# --- queries ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a query that nothing interrupts. `is_noise`: a word of a question; `is_number`: one number token; `is_exact`: typed in
    quotation marks."""

    units: tuple[str, ...]
    is_noise: bool = False
    is_number: bool = False
    is_exact: bool = False
    is_excluded: bool = False


def split_query(query: str) -> list[Part]:
    """A query as its parts: white space and punctuation part it, “…” keeps units together, ``-x`` excludes, 文号 become one token."""
    text = normalize(query)
    parts: list[Part] = []
    end = 0
    for match in _QUOTED_RE.finditer(text):
        parts += _split_plain(text[end : match.start()])
        is_excluded = match[1] is not None and bool(match[2])
        parts += [Part(units_of(run), is_exact=not is_excluded, is_excluded=is_excluded) for run in runs(match[3])]
        end = match.end()
    return parts + _split_plain(text[end:])


def _split_plain(text: str) -> list[Part]:
    parts: list[Part] = []
    end = 0
    for match in _MINUS_RE.finditer(text):
        parts += _split_numbers(text[end : match.start()])
        parts += [Part(units_of(run), is_excluded=True) for run in runs(match[2])]
        end = match.end()
    return parts + _split_numbers(text[end:])


def _split_numbers(text: str) -> list[Part]:
    parts: list[Part] = []
    end = 0
    for match in _TYPED_NUMBER_RE.finditer(text):
        before = text[: match.end(1)]
        if not _is_number(match, before):
            continue
        parts += _split_noise(before[end:])
        parts.append(Part((number_token(match[3], match[5]),), is_number=True))
        end = match.end()
    return parts + _split_noise(text[end:])


def _split_noise(text: str) -> list[Part]:
    parts: list[Part] = []
    end = 0
    for match in _NOISE_RE.finditer(text):
        parts += [Part(units_of(run)) for run in runs(text[end : match.start()])]
        parts.append(Part(tuple(match[0]), is_noise=True))
        end = match.end()
    return parts + [Part(units_of(run)) for run in runs(text[end:])]


def _is_number(match: re.Match[str], before: str) -> bool:
    """2022年13号, [2022]13 and 张政办字2022 13 are 文号; 2022 13, 2022年5 and 20221 are not."""
    bracketed = bool(match[2]) and match[4].lstrip()[:1] in tuple("])〕】﹞>〉")
    after_code = _CODE_END_RE.search(before) is not None
    return (bool(match[4]) and (bool(match[6]) or bracketed or after_code)) or (after_code and bool(match[6]))
