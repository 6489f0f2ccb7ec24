"""Builds our index of a made-up corpus and says what that took: ``python -m bench.search_own DOCUMENTS FOLDER PAGES CONTENT SOURCE…``.

Out: the index with a bare search page in FOLDER, the pages' texts in PAGES (JSON: url, title, text), and as the last line CPU seconds and
peak bytes of making the index, the corpus in memory included.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from bench.gazette_maker import make_gazettes
from bench.search_rivals import peak_memory

from parser import parse_corpus

from portal.search.dictionary import load_dictionary
from portal.search.entries import SearchEntry, build_entries
from portal.search.index import build_search_files
from portal.view.addresses import Addresses
from portal.view.context import make_context
from portal.view.library import build_library
from portal.view.units import build_directory

STYLE = Path(__file__).parent.parent / "site_templates" / "css" / "search.css"
SHELL = """<!doctype html><html data-base="../" lang="zh-CN"><meta charset="utf-8"><title>搜索</title><body>
<form class="gp-search" action="../search/"><input name="q"></form><div id="gp-search-app"></div>
<script src="../assets/js/search.js" defer></script></body></html>"""


def page_texts(entries: Iterable[SearchEntry]) -> list[dict[str, str]]:
    """What stands on each page that can be found: the texts of its entries."""
    titles: dict[str, str] = {}
    texts: dict[str, dict[str, None]] = {}
    for entry in entries:
        url = entry.address.partition("#")[0]
        titles.setdefault(url, entry.title)
        names = (*entry.keys, *entry.label) if entry.kind == "unit" else ()
        texts.setdefault(url, {}).update(dict.fromkeys((entry.title, entry.number, *names, *entry.text.split("\n"), *entry.facts)))
    return [{"url": url, "title": titles[url], "text": "\n".join(filter(None, lines))} for url, lines in texts.items()]


def main() -> None:
    documents, folder, pages_file, content = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    corpus = make_gazettes(parse_corpus([Path(source) for source in sys.argv[5:]], content=content), documents)
    dictionary = load_dictionary(content / "dictionary.txt")
    started = time.process_time()
    files = dict(build_search_files(make_context(corpus, Addresses()), dictionary).items())
    cost = time.process_time() - started, peak_memory()
    for path, body in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    (folder / "search").mkdir(parents=True, exist_ok=True)
    (folder / "search" / "index.html").write_text(SHELL, encoding="utf-8")
    library = build_library(corpus)
    pages = page_texts(build_entries(library, build_directory(library), Addresses()))
    pages_file.write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
    shutil.copytree(STYLE.parent, folder / "assets" / "css", dirs_exist_ok=True)
    print(json.dumps(cost))


if __name__ == "__main__":
    main()
