"""The base of public bodies: each form names its own body and no other, read both ways, at the head of a text too."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.grammar.bodies import BODIES, bodies, body_forms, body_of, body_prefix, match_body, near_body, short_forms
from parser.grammar.forms import expand, to_pattern
from parser.grammar.rules import key
from parser.grammar.slugs import pinyin_slug
from parser.model import Unit
from parser.records.identity import Home, identify
from parser.text.yaml_file import load_plain

PRINTED = {
    "区": "县",
    "县": "县",
    "旗": "县",
    "市": "市",
    "州": "市",
    "省": "省",
    "自治区": "省",
    "澄湖区": "县",
    "云溪市澄湖区": "县",
    "云溪市": "市",
}
ONE = [body for body in bodies() if not body.family]


def test_no_form_is_two_bodies() -> None:
    for central in (True, False):
        holders: defaultdict[str, set[str]] = defaultdict(set)
        for body in ONE:
            for form in body.forms if body.central is central else ():
                holders[key(form)].add(body.id)
        assert {form: ids for form, ids in holders.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("printed", PRINTED)
def test_every_form_at_every_level_names_its_body(printed: str) -> None:
    wrong = []
    for body in ONE:
        for form in () if body.central else body_forms(body.id, printed):
            found = match_body(form)
            if found is None or found.body != body.id or found.level != PRINTED[printed]:
                wrong.append((form, body.id, found and (found.body, found.level)))
    assert wrong == []


def test_every_central_form_names_its_body() -> None:
    assert [(form, body.id) for body in ONE for form in (body.forms if body.central else ()) if _body(form) != body.id] == []


def _body(name: str) -> str | None:
    found = match_body(name)
    return found.body if found else None


def test_bodies_refer_to_bodies() -> None:
    for body in bodies():
        for other in (*body.before, *body.after, *body.branch_of):
            assert body_of(other)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("区公安分局负责现场", "区公安分局"),
        ("县规划局负责编制", "县规划局"),
        ("商务部负责指导", "商务部"),
        ("县委办公室、县政府办公室", "县委办公室"),
        ("县政府办公室牵头", "县政府办公室"),
        ("县发展和改革局会同县财政局", "县发展和改革局"),
        ("财政局和市场监管局", "财政局"),
        ("市场监督管理局负责", "市场监督管理局"),
        ("云溪市公安局澄湖分局负责", "云溪市公安局澄湖分局"),
        ("团区委、区妇联", "团区委"),
        ("共青团青禾县委员会负责", "共青团青禾县委员会"),
        ("国家税务总局云溪市澄湖区税务局负责", "国家税务总局云溪市澄湖区税务局"),
        ("和平区教育局牵头", "和平区教育局"),
        ("内黄县水利局负责", "内黄县水利局"),
        ("前锋区司法局", "前锋区司法局"),
        ("澄湖公安分局负责", "澄湖公安分局"),
        ("区政府办理的事项", "区政府"),
        ("县应急管理局局长", "县应急管理局"),
        ("白塔镇负责", "白塔镇"),
        ("人行澄湖支行负责", "人行澄湖支行"),
        ("区委托第三方开展", ""),
        ("县政府采购目录", ""),
        ("区政协委员", ""),
        ("水务部门负责", ""),
        ("协调供电公司做好", ""),
        ("推进新型城镇化", ""),
        ("全区各部门", ""),
        ("负责落实", ""),
        ("", ""),
    ],
)
def test_head_of_a_text(text: str, name: str) -> None:
    assert text[: body_prefix(key(text))] == name


@pytest.mark.parametrize("name", ["区水务局负责", "统筹推进", "区有关部门", "各镇", "乡镇", "镇", "区", "县委书记", "全市", "有限公司章程"])
def test_no_body(name: str) -> None:
    assert match_body(name) is None


PROOFS = load_plain((BODIES / "proofs.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PROOFS["bodies"])
def test_proofs(name: str) -> None:
    found = match_body(name)
    assert found is not None
    assert [found.body, found.level] == PROOFS["bodies"][name]
    assert body_prefix(key(name)) == len(key(name))


@pytest.mark.parametrize("name", PROOFS["no_body"])
def test_what_is_no_body(name: str) -> None:
    assert match_body(name) is None


def test_there_are_bodies_enough() -> None:
    local = [body for body in bodies() if not body.central and not body.family]
    assert len(local) >= 250
    assert len([body for body in bodies() if body.central]) >= 150


def test_bodies_told_apart_are_not_one() -> None:
    for body in ONE:
        for other in body.unlike:
            assert not set(body.forms) & set(body_of(other).forms)


def test_no_two_full_names_sound_alike() -> None:
    """Ids are pinyin: 区税务局 and 区水务局 need a word of their own."""
    slugs: defaultdict[str, set[str]] = defaultdict(set)
    for body in ONE:
        if not body.central:
            slugs[body.slug or pinyin_slug(body.full)].add(body.id)
    assert {slug: ids for slug, ids in slugs.items() if len(ids) > 1} == {}


def test_short_forms_lead_back() -> None:
    for body in ONE:
        if body.central or body.id == "tuan-wei":
            continue
        unit = make_unit(f"县{body.full}")
        for form in short_forms(unit):
            found = match_body(form)
            assert found is not None, form
            assert found.body == body.id, form


def make_unit(name: str) -> Unit:
    return Unit(id="x/y", district="青禾县", name=name, aliases=(), kind="其他", pinyin="")


def test_short_forms_of_townships() -> None:
    assert short_forms(make_unit("白塔镇")) == ("白塔镇政府", "白塔镇人民政府")
    assert short_forms(make_unit("望湖街道")) == ("望湖街道办事处", "望湖街道办")
    assert {"区发改局", "发改局", "区发展改革局"} <= set(short_forms(make_unit("区发展和改革局")))


@given(st.text(alphabet="区县市镇省和平张店财政局委办公室人民府国家税务总（）、,1a", max_size=45))
def test_nothing_raises(text: str) -> None:
    assert 0 <= body_prefix(key(text)) <= len(key(text))
    match_body(text)
    for home in (None, Home("张店区"), Home("青禾县", "云溪市")):
        identify(text, home, "区政府办公室")


def test_misread_names() -> None:
    assert near_body("区大数居中心") == "区大数据中心"
    assert near_body("澄湖区消费救援大队") == "澄湖区消防救援大队"
    for name in ("县海关办事处", "数据管理科", "区大数据中心", "县蚕桑办", "县水务所"):
        assert near_body(name) is None


def test_homonyms_are_told_apart() -> None:
    assert _body("区水务局") != _body("区税务局")
    assert _body("区大数据局") != _body("区大数据中心")
    assert _body("区工商局") != _body("区工商联")
    assert _body("区档案局") != _body("区档案馆")


def test_notation() -> None:
    assert expand("发展(和|)改革(局|委)") == ("发展和改革局", "发展和改革委", "发展改革局", "发展改革委")
    assert expand("(农村)?公路{局}") == ("农村公路局", "农村公路厅", "公路局", "公路厅")
    pattern, firsts = to_pattern("(自来水|供水)(集团|)公司")
    assert firsts == {"自", "供"}
    assert pattern == "(?:自来水|供水)(?:集团|)公司"
    with pytest.raises(ValueError, match="括号"):
        expand("发展(和|改革局")
