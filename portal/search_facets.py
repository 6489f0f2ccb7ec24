"""What results can be narrowed and sorted by: district, year and date of units, documents and issues, units and deadline of tasks.

In: search entries. Out: values for JSON. Sections, tasks and items have what their document has; columns are runs (value, how many in a
row), which stay short because documents stand in the order of their issues. Columns of tasks have one value a task.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from parser.model import ROLES

from portal.search_entries import SearchEntry

NONE = 0
"""Stands for a missing district, year or date; names count from 1."""
OWN_KINDS = ("unit", "document", "issue")
"""Kinds with columns of their own, in the order of the entries."""


def facet_columns(entries: Sequence[SearchEntry]) -> Mapping[str, object]:
    """``districts`` are names, which the numbers of their column count from 1. Columns hold the entries of `OWN_KINDS`. Dates are
    yyyymmdd."""
    own = [entry for entry in entries if entry.kind in OWN_KINDS]
    districts = {name: place for place, name in enumerate(dict.fromkeys(entry.district for entry in own if entry.district), start=1)}
    return {
        "districts": list(districts),
        "district": _runs(districts.get(entry.district, NONE) for entry in own),
        "year": _runs(entry.year or NONE for entry in own),
        "date": _runs(_day(entry.issued_on) for entry in own),
    }


def task_columns(entries: Sequence[SearchEntry]) -> Mapping[str, object]:
    """``units`` are (id, name) of the units, in the order of their entries, which come first of all."""
    units = {entry.mentions[0]: place for place, entry in enumerate(entries) if entry.kind == "unit"}
    tasks = [entry for entry in entries if entry.kind == "task"]
    return {
        "units": [(entry.mentions[0], entry.title) for entry in entries if entry.kind == "unit"],
        "roles": [_role_column(entry, units) for entry in tasks],
        "deadline": [_day(min(entry.deadlines, default=None)) for entry in tasks],
    }


def _role_column(entry: SearchEntry, units: Mapping[str, int]) -> list[list[int]]:
    """For each role its units, by their place in ``units``."""
    roles = entry.roles or {}
    return [[units[unit_id] for unit_id in roles.get(role, ()) if unit_id in units] for role in ROLES]


def _runs(values: Iterable[int]) -> list[int]:
    return [number for value, run in groupby(values) for number in (value, sum(1 for _ in run))]


def _day(date: str | None) -> int:
    return int(date.replace("-", "")) if date else NONE
