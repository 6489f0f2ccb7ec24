"""Step 2, normalize: raw lines → lines to work on.

In: the lines of one file. Out: a `Line` for each: marks left by OCR or Markdown taken off, white space made plain, table cells
parted by TAB. `fold` maps variants of a character onto one, one to one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from parser.text.characters import RADICALS, SPACES, ZERO_WIDTH, fold_table

Hint = Literal["title", "heading", "paragraph", "ignore"]
_FOLD = fold_table()
_FOLDABLE = frozenset(_FOLD)
_FOLDABLE_RE = re.compile("[" + re.escape("".join(char for char in _FOLD if char <= "\uffff")) + "]")
_RARE_RE = re.compile("[\U00010000-\U0010ffff]")  # a class with both kinds would be searched one by one
_SHORT = 400  # characters of a text worth remembering

# Tags that OCR tools leave; anything else in angle brackets is text (〈…〉 typed as <…>).
_TAG = re.compile(r"(?<!\\)</?(?:b|strong|i|em|u|p|br|sub|sup|span|div|font|center|pre|code)(?:\s[^<>]{0,200})?/?>", re.I)
_MARKS = re.compile(r"\*\*|__(?=\S)(?=[^_]*[^_\s]__)|(?<=[^_\s])__(?!_)|`{3,}")
_HEAD = re.compile(r"\s*+(#{1,6})\s++(?=\S)")
_BULLET = re.compile(r"\s*+[-*+•●▪]\s++(?=\S)")
_QUOTE = re.compile(r"\s*+>\s++(?=\S)")
_UNSEEN = re.compile(rf"[{ZERO_WIDTH}]|\\(?=[\\`*_{{}}\[\]()#+\-.!%~|<>$&])")  # also a backslash that escapes a sign
_UNUSUAL = re.compile(rf"[{ZERO_WIDTH}{SPACES}\f\v\\|\u2e80-\u2fdf]")
_LONG_BLANK = re.compile(r" {33,}")
_MOST_BLANKS = 32  # side by side; more say nothing to a reader, and every step would have to walk over them
_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^\s*+(?:\|\s*+)?:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*+\|?\s*+$")


def fold(text: str) -> str:
    """Map full-width forms, kinds of brackets, spaces and zeros onto one form each. Same length: offsets stay true."""
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    for char in _FOLDABLE.intersection(text) if _RARE_RE.search(text) else set(_FOLDABLE_RE.findall(text)):
        text = text.replace(char, _FOLD[char])
    return text


@lru_cache(maxsize=1 << 15)
def _remembered(text: str) -> str:
    return _folded(text)


def squeeze(text: str) -> str:
    """`text` without any white space."""
    return "".join(text.split())


@dataclass(frozen=True)
class Line:
    """One line of the input. `number` counts from 1; `raw` is the line as it came, `text` what is read of it.

    `hashes` is the number of ``#`` before it, `bullet` tells of a list mark, `bold` that all of it stood in ``**``.
    """

    number: int
    raw: str
    text: str
    hashes: int = 0
    bullet: bool = False
    bold: bool = False
    in_table: bool = False  # stands inside an HTML table
    holds_cell: bool = False  # a cell printed on a line of its own: its text stands in the row that ends further down
    hint: Hint | None = None  # what an editor says the line is
    hint_level: int | None = None
    corrected: bool = False  # an editor wrote the text

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()

    @property
    def is_row(self) -> bool:
        return "\t" in self.text

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row, white space at their ends taken off."""
        return tuple(" ".join(cell.split()) for cell in self.text.split("\t"))


def normalize(number: int, raw: str) -> Line:
    """One raw line → `Line`. Takes off marks, keeps every character of the text."""
    keep = [True] * len(raw)
    spaced: set[int] = set()
    for match in _TAG.finditer(raw):
        keep[match.start() : match.end()] = [False] * (match.end() - match.start())
        if match.group()[1:3].lower() in ("p>", "br", "/p", "p "):
            spaced.add(match.start())
    body = raw
    hashes = bullet = 0
    for pattern in (_QUOTE, _HEAD, _BULLET):
        if (found := pattern.match(body)) and not _PIPE_RULE.match(raw):
            keep[: found.end()] = [False] * found.end()
            body = " " * found.end() + body[found.end() :]
            hashes = len(found.group(1)) if pattern is _HEAD else hashes
            bullet = pattern is _BULLET or bullet
    stripped = body.strip()
    bold = len(stripped) > 4 and stripped.startswith("**") and stripped.endswith("**") and stripped.count("**") == 2
    for match in _MARKS.finditer(raw):
        keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    text = _LONG_BLANK.sub(" " * _MOST_BLANKS, _kept(raw, keep, spaced))
    return Line(number, raw, text, hashes, bool(bullet), bold)


def _kept(raw: str, keep: list[bool], spaced: set[int]) -> str:
    """The characters that stay; cells of a ``|`` table are parted by TAB; ends are trimmed of spaces."""
    if all(keep) and not _UNUSUAL.search(raw):
        return raw.strip(" ")
    pipes = bool(_PIPE_ROW.match(raw)) and raw.count("|") >= 3
    for column in _unseen(raw, pipes):
        keep[column] = False
    chars: list[str] = []
    for column, char in enumerate(raw):
        if column in spaced and chars and chars[-1] not in " \t":
            chars.append(" ")
        if keep[column]:
            chars.append("\t" if pipes and char == "|" else _plain(char))
    return "".join(chars).strip(" ")


def _unseen(raw: str, pipes: bool) -> Iterator[int]:
    """The columns of characters that are no text, and of the outer ``|`` of a row."""
    yield from (match.start() for match in _UNSEEN.finditer(raw))
    if pipes:
        yield from (raw.find("|"), raw.rfind("|"))


def _plain(char: str) -> str:
    """White space of any width is a space; radicals that look like the characters they stand for are those."""
    return " " if char in SPACES or char in "\f\v" else RADICALS.get(char, char)


_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef“”‘’])\s+(?=\S)|(?<=\S)\s+(?=[\u2e80-\u9fff\uff00-\uffef“”‘’])")


def tidy(text: str) -> str:
    """Reading text of a cell: white space between Chinese characters or beside their punctuation is a line break of the print."""
    text = text.strip()
    return _BREAK.sub("", text) if len(text.split(None, 1)) > 1 else text


_DRAWN = frozenset("-—–─━_=*·~")
_RULE_SIGNS = _DRAWN | frozenset("|:")


def is_rule(line: Line) -> bool:
    """A drawn line: ``---``, ``***``, ``|---|---|``, ``=====``."""
    if line.raw.lstrip()[:1] not in _RULE_SIGNS:
        return False
    text = squeeze(line.raw)
    return len(text) >= 3 and (bool(_PIPE_RULE.match(text)) or (set(text) <= _DRAWN and "__" not in text))
