"""Statements of responsibility: what a parenthesis, a line or a cell says about who leads, answers for and supports.

In: the words of the statement. Out: a `Statement` (names by role, why, and the stated 时限), or ``None`` where the words are no
such statement: general prose about 牵头部门 is none.
Forms: 责任单位：A、B；完成时限：… · A牵头，B、C配合 · A、B按职责分工负责 · 由A会同B负责.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parser.model import ROLES, Evidence, Role
from parser.normalize import fold, squeeze
from parser.rules import first_match, key, load_rules
from parser.unit_names import is_unit_name, split_top, split_unit_names

_WITH = re.compile(r"^(?:由|请)?(?P<a>.{2,60}?)(?:会同|商|联合)(?P<b>.{2,200})$")
_TIME = re.compile(r"(?:(?:\d{4}|[〇零一二三四五六七八九]{4})年|\d{1,2}月|[一二三四]季度|[上下]半年|年底|年内|长期|持续|每[年月季周]).*")
_LABEL = re.compile(r"\s*([一-鿿、和及 ]{2,14}?)\s*[::：]\s*")


@dataclass(frozen=True, slots=True)
class Statement:
    """Names by role in the order printed, the evidence for each role, and the deadline's words if it states one."""

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    deadline: str | None = None
    odd: tuple[str, ...] = ()  # words in a place for names that do not look like a name

    @property
    def names(self) -> tuple[str, ...]:
        return self.lead + self.responsible + self.support


@dataclass(slots=True)
class _Draft:
    names: dict[Role, dict[str, None]] = field(default_factory=lambda: {role: {} for role in ROLES})
    evidence: dict[tuple[Role, str], Evidence] = field(default_factory=dict)
    deadline: str | None = None
    labelled: bool = False
    odd: list[str] = field(default_factory=list)

    def add(self, role: Role, names: tuple[str, ...], kind: str, why: str) -> None:
        for name in names:
            self.names[role][name] = None
            if not is_unit_name(name):
                self.odd.append(name)
        if names and (role, why) not in self.evidence:
            self.evidence[role, why] = Evidence(role=role, kind="label" if kind == "label" else "sentence", text=why)

    def done(self) -> Statement:
        lead, responsible, support = (tuple(self.names[role]) for role in ROLES)
        responsible = tuple(n for n in responsible if n not in lead)
        return Statement(lead, responsible, support, tuple(self.evidence.values()), self.deadline, tuple(self.odd))


def parse_statement(text: str) -> Statement | None:
    """The statement that the whole of `text` is. Every name must look like a unit's, unless a label announces the list."""
    draft = _Draft()
    for label, body in _labelled_parts(text):
        _read_part(draft, label, body)
    statement = draft.done()
    if not statement.names:
        return None
    if not draft.labelled and statement.odd:
        return None
    return statement


def parse_cell(text: str, role: Role, column: str) -> Statement | None:
    """A cell of a unit column: a plain list has the column's role, verbs and labels in it say otherwise."""
    draft = _Draft()
    for label, body in _labelled_parts(text):
        if label:
            _read_part(draft, label, body)
        else:
            _read_clauses(draft, body, role, "column", column)
    for entry in [e for e in draft.evidence.values() if e.text == column]:
        draft.evidence[entry.role, column] = Evidence(role=entry.role, kind="column", text=column)
    statement = draft.done()
    return statement if statement.names else None


def parse_stated_deadline(text: str) -> str | None:
    """The words behind 完成时限： if the whole of `text` states nothing but a deadline."""
    parts = list(_labelled_parts(text))
    if len(parts) == 1 and parts[0][0] and first_match("labels", key(parts[0][0])) == "deadline":
        return squeeze(parts[0][1]).strip("。;；") or None
    return None


def opens_with_label(text: str) -> bool:
    """True if `text` begins with a label of responsibility or of a 时限 (责任单位：, 完成时限：)."""
    match = _LABEL.match(fold(text))
    return bool(match) and first_match("labels", key(match[1] if match else "")) in ("lead", "responsible", "support", "deadline")


def _labelled_parts(text: str) -> Iterator[tuple[str, str]]:
    """Cut a statement at its labels → (label or ``""``, words up to the next label)."""
    folded = fold(text)
    cuts: list[tuple[int, int, str]] = []
    for match in re.finditer(r"(?:^|(?<=[;,。(\s、]))\s*([一-鿿、]{2,14}?)\s*:", folded):
        if first_match("labels", key(match[1])) is not None:
            cuts.append((match.start(), match.end(), squeeze(text[match.start(1) : match.end(1)])))
    start = cuts[0][0] if cuts else len(text)
    if text[:start].strip(" ,;，；。"):
        yield "", text[:start]
    for i, (_, end, label) in enumerate(cuts):
        stop = cuts[i + 1][0] if i + 1 < len(cuts) else len(text)
        yield label, text[end:stop]


def _read_part(draft: _Draft, label: str, body: str) -> None:
    kind = first_match("labels", key(label)) if label else None
    if kind == "deadline":
        draft.deadline = squeeze(body).strip("。;；,，") or None
        draft.labelled = True
    elif kind in ROLES:
        draft.labelled = True
        _read_clauses(draft, body, kind, "label", label)
    elif kind is None:
        _read_clauses(draft, body, None, "sentence", "")


def _read_clauses(draft: _Draft, body: str, role: Role | None, kind: str, why: str) -> None:
    """Clauses between ，and ；: names wait for the verb that ends their clause, else they take the role of the label."""
    waiting: list[str] = []
    for clause, mark in split_top(body, ",;。，；\n"):
        clause = squeeze(clause).strip("。")
        if not clause:
            continue
        if (rest := _time_of(clause)) is not None:
            draft.deadline = draft.deadline or rest
            continue
        verb_role, names, verb = _cut_verb(clause)
        if verb_role is None:
            waiting.append(clause)
            if mark in ";。；" and mark:
                _settle(draft, waiting, role, kind, why)
            continue
        if role is None or not verb.endswith("负责") or verb_role != "responsible":
            settled = waiting if not names or role is None else []
            if not settled:
                _settle(draft, waiting, role, kind, why)
            _read_verb(draft, [*settled, names] if names else settled, verb_role, verb)
            waiting = [] if settled else waiting
        elif _says_with(names):
            _settle(draft, waiting, role, kind, why)
            _read_verb(draft, [names], verb_role, verb)
        else:  # 责任单位：A、B按职责分工负责 says no more than the label
            waiting.append(names)
            _settle(draft, waiting, role, kind, why)
    _settle(draft, waiting, role, kind, why)


def _settle(draft: _Draft, waiting: list[str], role: Role | None, kind: str, why: str) -> None:
    """Give the waiting names the role of their label; without one they are words, not names."""
    for words in waiting:
        if not words:
            continue
        if role is None:
            draft.odd.append(words)
        else:
            draft.add(role, split_unit_names(words), kind, why)
    waiting.clear()


def _read_verb(draft: _Draft, words: list[str], role: Role, verb: str) -> None:
    for part in words:
        match = _says_with(part)
        if match:
            draft.add("lead", split_unit_names(match["a"]), "sentence", f"会同…{verb}")
            draft.add("support", split_unit_names(match["b"]), "sentence", f"会同…{verb}")
        else:
            draft.add(role, split_unit_names(part), "sentence", verb)


def _says_with(part: str) -> re.Match[str] | None:
    """``由A会同B`` with units on both sides."""
    match = _WITH.match(part)
    if match is None:
        return None
    sides = [split_unit_names(side) for side in match.group("a", "b")]
    return match if all(names and all(map(is_unit_name, names)) for names in sides) else None


def _cut_verb(clause: str) -> tuple[Role | None, str, str]:
    """``区环卫局牵头负责`` → ("lead", "区环卫局", "牵头负责"). No verb: (None, clause, "")."""
    clause = clause.removesuffix("等")
    folded = key(clause)
    best: tuple[int, Role] | None = None
    for entry in load_rules("roles"):
        match = re.search(rf"(?:{entry.pattern.pattern})$", folded)
        if match and match.group() and (best is None or match.start() < best[0]):
            best = (match.start(), entry.id)  # type: ignore[assignment]
    if best is None:
        return None, clause, ""
    return best[1], clause[: best[0]], clause[best[0] :]


def _time_of(clause: str) -> str | None:
    """``2018年9月底完成`` is a deadline, not a name."""
    folded = key(clause)
    if _TIME.fullmatch(folded) and not is_unit_name(clause):
        return clause
    return None
