"""The reading side of the index's code, said once more in Python: the yardstick of the vectors that the browser's script is tested with.

In: one encoded list. Out: its postings.
"""

from __future__ import annotations

from collections.abc import Iterator

from portal.search.codec import _LAST, _MORE, _VALUE, FREQUENCIES, Posting


def decode_postings(encoded: str) -> list[Posting]:
    """One list that `encode_postings` made. Raises `KeyError` for a character that it never writes."""
    values = iter(map(_VALUE.__getitem__, encoded))
    postings = []
    entry = -1
    for first in values:
        entry += 1 + _number(first, values)
        level, frequency = divmod(next(values), FREQUENCIES)
        frequency += 1
        if frequency == FREQUENCIES:
            frequency += _number(next(values), values)
        postings.append(Posting(entry, frequency, level))
    return postings


def _number(first: int, values: Iterator[int]) -> int:
    total, place, digit = 0, 1, first
    while digit >= _LAST:
        total += _LAST * place + (digit - _LAST) * place
        place *= _MORE
        digit = next(values)
    return total + digit * place
