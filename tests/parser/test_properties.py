"""What must hold for any text: nothing is lost, nothing is read twice, nothing makes the parser raise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser import parse_texts
from parser.model import Corpus
from parser.records.registry import Registry
from parser.text.read import SourceText, read_source

from tests.places import PROJECT

SAMPLE = sorted((PROJECT / "gazette" / "issues").glob("*.txt"))
REAL = sorted((PROJECT.parent / "shared" / "gazettes").glob("*.txt"))
POOL = tuple(line for path in SAMPLE for line in read_source(path).lines)

WORDS = [
    "关于", "的通知", "局", "牵头", "责任单位：", "（", "）", "第一条", "一、", "（一）", "附件", "2022年12月底前", "、",
    "，", "。", "**", "《", "》", "某区人民政府公报", "目录", "组长：", "\t", "1. ", "# ", " ", "\u3000", "| ",
]  # fmt: skip
made_up = st.lists(st.sampled_from(WORDS), max_size=12).map("".join)
some_line = st.sampled_from(POOL)
cut_line = st.tuples(some_line, st.integers(0, 60), st.integers(0, 200)).map(lambda t: t[0][t[1] : t[2]])
any_line = st.one_of(made_up, some_line, cut_line, st.text(max_size=40).map(lambda t: t.replace("\n", " ").replace("\r", " ")))


def parse(lines: list[str]) -> Corpus:
    return parse_texts([SourceText(name="任意.txt", lines=tuple(lines))], Registry())


def rebuilt(corpus: Corpus, count: int) -> list[str]:
    """The input's lines from the blocks; a line that no block holds is blank."""
    lines = [""] * count
    for block in corpus.blocks:
        for line in block.lines:
            assert lines[line.number - 1] == "", f"第{line.number}行在两个块里"
            lines[line.number - 1] = line.text
    return lines


def blank_out(lines: list[str]) -> list[str]:
    return [line if line.strip() else "" for line in lines]


@given(st.lists(any_line, max_size=40))
def test_any_text_is_kept_line_by_line(lines: list[str]) -> None:
    assert rebuilt(parse(lines), len(lines)) == blank_out(lines)


@given(st.sampled_from(SAMPLE), st.integers(0, 400), st.integers(1, 200), st.randoms(use_true_random=False))
def test_shuffled_and_torn_pages_are_kept(path: Path, start: int, length: int, random: object) -> None:
    lines = list(read_source(path).lines)[start : start + length]
    random.shuffle(lines)  # type: ignore[attr-defined]
    assert rebuilt(parse(lines), len(lines)) == blank_out(lines)


@pytest.mark.parametrize("path", SAMPLE, ids=lambda p: p.stem)
def test_sample_is_kept(path: Path) -> None:
    lines = list(read_source(path).lines)
    assert rebuilt(parse(lines), len(lines)) == blank_out(lines)


@pytest.mark.real
def test_real_gazettes_are_kept(real_gazettes: Path) -> None:
    for path in sorted(real_gazettes.glob("*.txt")):
        lines = list(read_source(path).lines)
        assert rebuilt(parse(lines), len(lines)) == blank_out(lines), path.name


@pytest.mark.parametrize(
    "line", ["（" * 20_000, "区教育局、" * 8_000, "2022年12月底前，" * 4_000, "\t" * 40_000, "一" * 40_000, "<b " * 10_000]
)
def test_very_long_lines_are_read(line: str) -> None:
    assert rebuilt(parse([line]), 1) == blank_out([line])


@given(st.lists(any_line, max_size=30))
def test_records_point_into_the_file(lines: list[str]) -> None:
    corpus = parse(lines)
    for records in (corpus.documents, corpus.tasks, corpus.tables, corpus.items, corpus.rosters, corpus.blocks, corpus.diagnostics):
        for record in records:
            assert 1 <= record.source.line_start <= record.source.line_end <= max(1, len(lines))
    for table in corpus.tables:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(table.row_sources) == len(table.rows)
