"""Marks of secrecy in every form are stopped, talk of secrets is not: one entry of a list is one case."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from parser import parse_texts
from parser.records.registry import Registry
from parser.text.privacy import SECRET_CODE, find_private
from parser.text.read import SourceText

LISTS = Path(__file__).parent / "lists"


def entries(name: str) -> list[str]:
    found: list[str] = yaml.safe_load((LISTS / f"{name}.yml").read_text(encoding="utf-8"))
    return found


def marked(*lines: str) -> bool:
    return any(finding.code == SECRET_CODE for finding in find_private(lines))


@pytest.mark.parametrize("line", entries("marks"))
def test_a_mark_is_seen(line: str) -> None:
    assert marked(line)


@pytest.mark.parametrize("line", entries("no_marks"))
def test_talk_of_secrets_is_no_mark(line: str) -> None:
    assert not marked(line)


@pytest.mark.parametrize("line", entries("marks"))
def test_a_mark_is_an_error_of_the_parser(line: str) -> None:
    """Whatever the line becomes: a row, a heading, furniture."""
    lines = ("澄湖区人民政府办公室", "关于示例工作的通知", "", line, "", "各镇人民政府：", "现将有关事项通知如下。")
    corpus = parse_texts([SourceText(name="x.txt", lines=lines)], Registry())
    assert SECRET_CODE in {diagnostic.code for diagnostic in corpus.diagnostics}


def test_a_column_of_levels_is_seen() -> None:
    assert marked("序号\t名称\t密级", "1\t示例报告\t机密", "2\t另一报告\t无")
    assert not marked("序号\t名称\t方式", "1\t选举\t秘密", "2\t表决\t公开")


def test_the_end_of_a_word_on_the_next_line_is_no_mark() -> None:
    assert not marked("各级机关工作人员应当保守国家", "秘密")
    assert marked("澄湖区人民政府文件", "秘密")


def test_a_mark_from_top_to_bottom_is_seen() -> None:
    assert marked("机", "密", "★", "10年")
    assert not marked("机", "密封件采购公告")


def test_there_are_enough_of_them() -> None:
    assert len(set(entries("marks"))) >= 60
    assert len(set(entries("no_marks"))) >= 40
