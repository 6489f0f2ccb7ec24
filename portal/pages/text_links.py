"""Gazette text with links in it: units in statements and cells, cited documents in paragraphs.

In: plain text and the names that lead somewhere. Out: HTML in which everything but our own links is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from portal.pages.fragments import escape, reading_note

_OPENING_RE = re.compile(r"[（(【\[]")
_NO_READINGS: Mapping[str, str] = {}


def linked(text: str, hrefs: Mapping[str, str], *, start: int = 0, readings: Mapping[str, str] = _NO_READINGS) -> str:
    """`text` escaped, each key of `hrefs` that occurs at or after `start` linked; longer keys win; white space within is allowed.

    A key of `readings` is a slip of the reading machine: it stays as printed, the right name follows it.
    ``linked("区民政局", {"区民政局": "../u/"})`` → ``<a href="../u/">区民政局</a>``
    """
    if not hrefs:
        return escape(text)
    parts: list[str] = []
    at = 0
    for begin, end, name in _places(text, hrefs, start):
        note = reading_note(readings[name]) if name in readings else ""
        parts += (escape(text[at:begin]), f'<a href="{escape(hrefs[name])}">{escape(text[begin:end])}</a>{note}')
        at = end
    if not at:
        return escape(text)
    parts.append(escape(text[at:]))
    return "".join(parts)


def _places(text: str, names: Iterable[str], start: int) -> list[tuple[int, int, str]]:
    """Where the names stand, as (begin, end, name) in order: no two overlap, longer names are placed first."""
    compact = "".join(text[start:].split())
    solid = len(compact) == len(text) - start
    kept: Sequence[int] = range(start, len(text)) if solid else [i for i in range(start, len(text)) if not text[i].isspace()]
    taken = bytearray(len(compact))
    places = []
    for name in sorted(filter(None, names), key=len, reverse=True):
        at = compact.find(name)
        while at >= 0:
            end = at + len(name)
            if not any(taken[at:end]):
                taken[at:end] = b"\1" * len(name)
                places.append((kept[at], kept[end - 1] + 1, name))
            at = compact.find(name, end)
    return sorted(places)


def statement_start(text: str, names: Sequence[str]) -> int:
    """Where the statement of units begins: the last opening bracket behind which all `names` stand; 0 where there is none."""
    compact = [re.sub(r"\s+", "", name) for name in names]
    for opening in reversed([found.start() for found in _OPENING_RE.finditer(text)]):
        behind = re.sub(r"\s+", "", text[opening:])
        if all(name in behind for name in compact):
            return opening
    return 0
