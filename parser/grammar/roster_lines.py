"""Lines of a 名单 as strings: roles, names and posts.

In: the text of one line or sentence. Out: roles with what follows them, `Member` records; nothing where the text is none of a 名单.
Roles are read by how they are composed (第一|常务|副 + 组长|召集人 …), posts by their end, names written together with a post
(副县长罗一平) by the surname behind the post's end. The words are data: ``vocabulary/roster.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from parser.grammar.rules import expand, rule
from parser.grammar.unit_names import is_unit_name
from parser.model import Member
from parser.text.normalize import fold, squeeze

_ROLE = rule("roster", "role").pattern
_HAN = expand("{han}")
_END = rf"(?:{rule('roster', 'post_end').pattern})"
_SURNAME = rf"(?:{rule('roster', 'surname').pattern})"
ROLE_LINE = re.compile(rf"(?P<role>{_ROLE}):?")
_ROLE_INSIDE = re.compile(rf"(?:^|(?<=[;。,\s]))(?P<role>{_ROLE}):")
_NAME = rf"(?:{_HAN}\s{{1,4}}{_HAN}|{_HAN}{{2,4}}|{_HAN}{{1,8}}(?:[·•・]{_HAN}{{1,8}}){{1,4}})"
_ASIDE = re.compile(rf"\s*\((?:[男女]|{_HAN}{{1,6}}族|[^()]{{0,8}}(?:[男女]|族|党员|兼)[^()]{{0,8}})\)")
_NAME_POST = re.compile(rf"(?P<name>{_NAME})(?:\s{{1,40}}|\s{{0,8}}[,:-]{{1,4}}\s{{0,8}})(?P<post>{_HAN}.{{1,200}})")
_NAME_PAREN = re.compile(rf"(?P<name>{_NAME})\s{{0,4}}\((?P<post>[^()]{{2,60}}(?:\([^()]{{0,30}}\)[^()]{{0,30}})?)\)")
_POST_NAME = re.compile(rf"(?P<post>[^\s:;。]{{1,40}}{_END}(?:\([^()]{{1,20}}\))?)[\s:]{{1,40}}(?P<name>{_NAME})")
POST_WORD = re.compile(
    rf"{_END}|长|主任|书记|部门|局|院|员|董事|法官|负责|干部|大学|中心|委|办|公司|厅|部$|处$|站$|乡$|镇$|街道|学校|教授|专家|师$"
)
_GLUED = re.compile(rf"(?P<post>(?:.{{0,40}}?{_END})|)(?P<name>{_SURNAME}{_HAN}{{1,3}}|{_HAN}{{1,8}}(?:[·•・]{_HAN}{{1,8}}){{1,3}})")
_UNIT_NAME_POST = re.compile(rf"(?P<unit>.{{2,30}}?)(?P<name>{_SURNAME}{_HAN}{{1,2}})(?P<post>(?:副|常务副)?(?:{_END}))")
_NAME_SHORT_POST = re.compile(rf"(?P<name>{_SURNAME}{_HAN}{{1,2}})(?P<post>(?:副|常务副)?(?:{_END}))")
_LOST_BRACKET = re.compile(rf"(?P<name>{_SURNAME}{_HAN}{{1,2}})(?P<post>[省市县区镇乡州旗国中办街村党政人各军][^()]{{1,40}})\)?")
_CONTACT = re.compile(r"[\s,;、]{0,8}(?:联系|办公|手机)?(?:电话|号码|方式|手机)[:\s]{0,4}[\d*-][\d*、,()\s-]{5,40}$")
_ENDS_AS_POST = re.compile(rf"{_END}(?:\([^()]{{1,20}}\))?$")
_NAMES_ONLY = re.compile(rf"{_NAME}(?:[\s、,]{{1,8}}{_NAME})*")
_ONE_NAME = re.compile(rf"{_HAN}\s{{1,4}}{_HAN}(?!{_HAN})|{_HAN}{{1,8}}(?:[·•・]{_HAN}{{1,8}}){{1,3}}|{_HAN}{{2,4}}")
_NO_NAME = re.compile(r".*(?:同志|单位|部门|人员|领导|负责人|机关|干部|[局办委部厅处科室站所院镇乡村])|兼任|等.*|各.*|.*(?:主任|书记|局长)")
_NUMBERED = re.compile(r"^\(?\d{1,2}[.、)]\s*|^[①-⑳]\s*|^[-•●]\s*")
_A_GROUP = rule("roster", "group").pattern.removeprefix(".*")
_GROUP = re.compile(rf"(?:成立|调整|组建|设立|充实|建立|成立了)(?:由|以)?(?P<group>[^,。;]{{2,60}}?(?:{_A_GROUP}|办公室))")
_GROUP_OF_THEM = re.compile(rf"(?:成员|参加|组成)的(?P<group>[^,。;]{{2,40}}?(?:{_A_GROUP}))")
_TAKES = re.compile(rf"(?:同志)?(?:分别)?(?:担任|兼任|出任|任|为|作)(?P<role>{_ROLE})(?:职务)?(?=[,。;、和及的]|$)")
_BY = re.compile(rf"(?:^|(?<=[,。;、]))(?P<role>{_ROLE})(?:由|为|是|:)(?P<who>[^。;:]{{2,120}}?)(?:同志)?(?:担任|兼任)(?=[,。;、]|$)")

_IS = re.compile(
    rf"(?:^|(?<=[,。;、]))(?P<role>{_ROLE})(?:分别)?(?:为|是|包括|有)(?P<who>[^。;:]{{2,160}}?)(?=[。;]|$|[,、](?:{_ROLE})(?:为|是|包括|有|由))"
)


def is_role_line(text: str) -> bool:
    """``组 长：`` — a role alone on its line."""
    bare = squeeze(fold(text))
    return bare.endswith(":") and bool(ROLE_LINE.fullmatch(bare))


def is_member_line(text: str) -> bool:
    """``王 雷 某局局长`` — a name, white space, a post."""
    plain = _ASIDE.sub("", fold(text).strip())
    match = _NAME_POST.fullmatch(plain)
    if match is None or len(text) > 80 or re.search(r"[。;:]", plain) or not re.search(r"\s", text.strip()):
        return False
    return bool(POST_WORD.search(match["post"]))


def role_and_rest(text: str) -> tuple[str, str] | None:
    """``组　长：张三　区长`` → ("组长", "张三　区长"); the rest is ``""`` for a role alone."""
    head, colon, _ = fold(text).partition(":")
    if not colon or len(head) > 20 or not ROLE_LINE.fullmatch(squeeze(head)):
        return None
    return squeeze(head), text[len(head) + 1 :].strip()


def group_of(title: str) -> str:
    """``关于成立某某领导小组的通知`` → 某某领导小组; else the title."""
    return group_in(title) or title


def group_in(sentence: str) -> str | None:
    """The group that a sentence sets up: 成立青禾县绿化领导小组，… · 成立以县长罗一平为组长、…为成员的绿化领导小组."""
    bare = squeeze(fold(sentence))
    match = _GROUP_OF_THEM.search(bare) or _GROUP.search(bare)
    if match is None or re.search(r"任(?!务)|(?:组|指挥)长|召集人", match["group"]):
        return None
    return squeeze(sentence)[match.start("group") : match.end("group")]


def roles_inside(text: str) -> Iterator[tuple[str, str]]:
    """All roles with a colon in one block: at its beginning, and behind ； or a blank within a line that begins with one."""
    if (first := role_and_rest(text)) is None:
        return
    role, rest = first
    cuts = list(_ROLE_INSIDE.finditer(fold(rest)))
    for cut, start in zip([*cuts, None], [0, *(c.end() for c in cuts)], strict=True):
        stop = cut.start() if cut else len(rest)
        yield role, rest[start:stop].strip(" ；;。，,")
        role = squeeze(cut["role"]) if cut else role


def members_in(role: str, text: str) -> tuple[Member, ...]:
    """One line → its members: name and post parted by white space, comma, dash or bracket, in either order, or names alone."""
    if role.endswith(("单位", "部门")):
        return ()
    plain = _NUMBERED.sub("", fold(text).strip().strip("。;、,."))
    plain = _without_odd_bracket(_CONTACT.sub("", _ASIDE.sub(" ", plain).strip()))
    if not plain or re.search(r"[。;]", plain):
        return tuple(m for part in re.split(r"[。;]", plain) if part.strip() for m in members_in(role, part))
    for reading in (_bracketed, _one_pair, _pairs_in_a_row, _listed, _names_only, _lost_bracket):
        if found := reading(role, plain):
            return _as_printed(found, text)
    return ()


def _without_odd_bracket(plain: str) -> str:
    """``罗一平 某局局长）``: a last bracket that nothing opens is left out, where a blank parts name and post."""
    odd = plain.endswith(")") and plain.count(")") > plain.count("(") and re.search(r"\s", plain)
    return plain[:-1] if odd else plain


def _as_printed(members: list[Member], text: str) -> tuple[Member, ...]:
    """Posts with the characters of the print: reading folds full-width forms and brackets."""
    printed = squeeze(text)
    folded = fold(printed)
    places = [(m, folded.find(m.post)) for m in members]
    return tuple(replace(m, post=printed[at : at + len(m.post)]) if at >= 0 else m for m, at in places)


def _bracketed(role: str, plain: str) -> list[Member]:
    """``张三（某局局长）、李四（某镇镇长）``: the whole text must be such pairs, or one whose bracket is never closed."""
    open_only = re.fullmatch(rf"(?P<name>{_NAME})\s{{0,4}}\((?P<post>[^()]{{2,60}})", plain)
    if open_only:
        return [make_member(role, open_only["name"], open_only["post"])]
    plain = re.sub(r"(?<=\))[和及与](?=[^()]{2,4}\()", "、", plain)
    found = list(_NAME_PAREN.finditer(plain))
    if not found or squeeze(_NAME_PAREN.sub("", plain)).strip("、,;和"):
        return []
    return [make_member(role, m["name"], m["post"]) for m in found if not is_unit_name(squeeze(m["name"]))]


def leading_members(role: str, text: str) -> tuple[Member, ...]:
    """The pairs that begin a text which goes on with other words: ``张三（某局局长）、李四（某镇镇长） 下设办公室…``."""
    plain, at = fold(text).strip(), 0
    found: list[Member] = []
    while (pair := _NAME_PAREN.match(plain, at)) and not is_unit_name(squeeze(pair["name"])) and POST_WORD.search(pair["post"]):
        found.append(make_member(role, pair["name"], pair["post"]))
        parted = re.compile(r"[、,;\s]{1,4}").match(plain, pair.end())
        at = parted.end() if parted else len(plain)
    return _as_printed(found, text)


def _one_pair(role: str, plain: str) -> list[Member]:
    """``张三 某局局长`` · ``张三，某局局长`` · ``某局局长 张三``."""
    if (match := _POST_NAME.fullmatch(plain)) and not _NO_NAME.fullmatch(squeeze(match["name"])):
        return [make_member(role, match["name"], match["post"])]
    words = _tokens(plain)
    if len(words) == 2 and is_unit_name(words[0]) and _is_plain_name(words[1]):
        return [make_member(role, words[1], words[0])]
    match = _NAME_POST.fullmatch(plain)
    return [make_member(role, match["name"], match["post"])] if match and _tells_a_post(match, plain) else []


def _tells_a_post(match: re.Match[str], plain: str) -> bool:
    """What stands behind the name is one post; parted by a comma only, it must end like one."""
    name, post = squeeze(match["name"]), match["post"]
    if not POST_WORD.search(post) or is_unit_name(name) or _several(post):
        return False
    parted_by_blank = plain[match.end("name")].isspace()
    return parted_by_blank or bool(_ENDS_AS_POST.search(post)) or is_unit_name(post)


def _several(post: str) -> bool:
    """True if a name stands between two posts: ``县长、方小舟 副县长``."""
    tokens = _tokens(re.sub(r"[、,]", " ", post))
    return len(tokens) >= 3 and any(_is_plain_name(token) for token in tokens[1:-1])


def _tokens(plain: str) -> list[str]:
    """Words parted by white space; a name of two characters spaced apart is one word."""
    joined = re.sub(rf"(?:(?<=\s)|^)({_HAN})\s{{1,4}}({_HAN})(?=\s|$)", r"\1\2", plain)
    return joined.split()


def _is_plain_name(token: str) -> bool:
    return bool(re.fullmatch(rf"{_SURNAME}{_HAN}{{1,2}}|{_HAN}{{1,8}}(?:[·•・]{_HAN}{{1,8}}){{1,3}}", token)) and not _is_word(token)


def _is_word(token: str) -> bool:
    """True for what is a post or a unit rather than a name."""
    return is_unit_name(token) or bool(_NO_NAME.fullmatch(token)) or bool(re.search(rf"{_END}$", token))


def _pairs_in_a_row(role: str, plain: str) -> list[Member]:
    """``张三 某局局长 李四 某镇镇长``: names and posts by turns."""
    tokens = _tokens(re.sub(r"[、,](?=\s|$)|(?<=\s)[、,]", " ", plain))
    if len(tokens) < 4 or len(tokens) % 2:
        return []
    for names, posts in ((tokens[::2], tokens[1::2]), (tokens[1::2], tokens[::2])):
        if all(map(_is_plain_name, names)) and not any(map(_is_plain_name, posts)):
            return [make_member(role, name, post) for name, post in zip(names, posts, strict=True)]
    return []


def _listed(role: str, plain: str, *, prose: bool = False) -> list[Member]:
    """``县长罗一平、县委常委、副县长方小舟`` · ``罗一平 县长、方小舟 副县长``: posts gather until a name ends them.

    In prose words that are no post end what has gathered; elsewhere they make the whole no list.
    """
    found: list[Member] = []
    held: list[str] = []
    name_first = False
    for part, mark in _parts(plain):
        pair = [] if held else _one_pair(role, part) or _bracketed(role, part)
        glued = split_post_name(part)
        is_post = bool(_ENDS_AS_POST.search(part))
        if pair:
            found, name_first = found + pair, _NAME_POST.fullmatch(part) is not None
        elif glued:
            found.append(make_member(role, glued[1], "、".join(filter(None, [*held, glued[0]]))))
            held, name_first = [], False
        elif name_first and is_post and mark == "、":
            found[-1] = make_member(role, found[-1].name, f"{found[-1].post}、{part}")
        else:
            held = [*held, part] if is_post or not prose else []
    return [] if held else found


def _parts(plain: str) -> Iterator[tuple[str, str]]:
    """The parts of a list, each with the mark before it."""
    mark = ""
    for piece in re.split(r"([、,])", plain):
        if piece in ("、", ","):
            mark = piece
        elif piece.strip():
            yield piece.strip(), mark


@lru_cache(maxsize=4096)
def split_post_name(text: str) -> tuple[str, str] | None:
    """``副县长方小舟`` → ("副县长", "方小舟"); ``方小舟`` → ("", "方小舟"); ``县教育局罗一平局长`` → ("县教育局局长", "罗一平")."""
    bare = re.sub(r"^[和及与]|等?(?:同志|\d人)?$|等$", "", squeeze(fold(text)))
    if bracketed := _NAME_PAREN.fullmatch(bare):
        return bracketed["post"], bracketed["name"]
    spaced = _tokens(fold(text).strip().removesuffix("同志"))
    if len(spaced) == 2 and _is_plain_name(spaced[1]) and _ENDS_AS_POST.search(spaced[0]):
        return spaced[0], spaced[1]
    if is_unit_name(bare) or is_unit_name(re.sub(rf"(?:常务)?副?{_END}$", "", bare)):  # 县政府办公室副主任: a post without a name
        return None
    if inside := _post_around_name(bare):
        return inside
    match = _GLUED.fullmatch(bare)
    return (match["post"], match["name"]) if match and not _is_word(match["name"]) else None


def _post_around_name(bare: str) -> tuple[str, str] | None:
    """``县教育局罗一平局长`` and ``罗一平县长``: the post behind the name."""
    if (unit := _UNIT_NAME_POST.fullmatch(bare)) and is_unit_name(unit["unit"]) and not _is_word(unit["name"]):
        return unit["unit"] + unit["post"], unit["name"]
    behind = _NAME_SHORT_POST.fullmatch(bare)
    if behind and len(behind["post"]) <= 4 and not _ENDS_AS_POST.search(behind["name"]):
        return behind["post"], behind["name"]
    return None


def _names_only(role: str, plain: str) -> list[Member]:
    """``张三、李四 王五``: at least half of them begin with a surname, and none is a unit."""
    plain = re.sub(r"等$", "", plain)
    if len(plain) > 400 or not _NAMES_ONLY.fullmatch(plain):
        return []
    names = [squeeze(n) for n in _ONE_NAME.findall(plain)]
    if any(map(_is_word, names)) or 2 * sum(bool(re.match(_SURNAME, n)) for n in names) < len(names):
        return []
    return [make_member(role, name, "") for name in names]


def _lost_bracket(role: str, plain: str) -> list[Member]:
    """``陆长河县政府办公室副主任）``: the bracket before the post is lost; one after another, or a second post behind 、."""
    found: list[Member] = []
    for part in plain.split("、"):
        match = _LOST_BRACKET.fullmatch(part)
        if match is not None and not is_unit_name(part) and POST_WORD.search(match["post"]):
            found.append(make_member(role, match["name"], match["post"]))
        elif found:
            found[-1] = replace(found[-1], post=f"{found[-1].post}、{part.strip(')')}")
        else:
            return []
    return found


def prose_members(text: str) -> tuple[Member, ...]:
    """Members that a sentence names: ``县长罗一平任组长，副县长方小舟任副组长；陆长河、江宁为成员`` · ``组长由罗一平担任``."""
    bare = squeeze(fold(text))
    found: list[tuple[int, Member]] = []
    for match in (*_BY.finditer(bare), *_IS.finditer(bare)):
        found += [(match.start(), m) for m in _last_listed(match["role"], _who(match["who"]))]
    start = 0
    for match in _TAKES.finditer(bare):
        who = bare[start : match.start()]
        start = match.end()
        said = _who(re.split(r"[。;:]", who)[-1])
        found += [(match.start(), m) for m in _last_listed(match["role"], said)]
    return _as_printed([member for _, member in sorted(found, key=lambda pair: pair[0])], text)


def _who(words: str) -> str:
    """The persons in the words before a verb: what stands behind the last 由 or 以, without 同志."""
    return re.split(r"(?:由|以|任命)(?=.)", words)[-1].replace("同志", "").strip(",、和及 ")


def _last_listed(role: str, said: str) -> list[Member]:
    """The members in a list before a verb; 和 parts the last two of them."""
    joined = re.sub(r"(?<=[^、,])[和及](?=[^、,])", "、", said)
    found = _listed(role, joined, prose=True)
    return found if len(found) > len(whole := _listed(role, said, prose=True)) else whole


def make_member(role: str, name: str, post: str) -> Member:
    role = re.sub(r"^(?:工作)?(?:领导小组|指挥部|专班|工作组|小组|委员会|联席会议)(?=[^办])", "", role)
    return Member(role=role, name=squeeze(name), post=squeeze(post).strip("。;；、,，"))
