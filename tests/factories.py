"""Small records made by hand, for tests that need a corpus and not the parser.

In: what a test wants to differ. Out: records of `parser.model`. Everything is of the made-up 澄湖区.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parser.model import (
    Block,
    BlockKind,
    ContentsEntry,
    Corpus,
    Deadline,
    Diagnostic,
    Document,
    Evidence,
    Issue,
    Item,
    Member,
    RawLine,
    Roster,
    Source,
    Table,
    Task,
    Unit,
    UnitName,
)  # fmt: skip

FILE = "chenghu-2025-01.txt"
HOSTILE_TEXTS = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "**加粗** [链接](javascript:alert(1)) `代码`",
    '" onmouseover="alert(1)',
    "</textarea></title></article><img src=x onerror=alert(1)>",
    "&lt;b&gt;&amp;nbsp;",
    "]]><!-- -->",
    '=HYPERLINK("http://example.com","x")',
    "\ue000content\ue001",
)
DATA_CENTRE = UnitName(name="区大数据中心", unit_id="chenghu/qu-da-shu-ju-zhong-xin")
JUSTICE = UnitName(name="区司法局", unit_id="chenghu/qu-si-fa-ju")
UNKNOWN = UnitName(name="各有关单位", said="业务指导")


def make_source(line: int = 1, end: int | None = None, file: str = FILE) -> Source:
    return Source(file=file, line_start=line, line_end=end or line)


def make_unit(printed: UnitName, **changes: Any) -> Unit:
    assert printed.unit_id is not None
    pinyin = printed.unit_id.split("/")[1]
    unit = Unit(
        id=printed.unit_id, district="澄湖区", name=printed.name, aliases=(printed.name.removeprefix("区"),), kind="政府部门", pinyin=pinyin
    )
    return replace(unit, **changes)


def make_document(number: int = 1, **changes: Any) -> Document:
    document = Document(
        id=f"cheng-zheng-fa-2025-{number}", issue_id="chenghu/2025-01", district="澄湖区", kind="通知",
        title=f"关于印发示例方案（{number}）的通知", doc_number=f"澄政发〔2025〕{number}号", issuer="澄湖区人民政府",
        issued_on="2025-01-15", addressees=("各镇人民政府",), public_release=True, annexes=(), citations=(),
        source=make_source(10 * number, 10 * number + 8),
    )  # fmt: skip
    return replace(document, **changes)


def make_task(document: Document, number: int = 1, **changes: Any) -> Task:
    task = Task(
        id=f"{document.id}#task-{number}", document_id=document.id, ordinal=str(number), headings=("一、重点任务",),
        title="建设数据平台", text="建设数据平台，9月底前上线。", lead=(DATA_CENTRE,), responsible=(JUSTICE,), support=(UNKNOWN,),
        role_evidence=(Evidence(role="lead", kind="column", text="牵头单位"),),
        deadlines=(Deadline(text="9月底前", kind="month_end", date="2025-09-30"),),
        source=make_source(document.source.line_start + 4),
    )  # fmt: skip
    return replace(task, **changes)


def make_block(document: Document, seq: int, kind: BlockKind, text: str, **changes: Any) -> Block:
    line = document.source.line_start + seq
    block = Block(
        document_id=document.id, issue_id=None, seq=seq, kind=kind, level=None, number=None, text=text, table_id=None, reason=None,
        source=make_source(line), lines=(RawLine(number=line, text=text),),
    )  # fmt: skip
    return replace(block, **changes)


def make_blocks(document: Document, paragraphs: Sequence[str], table: Table | None) -> tuple[Block, ...]:
    """Title, 文号, a heading, the paragraphs, the table and the signature, in this order."""
    blocks = [
        make_block(document, 0, "title", document.title),
        make_block(document, 1, "doc_number", document.doc_number or ""),
        make_block(document, 2, "heading", "一、重点任务", level=1, number="一、"),
        *(make_block(document, 3 + index, "paragraph", text) for index, text in enumerate(paragraphs)),
    ]
    if table:
        blocks.append(make_block(document, len(blocks), "table", "", table_id=table.id))
    blocks.append(make_block(document, len(blocks), "signature", document.issuer or ""))
    return tuple(blocks)


def make_table(document: Document) -> Table:
    line = document.source.line_start + 4
    return Table(
        id=f"{document.id}#table-1", document_id=document.id, title="任务分工表", columns=("序号", "任务", "牵头单位"),
        rows=(("1", "建设数据平台", "区大数据中心"),), groups=(), marks=(), row_sources=(make_source(line),), source=make_source(line),
    )  # fmt: skip


def make_corpus(documents: int = 2, paragraphs: Sequence[str] = ("本文用于测试。",)) -> Corpus:
    """`documents` documents of one issue, each with the given paragraphs, one table and one task, one item and one roster."""
    made = tuple(make_document(number) for number in range(1, documents + 1))
    tables = tuple(make_table(document) for document in made)
    pairs = tuple(zip(made, tables, strict=True))
    return Corpus(
        issues=(_make_issue(made),),
        documents=made,
        tasks=tuple(make_task(document) for document in made),
        tables=tables,
        items=tuple(
            Item(
                id=f"{document.id}#item-1", document_id=document.id, table_id=table.id, ordinal="1", name="示例事项",
                agency=JUSTICE, source=make_source(document.source.line_start + 5),
            )
            for document, table in pairs
        ),
        rosters=tuple(
            Roster(
                id=f"{document.id}#roster-1", document_id=document.id, group="示例领导小组",
                members=(Member(role="组长", name="张示例", post="区大数据中心主任"),), source=make_source(document.source.line_start + 6),
            )
            for document in made
        ),
        units=(make_unit(DATA_CENTRE), make_unit(JUSTICE)),
        blocks=tuple(block for document, table in pairs for block in make_blocks(document, paragraphs, table)),
        diagnostics=(make_diagnostic(),),
    )  # fmt: skip


def make_hostile_corpus(text: str) -> Corpus:
    """One document whose every text, as far as a gazette's words can reach it, is `text`."""
    document = make_document(1, title=text, doc_number=text, issuer=text, kind=text, addressees=(text,))
    table = replace(make_table(document), title=text, columns=(text, text), rows=((text, text),))
    name = UnitName(name=text)
    task = make_task(
        document, title=text, text=text, ordinal=text, headings=(text,), lead=(name,), responsible=(name,), support=(name,),
        role_evidence=(Evidence(role="lead", kind="sentence", text=text),), deadlines=(Deadline(text=text, kind="unknown", date=None),),
    )  # fmt: skip
    item = Item(
        id=f"{document.id}#item-1", document_id=document.id, table_id=table.id, ordinal=text, name=text, agency=name, source=make_source(15)
    )
    roster = Roster(
        id=f"{document.id}#roster-1", document_id=document.id, group=text, members=(Member(role=text, name=text, post=text),),
        source=make_source(16),
    )  # fmt: skip
    issue = replace(_make_issue((document,)), title=text, contents=(ContentsEntry(title=text, doc_number=text, page=1),))
    return Corpus(
        issues=(issue,), documents=(document,), tasks=(task,), tables=(table,), items=(item,), rosters=(roster,),
        units=(make_unit(DATA_CENTRE, name=text, aliases=(text,)),),
        blocks=make_blocks(document, (text,), table),
        diagnostics=(replace(make_diagnostic(), message=text, hint=text, excerpt=text),),
    )  # fmt: skip


def make_diagnostic(**changes: Any) -> Diagnostic:
    diagnostic = Diagnostic(
        code="G301", severity="info", message="单位不在名录里：区数居中心", hint="是别称的，加为别名。", source=make_source(14),
        excerpt="（牵头单位：区数居中心）", column=6,
    )  # fmt: skip
    return replace(diagnostic, **changes)


def _make_issue(documents: Sequence[Document]) -> Issue:
    return Issue(
        id="chenghu/2025-01", district="澄湖区", title="澄湖区人民政府公报", year=2025, number=1, published_on="2025-01-31",
        contents=tuple(ContentsEntry(title=document.title, doc_number=document.doc_number, page=1) for document in documents),
        document_ids=tuple(document.id for document in documents), source=make_source(1, 10 * len(documents) + 9),
    )  # fmt: skip
