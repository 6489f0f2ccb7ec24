"""The search page as a reader uses it: typing, input methods, address, facets, keyboard, no script, no server, a slow start."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from portal.output.publish import publish
from portal.site import SiteSettings, site_files

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, served
from tests.factories import HOSTILE_TEXTS, make_hostile_corpus
from tests.places import PROJECT

pytestmark = pytest.mark.browser
BOX = "header form.gp-search input[name=q]"
HITS = ".gp-hit"
TITLES = ".gp-hit__title"
STATUS = ".gp-results__status"
COMPOSE = """([selector, text]) => {
  const input = document.querySelector(selector);
  input.focus();
  input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
}"""
COMPOSED = """([selector, text]) => {
  const input = document.querySelector(selector);
  input.value = text;
  input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: text }));
}"""


def ask(page: Page, query: str) -> None:
    page.fill(BOX, query)
    page.press(BOX, "Enter")


def test_a_query_from_any_page_leads_to_its_results(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    ask(page, "区大数据中心")
    expect(page).to_have_url(re.compile(r"/search/\?q=%E5%8C%BA"))
    expect(page.locator(TITLES).first).to_have_text("区大数据中心")
    page.locator(TITLES).first.click()
    expect(page).to_have_url(sample_url + "units/chenghu/qu-da-shu-ju-zhong-xin/")


def test_nothing_of_the_search_is_loaded_before_it_is_used(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [name for name in loaded if "search" in name] == [name for name in loaded if "search_box.js" in name]


def test_a_result_leads_to_its_place_in_the_document(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=电子证照&kind=task")
    page.locator(TITLES).first.click()
    expect(page).to_have_url(re.compile(r"/documents/[^/]+/#task-\d+$"))
    anchor = page.evaluate("location.hash.slice(1)")
    expect(page.locator(f"[id='{anchor}']")).to_have_count(1)


def test_typing_searches_and_keeps_the_address(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/")
    page.locator(BOX).press_sequentially("电子证照")
    expect(page.locator(HITS).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=" + "%E7%94%B5%E5%AD%90%E8%AF%81%E7%85%A7"))
    expect(page).to_have_title(re.compile("^电子证照 - 搜索"))


def test_an_input_method_is_not_disturbed(open_page: OpenPage, sample_url: str) -> None:
    """Letters on the way to a word are no query; the word is one as soon as it is chosen."""
    page = open_page(sample_url + "search/")
    page.clock.install()
    page.evaluate(COMPOSE, [BOX, "dian zi"])
    page.clock.run_for(1000)  # far longer than the pause after which typing searches
    assert page.locator(HITS).count() == 0
    assert "q=" not in page.url
    page.evaluate(COMPOSED, [BOX, "电子"])
    page.clock.run_for(1000)
    expect(page.locator(HITS).first).to_be_visible()


def test_back_and_forward_follow_the_queries(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/")
    for query in ("区大数据中心", "区司法局"):
        ask(page, query)
        expect(page.locator(TITLES).first).to_have_text(query)
    page.go_back()
    expect(page.locator(TITLES).first).to_have_text("区大数据中心")
    expect(page.locator(BOX)).to_have_value("区大数据中心")
    page.go_forward()
    expect(page.locator(TITLES).first).to_have_text("区司法局")


def test_facets_narrow_count_and_stay_in_the_address(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=区大数据中心")
    tasks = page.locator(".gp-facet__choice", has_text="任务").first
    count = int(tasks.locator(".gp-facet__count").inner_text())
    tasks.click()
    expect(page.locator(STATUS)).to_contain_text(f"找到 {count} 条")
    expect(page).to_have_url(re.compile("kind=task"))
    assert set(page.locator(".gp-hit__kind").all_inner_texts()) == {"任务"}
    page.reload()
    expect(page.locator(STATUS)).to_contain_text(f"找到 {count} 条")
    expect(page.locator("input[name=gp-facet-kind][value=task]")).to_be_checked()


def test_another_name_says_what_else_was_searched(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=大数据局")
    expect(page.locator(TITLES).first).to_have_text("区大数据中心")
    expect(page.locator(STATUS)).to_contain_text("也查了：区大数据中心")
    expect(page.locator(".gp-hit mark", has_text="区大数据中心").first).to_be_visible()


def test_marks_show_what_matched(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=電子證照")
    expect(page.locator(HITS).first).to_be_visible()
    assert set(page.locator(f"{HITS} mark").all_inner_texts()) == {"电子证照"}


def test_what_does_not_occur_finds_nothing_and_leads_on(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=5G")
    expect(page.locator(STATUS)).to_contain_text("没有找到“5G”")
    expect(page.locator(HITS)).to_have_count(0)
    expect(page.locator(".gp-results__fold")).to_be_hidden()
    page.locator(".gp-results__nothing a", has_text="文件").click()
    expect(page).to_have_url(sample_url + "documents/")


def test_what_does_not_occur_offers_what_is_near(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=电子正照")
    near = page.locator(".gp-results__near a")
    expect(near.first).to_have_text("电子证照")
    near.first.click()
    expect(page.locator(HITS).first).to_be_visible()


def test_a_link_to_the_tasks_of_a_unit_in_a_role(open_page: OpenPage, sample_url: str) -> None:
    """The address of a search names the unit by its id, so it stays true when the gazettes grow."""
    page = open_page(sample_url + "search/?q=区大数据中心&unit=chenghu/qu-da-shu-ju-zhong-xin&role=lead")
    expect(page.locator(STATUS)).to_contain_text("份文件里")
    expect(page.locator(HITS).first).to_be_visible()
    facts = page.locator(".gp-hit__facts").all_inner_texts()
    assert all(fact.split("责任")[0].split("配合")[0].startswith("牵头") and "区大数据中心" in fact for fact in facts)


def test_some_words_are_said_to_be_some(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=电子证照 元宇宙")
    expect(page.locator(".gp-results__divider").first).to_contain_text("公报里没有“元宇宙”")


def test_more_results_on_demand(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=区大数据中心")
    expect(page.locator(HITS)).to_have_count(10)
    page.locator(".gp-results__more").click()
    expect(page.locator(HITS)).not_to_have_count(10)
    addresses = page.locator(TITLES).evaluate_all("(links) => links.map((link) => link.href)")
    assert len(set(addresses)) == len(addresses)


def test_keys(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "units/")
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.insert_text("区司法局")
    page.keyboard.press("Enter")
    expect(page.locator(HITS).first).to_be_visible()
    page.locator(BOX).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(TITLES).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(TITLES).first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).to_be_focused()


def test_an_empty_query_asks_for_one(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/")
    expect(page.locator(STATUS)).to_contain_text("输入要找的字")
    expect(page.locator(BOX)).to_be_focused()


def test_without_scripts_the_page_leads_to_the_indices(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=区大数据中心", java_script_enabled=False)
    expect(page.locator("article")).to_contain_text("搜索要用 JavaScript")
    expect(page.locator("article a", has_text="单位")).to_be_visible()


def test_from_a_folder(open_page: OpenPage, sample_folder: Path) -> None:
    page = open_page((sample_folder / "search" / "index.html").as_uri())
    page.fill(BOX, "区大数据中心")
    page.press(BOX, "Enter")
    expect(page.locator(TITLES).first).to_have_text("区大数据中心")
    assert "q=" in page.url
    page.locator(TITLES).first.click()
    expect(page.locator("h1")).to_contain_text("区大数据中心")


def test_under_a_base_path(open_page: OpenPage, sample_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_folder, tmp_path / "a" / "gongbao")
    with served(tmp_path) as url:
        page = open_page(url + "a/gongbao/search/?q=区司法局")
        page.locator(TITLES).first.click()
        expect(page).to_have_url(url + "a/gongbao/units/chenghu/qu-si-fa-ju/")
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
def test_results_never_scroll_sideways(open_page: OpenPage, sample_url: str, viewport: dict[str, int]) -> None:
    page = open_page(sample_url + "search/?q=区大数据中心 牵头", viewport=viewport)
    expect(page.locator(HITS)).to_have_count(10)
    if viewport == PHONE:
        page.locator(".gp-results__fold > summary").click()
    expect(page.locator(".gp-facet").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_shown_as_text(open_page: OpenPage, tmp_path: Path, text: str) -> None:
    """`open_page` fails on any dialogue, script error or request to elsewhere."""
    settings = SiteSettings(project=PROJECT, content=PROJECT / "gazette")
    publish(site_files(make_hostile_corpus(text), settings), tmp_path / "site")
    with served(tmp_path / "site") as url:
        page = open_page(url + "search/?q=区大数据中心 示例 alert 标题 7 加粗 x")
        expect(page.locator(STATUS)).not_to_have_text("")
        assert page.locator(f"{HITS} script, {HITS} img, {HITS} b").count() == 0
        page.wait_for_load_state("networkidle")


def test_back_leads_to_the_query_before_the_one_that_was_typed(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/")
    ask(page, "区司法局")
    expect(page.locator(TITLES).first).to_have_text("区司法局")
    page.locator(BOX).fill("")
    page.locator(BOX).press_sequentially("区大数据中心", delay=60)
    expect(page.locator(TITLES).first).to_have_text("区大数据中心")
    page.locator(BOX).press("Enter")
    page.go_back()
    expect(page.locator(TITLES).first).to_have_text("区司法局")


def test_filters_belong_to_the_query_they_were_chosen_for(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=区大数据中心&kind=task")
    expect(page.locator("input[name=gp-facet-kind][value=task]")).to_be_checked()
    ask(page, "区司法局")
    expect(page.locator(TITLES).first).to_have_text("区司法局")
    expect(page).not_to_have_url(re.compile("kind="))


def test_filters_that_leave_nothing_say_so_and_can_be_dropped(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=区大数据中心&year=1999")
    expect(page.locator(STATUS)).to_contain_text("按现在的筛选没有结果")
    expect(page.locator(".gp-results__near")).to_be_hidden()
    page.locator(STATUS).get_by_role("button", name="去掉筛选").click()
    expect(page.locator(TITLES).first).to_have_text("区大数据中心")
    expect(page).not_to_have_url(re.compile("year="))


def test_the_same_name_in_two_districts_is_told_apart(open_page: OpenPage, real_url: str) -> None:
    page = open_page(real_url + "search/?q=区财政局")
    names = page.locator(".gp-facet", has=page.locator("input[name=gp-facet-unit]")).locator(".gp-facet__choice")
    expect(names.filter(has_text="区财政局（周村区）")).to_have_count(1)
    expect(names.filter(has_text="区财政局（张店区）")).to_have_count(1)


@pytest.mark.parametrize(
    ("typed", "offered"), [("区大数椐中心", "区大数据中心"), ("区司法剧 任务", "区司法局 任务"), ("区大据中心", "区大数据中心")]
)
def test_a_slip_is_answered_with_the_whole_query_put_right(open_page: OpenPage, sample_url: str, typed: str, offered: str) -> None:
    page = open_page(f"{sample_url}search/?q={typed}")
    page.locator(".gp-results__near a", has_text=re.compile(f"^{offered}$")).click()
    expect(page.locator(BOX)).to_have_value(offered)
    expect(page.locator(STATUS)).to_contain_text("找到")


def test_only_words_to_leave_out_are_no_query(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=-区司法局")
    expect(page.locator(STATUS)).to_contain_text("只写了要排除的字")


def test_a_phrase_that_is_left_out_is_left_out(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=任务 -“区司法局”")
    expect(page.locator(HITS).first).to_be_visible()
    assert not any("区司法局" in text for text in page.locator(HITS).all_inner_texts())


def test_the_status_does_not_go_back_to_searching(open_page: OpenPage, sample_url: str) -> None:
    """The results stand there before the facets have come; the note for slow networks must not come after them."""
    page = open_page(sample_url + "search/")

    def answer_late(route: Route) -> None:
        page.wait_for_timeout(900)
        route.continue_()

    page.route("**/facets.js", answer_late)
    ask(page, "区司法局")
    expect(page.locator(".gp-facet").first).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("找到")


def test_a_composition_that_begins_stops_the_pending_query(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/")
    page.locator(BOX).evaluate(  # at once: on a busy machine the query would be asked between two steps
        """box => {
            box.value = "区司";
            box.dispatchEvent(new Event("input", {bubbles: true}));
            box.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
        }"""
    )
    page.wait_for_timeout(400)
    expect(page).not_to_have_url(re.compile("q="))


def test_all_units_can_be_chosen(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=区大数据中心")
    units = page.locator("input[name=gp-facet-unit]")
    expect(units).to_have_count(9)
    page.get_by_role("button", name=re.compile("其余 .* 个单位")).click()
    expect(units.nth(12)).to_be_attached()
    expect(units.first).to_be_focused()
