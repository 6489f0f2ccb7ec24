"""What a query of one single word finds first, known beforehand: the head of a long list of postings.

In: the postings of a word, and of the name that is written as the word. Out: a `Head`: the entries that the browser will put first, by
the same scores (``site_templates/js/search/search_scores.js``), and how many there are in all. With it a first page of results takes a few
hundred bytes where the whole list takes many thousands; the whole follows when it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from portal.search.codec import LEVELS, Numbers, level_length
from portal.search.fields import FIELDS, K1, B
from portal.search.inversion import Postings

HEAD_SIZE = 30
LONG = 6_000
"""A term with more postings than this has a head in its shard, and its whole list in a file of its own."""
_FOUND_IN = ("title", "text", "pairs", "name", "key")
"""The fields that make a result; the others only add to its score."""


@dataclass(frozen=True, slots=True)
class Head:
    """`entries` are the first ones in ascending order; `hits` are all that would be found, in `documents` documents."""

    entries: Numbers
    hits: int
    documents: int


class HeadFinder:
    """`boosts` are those of the entries' kinds and `documents` the numbers of their documents (-1 for none), one for each entry."""

    def __init__(self, averages: Sequence[float], boosts: np.typing.NDArray[np.float64], documents: Numbers) -> None:
        self._averages, self._boosts, self._documents = averages, boosts, documents
        lengths = [[level_length(level, field.lowest) for level in range(LEVELS + 1)] for field in FIELDS]
        self._lengths = np.array(lengths, dtype=np.float64)

    def head(self, *terms: Sequence[Postings]) -> Head:
        """The first hits of a query of `terms`, each given by its postings in each of `FIELDS`. Scores are summed in thousandths, to
        which lunr rounds them."""
        scores = np.zeros(len(self._boosts), dtype=np.int64)
        is_found = np.zeros(len(self._boosts), dtype=bool)
        for fields in terms:
            total = sum(len(postings.entries) for postings in fields)
            for place, postings in enumerate(fields):
                scores[postings.entries] += self._scores(postings, place, total)
                if FIELDS[place].name in _FOUND_IN:
                    is_found[postings.entries] = True
        found = np.flatnonzero(is_found)
        best = found[np.argsort(-scores[found], kind="stable")[:HEAD_SIZE]]
        documents = np.unique(self._documents[found])
        return Head(np.sort(best), len(found), int((documents >= 0).sum()))

    def _scores(self, postings: Postings, place: int, total: int) -> Numbers:
        count = len(self._boosts)
        idf = log(1 + abs((count - total + 0.5) / (total + 0.5)))
        length = self._lengths[place][postings.levels] / self._averages[place] if len(postings.entries) else 1.0
        score = idf * ((K1 + 1) * postings.frequencies) / (K1 * (1 - B + B * length) + postings.frequencies)
        score = score * FIELDS[place].boost * self._boosts[postings.entries]
        return np.floor(score * 1000 + 0.5).astype(np.int64)
