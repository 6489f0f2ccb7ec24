"""Step 2, normalize: raw lines → lines to work on, with the way back to the raw columns.

In: the lines of one file. Out: a `Line` for each: marks left by OCR or Markdown taken off, white space made plain, table cells
parted by TAB; `offsets` tells for each character the column it came from. `fold` maps variants of a character onto one, one to one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

Hint = Literal["title", "heading", "paragraph", "ignore"]
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_FOLD = {
    **{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(_SPACES, " "),
    "〔": "[", "〕": "]", "【": "[", "】": "]", "［": "[", "］": "]", "﹝": "[", "﹞": "]",
    "○": "〇", "◯": "〇", "О": "〇", "Ｏ": "〇", "。": "。", "﹔": ";", "﹕": ":", "︰": ":", "∶": ":", "：": ":",
    "「": "“", "」": "”", "『": "‘", "』": "’", "〈": "<", "〉": ">", "《": "《", "》": "》", "—": "-", "–": "-", "－": "-", "─": "-",
}  # fmt: skip
_FOLDABLE = frozenset(_FOLD)
_SHORT = 400  # characters of a text worth remembering

# Tags that OCR tools leave; anything else in angle brackets is text (〈…〉 typed as <…>).
_TAG = re.compile(r"(?<!\\)</?(?:b|strong|i|em|u|p|br|sub|sup|span|div|font|center|pre|code)(?:\s[^<>]{0,200})?/?>", re.I)
_MARKS = re.compile(r"\*\*|__(?=\S)(?=[^_]*[^_\s]__)|(?<=[^_\s])__(?!_)|`{3,}")
_HEAD = re.compile(r"\s*(#{1,6})\s+(?=\S)")
_BULLET = re.compile(r"\s*[-*+•●▪]\s+(?=\S)")
_QUOTE = re.compile(r"\s*>\s+(?=\S)")
_ESCAPED = r"\`*_{}[]()#+-.!%~|<>$&"
_RADICALS = dict(zip("⺠⻔⻛⻋⻓⻅⻉⻚⻜⻢⻥⻦⻩⻬⻰⻄", "民门风车长见贝页飞马鱼鸟黄齐龙西", strict=True))
_UNUSUAL = re.compile(rf"[{_ZERO_WIDTH}{_SPACES}\f\v\\|\u2e80-\u2fdf]")
_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


def fold(text: str) -> str:
    """Map full-width forms, kinds of brackets, spaces and zeros onto one form each. Same length: offsets stay true."""
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    for char in _FOLDABLE.intersection(text):
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
    """One line of the input. `number` counts from 1; `text[i]` was read at column ``offsets[i]`` of `raw`.

    `hashes` is the number of ``#`` before it, `bullet` tells of a list mark, `bold` that all of it stood in ``**``.
    """

    number: int
    raw: str
    text: str
    offsets: tuple[int, ...]
    hashes: int = 0
    bullet: bool = False
    bold: bool = False
    in_table: bool = False  # stands inside an HTML table
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
    chars, offsets = _kept(raw, keep, spaced)
    return Line(number, raw, "".join(chars), tuple(offsets), hashes, bool(bullet), bold)


def _kept(raw: str, keep: list[bool], spaced: set[int]) -> tuple[list[str], list[int]]:
    """The characters that stay and their columns; cells of a ``|`` table are parted by TAB; ends are trimmed of spaces."""
    if all(keep) and not _UNUSUAL.search(raw):
        start, end = len(raw) - len(raw.lstrip(" ")), len(raw.rstrip(" "))
        return list(raw[start:end]), list(range(start, end))
    pipes = bool(_PIPE_ROW.match(raw)) and raw.count("|") >= 3
    first, last = raw.find("|"), raw.rfind("|")
    chars: list[str] = []
    offsets: list[int] = []
    for column, char in enumerate(raw):
        if column in spaced and chars and chars[-1] not in " \t":
            chars.append(" ")
            offsets.append(column)
        if not keep[column] or char in _ZERO_WIDTH or (pipes and column in (first, last)):
            continue
        if pipes and char == "|":
            char = "\t"
        elif char in _SPACES or char in "\f\v":
            char = " "
        elif char == "\\" and raw[column + 1 : column + 2] in tuple(_ESCAPED):
            continue
        elif "\u2e80" <= char <= "\u2fdf":  # radicals that look like the characters they stand for
            char = _RADICALS.get(char) or unicodedata.normalize("NFKC", char)[:1]
        chars.append(char)
        offsets.append(column)
    while chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    start = next((i for i, c in enumerate(chars) if c != " "), 0)
    return chars[start:], offsets[start:]


def tidy(text: str) -> str:
    """Reading text of a cell: white space between Chinese characters or beside their punctuation is a line break of the print."""
    return re.sub(r"(?<=[\u2e80-\u9fff\uff00-\uffef“”‘’])\s+(?=\S)|(?<=\S)\s+(?=[\u2e80-\u9fff\uff00-\uffef“”‘’])", "", text.strip())


def is_rule(line: Line) -> bool:
    """A drawn line: ``---``, ``***``, ``|---|---|``, ``=====``."""
    text = squeeze(line.raw)
    return len(text) >= 3 and (bool(_PIPE_RULE.match(text)) or (set(text) <= set("-—–─━_=*·~") and "__" not in text))
