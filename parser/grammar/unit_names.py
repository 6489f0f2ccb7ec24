"""A list of units as printed → the names in it.

In: text such as ``区教体局、区财政局等部门`` or ``各镇政府、街道办事处，区直各部门``. Out: names as printed, white space taken out;
collective names stay one string; 等, generic tails and 无 are no names. Nothing here decides a role.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from parser.grammar.rules import first_match, key, rule
from parser.text.normalize import fold, squeeze

_OPEN, _CLOSE = "(《“‘[<", ")》”’]>"
_TAIL_PAREN = re.compile(r"[(（][^()（）]*[)）]$")
_PERSON_PAREN = re.compile(r"[(（][一-鿿]{2,4}(?:[、,，][一-鿿]{2,4})*[)）]$")
_PERSON = re.compile(r"[一-鿿]{2,3}(?:·[一-鿿]{1,6})?")
_DENG = re.compile(r"等(?=$|[有相各区市县旗镇职部单责成其直科处\d一二三四五六七八九十(])")
_LEAD_IN = re.compile(r"^(?:由|请|其中|以及|并由)(?=[一-鿿]{2})")
_AND = re.compile(r"以及|和|与|及|并")
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.、)]|[①-⑳])(?=[一-鿿])")
_SHARED_NOUN = re.compile(r"^[^区市县镇]{0,6}(?:企业|单位|部门|公司|行业|学校|机构)$")
_LEVEL = re.compile(r"[区市县旗省镇乡各国驻有相其全]")
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


def without_blanks(text: str) -> str:
    """White space taken out; where it stood between two names or before a label, a mark stands for it."""
    parts = re.split(r"[ \t\u3000]+|\s*\n\s*", text.strip())
    done = parts[0]
    for before, part in pairwise(parts):
        if not part:
            continue
        done += _mark_between(before, done, part) + part
    return done


def _mark_between(before: str, done: str, part: str) -> str:
    if not done or fold(done[-1]) in ",;:、。(" or fold(part[0]) in ",;:、。)":
        return ""
    label = re.match(r"[一-鿿、及和()]{2,16}?:", fold(part))
    if label and first_match("labels", key(label.group()[:-1])) is not None:
        return "；"
    last = re.split(r"[、，,；;：:\s]", done)[-1]
    if len(before) > 1 and is_unit_name(last) and (is_unit_name(re.split(r"[、，,；;]", part)[0]) and _LEVEL.match(part)):
        return "、"
    person = re.split(r"[、，,；;]", part)[0]
    if is_unit_name(last) and _PERSON.fullmatch(person) and not is_unit_name(last + person):
        return " "
    return ""


def split_unit_names(text: str, *, persons: bool = False) -> tuple[str, ...]:
    """The names in a list of units, each once, in order; `persons`: names of people may stand beside, and are left out.

    Text that is not a list still comes back cut: see `is_unit_list`.
    """
    parts = [(p.strip("。.．!！ "), mark) for p, mark in split_top(without_blanks(text), "、,;，；/／\n\t")]
    names: dict[str, None] = {}
    for joined in _join_collectives(parts):
        for name in _cut_and(joined):
            for unit in _cut_deng(_NUMBERED.sub("", _unit_of(name, persons=persons))):
                if unit and not rule("units", "nothing").fullmatch(key(unit)):
                    names[unit] = None
    return tuple(names)


def _unit_of(name: str, *, persons: bool) -> str:
    """``区教育局 王建国`` and, beside 责任人, ``区教育局（王建国）`` → the unit."""
    unit, blank, rest = name.partition(" ")
    if blank and is_unit_name(unit) and _PERSON.fullmatch(rest):
        return unit
    if persons and _PERSON_PAREN.search(name):
        return _PERSON_PAREN.sub("", name)
    if persons and not is_unit_name(name) and _PERSON.fullmatch(name):
        return ""
    return squeeze(name)


def _join_collectives(parts: list[tuple[str, str]]) -> Iterator[str]:
    """Put 各镇政府、街道办事处 and 区有关部门、单位 back together: the 、 in them parts no names."""
    joined = ""
    previous_mark = ""
    for part, mark in _join_kinds(parts):
        part = _LEAD_IN.sub("", part)
        goes_on = joined and previous_mark == "、" and is_collective(re.split(_AND, joined)[-1] or joined)
        if goes_on and rule("units", "collective_tail").fullmatch(key(part)):
            joined = f"{joined}、{part}"
        else:
            if joined:
                yield joined
            joined = part
        previous_mark = mark
    if joined:
        yield joined


def _join_kinds(parts: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """供水、供电、供气企业 is one group: short words that are no names, up to the noun they share."""
    held = ""
    for part, mark in parts:
        short = bool(part) and mark == "、" and len(part) <= 4 and not is_unit_name(part)
        if held and (short or _SHARED_NOUN.search(part)):
            part = f"{held}、{part}"
            short = short and not _SHARED_NOUN.search(part)
        elif held:
            for word in held.split("、"):
                yield word, "、"
        held = part if short else ""
        if not short:
            yield part, mark
    if held:
        for word in held.split("、"):
            yield word, "、"


def _cut_and(name: str) -> Iterator[str]:
    """区财政局和区审计局 are two; 区住房和城乡建设局 is one: cut only where both sides are whole names and the second begins anew."""
    start = 0
    for match in _AND.finditer(name):
        left, right = name[start : match.start()], name[match.end() :]
        first = re.split(_AND, right)[0]
        whole = is_unit_name(left) and _LEVEL.match(right) and (is_unit_name(right) or is_unit_name(first) or is_collective(right))
        if whole and not (is_collective(left) and rule("units", "collective_tail").fullmatch(key(right))):
            yield left
            start = match.end()
    yield name[start:]


def _cut_deng(name: str) -> Iterator[str]:
    """周村规划办等区有关部门 → both names; 区财政局等部门 → the first; 等 inside a name is left alone."""
    match = next((m for m in _DENG.finditer(name) if m.start() and is_unit_name(name[: m.start()])), None)
    if match is None:
        yield name.removesuffix("等") if len(name) > 2 else name
        return
    rest = name[match.end() :]
    generic = rule("units", "tail_generic").fullmatch(key(rest))
    if not generic and not is_unit_name(rest):
        yield name
        return
    yield name[: match.start()]
    if not generic:
        yield rest


@lru_cache(maxsize=65536)
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
