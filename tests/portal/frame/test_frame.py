"""The frame: small, the same at every depth, nothing from elsewhere, and deaf to what a page's text says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from portal.frame.assets import load_assets
from portal.frame.frame import Frame, FrameError, NavEntry, toc_html
from portal.view.addresses import Addresses
from portal.view.page import Page, TocEntry
from portal.view.site_text import SiteText

from tests.factories import HOSTILE_TEXTS
from tests.soup import one, value

ENTRIES = (
    NavEntry(section="home", label="首页", target=""),
    NavEntry(section="documents", label="文件", target="documents/"),
    NavEntry(section="data", label="数据", target="data/", footer_label="下载数据"),
)
PATHS = ("", "documents/", "documents/x/", "units/chenghu/x/")
MAX_FRAME_BYTES = 5_000


def make_frame(project: Path, *, index_html: bool = False, base_url: str = "") -> Frame:
    assets = load_assets(project / "site_templates")
    return Frame(project / "mkdocs.yml", assets, ENTRIES, Addresses(index_html=index_html), SiteText(), base_url)


@pytest.fixture(scope="module")
def frame(project: Path) -> Frame:
    return make_frame(project)


def make_page(path: str = "documents/x/", **changes: object) -> Page:
    values: dict[str, object] = {"path": path, "title": "题目", "content": "<h1>题目</h1>", "section": "documents"} | changes
    return Page(**values)  # type: ignore[arg-type]


def parsed(frame: Frame, page: Page) -> BeautifulSoup:
    return BeautifulSoup(frame.fill(page), "html.parser")


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_the_frame_starts_from_the_pages_own_depth(frame: Frame, path: str) -> None:
    soup = parsed(frame, make_page(path))
    base = Addresses().base(path)
    links = [tag.get("href") or tag.get("src") or tag.get("action") for tag in soup.select("[href], [src], [action]")]
    assert len(links) > 8
    assert [link for link in links if not str(link).startswith(base) and link != "#content"] == []


@pytest.mark.parametrize("path", PATHS)
def test_the_frame_is_small(frame: Frame, path: str) -> None:
    assert len(frame.fill(make_page(path, content="")).encode()) <= MAX_FRAME_BYTES


def test_no_mark_and_no_foreign_address_is_left(frame: Frame) -> None:
    html = frame.fill(make_page())
    assert not re.search("[\ue000\ue001]|{{|{%", html)
    assert set(re.findall(r"(?:https?:)?//[\w.]+", html)) <= {"http://www.w3.org"}  # the name of SVG, not a request


def test_title_description_content_and_section_are_the_pages(frame: Frame) -> None:
    soup = parsed(frame, make_page(description="说明"))
    assert one(soup, "title").string == "题目 - 政府公报"
    assert value(soup, "meta[name=description]", "content") == "说明"
    assert one(soup, "article#content h1").string == "题目"
    assert [tag.string for tag in soup.select("nav [aria-current]")] == ["文件"]
    assert value(soup, "html", "lang").startswith("zh")


def test_the_home_page_bears_the_sites_name(frame: Frame) -> None:
    assert one(parsed(frame, make_page("", section="home")), "title").string == "政府公报"


def test_every_page_has_the_search_form_and_the_disclaimer(frame: Frame) -> None:
    soup = parsed(frame, make_page())
    form = one(soup, "form[role=search]")
    assert (form["action"], form["method"], value(form, "input", "name")) == ("../../search/", "get", "q")
    assert "以政府正式公布的文本为准" in one(soup, "footer").get_text()


def test_no_page_names_the_script_of_the_search(project: Path) -> None:
    """It holds the index: if pages named its version, every page would change with every issue."""
    assets = load_assets(project / "site_templates").joined({"assets/js/search.js": b"1"})
    frame = Frame(project / "mkdocs.yml", assets, ENTRIES, Addresses(), SiteText())
    assert "js/search.js" not in frame.fill(make_page())


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_text_in_any_slot_stays_text(frame: Frame, text: str) -> None:
    page = make_page(title=text, description=text, toc=(TocEntry(title=text, anchor="s-1"),))
    soup = parsed(frame, page)
    plain = parsed(frame, make_page(title="题", description="题", toc=(TocEntry(title="题", anchor="s-1"),)))
    assert one(soup, "title").string == f"{text} - 政府公报"
    assert value(soup, "meta[name=description]", "content") == text
    assert one(soup, ".gp-toc a").string == text
    assert [tag.name for tag in soup.find_all()] == [tag.name for tag in plain.find_all()]


def test_marks_in_the_content_are_not_filled(frame: Frame) -> None:
    content = "<p>\ue000title\ue001</p>"
    assert content in frame.fill(make_page(content=content))


def test_a_page_may_bring_its_own_scripts(frame: Frame) -> None:
    script = parsed(frame, make_page(scripts=("js/frame.js",))).select("script[src]")[-1]
    assert re.fullmatch(r"\.\./\.\./assets/js/frame\.js\?v=[0-9a-f]{8}", str(script["src"]))
    with pytest.raises(FrameError, match=r"assets/js/none\.js"):
        frame.fill(make_page(scripts=("js/none.js",)))


def test_a_page_without_entries_has_no_contents_list() -> None:
    assert toc_html(()) == ""
    assert 'href="#s-1"' in toc_html((TocEntry(title="一", anchor="s-1"),))


def test_the_address_of_the_site_gives_canonical_links(project: Path) -> None:
    frame = make_frame(project, base_url="https://example.org/gongbao")
    soup = parsed(frame, make_page())
    assert value(soup, "link[rel=canonical]", "href") == "https://example.org/gongbao/documents/x/"


def test_the_page_for_missing_addresses_works_at_any_depth(project: Path) -> None:
    soup = parsed(make_frame(project, base_url="https://example.org/gongbao/"), make_page("404.html", section=None))
    assert value(soup, ".gp-brand", "href") == "/gongbao/"
    assert soup.select_one("link[rel=canonical]") is None


def test_offline_links_name_their_file(project: Path) -> None:
    soup = parsed(make_frame(project, index_html=True), make_page())
    assert [tag["href"] for tag in soup.select(".gp-tabs a")] == ["../../index.html", "../../documents/index.html", "../../data/index.html"]


def test_the_themes_files_are_the_ones_the_pages_ask_for(frame: Frame) -> None:
    asked = {str(link["href"]).removeprefix("../../") for link in parsed(frame, make_page()).select("link[rel=stylesheet]")}
    assert set(frame.files) <= asked
    assert all(b"sourceMappingURL" not in content for content in frame.files.values())
    assert all(not re.search(rb"url\(\s*[\"']?(https?:)?//|@import", content) for content in frame.files.values())


def test_a_broken_configuration_is_told(tmp_path: Path, project: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: [", encoding="utf-8")
    with pytest.raises(FrameError, match=r"mkdocs\.yml"):
        Frame(tmp_path / "mkdocs.yml", load_assets(project / "site_templates"), ENTRIES, Addresses(), SiteText())
