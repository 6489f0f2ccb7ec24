"""What search results can be narrowed by: the year, the district, the day of an entry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parser.model import Corpus

from portal.search.entries import SearchEntry, build_entries, district_names
from portal.view.context import make_context

from tests.factories import make_corpus


def entries_of(corpus: Corpus, kind: str) -> list[SearchEntry]:
    context = make_context(corpus)
    return [entry for entry in build_entries(context.library, context.directory, context.addresses) if entry.kind == kind]


@pytest.mark.parametrize("kind", ["document", "section", "task", "item"])
def test_the_year_is_the_document_s_own_and_the_issue_s_only_without_one(kind: str) -> None:
    corpus = make_corpus(2)
    dated, undated = replace(corpus.documents[0], issued_on="2023-12-31"), replace(corpus.documents[1], issued_on=None)
    corpus = replace(corpus, documents=(dated, undated), issues=(replace(corpus.issues[0], year=2024),))
    assert [(entry.year, entry.issued_on) for entry in entries_of(corpus, kind)] == [(2023, "2023-12-31"), (2024, None)]


def test_a_document_without_date_and_issue_has_no_year() -> None:
    corpus = make_corpus(1)
    loose = replace(corpus, documents=(replace(corpus.documents[0], issued_on=None, issue_id=None),), issues=())
    assert {entry.year for kind in ("document", "section", "task", "item") for entry in entries_of(loose, kind)} == {None}


def test_an_issue_is_found_by_its_own_year_and_day() -> None:
    corpus = make_corpus(1)
    issue = replace(corpus.issues[0], year=2021, published_on="2022-01-05")
    assert [(entry.year, entry.issued_on) for entry in entries_of(replace(corpus, issues=(issue,)), "issue")] == [(2021, "2022-01-05")]


def test_the_district_of_a_document_that_names_none_is_its_issue_s() -> None:
    corpus = make_corpus(1)
    unnamed = replace(corpus, documents=(replace(corpus.documents[0], district=None),))
    assert {entry.district for entry in entries_of(unnamed, "document")} == {corpus.issues[0].district}


def test_a_task_is_found_by_its_units_in_their_roles() -> None:
    (task,) = entries_of(make_corpus(1), "task")
    assert task.roles == {
        "lead": ("chenghu/qu-da-shu-ju-zhong-xin",), "responsible": ("chenghu/qu-si-fa-ju",), "support": ("chenghu/ge-you-guan-dan-wei",),
    }  # fmt: skip
    assert task.deadlines == ("2025-09-30",)
    assert task.facts[:1] == ("牵头：区大数据中心",)


@pytest.mark.parametrize(
    ("district", "name", "found"),
    [
        ("澄湖区", "区司法局", ("澄湖区司法局",)),
        ("澄湖区", "司法局", ()),
        ("青禾县", "县医院", ("青禾县医院",)),
        ("", "区司法局", ()),
        ("澄湖区", "区委", ()),
    ],
)
def test_the_full_name_of_a_unit_of_the_district(district: str, name: str, found: tuple[str, ...]) -> None:
    assert district_names(district, name) == found
