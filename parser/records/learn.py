"""Names that one issue teaches: what stands alone in an unambiguous place is a unit elsewhere in the same issue too.

In: the layouts of one file, and the names of the registry. Out: `KnownNames` to read the file with. Unambiguous places are: who signs,
who is addressed, the plain lists in cells of unit columns, and the lists that a label announces (责任单位：…).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parser.grammar.columns import UNIT_KINDS
from parser.grammar.known_names import KnownNames, is_name
from parser.grammar.statement_draft import Statement, plausible
from parser.grammar.statements import parse_cell
from parser.grammar.unit_names import is_collective, split_unit_names
from parser.records.places import find_places
from parser.structure.layout import DraftBlock, Layout
from parser.tables.draft import TableDraft

_SHORTEST = 3


def learn_names(layouts: Iterable[Layout], registry: Iterable[str]) -> KnownNames:
    """What the registry knows, and what the unambiguous places of these documents name."""
    vouched = tuple(registry)
    known = KnownNames.of(registry=vouched)
    names = dict.fromkeys(n for layout in layouts for n in _taught(layout, known))
    return KnownNames.of(registry=vouched, learnt=(n for n in names if _teachable(n)))


def _teachable(name: str) -> bool:
    return len(name) >= _SHORTEST and plausible(name) and not is_collective(name)


def _taught(layout: Layout, known: KnownNames) -> Iterator[str]:
    for text in (layout.issuer or "", *layout.addressees):
        names = split_unit_names(text)
        if all(is_name(n, known) for n in names):
            yield from names
    for block in layout.blocks:
        yield from _from_table(block.table, known) if block.table else _from_text(block, known)


def _from_table(table: TableDraft, known: KnownNames) -> Iterator[str]:
    for c, kind in enumerate(table.kinds):
        names = list(_listed(table, c, known)) if kind in UNIT_KINDS else []
        if sum(is_name(n, known) for n in names) * 2 >= len(names):
            yield from names


def _listed(table: TableDraft, column: int, known: KnownNames) -> Iterator[str]:
    """The names in the plain lists of one unit column."""
    for row in table.rows:
        said = parse_cell(row.cells[column], table.kinds[column], "", known) if row.sure and row.cells[column] else None  # type: ignore[arg-type]
        if said and all(e.kind == "column" for e in said.evidence):
            yield from said.names


def _from_text(block: DraftBlock, known: KnownNames) -> Iterator[str]:
    for place in find_places(block.text, known, sentences=False):
        yield from _labelled(place.statement)


def _labelled(said: Statement) -> Iterator[str]:
    """The names of a statement in which labels alone give the roles."""
    if all(e.kind == "label" for e in said.evidence) and len(said.odd) * 2 <= len(said.names):
        yield from said.names
