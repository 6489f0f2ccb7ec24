"""Statements of responsibility: what a parenthesis, a line or a cell says about who leads, answers for and supports.

In: the words of the statement, and the names known where it stands. Out: a `Statement` (names by role, why, and the stated 时限),
or ``None`` where the words are no such statement: general prose about 牵头部门 is none. A statement is parts by label, a part is
clauses (`parser.grammar.clauses`), a clause is names and an open predicate (`parser.grammar.predicates`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from parser.grammar.bodies import body_prefix
from parser.grammar.clauses import POSITION, read_clauses
from parser.grammar.known_names import NOBODY, KnownNames, is_name
from parser.grammar.labels import Part, division_label, label_kind, labelled_parts, opens_with_any_label, opens_with_label
from parser.grammar.rules import key
from parser.grammar.statement_draft import Draft, Statement, plausible
from parser.grammar.unit_names import IsName
from parser.model import ROLES, Role
from parser.text.normalize import fold

__all__ = [
    "POSITION", "Statement", "label_kind", "opens_with_any_label", "opens_with_label", "parse_cell", "parse_stated_deadline",
    "parse_statement", "says_more_than_names",
]  # fmt: skip

_STAR_LEADS = re.compile(r"[★☆▲△◎●*#][^,。;]{0,8}牵头|牵头[^,。;]{0,6}[★☆▲△◎●*#]")
# What a statement must hold somewhere: a word of role, a label's noun with its colon. Other brackets are not looked into.
_SPEAKS = re.compile(
    r"^请|责[成令]|要求|牵头|头单|总抓|为主|联动|把关|主办|主责|主抓|抓总|配合|协[办作助同]|会[同办商]|参[与加]|支[持撑]|联办|辅助|负责|落实|实施|组织|承[办担建接]|推[进动]|办理|执行|完成|开展"
    r"|[抓做]好|主管|建设|包保|组建|制[定订]|编制|统筹|协调|提[出供]|研究|拟订|起草|出台|汇总|指导|监[督管]|督[导查办促]|考核|验收|审核|检查"
    r"|为.{0,8}(?:单位|部门|主体)|(?:单|部|机|科|处|股|主|分).[:;.，。,]|责.?单|时限|[责贵]任"
)
_MIXED = re.compile(f"{_SPEAKS.pattern}|[:(★☆▲△◎●*#]")  # more than a plain list of names
_COLUMN = "\0"  # stands for the name of the column until it is known
_LONGEST_OPENING = 24
_MAX_STATEMENT = 3000


def parse_statement(text: str, known: KnownNames = NOBODY) -> Statement | None:
    """The statement that the whole of `text` is.

    Without a label every name must be known or have a form, or stand beside one that does (区财政局、云溪海关负责).
    """
    if len(text) > _MAX_STATEMENT or not _SPEAKS.search(key(text)):
        return None
    plain = _statement(text, NOBODY)
    return plain if known is NOBODY or (plain is not None and not plain.odd) else _statement(text, known)


@lru_cache(maxsize=1 << 13)
def _statement(text: str, known: KnownNames) -> Statement | None:
    draft = Draft(_asked(known))
    for part in labelled_parts(text, draft.is_name):
        _read_part(draft, part)
    statement = draft.done()
    if not statement.names or (not draft.labelled and not _sure(statement, draft.is_name)):
        return None
    if draft.acting and not draft.labelled and all(e.text in draft.acting for e in statement.evidence):
        return None
    return statement


def _asked(known: KnownNames) -> IsName:
    return lambda name: is_name(name, known)


def _sure(statement: Statement, is_name: IsName) -> bool:
    """Names nobody knows must be bounded and stand beside one that is known, or lead where others support."""
    odd = set(statement.odd)
    if not odd:
        return True
    if not all(plausible(name) for name in odd):
        return False
    known = sum(is_name(name) for name in statement.names)
    return known > 0 or bool(statement.lead and statement.support)


def parse_cell(text: str, role: Role, column: str, known: KnownNames = NOBODY) -> Statement | None:
    """A cell of a unit column: a plain list has the column's role, verbs and labels in it say otherwise."""
    if not text or len(text) > _MAX_STATEMENT or not _may_name_units(text):
        return None
    stars = bool(_STAR_LEADS.search(fold(column)))
    if not stars and not _MIXED.search(fold(text)):
        return _in_column(_known_first(text, "responsible", "人" in column, stars, known), role, column)
    return _in_column(_known_first(text, role, "人" in column, stars, known), None, column)


def says_more_than_names(text: str) -> bool:
    """True for words that hold a verb or label of role, a mark or a figure; others are a plain list of names or none at all."""
    return _MIXED.search(fold(text)) is not None or any(char.isdigit() for char in text)


def _may_name_units(text: str) -> bool:
    """A sentence about something else does not begin with a name, a label or a short word."""
    first = re.split(r"[、,;。\n]", key(text[:80]), maxsplit=1)[0]
    return len(first) <= _LONGEST_OPENING or ":" in first or body_prefix(first) > 0


def _known_first(text: str, role: Role, persons: bool, stars: bool, known: KnownNames) -> Statement | None:
    """What a cell says to anybody; only if some of it is nobody's name do the names known in this place matter."""
    plain = _cell(text, role, persons, stars, NOBODY)
    return plain if known is NOBODY or (plain is not None and not plain.odd) else _cell(text, role, persons, stars, known)


@lru_cache(maxsize=1 << 13)
def _cell(text: str, role: Role, persons: bool, stars: bool, known: KnownNames) -> Statement | None:
    draft = Draft(_asked(known), with_persons=persons, star_leads=stars)
    for part in labelled_parts(text, draft.is_name):
        if part.label:
            _read_part(draft, part)
        else:
            draft.label(role, "column", _COLUMN)
            read_clauses(draft, part.body)
    statement = draft.done()
    return statement if statement.names else None


def _in_column(statement: Statement | None, role: Role | None, column: str) -> Statement | None:
    """A cell's statement with the name of its column as evidence; a plain list (`role`) moves to the column's role."""
    if statement is None:
        return None
    evidence = tuple(
        replace(e, role=role or e.role, text=column) if e.kind == "column" and e.text == _COLUMN else e for e in statement.evidence
    )
    if role is None or role == "responsible":
        return replace(statement, evidence=evidence)
    if role == "lead":
        return replace(statement, evidence=evidence, responsible=(), lead=statement.responsible)
    return replace(statement, evidence=evidence, responsible=(), support=statement.responsible)


def parse_stated_deadline(text: str) -> str | None:
    """The words behind 完成时限： if the whole of `text` states nothing but a deadline."""
    parts = list(labelled_parts(text, _asked(NOBODY)))
    if len(parts) == 1 and parts[0].kind == "deadline":
        return parts[0].body.strip("。;；") or None
    return None


def _read_part(draft: Draft, part: Part) -> None:
    draft.slips += [part.label] if part.slip else []
    if part.kind == "deadline":
        draft.deadline = part.body.strip("。;；,，") or None
        draft.labelled = True
    elif part.kind in ROLES:
        draft.labelled = draft.labelled or not division_label(part.label)
        draft.label(part.kind, "label", part.label)
        draft.with_persons = "人" in part.label or "领导" in part.label
        draft.first_leads = draft.first_leads or (part.label if POSITION.search(fold(part.label)) else None)
        read_clauses(draft, part.body)
    else:
        draft.label(None, "sentence", "")
        read_clauses(draft, part.body if part.kind is None else re.sub(r"^[^;；]*[;；]?", "", part.body))
