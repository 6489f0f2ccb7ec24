"""The pages: what each kind of page shows, and where its links lead. No browser, no frame, no parser but for the real gazettes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from parser.model import Annex, CellMark, Citation, Corpus, Deadline, Evidence, GroupRow, Table, Task, UnitName

from portal.pages.all_pages import build_pages
from portal.view.addresses import Addresses
from portal.view.context import make_context
from portal.view.page import Page

from tests.factories import (
    DATA_CENTRE,
    JUSTICE,
    UNKNOWN,
    make_block,
    make_corpus,
    make_document,
    make_source,
    make_table,
    make_task,
    make_unit,
)  # fmt: skip

DOCUMENT = "documents/cheng-zheng-fa-2025-1/"
NEVER_SAID = ("未完成", "已完成", "未办结", "已办结", "逾期", "超期")


def pages_of(corpus: Corpus, addresses: Addresses | None = None) -> dict[str, Page]:
    return {page.path: page for page in build_pages(make_context(corpus, addresses or Addresses()))}


def soup_of(pages: dict[str, Page], path: str) -> BeautifulSoup:
    return BeautifulSoup(pages[path].content, "html.parser")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


def with_tasks(*tasks: Task) -> Corpus:
    return replace(make_corpus(1), tasks=tasks)


# --- every page ---------------------------------------------------------------------------------------------------------------


def test_every_address_of_the_design_is_made_once(corpus: Corpus) -> None:
    pages = [page.path for page in build_pages(make_context(corpus, Addresses()))]
    assert len(pages) == len(set(pages))
    assert set(pages) == {
        "", "issues/", "issues/chenghu/2025-01/", "documents/", DOCUMENT, "documents/cheng-zheng-fa-2025-2/", "units/",
        "units/chenghu/qu-da-shu-ju-zhong-xin/", "units/chenghu/qu-si-fa-ju/", "units/chenghu/ge-you-guan-dan-wei/", "tasks/",
        "tasks/2025/", "deadlines/", "search/", "quality/", "data/", "404.html",
    }  # fmt: skip


def test_every_page_has_one_heading_of_the_first_rank_and_names_its_authority(corpus: Corpus) -> None:
    for page in build_pages(make_context(corpus, Addresses())):
        soup = BeautifulSoup(page.content, "html.parser")
        assert len(soup.select("h1")) == 1, page.path
        if page.path != "404.html":
            assert "以政府正式公布的文本为准" in soup.get_text(), page.path
            assert page.description, page.path


def test_headings_never_skip_a_rank(corpus: Corpus) -> None:
    for page in build_pages(make_context(corpus, Addresses())):
        ranks = [int(tag.name[1]) for tag in BeautifulSoup(page.content, "html.parser").select("h1, h2, h3, h4, h5, h6")]
        assert all(after <= before + 1 for before, after in pairwise(ranks)), (page.path, ranks)


def test_no_page_says_that_a_task_is_done_or_not_done(corpus: Corpus, project: Path) -> None:
    scripts = [path.read_text(encoding="utf-8") for path in (project / "site_templates/js").glob("[cl]*/*.js")]
    for text in [*scripts, *(page.content for page in build_pages(make_context(corpus, Addresses())))]:
        assert not [word for word in NEVER_SAID if word in text]


def test_a_corpus_without_anything_still_gives_every_section() -> None:
    assert set(pages_of(Corpus())) == {
        "", "issues/", "documents/", "units/", "tasks/", "deadlines/", "search/", "quality/", "data/", "404.html"
    }  # fmt: skip


def test_an_offline_copy_links_to_files(corpus: Corpus) -> None:
    pages = pages_of(corpus, Addresses(index_html=True))
    for page in pages.values():
        for tag in BeautifulSoup(page.content, "html.parser").select("a[href]"):
            path = str(tag["href"]).partition("#")[0].partition("?")[0]
            assert not path.endswith("/"), (page.path, tag["href"])


# --- the document -------------------------------------------------------------------------------------------------------------


def test_the_official_fields_stand_in_their_order(corpus: Corpus) -> None:
    names = [tag.get_text() for tag in soup_of(pages_of(corpus), DOCUMENT).select(".gp-meta dt")]
    assert names == ["发文机关", "发文字号", "成文日期", "文种", "主送", "公报期", "公开方式"]


def test_a_task_is_anchored_at_its_row_and_its_units_are_linked(corpus: Corpus) -> None:
    row = one(soup_of(pages_of(corpus), DOCUMENT), "#task-1")
    assert row.name == "tr"
    assert [cell.get_text() for cell in row.select("td")] == ["1", "建设数据平台", "区大数据中心"]
    assert [link["href"] for link in row.select("a")] == ["../../units/chenghu/qu-da-shu-ju-zhong-xin/"]


def test_two_tasks_of_one_row_are_two_places() -> None:
    document = make_document(1)
    soup = soup_of(pages_of(with_tasks(make_task(document, 1), make_task(document, 2))), DOCUMENT)
    assert one(soup, "#task-2").find_parent("tr") is one(soup, "#task-1")


def test_a_task_of_a_paragraph_is_anchored_at_the_paragraph() -> None:
    document = make_document(1)
    text = "区司法局要重视。二、公开数据（责任单位：区 司法局、区大数据中心）"
    corpus = replace(
        make_corpus(1, (text,)), tasks=(make_task(document, lead=(), responsible=(JUSTICE, DATA_CENTRE), source=make_source(13)),)
    )
    paragraph = one(soup_of(pages_of(corpus), DOCUMENT), "#task-1")
    assert paragraph.name == "p"
    assert paragraph.get_text() == text
    assert [link.get_text() for link in paragraph.select("a")] == ["区 司法局", "区大数据中心"]


def marked_table() -> Table:
    return replace(
        make_table(make_document(1)),
        rows=(("1", "建设数据平台", "区大数据中心"), ("2", "建设数据平台", "区司法局")),
        row_sources=(make_source(14), make_source(15)),
        groups=(GroupRow(before=0, text="一、夯实底座", line=13),),
        marks=(
            CellMark(row=1, column=1, kind="filled", reason="取自上一行"),
            CellMark(row=1, column=2, kind="moved", reason="原印在第2栏"),
        ),
    )


def test_filled_and_moved_cells_are_marked_and_explained() -> None:
    soup = soup_of(pages_of(replace(make_corpus(1), tables=(marked_table(),))), DOCUMENT)
    assert [mark.get_text() for mark in soup.select(".gp-scroll td .gp-mark")] == ["补", "移"]
    assert [note.get_text() for note in soup.select(".gp-marks li")] == ["序号 2，任务：取自上一行", "序号 2，牵头单位：原印在第2栏"]
    assert one(soup, "#table-1-group-1").get_text(strip=True) == "一、夯实底座"


def test_the_outline_holds_headings_groups_and_annexes() -> None:
    document = make_document(1, annexes=(Annex(title="样表"), Annex(title="分工表")))
    blocks = (
        make_block(document, 0, "title", document.title),
        make_block(document, 1, "heading", "一、目标", level=1, number="一、"),
        make_block(document, 2, "heading", "（一）近期", level=2, number="（一）"),
        make_block(document, 3, "annex", "附件2"),
        make_block(document, 4, "title", "分工表"),
        make_block(document, 5, "heading", "一、总则", level=1, number="一、"),
        make_block(document, 6, "table", "", table_id=f"{document.id}#table-1"),
    )
    corpus = replace(make_corpus(1), documents=(document,), blocks=blocks, tables=(marked_table(),))
    page = pages_of(corpus)[DOCUMENT]
    assert [(entry.level, entry.anchor, entry.title) for entry in page.toc[:5]] == [
        (1, "s-1", "一、目标"), (2, "s-1-1", "（一）近期"), (1, "annex-1", "附件2 分工表"), (2, "annex-1-s-1", "一、总则"),
        (2, "table-1-group-1", "一、夯实底座"),
    ]  # fmt: skip
    (annex,) = BeautifulSoup(page.content, "html.parser").select(".gp-meta a[href^='#annex']")
    assert (annex.get_text(), annex["href"]) == ("分工表", "#annex-1")


def test_the_title_of_the_issued_plan_is_shown_though_the_head_repeats_it() -> None:
    document = make_document(1)
    blocks = (
        make_block(document, 0, "title", document.title),
        make_block(document, 1, "paragraph", "现印发给你们。"),
        make_block(document, 2, "title", "示例方案（1）"),
    )
    soup = soup_of(pages_of(replace(make_corpus(1), blocks=blocks)), DOCUMENT)
    titles = [(tag.get_text(), "gp-print" in tag["class"]) for tag in soup.select(".gp-b-title")]
    assert titles == [("关于印发示例方案（1）的通知", True), ("示例方案（1）", False)]


def test_citations_lead_both_ways() -> None:
    cited, citing = make_document(1), make_document(2)
    citing = replace(citing, citations=(Citation(text=cited.doc_number or "", doc_number=cited.doc_number, document_id=cited.id),))
    corpus = replace(make_corpus(2, ("按照澄政发〔2025〕1号执行。",)), documents=(cited, citing))
    pages = pages_of(corpus)
    link = one(soup_of(pages, "documents/cheng-zheng-fa-2025-2/"), ".gp-b-paragraph a")
    assert (link.get_text(), link["href"]) == ("澄政发〔2025〕1号", "../../documents/cheng-zheng-fa-2025-1/")
    section = one(soup_of(pages, DOCUMENT), "section[aria-labelledby=citations]")
    assert "引用本文件的文件" in section.get_text()
    assert citing.title in section.get_text()


def test_the_source_names_file_and_lines(corpus: Corpus) -> None:
    assert "chenghu-2025-01.txt 第 10–18 行" in one(soup_of(pages_of(corpus), DOCUMENT), "section[aria-labelledby=source]").get_text()


# --- issues -------------------------------------------------------------------------------------------------------------------


def test_entries_of_the_contents_lead_to_their_documents(corpus: Corpus) -> None:
    links = soup_of(pages_of(corpus), "issues/chenghu/2025-01/").select(".gp-contents a")
    assert [link["href"] for link in links] == ["../../../documents/cheng-zheng-fa-2025-1/", "../../../documents/cheng-zheng-fa-2025-2/"]


# --- units --------------------------------------------------------------------------------------------------------------------


def unit_rows(soup: BeautifulSoup, role: str) -> list[Tag]:
    return soup.select(f"section[aria-labelledby={role}] tbody tr:not(.gp-group)")


def test_a_unit_page_says_what_with_whom_by_when_and_why() -> None:
    (row,) = unit_rows(soup_of(pages_of(make_corpus(1)), "units/chenghu/qu-da-shu-ju-zhong-xin/"), "lead")
    text = row.get_text(" ", strip=True)
    assert "建设数据平台，9月底前上线。" in text
    assert "一、重点任务" in text
    assert "牵头依据：表中“牵头单位”一栏" in text
    assert "chenghu-2025-01.txt 第 14 行" in text
    assert [link.get_text() for link in row.select("a.u")] == ["区司法局", "各有关单位"]
    assert one(row, "time")["datetime"] == "2025-09-30"
    assert one(row, "td:last-child a")["href"] == "../../../documents/cheng-zheng-fa-2025-1/#task-1"


def test_each_role_gives_its_own_reason_and_a_moved_cell_says_so() -> None:
    evidence = (
        Evidence(role="lead", kind="position", text="列第一位的为牵头单位"),
        Evidence(role="responsible", kind="column", text="责任单位", moved=True),
    )
    pages = pages_of(with_tasks(make_task(make_document(1), role_evidence=evidence)))
    lead = soup_of(pages, "units/chenghu/qu-da-shu-ju-zhong-xin/").get_text()
    responsible = soup_of(pages, "units/chenghu/qu-si-fa-ju/").get_text()
    assert "牵头依据：按文中规则：列第一位的为牵头单位" in lead
    assert "移回" not in lead
    assert "责任依据：表中“责任单位”一栏（该格原印在别的栏，已按内容移回）" in responsible


def test_a_name_outside_the_registry_has_a_page_that_says_so(corpus: Corpus) -> None:
    soup = soup_of(pages_of(corpus), "units/chenghu/ge-you-guan-dan-wei/")
    assert "未登记" in one(soup, ".gp-sub").get_text()
    assert len(unit_rows(soup, "support")) == 2


def test_the_address_of_a_name_stays_when_it_is_registered(corpus: Corpus) -> None:
    registered = UnitName(name="各有关单位", unit_id="chenghu/ge-you-guan-dan-wei")
    assert "units/chenghu/ge-you-guan-dan-wei/" in pages_of(replace(corpus, units=(*corpus.units, make_unit(registered))))


def test_names_that_sound_alike_are_two_pages() -> None:
    document = make_document(1)
    names = (UnitName(name="区事务局"), UnitName(name="区实务局"))
    paths = [path for path in pages_of(with_tasks(make_task(document, support=names))) if "/qu-shi-wu-ju" in path]
    assert len(paths) == 2


def test_one_name_in_two_districts_is_two_pages() -> None:
    here, there = make_document(1), make_document(2, district="镜山区", issue_id=None)
    corpus = replace(
        make_corpus(2), documents=(here, there),
        tasks=(make_task(here, support=(UNKNOWN,)), make_task(there, lead=(), responsible=(), support=(UNKNOWN,))),
    )  # fmt: skip
    pages = pages_of(corpus)
    for path in ("units/chenghu/ge-you-guan-dan-wei/", "units/jingshan/ge-you-guan-dan-wei/"):
        assert len(unit_rows(soup_of(pages, path), "support")) == 1


def test_people_whose_post_names_the_unit_are_listed(corpus: Corpus) -> None:
    pages = pages_of(corpus)
    named = soup_of(pages, "units/chenghu/qu-da-shu-ju-zhong-xin/")
    assert "张示例" in one(named, "section[aria-labelledby=rosters]").get_text()
    assert not soup_of(pages, "units/chenghu/qu-si-fa-ju/").select("section[aria-labelledby=rosters]")


def test_the_index_counts_by_role(corpus: Corpus) -> None:
    rows = {one(row, "td a").get_text(): [cell.get_text() for cell in row.select("td")[1:]] for row in
            soup_of(pages_of(corpus), "units/").select("tr[data-find]")}  # fmt: skip
    assert rows == {"区大数据中心": ["2", "", "", ""], "区司法局": ["", "2", "", "2"], "各有关单位": ["", "", "2", ""]}


# --- ledger and deadlines -----------------------------------------------------------------------------------------------------


def test_the_ledger_links_each_task_to_its_row(corpus: Corpus) -> None:
    links = [link["href"] for link in soup_of(pages_of(corpus), "tasks/").select(".gp-tasks td.gp-lead a")]
    assert links == ["../documents/cheng-zheng-fa-2025-1/#task-1", "../documents/cheng-zheng-fa-2025-2/#task-1"]


def test_a_ledger_too_long_for_one_page_says_so_and_the_years_hold_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.pages.tasks.LEDGER_ROWS", 1)
    old = make_document(2, issued_on="2024-05-01")
    corpus = replace(make_corpus(2), documents=(make_document(1), old))
    pages = pages_of(corpus)
    ledger = soup_of(pages, "tasks/")
    assert "下面是最近 1 项，其余请按年份看" in ledger.get_text()
    assert len(ledger.select("td.gp-lead")) == 1
    assert len(soup_of(pages, "tasks/2024/").select("td.gp-lead")) == 1


def test_a_year_too_long_for_one_page_lists_its_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.pages.tasks.YEAR_ROWS", 1)
    soup = soup_of(pages_of(make_corpus(2)), "tasks/2025/")
    assert not soup.select("td.gp-lead")
    assert [link["href"] for link in soup.select(".gp-list a")] == [
        "../../documents/cheng-zheng-fa-2025-1/", "../../documents/cheng-zheng-fa-2025-2/"
    ]  # fmt: skip
    assert [link["href"] for link in soup.select("p a[href*=year]")] == ["../../tasks/?year=2025"]


def several_deadlines() -> Corpus:
    deadlines = (
        Deadline(text="长期坚持", kind="long_term", date=None), Deadline(text="12月底前", kind="month_end", date="2025-12-31"),
        Deadline(text="3月底前", kind="month_end", date="2026-03-31"), Deadline(text="印发后10日内", kind="relative", date=None),
        Deadline(text="适时", kind="unknown", date=None),
    )  # fmt: skip
    return with_tasks(make_task(make_document(1), deadlines=deadlines))


def test_deadlines_stand_by_date_and_the_undated_by_kind() -> None:
    soup = soup_of(pages_of(several_deadlines()), "deadlines/")
    assert [day["data-date"] for day in soup.select(".gp-day")] == ["2025-12-31", "2026-03-31"]
    assert [span["id"] for span in soup.select(".gp-span")] == ["y-2025", "y-2026", "long-term", "relative", "unknown"]
    assert "长期坚持" in one(soup, "#long-term").get_text()
    assert "印发后10日内" in one(soup, "#relative").get_text()
    assert [cell.get_text() for cell in one(soup, "[id='d-2025-12-31']").select("td")][2] == "12月底前"


def test_deadlines_too_many_for_one_page_stand_on_pages_of_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.pages.deadlines.PAGE_LINES", 1)
    pages = pages_of(several_deadlines())
    days = soup_of(pages, "deadlines/").select("li.gp-day")
    assert [(day["data-date"], day["data-count"], one(day, "a")["href"]) for day in days] == [
        ("2025-12-31", "1", "../deadlines/2025/#d-2025-12-31"), ("2026-03-31", "1", "../deadlines/2026/#d-2026-03-31"),
    ]  # fmt: skip
    undated = soup_of(pages, "deadlines/").select(".gp-span:not([data-year])")
    hrefs = [one(span, "p a[href*=due]")["href"] for span in undated]
    assert hrefs == ["../tasks/?due=long_term", "../tasks/?due=other", "../tasks/?due=other"]
    assert one(soup_of(pages, "deadlines/2026/"), "[id='d-2026-03-31'] td.gp-lead a")["href"] == (
        "../../documents/cheng-zheng-fa-2025-1/#task-1"
    )


def test_nothing_depends_on_the_day_of_the_build(project: Path) -> None:
    for path in sorted((project / "portal" / "pages").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert "import datetime" not in text
        assert "import time" not in text


# --- quality and data ---------------------------------------------------------------------------------------------------------


def test_the_page_on_quality_names_line_and_remedy(corpus: Corpus) -> None:
    furniture = make_block(make_document(1), 9, "furniture", "— 3 —", reason="页码")
    soup = soup_of(pages_of(replace(corpus, blocks=(*corpus.blocks, furniture))), "quality/")
    counts = {str(cell["data-label"]): cell.get_text() for cell in soup.select("tr:has(a[href='#chenghu-2025-01']) td[data-label]")}
    lines = sum(len(block.lines) for block in (*corpus.blocks, furniture))
    assert (counts["有字的行"], counts["文件"], counts["任务"], counts["页码等"]) == (str(lines), "2", "2", "1")
    section = one(soup, "section[aria-labelledby='chenghu-2025-01']").get_text(" ", strip=True)
    for text in ("页码 1 行", "G301", "怎么办：是别称的，加为别名。", "单位不在名录里：区数居中心", "（牵头单位：区数居中心）"):
        assert text in section


def test_the_page_on_data_explains_every_field(corpus: Corpus) -> None:
    section = one(soup_of(pages_of(corpus), "data/"), "section[aria-labelledby=tasks]")
    names = [one(row, "td:first-child code").get_text() for row in section.select("tbody tr")]
    assert [name for name in names if "." not in name] == list(Task.__dataclass_fields__)
    assert "tasks.jsonl" in section.get_text()


# --- the real gazettes --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_pages(real_corpus: Corpus) -> dict[str, Page]:
    return pages_of(real_corpus)


@pytest.mark.real
def test_the_data_centre_of_zhangdian_lists_its_27_lead_tasks_each_at_its_row(real_pages: dict[str, Page]) -> None:
    rows = unit_rows(soup_of(real_pages, "units/zhangdian/qu-da-shu-ju-zhong-xin/"), "lead")
    targets = [str(one(row, "td:last-child a")["href"]).removeprefix("../../../") for row in rows]
    path = targets[0].partition("#")[0]
    assert {target.partition("#")[0] for target in targets} == {path}
    document = soup_of(real_pages, path)
    ordinals = []
    for target in targets:
        place = one(document, "#" + target.partition("#")[2])
        assert place.name == "tr"
        assert "区大数据中心" in place.get_text()
        ordinals.append(int(place.select("td")[0].get_text()))
    assert ordinals == [
        12, 13, 14, 20, 21, 28, 32, 34, 35, 37, 38, 39, 40, 41, 43, 44, 46, 47, 48, 49, 50, 51, 52, 53, 56, 57, 58
    ]  # fmt: skip


@pytest.mark.real
def test_the_approval_bureaus_of_two_districts_are_two_pages(real_pages: dict[str, Page]) -> None:
    for district in ("zhangdian", "zhoucun"):
        assert unit_rows(soup_of(real_pages, f"units/{district}/qu-xing-zheng-shen-pi-fu-wu-ju/"), "lead")


@pytest.mark.real
def test_headings_of_the_real_documents_never_skip_a_rank(real_pages: dict[str, Page]) -> None:
    for path, page in real_pages.items():
        if not path.startswith("documents/"):
            continue
        ranks = [int(tag.name[1]) for tag in BeautifulSoup(page.content, "html.parser").select("h1, h2, h3, h4, h5, h6")]
        assert all(after <= before + 1 for before, after in pairwise(ranks)), (path, ranks)
