"""Corpora of any size with the structure and the vocabulary of given gazettes, drawn with a fixed seed.

In: a parsed `Corpus` and how many documents are wanted. Out: a `Corpus` of the given documents and made-up ones: each has the outline of a
given document of its district, a 文号 of that district's series, a title made of its subjects, paragraphs whose clauses are drawn
from the district's own or put together word by word as its words follow one another, and now and then a table of tasks for its units.
Same input, same size, same seed: the same corpus.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import jieba

from parser.grammar.slugs import pinyin_slug
from parser.model import Block, BlockKind, Corpus, Deadline, Document, Evidence, RawLine, Source, Table, Task, Unit, UnitName

SEED = 20_240_601
CHARACTERS = 850
OWN_CLAUSES = 0.35
"""So many clauses are taken as they are; the others are made word by word."""
CITING = 0.3
WITH_TASKS = 0.25
_TYPES = ("实施方案", "工作方案", "行动方案", "工作要点", "管理办法", "若干措施", "实施意见", "工作规则")
_COLUMNS = ("序号", "任务", "内容", "牵头单位", "配合单位", "完成时限")
_NUMERALS = "一二三四五六七八九十"
_CLAUSE_RE = re.compile(r"[^，。；：、！？\s]+|[，。；：、！？]")
_SUBJECT_RE = re.compile(r"[“《]([^“”《》〈〉]{3,14})[”》]")
_NUMBER_RE = re.compile(r"(\w+)〔\d{4}〕\d+号")
_HEADING_RE = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．])?\s*(\S{4,16})$")
_PLAIN = frozenset({"paragraph", "list", "article"})
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass
class _Style:
    """What one district writes like: `outlines` are the kinds of blocks of its documents, `follows` which words follow a word."""

    district: str
    units: tuple[Unit, ...]
    documents: list[Document] = field(default_factory=list)
    outlines: list[tuple[BlockKind, ...]] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    follows: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    starts: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)


def make_gazettes(corpus: Corpus, documents: int, seed: int = SEED, characters: int = CHARACTERS) -> Corpus:
    """`corpus` first, then made-up documents until there are `documents`."""
    draw = random.Random(seed)
    styles = [style for style in _styles(corpus) if style.clauses and style.codes and style.subjects]
    maker = _Maker(draw, characters)
    for number in range(len(corpus.documents), documents):
        maker.add(draw.choice(styles), number)
    return replace(
        corpus,
        documents=corpus.documents + tuple(maker.documents),
        blocks=corpus.blocks + tuple(maker.blocks),
        tables=corpus.tables + tuple(maker.tables),
        tasks=corpus.tasks + tuple(maker.tasks),
    )


def _styles(corpus: Corpus) -> Iterator[_Style]:
    cutter = jieba.Tokenizer()
    with cutter.get_dict_file() as file:
        cutter.FREQ, cutter.total = cutter.gen_pfdict(file)
    cutter.initialized = True
    for unit in corpus.units:
        cutter.add_word(unit.name)
    districts = dict.fromkeys(document.district or "" for document in corpus.documents)
    issues = {issue.id: issue.district for issue in corpus.issues}
    for name in sorted({*districts, *issues.values()} - {""}):
        style = _Style(name, tuple(unit for unit in corpus.units if unit.district == name and unit.kind != "集合"))
        own = [document for document in corpus.documents if (document.district or issues.get(document.issue_id or "")) == name]
        blocks: defaultdict[str, list[Block]] = defaultdict(list)
        for block in corpus.blocks:
            blocks[block.document_id or ""].append(block)
        for document in own:
            _learn(style, document, blocks[document.id], cutter)
        for table in corpus.tables:
            if table.document_id in {document.id for document in own}:
                _learn_text(style, (cell for row in table.rows for cell in row if len(cell) > 12), cutter)
        if style.units:
            yield style


def _learn(style: _Style, document: Document, blocks: Sequence[Block], cutter: jieba.Tokenizer) -> None:
    style.documents.append(document)
    style.outlines.append(tuple(block.kind for block in blocks if block.kind in _PLAIN or block.kind == "heading"))
    number = _NUMBER_RE.match(document.doc_number or "")
    style.codes += [number[1]] if number else []
    texts = [block.text for block in blocks if block.kind in _PLAIN]
    _learn_text(style, texts, cutter)
    style.headings += [found[1] for block in blocks if block.kind == "heading" and (found := _HEADING_RE.match(block.text))]
    for text in (document.title, *texts):
        style.subjects += _SUBJECT_RE.findall(text)


def _learn_text(style: _Style, texts: Iterable[str], cutter: jieba.Tokenizer) -> None:
    for text in texts:
        pieces = _CLAUSE_RE.findall(text)
        style.shapes.append("".join(piece if len(piece) == 1 and not piece.isalnum() else "x" for piece in pieces))
        for clause in pieces:
            if len(clause) < 3:
                continue
            style.clauses.append(clause)
            words = cutter.lcut(clause, HMM=False)
            style.starts.append(words[0])
            for left, right in pairwise(words):
                style.follows[left].append(right)


class _Maker:
    def __init__(self, draw: random.Random, characters: int) -> None:
        self._draw, self._characters = draw, characters
        self._serials: defaultdict[tuple[str, int], int] = defaultdict(lambda: 200)
        self.documents: list[Document] = []
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.tasks: list[Task] = []

    def add(self, style: _Style, number: int) -> None:
        draw = self._draw
        year = draw.randint(2012, 2025)
        code = draw.choice(style.codes)
        self._serials[code, year] += 1
        serial = self._serials[code, year]
        subject = self._subject(style, year)
        issuer = f"{style.district}人民政府" + ("办公室" if "办" in code else "")
        month, day = draw.randint(1, 12), draw.randint(1, 28)
        document = Document(
            id=f"{pinyin_slug(code)}-{year}-{serial}", issue_id=None, district=style.district, kind="通知",
            title=f"{issuer}关于印发{subject}的通知", doc_number=f"{code}〔{year}〕{serial}号", issuer=issuer,
            issued_on=f"{year}-{month:02}-{day:02}", addressees=("各镇人民政府、街道办事处", "区政府有关部门"), public_release=True,
            annexes=(), citations=(), source=Source(file=f"made-{number:06}.txt", line_start=1, line_end=400),
        )  # fmt: skip
        writer = _Writer(document)
        writer.write("title", document.title)
        writer.write("doc_number", document.doc_number or "")
        writer.write("paragraph", self._opening(style, subject))
        self._body(style, writer)
        if draw.random() < WITH_TASKS:
            self._table(style, document, writer, year)
        self.documents.append(document)
        self.blocks += writer.blocks

    def _subject(self, style: _Style, year: int) -> str:
        draw = self._draw
        topic = f"“{draw.choice(style.subjects)}”" if draw.random() < 0.6 else draw.choice(style.headings or style.subjects)
        second = draw.choice(style.headings or style.subjects) if draw.random() < 0.5 else "工作"
        return f"{style.district}{f'{year}年度' if draw.random() < 0.3 else ''}{topic}{second}{draw.choice(_TYPES)}"

    def _opening(self, style: _Style, subject: str) -> str:
        cited = ""
        if self.documents and self._draw.random() < CITING:
            other = self._draw.choice(self.documents)
            cited = f"根据《{other.title}》（{other.doc_number}）的要求，"
        return f"{cited}现将《{subject}》印发给你们，{self._clause(style)}。"

    def _body(self, style: _Style, writer: _Writer) -> None:
        """Blocks of the kinds of a given document, headings numbered, until there is text enough."""
        outline = self._draw.choice([outline for outline in style.outlines if len(outline) > 2] or [("heading", "paragraph")])
        filled, headings, place = 0, 0, self._draw.randrange(len(outline))
        while filled < self._characters:
            kind = outline[place % len(outline)]
            place += 1
            if kind == "heading" and headings < len(_NUMERALS) and style.headings:
                writer.write("heading", f"{_NUMERALS[headings]}、{self._draw.choice(style.headings)}", f"{_NUMERALS[headings]}、")
                headings += 1
                continue
            text = self._paragraph(style)
            filled += len(text)
            writer.write("paragraph", text)

    def _paragraph(self, style: _Style) -> str:
        """The punctuation of a given paragraph with other clauses."""
        shape = self._draw.choice(style.shapes)[:60]
        text = "".join(self._clause(style) if mark == "x" else mark for mark in shape)
        return text if text.endswith("。") else text.rstrip("，；：、") + "。"

    def _clause(self, style: _Style) -> str:
        draw = self._draw
        whole = draw.choice(style.clauses)
        if draw.random() < OWN_CLAUSES:
            return whole
        words = [draw.choice(style.starts)]
        while sum(map(len, words)) < len(whole) and style.follows.get(words[-1]):
            words.append(draw.choice(style.follows[words[-1]]))
        return "".join(words)

    def _table(self, style: _Style, document: Document, writer: _Writer, year: int) -> None:
        rows = self._draw.randint(3, 8)
        first = writer.line + 1
        tasks = [self._task(style, document, number, first + number, year) for number in range(1, rows + 1)]
        table = Table(
            id=f"{document.id}#table-1", document_id=document.id, title="任务分工表", columns=_COLUMNS, groups=(), marks=(),
            rows=tuple(
                (task.ordinal or "", task.title or "", task.text, "、".join(name.name for name in task.lead),
                 "、".join(name.name for name in task.support), "；".join(deadline.text for deadline in task.deadlines))
                for task in tasks
            ),
            row_sources=tuple(task.source for task in tasks), source=replace(document.source, line_start=first, line_end=first + rows),
        )  # fmt: skip
        writer.write("table", "", table_id=table.id)
        self.tables.append(table)
        self.tasks += tasks

    def _task(self, style: _Style, document: Document, number: int, line: int, year: int) -> Task:
        draw = self._draw
        units = draw.sample(style.units, min(len(style.units), draw.randint(2, 4)))
        names = tuple(UnitName(name=unit.name, unit_id=unit.id) for unit in units)
        month, due = draw.randint(1, 12), year + draw.randint(0, 2)
        dated = (Deadline(text=f"{due}年{month}月底前", kind="month_end", date=f"{due}-{month:02}-{_MONTH_DAYS[month - 1]}"),)
        return Task(
            id=f"{document.id}#task-{number}", document_id=document.id, ordinal=str(number), headings=(), title=self._clause(style),
            text=self._paragraph(style), lead=names[:1], responsible=(), support=names[1:],
            role_evidence=(Evidence(role="lead", kind="column", text="牵头单位"), Evidence(role="support", kind="column", text="配合单位")),
            deadlines=dated if draw.random() < 0.6 else (), source=replace(document.source, line_start=line, line_end=line),
        )  # fmt: skip


class _Writer:
    """The blocks of one document, a line each."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.blocks: list[Block] = []
        self.line = 0

    def write(self, kind: BlockKind, text: str, number: str | None = None, table_id: str | None = None) -> None:
        self.line += 1
        source = replace(self._document.source, line_start=self.line, line_end=self.line)
        self.blocks.append(
            Block(
                document_id=self._document.id, issue_id=None, seq=len(self.blocks), kind=kind, level=1 if kind == "heading" else None,
                number=number, text=text, table_id=table_id, reason=None, source=source, lines=(RawLine(number=self.line, text=text),),
            )
        )  # fmt: skip
