"""The table of fields before a document on a web page: 索引号, 发布机构, 成文日期, 发文字号.

In: the words of a line. Out: its pairs of label and value; none for a line that is anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from parser.grammar.rules import key, rule
from parser.text.normalize import squeeze

_LABELLED = re.compile(
    r"(?:(?<=\s)|^)(?:[\[【]\s?(?P<boxed>[^\s\[\]【】:：](?:\s{0,3}[^\s\[\]【】:：]){1,8})\s?[\]】]\s{0,3}[:：]?"
    r"|(?P<label>[^\s:：](?:\s{0,3}[^\s:：]){0,8})\s{0,3}[:：])"
)
_LONGEST = 300


def is_index_label(text: str) -> bool:
    """``索 引 号：``, ``[发布机构]``."""
    return bool(rule("structure", "index_label").fullmatch(key(text).strip(":[]")))


@lru_cache(maxsize=1 << 12)
def index_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """``发布机构：某政府　成文日期：2024年3月2日``, ``[ 发布机构 ] 某政府 [ 成文日期 ] …`` → both pairs, labels without white space."""
    return tuple(_pairs(text)) if len(text) <= _LONGEST and re.search(r"[:：\]】]", text) else ()


def _label(match: re.Match[str]) -> str:
    return match["boxed"] or match["label"]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    starts = [m for m in _LABELLED.finditer(text) if is_index_label(_label(m))]
    if not starts or starts[0].start() > 0:
        return
    stops = [m.start() for m in starts[1:]] + [len(text)]
    for match, stop in zip(starts, stops, strict=True):
        yield key(_label(match)), squeeze(text[match.end() : stop])
