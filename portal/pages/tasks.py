"""The ledger of all tasks and its years.

In: a `Library`, `TaskViews`, a `PageMaker`. Out: `Page`s. The ledger itself is filtered in the reader's browser from the files of
`portal.exports.ledger`; the pages of years and of documents hold everything for those without scripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.pages.task_rows import TaskRows, document_head, group_open
from portal.pages.templates import Crumb, PageMaker
from portal.view.context import Context
from portal.view.offers import LEDGER_MANIFEST
from portal.view.page import Page
from portal.view.tasks import TaskGroup, TaskViews

LEDGER_ROWS = 100
YEAR_ROWS = 1000
_COLUMNS = 5
_LEDGER_SCRIPTS = ("js/pages.js", "js/task_filter.js", LEDGER_MANIFEST, "js/ledger.js")
_YEAR_SCRIPTS = ("js/pages.js", "js/task_filter.js", "js/task_list.js")


@dataclass(frozen=True, slots=True)
class YearLink:
    """One year of the ledger: `count` tasks."""

    title: str
    target: str
    count: int


def build_task_pages(context: Context, maker: PageMaker) -> Iterator[Page]:
    """``tasks/`` and a page for each year of 成文日期."""
    groups, views = context.groups, context.views
    years = tuple(sorted({group.year for group in groups}, reverse=True))
    yield _ledger_page(groups, years, views, maker)
    for year in years:
        yield _year_page(year, tuple(group for group in groups if group.year == year), views, maker)


def _count(groups: Iterable[TaskGroup]) -> int:
    return sum(len(group.tasks) for group in groups)


def _year_words(year: str) -> str:
    return f"{year}年" if year else "日期不详"


def _year_target(year: str, maker: PageMaker) -> str:
    return maker.addresses.tasks_of_year(int(year) if year else None)


def _ledger_page(groups: tuple[TaskGroup, ...], years: Sequence[str], views: TaskViews, maker: PageMaker) -> Page:
    """The years, and the latest tasks; a script puts the whole ledger in the place of these."""
    path = maker.addresses.tasks()
    total = _count(groups)
    shown = _latest(groups)
    return maker.page(
        path, "tasks.html.j2", title="任务台账", section="tasks",
        description=f"公报文件里写明了单位的任务 {total} 项，可以按区县、年份、文件、单位、角色、时限筛选。",
        crumbs=(Crumb("首页", maker.addresses.home()),),
        scripts=_LEDGER_SCRIPTS if total else ("js/pages.js",),
        total=total, shown=_count(shown), rows=_rows(shown, views, maker, path),
        years=tuple(YearLink(_year_words(y), _year_target(y, maker), _count(g for g in groups if g.year == y)) for y in years),
    )  # fmt: skip


def _latest(groups: tuple[TaskGroup, ...]) -> tuple[TaskGroup, ...]:
    """The latest documents, as many as `LEDGER_ROWS` allows, one at least."""
    shown: list[TaskGroup] = []
    count = 0
    for group in groups:
        count += len(group.tasks)
        if count > LEDGER_ROWS and shown:
            break
        shown.append(group)
    return tuple(shown)


def _rows(groups: Iterable[TaskGroup], views: TaskViews, maker: PageMaker, path: str) -> Markup:
    link = maker.link_from(path)
    rows = TaskRows(views, link)
    pieces = []
    for group in groups:
        pieces.append(group_open(group, link, _COLUMNS))
        pieces += [rows.of_ledger(task) for task in group.tasks]
        pieces.append("</tbody>\n")
    return Markup("".join(pieces))


def _year_page(year: str, groups: tuple[TaskGroup, ...], views: TaskViews, maker: PageMaker) -> Page:
    """The tasks of one year; where they are too many for one page, its documents, whose pages hold them."""
    path = _year_target(year, maker)
    words = _year_words(year)
    total = _count(groups)
    fits = total <= YEAR_ROWS
    link = maker.link_from(path)
    return maker.page(
        path, "tasks_of_year.html.j2", title=f"任务台账 {words}", section="tasks",
        description=f"{words}的文件里写明了单位的任务 {total} 项。",
        crumbs=(Crumb("首页", maker.addresses.home()), Crumb("任务台账", maker.addresses.tasks())),
        scripts=_YEAR_SCRIPTS if fits else ("js/pages.js",),
        words=words, total=total, year=year,
        rows=_rows(groups, views, maker, path) if fits else Markup(""),
        heads=() if fits else tuple((group.district, Markup(document_head(group, link))) for group in groups),
    )  # fmt: skip
