"""The bodies that exist everywhere: a name = place or level + body + form, read both ways.

In: a name, or a text that may begin with one. Out: which body it names, at which level, of which place and by which form; or the forms
by which a body is known. The data stands in ``vocabulary/bodies/*.yml``, its notation is that of ``parser/grammar/forms.py``. A *body* is
one thing however written (发展和改革局, 发改局, 发展改革委); of a *family* (自来水公司, 服务中心) each name is a thing of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from parser.errors import RuleError
from parser.grammar.forms import expand, to_pattern
from parser.grammar.rules import fragments, key
from parser.model import Unit
from parser.text.yaml_file import load_plain

BODIES = Path(__file__).parent / "vocabulary" / "bodies"
_WORDS, _PROOFS = "words", "proofs"
_LONGEST_NAME = 40
_TAIL_PAREN = re.compile(r"\([^()]{1,20}\)$")
_PARTY = re.compile(
    r"(?:中(?:国)?共(?:产党)?|国网(?:[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]{2,4}省?电力公司)?)(?=[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af])"
)  # what may stand before the place
_LONG_CORE = ("自治县", "自治州", "自治旗", "旗")
_BRANCH = re.compile(r"([〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]{2,4}?)(?:区|县|市)?(分局|分中心|分公司|支局|分院|管理部|管理处)")
_PARTY_COMMITTEE = re.compile(r"委员会|委")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One body or family: `forms` are what stands behind the place, the full one first; dates say when it bore its name."""

    id: str
    kind: str
    full: str
    forms: tuple[str, ...]
    family: bool = False
    central: bool = False
    core: bool = False
    bare: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    local: tuple[str, ...] = ()
    of: str | None = None
    branch_of: tuple[str, ...] = ()
    slug: str | None = None
    unlike: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    by_level: tuple[tuple[str, str], ...] = ()
    usual: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyName:
    """What a name says: 张店区发改局 → body ``fa-gai``, level 县, place 张店区, form 发改局, short.

    `word` is the level as printed where no place is: 区 of 区发改局.
    """

    body: str
    form: str
    level: str | None = None
    place: str | None = None
    word: str | None = None
    short: bool = False
    family: bool = False


# --- the data -------------------------------------------------------------------------------------------------------------------------


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = load_plain((BODIES / f"{_WORDS}.yml").read_text(encoding="utf-8"))
    return data


@cache
def bodies() -> tuple[Body, ...]:
    """All bodies and families, in the order of their files."""
    found: dict[str, Body] = {}
    for path in sorted(BODIES.glob("*.yml")):
        if path.stem in (_WORDS, _PROOFS):
            continue
        data = load_plain(path.read_text(encoding="utf-8"))
        try:
            for entry in data["bodies"]:
                body = _body({k: v for k, v in data.items() if k != "bodies"} | entry)
                if body.id in found:
                    raise RuleError(f"机构库 {path.name}：{body.id} 写了两次。")
                found[body.id] = body
        except (KeyError, TypeError, ValueError) as error:
            raise RuleError(f"机构库 {path.name} 写得不对：{error}") from error
    return tuple(found.values())


def _body(entry: dict[str, Any]) -> Body:
    patterns = str(entry.get("forms") or "").split()
    levels = tuple((level, str(entry[name])) for level, name in (("省", "province"), ("市", "city"), ("县", "county")) if entry.get(name))
    full, family = str(entry["full"]), bool(entry.get("family"))
    written = [full, *(name for _, name in levels), *(form for pattern in patterns for form in expand(pattern))] if not family else patterns
    forms = tuple(dict.fromkeys(written))
    bare = ("",) if entry.get("bare") is False else _names(entry, "bare")
    return Body(
        id=entry["id"], kind=entry["kind"], full=full, forms=forms, family=family, central=bool(entry.get("central")),
        core=bool(entry.get("core")), bare=bare, since=_day(entry.get("since")), until=_day(entry.get("until")), by_level=levels,
        local=_names(entry, "local"), of=entry.get("of"), branch_of=_names(entry, "branch_of"), slug=entry.get("slug"),
        unlike=_names(entry, "unlike"), before=_names(entry, "before"), after=_names(entry, "after"),
        usual=() if family else _usual(forms, full),
    )  # fmt: skip


def _names(entry: dict[str, Any], field: str) -> tuple[str, ...]:
    return tuple(entry.get(field) or ())


def _usual(forms: tuple[str, ...], full: str) -> tuple[str, ...]:
    """The forms people use, fullest and shortest: those that end like the full name, then those of a 委 or 办; no 与, 厅, 委员会."""
    plain = [form for form in forms if form != full and not re.search(r"与|厅|委员会$", form)]
    alike = [form for form in plain if form[-1] == full[-1]]
    others = [form for form in plain if form not in alike and form[-1] in "委办联"]
    return (*_ends_of(alike, 2), *_ends_of(others, 1))


def _ends_of(forms: list[str], count: int) -> tuple[str, ...]:
    """The `count` first of `forms`, which are the fullest, and the `count` + 1 shortest, in their order."""
    chosen = {*forms[:count], *sorted(forms, key=len)[: count + 1]}
    return tuple(form for form in forms if form in chosen)


def _day(value: object) -> str | None:
    return None if value is None else str(value)


@cache
def body_of(body_id: str) -> Body:
    """The body of that id. KeyError if there is none."""
    return _by_id()[body_id]


@cache
def _by_id() -> dict[str, Body]:
    return {body.id: body for body in bodies()}


# --- looking forms up -----------------------------------------------------------------------------------------------------------------


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str], int]:
    """Forms behind a place or level, forms that stand alone, central names; and the length of the longest."""
    placed: dict[str, str] = {}
    alone: dict[str, str] = {}
    central: dict[str, str] = {}
    for body in bodies():
        for form in () if body.family else map(key, body.forms):
            if body.central:
                central.setdefault(form, body.id)
                continue
            placed.setdefault(form, body.id)
            if body.bare == ("",):
                continue
            if form.startswith("委") and len(form) > 3:
                alone.setdefault(form[1:], body.id)
            elif len(form) > 1:
                alone.setdefault(form, body.id)
    return placed, alone, central, max(map(len, [*placed, *alone, *central]))


@cache
def _families() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """The families by the first character of their forms."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for body in bodies():
        for form in body.forms if body.family else ():
            pattern, firsts = to_pattern(key(form))
            for first in firsts:
                found.setdefault(first, []).append((body.id, re.compile(pattern)))
    return {first: tuple(entries) for first, entries in found.items()}


@cache
def _level_words() -> tuple[tuple[str, str], ...]:
    """What is printed for a level → the level, the longest first."""
    pairs = [(word, level) for level, words in _words()["levels"].items() for word in words]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def _levels_by_last() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for word, level in _level_words():
        found.setdefault(word[-1], []).append((word, level))
    return {last: tuple(pairs) for last, pairs in found.items()}


@cache
def _province_words() -> tuple[str, ...]:
    words = _words()
    names = [*words["regions"], *(f"{p}{end}" for p in words["provinces"] for end in ("省", "市", ""))]
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _province_pairs() -> tuple[tuple[str, str], ...]:
    return tuple((name, "省") for name in _province_words())


@cache
def _by_first(pairs: tuple[tuple[str, str], ...]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Words with their level, by the character they begin with, in the same order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for word, level in pairs:
        found.setdefault(word[0], []).append((word, level))
    return {first: tuple(group) for first, group in found.items()}


@cache
def _no_place() -> tuple[frozenset[str], frozenset[str]]:
    words = _words()
    return frozenset(words["never_in_place"]), frozenset(words["not_a_place"])


@cache
def _core_re() -> re.Pattern[str]:
    """A place's own name: Han characters, none that never stands in one, not beginning with a word that is no place."""
    never, not_places = _no_place()
    begins = "|".join(re.escape(word) for word in sorted(not_places) if len(word) > 1)
    alone = "|".join(re.escape(word) for word in sorted(not_places) if len(word) == 1)
    return re.compile(rf"(?!(?:{begins}))(?!(?:{alone})$)(?:(?![{re.escape(''.join(sorted(never)))}]){fragments()['han']}){{1,15}}")


def _is_core(core: str, *, longest: int) -> bool:
    if len(core) > 2 and core.endswith("城"):  # 试点城市 is no city called 试点城
        return False
    return len(core) <= longest and _core_re().fullmatch(core) is not None


def _place_ends(text: str) -> list[tuple[int, str | None]]:
    """Where a place or level at the head of `text` can end, with its level; 0 for none."""
    ends: dict[int, str | None] = {0: None}
    for word, level in _by_first(_level_words()).get(text[:1], ()):
        if text.startswith(word):
            ends.setdefault(len(word), level)
    todo = [0]
    for name, _ in _by_first(_province_pairs()).get(text[:1], ()):
        if text.startswith(name):
            ends[len(name)] = "省"
            todo.append(len(name))
            break
    seen = set()
    while todo:
        start = todo.pop()
        if start in seen:
            continue
        seen.add(start)
        for end, level in _units_from(text, start):
            ends.setdefault(end, level)
            if level in ("市", "省", "县"):
                todo.append(end)
    return sorted(ends.items())


def _units_from(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The names of places that begin at `start`: 张店区, 青禾县, 淄博市; each end with its level."""
    never, _ = _no_place()
    by_last = _levels_by_last()
    for end in range(start + 2, min(start + 18, len(text)) + 1):
        if text[end - 1] in never:
            return
        for word, level in by_last.get(text[end - 1], ()):
            core = text[start : end - len(word)]
            if not text.endswith(word, start, end):
                continue
            longest = 15 if word in _LONG_CORE else 6 if len(word) > 1 else 4
            if _is_core(core, longest=longest) and (len(core) > 1 or word in ("县", "区")) and level != "国":
                yield end, level
                break


def _core_ends(text: str) -> Iterator[int]:
    """Where a place without its level can end: 张店公安分局, 平潭海关."""
    for end in range(2, min(5, len(text) - 1)):
        if _is_core(text[:end], longest=4):
            yield end


def whole_province(place: str) -> str | None:
    """上海 → 上海市, 山东 → 山东省, 广西 → 广西壮族自治区; ``None`` for what is no province's bare name."""
    words = _words()
    if place not in words["provinces"]:
        return None
    region = next((name for name in words["regions"] if name.startswith(place)), None)
    return region or f"{place}{'市' if place in words['municipalities'] else '省'}"


def split_places(place: str) -> tuple[str, ...]:
    """淄博市张店区 → 淄博市, 张店区; nothing for a place without a level (张店)."""
    found: list[str] = []
    start = 0
    while start < len(place):
        ends = [end for end, _ in _units_from(place, start)]
        province = next((name for name in _province_words() if place.startswith(name, start)), None) if start == 0 else None
        end = start + len(province) if province else (min(ends) if ends and min(ends) < len(place) else max(ends, default=0))
        if end <= start:
            return ()
        found.append(place[start:end])
        start = end
    return tuple(found)


# --- reading --------------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 15)
def match_body(name: str) -> BodyName | None:
    """The body that the whole of `name` names, or ``None``. A bracket behind it is left out.

    ``县发改局`` → fa-gai at 县, short; ``财政局`` → without a level; ``市公安局张店分局``, ``团区委``, ``商务部`` too.
    """
    text = key(name)
    if not text or len(text) > _LONGEST_NAME:
        return None
    return _match(text) or (_match(_TAIL_PAREN.sub("", text)) if text.endswith(")") else None)


def _match(text: str) -> BodyName | None:
    _, _, central, _ = _tables()
    if text in central:
        return _named(central[text], text)
    party = _PARTY.match(text)
    text = text[party.end() :] if party else text
    found = _league(text)
    if found:
        return found
    ends = _place_ends(text)
    for start, level in ends:
        body = _exact(text[start:], placed=start > 0)
        if body:
            return _named(body, text[start:], level=level, place=text[:start])
    if (len(text), "镇") in ends and _is_township(text):
        return BodyName(body="zhen-jie", form=text, level="镇", place=text)
    return _tax(text) or _branch_of(text, ends) or _by_core(text)


def _exact(form: str, *, placed: bool) -> str | None:
    behind, alone, _, _ = _tables()
    body = behind.get(form) if placed else alone.get(form)
    if body or not form:
        return body
    return next((i for i, pattern in _families().get(form[0], ()) if pattern.fullmatch(form)), None)


def _is_township(text: str) -> bool:
    """白塔镇, 丝绸路街道, not 乡镇, 小城镇, 街道."""
    if any(text == word for word, _ in _level_words()):
        return False
    core = re.sub(r"(?:民族乡|街道|苏木|镇|乡)$", "", text)
    return core != text and core not in _words()["not_a_township"]


def _named(body_id: str, form: str, *, level: str | None = None, place: str = "") -> BodyName:
    body = body_of(body_id)
    full = {key(body.full), key(body.full).removeprefix("委"), *(key(name) for _, name in body.by_level)}
    is_level = any(place == word for word, _ in _levels_by_last().get(place[-1:], ()))
    return BodyName(
        body=body_id, form=form, level="国" if body.central else level, place=None if is_level or not place else place,
        word=place if is_level else None, short=not body.family and form not in full, family=body.family,
    )  # fmt: skip


def _league(text: str) -> BodyName | None:
    """团区委, 共青团张店区委员会."""
    for head in ("共青团", "团"):
        if text.startswith(head):
            rest = text[len(head) :]
            for start, level in _place_ends(rest):
                if (start or head == "团") and _PARTY_COMMITTEE.fullmatch(rest[start:]) and rest[start:]:
                    return _named("tuan-wei", text, level=level, place=rest[:start])
    return None


def _tax(text: str) -> BodyName | None:
    """国家税务总局淄博市张店区税务局, 中国人民银行淄博市分行, 国家统计局张店调查队: a central body's branch with its whole name."""
    _, _, central, longest = _tables()
    for end in range(min(longest, len(text) - 2), 1, -1):
        if text[:end] in central:
            found = _match(text[end:])
            return found if found and body_of(found.body).core else _tail_of(text, end)
    return None


def _tail_of(text: str, head: int) -> BodyName | None:
    """人行平潭支行, 中国人民银行淄博市分行: the branch is named by the place and 分行, 支行 alone."""
    for tail in sorted(_words()["branch_tails"], key=len, reverse=True):
        place = text[head:].removesuffix(tail)
        if text.endswith(tail) and _is_core(place, longest=8) and len(place) > 1:
            body = local_branch(_tables()[2][text[:head]])
            return _named(body, text[:head] + tail, place=place) if body else None
    return None


def local_branch(central_id: str) -> str | None:
    """The local body that is the branch of a central one."""
    return next((body.id for body in bodies() if body.branch_of and central_id in body.branch_of), None)


def _branch_of(text: str, ends: list[tuple[int, str | None]]) -> BodyName | None:
    """市公安局张店分局: a body of the city and its branch for a place."""
    behind = _tables()[0]
    for start, level in ends:
        for end in range(start + 2, len(text) - 2):
            if start and text[start:end] in behind:
                branch = _BRANCH.fullmatch(text, end)
                if branch and _is_core(branch[1], longest=4):
                    return _branch_name(behind[text[start:end]], text[start:end], branch, level)
    return None


def _branch_name(body_id: str, form: str, branch: re.Match[str], level: str | None) -> BodyName:
    """The body that is the branch where there is one (公安分局), else the body itself with its tail (规划局分中心)."""
    own = next((body.id for body in bodies() if body.of == body_id), None)
    if own and branch[2] == "分局":
        return BodyName(body=own, form=f"{form}分局", place=branch[1])
    return BodyName(body=body_id, form=form + branch[2], level=level, place=branch[1], family=True)


def _by_core(text: str) -> BodyName | None:
    for start in _core_ends(text):
        body = _exact(text[start:], placed=True)
        if body and body_of(body).core:
            return _named(body, text[start:], place=text[:start])
    return None


# --- at the head of a text ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 15)
def body_prefix(text: str) -> int:
    """Length of the longest head of `text` (a key) that is a whole name of a known body, 0 if there is none.

    ``区公安分局负责…`` → 5, ``县委办公室、…`` → 5, ``商务部会同…`` → 3; ``区委托第三方…``, ``县政府采购…`` → 0.
    """
    text = text[:_LONGEST_NAME]
    party = _PARTY.match(text)
    skip = party.end() if party else 0
    rest = text[skip:]
    best = max(_central_ends(text), default=0)
    ends = _place_ends(rest)
    for start, _ in ends:
        best = max(best, max((skip + end for end in _body_ends(rest, start, placed=start > 0)), default=0))
    best = max(best, _longer_prefix(rest, ends, skip))
    if not best:
        best = max((end for end, level in ends if level == "镇" and _is_township(rest[:end]) and _may_end(rest, end)), default=0)
    if not best:
        best = max((end for start in _core_ends(rest) for end in _body_ends(rest, start, placed=True, core=True)), default=0)
    return best


def central_prefix(text: str) -> int:
    """Length of the name of a central body at the head of `text` (a key), 0 if none stands there."""
    return max(_central_ends(text), default=0)


def _central_ends(text: str) -> Iterator[int]:
    central, longest = _tables()[2], _tables()[3]
    for end in range(min(longest, len(text)), 1, -1):
        if text[:end] in central and _may_end(text, end):
            yield end


def _body_ends(text: str, start: int, *, placed: bool, core: bool = False) -> Iterator[int]:
    """Where bodies that begin at `start` end, the longest first, families behind."""
    behind, alone, _, longest = _tables()
    table = behind if placed else alone
    for end in range(min(start + longest, len(text)), start, -1):
        body = table.get(text[start:end])
        if body and body_of(body).core >= core and _may_end(text, end):
            yield end
    for body_id, pattern in _families().get(text[start : start + 1], ()):
        found = pattern.match(text, start)
        if found and found.end() - start > 1 and body_of(body_id).core >= core and _may_end(text, found.end()):
            yield found.end()


def _longer_prefix(rest: str, ends: list[tuple[int, str | None]], skip: int) -> int:
    """Names with a place inside: 市公安局张店分局, 团区委, 共青团张店区委员会, 国家税务总局淄博市税务局."""
    found = max((*_branch_ends(rest, ends), *_league_ends(rest), *_central_branch_ends(rest)), default=0)
    return skip + found if found else 0


def _branch_ends(rest: str, ends: list[tuple[int, str | None]]) -> Iterator[int]:
    behind = _tables()[0]
    for start, _ in ends:
        for end in range(start + 2, min(start + 14, len(rest))) if start else ():
            branch = _BRANCH.match(rest, end) if rest[start:end] in behind else None
            if branch and _is_core(branch[1], longest=4):
                yield branch.end()


def _league_ends(rest: str) -> Iterator[int]:
    for end in range(2, min(len(rest), 16) + 1) if rest.startswith(("团", "共青团")) else ():
        if rest[end - 1] in "委会" and _league(rest[:end]) and _may_end(rest, end):
            yield end


def _central_branch_ends(rest: str) -> Iterator[int]:
    head = central_prefix(rest)
    for end in range(min(len(rest), head + 18), head + 2, -1) if head else ():
        if rest[end - 1] in "局行队会处司部办组" and _may_end(rest, end) and _tax(rest[:end]):
            yield end
            return


@cache
def _guards() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((word, tuple(after)) for word, after in _words()["not_before"].items())


def _may_end(text: str, end: int) -> bool:
    """False inside a longer word: 区委|托, 县政府|采购, 政府办|理."""
    if end >= len(text):
        return True
    rest = text[end : end + 3]
    return not any(text.endswith(word, 0, end) and rest.startswith(after) for word, after in _guards())


@cache
def _wild_forms() -> dict[str, tuple[str, ...]]:
    """Forms of four characters and more with one character left out, each with the forms it comes from."""
    found: dict[str, list[str]] = {}
    for form in _tables()[0]:
        for at in range(len(form)) if len(form) > 3 else ():
            found.setdefault(f"{form[:at]}?{form[at + 1 :]}", []).append(form)
    return {wild: tuple(forms) for wild, forms in found.items()}


@cache
def _pairs() -> frozenset[str]:
    """All pairs of characters that stand side by side in a form."""
    return frozenset(form[at : at + 2] for form in _tables()[0] for at in range(len(form) - 1))


def near_body(name: str) -> str | None:
    """What `name` would be with one misread character put right, ``None`` if nothing or several: 区大数居中心 → 区大数据中心.

    The character must be out of place: 海关办事处 is no misread 海事办事处, and an ending (管理科, 管理局) is no slip.
    """
    text = key(name)
    if len(text) > _LONGEST_NAME or match_body(text):
        return None
    found = {
        text[:start] + form
        for start, _ in _place_ends(text)
        for at in range(start, len(text) - 1)
        if _is_out_of_place(text, start, at)
        for form in _wild_forms().get(f"{text[start:at]}?{text[at + 1 :]}", ())
    }
    return found.pop() if len(found) == 1 else None


def _is_out_of_place(text: str, start: int, at: int) -> bool:
    """In a long name one of the two pairs with its neighbours is in no form, in a short one neither is."""
    odd = [text[i : i + 2] not in _pairs() for i in (at - 1, at) if i >= start]
    return any(odd) if len(text) - start > 5 else all(odd)


# --- writing --------------------------------------------------------------------------------------------------------------------------


def body_forms(body_id: str, level: str) -> tuple[str, ...]:
    """All writings of a body behind `level` as printed (区, 县, 市, 张店区), the full one first; none for a family."""
    if body_id == "tuan-wei":
        return (f"团{level}委", f"共青团{level}委员会", f"共青团{level}委")
    body = body_of(body_id)
    if body.central:
        return body.forms
    if body.family:
        return ()
    full = dict(body.by_level).get(_level_of(level), body.full)
    return tuple(dict.fromkeys(f"{level}{form}" for form in (full, *body.forms)))


_MOST_SHORT = 12


@lru_cache(maxsize=1 << 13)
def _short_forms_of(name: str) -> tuple[str, ...]:
    found = match_body(name)
    if found is None or found.body == "zhen-jie":
        return _town_forms(name)
    body = body_of(found.body)
    if found.family:
        return ()
    forms = body.forms if body.central else _usual_behind(body, found.word or "")
    others = dict.fromkeys(form for form in forms if form != name and len(form) > 2)
    return tuple(form for form in others if (meant := match_body(form)) and meant.body == body.id)[:_MOST_SHORT]


def _usual_behind(body: Body, word: str) -> Iterator[str]:
    """The usual forms behind a level, then those without one."""
    if body.id == "tuan-wei":
        yield f"共青团{word}委员会"
        return
    usual = (dict(body.by_level).get(_level_of(word or "区"), body.full), *body.usual)
    yield from (f"{word}{form}" for form in usual)
    if len(word) < 3 and body.bare != ("",):
        yield from (form.removeprefix("委") for form in usual)


def _town_forms(name: str) -> tuple[str, ...]:
    """白塔镇 → 白塔镇政府, 白塔镇人民政府; 望湖街道 → 望湖街道办事处."""
    if not _is_township(name):
        return ()
    if name.endswith("街道"):
        return (f"{name}办事处", f"{name}办")
    return (f"{name}政府", f"{name}人民政府")


def short_forms(unit: Unit) -> tuple[str, ...]:
    """The other names by which everybody knows the unit, none for one that the base does not know.

    ``区发展和改革局`` → 区发展改革局, 区发改局, 区发改委, 发展和改革局, 发改局 …; ``白塔镇`` → 白塔镇政府, 白塔镇人民政府.
    """
    return _short_forms_of(unit.name)


def _level_of(printed: str) -> str:
    return next((level for word, level in _level_words() if printed.endswith(word)), "县")
