"""Structural marks at the beginning of a text: 第一章, 第三条, 一、, （一）, 1., （1）, ①, 附件1.

In: a text. Out: `Marker` (its kind, level, the mark as printed, where the words begin), or ``None``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from parser.grammar.numerals import parse_numeral
from parser.text.normalize import fold, squeeze

MarkerKind = Literal["part", "chapter", "section", "article", "cn", "cn_paren", "arabic", "arabic_paren", "circled", "ordinal_words"]

_C = "[一二三四五六七八九十百零〇]"
_PATTERNS: tuple[tuple[MarkerKind, int, re.Pattern[str]], ...] = (
    ("part", 1, re.compile(rf"第\s*(?P<n>{_C}{{1,4}}|\d{{1,3}})\s*(?:编|部分|篇)\s*")),
    ("chapter", 1, re.compile(rf"第\s*(?P<n>{_C}{{1,4}}|\d{{1,3}})\s*章\s*")),
    ("section", 2, re.compile(rf"第\s*(?P<n>{_C}{{1,4}}|\d{{1,3}})\s*节\s*")),
    ("article", 6, re.compile(rf"第\s*(?P<n>{_C}{{1,5}}|\d{{1,3}})\s*条(?:之{_C})?(?![款项例件约文规所的和至中到第或与及、])\s*:?\s*")),
    ("ordinal_words", 1, re.compile(rf"第\s*(?P<n>{_C}{{1,3}}|\d{{1,3}})\s*(?:项|类|批|步|阶段)(?=[^,。;]{{1,30}}$)")),
    ("ordinal_words", 3, re.compile(rf"[★☆▲●◆■]?\s*(?:重点)?(?:任务|问题|事项|工作|课题)(?P<n>{_C}{{1,3}}|\d{{1,2}})\s*[:、.．]\s*")),
    ("cn", 1, re.compile(rf"(?P<n>{_C}{{1,4}})\s*[、.．]\s*")),
    ("cn_paren", 2, re.compile(rf"\(\s*(?P<n>{_C}{{1,4}})\s*\)\s*[、.]?\s*")),
    ("cn_paren", 2, re.compile(r"(?P<n>[㈠-㈩])\s*")),
    ("arabic", 3, re.compile(r"(?P<n>[Ⅰ-Ⅻ])\s*[、.．]\s*")),
    ("arabic_paren", 4, re.compile(r"(?P<n>[⑴-⒇])\s*")),
    ("arabic", 3, re.compile(r"(?P<n>[⒈-⒛])\s*")),
    ("arabic", 3, re.compile(r"(?P<n>\d{1,3})\s*(?:[、．]|\.(?!\d))\s*")),
    ("arabic_paren", 4, re.compile(r"\(\s*(?P<n>\d{1,3})\s*\)\s*[、.]?\s*")),
    ("circled", 5, re.compile(r"(?P<n>[①-⑳])\s*")),
)
_ANNEX = re.compile(rf"附\s*(?:件|表|录)?\s*(?P<n>{_C}{{1,3}}|\d{{1,3}}(?:\s*-\s*\d{{1,2}})?)?\s*[:：]?\s*$")
_SHORT_HEADING = 45
_LONGEST_MARK = 160  # characters, the blanks in it counted


_SENTENCE = re.compile(r"[。;!?]|:$|,.*,")
_PHRASE_END = re.compile(r"[。;]|:(?=.{12})")
_HEADING_BEHIND = re.compile(r"\S{4,40}\s+(?P<heading>第\s*\d{1,3}\s*(?:项|类|批)[^,。;:]{2,30})$")


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark: `level` 1 is the outermost; `number` is its value if it has one; the words begin at `end`."""

    kind: MarkerKind
    level: int
    text: str
    number: int | None
    end: int


def _value(text: str) -> int | None:
    """The number a mark counts; signs such as ① ⑴ ⒈ ㈠ count from the first of their row."""
    for first in "①⑴⒈㈠Ⅰ":
        if len(text) == 1 and 0 <= ord(text) - ord(first) < 20:
            return ord(text) - ord(first) + 1
    return parse_numeral(text)


def find_marker(text: str) -> Marker | None:
    """The mark `text` begins with."""
    return _marker(text[:_LONGEST_MARK])


@lru_cache(maxsize=1 << 14)
def _marker(head: str) -> Marker | None:
    folded = fold(head)
    for kind, level, pattern in _PATTERNS:
        if match := pattern.match(folded):
            number = _value(match["n"])
            return Marker(kind, level, squeeze(head[: match.end()]), number, match.end())
    return None


def find_annex_mark(text: str) -> tuple[bool, int | None]:
    """(True, n) for a line that is nothing but 附件 or 附件 n."""
    match = _ANNEX.fullmatch(fold(text).strip())
    if not match:
        return False, None
    number = (match["n"] or "").split("-")[0].strip()
    return True, parse_numeral(number) if number else None


def is_heading_text(text: str) -> bool:
    """A mark and a few words without a sentence in them: 一、工作目标 · （一）加强组织领导."""
    marker = find_marker(text)
    if marker is None:
        return False
    words = fold(text[marker.end :]).strip()
    if not words or marker.kind == "article":
        return False
    return len(words) <= _SHORT_HEADING and not _SENTENCE.search(words)


def lead_phrase(text: str) -> str | None:
    """The words that name an item: behind its mark, up to the first 。 or, in one long sentence, its first clause."""
    marker = find_marker(text)
    words = text[marker.end :] if marker else text
    folded = fold(words)
    stop = _PHRASE_END.search(folded)
    phrase = words[: stop.start()] if stop else words
    if len(squeeze(phrase)) > _SHORT_HEADING and (comma := re.search(r"[,:]", fold(phrase))):
        phrase = phrase[: comma.start()]
    return squeeze(phrase) or None


def heading_behind(text: str) -> str | None:
    """``某行动 第3项配套措施—执行合同`` on one line → the numbered heading behind the name of the whole."""
    match = _HEADING_BEHIND.search(fold(text)) if len(text) <= 80 and "第" in text else None
    return text[match.start("heading") :] if match else None
