"""What an intake is, and the text form that every reader of a file writes: lines, and rows of cells between ``|``.

In: words and cells from a file. Out: the record `Intake`; lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parser.errors import GazetteError

_TAG_LIKE_RE = re.compile(r"(?<!\\)<(?=/?(?:table|thead|tbody|tfoot|colgroup|caption|col|tr|td|th)(?:[\s/>]|$))", re.I)


class Markup(str):
    """A piece that is mark-up on purpose: a table with merged cells."""


class IntakeError(GazetteError):
    """The file cannot be turned into text; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Intake:
    """`text` ends in a line break; `notes` are sentences for the editor."""

    text: str
    notes: tuple[str, ...] = ()


def line_text(text: str) -> str:
    """One line of a paragraph: each run of white space is one space, none at the ends."""
    return " ".join(text.split())


def cell_text(text: str) -> str:
    """One line: the lines of a cell are joined, with a space only between Latin letters or digits; spaces within a line stay."""
    result = ""
    for line in filter(None, map(line_text, text.split("\n"))):
        result += (" " if result and result[-1].isascii() and line[0].isascii() else "") + line
    return result


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows with TAB between the cells, each row on one line."""
    lines = ["\t".join(cell_text(cell) for cell in row) for row in rows]
    return "\n".join(line for line in lines if line.strip())


def joined(pieces: Iterable[str]) -> str:
    """Paragraphs and tables as one text, an empty line between them. Words that look like a tag stay words: ``\\<table>``."""
    plain = (piece if isinstance(piece, Markup) else _TAG_LIKE_RE.sub(r"\\<", piece) for piece in pieces if piece.strip())
    return "\n\n".join(plain) + "\n"
