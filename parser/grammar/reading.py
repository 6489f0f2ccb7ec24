"""What one string says: each fact is worked out when it is first asked for, and kept.

In: the words of a line, a paragraph or a cell. Out: a `Reading`, whose properties are what the other modules of this package find in
the words. Steps that share a reading share its facts: nothing is folded or parsed twice.
"""

from __future__ import annotations

import re
from functools import cached_property

from parser.grammar.dates import parse_date
from parser.grammar.doc_number import DocNumber, parse_doc_number
from parser.grammar.labels import opening_label, opens_without_colon
from parser.grammar.markers import Marker, find_annex_mark, find_marker, is_heading_text
from parser.grammar.roster_lines import is_member_line, is_role_line, role_and_rest
from parser.grammar.statements import Statement, parse_statement
from parser.model import ROLES
from parser.text.normalize import fold, squeeze

_ROUND = re.compile(r"[()]")


def _depth(folded: str, before: int) -> int:
    """How many round brackets are open behind `folded`, if so many were open `before` it."""
    depth = before
    for bracket in _ROUND.findall(folded):
        depth = depth + 1 if bracket == "(" else max(0, depth - 1)
    return depth


class Reading:
    """The facts of `text`. Two readings are alike if their words are."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str:
        """Variants of characters as one; as long as `text`."""
        return fold(self.text)

    @cached_property
    def key(self) -> str:
        """`folded` without white space."""
        return squeeze(self.folded)

    @cached_property
    def marker(self) -> Marker | None:
        return find_marker(self.text)

    @cached_property
    def annex_mark(self) -> tuple[bool, int | None]:
        return find_annex_mark(self.text)

    @cached_property
    def is_heading(self) -> bool:
        return is_heading_text(self.text)

    @cached_property
    def date(self) -> str | None:
        """The ISO date that the whole of the words is."""
        return parse_date(self.text)

    @cached_property
    def doc_number(self) -> DocNumber | None:
        """The 文号 that the whole of the words is."""
        return parse_doc_number(self.text)

    @cached_property
    def label(self) -> str | None:
        """What the label announces that the words begin with: a role, ``deadline``, ``other``; ``None`` without one."""
        return opening_label(self.text)

    @property
    def states_roles(self) -> bool:
        """True if the words begin with a label of responsibility, with or without its colon, or of a 时限."""
        return self.label in (*ROLES, "deadline") or opens_without_colon(self.text)

    @cached_property
    def role(self) -> tuple[str, str] | None:
        """``组长：张三`` → ("组长", "张三")."""
        return role_and_rest(self.text)

    @cached_property
    def is_role_line(self) -> bool:
        return is_role_line(self.text)

    @cached_property
    def is_member_line(self) -> bool:
        return is_member_line(self.text)

    @cached_property
    def is_member(self) -> bool:
        """True for a line of a 名单: a role, or a name and a post."""
        return self.is_role_line or self.is_member_line or self.role is not None

    @cached_property
    def statement(self) -> Statement | None:
        """The statement of responsibility that the whole of the words is."""
        return parse_statement(self.text)

    @cached_property
    def open_brackets(self) -> int:
        """How many round brackets are open at the end."""
        return _depth(self.folded, 0)

    def joined(self, glue: str, other: Reading) -> Reading:
        """The reading of these words, `glue` and those of `other`: what is known of both halves is not worked out again."""
        whole = Reading(f"{self.text}{glue}{other.text}")
        whole.__dict__["folded"] = f"{self.folded}{glue}{other.folded}"
        whole.__dict__["key"] = self.key + other.key
        whole.__dict__["open_brackets"] = _depth(other.folded, self.open_brackets)
        return whole

    @cached_property
    def last_bracket(self) -> tuple[int, str] | None:
        """The round bracket that ends the words → (where it opens, the words in it); ``None`` if none is closed there."""
        folded = self.folded.rstrip(" 。;.")
        if not folded.endswith(")"):
            return None
        depth = 0
        for i in range(len(folded) - 1, -1, -1):
            depth += (folded[i] == ")") - (folded[i] == "(")
            if depth == 0:
                return i, self.text[i + 1 : len(folded) - 1]
        return None

    @cached_property
    def is_statement_bracket(self) -> bool:
        """True for words that are one bracket stating responsibility: (责任单位：…)."""
        stripped = self.folded.strip()
        if not stripped.startswith(("(", "[")):
            return False
        inner = Reading(stripped[1:].rstrip(")]"))
        return inner.states_roles or (inner.label is not None and inner.statement is not None)


NOTHING = Reading("")
