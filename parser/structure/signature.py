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
from parser.grammar.titles import IMPRINT
from parser.pieces.piece import Piece
from parser.text.normalize import fold, squeeze

_ORG = re.compile(expand(r"[\u4e00-\u9fff\u3400-\u4dbf()]{1,36}?{body}"))
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


def find_signature(pieces: Sequence[Piece], at: int) -> Signature | None:
    """The first line that is a date, with the bodies that sign right before it (or on it)."""
    for i in range(at, len(pieces)):
        piece = pieces[i]
        if glued := _glued_signature(piece):
            return Signature(i + 1, i + 1, *glued)
        if piece.kind != "text" or len(piece.key) > 70:
            continue
        text = re.sub(r"\((?:此件|公开)[^()]*\)$", "", piece.key)
        match = next((m for m in DATE.finditer(text) if m.end() == len(text.rstrip(")"))), None) or DOTTED_DATE.fullmatch(text)
        if match is None:
            continue
        before = squeeze(fold(_without_residue(piece.key[: match.start()])))
        if before and not _all_orgs(before) and not _is_person(before):
            continue
        start, names = i, [before] if before else []
        while start > at and pieces[start - 1].kind == "furniture":
            start -= 1
        while start > at and re.fullmatch(r"\(.{2,20}代(?:章|印)\)", pieces[start - 1].key):
            start -= 1
        while start > at and len(names) < 8 and pieces[start - 1].kind == "text" and _signs(pieces[start - 1]):
            start -= 1
            names.insert(0, _signers(pieces[start].text))
        if not names and (piece.key.startswith("(") or not _ends_document(pieces, i)):
            continue
        if before:
            names[-1] = squeeze(piece.text)[: len(before)]
        bodies = [n for n in names if not _is_person(n)]
        return Signature(start, i + 1, "、".join(bodies) or None, parse_date(text[match.start() :].rstrip(")")))
    return _undated_signature(pieces, at)


def _is_person(text: str) -> bool:
    return bool(rule("structure", "signing_person").fullmatch(text))


def _without_residue(text: str) -> str:
    """``青禾省人民政府办公厅 &sp;`` → without what is no part of the name."""
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


def _ends_document(pieces: Sequence[Piece], at: int) -> bool:
    """A date without anybody who signs counts only at the end: last, or before a note, an annex or the 版记."""
    behind = next((p for p in pieces[at + 1 :] if p.kind != "furniture"), None)
    if behind is None or behind.kind == "rows":
        return True
    return bool(NOTE.fullmatch(behind.key) or IMPRINT.fullmatch(behind.key) or behind.says.annex_mark[0])


def _undated_signature(pieces: Sequence[Piece], at: int) -> Signature | None:
    """Who signs, where the date is lost: a body's name on a line of its own at the very end or before (此件公开发布)."""
    for i in range(at + 1, len(pieces)):
        behind = pieces[i + 1] if i + 1 < len(pieces) else None
        if is_org_line(pieces[i]) and "政府" in pieces[i].key and (behind is None or NOTE.fullmatch(behind.key)):
            return Signature(i, i + 1, squeeze(pieces[i].text), None)
    return None


def _signers(text: str) -> str:
    """Bodies that sign side by side on one line are parted by 、."""
    text = _without_residue(text)
    parts = text.split()
    return "、".join(parts) if len(parts) > 1 and all(len(p) >= 4 and _all_orgs(fold(p)) for p in parts) else squeeze(text)


def _signs(piece: Piece) -> bool:
    """A body, or the person who signs for it (区 长 某某某)."""
    return is_org_line(piece) or bool(_is_person(piece.key))


def is_org_line(piece: Piece) -> bool:
    if piece.kind != "text" or len(piece.key) > 44 or piece.key.endswith(":"):
        return False
    return _all_orgs(piece.key) or _all_orgs(squeeze(fold(_without_residue(piece.text))))


def _all_orgs(text: str) -> bool:
    return bool(re.fullmatch(rf"(?:{_ORG.pattern}[,、]?)+", text))
