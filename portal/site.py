"""The site as a list of steps: corpus → pages, search, data files → everything the site consists of.

In: a `Corpus` and the project's settings. Out: the files of the site, one after the other, as paths and contents; or, with
`make_site`, the site itself in its folder. No clock and no chance: the same corpus gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from parser import parse_corpus
from parser.errors import GazetteError
from parser.model import Corpus
from parser.text.privacy import SECRET_CODE

from portal.exports.data_files import build_data_files
from portal.exports.feeds import build_feeds
from portal.exports.ledger import build_ledger_files
from portal.exports.site_map import build_root_files, build_site_map
from portal.exports.take_away import build_take_away_files
from portal.frame.assets import load_assets
from portal.frame.frame import Frame, NavEntry
from portal.frame.head import PageHeads
from portal.frame.redirects import build_redirects, load_redirects
from portal.output.publish import Published, publish
from portal.pages.all_pages import build_pages
from portal.search.dictionary import load_dictionary
from portal.search.index import SCRIPT as SEARCH_SCRIPT
from portal.search.index import build_search_files
from portal.view.addresses import Addresses, file_of
from portal.view.context import Context, make_context
from portal.view.narrow import narrow
from portal.view.site_text import load_site_text

Step = Callable[[str], None]
Writer = Callable[[Iterable[tuple[str, bytes]], Path], Published]
_PLACES = 3
_EXPORTS: tuple[Callable[[Context], Iterator[tuple[str, bytes]]], ...] = (
    build_data_files,
    build_take_away_files,
    build_feeds,
    build_root_files,
)


def _silent(step: str) -> None:
    pass


class SiteError(GazetteError):
    """There is nothing to build, or it must not be built; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """`project` holds ``mkdocs.yml`` and ``site_templates/``, `content` the registries of units, `text_file` the site's own words.

    `base_url` is where the site will be (empty: unknown). `index_html` makes links that work from a folder without JavaScript.
    `district`, a name or slug, leaves out everything else.
    """

    project: Path
    content: Path
    text_file: Path | None = None
    base_url: str = ""
    index_html: bool = False
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What was built: the corpus it came from, and what was written."""

    corpus: Corpus
    published: Published


def make_site(
    sources: Sequence[Path], out: Path, settings: SiteSettings, *, strict: bool = False, step: Step = _silent, write: Writer = publish
) -> SiteReport:
    """Read `sources` and put the site into `out`, a folder or what `write` makes of it; `step` is told what begins.

    A source that cannot be read is a diagnostic and the rest is built; with `strict`, any error stops the build, and a mark of
    secrecy always does. Raises `SiteError` then, and where nothing at all could be read. `out` changes only if everything went well.
    """
    step("读取和解析公报")
    corpus = parse_corpus(sources, content=settings.content)
    errors = sum(diagnostic.severity == "error" for diagnostic in corpus.diagnostics)
    if not corpus.documents:
        raise SiteError("没有读出任何文件，网站没有生成。请检查 --source 指的位置，或者先运行 python build.py check。")
    if strict and errors:
        raise SiteError(f"有 {errors} 处错误，按 --strict 的要求没有生成网站。请先运行 python build.py check 查看。")
    _refuse_secrets(corpus)
    if settings.district:
        corpus = narrow(corpus, settings.district)
    return SiteReport(corpus=corpus, published=write(site_files(corpus, settings, step), out))


def _refuse_secrets(corpus: Corpus) -> None:
    found = [diagnostic.source for diagnostic in corpus.diagnostics if diagnostic.code == SECRET_CODE]
    if found:
        places = "、".join(f"{source.file} 第 {source.line_start} 行" for source in found[:_PLACES])
        raise SiteError(
            f"文本里有密级标志，网站没有生成：{places}{'等' if len(found) > _PLACES else ''}。"
            "涉密文件不得公开。请先报保密工作机构核实；确属误报的，在更正文件里把这一行改正（见 docs/corrections.md）。"
        )


def site_files(corpus: Corpus, settings: SiteSettings, step: Step = _silent) -> Iterator[tuple[str, bytes]]:
    """Every file of the site. All steps work on one context; only the pages need what others made: the versions of two scripts."""
    text = load_site_text(settings.text_file)
    context = make_context(corpus, Addresses(index_html=settings.index_html), text, settings.base_url)
    step("编制检索")
    search_files = build_search_files(context, load_dictionary(settings.content / "dictionary.txt"))
    yield from search_files.items()
    ledger_files = build_ledger_files(context)
    yield from ledger_files.items()
    own_assets = load_assets(settings.project / "site_templates")
    assets = own_assets.joined({SEARCH_SCRIPT: search_files.script, **ledger_files})
    del search_files, ledger_files  # they are written; the pages need their memory
    step("生成页面")
    yield from own_assets.files.items()
    frame = Frame(settings.project / "mkdocs.yml", assets, _sections(context.addresses), context.addresses, text, context.base_url)
    yield from frame.files.items()
    yield from page_files(context, frame)
    step("导出数据")
    for build in _EXPORTS:
        yield from build(context)
    yield from build_redirects(load_redirects(settings.content / "redirects.yml"), context)


def page_files(context: Context, frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The pages in their frame, and the site map of them all."""
    heads = PageHeads(context)
    listed: list[tuple[str, str | None]] = []
    for page in build_pages(context):
        if not page.path.endswith(".html"):
            listed.append((page.path, heads.day_of(page.path)))
        yield file_of(page.path), frame.fill(page, heads.of(page)).encode()
    yield from build_site_map(listed, context)


def _sections(addresses: Addresses) -> tuple[NavEntry, ...]:
    return (
        NavEntry(section="home", label="首页", target=addresses.home()),
        NavEntry(section="issues", label="公报", target=addresses.issues()),
        NavEntry(section="documents", label="文件", target=addresses.documents()),
        NavEntry(section="units", label="单位", target=addresses.units()),
        NavEntry(section="tasks", label="任务", target=addresses.tasks()),
        NavEntry(section="deadlines", label="时限", target=addresses.deadlines()),
        NavEntry(section="data", label="数据", target=addresses.data(), footer_label="下载数据"),
        NavEntry(section="quality", label="质量", target=addresses.quality(), footer_label="解析质量"),
    )
