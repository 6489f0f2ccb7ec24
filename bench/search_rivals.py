"""The same pages for every search that is measured: ours, Pagefind's, MiniSearch's; each built in a process of its own.

In: a `Corpus`. Out: a folder for each, ready to be served, and a `Built` record: CPU, peak memory, size. A rival that is not installed is
left out; the report says so.
"""

from __future__ import annotations

import html
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


@dataclass(frozen=True, slots=True)
class Page:
    """A page that can be found, at `url` from the site's root; `text` is all that can be found on it, `title` included."""

    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Built:
    """`cpu` seconds (user and system), `memory` and `size` in bytes; `files` of the index."""

    cpu: float
    memory: int
    size: int
    files: int


def build_pagefind(pages: Sequence[Page], folder: Path, python: str) -> Built:
    """HTML pages with nothing but the text, indexed by ``python -m pagefind``."""
    for page in pages:
        path = folder / page.url / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        body = "".join(f"<p>{html.escape(line)}</p>" for line in page.text.split("\n") if line)
        title = html.escape(page.title)
        path.write_text(
            f'<!doctype html><html lang="zh-cn"><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body data-pagefind-body><h1>{title}</h1>{body}</body></html>",
            encoding="utf-8",
        )
    cost = _run([python, "-m", "pagefind", "--site", str(folder), "--force-language", "zh-cn"])
    shutil.copy(HERE / "pagefind_page.html", folder / "bench.html")
    return _built(cost, folder / "pagefind")


def build_minisearch(pages: Sequence[Page], folder: Path, library: Path) -> Built:
    """A JSON index of two-character pieces, made by node."""
    (folder / "index").mkdir(parents=True, exist_ok=True)
    records = [{"id": number, "url": page.url, "title": page.title, "text": page.text} for number, page in enumerate(pages)]
    source = folder.parent / "minisearch_pages.json"
    source.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    cost = _run(["node", str(HERE / "minisearch_index.cjs"), str(library), str(source), str(folder / "index" / "index.json")])
    shutil.copy(library / "dist" / "umd" / "index.js", folder / "minisearch.js")
    shutil.copy(HERE / "minisearch_options.js", folder / "options.js")
    shutil.copy(HERE / "minisearch_page.html", folder / "bench.html")
    return _built(cost, folder / "index")


def build_own(documents: int, sources: Sequence[Path], content: Path, folder: Path, pages_file: Path) -> Built:
    """Our index, made by ``bench.search_own`` in a process of its own, which measures the making of the index alone."""
    command = [sys.executable, "-m", "bench.search_own", str(documents), str(folder), str(pages_file), str(content), *map(str, sources)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    cpu, memory = json.loads(done.stdout.splitlines()[-1])
    return _built((cpu, memory), folder / "assets")


def _run(command: Sequence[str]) -> tuple[float, int]:
    """CPU seconds and peak memory of `command` and its children."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    complaint = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]}: {complaint[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def peak_memory() -> int:
    """Bytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _built(cost: tuple[float, int], folder: Path) -> Built:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return Built(*cost, sum(path.stat().st_size for path in files), len(files))
