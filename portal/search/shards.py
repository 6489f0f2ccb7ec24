"""Postings → records of terms, and the shards they lie in.

In: the postings of all terms, the lists of tasks, the names to show. Out: records in the order of the terms: text as the shards hold it
(``term title|text|pairs|context|name|key|shown names|whole``, empty ends left out), and for a long list the whole in a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge

import numpy as np

from portal.search.codec import Numbers, encode_number, encode_postings
from portal.search.heads import HEAD_SIZE, LONG, Head, HeadFinder
from portal.search.inversion import Inverted, Postings, term_order
from portal.search.segment import KEY_MARK

SHARD_BYTES = 8_000


@dataclass(frozen=True, slots=True)
class Record:
    """`text` is what the shard holds; `whole`, if any, the same with all postings."""

    term: str
    text: str
    whole: str = ""


def records(inverted: Inverted, finder: HeadFinder, shown: Mapping[str, Sequence[str]], lists: Mapping[str, str]) -> Iterator[Record]:
    """All terms and `lists`, in the order of the terms. `shown` maps a term to the names it stands for."""
    of_lists = (Record(term, f"{term} {lists[term]}") for term in sorted(lists, key=term_order))
    return merge(of_lists, _of_terms(inverted, finder, shown), key=lambda record: term_order(record.term))


def _of_terms(inverted: Inverted, finder: HeadFinder, shown: Mapping[str, Sequence[str]]) -> Iterator[Record]:
    files = 0
    for first, end, fields in inverted.buckets():
        places = {term: first + place for place, term in enumerate(inverted.terms[first:end])}
        encoded = [_encoded(postings) for postings in fields]
        for term, place in places.items():
            names = "/".join(shown.get(term, ()))
            whole = _text(term, [texts.get(place, "") for texts in encoded], names)
            if inverted.sizes[place] <= LONG:
                yield Record(term, whole)
                continue
            word = term.removesuffix(KEY_MARK)
            asked = [_slices(fields, places[each]) for each in (word, word + KEY_MARK) if each in places]
            head = finder.head(*asked)
            counts = "".join(map(encode_number, (files, int(inverted.sizes[place]), head.hits, head.documents)))
            files += 1
            parts = ["".join(_encoded(postings).values()) for postings in _first(_slices(fields, place), head)]
            yield Record(term, _text(term, parts, names, counts), whole)


def _text(term: str, fields: Iterable[str], *rest: str) -> str:
    return f"{term} {'|'.join((*fields, *rest)).rstrip('|')}"


def _encoded(postings: Postings) -> dict[int, str]:
    """The string of each term."""
    starts = np.flatnonzero(np.diff(postings.terms, prepend=-1))
    texts = encode_postings(postings.entries, postings.levels, postings.frequencies, starts)
    return dict(zip(postings.terms[starts].tolist(), texts, strict=True))


def _slices(fields: Sequence[Postings], term: int) -> list[Postings]:
    """The postings of one term in each field."""
    return [_picked(postings, np.arange(*np.searchsorted(postings.terms, (term, term + 1)))) for postings in fields]


def _first(fields: Sequence[Postings], head: Head) -> Iterator[Postings]:
    """Those of the head, at least one of every field that has any (the browser has to see that the term stands there), and short
    fields whole: few entries are called by the name itself."""
    for postings in fields:
        wanted = np.isin(postings.entries, head.entries)
        wanted[: None if len(wanted) <= HEAD_SIZE else 1] = True
        yield _picked(postings, np.flatnonzero(wanted))


def _picked(postings: Postings, places: Numbers) -> Postings:
    return Postings(postings.terms[places], postings.entries[places], postings.levels[places], postings.frequencies[places])


def shards(given: Iterable[Record]) -> Iterator[list[Record]]:
    """Consecutive records in parcels of about `SHARD_BYTES`, none empty."""
    parcel: list[Record] = []
    filled = 0
    for record in given:
        length = len(record.text.encode())
        if parcel and filled + length > SHARD_BYTES:
            yield parcel
            parcel, filled = [], 0
        parcel.append(record)
        filled += length
    if parcel:
        yield parcel


def first_term(before: str, first: str) -> str:
    """The shortest string that begins `first` and that `before`, the term in front of it, does not reach."""
    length = 1
    while length < len(first) and term_order(first[:length]) <= term_order(before):
        length += 1
    return first[:length]
