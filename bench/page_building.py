"""What pages, the ledger's data and the files to take away cost, on the corpora of `bench.heavy_corpus`.

In: nothing. Out: a table on standard output: CPU seconds (user + sys), pages a second, bytes, peak memory. Nothing is written to disk, so
the figures are of the work alone; each corpus runs in a process of its own, for the sake of its peak.

    .venv/bin/python -m bench.page_building [--repeat 3]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
from pathlib import Path

from bench.heavy_corpus import LEDGER, PAGES, make_heavy_corpus

from portal.exports.ledger import build_ledger_files
from portal.exports.take_away import build_take_away_files
from portal.frame.assets import load_assets
from portal.frame.frame import Frame
from portal.pages.all_pages import build_pages
from portal.view.addresses import Addresses
from portal.view.context import make_context
from portal.view.site_text import SiteText

PROJECT = Path(__file__).resolve().parent.parent
SIZES = {"pages": PAGES, "ledger": LEDGER}
_SCRIPTS = ("js/search.js", "js/search_manifest.js")


def cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(name: str) -> None:
    corpus = make_heavy_corpus(SIZES[name])
    addresses = Addresses()
    begin = cpu()
    ledger = build_ledger_files(make_context(corpus, addresses))
    ledger_seconds, begin = cpu() - begin, cpu()
    own = load_assets(PROJECT / "site_templates").joined({**ledger, **{f"assets/{script}": b"" for script in _SCRIPTS}})
    frame = Frame(PROJECT / "mkdocs.yml", own, (), addresses, SiteText())
    count = size = 0
    for page in build_pages(make_context(corpus, addresses)):
        size += len(frame.fill(page).encode())
        count += 1
    seconds, begin = cpu() - begin, cpu()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    taken = sum(len(content) for _, content in build_take_away_files(make_context(corpus, addresses)))
    print(count, seconds, size / count / 1000, peak, ledger_seconds, cpu() - begin, taken / 1e6)


def _output(command: list[str]) -> str:
    return subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--one", choices=tuple(SIZES), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one)
        return
    for name, of in SIZES.items():
        command = [sys.executable, "-m", "bench.page_building", "--one", name]
        runs = [_output(command).split() for _ in range(options.repeat)]
        pages, seconds, weight, peak, ledger, files, taken = (statistics.median(map(float, column)) for column in zip(*runs, strict=True))
        print(
            f"{name}: {of.documents} documents, {pages:.0f} pages in {seconds:.2f} CPU s = {pages / seconds:.0f} pages a second, "
            f"{weight:.1f} KB a page, peak {peak:.0f} MB; ledger data {ledger:.2f} s; files to take away {files:.2f} s, {taken:.0f} MB"
        )


if __name__ == "__main__":
    main()
