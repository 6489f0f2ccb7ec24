"""Rows and tables in the making: what the steps of this package hand to one another.

In: nothing. Out: the records `RowDraft` and `TableDraft`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from parser.grammar.columns import UNIT_KINDS, ColumnKind
from parser.grammar.statements import Statement
from parser.model import CellMark
from parser.text.normalize import Line


@dataclass(slots=True)
class RowDraft:
    """One row: its cells under the columns, the lines it was read from, the page (run of rows) it begins on."""

    cells: list[str]
    lines: list[Line]
    page: int
    moved: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()
    sure: bool = True
    printed: tuple[str, ...] = ()


@dataclass(slots=True)
class TableDraft:
    """A table in the making; `groups` holds (index of the row it stands before, text, line)."""

    columns: tuple[str, ...]
    kinds: tuple[ColumnKind, ...]
    header_lines: list[Line] = field(default_factory=list)
    rows: list[RowDraft] = field(default_factory=list)
    groups: list[tuple[int, str, Line]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    caption: str | None = None
    card: bool = False  # one label a row: 任务名称 | … , 牵头单位 | …
    statements: tuple[Statement | None, ...] | None = None  # what the unit cells of each row say, once read

    @property
    def has_units(self) -> bool:
        return any(k in UNIT_KINDS for k in self.kinds) and not self.is_catalogue

    @property
    def is_catalogue(self) -> bool:
        """事项目录: it names an agency for each matter; who answers for what is done by when is not its subject."""
        return "agency" in self.kinds and not {"lead", "support", "deadline"} & set(self.kinds)

    def marks(self) -> list[CellMark]:
        found: list[CellMark] = []
        for r, row in enumerate(self.rows):
            found += [CellMark(row=r, column=c, kind="moved", reason="原文这一格印在别的栏目下，已按内容移回") for c in row.moved]
            found += [CellMark(row=r, column=c, kind="joined", reason="这一格被换页切断，已接上") for c in row.joined]
        return found
