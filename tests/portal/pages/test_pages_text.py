"""Small parts of the pages: places of headings, links in text, words."""

from __future__ import annotations

import pytest

from parser.grammar.slugs import name_slug
from parser.model import Block, BlockKind
from parser.words import date_words, source_words

from portal.pages.text_links import linked, statement_start
from portal.view.anchors import block_anchors
from portal.view.slugs import district_slug
from portal.view.words import file_anchor

from tests.factories import make_block, make_document, make_source


def blocks(*found: tuple[BlockKind, int | None, str | None]) -> tuple[Block, ...]:
    document = make_document(1)
    return tuple(
        make_block(document, seq, kind, number or kind, level=level, number=number) for seq, (kind, level, number) in enumerate(found)
    )


def test_headings_count_by_position_below_each_other() -> None:
    found = blocks(*(("heading", level, "1") for level in (1, 2, 2, 1, 2)))
    assert list(block_anchors(found).values()) == ["s-1", "s-1-1", "s-1-2", "s-2", "s-2-1"]


def test_a_second_text_with_its_own_numbers_gets_its_own_places() -> None:
    found = blocks(("heading", 1, "一、"), ("title", None, None), ("heading", 1, "一、"), ("annex", None, None), ("heading", 1, "一、"))
    assert list(block_anchors(found).values()) == ["s-1", "s-2", "annex-1", "annex-1-s-1"]


def test_a_skipped_level_counts_zero() -> None:
    found = blocks(("heading", 2, "（一）"), ("heading", 1, "一、"), ("heading", 3, "1."))
    assert list(block_anchors(found).values()) == ["s-0-1", "s-1", "s-1-0-1"]


def test_articles_go_by_their_printed_number_and_repeats_stay_apart() -> None:
    found = blocks(("article", None, "第一条"), ("article", None, "第十二条"), ("article", None, "第一条"), ("article", None, None))
    assert list(block_anchors(found).values()) == ["article-1", "article-12", "article-1-2"]


def test_titles_that_open_a_text_are_places_but_not_the_first_nor_an_annexs() -> None:
    found = blocks(
        ("title", None, None), ("title", None, None), ("paragraph", None, None), ("title", None, None), ("annex", None, None),
        ("title", None, None), ("furniture", None, None),
    )  # fmt: skip
    assert block_anchors(found) == {3: "part-2", 4: "annex-1"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("由区民政局负责", '由<a href="m">区民政局</a>负责'),
        ("区 民政\n局", '<a href="m">区 民政\n局</a>'),
        ("区民政局分局", '<a href="f">区民政局分局</a>'),
        ("<b>区民政局</b>", '&lt;b&gt;<a href="m">区民政局</a>&lt;/b&gt;'),
        ("区民政局、区民政局", '<a href="m">区民政局</a>、<a href="m">区民政局</a>'),
        ("别的", "别的"),
        ("", ""),
    ],
)
def test_names_are_linked_and_everything_else_is_text(text: str, html: str) -> None:
    assert linked(text, {"区民政局": "m", "区民政局分局": "f"}) == html


def test_an_href_cannot_leave_its_attribute() -> None:
    assert linked("甲", {"甲": '"><script>'}) == '<a href="&#34;&gt;&lt;script&gt;">甲</a>'


def test_links_begin_with_the_statement_of_units() -> None:
    text = "区民政局要重视（见附件）。（责任单位：区民政局、各镇（街道））"
    start = statement_start(text, ["区民政局", "各镇（街道）"])
    assert text[start:] == "（责任单位：区民政局、各镇（街道））"
    assert linked(text, {"区民政局": "m"}, start=start).count("<a ") == 1


def test_a_text_without_brackets_is_a_statement_as_a_whole() -> None:
    assert statement_start("责任单位：区民政局", ["区民政局"]) == 0


def test_words() -> None:
    assert date_words("2025-03-01") == "2025年3月1日"
    assert date_words(None) == ""
    assert source_words(make_source(3, 3)) == "chenghu-2025-01.txt 第 3 行"
    assert source_words(make_source(3, 5)) == "chenghu-2025-01.txt 第 3–5 行"


def test_addresses_of_names() -> None:
    assert name_slug("各镇（街道）") == "ge-zhen-jie-dao"
    assert name_slug("——").startswith("n-")
    assert name_slug("——") != name_slug("……")
    assert district_slug("张店区") == "zhangdian"
    assert district_slug("") == "qita"
    assert file_anchor("zhangdian-2022-07.txt") == "zhangdian-2022-07"
    assert file_anchor("公报 7.txt").startswith("f-")
