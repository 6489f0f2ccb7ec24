"""Step 2b: tables that OCR left as HTML → rows with TAB between the cells.

In: the normalized lines of one file. Out: the same lines, where those of a ``<table>`` are rows: a line that holds several rows
becomes several `Line` records of the same number; a row printed over several lines stands on its last one. Text outside tables
is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from parser.text.normalize import Line

_OPEN = re.compile(r"<table[\s>]|<tr[\s>]", re.I)
_CLOSE = re.compile(r"</table\s*>", re.I)


class _Rows(HTMLParser):
    """Collects the finished rows of a table fed line by line; a cell that spans columns is followed by empty ones."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.span = self.down = 1
        self.hanging: dict[int, tuple[int, str]] = {}  # column → rows still to fill below, and the text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
            self.row = []
        elif tag in ("td", "th"):
            self._end_cell()
            self.row = self.row if self.row is not None else []
            self.cell = []
            self.span, self.down = _number(attrs, "colspan"), _number(attrs, "rowspan")
            self._take_hanging()
        elif tag in ("br", "p") and self.cell:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table", "thead", "tbody"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def _end_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            text = " ".join("".join(self.cell).split())
            if self.down > 1:
                self.hanging[len(self.row)] = (self.down - 1, text)
            self.row += [text, *[""] * (self.span - 1)]
        self.cell = None

    def _take_hanging(self) -> None:
        """Cells of rows above that reach down into this row: the mark-up says so, nothing is guessed."""
        while self.row is not None and len(self.row) in self.hanging:
            column = len(self.row)
            left, text = self.hanging.pop(column)
            self.row.append(text)
            if left > 1:
                self.hanging[column] = (left - 1, text)

    def _end_row(self) -> None:
        self._end_cell()
        self._take_hanging()
        if self.row:
            self.rows.append(self.row)
        self.row = None


def _number(attrs: list[tuple[str, str | None]], name: str) -> int:
    text = dict(attrs).get(name) or "1"
    return max(1, min(int(text), 200)) if text.isdecimal() else 1


def expand_tables(lines: Sequence[Line]) -> Iterator[Line]:
    """All lines, those of HTML tables as rows."""
    reader: _Rows | None = None
    for line in lines:
        if reader is None and not _OPEN.search(line.raw):
            yield line
            continue
        reader = reader or _Rows()
        reader.feed(line.raw + "\n")
        rows, reader.rows = reader.rows, []
        closed = bool(_CLOSE.search(line.raw))
        if closed:
            reader.close()
            rows += reader.rows
            reader = None
        yield from _as_rows(line, rows)


def _as_rows(line: Line, rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """The rows that end on this line; none leaves a blank line, whose raw text is kept as furniture."""
    texts = ["\t".join(row) if len(row) > 1 else f"{row[0]}\t" for row in rows] or [""]
    for text in texts:
        yield Line(line.number, line.raw, text, tuple([0] * len(text)), in_table=True)
