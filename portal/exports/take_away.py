"""The files to take away beside the pages: tables of tasks and calendars of deadlines, for each unit and for all.

In: a `Context`. Out: paths from the site's root and contents, in stable order; the same corpus gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parser.jsonl import encode_record
from parser.model import Role, Task

from portal.exports.calendars import CalendarMaker
from portal.exports.spreadsheet import harmless, safe_csv_file
from portal.exports.task_sheets import ROLE_COLUMN, ROLE_WIDTH, TASK_COLUMNS, TASK_WIDTHS, TaskCells, UnitTask, unit_tasks
from portal.exports.workbook import WorkbookMaker, make_workbook_maker
from portal.view.addresses import Addresses
from portal.view.context import Context
from portal.view.library import Library
from portal.view.offers import calendars, dated_districts, unit_files
from portal.view.relations import collective_tasks
from portal.view.units import Directory, UnitEntry

_SHEET_NAME = "任务"


def build_take_away_files(context: Context) -> Iterator[tuple[str, bytes]]:
    """Every file that the pages of units and of deadlines offer. Where the site's address is known, calendars have links."""
    views, directory, addresses = context.views, context.directory, context.addresses
    maker = CalendarMaker(views, context.base_url)
    tables = UnitTables(TaskCells(views), make_workbook_maker(_SHEET_NAME, (*TASK_COLUMNS, ROLE_COLUMN), (*TASK_WIDTHS, ROLE_WIDTH)))
    yield from _all_calendars(context.library, maker, addresses)
    for entry in directory.entries:
        yield from _files_of(entry, directory, tables, maker, addresses)


def _all_calendars(library: Library, maker: CalendarMaker, addresses: Addresses) -> Iterator[tuple[str, bytes]]:
    for link in calendars(dated_districts(library), addresses):
        tasks = library.corpus.tasks
        if link.district:
            ids = {document.id for document in library.corpus.documents if library.district_of(document) == link.district}
            tasks = tuple(task for task in tasks if task.document_id in ids)
        content = maker.file(link.name.removesuffix(".ics"), tasks)
        if content:
            yield link.target, content


def _files_of(
    entry: UnitEntry, directory: Directory, tables: UnitTables, maker: CalendarMaker, addresses: Addresses
) -> Iterator[tuple[str, bytes]]:
    rows: tuple[UnitTask, ...] | None = None
    for file in unit_files(entry, directory, addresses):
        if file.kind == "ics":
            yield file.target, maker.file(file.name.removesuffix(".ics"), _calendar_tasks(entry, file.role, directory))
            continue
        rows = rows if rows is not None else tuple(unit_tasks(entry, directory))
        yield file.target, {"xlsx": tables.xlsx, "csv": tables.csv}[file.kind](rows) if file.kind != "json" else tables.json(entry, rows)


def _calendar_tasks(entry: UnitEntry, role: Role | None, directory: Directory) -> Iterator[Task]:
    """The tasks of one role; all its own and the collective ones without a role."""
    if role:
        yield from entry.tasks[role]
        return
    for tasks in entry.tasks.values():
        yield from tasks
    yield from (related.task for related in collective_tasks(entry, directory))


@dataclass(frozen=True, slots=True)
class UnitTables:
    """The tables of units. What a task is in each form is made once."""

    cells: TaskCells
    workbooks: WorkbookMaker
    _xml: dict[str, str] = field(default_factory=dict)
    _csv: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _json: dict[str, str] = field(default_factory=dict)

    def xlsx(self, rows: Sequence[UnitTask]) -> bytes:
        return self.workbooks.file([self._row(row.task) + self.workbooks.row((row.role,)) for row in rows])

    def _row(self, task: Task) -> str:
        made = self._xml.get(task.id)
        if made is None:
            made = self._xml[task.id] = self.workbooks.row(self.cells.of(task))
        return made

    def csv(self, rows: Sequence[UnitTask]) -> bytes:
        return safe_csv_file((*TASK_COLUMNS, ROLE_COLUMN), [(*self._safe(row.task), harmless(row.role)) for row in rows])

    def _safe(self, task: Task) -> tuple[str, ...]:
        made = self._csv.get(task.id)
        if made is None:
            made = self._csv[task.id] = tuple(map(harmless, self.cells.of(task)))
        return made

    def json(self, entry: UnitEntry, rows: Sequence[UnitTask]) -> bytes:
        """The unit and its tasks as ``units.jsonl`` and ``tasks.jsonl`` have them, each task with its roles and its document."""
        unit = encode_record(entry.unit or {"id": entry.id, "district": entry.district, "name": entry.name})
        tasks = ",\n".join(
            f'{{"roles":{json.dumps(row.roles)},"through":{json.dumps(row.through)},{self._record(row.task)}}}' for row in rows
        )
        return f'{{"unit":{unit},"tasks":[\n{tasks}\n]}}\n'.encode()

    def _record(self, task: Task) -> str:
        made = self._json.get(task.id)
        if made is None:
            document = self.cells.views.library.documents.get(task.document_id)
            facts = None
            if document:
                facts = {"title": document.title, "doc_number": document.doc_number, "issued_on": document.issued_on}
            made = self._json[task.id] = f'"document":{json.dumps(facts, ensure_ascii=False)},"task":{encode_record(task)}'
        return made
