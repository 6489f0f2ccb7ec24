"""The place of every heading, article, annex and table inside its document's page.

In: the blocks of one document in the order of the text. Out: an anchor for each block that has one. Used by the document page
and by the search index, so that both name the same places. The names themselves come from `portal.view.addresses`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from parser.grammar.numerals import parse_numeral
from parser.model import Block, Item

from portal.view.addresses import annex_anchor, article_anchor, heading_anchor, table_anchor

_NUMBER_RE = re.compile(r"[〇零○一二三四五六七八九十百千两\d]+")


def block_anchors(blocks: Iterable[Block]) -> dict[int, str]:
    """``{block.seq: anchor}`` for headings (``s-3-2``), articles (``article-12``), annexes, tables and later titles of one document.

    A title is a place (``part-2``) where it opens a text of its own: not the document's first one, not the title of an annex.
    Headings count by position, not by printed number, so that two 一、 in one document stay two places; a new annex starts its
    own count. A repeated article number gets ``-2``, ``-3`` behind. Each anchor occurs once.
    """
    anchors: dict[int, str] = {}
    used: set[str] = set()
    counter = _Counter()
    for block in blocks:
        anchor = None if block.kind == "furniture" else counter.anchor(block)
        if anchor is not None:
            anchors[block.seq] = _unique(anchor, used)
    return anchors


class _Counter:
    """Counts what has a place, block by block."""

    def __init__(self) -> None:
        self.headings: list[int] = []
        self.annexes = self.tables = self.titles = 0
        self.previous = ""

    def anchor(self, block: Block) -> str | None:
        previous, self.previous = self.previous, block.kind
        annex = self.annexes or None
        match block.kind:
            case "annex":
                self.annexes, self.headings = self.annexes + 1, []
                return annex_anchor(self.annexes)
            case "table":
                self.tables += 1
                return table_anchor(self.tables)
            case "heading":
                self.headings = _count(self.headings, block.level or 1)
                return heading_anchor(self.headings, annex)
            case "article":
                number = _number(block)
                return None if number is None else article_anchor(number, annex)
            case "title" if previous not in ("title", "annex"):
                self.titles += 1
                return f"part-{self.titles}" if self.titles > 1 else None
        return None


def _count(counts: list[int], level: int) -> list[int]:
    """The position of the next heading of `level` after one at `counts`; a level that was skipped counts 0."""
    outer = (counts + [0] * level)[: level - 1]
    return [*outer, (counts[level - 1] if len(counts) >= level else 0) + 1]


def _number(block: Block) -> int | None:
    found = _NUMBER_RE.search(block.number or "")
    return parse_numeral(found[0]) if found else None


def _unique(anchor: str, used: set[str]) -> str:
    choice, repeat = anchor, 1
    while choice in used:
        repeat += 1
        choice = f"{anchor}-{repeat}"
    used.add(choice)
    return choice


def item_anchor(item: Item) -> str:
    """``table-1-item-12``: the place of a catalogue row on its document's page, which is the end of the item's id."""
    return item.id.partition("#")[2]
