"""Questions are answered with cards, whose numbers are those of the corpus; results of one document stand together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from parser import parse_corpus
from parser.model import Corpus, Role, Task

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.conftest import PROJECT

pytestmark = pytest.mark.browser
CARDS = ".gp-answer__card"
HITS = ".gp-hit"
STATUS = ".gp-results__status"


def ask(open_page: OpenPage, url: str, query: str, **options: object) -> Page:
    page = open_page(f"{url}search/?q={query}", **options)
    expect(page.locator(f"{HITS}, .gp-results__nothing").first).to_be_visible()
    return page


def follow(page: Page, words: str) -> None:
    page.locator(".gp-answer__links a", has_text=words).first.click()


# --- cards ----------------------------------------------------------------------------------------------------------------------


def test_a_card_answers_and_leads_to_the_whole_list(open_page: OpenPage, sample_url: str) -> None:
    page = ask(open_page, sample_url, "区司法局牵头哪些任务")
    card = page.locator(CARDS)
    expect(card).to_have_count(1)
    expect(card.locator("h2")).to_contain_text("区司法局")
    count = int(card.locator("b").inner_text())
    assert count > 0
    follow(page, f"牵头的全部 {count} 项")
    expect(page).to_have_url(re.compile(r"/tasks/\?unit=chenghu%2Fqu-si-fa-ju&role=lead$"))
    expect(page.locator("form.gp-filter")).to_contain_text(f"{count} 项")


def test_a_task_of_a_card_leads_to_its_place(open_page: OpenPage, sample_url: str) -> None:
    page = ask(open_page, sample_url, "区大数据中心牵头哪些任务")
    page.locator(".gp-answer__tasks a").first.click()
    expect(page).to_have_url(re.compile(r"/documents/[^/]+/#task-\d+$"))


def test_a_search_that_is_no_question_has_no_card(open_page: OpenPage, sample_url: str) -> None:
    for query in ("区大数据中心", "低保怎么申请", "“区司法局牵头”", "区司法局牵头 -澄湖区"):
        page = ask(open_page, sample_url, query)
        expect(page.locator(CARDS)).to_have_count(0)


def test_a_card_goes_with_its_question(open_page: OpenPage, sample_url: str) -> None:
    page = ask(open_page, sample_url, "区司法局牵头哪些任务")
    expect(page.locator(CARDS)).to_have_count(1)
    page.fill("header form.gp-search input[name=q]", "电子证照")
    page.keyboard.press("Enter")
    expect(page.locator(CARDS)).to_have_count(0)
    page.go_back()
    expect(page.locator(CARDS)).to_have_count(1)


def test_a_card_from_a_folder(open_page: OpenPage, sample_folder: Path) -> None:
    page = open_page((sample_folder / "search" / "index.html").as_uri() + "?q=区司法局牵头哪些任务")
    expect(page.locator(CARDS)).to_have_count(1)
    follow(page, "牵头的全部")
    expect(page.locator("h1")).to_contain_text("台账")
    assert "role=lead" in page.url


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
def test_a_card_never_scrolls_sideways(open_page: OpenPage, sample_url: str, viewport: dict[str, int]) -> None:
    page = ask(open_page, sample_url, "区大数据中心负责哪些任务", viewport=viewport)
    expect(page.locator(CARDS)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="module")
def real_corpus(real_gazettes: Path) -> Corpus:
    return parse_corpus([real_gazettes], content=PROJECT / "gazette")


def tasks_of(corpus: Corpus, unit_id: str, *roles: Role, year: str = "") -> list[Task]:
    """Counted from the corpus itself, not from the index."""
    dates = {document.id: document.issued_on or "" for document in corpus.documents}
    return [
        task for task in corpus.tasks
        if any(name.unit_id == unit_id for role in roles for name in getattr(task, role)) and dates[task.document_id].startswith(year)
    ]  # fmt: skip


@pytest.mark.real
def test_what_a_unit_leads(open_page: OpenPage, real_url: str, real_corpus: Corpus) -> None:
    page = ask(open_page, real_url, "区大数据中心牵头哪些任务")
    expect(page.locator(CARDS)).to_have_count(1)
    expect(page.locator(f"{CARDS} b")).to_have_text("27")
    assert len(tasks_of(real_corpus, "zhangdian/qu-da-shu-ju-zhong-xin", "lead")) == 27
    expect(page.locator(".gp-answer__due").first).to_contain_text("2022年")
    follow(page, "牵头的全部 27 项")
    expect(page.locator("form.gp-filter")).to_contain_text("27 项")


@pytest.mark.real
def test_an_open_district_gives_a_card_for_each(open_page: OpenPage, real_url: str, real_corpus: Corpus) -> None:
    page = ask(open_page, real_url, "哪些任务由区司法局牵头")
    expect(page.locator(".gp-answer__district")).to_have_text(["张店区", "周村区"])
    counts = [len(tasks_of(real_corpus, f"{district}/qu-si-fa-ju", "lead")) for district in ("zhangdian", "zhoucun")]
    expect(page.locator(f"{CARDS} b")).to_have_text([str(count) for count in counts])


@pytest.mark.real
def test_a_role_that_a_unit_never_has(open_page: OpenPage, real_url: str, real_corpus: Corpus) -> None:
    page = ask(open_page, real_url, "大数据中心配合什么")
    assert tasks_of(real_corpus, "zhangdian/qu-da-shu-ju-zhong-xin", "support") == []
    expect(page.locator(f"{CARDS} .gp-answer__count").first).to_have_text("没有写明由它配合的任务。由它牵头的有 27 项，负责的有 2 项。")


@pytest.mark.real
def test_a_district_and_a_year(open_page: OpenPage, real_url: str, real_corpus: Corpus) -> None:
    page = ask(open_page, real_url, "周村区行政审批服务局2021年负责哪些工作")
    unit = "zhoucun/qu-xing-zheng-shen-pi-fu-wu-ju"
    expect(page.locator(f"{CARDS} b")).to_have_text([str(len(tasks_of(real_corpus, unit, "lead", "responsible", year="2021")))])
    count = len(tasks_of(real_corpus, unit, "lead", year="2021"))
    expect(page.locator(f"{CARDS} .gp-answer__count")).to_contain_text(f"牵头 {count} 项")
    expect(page.locator(STATUS)).to_contain_text("下面是“周村区行政审批服务局”的结果")
    follow(page, f"牵头的全部 {count} 项")
    expect(page.locator("form.gp-filter")).to_contain_text(f"{count} 项")


@pytest.mark.real
def test_what_is_due(open_page: OpenPage, real_url: str, real_corpus: Corpus) -> None:
    page = ask(open_page, real_url, "2022年12月底前要完成什么")
    due = {task.id for task in real_corpus.tasks for deadline in task.deadlines if (deadline.date or "").startswith("2022-")}
    expect(page.locator(f"{CARDS} h2")).to_have_text("2022年1至12月到期的任务")
    expect(page.locator(f"{CARDS} b")).to_have_text(str(len(due)))
    expect(page.locator(".gp-answer__due").first).to_contain_text("2022年12月")
    follow(page, "时限页")
    expect(page.locator("[id='d-2022-12-31']")).to_be_in_viewport()


@pytest.mark.real
def test_what_of_a_unit_is_due(open_page: OpenPage, real_url: str, real_corpus: Corpus) -> None:
    page = ask(open_page, real_url, "区大数据中心2022年12月底前要完成哪些任务")
    own = tasks_of(real_corpus, "zhangdian/qu-da-shu-ju-zhong-xin", "lead", "responsible", "support")
    due = [task for task in own if any((deadline.date or "").startswith("2022-") for deadline in task.deadlines)]
    expect(page.locator(f"{CARDS} b").first).to_have_text(str(len(due)))


# --- results --------------------------------------------------------------------------------------------------------------------


@pytest.mark.real
def test_places_of_one_document_stand_together(open_page: OpenPage, real_url: str) -> None:
    """The best place of a document is the result; further ones stand under it, the rest on demand."""
    page = ask(open_page, real_url, "不动产登记")
    expect(page.locator(".gp-facet").first).to_be_visible()
    documents = page.locator(".gp-hit__title").evaluate_all("(links) => links.map((link) => new URL(link.href).pathname)")
    assert len(documents) == len(set(documents)) > 1
    entry = page.locator(HITS, has=page.locator(".gp-hit__rest")).first.get_attribute("data-entry")
    group = page.locator(f"{HITS}[data-entry='{entry}']")
    rest = int(re.sub(r"\D", "", group.locator(".gp-hit__rest").inner_text()))
    shown = group.locator(".gp-part").count()
    group.locator(".gp-hit__rest").click()
    expect(group.locator(".gp-part")).to_have_count(shown + rest)
    expect(group.locator(".gp-part__title").nth(shown)).to_be_focused()
    paths = group.locator("a").evaluate_all("(links) => links.map((link) => new URL(link.href).pathname)")
    assert len(set(paths)) == 1


@pytest.mark.real
def test_sorted_by_date_and_kept_in_the_address(open_page: OpenPage, real_url: str) -> None:
    page = ask(open_page, real_url, "电子证照")
    page.locator(".gp-facet--sort label", has_text="按日期").click()
    expect(page).to_have_url(re.compile("sort=date"))
    expect(page.locator(".gp-facet--sort input[value=date]")).to_be_checked()
    labels = page.locator(".gp-hit__label").all_inner_texts()
    dates = [tuple(map(int, found.groups())) for text in labels if (found := re.search(r"(\d{4})年(\d+)月(\d+)日", text))]
    assert len(dates) > 1
    assert dates == sorted(dates, reverse=True)
    page.reload()
    expect(page.locator(".gp-facet--sort input[value=date]")).to_be_checked()
    assert page.locator(".gp-hit__label").all_inner_texts() == labels


def test_the_status_is_said_to_screen_readers(open_page: OpenPage, sample_url: str) -> None:
    page = ask(open_page, sample_url, "区大数据中心")
    status = page.get_by_role("status")
    expect(status).to_contain_text(re.compile(r"找到 \d+ 条（在 \d+ 份文件里）"))


@pytest.mark.parametrize("query", ["区大数据中心牵头哪些任务", "电子证照", "5G", ""])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
def test_axe_finds_nothing(open_page: OpenPage, sample_url: str, query: str, viewport: dict[str, int]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="没有装 axe-playwright-python")
    page = open_page(f"{sample_url}search/?q={query}", viewport=viewport)
    expect(page.locator(STATUS)).not_to_have_text("")
    page.wait_for_load_state("networkidle")
    result = axe.Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
