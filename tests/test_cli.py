"""The command line: what it says, how it ends, what it leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import build

from tests.portal.output.test_publish import contents

NOTICE = """澄湖区人民政府办公室
关于做好示例工作的通知
澄政办字〔2025〕3号
各镇人民政府，区政府各部门：
现就示例工作通知如下。
一、建设数据平台。（牵头单位：区大数据中心；责任单位：区司法局；完成时限：2025年9月底前）
澄湖区人民政府办公室
2025年3月1日
（此件公开发布）
"""
REGISTRY = """district: 澄湖区
slug: chenghu
city: 示例市
units:
  - {name: 区大数据中心, kind: 事业单位, aliases: [大数据中心], source: 示例}
  - {name: 区司法局, kind: 政府部门, aliases: [司法局], source: 示例}
"""


@pytest.fixture
def gazette(tmp_path: Path) -> Path:
    """A content folder with one notice and a registry of two units."""
    (tmp_path / "gazette" / "issues").mkdir(parents=True)
    (tmp_path / "gazette" / "units").mkdir()
    (tmp_path / "gazette" / "issues" / "chenghu-2025-03.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "gazette" / "units" / "chenghu.yml").write_text(REGISTRY, encoding="utf-8")
    return tmp_path / "gazette"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(build.main, [str(argument) for argument in arguments], catch_exceptions=False)


def add_source(gazette: Path, name: str, content: bytes) -> None:
    (gazette / "issues" / name).write_bytes(content)


def test_help_names_every_command_in_chinese() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert [name for name in ("site", "parse", "check", "serve", "bench") if f"  {name} " not in result.output] == []
    assert "公报" in result.output


@pytest.mark.parametrize("command", ["site", "parse", "check", "serve", "bench"])
def test_every_option_is_explained(command: str) -> None:
    assert run(command, "--help").exit_code == 0
    for parameter in build.main.commands[command].params:
        assert getattr(parameter, "help", None), parameter.name


@pytest.mark.parametrize("arguments", [("site",), ()])
def test_site_is_the_default_command(gazette: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    result = run(*arguments, "--content", gazette, "--out", out)
    assert result.exit_code == 0, result.output
    assert "网站已生成" in result.output
    for path in ("index.html", "documents/cheng-zheng-ban-zi-2025-3/index.html", "units/chenghu/qu-da-shu-ju-zhong-xin/index.html"):
        assert (out / path).is_file()


def test_one_unreadable_file_does_not_stop_the_others(gazette: Path, tmp_path: Path) -> None:
    add_source(gazette, "broken.txt", b"\x00\x01\x02\xff" * 100)
    result = run("--content", gazette, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "broken.txt" in result.output
    assert (tmp_path / "out" / "documents" / "cheng-zheng-ban-zi-2025-3" / "index.html").is_file()


def test_strict_stops_at_an_unreadable_file_and_keeps_the_old_site(gazette: Path, tmp_path: Path) -> None:
    run("--content", gazette, "--out", tmp_path / "out")
    before = contents(tmp_path / "out")
    add_source(gazette, "broken.txt", b"")
    result = run("--content", gazette, "--out", tmp_path / "out", "--strict")
    assert result.exit_code == 1
    assert "--strict" in result.output
    assert contents(tmp_path / "out") == before


def test_without_any_document_there_is_no_site(gazette: Path, tmp_path: Path) -> None:
    (gazette / "issues" / "chenghu-2025-03.txt").unlink()
    add_source(gazette, "broken.txt", b"")
    result = run("--content", gazette, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "没有读出任何文件" in result.output
    assert not (tmp_path / "out").exists()


def test_a_source_that_does_not_exist_is_named(tmp_path: Path, gazette: Path) -> None:
    result = run("--source", tmp_path / "nowhere", "--content", gazette, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "nowhere" in result.output


def test_a_folder_of_somebody_else_is_not_overwritten(gazette: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mother.txt").write_text("亲爱的", encoding="utf-8")
    result = run("--content", gazette, "--out", tmp_path / "letters")
    assert result.exit_code == 1
    assert "没有写入" in result.output
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["mother.txt"]


def test_parse_writes_the_corpus_as_json_lines(gazette: Path, tmp_path: Path) -> None:
    result = run("parse", "--content", gazette, "--source", gazette / "issues", "--out", tmp_path / "data")
    assert result.exit_code == 0, result.output
    (document,) = [json.loads(line) for line in (tmp_path / "data" / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    assert document["doc_number"] == "澄政办字〔2025〕3号"
    (task,) = [json.loads(line) for line in (tmp_path / "data" / "tasks.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(unit["name"], unit["unit_id"], unit["ground"]) for unit in task["lead"]] == [
        ("区大数据中心", "chenghu/qu-da-shu-ju-zhong-xin", "registry")
    ]


def test_check_passes_a_good_file_and_counts(gazette: Path) -> None:
    result = run("check", "--content", gazette)
    assert result.exit_code == 0, result.output
    assert "0 处错误" in result.output.splitlines()[-1]


def test_check_fails_for_an_unreadable_file_and_says_what_to_do(gazette: Path) -> None:
    add_source(gazette, "empty.txt", b"")
    result = run("check", "--content", gazette)
    assert result.exit_code == 1
    assert "empty.txt:1" in result.output
    assert "G001" in result.output
    assert "怎样处理" in result.output


def test_check_speaks_json(gazette: Path) -> None:
    add_source(gazette, "empty.txt", b"")
    result = run("check", "--content", gazette, "--format", "json")
    assert result.exit_code == 1
    assert "G001" in {finding["code"] for finding in json.loads(result.output)}


def test_bench_measures_every_step(gazette: Path) -> None:
    result = run("bench", "--content", gazette)
    assert result.exit_code == 0, result.output
    for words in ("读取和解析公报", "生成页面", "编制检索", "导出数据", "整个进程", "内存峰值"):
        assert words in result.output
