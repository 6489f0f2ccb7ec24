"""How good the search of a built site is, and what it costs: nDCG@10, recall@20, first result, bytes and requests to the first result.

In: a built site (``--site``) and a file of queries (``--queries``; JSON with ``scored`` and ``control``, each query with ``must``: groups
of words). Out: a table on the screen. Everything is measured in a real Chromium against a local server that compresses as web hosts do.

Relevance by rule: an entry is relevant when its own words (title, text, facts; a document's 文号, how many tasks a unit has) hold one
word of each group, after normalisation and without white space. For queries of class ``pinyin`` and ``alias`` the groups name the
units in full.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.wire import Site, served

from tests.browser.chromium import ARGUMENTS, find_chromium

_SEARCH_FILE_RE = re.compile(r"assets/search/|/search(_manifest)?\.js")
NDCG_AT = 10
RECALL_AT = 20

_ALL_TEXTS = """async () => {
  const index = await gpSearch.store.open("../");
  const texts = [];
  for (let number = 0; number < index.manifest.count; number += 1) {
    const entry = await index.entry(number);
    const label = ["document", "unit"].includes(entry.kind) ? entry.label : [];
    const whole = [entry.title, entry.text].concat(entry.facts, label).join("\\n");
    texts.push(gpSearch.segment.normalize(whole).replace(/\\s+/g, ""));
  }
  return texts;
}"""
_SEARCH = """async ([query, most]) => {
  const index = await gpSearch.store.open("../");
  const started = performance.now();
  const result = await gpSearch.core.search(index, query);
  const found = [];
  for (const hit of result.hits) {
    if (found.length === most) break;
    const entry = await index.entry(hit.entry);
    if (gpSearch.core.holds(result, hit, entry)) found.push([hit.entry, entry.kind, entry.title, hit.tier]);
  }
  const again = performance.now();
  await gpSearch.core.search(index, query);
  return { found, count: result.hits.length, first: again - started, later: performance.now() - again };
}"""
_NORMALIZE = "(words) => words.map((word) => gpSearch.segment.normalize(word).replace(/\\s+/g, ''))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one query gave. `wire` counts compressed bytes of all that a fresh browser asked for because of it, scripts included."""

    query: str
    kind: str
    relevant: int
    count: int
    ndcg: float
    recall: float
    first_is_relevant: bool
    first_ms: float
    later_ms: float
    wire: int
    requests: int
    titles: tuple[str, ...]


def measure(site: Path, queries: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Ask every query twice: once for its ranking, once in a fresh browser for what has to be loaded."""
    with served(site) as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        page = browser.new_page()
        page.goto(host.url + "search/")
        texts = page.evaluate(_ALL_TEXTS)
        answers = [_answer(page, query, texts, *_wire(browser, host, query["q"])) for query in queries]
        browser.close()
    return answers


def _answer(page: Page, query: Mapping[str, Any], texts: Sequence[str], wire: int, requests: int) -> Answer:
    groups = [page.evaluate(_NORMALIZE, group) for group in query["must"]]
    relevant = {number for number, text in enumerate(texts) if all(any(word in text for word in group) for group in groups)}
    result = page.evaluate(_SEARCH, [query["q"], RECALL_AT])
    numbers = [number for number, *_ in result["found"]]
    gains = [number in relevant for number in numbers]
    return Answer(
        query=query["q"], kind=query["class"], relevant=len(relevant), count=result["count"],
        ndcg=_ndcg(gains[:NDCG_AT], len(relevant)), recall=_recall(gains, len(relevant)),
        first_is_relevant=bool(gains and gains[0]), first_ms=result["first"], later_ms=result["later"], wire=wire, requests=requests,
        titles=tuple(f"{kind} {title}" for _, kind, title, _ in result["found"][:3]),
    )  # fmt: skip


def _ndcg(gains: Sequence[bool], relevant: int) -> float:
    ideal = sum(1 / math.log2(place + 2) for place in range(min(relevant, NDCG_AT)))
    found = sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
    return found / ideal if ideal else float(not any(gains) and not gains)


def _recall(gains: Sequence[bool], relevant: int) -> float:
    return sum(gains) / min(relevant, RECALL_AT) if relevant else float(not gains)


def _wire(browser: Browser, host: Site, query: str) -> tuple[int, int]:
    """Bytes and requests from an empty cache until the first results stand on the page; the page and its own style are not counted."""
    context = browser.new_context()
    page = context.new_page()
    host.sent.clear()
    page.goto(host.url + "search/")
    page.fill("form.gp-search input[name=q]", query)
    page.press("form.gp-search input[name=q]", "Enter")
    page.wait_for_selector(".gp-hit, .gp-results__nothing")
    sizes = [sent.size for sent in host.sent if _SEARCH_FILE_RE.search(sent.path)]
    context.close()
    return sum(sizes), len(sizes)


def report(answers: Sequence[Answer], control: Sequence[Answer]) -> str:
    """A line for each query and the means."""
    lines = [f"{'nDCG@10':>8} {'R@20':>5} {'1st':>3} {'rel':>4} {'all':>4} {'KB':>6} {'req':>3} {'ms':>6} {'later':>6}  query"]
    lines += [_line(answer) for answer in (*answers, *control)]
    lines.append(
        f"means: nDCG@10 {statistics.mean(a.ndcg for a in answers):.3f}, recall@20 {statistics.mean(a.recall for a in answers):.3f}, "
        f"right first {sum(a.first_is_relevant for a in answers)}/{len(answers)}, "
        f"wire median {statistics.median(a.wire for a in answers) / 1000:.0f} KB max {max(a.wire for a in answers) / 1000:.0f} KB, "
        f"requests median {statistics.median(a.requests for a in answers)}, "
        f"first {statistics.median(a.first_ms for a in answers):.0f} ms, later {statistics.median(a.later_ms for a in answers):.1f} ms"
    )
    return "\n".join(lines)


def _line(answer: Answer) -> str:
    return (
        f"{answer.ndcg:8.3f} {answer.recall:5.2f} {'✓' if answer.first_is_relevant else '·':>3} {answer.relevant:4d} {answer.count:4d} "
        f"{answer.wire / 1000:6.1f} {answer.requests:3d} {answer.first_ms:6.1f} {answer.later_ms:6.1f}  {answer.query} [{answer.kind}] "
        f"{' / '.join(title[:24] for title in answer.titles)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, required=True, help="a built site")
    parser.add_argument("--queries", type=Path, required=True, help="JSON with `scored` and `control`")
    options = parser.parse_args()
    queries = json.loads(options.queries.read_text(encoding="utf-8"))
    scored = measure(options.site, queries["scored"])
    print(report(scored, measure(options.site, queries.get("control", []))))


if __name__ == "__main__":
    main()
