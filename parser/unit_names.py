"""A list of units as printed → the names in it.

In: text such as ``区教体局、区财政局等部门`` or ``各镇政府、街道办事处，区直各部门``. Out: names as printed, white space taken out;
collective names stay one string; 等, generic tails and 无 are no names. Nothing here decides a role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parser.normalize import fold, squeeze
from parser.rules import key, rule

_OPEN, _CLOSE = "(《“‘[<", ")》”’]>"
_TAIL_PAREN = re.compile(r"[(（][^()（）]*[)）]$")
_DENG = re.compile(r"等(?=$|[有相各区市县镇职部单责成其直科\d一二三四五六七八九十(])")
_LEAD_IN = re.compile(r"^(?:由|请|其中|以及|及|和|与|会同|并由)(?=[一-鿿]{2})")
MAX_NAME = 40


def split_top(text: str, marks: str) -> list[tuple[str, str]]:
    """Cut `text` at `marks` outside brackets and quotes → (piece, mark that ended it), the last mark being ``""``."""
    folded, depth, start = fold(text), 0, 0
    pieces: list[tuple[str, str]] = []
    for i, char in enumerate(folded):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in marks:
            pieces.append((text[start:i], char))
            start = i + 1
    pieces.append((text[start:], ""))
    return pieces


def split_unit_names(text: str) -> tuple[str, ...]:
    """The names in a list of units, each once, in order. Text that is not a list still comes back cut: see `is_unit_list`."""
    parts = [(squeeze(p).strip("。.．!！"), mark) for p, mark in split_top(text, "、,;，；\n\t")]
    names: dict[str, None] = {}
    for name in _join_collectives(parts):
        for unit in _cut_deng(name):
            if unit and not rule("units", "nothing").fullmatch(key(unit)):
                names[unit] = None
    return tuple(names)


def _join_collectives(parts: list[tuple[str, str]]) -> Iterator[str]:
    """Put 各镇政府、街道办事处 and 区有关部门、单位 back together: the 、 in them parts no names."""
    joined = ""
    previous_mark = ""
    for part, mark in parts:
        part = _LEAD_IN.sub("", part)
        goes_on = joined and previous_mark == "、" and rule("units", "collective").fullmatch(key(joined))
        if goes_on and rule("units", "collective_tail").fullmatch(key(part)):
            joined = f"{joined}、{part}"
        else:
            if joined:
                yield joined
            joined = part
        previous_mark = mark
    if joined:
        yield joined


def _cut_deng(name: str) -> Iterator[str]:
    """周村规划办等区有关部门 → both names; 区财政局等部门 → the first; 等 inside a name is left alone."""
    match = _DENG.search(name)
    if not match or not match.start():
        yield name
        return
    yield name[: match.start()]
    rest = name[match.end() :]
    if not rule("units", "tail_generic").fullmatch(key(rest)):
        yield rest


def is_unit_name(name: str) -> bool:
    """True for what is written like one unit's name (or a collective name)."""
    bare = _TAIL_PAREN.sub("", squeeze(name))
    return 2 <= len(bare) <= MAX_NAME and bool(rule("units", "unit_name").fullmatch(key(bare)))


def is_unit_list(text: str) -> bool:
    """True if `text` is nothing but names of units (a statement's verbs are not names)."""
    names = split_unit_names(text)
    return bool(names) and all(is_unit_name(name) for name in names)


def is_collective(name: str) -> bool:
    """True for a name of a group of units (各镇（街道）, 区有关部门、单位)."""
    return bool(rule("units", "collective").fullmatch(key(name)))
