"""转发, 批转: the paper that a notice forwards, printed below it, is a document of its own.

In: the pieces of one file and the notice before. Out: the `Title` of the forwarded paper where it stands, or ``None``.
The notice names the paper: in its own title behind 转发, or in 《》 before the word. What it only cites, a table or a list is an annex;
so is a 办法 or 细则 that does not say whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parser.grammar.titles import Title, comparable, title_kind
from parser.pieces.piece import Piece
from parser.structure.frame import is_note
from parser.structure.signature import is_org_line
from parser.structure.titles import is_title_line
from parser.text.normalize import squeeze

_FORWARDS = re.compile(r"(?:转发|批转)(?P<what>[^《》]{4,120}|《.{4,120}》)的?(?:通知|函|批复)")
_NAMED_BEFORE = re.compile(r"《([^《》]{3,80}(?:[〈<《][^》〉>]{2,60}[〉>》][^《》]{0,20})?)》(?=[^《》]{0,80}(?:转发|批转))")
_NO_PAPER = re.compile(r"(?:表|名单|图|册|目录|清单)$")
_SMALL_WORDS = re.compile(r"的|若干|有关|等(?=关于)")
_SHORTEST = 8
_MAX_LINES = 4
_NEAR = 6  # pieces between the end of the notice and 附件 above what it forwards


def forwards(title: str) -> bool:
    """某机关转发某部门关于某事意见的通知 — and no notice that prints what the body itself issues."""
    return bool(_FORWARDS.search(squeeze(title)))


def forwarded_title(pieces: Sequence[Piece], notice: tuple[int, Title], at: int) -> Title | None:
    """The title at `at`, over one or several lines, if it is that of the paper which the `notice` (its place, its title) forwards."""
    begin, title = notice
    if not forwards(title.text) or not _is_ended(pieces, begin + title.count, at):
        return None
    names = list(_names(title.text, pieces[begin + title.count : at]))
    text = ""
    for count, piece in enumerate(pieces[at : at + _MAX_LINES], start=1):
        if not is_title_line(piece) or (count == 2 and _begins_anew(pieces[at], piece)):
            return None
        text += squeeze(piece.text)
        subject = _subject(text)
        if _is_named(subject, names):
            is_paper = subject.startswith("关于") or _names_its_body(pieces, at + count)
            return Title(text, count, title_kind(text), strong=True) if is_paper else None
    return None


def _begins_anew(first: Piece, second: Piece) -> bool:
    """关于… on the second line goes on only where the first is a body."""
    return "关于" in second.key and not is_org_line(first)


def _is_named(subject: str, names: Sequence[str]) -> bool:
    return len(subject) >= _SHORTEST and any(name.endswith(subject) for name in names)


def _names_its_body(pieces: Sequence[Piece], at: int) -> bool:
    return at < len(pieces) and is_org_line(pieces[at])


def _is_ended(pieces: Sequence[Piece], start: int, at: int) -> bool:
    """The notice has its date, or a note about it; where 附件 stands right above, they stand shortly before that."""
    mark = at > start and pieces[at - 1].kind == "text" and pieces[at - 1].key.startswith("附")
    between = pieces[max(start, at - _NEAR) if mark else start : at]
    return any(p.kind == "text" and (p.says.date or is_note(p)) for p in between)


def _names(title: str, notice: Sequence[Piece]) -> Iterator[str]:
    """What is forwarded, in the form for comparing: from the notice's title and from what it says."""
    printed = [m["what"] for m in _FORWARDS.finditer(squeeze(title))]
    said = [name for p in notice if p.kind == "text" for name in _NAMED_BEFORE.findall(p.text)]
    for name in printed + said:
        if not _NO_PAPER.search(name.strip("《》")):
            yield _SMALL_WORDS.sub("", comparable(name))


def _subject(title: str) -> str:
    """The title without the bodies before 关于, and without words that are dropped where it is cited."""
    form = _SMALL_WORDS.sub("", comparable(title))
    at = form.find("关于")
    return form[at:] if at > 0 else form
