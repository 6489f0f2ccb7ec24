"""One file → records: the list of steps, and the ids.

In: a `SourceText` and the registry. Out: a `FileRecords`: issue, documents, tasks, tables, items, rosters, blocks and diagnostics of
the file. Never raises on any text.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

from parser.diagnostics import make_diagnostic
from parser.grammar.citations import find_citations
from parser.grammar.columns import UNIT_KINDS, ColumnKind
from parser.grammar.doc_number import parse_doc_number
from parser.grammar.known_names import NOBODY, ground_of
from parser.grammar.roster_lines import group_of
from parser.grammar.slugs import pinyin_slug
from parser.grammar.statements import Statement
from parser.grammar.titles import title_kind
from parser.grammar.unit_names import without_blanks
from parser.grammar.validity import find_validity
from parser.model import (
    Annex,
    Block,
    BlockKind,
    Diagnostic,
    Document,
    GroupRow,
    Issue,
    Item,
    RawLine,
    Roster,
    Source,
    Table,
    Task,
    UnitName,
)  # fmt: skip
from parser.pieces.join import make_pieces
from parser.pieces.piece import Piece
from parser.records.checks import check_characters, check_document, check_issue, check_names, check_silence
from parser.records.items import table_items
from parser.records.learn import learn_names
from parser.records.private import check_private
from parser.records.registry import Registry, Resolution
from parser.records.rosters import RosterDraft, find_rosters, table_roster
from parser.records.table_tasks import TaskDraft
from parser.records.tasks import read_tasks
from parser.records.unread import find_unread
from parser.structure.layout import DraftBlock, Layout, lay_out
from parser.structure.masthead import find_place
from parser.structure.split import SplitFile, split_file
from parser.tables.draft import TableDraft
from parser.tables.fill import fill_labels
from parser.tables.printed import rows_as_printed
from parser.text.corrections import ISSUE, Corrections, Fields
from parser.text.html_tables import expand_tables
from parser.text.normalize import Line, fold, normalize, squeeze, tidy
from parser.text.pipe_rows import pipe_rows
from parser.text.read import SourceText

NO_CORRECTIONS = Corrections()


@dataclass(slots=True)
class FileRecords:
    """Everything read from one file."""

    issue: Issue | None = None
    documents: list[Document] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rosters: list[Roster] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def parse_text(source: SourceText, registry: Registry, taken: Counter[str], corrections: Corrections = NO_CORRECTIONS) -> FileRecords:
    """Parse one file; `taken` counts the uses of each document slug and grows."""
    lines = [normalize(i, raw) for i, raw in enumerate(source.lines, start=1)]
    fixed, fields, stale = corrections.apply(source.name, lines)
    parts = split_file(make_pieces(list(pipe_rows(list(rows_as_printed(list(expand_tables(fixed))))))))
    starts = [part.pieces[0].start for part in parts.documents]
    stale += corrections.unused(source.name, fields, starts, is_issue=parts.masthead is not None, count=len(lines))
    records = _Assembler(source.name, registry, taken, parts, fields).run()
    records.diagnostics += stale + check_private(source.name, fixed, records.blocks) + check_characters(source.name, fixed)
    records.diagnostics.sort(key=lambda d: (d.source.line_start, d.code))
    return records


class _Assembler:
    """Turns the drafts of one file into records with ids."""

    def __init__(self, name: str, registry: Registry, taken: Counter[str], parts: SplitFile, fields: Fields) -> None:
        by_hand = fields.get(ISSUE)
        if by_hand and parts.masthead is not None:
            parts = replace(parts, masthead=replace(parts.masthead, **by_hand))
        self.name, self.registry, self.taken, self.parts, self.fields = name, registry, taken, parts, fields
        self.out = FileRecords()
        self.known = NOBODY
        self._resolve: Callable[[str], Resolution] = _nobody

    def run(self) -> FileRecords:
        layouts = [lay_out(part, self.fields.get(part.pieces[0].start)) for part in self.parts.documents]
        issue_id, district = self._issue_place(layouts)
        places = {district or self._place_of(layout) for layout in layouts}
        self.known = learn_names(layouts, self.registry.names_of(places))
        self._front_matter(issue_id)
        self._orphans(issue_id)
        for layout in layouts:
            self._document(layout, issue_id, district or self._place_of(layout))
        if issue_id:
            self._issue(issue_id, district, layouts)
        self.out.diagnostics += check_issue(self.out.issue, self.parts, self.source, self.out.documents)
        return self.out

    def source(self, lines: Sequence[Line]) -> Source:
        numbers = [line.number for line in lines]
        return Source(file=self.name, line_start=min(numbers), line_end=max(numbers))

    def _issue_place(self, layouts: Sequence[Layout]) -> tuple[str | None, str | None]:
        """Id and district of the issue, both ``None`` for a file that is none."""
        head = self.parts.masthead
        if head is None:
            return None, None
        district = head.district
        year = head.year or _latest_year(layouts)
        slug = self.registry.slug(district) if district else "unknown"
        number = f"{head.number:02d}" if head.number is not None else pinyin_slug(self.name.removesuffix(".txt"))
        return f"{slug}/{year or 'undated'}-{number}", district

    def _place_of(self, layout: Layout) -> str | None:
        """The district of a document that stands alone: that of the body that signs it, or of its title."""
        for text in (layout.issuer or "", layout.title):
            known = next((d for d in self.registry.districts if d in text), None)
            if known or (known := find_place(text)[0]):
                return known
        return None

    def _front_matter(self, issue_id: str | None) -> None:
        seq = 0
        for kind, pieces in (("masthead", self.parts.masthead_pieces), ("contents", self.parts.contents_pieces)):
            for piece in pieces:
                seq += 1
                self._block(None, issue_id, seq, _loose(piece, kind))  # type: ignore[arg-type]

    def _orphans(self, issue_id: str | None) -> None:
        """Text before the first document that is neither masthead nor 目录: kept, and reported."""
        for n, piece in enumerate(self.parts.orphans, start=1):
            self._block(None, issue_id, 10_000 + n, _loose(piece, "paragraph"))

    def _block(self, document_id: str | None, issue_id: str | None, seq: int, draft: DraftBlock, table_id: str | None = None) -> None:
        self.out.blocks.append(
            Block(
                document_id=document_id, issue_id=issue_id, seq=seq, kind=draft.kind, level=draft.level, number=draft.number,
                text=draft.text.strip(), table_id=table_id, reason=draft.reason, source=self.source(draft.lines),
                lines=tuple(RawLine(number=n, text=raw) for n, raw in {line.number: line.raw for line in draft.lines}.items()),
            )
        )  # fmt: skip

    def _issue(self, issue_id: str, district: str | None, layouts: Sequence[Layout]) -> None:
        head, contents = self.parts.masthead, self.parts.contents
        assert head is not None
        lines = [line for p in (*self.parts.masthead_pieces, *self.parts.contents_pieces) for line in p.lines]
        lines += [line for layout in layouts for b in layout.blocks for line in b.lines]
        self.out.issue = Issue(
            id=issue_id, district=district or "", title=head.title, year=head.year or _latest_year(layouts), number=head.number,
            published_on=head.published_on, contents=contents.entries if contents else (),
            document_ids=tuple(d.id for d in self.out.documents), source=self.source(lines),
        )  # fmt: skip

    def _document(self, layout: Layout, issue_id: str | None, district: str | None) -> None:
        doc_id = self._document_id(layout)
        body = [b for b in layout.blocks if b.kind != "furniture"]
        first = next((b for b in body if b.kind == "title" and b.level == 0), body[0])
        lines = [line for b in body for line in b.lines if line.number >= first.lines[0].number]
        texts, repealed = _cited_texts(layout)
        document = Document(
            id=doc_id, issue_id=issue_id, district=district, kind=title_kind(layout.title), title=layout.title,
            doc_number=layout.doc_number,
            issuer=layout.issuer, issued_on=layout.issued_on, addressees=layout.addressees, public_release=layout.public_release,
            annexes=tuple(Annex(title=t) for t in layout.annexes), citations=find_citations(texts, layout.doc_number, repealed),
            source=self.source(lines), validity=find_validity(texts, layout.issued_on),
        )  # fmt: skip
        self.out.documents.append(document)
        self._resolve = self._resolver(document)
        tables = self._document_blocks(layout, document)
        self._document_tasks(layout, document, tables)
        self._document_rosters(layout, document)
        self.out.diagnostics += check_document(document, layout, self.source)

    def _document_id(self, layout: Layout) -> str:
        """Slug from the 文号, else the date and a short hash of the title; a second document of the same slug gets a number."""
        number = parse_doc_number(layout.doc_number or "")
        if number:
            slug = f"{pinyin_slug(number.agency_code)}-{number.year}-{number.serial}"
        else:
            slug = f"{layout.issued_on or 'undated'}-{hashlib.sha256(layout.title.encode()).hexdigest()[:8]}"
        self.taken[slug] += 1
        return slug if self.taken[slug] == 1 else f"{slug}-{self.taken[slug]}"

    def _document_blocks(self, layout: Layout, document: Document) -> dict[int, str]:
        """The blocks and tables of a document → the id of the table that each block (by its place in the layout) holds."""
        title: str | None = None
        tables: dict[int, str] = {}
        for seq, draft in enumerate(layout.blocks, start=1):
            table_id = None
            if draft.table is not None:
                table_id = tables[seq] = f"{document.id}#table-{len(tables) + 1}"
                self._table(draft.table, document, table_id, title)
            elif draft.kind in ("title", "heading", "caption", "annex") and (name := _table_name(draft)):
                title = name
            self._block(document.id, None, seq, draft, table_id)
        return tables

    def _table(self, draft: TableDraft, document: Document, table_id: str, title: str | None) -> None:
        rows, marks = fill_labels(draft)
        self.out.tables.append(
            Table(
                id=table_id, document_id=document.id, title=draft.caption or title, columns=tuple(map(squeeze, draft.columns)),
                rows=tuple(tuple(_cell_text(text, kind) for text, kind in zip(row, draft.kinds, strict=True)) for row in rows),
                groups=tuple(GroupRow(before=at, text=text, line=line.number) for at, text, line in draft.groups),
                marks=tuple(marks), row_sources=tuple(self.source(row.lines) for row in draft.rows),
                source=self.source(draft.lines),
            )
        )  # fmt: skip
        for n, item in enumerate(table_items(draft), start=1):
            self.out.items.append(
                Item(
                    id=f"{table_id}-item-{n}", document_id=document.id, table_id=table_id, ordinal=item.ordinal, name=item.name,
                    agency=self._unit(item.agency), source=self.source(item.lines),
                )
            )  # fmt: skip

    def _document_tasks(self, layout: Layout, document: Document, tables: Mapping[int, str]) -> None:
        reading = read_tasks(layout, self.known)
        places = {id(block): seq for seq, block in enumerate(layout.blocks, start=1)}
        for n, draft in enumerate(reading.tasks, start=1):
            said = draft.statement
            blocks = tuple(dict.fromkeys(places[id(block)] for block in draft.blocks if id(block) in places))
            table_id = next((tables[seq] for seq in blocks if seq in tables), None)
            self.out.tasks.append(
                Task(
                    id=f"{document.id}#task-{n}", document_id=document.id, ordinal=draft.ordinal, headings=draft.headings,
                    title=draft.title, text=draft.text, lead=self._units(said.lead),
                    responsible=self._units(said.responsible),
                    support=self._units(said.support, said), role_evidence=said.evidence, deadlines=draft.deadlines,
                    source=self.source(draft.lines), blocks=blocks, table_id=table_id, row=draft.row if table_id else None,
                )
            )  # fmt: skip
            self._check_task(draft, document)
        self.out.diagnostics += check_silence(find_unread(layout, reading.spans, self.known), self.source)

    def _check_task(self, draft: TaskDraft, document: Document) -> None:
        self.out.diagnostics += check_names(draft, self._resolve, document.district, self.source(draft.lines))

    def _resolver(self, document: Document) -> Callable[[str], Resolution]:
        """What a name means in `document`; each name is asked for once."""
        return cache(partial(self.registry.resolve, district=document.district, on=document.issued_on, issuer=document.issuer))

    def _unit(self, name: str, said: str | None = None) -> UnitName:
        found = self._resolve(name)
        ground = ground_of(name, self.known) if found.ground == "unknown" else found.ground
        return UnitName(name=name, unit_id=found.unit_id, ground=ground, said=said)

    def _units(self, names: Sequence[str], statement: Statement | None = None) -> tuple[UnitName, ...]:
        return tuple(self._unit(name, statement.said_of(name) if statement else None) for name in names)

    def _document_rosters(self, layout: Layout, document: Document) -> None:
        kinds = ("roster", "paragraph", "heading", "list", "addressees", "title")
        drafts = find_rosters([(b.text, b.lines) for b in layout.blocks if b.kind in kinds and b.level != 0])
        drafts += filter(None, (_table_roster(block.table) for block in layout.blocks if block.table))
        for n, draft in enumerate(drafts, start=1):
            self.out.rosters.append(
                Roster(
                    id=f"{document.id}#roster-{n}", document_id=document.id, group=draft.group or group_of(layout.title),
                    members=draft.members, source=self.source(draft.lines),
                )
            )  # fmt: skip
            for code, texts in (("G411", draft.unread), ("G412", draft.guessed)):
                self.out.diagnostics += [make_diagnostic(code, text, self.source(draft.lines), excerpt=text) for text in texts]


def _table_roster(table: TableDraft) -> RosterDraft | None:
    members = table_roster(table.columns, [row.cells for row in table.rows])
    return RosterDraft(None, members, tuple(table.lines)) if members else None


def _nobody(name: str) -> Resolution:
    return Resolution(None)


def _cell_text(text: str, kind: ColumnKind) -> str:
    """A cell as published: names of units keep what parts them, other text is put back into one line."""
    if kind in UNIT_KINDS:
        return without_blanks(text)
    return " ".join(tidy(part) for part in text.split("\n"))


def _table_name(draft: DraftBlock) -> str | None:
    """What a block says of the table below it: its words; a measure, a note in brackets or a bare 附件1 is no name."""
    text = squeeze(draft.text)
    if draft.kind == "annex":
        text = re.sub(r"^附\s*(?:件|表)?\s*\d*\s*[:：]?", "", text)
    text = re.sub(r"^(?:附?表|图)\s*\d{1,2}[:：.、\s]*(?=[^\d年]{4}|\d{4}年)", "", text)
    bare = fold(text)
    return text if text and not re.match(r"\(|(?:计量|金额|数据)?单位:", bare) else None


def _cited_texts(layout: Layout) -> tuple[list[str], list[str]]:
    """All texts of a document, and apart from them the rows of its lists of repealed documents (废止、失效目录)."""
    texts, repealed = [b.text for b in layout.blocks], list[str]()
    for before, block in zip([None, *layout.blocks], layout.blocks, strict=False):
        if block.table is None:
            continue
        named = "".join((before.text if before else "", *block.table.columns))
        rows = [" ".join(row.cells) for row in block.table.rows]
        (repealed if re.search(r"废止|失效", named) else texts).extend(rows)
    return texts, repealed


def _loose(piece: Piece, kind: BlockKind) -> DraftBlock:
    """A piece outside the documents as a block; rows of a 目录 keep their text."""
    text = piece.text or "\n".join(line.text.replace("\t", " ") for line in piece.lines)
    if piece.kind == "furniture":
        return DraftBlock("furniture", text, piece.lines, reason=piece.reason)
    return DraftBlock(kind, text, piece.lines)


def _latest_year(layouts: Sequence[Layout]) -> int | None:
    """The year most documents are dated in (the later of two): what an issue without a year must be of."""
    years = Counter(int(layout.issued_on[:4]) for layout in layouts if layout.issued_on)
    return max(years, key=lambda y: (years[y], y)) if years else None
