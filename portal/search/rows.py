"""How entries lie in the files: the rows that results show, so many to a file, and which document each entry belongs to.

In: search entries, those of one kind in the order of their documents. Out: a `Layout`: files of rows as they fill up, and how many parts
each document has. ``site_templates/js/search/search_store.js`` works out from a kind and a place which file to load.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import numpy as np

from portal.search.codec import Numbers, encode_number
from portal.search.entries import ENTRY_KINDS, EntryKind, SearchEntry
from portal.view.addresses import Addresses

PART_KINDS: tuple[EntryKind, ...] = ("section", "task", "item")
"""The kinds of entries that are parts of a document."""
ROWS: Mapping[EntryKind, int] = {"unit": 48, "document": 8, "issue": 8, "section": 10, "task": 20, "item": 40}
"""How many rows a file has: about 10 KB of them."""
NO_DOCUMENT = -1


class Layout:
    """Takes the entries in, one by one."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._rows: dict[EntryKind, list[str]] = {kind: [] for kind in ENTRY_KINDS}
        self._files = dict.fromkeys(ENTRY_KINDS, 0)
        self._documents: dict[str, int] = {}
        self._owners: dict[EntryKind, list[int]] = {kind: [] for kind in ENTRY_KINDS}

    def add(self, entry: SearchEntry) -> Iterator[tuple[str, list[str]]]:
        """The file that is full with `entry`, if any. Raises `KeyError` for a part whose document has not come yet, `ValueError` for one
        that comes after a part of a later document."""
        owner = NO_DOCUMENT
        if entry.kind == "document":
            owner = self._documents.setdefault(entry.document_id or "", len(self._documents))
        elif entry.kind in PART_KINDS:
            owner = self._documents[entry.document_id or ""]
        owners = self._owners[entry.kind]
        if owners and owner < owners[-1]:
            raise ValueError(f"{entry.address} stands after a later document")
        owners.append(owner)
        rows = self._rows[entry.kind]
        rows.append(self._row(entry, owner))
        if len(rows) == ROWS[entry.kind]:
            yield self._full(entry.kind)

    def rest(self) -> Iterator[tuple[str, list[str]]]:
        """The files that are not full."""
        return (self._full(kind) for kind in ENTRY_KINDS if self._rows[kind])

    def parts(self) -> list[str]:
        """For each of `PART_KINDS` how many entries each document has, as encoded numbers."""
        counts = (np.bincount(np.array(self._owners[kind], np.int64), minlength=len(self._documents)) for kind in PART_KINDS)
        return ["".join(map(encode_number, each.tolist())) for each in counts]

    def owners(self) -> Numbers:
        """For every entry, in the order of the kinds, the number of its document, or -1."""
        return np.array([owner for kind in ENTRY_KINDS for owner in self._owners[kind]], np.int64)

    def _row(self, entry: SearchEntry, owner: int) -> str:
        shown = [entry.title, entry.text, entry.facts, entry.label, self._addresses.from_base(entry.address, ""), owner]
        return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))

    def _full(self, kind: EntryKind) -> tuple[str, list[str]]:
        name, rows = f"{kind}{self._files[kind]}", self._rows[kind]
        self._files[kind] += 1
        self._rows[kind] = []
        return name, rows
