"""A statement of responsibility while it is read, and as it is read: names by role, and why.

In: lists of names with a role and the words that give it. Out: a `Statement`. Nothing here knows labels or verbs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parser.grammar.rules import key, rule
from parser.grammar.unit_names import IsName, is_unit_name, split_unit_names
from parser.model import ROLES, Evidence, EvidenceKind, Role
from parser.text.normalize import fold

_STAR = re.compile(r"[★☆▲△◎●*#]")
_STAR_BEHIND = re.compile(r"[★☆▲△◎●*#]$")
_PERSON_POST = re.compile(
    r"[一-鿿]{2,4}(?:副?[区县市旗镇乡]长|副?书记|副?主任|常委|同志|副?局长|部长|主席)|[一-鿿]{0,16}(?:领导|负责人|负责同志|主要领导|联系人|责任人|分管同志)"
)
_MARKED = re.compile(r"\((?P<role>总?牵头|主办|配合|协办|责任|协助|参与|落实|承办|负责)(?:单位|部门)?\)$")
_MARKED_ROLES: dict[str, Role] = {
    "牵头": "lead", "总牵头": "lead", "主办": "lead", "配合": "support", "协办": "support", "协助": "support", "参与": "support",
    "责任": "responsible", "落实": "responsible", "承办": "responsible", "负责": "responsible",
}  # fmt: skip
_PLAUSIBLE = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323afA-Z()“”‘’·、]{2,24}")


@dataclass(frozen=True, slots=True)
class Statement:
    """Names by role in the order printed, the evidence for each role, and the deadline's words if it states one.

    `odd` are words in a place for names that are not known as one and do not look like one; `said` holds for single names the
    text's own word (业务指导), `slips` the labels that were misread; `open` tells that a verb has an object, which says what the units do.
    """

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    deadline: str | None = None
    odd: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    slips: tuple[str, ...] = ()
    open: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return self.lead + self.responsible + self.support

    def said_of(self, name: str) -> str | None:
        """The text's own word for what `name` does, where it is another than the role's."""
        return dict(self.said).get(name)


@dataclass(slots=True)
class Draft:
    """A statement being read. `role`, `kind` and `why` belong to the label or column in force (no role: verbs must say)."""

    is_name: IsName
    names: dict[Role, dict[str, None]] = field(default_factory=lambda: {role: {} for role in ROLES})
    evidence: dict[tuple[Role, str], Evidence] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    deadline: str | None = None
    labelled: bool = False
    odd: list[str] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)
    role: Role | None = None
    kind: EvidenceKind = "sentence"
    why: str = ""
    with_persons: bool = False
    first_leads: str | None = None
    star_leads: bool = False
    open: bool = False
    acting: list[str] = field(default_factory=list)  # opening clauses whose verb no rule knows: they need another beside them

    @property
    def anybody(self) -> bool:
        """True if somebody has a role already."""
        return any(self.names.values())

    def label(self, role: Role | None, kind: EvidenceKind, why: str, said: str | None = None) -> None:
        """Begin a part: names without a verb of their own have this role, because of `why`."""
        self.role, self.kind, self.why = role, kind, why

    def add(self, role: Role, words: str, kind: EvidenceKind, why: str, said: str | None = None) -> None:
        """Give all names in `words` a role; a mark behind a name, A（牵头）, says otherwise for that name."""
        for name in split_unit_names(words, persons=self.with_persons, is_name=self.is_name):
            if _PERSON_POST.fullmatch(name) and not is_unit_name(name):
                continue
            marked = _MARKED.search(fold(name))
            if _STAR.match(name) or _STAR_BEHIND.search(name):
                self._put("lead" if self.star_leads else role, _STAR.sub("", name), kind, why, said)
            elif marked:
                self._put(_MARKED_ROLES[marked["role"]], name[: marked.start()], "sentence", marked["role"], None)
            else:
                self._put(role, name, kind, why, said)

    def _put(self, role: Role, name: str, kind: EvidenceKind, why: str, said: str | None) -> None:
        if not self.is_name(name):
            self.odd.append(name)
            if not plausible(name):
                return
        self.names[role][name] = None
        if said:
            self.said[name] = said
        self.evidence.setdefault((role, why), Evidence(role=role, kind=kind, text=why))

    def done(self) -> Statement:
        lead, responsible, support = (tuple(self.names[role]) for role in ROLES)
        responsible = tuple(n for n in responsible if n not in lead)
        support = tuple(n for n in support if n not in lead)
        if self.first_leads and not lead and responsible:
            evidence = Evidence(role="lead", kind="position", text=self.first_leads)
            self.evidence = {("lead", self.first_leads): evidence, **self.evidence}
            lead, responsible = responsible[:1], responsible[1:]
        said = tuple((n, self.said[n]) for n in support if n in self.said)
        return Statement(
            lead=lead,
            responsible=responsible,
            support=support,
            evidence=tuple(self.evidence.values()),
            deadline=self.deadline,
            odd=tuple(self.odd),
            said=said,
            slips=tuple(self.slips),
            open=self.open,
        )


def plausible(name: str) -> bool:
    """True for a bounded piece that could be a unit's name nobody knows; a sentence, a time or a matter is none."""
    folded = key(name)
    return bool(_PLAUSIBLE.fullmatch(folded)) and not rule("units", "no_name").fullmatch(folded)
