"""Search entries → postings: which entry holds which term in which field, how often.

In: `SearchEntry` records and the names of units. Out: `Postings`, from which `portal.search_index` writes the shards, and the tokens of
each field, from which a test builds lunr's own index of the same corpus. Scores are lunr's (BM25, k1 = 1.2, b = 0.75) over fields
with boosts; they are computed in the browser from what the postings say.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.search_codec import MOST_FREQUENT, encode_postings, length_level, level_length, pack
from portal.search_entries import EntryKind, SearchEntry
from portal.search_names import Names, key_term
from portal.word_cutter import WordCutter

K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the index; `lowest` is the lowest level of length that is told apart (see `portal.search_codec`)."""

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


@dataclass(frozen=True, slots=True)
class Postings:
    """`fields` maps for each of `FIELDS` a term to its postings, packed (see `portal.search_codec.pack`), in the order of the entries.

    `averages` are the mean lengths of the fields, as lunr counts them: over all entries, those without the field included.
    """

    count: int
    averages: tuple[float, ...]
    fields: tuple[Mapping[str, array[int]], ...]

    @property
    def terms(self) -> frozenset[str]:
        return frozenset().union(*self.fields)

    def encoded(self, term: str) -> tuple[str, ...]:
        """The term's postings, a string for each field; empty where the field never holds it."""
        return tuple(encode_postings(field.get(term, ())) for field in self.fields)


def field_tokens(entry: SearchEntry, cutter: WordCutter, names: Names) -> tuple[tuple[str, ...], ...]:
    """The tokens of each of `FIELDS`. Units are found in the text by any of their names, within the entry's district; ``name`` holds the
    key terms of all names of each, ``key`` those by which the entry itself is called."""
    title, context = cutter.cut(f"{entry.title}\n{entry.number}"), cutter.cut(entry.context)
    text = cutter.cut("\n".join((entry.text, *entry.facts)))
    words = () if entry.kind == "unit" else (*title.words, *text.words)
    name_terms = names.terms_of(words, entry.district, entry.mentions)
    keys = dict.fromkeys(filter(None, (*map(key_term, entry.keys), *(name_terms if entry.kind == "unit" else ()))))
    return title.words, text.words, title.pairs + text.pairs, context.words, name_terms, tuple(keys)


def build_postings(tokens: Iterable[Sequence[Sequence[str]]]) -> Postings:
    """`tokens` gives the tokens of each field, entry by entry, as `field_tokens` does."""
    fields: tuple[defaultdict[str, array[int]], ...] = tuple(defaultdict(_no_postings) for _ in FIELDS)
    totals = [0] * len(FIELDS)
    count = 0
    for entry, by_field in enumerate(tokens):
        count += 1
        for place, (field, postings) in enumerate(zip(FIELDS, fields, strict=True)):
            terms = by_field[place]
            if terms:
                level = length_level(len(terms), field.lowest)
                totals[place] += level_length(level, field.lowest)
                empty = pack(entry, 0, level)
                for term, frequency in Counter(terms).items():
                    postings[term].append(empty + min(frequency, MOST_FREQUENT))
    averages = tuple(total / count if count else 0.0 for total in totals)
    return Postings(count, averages, tuple(map(dict, fields)))


def _no_postings() -> array[int]:
    return array("Q")
