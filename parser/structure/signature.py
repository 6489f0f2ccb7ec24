"""落款: who signs a document, and when.

In: the pieces of a document behind its addressees. Out: a `Signature`: the pieces it takes, the bodies as printed, the ISO date; ``None``
where the text has none. A date counts only with a body before it, or at the very end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parser.grammar.dates import DATE, DOTTED_DATE, parse_date
from parser.grammar.rules import expand, rule
from parser.grammar.titles import IMPRINT, comparable
from parser.pieces.piece import Piece
from parser.text.normalize import fold, squeeze

_ORG = re.compile(expand(r"[\u4e00-\u9fff\u3400-\u4dbf()]{1,36}?{signing_body}"))
_SEAL = re.compile(r"\(.{2,20}代(?:章|印)\)|\((?:盖章|印章?|公章|签?章)\)")
_BESIDE_DATE = re.compile(r"\((?:此件|公开)[^()]*\)$|^\((?:此件|公开|印|盖章|公章|签?章)[^()]*\)|[印章]$")
_CITED = re.compile(r"《([^《》]{3,80})》")
_LONGEST_LINE = 200  # characters; nobody signs in more
_RESIDUE = re.compile(f"(?:{rule('structure', 'signature_residue').pattern})$")
# 公开方式: what is said of the release below the date.
NOTE = re.compile(
    r"\(?(?:此件|本文|该件)?(?:主动公开|公开发布|依申请公开|不予公开|不公开|删减后公开).{0,6}\)?"
    r"|\(?此件.{1,14}\)?|\(?公开(?:属性|方式|类型|形式):.{2,8}\)?"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """Pieces `start` to `stop` (exclusive) hold who signs and the date."""

    start: int
    stop: int
    issuer: str | None
    issued_on: str | None


def find_signature(pieces: Sequence[Piece], at: int, issuer: str | None = None) -> Signature | None:
    """The first line that is a date, with the bodies that sign right before it (or on it); `issuer` is the body that the title names."""
    for i in range(at, len(pieces)):
        if glued := _glued_signature(pieces[i]):
            return Signature(i + 1, i + 1, *glued)
        if (dated := _dated(pieces[i])) and (found := _signed(pieces, at, i, *dated)):
            return found
    return _undated_signature(pieces, at, issuer)


def _dated(piece: Piece) -> tuple[str, str] | None:
    """(what stands before the date, the date) for a line that ends in a date: ``某县政府2024年3月5日``, ``（印章）2024年3月5日``."""
    if piece.kind != "text" or len(piece.key) > 70:
        return None
    text = _BESIDE_DATE.sub("", squeeze(fold(_without_residue(piece.text))))
    if match := DOTTED_DATE.fullmatch(text):
        return "", match.group()
    match = next((m for m in DATE.finditer(text) if m.end() == len(text.rstrip(")"))), None)
    return (text[: match.start()], match.group()) if match else None


def _signed(pieces: Sequence[Piece], at: int, i: int, before: str, date: str) -> Signature | None:
    """The signature whose date stands at ``pieces[i]``; ``None`` where the date is only part of the text."""
    before = squeeze(fold(_without_residue(before))).removesuffix("(")
    if before:
        if not _all_orgs(before) and not _is_person(before):
            return None
        start, names = _signers_above(pieces, at, i, most=7)
        return _signature(start, i + 1, [*names, squeeze(pieces[i].text)[: len(before)]], date)
    start, names = _signers_above(pieces, at, i, most=8)
    if names:
        return _signature(start, i + 1, names, date)
    if below := _signer_below(pieces, i):
        return _signature(i, below + 1, [signers(pieces[below].text)], date)
    alone = not pieces[i].key.startswith("(") and _ends_document(pieces, at, i)
    return _signature(i, i + 1, [], date) if alone else None


def _signature(start: int, stop: int, names: Sequence[str], date: str) -> Signature:
    bodies = [n for n in names if not _is_person(squeeze(fold(n)))]
    return Signature(start, stop, "、".join(bodies) or None, parse_date(date))


def _signers_above(pieces: Sequence[Piece], at: int, i: int, most: int) -> tuple[int, list[str]]:
    """(first piece, names) of the lines above a date that sign: bodies, and persons who sign for them."""
    start, names = i, list[str]()
    while start > at and (pieces[start - 1].kind == "furniture" or _SEAL.fullmatch(pieces[start - 1].key)):
        start -= 1
    while start > at and len(names) < most and pieces[start - 1].kind == "text" and _signs(pieces[start - 1]):
        start -= 1
        names.insert(0, signers(pieces[start].text))
    return (start, names) if names else (i, names)


def _signer_below(pieces: Sequence[Piece], i: int) -> int | None:
    """Where the body stands below its date, and nothing of the text behind it."""
    below = i + 1
    if below >= len(pieces) or not is_org_line(pieces[below]):
        return None
    return below if _ends_document(pieces, 0, below) else None


def is_signing_person(piece: Piece) -> bool:
    """县长　罗一平."""
    return _is_person(piece.key)


def _is_person(text: str) -> bool:
    return bool(rule("structure", "signing_person").fullmatch(text))


def _without_residue(text: str) -> str:
    """``青禾省人民政府办公厅 &sp;`` → without what is no part of the name."""
    if len(text) > _LONGEST_LINE:
        return text
    bare = text.rstrip()
    match = _RESIDUE.search(squeeze(fold(bare)))
    if match is None or not match.start():
        return text
    kept = match.start()
    for i, char in enumerate(bare):
        if not char.isspace():
            if kept == 0:
                return bare[:i].rstrip()
            kept -= 1
    return text


def _glued_signature(piece: Piece) -> tuple[str, str | None] | None:
    """Who signs and the date where OCR put both behind the last sentence of a paragraph."""
    match = re.search(rf"(?<=[。!])(?P<body>{_ORG.pattern})(?P<date>{DATE.pattern})$", piece.key) if piece.kind == "text" else None
    if match is None or not re.search(r"政府|办公室|委员会|局$|指挥部|领导小组", match["body"]):
        return None
    return match["body"], parse_date(match["date"])


def _ends_document(pieces: Sequence[Piece], first: int, at: int) -> bool:
    """A date without anybody who signs counts only at the end: last, or before a note, an annex, what is printed, or the 版记."""
    behind = next((p for p in pieces[at + 1 :] if p.kind != "furniture"), None)
    if behind is None or behind.kind == "rows":
        return True
    if NOTE.fullmatch(behind.key) or IMPRINT.fullmatch(behind.key) or behind.says.annex_mark[0]:
        return True
    form = comparable(behind.text)
    return len(form) >= 4 and any(form == comparable(m) for p in pieces[first:at] for m in _CITED.findall(p.text))


def _undated_signature(pieces: Sequence[Piece], at: int, issuer: str | None) -> Signature | None:
    """Who signs, where the date is lost: a body's name on a line of its own at the very end or before (此件公开发布)."""
    for i in range(at + 1, len(pieces)):
        behind = next((p for p in pieces[i + 1 :] if p.kind != "furniture"), None)
        if not is_org_line(pieces[i]) or not (behind is None or NOTE.fullmatch(behind.key)):
            continue
        if "政府" in pieces[i].key or (issuer and issuer.endswith(squeeze(fold(_without_residue(pieces[i].text))))):
            start, names = _signers_above(pieces, at, i + 1, most=8)
            return Signature(start, i + 1, "、".join(names), None)
    return None


def signers(text: str) -> str:
    """Bodies that sign side by side on one line are parted by 、."""
    text = _without_residue(text)
    parts = text.split()
    return "、".join(parts) if len(parts) > 1 and all(len(p) >= 4 and _all_orgs(fold(p)) for p in parts) else squeeze(text)


def _signs(piece: Piece) -> bool:
    """A body, or the person who signs for it (区 长 某某某)."""
    return is_org_line(piece) or _is_person(squeeze(fold(_without_residue(piece.text))))


def is_org_line(piece: Piece) -> bool:
    if piece.kind != "text" or len(piece.key) > 44 or piece.key.endswith(":"):
        return False
    return _all_orgs(piece.key) or _all_orgs(squeeze(fold(_without_residue(piece.text))))


def _all_orgs(text: str) -> bool:
    return bool(re.fullmatch(rf"(?:{_ORG.pattern}[,、]?)+", text))
