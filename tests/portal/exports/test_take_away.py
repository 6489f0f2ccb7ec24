"""The files to take away: read back with other programs, and compared with the corpus cell by cell and event by event."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from parser.jsonl import encode_record
from parser.model import ROLES, Corpus, Deadline, Role, Task, UnitName

from portal.exports.data_files import build_data_files
from portal.exports.take_away import build_take_away_files
from portal.exports.task_sheets import ROLE_COLUMN, TASK_COLUMNS
from portal.exports.workbook import make_workbook_maker
from portal.view.addresses import Addresses
from portal.view.context import make_context
from portal.view.library import build_library
from portal.view.relations import collective_tasks, predecessor_tasks
from portal.view.units import UnitEntry, build_directory
from portal.view.words import ROLE_WORDS

from tests.factories import DATA_CENTRE, HOSTILE_TEXTS, make_corpus, make_document, make_hostile_corpus, make_task, make_unit

UNIT = "units/chenghu/qu-da-shu-ju-zhong-xin/"
OFFICE_COLUMNS = ("序号", "任务", "内容", "牵头单位", "责任单位", "配合单位", "完成时限", "依据文件", "文号", "出处")
Cells = list[list[str]]


def files_of(corpus: Corpus, base_url: str = "") -> dict[str, bytes]:
    found = list(build_take_away_files(make_context(corpus, base_url=base_url)))
    assert len(dict(found)) == len(found)
    return dict(found)


def read_xlsx(content: bytes) -> Cells:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]


def read_csv(content: bytes) -> Cells:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


# --- what the corpus says, put together a second time, without the code under test -------------------------------------------------


def expected_cells(task: Task, corpus: Corpus) -> list[str]:
    documents = {document.id: document for document in corpus.documents}
    units = {unit.id: unit for unit in corpus.units}
    document = documents[task.document_id]
    issues = {issue.id: issue for issue in corpus.issues}

    def names(printed: tuple[UnitName, ...]) -> str:
        found = []
        for name in printed:
            unit = units.get(name.unit_id or "")
            found.append(f"{name.name}（应为{unit.name}）" if unit and name.name in unit.ocr else name.name)
        return "、".join(found)

    start, end = task.source.line_start, task.source.line_end
    district = document.district or (issues[document.issue_id].district if document.issue_id else "")
    return [
        task.ordinal or "", task.title or "", task.text, names(task.lead), names(task.responsible), names(task.support),
        "；".join(deadline.text for deadline in task.deadlines), document.title, document.doc_number or "",
        f"{task.source.file} 第{start}行" if start == end else f"{task.source.file} 第{start}-{end}行",
        "；".join(deadline.date for deadline in task.deadlines if deadline.date), district, task.id,
    ]  # fmt: skip


def expected_rows(entry: UnitEntry, corpus: Corpus) -> Cells:
    directory = build_directory(build_library(corpus))
    own: dict[str, list[Role]] = {}
    tasks = {task.id: task for task in corpus.tasks}
    for role in ROLES:
        for task in entry.tasks[role]:
            own.setdefault(task.id, []).append(role)
    rows = [[*expected_cells(tasks[key], corpus), "、".join(ROLE_WORDS[role] for role in roles)] for key, roles in own.items()]
    for kind, found in (("集合", collective_tasks(entry, directory)), ("前身", predecessor_tasks(entry, directory))):
        rows += [[*expected_cells(one.task, corpus), f"{kind}（{one.through.name}）{ROLE_WORDS[one.role]}"] for one in found]
    return rows


@pytest.fixture(scope="module")
def sample_files(sample: Corpus) -> dict[str, bytes]:
    return files_of(sample)


def entries_of(corpus: Corpus) -> Iterator[UnitEntry]:
    yield from build_directory(build_library(corpus)).entries


# --- tables -------------------------------------------------------------------------------------------------------------------


def test_the_columns_are_those_an_office_expects() -> None:
    assert TASK_COLUMNS[:10] == OFFICE_COLUMNS


@pytest.mark.slow
def test_every_cell_of_every_units_tables_is_what_the_corpus_says(sample: Corpus, sample_files: dict[str, bytes]) -> None:
    head = [*TASK_COLUMNS, ROLE_COLUMN]
    compared = 0
    for entry in entries_of(sample):
        rows = expected_rows(entry, sample)
        path = f"units/{entry.id}/tasks"
        assert (f"{path}.xlsx" in sample_files) == bool(rows), entry.name
        if rows:
            assert read_xlsx(sample_files[f"{path}.xlsx"]) == [head, *rows], entry.name
            assert read_csv(sample_files[f"{path}.csv"]) == [head, *([_in_csv(cell) for cell in row] for row in rows)], entry.name
            compared += len(rows)
    assert compared > 300


@pytest.mark.slow
@pytest.mark.real
def test_every_cell_of_the_whole_ledger_is_what_the_corpus_says(real_corpus: Corpus) -> None:
    files = dict(build_data_files(make_context(real_corpus, Addresses())))
    rows = [expected_cells(task, real_corpus) for task in real_corpus.tasks]
    assert read_xlsx(files["data/tasks.xlsx"]) == [list(TASK_COLUMNS), *rows]
    assert read_csv(files["data/tasks.csv"]) == [list(TASK_COLUMNS), *([_in_csv(cell) for cell in row] for row in rows)]


def _in_csv(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


@pytest.mark.slow
@pytest.mark.real
def test_every_cell_of_the_real_units_tables_is_what_the_corpus_says(real_corpus: Corpus) -> None:
    files = files_of(real_corpus)
    compared = 0
    for entry in entries_of(real_corpus):
        rows = expected_rows(entry, real_corpus)
        if rows:
            assert read_xlsx(files[f"units/{entry.id}/tasks.xlsx"])[1:] == rows, entry.name
            compared += len(rows)
    assert compared > 1000


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_a_text_cell(text: str) -> None:
    files = files_of(make_hostile_corpus(text))
    for path, content in files.items():
        if path.endswith(".xlsx"):
            sheet = load_workbook(io.BytesIO(content)).worksheets[0]
            assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
            assert sheet["C2"].value == text
            assert sheet["C2"].data_type == "s"
        if path.endswith(".csv"):
            assert not [cell for row in read_csv(content) for cell in row if cell[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_looks_like_a_formula_stays_text_when_it_is_edited(start: str) -> None:
    maker = make_workbook_maker("表", ("甲", "乙"), (10, 10))
    sheet = load_workbook(io.BytesIO(maker.file([maker.row((f"{start}1+1", "平常"))]))).worksheets[0]
    assert sheet["A2"].value == f"{start}1+1"
    assert sheet["A2"].quotePrefix
    assert not sheet["B2"].quotePrefix


def test_a_workbook_is_ready_to_read_and_to_print(sample_files: dict[str, bytes]) -> None:
    content = sample_files[f"{UNIT}tasks.xlsx"]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    rows = len(read_xlsx(content))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:N{rows}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("landscape", 9, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width
    assert sheet["A1"].font.bold


def test_white_space_and_line_breaks_survive() -> None:
    maker = make_workbook_maker("表", ("甲",), (10,))
    texts = [" 空格在前", "两\n行", "<b>&amp;</b>", "𬭸", ""]
    assert read_xlsx(maker.file([maker.row((text,)) for text in texts]))[1:] == [[text] for text in texts]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice")
def test_libreoffice_opens_the_workbook_and_reads_the_same(sample_files: dict[str, bytes], tmp_path: Path) -> None:
    content = sample_files[f"{UNIT}tasks.xlsx"]
    (tmp_path / "tasks.xlsx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(tmp_path), str(tmp_path / "tasks.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO((tmp_path / "tasks.csv").read_text(encoding="utf-8"), newline="")))
    assert rows == read_xlsx(content)


# --- JSON ---------------------------------------------------------------------------------------------------------------------


def test_the_json_of_a_unit_holds_the_records_of_the_corpus(sample: Corpus, sample_files: dict[str, bytes]) -> None:
    tasks = {task.id: json.loads(encode_record(task)) for task in sample.tasks}
    for entry in entries_of(sample):
        path = f"units/{entry.id}/tasks.json"
        if path not in sample_files:
            continue
        found = json.loads(sample_files[path])
        assert found["unit"]["id"] == entry.id
        assert [row["task"] for row in found["tasks"]] == [tasks[row["task"]["id"]] for row in found["tasks"]]
        own = {(row["task"]["id"], role) for row in found["tasks"] if row["through"] is None for role in row["roles"]}
        assert own == {(task.id, role) for role in ROLES for task in entry.tasks[role]}


# --- calendars ----------------------------------------------------------------------------------------------------------------


def dated(tasks: Iterator[Task] | tuple[Task, ...]) -> set[tuple[str, str]]:
    return {(f"{task.id}-{number}@gazette", deadline.date) for task in tasks
            for number, deadline in enumerate(task.deadlines, 1) if deadline.date}  # fmt: skip


def in_calendar(content: bytes) -> set[tuple[str, str]]:
    return {(str(event["UID"]), event["DTSTART"].dt.isoformat()) for event in events(content)}


def test_the_calendars_hold_every_dated_deadline_once(sample: Corpus, sample_files: dict[str, bytes]) -> None:
    assert in_calendar(sample_files["deadlines/all.ics"]) == dated(sample.tasks)
    assert len(events(sample_files["deadlines/all.ics"])) == len(dated(sample.tasks)) > 50
    directory = build_directory(build_library(sample))
    for entry in directory.entries:
        for role in ROLES:
            wanted = dated(entry.tasks[role])
            path = f"units/{entry.id}/{role}.ics"
            assert (path in sample_files) == bool(wanted)
            if wanted:
                assert in_calendar(sample_files[path]) == wanted
        everything = dated(tuple(task for role in ROLES for task in entry.tasks[role]))
        everything |= dated(tuple(found.task for found in collective_tasks(entry, directory)))
        path = f"units/{entry.id}/deadlines.ics"
        assert (path in sample_files) == bool(everything)
        if everything:
            assert in_calendar(sample_files[path]) == everything


def test_an_event_is_a_whole_day_and_says_where_it_comes_from() -> None:
    (event,) = events(files_of(make_corpus(1), "https://example.org/gongbao")[f"{UNIT}lead.ics"])
    assert event["SUMMARY"] == "建设数据平台"
    assert (event["DTSTART"].dt.isoformat(), event["DTEND"].dt.isoformat()) == ("2025-09-30", "2025-10-01")
    assert event["DTSTAMP"].dt.isoformat() == "2025-01-15T00:00:00+00:00"
    assert event["URL"] == "https://example.org/gongbao/documents/cheng-zheng-fa-2025-1/#task-1"
    for words in ("原文时限：9月底前", "牵头：区大数据中心", "澄政发〔2025〕1号", "chenghu-2025-01.txt 第14行", "以政府正式公布的文本为准"):
        assert words in event["DESCRIPTION"]


def test_a_task_with_two_roles_of_one_unit_is_one_event_and_one_row() -> None:
    task = make_task(make_document(1), lead=(DATA_CENTRE,), responsible=(DATA_CENTRE,), support=())
    files = files_of(replace(make_corpus(1), tasks=(task,)))
    assert len(events(files[f"{UNIT}deadlines.ics"])) == 1
    assert [row[-1] for row in read_xlsx(files[f"{UNIT}tasks.xlsx"])] == [ROLE_COLUMN, "牵头、责任"]


def test_without_an_address_of_the_site_events_have_no_link() -> None:
    (event,) = events(files_of(make_corpus(1))[f"{UNIT}lead.ics"])
    assert "URL" not in event


def test_lines_of_calendars_are_short_and_end_as_they_should(sample_files: dict[str, bytes]) -> None:
    for path, content in sample_files.items():
        if path.endswith(".ics"):
            lines = content.split(b"\r\n")
            assert max(map(len, lines)) <= 75
            assert b"\n" not in b"".join(lines)
            assert (lines[0], lines[-2], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"")


def test_text_cannot_leave_its_field_in_a_calendar() -> None:
    text = "甲\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:乙;,\\"
    document = make_document(1, title=text)
    task = make_task(document, title=text, deadlines=(Deadline(text=text, kind="date", date="2025-03-01"),))
    corpus = replace(make_corpus(1), documents=(document,), tasks=(task,), units=(make_unit(DATA_CENTRE),))
    (event,) = events(files_of(corpus)["deadlines/all.ics"])
    assert "乙;,\\" in event["SUMMARY"]


def test_no_date_no_calendar() -> None:
    corpus = replace(make_corpus(1), tasks=(make_task(make_document(1), deadlines=()),))
    assert not [path for path in files_of(corpus) if path.endswith(".ics")]


def test_each_district_has_its_calendar_where_there_are_several() -> None:
    here, there = make_document(1), make_document(2, district="镜山区", issue_id=None)
    corpus = replace(make_corpus(2), documents=(here, there), tasks=(make_task(here), make_task(there)))
    files = files_of(corpus)
    assert in_calendar(files["deadlines/chenghu.ics"]) == {("cheng-zheng-fa-2025-1#task-1-1@gazette", "2025-09-30")}
    assert in_calendar(files["deadlines/jingshan.ics"]) == {("cheng-zheng-fa-2025-2#task-1-1@gazette", "2025-09-30")}


# --- all --------------------------------------------------------------------------------------------------------------------------


def test_the_same_corpus_gives_the_same_bytes_on_any_day(monkeypatch: pytest.MonkeyPatch) -> None:
    first = files_of(make_corpus())
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert files_of(make_corpus()) == first
