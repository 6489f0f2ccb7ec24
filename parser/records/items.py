"""事项: the rows of a catalogue (行政许可事项目录, 取消、承接事项表) that name a matter and the agency that is in charge of it.

In: a `TableDraft`. Out: an `ItemDraft` for each row with both. A table that states lead or responsible units is about tasks, not items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parser.grammar.rules import key
from parser.grammar.unit_names import is_unit_name, split_unit_names
from parser.tables.draft import RowDraft, TableDraft
from parser.text.normalize import Line, squeeze

_NAME = re.compile(r"(?:.*(?:事项|项目|许可|权力|职权|主项|业务|服务)(?:名称)?|名称)")


@dataclass(frozen=True, slots=True)
class ItemDraft:
    ordinal: str | None
    name: str
    agency: str
    lines: tuple[Line, ...]


def _agency_column(table: TableDraft) -> int:
    """实施机关 before 主管部门: who carries it out is in charge."""
    columns = [c for c, kind in enumerate(table.kinds) if kind == "agency"]
    return next((c for c in columns if re.search(r"实施|承接|行使|审批|办理", table.columns[c])), columns[0])


def table_items(table: TableDraft) -> tuple[ItemDraft, ...]:
    """The items of one table; none if it has no column for names or none for agencies."""
    if not table.is_catalogue:
        return ()
    agency = _agency_column(table)
    name = next((c for c, kind in enumerate(table.kinds) if kind == "label" and _NAME.fullmatch(key(table.columns[c]))), None)
    if name is None:
        return ()
    found: list[ItemDraft] = []
    for row, body in zip(table.rows, _agencies(table, agency), strict=True):
        if row.cells[name] and body and all(map(is_unit_name, split_unit_names(body))):
            found.append(ItemDraft(ordinal=_number(row, table), name=squeeze(row.cells[name]), agency=body, lines=tuple(row.lines)))
    return tuple(found)


def _agencies(table: TableDraft, column: int) -> Iterator[str]:
    """The agency of each row; printed once for several rows of a group, it is a merged cell."""
    starts = {at for at, _, _ in table.groups}
    above = ""
    for r, row in enumerate(table.rows):
        above = squeeze(row.cells[column]) or ("" if r in starts else above)
        yield above


def _number(row: RowDraft, table: TableDraft) -> str | None:
    return squeeze(row.cells[table.kinds.index("ordinal")]) or None if "ordinal" in table.kinds else None
