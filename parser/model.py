"""The data that leaves the parser: frozen records, nothing else.

In: nothing. Out: the record classes of a `Corpus`. Every record knows the lines it was read from (`Source`);
absent is ``None``, never a guess; names are as printed with white space taken out; dates are ISO strings.
The field order here is the field order of the published JSON Lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["lead", "responsible", "support"]
ROLES: tuple[Role, ...] = ("lead", "responsible", "support")

Ground = Literal["registry", "base", "learnt", "form", "unknown"]
EvidenceKind = Literal["column", "label", "sentence", "position"]
DeadlineKind = Literal["date", "month_end", "quarter_end", "half_year", "year_end", "recurring", "long_term", "relative", "unknown"]
BlockKind = Literal[
    "masthead",
    "contents",
    "title",
    "doc_number",
    "addressees",
    "heading",
    "article",
    "paragraph",
    "list",
    "table",
    "caption",
    "roster",
    "statement",
    "annex_list",
    "annex",
    "signature",
    "date",
    "note",
    "imprint",
    "code",
    "furniture",
]
Relation = Literal["cites", "basis", "prints", "forwards", "repeals", "amends"]
MarkKind = Literal["filled", "moved", "joined"]
Severity = Literal["error", "warning", "info"]
UnitKind = Literal[
    "政府部门", "党委部门", "群团", "法检", "派出和垂直管理", "镇街", "事业单位", "企业", "议事协调机构", "内设机构", "集合", "其他"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something was read: 1-based lines of the input file, both ends included."""

    file: str
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """One line of the 目录: what it announces, the printed page number, and the document of this issue that it announces."""

    title: str
    doc_number: str | None
    page: int | None
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """公报期. `id` is ``<district>/<year>-<no>`` (zhangdian/2022-07); `district` is the Chinese name (张店区)."""

    id: str
    district: str
    title: str
    year: int | None
    number: int | None
    published_on: str | None
    contents: tuple[ContentsEntry, ...]
    document_ids: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A 文号 or 《title》 in the text; `document_id` where the corpus holds the cited document.

    `relation` is what the citing sentence says of it: ``prints`` 印发, ``forwards`` 转发, ``repeals`` 废止, ``amends`` 修改,
    ``basis`` 根据, else ``cites``.
    """

    text: str
    doc_number: str | None
    document_id: str | None
    relation: Relation = "cites"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """时效: the clauses on 施行 and 有效期 as printed, and the first and last day; computed days are marked as such."""

    effective_text: str | None
    effective_on: str | None
    expires_text: str | None
    expires_on: str | None
    effective_computed: bool
    expires_computed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """文件. `id` is its slug, which is also its address (zhang-zheng-ban-zi-2022-13)."""

    id: str
    issue_id: str | None
    district: str | None
    kind: str | None
    title: str
    doc_number: str | None
    issuer: str | None
    issued_on: str | None
    addressees: tuple[str, ...]
    public_release: bool | None
    annexes: tuple[Annex, ...]
    citations: tuple[Citation, ...]
    source: Source
    validity: Validity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitName:
    """A unit as printed; `unit_id` where it is known which one it is (zhangdian/qu-da-shu-ju-zhong-xin).

    `ground` says what the name is known by: ``registry`` the district's registry, ``base`` the bodies that exist everywhere,
    ``learnt`` other places of the same issue, ``form`` its ending alone, ``unknown`` only its place between other names.
    `said` is the text's own word where it is another than the role's (业务指导, 监督); ``None`` otherwise.
    """

    name: str
    unit_id: str | None = None
    ground: Ground = "unknown"
    said: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why units have a role: `text` is the column's name, the label, the sentence or the rule that says so.

    `moved` tells that the cell was printed under another column and put right.
    """

    role: Role
    kind: EvidenceKind
    text: str
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """完成时限: its words, and the last day that meets it where the text makes that certain."""

    text: str
    kind: DeadlineKind
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """任务: a row, item or paragraph to which the text itself attaches units.

    `id` is ``<document id>#task-<n>``, n counting the document's tasks from 1 in the order of the text.
    `ordinal` is the printed 序号; `headings` run from the outermost to the innermost. `blocks` are the `seq` of the document's
    blocks that it was read from; for a row of a table also `table_id` and `row` (from 0, counted in the rows of that `Table`).
    """

    id: str
    document_id: str
    ordinal: str | None
    headings: tuple[str, ...]
    title: str | None
    text: str
    lead: tuple[UnitName, ...]
    responsible: tuple[UnitName, ...]
    support: tuple[UnitName, ...]
    role_evidence: tuple[Evidence, ...]
    deadlines: tuple[Deadline, ...]
    source: Source
    blocks: tuple[int, ...] = ()
    table_id: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMark:
    """A cell that is not where or as it was printed: `row` and `column` count from 0."""

    row: int
    column: int
    kind: MarkKind
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A row that spans the table as a heading; it stands before row `before` (0-based, may equal the row count)."""

    before: int
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, also where page breaks cut it. Every row has ``len(columns)`` cells; `row_sources` runs beside `rows`."""

    id: str
    document_id: str
    title: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[GroupRow, ...]
    marks: tuple[CellMark, ...]
    row_sources: tuple[Source, ...]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """事项: a catalogue row with an agency."""

    id: str
    document_id: str
    table_id: str
    ordinal: str | None
    name: str
    agency: UnitName
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    role: str
    name: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    id: str
    document_id: str
    group: str
    members: tuple[Member, ...]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """机构. `id` is ``<district>/<pinyin slug>``; `predecessors`, `successors` and `members` are unit ids.

    `ocr` are misread forms of the name; both dates are ISO, the first and last day of the name, ``None`` where open or unknown;
    `read_in` says where the unit was read.
    """

    id: str
    district: str
    name: str
    aliases: tuple[str, ...]
    kind: UnitKind
    pinyin: str
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    ocr: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    parent: str | None = None
    note: str | None = None
    read_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLine:
    """One line of the input as it came, without its line end."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of the text in reading order.

    `document_id` for documents, `issue_id` for mastheads, contents and furniture between documents, neither for text that belongs
    to no document. `level` counts headings from 1 (1 = 一、 or 第一章). `number` is the printed number (一、, 第三条, 1.).
    `text` is the reading text: marks taken off, page breaks joined. `lines` holds the very input lines, each in exactly one block
    of the corpus; lines with nothing but white space belong to none. `reason` says why something is furniture.
    """

    document_id: str | None
    issue_id: str | None
    seq: int
    kind: BlockKind
    level: int | None
    number: str | None
    text: str
    table_id: str | None
    reason: str | None
    source: Source
    lines: tuple[RawLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """Something in the text an editor should look at: what, where (`column` from 0), and what to do."""

    code: str
    severity: Severity
    message: str
    hint: str
    source: Source
    excerpt: str = ""
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Everything read from a set of sources, in stable order: by file name, then by line."""

    issues: tuple[Issue, ...] = field(default=())
    documents: tuple[Document, ...] = field(default=())
    tasks: tuple[Task, ...] = field(default=())
    tables: tuple[Table, ...] = field(default=())
    items: tuple[Item, ...] = field(default=())
    rosters: tuple[Roster, ...] = field(default=())
    units: tuple[Unit, ...] = field(default=())
    blocks: tuple[Block, ...] = field(default=())
    diagnostics: tuple[Diagnostic, ...] = field(default=())
