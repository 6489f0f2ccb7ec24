"""Lists of tasks that answer a question straight away: the tasks of a unit in a role, the tasks due on a day.

In: search entries, units first. Out: terms of their own for the shards, each with its list of tasks. The browser loads the one list that
a question asks for, however large the ledger is; ``site_templates/search/search_answers.js`` reads them.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator

from parser.model import ROLES

from portal.search_codec import encode_ascending
from portal.search_entries import SearchEntry

LIST_MARK = "="
"""Begins the terms of lists, which no word begins with."""


class AnswerLists:
    """Takes the entries in, one by one; those that are neither units nor tasks are passed over."""

    def __init__(self) -> None:
        self._units: dict[str, int] = {}
        self._lists: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._tasks = 0

    def add(self, entry: SearchEntry) -> None:
        """Tasks are counted from the first entry of kind ``task``; a task stands once in each list."""
        if entry.kind == "unit":
            self._units[entry.mentions[0]] = len(self._units)
        elif entry.kind == "task":
            for term in dict.fromkeys(self._terms(entry)):
                self._lists[term].append(self._tasks)
            self._tasks += 1

    def encoded(self) -> dict[str, str]:
        """``=u12.lead`` (the tasks that unit entry 12 leads), ``=d2022-12-31`` (the tasks due on that day) → tasks as distances."""
        return {term: encode_ascending(numbers) for term, numbers in self._lists.items()}

    def _terms(self, task: SearchEntry) -> Iterator[str]:
        roles = task.roles or {}
        for role in ROLES:
            for unit_id in roles.get(role, ()):
                if unit_id in self._units:
                    yield f"{LIST_MARK}u{self._units[unit_id]}.{role}"
        for date in task.deadlines:
            yield f"{LIST_MARK}d{date}"
