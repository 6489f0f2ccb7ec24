"""An index as a very large corpus has it (a directory of several pages, long lists in files of their own) finds what the usual one does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from parser import parse_corpus

from portal.search import heads as search_heads
from portal.search import index as search_index
from portal.search import inversion as search_inversion
from portal.search import shards as search_shards
from portal.search.dictionary import load_dictionary
from portal.view.addresses import Addresses
from portal.view.context import make_context

from tests.browser.conftest import served
from tests.places import QUERIES, SAMPLE

pytestmark = pytest.mark.browser
SMALL = {
    search_index: {"WHOLE_DIRECTORY": 5, "PAGE": 3, "SMALL_PIECE": 0},
    search_inversion: {"BLOCK": 5_000, "_BUCKET": 1_000},
    search_shards: {"LONG": 12, "HEAD_SIZE": 4, "SHARD_BYTES": 3_000},
    search_heads: {"HEAD_SIZE": 4},
}
ASKED = [case["query"] for case in yaml.safe_load((QUERIES / "sample.yml").read_text(encoding="utf-8"))]
WORDS = [
    "区大数据中心", "大数据中心", "区司法局", "任务", "数据", "工作 方案", "“工作”", "工作 -数据", "通知", "牵", "政务服", "qsfj",
    "2024年", "服务", "镇", "单位", "建设", "公开", "的通知",
]  # fmt: skip
PLACES = (".gp-results__status", ".gp-results__list", ".gp-results__filters")
_FIND = """async (query) => {
  const index = window.index = window.index || await gpSearch.store.open("../");
  const plain = (result) => result.hits.map((hit) => [hit.entry, hit.tier, hit.score]);
  const first = await gpSearch.core.search(index, query, true);
  const whole = await gpSearch.core.search(index, query);
  await index.loadParts();
  return {
    first: plain(first), whole: plain(whole), isPartial: first.isPartial, total: first.total,
    documents: new Set(whole.hits.map((hit) => index.document[hit.entry]).filter((document) => document >= 0)).size,
  };
}"""


@pytest.fixture(scope="module")
def large_url(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample's site with such an index."""
    folder = tmp_path_factory.mktemp("large") / "site"
    shutil.copytree(sample_folder, folder)
    shutil.rmtree(folder / search_index.FOLDER)
    with pytest.MonkeyPatch.context() as patch:
        for module, values in SMALL.items():
            for name, value in values.items():
                patch.setattr(module, name, value)
        corpus = parse_corpus([SAMPLE], content=SAMPLE)
        files = search_index.build_search_files(make_context(corpus, Addresses()), load_dictionary(SAMPLE / "dictionary.txt"))
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    with served(folder) as url:
        yield url


def find(browser: Browser, url: str, queries: list[str]) -> list[dict[str, Any]]:
    page = browser.new_page()
    page.goto(url + "search/")
    found = [page.evaluate(_FIND, query) for query in queries]
    page.close()
    return found


def test_it_finds_the_same(browser: Browser, sample_url: str, large_url: str) -> None:
    queries = ASKED + WORDS
    partial = 0
    for query, usual, large in zip(queries, find(browser, sample_url, queries), find(browser, large_url, queries), strict=True):
        assert large["whole"] == usual["whole"], query
        if large["isPartial"]:
            partial += 1
            assert large["first"][:4] == large["whole"][:4], query
            assert (large["total"]["hits"], large["total"]["documents"]) == (len(large["whole"]), large["documents"]), query
        else:
            assert large["first"] == large["whole"], query
    assert partial > 8


@pytest.mark.parametrize("query", ["区大数据中心", "任务", "工作 方案", "区大数据中心牵头哪些任务"])
def test_the_page_shows_the_same(browser: Browser, sample_url: str, large_url: str, query: str) -> None:
    shown = []
    for url in (sample_url, large_url):
        page: Page = browser.new_page()
        page.goto(f"{url}search/?q={query}")
        expect(page.locator(".gp-facet").first).to_be_visible()
        shown.append([page.locator(place).all_inner_texts() for place in PLACES])
        page.close()
    assert shown[0] == shown[1]
