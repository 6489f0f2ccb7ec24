"""What the program makes of the bundled sample and of the golden cases, written out to be read: ``tests/golden/*.txt``.

    python -m tests.golden_tool            say what differs
    python -m tests.golden_tool --update   write what comes out now; read the difference before you commit it

One file is one aspect: a kind of record, the entries of the search, the pages, the exports, all cases of one area. One line is one
record, element or line of a file. Whatever changes in what the reader gets shows up here as a changed line.
"""

from __future__ import annotations

import argparse
import difflib
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from parser import parse_corpus
from parser.model import Block, Corpus, Source, UnitName

from portal.exports.data_files import build_data_files
from portal.exports.feeds import build_feeds
from portal.exports.site_map import build_root_files, build_site_map
from portal.exports.take_away import build_take_away_files
from portal.frame.assets import load_assets
from portal.frame.frame import Frame, NavEntry, toc_html
from portal.frame.head import PageHeads
from portal.output.compare import compare_data
from portal.pages.all_pages import build_pages
from portal.search.dictionary import load_dictionary
from portal.search.entries import build_entries, name_entries
from portal.search.index import make_tokenizer
from portal.view.addresses import Addresses
from portal.view.context import Context, make_context
from portal.view.site_text import SiteText

from tests.cases_tool import KINDS, load, read_case
from tests.places import BASE, CASES, PROJECT, SAMPLE, TESTS

GOLDEN = TESTS / "golden"
SECTIONS = (
    NavEntry(section="home", label="首页", target=""),
    NavEntry(section="documents", label="文件", target="documents/"),
    NavEntry(section="data", label="数据", target="data/", footer_label="下载数据"),
)
PAGES = (
    "", "issues/", "issues/chenghu/2026-03/", "documents/", "documents/cheng-zheng-fa-2025-2/", "documents/cheng-zheng-ban-zi-2026-5/",
    "documents/cheng-zheng-ban-zi-2025-6/", "documents/cheng-zheng-ren-2025-1/", "documents/2026-09-01-bfd14964/",
    "documents/cheng-zheng-ling-2026-1/", "documents/cheng-shu-fa-2026-3/", "units/", "units/chenghu/qu-da-shu-ju-zhong-xin/",
    "units/chenghu/qu-zheng-fu-ge-bu-men/", "units/chenghu/qu-xin-xi-zhong-xin/", "tasks/", "tasks/2025/", "deadlines/", "search/",
    "quality/", "data/", "404.html",
)  # fmt: skip
"""A page of every kind, and of documents and units those that differ most."""
EXPORTED = (
    "data/cheng", "data/issues", "data/tasks", "data/units", "data/index", "data/manifest", "deadlines/", "feeds/",
    "units/chenghu/qu-da-shu-ju-zhong-xin/", "units/chenghu/qu-zheng-fu-ge-bu-men/",
    "documents/cheng-zheng-ban-zi-2026-5", "documents/cheng-zheng-fa-2025-2", "robots.txt", "sitemap",
)  # fmt: skip
VERSION = re.compile(r"(?<=\?v=)[0-9a-f]+|(?<=\.)[0-9a-f]{8}(?=\.min)|sha256-[\w+/=]+")
"""The versions of scripts and style sheets, which change with every edit of theirs."""
LINES_OF_FILE, LINES_OF_PAGE, WIDTH, TEXT = 12, 400, 400, 60


# --- one line -----------------------------------------------------------------------------------------------------------------


def plain(value: object) -> str:
    """A value in one line: ``lead=[区发改局(chenghu/qu-fa-gai-ju base)] source=12-13``; what is empty is left out of a record."""
    if isinstance(value, Source):
        return f"{value.file.removesuffix('.txt').removeprefix('case')}:{value.line_start}-{value.line_end}"
    if isinstance(value, UnitName):
        return f"{value.name}({' '.join(filter(None, (value.unit_id, value.ground, value.said)))})"
    if is_dataclass(value):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        return "{" + " ".join(f"{name}={plain(part)}" for name, part in named if part not in (None, (), "", False)) + "}"
    if isinstance(value, tuple):
        return "[" + "; ".join(map(plain, value)) + "]"
    return str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def block_line(block: Block) -> str:
    lines = ",".join(str(line.number) for line in block.lines)
    named = (("level", block.level), ("number", block.number), ("table", block.table_id), ("reason", block.reason))
    rest = "".join(f" {name}={value}" for name, value in named if value is not None)
    text = block.text if len(block.text) <= TEXT else f"{block.text[:TEXT]}…（{len(block.text)} 字）"
    return f"{block.document_id or block.issue_id or '-'} {block.seq} {block.kind}{rest} 行{lines} {plain(text)}"


def record_lines(corpus: Corpus, kind: str) -> Iterator[str]:
    for record in getattr(corpus, kind):
        yield block_line(record) if isinstance(record, Block) else plain(record)


# --- the sample ---------------------------------------------------------------------------------------------------------------


@cache
def sample() -> Corpus:
    return parse_corpus([SAMPLE], content=SAMPLE)


@cache
def context() -> Context:
    return make_context(sample(), Addresses(), base_url=BASE)


def search_lines() -> Iterator[str]:
    """The entries, and the words that each is cut into."""
    made = context()
    entries = list(build_entries(made.library, made.directory, made.addresses))
    yield from (plain(replace(entry, text=entry.text[:TEXT], context=entry.context[:TEXT])) for entry in entries)
    tokenizer, names = make_tokenizer(
        list(name_entries(made.library, made.directory, made.addresses)), load_dictionary(SAMPLE / "dictionary.txt")
    )
    for entry in entries[::9]:
        found = tokenizer.fields(entry)
        terms = list(tokenizer.terms)
        words = plain(tuple(" ".join(terms[number] for number in field) for field in found))
        yield f"词 {entry.address} {words[:WIDTH]}"
    yield from (f"名称 {term} {plain(tuple(shown))}" for term, shown in list(names.shown.items())[:100])


class Outline(HTMLParser):
    """HTML → one line an element, with its attributes and the text up to the next element."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.lines.append("<" + " ".join([tag, *(name if value is None else f"{name}={value}" for name, value in attrs)]) + ">")

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text:
            self.lines.append(f"{self.lines.pop() if self.lines else ''} {text}")


def outline(html: str) -> list[str]:
    reader = Outline()
    reader.feed(html)
    reader.close()
    return reader.lines


def cut(lines: Iterable[str], count: int) -> Iterator[str]:
    """The first lines, none too long, and how much there is in all."""
    found = list(lines)
    yield from (line if len(line) <= WIDTH else f"{line[:WIDTH]}…（{len(line)} 字）" for line in found[:count])
    if len(found) > count:
        yield f"……（共 {len(found)} 行，{sum(map(len, found))} 字）"


def page_lines() -> Iterator[str]:
    heads = PageHeads(context())
    for page in build_pages(context()):
        yield f"== {page.path} {page.title}（{page.section}，{len(page.toc)} 项目录，{len(page.content)} 字）{page.description}"
        if page.path not in PAGES:
            continue
        yield from (f"目录 {entry.level} {entry.anchor} {entry.title}" for entry in page.toc)
        yield from (f"脚本 {script}" for script in page.scripts)
        yield from cut(outline(heads.of(page)), LINES_OF_PAGE)
        yield from cut(outline(page.content), LINES_OF_PAGE)


def frame_lines() -> Iterator[str]:
    """What stands around a page, with its outline."""
    frame = Frame(PROJECT / "mkdocs.yml", load_assets(PROJECT / "site_templates"), SECTIONS, Addresses(), SiteText(), BASE)
    for page in build_pages(context()):
        if page.path in ("", "documents/cheng-zheng-ban-zi-2026-5/", "404.html"):
            yield f"== {page.path}"
            yield from (VERSION.sub("…", line) for line in outline(frame.fill(replace(page, content="正文"), "")))
            yield toc_html(page.toc) if page.toc else "没有目录"


def text_of(path: str, content: bytes) -> str:
    if not path.endswith(".xlsx"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode().replace("<row ", "\n<row ").replace("<c ", "\n<c ")


def exported() -> Iterator[tuple[str, bytes]]:
    for build in (build_data_files, build_take_away_files, build_feeds, build_root_files):
        yield from build(context())
    heads = PageHeads(context())
    yield from build_site_map([(path, heads.day_of(path)) for path in PAGES[:-1]], context())


def export_lines() -> Iterator[str]:
    for path, content in exported():
        text = text_of(path, content)
        yield f"== {path}（{text.count(chr(10))} 行，{len(text)} 字）"
        if path.startswith(EXPORTED):
            yield from cut((line.rstrip("\r") for line in text.split("\n")), LINES_OF_FILE)


def change_lines() -> Iterator[str]:
    """The report on what changed, between a part of the sample's data and all of it."""
    data = {path: content.decode() for path, content in build_data_files(context()) if path.endswith(".jsonl")}
    kinds = {Path(path).stem: [json.loads(line) for line in text.splitlines()] for path, text in data.items()}
    less = {kind: records[: len(records) * 9 // 10] for kind, records in kinds.items()}
    for old, new in ((less, kinds), (kinds, less), (kinds, kinds)):
        yield from compare_data(old, new).markdown().split("\n")


# --- the cases ----------------------------------------------------------------------------------------------------------------


def case_lines(area: Path) -> Iterator[str]:
    for path in sorted(area.glob("*.yml")):
        case = load(path)
        if "input" in case:
            corpus = read_case(path)
            yield f"== {path.stem}"
            for kind in KINDS:
                yield from (f"{kind} {line}" for line in record_lines(corpus, kind))


ASPECTS: dict[str, Callable[[], Iterator[str]]] = {
    **{f"sample-{field.name}": lambda kind=field.name: record_lines(sample(), kind) for field in fields(Corpus)},  # type: ignore[misc]
    "search": search_lines,
    "pages": page_lines,
    "frame": frame_lines,
    "exports": export_lines,
    "changes": change_lines,
    **{f"cases-{area.name}": lambda area=area: case_lines(area) for area in sorted(CASES.iterdir()) if area.is_dir()},  # type: ignore[misc]
}


def file_of(aspect: str) -> Path:
    return GOLDEN / f"{aspect}.txt"


def in_sections(lines: Iterable[str]) -> dict[str, list[str]]:
    """The lines below each ``== name``; those above the first have the name ``""``."""
    found: dict[str, list[str]] = {"": []}
    name = ""
    for line in lines:
        name = line if line.startswith("== ") else name
        found.setdefault(name, []).append(line)
    return found


def written(aspect: str) -> list[str]:
    path = file_of(aspect)
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []


def difference(aspect: str) -> list[str]:
    """What comes out otherwise than it is written down. A case that is not written down yet, or is gone, is no difference."""
    want, got = written(aspect), list(ASPECTS[aspect]())
    if aspect.startswith("cases-"):
        old, new = in_sections(want), in_sections(got)
        want, got = ([line for name in old if name in new for line in sections[name]] for sections in (old, new))
    return list(difflib.unified_diff(want, got, "写着的", "读出的", lineterm="", n=0))


def main() -> None:
    options = argparse.ArgumentParser(description="对照示例和例子的全部输出（tests/golden）")
    options.add_argument("aspects", nargs="*", help="哪几个方面，不写就是全部")
    options.add_argument("--update", action="store_true", help="把现在的输出写进去（先看清改了什么）")
    chosen = options.parse_args()
    changed = 0
    for aspect in chosen.aspects or ASPECTS:
        found = difference(aspect)
        changed += bool(found)
        print("\n".join(found[:40]), end="\n" if found else "")
        if chosen.update:
            file_of(aspect).write_text("".join(f"{line}\n" for line in ASPECTS[aspect]()), encoding="utf-8")
    sys.exit(bool(changed) and not chosen.update)


if __name__ == "__main__":
    main()
