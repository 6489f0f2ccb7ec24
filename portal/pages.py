"""All pages of the site: the list of page builders.

In: a `Corpus` and `Addresses`. Out: `Page`s, lazily, in stable order. Pure: no disk but the templates, no clock, no theme.
"""

from __future__ import annotations

from collections.abc import Iterator

from parser.model import Corpus

from portal.address import Addresses
from portal.data_page import build_data_page
from portal.deadline_pages import build_deadline_pages
from portal.document_pages import build_document_pages
from portal.home_page import build_home_page
from portal.issue_pages import build_issue_pages
from portal.library import build_library
from portal.page import Page
from portal.quality_page import build_quality_page
from portal.task_pages import build_task_pages
from portal.task_views import TaskViews
from portal.templates import Crumb, PageMaker, make_page_maker
from portal.unit_entries import build_directory
from portal.unit_index_page import build_unit_index
from portal.unit_pages import build_unit_pages

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
