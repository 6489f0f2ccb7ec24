"""What a search costs a reader, in a real Chromium: bytes and requests to the first result, times, heap; and what it finds.

In: a built `Engine` and queries. Out: `Cost` and, for each query, the addresses of the first pages found. Every first query begins with
an empty cache in a context of its own.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.wire import Site

MOST = 20
_FIRST_SHOWN = """() => {
  new MutationObserver(() => {
    if (!window.firstShown && document.querySelector(".gp-hit, .gp-answer, .gp-results__nothing")) window.firstShown = performance.now();
  }).observe(document, { childList: true, subtree: true });
}"""
_LOADED = """() => performance.getEntriesByType("resource").filter((entry) => entry.responseEnd <= window.firstShown)
  .map((entry) => new URL(entry.name).pathname)"""
_OWN_ASK = """() => {
  window.ask = async function (query, most) {
    const index = window.benchIndex = window.benchIndex || await gpSearch.store.open("../");
    const result = await gpSearch.core.search(index, query);
    await index.loadParts();
    const urls = [];
    for (const group of gpSearch.groups.groupHits(index, result.hits)) {
      for (const hit of group) {
        const entry = await index.entry(hit.entry);
        if (!gpSearch.core.holds(result, hit, entry)) continue;
        const url = entry.address.split("#")[0];
        if (!urls.includes(url)) urls.push(url);
        break;
      }
      if (urls.length >= most) break;
    }
    return { urls, count: result.hits.length };
  };
  window.ready = window.ready || performance.now();
}"""
_TIMED = """async ([query, most]) => {
  const started = performance.now();
  const found = await window.ask(query, most);
  return { ...found, ms: performance.now() - started };
}"""


@dataclass(frozen=True, slots=True)
class Engine:
    """A search to measure: `page` is where it is asked, from the site's root; `is_own` means the search page itself is used."""

    name: str
    folder: Path
    page: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """A connection: bits a second and milliseconds of delay."""

    name: str
    bits: int
    delay: int


SLOW = Network("1.6 Mbit/s，150 毫秒", 1_600_000, 150)
USUAL = Network("10 Mbit/s，40 毫秒", 10_000_000, 40)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of the queries: `wire` bytes and `requests` to the first result, `ready`, `first` and `later` milliseconds; `heap` bytes at the end;
    `cold` milliseconds from opening the page to the first result over a slow and a usual network."""

    wire: tuple[int, ...]
    requests: tuple[int, ...]
    ready: tuple[float, ...]
    first: tuple[float, ...]
    later: tuple[float, ...]
    heap: int
    cold: dict[str, tuple[float, ...]]


def measure(browser: Browser, engine: Engine, site: Site, queries: Sequence[str], cold_queries: Sequence[str]) -> Cost:
    """Everything but quality."""
    print(f"{engine.name}：第一次查询", file=sys.stderr)
    firsts = [_first(browser, engine, site, query) for query in queries]
    print(f"{engine.name}：再查，慢的网", file=sys.stderr)
    later, heap = _later(browser, engine, site, queries)
    cold = {network.name: tuple(_cold(browser, engine, site, query, network) for query in cold_queries) for network in (SLOW, USUAL)}
    wire, requests, ready, first = zip(*firsts, strict=True)
    return Cost(wire, requests, ready, first, later, heap, cold)


def found_by(browser: Browser, engine: Engine, site: Site, queries: Sequence[str]) -> list[list[str]]:
    """For each query the addresses of the first pages found, best first."""
    page = browser.new_page()
    _open(page, engine, site)
    found = [page.evaluate(_TIMED, [query, MOST])["urls"] for query in queries]
    page.close()
    return [[url.removesuffix("index.html") for url in urls] for urls in found]


def _open(page: Page, engine: Engine, site: Site) -> None:
    page.goto(site.url + engine.page)
    if engine.is_own:
        page.evaluate(_OWN_ASK)
    page.wait_for_function("window.ready > 0")


def _first(browser: Browser, engine: Engine, site: Site, query: str) -> tuple[int, int, float, float]:
    """Wire bytes, requests, ready, first result. The page and the style of our own are not counted; rivals have none."""
    context = browser.new_context()
    page = context.new_page()
    site.sent.clear()
    _open(page, engine, site)
    ready = page.evaluate("window.ready")
    if engine.is_own:
        page.evaluate(_FIRST_SHOWN)
        started = page.evaluate("performance.now()")
        page.fill("input[name=q]", query)
        page.press("input[name=q]", "Enter")
        page.wait_for_function("window.firstShown > 0")
        took = page.evaluate("window.firstShown") - started
        counted = set(page.evaluate(_LOADED))
    else:
        took = page.evaluate(_TIMED, [query, 1])["ms"]
        counted = {sent.path for sent in site.sent}
    sizes = [sent.size for sent in site.sent if sent.path in counted and not sent.path.endswith((".html", ".css", "/", ".ico"))]
    context.close()
    return sum(sizes), len(sizes), ready, took


def _later(browser: Browser, engine: Engine, site: Site, queries: Sequence[str]) -> tuple[tuple[float, ...], int]:
    """Every query once more in the same page, with ten results each; then the heap."""
    context = browser.new_context()
    page = context.new_page()
    _open(page, engine, site)
    for query in queries:
        page.evaluate(_TIMED, [query, 10])
    later = tuple(statistics.median(page.evaluate(_TIMED, [query, 10])["ms"] for _ in range(3)) for query in queries)
    session = context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = int(session.send("Runtime.getHeapUsage")["usedSize"])
    context.close()
    return later, heap


def _cold(browser: Browser, engine: Engine, site: Site, query: str, network: Network) -> float:
    """From opening the search page to the first result."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"downloadThroughput": network.bits / 8, "uploadThroughput": network.bits / 16}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": network.delay, **speed})
    page.set_default_timeout(120_000)
    if engine.is_own:
        page.add_init_script(f"({_FIRST_SHOWN})()")
        page.goto(f"{site.url}{engine.page}?q={query}", wait_until="commit")
        page.wait_for_function("window.firstShown > 0")
        took = page.evaluate("window.firstShown")
    else:
        page.goto(site.url + engine.page, wait_until="commit")
        page.wait_for_function("window.ready > 0")
        page.evaluate(_TIMED, [query, 1])
        took = page.evaluate("performance.now()")
    context.close()
    return float(took)
