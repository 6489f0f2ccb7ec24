"""The pages in a real browser: dates of the reader's own day, copying, paper, and life without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage

pytestmark = pytest.mark.browser
UNIT = "units/chenghu/qu-da-shu-ju-zhong-xin/"
ROWS = ".gp-tasks tbody tr:not(.gp-group)"
PAST = "2031-01-01T09:00:00"


def heaviest(folder: Path, pattern: str) -> str:
    pages = sorted(folder.glob(f"{pattern}/index.html"), key=lambda path: (-path.stat().st_size, path))
    return pages[0].parent.relative_to(folder).as_posix() + "/"


def on_day(page: Page, moment: str) -> None:
    """Load the page again on the reader's day `moment`."""
    page.clock.set_fixed_time(moment)
    page.reload()


# --- the reader's day ---------------------------------------------------------------------------------------------------------


def test_a_row_says_how_long_is_left(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + UNIT)
    date = page.locator("time").first.get_attribute("datetime")
    on_day(page, f"{date}T08:00:00")
    expect(page.locator(f"time[datetime='{date}'] + .gp-due__state").first).to_have_text("今天到期")
    on_day(page, PAST)
    expect(page.locator(f"time[datetime='{date}'] + .gp-due__state").first).to_have_text("时限已过")


def test_the_home_page_shows_what_comes_next(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url)
    days = page.locator("[data-next-deadlines] li").evaluate_all("days => days.map(day => day.dataset.date)")
    on_day(page, days[1] + "T08:00:00")
    assert page.locator("[data-next-deadlines] li:visible").first.get_attribute("data-date") == days[1]
    on_day(page, PAST)
    expect(page.locator("[data-next-note]")).to_contain_text("都已过去")


# --- the document -------------------------------------------------------------------------------------------------------------


def test_a_task_of_a_unit_leads_to_its_highlighted_row(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + UNIT)
    page.locator(f"{ROWS} td:last-child a").first.click()
    page.wait_for_url("**/documents/*/#task-*")
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    bar = page.locator(".gp-header").bounding_box()
    box = target.bounding_box()
    assert bar is not None
    assert box is not None
    assert box["y"] >= bar["y"] + bar["height"], "标题栏遮住了这一行"


def test_the_citation_is_copied(open_page: OpenPage, sample_url: str, sample_folder: Path) -> None:
    page = open_page(sample_url + heaviest(sample_folder, "documents/*"), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制引用").click()
    expect(page.get_by_role("status")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator("h1").inner_text() in copied
    assert copied.endswith(page.url)


def test_a_long_table_stacks_on_a_phone_and_a_catalogue_scrolls_inside_itself(
    open_page: OpenPage, sample_url: str, sample_folder: Path
) -> None:
    page = open_page(sample_url + heaviest(sample_folder, "documents/*"), viewport=PHONE)
    expect(page.locator(".gp-table--text.gp-table--stack td[data-label]").first).to_be_visible()
    wide = [path for path in sample_folder.glob("documents/*/index.html") if 'class="gp-scroll"' in path.read_text(encoding="utf-8")]
    assert wide
    page.goto(sample_url + wide[0].parent.relative_to(sample_folder).as_posix() + "/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator(".gp-scroll").first.evaluate("box => getComputedStyle(box).overflowX") == "auto"


def test_on_paper_only_the_document_is_left(open_page: OpenPage, sample_url: str, sample_folder: Path) -> None:
    page = open_page(sample_url + heaviest(sample_folder, "documents/*"))
    page.emulate_media(media="print")
    for hidden in (".gp-header", ".gp-crumbs", "h1", ".gp-meta", ".gp-actions", "#tasks"):
        expect(page.locator(hidden).first).to_be_hidden()
    title = page.locator(".gp-b-title.gp-print").first
    expect(title).to_be_visible()
    assert title.evaluate("tag => getComputedStyle(tag).textAlign") == "center"
    expect(page.get_by_text("以政府正式公布的文本为准").first).to_be_visible()


# --- without scripts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
def test_without_scripts_everything_is_there(open_page: OpenPage, sample_url: str, viewport: dict[str, int]) -> None:
    page = open_page(sample_url + UNIT, java_script_enabled=False, viewport=viewport)
    expect(page.locator(".gp-filter")).to_be_hidden()
    row = page.locator(ROWS).first
    row.locator("summary").click()
    expect(row.get_by_text("依据")).to_be_visible()
    page.goto(sample_url + "deadlines/")
    expect(page.locator(".gp-day td").first).to_be_visible()
    page.goto(sample_url + "search/?q=数据")
    expect(page.get_by_text("搜索要用 JavaScript")).to_be_visible()
