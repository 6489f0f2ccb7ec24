"""What an editor should look at: records and drafts → diagnostics.

In: what the steps read. Out: `Diagnostic` records with file, lines, and the words concerned. Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from parser.diagnostics import make_diagnostic
from parser.grammar.bodies import near_body
from parser.grammar.deadlines import impossible_dates
from parser.grammar.titles import comparable
from parser.model import Diagnostic, Document, Issue, Source
from parser.pieces.piece import Piece
from parser.records.registry import Resolution
from parser.records.table_tasks import TaskDraft, table_statements
from parser.records.unread import Silence
from parser.structure.layout import Layout
from parser.structure.split import SplitFile
from parser.tables.draft import RowDraft, TableDraft
from parser.text.characters import find_unreadable
from parser.text.normalize import Line

_END = 10  # characters that are enough to say that a title ends in an entry
_AROUND = 50  # titles on either side of an entry's place in which one written otherwise is looked for
_PLACES_SHOWN = 6  # other places that a hint names
Resolve = Callable[[str], Resolution]
Locate = Callable[[Sequence[Line]], Source]


def check_issue(issue: Issue | None, parts: SplitFile, locate: Locate, documents: Sequence[Document]) -> Iterator[Diagnostic]:
    """刊头, 目录 against body, and text that belongs to no document."""
    loose = [p for p in parts.orphans if p.kind != "furniture"]
    if loose:
        source = locate(_lines(loose))
        yield make_diagnostic("G108", f"第{source.line_start}至{source.line_end}行", source, excerpt=loose[0].text)
    if issue is None or parts.masthead is None:
        return
    if parts.masthead.year is None or parts.masthead.number is None:
        yield make_diagnostic("G107", "", locate(_lines((*parts.masthead_pieces, *parts.contents_pieces))))
    if parts.contents is not None:
        yield from _check_contents(issue, parts, locate, documents)


def _lines(pieces: Iterable[Piece]) -> list[Line]:
    return [line for piece in pieces for line in piece.lines]


def _check_contents(issue: Issue, parts: SplitFile, locate: Locate, documents: Sequence[Document]) -> Iterator[Diagnostic]:
    where = locate(_lines(parts.contents_pieces))
    titles = {comparable(d.title): d for d in documents}
    nearest = _Nearest(list(titles), len(issue.contents))
    met: set[str] = set()
    for n, entry in enumerate(issue.contents):
        form = comparable(entry.title)
        match = nearest.to(form, n)
        if match is None or _likeness(match, form) < 0.85:
            yield make_diagnostic("G104", entry.title, where, excerpt=entry.title)
            continue
        met.add(match)
        if match != form and not match.endswith(form):
            yield make_diagnostic("G106", f"目录“{entry.title}”，正文“{titles[match].title}”", titles[match].source, excerpt=entry.title)
    for form, document in titles.items():
        if form not in met:
            yield make_diagnostic("G105", document.title, document.source, excerpt=document.title)


class _Nearest:
    """The title that an entry of the 目录 announces: the same, the one that ends in it, or the most alike of those around its place."""

    def __init__(self, titles: Sequence[str], entries: int) -> None:
        self.titles, self.step = titles, len(titles) / max(1, entries)
        self.known = set(titles)
        self.ends: dict[str, list[str]] = {}
        for title in titles:
            self.ends.setdefault(title[-_END:], []).append(title)

    def to(self, entry: str, n: int) -> str | None:
        if entry in self.known:
            return entry
        ending = next((title for title in self.ends.get(entry[-_END:], ()) if len(entry) >= _END and title.endswith(entry)), None)
        around = self.titles[max(0, int(n * self.step) - _AROUND) : int(n * self.step) + _AROUND]
        return ending or max(around, key=lambda title: _likeness(title, entry), default=None)


def _likeness(title: str, entry: str) -> float:
    if title == entry or (len(entry) >= 10 and title.endswith(entry)):
        return 1.0
    matcher = SequenceMatcher(None, title, entry, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= 0.85 else 0.0


def check_document(document: Document, layout: Layout, locate: Locate) -> Iterator[Diagnostic]:
    """Fields that are missing, annexes that do not match their list, and rows of tables that do not fit."""
    if not any(block.kind == "title" for block in layout.blocks):
        yield make_diagnostic("G111", document.title, document.source, excerpt=document.title)
    if document.issued_on is None:
        yield make_diagnostic("G101", document.title, document.source, excerpt=document.title)
    if document.issuer is None:
        yield make_diagnostic("G103", document.title, document.source, excerpt=document.title)
    if document.doc_number is None:
        yield make_diagnostic("G102", document.title, document.source, excerpt=document.title)
    yield from _check_annexes(document, layout, locate)
    for block in layout.blocks:
        if block.table is not None:
            yield from _check_table(block.table, locate)


def _check_annexes(document: Document, layout: Layout, locate: Locate) -> Iterator[Diagnostic]:
    """The list of annexes against the annexes printed, by their titles; an annex whose mark 附件N is lost still bears its title."""
    printed = [block for mark, block in pairwise(layout.blocks) if (mark.kind, block.kind) == ("annex", "title")]
    announced = [annex.title for annex in document.annexes]
    if not printed or not announced:
        return
    alone = _short_lines(layout)
    for title in announced:
        if comparable(title) not in alone and not _among(title, [block.text for block in printed]):
            yield make_diagnostic("G109", title, document.source, excerpt=title)
    for block in printed:
        if not _among(block.text, announced):
            yield make_diagnostic("G110", block.text, locate(block.lines), excerpt=block.text)


def _short_lines(layout: Layout) -> set[str]:
    """The lines that could be the title of an annex whose mark is lost."""
    return {comparable(b.text) for b in layout.blocks if b.kind in ("caption", "paragraph", "heading") and len(b.text) < 60}


def _among(title: str, others: Sequence[str]) -> bool:
    return any(_alike(title, other) for other in others)


def _alike(first: str, second: str) -> bool:
    a, b = comparable(first), comparable(second)
    return a in b or b in a or SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.7


def _check_table(table: TableDraft, locate: Locate) -> Iterator[Diagnostic]:
    statements = table_statements(table) if table.has_units else (None,) * len(table.rows)
    for row, said in zip(table.rows, statements, strict=True):
        source = locate(row.lines)
        excerpt = " | ".join(row.printed)
        if not row.sure:
            yield make_diagnostic("G202", "", source, excerpt=excerpt)
        elif row.moved:
            columns = "、".join(table.columns[c] for c in row.moved)
            yield make_diagnostic("G201", f"移动的栏目：{columns}", source, excerpt=excerpt)
        if row.joined:
            yield make_diagnostic("G203", "", source, excerpt=excerpt)
        if table.has_units and _names_something(row, table) and said is None:
            yield make_diagnostic("G403", "", source, excerpt=excerpt)


def _names_something(row: RowDraft, table: TableDraft) -> bool:
    """True for a row with a task in it: a long cell, or some words under the name or the content of tasks; no totals."""
    named = any(len(cell) >= 4 for cell, kind in zip(row.cells, table.kinds, strict=True) if kind in ("label", "content"))
    return (named or any(len(cell) > 8 for cell in row.cells)) and not any(cell.startswith(("合计", "总计", "小计")) for cell in row.cells)


def once_for_a_name(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """One G301 for each name, at its first place; the other places are named in its message."""
    places: dict[str, list[Diagnostic]] = {}
    for found in diagnostics:
        if found.code == "G301":
            places.setdefault(found.message, []).append(found)
    kept: list[Diagnostic] = []
    for found in diagnostics:
        if found.code != "G301":
            kept.append(found)
        elif places[found.message][0] is found:
            kept.append(replace(found, message=found.message + _more_places(places[found.message])))
    return tuple(kept)


def _more_places(found: Sequence[Diagnostic]) -> str:
    if len(found) == 1:
        return ""
    files: dict[str, list[str]] = {}
    for one in found[: _PLACES_SHOWN + 1][1:]:
        files.setdefault(one.source.file, []).append(str(one.source.line_start))
    where = "；".join(f"{file} 第{'、'.join(lines)}行" for file, lines in files.items())
    more = "等" if len(found) > _PLACES_SHOWN + 1 else ""
    return f"，共 {len(found)} 处，还有 {where}{more}"


def check_characters(name: str, lines: Sequence[Line]) -> list[Diagnostic]:
    """Characters that nobody can read, a finding for each line."""
    found = ((line, find_unreadable(line.text)) for line in lines)
    return [
        make_diagnostic("G003", chars, Source(file=name, line_start=line.number, line_end=line.number), excerpt=line.text)
        for line, chars in found
        if chars
    ]


def check_names(draft: TaskDraft, resolve: Resolve, district: str | None, source: Source) -> Iterator[Diagnostic]:
    """Names that are no unit's, that the registry does not know, or that could be several; days that no calendar has."""
    for label in draft.statement.slips:
        yield make_diagnostic("G406", label, source, excerpt=label)
    for name in draft.odd:
        yield make_diagnostic("G401", name, source, excerpt=name)
    for name in draft.statement.names:
        found = resolve(name)
        if found.ground in ("form", "unknown") or len(found.candidates) > 1:
            right = near_body(name) if len(found.candidates) < 2 else None
            code = "G302" if len(found.candidates) > 1 else "G303" if right else "G301"
            detail = f"{name}，可能是{right}" if right else f"{name}（{district or '未知区县'}）"
            yield make_diagnostic(code, detail, source, excerpt=name)
    for words in impossible_dates(draft.text):
        yield make_diagnostic("G402", words, source, excerpt=words)


def check_silence(silence: Silence, locate: Locate) -> Iterator[Diagnostic]:
    """Places that could state responsibility and were read as no task: each is quoted."""
    for place in silence.unread:
        code = "G404" if place.outcome == "assignment" else "G405"
        yield make_diagnostic(code, place.text, locate(place.lines), excerpt=place.text)
