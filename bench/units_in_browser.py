"""How quick the ledger of 20,000 tasks and the page of a unit with 2,000 tasks are in Chromium.

In: nothing; the corpus is made by `bench.heavy_corpus`. Out: a table on standard output: milliseconds from opening the page to its being
ready, from a filter's input event to the next painted frame (the first one and the median of later ones), and bytes over the wire.

    .venv/bin/python -m bench.units_in_browser [--tasks 20000] [--rows 2000] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.heavy_corpus import LEDGER, make_heavy_corpus

from parser.model import Corpus, UnitName

from portal.exports.ledger import build_ledger_files
from portal.frame.assets import load_assets
from portal.frame.frame import Frame
from portal.pages.all_pages import build_pages
from portal.view.addresses import Addresses, file_of
from portal.view.context import make_context
from portal.view.site_text import SiteText

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.conftest import served

PROJECT = Path(__file__).resolve().parent.parent
BUSY = UnitName(name="区数据局", unit_id="yunqi/qu-shu-ju-ju")
RESPONSE = """async ({name, value}) => {
  const field = document.querySelector("form.gp-filter").elements[name];
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  await frame();
  const begin = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  const script = performance.now() - begin;
  await frame();
  return [script, performance.now() - begin];
}"""
assert BUSY.unit_id is not None
LEDGER_STEPS = (
    ("role", "lead"), ("district", "云栖区"), ("due", "past"), ("q", "数据"), ("q", "数据 平台"), ("sort", "due"), ("unit", BUSY.unit_id),
    ("year", "2020"), ("q", ""), ("sort", "title"),
)  # fmt: skip
UNIT_STEPS = (("q", "数据"), ("due", "past"), ("q", ""), ("sort", "due"), ("year", "2020"), ("sort", ""), ("due", ""), ("year", ""))


def busy_corpus(tasks: int, rows: int) -> Corpus:
    """The ledger's corpus in which one unit leads `rows` tasks of its district."""
    corpus = make_heavy_corpus(replace(LEDGER, documents=tasks // LEDGER.rows))
    district = {document.id for document in corpus.documents if document.district == "云栖区"}
    left = rows
    changed = []
    for task in corpus.tasks:
        if left and task.document_id in district:
            task, left = replace(task, lead=(BUSY,)), left - 1
        changed.append(task)
    return replace(corpus, tasks=tuple(changed))


def site_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """The ledger, the units and what they need; no search index, no documents."""
    addresses = Addresses()
    ledger = build_ledger_files(make_context(corpus, addresses))
    own = load_assets(PROJECT / "site_templates")
    frame = Frame(PROJECT / "mkdocs.yml", own.joined(ledger), (), addresses, SiteText())
    yield from ledger.items()
    yield from own.files.items()
    yield from frame.files.items()
    for page in build_pages(make_context(corpus, addresses)):
        if page.section in ("units", "tasks", "deadlines"):
            yield file_of(page.path), frame.fill(page).encode()


def write(files: Iterator[tuple[str, bytes]], folder: Path) -> None:
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def open_page(browser: Browser, url: str) -> tuple[Page, float]:
    """A page in a context of its own, and the milliseconds until its filter is there."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(url, wait_until="commit")
    page.wait_for_selector("form.gp-filter:not([hidden]) output:not(:empty)")
    return page, page.evaluate("performance.now()")


def measure(browser: Browser, url: str, steps: tuple[tuple[str, str], ...], label: str) -> None:
    page, ready = open_page(browser, url)
    times = [page.evaluate(RESPONSE, {"name": name, "value": value}) for name, value in steps]
    weight = page.evaluate("performance.getEntries().reduce((sum, e) => sum + (e.decodedBodySize || 0), 0)")
    shown = page.locator("form.gp-filter output").inner_text()
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    (script, first), later = times[0], [total for _, total in times[1:]]
    median = statistics.median(later)
    print(
        f"{label}: ready {ready:.0f} ms, first filter {first:.0f} ms (script {script:.0f}), later median {median:.0f} ms, "
        f"worst {max(later):.0f} ms; {weight / 1e6:.1f} MB decoded, heap {heap:.0f} MB; {shown}"
    )
    for (name, value), (script, total) in zip(steps, times, strict=True):
        print(f"    {name}={value}: {total:.0f} ms (script {script:.0f})")
    page.context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp())
    write(site_files(busy_corpus(options.tasks, options.rows)), folder)
    with served(folder) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        for _ in range(3):
            measure(browser, url + "tasks/", LEDGER_STEPS, f"ledger of {options.tasks} tasks")
            measure(browser, f"{url}units/{BUSY.unit_id}/", UNIT_STEPS, f"unit with {options.rows} tasks")
        measure(browser, (folder / "tasks" / "index.html").as_uri(), LEDGER_STEPS, "ledger from a folder")


if __name__ == "__main__":
    main()
