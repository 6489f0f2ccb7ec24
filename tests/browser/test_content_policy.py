"""The strict Content-Security-Policy: the whole site lives with it, over http and from a folder, and it does stop what it should."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.site import SiteSettings, make_site

from tests.browser.conftest import OpenPage
from tests.browser.test_frame_in_browser import every_kind_of_page

pytestmark = pytest.mark.browser
LISTEN = """document.addEventListener("securitypolicyviolation", event => {
  (window.violations = window.violations || []).push(event.effectiveDirective + " " + (event.blockedURI || "inline") + " " + event.sample);
});"""
VIOLATIONS = "() => new Promise(done => setTimeout(() => done(window.violations || []), 0))"


def violations(page: Page, url: str) -> list[str]:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    found: list[str] = page.evaluate(VIOLATIONS)
    return found


def check_all(open_page: OpenPage, url: str, folder: Path, ending: str) -> None:
    page = open_page(url + "404.html")
    page.context.add_init_script(LISTEN)
    for path in every_kind_of_page(folder):
        target = path if path.endswith(".html") else path + ending
        assert violations(page, url + target) == [], path
    for query in ("区大数据中心牵头哪些任务", "<img src=x onerror=alert(1)>"):
        assert violations(page, f"{url}search/{ending}?q={query}") == []


def test_no_page_of_the_sample_breaks_the_policy(open_page: OpenPage, sample_url: str, sample_folder: Path) -> None:
    check_all(open_page, sample_url, sample_folder, "")


@pytest.mark.real
def test_no_page_of_the_real_gazettes_breaks_the_policy(open_page: OpenPage, real_url: str, real_folder: Path) -> None:
    check_all(open_page, real_url, real_folder, "")


@pytest.mark.parametrize("index_html", [False, True], ids=["plain", "offline"])
def test_no_page_breaks_the_policy_from_a_folder(open_page: OpenPage, project: Path, tmp_path: Path, index_html: bool) -> None:
    content, folder = project / "gazette", tmp_path / "公报 网站"
    make_site([content], folder, SiteSettings(project=project, content=content, index_html=index_html))
    check_all(open_page, folder.as_uri() + "/", folder, "index.html")


def test_every_page_has_the_policy_before_anything_it_governs(sample_folder: Path) -> None:
    for path in sample_folder.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        place = html.find('<meta http-equiv="Content-Security-Policy"')
        assert -1 < place < min(html.find("<link"), html.find("<script")), path


def test_the_policy_stops_scripts_styles_and_other_hosts(browser_page_of_sample: Page) -> None:
    """Control: what an injection would try is refused and noticed, so the tests above can fail."""
    page = browser_page_of_sample
    page.evaluate("""() => {
      document.body.insertAdjacentHTML("beforeend", '<img src="x.png" onerror="window.injected = 1"><p style="color:red">x</p>');
      const script = document.createElement("script");
      script.textContent = "window.injected = 2";
      document.body.append(script);
      const image = new Image();
      image.src = "http://localhost:9/x.png";
      document.body.append(image);
    }""")
    page.wait_for_function("() => new Set((window.violations || []).map(text => text.split(' ')[0])).size >= 4")
    assert page.evaluate("window.injected") is None
    directives = {text.split(" ")[0] for text in page.evaluate("window.violations")}
    assert directives == {"script-src-attr", "style-src-attr", "script-src-elem", "img-src"}


@pytest.fixture
def browser_page_of_sample(browser, sample_url):  # type: ignore[no-untyped-def]
    """A page that may report errors: the policy's own are wanted here."""
    context = browser.new_context()
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto(sample_url)
    yield page
    context.close()
