"""Terms of entries → postings by term: whatever the size of the blocks and the order in which the kinds come, the same postings."""

from __future__ import annotations

from array import array
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search import inversion as search_inversion
from portal.search.codec import length_level
from portal.search.fields import FIELDS
from portal.search.heads import HEAD_SIZE, HeadFinder
from portal.search.inversion import Inversion, Postings, term_order

TERMS = ["电", "电子", "电子=", "电子1", "证照", "ab", "ab=", "𬭸", "=", "没有"]
LOWEST = (0, 6)
ENTRIES = st.lists(st.tuples(st.integers(0, 2), *[st.lists(st.integers(0, len(TERMS) - 2), max_size=9)] * 2), max_size=40)

Found = dict[tuple[str, int], list[tuple[int, int, int]]]


def inverted(entries: list[tuple[int, list[int], list[int]]]) -> tuple[Found, list[str]]:
    """(term, field) → (entry, level, frequency), and the terms."""
    found: Found = {}
    with Inversion(3, LOWEST) as inversion:
        for kind, *fields in entries:
            inversion.add(kind, [array("I", field) for field in fields])
        done = inversion.finish(TERMS)
        for first, end, parts in done.buckets():
            for place, postings in enumerate(parts):
                for row in zip(*(getattr(postings, name).tolist() for name in Postings.__slots__), strict=True):
                    assert first <= row[0] < end
                    found.setdefault((done.terms[row[0]], place), []).append(row[1:])
    assert done.sizes.tolist() == [sum(len(each) for (term, _), each in found.items() if term == name) for name in done.terms]
    return found, done.terms


def expected(entries: list[tuple[int, list[int], list[int]]]) -> Found:
    """The plain way."""
    found: Found = {}
    for number, (_, *fields) in enumerate(sorted(entries, key=lambda entry: entry[0])):
        for place, field in enumerate(fields):
            for term, frequency in Counter(field).items():
                found.setdefault((TERMS[term], place), []).append((number, length_level(len(field), LOWEST[place]), frequency))
    return found


@pytest.mark.parametrize(("block", "bucket"), [(1, 1), (7, 3), (1_000, 1_000)])
@given(ENTRIES)
def test_postings_are_those_of_the_plain_way(block: int, bucket: int, entries: list[tuple[int, list[int], list[int]]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_inversion, "BLOCK", block)
        patch.setattr(search_inversion, "_BUCKET", bucket)
        found, terms = inverted(entries)
    assert found == expected(entries)
    assert terms == sorted({term for term, _ in found}, key=term_order)


def test_a_word_and_its_name_are_handed_out_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """电子1 stands between 电子 and 电子=."""
    monkeypatch.setattr(search_inversion, "_BUCKET", 1)
    with Inversion(1, LOWEST) as inversion:
        inversion.add(0, [array("I", range(len(TERMS))), array("I")])
        done = inversion.finish(TERMS)
        buckets = [done.terms[first:end] for first, end, _ in done.buckets()]
    assert ["电子", "电子1", "电子="] in buckets
    assert ["ab", "ab="] in buckets


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_inversion, "MOST_ENTRIES", 2)
    with Inversion(1, LOWEST) as inversion:
        for _ in range(2):
            inversion.add(0, [array("I"), array("I")])
        with pytest.raises(OverflowError):
            inversion.add(0, [array("I"), array("I")])


def test_a_head_holds_the_entries_of_the_highest_scores() -> None:
    """Of entries that all have the word once, those come first that have it in the title, then those of the shorter texts."""
    count = 4 * HEAD_SIZE
    nothing = Postings(*(np.zeros(0, np.int64) for _ in range(4)))
    entries, ones = np.arange(count), np.ones(count, np.int64)
    titled = np.arange(count - 5, count)
    fields = [nothing] * len(FIELDS)
    fields[0] = Postings(titled * 0, titled, titled * 0, titled * 0 + 1)
    fields[1] = Postings(entries * 0, entries, np.where(entries % 2, 3, 8), ones)
    finder = HeadFinder((2.0, 80.0, 80.0, 5.0, 1.0, 1.0), np.ones(count), np.repeat(np.arange(count // 2), 2))
    head = finder.head(fields)
    odd = [entry for entry in entries.tolist() if entry % 2 and entry not in titled][: HEAD_SIZE - 5]
    assert head.entries.tolist() == sorted((*odd, *titled.tolist()))
    assert (head.hits, head.documents) == (count, count // 2)
