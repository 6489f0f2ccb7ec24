"""The clauses of one part of a statement: lists of names, each with its verb phrase or the label in force.

In: the words behind one label (or without any), a `Draft` that collects names by role. Out: the `Draft`, filled. A clause is
[由|请] names + open predicate; names wait for the predicate that ends their clause, else they take the role of the label.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parser.grammar.predicates import Predicate, acting_name, find_predicate, without_topic
from parser.grammar.rules import key, rule
from parser.grammar.statement_draft import Draft, plausible
from parser.grammar.unit_names import IsName, split_top, split_unit_names
from parser.model import Role
from parser.text.normalize import fold

_TIME = re.compile(
    r"(?:于|在|至|到|须|应|要|确保|力争|争取|并){0,2}(?:每[年月季周]|(?:\d{4}|[〇零一二三四五六七八九]{4})年|今年|明年|本年度?|当年|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"|第?[一二三四]季度|[上下]半年|年[底末前]|年内|全年|长期|持续|常态化?|立即|即时|(?:会|节|汛|赛|[一-鿿]{0,3}(?:会议|活动|节日?|汛期|赛事))前(?:(?:\d{1,2}|[一二三四五六七八九十两]{1,2})(?:天|日|周|个月|月)|完成|办结|到位)).*"
)
_ASIDE = re.compile(
    r"(?:详?见|参见)[一-鿿]{0,4}附[件表录][一-鿿\d]{0,6}|(?:会议|经研究|与会[一-鿿]{0,4})[一-鿿]{0,6}(?:确定|决定|议定|明确|要求|同意|强调|指出|认为)|以?下同|.{0,40}不再.{1,8}|(?:具体)?(?:任务|工作|措施|项目|事项)[^,;。]{0,6}(?:涉及|包括).{0,60}|以下(?:各项|任务|均).{0,40}|均需.{0,30}落实|排名不分先后|.{0,40}另有规定的除外"
)
_NOISE = re.compile(r"(?:按|根据|依据|结合|围绕|为|经|鉴于|除)(?!.*[局委办厅部]).{1,60}")
_DOES = re.compile(r"(?:对|把|将|就|向)(?!.*[局委办厅部由]).{2,}")  # what those named before do
_TELLS = re.compile("(?:会议)?(?:请|责成|责令|要求)")
_OVERSEES = re.compile("监|督|检查|考核|验收|审核|指导")
_OF_A_THING = re.compile("(?:牵头|负责|主办|承办|组织|提出|实施)的")
_ASKS = re.compile("(?:会议)?(?:由|请|责成|责令|要求)")
_WITH = re.compile(r"会同|会商|联合|协同|商")
_SURELY_WITH = ("会同", "会商")
_ANEW = re.compile(r"[省市州区县旗乡镇各]")
# 列第一位的为牵头单位: the rule that the unit named first leads.
POSITION = re.compile(
    r"(?:第一(?:位|个|名|家|顺位|顺序|责任单位|责任部门|责任主体|的|者|单位|部门)|首位|首个|首家|(?:列|排|居)首|第1位?|最前面?)[^,。;、:]{0,14}?(?:牵头|主办|主责|总责)"
    r"|(?:牵头|主办)(?:单位|部门)[^,。;、:]{0,8}(?:列|排|居|位)[^,。;、:]{0,6}(?:第一|首位|首|最前)"
)


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
        self.told = False  # 请, 责成: what the units are told to do is their task, whatever the verb
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
        if _ASIDE.fullmatch(fold(piece)) or self._says_order_or_time(piece):
            return
        self.by = self.by or bool(_ASKS.match(piece))
        self.told = self.told or bool(_TELLS.match(piece))
        if self.fresh and draft.anybody and _DOES.match(fold(piece)) and not draft.is_name(piece):
            draft.open = self.object = True
        elif (found := self._predicate(piece)) is not None:
            self._verb(found)
        elif not self._is_noise(piece):
            self._names(piece)

    def _is_noise(self, piece: str) -> bool:
        return self.fresh and _NOISE.fullmatch(fold(piece)) is not None and not self.draft.is_name(piece)

    def _predicate(self, piece: str) -> Predicate | None:
        """The verb of a piece; one that no rule knows makes the unit before it answer for what it says."""
        found = find_predicate(piece, self.draft.is_name)
        if found is None and (actor := self._actor(piece)) is not None:
            self.draft.acting += [] if self.draft.anybody or self.by else [piece]
            return Predicate("responsible", actor, piece, "", None, False, "")
        if found is not None and self.told and found.role == "support" and _OVERSEES.search(found.head):
            return replace(found, role="responsible", said=None)  # 请A加强监管: what A is told to do
        return found

    def _actor(self, piece: str) -> str | None:
        """The unit in front of a verb that no rule knows, where a clause begins or the units before are told to do it."""
        draft = self.draft
        begins = self.fresh and (draft.anybody or draft.role is None)
        if not (begins or (self.told and self.held)) or (not draft.anybody and _OF_A_THING.search(piece)):
            return None
        return acting_name(piece, draft.is_name)

    def _names(self, piece: str) -> None:
        """A piece without a verb: names, names with others, or an object of the verb before."""
        if (joined := with_others(piece, self.draft.is_name)) is not None:
            self._hold(joined[0])
            self._with(joined[1], "会同")
        elif not self.object or self._goes_on(piece):
            self._hold(without_topic(piece, self.draft.is_name))

    def _says_order_or_time(self, piece: str) -> bool:
        """列首位的为牵头单位 · 6月底前完成: what is no list of names, and is kept."""
        if POSITION.search(key(piece)):
            self.draft.first_leads = self.draft.first_leads or piece
            return True
        if self._is_time(piece):
            self.draft.deadline = self.draft.deadline or _time_of(piece)
            return True
        return False

    def _goes_on(self, piece: str) -> bool:
        """Behind an open predicate: a name only if it plainly is one, and behind a 、 only if it begins anew."""
        known = self.draft.is_name(piece) or all(self.draft.is_name(n) for n in split_unit_names(piece, is_name=self.draft.is_name))
        return known and (self.fresh or bool(_ANEW.match(piece)))

    def _is_time(self, piece: str) -> bool:
        return bool(_TIME.fullmatch(key(piece))) and not self.draft.is_name(piece) and not _names_in(piece, self.draft.is_name)

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
        parted = with_others(found.names, self.draft.is_name)
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
        if names and self.held and not self.fresh:
            names = f"{self.held.pop()}、{names}"
        if self.draft.role is not None and names:
            if role == "responsible" and not self.alone:
                self.held.append(names)  # 责任单位：A、B按职责分工负责 says no more than the label
                self._settle()
                return
            self._settle()
        before, before_said = (self._supported(role), None) if names else (role, said)
        for words in self.held:
            self._take(before, words, verb, said if before == role else before_said)
        if names:
            self._take(role, names, verb, said)
        self.held.clear()

    def _supported(self, role: Role) -> Role:
        """A，B配合: A, in a clause of its own without a verb, is whom B supports; 由A，B配合 is one list."""
        alone = self.draft.role is None and not self.draft.anybody and not self.by
        return "responsible" if role == "support" and alone else role

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
        self.object, self.others, self.by, self.told = False, None, False, False


def _time_of(piece: str) -> str:
    """于2024年9月底前完成河道清理 → 2024年9月底前: what is done is not part of the time, 完成 right behind it is."""
    words = re.sub(r"^(?:于|在|并|须|应|要|确保|力争|争取)++(?=.*[\d月年季底])", "", piece)
    match = re.match(
        r".{2,16}?(?:之前|以前|[年月日号底末度]前|年内|[年月]底(?!前)|年末(?!前))(?:全面|全部|基本)?(?:完成|建成|办结|到位)?", words
    )
    return match.group().removesuffix("完成") if match and len(words) - match.end() > 1 else words


def _names_in(piece: str, is_name: IsName) -> bool:
    """True if units are named in front of the verb of `piece`: 6月底前全部完成 names none."""
    names = find_predicate_names(piece, is_name)
    return bool(names) and not _TIME.fullmatch(key(names))


def find_predicate_names(piece: str, is_name: IsName) -> str:
    """The names in front of a verb phrase that are known as names; empty where there are none."""
    found = find_predicate(piece, is_name)
    return found.names if found and found.names and is_name(found.names) else ""


def with_others(words: str, is_name: IsName) -> tuple[str, str] | None:
    """``A会同B`` → ("A", "B"): 会同 between any names, 商 and 联合 only between whole ones; ``会同B`` → ("", "B")."""
    matches = sorted(_WITH.finditer(words), key=lambda m: (m.group() not in _SURELY_WITH, m.start()))
    whole = is_name(words)
    for match in matches:
        left, right = words[: match.start()], words[match.end() :]
        if whole and not (_ANEW.match(right) and is_name(left)):
            continue
        if _joins(left, right, is_name, sure=match.group() in _SURELY_WITH):
            return left.removesuffix("牵头"), right
    return None


def _joins(left: str, right: str, is_name: IsName, *, sure: bool) -> bool:
    """True if `left` and `right` are names: whole ones, or, where 会同 says so (`sure`), one of them may be nobody's known name."""
    if not right:
        return False
    if not sure:
        return bool(left) and is_name(left) and is_name(right)
    if is_name(right):
        return not left or is_name(left) or plausible(left) or bool(rule("units", "collective_tail").fullmatch(left))
    return not left or is_name(left)
