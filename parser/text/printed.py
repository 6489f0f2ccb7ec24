"""A raw line as a reader sees it, for checks that must not be led astray by how something is written.

In: one raw line. Out: `Printed`: the text without mark-up and without characters that nobody sees, digits and letters in their plain
forms, cells apart by TAB, and for each character the column it came from. This is stricter than the reading text: it is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

_CELL_TAG = re.compile(r"</?(?:td|th|tr|table|thead|tbody)\b", re.I)
_MARKUP_RE = re.compile(r"<!--[^<>]{0,300}-->|</?[A-Za-z][^<>]{0,1000}>|&#?\w{1,10};|\*\*|__|~~|[`\\]|!?\[(?=[^\[\]]{0,40}\]\()")
_PLAIN_RE = re.compile(r"[\t -;=?-~〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af、。，；：？！“”‘’（）《》〔〕]*")
_DIGITS_RE = re.compile(r"[〇零○一二三四五六七八九]{11,40}")
_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_SIGNS = str.maketrans("，；：？！（）〔〕【】機絕祕級號證帳帐賬話銀", ",;:?!()[][]机绝秘级号证账账账话银")
_LETTERS = {
    **{chr(wide): chr(narrow) for wide, narrow in _SIGNS.items()},
    **dict.fromkeys("ΧχХх×✕✖╳Ⅹⅹ", "X"), "〇": "0",
    **dict.fromkeys("\u2800\u3164\u115f\u1160\uffa0", " "),
}  # fmt: skip
_UNSEEN = ("Cf", "Mn", "Me", "Cc", "Cn", "Co", "Cs")


@dataclass(frozen=True)
class Printed:
    """``text[i]`` stands at column ``columns[i]`` of the raw line."""

    text: str
    columns: Sequence[int]

    @cached_property
    def squeezed(self) -> Printed:
        """Without any white space."""
        keep = [i for i, char in enumerate(self.text) if not char.isspace()]
        return Printed("".join(self.text[i] for i in keep), [self.columns[i] for i in keep])


def printed(raw: str) -> Printed:
    """``<b>１３８</b>\\u200b1234`` → ``1381234``."""
    if _PLAIN_RE.fullmatch(raw) and not _MARKUP_RE.search(raw) and not _DIGITS_RE.search(raw):
        return Printed(raw.translate(_SIGNS), range(len(raw)))
    pairs = list(_chars(raw))
    text = "".join(char for char, _ in pairs)
    text = _DIGITS_RE.sub(lambda found: found[0].translate(_CHINESE), text)
    return Printed(text, [column for _, column in pairs])


def _chars(raw: str) -> Iterator[tuple[str, int]]:
    at = 0
    for found in _MARKUP_RE.finditer(raw):
        yield from _plain(raw, at, found.start())
        mark = found[0]
        if mark.startswith("&"):
            for char in unescape(mark):
                yield from ((plain, found.start()) for plain in _one(char))
        elif mark.startswith("<"):
            yield from ((char, found.start()) for char in _break(mark))
        at = found.end()
    yield from _plain(raw, at, len(raw))


def _break(tag: str) -> str:
    """What a tag looks like: the end of a cell, the end of a line, nothing."""
    if _CELL_TAG.match(tag):
        return "\t"
    return " " if re.match(r"</?(?:br|p|div|li)\b", tag, re.I) else ""


def _plain(raw: str, start: int, stop: int) -> Iterator[tuple[str, int]]:
    for column in range(start, stop):
        for char in _one(raw[column]):
            yield char, column


def _one(char: str) -> str:
    """The plain form of one character, "" for what nobody sees."""
    if char == "\t" or "\u4e00" <= char <= "\u9fff" or " " <= char <= "~":
        return _LETTERS.get(char, char)
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isspace():
        return " "
    kind = unicodedata.category(char)
    if kind in _UNSEEN:
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char) if kind != "No" else char
    return plain if len(plain) == 1 else char
