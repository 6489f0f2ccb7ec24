"""Time grows with the text: regular expressions are pumped, the whole parser reads the shapes that once took for ever."""

from __future__ import annotations

import os

import pytest

from bench.pumped import PACKAGES, PROJECT, is_searched, patterns, slow_parts
from bench.shapes import SHAPES, measure

pytestmark = pytest.mark.slow

# Shapes that once grew faster than their text; SHAPES=all measures every one.
WORST = [
    "附 and blanks", "会 before a date", "绝密 and blanks", "contents, blanks", "contents, dots", "文号 and blanks", "账号 and blanks",
    "bullet behind blanks", "由A会同", "负责", "（区财政局）。", "《》", "tags in a table", "contents without pages",
    "contents of many documents", "annex list", "wide row", "blank lines between rows", "citations", "cut brackets", "account digits",
]  # fmt: skip


def test_no_regular_expression_takes_longer_than_its_text() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))
    slow = {}
    for name, pattern in dict.fromkeys(patterns()):
        found = list(slow_parts(pattern, 16_000, searched=is_searched(name, sources)))
        if found and list(slow_parts(pattern, 64_000, searched=is_searched(name, sources))):  # twice: a busy machine is no fault
            slow[name] = found
    assert slow == {}


@pytest.mark.parametrize("shape", SHAPES if os.environ.get("SHAPES") == "all" else WORST)
def test_the_parser_reads_any_shape_in_time(shape: str) -> None:
    """The limit here is wide, for machines that are busy; ``python -m bench.shapes`` measures exactly."""
    growth = measure(SHAPES[shape], (4_000, 16_000, 32_000))
    if growth.exponent > 1.5:
        growth = measure(SHAPES[shape], (4_000, 16_000, 32_000), again=3)
    assert growth.exponent < 1.6
    assert growth.per_100_kb < 10
