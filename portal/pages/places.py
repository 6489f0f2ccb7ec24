"""What hangs where in a document: anchors and links of its tasks and items, by block and by table row.

In: a document, its blocks, a `Library`, `TaskViews`. Out: `Places`. A task from a row lies on the row, one from a paragraph on the
paragraph's blocks, found by their lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from parser.model import Block, Document, Source, Table, Task, UnitName

from portal.pages.table_html import RowPlace
from portal.pages.templates import Link
from portal.view.library import Library
from portal.view.tasks import TaskViews
from portal.view.units import names_by_role


@dataclass(slots=True)
class Places:
    """What hangs where: by block (seq) and by table row (table id, row index)."""

    block_anchors: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    block_hrefs: defaultdict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    rows: defaultdict[str, defaultdict[int, tuple[list[str], dict[str, str]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: ([], {})))
    )

    def of_table(self, table_id: str) -> dict[int, RowPlace]:
        if table_id not in self.rows:
            return {}
        return {row: RowPlace(anchors=tuple(anchors), hrefs=hrefs) for row, (anchors, hrefs) in self.rows[table_id].items()}


def find_places(document: Document, blocks: Sequence[Block], library: Library, views: TaskViews, link: Link) -> Places:
    """Everything that hangs on the lines of `document`."""
    tasks, items = library.tasks.get(document.id, ()), library.items.get(document.id, ())
    if not tasks and not items:
        return Places()
    finder = _Finder(blocks, library)
    district = library.district_of(document)

    def hrefs(names: Iterable[UnitName]) -> dict[str, str]:
        return {name.name: link(views.unit_link(name, district).target) for name in names}

    for task in tasks:
        finder.put_task(task, task.id.partition("#")[2], hrefs(name for names in names_by_role(task).values() for name in names))
    for item in items:
        finder.put(item.source, item.id.partition("#")[2], hrefs((item.agency,)))
    return finder.places


class _Finder:
    def __init__(self, blocks: Sequence[Block], library: Library) -> None:
        self._block_of_line = {line.number: block for block in blocks for line in block.lines}
        self._block_of_seq = {block.seq: block for block in blocks}
        self._row_of_line = _rows_by_line(library.tables[block.table_id] for block in blocks if block.table_id)
        self.places = Places()

    def put_task(self, task: Task, anchor: str, hrefs: Mapping[str, str]) -> None:
        """At the row or the blocks the task says it was read from; else by its lines."""
        if task.table_id is not None and task.row is not None:
            self._put_row(task.table_id, task.row, anchor, hrefs)
        elif task.blocks:
            self._put_blocks([block for seq in task.blocks if (block := self._block_of_seq.get(seq))], anchor, hrefs)
        else:
            self.put(task.source, anchor, hrefs)

    def _put_row(self, table_id: str, row: int, anchor: str, hrefs: Mapping[str, str]) -> None:
        found, names = self.places.rows[table_id][row]
        found.append(anchor)
        names.update(hrefs)

    def put(self, source: Source, anchor: str, hrefs: Mapping[str, str]) -> None:
        row = self._row_of_line.get(source.line_start)
        if row:
            self._put_row(*row, anchor, hrefs)
            return
        lines = range(source.line_start, source.line_end + 1)
        blocks = list({block.seq: block for line in lines if (block := self._block_of_line.get(line))}.values())
        self._put_blocks(blocks, anchor, hrefs)

    def _put_blocks(self, blocks: Sequence[Block], anchor: str, hrefs: Mapping[str, str]) -> None:
        if not blocks:
            return
        self.places.block_anchors[blocks[0].seq].append(anchor)
        for block in blocks:
            text = "".join(block.text.split())
            self.places.block_hrefs[block.seq].update({name: href for name, href in hrefs.items() if name in text})


def _rows_by_line(tables: Iterable[Table]) -> dict[int, tuple[str, int]]:
    return {
        line: (table.id, row)
        for table in tables
        for row, source in reversed(tuple(enumerate(table.row_sources)))
        for line in range(source.line_start, source.line_end + 1)
    }
