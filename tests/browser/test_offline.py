"""The archive of the real gazettes, unpacked anywhere, answers from the folder."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.output.archive import write_archive
from portal.site import SiteSettings, make_site

from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.real]


def test_the_archive_answers_a_question_from_a_folder(open_page: OpenPage, project: Path, real_gazettes: Path, tmp_path: Path) -> None:
    settings = SiteSettings(project=project, content=project / "gazette", index_html=True)
    make_site([real_gazettes], tmp_path / "site.zip", settings, write=write_archive)
    folder = tmp_path / "我的 文档" / "公报 （离线版）"
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        archive.extractall(folder)
    page = open_page((folder / "index.html").as_uri())
    page.locator(".gp-home__input").fill("区大数据中心牵头哪些任务")
    page.locator(".gp-home__input").press("Enter")
    page.wait_for_url("**/search/index.html?q=*")
    expect(page.locator("#gp-search-app")).to_contain_text("区大数据中心")
    expect(page.locator("#gp-search-app a[href*='#task-']").first).to_be_visible()
    page.locator("#gp-search-app a[href*='#task-']").first.click()
    page.wait_for_url("**/documents/**/index.html#task-*")
    expect(page.locator("h1").first).not_to_be_empty()
