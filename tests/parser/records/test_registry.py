"""The unit registries: they load, keep their schema, and no name stands for two units on one day."""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from pypinyin import lazy_pinyin

from parser.errors import RegistryError
from parser.model import Corpus, Document, Unit, UnitKind
from parser.records.identity import Home, identify
from parser.records.registry import Registry, load_registry
from parser.text.yaml_file import load_plain

from tests.places import EXPECTED_SAMPLE, SAMPLE

REGISTRIES = sorted((SAMPLE / "units").glob("*.yml"))
FIRST_DAY, LAST_DAY = "0000-00-00", "9999-99-99"

Record = dict[str, Any]


@cache
def load(path: Path) -> Record:
    """A registry with each unit as a record: dates are ISO strings, a bare name is a record of its name."""
    data: Record = load_plain(path.read_text(encoding="utf-8"))
    data["units"] = [{"name": unit} if isinstance(unit, str) else unit for unit in data["units"]]
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


@cache
def registry() -> Registry:
    return load_registry(SAMPLE / "units")


def resolve(district: str, name: str, day: str) -> Unit:
    found = registry().resolve(name, district=load(SAMPLE / "units" / f"{district}.yml")["district"], on=day)
    unit = registry().unit(found.unit_id or "")
    assert unit is not None, name
    return unit


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
    written = {**load(path), "units": [unit if len(unit) > 1 else unit["name"] for unit in load(path)["units"]]}
    written |= {"reform": str(written["reform"])} if "reform" in written else {}
    errors = sorted(jsonschema.Draft202012Validator(schema).iter_errors(written), key=str)
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
    home = Home(load(path)["district"])
    known = {unit["name"] for unit in units}
    missing = [f"{u['name']} → {n}" for u in units for n in u.get(field, ()) if n not in known and identify(n, home) is None]
    assert missing == []


def test_successions_are_told_from_both_ends_and_go_forward(path: Path) -> None:
    units = {unit.id: unit for unit in registry().units_of((), {load(path)["district"]})}
    forward = {(unit.id, later) for unit in units.values() for later in unit.successors}
    backward = {(earlier, unit.id) for unit in units.values() for earlier in unit.predecessors}
    assert forward == backward
    for old, new in forward:
        end, start = units[old].valid_to, units[new].valid_from
        assert end is not None, f"{old} 有后继，应当写停用日期"
        assert start is None or end < start, (old, new)


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
    assert resolve(district, one, "2018-10-20").id != resolve(district, other, "2018-10-20").id


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
    assert resolve(district, printed, day).name == name


def test_a_dissolved_unit_keeps_its_old_name_and_says_what_came_after() -> None:
    old, new = resolve("zhoucun", "区工商局", "2021-08-05"), resolve("zhoucun", "区市场监管局", "2021-08-05")
    assert old.id != new.id
    linked = {unit.id: unit for unit in registry().units_of((old.id, new.id), {"周村区"})}
    assert linked[old.id].successors == (new.id,)
    assert linked[old.id].valid_to == "2018-12-31"


def test_every_unit_of_the_sample_is_known_on_its_documents_day() -> None:
    expected = load_plain(EXPECTED_SAMPLE.read_text(encoding="utf-8"))
    names = {
        (name, expected["documents"][task["document"] - 1]["issued_on"])
        for task in expected["tasks"]
        for name in (*task["lead"], *task["responsible"], *task["support"])
    }
    assert len(names) > 100
    assert [found for name, day in names if (found := registry().resolve(name, district="澄湖区", on=day)).unit_id is None] == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"slug": "a", "units": []}, "缺少 'district'"),
        ({"district": "澄湖区", "units": []}, "缺少 'slug'"),
        ({"units": [{"name": "区教体局", "aliases": "区教育局"}]}, "应当是一列名称"),
        ({"units": [{"name": "区教体局", "aliases": ["局"]}]}, "不像一个名称"),
        ({"units": [{"name": "区教体局", "valid_from": "去年"}]}, "应当是日期"),
        ({"units": [{"name": "区教体局", "valid_to": "2019-02-30"}]}, "应当是日期"),
        ({"units": [{"name": "区教体局", "valid_from": "2020-01-01", "valid_to": "2019-01-01"}]}, "晚于停用日期"),
        ({"units": [{"name": "区教体局", "kind": "机关"}]}, "只能是"),
        ({"units": [{"name": "区教体局", "slug": "Qu"}]}, "小写拼音"),
        ({"units": [{"name": "区教体局", "别称": ["区教育局"]}]}, "没有“别称”"),
        ({"units": [{"name": "区教体局", "members": ["区财政局"]}]}, "不是集合"),
        ({"units": [{"name": "区教体局"}, {"name": "区教体局"}]}, "登记了 2 次"),
        ({"units": [{"name": "区水务局", "slug": "a"}, {"name": "区税务局", "slug": "a"}]}, "给了 2 个单位"),
        ({"units": [{"kind": "企业"}]}, "缺少 'name'"),
        ({"units": "区教体局"}, "一列单位"),
        ({"reform": "2019年", "units": []}, "reform 应当是日期"),
        ({"units": [{"name": "区联合社", "successors": ["没有这个"]}]}, "没有登记这个单位"),
    ],
)
def test_a_bad_file_is_refused_with_words(wrong: Record, says: str) -> None:
    entry = wrong if len({"district", "slug"} & set(wrong)) == 1 else {"district": "澄湖区", "slug": "chenghu"} | wrong
    with pytest.raises(RegistryError, match=says):
        Registry([entry])


def test_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "chenghu.yml").write_text(
        "district: 澄湖区\nslug: chenghu\nunits:\n  - name: 区教育局\n    aliases: 教育局\n", encoding="utf-8"
    )
    with pytest.raises(RegistryError, match=r"chenghu\.yml：单位“区教育局”的 aliases"):
        load_registry(tmp_path)


def names_in(corpus: Corpus) -> Iterator[tuple[str, Document]]:
    documents = {document.id: document for document in corpus.documents}
    for task in corpus.tasks:
        for name in (*task.lead, *task.responsible, *task.support):
            yield name.name, documents[task.document_id]
    for item in corpus.items:
        yield item.agency.name, documents[item.document_id]


@pytest.mark.real
def test_without_a_registry_the_real_gazettes_keep_their_units(real_corpus: Corpus) -> None:
    """At least 97 % of the names mean the same unit as with the registries, and no unit of the base is two of theirs."""
    bare = Registry()
    pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    same = total = 0
    names = list(names_in(real_corpus))
    for name, document in names:
        one = registry().resolve(name, district=document.district, on=document.issued_on, issuer=document.issuer).unit_id
        other = bare.resolve(name, district=document.district, on=document.issued_on, issuer=document.issuer).unit_id
        if one and other:
            pairs[one][other] += 1
    held = {one: others.most_common(1)[0][0] for one, others in pairs.items()}
    assert len(set(held.values())) == len(held)
    for name, document in names:
        one = registry().resolve(name, district=document.district, on=document.issued_on, issuer=document.issuer).unit_id
        other = bare.resolve(name, district=document.district, on=document.issued_on, issuer=document.issuer).unit_id
        total += one is not None
        same += one is not None and held.get(one) == other
    assert same / total >= 0.97
