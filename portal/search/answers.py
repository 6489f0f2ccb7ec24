"""Lists that answer a question straight away: the tasks of a unit in a role, the tasks due on a day, the units that a unit belongs with.

In: search entries, units first. Out: terms of their own for the shards, each with its list. The browser loads the few lists that a
question asks for, however large the ledger is; ``site_templates/js/search/search_answers.js`` reads them.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator

from parser.model import ROLES

from portal.search.codec import encode_ascending
from portal.search.entries import SearchEntry

LIST_MARK = "="
"""Begins the terms of lists, which no word begins with."""
_MONTHS = 12


class AnswerLists:
    """Takes the entries in, one by one; those that are neither units nor tasks are passed over."""

    def __init__(self) -> None:
        self._units: dict[str, int] = {}
        self._named: dict[tuple[str, str], int] = {}
        self._belonging: list[SearchEntry] = []
        self._lists: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._months: set[int] = set()
        self._tasks = 0

    def add(self, entry: SearchEntry) -> None:
        """Tasks are counted from the first entry of kind ``task``; a task stands once in each list."""
        if entry.kind == "unit":
            self._named[entry.district, entry.title] = self._units[entry.mentions[0]] = len(self._units)
            if entry.collectives or entry.parent:
                self._belonging.append(entry)
        elif entry.kind == "task":
            for term in dict.fromkeys(self._terms(entry)):
                self._lists[term].append(self._tasks)
            self._months |= {int(date[:4]) * _MONTHS + int(date[5:7]) - 1 for date in entry.deadlines}
            self._tasks += 1

    def encoded(self) -> dict[str, str]:
        """``=u12.lead`` (the tasks that unit entry 12 leads), ``=d2022-12-31`` (the tasks due on that day), ``=u12.in`` (the 集合 units
        of which it is a member), ``=u12.of`` (the units that are parts of it), ``=m`` (the months in which anything is due, counted
        from the year 0) → numbers as distances."""
        lists = {term: encode_ascending(numbers) for term, numbers in self._lists.items()}
        lists |= {term: encode_ascending(sorted(units)) for term, units in self._relations().items()}
        return lists | ({f"{LIST_MARK}m": encode_ascending(sorted(self._months))} if self._months else {})

    def _terms(self, task: SearchEntry) -> Iterator[str]:
        roles = task.roles or {}
        for role in ROLES:
            for unit_id in roles.get(role, ()):
                if unit_id in self._units:
                    yield f"{LIST_MARK}u{self._units[unit_id]}.{role}"
        for date in task.deadlines:
            yield f"{LIST_MARK}d{date}"

    def _relations(self) -> dict[str, set[int]]:
        """Whoever belongs to a unit that is not among the entries stands alone."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for unit in self._belonging:
            own = self._units[unit.mentions[0]]
            for collective in filter(self._units.__contains__, unit.collectives):
                found[f"{LIST_MARK}u{own}.in"].add(self._units[collective])
            whole = self._named.get((unit.district, unit.parent))
            if whole is not None:
                found[f"{LIST_MARK}u{whole}.of"].add(own)
        return found
