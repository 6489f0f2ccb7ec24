"""The text of a document as its page shows it: HTML in reading order, with anchors, links and tables, and the outline.

In: a document's blocks and everything that hangs on their lines. Out: a `DocumentText`. Page furniture is left out here; the page on
quality lists it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile, zip_longest

from markupsafe import Markup

from parser.grammar.numerals import NUMERAL, parse_numeral
from parser.model import Block, Document, Member, Roster

from portal.pages.fragments import escape
from portal.pages.places import find_places
from portal.pages.table_html import TableHtml, table_html
from portal.pages.templates import Link
from portal.pages.text_links import linked, statement_start
from portal.view.anchors import block_anchors
from portal.view.library import Library
from portal.view.page import TocEntry
from portal.view.tasks import TaskViews

_HEADING_LENGTH = 60
_TOC_LENGTH = 32
_NO_NUMBER = frozenset("-*•·●")
_CITING = frozenset(("paragraph", "article", "list", "heading"))


class DocumentText:
    """The text and the outline of one document; `link` makes hrefs from the document's page.

    `annex_anchors` maps the printed number of an annex (1 where none is printed) to its place.
    """

    def __init__(self, document: Document, library: Library, views: TaskViews, link: Link) -> None:
        self._document, self._library = document, library
        self._blocks = tuple([block for block in library.blocks.get(document.id, ()) if block.kind != "furniture"])
        self._anchors = block_anchors(self._blocks)
        self._head = frozenset([block.seq for block in takewhile(lambda block: block.kind in ("title", "doc_number"), self._blocks)])
        self._inner_title_seq = _inner_title(self._blocks, self._head)
        self._places = find_places(document, self._blocks, library, views, link)
        self._readings = views.readings(library.district_of(document))
        self._citations = {text: link(views.addresses.document(target)) for text, target in _cited(document)}
        self._people = _people(library.rosters.get(document.id, ()))
        self._tables: dict[int, TableHtml] = {}
        self._rank = 1
        self.html = Markup("".join(map(self._block_html, self._blocks)))
        self.toc = tuple(self._toc())
        annexes = (block for block in reversed(self._blocks) if block.kind == "annex")
        self.annex_anchors = {_annex_number(block): self._anchors[block.seq] for block in annexes}

    def _block_html(self, block: Block) -> str:
        if block.table_id is not None:
            return self._table(block)
        kind = _kind(block)
        place, more = self._place(block.seq)
        if kind == "heading":
            rank = self._next_rank(block)
            return f'<h{rank} class="gp-h{_level(block)}"{place}>{more}{self._content(block)}</h{rank}>\n'
        if kind == "title":
            self._rank = 2
            return f'<h2 class="gp-b-title{self._for_print(block)}"{place}>{self._content(block)}</h2>\n'
        if kind == "doc_number":
            return f'<p class="gp-b-number{self._for_print(block)}">{self._content(block)}</p>\n'
        person = self._people.get(_compact(block.text)) if kind == "roster" else None
        if person:
            return f'<p class="gp-b-person"{place}><span>{escape(person.name)}</span><span>{escape(person.post)}</span></p>\n'
        return f'<p class="gp-b-{kind}"{place}>{more}{self._content(block)}</p>\n'

    def _table(self, block: Block) -> str:
        table = self._library.tables[str(block.table_id)]
        made = table_html(table, self._anchors[block.seq], self._places.of_table(table.id), self._readings)
        self._tables[block.seq] = made
        return made.html

    def _place(self, seq: int) -> tuple[str, str]:
        """The ``id`` attribute of a block, and empty elements for further ids."""
        anchors = [self._anchors[seq]] if seq in self._anchors else []
        anchors += self._places.block_anchors.get(seq, ())
        if not anchors:
            return "", ""
        return f' id="{anchors[0]}"', "".join([f'<span id="{anchor}"></span>' for anchor in anchors[1:]])

    def _next_rank(self, block: Block) -> int:
        """The HTML level of a heading: as deep as its own level asks, never more than one below the heading before."""
        wanted = _level(block) + (2 if self._inner_title_seq < block.seq else 1)
        self._rank = min(wanted, self._rank + 1)
        return self._rank

    def _content(self, block: Block) -> str:
        text = block.text
        if block.kind == "list" and block.number and block.number not in _NO_NUMBER and not text.startswith(block.number):
            text = f"{block.number} {text}"
        if block.kind == "article" and block.number and text.startswith(block.number):
            return f"<b>{escape(block.number)}</b>{self._linked(block, text[len(block.number) :])}"
        return self._linked(block, text)

    def _linked(self, block: Block, text: str) -> str:
        hrefs = self._places.block_hrefs.get(block.seq)
        if hrefs:
            return linked(text, hrefs | self._citations, start=statement_start(text, tuple(hrefs)), readings=self._readings)
        if self._citations and block.kind in _CITING:
            return linked(text, self._citations)
        return escape(text)

    def _for_print(self, block: Block) -> str:
        """Marks the title or number that the head of the page already shows: kept for print."""
        if block.seq in self._head:
            if block.kind == "title":
                repeats = _compact(block.text) in _compact(self._document.title)
            else:
                repeats = _compact(block.text) == _compact(self._document.doc_number or "")
            if repeats:
                return " gp-print"
        return ""

    def _toc(self) -> Iterator[TocEntry]:
        has_headings = any(_kind(block) == "heading" for block in self._blocks)
        below_annex = 0
        for block, following in zip_longest(self._blocks, self._blocks[1:]):
            anchor = self._anchors.get(block.seq, "")
            if block.kind == "annex" or (block.kind == "title" and anchor):
                below_annex = 1
                yield _entry(f"{block.text} {_title_of_annex(block, following)}", anchor, 1)
            elif _is_outlined(block, has_headings):
                yield _entry(block.text, anchor, _level(block) + below_annex if has_headings else 1)
            elif block.seq in self._tables:
                yield from (_entry(title, place, 1 + below_annex) for title, place in self._tables[block.seq].groups)


def _title_of_annex(block: Block, following: Block | None) -> str:
    return following.text if block.kind == "annex" and following and following.kind == "title" else ""


def _cited(document: Document) -> Iterator[tuple[str, str]]:
    """The words that cite another document of the site, and its id."""
    for citation in document.citations:
        if citation.document_id and citation.document_id != document.id:
            yield citation.text, citation.document_id


def _inner_title(blocks: Sequence[Block], head: frozenset[int]) -> int:
    """The `seq` of the first title below the head; of the last block where there is none."""
    return next((b.seq for b in blocks if b.kind == "title" and b.seq not in head), blocks[-1].seq if blocks else 0)


def _people(rosters: Iterable[Roster]) -> Mapping[str, Member]:
    return {_compact(member.name + member.post): member for roster in rosters for member in roster.members}


def _is_outlined(block: Block, has_headings: bool) -> bool:
    """Headings of the first two levels; the articles of a document that has no headings."""
    return (_kind(block) == "heading" and _level(block) <= 2) or (block.kind == "article" and not has_headings)


def _kind(block: Block) -> str:
    is_sentence = block.kind == "heading" and (len(block.text) > _HEADING_LENGTH or block.text.endswith(("。", "；")))
    return "paragraph" if is_sentence else block.kind


def _level(block: Block) -> int:
    return min(block.level or 1, 4)


def _annex_number(block: Block) -> int:
    found = re.search(NUMERAL + "+", block.text)
    return (parse_numeral(found[0]) if found else None) or 1


def _entry(title: str, anchor: str, level: int) -> TocEntry:
    title = " ".join(title.split())
    return TocEntry(title=title if len(title) <= _TOC_LENGTH else title[:_TOC_LENGTH] + "…", anchor=anchor, level=level)


def _compact(text: str) -> str:
    return "".join(text.split())
