"""Rows and lines that head a group of rows: 一、审批方面 in a row of one cell, in the column of numbers, or between two runs of rows.

In: the cells of a row and the kinds of the columns; the text between two runs. Out: the heading's words, or ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parser.grammar.columns import ColumnKind
from parser.grammar.markers import find_marker
from parser.grammar.rules import key

_CN_ORDINAL = re.compile(r"\(?[一二三四五六七八九十]{1,3}\)?[、.]?")
_NOT_HEADING = re.compile(r"[\d.、()一二三四五六七八九十①-⑳-]{1,6}$|(?:合|总|小|共)计|注:|备注|说明:|填表|单位:|制表")
_SHORT = 30


def group_text(cells: Sequence[str], kinds: Sequence[ColumnKind]) -> str | None:
    """The text of a row that heads a group: its only cell (or the same in each), with a mark such as 一、 and no sentence.

    Without a mark it heads one where the row prints a single cell, or where the cell stands in the column of numbers.
    """
    if _is_number_and_name(cells, kinds):
        return f"{cells[0]}、{cells[1]}"
    text = _only_text(cells, kinds)
    if text is None or len(kinds) < 3 or not _may_head(text):
        return None
    marker = find_marker(text)
    if marker is not None:
        return text if marker.level <= 2 else None
    alone = len(cells) == 2 and cells[0] == text
    numbered = kinds[0] == "ordinal" and bool(cells[0])
    return text if (alone or numbered) and len(text) <= 40 else None


def _is_number_and_name(cells: Sequence[str], kinds: Sequence[ColumnKind]) -> bool:
    """``一 | 项目建设 |  |  |``: number and name of a group in cells of their own."""
    if len(kinds) <= 3 or len(cells) < 2 or not all(cells[:2]) or any(cells[2:]):
        return False
    return bool(_CN_ORDINAL.fullmatch(key(cells[0]))) and len(key(cells[1])) <= _SHORT


def _only_text(cells: Sequence[str], kinds: Sequence[ColumnKind]) -> str | None:
    filled = [c for c in cells if c]
    same = len(filled) == len(kinds) and len(set(filled)) == 1
    return filled[0] if len(filled) == 1 or same else None


def _may_head(text: str) -> bool:
    bare = key(text)
    return not bare.isdecimal() and len(text) <= 80 and not bare.endswith(("。", ";", ":")) and not _NOT_HEADING.match(bare)


def is_group_line(text: str) -> bool:
    """A short line with a mark such as 一、 that can head a group of rows."""
    marker, bare = find_marker(text), key(text)
    return marker is not None and marker.level <= 2 and len(bare) <= 60 and not bare.endswith((":", ";", "。"))


def is_short(text: str) -> bool:
    """A few words without a stop: they can head rows that count on."""
    return len(key(text)) <= _SHORT and not re.search(r"[。;:]", key(text))
