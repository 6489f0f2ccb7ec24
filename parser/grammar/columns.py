"""What the columns of a table are, by their headings.

In: the heading cells of a table. Out: a `ColumnKind` for each. A heading is read by how it is composed: the noun at its end says
whether people, units or times stand below, the word before it says in which role. The words are data: ``vocabulary/columns.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from parser.grammar.rules import first_match, key, rule

ColumnKind = Literal[
    "lead", "responsible", "support", "agency", "former_agency", "other_unit", "deadline", "ordinal", "person", "remark",
    "content", "label", "other",
]  # fmt: skip
UNIT_KINDS = frozenset({"lead", "responsible", "support"})
_MAX_HEADING = 30
_KINDS = {"mixed": "responsible", "guide": "other_unit", "category": "label"}  # rules that are finer than a kind
_UPPER = re.compile(r"(?:[省市]级?|上级)(?=[^对应])")
_MATTERS = re.compile(r"事项|许可|权力|职权|目录|主项|子项|证照|证明|服务")
_BARE_UNIT = re.compile(r"单位|部门|单位\(部门\)|部门\(单位\)|责任|承办|落实单位")


@lru_cache(maxsize=4096)
def _rule_id(heading: str) -> str | None:
    """The rule of `columns.yml` that a heading follows, as printed or without its brackets: 牵头（责任）单位, 责任单位（列首位的牵头）."""
    text = key(heading.replace("\\n", ""))
    for form in (text, re.sub(r"\([^()]*\)$", "", text), re.sub(r"\([^()]*\)", "", text)):
        if form and len(form) <= _MAX_HEADING and (found := first_match("columns", form)):
            return found
    return None


def column_kind(heading: str) -> ColumnKind:
    """The kind of one column."""
    found = _rule_id(heading) or "other"
    return _KINDS.get(found, found)  # type: ignore[return-value]


def is_category(heading: str) -> bool:
    """True for a column that only sorts the tasks (类别, 所属领域) and names none."""
    return bool(rule("columns", "category").fullmatch(key(heading)))


def column_kinds(headings: Sequence[str]) -> tuple[ColumnKind, ...]:
    """The kinds of all columns of one table; some headings say what they are only beside the others.

    指导单位 supports where another column names who answers; 市级责任单位 is the table's own unit column where there is no other;
    实施单位 answers for a task with a 时限, and is the agency of a matter in a catalogue.
    """
    kinds = tuple(column_kind(h) for h in headings)
    if _states_units(kinds):
        return tuple("support" if _rule_id(h) == "guide" else kind for h, kind in zip(headings, kinds, strict=True))
    own = tuple(_own_level(h, kind) for h, kind in zip(headings, kinds, strict=True))
    if _states_units(own):
        return own
    if "deadline" in kinds and "former_agency" not in kinds and not any(_MATTERS.search(key(h)) for h in headings):
        return tuple(_answers(h, kind) for h, kind in zip(headings, kinds, strict=True))
    return kinds


def _states_units(kinds: Sequence[ColumnKind]) -> bool:
    return not UNIT_KINDS.isdisjoint(kinds)


def _own_level(heading: str, kind: ColumnKind) -> ColumnKind:
    """市级责任单位 read as 责任单位."""
    return column_kind(_UPPER.sub("", key(heading), count=1)) if kind == "other_unit" else kind


def _answers(heading: str, kind: ColumnKind) -> ColumnKind:
    """Beside a 时限 an 实施单位, or a bare 单位, answers for the task."""
    return "responsible" if kind == "agency" or _BARE_UNIT.fullmatch(key(heading)) else kind


def is_header_row(cells: Sequence[str]) -> bool:
    """True for a row of column headings: every cell short and none a number, most of them known, at least two filled."""
    filled = [c for c in cells if c]
    if len(filled) < 2 or not all(map(_may_head, filled)):
        return False
    kinds = [column_kind(c) for c in filled]
    whole = len(filled) == len(cells)
    if kinds[0] == "ordinal" and whole:
        return True
    known = sum(kind != "other" for kind in kinds)
    return (known * 2 >= len(filled) and kinds[0] != "other") or (known >= 2 and whole)


def _may_head(cell: str) -> bool:
    return len(key(cell)) <= _MAX_HEADING and not key(cell).isdecimal() and "。" not in cell
