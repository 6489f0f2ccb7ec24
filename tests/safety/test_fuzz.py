"""The promises hold for files that do harm; ``make fuzz`` reads as many as you like, FUZZ_FILES sets how many here."""

from __future__ import annotations

import os
import random

import pytest

from bench.fuzz import read_pool, run
from bench.fuzz_texts import draw

from parser import parse_texts
from parser.model import Corpus
from parser.records.registry import Registry
from parser.text.read import SourceText

FILES = int(os.environ.get("FUZZ_FILES", "60"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["甲", "乙"])
def test_no_promise_is_broken(seed: str) -> None:
    assert run(seed, range(FILES), minutes=30, every=25, show=False, timed=False) == 0


@pytest.mark.slow
def test_the_same_seed_gives_the_same_files() -> None:
    pool = read_pool()
    assert draw(pool, random.Random("1 5")).lines == draw(pool, random.Random("1 5")).lines


TITLE = ["澄湖区人民政府办公室", "关于做好示例工作的通知", "澄政办字〔2030〕3号", "各镇人民政府：", "现通知如下。"]
BEHIND = [
    "",
    "澄湖区人民政府办公室",
    "2030年3月1日",
    "",
    "澄湖区人民政府办公室",
    "关于第二件事的通知",
    "澄政办字〔2030〕4号",
    "第二件事如下办理。",
]


def read(*lines: str) -> Corpus:
    return parse_texts([SourceText(name="x.txt", lines=(*TITLE, *lines, *BEHIND))], Registry())


@pytest.mark.parametrize(
    "lines",
    [
        ["<table><tr><td>甲</td><td>乙</td></tr>"],
        ["<table>", "<tr><td>甲</td><td>乙"],
        ["<tr"],
        ["<tr><td>甲"],
        ["<table><tr><td>甲</td><td>乙</td></tr><table><tr>"],
        ["<table>甲<![x[乙"],
        ["<table><tr><td>甲<!-- 乙"],
        ["<table><tr><td>甲<script>乙"],
        ["<table><tr><td>甲<title>乙"],
        ["</table>", "</td></tr>"],
        [f"<table><tr><td colspan={'9' * 5000} rowspan='{'9' * 5000}'>甲</td></tr></table>"],
        [f"{'9' * 5000}\t甲", "序号\t任务", f"{'9' * 5000}\t乙", f"{'9' * 5000}\t乙"],
    ],
)
def test_an_open_table_swallows_nothing_behind_it(lines: list[str]) -> None:
    corpus = read(*lines)
    assert [document.doc_number for document in corpus.documents] == ["澄政办字〔2030〕3号", "澄政办字〔2030〕4号"]
    kept = {line.number for block in corpus.blocks for line in block.lines}
    assert kept == {number for number, line in enumerate([*TITLE, *lines, *BEHIND], 1) if line.strip()}
    assert any("第二件事如下办理" in block.text for block in corpus.blocks)


def test_words_around_a_table_are_read_and_rows_over_several_lines_belong_to_it() -> None:
    lines = [
        "前言<table>",
        "<caption>名单</caption>",
        "<tr>",
        "<td>姓名</td>",
        "<td>单位",
        "（全称）</td>",
        "</tr>漏写",
        "<tr><td>甲</td><td>乙</td></tr></table>后记",
    ]
    corpus = read(*lines)
    (table,) = corpus.tables
    text = "".join(
        (*table.columns, table.title or "", *(cell for row in table.rows for cell in row), *(group.text for group in table.groups))
    )
    assert [word for word in ("前言", "名单", "姓名", "单位（全称）", "漏写", "甲", "乙", "后记") if word not in text] == []
    (block,) = [block for block in corpus.blocks if block.kind == "table"]
    assert [line.number for line in block.lines] == list(range(6, 14))


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\x1c", "\x1d", "\x1e", "\x0b", "\x0c"])
def test_odd_ends_of_lines_stay_in_their_line(char: str) -> None:
    corpus = read(
        f"根据澄政办字〔20{char}30〕{char}5号和第{char}6号文件，报送材料{char}。", f"澄政办字〔2{char}030〕7号", f"2030年{char}3月{char}2日"
    )
    assert "".join(line.text for block in corpus.blocks for line in block.lines).count(char) >= 7
