"""The clauses of one part of a statement: lists of names, each with its verb phrase or the label in force.

In: the words behind one label (or without any), a `Draft` that collects names by role. Out: the `Draft`, filled. A clause is
[由|请] names + open predicate; names wait for the predicate that ends their clause, else they take the role of the label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parser.grammar.predicates import Predicate, find_predicate, without_topic
from parser.grammar.rules import key, rule
from parser.grammar.unit_names import IsName, is_unit_name, split_top, split_unit_names
from parser.model import ROLES, Evidence, EvidenceKind, Role
from parser.text.normalize import fold

_TIME = re.compile(
    r"(?:于|在|至|到|须|应|要|确保|力争|争取|并){0,2}(?:每[年月季周]|(?:\d{4}|[〇零一二三四五六七八九]{4})年|今年|明年|本年度?|当年|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"|第?[一二三四]季度|[上下]半年|年[底末前]|年内|全年|长期|持续|常态化?|立即|即时).*"
)
_ASIDE = re.compile(
    r"(?:会议|经研究|与会[一-鿿]{0,4})[一-鿿]{0,6}(?:确定|决定|议定|明确|要求|同意|强调|指出|认为)|以?下同|.{0,40}不再.{1,8}|(?:具体)?(?:任务|工作|措施|项目|事项)[^,;。]{0,6}(?:涉及|包括).{0,60}|以下(?:各项|任务|均).{0,40}|均需.{0,30}落实|排名不分先后|.{0,40}另有规定的除外"
)
_NOISE = re.compile(r"(?:按|根据|依据|结合|围绕|为|经|鉴于|除)(?!.*[局委办厅部]).{1,60}")
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
_WITH = re.compile(r"会同|会商|联合|协同|商")
_PLAUSIBLE = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323afA-Z()“”‘’·、]{2,24}")
# 列第一位的为牵头单位: the rule that the unit named first leads.
POSITION = re.compile(
    r"(?:第一(?:位|个|名|家|顺位|顺序|责任单位|责任部门|责任主体|的|者|单位|部门)|首位|首个|首家|(?:列|排|居)首|第1位?|最前面?)[^,。;、:]{0,14}?(?:牵头|主办|主责|总责)"
    r"|(?:牵头|主办)(?:单位|部门)[^,。;、:]{0,8}(?:列|排|居|位)[^,。;、:]{0,6}(?:第一|首位|首|最前)"
)


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


def read_clauses(draft: Draft, body: str) -> None:
    """Read the words behind one label into `draft`."""
    _Clauses(draft).read(body)


class _Clauses:
    """Walks over the pieces between 、，；。: `held` are names that wait, one string for each piece between commas."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.held: list[str] = []
        self.fresh = True  # the next piece begins a clause
        self.object = False  # an open predicate stands before: what follows a 、 may be its object
        self.others: str | None = None  # 会同 was read: names that come are the others
        self.by = False  # 由 opened the list: it goes on over commas
        self.alone = False  # a ；was read: verbs say for themselves, the label does not hold them

    def read(self, body: str) -> None:
        for piece, mark in split_top(body, "、,;。，；\n"):
            if words := piece.strip("。 ★☆" if not self.draft.star_leads else "。 "):
                self._piece(words)
            self.fresh = mark != "、"
            if mark and mark in ";。；":
                self._settle()
                self.alone = True
        self._settle()

    def _piece(self, piece: str) -> None:
        draft = self.draft
        if _ASIDE.fullmatch(fold(piece)):
            return
        if POSITION.search(key(piece)):
            draft.first_leads = draft.first_leads or piece
            return
        if self._is_time(piece):
            draft.deadline = draft.deadline or _time_of(piece)
            return
        self.by = self.by or bool(re.match("由|请|责成", piece))
        found = find_predicate(piece, draft.is_name)
        if found is not None:
            self._verb(found)
        elif self.fresh and _NOISE.fullmatch(fold(piece)) and not draft.is_name(piece):
            return
        elif (joined := _with(piece, draft.is_name)) is not None:
            self._hold(joined[0])
            self._with(joined[1], "会同")
        elif not (self.object and not self._goes_on(piece)):
            self._hold(without_topic(piece, draft.is_name))

    def _goes_on(self, piece: str) -> bool:
        """Behind an open predicate: a name only if it plainly is one, and behind a 、 only if it begins anew."""
        known = self.draft.is_name(piece) or all(self.draft.is_name(n) for n in split_unit_names(piece, is_name=self.draft.is_name))
        return known and (self.fresh or bool(re.match(r"[区县市省旗州乡镇各]", piece)))

    def _is_time(self, piece: str) -> bool:
        return bool(_TIME.fullmatch(key(piece))) and not self.draft.is_name(piece) and find_predicate_names(piece, self.draft.is_name) == ""

    def _hold(self, words: str) -> None:
        if not words:
            return
        self.object = False
        if self.others is not None:
            self.draft.add("support", words, "sentence", self.others)
        elif self.held and not self.fresh:
            self.held[-1] = f"{self.held[-1]}、{words}"
        else:
            self.held.append(words)

    def _verb(self, found: Predicate) -> None:
        self.draft.open = self.draft.open or not found.closed
        if self.object and found.names and not self._goes_on(found.names):
            return
        if self.others is not None and found.names:
            self.draft.add("support", found.names, "sentence", f"会同…{found.verb}")
            self.others, self.object = None, not found.closed
            return
        self.others = None
        parted = _with(found.names, self.draft.is_name)
        if parted is not None:
            self._hold(parted[0])
            self._assign("lead" if found.role != "support" else found.role, "", f"会同…{found.verb}", None)
            self.draft.add("support", parted[1], "sentence", f"会同…{found.verb}")
        elif found.names or self.held:
            self._assign(found.role, found.names, found.verb, found.said)
        self.object = not found.closed
        if tail := re.match(r"(?:会同|会商|联合|商)(?P<rest>.{2,})", found.tail):
            self.object = False
            self._with(tail["rest"], f"{found.head}会同")

    def _with(self, words: str, why: str) -> None:
        """会同B、C: the names from here on support, up to the verb that ends the list."""
        if self.held and self.draft.role != "support":
            self._assign("lead", "", why, None)
        self.others = why
        found = find_predicate(words, self.draft.is_name)
        names = found.names if found else words
        if names:
            self.draft.add("support", names, "sentence", why)
        if found:
            self.others, self.object = None, not found.closed

    def _assign(self, role: Role, names: str, verb: str, said: str | None) -> None:
        """The verb ends its own clause; names of earlier clauses belong to it only where no label gives them a role."""
        draft = self.draft
        if names and self.held and not self.fresh:
            names = f"{self.held.pop()}、{names}"
        if draft.role is not None and names:
            if role == "responsible" and not self.alone:
                self.held.append(names)  # 责任单位：A、B按职责分工负责 says no more than the label
                self._settle()
                return
            self._settle()
        first = "responsible" if role == "support" and draft.role is None and not draft.anybody and not self.by else role
        for words in self.held:  # A，B配合: A, in a clause of its own without a verb, is whom B supports
            self._take(first if names else role, words, verb, said if first == role or not names else None)
        if names:
            self._take(role, names, verb, said)
        self.held.clear()

    def _take(self, role: Role, words: str, verb: str, said: str | None) -> None:
        if self.draft.role is not None and role == self.draft.role:
            self.draft.add(role, words, self.draft.kind, self.draft.why, said)
        else:
            self.draft.add(role, words, "sentence", verb, said)

    def _settle(self) -> None:
        """Give the waiting names the role of their label; without one they are words, not names."""
        for words in self.held:
            if self.draft.role is None:
                self.draft.odd.append(words)
            else:
                self.draft.add(self.draft.role, words, self.draft.kind, self.draft.why)
        self.held.clear()
        self.object, self.others, self.by = False, None, False


def _time_of(piece: str) -> str:
    """于2024年9月底前完成河道清理 → 2024年9月底前: what is done is not part of the time, 完成 right behind it is."""
    words = re.sub(r"^(?:于|在|并|须|应|要|确保|力争|争取)+(?=.*[\d月年季底])", "", piece)
    match = re.match(
        r".{2,16}?(?:之前|以前|[年月日号底末度]前|年内|[年月]底(?!前)|年末(?!前))(?:全面|全部|基本)?(?:完成|建成|办结|到位)?", words
    )
    return match.group().removesuffix("完成") if match and len(words) - match.end() > 1 else words


def find_predicate_names(piece: str, is_name: IsName) -> str:
    """The names in front of a verb phrase that are known as names; empty where there are none."""
    found = find_predicate(piece, is_name)
    return found.names if found and found.names and is_name(found.names) else ""


def _with(words: str, is_name: IsName) -> tuple[str, str] | None:
    """``A会同B`` → ("A", "B"): 会同 between any names, 商 and 联合 only between whole ones; ``会同B`` → ("", "B")."""
    whole = is_name(words)
    matches = sorted(_WITH.finditer(words), key=lambda m: (m.group() not in ("会同", "会商"), m.start()))
    for match in matches:
        left, right = words[: match.start()], words[match.end() :]
        sure = match.group() in ("会同", "会商")
        if not right or (not left and not sure):
            continue
        if whole and not (re.match("[省市州区县旗乡镇各]", right) and is_name(left) and is_name(right)):
            continue
        on_left = not left or is_name(left) or (sure and (plausible(left) or bool(rule("units", "collective_tail").fullmatch(left))))
        if on_left and (is_name(right) or (sure and (not left or is_name(left)))):
            return left.removesuffix("牵头"), right
    return None
