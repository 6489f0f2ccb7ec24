"""Questions are answered with cards, whose numbers are those of the corpus; results of one document stand together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from parser.model import ROLES, Corpus, Role, Task

from tests.browser.conftest import DESKTOP, PHONE, OpenPage

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


def assert_the_ledger_shows(page: Page, count: int) -> None:
    """The list that a card leads to has as many tasks as the card says."""
    expect(page.locator("form.gp-filter output")).to_contain_text(f"符合条件 {count} 项")


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


@pytest.mark.parametrize(
    "query",
    [
        "区大数据中心", "低保怎么申请", "“区司法局牵头”", "区司法局牵头 -澄湖区", "区司法局 落实", "区司法局责任", "区财政局负责人",
        "区民政局有哪些任务没完成", "区司法局不牵头哪些任务", "和区财政局一起牵头", "区卫健局的职责", "澄湖区人民政府2026年任务分工",
        "谁牵头电子证照", "没有的局牵头哪些任务", "澄政办字〔2025〕99号有哪些任务", "澄湖区牵头哪些任务",
    ],
)  # fmt: skip
def test_a_search_that_is_no_question_has_no_card(open_page: OpenPage, sample_url: str, query: str) -> None:
    page = ask(open_page, sample_url, query)
    page.wait_for_load_state("networkidle")
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


# --- the numbers of the sample --------------------------------------------------------------------------------------------------


def tasks_of(corpus: Corpus, unit_id: str, *roles: Role, year: str = "") -> list[Task]:
    """Counted from the corpus itself, not from the index."""
    dates = {document.id: document.issued_on or "" for document in corpus.documents}
    return [
        task for task in corpus.tasks
        if any(name.unit_id == unit_id for role in roles or ROLES for name in getattr(task, role))
        and dates[task.document_id].startswith(year)
    ]  # fmt: skip


def due(tasks: Iterable[Task], first: str, last: str) -> list[Task]:
    """Those with a deadline from the month (or day) `first` to `last`."""
    dates = {task.id: [deadline.date for deadline in task.deadlines if deadline.date] for task in tasks}
    return [task for task in tasks if any(date >= first and date[: len(last)] <= last for date in dates[task.id])]


def test_a_member_of_a_collective(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    """What is written to all towns binds each of them: the card says so, with the number of the unit's page."""
    own = tasks_of(sample, "chenghu/qing-he-zhen")
    through = {task.id for task in tasks_of(sample, "chenghu/ge-zhen-zheng-fu-jie-dao-ban-shi-chu")} - {task.id for task in own}
    page = ask(open_page, sample_url, "青禾镇有哪些任务")
    expect(page.locator(f"{CARDS} b")).to_have_text(str(len(own)))
    expect(page.locator(".gp-answer__kin")).to_contain_text(f"写给“各镇政府、街道办事处”的 {len(through)} 项")
    page.locator(".gp-answer__kin a").click()
    expect(page.locator("h2#collective, [id=collective] h2").first).to_contain_text(str(len(through)))


def test_a_role_that_a_member_has_through_a_collective_only(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = ask(open_page, sample_url, "青禾镇配合哪些任务")
    assert not tasks_of(sample, "chenghu/qing-he-zhen", "support")
    expect(page.locator(".gp-answer__count")).to_contain_text("没有直接写明由它配合的任务。由它负责的有 5 项。")
    expect(page.locator(".gp-answer__kin")).to_contain_text(re.compile(r"项（责任 \d+ 项，配合 \d+ 项），按名录也包括它"))
    expect(page.locator(".gp-answer__tasks li")).not_to_have_count(0)


def test_the_parts_of_an_office(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = ask(open_page, sample_url, "区大数据中心负责哪些任务")
    for part, name in (("shu-ju-zi-yuan-ke", "数据资源科"), ("zong-he-ke", "综合科")):
        count = len(tasks_of(sample, f"chenghu/qu-da-shu-ju-zhong-xin-{part}"))
        expect(page.locator(".gp-answer__kin")).to_contain_text(f"{name} {count} 项")
    page.locator(".gp-answer__kin a", has_text="数据资源科").click()
    expect(page.locator("h1")).to_contain_text("区大数据中心数据资源科")


def test_two_roles_are_united(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    unit = "chenghu/qu-shi-chang-jian-du-guan-li-ju"
    asked: dict[str, tuple[Role, ...]] = {
        "区市场监管局牵头、负责哪些任务": ("lead", "responsible"), "区市场监管局牵头和配合的任务": ("lead", "support"),
        "区市场监管局牵头负责哪些任务": ("lead",),
    }  # fmt: skip
    for query, roles in asked.items():
        page = ask(open_page, sample_url, query)
        expect(page.locator(f"{CARDS} b")).to_have_text(str(len(tasks_of(sample, unit, *roles))))
        links = page.locator(".gp-answer__links a", has_text="的全部").all_inner_texts()
        assert sum(int(re.sub(r"\D", "", words)) for words in links) == sum(len(tasks_of(sample, unit, role)) for role in roles)


def test_a_year_without_any(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = ask(open_page, sample_url, "区司法局2024年牵头哪些任务")
    count = {year: len(tasks_of(sample, "chenghu/qu-si-fa-ju", "lead", year=year)) for year in ("2026", "2025", "2024")}
    assert not count["2024"]
    years = "，".join(f"{year}年有 {each} 项" for year, each in count.items() if each)
    expect(page.locator(".gp-answer__count")).to_have_text(f"2024年的文件里，没有写明由它牵头的任务。{years}。")


@pytest.mark.parametrize(
    ("query", "heading", "first", "last"),
    [
        ("2026年9月底前要完成什么", "2026年1至9月", "2026-01", "2026-09"), ("2026年9月前要完成什么", "2026年1至8月", "2026-01", "2026-08"),
        ("2026年上半年要完成哪些任务", "2026年1至6月", "2026-01", "2026-06"),
        ("2026年四季度到期的任务", "2026年10至12月", "2026-10", "2026-12"),
        ("2026年11月15日前要完成什么", "2026年1月1日至11月15日", "2026-01-01", "2026-11-15"),
        ("澄湖区2025年底前要完成什么", "澄湖区2025年1至12月", "2025-01", "2025-12"),
        ("2025年底前澄湖区要完成什么", "澄湖区2025年1至12月", "2025-01", "2025-12"),
    ],
)  # fmt: skip
def test_a_span_of_time(
    open_page: OpenPage, sample_url: str, sample: Corpus, query: str, heading: str, first: str, last: str
) -> None:  # fmt: skip
    expected = due(sample.tasks, first, last)
    assert 0 < len(expected) < len(sample.tasks)
    page = open_page(f"{sample_url}search/?q={query}")
    expect(page.locator(f"{CARDS} h2")).to_have_text(f"{heading}到期的任务")
    expect(page.locator(f"{CARDS} b")).to_have_text(str(len(expected)))
    follow(page, f"全部 {len(expected)} 项")
    assert_the_ledger_shows(page, len(expected))


def test_the_months_of_a_span_add_up(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = open_page(f"{sample_url}search/?q=2026年底前要完成什么")
    months = {month: len(due(sample.tasks, f"2026-{month:02}", f"2026-{month:02}")) for month in (12, 11, 10)}
    rest = len(due(sample.tasks, "2026-01", "2026-09"))
    words = "，".join([*(f"{month}月 {count} 项" for month, count in months.items()), f"其余各月 {rest} 项"])
    expect(page.locator(".gp-answer__count")).to_contain_text(f"（{words}）")


@pytest.mark.parametrize(
    ("query", "roles"), [("区大数据中心2026年底前要完成哪些任务", ()), ("区大数据中心牵头的，2026年完成的任务", ("lead",))]
)
def test_what_of_a_unit_is_due(open_page: OpenPage, sample_url: str, sample: Corpus, query: str, roles: tuple[Role, ...]) -> None:
    expected = due(tasks_of(sample, "chenghu/qu-da-shu-ju-zhong-xin", *roles), "2026-01", "2026-12")
    page = ask(open_page, sample_url, query)
    expect(page.locator(f"{CARDS} b")).to_have_text(str(len(expected)))
    follow(page, f"全部 {len(expected)} 项")
    assert_the_ledger_shows(page, len(expected))


def test_nothing_is_due(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    """The month nearest to the one asked for is named."""
    page = open_page(f"{sample_url}search/?q=2029年3月到期的任务")
    expect(page.locator(".gp-answer__count")).to_have_text("0 项。离得最近的时限在 2028年11月，有 1 项。")
    assert len(due(sample.tasks, "2028-11", "2028-11")) == 1
    page.locator(".gp-answer__count a").click()
    assert_the_ledger_shows(page, 1)


def test_today_is_the_readers(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = open_page(f"{sample_url}search/")
    page.clock.set_fixed_time("2026-11-21T09:00:00")
    page.goto(f"{sample_url}search/?q=本月到期的任务")
    expect(page.locator(f"{CARDS} h2")).to_have_text("2026年11月到期的任务")
    expect(page.locator(f"{CARDS} b")).to_have_text(str(len(due(sample.tasks, "2026-11", "2026-11"))))


@pytest.mark.parametrize("query", ["澄湖区有哪些任务", "澄湖有哪些任务"])
def test_the_tasks_of_a_district(open_page: OpenPage, sample_url: str, sample: Corpus, query: str) -> None:
    districts = {document.id: document.district for document in sample.documents}
    expected = sum(districts[task.document_id] == "澄湖区" for task in sample.tasks)
    page = ask(open_page, sample_url, query)
    expect(page.locator(f"{CARDS} b")).to_have_text(str(expected))
    follow(page, f"全部 {expected} 项")
    assert_the_ledger_shows(page, expected)


@pytest.mark.parametrize("query", ["澄政办字〔2025〕6号有哪些任务", "澄政办字2025年6号的任务"])
def test_the_tasks_of_a_document(open_page: OpenPage, sample_url: str, sample: Corpus, query: str) -> None:
    document = next(document for document in sample.documents if document.doc_number == "澄政办字〔2025〕6号")
    expected = sum(task.document_id == document.id for task in sample.tasks)
    page = ask(open_page, sample_url, query)
    expect(page.locator(f"{CARDS} h2")).to_have_text(document.title)
    follow(page, f"全部 {expected} 项")
    assert_the_ledger_shows(page, expected)


def test_a_district_written_short(open_page: OpenPage, sample_url: str) -> None:
    page = ask(open_page, sample_url, "澄湖大数据中心牵头什么")
    expect(page.locator(f"{CARDS} h2")).to_contain_text("区大数据中心")


def test_a_row_says_where_its_task_stands(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    """The 文号; without one the title and the date, which nobody may take for a deadline."""
    page = open_page(f"{sample_url}search/?q=2027年2月到期的任务")
    task = due(sample.tasks, "2027-02", "2027-02")[0]
    document = next(document for document in sample.documents if document.id == task.document_id)
    assert document.doc_number is None
    source = page.locator(".gp-answer__source").first
    expect(source).to_contain_text("《做好2026年第四季度")
    expect(source).to_contain_text("2026年9月25日印发")
    page = open_page(f"{sample_url}search/?q=2025年4月到期的任务")
    expect(page.locator(".gp-answer__source").first).to_have_text(re.compile(r"^澄\S+〔2025〕\d+号$"))


# --- the numbers of the real gazettes -------------------------------------------------------------------------------------------


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
    page = open_page(f"{real_url}search/?q=2022年12月底前要完成什么")
    expected = due(real_corpus.tasks, "2022-01", "2022-12")
    expect(page.locator(f"{CARDS} h2")).to_have_text("2022年1至12月到期的任务")
    expect(page.locator(f"{CARDS} b")).to_have_text(str(len(expected)))
    expect(page.locator(".gp-answer__due").first).to_contain_text("2022年12月")
    follow(page, f"全部 {len(expected)} 项")
    assert_the_ledger_shows(page, len(expected))
    page.go_back()
    follow(page, "时限页")
    expect(page.locator("[id='d-2022-12-31']")).to_be_in_viewport()


@pytest.mark.real
@pytest.mark.parametrize(
    ("query", "last", "count"), [("周村区2021年9月前要完成什么", "2021-08", 49), ("2021年9月底前周村区要完成什么", "2021-09", 71)]
)
def test_before_a_month(open_page: OpenPage, real_url: str, real_corpus: Corpus, query: str, last: str, count: int) -> None:
    page = open_page(f"{real_url}search/?q={query}")
    assert len(due(real_corpus.tasks, "2021-01", last)) == count
    expect(page.locator(f"{CARDS} b")).to_have_text(str(count))
    follow(page, f"全部 {count} 项")
    assert_the_ledger_shows(page, count)


@pytest.mark.real
def test_towns_and_offices_of_the_real_gazettes(open_page: OpenPage, real_url: str, real_corpus: Corpus) -> None:
    count = len(tasks_of(real_corpus, "zhoucun/ge-zhen-zheng-fu-jie-dao-ban-shi-chu"))
    for query in ("王村镇负责哪些任务", "王村镇人民政府负责哪些任务", "丝绸路街道负责哪些任务"):
        page = ask(open_page, real_url, query)
        expect(page.locator(".gp-answer__count")).to_have_text("没有直接写明由它牵头、负责的任务。")
        expect(page.locator(".gp-answer__kin")).to_contain_text(f"写给“各镇政府、街道办事处”的 {count} 项")
    page = ask(open_page, real_url, "淄川区政务服务管理办公室负责哪些任务")
    count = len(tasks_of(real_corpus, "zichuan/qu-zheng-wu-fu-wu-guan-li-ban-gong-shi-zheng-wu-fu-wu-guan-li-ke"))
    expect(page.locator(".gp-answer__kin")).to_contain_text(f"政务服务管理科 {count} 项")


@pytest.mark.real
def test_rows_of_one_title_are_told_apart(open_page: OpenPage, real_url: str) -> None:
    page = ask(open_page, real_url, "区大数据中心牵头哪些任务")
    titles = page.locator(".gp-answer__tasks a").all_inner_texts()
    assert len(titles) == len(set(titles)) > 1
    expect(page.locator(".gp-answer__source").first).to_have_text(re.compile("》2022年7月1日印发$"))


@pytest.mark.real
def test_two_roles_of_the_real_gazettes(open_page: OpenPage, real_url: str, real_corpus: Corpus) -> None:
    page = ask(open_page, real_url, "区市场监管局牵头、负责哪些任务")
    units = [f"{district}/qu-shi-chang-jian-du-guan-li-ju" for district in ("zhangdian", "zhoucun")]
    counts = [len(tasks_of(real_corpus, unit, "lead", "responsible")) for unit in units]
    assert counts == [16, 48]
    expect(page.locator(f"{CARDS} b")).to_have_text([str(count) for count in counts])


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
