"""Postings as short strings of plain ASCII: what the shards of the search index hold.

In: for one term and one field the entries that hold it, how often, and how long the field is. Out: a string; and back.
``site_templates/js/search/search_codec.js`` reads the same strings; ``tests/vectors/codec.json`` is read by the tests of both.

A posting is the distance from the entry before it (`number`), then one character for frequency and length together. Field lengths
are kept as steps of half a power of two, so that a score can be computed from the posting alone: no table of lengths has to be
loaded. lunr gets the same rounded lengths when its scores are compared with ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log2

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\|<&')
"""89 characters that need no escape in a script's string literal; space and ``|`` part records and fields."""
_LAST = 60  # the first 60 characters end a number, the other 29 carry on
_MORE = len(ALPHABET) - _LAST
_VALUE = {char: value for value, char in enumerate(ALPHABET)}

LEVELS = 15
FREQUENCIES = 5
MOST_FREQUENT = 4095
"""Higher frequencies count as this."""


@dataclass(frozen=True, slots=True)
class Posting:
    """`entry` holds the term `frequency` times in a field whose length is of `level` (counted from the field's lowest)."""

    entry: int
    frequency: int
    level: int


def length_level(length: int, lowest: int) -> int:
    """The level of a field of `length` tokens, 0 to 14, where level 0 is a length of 2^(lowest/2)."""
    return min(max(round(2 * log2(length)) - lowest, 0), LEVELS - 1) if length > 0 else 0


def level_length(level: int, lowest: int) -> int:
    """The length that `level` stands for, in tokens."""
    return round(2 ** ((level + lowest) / 2))


def encode_number(value: int) -> str:
    """A whole number from 0 up; small ones take one character."""
    digits = []
    while value >= _LAST:
        value -= _LAST
        digits.append(ALPHABET[_LAST + value % _MORE])
        value //= _MORE
    digits.append(ALPHABET[value])
    return "".join(digits)


def encode_ascending(numbers: Iterable[int]) -> str:
    """Ascending numbers, each as its distance from the one before; the next one takes a 0."""
    pieces = []
    expected = 0
    for number in numbers:
        pieces.append(encode_number(number - expected))
        expected = number + 1
    return "".join(pieces)


_CODES = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)


def encode_postings(entries: Numbers, levels: Numbers, frequencies: Numbers, starts: Numbers) -> list[str]:
    """Many lists of postings at once, each a string. A list begins at each of `starts` (ascending, from 0); within it entries ascend."""
    if not len(starts):
        return []
    distances = np.diff(entries, prepend=-1) - 1
    distances[starts] = entries[starts]
    symbols = levels * FREQUENCIES + np.minimum(frequencies, FREQUENCIES) - 1
    columns = [*_digits(distances), (_CODES[symbols], np.ones(len(symbols), dtype=bool))]
    often = np.flatnonzero(frequencies >= FREQUENCIES)
    for codes, used in _digits(frequencies[often] - FREQUENCIES):
        column = np.zeros(len(entries), dtype=np.uint8), np.zeros(len(entries), dtype=bool)
        column[0][often], column[1][often] = codes, used
        columns.append(column)
    used = np.stack([used for _, used in columns], axis=1)
    text = np.stack([codes for codes, _ in columns], axis=1)[used].tobytes().decode("ascii")
    ends = np.cumsum(np.add.reduceat(used.sum(axis=1), starts)).tolist()
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _digits(numbers: Numbers) -> Iterator[tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]]:
    """The characters of `numbers` as `encode_number` writes them, column by column, with the rows that have a character there."""
    alive = np.ones(len(numbers), dtype=bool)
    while alive.any():
        more = alive & (numbers >= _LAST)
        yield _CODES[np.where(more, _LAST + (numbers - _LAST) % _MORE, np.where(alive, numbers, 0))], alive
        numbers, alive = (numbers - _LAST) // _MORE, more
