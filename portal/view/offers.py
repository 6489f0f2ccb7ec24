"""Which files can be taken away from a page, and what they are called.

In: a `UnitEntry`, a `Directory` or a corpus' districts. Out: `TakeAwayLink`s: the one list that the pages link to and that
`portal.exports.take_away` makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from parser.model import ROLES, Role, Task

from portal.view.addresses import Addresses
from portal.view.library import Library
from portal.view.relations import collective_tasks, predecessor_tasks
from portal.view.units import Directory, UnitEntry
from portal.view.words import ROLE_WORDS

FileKind = Literal["xlsx", "csv", "json", "ics"]
FEED_TYPE = "application/atom+xml"
OPEN_SEARCH = "opensearch.xml"
OPEN_SEARCH_TYPE = "application/opensearchdescription+xml"
LEDGER_MANIFEST = "js/ledger_manifest.js"
KIND_WORDS: Mapping[FileKind, str] = {"xlsx": "Excel", "csv": "CSV", "json": "JSON", "ics": "日历"}
_TABLES: tuple[FileKind, ...] = ("xlsx", "csv", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAwayLink:
    """One file: `label` is what the link says, `name` what the file is called when it is saved.

    `role` and `district` (Chinese name) narrow a calendar; ``None`` does not.
    """

    kind: FileKind
    label: str
    target: str
    name: str
    role: Role | None = None
    district: str | None = None


def unit_files(entry: UnitEntry, directory: Directory, addresses: Addresses) -> tuple[TakeAwayLink, ...]:
    """Tables where the page lists any task; calendars where a deadline has a date: all of them (collective tasks too), and by role."""
    return tuple(_unit_files(entry, directory, addresses))


def _unit_files(entry: UnitEntry, directory: Directory, addresses: Addresses) -> Iterator[TakeAwayLink]:
    title = f"{entry.district}{entry.name}"
    bound = collective_tasks(entry, directory)
    if entry.task_count or bound or predecessor_tasks(entry, directory):
        for kind in _TABLES:
            target = addresses.unit_file(entry.id, f"tasks.{kind}")
            yield TakeAwayLink(kind=kind, label=KIND_WORDS[kind], target=target, name=f"{title}任务.{kind}")
    dated = tuple(role for role in ROLES if has_dates(entry.tasks[role]))
    if dated or has_dates(related.task for related in bound):
        yield TakeAwayLink(kind="ics", label="全部", target=addresses.unit_file(entry.id, "deadlines.ics"), name=f"{title}时限.ics")
    for role in dated:
        target = addresses.unit_file(entry.id, f"{role}.ics")
        yield TakeAwayLink(kind="ics", label=ROLE_WORDS[role], target=target, name=f"{title}{ROLE_WORDS[role]}时限.ics", role=role)


def calendars(districts: Iterable[tuple[str, str]], addresses: Addresses) -> tuple[TakeAwayLink, ...]:
    """The calendars of all deadlines: everything, and each of `districts` (slug and Chinese name)."""
    found = tuple(districts)
    links = [TakeAwayLink(kind="ics", label="全部", target=addresses.calendar("all.ics"), name="公报任务时限.ics")]
    if len(found) > 1:
        links += [
            TakeAwayLink(kind="ics", label=name, target=addresses.calendar(f"{slug}.ics"), name=f"{name}公报任务时限.ics", district=name)
            for slug, name in found
        ]
    return tuple(links)


def has_dates(tasks: Iterable[Task]) -> bool:
    """True where any of `tasks` has a deadline with a date."""
    return any(deadline.date for task in tasks for deadline in task.deadlines)


def district_feeds(library: Library) -> tuple[tuple[str, str], ...]:
    """Name and slug of the districts that have a feed of their own, in order of the slugs."""
    names = {library.district_of(document) for document in library.corpus.documents} - {""}
    found = sorted(((name, library.district_slug(name)) for name in names), key=lambda pair: pair[1])
    return tuple(found)


def has_feed(entry: UnitEntry) -> bool:
    """True for units that stand in any task."""
    return entry.task_count > 0


def dated_districts(library: Library) -> tuple[tuple[str, str], ...]:
    """Slug and name of the districts in whose documents a deadline has a date, in order of the slugs."""
    found = {
        library.district_of(library.documents[key]): None
        for key, tasks in library.tasks.items()
        if key in library.documents and has_dates(tasks)
    }
    return tuple(sorted((library.district_slug(name), name) for name in found if name))
