"""Our search beside Pagefind's and MiniSearch's, in one run: cost and quality on made-up gazettes of any number of documents.

In: given gazettes (``--source``), a number of documents, queries with relevance stated by rule. Out: a table in Markdown, on the screen
or in the file that ``--write`` names. A page is relevant when its text holds one word of each group of ``must`` and none of ``not``, after
normalisation and without white space; pages are documents, units and issues, the same for every search.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import platform
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import sync_playwright

from bench.search_browser import MOST, SLOW, USUAL, Cost, Engine, found_by, measure
from bench.search_rivals import Built, Page, build_minisearch, build_own, build_pagefind
from bench.wire import served

from portal.search.segment import normalize

from tests.browser.chromium import ARGUMENTS, find_chromium

NDCG_AT = 10
COLD = 3
ROOT = Path(__file__).parent.parent
OWN_QUERIES = ROOT / "tests" / "queries" / "queries.yml"


@dataclass(frozen=True, slots=True)
class Query:
    """`must` are groups of words, `without` words that must not stand on the page."""

    text: str
    kind: str
    must: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over the queries of a set, and the queries whose first result is wrong (`misses`)."""

    ndcg: float
    recall: float
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    built: Built
    cost: Cost
    quality: Mapping[str, Quality]


def load_queries(path: Path) -> list[Query]:
    """JSON with ``scored`` and ``control`` (``q``, ``class``, ``must``), or YAML as ``tests/queries/queries.yml``."""
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if isinstance(data, dict):
        return [Query(each["q"], each["class"], _groups(each["must"])) for each in (*data["scored"], *data.get("control", ()))]
    return [Query(each["query"], each["kind"], _groups(each["must"]), tuple(map(_folded, each.get("not", ())))) for each in data]


def _groups(must: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(_folded, group)) for group in must)


def _folded(text: str) -> str:
    """Without white space within lines; a line's end parts what does not stand together."""
    return "\n".join("".join(line.split()) for line in normalize(str(text)).split("\n"))


def relevant_pages(query: Query, texts: Mapping[str, str]) -> frozenset[str]:
    """The addresses of the pages that the rule of `query` names."""
    return frozenset(
        url for url, text in texts.items()
        if all(any(word in text for word in group) for group in query.must) and not any(word in text for word in query.without)
    )  # fmt: skip


def judge(queries: Sequence[Query], found: Sequence[Sequence[str]], texts: Mapping[str, str]) -> Quality:
    """nDCG@10, recall@20. Where nothing is relevant, finding nothing is right and anything else wrong."""
    ndcgs, recalls, misses = [], [], []
    for query, urls in zip(queries, found, strict=True):
        relevant = relevant_pages(query, texts)
        gains = [url in relevant for url in urls]
        ideal = sum(1 / math.log2(place + 2) for place in range(min(len(relevant), NDCG_AT)))
        gained = sum(gain / math.log2(place + 2) for place, gain in enumerate(gains[:NDCG_AT]))
        ndcgs.append(gained / ideal if relevant else float(not urls))
        recalls.append(sum(gains[:MOST]) / min(len(relevant), MOST) if relevant else float(not urls))
        if (relevant and not (gains and gains[0])) or (not relevant and urls):
            misses.append(query.text)
    return Quality(statistics.mean(ndcgs), statistics.mean(recalls), tuple(misses))


def run(options: argparse.Namespace, folder: Path) -> tuple[list[Measured], list[Page]]:
    """Build everything, then measure one search after the other."""
    own = folder / "own"
    built = {"本门户": build_own(options.documents, options.source, options.content, own, folder / "pages.json")}
    pages = [Page(**page) for page in json.loads((folder / "pages.json").read_text(encoding="utf-8"))]
    engines = [Engine("本门户", own, "search/", True)]
    pagefind, minisearch = _rivals(options.rivals)
    if pagefind:
        built["Pagefind"] = build_pagefind(pages, folder / "pagefind", pagefind)
        engines.append(Engine("Pagefind", folder / "pagefind", "bench.html"))
    if minisearch:
        built["MiniSearch"] = build_minisearch(pages, folder / "minisearch", minisearch)
        engines.append(Engine("MiniSearch", folder / "minisearch", "bench.html"))
    texts = {page.url: _folded(page.text) for page in pages}
    sets = {_name(path): load_queries(path) for path in options.queries}
    asked = [query.text for query in next(iter(sets.values()))][: options.most]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        measured = []
        for engine in engines:
            with served(engine.folder) as site:
                cost = measure(browser, engine, site, asked, asked[:: max(len(asked) // COLD, 1)])
                found = {name: found_by(browser, engine, site, [query.text for query in queries]) for name, queries in sets.items()}
            quality = {name: judge(queries, found[name], texts) for name, queries in sets.items()}
            measured.append(Measured(engine.name, built[engine.name], cost, quality))
        browser.close()
    return measured, pages


def _rivals(folder: Path) -> tuple[str, Path | None]:
    """The Python that has Pagefind, and the folder of MiniSearch; empty where they are not installed."""
    pagefind = next(folder.glob("venv/lib/python*/site-packages/pagefind"), None)
    minisearch = folder / "node_modules" / "minisearch"
    return str(folder / "venv" / "bin" / "python") if pagefind else "", minisearch if minisearch.is_dir() else None


def _name(path: Path) -> str:
    return "自己的查询" if path.resolve() == OWN_QUERIES else "给定的查询"


def report(measured: Sequence[Measured], pages: Sequence[Page], options: argparse.Namespace) -> str:
    """The note in Markdown."""
    characters = sum(len(page.text) for page in pages)
    size = sum(len(page.text.encode()) for page in pages)
    lines = [
        "# 检索的测量", "",
        f"{datetime.date.today().isoformat()}，{platform.system()}，Python {platform.python_version()}，两个核，同一次运行，先后量。"
        "语料由 `bench/gazette_maker.py` 按真实公报的结构和用词编出（种子固定）："
        f"{options.documents} 份文件，连同单位、公报共 {len(pages)} 页，"
        f"每页平均 {characters // max(len(pages), 1)} 字，共 {size / 1e6:.1f} MB。三种检索用的是同样的页、同样的字。"
        "“到第一条结果”从空缓存算起，不算网页本身和样式。毫秒会差三成，字节和 CPU 秒是稳的。", "",
        *_table(measured), "",
    ]  # fmt: skip
    missing = [name for name, found in zip(("Pagefind", "MiniSearch"), _rivals(options.rivals), strict=True) if not found]
    if missing:
        lines += [f"没有量：{'、'.join(missing)}（没有装）。", ""]
    lines += ["第一条不对的查询：", ""]
    for each in measured:
        for name, quality in each.quality.items():
            lines.append(f"- {each.name}，{name}：{'、'.join(quality.misses) if quality.misses else '没有'}")
    return "\n".join(lines) + "\n"


def _table(measured: Sequence[Measured]) -> Iterator[str]:
    yield "| | " + " | ".join(each.name for each in measured) + " |"
    yield "| --- |" + " --- |" * len(measured)
    for title, row in _rows(measured):
        yield f"| {title} | " + " | ".join(row) + " |"


def _rows(measured: Sequence[Measured]) -> Iterator[tuple[str, list[str]]]:
    for name in measured[0].quality:
        yield f"nDCG@10 / recall@20（{name}）", [f"{each.quality[name].ndcg:.3f} / {each.quality[name].recall:.3f}" for each in measured]
        yield f"第一条不对（{name}）", [str(len(each.quality[name].misses)) for each in measured]
    costs = [each.cost for each in measured]
    yield "到第一条结果，KB：中位数 / 最多", [f"{statistics.median(cost.wire) / 1000:.0f} / {max(cost.wire) / 1000:.0f}" for cost in costs]
    yield "到第一条结果，请求数：中位数 / 最多", [f"{statistics.median(cost.requests):.0f} / {max(cost.requests)}" for cost in costs]
    yield "可以查了，毫秒", [f"{statistics.median(cost.ready):.0f}" for cost in costs]
    yield "第一次查询，毫秒：中位数", [f"{statistics.median(cost.first):.0f}" for cost in costs]
    yield "再查，毫秒：中位数 / 95%", [f"{statistics.median(cost.later):.1f} / {_p95(cost.later):.0f}" for cost in costs]
    for network in (SLOW, USUAL):
        yield f"打开到第一条（{network.name}），秒", [f"{statistics.median(cost.cold[network.name]) / 1000:.2f}" for cost in costs]
    yield "JS 堆，MB", [f"{cost.heap / 1e6:.1f}" for cost in costs]
    built = [each.built for each in measured]
    yield "索引，MB / 文件数", [f"{each.size / 1e6:.1f} / {each.files}" for each in built]
    yield "生成索引，CPU 秒", [f"{each.cpu:.1f}" for each in built]
    yield "生成索引，内存最多，MB", [f"{each.memory / 1e6:.0f}" for each in built]


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--source", type=Path, action="append", required=True, help="given gazettes: files or folders")
    parser.add_argument("--content", type=Path, default=ROOT / "gazette", help="folder of the registries of units")
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--queries", type=Path, action="append", help="sets of queries; cost is measured on the first")
    parser.add_argument("--most", type=int, default=27, help="queries of the first set that cost is measured with")
    parser.add_argument("--rivals", type=Path, default=ROOT / ".build" / "rivals", help="where install_rivals.sh has put them")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    options.queries = options.queries or [OWN_QUERIES]
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        text = report(*run(options, Path(folder)), options)
        print(text)
        if options.write:
            options.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
