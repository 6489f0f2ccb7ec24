"""docs/architecture.md is true: its packages are those of the tree, its arrows those of the plan, its example what really happens."""

from __future__ import annotations

import re

import pytest

from parser import parse_texts
from parser.model import Corpus
from parser.records.registry import Registry
from parser.text.read import SourceText, split_lines

from portal.pages.all_pages import build_pages
from portal.search.words import WordCutter
from portal.view.context import make_context

from tests.places import PROJECT
from tests.test_layers import _PARSER, ALLOWED

TEXT = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
RECORDS = "records of parser"


def rows() -> dict[str, list[str]]:
    """package → what it may import, as the table says."""
    found = re.findall(r"^\| `([\w.]+)` \| .+ \| .+ \| (.+) \|$", TEXT, re.MULTILINE)
    return {package: allowed.replace("`", "").split("、") for package, allowed in found}


def said(allowed: set[str]) -> list[str]:
    """What the table has for a set of packages: all of the parser's are one word."""
    names = sorted(allowed - {RECORDS} if not allowed >= _PARSER else allowed - _PARSER)
    return [*names, "解析器各包"] if allowed >= _PARSER else ["记录", *names]


def test_every_package_of_the_tree_stands_in_the_table() -> None:
    folders = {path.parent for top in ("parser", "editor", "portal") for path in (PROJECT / top).rglob("__init__.py")}
    assert set(rows()) == {".".join(folder.relative_to(PROJECT).parts) for folder in folders} | {"build"}


@pytest.mark.parametrize("package", sorted(set(ALLOWED) - {RECORDS}))
def test_the_arrows_are_those_of_the_plan(package: str) -> None:
    assert rows()[package] == said(ALLOWED[package])


def test_what_the_documents_name_is_there() -> None:
    for name in ("docs/architecture.md", "README.md", "CONTRIBUTING.md"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        for path in re.findall(r"`((?:parser|editor|portal|site_templates|tests|bench|docs|\.ci)/[\w./-]*)`", text):
            assert (PROJECT / path).exists(), f"{name}：{path}"


@pytest.fixture(scope="module")
def example(registry: Registry) -> Corpus:
    (text,) = re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL)
    return parse_texts([SourceText(name="chenghu-2025-03.txt", lines=split_lines(text))], registry)


def test_the_line_becomes_the_task_that_is_told(example: Corpus) -> None:
    (task,) = example.tasks
    assert (task.id, task.lead[0].unit_id, task.deadlines[0].date) == (
        "cheng-zheng-ban-zi-2025-3#task-1", "chenghu/qu-da-shu-ju-zhong-xin", "2025-09-30",
    )  # fmt: skip
    assert (task.lead[0].name, task.responsible[0].name, task.source.line_start) == ("区大数据中心", "区司法局", 9)
    (block,) = (block for block in example.blocks if block.source == task.source)
    assert (block.kind, block.number) == ("paragraph", "一、")
    for words in (task.id, task.lead[0].unit_id or "", task.deadlines[0].date or "", block.kind):
        assert f"`{words}`" in TEXT or f" {words}" in TEXT, words


def test_the_pages_and_the_words_of_the_search_are_there(example: Corpus) -> None:
    pages = {page.path: page.content for page in build_pages(make_context(example))}
    assert 'id="task-1"' in pages["documents/cheng-zheng-ban-zi-2025-3/"]
    assert "documents/cheng-zheng-ban-zi-2025-3/#task-1" in pages["units/chenghu/qu-da-shu-ju-zhong-xin/"]
    assert "`documents/cheng-zheng-ban-zi-2025-3/#task-1`" in TEXT
    words = WordCutter().cut(example.tasks[0].title or "").words
    assert list(words) == ["建设", "数据", "平台"]
    assert "“建设”“数据”“平台”" in TEXT
