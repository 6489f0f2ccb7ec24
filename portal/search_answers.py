"""Lists of tasks that answer a question straight away: the tasks of a unit in a role, the tasks due on a day.

In: search entries. Out: terms of their own for the shards, each with its list of tasks. The browser loads the one list that a question
asks for, however large the ledger is; ``site_templates/search/search_answers.js`` reads them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from parser.model import ROLES

from portal.search_codec import encode_ascending
from portal.search_entries import SearchEntry

LIST_MARK = "="
"""Begins the terms of lists, which no word begins with."""


def answer_lists(entries: Sequence[SearchEntry]) -> dict[str, str]:
    """``=u12.lead`` (the tasks that unit entry 12 leads), ``=d2022-12-31`` (the tasks due on that day) → tasks as distances.

    Tasks are counted from the first entry of kind ``task``; a task stands once in each list.
    """
    units = {entry.mentions[0]: place for place, entry in enumerate(entries) if entry.kind == "unit"}
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for number, task in enumerate(entry for entry in entries if entry.kind == "task"):
        for term in dict.fromkeys(_terms(task, units)):
            lists[term].append(number)
    return {term: encode_ascending(numbers) for term, numbers in lists.items()}


def _terms(task: SearchEntry, units: dict[str, int]) -> Iterator[str]:
    roles = task.roles or {}
    for role in ROLES:
        for unit_id in roles.get(role, ()):
            if unit_id in units:
                yield f"{LIST_MARK}u{units[unit_id]}.{role}"
    for date in task.deadlines:
        yield f"{LIST_MARK}d{date}"
