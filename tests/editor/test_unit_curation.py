"""Names the registry does not know: what they could be, what an editor is asked, and what is written into the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from parser import parse_texts
from parser.errors import RegistryError
from parser.model import Corpus, UnitName
from parser.records.registry import Registry, load_registry
from parser.text.read import SourceText, split_lines
from parser.text.yaml_file import load_plain

from editor import unit_curation
from editor.registry_draft import draft_registries
from editor.registry_edit import add_name, add_unit, merge_units, start_registry
from editor.unit_curation import ask_for_decision, curate, describe, find_unknown_names, write_decision

from tests.factories import make_corpus, make_document, make_task

REGISTRY = """\
# 澄湖区的单位
district: 澄湖区
slug: chenghu
units:

  # 事业单位
  - name: 区大数据中心   # 2024年成立
    kind: 事业单位
    aliases: [大数据中心, "区大数据局"]
    source: 公报2025年第1期

  # 政府部门
  - name: 区司法局
    kind: 政府部门
    aliases:
      - 司法局
    source: 公报2025年第1期
  - name: 区统计局
    kind: 政府部门
    source: 公报2025年第1期
    note: 与区税务局不是一个机构。
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "units").mkdir()
    (tmp_path / "units" / "chenghu.yml").write_text(REGISTRY, encoding="utf-8")
    return tmp_path


def corpus_with(*names: str) -> Corpus:
    document = make_document(1)
    tasks = tuple(make_task(document, n, lead=(UnitName(name=name),), responsible=(), support=()) for n, name in enumerate(names, 1))
    return replace(make_corpus(1), tasks=tasks, items=())


def answers(*given: str) -> Iterator[str]:
    yield from given


def units_of(content: Path) -> dict[str, dict[str, object]]:
    data = load_plain((content / "units" / "chenghu.yml").read_text(encoding="utf-8"))
    return {unit["name"]: unit for unit in data["units"]}


# --- finding --------------------------------------------------------------------------------------------------------------------


def test_the_closest_units_come_first(content: Path) -> None:
    (unknown,) = find_unknown_names(corpus_with("区大数居中心"), content)
    assert unknown.candidates[0].unit.name == "区大数据中心"
    assert unknown.candidates[0].likeness > 0.8
    assert unknown.read_in == "澄湖区人民政府公报2025年第1期"


def test_a_name_like_nothing_has_no_candidates(content: Path) -> None:
    (unknown,) = find_unknown_names(corpus_with("玉皇阁"), content)
    assert unknown.candidates == ()
    assert "名录里没有相近的单位" in next(describe([unknown]))


def test_names_are_counted_and_their_places_told(content: Path) -> None:
    found = find_unknown_names(corpus_with("区粮食局", "区林业局", "区粮食局", "区粮食局", "区粮食局"), content)
    assert [(unknown.name, unknown.count) for unknown in found] == [("区粮食局", 4), ("区林业局", 1)]
    assert "chenghu-2025-01.txt 第 14 行；" in next(describe(found))
    assert "等 4 处" in next(describe(found))


def test_other_districts_units_are_no_candidates(content: Path) -> None:
    (content / "units" / "jingshan.yml").write_text(
        "district: 镜山区\nslug: jingshan\nunits:\n  - {name: 区粮食局, kind: 政府部门, source: 公报2025年第1期}\n", encoding="utf-8"
    )
    (unknown,) = find_unknown_names(corpus_with("区粮食局"), content)
    assert "区粮食局" not in {candidate.unit.name for candidate in unknown.candidates}


def test_the_bundled_names_are_all_known(sample: Corpus, project: Path) -> None:
    assert list(describe(find_unknown_names(sample, project / "gazette"))) == []


@pytest.mark.real
def test_the_real_names_are_all_known(real_corpus: Corpus, project: Path) -> None:
    assert list(describe(find_unknown_names(real_corpus, project / "gazette"))) == []


# --- deciding and writing -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field"), [(("1",), "aliases"), (("1x",), "ocr"), (("9", "abc", "1"), "aliases")], ids=["alias", "slip", "third try"]
)
def test_the_editor_chooses_a_unit(content: Path, given: tuple[str, ...], field: str) -> None:
    (unknown,) = find_unknown_names(corpus_with("区大数居中心"), content)
    replies = answers(*given)
    decision = ask_for_decision(unknown, lambda question: next(replies))
    assert decision is not None
    assert (decision.unit, decision.field) == ("区大数据中心", field)
    write_decision(decision, content)
    assert "区大数居中心" in units_of(content)["区大数据中心"][field]  # type: ignore[operator]
    resolved = load_registry(content / "units").resolve("区大数居中心", district="澄湖区", on=None)
    assert (resolved.unit_id, resolved.misread) == ("chenghu/qu-da-shu-ju-zhong-xin", field == "ocr")


def test_nothing_is_written_without_an_answer(content: Path) -> None:
    lines = list(curate(corpus_with("区大数居中心"), content, lambda question: ""))
    assert lines[-1].startswith("共 1 个写法，写入 0 个")
    assert (content / "units" / "chenghu.yml").read_text(encoding="utf-8") == REGISTRY


@pytest.mark.parametrize("kind", ["1", "政府部门"])
def test_a_new_unit_gets_its_kind_and_its_source(content: Path, kind: str) -> None:
    replies = answers("n", kind)
    list(curate(corpus_with("区粮食局"), content, lambda question: next(replies)))
    assert units_of(content)["区粮食局"] == {"name": "区粮食局", "kind": "政府部门", "source": "澄湖区人民政府公报2025年第1期"}


def test_a_district_without_a_registry_gets_one(content: Path) -> None:
    corpus = corpus_with("区粮食局")
    corpus = replace(corpus, documents=tuple(replace(document, district="镜山区", issue_id=None) for document in corpus.documents))
    replies = answers("n", "政府部门")
    list(curate(corpus, content, lambda question: next(replies)))
    assert load_registry(content / "units").resolve("区粮食局", district="镜山区", on=None).unit_id == "jingshan/qu-liang-shi-ju"


def test_a_name_that_would_clash_is_not_written(content: Path) -> None:
    """区税务局 and 区水务局 sound alike: the registry refuses the second, and the file stays as it was."""
    path = content / "units" / "chenghu.yml"
    text = add_unit(REGISTRY, "区税务局", "派出和垂直管理", "公报2025年第1期")
    path.write_text(text, encoding="utf-8")
    replies = answers("n", "政府部门")
    with pytest.raises(RegistryError, match="qu-shui-wu-ju"):
        list(curate(corpus_with("区水务局"), content, lambda question: next(replies)))
    assert path.read_text(encoding="utf-8") == text


# --- the file ---------------------------------------------------------------------------------------------------------------------


def test_only_one_line_changes() -> None:
    for field, name, unit in (("aliases", "数据中心", "区大数据中心"), ("ocr", "区司法司", "区司法局"), ("aliases", "统计局", "区统计局")):
        changed = add_name(REGISTRY, unit, field, name)  # type: ignore[arg-type]
        before, after = REGISTRY.splitlines(), changed.splitlines()
        assert len([line for line in after if line not in before]) == 1
        assert len(after) - len(before) in (0, 1)


def test_a_list_of_lines_gets_a_line() -> None:
    changed = add_name(REGISTRY, "区司法局", "aliases", "区司法局（信访）")
    assert "      - 区司法局（信访）\n      - 司法局\n" in changed


@pytest.mark.parametrize("name", ["a: b", "[x]", "#局", "'", '"', "区“双随机、一公开”专班", "2024", "是", "null", "yes", "-", "甲,乙"])
def test_any_name_is_written_so_that_it_is_read_back(name: str) -> None:
    for unit in ("区大数据中心", "区司法局", "区统计局"):
        data = load_plain(add_name(REGISTRY, unit, "aliases", name))
        assert name in next(one for one in data["units"] if one["name"] == unit)["aliases"]
    assert load_plain(add_unit(REGISTRY, name, "其他", name))["units"][-1] == {"name": name, "kind": "其他", "source": name}


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(RegistryError, match="找不到单位“区没有局”"):
        add_name(REGISTRY, "区没有局", "aliases", "没有局")


def test_a_file_written_in_another_way_is_left_alone() -> None:
    text = REGISTRY.replace("    aliases:\n      - 司法局\n", "    aliases: [司法局,\n      法局]\n")
    with pytest.raises(RegistryError):
        add_name(text, "区司法局", "aliases", "司局")


@pytest.mark.slow
@pytest.mark.parametrize("step", [200, pytest.param(15, marks=pytest.mark.slow)])
def test_every_bundled_registry_can_be_added_to(project: Path, step: int) -> None:
    for path in sorted((project / "gazette" / "units").glob("*.yml")):
        text = path.read_text(encoding="utf-8")
        for unit in load_plain(text)["units"][::step]:
            name = unit if isinstance(unit, str) else unit["name"]
            add_name(text, name, "aliases", "某某新写法")
            add_name(text, name, "ocr", "某某误识")
        assert add_unit(text, "区某某新单位", "其他", "公报").startswith(text)


COMMENTED = """\
district: 青禾县   # 虚构
slug: qinghe
units:
  # 事业单位
  - name: 县种业中心
    kind: 事业单位
    aliases: [县种子站]   # 旧称
    successors: [县蚕桑局]
    source: 公报2025年第1期
  # 政府部门
  - name: 县蚕桑局
    kind: 政府部门
    source: 公报2025年第1期
  - 县财政局
  # 集合
  - name: 各养蚕单位
    kind: 集合
    members: [县种业中心, 县蚕桑局]
    source: 公报2025年第1期
"""


def test_merging_moves_all_names_and_keeps_comments() -> None:
    text = merge_units(COMMENTED, "县蚕桑局", "县种业中心")
    data = load_plain(text)
    assert [unit if isinstance(unit, str) else unit["name"] for unit in data["units"]] == ["县蚕桑局", "县财政局", "各养蚕单位"]
    assert data["units"][0]["aliases"] == ["县种业中心", "县种子站"]
    assert data["units"][2]["members"] == ["县蚕桑局"]
    for comment in ("# 虚构", "# 事业单位", "# 政府部门", "# 集合"):
        assert comment in text
    with pytest.raises(RegistryError, match="同一个"):
        merge_units(COMMENTED, "县蚕桑局", "县蚕桑局")


def test_merging_into_a_unit_that_only_the_base_knows() -> None:
    data = load_plain(merge_units(COMMENTED, "县农业农村局", "县蚕桑局"))
    assert data["units"][-1] == {"name": "县农业农村局", "aliases": ["县蚕桑局"]}
    assert data["units"][0]["successors"] == ["县农业农村局"]


def test_a_renamed_unit_keeps_its_address(tmp_path: Path) -> None:
    (tmp_path / "units").mkdir()
    path = tmp_path / "units" / "qinghe.yml"
    path.write_text(COMMENTED, encoding="utf-8")
    before = load_registry(tmp_path / "units").resolve("县蚕桑局", district="青禾县", on=None).unit_id
    unit_curation.rename("县蚕桑局", "县蚕业发展局", tmp_path, "青禾县")
    registry = load_registry(tmp_path / "units")
    assert registry.resolve("县蚕桑局", district="青禾县", on=None).unit_id == before
    assert registry.resolve("县蚕业发展局", district="青禾县", on=None).unit_id == before
    assert "# 旧称" in path.read_text(encoding="utf-8")
    unit_curation.rename("县发改局", "县发展改革和科技局", tmp_path, "青禾县")
    renamed = load_registry(tmp_path / "units").resolve("县发改局", district="青禾县", on=None)
    assert renamed.unit_id == "qinghe/xian-fa-zhan-he-gai-ge-ju"
    with pytest.raises(RegistryError, match="没有叫"):
        unit_curation.rename("县里没有", "县别的局", tmp_path, "青禾县")
    assert unit_curation.only_district(tmp_path, None) == "青禾县"


def test_a_draft_leaves_out_what_the_base_knows(tmp_path: Path) -> None:
    text = "\n\n".join(
        [
            "青禾县人民政府办公室\n关于做好示例工作的通知\n青政办字〔2025〕3号\n各乡镇人民政府：",
            "一、建设平台。（责任单位：县大数居中心、县发改局、县蚕桑办）",
            "二、整治环境。（责任单位：县蚕桑办、白塔镇、柳河乡、各乡镇）",
            "青禾县人民政府办公室\n2025年3月1日",
        ]
    )
    corpus = parse_texts([SourceText(name="x.txt", lines=split_lines(text))], Registry())
    assert list(draft_registries(corpus, tmp_path))
    path = tmp_path / "units" / "qinghe.yml"
    data = load_plain(path.read_text(encoding="utf-8"))
    units = {unit["name"]: unit for unit in data["units"]}
    assert units["县大数据中心"]["ocr"] == ["县大数居中心"]
    assert "各乡镇政府、街道办事处" not in units
    assert units["各乡镇政府"]["members"] == ["白塔镇", "柳河乡"]
    assert "县蚕桑办" in units
    assert "县发展和改革局" not in units
    assert load_registry(tmp_path / "units").resolve("县大数居中心", district="青禾县", on=None).misread
    list(draft_registries(corpus, tmp_path))
    assert (tmp_path / "units" / "qinghe.yml.draft").exists()


def test_a_new_file_is_a_registry() -> None:
    data = load_plain(add_unit(start_registry("镜山区", "jingshan"), "区甲局", "政府部门", "公报"))
    assert data == {"district": "镜山区", "slug": "jingshan", "units": [{"name": "区甲局", "kind": "政府部门", "source": "公报"}]}


# --- the command --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def source(content: Path, project: Path) -> Path:
    lines = [
        "澄湖区人民政府办公室", "关于做好示例工作的通知", "澄政办字〔2025〕3号", "各镇人民政府：",
        "一、建设平台。9月底前完成。（责任单位：区大数居中心）", "澄湖区人民政府办公室", "2025年3月1日",
    ]  # fmt: skip
    path = content / "chenghu-2025-notice.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def run(*arguments: str, typed: str = "") -> str:
    from build import main

    result = CliRunner().invoke(main, ["units", *arguments], input=typed)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_lists_names_and_candidates(source: Path, content: Path) -> None:
    output = run("--source", str(source), "--content", str(content))
    assert "澄湖区：区大数居中心（chenghu-2025-notice.txt 第 9 行）" in output
    assert "1. 区大数据中心（事业单位，相近" in output
    assert "共 1 个写法不在名录里" in output


def test_the_command_writes_what_is_chosen(source: Path, content: Path) -> None:
    output = run("--source", str(source), "--content", str(content), "--write", typed="1x\n")
    assert "写入 1 个" in output
    assert units_of(content)["区大数据中心"]["ocr"] == ["区大数居中心"]
    assert "都在名录里" in run("--source", str(source), "--content", str(content))
