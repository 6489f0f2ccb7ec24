"""The data to take away: what ``data/`` holds beside its page.

In: a `Context`. Out: paths from the site's root and contents: the corpus as JSON Lines, its schemas, tables of tasks, documents
and units for office programs, a file for each document and unit, and the list of all with their hashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parser.jsonl import corpus_files
from parser.model import ROLES, Corpus, Unit, UnitName

from portal.exports.record_files import build_record_files, record_lines
from portal.exports.spreadsheet import csv_file
from portal.exports.task_sheets import TASK_COLUMNS, TASK_WIDTHS, TaskCells, place_words
from portal.exports.workbook import make_workbook_maker
from portal.view.context import Context
from portal.view.manifest import with_manifest
from portal.view.schema import schema_files
from portal.view.units import names_by_role

DOCUMENT_COLUMNS = ("标题", "文号", "发文机关", "成文日期", "种类", "区县", "公报期", "任务数", "出处", "编号")
UNIT_COLUMNS = ("单位", "区县", "种类", "别称和简称", "牵头任务数", "责任任务数", "配合任务数", "编号")


def build_data_files(context: Context) -> Iterator[tuple[str, bytes]]:
    """Every file under ``data/`` but the page itself, in stable order."""
    for name, content in with_manifest(_files(context)):
        yield context.addresses.data_file(name), content


def _files(context: Context) -> Iterator[tuple[str, bytes]]:
    corpus = context.corpus
    records = list(corpus_files(corpus))
    yield from records
    yield from schema_files()
    task_rows = list(map(TaskCells(context.views).of, corpus.tasks))
    yield "tasks.csv", csv_file(TASK_COLUMNS, task_rows)
    workbook = make_workbook_maker("任务", TASK_COLUMNS, TASK_WIDTHS)
    yield "tasks.xlsx", workbook.file([workbook.row(row) for row in task_rows])
    yield "documents.csv", csv_file(DOCUMENT_COLUMNS, _document_rows(corpus))
    yield "units.csv", csv_file(UNIT_COLUMNS, _unit_rows(corpus))
    yield from build_record_files(corpus, record_lines(records))


def _document_rows(corpus: Corpus) -> Iterator[tuple[str, ...]]:
    counts = _count(task.document_id for task in corpus.tasks)
    for document in corpus.documents:
        yield (
            document.title,
            document.doc_number or "",
            document.issuer or "",
            document.issued_on or "",
            document.kind or "",
            document.district or "",
            document.issue_id or "",
            str(counts.get(document.id, 0)),
            place_words(document.source),
            document.id,
        )


def _unit_rows(corpus: Corpus) -> Iterator[tuple[str, ...]]:
    named = [names_by_role(task) for task in corpus.tasks]
    by_role = [_count(unit_id for names in named for unit_id in _ids(names[role])) for role in ROLES]
    for unit in corpus.units:
        counts = (str(count.get(unit.id, 0)) for count in by_role)
        yield (unit.name, unit.district, unit.kind, _aliases(unit), *counts, unit.id)


def _ids(names: Sequence[UnitName]) -> set[str]:
    return {name.unit_id for name in names if name.unit_id}


def _aliases(unit: Unit) -> str:
    return "、".join(unit.aliases)


def _count(keys: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return counts
