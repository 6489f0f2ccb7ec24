"""Golden cases: each file of ``tests/cases/<area>/*.yml`` is one situation, with its input and what must be read from it.

`tests.cases_tool` says how a case is written and shows what is read from one. Adding a case needs no Python.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.cases_tool import faults, faults_of, read_input, unlisted, with_codes
from tests.places import CASES


@pytest.mark.parametrize("path", sorted(CASES.rglob("*.yml")), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_case(path: Path) -> None:
    assert faults_of(path) == []


CASE = """why: 没有落款。
input: |
  澄湖区人民政府办公室
  关于做好示例工作的通知
  澄政办字〔2025〕3号

  各镇人民政府：
  请认真落实。
{rest}"""


def test_a_warning_that_is_not_listed_fails_its_case() -> None:
    case = yaml.safe_load(CASE.format(rest="expected: {tasks: []}\n"))
    missing = unlisted(case, read_input(case))
    assert missing["G101"] == 1
    assert any("没有列出的诊断 G101" in fault for fault in faults(case))
    listed = case | {"diagnostics": sorted(missing.elements())}
    assert faults(listed) == []
    assert faults(listed | {"diagnostics": [*listed["diagnostics"], "G101"]}) == ["缺诊断 G101"]


@pytest.mark.parametrize(
    "rest", ["diagnostics:  # 核对过\n  - G101\nexpected: {tasks: []}\n", "diagnostics: [G101]\n", "expected: {tasks: []}\n"]
)
def test_codes_are_written_into_the_list_and_nothing_else_changes(rest: str) -> None:
    text = CASE.format(rest=rest)
    written = with_codes(text, ["G101", "G103"])
    assert yaml.safe_load(written) == yaml.safe_load(text) | {"diagnostics": ["G101", "G103"]}
    assert written.splitlines()[:8] == text.splitlines()[:8]
