"""The notation of names: ``发展(和|)改革(局|委)`` → each writing of it, or one pattern.

In: a text with ``(a|b)`` (one of them, ``(a|)`` for perhaps none), ``(…)?``, ``{局}`` (局 or 厅), ``{委}`` (委员会, 委 or 局) and
``\\(`` for a bracket. Out: the writings in order, or a regular expression without unbounded repeats. ValueError for a bad text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

_ENDINGS = {"局": ("局", "厅"), "委": ("委员会", "委", "局")}
_MOST = 4000
Node = str | tuple["Row", ...]
Row = tuple[Node, ...]


def parse(text: str) -> Row:
    """`text` as a row of literal characters and choices."""
    row, end = _row(text, 0)
    if end != len(text):
        raise ValueError(f"括号不成对：{text}")
    return row


def _row(text: str, at: int) -> tuple[Row, int]:
    nodes: list[Node] = []
    while at < len(text) and text[at] not in "|)":
        char = text[at]
        if char == "\\":
            nodes.append(text[at + 1])
            at += 2
        elif char == "(":
            choice, at = _choice(text, at + 1)
            nodes.append(choice)
        elif char == "{":
            nodes.append(_endings(text, at))
            at += 3
        elif char == "[":
            end = text.index("]", at)
            nodes.append(tuple((c,) for c in text[at + 1 : end]))
            at = end + 1
        else:
            nodes.append(char)
            at += 1
        if text[at : at + 1] == "?":
            last = nodes.pop()
            nodes.append((*(last if isinstance(last, tuple) else ((last,),)), ()))
            at += 1
    return tuple(nodes), at


def _endings(text: str, at: int) -> tuple[Row, ...]:
    endings = _ENDINGS.get(text[at + 1 : at + 2], ())
    if not endings or text[at + 2 : at + 3] != "}":
        raise ValueError(f"只有 {{局}} 和 {{委}}：{text}")
    return tuple((ending,) for ending in endings)


def _choice(text: str, at: int) -> tuple[tuple[Row, ...], int]:
    rows = []
    while True:
        row, at = _row(text, at)
        rows.append(row)
        if at >= len(text):
            raise ValueError(f"括号不成对：{text}")
        if text[at] == ")":
            return tuple(rows), at + 1
        at += 1


def expand(text: str) -> tuple[str, ...]:
    """Every writing, in the order of the choices."""
    found = tuple(dict.fromkeys(_written(parse(text))))
    if len(found) > _MOST:
        raise ValueError(f"写法太多（{len(found)}）：{text}")
    return found


def _written(row: Row) -> Iterator[str]:
    parts = [(node,) if isinstance(node, str) else tuple(form for choice in node for form in _written(choice)) for node in row]
    return ("".join(chosen) for chosen in product(*parts))


def to_pattern(text: str) -> tuple[str, frozenset[str]]:
    """One regular expression, longer choices first, and the characters with which a match can begin."""
    row = parse(text)
    return _pattern(row), frozenset(_firsts(row))


def _pattern(row: Row) -> str:
    return "".join(re.escape(node) if isinstance(node, str) else _choices(node) for node in row)


def _choices(rows: tuple[Row, ...]) -> str:
    longest_first = sorted(rows, key=lambda row: -_longest(row))
    return "(?:" + "|".join(_pattern(row) for row in longest_first) + ")"


def _longest(row: Row) -> int:
    return sum(1 if isinstance(node, str) else max(map(_longest, node)) for node in row)


def _firsts(row: Row) -> set[str]:
    found: set[str] = set()
    for node in row:
        if isinstance(node, str):
            return found | {node}
        for choice in node:
            found |= _firsts(choice)
        if () not in node and not any(_may_be_empty(choice) for choice in node):
            return found
    return found


def _may_be_empty(row: Row) -> bool:
    return all(not isinstance(node, str) and any(_may_be_empty(choice) for choice in node) for node in row)
