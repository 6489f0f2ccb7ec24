"""What the columns of a table are, by their headings.

In: the heading cells of a table. Out: a `ColumnKind` for each. The words are data: ``rules/columns.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from parser.grammar.rules import first_match, key

ColumnKind = Literal[
    "lead", "responsible", "support", "agency", "former_agency", "other_unit", "deadline", "ordinal", "person", "remark",
    "content", "label", "other",
]  # fmt: skip
UNIT_KINDS = frozenset({"lead", "responsible", "support"})
_MAX_HEADING = 30


def column_kind(heading: str) -> ColumnKind:
    """The kind of one column."""
    text = key(heading.replace("\\n", ""))
    for form in (text, re.sub(r"\([^()]*\)$", "", text)):
        if form and len(form) <= _MAX_HEADING and (kind := first_match("columns", form)):
            return kind  # type: ignore[return-value]
    return "other"


def column_kinds(headings: Sequence[str]) -> tuple[ColumnKind, ...]:
    """The kinds of all columns of one table."""
    return tuple(column_kind(h) for h in headings)


def is_header_row(cells: Sequence[str]) -> bool:
    """True for a row of column headings: every cell short and none a number, most of them known, at least two filled."""
    filled = [c for c in cells if c]
    if len(filled) < 2 or any(len(key(c)) > _MAX_HEADING or key(c).isdecimal() or "。" in c for c in filled):
        return False
    if column_kind(filled[0]) == "ordinal" and len(filled) == len(cells):
        return True
    known = sum(column_kind(c) != "other" for c in filled)
    return (known * 2 >= len(filled) and column_kind(filled[0]) != "other") or (known >= 2 and len(filled) == len(cells))
