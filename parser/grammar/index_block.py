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
_COLUMNS = re.compile(r"\s{1,40}")
_LETTERS_APART = re.compile(r"(?<!\S)\S(?:\s{1,8}\S){1,3}(?!\S)")  # 文  号
_LONGEST = 300


def is_index_label(text: str) -> bool:
    """``索 引 号：``, ``[发布机构]``."""
    return bool(rule("structure", "index_label").fullmatch(key(text).strip(":[]")))


@lru_cache(maxsize=1 << 12)
def index_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """``发布机构：某政府　成文日期：2024年3月2日``, ``[ 发布机构 ] 某政府 [ 成文日期 ] …`` → both pairs, labels without white space."""
    return tuple(_pairs(text)) if len(text) <= _LONGEST and (re.search(r"[:：\]】]", text) or " " in text or "\u3000" in text) else ()


def _pairs_in_columns(text: str) -> Iterator[tuple[str, str]]:
    """``文  号  某政发〔2021〕1号  公开日期  2021-03-08``: labels and values in turn, parted by blanks only; two pairs at least."""
    cells = _COLUMNS.split(_LETTERS_APART.sub(_closed_up, text.strip()))
    labels, values = cells[::2], cells[1::2]
    if len(labels) > 1 and len(labels) == len(values) and all(map(is_index_label, labels)) and not any(map(is_index_label, values)):
        yield from ((key(label), squeeze(value)) for label, value in zip(labels, values, strict=True))


def _closed_up(match: re.Match[str]) -> str:
    closed = squeeze(match.group())
    return closed if is_index_label(closed) else match.group()


def _label(match: re.Match[str]) -> str:
    return match["boxed"] or match["label"]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    starts = [m for m in _LABELLED.finditer(text) if is_index_label(_label(m))]
    if not starts or starts[0].start() > 0:
        yield from _pairs_in_columns(text)
        return
    stops = [m.start() for m in starts[1:]] + [len(text)]
    for match, stop in zip(starts, stops, strict=True):
        yield key(_label(match)), squeeze(text[match.end() : stop])
