"""Tasks as the pages show them: grouped by document, with their units linked and their reasons in words.

In: tasks, a `Library`, a `Directory`. Out: `TaskGroup`s, `UnitLink`s and short texts, for the rows of pages and for the files
to take away. What is asked for again is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from parser.model import Document, Ground, Role, Task, Unit, UnitName
from parser.words import date_words

from portal.view.addresses import Addresses
from portal.view.library import Library
from portal.view.units import Directory, is_misread, names_by_role


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A unit as printed and the target of its page; `reading` is its right name where the print is a slip, else empty.

    `ground` says what the name is known by; `said` is the text's own word for the role (业务指导), empty where it uses the role's.
    """

    name: str
    target: str
    reading: str = ""
    ground: Ground = "registry"
    said: str = ""


def reading_of(unit: Unit | None, printed: str) -> str:
    """The right name where `printed` is a slip of the reading machine, else empty."""
    return unit.name if unit and is_misread(unit, printed) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGroup:
    """Tasks of one document, in the order of the text."""

    document: Document
    district: str
    target: str
    date: str
    tasks: tuple[Task, ...]

    @property
    def year(self) -> str:
        return (self.document.issued_on or "")[:4]


@dataclass(frozen=True, slots=True)
class TaskViews:
    """Links of units and groups of tasks; `addresses` for their targets."""

    library: Library
    directory: Directory
    addresses: Addresses
    _links: dict[tuple[UnitName, str], UnitLink] = field(default_factory=dict)
    _units: dict[str, Mapping[Role, tuple[UnitLink, ...]]] = field(default_factory=dict)
    _readings: dict[str, dict[str, str]] = field(default_factory=dict)

    def unit_link(self, name: UnitName, district: str) -> UnitLink:
        unit_id = self.directory.id_of(name, district)
        made = self._links.get((name, unit_id))
        if made is None:
            reading = reading_of(self.library.units.get(unit_id), name.name)
            ground: Ground = "registry" if name.unit_id else name.ground
            made = UnitLink(name.name, self.addresses.unit(unit_id), reading, ground, name.said or "")
            self._links[name, unit_id] = made
        return made

    def readings(self, district: str) -> Mapping[str, str]:
        """The slips printed in documents of `district`, each with the right name."""
        if not self._readings:
            for entry in self.directory.entries:
                own = self._readings.setdefault(entry.district, {})
                own.update({printed.name: entry.name for printed in entry.printed if printed.misread})
        return self._readings.get(district, {})

    def units(self, task: Task) -> Mapping[Role, tuple[UnitLink, ...]]:
        """The units of each role, as printed, in the order of the text."""
        made = self._units.get(task.id)
        if made is None:
            document = self.library.documents.get(task.document_id)
            district = self.library.district_of(document) if document else ""
            made = {role: tuple([self.unit_link(name, district) for name in names]) for role, names in names_by_role(task).items()}
            self._units[task.id] = made
        return made

    def groups(self, tasks: Iterable[Task]) -> tuple[TaskGroup, ...]:
        """By document, the latest document first, tasks in the order given."""
        by_document: dict[str, list[Task]] = {}
        for task in tasks:
            by_document.setdefault(task.document_id, []).append(task)
        documents = self.library.documents
        groups = [self._group(documents[key], found) for key, found in by_document.items() if key in documents]
        return tuple(sorted(groups, key=lambda group: group.document.issued_on or "", reverse=True))

    def _group(self, document: Document, tasks: Iterable[Task]) -> TaskGroup:
        return TaskGroup(
            document=document,
            district=self.library.district_of(document),
            target=self.addresses.document(document.id),
            date=date_words(document.issued_on),
            tasks=tuple(tasks),
        )
