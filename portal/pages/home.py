"""The home page: search first, then what is new, what is due, and who has most to do.

In: a `Context`, a `PageMaker`. Out: one `Page`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.pages.deadline_lists import Day, deadline_days
from portal.pages.issues import issue_lines, loose_documents
from portal.pages.templates import PageMaker
from portal.pages.unit_index import busiest
from portal.view.context import Context
from portal.view.library import Library
from portal.view.page import Page
from portal.view.units import Directory, UnitEntry

_ISSUES, _DOCUMENTS, _UNITS, _DAYS, _EXAMPLES = 6, 4, 6, 60, 4


@dataclass(frozen=True, slots=True)
class BusyShelf:
    """The units of one district with most tasks."""

    district: str
    entries: tuple[UnitEntry, ...]


def build_home_page(context: Context, maker: PageMaker) -> Iterator[Page]:
    """The site's root."""
    corpus, addresses = context.corpus, context.addresses
    library, directory = context.library, context.directory
    days = deadline_days(context.groups)
    busy_count = sum(1 for entry in directory.entries if entry.task_count)
    yield maker.page(
        addresses.home(), "home.html.j2", title="首页", section="home",
        description=f"公报 {len(corpus.issues)} 期、文件 {len(corpus.documents)} 份、任务 {len(corpus.tasks)} 项，按单位、文号、时限查找。",
        scripts=("js/pages.js",),
        examples=tuple(_examples(library, directory)),
        counts=(
            ("公报", len(corpus.issues), addresses.issues()),
            ("文件", len(corpus.documents), addresses.documents()),
            ("任务", len(corpus.tasks), addresses.tasks()),
            ("有任务的单位", busy_count, addresses.units()),
        ),
        issue_lines=issue_lines(library, maker)[:_ISSUES],
        loose=loose_documents(library)[-_DOCUMENTS:],
        days=_latest(days),
        unit_shelves=tuple(_busy_shelves(library, directory)),
    )  # fmt: skip


def _latest(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """The latest days, in order of time: which of them come next is decided in the reader's browser."""
    return days[-_DAYS:]


def _busy_shelves(library: Library, directory: Directory) -> Iterator[BusyShelf]:
    for district in sorted({entry.district for entry in directory.entries if entry.district}, key=library.district_slug):
        entries = busiest((entry for entry in directory.entries if entry.district == district), _UNITS)
        if entries:
            yield BusyShelf(district, entries)


def _examples(library: Library, directory: Directory) -> Iterator[str]:
    """Queries that find something here: a busy unit, a question about it, a 文号, a task."""
    found = busiest(directory.entries, 1)
    if found:
        yield found[0].name
        if found[0].count("lead"):
            yield f"{found[0].name}牵头哪些任务"
    for document in library.corpus.documents:
        if document.doc_number:
            yield document.doc_number
            return
