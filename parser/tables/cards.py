"""Cards: a table that prints one label a row (任务名称 | …, 牵头单位 | …, 完成时限 | …) instead of one column for each.

In: a `TableDraft` whose rows are such pairs. Out: the same read as a table: a column for each label, a row for each card, and the row
of the printed table where the card begins. What is published stays as printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parser.grammar.columns import UNIT_KINDS, column_kind
from parser.grammar.rules import key
from parser.tables.draft import RowDraft, TableDraft

_LABEL = 12
_ENOUGH = 0.7


def is_card(rows: Sequence[Sequence[str]]) -> bool:
    """True for rows of a label and a value (or two of each) whose labels are headings of columns, a unit's among them."""
    pairs = [pair for row in rows for pair in _pairs(row)]
    if not pairs or not _are_enough(rows) or not all(map(_could_be_pairs, rows)) or any(_is_label(value) for _, value in pairs):
        return False
    labels = list(filter(_is_label, (label for label, _ in pairs)))
    return len(labels) >= _ENOUGH * len(pairs) and len(set(labels)) >= 2 and not UNIT_KINDS.isdisjoint(map(column_kind, labels))


def _are_enough(rows: Sequence[Sequence[str]]) -> bool:
    """Three rows, or two of two pairs each."""
    return len(rows) > 2 or (len(rows) == 2 and all(len(list(_pairs(row))) == 2 for row in rows))


def _could_be_pairs(row: Sequence[str]) -> bool:
    """At most two pairs, and a label before the second value."""
    return sum(map(bool, row)) <= 4 and (not any(row[2:3]) or _is_label(row[2]))


def _is_label(text: str) -> bool:
    return bool(text) and len(key(text)) <= _LABEL and column_kind(text) != "other"


def _pairs(row: Sequence[str]) -> Iterator[tuple[str, str]]:
    for c in range(0, len(row) - 1, 2):
        if row[c] or row[c + 1]:
            yield row[c], row[c + 1]


def cards(table: TableDraft) -> Iterator[tuple[int, dict[str, str], list[RowDraft]]]:
    """The cards of a table: (row where it begins, value by label, its rows); a label that comes again begins the next."""
    start, fields, rows = 0, dict[str, str](), list[RowDraft]()
    breaks = {at for at, _, _ in table.groups}
    for r, row in enumerate(table.rows):
        pairs = [(key(label), value) for label, value in _pairs(row.cells) if label]
        if fields and (r in breaks or any(label in fields for label, _ in pairs)):
            yield start, fields, rows
            start, fields, rows = r, {}, []
        fields.update(pairs)
        rows.append(row)
    if fields:
        yield start, fields, rows
