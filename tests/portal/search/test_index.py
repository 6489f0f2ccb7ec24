"""Corpus → search entries → shards, chunks, facets: nothing is lost, everything is where the browser looks for it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.model import ROLES, Corpus

from portal.search.answers import AnswerLists
from portal.search.bundle import without_comments
from portal.search.codec import (
    Posting,
    encode_ascending,
    encode_number,
    encode_postings,
    length_level,
    level_length,
)  # fmt: skip
from portal.search.dictionary import Dictionary, parse_dictionary
from portal.search.entries import ENTRY_KINDS, SearchEntry, build_entries
from portal.search.facets import OWN_KINDS
from portal.search.fields import FIELDS
from portal.search.index import EMPTY, FOLDER, SCRIPT, build_search_files, index_files
from portal.search.inversion import term_order
from portal.search.names import build_names, initials
from portal.search.rows import PART_KINDS, ROWS, Layout
from portal.search.sections import LONGEST, document_sections
from portal.search.segment import normalize, pairs, runs, units_of
from portal.view.addresses import Addresses
from portal.view.context import make_context
from portal.view.library import build_library
from portal.view.units import build_directory

from tests.factories import HOSTILE_TEXTS, make_block, make_corpus, make_document, make_hostile_corpus
from tests.places import VECTORS
from tests.portal.search.decoder import decode_postings

CODEC: dict[str, list[Any]] = json.loads((VECTORS / "codec.json").read_text(encoding="utf-8"))
ADDRESSES = Addresses()


def entries_of(corpus: Corpus) -> tuple[SearchEntry, ...]:
    library = build_library(corpus)
    return tuple(sorted(build_entries(library, build_directory(library), ADDRESSES), key=lambda entry: ENTRY_KINDS.index(entry.kind)))


def files_of(entries: Sequence[SearchEntry], dictionary: Dictionary = EMPTY) -> dict[str, bytes]:
    return dict(index_files(entries, entries, ADDRESSES, dictionary).items())


def encoded(postings: Sequence[Posting]) -> str:
    """As one list."""
    columns = np.array([(each.entry, each.level, each.frequency) for each in postings], np.int64).reshape(-1, 3)
    return "".join(encode_postings(columns[:, 0], columns[:, 1], columns[:, 2], np.arange(min(len(postings), 1))))


def received(content: bytes) -> Any:
    """The value that a script of the index hands over."""
    match = re.fullmatch(r'gpSearch\.receive\("[a-z0-9]+",(.*)\);\n', content.decode(), re.DOTALL)
    assert match, content[:80]
    return json.loads(match[1])


def manifest_of(files: dict[str, bytes]) -> Any:
    """The manifest stands in the script."""
    line = next(line for line in files[SCRIPT].decode().splitlines() if line.startswith('gpSearch.receive("manifest",'))
    return received(line.encode() + b"\n")


def pieces_of(files: dict[str, bytes]) -> dict[str, Any]:
    return {Path(path).stem: received(content) for path, content in files.items() if path.startswith(FOLDER)}


def records_of(files: dict[str, bytes]) -> dict[str, list[str]]:
    """Every term with its record, found as the browser finds it: by the shard whose first term is the last not after it."""
    pieces, first_terms = pieces_of(files), manifest_of(files)["shards"].split(" ")
    records = {}
    for place, first in enumerate(first_terms):
        for line in pieces[f"s{place}"].split("\n"):
            term, _, record = line.partition(" ")
            assert term_order(first) <= term_order(term)
            assert place + 1 == len(first_terms) or term_order(term) < term_order(first_terms[place + 1])
            records[term] = record.split("|")
    return records


# --- the codec ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CODEC["postings"], ids=lambda case: case["why"])
def test_postings_as_strings(case: dict[str, Any]) -> None:
    assert encoded([Posting(*posting) for posting in case["postings"]]) == case["encoded"]
    assert decode_postings(case["encoded"]) == [Posting(*posting) for posting in case["postings"]]


def test_numbers_as_strings() -> None:
    assert [[number, encode_number(number)] for number, _ in CODEC["numbers"]] == CODEC["numbers"]


@pytest.mark.parametrize("case", CODEC["lists"], ids=lambda case: str(case["numbers"]))
def test_lists_as_strings(case: dict[str, Any]) -> None:
    assert encode_ascending(case["numbers"]) == case["encoded"]


@pytest.mark.parametrize("case", CODEC["levels"], ids=lambda case: f"{case['length']} from {case['lowest']}")
def test_levels_of_length(case: dict[str, int]) -> None:
    level = length_level(case["length"], case["lowest"])
    assert (level, level_length(level, case["lowest"])) == (case["level"], case["stands_for"])


@given(st.sets(st.integers(0, 300_000), max_size=60), st.randoms(use_true_random=False))
def test_postings_survive_encoding(entries: set[int], random: Any) -> None:
    postings = [Posting(entry, random.choice((1, 1, 2, 4, 5, 6, 70, 4000)), random.randrange(15)) for entry in sorted(entries)]
    assert decode_postings(encoded(postings)) == postings
    assert not set(encoded(postings)) & set('"\\|<& \n')


# --- entries --------------------------------------------------------------------------------------------------------------------


def test_entries_of_every_kind_in_order(corpus: Corpus) -> None:
    kinds = [entry.kind for entry in entries_of(corpus)]
    assert kinds == sorted(kinds, key=ENTRY_KINDS.index)
    assert set(kinds) == set(ENTRY_KINDS)


def test_addresses_are_those_of_the_pages(corpus: Corpus) -> None:
    by_kind = {entry.kind: entry.address for entry in entries_of(corpus)}
    document = corpus.documents[-1]
    assert by_kind["document"] == ADDRESSES.document(document.id)
    assert by_kind["task"] == ADDRESSES.task(f"{document.id}#task-1")
    assert by_kind["section"].startswith(ADDRESSES.document(document.id))


def test_a_row_that_is_a_task_stands_in_no_section(corpus: Corpus) -> None:
    """The row of the table is the task's entry; the section keeps the table's head."""
    sections = [entry.text for entry in entries_of(corpus) if entry.kind == "section"]
    assert sections
    assert not any("建设数据平台；区大数据中心" in text for text in sections)
    tasks = [entry for entry in entries_of(corpus) if entry.kind == "task"]
    assert all("建设数据平台" in task.text and "牵头：区大数据中心" in task.facts for task in tasks)


def test_every_paragraph_can_be_found(corpus: Corpus) -> None:
    texts = "\n".join(normalize("\n".join((entry.title, entry.text, *entry.facts))) for entry in entries_of(corpus))
    for block in corpus.blocks:
        if block.kind not in ("doc_number", "table"):
            assert normalize(block.text) in texts


def test_a_long_paragraph_is_cut_and_nothing_is_lost() -> None:
    long = "".join(chr(0x4E00 + place % 5000) for place in range(40_000))
    corpus = make_corpus(1, paragraphs=(long,))
    sections = document_sections(corpus.documents[0], build_library(corpus)).sections
    assert all(len(section.text) <= LONGEST * 1.1 for section in sections)
    joined = "\n".join(section.text for section in sections)
    assert all(long[place : place + 2] in joined for place in range(len(long) - 1))


def test_a_document_without_any_block_is_still_found() -> None:
    corpus = replace(make_corpus(1), blocks=())
    assert [entry.title for entry in entries_of(corpus) if entry.kind == "document"] == ["关于印发示例方案（1）的通知"]


def test_sections_begin_at_headings() -> None:
    document = make_document(1)
    blocks = (
        make_block(document, 0, "title", document.title),
        make_block(document, 1, "paragraph", "开头的话。"),
        make_block(document, 2, "heading", "一、总体要求", level=1, number="一、"),
        make_block(document, 3, "paragraph", "要求的内容。"),
        make_block(document, 4, "heading", "二、重点任务", level=1, number="二、"),
        make_block(document, 5, "paragraph", "任务的内容。"),
    )
    corpus = replace(make_corpus(1), documents=(document,), tasks=(), items=(), tables=(), blocks=blocks)
    text = document_sections(document, build_library(corpus))
    assert text.head == "开头的话。"
    assert [(section.title, section.anchor) for section in text.sections] == [("一、总体要求", "s-1"), ("二、重点任务", "s-2")]


# --- names ----------------------------------------------------------------------------------------------------------------------


def test_a_unit_is_found_by_all_its_names(corpus: Corpus) -> None:
    records = records_of(dict(build_search_files(make_context(corpus, ADDRESSES)).items()))
    for name in ("区大数据中心=", "大数据中心=", "澄湖区大数据中心=", "qdsjzx=", "dsjzx="):
        key = records[name][[field.name for field in FIELDS].index("key")]
        assert [posting.entry for posting in decode_postings(key)] == [0]
    assert records["dsjzx="][-1].split("/")[0] == "区大数据中心"


def test_another_name_finds_the_tasks_of_the_unit(corpus: Corpus) -> None:
    """The tasks print 区大数据中心; a search for 大数据中心 has to find them by the name, not by chance."""
    entries = entries_of(corpus)
    records = records_of(files_of(entries))
    named = decode_postings(records["大数据中心="][[field.name for field in FIELDS].index("name")])
    tasks = {place for place, entry in enumerate(entries) if entry.kind == "task"}
    assert tasks <= {posting.entry for posting in named}


def test_names_count_within_their_district(corpus: Corpus) -> None:
    names = build_names(entries_of(corpus))
    assert names.terms_of(["区司法局"], "澄湖区")
    assert names.terms_of(["区司法局"], "别的区") == ()


def test_synonyms_find_each_other(corpus: Corpus) -> None:
    dictionary = parse_dictionary("# 说明\n低保 ＝ 最低生活保障\n无证明城市\n")
    assert dictionary == Dictionary(("低保", "最低生活保障", "无证明城市"), (("低保", "最低生活保障"),))
    entries = entries_of(make_corpus(1, paragraphs=("申请最低生活保障。",)))
    records = records_of(files_of(entries, dictionary))
    assert records["低保="][-1] == "低保/最低生活保障"


@pytest.mark.parametrize(("name", "letters"), [("区大数据中心", "qdsjzx"), ("12345热线", ""), ("各镇（街道）", ""), ("镇", "")])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


# --- files ----------------------------------------------------------------------------------------------------------------------


def test_the_same_corpus_gives_the_same_bytes(corpus: Corpus) -> None:
    assert dict(build_search_files(make_context(corpus, ADDRESSES)).items()) == dict(
        build_search_files(make_context(make_corpus(), ADDRESSES)).items()
    )


def test_any_change_moves_the_index_to_another_folder(corpus: Corpus) -> None:
    """A browser that keeps old shards must never mix them with new ones."""
    before = manifest_of(files_of(entries_of(corpus)))["folder"]
    after = manifest_of(files_of(entries_of(make_corpus(paragraphs=("别的话。",)))))["folder"]
    assert before != after


def test_the_manifest_counts_what_is_there(corpus: Corpus) -> None:
    """Every entry is in the file and at the place that the browser works out."""
    entries = entries_of(corpus)
    files = files_of(entries)
    manifest, pieces = manifest_of(files), pieces_of(files)
    assert manifest["count"] == len(entries) == sum(count for _, count, _, _ in manifest["kinds"])
    kinds = [entry.kind for entry in entries]
    for kind, count, _, rows in manifest["kinds"]:
        start = kinds.index(kind) if count else 0
        for place in range(count):
            assert pieces[f"{kind}{place // rows}"][place % rows][0] == entries[start + place].title


def test_each_document_has_its_parts() -> None:
    corpus = make_corpus(3)
    library = build_library(corpus)
    layout = Layout(ADDRESSES)
    entries = list(build_entries(library, build_directory(library), ADDRESSES))
    files = [name for entry in entries for name, _ in layout.add(entry)] + [name for name, _ in layout.rest()]
    assert len(files) == len(set(files)) == sum(-(-sum(entry.kind == kind for entry in entries) // ROWS[kind]) for kind in ENTRY_KINDS)
    documents = [entry.document_id for entry in entries if entry.kind == "document"]
    for kind, sizes in zip(PART_KINDS, layout.parts(), strict=True):
        counts = [sum(entry.kind == kind and entry.document_id == document for entry in entries) for document in documents]
        assert sizes == "".join(map(encode_number, counts))
    owners = [documents.index(entry.document_id) if entry.document_id else -1 for entry in entries_of(corpus)]
    assert layout.owners().tolist() == owners


def test_parts_out_of_the_order_of_their_documents_are_refused() -> None:
    layout = Layout(ADDRESSES)
    first, second = (SearchEntry(kind="document", title="", text="", address="", document_id=name) for name in "ab")
    part = SearchEntry(kind="section", title="", text="", address="documents/a/", document_id="a")
    for entry in (first, second, replace(part, document_id="b")):
        list(layout.add(entry))
    with pytest.raises(ValueError, match="documents/a/"):
        list(layout.add(part))


def test_lists_of_tasks_are_those_of_the_units_and_days(corpus: Corpus) -> None:
    library = build_library(corpus)
    directory = build_directory(library)
    found = AnswerLists()
    for entry in build_entries(library, directory, ADDRESSES):
        found.add(entry)
    lists = found.encoded()
    for place, unit in enumerate(directory.entries):
        for role in ROLES:
            assert len(lists.get(f"=u{place}.{role}", "")) == unit.count(role)  # few tasks: a character each
    due = [deadline.date for task in corpus.tasks for deadline in task.deadlines if deadline.date]
    assert {term for term in lists if term.startswith("=d")} == {f"=d{day}" for day in due}
    assert lists["=d2025-09-30"] == encode_ascending(range(due.count("2025-09-30")))


def test_any_two_neighbouring_characters_of_any_entry_are_a_term(corpus: Corpus) -> None:
    entries = entries_of(corpus)
    records = records_of(files_of(entries))
    for entry in entries:
        for text in (entry.title, entry.text, *entry.facts):
            for run in runs(normalize(text)):
                assert all(pair in records for pair in pairs(units_of(run))), text


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_stays_text(text: str) -> None:
    entries = entries_of(make_hostile_corpus(text))
    files = files_of(entries)
    rows = [row for name, chunk in pieces_of(files).items() if name.rstrip("0123456789") in ENTRY_KINDS for row in chunk]
    assert {row[0] for row in rows} <= {entry.title for entry in entries}
    records_of(files)


def test_an_empty_corpus_has_an_empty_index() -> None:
    files = dict(build_search_files(make_context(Corpus(), ADDRESSES)).items())
    assert manifest_of(files)["count"] == 0


def test_facets_cover_every_entry(corpus: Corpus) -> None:
    entries = entries_of(corpus)
    pieces = pieces_of(files_of(entries))
    own = [entry for entry in entries if entry.kind in OWN_KINDS]
    for column in ("district", "year", "date"):
        assert sum(pieces["facets"][column][1::2]) == len(own)
    tasks = [entry for entry in entries if entry.kind == "task"]
    assert len(pieces["tasks"]["roles"]) == len(pieces["tasks"]["deadline"]) == len(tasks)
    assert pieces["tasks"]["deadline"][0] == 20250930


# --- scripts --------------------------------------------------------------------------------------------------------------------


def test_comments_are_taken_off_and_code_stays() -> None:
    script = '/* 说明 */\n(function () {\n  // 一行\n  /* 几\n     行 */\n  const a = "/* 不是注释 */"; // 行尾的留着\n})();\n'
    assert without_comments(script) == '(function () {\nconst a = "/* 不是注释 */"; // 行尾的留着\n})();\n'
