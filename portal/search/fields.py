"""Search entries → the terms of each field, and what a term in a field counts.

In: `SearchEntry` records and the names of units. Out: the numbers of the terms, for `portal.search.inversion`. Scores are lunr's (BM25,
k1 = 1.2, b = 0.75) over fields with boosts; they are computed in the browser from what the postings say.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.search.entries import EntryKind, SearchEntry
from portal.search.names import Names, key_term
from portal.search.words import Terms, WordCutter

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the index; `lowest` is the lowest level of length that is told apart (see `portal.search.codec`)."""

    name: str
    boost: float
    lowest: int


FIELDS = (
    Field("title", 3.0, 0),
    Field("text", 1.0, 6),
    Field("pairs", 0.4, 6),
    Field("context", 0.1, 0),
    Field("name", 1.0, 0),
    Field("key", 12.0, 0),
)

KIND_BOOSTS: Mapping[EntryKind, float] = {"unit": 1.2, "document": 1.4, "issue": 1.0, "section": 1.0, "task": 1.1, "item": 0.9}
"""lunr's boost of a document, by the kind of the entry; entries stand in the order of their kinds, so the browser needs no table."""


class Tokenizer:
    """The terms of each of `FIELDS`, as numbers of `terms`. Units are found in a text by any of their names, within the entry's district;
    ``name`` holds the key terms of all names of each, ``key`` those by which the entry itself is called."""

    def __init__(self, cutter_words: Iterable[str], names: Names) -> None:
        self.terms = Terms()
        self._cutter = WordCutter(cutter_words, self.terms)
        self._names = names
        known = sorted(names.words)
        self._known = dict(zip(self.terms.numbers(known), known, strict=True))

    def fields(self, entry: SearchEntry) -> tuple[array[int], ...]:
        """In the order of `FIELDS`."""
        title_words, title_pairs = self._cutter.number(f"{entry.title}\n{entry.number}")
        text_words, text_pairs = self._cutter.number("\n".join((entry.text, *entry.facts)))
        context_words, _ = self._cutter.number(entry.context)
        found = () if entry.kind == "unit" else self._known.keys() & {*title_words, *text_words}
        names = self._names.terms_of([self._known[number] for number in sorted(found)], entry.district, entry.mentions)
        keys = dict.fromkeys(filter(None, (*map(key_term, entry.keys), *(names if entry.kind == "unit" else ()))))
        numbers = self.terms.numbers
        return title_words, text_words, title_pairs + text_pairs, context_words, numbers(names), numbers(keys)
