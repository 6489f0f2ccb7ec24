"""Statements of responsibility: what a parenthesis, a line or a cell says about who leads, answers for and supports.

In: the words of the statement, and the names known where it stands. Out: a `Statement` (names by role, why, and the stated 时限),
or ``None`` where the words are no such statement: general prose about 牵头部门 is none. A statement is parts by label, a part is
clauses (`parser.grammar.clauses`), a clause is names and an open predicate (`parser.grammar.predicates`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from parser.grammar.clauses import POSITION, read_clauses
from parser.grammar.known_names import NOBODY, KnownNames, is_name
from parser.grammar.labels import Part, label_kind, labelled_parts, opens_with_any_label, opens_with_label
from parser.grammar.statement_draft import Draft, Statement, plausible
from parser.grammar.unit_names import IsName
from parser.model import ROLES, Role
from parser.text.normalize import fold

__all__ = [
    "POSITION", "Statement", "label_kind", "opens_with_any_label", "opens_with_label", "parse_cell", "parse_stated_deadline",
    "parse_statement",
]  # fmt: skip

_STAR_LEADS = re.compile(r"[★☆▲△◎●*#][^,。;]{0,8}牵头|牵头[^,。;]{0,6}[★☆▲△◎●*#]")
_SPEAKS = re.compile(
    r"牵[头頭]|[责責]任|[负負][责責]|配合|[会會]同|[承协協主][办辦]|落[实實]|[实實]施|指[导導]|督|单位|單位|部[门門]|[参參][与與加]|[协協]助|[组組][织織]|:|："
)
_MAX_STATEMENT = 3000


def parse_statement(text: str, known: KnownNames = NOBODY) -> Statement | None:
    """The statement that the whole of `text` is.

    Without a label every name must be known or have a form, or stand beside one that does (区财政局、云溪海关负责).
    """
    if len(text) > _MAX_STATEMENT:
        return None
    return _statement(text, known)


@lru_cache(maxsize=1 << 13)
def _statement(text: str, known: KnownNames) -> Statement | None:
    draft = Draft(_asked(known))
    for part in labelled_parts(text, draft.is_name):
        _read_part(draft, part)
    statement = draft.done()
    if not statement.names or (not draft.labelled and not _sure(statement, draft.is_name)):
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
    return _cell(text, role, column, known) if len(text) <= _MAX_STATEMENT else None


@lru_cache(maxsize=1 << 13)
def _cell(text: str, role: Role, column: str, known: KnownNames) -> Statement | None:
    draft = Draft(_asked(known), with_persons="人" in column, star_leads=bool(_STAR_LEADS.search(fold(column))))
    for part in labelled_parts(text, draft.is_name):
        if part.label:
            _read_part(draft, part)
        else:
            draft.label(role, "column", column)
            read_clauses(draft, part.body)
    statement = draft.done()
    return statement if statement.names else None


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
        draft.labelled = True
        draft.label(part.kind, "label", part.label)
        draft.with_persons = "人" in part.label or "领导" in part.label
        draft.first_leads = draft.first_leads or (part.label if POSITION.search(fold(part.label)) else None)
        read_clauses(draft, part.body)
    else:
        draft.label(None, "sentence", "")
        read_clauses(draft, part.body if part.kind is None else re.sub(r"^[^;；]*[;；]?", "", part.body))
