"""The unit registries: they load, keep their schema, and no name stands for two units on one day."""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import yaml
from pypinyin import lazy_pinyin

from parser.model import UnitKind

from tests.places import EXPECTED_SAMPLE, SAMPLE

REGISTRIES = sorted((SAMPLE / "units").glob("*.yml"))
FIRST_DAY, LAST_DAY = "0000-00-00", "9999-99-99"

Record = dict[str, Any]


@cache
def load(path: Path) -> Record:
    """A registry as the schema sees it: dates are ISO strings."""
    data: Record = yaml.safe_load(path.read_text(encoding="utf-8"))
    for unit in data["units"]:
        for key in ("valid_from", "valid_to"):
            if isinstance(unit.get(key), datetime.date):
                unit[key] = unit[key].isoformat()
    return data


def names_of(unit: Record) -> Iterator[str]:
    """Every writing that leads to `unit`, brackets and width made equal."""
    for name in (unit["name"], *unit.get("aliases", ()), *unit.get("ocr", ())):
        yield unicodedata.normalize("NFKC", name)


def days_of(unit: Record) -> tuple[str, str]:
    return unit.get("valid_from") or FIRST_DAY, unit.get("valid_to") or LAST_DAY


def clashes(units: list[Record]) -> list[str]:
    """The names that two units of one registry have on the same day."""
    holders: defaultdict[str, list[Record]] = defaultdict(list)
    found = []
    for unit in units:
        for name in dict.fromkeys(names_of(unit)):
            start, end = days_of(unit)
            for other in holders[name]:
                other_start, other_end = days_of(other)
                if start <= other_end and other_start <= end:
                    found.append(f"{name}：{other['name']} / {unit['name']}")
            holders[name].append(unit)
    return found


def resolve(units: list[Record], name: str, day: str) -> list[str]:
    wanted = unicodedata.normalize("NFKC", name)
    return [u["name"] for u in units if wanted in names_of(u) and days_of(u)[0] <= day <= days_of(u)[1]]


@pytest.fixture(scope="module")
def schema() -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads((SAMPLE / "units" / "schema.json").read_text(encoding="utf-8"))
    return data


@pytest.fixture(scope="module", params=REGISTRIES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    chosen: Path = request.param
    return chosen


def test_the_districts_are_there() -> None:
    assert {p.stem for p in REGISTRIES} >= {"chenghu", "zhangdian", "zhoucun", "zichuan"}


def test_schema_holds(path: Path, schema: Mapping[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    errors = sorted(jsonschema.Draft202012Validator(schema).iter_errors(load(path)), key=str)
    assert not errors, "\n".join(f"{list(e.absolute_path)}: {e.message}" for e in errors)


def test_schema_knows_the_kinds_of_the_model(schema: Mapping[str, Any]) -> None:
    assert schema["$defs"]["unit"]["properties"]["kind"]["enum"] == list(get_args(UnitKind))


def test_slug_is_the_file_name(path: Path) -> None:
    assert load(path)["slug"] == path.stem


def test_a_name_stands_for_one_unit_on_any_day(path: Path) -> None:
    assert clashes(load(path)["units"]) == []


def test_a_clash_would_be_seen() -> None:
    old = {"name": "区甲局", "aliases": ["区某局"], "valid_to": "2018-12-31"}
    new = {"name": "区乙局", "aliases": ["区某局"], "valid_from": "2019-01-01"}
    assert clashes([old, new]) == []
    assert clashes([old, {**new, "valid_from": "2018-12-31"}]) == ["区某局：区甲局 / 区乙局"]
    assert clashes([{"name": "各镇（街道）"}, {"name": "区丙局", "ocr": ["各镇(街道)"]}]) == ["各镇(街道)：各镇（街道） / 区丙局"]


def test_names_are_written_once_in_a_unit(path: Path) -> None:
    for unit in load(path)["units"]:
        written = [unit["name"], *unit.get("aliases", ()), *unit.get("ocr", ())]
        assert len(set(written)) == len(written), unit["name"]


def test_addresses_differ(path: Path) -> None:
    """Two units whose names read the same in pinyin would share an address (区水务局, 区税务局); one of them needs a slug."""
    units = load(path)["units"]
    slugs = [u.get("slug") or "-".join(lazy_pinyin("".join(c for c in u["name"] if c.isalnum()))) for u in units]
    assert [slug for slug in slugs if slugs.count(slug) > 1] == []


def test_a_slug_is_written_as_addresses_are(schema: Mapping[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    unit = {"name": "区税务局", "kind": "派出和垂直管理", "source": "公报2025年第1期"}
    for slug, good in (("qu-shui-wu-ju-tax", True), ("Qu-shui", False), ("qu--shui", False), ("区", False)):
        data = {"district": "澄湖区", "slug": "chenghu", "units": [{**unit, "slug": slug}]}
        assert validator.is_valid(data) == good, slug


@pytest.mark.parametrize("field", ["predecessors", "successors", "members"])
def test_named_units_exist(path: Path, field: str) -> None:
    units = load(path)["units"]
    known = {unit["name"] for unit in units}
    missing = [f"{u['name']} → {n}" for u in units for n in u.get(field, ()) if n not in known]
    assert missing == []


def test_successions_are_told_from_both_ends_and_go_forward(path: Path) -> None:
    units = {unit["name"]: unit for unit in load(path)["units"]}
    forward = {(u["name"], n) for u in units.values() for n in u.get("successors", ())}
    backward = {(n, u["name"]) for u in units.values() for n in u.get("predecessors", ())}
    assert forward == backward
    for old, new in forward:
        assert days_of(units[old])[1] != LAST_DAY, f"{old} 有后继，应当写停用日期"
        assert days_of(units[new])[0] == FIRST_DAY or days_of(units[old])[1] < days_of(units[new])[0], (old, new)


@pytest.mark.parametrize(
    ("district", "one", "other"),
    [
        ("zhangdian", "区大数据中心", "区大数据局"),
        ("zhangdian", "区档案局", "区档案馆"),
        ("zhangdian", "区有关部门、单位", "区有关部门（划转事项部门）"),
        ("zhoucun", "区工商局", "区工商联"),
        ("zhoucun", "区公安分局", "周村交警大队"),
        ("zhoucun", "区自然资源局", "周村规划管理办公室"),
        ("chenghu", "区市民投诉中心", "区便民热线服务中心"),
    ],
)
def test_units_that_look_alike_stay_apart(district: str, one: str, other: str) -> None:
    units = load(SAMPLE / "units" / f"{district}.yml")["units"]
    unit_of = {name: unit["name"] for unit in units for name in names_of(unit)}
    first, second = (unit_of[unicodedata.normalize("NFKC", name)] for name in (one, other))
    assert first != second


@pytest.mark.parametrize(
    ("district", "printed", "day", "name"),
    [
        ("zhangdian", "区人力资源社会保障局", "2022-07-10", "区人力资源和社会保障局"),
        ("zhangdian", "区发展改革委", "2022-07-01", "区发展和改革局"),
        ("zhangdian", "市自然资源局和规划局张店分局", "2022-07-01", "市自然资源和规划局张店分局"),
        ("zhoucun", "区工商局", "2018-10-20", "区工商行政管理局"),
        ("zhoucun", "区市场监管局", "2021-08-05", "区市场监督管理局"),
        ("zhoucun", "周村消费救援大队", "2021-08-05", "周村消防救援大队"),
        ("chenghu", "区市民投诉中心", "2025-03-12", "区市民投诉中心"),
    ],
)
def test_printed_names_lead_to_their_unit(district: str, printed: str, day: str, name: str) -> None:
    assert resolve(load(SAMPLE / "units" / f"{district}.yml")["units"], printed, day) == [name]


def test_a_dissolved_unit_does_not_answer_for_its_old_name_later() -> None:
    units = load(SAMPLE / "units" / "zhoucun.yml")["units"]
    assert resolve(units, "区工商局", "2021-08-05") == []
    assert resolve(units, "区市场监管局", "2018-10-20") == []


def test_every_unit_of_the_sample_is_known_on_its_documents_day() -> None:
    expected = yaml.safe_load(EXPECTED_SAMPLE.read_text(encoding="utf-8"))
    units = load(SAMPLE / "units" / "chenghu.yml")["units"]
    unknown = []
    for task in expected["tasks"]:
        day = expected["documents"][task["document"] - 1]["issued_on"]
        for name in (*task["lead"], *task["responsible"], *task["support"]):
            if len(resolve(units, name, day)) != 1:
                unknown.append(f"{task['file']}:{task['lines'][0]} {name}")
    assert len(expected["tasks"]) > 100
    assert unknown == []
