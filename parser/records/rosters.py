"""名单: who is 组长, 副组长, 成员, with name and post.

In: the text blocks of a document, and its tables. Out: a `RosterDraft` for each list. Names are given without white space, without
(女) and the like; a post that is not printed is ``""``. What a list prints in a place for names and is none is kept in `unread`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parser.grammar.markers import find_marker
from parser.grammar.roster_lines import (
    POST_WORD,
    ROLE_LINE,
    group_in,
    leading_members,
    make_member,
    members_in,
    prose_members,
    role_and_rest,
    roles_inside,
)
from parser.grammar.rules import key, rule
from parser.grammar.unit_names import is_collective, is_unit_list
from parser.model import Member
from parser.text.normalize import Line, fold, squeeze

_HEADS = re.compile(r"(?!副)(?:第一|总)?(?:组长|总指挥|主任|召集人|指挥长|主任委员|总?[河林湖田路链]长|会长|团长)")
_TAIL = re.compile(r"(?:的?(?:成员|组成人员|人员|领导))?(?:名单)?(?:如下)?:?$")
_LOST_HEAD = re.compile(r"(?P<rest>长|挥长|集人|人|任|总指挥|指挥):?(?=.)")
_LABEL = re.compile(r"[^，。；：:]{2,8}[：:]")
_SAYS_WHO = re.compile(r"任|为|担任")


@dataclass(frozen=True, slots=True)
class RosterDraft:
    """`group` is named by a heading above the list or the sentence that sets it up, else ``None``.

    `unread` are lines with a role in which no name was found, `guessed` roles of which a character is lost.
    """

    group: str | None
    members: tuple[Member, ...]
    lines: tuple[Line, ...]
    unread: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()


_MEMBERS_BELOW = re.compile(
    r"(?:(?:成员|组成人员)(?:名单)?(?:公布|调整|安排)?(?:由|为|有|是)?(?:如下|(?:以下|下列)(?:人员|同志|[^,。;:]{1,6}人)(?:组成|担任|构成)?)|由(?:以下|下列)(?:人员|同志)(?:组成|构成)):?$"
)
_JOINED = 400

Texts = Sequence[tuple[str, tuple[Line, ...]]]


def find_rosters(texts: Texts) -> list[RosterDraft]:
    """Rosters in the text blocks of one document, given as (text, lines) in order."""
    reader = _Reader()
    texts = _brackets_joined(texts)
    for at, (text, lines) in enumerate(texts):
        reader.read(text, lines, texts[at + 1][0] if at + 1 < len(texts) else "")
    reader.close()
    return reader.found


def _brackets_joined(texts: Texts) -> Texts:
    """A line of members that ends inside a bracket, and the line that closes it: one text."""
    joined: list[tuple[str, tuple[Line, ...]]] = []
    for text, lines in texts:
        if joined and (both := _closed_by(joined[-1][0], text)) is not None:
            joined[-1] = (both, (*joined[-1][1], *lines))
        else:
            joined.append((text, lines))
    return joined


def _closed_by(above: str, text: str) -> str | None:
    """``…、方小舟（县民政`` and ``局局长）`` → one line, if it is one of members."""
    bare = fold(text)
    if len(above) > _JOINED or fold(above).count("(") != fold(above).count(")") + 1 or not 0 < bare.find(")") < (bare + "(").find("("):
        return None
    both = above + squeeze(text)
    role, rest = role_and_rest(both) or ("成员", both)
    return both if len(both) <= 2 * _JOINED and members_in(role, rest) else None


class _Reader:
    """Walks over the blocks; a roster is open from its first role to the first block that is no part of it."""

    def __init__(self) -> None:
        self.found: list[RosterDraft] = []
        self.members: list[Member] = []
        self.lines: list[Line] = []
        self.unread: list[str] = []
        self.guessed: list[str] = []
        self.role: str | None = None
        self.group: str | None = None
        self.goes_on = False  # the last line ends in 、
        self.lists = False  # … or in ，

    def read(self, text: str, lines: tuple[Line, ...], following: str) -> None:
        if rule("roster", "no_roster").fullmatch(key(text)) and not role_and_rest(text):
            self.close()
        elif parts := self._roles(text, following):
            for role, rest in parts:
                self._open(role)
                self._take(role, rest)
            self.lines += lines
        elif self.role is not None and self._goes_on(self.role, text, following):
            self.lines += lines
        else:
            self._leave(text, lines)
            if _MEMBERS_BELOW.search(key(text)) and not role_and_rest(following) and members_in("成员", following):
                self.group = self.group or group_in(text)
                self.role = "成员"
        self.goes_on = text.rstrip().endswith("、")
        self.lists = text.rstrip().endswith(("、", "，", ","))

    def _goes_on(self, role: str, text: str, following: str) -> bool:
        """Take a line of the open list: more members, the rest of the last post, or a line that sorts those that follow."""
        if more := members_in(role, text):
            self.members += more
            return True
        if self.members and _is_rest_of_post(self.members[-1], text, self.goes_on):
            last, mark = self.members[-1], "、" if self.goes_on else ""
            self.members[-1] = replace(last, post=last.post + mark + squeeze(text).rstrip("。；、"))
            return True
        if self.lists and (begun := leading_members(role, text)):
            self.members += begun
            return True
        return _is_subgroup(text) and bool(members_in(role, following))

    def _roles(self, text: str, following: str) -> list[tuple[str, str]]:
        """The roles of one block, also behind a mark (（一）组长：), alone without a colon, or with its first character lost."""
        marker = find_marker(text)
        words = text[marker.end :] if marker else text
        if parts := list(roles_inside(words)):
            return parts
        if ROLE_LINE.fullmatch(key(words)) and members_in(key(words), following):
            return [(key(words), "")]
        lost = _LOST_HEAD.match(key(text)[:6])
        below = role_and_rest(following)
        if lost and self.role is None and below and below[0].startswith("副") and below[0].endswith(lost["rest"]):
            role, rest = below[0].removeprefix("副"), fold(text).partition(":")
            self.guessed.append(f"{squeeze(text)}（{role}）")
            return [(role, text[len(rest[0]) + 1 :] if rest[1] else text[1:])]
        return []

    def _take(self, role: str, rest: str) -> None:
        members = members_in(role, rest) if rest else ()
        self.members += members
        if rest and not members and not is_unit_list(rest) and not is_collective(rest) and not role.endswith(("单位", "部门")):
            self.unread.append(f"{role}：{squeeze(rest)}")

    def _leave(self, text: str, lines: tuple[Line, ...]) -> None:
        """A block that is no part of the list: it closes it, may be a list in prose itself, and may name the next group."""
        above = self.group
        self.close()
        self.group = _group_named(text) or group_in(text) or (above if _LABEL.match(text) or _SAYS_WHO.search(text) else None)
        if _SAYS_WHO.search(text) and (members := prose_members(text)) and _is_a_group(members, text, self.group):
            self.members, self.lines = list(members), list(lines)
            self.close()

    def _open(self, role: str) -> None:
        if _HEADS.fullmatch(role) and any(m.role == role for m in self.members):
            self.close()
        self.role = role

    def close(self) -> None:
        if self.members:
            draft = RosterDraft(self.group, tuple(self.members), tuple(self.lines), tuple(self.unread), tuple(self.guessed))
            self.found.append(draft)
            self.group = None
        self.members, self.lines, self.unread, self.guessed, self.role = [], [], [], [], None


def _group_named(text: str) -> str | None:
    """The group that a heading or the line before the list names: 一、招商专班 · 现将县防汛指挥部成员名单公布如下："""
    bare = re.sub(r"^[^、.)）]{1,5}[、.)）]\s*", "", text) if len(text) < 50 else ""
    words = _TAIL.sub("", squeeze(bare))
    return words if words and rule("roster", "group").fullmatch(key(words)) else None


def _is_subgroup(text: str) -> bool:
    """``（一）部门委员`` · ``专家委员（按姓氏笔画为序）``: a short line that sorts the members of one role."""
    bare = key(text)
    if len(bare) > 30 or re.search(r"[。;]", bare) or rule("roster", "group").fullmatch(bare):
        return False
    return find_marker(text) is not None or bool(re.search(r"(?:成员|委员|代表|专家|人员|部门|方面|单位)(?:\([^()]*\))?:?$", bare))


def _is_a_group(members: Sequence[Member], text: str, group: str | None) -> bool:
    """A sentence tells of a group if it names one, or a head and others."""
    heads = any(_HEADS.fullmatch(m.role) for m in members)
    return heads and (group is not None or len(members) > 1 or bool(re.search(r"小组|指挥部|委员会|专班|联席会议|机构", text)))


def _is_rest_of_post(last: Member, text: str, goes_on: bool) -> bool:
    """The second line of a long post: short words that end like a post, behind one that does not, or that ends in 、."""
    bare = key(text)
    if len(bare) > 24 or not POST_WORD.search(bare) or re.search(r"[。;:]", bare) or find_marker(text):
        return False
    return goes_on or not re.search(r"[长任记席员理]$", last.post)


def table_roster(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Member, ...]:
    """Members of a table with a column for the role in the group, one for the name and one for the post; else none."""
    places = _roster_columns([key(c) for c in columns])
    if places is None:
        return ()
    name, role, post = places
    if not _holds_roles(rows, role) and _holds_roles(rows, post):
        role, post = post, role
    members: list[Member] = []
    current = ""
    for row in rows:
        current = squeeze(row[role]) or current
        if row[name] and ROLE_LINE.fullmatch(key(current)):
            members.append(make_member(current, row[name], row[post]))
    return tuple(members)


def _holds_roles(rows: Sequence[Sequence[str]], column: int) -> bool:
    return any(ROLE_LINE.fullmatch(key(row[column])) for row in rows)


def _roster_columns(heads: Sequence[str]) -> tuple[int, int, int] | None:
    """The columns of the name, of the role in the group and of the post."""
    name = _column(heads, r".{0,4}(?:姓名|名字|人员)", ())
    post = _column(heads, r".*(?:单位及职务|工作单位|单位职务|现任职务|所在单位|单位.{0,2}职务|行政职务).*", ())
    role = _column(heads, r".*(?:职务|职责|角色|组内|担任|身份).*", (name, post))
    post = post if post is not None else _column(heads, r"单位|部门|原?职务", (name, role))
    return None if name is None or role is None or post is None else (name, role, post)


def _column(heads: Sequence[str], pattern: str, taken: Sequence[int | None]) -> int | None:
    """The first column whose heading is as `pattern` says and that is not taken yet."""
    return next((i for i, head in enumerate(heads) if i not in taken and re.fullmatch(pattern, head)), None)
