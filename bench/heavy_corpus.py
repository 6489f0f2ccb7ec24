"""Corpora of any size for the measurements: made-up districts, units, documents and tasks, drawn with a fixed seed.

In: how many documents, how long, how many tasks. Out: a `parser.model.Corpus`, the same for the same numbers, always. The text is
drawn from a list of made-up words; no gazette is quoted.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parser.grammar.slugs import pinyin_slug
from parser.model import (
    Block,
    BlockKind,
    Corpus,
    Deadline,
    Document,
    Evidence,
    RawLine,
    Role,
    Source,
    Table,
    Task,
    Unit,
    UnitKind,
    UnitName,
)  # fmt: skip

SEED = 20_240_601
DISTRICTS = (("云栖区", "yunqi"), ("松岭区", "songling"), ("镜湖区", "jinghu"), ("望江区", "wangjiang"))

COLUMNS: dict[Role, str] = {"lead": "牵头单位", "responsible": "责任单位", "support": "配合单位"}


def _pairs(text: str) -> tuple[str, ...]:
    """Words of two characters, written one behind the other."""
    return tuple(text[at : at + 2] for at in range(0, len(text), 2))


_FIELDS = _pairs("教育科技民政司法财政人社住建交通水利农业商务文旅卫健应急审计统计信访医保数据审批城管园林粮食气象地震供销档案体育规划环境")
_KINDS: tuple[tuple[str, UnitKind], ...] = (("局", "政府部门"), ("中心", "事业单位"), ("服务站", "事业单位"), ("委员会", "政府部门"))
_WORDS = _pairs(
    "推进完善建立健全统一规范公开共享平台系统服务事项清单标准数据机制流程窗口证照档案改革监管企业群众项目资金建设管理考核培训宣传检查整治"
    "设施道路河道村庄社区学校医院就业养老救助安全质量绿化供水排水停车照明示范试点提升优化落实加快深化拓展探索实施"
)
_PLAIN_DEADLINES = (("长期坚持", "long_term"), ("每季度", "recurring"), ("印发后30日内", "relative"))
_DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`characters` of running text in each document; every `table_every`-th document has a table of `rows` tasks (0: none has)."""

    documents: int
    characters: int
    table_every: int
    rows: int
    first_year: int = 2015
    years: int = 10


PAGES = Size(documents=5_000, characters=3_000, table_every=83, rows=50)
LEDGER = Size(documents=1_000, characters=400, table_every=1, rows=20)


def make_heavy_corpus(size: Size, seed: int = SEED) -> Corpus:
    """Documents, blocks, tables, tasks and units; no issues, items or rosters."""
    draw = random.Random(seed)
    units = {district: tuple(_units(district, slug)) for district, slug in DISTRICTS}
    documents: list[Document] = []
    blocks: list[Block] = []
    tables: list[Table] = []
    tasks: list[Task] = []
    for number in range(size.documents):
        district, slug = DISTRICTS[number % len(DISTRICTS)]
        document = _document(number, district, slug, size, draw)
        texts = tuple(_paragraphs(size.characters, draw))
        documents.append(document)
        blocks += _blocks(document, texts)
        if size.table_every and number % size.table_every == 0:
            own = tuple(_tasks(document, size.rows, units[district], len(texts) + 10, draw))
            table = _table(document, own)
            blocks.append(_block(document, len(texts) + 1, "table", "", table.id))
            tables.append(table)
            tasks += own
    every = tuple(unit for group in units.values() for unit in group)
    return Corpus(documents=tuple(documents), blocks=tuple(blocks), tables=tuple(tables), tasks=tuple(tasks), units=every)


def _units(district: str, slug: str) -> Iterator[Unit]:
    for field in _FIELDS:
        for ending, kind in _KINDS:
            name = f"区{field}{ending}"
            pinyin = pinyin_slug(name)
            yield Unit(id=f"{slug}/{pinyin}", district=district, name=name, aliases=(name[1:],), kind=kind, pinyin=pinyin.replace("-", " "))


def _sentence(low: int, high: int, draw: random.Random) -> str:
    return "".join(draw.choices(_WORDS, k=draw.randint(low, high)))


def _paragraphs(characters: int, draw: random.Random) -> Iterator[str]:
    left = characters
    while left > 0:
        text = "，".join(_sentence(4, 9, draw) for _ in range(8)) + "。"
        left -= len(text)
        yield text


def _document(number: int, district: str, slug: str, size: Size, draw: random.Random) -> Document:
    year = size.first_year + number * size.years // size.documents
    return Document(
        id=f"{slug}-zheng-ban-zi-{year}-{number}", issue_id=None, district=district, kind="通知",
        title=f"{district}人民政府办公室关于{_sentence(4, 9, draw)}的通知", doc_number=f"{district[0]}政办字〔{year}〕{number}号",
        issuer=f"{district}人民政府办公室", issued_on=f"{year}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}", addressees=(),
        public_release=True, annexes=(), citations=(), source=_source(number, 1, 400),
    )  # fmt: skip


def _source(number: int, start: int, end: int) -> Source:
    return Source(file=f"heavy-{number:05}.txt", line_start=start, line_end=end)


def _number(document: Document) -> int:
    return int(document.id.rpartition("-")[2])


def _block(document: Document, seq: int, kind: BlockKind, text: str, table_id: str | None = None) -> Block:
    return Block(
        document_id=document.id, issue_id=None, seq=seq, kind=kind, level=1 if kind == "heading" else None, number=None, text=text,
        table_id=table_id, reason=None, source=_source(_number(document), seq + 1, seq + 1), lines=(RawLine(number=seq + 1, text=text),),
    )  # fmt: skip


def _blocks(document: Document, texts: Sequence[str]) -> Iterator[Block]:
    yield _block(document, 0, "title", document.title)
    for seq, text in enumerate(texts, 1):
        yield _block(document, seq, "heading" if seq % 6 == 1 else "paragraph", text[:18] if seq % 6 == 1 else text)


def _tasks(document: Document, count: int, units: Sequence[Unit], line: int, draw: random.Random) -> Iterator[Task]:
    for number in range(1, count + 1):
        chosen = draw.sample(units, draw.randint(2, 8))
        lead = 1 + (draw.random() < 0.2)
        responsible = lead + draw.randint(0, len(chosen) - lead)
        roles: dict[Role, Sequence[Unit]] = {
            "lead": chosen[:lead], "responsible": chosen[lead:responsible], "support": chosen[responsible:]
        }  # fmt: skip
        yield Task(
            id=f"{document.id}#task-{number}", document_id=document.id, ordinal=str(number), headings=("一、" + _sentence(4, 6, draw),),
            title=_sentence(3, 7, draw), text="，".join(_sentence(4, 9, draw) for _ in range(draw.randint(2, 10))) + "。",
            lead=_names(roles["lead"]), responsible=_names(roles["responsible"]), support=_names(roles["support"]),
            role_evidence=tuple(
                Evidence(role=role, kind="column", text=word)
                for role, word in COLUMNS.items()
                if roles[role]
            ),
            deadlines=_deadlines(document, draw), source=_source(_number(document), line + number, line + number),
        )  # fmt: skip


def _names(units: Sequence[Unit]) -> tuple[UnitName, ...]:
    return tuple(UnitName(name=unit.name, unit_id=unit.id) for unit in units)


def _deadlines(document: Document, draw: random.Random) -> tuple[Deadline, ...]:
    lot = draw.random()
    if lot < 0.5:
        month = draw.randint(1, 12)
        year = int((document.issued_on or "2020")[:4]) + draw.randint(0, 2)
        return (Deadline(text=f"{year}年{month}月底前", kind="month_end", date=f"{year}-{month:02}-{_DAYS_OF_MONTH[month - 1]}"),)
    if lot < 0.7:
        text, kind = draw.choice(_PLAIN_DEADLINES)
        return (Deadline(text=text, kind=kind, date=None),)  # type: ignore[arg-type]
    return ()


def _table(document: Document, tasks: Sequence[Task]) -> Table:
    rows = tuple(
        (task.ordinal or "", task.title or "", task.text, *("、".join(name.name for name in names) for names in
         (task.lead, task.responsible, task.support)), "；".join(deadline.text for deadline in task.deadlines))
        for task in tasks
    )  # fmt: skip
    return Table(
        id=f"{document.id}#table-1", document_id=document.id, title="任务分工表",
        columns=("序号", "任务", "内容", "牵头单位", "责任单位", "配合单位", "完成时限"), rows=rows, groups=(), marks=(),
        row_sources=tuple(task.source for task in tasks),
        source=Source(file=tasks[0].source.file, line_start=tasks[0].source.line_start, line_end=tasks[-1].source.line_end),
    )  # fmt: skip
