"""Findings as an editor reads them: the place, the line with a mark under the very character, what to do."""

from __future__ import annotations

import json

import pytest

from editor.diagnostic_text import display_width, format_diagnostic, format_json, summary

from tests.factories import make_diagnostic


def test_a_finding_names_place_and_remedy_and_marks_the_character() -> None:
    assert format_diagnostic(make_diagnostic()) == (
        "chenghu-2025-01.txt:14:7: 提示 G301 单位不在名录里：区数居中心\n"
        "    14 | （牵头单位：区数居中心）\n"
        "       |             ^\n"
        "    怎样处理：是别称的，加为别名。"
    )


def test_without_a_place_in_the_line_there_is_no_mark() -> None:
    text = format_diagnostic(make_diagnostic(column=None))
    assert text.startswith("chenghu-2025-01.txt:14: 提示")
    assert "^" not in text


def test_without_an_excerpt_two_lines_are_enough() -> None:
    assert format_diagnostic(make_diagnostic(excerpt="", column=None)).count("\n") == 1


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("牵头", 4), ("（A）", 5), ("e\u0301", 1), ("𬭸", 2), ("\u200b", 0)])
def test_wide_characters_count_two(text: str, width: int) -> None:
    assert display_width(text) == width


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "甲" * 100 + "错" + "乙" * 20_000
    _, line, mark, _ = format_diagnostic(make_diagnostic(excerpt=text, column=100)).split("\n")
    assert len(line) < 80
    assert display_width(line[: line.index("错")]) == mark.index("^")


def test_text_of_a_gazette_cannot_steer_the_terminal() -> None:
    text = format_diagnostic(make_diagnostic(excerpt="\x1b[2J清屏\r\n", message="\x1b]0;x\x07"))
    assert "\x1b" not in text
    assert "\r" not in text
    assert text.count("\n") == 3


def test_counts_at_the_end() -> None:
    findings = [make_diagnostic(), make_diagnostic(severity="error"), make_diagnostic()]
    assert summary(findings) == "1 处错误，0 处警告，2 处提示"


def test_json_is_for_machines() -> None:
    (finding,) = json.loads(format_json([make_diagnostic()]))
    assert (finding["code"], finding["source"]["line_start"], finding["column"]) == ("G301", 14, 6)
