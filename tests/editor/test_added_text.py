"""What an editor hears of an issue just added: counts, what is missing, what to look at first, the next step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from editor.add_issue import Added
from editor.added_text import added_words

from tests.factories import make_corpus, make_diagnostic, make_document


def lines_of(**changes: object) -> list[str]:
    known = {"path": Path("gazette/issues/x.txt"), "corpus": make_corpus(), "notes": (), "replaced": False}
    return added_words(Added(**(known | changes))).splitlines()  # type: ignore[arg-type]


def test_what_was_read_is_counted() -> None:
    lines = lines_of()
    assert lines[0] == "已加入：gazette/issues/x.txt"
    assert any(line.startswith("公报：澄湖区") for line in lines)
    assert "文件 2 份，任务 2 项：" in lines
    assert sum("任务 1 项" in line for line in lines if line.startswith("  ")) == 2
    assert not any("没有读出" in line for line in lines if line.startswith("  "))


def test_what_is_missing_of_a_document_is_named_and_nothing_else() -> None:
    corpus = replace(make_corpus(), documents=(make_document(1, doc_number=None, issued_on=None),), tasks=())
    (line,) = (line for line in lines_of(corpus=corpus) if line.startswith("  "))
    assert line.endswith("（没有读出文号、日期）")


def test_the_first_warnings_are_shown_and_the_rest_counted() -> None:
    warnings = tuple(make_diagnostic(severity="warning") for _ in range(30))
    lines = lines_of(corpus=replace(make_corpus(), diagnostics=warnings))
    shown = sum("第" in line or ":14" in line for line in lines if line.startswith("chenghu"))
    assert 0 < shown < 30
    assert f"……还有 {30 - shown} 处，用 make check 查看。" in lines
    assert lines[-1].startswith("下一步：")
