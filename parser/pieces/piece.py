"""A piece: what lines form before anything is known of documents: a paragraph, a run of table rows, a line of furniture.

In: lines. Out: the record `Piece`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from parser.grammar.reading import Reading
from parser.text.normalize import Line

PieceKind = Literal["text", "rows", "furniture"]


@dataclass(frozen=True)
class Piece:
    """A paragraph, a run of table rows or a line of furniture. `text` is the reading text of a paragraph, `says` what it says."""

    kind: PieceKind
    lines: tuple[Line, ...]
    text: str = ""
    reason: str | None = None

    @cached_property
    def says(self) -> Reading:
        return Reading(self.text)

    def joined(self, glue: str, other: Piece) -> Piece:
        """One paragraph of both."""
        whole = replace(self, lines=self.lines + other.lines, text=f"{self.text}{glue}{other.text}")
        whole.__dict__["says"] = self.says.joined(glue, other.says)
        return whole

    @property
    def start(self) -> int:
        return self.lines[0].number

    @property
    def end(self) -> int:
        return self.lines[-1].number

    @property
    def key(self) -> str:
        """The text without white space, variants folded."""
        return self.says.key
