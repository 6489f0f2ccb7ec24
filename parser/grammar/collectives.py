"""Names of groups of units, one each however written: 各镇（街道）, 各乡镇人民政府、街道办事处 and 镇（街道） are the same group.

In: a name as printed. Out: a `Collective`: its normal name, without the level before it, and the level; or ``None`` for a name of one
unit. The kinds of groups stand in ``vocabulary/collectives.yml``; what no rule knows keeps its words, put in one order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parser.grammar.rules import first_match, key, rule

_RULES = "collectives"
_SCOPE = re.compile(
    r"(?:全|各级|本)?(?P<level>区|县|市|旗|州|盟|省|自治区|镇|乡|街道|新区|开发区|国务院)(?=直|政府|属|级|各|有关|相关|所有|全体|其他|其它|内|辖|委|人民政府)"
)
_OFFICES = re.compile(r"(?:人民)?政府|办事处|管理委员会|管委会|管委|党工委|党委|(?<!镇)办(?=$|[、,及和与)])|(?<=街)办")
_SPLIT = re.compile(r"[、,;()（）/和及与]|以及")
_QUANTITY = re.compile(r"各|所有|全体|有关|相关|所在|属地|所属|辖区|辖|属|下|相应|涉及|其他|其它|级")
# What the members of a group of places are: 乡镇, 街道, 开发区, 村居; and the places above them.
_TOWN_WORDS = {
    "镇": "镇 乡 乡镇 民族乡 苏木 苏木镇 镇乡",
    "街道": "街道 街 街办",
    "镇街道": "镇街 乡镇街道 镇街道 乡街道 镇办 乡镇街 镇乡街道",
    "开发区": "开发区 园区 功能区 经开区 高新区 经济开发区 新区",
    "场": "林场 农场 场 国有林场",
    "镇场": "乡镇场",
    "村居": "村 社区 居 村居 村(居) 村民委员会 居民委员会 村委会 居委会 村社区",
    "片区": "片区",
}
_PLACE_WORDS = {
    "县": ("县 市 区 旗 区县 县区 县市区 区市县 市县 县市 县级市 区县市 旗县区 旗县市区 市区 自治县 旗县 市区县 市县区 市辖区 县级"),
    "市": "市州 州市 设区市 设区的市 地市 地级市 地级以上市 州 盟市 盟 市级",
    "省": "省 自治区 直辖市 省自治区直辖市 省区市 省级",
    "兵团": "新疆生产建设兵团",
    "单列市": "计划单列市",
}
_KINDS = {word: kind for kind, words in (*_PLACE_WORDS.items(), *_TOWN_WORDS.items()) for word in words.split()}
_BOTH = {"镇街道": {"镇", "街道"}, "镇场": {"镇", "场"}}
_ORDER = ("省", "单列市", "兵团", "市", "县", "镇", "街道", "开发区", "场", "片区", "村居")
_NAMES = {
    ("镇",): "各镇政府",
    ("街道",): "各街道办事处",
    ("镇", "街道"): "各镇政府、街道办事处",
    ("开发区",): "各开发区",
    ("村居",): "各村（社区）",
    ("县",): "各县（市、区）",
    ("市",): "各市（州）",
    ("省",): "各省、自治区、直辖市人民政府",
    ("镇", "街道", "开发区"): "各镇（街道、开发区）",
    ("镇", "街道", "村居"): "各镇（街道）、村（社区）",
    ("片区",): "各片区",
}
_RULE_NAMES = {"some_departments": "有关部门、单位", "all_departments": "直各部门、单位", "government_departments": "政府各部门"}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Collective:
    """A group of units: `name` is the same for all its writings; `level` is printed before it (区, 国务院) or ``None``.

    `some` tells that only the ones concerned are meant (有关各县); `places` what kinds of places it is made of, if of places.
    """

    name: str
    level: str | None = None
    some: bool = False
    places: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 14)
def match_collective(name: str) -> Collective | None:
    """The group `name` stands for; ``None`` for a name of one unit.

    ``各镇（街道）`` = ``各镇政府、街道办事处``; ``区政府有关部门`` = ``区有关部门、单位``; ``X领导小组各成员单位`` = ``X领导小组成员单位``.
    """
    text = key(name)
    if not 2 <= len(text) <= _LONGEST:
        return None
    places = _of_places(text)
    if places:
        return places
    scope = _SCOPE.match(text)
    level = scope["level"] if scope else None
    rest = text[scope.end() :] if scope else text
    known = first_match(_RULES, rest)
    if known in _RULE_NAMES:
        return Collective(_RULE_NAMES[known], level, some=known == "some_departments")
    if text.endswith("成员单位") and len(text) > 4:
        return Collective(re.sub(r"各?(?:有关|相关)?成员单位$", "成员单位", text), None)
    if rule(_RULES, "collective").fullmatch(text):
        return Collective(_own_words(rest), level, some=bool(re.search(r"有关|相关", rest)))
    return None


def _own_words(rest: str) -> str:
    """Of a group without a rule: 相关 is 有关, 所有 is 各, and the count before it is left out."""
    words = re.sub(r"相关", "有关", re.sub(r"^(?:所有|全体|全部)(?:的)?", "各", rest))
    words = re.sub(r"^((?:[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]{1,4})?驻[^、,各]{1,6})(?:各|所有|有关)", r"\1", words)
    return words if re.match(r"各|有关|[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]{0,4}驻|具有|负有|承担|涉及", words) else f"各{words}"


def _of_places(text: str) -> Collective | None:
    """Groups of places: 各县（市、区）, 各镇政府、街道办事处, 各省、自治区、直辖市."""
    parts = _parts(text)
    kinds = _kinds_of(parts)
    marked = re.search(r"各|有关|相关|所在|属地|辖", text) is not None
    if not kinds or not (marked or len(parts) > 1 or kinds >= {"镇", "街道"}):
        return None
    some = re.search(r"有关|相关|所在|属地|涉及", text) is not None
    found = tuple(kind for kind in _ORDER if kind in kinds)
    name = _NAMES.get(found) or "各" + "、".join(found)
    return Collective(f"有关{name[1:]}" if some else name, None, some, found)


def _parts(text: str) -> list[str]:
    """The words for places in a name: 各乡镇人民政府、街道办事处 → 乡镇, 街道."""
    bare = _OFFICES.sub("", text)
    bare = re.sub(r"各|有关|相关", "", bare) if "省级" in bare else _QUANTITY.sub("", bare)
    bare = re.sub(r"^全?[区县市旗](?=[镇乡街])", "", bare)
    return [part for part in _SPLIT.split(bare) if part]


def _kinds_of(parts: list[str]) -> set[str]:
    """What kinds of places the words stand for, none if one of them is no place. 市 before 州 or 县 is a city above counties."""
    cities = {"市": "市"} if parts[:1] == ["市"] and "区" not in parts else {}
    kinds: set[str] = set()
    for part in parts:
        kind = cities.get(part) or _KINDS.get(part)
        if kind is None:
            return set()
        kinds |= _BOTH.get(kind, {kind})
    return kinds
