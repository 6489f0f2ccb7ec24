"""No function of the program is more tangled than the limit: radon counts the branches; how long a function is does not matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from radon.complexity import cc_visit
from radon.visitors import Class, Function

from tests.places import PROJECT

LIMIT = 12


def functions(path: Path) -> dict[str, int]:
    """``portal/view/narrow.py narrow`` → how many ways lead through it."""
    found: dict[str, int] = {}
    blocks = list(cc_visit(path.read_text(encoding="utf-8")))
    while blocks:
        block = blocks.pop()
        if isinstance(block, Class):
            blocks += [*block.methods, *block.inner_classes]
        elif isinstance(block, Function):
            found[f"{path.relative_to(PROJECT).as_posix()} {block.name}"] = block.complexity
            blocks += block.closures
    return found


@pytest.mark.slow
def test_no_function_is_too_tangled() -> None:
    paths = [PROJECT / "build.py", *(path for package in ("parser", "editor", "portal") for path in (PROJECT / package).rglob("*.py"))]
    measured = {name: complexity for path in paths for name, complexity in functions(path).items()}
    assert len(measured) > 1_000
    assert {name: complexity for name, complexity in measured.items() if complexity > LIMIT} == {}, "请拆成几个说得清的函数"
