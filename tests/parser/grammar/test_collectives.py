"""Groups of units: all writings of one group have one name, names of one unit are no group."""

from __future__ import annotations

import pytest

from parser.grammar.collectives import match_collective
from parser.records.identity import Home, identify
from parser.records.registry import Registry

SAME = {
    "各县（市、区）": ["各县(市、区)", "各县市区", "各区县", "各县区人民政府", "各旗县区", "各区、县级市", "各县（市、区）人民政府"],
    "各镇政府、街道办事处": [
        "各镇（街道）",
        "各镇街",
        "各镇街道",
        "镇（街道）",
        "各乡镇人民政府、街道办事处",
        "各乡镇（街道）",
        "各镇人民政府，各街道办事处",
        "各镇办",
    ],
    "各镇（街道、开发区）": ["各镇人民政府、各街道办事处、开发区管委会", "各镇街、开发区", "各镇（街道、园区）"],
    "各市（州）": ["各市州", "各市、州人民政府", "各设区市人民政府"],
    "有关部门、单位": [
        "区有关部门",
        "区政府有关部门、单位",
        "各有关单位",
        "有关部门单位",
        "区直有关部门",
        "相关部门",
        "各相关部门和单位",
        "县级有关部门",
    ],
    "直各部门、单位": ["区直各部门", "县直各部门、单位", "县直部门", "各部门、各单位"],
    "政府各部门": ["区政府各部门", "县人民政府各部门", "县政府所属各部门"],
    "双拥工作领导小组成员单位": ["双拥工作领导小组各成员单位"],
    "各金融机构": ["区各金融机构"],
    "驻青单位": ["驻青各单位"],
}


@pytest.mark.parametrize("name", SAME)
def test_one_name_for_all_writings(name: str) -> None:
    found = {written: match_collective(written) for written in [name, *SAME[name]]}
    assert {written: group and group.name for written, group in found.items()} == dict.fromkeys(found, name)


ONE = ["区财政局", "白塔镇", "大街街道", "县委办公室", "驻马店市人民政府", "镇", "市区", "区政府", "县级市"]
NONE = ["各项工作按期完成", "有关要求", "其他项目由县城投公司"]


@pytest.mark.parametrize("name", [*ONE, *NONE])
def test_no_group(name: str) -> None:
    assert match_collective(name) is None


def test_what_differs_stays_apart() -> None:
    names = ["各镇", "各街道", "各镇（街道）", "区政府各部门", "区有关部门", "区直各部门", "有关镇（街道）", "各村（社区）", "各高校"]
    assert len({identify(name, Home("澄湖区")) for name in names}) == len(names)


def test_members_of_the_registry_hold_for_every_writing() -> None:
    file = {
        "district": "青禾县", "slug": "qinghe",
        "units": [{"name": "各乡镇政府、街道办事处", "kind": "集合", "members": ["白塔镇", "柳河乡"]}],
    }  # fmt: skip
    registry = Registry([file])
    for written in ("各乡镇（街道）", "各乡镇人民政府、街道办事处", "各镇街", "乡镇（街道）"):
        found = registry.resolve(written, district="青禾县", on=None)
        assert found.unit_id == registry.units[0].id, written
    assert registry.units[0].members == ("qinghe/bai-ta-zhen", "qinghe/liu-he-xiang")


def test_names_of_levels_and_places() -> None:
    """City over district over township: each name is its own place's."""
    county, city = Home("青禾县", "云溪市"), Home("云溪市")

    def of(name: str, home: Home | None, issuer: str | None = None) -> tuple[str, str] | None:
        found = identify(name, home, issuer)
        return (found.district, found.name) if found else None

    assert (
        of("财政局", county)
        == of("县财政局", county)
        == of("青禾县财政局", county)
        == of("云溪市青禾县财政局", county)
        == ("青禾县", "县财政局")
    )
    assert of("市财政局", county) == of("云溪市财政局", county) == of("财政局", city) == ("云溪市", "市财政局")
    assert of("市财政局", Home("青禾县")) is None
    assert of("青禾县人民政府", city) == of("县政府", county) == ("青禾县", "县人民政府")
    assert of("青禾县", city) == ("青禾县", "县人民政府")
    assert of("和平区教育局", city) == of("教育局", Home("和平区")) == ("和平区", "区教育局")
    assert of("内黄县水利局", Home("内黄县")) == ("内黄县", "县水利局")
    assert of("白塔镇人民政府", county) == of("白塔镇", county) == of("白塔镇政府", county) == ("青禾县", "白塔镇")
    assert of("商务部", county) == ("中央", "商务部")
    assert of("发展改革委", None, "国务院办公厅") == ("中央", "国家发展和改革委员会")
    assert of("发展改革委", county, "国务院办公厅") == ("青禾县", "县发展和改革局")
    assert of("发展改革委", None, "某公司") is None
    assert of("人民银行", None, "国务院办公厅") == ("中央", "中国人民银行")
    assert of("人民银行", county) == of("人行青禾县支行", county)
    assert of("旗财政局", Home("某某自治旗")) == ("某某自治旗", "旗财政局")
    assert of("青禾经济开发区管委会", county) == of("经开区", county) == of("县开发区管委会", county)
    assert of("上海市财政局", None) == ("上海市", "市财政局")


def test_an_office_belongs_to_the_body_that_signs() -> None:
    first = identify("综合科", Home("澄湖区"), "区政务服务管理办公室")
    other = identify("综合科", Home("澄湖区"), "区财政局")
    assert first is not None
    assert other is not None
    assert first.name == "区政务服务管理办公室综合科"
    assert first.mark != other.mark
    assert identify("综合科", Home("澄湖区")) is None
