"""What a search puts first, and why: the cases stand in ``tests/queries/*.yml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.places import QUERIES

pytestmark = pytest.mark.browser
FIRST = 10

_SEARCH = """async ([query, most]) => {
  const index = await gpSearch.store.open("../");
  const result = await gpSearch.core.search(index, query);
  const shown = [];
  for (const hit of result.hits) {
    if (shown.length === most) break;
    const entry = await index.entry(hit.entry);
    if (!gpSearch.core.holds(result, hit, entry)) continue;
    const text = [entry.title, entry.text].concat(entry.facts).join("\\n");
    shown.push({ address: entry.address, tier: hit.tier, text: gpSearch.segment.runs(gpSearch.segment.normalize(text)).join("") });
  }
  return { shown, count: result.hits.length, names: [].concat(...result.matches.map((match) => match.names)) };
}"""


def cases(site: str) -> list[Any]:
    found = yaml.safe_load((QUERIES / f"{site}.yml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["query"]) for case in found]


def opened(browser: Browser, url: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(url + "search/")
    yield page
    page.close()


@pytest.fixture(scope="module")
def sample_search(browser: Browser, sample_url: str) -> Iterator[Page]:
    yield from opened(browser, sample_url)


@pytest.fixture(scope="module")
def real_search(browser: Browser, real_url: str) -> Iterator[Page]:
    yield from opened(browser, real_url)


def check(page: Page, case: dict[str, Any]) -> None:
    answer = page.evaluate(_SEARCH, [case["query"], FIRST])
    addresses = [hit["address"] for hit in answer["shown"]]
    wanted = case.get("first", ())
    assert addresses[: len(wanted)] == [line["at"] for line in wanted], [line["why"] for line in wanted]
    for line in case.get("among", ()):
        assert line["at"] in addresses, line["why"]
    if "count" in case:
        assert answer["count"] == case["count"], case["why"]
    if "also" in case:
        assert case["also"] in answer["names"]
    if "holds" in case:
        best = [hit["text"] for hit in answer["shown"] if hit["tier"] == 0]
        assert best
        assert all(any(word in text for word in case["holds"]) for text in best)


@pytest.mark.parametrize("case", cases("sample"))
def test_sample(sample_search: Page, case: dict[str, Any]) -> None:
    check(sample_search, case)


@pytest.mark.real
@pytest.mark.parametrize("case", cases("real"))
def test_real(real_search: Page, case: dict[str, Any]) -> None:
    check(real_search, case)
