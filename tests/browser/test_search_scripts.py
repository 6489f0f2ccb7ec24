"""The scripts of the search in a real browser: they read the vectors as Python does, and score as one whole lunr index does."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from lunr.builder import Builder
from lunr.index import Index
from playwright.sync_api import Browser, Page

from parser import parse_corpus
from parser.model import Corpus

from portal.search.bundle import search_bundle
from portal.search.codec import length_level, level_length
from portal.search.entries import ENTRY_KINDS, EntryKind, SearchEntry, build_entries
from portal.search.fields import FIELDS, KIND_BOOSTS
from portal.search.index import EMPTY, FOLDER, SCRIPT, index_files, make_tokenizer
from portal.search.questions import QuestionForm, load_questions
from portal.search.segment import NOISE, SMALL, WEAK, simplified_characters
from portal.view.addresses import Addresses
from portal.view.library import build_library
from portal.view.units import build_directory

from tests.places import SAMPLE, VECTORS

pytestmark = pytest.mark.browser
SEGMENT: dict[str, list[dict[str, Any]]] = json.loads((VECTORS / "segment.json").read_text(encoding="utf-8"))
CODEC: dict[str, list[Any]] = json.loads((VECTORS / "codec.json").read_text(encoding="utf-8"))
QUESTIONS = load_questions()
WORDS = "({ noise: %s, weak: new Set(%s), small: new Set(%s) })"

_SCORES = """async (clauses) => {
  const index = gpSearch.testIndex;
  await index.loadTerms(clauses.map((clause) => clause.term));
  const read = new Map(clauses.map((clause) => [clause.term, gpSearch.scores.readTerm(index, clause.term)]));
  const scores = gpSearch.scores.scoreEntries(index, clauses.map((clause) => ({ ...clause, term: read.get(clause.term) })));
  return [...scores.entries()].filter(([, score]) => score > 0).map(([entry, score]) => [String(entry), score]);
}"""


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    """An empty page with the scripts of the search and nothing else."""
    page = browser.new_page()
    page.add_script_tag(content=search_bundle().decode())
    variants = {chr(old): chr(new) for old, new in simplified_characters().items()}
    page.evaluate("(table) => { window.variants = new Map(Object.entries(table)); }", variants)
    page.evaluate("window.words = " + WORDS % tuple(json.dumps(value) for value in (NOISE, WEAK, sorted(SMALL))))
    yield page
    page.close()


@pytest.mark.parametrize("case", SEGMENT["normalize"], ids=lambda case: case["why"])
def test_normalize(scripts: Page, case: dict[str, str]) -> None:
    assert scripts.evaluate("(text) => gpSearch.segment.normalize(text, variants)", case["text"]) == case["normal"]


@pytest.mark.parametrize("case", SEGMENT["runs"], ids=lambda case: case["why"])
def test_runs(scripts: Page, case: dict[str, Any]) -> None:
    found = scripts.evaluate(
        "(text) => gpSearch.segment.runs(gpSearch.segment.normalize(text, variants)).map(gpSearch.segment.unitsOf)", case["text"]
    )
    assert found == case["runs"]


@pytest.mark.parametrize("case", SEGMENT["queries"], ids=lambda case: case["why"])
def test_queries(scripts: Page, case: dict[str, Any]) -> None:
    parts, groups = scripts.evaluate(
        """([query, known]) => {
          const kind = (it) => it.isNoise ? "noise" : it.isNumber ? "number" : it.isExact ? "exact" : it.isExcluded ? "excluded" : "";
          const parts = gpSearch.segment.splitQuery(query, words, variants);
          const groups = gpSearch.segment.queryGroups(parts, (word) => known.includes(word), words);
          return [parts, groups].map((list) => list.map((it) => [kind(it), ...it.units]));
        }""",
        [case["query"], case["words"]],
    )
    assert parts == case["parts"]
    assert groups == case["groups"]


@pytest.mark.parametrize("case", CODEC["postings"], ids=lambda case: case["why"])
def test_postings(scripts: Page, case: dict[str, Any]) -> None:
    found = scripts.evaluate("(text) => gpSearch.codec.decodePostings(text)", case["encoded"])
    assert found == [number for posting in case["postings"] for number in posting]


def test_levels_and_lists(scripts: Page) -> None:
    for case in CODEC["levels"]:
        found = scripts.evaluate("([level, lowest]) => gpSearch.codec.levelLength(level, lowest)", [case["level"], case["lowest"]])
        assert found == case["stands_for"]
    for case in CODEC["lists"]:
        assert scripts.evaluate("(text) => gpSearch.codec.decodeAscending(text)", case["encoded"]) == case["numbers"]


@pytest.mark.parametrize("form", QUESTIONS.forms, ids=lambda form: form.id)
def test_questions(scripts: Page, form: QuestionForm) -> None:
    """The browser reads the forms as Python does."""
    questions = {**QUESTIONS.for_browser(), "forms": [form.source]}
    read = "([questions, text]) => gpSearch.answers.readings(questions, gpSearch.segment.normalize(text, variants))"
    for example in form.examples:
        assert scripts.evaluate(read, [questions, example.text]) == [dict(example.slots)], example.text
    for text in form.counter_examples:
        assert scripts.evaluate(read, [questions, text]) == [], text


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("牵头", ["lead"]), ("牵头负责", ["lead"]), ("牵头和负责", ["lead", "responsible"]), ("配合或者牵头", ["lead", "support"]),
        ("牵头以及参与", ["lead", "support"]), ("负责及配合", ["lead", "responsible", "support"]),
    ],
)  # fmt: skip
def test_roles_joined(scripts: Page, text: str, roles: list[str]) -> None:
    """牵头、负责 asks for both; 牵头负责 is one phrase."""
    assert scripts.evaluate("([words, text]) => gpSearch.answers.rolesOf(words, text)", [QUESTIONS.for_browser()["roles"], text]) == roles


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022年12月底前", "2022-01", "2022-12"), ("2021年9月", "2021-09", "2021-09"), ("2022年底前", "2022-01", "2022-12"),
        ("2022年", "2022-01", "2022-12"), ("6月底前", "2024-01", "2024-06"), ("年底前", "2024-01", "2024-12"),
        ("年内", "2024-01", "2024-12"), ("今年", "2024-01", "2024-12"), ("明年3月", "2025-03", "2025-03"),
        ("本月", "2024-12", "2024-12"), ("下月", "2025-01", "2025-01"), ("上个月", "2024-11", "2024-11"), ("本月前", "2024-01", "2024-11"),
        # 9月前 does not hold September, 9月底前 and 9月30日前 do
        ("2021年9月前", "2021-01", "2021-08"), ("2021年9月底前", "2021-01", "2021-09"), ("2021年9月以前", "2021-01", "2021-08"),
        ("2021年9月内", "2021-09", "2021-09"), ("2022年1月前", "2021-01", "2021-12"), ("2022年前", "2021-01", "2021-12"),
        ("2021年12月31日前", "2021-01-01", "2021-12-31"), ("2021年9月5日", "2021-09-05", "2021-09-05"),
        ("2022年上半年", "2022-01", "2022-06"), ("下半年", "2024-07", "2024-12"), ("2022年第三季度", "2022-07", "2022-09"),
        ("4季度", "2024-10", "2024-12"), ("2022年三季度末前", "2022-01", "2022-09"), ("2022年三季度前", "2022-01", "2022-06"),
    ],
)  # fmt: skip
def test_spans_of_time(scripts: Page, text: str, first: str, last: str) -> None:
    span = scripts.evaluate("(text) => gpSearch.answers.spanOf(text, new Date(2024, 11, 31))", text)
    assert (span["from"], span["to"]) == (first, last)


@pytest.mark.parametrize(
    ("left", "right", "far"),
    [("电子证照", "电子证照", 0), ("电子正照", "电子证照", 1), ("电子照", "电子证照", 1), ("政务", "电子证照", 3), ("", "政务", 2)],
)
def test_how_far_two_words_are(scripts: Page, left: str, right: str, far: int) -> None:
    """Beyond the limit, which is 2 here, any larger number will do."""
    assert min(scripts.evaluate("([left, right]) => gpSearch.near.distance([...left], [...right], 2)", [left, right]), 3) == far


# --- scores ---------------------------------------------------------------------------------------------------------------------

Tokens = Sequence[Sequence[Sequence[str]]]


def entries_of(corpus: Corpus) -> tuple[SearchEntry, ...]:
    library = build_library(corpus)
    return tuple(sorted(build_entries(library, build_directory(library), Addresses()), key=lambda entry: ENTRY_KINDS.index(entry.kind)))


def tokens_of(entries: Sequence[SearchEntry]) -> Tokens:
    tokenizer, _ = make_tokenizer(entries, EMPTY)
    numbers = [tokenizer.fields(entry) for entry in entries]
    terms = list(tokenizer.terms)
    return [[[terms[number] for number in field] for field in fields] for fields in numbers]


def whole_index(tokens: Tokens, boosts: Sequence[float]) -> Index:
    """One lunr index of everything, with the lengths of fields rounded as the postings have them."""
    builder = Builder()
    for field in FIELDS:
        builder.field(field.name, boost=field.boost)
    for number, (by_field, boost) in enumerate(zip(tokens, boosts, strict=True)):
        builder.add({"id": number} | {field.name: list(terms) for field, terms in zip(FIELDS, by_field, strict=True)}, {"boost": boost})
        for field, terms in zip(FIELDS, by_field, strict=True):
            rounded = level_length(length_level(len(terms), field.lowest), field.lowest) if terms else 0
            builder.field_lengths[f"{field.name}/{number}"] = rounded
    return builder.build()


def assert_same_scores(page: Page, entries: Sequence[SearchEntry], queries: int) -> None:
    """Random sets of clauses: the few shards of a query give the scores of the whole index."""
    tokens = tokens_of(entries)
    whole = whole_index(tokens, [KIND_BOOSTS[entry.kind] for entry in entries])
    files = dict(index_files(entries, entries, Addresses()).items())
    page.add_script_tag(content=files[SCRIPT].decode())
    for path, content in files.items():
        if path.startswith(FOLDER):
            page.add_script_tag(content=content.decode())
    page.evaluate("async () => { gpSearch.testIndex = await gpSearch.store.open(''); }")
    chance = random.Random(7)
    names = [field.name for field in FIELDS]
    terms = sorted({term for by_field in tokens for field in by_field for term in field})
    for _ in range(queries):
        clauses = [
            {"term": term, "fields": chance.sample(names, chance.randint(1, len(names))), "boost": chance.choice((1, 0.3, 3))}
            for term in chance.sample(terms, chance.randint(1, 8))
        ]
        expected = {match["ref"]: match["score"] for match in whole.query(callback=lambda query: _add(query, clauses))}  # noqa: B023
        assert dict(page.evaluate(_SCORES, clauses)) == pytest.approx(expected, abs=1e-9), clauses


def _add(query: Any, clauses: Sequence[dict[str, Any]]) -> None:
    for clause in clauses:
        query.term(clause["term"], fields=clause["fields"], boost=clause["boost"], use_pipeline=False)


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def random_entries(seed: int) -> list[SearchEntry]:
    """Entries of few words, so that many share them, of all lengths."""
    chance = random.Random(seed)
    words = ["电子", "证照", "政务", "服务", "区大数据中心", "牵头", "12345", "ab", "〔2022〕13号", "的", "𬭸钪"]
    counts: dict[EntryKind, int] = {"document": 12, "section": 40, "task": 30}
    return [
        SearchEntry(
            kind=kind, title="".join(chance.choices(words, k=chance.randint(1, 6))),
            text="，".join(chance.choices(words, k=chance.randint(0, 400))), address=f"documents/d{number}/",
            context=chance.choice(words), keys=(chance.choice(words),), document_id=f"d{number * 12 // count}",
        )
        for kind, count in counts.items()
        for number in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_shards_score_as_one_whole_index_on_random_entries(fresh: Page, seed: int) -> None:
    assert_same_scores(fresh, random_entries(seed), queries=40)


def test_shards_score_as_one_whole_index_on_the_sample(fresh: Page) -> None:
    assert_same_scores(fresh, entries_of(parse_corpus([SAMPLE], content=SAMPLE)), queries=40)


@pytest.mark.real
def test_shards_score_as_one_whole_index_on_real_gazettes(fresh: Page, real_gazettes: Path) -> None:
    assert_same_scores(fresh, entries_of(parse_corpus([real_gazettes], content=SAMPLE)), queries=60)
