"""What a printed name stands for, without any registry: the body, the township, the group or the office of its own, and whose it is.

In: a name, the district of its document (`Home`) and the body that signs it. Out: an `Identity`: equal for all writings of one unit,
with the name, the kind and the place that the unit has; ``None`` where the name does not tell. A pure function of its arguments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parser.grammar.bodies import Body, BodyName, bodies, body_of, central_prefix, local_branch, match_body, split_places, whole_province
from parser.grammar.collectives import Collective, match_collective
from parser.grammar.rules import key
from parser.grammar.slugs import pinyin_slug
from parser.grammar.unit_names import is_unit_name
from parser.model import Ground, UnitKind

CENTRE = "中央"
_LEVELS = {"县": "县", "区": "县", "旗": "县", "市": "市", "州": "市", "盟": "市", "省": "省"}
_ZONE = re.compile(
    r"(?P<place>[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]{0,10}?)(?P<zone>(?:经济技术|高新技术产业|经济|高新技术|高新|工业|综合保税|保税|旅游度假|度假|现代农业|化工)"
    r"(?:开发|产业)?(?:区|园区?)|开发区|经开区|综保区|功能区|新区|示范区)(?:管理委员会|管委会|管委|党工委)?"
)
_ZONE_NAMES = {
    "经开区": "经济开发区",
    "经济技术开发区": "经济开发区",
    "开发区": "经济开发区",
    "高新技术产业开发区": "高新区",
    "高新技术开发区": "高新区",
}
_ZONE_WORDS = ("开发区", "高新区", "经开区", "新区", "示范区", "实验区", "度假区", "保税区", "管理区", "功能区", "园区")
_TOWN_OFFICE = re.compile(r"(?<=[镇乡])(?:人民)?政府$|(?<=街道)(?:办事处|办)$")
_INNER = re.compile(r"[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]{2,14}(?:科|科室|股|股室|处室|室|办公室)|办公室|综合科")
_FIRM_WORDS = re.compile(r"(?:股份|有限|责任|总)(?=公司|责任|有限)|集团(?=有限|公司)|(?<=集团)有限公司|(?<=集团)公司")
_KIND_OF_ENDING: tuple[tuple[str, UnitKind], ...] = (
    (r"领导小组|指挥部|专班|委员会|联席会议|联席会|工作组|工作小组|协调小组|小组", "议事协调机构"),
    (r"公司|集团|银行|厂|商场|酒店|合作社|企业", "企业"),
    (r"中心|所|院|馆|站|学校|中学|小学|大学|学院|医院|台|队|处|林场|农场", "事业单位"),
    (r"分局|支局|支行|分行|管理部", "派出和垂直管理"),
    (r"局|办|办公室|厅|委", "政府部门"),
    (r"协会|商会|联合会|学会|基金会", "群团"),
    (r"镇|乡|街道|办事处", "镇街"),
)


@dataclass(frozen=True, slots=True)
class Home:
    """The district a document is of: `word` is its level as printed (区), `core` its name without it (张店), `city` what it belongs to."""

    district: str
    city: str | None = None

    @property
    def word(self) -> str:
        return level_word(self.district)

    @property
    def core(self) -> str:
        return self.district.removesuffix(self.word)

    @property
    def level(self) -> str:
        return _LEVELS.get(self.word[-1], "县")


@dataclass(frozen=True, slots=True)
class Identity:
    """`district` is whose it is, `mark` what it is there: equal for equal units. `name` and `slug` are what it is called by.

    `ground` is ``base`` for what exists everywhere, ``form`` for a name that only ends like a unit's.
    """

    district: str
    mark: tuple[str, ...]
    name: str
    kind: UnitKind
    ground: Ground = "base"
    slug: str | None = None
    body: str | None = None


def level_word(district: str) -> str:
    """The word for a district in its own names: 张店区 → 区, 某某自治县 → 县, 云溪市 → 市, 内蒙古自治区 → 自治区."""
    for word in ("自治区", "省", "市", "区", "县", "旗", "盟", "州"):
        if district.endswith(word):
            return word
    return "区"


@lru_cache(maxsize=1 << 15)
def identify(name: str, home: Home | None, issuer: str | None = None) -> Identity | None:
    """What `name` stands for in a document of `home` (``None``: of the centre, or nobody knows of where) signed by `issuer`."""
    group = match_collective(name)
    if group:
        return _group(group, home, issuer)
    found = match_body(name) or _government_of(name)
    if found and body_of_centre(found, home, issuer):
        return _central(found)
    if found and body_of(found.body).central:
        local = local_branch(found.body)
        found = BodyName(body=local, form=found.form) if local else None
    if home is None:
        return _elsewhere(found) if found else None
    zone = _zone(name, home)
    if zone:
        return zone
    return _placed(found, home) if found else _own(name, home, issuer)


def _government_of(name: str) -> BodyName | None:
    """越秀区, 青禾县 among units: its government."""
    text = key(name)
    places = split_places(text) if 3 <= len(text) <= 15 else ()
    return match_body(f"{text}人民政府") if places and level_word(places[-1]) == places[-1][-1:] and len(places[-1]) > 2 else None


def is_known(name: str) -> bool:
    """True for a name the base can tell: a body of some level, or a group."""
    return match_collective(name) is not None or match_body(name) is not None


# --- central bodies -------------------------------------------------------------------------------------------------------------------


def body_of_centre(found: BodyName, home: Home | None, issuer: str | None) -> str | None:
    """The central body a name means: by its own name, or, in a text of the centre, by the name without 国家 (发展改革委)."""
    body = body_of(found.body)
    if body.central:
        return None if home and _is_local_form(body, found.form) else body.id
    if home is None and found.level is None and found.place is None and issuer and is_central(issuer):
        return _bare_central().get(found.form)
    return None


def _is_local_form(body: Body, form: str) -> bool:
    """人民银行 in a county's text is the county's branch."""
    return form in body.local


@lru_cache(maxsize=1)
def _bare_central() -> dict[str, str]:
    return {form: body.id for body in bodies() if body.central for form in body.bare}


@lru_cache(maxsize=4096)
def is_central(issuer: str) -> bool:
    """True for a text signed by a central body."""
    return central_prefix(key(issuer)) > 0


def _central(found: BodyName) -> Identity:
    body = body_of(found.body)
    if not body.central:
        body = body_of(_bare_central()[found.form])
    return Identity(CENTRE, ("body", body.id), body.full, kind_of(body.kind), slug=body.slug, body=body.id)


# --- local bodies ---------------------------------------------------------------------------------------------------------------------


def _elsewhere(found: BodyName) -> Identity | None:
    """A local body in a text of no known district: its place must be printed."""
    places = split_places(found.place) if found.place and found.level in ("县", "市", "省") else ()
    return _body_in(found, Home(_whole(places[-1]))) if places else None


def _placed(found: BodyName, home: Home) -> Identity | None:
    if found.body == "zhen-jie" or found.level == "镇":
        return _town(found, home)
    if found.place is not None:
        return _with_place(found, found.place, home)
    if found.word in (None, home.word) or (found.word in ("自治县", "自治旗") and str(found.word).endswith(home.word)):
        return _body_in(found, home)
    return _of_other_level(found, home)


def _of_other_level(found: BodyName, home: Home) -> Identity | None:
    """A body of a zone in the district, or of the city above it where that is known."""
    if found.word in _ZONE_WORDS and home.word == "区":
        return _body_in(found, home) if home.district.endswith(found.word) else _named(found, f"{found.word}{_full(found, '区')}", home)
    above = found.level == "市" and home.level == "县" and home.city
    return _body_in(found, Home(home.city or "")) if above else None


def _with_place(found: BodyName, place: str, home: Home) -> Identity | None:
    parts = split_places(place)
    last = parts[-1] if parts else place
    if last == home.district or place == home.core or (parts == () and home.core == place):
        return _body_in(found, home)
    if any(last.endswith(word) for word in _ZONE_WORDS) and found.level == "县":
        inner = last.removeprefix(home.core) if last.startswith(home.core) else last
        return _named(found, f"{inner if inner in _ZONE_WORDS else last}{_full(found, '区')}", home)
    if found.level in ("县", "市", "省"):
        return _body_in(found, Home(_whole(last)))
    return _named(found, f"{place}{_full(found, '')}", home)


def _whole(place: str) -> str:
    """上海 → 上海市, 山东 → 山东省: a province named without its level."""
    return whole_province(place) or place


def _body_in(found: BodyName, home: Home) -> Identity:
    """The body in its own district."""
    body = body_of(found.body)
    if found.family:
        form = _FIRM_WORDS.sub("", found.form)
        return Identity(home.district, ("family", body.id, form), f"{home.word}{form}", kind_of(body.kind), body=body.id)
    if body.id == "tuan-wei":
        return Identity(home.district, ("body", body.id), f"团{home.word}委", "群团", body=body.id)
    slug = body.slug and f"{pinyin_slug(home.word)}-{body.slug}"
    return Identity(
        home.district, ("body", body.id), f"{home.word}{full_name(body, home.word)}", kind_of(body.kind), slug=slug, body=body.id
    )


def _full(found: BodyName, word: str) -> str:
    body = body_of(found.body)
    return _FIRM_WORDS.sub("", found.form) if found.family else full_name(body, word or "区")


def _named(found: BodyName, name: str, home: Home) -> Identity:
    """A body of some other place, kept under the district that speaks of it, by its own name."""
    return Identity(home.district, ("named", name), name, kind_of(body_of(found.body).kind), body=found.body)


def full_name(body: Body, word: str) -> str:
    """The full name behind the level `word`; a province's 局 is a 厅 where the body knows one."""
    level = "省" if word in ("省", "自治区") else "市" if word in ("市", "州", "盟") else "县"
    return dict(body.by_level).get(level, body.full)


def _town(found: BodyName, home: Home) -> Identity | None:
    """白塔镇, 白塔镇政府, 白塔镇人民政府, 某某街道办事处: the township; other bodies of a township by their own name."""
    if found.place is None:
        return None
    parts = split_places(found.place)
    town, before = parts[-1] if parts else found.place, parts[-2] if len(parts) > 1 else home.district
    owner = home if before in (home.district, home.city) else Home(before)
    if found.body in ("zheng-fu", "zhen-jie"):
        return Identity(owner.district, ("town", town), town, "镇街", body="zhen-jie")
    name = f"{town}{_full(found, '镇')}"
    return Identity(owner.district, ("named", name), name, kind_of(body_of(found.body).kind), body=found.body)


def _zone(name: str, home: Home) -> Identity | None:
    """张店经济开发区, 开发区管委会, 经开区: a zone inside the district."""
    match = _ZONE.fullmatch(key(name))
    if match is None or key(name) == home.district:
        return None
    place = match["place"].removeprefix(home.city or "\0").removeprefix(home.district)
    if place in ("", home.core, home.word):
        zone = _ZONE_NAMES.get(match["zone"], match["zone"])
        return None if zone == "新区" else Identity(home.district, ("zone", zone), f"{home.core}{zone}", "派出和垂直管理")
    if match_body(name) is None and not name.endswith(match["zone"]):
        return None
    full = f"{place}{match['zone']}"
    return Identity(home.district, ("zone", full), full, "派出和垂直管理") if full != home.district else None


# --- groups, and names of a district's own ---------------------------------------------------------------------------------------------


def _group(group: Collective, home: Home | None, issuer: str | None) -> Identity | None:
    if group.level == "国务院" or home is None:
        known = group.level == "国务院" or (issuer is not None and is_central(issuer))
        return _group_of(CENTRE, (group.level or "") + group.name) if known else None
    if group.places[:1] == ("镇",) and home.word != "区":
        return _group_of(home.district, group.name.replace("各镇", "各乡镇", 1))
    return _group_of(home.district, _group_name(group, home))


def _group_name(group: Collective, home: Home) -> str:
    """The name with the level where it has one: 区有关部门、单位, 区双拥工作领导小组成员单位; 各高校 has none."""
    if group.name.endswith("成员单位"):
        bare = group.name.removeprefix(home.district).removeprefix(home.word)
        return bare if bare in ("成员单位", "各成员单位") else f"{home.word}{bare}"
    if group.level and group.level != home.word:
        return f"{group.level}{group.name}"
    own = group.name.startswith(("有关部门", "直各部门", "政府各部门"))
    return f"{home.word}{group.name}" if own else group.name


def _group_of(district: str, name: str) -> Identity:
    return Identity(district, ("group", name), name, "集合")


def _own(name: str, home: Home, issuer: str | None) -> Identity | None:
    """A body of the district that exists nowhere else, or an office inside the body that signs: known by the form of its name alone."""
    text = key(name)
    if not is_unit_name(text) or not re.search(r"[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]", text):
        return None
    text = re.sub(rf"^(?:{re.escape(home.city or '')})?(?:{re.escape(home.district)})", home.word, text)
    if _INNER.fullmatch(text) and not text.startswith((home.word, home.core)):
        return _inner(text, home, issuer)
    kind: UnitKind = next((kind for ending, kind in _KIND_OF_ENDING if re.search(f"(?:{ending})$", text)), "其他")
    shown = _FIRM_WORDS.sub("", text) if kind == "企业" else text
    return Identity(home.district, ("own", shown), shown, kind, ground="form")


def _inner(text: str, home: Home, issuer: str | None) -> Identity | None:
    """政务服务管理科 in a text of 区政务服务管理办公室: that office's section."""
    signer = match_body(issuer) if issuer else None
    if signer is None:
        return None
    body = _placed(signer, home)
    if body is None or body.body in ("zheng-fu", "zheng-fu-ban"):
        return None
    return Identity(home.district, ("inner", body.name, text), f"{body.name}{text}", "内设机构", ground="form")


def kind_of(kind: str) -> UnitKind:
    return kind  # type: ignore[return-value]
