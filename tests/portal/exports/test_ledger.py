"""The ledger's scripts hold every task of the corpus: decoded here as ``ledger.js`` does it, and compared."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parser.model import ROLES, Corpus, Task

from portal.exports.ledger import LEDGER_VERSION, build_ledger_files
from portal.view.addresses import Addresses
from portal.view.context import make_context

from tests.factories import HOSTILE_TEXTS, make_corpus, make_document, make_hostile_corpus, make_task

MANIFEST = "assets/js/ledger_manifest.js"
Row = dict[str, Any]


def manifest_of(files: dict[str, bytes]) -> Row:
    text = files[MANIFEST].decode()
    assert text.startswith("window.gpLedger={")
    found: Row = json.loads(text.removeprefix("window.gpLedger=").removesuffix(";\n"))
    return found


def call(files: dict[str, bytes], address: str, function: str) -> tuple[int, Any]:
    """What a shard's script hands over: its number and its content."""
    path, _, mark = address.partition("?v=")
    assert re.fullmatch("[0-9a-f]{8}", mark)
    match = re.fullmatch(rf"{function}\((\d+),(.*)\);\n", files[path].decode(), re.DOTALL)
    assert match
    return int(match[1]), json.loads(match[2])


def decoded(corpus: Corpus) -> list[Row]:
    files = dict(build_ledger_files(make_context(corpus, Addresses())))
    manifest = manifest_of(files)
    documents = [document for document in manifest["documents"] for _ in range(document[5])]
    rows: list[Row] = []
    for number, (count, tasks, texts) in enumerate(manifest["shards"]):
        shard, columns = call(files, tasks, "gpLedgerTasks")
        assert (shard, number) == call(files, texts, "gpLedgerTexts")[:1] * 2
        full = call(files, texts, "gpLedgerTexts")[1]
        assert [len(columns[name]) for name in ("numbers", "ordinals", "titles", "deadlines", *ROLES)] == [count] * 7
        for n in range(count):
            rows.append(_row(manifest, columns, full[n], documents[len(rows)], n))
    assert len(rows) == manifest["total"]
    return rows


def _row(manifest: Row, columns: Row, full: str, document: list[Any], n: int) -> Row:
    units = {
        role: [(manifest["names"][key][0], manifest["units"][manifest["names"][key][1]][0]) for key in columns[role][n]] for role in ROLES
    }
    return {
        "id": f"{document[0]}#task-{columns['numbers'][n]}", "ordinal": columns["ordinals"][n], "title": columns["titles"][n],
        "text": full or columns["titles"][n], "units": units, "deadlines": [tuple(columns["dues"][due]) for due in columns["deadlines"][n]],
        "document": tuple(document[1:4]), "district": manifest["districts"][document[4]],
    }  # fmt: skip


def expected(task: Task, corpus: Corpus) -> Row:
    document = next(document for document in corpus.documents if document.id == task.document_id)
    printed = {"lead": task.lead, "responsible": task.responsible, "support": task.support}
    return {
        "id": task.id, "ordinal": task.ordinal or "", "title": task.title or task.text[:36] + ("…" if len(task.text) > 36 else ""),
        "text": task.text,
        "units": {role: [(name.name, name.unit_id) for name in names] for role, names in printed.items()},
        "deadlines": [(deadline.text, deadline.date or deadline.kind) for deadline in task.deadlines],
        "document": (document.title, document.doc_number or "", document.issued_on or ""), "district": document.district,
    }  # fmt: skip


def test_every_task_is_in_the_ledger(sample: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.exports.ledger.SHARD_TASKS", 7)
    rows = {row["id"]: row for row in decoded(sample)}
    assert len(rows) == len(sample.tasks) > 100
    for task in sample.tasks:
        assert rows[task.id] == expected(task, sample)


def test_the_latest_document_comes_first() -> None:
    old = make_document(1, issued_on="2020-01-01")
    corpus = replace(make_corpus(2), documents=(old, make_document(2)))
    assert [row["id"].partition("#")[0] for row in decoded(corpus)] == ["cheng-zheng-fa-2025-2", "cheng-zheng-fa-2025-1"]


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "甲\u2028乙\u2029丙", "\\", '"'])
def test_hostile_text_is_a_string_in_the_scripts(text: str) -> None:
    corpus = make_hostile_corpus(text)
    (row,) = decoded(corpus)
    assert (row["title"], row["text"]) == (text, text)
    for content in build_ledger_files(make_context(corpus, Addresses())).values():
        assert "\u2028" not in content.decode()


def test_an_empty_corpus_has_a_ledger_without_shards() -> None:
    files = dict(build_ledger_files(make_context(Corpus(), Addresses())))
    assert list(files) == [MANIFEST]
    assert manifest_of(files) | {"version": LEDGER_VERSION} == {
        "version": LEDGER_VERSION, "total": 0, "districts": [], "documents": [], "units": [], "names": [], "shards": []
    }  # fmt: skip


def test_script_and_data_agree_on_the_version(project: Path) -> None:
    script = (project / "site_templates/js/ledger/ledger.js").read_text(encoding="utf-8")
    assert f"const VERSION = {LEDGER_VERSION};" in script


def test_a_task_without_a_title_is_called_by_its_beginning() -> None:
    long = "文" * 50
    (row,) = decoded(replace(make_corpus(1), tasks=(make_task(make_document(1), title=None, text=long),)))
    assert row["title"] == "文" * 36 + "…"
    assert row["text"] == long
