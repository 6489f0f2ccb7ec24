"""名单: who is 组长, 副组长, 成员, with name and post.

In: the blocks of a document. Out: a `RosterDraft` for each run of role lines with members. Names are given without white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parser.model import Member
from parser.normalize import Line, fold, squeeze

_ROLES = (
    "第一组长|常务副组长|执行副组长|副组长|组长|总指挥长?|副总指挥长?|指挥长|副指挥长|总召集人|副召集人|召集人|主任委员|副主任委员|常务副主任|副主任|主任|"
    "成员单位|成员|委员|秘书长|副秘书长|联络员|顾问|牵头人|负责人|名誉主任|主席|副主席|总督学|督导长"
)
_ROLE_LINE = re.compile(rf"(?P<role>{_ROLES})[::]?")
_MEMBER = re.compile(r"(?P<name>[一-鿿]{1,2}\s{1,3}[一-鿿]|[一-鿿]{2,4}(?:·[一-鿿]{1,8})?)\s{1,6}(?P<post>[一-鿿].{2,})")
_HEADS = ("组长", "总指挥", "主任", "第一组长", "总召集人")
_POST = re.compile(r"长|主任|书记|委员|主席|经理|队员|科员|主管|政委|代表|负责|干部|部门|局|院|员|董事|常委|检察官|法官|秘书")


@dataclass(frozen=True, slots=True)
class RosterDraft:
    members: tuple[Member, ...]
    lines: tuple[Line, ...]


def is_role_line(text: str) -> bool:
    """``组 长：`` — a role alone on its line."""
    return bool(_ROLE_LINE.fullmatch(squeeze(fold(text)))) and squeeze(fold(text)).endswith(":")


def is_member_line(text: str) -> bool:
    """``王 雷 某局局长`` — a name, white space, a post."""
    match = _MEMBER.fullmatch(fold(text).strip())
    return bool(match) and len(text) <= 80 and bool(_POST.search(match["post"] if match else "")) and not re.search(r"[。;:]", fold(text))


def role_and_rest(text: str) -> tuple[str, str] | None:
    """``组　长：张三　区长`` → ("组长", "张三 区长"); the rest is ``""`` for a role alone."""
    head, colon, _ = fold(text).partition(":")
    if not colon or not _ROLE_LINE.fullmatch(squeeze(head)):
        return None
    return squeeze(head), text[len(head) + 1 :].strip()


def find_rosters(texts: Sequence[tuple[str, tuple[Line, ...]]]) -> list[RosterDraft]:
    """Rosters in the text blocks of one document, given as (text, lines) in order."""
    found: list[RosterDraft] = []
    members: list[Member] = []
    lines: list[Line] = []
    role: str | None = None
    for text, own in [*texts, ("", ())]:
        opened = role_and_rest(text)
        if opened:
            if role is not None and opened[0] in _HEADS and _is_head(members, opened[0]):
                found.append(RosterDraft(tuple(members), tuple(lines)))
                members, lines = [], []
            role, rest = opened
            lines += own
            members += _members(role, rest) if rest else []
        elif role is not None and text and (more := _members(role, text)):
            members += more
            lines += own
        elif role is not None:
            if members:
                found.append(RosterDraft(tuple(members), tuple(lines)))
            members, lines, role = [], [], None
    return found


def _is_head(members: Sequence[Member], role: str) -> bool:
    return any(m.role == role for m in members)


def _members(role: str, text: str) -> list[Member]:
    """One line → its member: name and post parted by white space, or by a bracket, or a name alone."""
    plain = fold(text).strip()
    if match := _MEMBER.fullmatch(plain):
        if not _POST.search(match["post"]) or re.search(r"[。;]", match["post"]):
            return []
        return [Member(role=role, name=squeeze(match["name"]), post=squeeze(text.strip()[match.start("post") :]))]
    if match := re.fullmatch(r"(?P<name>[一-鿿]{2,4})\s*\((?P<post>[^()]{3,60})\)", plain):
        return [Member(role=role, name=match["name"], post=squeeze(match["post"]))]
    if len(plain) <= 60 and re.fullmatch(r"[一-鿿]{1,2}\s[一-鿿]|[一-鿿]{2,4}(?:[\s、]+(?:[一-鿿]{2,4}|[一-鿿]\s[一-鿿]))*", plain):
        names = re.findall(r"[一-鿿]\s{1,3}[一-鿿](?![一-鿿])|[一-鿿]{2,4}", plain)
        return [Member(role=role, name=squeeze(n), post="") for n in names]
    return []
