"""What the page of one document shows and leaves out: text on screen, outline, lists; and the lists of documents around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from parser.model import Block, Citation, Corpus, RawLine, Validity

from portal.pages.all_pages import build_pages
from portal.view.context import make_context
from portal.view.page import Page
from portal.view.words import document_words, validity_words

from tests.factories import make_block, make_corpus, make_document, make_source


def corpus_of(blocks: Sequence[Block], **changes: Any) -> Corpus:
    document = make_document(1, **changes)
    return Corpus(documents=(document,), blocks=tuple(blocks))


def page_of(corpus: Corpus, path: str = "") -> Page:
    path = path or f"documents/{corpus.documents[0].id}/"
    (page,) = (page for page in build_pages(make_context(corpus)) if page.path == path)
    return page


def soup_of(corpus: Corpus, path: str = "") -> BeautifulSoup:
    return BeautifulSoup(page_of(corpus, path).content, "html.parser")


DOCUMENT = make_document(1)


def test_a_head_that_says_more_than_the_page_s_own_heading_stays_on_screen() -> None:
    """Only what the heading repeats is for print alone."""
    blocks = [
        make_block(DOCUMENT, 0, "title", "澄湖区人民政府"),
        make_block(DOCUMENT, 1, "title", DOCUMENT.title),
        make_block(DOCUMENT, 2, "doc_number", "澄政发〔2025〕1号"),
        make_block(DOCUMENT, 3, "doc_number", "澄湖联发〔2025〕9号"),
        make_block(DOCUMENT, 4, "paragraph", "本文用于测试。"),
    ]
    titles = soup_of(corpus_of(blocks)).select(".gp-b-title, .gp-b-number")
    assert [("gp-print" in (tag["class"] or ()), tag.get_text()) for tag in titles] == [
        (False, "澄湖区人民政府"),
        (True, DOCUMENT.title),
        (True, "澄政发〔2025〕1号"),
        (False, "澄湖联发〔2025〕9号"),
    ]


def test_a_title_within_the_text_is_never_for_print_alone() -> None:
    blocks = [
        make_block(DOCUMENT, 0, "title", DOCUMENT.title),
        make_block(DOCUMENT, 1, "paragraph", "本文用于测试。"),
        make_block(DOCUMENT, 2, "annex", "附件1"),
        make_block(DOCUMENT, 3, "title", DOCUMENT.title),
    ]
    found = [tag["class"] for tag in soup_of(corpus_of(blocks)).select(".gp-b-title")]
    assert ["gp-print" in (classes or ()) for classes in found] == [True, False]


def test_the_outline_names_tasks_and_citations_only_where_there_are_any() -> None:
    corpus = make_corpus(2)
    bare = replace(corpus, tasks=corpus.tasks[:1])
    ends = {key.id: [entry.title for entry in page_of(bare, f"documents/{key.id}/").toc] for key in bare.documents}
    assert ends["cheng-zheng-fa-2025-1"] == ["一、重点任务", "本文件的任务", "出处"]
    assert ends["cheng-zheng-fa-2025-2"] == ["一、重点任务", "出处"]
    assert 'id="tasks"' not in page_of(bare, "documents/cheng-zheng-fa-2025-2/").content


def test_a_citation_stands_in_the_outline_of_both_documents() -> None:
    corpus = make_corpus(3)
    cited = corpus.documents[1]
    citation = Citation(text=cited.doc_number or "", doc_number=cited.doc_number, document_id=cited.id)
    corpus = replace(corpus, documents=(replace(corpus.documents[0], citations=(citation,)), *corpus.documents[1:]), tasks=())
    has = ["引用与被引用" in [entry.title for entry in page_of(corpus, f"documents/{key.id}/").toc] for key in corpus.documents]
    assert has == [True, True, False]


def test_a_document_that_cites_itself_is_not_among_its_citations() -> None:
    corpus = make_corpus(1)
    own = corpus.documents[0]
    citation = Citation(text=own.doc_number or "", doc_number=own.doc_number, document_id=own.id)
    assert "citations" not in [entry.anchor for entry in page_of(replace(corpus, documents=(replace(own, citations=(citation,)),))).toc]


def test_furniture_is_counted_in_lines_and_not_shown() -> None:
    lines = (RawLine(number=11, text="- 3 -"), RawLine(number=12, text="澄湖区人民政府公报"))
    furniture = make_block(DOCUMENT, 1, "furniture", "- 3 -", reason="页码", lines=lines)
    blocks = [make_block(DOCUMENT, 0, "title", DOCUMENT.title), furniture, make_block(DOCUMENT, 2, "paragraph", "正文一句。")]
    soup = soup_of(corpus_of(blocks))
    assert "- 3 -" not in soup.get_text()
    assert "页眉等 2 行" in soup.get_text()


@pytest.mark.parametrize(
    ("text", "is_heading"), [("一、加强领导", True), ("一、加强领导。", False), ("一、" + "长" * 70, False), ("二、明确责任；", False)]
)
def test_a_heading_that_is_a_sentence_is_shown_as_a_paragraph(text: str, is_heading: bool) -> None:
    blocks = [make_block(DOCUMENT, 0, "title", DOCUMENT.title), make_block(DOCUMENT, 1, "heading", text, level=1, number=text[:2])]
    corpus = corpus_of(blocks)
    assert bool(soup_of(corpus).select("h2.gp-h1")) is is_heading
    assert [entry.anchor for entry in page_of(corpus).toc if entry.anchor == "s-1"] == (["s-1"] if is_heading else [])


def test_a_number_that_the_text_lacks_is_put_before_a_list_s_line_once() -> None:
    blocks = [
        make_block(DOCUMENT, 0, "title", DOCUMENT.title),
        make_block(DOCUMENT, 1, "list", "修桥", number="1."),
        make_block(DOCUMENT, 2, "list", "2.补路", number="2."),
        make_block(DOCUMENT, 3, "list", "护河", number="•"),
    ]
    assert [tag.get_text() for tag in soup_of(corpus_of(blocks)).select(".gp-b-list")] == ["1. 修桥", "2.补路", "护河"]


def test_a_heading_is_never_more_than_one_level_below_the_one_before() -> None:
    levels = [1, 3, 4, 2]
    blocks = [make_block(DOCUMENT, 0, "title", DOCUMENT.title)]
    blocks += [make_block(DOCUMENT, at + 1, "heading", f"标题{at}", level=level, number="一、") for at, level in enumerate(levels)]
    assert [tag.name for tag in soup_of(corpus_of(blocks)).select(".gp-text [class^=gp-h]")] == ["h2", "h3", "h4", "h3"]


def test_articles_stand_in_the_outline_only_without_headings() -> None:
    article = make_block(DOCUMENT, 2, "article", "第一条 总则。", number="第一条")
    heading = make_block(DOCUMENT, 1, "heading", "第一章 总则", level=1, number="第一章")
    title = make_block(DOCUMENT, 0, "title", DOCUMENT.title)
    assert [entry.anchor for entry in page_of(corpus_of([title, article])).toc] == ["article-1", "source"]
    assert [entry.anchor for entry in page_of(corpus_of([title, heading, article])).toc] == ["s-1", "source"]


def test_the_list_of_documents_counts_each_year_and_puts_the_undated_last() -> None:
    documents = (
        make_document(1, issued_on="2023-05-01"), make_document(2, issued_on="2025-05-01"), make_document(3, issued_on=None),
        make_document(4, issued_on="2025-06-01"),
    )  # fmt: skip
    corpus = Corpus(documents=documents)
    page = page_of(corpus, "documents/")
    assert [entry.title for entry in page.toc] == ["2025年 澄湖区", "2023年 澄湖区", "日期不详 澄湖区"]
    titles = [tag.get_text() for tag in BeautifulSoup(page.content, "html.parser").select("td.gp-lead")]
    assert titles == [documents[at].title for at in (3, 1, 0, 2)]


@pytest.mark.parametrize(("count", "words"), [(0, "澄湖区人民政府，2025年1月15日。"), (2, "澄湖区人民政府，2025年1月15日。任务 2 项。")])
def test_a_document_in_one_line(count: int, words: str) -> None:
    assert document_words(make_document(1, doc_number=None), count) == words


def test_days_that_are_worked_out_are_marked_and_printed_ones_are_not() -> None:
    validity = Validity(
        effective_text=None, effective_on="2025-02-01", expires_text="有效期五年", expires_on="2030-01-31", effective_computed=False,
        expires_computed=True,
    )  # fmt: skip
    assert validity_words(make_document(1, validity=validity)) == "2025年2月1日起施行，有效期至2030年1月31日（推算）"
    assert validity_words(make_document(1, validity=replace(validity, effective_on=None, expires_on=None))) == "有效期五年"
    assert validity_words(make_document(1)) == ""


def test_a_task_hangs_where_the_parser_read_it_whatever_its_lines_say() -> None:
    """The row or the blocks that the task names count; the lines only where it names none."""
    corpus = make_corpus(1, paragraphs=("第一段。", "第二段，由区司法局负责。"))
    (task,), (table,) = corpus.tasks, corpus.tables
    elsewhere = make_source(999)
    by_row = replace(task, table_id=table.id, row=0, source=elsewhere)
    by_block = replace(task, blocks=(4,), source=elsewhere)
    by_line = replace(task, source=make_source(corpus.blocks[3].source.line_start))
    places = [soup_of(replace(corpus, tasks=(each,))).select_one("#task-1") for each in (by_row, by_block, by_line)]
    assert [place.name if place else "" for place in places] == ["tr", "p", "p"]
    assert [place.get_text() if place else "" for place in places][1:] == ["第二段，由区司法局负责。", "第一段。"]
    linked = places[1].select("a") if places[1] else []
    assert [link.get_text() for link in linked] == ["区司法局"]
