"""All pages of the site: the list of page builders.

In: a `Corpus` and `Addresses`. Out: `Page`s, lazily, in stable order. Pure: no disk but the templates, no clock, no theme.
"""

from __future__ import annotations

from collections.abc import Iterator

from parser.model import Corpus

from portal.pages.data import build_data_page
from portal.pages.deadlines import build_deadline_pages
from portal.pages.documents import build_document_pages
from portal.pages.home import build_home_page
from portal.pages.issues import build_issue_pages
from portal.pages.quality import build_quality_page
from portal.pages.tasks import build_task_pages
from portal.pages.templates import Crumb, PageMaker, make_page_maker
from portal.pages.unit_index import build_unit_index
from portal.pages.units import build_unit_pages
from portal.view.addresses import Addresses
from portal.view.library import build_library
from portal.view.page import Page
from portal.view.tasks import TaskViews
from portal.view.units import build_directory

NOT_FOUND_PATH = "404.html"
_SEARCH_SCRIPTS = ("js/search.js",)


def build_pages(corpus: Corpus, addresses: Addresses) -> Iterator[Page]:
    """Every page of the site, the home page first."""
    library = build_library(corpus)
    directory = build_directory(library)
    views = TaskViews(library, directory, addresses)
    groups = views.groups(corpus.tasks)
    maker = make_page_maker(addresses)
    yield build_home_page(library, directory, groups, maker)
    yield from build_issue_pages(library, maker)
    yield from build_document_pages(library, views, maker)
    yield build_unit_index(library, directory, maker)
    yield from build_unit_pages(library, directory, views, maker)
    yield from build_task_pages(groups, views, maker)
    yield from build_deadline_pages(library, groups, views, maker)
    yield _search_page(maker)
    yield build_quality_page(library, maker)
    yield build_data_page(library, maker)
    yield _not_found_page(maker)


def _search_page(maker: PageMaker) -> Page:
    return maker.page(
        maker.addresses.search(), "search.html.j2", title="搜索", section="search",
        description="搜索公报里的文件、任务、单位和事项。",
        crumbs=(Crumb("首页", maker.addresses.home()),),
        scripts=_SEARCH_SCRIPTS,
    )  # fmt: skip


def _not_found_page(maker: PageMaker) -> Page:
    return maker.page(NOT_FOUND_PATH, "not_found.html.j2", title="没有这个网页", section=None, description="没有这个网页。")
