"""Every unit of the corpus with what hangs on it: tasks by role, items, posts in rosters, the names it was printed under.

In: a `Library`. Out: a `Directory` of `UnitEntry`, one for each unit of the registry and one for each printed name that the
registry does not know. This is the one place that gives such a name its id (and so its address): ``<district>/<pinyin>``, the
id the registry would give it, so that the address stays when an editor adds the unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from parser.grammar.rules import key
from parser.grammar.slugs import name_slug, short_hash
from parser.model import ROLES, Document, Item, Member, Role, Roster, Task, Unit, UnitName
from parser.records.registry import valid_on

from portal.view.library import Library

UNREGISTERED = "未登记"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A person's place in a roster, where the post names the unit."""

    roster: Roster
    member: Member


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """A form in which a unit was printed: `count` times in tasks and items, from the document `first` to the document `last`.

    `misread` tells that the registry holds the form as a slip of the reading machine.
    """

    name: str
    misread: bool
    count: int
    first: Document
    last: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry:
    """One unit. `unit` is ``None`` for a name the registry does not know; `kind` is then 未登记.

    `tasks` holds each role's tasks in corpus order, a task once a role. `collectives` are the 集合 units that bind this one,
    by id, where the registry says so. `printed` are its printed forms, the earliest first.
    """

    id: str
    name: str
    district: str
    kind: str
    unit: Unit | None
    tasks: Mapping[Role, tuple[Task, ...]]
    items: tuple[Item, ...] = ()
    posts: tuple[Post, ...] = ()
    collectives: tuple[str, ...] = ()
    printed: tuple[PrintedName, ...] = ()

    def count(self, role: Role) -> int:
        return len(self.tasks[role])

    @property
    def task_count(self) -> int:
        """Tasks in any role, each counted once."""
        return len({task.id for tasks in self.tasks.values() for task in tasks})

    @property
    def is_empty(self) -> bool:
        return not (self.task_count or self.items or self.posts or self.collectives)


@dataclass(frozen=True, slots=True)
class Directory:
    """All entries: the registry's in its order, then the names it does not know; `unlisted` maps (district, name) to the id given here.

    `bound` maps a task's id to the units it names, each with its role, in the order of the text.
    """

    entries: tuple[UnitEntry, ...]
    by_id: Mapping[str, UnitEntry]
    unlisted: Mapping[tuple[str, str], str]
    bound: Mapping[str, tuple[tuple[str, Role], ...]]

    def id_of(self, name: UnitName, district: str) -> str:
        """The id of the page of a printed unit, for a document of `district`."""
        return name.unit_id or self.unlisted[district, name.name]


def names_by_role(task: Task) -> Mapping[Role, tuple[UnitName, ...]]:
    """The units a task names, as printed, by role in the order of `ROLES`."""
    return {"lead": task.lead, "responsible": task.responsible, "support": task.support}


def is_misread(unit: Unit | None, printed: str) -> bool:
    """True where `printed` is one of the slips the registry holds for `unit`."""
    if unit is None or not unit.ocr:
        return False
    return not {key(printed), key(printed).partition("(")[0]}.isdisjoint(map(key, unit.ocr))


@dataclass(slots=True)
class _Draft:
    tasks: dict[Role, dict[str, Task]] = field(default_factory=lambda: {role: {} for role in ROLES})
    items: list[Item] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    printed: dict[str, list[str]] = field(default_factory=dict)


def build_directory(library: Library) -> Directory:
    """Gather the entries. Units of the registry on which nothing hangs are kept: their page says so."""
    unlisted = _unlisted_ids(library)
    drafts: defaultdict[str, _Draft] = defaultdict(_Draft)
    bound: dict[str, tuple[tuple[str, Role], ...]] = {}
    for district, names, task in _named_tasks(library):
        found: list[tuple[str, Role]] = []
        for role, name in names:
            unit_id = name.unit_id or unlisted[district, name.name]
            found.append((unit_id, role))
            draft = drafts[unit_id]
            draft.tasks[role].setdefault(task.id, task)
            draft.printed.setdefault(name.name, []).append(task.document_id)
        bound[task.id] = tuple(found)
    for item in library.corpus.items:
        district = _district_of(library, item.document_id)
        draft = drafts[item.agency.unit_id or unlisted[district, item.agency.name]]
        draft.items.append(item)
        draft.printed.setdefault(item.agency.name, []).append(item.document_id)
    _add_posts(library, unlisted, drafts)
    entries = _entries(library, unlisted, drafts)
    return Directory(entries, {entry.id: entry for entry in entries}, unlisted, bound)


def _district_of(library: Library, document_id: str) -> str:
    document = library.documents.get(document_id)
    return library.district_of(document) if document else ""


def _named_tasks(library: Library) -> Iterator[tuple[str, list[tuple[Role, UnitName]], Task]]:
    for task in library.corpus.tasks:
        names = [(role, name) for role, found in names_by_role(task).items() for name in found]
        yield _district_of(library, task.document_id), names, task


def _unlisted_ids(library: Library) -> dict[tuple[str, str], str]:
    """Ids for printed names without a registry entry. Homophones of another name get a short hash of the name behind."""
    printed = {(district, name.name): None for district, names, _ in _named_tasks(library) for _, name in names if not name.unit_id}
    for item in library.corpus.items:
        if not item.agency.unit_id:
            printed[_district_of(library, item.document_id), item.agency.name] = None
    taken = {unit.id: unit.name for unit in library.corpus.units}
    ids: dict[tuple[str, str], str] = {}
    for district, name in sorted(printed):
        unit_id = f"{library.district_slug(district)}/{name_slug(name)}"
        if taken.setdefault(unit_id, name) != name:
            unit_id += "-" + short_hash(name)
        ids[district, name] = unit_id
    return ids


def _add_posts(library: Library, unlisted: Mapping[tuple[str, str], str], drafts: defaultdict[str, _Draft]) -> None:
    holders = _name_holders(library, unlisted)
    for roster in library.corpus.rosters:
        document = library.documents.get(roster.document_id)
        day = document.issued_on if document else None
        known = {name: _holder(units, day) for name, units in holders[_district_of(library, roster.document_id)].items()}
        longest = max(map(len, known), default=0)
        for member in roster.members:
            for unit_id in dict.fromkeys(_units_in(member.post, known, longest)):
                drafts[unit_id].posts.append(Post(roster=roster, member=member))


def _name_holders(library: Library, unlisted: Mapping[tuple[str, str], str]) -> defaultdict[str, dict[str, list[tuple[str, Unit | None]]]]:
    """By district, each name with the units that bear or bore it."""
    holders: defaultdict[str, dict[str, list[tuple[str, Unit | None]]]] = defaultdict(dict)
    for unit in library.corpus.units:
        if unit.kind != "集合":
            for name in dict.fromkeys((unit.name, *unit.aliases, *unit.ocr)):
                holders[unit.district].setdefault(name, []).append((unit.id, unit))
    for (district, name), unit_id in unlisted.items():
        holders[district].setdefault(name, []).append((unit_id, None))
    return holders


def _holder(units: list[tuple[str, Unit | None]], day: str | None) -> str:
    """Whose name it was on `day`; the first that ever bore it where nobody did."""
    return next((unit_id for unit_id, unit in units if unit is None or valid_on(unit, day)), units[0][0])


def _units_in(text: str, known: Mapping[str, str], longest: int) -> Iterator[str]:
    """The units named in a post (区教育和体育局局长), the longest name first at each place."""
    at = 0
    while at < len(text):
        size = next((size for size in range(longest, 1, -1) if text[at : at + size] in known), 0)
        if size:
            yield known[text[at : at + size]]
        at += size or 1


def _entries(library: Library, unlisted: Mapping[tuple[str, str], str], drafts: defaultdict[str, _Draft]) -> tuple[UnitEntry, ...]:
    bound = _bound_by(library.corpus.units)
    heads: list[tuple[str, str, str, Unit | None]] = [(unit.id, unit.name, unit.district, unit) for unit in library.corpus.units]
    seen = {unit.id for unit in library.corpus.units}
    for (district, name), unit_id in unlisted.items():
        if unit_id not in seen:
            seen.add(unit_id)
            heads.append((unit_id, name, district, None))
    found = []
    for unit_id, name, district, unit in heads:
        draft = drafts[unit_id]
        entry = UnitEntry(
            id=unit_id, name=name, district=district, kind=unit.kind if unit else UNREGISTERED, unit=unit,
            tasks={role: tuple(tasks.values()) for role, tasks in draft.tasks.items()},
            items=tuple(draft.items), posts=tuple(draft.posts), collectives=bound.get(unit_id, ()),
            printed=tuple(_printed(unit, draft, library)),
        )  # fmt: skip
        found.append(entry)
    return tuple(found)


def _printed(unit: Unit | None, draft: _Draft, library: Library) -> list[PrintedName]:
    names = []
    for name, ids in draft.printed.items():
        documents = sorted(
            (library.documents[key] for key in dict.fromkeys(ids) if key in library.documents), key=lambda found: found.issued_on or ""
        )
        if documents:
            names.append(PrintedName(name=name, misread=is_misread(unit, name), count=len(ids), first=documents[0], last=documents[-1]))
    return sorted(names, key=lambda found: (found.first.issued_on or "", -found.count, found.name))


def _bound_by(units: Iterable[Unit]) -> dict[str, tuple[str, ...]]:
    bound: defaultdict[str, list[str]] = defaultdict(list)
    for unit in units:
        for member in unit.members:
            bound[member].append(unit.id)
    return {member: tuple(ids) for member, ids in bound.items()}
