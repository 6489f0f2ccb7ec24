"""The pages of deadlines: all of them in the order of time, and a page for each year where they are too many for one.

In: a `Context`, a `PageMaker`. Out: `Page`s. What has passed is decided in the reader's browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.pages.deadline_lists import Day, Span, deadline_days, deadline_lines, undated_spans, year_spans
from portal.pages.task_rows import TaskRows
from portal.pages.templates import Crumb, PageMaker
from portal.view.context import Context
from portal.view.offers import calendars, dated_districts
from portal.view.page import Page
from portal.view.tasks import TaskViews

PAGE_LINES = 1000
_SCRIPTS = ("js/pages.js",)


def build_deadline_pages(context: Context, maker: PageMaker) -> Iterator[Page]:
    """``deadlines/``, and ``deadlines/<year>/`` for each year where the one page would be too long."""
    groups, views = context.groups, context.views
    days = deadline_days(groups)
    fits = sum(1 for _ in deadline_lines(groups)) <= PAGE_LINES
    path = maker.addresses.deadlines()
    rows = TaskRows(views, maker.link_from(path))
    yield maker.page(
        path, "deadlines.html.j2", title="时限", section="deadlines",
        description="公报文件里写明的完成时限，按日期排列。",
        crumbs=(Crumb("首页", maker.addresses.home()),), scripts=_SCRIPTS,
        years=year_spans(days, rows if fits else None), undated=undated_spans(groups, rows if fits else None), fits=fits,
        day_target=lambda day: _day_target(day, maker),
        calendars=calendars(dated_districts(context.library), maker.addresses) if days else (),
    )  # fmt: skip
    if not fits:
        yield from _year_pages(days, views, maker)


def _day_target(day: Day, maker: PageMaker) -> str:
    return f"{maker.addresses.deadlines_of_year(int(day.date[:4]))}#{day.anchor}"


def _year_pages(days: Sequence[Day], views: TaskViews, maker: PageMaker) -> Iterator[Page]:
    rows: TaskRows | None = None
    for year in dict.fromkeys(day.date[:4] for day in days):
        path = maker.addresses.deadlines_of_year(int(year))
        rows = rows or TaskRows(views, maker.link_from(path))
        own = tuple(day for day in days if day.date[:4] == year)
        spans: tuple[Span, ...] = year_spans(own, rows)
        yield maker.page(
            path, "deadlines.html.j2", title=f"{year} 年的时限", section="deadlines",
            description=f"公报文件里写明在 {year} 年完成的任务。",
            crumbs=(Crumb("首页", maker.addresses.home()), Crumb("时限", maker.addresses.deadlines())), scripts=_SCRIPTS,
            years=spans, undated=(), fits=True, day_target=lambda day: _day_target(day, maker), calendars=(),
        )  # fmt: skip
