"""Corpus → search entries → shards, chunks, facets: nothing is lost, everything is where the browser looks for it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.model import ROLES, Corpus

from portal.address import Addresses
from portal.dictionary import Dictionary, parse_dictionary
from portal.library import build_library
from portal.search_answers import answer_lists
from portal.search_codec import (
    Posting,
    decode_postings,
    encode_ascending,
    encode_number,
    encode_postings,
    length_level,
    level_length,
    pack,
)  # fmt: skip
from portal.search_entries import ENTRY_KINDS, SearchEntry, build_entries
from portal.search_facets import OWN_KINDS
from portal.search_index import FOLDER, SCRIPT, build_search_files, index_files, term_order
from portal.search_layout import PART_KINDS, make_layout
from portal.search_names import build_names, initials
from portal.search_postings import FIELDS
from portal.search_scripts import lunr_script, without_comments
from portal.search_sections import LONGEST, document_sections
from portal.segment import normalize, pairs, runs, units_of
from portal.unit_entries import build_directory

from tests.factories import HOSTILE_TEXTS, make_block, make_corpus, make_document, make_hostile_corpus

CODEC: dict[str, list[Any]] = json.loads((Path(__file__).parent / "vectors" / "codec.json").read_text(encoding="utf-8"))
ADDRESSES = Addresses()


def entries_of(corpus: Corpus) -> tuple[SearchEntry, ...]:
    library = build_library(corpus)
    return build_entries(library, build_directory(library), ADDRESSES)


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
    assert encode_postings(pack(*posting) for posting in case["postings"]) == case["encoded"]
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
    encoded = encode_postings(pack(posting.entry, posting.frequency, posting.level) for posting in postings)
    assert decode_postings(encoded) == postings
    assert not set(encoded) & set('"\\|<& \n')


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
    records = records_of(build_search_files(corpus, ADDRESSES))
    for name in ("区大数据中心=", "大数据中心=", "澄湖区大数据中心=", "qdsjzx=", "dsjzx="):
        key = records[name][[field.name for field in FIELDS].index("key")]
        assert [posting.entry for posting in decode_postings(key)] == [0]
    assert records["dsjzx="][-1].split("/")[0] == "区大数据中心"


def test_another_name_finds_the_tasks_of_the_unit(corpus: Corpus) -> None:
    """The tasks print 区大数据中心; a search for 大数据中心 has to find them by the name, not by chance."""
    entries = entries_of(corpus)
    records = records_of(index_files(entries, ADDRESSES))
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
    records = records_of(index_files(entries, ADDRESSES, dictionary))
    assert records["低保="][-1] == "低保/最低生活保障"


@pytest.mark.parametrize(("name", "letters"), [("区大数据中心", "qdsjzx"), ("12345热线", ""), ("各镇（街道）", ""), ("镇", "")])
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


# --- files ----------------------------------------------------------------------------------------------------------------------


def test_the_same_corpus_gives_the_same_bytes(corpus: Corpus) -> None:
    assert build_search_files(corpus, ADDRESSES) == build_search_files(make_corpus(), ADDRESSES)


def test_any_change_moves_the_index_to_another_folder(corpus: Corpus) -> None:
    """A browser that keeps old shards must never mix them with new ones."""
    before = manifest_of(index_files(entries_of(corpus), ADDRESSES))["folder"]
    after = manifest_of(index_files(entries_of(make_corpus(paragraphs=("别的话。",))), ADDRESSES))["folder"]
    assert before != after


def test_the_manifest_counts_what_is_there(corpus: Corpus) -> None:
    entries = entries_of(corpus)
    files = index_files(entries, ADDRESSES)
    manifest, pieces = manifest_of(files), pieces_of(files)
    assert manifest["count"] == len(entries) == sum(count for _, count, _ in manifest["kinds"])
    chunks = [pieces[name] for name in sorted((name for name in pieces if re.fullmatch(r"e\d+", name)), key=lambda name: int(name[1:]))]
    assert manifest["chunks"] == "".join(encode_number(len(chunk)) for chunk in chunks)
    assert sorted(row[0] for chunk in chunks for row in chunk) == sorted(entry.title for entry in entries)


def test_the_entries_of_a_document_lie_side_by_side() -> None:
    entries = entries_of(make_corpus(3))
    documents = [entry.document_id for entry in entries if entry.kind == "document"]
    layout = make_layout(entries, ADDRESSES)
    titles = [json.loads(row)[0] for chunk in layout.chunks for row in chunk]
    rest = [entry for entry in entries if entry.document_id]
    stored = [entry.title for document in documents for entry in rest if entry.document_id == document]
    assert titles == [entry.title for entry in entries if entry.kind in ("unit", "issue")] + stored
    for kind, sizes in zip(PART_KINDS, layout.sizes, strict=True):
        counts = [sum(entry.kind == kind and entry.document_id == document for entry in entries) for document in documents]
        assert sizes == "".join(map(encode_number, counts))


def test_lists_of_tasks_are_those_of_the_units_and_days(corpus: Corpus) -> None:
    library = build_library(corpus)
    directory = build_directory(library)
    lists = answer_lists(build_entries(library, directory, ADDRESSES))
    for place, entry in enumerate(directory.entries):
        for role in ROLES:
            assert len(lists.get(f"=u{place}.{role}", "")) == entry.count(role)  # few tasks: a character each
    due = [deadline.date for task in corpus.tasks for deadline in task.deadlines if deadline.date]
    assert {term for term in lists if term.startswith("=d")} == {f"=d{day}" for day in due}
    assert lists["=d2025-09-30"] == encode_ascending(range(due.count("2025-09-30")))


def test_any_two_neighbouring_characters_of_any_entry_are_a_term(corpus: Corpus) -> None:
    entries = entries_of(corpus)
    records = records_of(index_files(entries, ADDRESSES))
    for entry in entries:
        for text in (entry.title, entry.text, *entry.facts):
            for run in runs(normalize(text)):
                assert all(pair in records for pair in pairs(units_of(run))), text


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_stays_text(text: str) -> None:
    entries = entries_of(make_hostile_corpus(text))
    files = index_files(entries, ADDRESSES)
    rows = [row for name, chunk in pieces_of(files).items() if re.fullmatch(r"e\d+", name) for row in chunk]
    assert {row[0] for row in rows} <= {entry.title for entry in entries}
    records_of(files)


def test_an_empty_corpus_has_an_empty_index() -> None:
    files = build_search_files(Corpus(), ADDRESSES)
    assert manifest_of(files)["count"] == 0


def test_facets_cover_every_entry(corpus: Corpus) -> None:
    entries = entries_of(corpus)
    pieces = pieces_of(index_files(entries, ADDRESSES))
    own = [entry for entry in entries if entry.kind in OWN_KINDS]
    for column in ("district", "year", "date"):
        assert sum(pieces["facets"][column][1::2]) == len(own)
    tasks = [entry for entry in entries if entry.kind == "task"]
    assert len(pieces["tasks"]["roles"]) == len(pieces["tasks"]["deadline"]) == len(tasks)
    assert pieces["tasks"]["deadline"][0] == 20250930


# --- scripts --------------------------------------------------------------------------------------------------------------------


def test_lunr_is_the_one_the_index_is_made_for() -> None:
    assert "lunr.Index.load" in lunr_script()


def test_comments_are_taken_off_and_code_stays() -> None:
    script = '/* 说明 */\n(function () {\n  // 一行\n  /* 几\n     行 */\n  const a = "/* 不是注释 */"; // 行尾的留着\n})();\n'
    assert without_comments(script) == '(function () {\nconst a = "/* 不是注释 */"; // 行尾的留着\n})();\n'
