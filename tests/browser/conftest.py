"""A real Chromium, sites to look at, and a page that notices every fault and every request that leaves the site."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Response, sync_playwright

from portal.output.preview import open_server

from tests.browser.chromium import ARGUMENTS, find_chromium

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a machine without one fails the tests, it does not skip them."""
    path = find_chromium()
    if path is None:
        pytest.fail("没有 Chromium：请运行 sh .ci/browser .venv/bin/python，或者设环境变量 CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of `folder`, served for as long as the block lasts: ``http://127.0.0.1:40123/``."""
    server = open_server(folder, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def sample_url(sample_folder: Path) -> Iterator[str]:
    with served(sample_folder) as url:
        yield url


@pytest.fixture(scope="session")
def real_url(real_folder: Path) -> Iterator[str]:
    with served(real_folder) as url:
        yield url


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """``open_page(url, viewport=PHONE, java_script_enabled=False, …)`` opens a page in a context of its own (options as playwright's).

    At the end the test fails if any page asked another host for anything, opened a dialogue, or reported an error.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(url: str, **options: object) -> Page:
        context = browser.new_context(**({"viewport": DESKTOP, "locale": "zh-CN"} | options))  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        watch_page(page, url, faults)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def watch_page(page: Page, url: str, faults: list[str]) -> None:
    """Put into `faults` what goes wrong on `page`; requests may go to the host of `url` and nowhere else."""
    host = urlsplit(url).netloc

    def on_request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != host:
            faults.append(f"站外请求：{url}")

    def on_response(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"{response.status}：{response.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"控制台：{message.text}")

    def on_dialog(dialog: Dialog) -> None:
        faults.append(f"对话框：{dialog.message}")
        dialog.dismiss()

    page.on("request", lambda request: on_request(request.url))
    page.on("response", on_response)
    page.on("pageerror", lambda error: faults.append(f"脚本错误：{error}"))
    page.on("console", on_console)
    page.on("dialog", on_dialog)
