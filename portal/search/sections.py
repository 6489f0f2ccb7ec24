"""The text of a document cut into sections for the search: a heading with what stands under it, of a size fit for a result.

In: a document and its library. Out: a `SectionText`: what stands before the first heading, the sections, and the text of the lines
that tasks and items were read from, which are entries of their own and left out of the sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from parser.model import Block, Document, Source, Table

from portal.view.anchors import block_anchors
from portal.view.library import Library

SECTION_LENGTH = 700
"""A section is closed at the next heading, article, table or paragraph once it has so many characters."""
LONGEST = 1500
"""No section is longer; a longer paragraph is cut, each piece beginning with the last characters of the one before."""
_OVERLAP = 12
_DATE_BLANK_RE = re.compile(r"(?<=\d) (?=[年月日])|(?<=[年月]) (?=\d)")
_TITLE_LENGTH = 48
_HEAD = frozenset({"title", "doc_number"})
_OPENING = frozenset({"heading", "annex", "article", "caption", "title"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`title` is the heading it begins with (empty before any), `path` the headings above it, `anchor` its place on the page."""

    title: str
    path: str
    anchor: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    """`head` stands before the first heading (addressees, what is issued herewith). `line_texts` maps lines of the input to the row or
    paragraph that covers them."""

    head: str
    sections: tuple[Section, ...]
    line_texts: Mapping[int, str]

    def lines_text(self, source: Source) -> str:
        """The text of the rows and paragraphs that `source` covers, each once."""
        lines = range(source.line_start, source.line_end + 1)
        return "；".join(dict.fromkeys(text for line in lines if (text := self.line_texts.get(line))))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph or a table row. `level` counts headings from 1 and is 0 for text; `opens` where a section may begin."""

    text: str
    level: int = 0
    anchor: str | None = None
    opens: bool = False


def document_sections(document: Document, library: Library) -> SectionText:
    """Cut the text of `document`. Lines of its tasks and items are in `line_texts` only."""
    blocks = [block for block in library.blocks.get(document.id, ()) if block.kind != "furniture"]
    sources = [task.source for task in library.tasks.get(document.id, ())] + [item.source for item in library.items.get(document.id, ())]
    own = {line for source in sources for line in range(source.line_start, source.line_end + 1)}
    pieces = list(_pieces(blocks, library.tables, own))
    first = next((place for place, piece in enumerate(pieces) if piece.opens), len(pieces))
    head, rest = _joined(pieces[:first]), pieces[first:]
    if len(head) > LONGEST:
        head, rest = "", pieces
    return SectionText(head=head, sections=tuple(_sections(rest)), line_texts=_line_texts(blocks, library.tables))


def _pieces(blocks: Sequence[Block], tables: Mapping[str, Table], own: set[int]) -> Iterator[_Piece]:
    """The document's own title and 文号 are left out: its entry has them."""
    anchors = block_anchors(blocks)
    body = next((place for place, block in enumerate(blocks) if block.kind not in _HEAD), len(blocks))
    for block in blocks[body:]:
        anchor = anchors.get(block.seq)
        if block.table_id is not None:
            yield from _table_pieces(tables[block.table_id], anchor, own)
        elif not own.intersection(line.number for line in block.lines):
            level = (block.level or 1) + 1 if block.kind == "heading" else 1 if block.kind in ("annex", "title") else 0
            yield _Piece(_squeezed(block.text), level, anchor, block.kind in _OPENING)


def _table_pieces(table: Table, anchor: str | None, own: set[int]) -> Iterator[_Piece]:
    yield _Piece("；".join(filter(None, (table.title, "、".join(table.columns)))), 0, anchor, True)
    groups = {group.before: group.text for group in table.groups}
    for row, (cells, source) in enumerate(zip(table.rows, table.row_sources, strict=True)):
        if row in groups:
            yield _Piece(groups[row], 0, anchor)
        if source.line_start not in own:
            yield _Piece(_row_text(cells), 0, anchor)
    if len(table.rows) in groups:
        yield _Piece(groups[len(table.rows)], 0, anchor)


def _sections(pieces: Iterable[_Piece]) -> Iterator[Section]:
    path: list[tuple[int, str]] = []
    held: Section | None = None
    anchor: str | None = None
    for piece in chain.from_iterable(map(_cut, pieces)):
        if held is not None and _is_full(held, piece):
            yield held
            held = None
        if piece.level:
            path = [*(step for step in path if step[0] < piece.level), (piece.level, piece.text[:_TITLE_LENGTH])]
        if held is not None:
            held = replace(held, text=f"{held.text}\n{piece.text}")
            continue
        anchor = piece.anchor or anchor
        *above, title = [step[1] for step in path] or [""]
        held = Section(title=title, path=" ".join(above), anchor=anchor, text=piece.text)
    if held is not None:
        yield held


def _is_full(section: Section, piece: _Piece) -> bool:
    """True if `piece` has to begin a section of its own."""
    length = len(section.text) - section.text.count("\n")
    fresh = piece.opens and (length >= SECTION_LENGTH or 0 < piece.level <= 2)
    return fresh or length + len(piece.text) > LONGEST


def _cut(piece: _Piece) -> Iterator[_Piece]:
    """A piece that is too long for a section, as several."""
    yield _Piece(piece.text[:LONGEST], piece.level, piece.anchor, piece.opens)
    for start in range(LONGEST, len(piece.text), LONGEST - _OVERLAP):
        yield _Piece(piece.text[start - _OVERLAP : start + LONGEST - _OVERLAP], 0, piece.anchor)


def _line_texts(blocks: Iterable[Block], tables: Mapping[str, Table]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for block in blocks:
        if block.table_id is None:
            texts.update((line.number, _squeezed(block.text)) for line in block.lines)
            continue
        table = tables[block.table_id]
        for cells, source in zip(table.rows, table.row_sources, strict=True):
            for line in range(source.line_start, source.line_end + 1):
                texts[line] = "；".join(filter(None, (texts.get(line), _row_text(cells))))
    return texts


def _joined(pieces: Iterable[_Piece]) -> str:
    return "\n".join(piece.text for piece in pieces if piece.text)


def _row_text(cells: Iterable[str]) -> str:
    return "；".join(filter(None, map(_squeezed, cells)))


def _squeezed(text: str) -> str:
    """2022 年 7 月 10 日 is one date, whatever blanks the scan has put into it."""
    return _DATE_BLANK_RE.sub("", " ".join(text.split()))
