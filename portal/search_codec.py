"""Postings as short strings of plain ASCII: what the shards of the search index hold.

In: for one term and one field the entries that hold it, how often, and how long the field is. Out: a string; and back.
``site_templates/assets/js/search_codec.js`` reads the same strings; ``tests/vectors/codec.json`` is read by the tests of both.

A posting is the distance from the entry before it (`number`), then one character for frequency and length together. Field lengths
are kept as steps of half a power of two, so that a score can be computed from the posting alone: no table of lengths has to be
loaded. lunr gets the same rounded lengths when its scores are compared with ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log2

ALPHABET = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\|<&')
"""89 characters that need no escape in a script's string literal; space and ``|`` part records and fields."""
_LAST = 60  # the first 60 characters end a number, the other 29 carry on
_MORE = len(ALPHABET) - _LAST
_VALUE = {char: value for value, char in enumerate(ALPHABET)}

LEVELS = 15
FREQUENCIES = 5
_FREQUENCY_BITS = 12
_LEVEL_BITS = 4
MOST_FREQUENT = (1 << _FREQUENCY_BITS) - 1
_MOST_LEVEL = (1 << _LEVEL_BITS) - 1


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


def pack(entry: int, frequency: int, level: int) -> int:
    """A posting as one number; postings of ascending entries are ascending numbers."""
    return (entry << _LEVEL_BITS | level) << _FREQUENCY_BITS | min(frequency, MOST_FREQUENT)


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


_NUMBERS = tuple(map(encode_number, range(_LAST + _LAST * _MORE)))
"""Every number of one or two characters, ready made: nearly all distances are such."""
_SYMBOLS = tuple(
    ALPHABET[level * FREQUENCIES + min(frequency, FREQUENCIES) - 1] if level < LEVELS and 0 < frequency <= FREQUENCIES else ""
    for level in range(1 << _LEVEL_BITS)
    for frequency in range(FREQUENCIES + 1)
)


def encode_postings(packed: Iterable[int]) -> str:
    """Postings as `pack` makes them, in ascending order of their entries."""
    pieces: list[str] = []
    write = pieces.append
    expected = 0
    for value in packed:
        frequency = value & MOST_FREQUENT
        value >>= _FREQUENCY_BITS
        entry = value >> _LEVEL_BITS
        distance = entry - expected
        expected = entry + 1
        write(_NUMBERS[distance] if distance < len(_NUMBERS) else encode_number(distance))
        symbol = (value & _MOST_LEVEL) * (FREQUENCIES + 1)
        if frequency < FREQUENCIES:
            write(_SYMBOLS[symbol + frequency])
        else:
            write(_SYMBOLS[symbol + FREQUENCIES])
            write(encode_number(frequency - FREQUENCIES))
    return "".join(pieces)


def decode_postings(encoded: str) -> list[Posting]:
    """What `encode_postings` made. Raises `KeyError` for a character that it never writes."""
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
