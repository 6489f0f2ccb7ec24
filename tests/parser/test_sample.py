"""The parser against the hand-written answers for the bundled sample (``tests/sample/expected.yml``)."""

from __future__ import annotations

from typing import Any

import pytest

from parser.model import Corpus, Task
from parser.text.normalize import fold, squeeze
from parser.text.yaml_file import load_plain

from tests.places import EXPECTED_SAMPLE

EXPECTED: dict[str, list[dict[str, Any]]] = load_plain(EXPECTED_SAMPLE.read_text(encoding="utf-8"))


def same(a: str | None, b: str | None) -> bool:
    return (a is None) == (b is None) and squeeze(fold(a or "")) == squeeze(fold(b or ""))


def by_id(rows: list[dict[str, Any]], *names: str) -> list[Any]:
    return [pytest.param(row, id="-".join(str(row.get(n)) for n in names)) for row in rows]


@pytest.mark.parametrize("want", by_id(EXPECTED["issues"], "file"))
def test_issue(sample: Corpus, want: dict[str, Any]) -> None:
    issue = next(i for i in sample.issues if i.source.file == want["file"])
    got = {
        "file": issue.source.file, "district": issue.district, "year": issue.year, "number": issue.number,
        "published_on": issue.published_on, "documents": len(issue.document_ids), "contents": len(issue.contents),
    }  # fmt: skip
    assert got == want


@pytest.mark.parametrize("want", by_id(EXPECTED["documents"], "file", "title"))
def test_document(sample: Corpus, want: dict[str, Any]) -> None:
    found = [d for d in sample.documents if d.source.file == want["file"] and same(d.title, want["title"])]
    assert len(found) == 1, [d.title for d in sample.documents if d.source.file == want["file"]]
    document = found[0]
    assert document.doc_number == want["doc_number"]
    assert same(document.issuer, want["issuer"])
    assert document.issued_on == want["issued_on"]
    assert same("，".join(document.addressees) or None, want["addressees"])
    assert bool(document.public_release) == bool(want["public_release"])
    assert [a.title for a in document.annexes] == [squeeze(a) for a in want["annexes"]]
    assert abs(document.source.line_start - want["lines"][0]) <= 2
    assert abs(document.source.line_end - want["lines"][1]) <= 3


def test_no_other_documents(sample: Corpus) -> None:
    assert len(sample.documents) == len(EXPECTED["documents"])


def task_at(sample: Corpus, want: dict[str, Any]) -> Task:
    spans = [
        t
        for t in sample.tasks
        if t.source.file == want["file"] and t.source.line_start <= want["lines"][1] and want["lines"][0] <= t.source.line_end
    ]
    if len(spans) > 1:  # several statements in one paragraph
        spans = [
            t for t in spans if [u.name for u in t.lead + t.responsible + t.support] == want["lead"] + want["responsible"] + want["support"]
        ] or spans
    assert spans, "没有读出这项任务"
    return spans[0]


@pytest.mark.parametrize("want", by_id(EXPECTED["tasks"], "file", "lines", "ordinal"))
def test_task(sample: Corpus, want: dict[str, Any]) -> None:
    task = task_at(sample, want)
    for role in ("lead", "responsible", "support"):
        assert [u.name for u in getattr(task, role)] == want[role], role
    if want["title"]:
        assert same(task.title, want["title"])
    texts = [d.text for d in task.deadlines]
    for deadline in want["deadlines"]:
        words = squeeze(deadline["text"])
        met = next((d for d in task.deadlines if words in d.text or d.text in words), None)
        assert met is not None, (words, texts)
        if deadline["date"]:
            assert met.date == str(deadline["date"])
    assert any(e.moved for e in task.role_evidence) == want["moved"]
    assert task.source.line_start == want["lines"][0]


def test_no_other_tasks(sample: Corpus) -> None:
    known = {(w["file"], line) for w in EXPECTED["tasks"] for line in range(w["lines"][0], w["lines"][1] + 1)}
    extra = [f"{t.source.file}:{t.source.line_start} {t.title}" for t in sample.tasks if (t.source.file, t.source.line_start) not in known]
    assert extra == []


@pytest.mark.parametrize("want", by_id(EXPECTED["tables"], "file", "line_start"))
def test_table(sample: Corpus, want: dict[str, Any]) -> None:
    table = next(t for t in sample.tables if t.source.file == want["file"] and abs(t.source.line_start - want["line_start"]) <= 1)
    assert list(table.columns) == want["columns"]
    assert len(table.rows) == want["rows"]


@pytest.mark.parametrize("want", by_id(EXPECTED["items"], "file", "line"))
def test_item(sample: Corpus, want: dict[str, Any]) -> None:
    item = next(i for i in sample.items if i.source.file == want["file"] and i.source.line_start <= want["line"] <= i.source.line_end)
    assert (item.ordinal, item.name, item.agency.name) == (want["ordinal"], squeeze(want["name"]), want["agency"])


@pytest.mark.parametrize("want", by_id(EXPECTED["rosters"], "group"))
def test_roster(sample: Corpus, want: dict[str, Any]) -> None:
    roster = next(r for r in sample.rosters if r.source.file == want["file"] and r.group == want["group"])
    assert [(m.role, m.name, m.post) for m in roster.members] == [(m["role"], m["name"], m["post"]) for m in want["members"]]
