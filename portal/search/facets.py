"""What results can be narrowed and sorted by: district, year and date of units, documents and issues, units and deadline of tasks.

In: search entries, units first. Out: values for JSON. Sections, tasks and items have what their document has; columns are runs (value,
how many in a row), which stay short because documents stand in the order of their issues. Columns of tasks have one value a task.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from itertools import groupby

from parser.model import ROLES

from portal.search.entries import EntryKind, SearchEntry

NONE = 0
"""Stands for a missing district, year or date; names count from 1."""
OWN_KINDS: tuple[EntryKind, ...] = ("unit", "document", "issue")
"""Kinds with columns of their own, in the order of the entries."""


class Facets:
    """Takes the entries in, one by one."""

    def __init__(self) -> None:
        self._districts: dict[str, int] = {}
        self._own: dict[EntryKind, tuple[array[int], array[int], array[int]]] = {
            kind: (array("I"), array("I"), array("I")) for kind in OWN_KINDS
        }
        self._units: dict[str, tuple[int, str]] = {}
        self._roles: list[list[list[int]]] = []
        self._deadlines = array("I")

    def add(self, entry: SearchEntry) -> None:
        if entry.kind == "unit":
            self._units[entry.mentions[0]] = len(self._units), entry.title
        if entry.kind in OWN_KINDS:
            district = self._districts.setdefault(entry.district, len(self._districts) + 1) if entry.district else NONE
            for column, value in zip(self._own[entry.kind], (district, entry.year or NONE, _day(entry.issued_on)), strict=True):
                column.append(value)
        elif entry.kind == "task":
            self._roles.append(self._role_column(entry))
            self._deadlines.append(_day(min(entry.deadlines, default=None)))

    def columns(self) -> Mapping[str, object]:
        """``districts`` are names, which the numbers of their column count from 1. Columns hold the entries of `OWN_KINDS`. Dates are
        yyyymmdd."""
        names = ("district", "year", "date")
        whole = {name: _runs(value for kind in OWN_KINDS for value in self._own[kind][place]) for place, name in enumerate(names)}
        return {"districts": list(self._districts), **whole}

    def task_columns(self) -> Mapping[str, object]:
        """``units`` are (id, name) of the units, in the order of their entries, which come first of all."""
        units = [(unit_id, name) for unit_id, (_, name) in self._units.items()]
        return {"units": units, "roles": self._roles, "deadline": list(self._deadlines)}

    def _role_column(self, entry: SearchEntry) -> list[list[int]]:
        """For each role its units, by their place in ``units``."""
        roles = entry.roles or {}
        return [[self._units[unit_id][0] for unit_id in roles.get(role, ()) if unit_id in self._units] for role in ROLES]


def _runs(values: Iterable[int]) -> list[int]:
    return [number for value, run in groupby(values) for number in (value, sum(1 for _ in run))]


def _day(date: str | None) -> int:
    return int(date.replace("-", "")) if date else NONE
