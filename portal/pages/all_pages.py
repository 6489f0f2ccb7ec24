"""All pages of the site: the list of page builders.

In: a `Context`. Out: `Page`s, lazily, in stable order. Pure: no disk but the templates, no clock, no theme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
from portal.view.context import Context
from portal.view.page import Page

NOT_FOUND_PATH = "404.html"
_SEARCH_SCRIPTS = ("js/search.js",)


def build_pages(context: Context) -> Iterator[Page]:
    """Every page of the site, the home page first."""
    maker = make_page_maker(context.addresses)
    for build in _BUILDERS:
        yield from build(context, maker)


def _search_page(context: Context, maker: PageMaker) -> Iterator[Page]:
    yield maker.page(
        context.addresses.search(), "search.html.j2", title="搜索", section="search",
        description="搜索公报里的文件、任务、单位和事项。",
        crumbs=(Crumb("首页", context.addresses.home()),),
        scripts=_SEARCH_SCRIPTS,
    )  # fmt: skip


def _not_found_page(_context: Context, maker: PageMaker) -> Iterator[Page]:
    yield maker.page(NOT_FOUND_PATH, "not_found.html.j2", title="没有这个网页", section=None, description="没有这个网页。")


_BUILDERS: tuple[Callable[[Context, PageMaker], Iterator[Page]], ...] = (
    build_home_page,
    build_issue_pages,
    build_document_pages,
    build_unit_index,
    build_unit_pages,
    build_task_pages,
    build_deadline_pages,
    _search_page,
    build_quality_page,
    build_data_page,
    _not_found_page,
)
