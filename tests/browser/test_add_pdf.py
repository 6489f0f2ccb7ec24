"""A PDF that a browser printed from a sample issue gives the issue's documents and tasks again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from editor.intake.intake import take_in

from tests.editor.renditions import as_page, printed_text
from tests.editor.test_intake import ISSUES, facts, parsed

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("issue", ISSUES, ids=lambda path: path.stem)
def test_a_pdf_gives_the_same_documents_and_tasks(browser: Browser, issue: Path, tmp_path: Path) -> None:
    text = printed_text(parsed(issue.read_text(encoding="utf-8")))
    page = browser.new_page()
    page.set_content(as_page(text))
    page.pdf(path=str(tmp_path / "x.pdf"), prefer_css_page_size=True)
    page.close()
    assert facts(parsed(take_in(tmp_path / "x.pdf").text)) == facts(parsed(text))
