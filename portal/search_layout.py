"""How entries lie in the files: which document each belongs to, and the chunks that hold what results show.

In: search entries in the order of their kinds. Out: a `Layout`: chunks of rows, with each document's entries side by side, and the few
numbers from which the browser works out where an entry lies. ``site_templates/search/search_store.js`` does the same sums.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.address import Addresses
from portal.search_codec import encode_number
from portal.search_entries import EntryKind, SearchEntry

PART_KINDS: tuple[EntryKind, ...] = ("section", "task", "item")
"""The kinds of entries that are parts of a document."""
CHUNK_BYTES = 12_000


@dataclass(frozen=True, slots=True)
class Layout:
    """`chunks` are rows as JSON, in storage order: units, issues, then each document with its sections, tasks and items.

    `sizes` has for each of `PART_KINDS` how many entries each document has, as encoded numbers; `starts` how many rows each chunk has.
    """

    chunks: tuple[tuple[str, ...], ...]
    sizes: tuple[str, ...]
    starts: str


def make_layout(entries: Sequence[SearchEntry], addresses: Addresses) -> Layout:
    """Raises `KeyError` for a part whose document has no entry."""
    parts: dict[str, dict[EntryKind, list[SearchEntry]]] = {
        entry.document_id or "": defaultdict(list) for entry in entries if entry.kind == "document"
    }
    for entry in entries:
        if entry.kind in PART_KINDS:
            parts[entry.document_id or ""][entry.kind].append(entry)
    rows = (_row(entry, addresses) for entry in _stored(entries, parts.values()))
    chunks = tuple(_packed(rows))
    sizes = tuple("".join(encode_number(len(found[kind])) for found in parts.values()) for kind in PART_KINDS)
    return Layout(chunks, sizes, "".join(encode_number(len(chunk)) for chunk in chunks))


def _stored(entries: Sequence[SearchEntry], parts: Iterable[dict[EntryKind, list[SearchEntry]]]) -> Iterator[SearchEntry]:
    yield from (entry for entry in entries if entry.kind == "unit")
    yield from (entry for entry in entries if entry.kind == "issue")
    documents = (entry for entry in entries if entry.kind == "document")
    for document, found in zip(documents, parts, strict=True):
        yield document
        for kind in PART_KINDS:
            yield from found[kind]


def _row(entry: SearchEntry, addresses: Addresses) -> str:
    shown = [entry.title, entry.text, entry.facts, entry.label, addresses.from_base(entry.address, "")]
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def _packed(rows: Iterable[str]) -> Iterator[tuple[str, ...]]:
    chunk: list[str] = []
    filled = 0
    for row in rows:
        length = len(row.encode())
        if chunk and filled + length > CHUNK_BYTES:
            yield tuple(chunk)
            chunk, filled = [], 0
        chunk.append(row)
        filled += length
    if chunk:
        yield tuple(chunk)
