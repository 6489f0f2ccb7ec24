"""The site in a real browser: at both sizes, under any base path, from a folder, without scripts, with hostile text."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.output.publish import publish
from portal.site import SiteSettings, make_site, site_files

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, served
from tests.factories import HOSTILE_TEXTS, make_hostile_corpus

pytestmark = pytest.mark.browser
SECTIONS = ("", "issues/", "documents/", "units/", "tasks/", "deadlines/", "search/", "data/", "quality/", "404.html")
OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => e.tagName + "." + e.className + " " + Math.round(e.getBoundingClientRect().right)).slice(0, 8);
}"""


def every_kind_of_page(folder: Path) -> list[str]:
    """The sections, and of each kind of page the heaviest."""
    kinds = ("issues/*/*", "documents/*", "units/*/*", "tasks/*")
    found = list(SECTIONS)
    for kind in kinds:
        pages = sorted(folder.glob(f"{kind}/index.html"), key=lambda path: (-path.stat().st_size, path))
        assert pages, kind
        found.append(pages[0].parent.relative_to(folder).as_posix() + "/")
    return found


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
def test_no_page_scrolls_sideways(open_page: OpenPage, sample_url: str, sample_folder: Path, viewport: dict[str, int]) -> None:
    page = open_page(sample_url, viewport=viewport)
    for path in every_kind_of_page(sample_folder):
        page.goto(sample_url + path)
        assert page.evaluate(OVERFLOWING) == [], path


@pytest.mark.real
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
def test_no_page_of_the_real_gazettes_scrolls_sideways(
    open_page: OpenPage, real_url: str, real_folder: Path, viewport: dict[str, int]
) -> None:
    page = open_page(real_url, viewport=viewport)
    for path in every_kind_of_page(real_folder):
        page.goto(real_url + path)
        assert page.evaluate(OVERFLOWING) == [], path


def test_the_current_section_is_marked_on_a_phone_without_scrolling(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "quality/", viewport=PHONE)
    last = page.locator(".gp-tabs [aria-current=page]")
    expect(last).to_have_text("质量")
    box = last.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= PHONE["width"]


def test_the_search_box_stays_at_hand_on_a_phone(open_page: OpenPage, sample_url: str, sample_folder: Path) -> None:
    page = open_page(sample_url + every_kind_of_page(sample_folder)[-3], viewport=PHONE)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".gp-search__input")).to_be_in_viewport()


def test_the_search_box_leads_to_the_search_page_with_the_query(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "units/")
    page.locator(".gp-search__input").fill("区大数据中心")
    page.locator(".gp-search__input").press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=%E5%8C%BA%E5%A4%A7%E6%95%B0%E6%8D%AE%E4%B8%AD%E5%BF%83"))


def scheme(page: Page) -> str | None:
    return page.locator("html").get_attribute("data-md-color-scheme")


def test_dark_follows_the_system_until_the_reader_chooses(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url, color_scheme="dark")
    assert scheme(page) == "slate"
    page.get_by_role("button", name="切换深色和浅色").click()
    assert scheme(page) == "default"
    page.goto(sample_url + "documents/")
    assert scheme(page) == "default"


def test_the_keyboard_reaches_the_text_first(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "documents/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_it_works_under_a_base_path(open_page: OpenPage, sample_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "gongbao").symlink_to(sample_folder)
    with served(tmp_path) as url:
        page = open_page(url + "gongbao/")
        page.locator(".gp-tabs a", has_text="文件").click()
        expect(page.locator("h1")).to_be_visible()
        assert page.url == url + "gongbao/documents/"
        page.wait_for_load_state("load")
        page.close()  # before the server goes: what the page still asks for would count as a fault


def test_it_opens_from_a_folder(open_page: OpenPage, sample_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "政府 公报"
    shutil.copytree(sample_folder, folder)
    page = open_page((folder / "index.html").as_uri())
    page.locator(".gp-tabs a", has_text="单位").or_(page.locator(".gp-tabs a", has_text="部门")).click()
    page.wait_for_url("**/units/index.html")
    page.locator("article a[href*='chenghu/']").first.click()
    page.wait_for_url("**/units/chenghu/*/index.html")
    page.locator(".gp-brand").click()
    page.wait_for_url((folder / "index.html").as_uri())
    page.locator(".gp-search__input").fill("数据")
    page.locator(".gp-search__input").press("Enter")
    page.wait_for_url("**/search/index.html?q=*")


def test_an_offline_copy_opens_from_a_folder_without_scripts(open_page: OpenPage, project: Path, tmp_path: Path) -> None:
    settings = SiteSettings(project=project, content=project / "gazette", index_html=True)
    make_site([project / "gazette"], tmp_path / "offline", settings)
    page = open_page((tmp_path / "offline" / "index.html").as_uri(), java_script_enabled=False)
    page.locator(".gp-tabs a", has_text="文件").click()
    page.locator("article a[href*='cheng']").first.click()
    page.wait_for_url("**/documents/*/index.html")
    page.locator(".gp-brand").click()
    page.wait_for_url("**/offline/index.html")


def test_hostile_text_runs_nothing_and_loads_nothing(open_page: OpenPage, project: Path, tmp_path: Path) -> None:
    text = " ".join(HOSTILE_TEXTS)
    settings = SiteSettings(project=project, content=project / "gazette")
    publish(site_files(make_hostile_corpus(text), settings), tmp_path / "site")
    with served(tmp_path / "site") as url:
        page = open_page(url)
        for path in every_kind_of_page(tmp_path / "site"):
            page.goto(url + path)
        page.goto(url + "search/?q=%3Cscript%3Ealert(1)%3C/script%3E%3Cimg%20src=x%20onerror=alert(1)%3E")
        page.wait_for_load_state("networkidle")
