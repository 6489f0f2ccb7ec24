"""The watch over the pages notices what the other tests rely on it to notice."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import served, watch_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<img src="http://192.0.2.1/x.png">', "站外请求：http://192.0.2.1/x.png"),
        ('<link rel="stylesheet" href="missing.css">', "404："),
        ("<script>missing()</script>", "脚本错误："),
        ("<script>console.error('坏了')</script>", "控制台：坏了"),
        ("<script>alert('你好')</script>", "对话框：你好"),
    ],
)
def test_a_fault_is_noticed(browser: Browser, tmp_path: Path, html: str, fault: str) -> None:
    (tmp_path / "index.html").write_text(f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">{html}', encoding="utf-8")
    faults: list[str] = []
    with served(tmp_path) as url, browser.new_context() as context:
        page = context.new_page()
        watch_page(page, url, faults)
        page.route("http://192.0.2.1/**", lambda route: route.abort())
        page.goto(url)
        page.wait_for_load_state("networkidle")
    assert any(found.startswith(fault) for found in faults), faults


def test_a_clean_page_has_no_fault(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<!doctype html><link rel="icon" href="data:,"><p>ok', encoding="utf-8")
    faults: list[str] = []
    with served(tmp_path) as url, browser.new_context() as context:
        page = context.new_page()
        watch_page(page, url, faults)
        page.goto(url)
        page.wait_for_load_state("networkidle")
    assert faults == []
