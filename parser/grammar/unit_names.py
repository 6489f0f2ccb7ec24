"""A list of units as printed → the names in it.

In: text such as ``区教体局、区财政局等部门`` or ``各镇政府、街道办事处，区直各部门``. Out: names as printed, white space taken out;
collective names stay one string; 等, generic tails, note marks and 无 are no names. Nothing here decides a role.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from parser.grammar.bodies import match_body
from parser.grammar.rules import first_match, key, rule
from parser.text.normalize import fold, squeeze

IsName = Callable[[str], bool]

_OPEN, _CLOSE = "(《“‘[<", ")》”’]>"
_TAIL_PAREN = re.compile(r"[(（][^()（）]{0,60}[)）]$")
_PERSON_PAREN = re.compile(r"[(（][一-鿿]{2,4}(?:[、,，][一-鿿]{2,4}){0,9}[)）]$")
_PERSON = re.compile(r"[一-鿿]{2,3}(?:·[一-鿿]{1,6})?")
_DENG = re.compile(r"等(?=$|[有相各区市县旗镇职部单责成其直科处省州和与及以中国\d一二三四五六七八九十(])")
_GENERIC_THEN = re.compile(r"^(?:有关|相关)?(?:部门|单位)(?=以及|和|与|及|并)")
_LEAD_IN = re.compile(r"^(?:由|请|其中|以及|并由|及|和|与)(?=[一-鿿]{2})")
_AND = re.compile(r"以及|和|与|及|并")
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.、)]|[①-⑳])(?=[一-鿿])")
_NOTE_MARK = re.compile(r"(?:[①-⑳⑴-⒇➀-➓★☆*#△▲◎●※]|\[(?:注)?\d{1,2}\]|\((?:注|见注)\d{0,2}\)){1,4}$")
_SHARED_NOUN = re.compile(r"^[^区市县镇]{0,6}(?:企业|单位|部门|公司|行业|学校|机构)$")
_SHARED_PLACE = re.compile(
    r"^[^、]{1,4}?(?:片区|街道|镇|乡|园区|开发区|管理区|组团|新区|社区|村|经开区|高新区|林场|农场|[区县市旗州](?:人民)?政府|[区县市旗](?:管委会))(?:[^、]{0,6}(?:局|委|政府|办|处|会|公司|中心))?$"
)
_ALONG = re.compile(r"沿[^、]{1,4}各")
_DEPARTMENT = re.compile(r"[^、]{1,12}[局委联]$")
_LEVEL = re.compile(r"[区市县旗省州镇乡各国驻有相其全]")
_GOVERNS = "省市州盟区县旗镇乡"
_NO_LEVEL = re.compile(r"区域|区块|区间|市场|市政|市容|市民|市区|县域|县城|省际|镇域|乡村|全域|国有|国际|各类|其中")
_INNER_BODY = re.compile(r"[^区县市省]{0,8}(?:科|股|处|室|所|队|组|站)")
_GLUED = re.compile(r"(?<=[局委办厅部会府所院社站司队处])(?=[省市州盟区县旗镇乡][^、]{2})")
_LINK = re.compile(
    r"^[\d〇]{2,4}年|的|(?:牵头|负责|配合|会同|承办|协办|主办|协助|按职责|分工|作为|督促)(?!单位|部门|机构|科|处|股)|(?<![自缘])由(?!贸)"
    r"|(?:作为|为|是)(?:总|主要|第一|共同|具体|直接)?(?:牵头|责任|配合|主办|承办|协办|成员|参与|实施|指导)"
    r"|(?:作为|为)[一-鿿]{2,8}(?:单位|部门|主体|机构)$"
)
_BODY = re.compile(r".{2}(?:[局委办部厅院会署社]|中心|公司|政府|银行|集团|办公室|小组|指挥部|[室队所站处联校])$")
_PLACE = re.compile(
    r"(?!.{0,3}(?:城区|市区|辖区|社区|园区|景区|山区|地区|片区|县区|区县|灾区|小区|厂区|库区|林区|牧区|矿区|老区|郊区|街区|校区|超市|城市|夜市|集市|楼市|股市|专区)$)"
    r"[^各全本我在对按为由有其该此每某第一二三四五六七八九十\W\d]{1}[一-鿿]{1,3}(?:区|县|市|旗|自治县|自治州)"
)
_BY_ITSELF = re.compile(r"[一-鿿()（）]{4,16}")
_DOT_FOR_MARK = re.compile(r"(?<=[局委办厅部院会所站社心司府道镇乡队])[.．](?=[一-鿿]{2})")
_COMPANY = re.compile(r"(?:公司|集团|银行|支行|医院|学校|中学|[一二三四五六七八九十]中|大学|学院)$")
MAX_NAME = 40


def split_top(text: str, marks: str) -> list[tuple[str, str]]:
    """Cut `text` at `marks` outside brackets and quotes → (piece, mark that ended it), the last mark being ``""``.

    A bracket that is never closed protects nothing.
    """
    folded, depth, start, opened = fold(text), 0, 0, -1
    pieces: list[tuple[str, str]] = []
    for i, char in enumerate(folded):
        if char in _OPEN:
            opened = i if depth == 0 else opened
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in marks:
            pieces.append((text[start:i], char))
            start = i + 1
    if depth and opened >= 0:
        loose = [(m.start(), m.group()) for m in re.finditer(f"[{re.escape(marks)}]", folded[opened:])] if marks else []
        for at, char in loose:
            pieces.append((text[start : opened + at], char))
            start = opened + at + 1
    pieces.append((text[start:], ""))
    return pieces


def without_blanks(text: str, is_name: IsName | None = None) -> str:
    """White space taken out; where it stood between two names or before a label, a mark stands for it."""
    parts = re.split(r"[ \t\u3000]+|\s*\n\s*", text.strip())
    done = parts[0]
    known = is_name or looks_like_name
    alone = False  # the part before stands between two names and is a third
    for before, part, behind in zip(parts, parts[1:], [*parts[2:], ""], strict=False):
        if part:
            mark = "、" if alone else _mark_between(before, done, part, known)
            alone = not mark and _stands_between(done, part, behind, known)
            done += ("、" if alone else mark) + part
    return done


def _stands_between(done: str, part: str, behind: str, is_name: IsName) -> bool:
    """``县财政局 流水小镇试点 县招商局``: what stands by itself between two whole names is a third, whatever it is."""
    if is_name(part) or not _BY_ITSELF.fullmatch(part) or not is_name(re.split(r"[、，,；;：:\s]", done)[-1]):
        return False
    first = re.split(r"[、，,；;\s]", behind)[0]
    return _level_at(first) and is_name(first) and match_body(part + first) is None


def _mark_between(before: str, done: str, part: str, is_name: IsName) -> str:
    if not done or fold(done[-1]) in ",;:、。(" or fold(part[0]) in ",;:、。)":
        return ""
    label = re.match(r"[一-鿿、及和()]{2,16}?:", fold(part))
    if label and first_match("labels", key(label.group()[:-1])) is not None:
        return "；"
    last = re.split(r"[、，,；;：:\s]", done)[-1]
    first = re.split(r"[、，,；;\s]", part)[0]
    if len(before) > 1 and is_name(last) and _begins_anew(last, first, is_name):
        return "、"
    if is_name(last) and _PERSON.fullmatch(first) and not is_name(last + first):
        return " "
    return ""


def _begins_anew(last: str, first: str, is_name: IsName) -> bool:
    """``县财政局 云溪小镇指挥部`` are two; ``县政府 办公室`` and ``县公安局 交警大队`` are one, cut by the end of a line."""
    if not is_name(first):
        return False
    if _level_at(first):
        return True
    if _DEPARTMENT.match(first) and match_body(first) is not None and _DEPARTMENT.match(last) and len(last) >= 3:
        return True  # 县医保局 民政局 残联
    if _level_at(last) or re.search(f"[{_GOVERNS}]", last):
        return len(first) >= 4 and not _INNER_BODY.fullmatch(first)
    return len(first) >= 3 and not _INNER_BODY.fullmatch(first)


def _level_at(text: str) -> bool:
    """True where a name begins anew with its level: 县财政局, but not 市场监管局."""
    return bool(_LEVEL.match(text)) and not _NO_LEVEL.match(text)


def split_unit_names(text: str, *, persons: bool = False, is_name: IsName | None = None) -> tuple[str, ...]:
    """The names in a list of units, each once, in order; `persons`: names of people may stand beside, and are left out.

    `is_name` tells what is known as a name (by default: what has the form of one).
    Text that is not a list still comes back cut: see `is_unit_list`.
    """
    known = is_name or looks_like_name
    text = _DOT_FOR_MARK.sub("、", text)
    parts = [(p.strip("。.．!！ "), mark) for p, mark in split_top(without_blanks(text, known), "、,;，；/／\n\t")]
    names: dict[str, None] = {}
    for joined in _join_collectives(list(_cut_pieces(parts, known)), known):
        for unit in _cut_deng(_bare(_unit_of(joined, persons=persons)), known):
            for single in _cut_glued(unit, known):
                if single and not rule("units", "nothing").fullmatch(key(single)):
                    names[single] = None
    return tuple(names)


def _cut_pieces(parts: list[tuple[str, str]], is_name: IsName) -> Iterator[tuple[str, str]]:
    """The pieces of a list, those that 和 joins cut apart; its mark is ``和``."""
    for part, mark in parts:
        *heads, last = _cut_and(part, is_name)
        for head in heads:
            yield head, "和"
        yield last, mark


def _bare(name: str) -> str:
    """A name without its number in front and note marks behind: ``1.县教育局``, ``县林业局①``."""
    name = _NUMBERED.sub("", name)
    mark = _NOTE_MARK.search(fold(name))
    return name[: mark.start()] if mark and mark.start() > 1 else name


def _unit_of(name: str, *, persons: bool) -> str:
    """``区教育局 王建国`` and, beside 责任人, ``区教育局（王建国）`` → the unit."""
    unit, blank, rest = name.partition(" ")
    if blank and is_unit_name(unit) and _PERSON.fullmatch(rest):
        return unit
    if persons and _PERSON_PAREN.search(name):
        return _PERSON_PAREN.sub("", name)
    if persons and not is_unit_name(name) and _PERSON.fullmatch(name):
        return ""
    return squeeze(name)


def _join_collectives(parts: list[tuple[str, str]], is_name: IsName) -> Iterator[str]:
    """Put 各镇政府、街道办事处 and 区有关部门、单位 back together: the 、 in them parts no names."""
    joined = ""
    previous_mark = ""
    for part, mark in _join_kinds(parts, is_name):
        part = _LEAD_IN.sub("", part)
        group = re.split(_AND, joined)[-1] or joined
        goes_on = joined and previous_mark == "、" and (is_collective(group) or _ALONG.match(group))
        if goes_on and _same_kind(joined, part):
            joined = f"{joined}、{part}"
        else:
            if joined:
                yield joined
            joined = part
        previous_mark = mark
    if joined:
        yield joined


def _same_kind(joined: str, part: str) -> bool:
    """各区、县级市 and 区直各部门、各单位 are one group; 各有关部门、各镇 are two."""
    folded = key(part)
    if folded.startswith("各"):
        return bool(re.search(r"(?:部门|单位)$", key(joined)) and re.fullmatch(r"各(?:有关|相关|直属)?(?:部门|单位)", folded))
    return bool(rule("units", "collective_tail").fullmatch(folded))


def _join_kinds(parts: list[tuple[str, str]], is_name: IsName) -> Iterator[tuple[str, str]]:
    """供水、供电、供气企业 is one group, 东岭、西岭镇政府 too: short words that are no names, up to the noun they share."""
    held: list[str] = []
    for part, mark in parts:
        short = bool(part) and mark == "、" and len(part) <= 7 and not is_name(part) and not is_collective(part)
        if held and not short and _shares_noun(held, part):
            part = "、".join([*held, part])
            held = []
        elif short:
            held.append(part)
            continue
        for word in held:
            yield word, "、"
        held = []
        yield part, mark
    for word in held:
        yield word, "、"


def _shares_noun(held: list[str], part: str) -> bool:
    """True if `part` ends with the noun that the short words before it share: 供气企业, 自然资源等部门, 西岭镇政府."""
    if is_collective(part):
        return False
    if re.search(r"(?:部门|单位)$", part):
        return bool(_SHARED_NOUN.search(part)) and all(len(word) <= 7 for word in held)
    if any(len(word) > 4 for word in held):
        return False
    return bool(_SHARED_NOUN.search(part) or (_SHARED_PLACE.search(part) and not _level_at(part)))


def _cut_and(name: str, is_name: IsName) -> Iterator[str]:
    """区财政局和区审计局 are two; 区住房和城乡建设局 is one: cut only where both sides are whole names."""
    start = 0
    for match in _AND.finditer(name):
        left, right = name[start : match.start()], name[match.end() :]
        if _both_whole(left.removesuffix("等"), right, is_name, anew=match.group() == "并"):
            yield left
            start = match.end()
    yield name[start:]


def _both_whole(left: str, right: str, is_name: IsName, *, anew: bool) -> bool:
    """True if a name ends with `left` and another begins with `right`; `anew`: only one that begins with its level."""
    if not is_name(left) or (is_collective(left) and _same_kind(left, right)):
        return False
    heads = [right[: m.start()] for m in _AND.finditer(right)] + [right]
    if _level_at(right):
        return is_collective(right) or any(map(is_name, heads))
    return not anew and _ends_surely(left) and any(_stands_alone(head, is_name) for head in heads)


def _ends_surely(name: str) -> bool:
    """A name that is whole as it stands, so that what follows is another: a body, a group, a company; not 区农业农村."""
    if _COMPANY.search(name) or is_group(name) or match_body(name) is not None:
        return True
    return _level_at(name) and _BODY.search(name) is not None


def _stands_alone(name: str, is_name: IsName) -> bool:
    """A name without its level that is whole: 税务局, 云溪海关; not 规划局张店分局, the second half of another."""
    if match_body(name) is not None:
        return True
    return len(name) >= 3 and is_name(name) and not re.search("局.{1,6}分局$", name)


def _cut_deng(name: str, is_name: IsName) -> Iterator[str]:
    """周村规划办等区有关部门 → both names; 区财政局等部门 → the first; 等 inside a name is left alone."""
    match = next((m for m in _DENG.finditer(name) if m.start() and is_name(name[: m.start()])), None)
    if match is None:
        yield name.removesuffix("等") if len(name) > 2 else name
        return
    rest = _GENERIC_THEN.sub("", name[match.end() :])
    rest = _AND.sub("", rest, count=1) if _AND.match(rest) else rest
    generic = rule("units", "tail_generic").fullmatch(key(rest))
    if not generic and not is_name(rest):
        yield name
        return
    yield name[: match.start()]
    if not generic:
        yield rest


def _cut_glued(name: str, is_name: IsName) -> Iterator[str]:
    """``县自然资源局县规划局`` with nothing between → two names, where both begin with the same level."""
    start = 0
    for match in _GLUED.finditer(name):
        left, right = name[start : match.start()], name[match.start() :]
        if len(left) < 3 or left[0] != right[0] or left[0] not in _GOVERNS or _NO_LEVEL.match(right):
            continue
        if is_name(left) and any(is_name(right[:stop]) for stop in _name_ends(right)):
            yield left
            start = match.start()
    yield name[start:]


def _name_ends(text: str) -> list[int]:
    """Where a name that begins `text` could end: behind another glued name, or at the end."""
    return [*(m.start() for m in _GLUED.finditer(text) if m.start() > 2), len(text)]


@lru_cache(maxsize=65536)
def is_unit_name(name: str) -> bool:
    """True for what is written like one unit's name (or a collective name)."""
    bare = _TAIL_PAREN.sub("", squeeze(name))
    if not 2 <= len(bare) <= MAX_NAME or not rule("units", "unit_name").fullmatch(key(bare)):
        return False
    return _LINK.search(bare) is None


@lru_cache(maxsize=65536)
def is_group(name: str) -> bool:
    """True for the name of a group of units, whole: 各县（市、区）, 各区、县级市, 所在乡镇人民政府, 其他各部门."""
    text = key(name)
    return len(text) <= MAX_NAME and bool(rule("units", "group").fullmatch(text)) and _LINK.search(text) is None


@lru_cache(maxsize=65536)
def looks_like_name(name: str) -> bool:
    """True for what is a unit or a group of units by its form or by the base of public bodies."""
    if is_unit_name(name) or is_group(name):
        return True
    return _LINK.search(name) is None and (match_body(name) is not None or _PLACE.fullmatch(key(name)) is not None)


def is_unit_list(text: str) -> bool:
    """True if `text` is nothing but names of units (a statement's verbs are not names)."""
    names = split_unit_names(text)
    return bool(names) and all(looks_like_name(name) for name in names)


def is_collective(name: str) -> bool:
    """True for a name of a group of units (各镇（街道）, 区有关部门、单位)."""
    return bool(rule("units", "collective").fullmatch(key(name)))
