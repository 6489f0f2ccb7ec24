"""Lines of a 名单 as strings: roles, names and posts.

In: the text of one line. Out: roles with what follows them, `Member` records; nothing where the line is none of a 名单.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parser.model import Member
from parser.text.normalize import fold, squeeze

_ROLES = (
    "第一组长|第一副组长|常务副组长|执行副组长|副组长|组长|第一总指挥|总指挥长?|常务副总指挥|副总指挥长?|指挥长|副指挥长|指挥|副指挥|总召集人|副召集人|召集人|"
    "主任委员|副主任委员|第一主任|常务副主任|副主任|主任|成员单位|成员|组员|委员|秘书长|副秘书长|联络员|顾问|牵头人|负责人|名誉主任|主席|副主席|总督学|督导长|"
    "总河长|副总河长|河长|总林长|副总林长|林长|会长|副会长|团长|副团长|政委|副政委|队长|副队长"
)
ROLE_LINE = re.compile(rf"(?P<role>{_ROLES}):?")
_ROLE_INSIDE = re.compile(rf"(?:^|(?<=[;。]))(?P<role>{_ROLES}):")
_NAME = r"(?:[一-鿿]\s{1,3}[一-鿿]|[一-鿿]{2,4}|[一-鿿]{1,8}(?:·[一-鿿]{1,8})+)"
_ASIDE = r"(?:\((?:[男女]|[一-鿿]{1,6}族|[^()]{0,8}[男女族][^()]{0,8})\))?"
_NAME_POST = re.compile(rf"(?P<name>{_NAME}){_ASIDE}(?:\s{{1,8}}|\s*[,:-]+\s*)(?P<post>[一-鿿].{{1,}})")
_NAME_PAREN = re.compile(rf"(?P<name>{_NAME})\s*\((?P<post>[^()]{{2,60}}(?:\([^()]*\)[^()]*)?)\)")
_POST_NAME = re.compile(
    rf"(?P<post>[一-鿿()、,]{{2,40}}(?:长|主任|书记|主席|委员|经理|政委|部长|局长|队员|代表))\s{{1,8}}(?P<name>{_NAME})"
)
POST_WORD = re.compile(r"长|主任|书记|委员|主席|经理|队员|科员|主管|政委|代表|负责|干部|部门|局|院|员|董事|常委|检察官|法官|秘书")
_NAMES_ONLY = re.compile(rf"{_NAME}(?:[\s、,]+{_NAME})*")
_GROUP = re.compile(r"(?:成立|调整|组建|设立|充实)(?P<group>.+?(?:领导小组|指挥部|委员会|专班|工作组|小组|办公室|联席会议))")


def is_role_line(text: str) -> bool:
    """``组 长：`` — a role alone on its line."""
    bare = squeeze(fold(text))
    return bare.endswith(":") and bool(ROLE_LINE.fullmatch(bare))


def is_member_line(text: str) -> bool:
    """``王 雷 某局局长`` — a name, white space, a post."""
    match = _NAME_POST.fullmatch(fold(text).strip())
    if match is None or len(text) > 80 or re.search(r"[。;:]", fold(text)) or not re.search(r"\s", text.strip()):
        return False
    return bool(POST_WORD.search(match["post"]))


def role_and_rest(text: str) -> tuple[str, str] | None:
    """``组　长：张三　区长`` → ("组长", "张三　区长"); the rest is ``""`` for a role alone."""
    head, colon, _ = fold(text).partition(":")
    if not colon or len(head) > 16 or not ROLE_LINE.fullmatch(squeeze(head)):
        return None
    return squeeze(head), text[len(head) + 1 :].strip()


def group_of(title: str) -> str:
    """``关于成立某某领导小组的通知`` → 某某领导小组; else the title."""
    match = _GROUP.search(title)
    return match["group"] if match else title


def roles_inside(text: str) -> Iterator[tuple[str, str]]:
    """All roles with a colon in one block: at its beginning, and behind ； within a line that begins with one."""
    if (first := role_and_rest(text)) is None:
        return
    role, rest = first
    cuts = list(_ROLE_INSIDE.finditer(fold(rest)))
    for cut, start in zip([*cuts, None], [0, *(c.end() for c in cuts)], strict=True):
        stop = cut.start() if cut else len(rest)
        yield role, rest[start:stop].strip(" ；;。")
        role = cut["role"] if cut else role


def members_in(role: str, text: str) -> list[Member]:
    """One line → its members: name and post parted by white space, comma, dash or bracket, in either order, or names alone."""
    plain = fold(text).strip().rstrip("。;")
    if many := _many_in_brackets(role, plain):
        return many
    plain = re.sub(r"^\(?\d{1,2}[.、)]\s*", "", plain)
    if match := _POST_NAME.fullmatch(plain):
        return [make_member(role, match["name"], match["post"])]
    match = _NAME_POST.fullmatch(plain)
    if match and POST_WORD.search(match["post"]) and not re.search(r"[。;]", match["post"]):
        offset = fold(text).index(match["post"])
        return [make_member(role, match["name"], text[offset : offset + len(match["post"])])]
    if len(plain) <= 60 and _NAMES_ONLY.fullmatch(plain):
        names = re.findall(r"[一-鿿]\s{1,3}[一-鿿](?![一-鿿])|[一-鿿]{2,4}", plain)
        return [make_member(role, name, "") for name in names]
    return []


def _many_in_brackets(role: str, plain: str) -> list[Member]:
    """``张三（某局局长）、李四（某镇镇长）``: the whole text must be such pairs."""
    if not re.fullmatch(rf"{_NAME_PAREN.pattern.replace('?P<name>', '?:').replace('?P<post>', '?:')}(?:[、,;\s].*)?", plain):
        return []
    found = list(_NAME_PAREN.finditer(plain))
    rest = _NAME_PAREN.sub("", plain)
    if squeeze(rest).strip("、,;"):
        return []
    return [make_member(role, m["name"], m["post"]) for m in found if not re.fullmatch(r"[男女]|[一-鿿]{1,6}族", m["post"])]


def make_member(role: str, name: str, post: str) -> Member:
    return Member(role=role, name=squeeze(name), post=squeeze(post).rstrip("。;；"))
