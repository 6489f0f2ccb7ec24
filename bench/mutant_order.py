"""A plugin for pytest: the tests nearest to a changed module run first, those that cannot notice are left out, none runs for ever.

In: the variable ``MUTATED``, a module such as ``portal/view/units.py``. Out: the tests to run, in their order.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from itertools import takewhile
from pathlib import Path, PurePosixPath
from types import FrameType

import pytest

SECONDS = 20
"""What a test may take of the processor: a fault may make it run for ever."""
DEAF = {
    "portal": ("tests/parser/", "tests/editor/", "tests/test_cases.py"),
    "editor": ("tests/parser/", "tests/portal/", "tests/test_cases.py"),
}
"""Tests of packages that do not import the changed one (see `tests.test_layers`)."""


def distance(test: str, module: str) -> int:
    """``tests/portal/view/test_x.py`` is at no distance from ``portal/view/x.py``, one step from ``portal/pages/x.py``."""
    near = PurePosixPath(test).parent.parts[1:]
    own = PurePosixPath(module).parent.parts
    if PurePosixPath(test).stem == f"test_{PurePosixPath(module).stem}" and near == own:
        return -1
    if own[:1] == ("parser",) and test == "tests/test_cases.py":
        return 0
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(near, own, strict=False))
    return len(own) - len(list(shared))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    module, root = os.environ.get("MUTATED", ""), Path.cwd()
    names = {item: item.path.relative_to(root).as_posix() for item in items}
    deaf = DEAF.get(module.split("/")[0], ())
    items[:] = sorted((item for item in items if not names[item].startswith(deaf)), key=lambda item: distance(names[item], module))


def too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError("没有结束")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
