"""What comes out of the sample and of the cases is what is written down in ``tests/golden``; `tests.golden_tool` says how and writes it."""

from __future__ import annotations

import pytest

from tests.golden_tool import ASPECTS, GOLDEN, difference, file_of, outline

ADVICE = "核对属实的，运行 python -m tests.golden_tool --update 写进 tests/golden；不属实的是毛病"


@pytest.mark.parametrize("aspect", ASPECTS)
def test_what_comes_out_is_written_down(aspect: str) -> None:
    found = difference(aspect)
    assert not found, "\n".join([*found[:40], ADVICE])


def test_every_file_is_of_an_aspect() -> None:
    assert set(GOLDEN.iterdir()) <= {file_of(aspect) for aspect in ASPECTS}


def test_an_outline_tells_elements_attributes_and_texts() -> None:
    assert outline('<p hidden class="a">甲 <b>乙</b>\n丙</p>') == ["<p hidden class=a> 甲", "<b> 乙 丙"]
