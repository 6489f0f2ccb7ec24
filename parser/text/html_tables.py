"""Step 2b: tables that OCR left as HTML → rows with TAB between the cells.

In: the normalized lines of one file. Out: the same lines, where those of a table are rows: a line that holds several rows
becomes several `Line` records of the same number; a row printed over several lines stands on its last one. Nothing is lost: words on
the line of a table but outside its cells are a row of one cell, and a table whose end is missing ends where its mark-up ends. Only tags
are mark-up; what merely looks like one is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from parser.text.normalize import Line

_TABLE_TAGS = "table|thead|tbody|tfoot|colgroup|caption|col|tr|td|th"
_OTHER_TAGS = "a|b|big|br|center|code|del|div|em|font|hr|i|img|ins|li|o:p|ol|p|pre|s|small|span|strong|sub|sup|u|ul"
_TAG_RE = re.compile(
    rf"(?<!\\)<(?P<end>/?)(?P<name>{_TABLE_TAGS}|{_OTHER_TAGS})(?P<attributes>\s[^<>]{{0,1000}})?/?>|<!--[^<>]{{0,1000}}-->", re.I
)
_TABLE_TAG_RE = re.compile(rf"(?<!\\)<(?P<end>/?)(?P<name>{_TABLE_TAGS})(?=[\s/>])[^<>]{{0,1000}}>", re.I)
_SPAN_RE = re.compile(r"(?P<name>colspan|rowspan)\s{0,4}=\s{0,4}[\"']?\s{0,4}(?P<number>[0-9]+)", re.I)
_ENTITY_RE = re.compile(r"&#?[0-9A-Za-z]{1,12}+;?")  # of a number with thousands of digits nothing can be made
_MOST_COLUMNS, _MOST_ROWS = 200, 200
_LONGEST_REPEATED = 1000  # characters of a cell that is repeated in the rows it reaches down into
_LONGEST_CELL = 60  # lines


class _Rows:
    """Collects the finished rows of a table fed line by line; a cell that spans columns is followed by empty ones."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.row: list[str] | None = None
        self.cell: list[str] | None = None
        self.loose: list[str] = []  # words outside all cells
        self.span = self.down = 1
        self.hanging: dict[int, tuple[int, str]] = {}  # column → rows still to fill below, and the text

    def feed(self, text: str) -> list[list[str]]:
        """Read one line → the rows that end on it."""
        at = 0
        for found in _TAG_RE.finditer(text):
            self._words(text[at : found.start()])
            self._tag((found["name"] or "").lower(), found["attributes"] or "", closing=bool(found["end"]))
            at = found.end()
        self._words(text[at:] + "\n")
        self._end_loose()
        return self._taken()

    def close(self) -> list[list[str]]:
        """The row that is still open."""
        self._end_row()
        self._end_loose()
        return self._taken()

    def _taken(self) -> list[list[str]]:
        rows, self.rows = self.rows, []
        return rows

    def _words(self, text: str) -> None:
        (self.loose if self.cell is None else self.cell).append(_ENTITY_RE.sub(lambda found: unescape(found[0]), text))

    def _tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if name in ("td", "th"):
            self._end_cell()
            if not closing:
                self._start_cell(attributes)
        elif name in ("tr", "table", "thead", "tbody", "tfoot"):
            self._end_row()
            self.row = [] if name == "tr" and not closing else None
        elif name == "caption":
            self._end_loose()
        elif name in ("br", "p", "div", "li") and self.cell:
            self.cell.append(" ")

    def _start_cell(self, attributes: str) -> None:
        self.row = self.row if self.row is not None else []
        self.cell = []
        spans = {found["name"].lower(): int(found["number"][:4]) for found in _SPAN_RE.finditer(attributes)}
        self._take_hanging()
        room = _MOST_COLUMNS - len(self.row)
        self.span = max(1, min(spans.get("colspan", 1), room))
        self.down = max(1, min(spans.get("rowspan", 1), _MOST_ROWS))

    def _end_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            text = " ".join("".join(self.cell).split())
            if self.down > 1 and len(text) <= _LONGEST_REPEATED:
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
        self._end_loose()
        self._take_hanging()
        if self.row:
            self.rows.append(self.row)
        self.row = None

    def _end_loose(self) -> None:
        if words := " ".join("".join(self.loose).split()):
            self.rows.append([words])
        self.loose = []


def expand_tables(lines: Sequence[Line]) -> Iterator[Line]:
    """All lines, those of HTML tables as rows."""
    tags = [_table_tags(line) for line in lines]
    at = 0
    while at < len(lines):
        if not tags[at]:
            yield lines[at]
            at += 1
        elif not any(_opens(tag) for tag in tags[at]):
            yield _without_tags(lines[at])
            at += 1
        else:
            stop = _end_of_table(lines, tags, at)
            yield from _table(lines[at:stop])
            at = stop


def _markup(line: Line) -> str:
    return line.text if line.corrected else line.raw


def _table_tags(line: Line) -> list[re.Match[str]]:
    """The tags of tables on a line; a line that an editor spoke of is none of a table."""
    return list(_TABLE_TAG_RE.finditer(_markup(line))) if line.hint is None and "<" in line.raw else []


def _opens(tag: re.Match[str]) -> bool:
    return not tag["end"] and tag["name"].lower() in ("table", "tr", "thead", "tbody")


def _end_of_table(lines: Sequence[Line], tags: Sequence[Sequence[re.Match[str]]], start: int) -> int:
    """Index behind the last line of the table that opens on line `start`: its ``</table>``, or where its mark-up ends."""
    depth = 0
    in_cell = False
    at = last = start
    while at < len(lines):
        for tag in tags[at]:
            name, closing = tag["name"].lower(), bool(tag["end"])
            depth += (not closing) - closing if name == "table" else 0
            in_cell = name in ("td", "th") and not closing
        if tags[at]:
            last = at
            if depth <= 0 and any(tag["end"] and tag["name"].lower() == "table" for tag in tags[at]):
                break
        elif not _within(lines, tags, at, in_cell=in_cell):
            break
        at += 1
    return last + 1


def _within(lines: Sequence[Line], tags: Sequence[Sequence[re.Match[str]]], at: int, *, in_cell: bool) -> bool:
    """Does a line without tags belong to the table? A blank one may; words do only in a cell that is closed further down."""
    if not lines[at].raw.strip():
        return True
    if not in_cell or lines[at].hint is not None:
        return False
    return next((bool(found[0]["end"]) for found in tags[at : at + _LONGEST_CELL] if found), False)


def _table(lines: Sequence[Line]) -> Iterator[Line]:
    reader = _Rows()
    for number, line in enumerate(lines, 1):
        rows = reader.feed(_markup(line))
        if number == len(lines):
            rows += reader.close()
        yield from _as_rows(line, rows)


def _as_rows(line: Line, rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """The rows that end on this line; none leaves a blank line, whose raw text is kept as furniture."""
    texts = ["\t".join(row) if len(row) > 1 else f"{row[0]}\t" for row in rows] or [""]
    for text in texts:
        yield replace(line, text=text, hashes=0, bullet=False, bold=False, in_table=True)


def _without_tags(line: Line) -> Line:
    """A line outside every table on which tags of one were left."""
    return replace(line, text=_TABLE_TAG_RE.sub("", line.text).rstrip(" "))
