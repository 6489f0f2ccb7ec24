"""The data to take away: as its schema says, readable by the programs of an office, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import fields
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

import parser.model as model
from parser.jsonl import corpus_files, encode_record
from parser.model import Corpus

from portal.exports.data_files import DOCUMENT_COLUMNS, build_data_files
from portal.exports.spreadsheet import EXCEL_CELL_LIMIT, cell_text, csv_file, harmless
from portal.exports.task_sheets import TASK_COLUMNS
from portal.exports.workbook import make_workbook_maker
from portal.view.addresses import Addresses
from portal.view.context import make_context
from portal.view.field_labels import FIELD_LABELS, RECORD_LABELS
from portal.view.schema import record_schema, record_types

from tests.factories import HOSTILE_TEXTS, make_corpus, make_hostile_corpus

RECORDS = [
    value for value in vars(model).values() if isinstance(value, type) and value.__module__ == model.__name__ and value is not Corpus
]


def data_files(corpus: Corpus) -> dict[str, bytes]:
    return dict(build_data_files(make_context(corpus, Addresses())))


def lines_of(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


@pytest.mark.parametrize("corpus", [make_corpus(), *map(make_hostile_corpus, HOSTILE_TEXTS)])
def test_every_line_is_as_its_schema_says(corpus: Corpus) -> None:
    files = data_files(corpus)
    for name in record_types():
        validator = Draft202012Validator(json.loads(files[f"data/schema/{name}.schema.json"]))
        records = lines_of(files[f"data/{name}.jsonl"])
        assert len(records) == len(getattr(corpus, name)) > 0
        for record in records:
            validator.validate(record)


def test_every_schema_is_one(corpus: Corpus) -> None:
    files = data_files(corpus)
    for name in record_types():
        Draft202012Validator.check_schema(json.loads(files[f"data/schema/{name}.schema.json"]))


@pytest.mark.parametrize(("field", "value"), [("role_evidence", "x"), ("ordinal", 3), ("id", None), ("surprise", 1)])
def test_the_schema_refuses_what_is_not_a_task(corpus: Corpus, field: str, value: object) -> None:
    task = json.loads(encode_record(corpus.tasks[0])) | {field: value}
    with pytest.raises(ValidationError):
        Draft202012Validator(record_schema(model.Task)).validate(task)


def test_fields_come_in_the_order_of_the_model(corpus: Corpus) -> None:
    for name, content in corpus_files(corpus):
        for record in lines_of(content):
            assert list(record) == [field.name for field in fields(record_types()[name.removesuffix(".jsonl")])]


def test_text_is_written_as_it_is_and_absent_as_null(corpus: Corpus) -> None:
    line = encode_record(corpus.tasks[0])
    assert "区大数据中心" in line
    assert '"lead":[{"name":"区大数据中心","unit_id":"chenghu/qu-da-shu-ju-zhong-xin","ground":"unknown","said":null}]' in line
    assert '{"name":"各有关单位","unit_id":null,"ground":"unknown","said":"业务指导"}' in line
    assert '"source":{"file":"chenghu-2025-01.txt","line_start":14,"line_end":14}' in line


def test_only_records_are_encoded() -> None:
    with pytest.raises(TypeError, match="不是数据记录"):
        encode_record(object())


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_and_field_is_explained(record: type) -> None:
    assert record.__name__ in RECORD_LABELS
    assert [field.name for field in fields(record) if field.name not in FIELD_LABELS] == []


def test_no_explanation_is_left_over() -> None:
    names = {field.name for record in RECORDS for field in fields(record)}
    assert set(FIELD_LABELS) == names
    assert set(RECORD_LABELS) == {record.__name__ for record in RECORDS}


def test_the_table_of_tasks_says_what_the_corpus_says(corpus: Corpus) -> None:
    files = data_files(corpus)
    rows = list(csv.reader(io.StringIO(files["data/tasks.csv"].decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == TASK_COLUMNS
    first = dict(zip(TASK_COLUMNS, rows[1], strict=True))
    assert first["牵头单位"] == "区大数据中心"
    assert first["完成时限"] == "9月底前"
    assert first["时限日期"] == "2025-09-30"
    assert first["文号"] == "澄政发〔2025〕1号"
    assert first["出处"] == "chenghu-2025-01.txt 第14行"
    (sheet,) = openpyxl.load_workbook(io.BytesIO(files["data/tasks.xlsx"])).worksheets
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows()] == rows
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:M{len(rows)}"


def test_documents_count_their_tasks(corpus: Corpus) -> None:
    rows = list(csv.reader(io.StringIO(data_files(corpus)["data/documents.csv"].decode("utf-8-sig"))))
    assert [row[DOCUMENT_COLUMNS.index("任务数")] for row in rows[1:]] == ["1", "1"]


def test_units_count_their_roles(corpus: Corpus) -> None:
    rows = list(csv.reader(io.StringIO(data_files(corpus)["data/units.csv"].decode("utf-8-sig"))))
    assert rows[1] == ["区大数据中心", "澄湖区", "政府部门", "大数据中心", "2", "0", "0", "chenghu/qu-da-shu-ju-zhong-xin"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_acts_as_a_formula(start: str) -> None:
    text = f"{start}1+1"
    assert harmless(text) == f"'{text}"
    cell = next(csv.reader(io.StringIO(csv_file(("甲",), [(text,)]).decode("utf-8-sig").split("\r\n", 1)[1], newline="")))[0]
    assert cell == f"'{text}"
    maker = make_workbook_maker("表", ("甲",), (10,))
    (sheet,) = openpyxl.load_workbook(io.BytesIO(maker.file([maker.row((f"{start}1+1",))]))).worksheets
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).strip() == text.strip()


def test_cells_hold_what_excel_can_hold() -> None:
    assert cell_text("甲\x00乙\x0b") == "甲乙"
    assert cell_text("短") == "短"
    for long in ("甲" * 40_000, "𬭸" * 20_000):
        cut = cell_text(long)
        assert len(cut.encode("utf-16-le")) // 2 <= EXCEL_CELL_LIMIT
        assert cut.endswith("全文见网站）")


def test_csv_opens_in_excel() -> None:
    content = csv_file(("甲", "乙"), [("多\n行", '引"号')])
    assert content == '\ufeff甲,乙\r\n"多\n行","引""号"\r\n'.encode()


def test_data_files_do_not_depend_on_when_they_are_made(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    first = data_files(corpus)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    second = data_files(make_corpus())
    assert first == second
    assert not re.search(rb"20[2-9]\d-\d\d-\d\dT", first["data/tasks.xlsx"])
