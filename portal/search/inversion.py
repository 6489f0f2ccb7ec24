"""Entries' terms → postings by term, sorted in blocks on disk: the memory that takes does not grow with the corpus.

In: for each entry its kind and the numbers of the terms in each field; entries come in any order of kinds. Out: the terms in the order
of the shards, and their postings in the order of the entries, where each kind follows the one before. A posting is one number of 64 bits:
term, kind, place within the kind, level of the field's length, frequency, so that sorting numbers sorts postings.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

import numpy as np
import numpy.typing as npt

from portal.search.codec import MOST_FREQUENT, Numbers, length_level, level_length
from portal.search.segment import KEY_MARK

Keys = npt.NDArray[np.uint64]

_FREQUENCY_BITS, _LEVEL_BITS, _PLACE_BITS, _KIND_BITS, _TERM_BITS = 12, 4, 21, 3, 24
_LEVEL_AT = _FREQUENCY_BITS
_PLACE_AT = _LEVEL_AT + _LEVEL_BITS
_KIND_AT = _PLACE_AT + _PLACE_BITS
_TERM_AT = _KIND_AT + _KIND_BITS
MOST_ENTRIES = 1 << _PLACE_BITS
"""Entries of one kind that fit; `Inversion.add` raises `OverflowError` for more."""
BLOCK = 2_000_000
"""Occurrences of terms that are sorted at once."""
_BUCKET = 1_000_000
"""Postings that are handed out at once, unless a single term has more."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings of several terms, sorted: `terms` are places in the order of terms, `entries` numbers of entries."""

    terms: Numbers
    entries: Numbers
    levels: Numbers
    frequencies: Numbers


@dataclass(slots=True)
class _Waiting:
    """The occurrences of one field that are not sorted yet: of each entry its head (kind, place, level) and how many terms it has."""

    terms: array[int] = field(default_factory=lambda: array("I"))
    heads: array[int] = field(default_factory=lambda: array("I"))
    lengths: array[int] = field(default_factory=lambda: array("I"))

    def sorted_keys(self) -> Keys:
        heads = np.repeat(np.frombuffer(self.heads, np.uint32), np.frombuffer(self.lengths, np.uint32))
        keys = np.frombuffer(self.terms, np.uint32).astype(np.uint64) << _TERM_AT | heads.astype(np.uint64) << _LEVEL_AT
        keys.sort()
        starts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
        frequencies = np.minimum(np.diff(starts, append=len(keys)), MOST_FREQUENT)
        merged: Keys = np.bitwise_or(keys[starts], frequencies.astype(np.uint64))
        return merged


class _Blocks:
    """Sorted blocks of postings, one after the other in a file without a name."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed by `close`
        self.sizes: list[int] = []

    def append(self, keys: Keys) -> None:
        self._file.seek(8 * sum(self.sizes))
        keys.tofile(self._file)
        self.sizes.append(len(keys))

    def replace(self, block: int, keys: Keys) -> None:
        self._file.seek(8 * sum(self.sizes[:block]))
        keys.tofile(self._file)

    def read(self, block: int, start: int = 0, end: int | None = None) -> Keys:
        self._file.seek(8 * (sum(self.sizes[:block]) + start))
        return np.fromfile(self._file, np.uint64, (self.sizes[block] if end is None else end) - start)

    def close(self) -> None:
        self._file.close()


class Inversion:
    """Takes the entries in, one by one; its blocks are gone when the ``with`` block ends. `lowest` are the lowest levels of length of the
    fields (see `portal.search.codec`)."""

    def __init__(self, kinds: int, lowest: Sequence[int]) -> None:
        self.counts = [0] * kinds
        self._lowest = lowest
        self._totals = [0] * len(lowest)
        self._waiting = [_Waiting() for _ in lowest]
        self._held = 0
        self._blocks = [_Blocks() for _ in lowest]
        self._postings: Numbers = np.zeros(0, np.int64)

    def __enter__(self) -> Inversion:
        return self

    def __exit__(self, *_: object) -> None:
        for blocks in self._blocks:
            blocks.close()

    def add(self, kind: int, fields: Sequence[array[int]]) -> None:
        """The next entry of `kind`, with the numbers of the terms of each field, as often as they stand there."""
        head = (kind << _PLACE_BITS | self.counts[kind]) << _LEVEL_BITS
        self.counts[kind] += 1
        if self.counts[kind] > MOST_ENTRIES:
            raise OverflowError(f"more than {MOST_ENTRIES} entries of one kind")
        for place, terms in enumerate(fields):
            if terms:
                level = length_level(len(terms), self._lowest[place])
                self._totals[place] += level_length(level, self._lowest[place])
                waiting = self._waiting[place]
                waiting.terms += terms
                waiting.heads.append(head | level)
                waiting.lengths.append(len(terms))
                self._held += len(terms)
        if self._held >= BLOCK:
            self._sort()

    def finish(self, terms: Sequence[str]) -> Inverted:
        """All postings, to be read before the ``with`` block ends. `terms` stand in the order of their numbers; those without postings
        are left out of what follows."""
        self._sort()
        averages = tuple(total / max(sum(self.counts), 1) for total in self._totals)
        return Inverted(terms, self.counts, averages, self._blocks, self._postings)

    def _sort(self) -> None:
        for place, waiting in enumerate(self._waiting):
            if waiting.terms:
                keys = waiting.sorted_keys()
                self._blocks[place].append(keys)
                self._postings = _summed(self._postings, np.bincount((keys >> _TERM_AT).astype(np.int64)))
                self._waiting[place] = _Waiting()
        self._held = 0


class Inverted:
    """All postings by term. `averages` are the mean lengths of the fields, as lunr counts them: over all entries, those without the field
    included. `terms` stand in the order of the shards; `sizes` says how many postings each has, all fields together."""

    def __init__(
        self, terms: Sequence[str], counts: Sequence[int], averages: Sequence[float], blocks: Sequence[_Blocks], postings: Numbers
    ) -> None:
        self.averages = averages
        self.count = sum(counts)
        self._starts = np.cumsum([0, *counts])[:-1]
        self._blocks = blocks
        total = _summed(np.zeros(len(terms), np.int64), postings)
        order = sorted((number for number, size in enumerate(total.tolist()) if size), key=lambda number: term_order(terms[number]))
        self.terms = [terms[number] for number in order]
        self.sizes: Numbers = total[order]
        self._bounds = _bucket_bounds(self.sizes, self.terms)
        ranks = np.zeros(len(terms), np.uint64)
        ranks[order] = np.arange(len(order), dtype=np.uint64)
        self._offsets = [self._put_in_order(each, ranks) for each in blocks]

    def _put_in_order(self, blocks: _Blocks, ranks: Keys) -> list[list[int]]:
        """Sort every block by the places of the terms; where its buckets begin."""
        rest = np.uint64((1 << _TERM_AT) - 1)
        offsets = []
        for block in range(len(blocks.sizes)):
            keys = blocks.read(block)
            keys = ranks[keys >> _TERM_AT] << _TERM_AT | keys & rest
            keys.sort()
            blocks.replace(block, keys)
            offsets.append(np.searchsorted(keys, np.array(self._bounds, np.uint64) << _TERM_AT).tolist())
        return offsets

    def buckets(self) -> Iterator[tuple[int, int, list[Postings]]]:
        """Consecutive terms from `first` to before `end`, with their postings in each field; a word and the term of the name that is
        written as the word are in one bucket."""
        for bucket, (first, end) in enumerate(zip(self._bounds, self._bounds[1:], strict=False)):
            yield first, end, [self._postings(place, bucket) for place in range(len(self._blocks))]

    def _postings(self, place: int, bucket: int) -> Postings:
        blocks = self._blocks[place]
        pieces = [blocks.read(block, *offsets[bucket : bucket + 2]) for block, offsets in enumerate(self._offsets[place])]
        keys = np.concatenate(pieces) if pieces else np.zeros(0, np.uint64)
        keys.sort()
        kinds, places = _bits(keys, _KIND_AT, _KIND_BITS), _bits(keys, _PLACE_AT, _PLACE_BITS)
        entries = self._starts[kinds] + places
        return Postings(_bits(keys, _TERM_AT, _TERM_BITS), entries, _bits(keys, _LEVEL_AT, _LEVEL_BITS), _bits(keys, 0, _FREQUENCY_BITS))


def term_order(term: str) -> bytes:
    """Terms stand in the order of JavaScript's strings: by UTF-16 code unit."""
    return term.encode("utf-16-be")


def _bits(keys: Keys, at: int, bits: int) -> Numbers:
    return (keys >> np.uint64(at) & np.uint64((1 << bits) - 1)).astype(np.int64)


def _summed(left: Numbers, right: Numbers) -> Numbers:
    """Place by place; the shorter one goes on with 0."""
    if len(left) < len(right):
        left, right = right, left
    left = left.copy()
    left[: len(right)] += right
    return left


def _bucket_bounds(sizes: Numbers, terms: Sequence[str]) -> list[int]:
    """The terms at which buckets begin, and the end."""
    ends = np.cumsum(sizes)
    names = {term: place for place, term in enumerate(terms) if term.endswith(KEY_MARK)}
    bounds = [0]
    while bounds[-1] < len(sizes):
        start = bounds[-1]
        before = int(ends[start - 1]) if start else 0
        bounds.append(_behind_name(max(int(np.searchsorted(ends, before + _BUCKET, side="right")), start + 1), terms, names))
    return bounds


def _behind_name(bound: int, terms: Sequence[str], names: Mapping[str, int]) -> int:
    """`bound`, or a later one if it would part a word from its name: all terms between the two begin with the word."""
    for length in range(1, len(terms[bound]) if bound < len(terms) else 0):
        bound = max(bound, names.get(terms[bound][:length] + KEY_MARK, -1) + 1)
    return bound
