"""Statements of responsibility: what a parenthesis, a line or a cell says about who leads, answers for and supports.

In: the words of the statement. Out: a `Statement` (names by role, why, and the stated 时限), or ``None`` where the words are no
such statement: general prose about 牵头部门 is none. Forms: 责任单位：A、B；完成时限：… · A牵头，B、C配合 · A、B按职责分工负责 ·
由A会同B负责 · A（牵头）、B.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parser.grammar.rules import first_match, key, load_rules
from parser.grammar.unit_names import is_unit_list, is_unit_name, split_top, split_unit_names, without_blanks
from parser.model import ROLES, Evidence, EvidenceKind, Role
from parser.text.normalize import fold

_WITH = re.compile(r"(?:牵头,?)?(?:会同|会商|商)")
_TIME = re.compile(
    r"(?:(?:\d{4}|[〇零一二三四五六七八九]{4})年|\d{1,2}月|[一二三四]季度|[上下]半年|年底|年内|全年|长期|持续|每[年月季周]).*"
)
_LABEL = re.compile(r"(?:^|(?<=[;,。(、\]:]))(?P<label>[一-鿿、及和/]{2,12}?(?:\([^()]{1,24}\))?[一-鿿]{0,4}?):")
_NOISE = re.compile(r"(?:以?下同|.*不再(?:一一)?列出|以下(?:各项|任务).*|均需.*落实|排名不分先后|.*另有规定的除外)")
_STAR = re.compile(r"[★☆▲△◎●*#]")
_STAR_LEADS = re.compile(r"[★☆▲△◎●*#][^,。;]{0,8}牵头|牵头[^,。;]{0,6}[★☆▲△◎●*#]")
_PERSON_POST = re.compile(r"[一-鿿]{2,4}(?:副?[区县市旗镇乡]长|副?书记|副?主任|常委|同志|副?局长|部长|主席)")
# 列第一位的为牵头单位: the rule that the unit named first leads.
POSITION = re.compile(
    r"(?:(?:列|排|位列|排名|排列|位于|居)(?:在)?(?:第一位?|首位|最前面?|第1位?)|第一个(?:责任)?(?:单位|部门)|首个(?:责任)?(?:单位|部门)|"
    r"(?:单位|部门)的?第一个)(?:的)?(?:责任)?(?:单位|部门)?,?(?:即)?(?:为|是|作为|系)(?:该项|本项|此项)?(?:工作|任务)?的?(?:牵头|主办)"
)
_LABEL_BEHIND_NAME = re.compile(
    r"(?<=[局委办室部会院队司镇道处所站社厅馆校企心府)）])(?=(?:牵头|责任|配合|协办|主办|承办)(?:单位|部门)[:：])"
)
_LABEL_IS = re.compile(r"(?:(?<=^)|(?<=[，,；;。]))(?P<label>(?:牵头|责任|配合|主办|协办)(?:单位|部门))(?:为|是)(?=[一-鿿])")
_LOST_COLON = re.compile(r"(?P<label>(?:牵头|责任|配合|承办|主办|协办)(?:单位|部门))[;.。,]?(?=[一-鿿])")
_MARKED = re.compile(r"\((?P<role>牵头|主办|配合|协办|责任)(?:单位|部门)?\)$")
_MARKED_ROLES: dict[str, Role] = {"牵头": "lead", "主办": "lead", "配合": "support", "协办": "support", "责任": "responsible"}
_VERB_THEN_NAME = re.compile(r"(?<=牵头|配合|负责|主办|协办|参与|协助)、")


@dataclass(frozen=True, slots=True)
class Statement:
    """Names by role in the order printed, the evidence for each role, and the deadline's words if it states one.

    `odd` are words in a place for names that do not look like a name.
    """

    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    deadline: str | None = None
    odd: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.lead + self.responsible + self.support


@dataclass(slots=True)
class _Draft:
    """A statement being read. `role`, `kind` and `why` belong to the label or column in force (no role: verbs must say)."""

    names: dict[Role, dict[str, None]] = field(default_factory=lambda: {role: {} for role in ROLES})
    evidence: dict[tuple[Role, str], Evidence] = field(default_factory=dict)
    deadline: str | None = None
    labelled: bool = False
    odd: list[str] = field(default_factory=list)
    role: Role | None = None
    kind: EvidenceKind = "sentence"
    why: str = ""
    with_persons: bool = False
    first_leads: str | None = None
    star_leads: bool = False

    def add(self, role: Role, words: str, kind: EvidenceKind, why: str) -> None:
        """Give all names in `words` a role; a mark behind a name, A（牵头）, says otherwise for that name."""
        for name in split_unit_names(words, persons=self.with_persons):
            if ":" in fold(name):
                self.odd.append(name)
                continue
            if _PERSON_POST.fullmatch(name) and not is_unit_name(name):
                continue
            marked = _MARKED.search(fold(name))
            if _STAR.match(name):
                self._put("lead" if self.star_leads else role, _STAR.sub("", name), kind, why)
            elif marked:
                self._put(_MARKED_ROLES[marked["role"]], name[: marked.start()], "sentence", marked["role"])
            else:
                self._put(role, name, kind, why)

    def _put(self, role: Role, name: str, kind: EvidenceKind, why: str) -> None:
        self.names[role][name] = None
        if not is_unit_name(name):
            self.odd.append(name)
        self.evidence.setdefault((role, why), Evidence(role=role, kind=kind, text=why))

    def done(self) -> Statement:
        lead, responsible, support = (tuple(self.names[role]) for role in ROLES)
        responsible = tuple(n for n in responsible if n not in lead)
        if self.first_leads and not lead and responsible:
            evidence = Evidence(role="lead", kind="position", text=self.first_leads)
            self.evidence = {("lead", self.first_leads): evidence, **self.evidence}
            lead, responsible = responsible[:1], responsible[1:]
        return Statement(lead, responsible, support, tuple(self.evidence.values()), self.deadline, tuple(self.odd))


def parse_statement(text: str) -> Statement | None:
    """The statement that the whole of `text` is. Every name must look like a unit's, unless a label announces the list."""
    draft = _Draft()
    for label, body in _labelled_parts(text):
        _read_part(draft, label, body)
    statement = draft.done()
    if not statement.names or (not draft.labelled and statement.odd and not _plain_enough(statement)):
        return None
    return statement


def _plain_enough(statement: Statement) -> bool:
    """牵头 and 配合 say plainly what the words before them are: one short name of an unknown form does not undo that."""
    odd = [name for name in statement.odd if len(name) <= 12 and re.fullmatch(r"[一-鿿（）()]+", name)]
    said = any(e.kind == "sentence" and e.role in ("lead", "support") for e in statement.evidence)
    return said and len(odd) == len(statement.odd) == 1 and len(statement.names) >= 3


def parse_cell(text: str, role: Role, column: str) -> Statement | None:
    """A cell of a unit column: a plain list has the column's role, verbs and labels in it say otherwise."""
    draft = _Draft(with_persons="人" in column, star_leads=bool(_STAR_LEADS.search(fold(column))))
    for label, body in _labelled_parts(text):
        if label:
            _read_part(draft, label, body)
        else:
            draft.role, draft.kind, draft.why = role, "column", column
            _read_clauses(draft, body)
    statement = draft.done()
    return statement if statement.names else None


def parse_stated_deadline(text: str) -> str | None:
    """The words behind 完成时限： if the whole of `text` states nothing but a deadline."""
    parts = list(_labelled_parts(text))
    if len(parts) == 1 and parts[0][0] and label_kind(parts[0][0]) == "deadline":
        return parts[0][1].strip("。;；") or None
    return None


def label_kind(label: str) -> str | None:
    """What a label announces: a role, ``deadline``, ``other`` (persons, aims, measures), or ``None``."""
    bare = key(label)
    return first_match("labels", bare) or first_match("labels", re.sub(r"\([^()]*\)", "", bare))


def opens_with_label(text: str) -> bool:
    """True if `text` begins with a label of responsibility or of a 时限 (责任单位：, 完成时限：)."""
    match = _LABEL.match(key(text[:40]))
    return bool(match) and label_kind(match["label"] if match else "") in (*ROLES, "deadline")


def opens_with_any_label(text: str) -> bool:
    """True if `text` begins with a label of the kind that stands beside 责任单位：, such as 责任人： or 整改目标：."""
    match = _LABEL.match(key(text[:40]))
    return bool(match) and label_kind(match["label"] if match else "") is not None


def _labelled_parts(text: str) -> Iterator[tuple[str, str]]:
    """Cut a statement at its labels → (label or ``""``, words up to the next label). White space is gone from both."""
    bare = _LABEL_BEHIND_NAME.sub("；", _LABEL_IS.sub(r"\g<label>：", _with_colon(without_blanks(text))))
    folded = fold(bare)
    cuts = [m for m in _LABEL.finditer(folded) if label_kind(m["label"]) is not None]
    start = cuts[0].start() if cuts else len(bare)
    if bare[:start].strip(" ,;，；。"):
        yield "", bare[:start]
    for i, cut in enumerate(cuts):
        stop = cuts[i + 1].start() if i + 1 < len(cuts) else len(bare)
        yield bare[cut.start("label") : cut.end("label")], bare[cut.end() : stop]


def _with_colon(text: str) -> str:
    """A label whose colon was lost or misread at the very beginning gets it back, if only units follow."""
    match = _LOST_COLON.match(fold(text))
    if match and ":" not in fold(text)[: match.end() + 1] and is_unit_list(text[match.end() :].split("；")[0].rstrip("。")):
        return f"{text[: match.end('label')]}：{text[match.end() :]}"
    return text


def _read_part(draft: _Draft, label: str, body: str) -> None:
    kind = label_kind(label) if label else None
    if kind == "deadline":
        draft.deadline = body.strip("。;；,，") or None
        draft.labelled = True
    elif kind in ROLES:
        draft.labelled = True
        draft.role, draft.kind, draft.why = kind, "label", label
        draft.with_persons = "人" in label or "领导" in label
        draft.first_leads = draft.first_leads or (label if POSITION.search(fold(label)) else None)
        _read_clauses(draft, body)
    else:
        draft.role, draft.kind, draft.why = None, "sentence", ""
        _read_clauses(draft, body if kind is None else re.sub(r"^[^;；]*[;；]?", "", body))


def _read_clauses(draft: _Draft, body: str) -> None:
    """Clauses between ，and ；: names wait for the verb that ends their clause, else they take the role of the label."""
    waiting: list[str] = []
    for clause, mark in split_top(_VERB_THEN_NAME.sub("，", body), ",;。，；\n"):
        clause = clause.strip("。 ")
        if not clause or _NOISE.fullmatch(clause):
            continue
        if POSITION.search(key(clause)):
            draft.first_leads = clause
            continue
        if _is_time(clause):
            draft.deadline = draft.deadline or clause
            continue
        role, names, verb = _cut_verb(clause)
        if role is None:
            waiting.append(clause)
            if mark and mark in ";。；":
                _settle(draft, waiting)
        elif _says_with(names) or _joins_others(names):
            _settle(draft, waiting)
            _read_with(draft, names, verb)
        elif draft.role and role == "responsible" and verb.endswith("负责"):
            waiting.append(names)  # 责任单位：A、B按职责分工负责 says no more than the label
            _settle(draft, waiting)
        else:
            _take_verb(draft, waiting, names, role, verb)
    _settle(draft, waiting)


def _take_verb(draft: _Draft, waiting: list[str], names: str, role: Role, verb: str) -> None:
    """The verb ends its own clause; names of earlier clauses belong to it only where nothing else gives them a role."""
    if draft.role is None or not names:
        for words in [*waiting, names]:
            if words:
                draft.add(role, words, "sentence", verb)
        waiting.clear()
        return
    _settle(draft, waiting)
    draft.add(role, names, "sentence", verb)


def _settle(draft: _Draft, waiting: list[str]) -> None:
    """Give the waiting names the role of their label; without one they are words, not names."""
    for words in waiting:
        if words and draft.role is None:
            draft.odd.append(words)
        elif words and draft.role is not None:
            draft.add(draft.role, words, draft.kind, draft.why)
    waiting.clear()


def _read_with(draft: _Draft, names: str, verb: str) -> None:
    match = _says_with(names)
    if match is None:
        draft.add("support", names[2:], "sentence", f"会同…{verb}")
        return
    draft.add("lead", match[0], "sentence", f"会同…{verb}")
    draft.add("support", match[1], "sentence", f"会同…{verb}")


def _joins_others(part: str) -> bool:
    """``会同B、C`` behind a clause that named the lead."""
    return bool(re.match(r"会同|会商", part)) and all(map(is_unit_name, split_unit_names(part[2:])))


def _says_with(part: str) -> tuple[str, str] | None:
    """``由A会同B`` → ("A", "B") where units stand on both sides."""
    start = 1 if part[:1] in ("由", "请") else 0
    for match in _WITH.finditer(fold(part), start + 2):
        sides = part[start : match.start()], part[match.end() :]
        names = [split_unit_names(side) for side in sides]
        if all(side and all(map(is_unit_name, side)) for side in names):
            return sides
    return None


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


def _is_time(clause: str) -> bool:
    """``2018年9月底完成`` is a deadline, not a name."""
    return bool(_TIME.fullmatch(key(clause))) and not is_unit_name(clause)
