"""名单: who is 组长, 副组长, 成员, with name and post.

In: the text blocks of a document, and its tables. Out: a `RosterDraft` for each list. Names are given without white space, without
(女) and the like; a post that is not printed is ``""``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parser.grammar.roster_lines import POST_WORD, ROLE_LINE, make_member, members_in, roles_inside
from parser.grammar.rules import key
from parser.model import Member
from parser.text.normalize import Line, squeeze

_HEADS = ("组长", "总指挥", "主任", "第一组长", "总召集人", "指挥长", "召集人", "主任委员", "总河长", "总林长", "会长", "团长")
_GROUP_END = re.compile(
    r"(?P<group>.*(?:领导小组|指挥部|委员会|专班|工作组|小组|联席会议|工作队|督导组))(?:的?(?:成员|组成人员))?(?:名单)?$"
)


@dataclass(frozen=True, slots=True)
class RosterDraft:
    """`group` is named by a heading right above the list, else ``None``."""

    group: str | None
    members: tuple[Member, ...]
    lines: tuple[Line, ...]


def find_rosters(texts: Sequence[tuple[str, tuple[Line, ...]]]) -> list[RosterDraft]:
    """Rosters in the text blocks of one document, given as (text, lines) in order."""
    reader = _Reader()
    for text, lines in texts:
        reader.read(text, lines)
    reader.close()
    return reader.found


class _Reader:
    """Walks over the blocks; a roster is open from its first role to the first block that is no part of it."""

    def __init__(self) -> None:
        self.found: list[RosterDraft] = []
        self.members: list[Member] = []
        self.lines: list[Line] = []
        self.role: str | None = None
        self.group: str | None = None

    def read(self, text: str, lines: tuple[Line, ...]) -> None:
        parts = list(roles_inside(text))
        if parts:
            for role, rest in parts:
                self._open(role)
                self.members += members_in(role, rest) if rest else []
            self.lines += lines
        elif self.role is not None and (more := members_in(self.role, text)):
            self.members += more
            self.lines += lines
        elif self.role is not None and self.members and _is_rest_of_post(self.members[-1], text):
            self.members[-1] = replace(self.members[-1], post=self.members[-1].post + squeeze(text))
            self.lines += lines
        else:
            self.close()
            bare = re.sub(r"^[^、.)）]{1,5}[、.)）]\s*", "", text) if len(text) < 50 else ""
            named = _GROUP_END.search(squeeze(bare))
            self.group = named["group"] if named else None

    def _open(self, role: str) -> None:
        if role in _HEADS and any(m.role == role for m in self.members):
            self.close()
        self.role = role

    def close(self) -> None:
        if self.members:
            self.found.append(RosterDraft(self.group, tuple(self.members), tuple(self.lines)))
            self.group = None
        self.members, self.lines, self.role = [], [], None


def _is_rest_of_post(last: Member, text: str) -> bool:
    """The second line of a long post: short words that end like a post, behind one that does not."""
    bare = key(text)
    if len(bare) > 24 or not POST_WORD.search(bare) or re.search(r"[。;:]", bare):
        return False
    return not re.search(r"[长任记席员理]$", last.post)


def table_roster(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Member, ...]:
    """Members of a table with a column for the role in the group, one for the name and one for the post; else none."""
    heads = [key(c) for c in columns]
    name = next((i for i, h in enumerate(heads) if h in ("姓名", "名字")), None)
    post = next((i for i, h in enumerate(heads) if re.search(r"单位及职务|工作单位|单位职务|现任职务|所在单位", h)), None)
    role = next((i for i, h in enumerate(heads) if i not in (name, post) and re.search(r"职务|职责|角色|组内|担任", h)), None)
    if name is None or post is None or role is None:
        return ()
    members: list[Member] = []
    current = ""
    for row in rows:
        current = squeeze(row[role]) or current
        if row[name] and ROLE_LINE.fullmatch(key(current)):
            members.append(make_member(current, row[name], row[post]))
    return tuple(members)
