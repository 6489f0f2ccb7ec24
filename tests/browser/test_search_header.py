"""Results under the field of every page: loaded on first use, keyboard, input methods, late answers, phone, folder, faults."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from portal.output.publish import publish
from portal.site import SiteSettings, site_files

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, served
from tests.browser.test_search import BOX, COMPOSE, COMPOSED, HITS, STATUS, TITLES
from tests.factories import HOSTILE_TEXTS, make_hostile_corpus
from tests.places import PROJECT

pytestmark = pytest.mark.browser
HOME_BOX = "#gp-home-q"
LINES = ".gp-found [role=option]"
TITLE = ".gp-found__title"
LAST = ".gp-found__all"
PAUSE = 150
UNIT_PAGE = "units/chenghu/qu-da-shu-ju-zhong-xin/"
SEEN = """() => {
  const list = document.querySelector(".gp-found");
  window.seen = [];
  new MutationObserver(() => seen.push(list.querySelector(".gp-found__title").textContent)).observe(list, { childList: true });
}"""


def type_into(page: Page, query: str, box: str = BOX) -> Locator:
    """Type `query` and wait for its results: the lines."""
    page.locator(box).press_sequentially(query)
    expect(page.locator(LAST)).to_be_visible()
    return page.locator(LINES)


def documents_of(page: Page) -> list[str]:
    """The documents that the lines lead to."""
    addresses: list[str] = page.locator(LINES).evaluate_all("links => links.map(link => link.href)")
    return [found[1] for address in addresses if (found := re.search(r"/(documents/[^/]+)/", address))]


def loaded(page: Page) -> list[str]:
    """What was loaded of the search, without the box that every page has."""
    names: list[str] = page.evaluate("performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)")
    return [name for name in names if "search" in name and not name.endswith("/search_box.js")]


def chosen(page: Page) -> str | None:
    """The text of the line that the field says is chosen."""
    number = page.locator(BOX).get_attribute("aria-activedescendant")
    if number is None:
        expect(page.locator(".gp-found [aria-selected=true]")).to_have_count(0)
        return None
    line = page.locator(f"[id='{number}']")
    expect(line).to_have_attribute("aria-selected", "true")
    return line.inner_text().split("\n")[1] if line.locator(TITLE).count() else line.inner_text()


# --- loading ------------------------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_before_the_first_letter(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(2 * PAUSE)
    assert loaded(page) == []
    assert page.locator(BOX).get_attribute("role") is None
    type_into(page, "电子证照")
    assert [Path(name).name for name in loaded(page)].count("search.js") == 1
    assert not any(name.endswith(".css") for name in loaded(page))


def test_a_line_leads_to_its_page(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    first = type_into(page, "区大数据中心").first
    expect(first.locator(".gp-found__kind")).to_have_text("单位")
    expect(first.locator("mark")).to_have_text("区大数据中心")
    first.click()
    expect(page).to_have_url(sample_url + UNIT_PAGE)


def test_a_document_number_finds_its_document_first(open_page: OpenPage, sample_url: str, sample_folder: Path) -> None:
    page = open_page(sample_url + "search/?q=通知&kind=document")
    number = next(word for word in page.locator(".gp-hit__label span").all_inner_texts() if word.endswith("号"))
    page.goto(sample_url + "units/")
    first = type_into(page, number).first
    expect(first.locator(".gp-found__kind")).to_have_text("文件")
    expect(first.locator(".gp-found__source")).to_contain_text(number)


def test_a_document_has_one_line_and_the_last_leads_to_all(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    assert 2 < type_into(page, "区大数据中心").count() <= 7
    documents = documents_of(page)
    assert len(set(documents)) == len(documents) > 1
    words = page.locator(LAST).inner_text()
    page.locator(LAST).click()
    expect(page).to_have_url(re.compile(r"/search/\?q=%E5%8C%BA"))
    expect(page.locator(HITS).first).to_be_visible()
    expect(page.locator(STATUS)).to_contain_text("找到")
    counts = re.findall(r"(?:找到|另有) (\d+) 条", page.locator(STATUS).inner_text())
    assert words == f"全部 {sum(map(int, counts))} 条结果"


def test_a_document_has_one_line_where_the_table_of_parts_is_not_at_hand(open_page: OpenPage, sample_url: str) -> None:
    """As in a site so large that the table is a file of its own."""
    page = open_page(sample_url + "documents/")

    def without_table(route: Route) -> None:
        route.fulfill(response=(answer := route.fetch()), body=answer.text() + "gpSearch.store.Index.prototype.lay = function () {};")

    page.route("**/search.js*", without_table)
    type_into(page, "区大数据中心")
    documents = documents_of(page)
    assert len(set(documents)) == len(documents) > 1


def test_words_that_are_not_there(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    expect(type_into(page, "5G")).to_have_text(["没有找到，换个说法再找"])
    page.fill(BOX, "电子证照 元宇宙")
    expect(page.locator(LAST)).to_contain_text("只含一部分词的")
    page.fill(BOX, "")
    expect(page.locator(".gp-found")).to_be_hidden()


def test_a_question_is_answered_on_the_search_page(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    type_into(page, "区大数据中心牵头哪些任务")
    expect(page.locator(LAST)).to_have_text("看回答和全部结果")
    page.locator(LAST).click()
    expect(page.locator(".gp-answer")).to_be_visible()


def test_the_home_page_has_it_in_its_own_field(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url, viewport=PHONE)
    page.keyboard.press("/")
    expect(page.locator(HOME_BOX)).to_be_focused()
    type_into(page, "区大数据中心", HOME_BOX).first.click()
    expect(page).to_have_url(sample_url + UNIT_PAGE)


def test_the_search_page_has_its_results_in_the_page(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/")
    page.locator(BOX).press_sequentially("区司法局")
    expect(page.locator(HITS).first).to_be_visible()
    expect(page.locator(".gp-found")).to_have_count(0)


# --- input --------------------------------------------------------------------------------------------------------------------


def test_letters_on_the_way_to_a_word_are_not_looked_for(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    page.evaluate(COMPOSE, [BOX, "dian zi"])
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3 * PAUSE)
    assert [Path(name).name for name in loaded(page)] == ["search.js"]
    page.evaluate(COMPOSED, [BOX, "电子"])
    expect(page.locator(TITLE).first).to_contain_text("电子")


def test_a_word_that_begins_stops_the_query_before_it(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    type_into(page, "区司法局")
    page.evaluate(SEEN)
    page.fill(BOX, "电子证照")
    page.locator(BOX).dispatch_event("compositionstart")
    page.wait_for_timeout(3 * PAUSE)
    assert page.evaluate("window.seen") == []
    page.evaluate(COMPOSED, [BOX, "电子证照应用"])
    expect(page.locator(f"{TITLE} mark").first).to_contain_text("电子证照")


def test_a_late_answer_does_not_replace_a_newer_one(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    type_into(page, "区财政局")
    page.evaluate(SEEN)
    held: list[Route] = []
    page.route("**/assets/search/**", lambda route: held.append(route))
    page.fill(BOX, "区司法局")
    page.wait_for_timeout(3 * PAUSE)
    page.fill(BOX, "电子证照")
    page.wait_for_timeout(3 * PAUSE)
    assert held
    while held:
        for route in [held.pop() for _ in range(len(held))]:
            route.continue_()
        page.wait_for_timeout(PAUSE)
    expect(page.locator(f"{TITLE} mark").first).to_have_text("电子证照")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(PAUSE)
    assert "区司法局" not in page.evaluate("window.seen")


def test_an_answer_after_the_reader_left_is_not_shown(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    held: list[Route] = []
    page.route("**/search.js*", lambda route: held.append(route))
    page.locator(BOX).press_sequentially("区司法局")
    page.locator(BOX).blur()
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3 * PAUSE)
    expect(page.locator(LAST)).to_be_hidden()


# --- keyboard and pointer -----------------------------------------------------------------------------------------------------


def test_arrows_choose_and_enter_follows(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    lines = type_into(page, "区大数据中心")
    box = page.get_by_role("combobox", name="搜索", expanded=True)
    expect(page.get_by_role("listbox", name="搜索结果")).to_have_attribute("id", box.get_attribute("aria-controls") or "")
    expect(page.locator(".gp-search [role=status]")).to_contain_text(page.locator(LAST).inner_text())
    assert chosen(page) is None
    page.keyboard.press("ArrowDown")
    assert chosen(page) == "区大数据中心"
    for _ in range(lines.count() + 2):
        page.keyboard.press("ArrowDown")
    assert chosen(page) == page.locator(LAST).inner_text()
    for _ in range(lines.count()):
        page.keyboard.press("ArrowUp")
    assert chosen(page) is None
    page.keyboard.press("ArrowDown")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(sample_url + UNIT_PAGE)


def test_enter_with_nothing_chosen_goes_to_the_search_page(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    type_into(page, "区大数据中心")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=%E5%8C%BA"))
    expect(page.locator(TITLES).first).to_have_text("区大数据中心")


def test_escape_closes_and_stays_in_the_field(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    type_into(page, "区司法局")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(".gp-found")).to_be_hidden()
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(BOX)).to_have_value("区司法局")
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "false")
    assert chosen(page) is None
    page.keyboard.press("ArrowDown")
    expect(page.locator(LAST)).to_be_visible()


def test_a_click_elsewhere_or_tab_closes(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    type_into(page, "区司法局")
    page.locator("h1").click()
    expect(page.locator(".gp-found")).to_be_hidden()
    page.locator(BOX).click()
    expect(page.locator(LAST)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".gp-found")).to_be_hidden()
    expect(page.get_by_role("button", name="搜索")).to_be_focused()


def test_slash_works_from_a_radio_button_but_not_from_a_field(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=区大数据中心")
    page.locator("input[name=gp-facet-kind][value=task]").focus()
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("/")
    expect(page.locator(BOX)).to_have_value("区大数据中心/")


def test_arrows_reach_the_results_of_a_page_just_arrived_at(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "search/?q=区司法局")
    expect(page.locator(HITS).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(TITLES).first).to_be_focused()


# --- looks --------------------------------------------------------------------------------------------------------------------


def test_a_phone_has_it_from_edge_to_edge_and_above_the_keyboard(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/", viewport=PHONE)
    heading = page.locator("h1").bounding_box()
    type_into(page, "区大数据中心")
    assert page.locator("h1").bounding_box() == heading
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": PHONE["width"], "height": 300})
    page.wait_for_timeout(PAUSE)
    box = page.locator(".gp-found").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, PHONE["width"])
    assert box["y"] + box["height"] <= 300
    assert page.locator(".gp-found").evaluate("list => list.scrollHeight > list.clientHeight")
    for _ in range(page.locator(LINES).count()):
        page.keyboard.press("ArrowDown")
    expect(page.locator(LAST)).to_be_in_viewport(ratio=0.9)


def test_it_is_not_printed(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url)
    type_into(page, "区司法局", HOME_BOX)
    page.emulate_media(media="print")
    expect(page.locator(LAST)).to_have_count(1)
    expect(page.locator(LAST)).to_be_hidden()


@pytest.mark.parametrize("query", ["区大数据中心", "5G"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, sample_url: str, query: str, viewport: dict[str, int], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="没有装 axe-playwright-python")
    page = open_page(sample_url + "documents/", viewport=viewport, color_scheme=scheme)
    type_into(page, query)
    page.keyboard.press("ArrowDown")
    result = axe.Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


# --- anywhere -----------------------------------------------------------------------------------------------------------------


def test_from_a_folder(open_page: OpenPage, sample_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "政府 公报"
    shutil.copytree(sample_folder, folder)
    page = open_page((folder / "documents" / "index.html").as_uri())
    type_into(page, "区大数据中心").first.click()
    expect(page).to_have_url((folder / UNIT_PAGE / "index.html").as_uri())
    type_into(page, "区司法局")
    page.locator(LAST).click()
    expect(page).to_have_url(re.compile(r"/search/index\.html\?q=%E5%8C%BA"))
    expect(page.locator(TITLES).first).to_have_text("区司法局")


def test_under_a_base_path(open_page: OpenPage, sample_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_folder, tmp_path / "a" / "gongbao")
    with served(tmp_path) as url:
        page = open_page(url + "a/gongbao/" + UNIT_PAGE)
        type_into(page, "区司法局").first.click()
        expect(page).to_have_url(url + "a/gongbao/units/chenghu/qu-si-fa-ju/")
        page.wait_for_load_state("networkidle")


def test_without_scripts_the_field_sends(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/", java_script_enabled=False)
    page.locator(BOX).fill("区司法局")
    page.locator(BOX).press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=%E5%8C%BA"))


@pytest.mark.parametrize("missing", ["**/search.js*", "**/assets/search/**"], ids=["script", "index"])
def test_what_cannot_be_loaded_is_not_missed(browser: Browser, sample_url: str, missing: str) -> None:
    """Control of the last step: once the files are back, the next letter finds them."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(sample_url + "documents/")
    context.route(missing, lambda route: route.abort())
    page.locator(BOX).press_sequentially("区司法")
    page.wait_for_timeout(4 * PAUSE)
    expect(page.locator(LAST)).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=%E5%8C%BA"))
    page.go_back()
    page.locator(BOX).press_sequentially("区司法")
    page.wait_for_timeout(4 * PAUSE)
    context.unroute(missing)
    expect(type_into(page, "局").first).to_be_visible()
    context.close()


def test_hostile_text_is_shown_as_text(open_page: OpenPage, tmp_path: Path) -> None:
    settings = SiteSettings(project=PROJECT, content=PROJECT / "gazette")
    publish(site_files(make_hostile_corpus(" ".join(HOSTILE_TEXTS)), settings), tmp_path / "site")
    with served(tmp_path / "site") as url:
        page = open_page(url + "documents/")
        type_into(page, "区大数据中心 alert <img src=x onerror=alert(1)>")
        assert page.locator(".gp-found").locator("script, img, b").count() == 0
        page.locator(LAST).click()
        expect(page.locator(BOX)).to_have_value("区大数据中心 alert <img src=x onerror=alert(1)>")
        page.wait_for_load_state("networkidle")
