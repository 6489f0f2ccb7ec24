"""Open data: checksums, version, a file for each document and unit, a page that explains every field; and the comparison of two sites."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import build

from parser.model import Corpus

from portal.exports.data_files import build_data_files
from portal.output.compare import compare_data
from portal.output.publish import publish
from portal.view.addresses import Addresses
from portal.view.context import make_context
from portal.view.manifest import DataError, read_data
from portal.view.schema import SCHEMA_VERSION, record_types

from tests.factories import HOSTILE_TEXTS, make_corpus, make_hostile_corpus, make_task


@pytest.fixture
def data(corpus: Corpus, tmp_path: Path) -> Path:
    publish(build_data_files(make_context(corpus, Addresses())), tmp_path / "site")
    return tmp_path / "site" / "data"


def test_every_file_has_its_checksum(data: Path) -> None:
    lines = (data / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert set(sums) == files - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((data / name).read_bytes()).hexdigest() == digest


def test_what_was_written_can_be_read_back(data: Path, corpus: Corpus) -> None:
    for folder in (data, data.parent):
        found = read_data(folder)
        assert set(found) == set(record_types())
        assert [record["id"] for record in found["tasks"]] == [task.id for task in corpus.tasks]


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, 0, None, "1"])
def test_another_version_of_the_schema_is_refused(data: Path, version: object) -> None:
    manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8")) | {"schema_version": version}
    (data / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DataError, match="只认第"):
        read_data(data)


def test_a_damaged_file_is_refused(data: Path) -> None:
    (data / "tasks.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"tasks\.jsonl.*SHA-256"):
        read_data(data)


@pytest.mark.parametrize("name", ["../../secret.jsonl", "/etc/passwd.jsonl"])
def test_a_manifest_cannot_point_outside_its_folder(data: Path, name: str) -> None:
    manifest = json.loads((data / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"].append({"name": name, "sha256": ""})
    (data / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DataError, match="文件名不能用"):
        read_data(data)


def test_a_folder_without_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"manifest\.json"):
        read_data(tmp_path)


@pytest.mark.parametrize("corpus", [make_corpus(), *map(make_hostile_corpus, HOSTILE_TEXTS)])
def test_each_document_and_unit_has_its_own_file_of_the_same_records(corpus: Corpus) -> None:
    files = dict(build_data_files(make_context(corpus, Addresses())))
    schemas = {name: Draft202012Validator(json.loads(files[f"data/schema/{name}.schema.json"])) for name in record_types()}
    for document in corpus.documents:
        found = json.loads(files[f"data/documents/{document.id}.json"])
        assert found["schema_version"] == SCHEMA_VERSION
        schemas["documents"].validate(found["document"])
        for name in ("tasks", "tables", "items", "rosters"):
            assert [record["id"] for record in found[name]] == [r.id for r in getattr(corpus, name) if r.document_id == document.id]
            for record in found[name]:
                schemas[name].validate(record)
        assert document.title in found["text"]
    for unit in corpus.units:
        found = json.loads(files[f"data/units/{unit.id}.json"])
        schemas["units"].validate(found["unit"])
        assert found["named_in"]["lead"] == [task.id for task in corpus.tasks if unit.id in [name.unit_id for name in task.lead]]


def test_the_page_explains_every_field_with_an_example(published_folder: Path) -> None:
    soup = BeautifulSoup((published_folder / "data" / "index.html").read_bytes(), "html.parser")
    assert "著作权法" in soup.get_text()
    assert "第五条" in soup.get_text()
    rows = {name: [row.find_all("td") for row in soup.select(f'section[aria-labelledby="{name}"] tbody tr')] for name in record_types()}
    for name, record_type in record_types().items():
        explained = {cells[0].get_text() for cells in rows[name]}
        assert {field.name for field in fields(record_type)} <= explained
        assert all(cells[1].get_text() for cells in rows[name])
    assert {"deadlines.date", "lead.name", "source.line_start"} <= {cells[0].get_text() for cells in rows["tasks"]}
    named = {cells[0].get_text(): bool(cells[2].get_text()) for cells in rows["tasks"]}
    examples = [shown for name, shown in named.items() if ("." in name and not name.endswith(".said")) or name == "title"]
    assert sum(examples) > len(examples) * 0.9


def as_records(corpus: Corpus) -> dict[str, list[dict[str, object]]]:
    files = dict(build_data_files(make_context(corpus, Addresses())))
    return {name: [json.loads(line) for line in files[f"data/{name}.jsonl"].decode().splitlines()] for name in record_types()}


def test_a_comparison_names_what_came_and_went() -> None:
    old, new = make_corpus(2), make_corpus(3)
    changes = {change.name: change for change in compare_data(as_records(old), as_records(new)).changes}
    assert (changes["文件"].before, changes["文件"].after, len(changes["文件"].gained), len(changes["文件"].lost)) == (2, 3, 1, 0)
    assert len(changes["任务"].gained) == 1
    back = compare_data(as_records(new), as_records(old)).markdown()
    assert "| 文件 | 3 | 2 |  | 1 |" in back
    assert "减少的任务（1）" in back


def test_a_task_put_in_at_the_top_does_not_make_the_others_new() -> None:
    corpus = make_corpus(1)
    (document,) = corpus.documents
    moved = (make_task(document, 1, title="新任务"), make_task(document, 2))
    comparison = compare_data(as_records(corpus), as_records(replace(corpus, tasks=moved)))
    (change,) = [change for change in comparison.changes if change.name == "任务"]
    assert [record["title"] for record in change.gained] == ["新任务"]
    assert change.lost == ()


def test_no_change_is_said_in_a_sentence() -> None:
    corpus = make_corpus()
    assert "数据没有变化" in compare_data(as_records(corpus), as_records(corpus)).markdown()


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_gazette_text_cannot_act_in_a_comment(text: str) -> None:
    table = compare_data(as_records(make_corpus(1)), as_records(make_hostile_corpus(text + "@someone"))).markdown()
    assert [part for part in ("<script", "<img", "@someone", "](javascript") if part in table] == []


def test_the_command_compares_two_sites(data: Path, tmp_path: Path) -> None:
    publish(build_data_files(make_context(make_corpus(4), Addresses())), tmp_path / "new")
    result = CliRunner().invoke(build.main, ["compare", str(data.parent), str(tmp_path / "new")])
    assert result.exit_code == 0, result.output
    assert "| 文件 | 2 | 4 | 2 |  |" in result.output
    failed = CliRunner().invoke(build.main, ["compare", str(tmp_path), str(tmp_path / "new")])
    assert failed.exit_code == 1
    assert "manifest.json" in failed.output
