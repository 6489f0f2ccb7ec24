"""A plugin for pytest: only the tests that run the changed lines, the nearest to the changed module first, and none for ever.

In: ``MUTATED``, a module such as ``portal/view/units.py``, and ``CHOSEN``, a file that names the tests to run; or ``MAP``, a file to be
filled with the lines that each test runs. What a fixture of several tests runs, each of them runs.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Generator
from itertools import takewhile
from pathlib import Path, PurePosixPath
from types import FrameType

import coverage
import pytest

from tests import cases_tool, golden_tool

SECONDS = 20
"""What a test may take of the processor: a fault may make it run for ever."""


def distance(test: str, module: str) -> int:
    """``tests/portal/view/test_x.py`` is at no distance from ``portal/view/x.py``, one step from ``portal/pages/x.py``."""
    near = PurePosixPath(test).parent.parts[1:]
    own = PurePosixPath(module).parent.parts
    if PurePosixPath(test).stem == f"test_{PurePosixPath(module).stem}" and near == own:
        return -1
    if own[:1] == ("parser",) and test in ("tests/test_cases.py", "tests/test_golden.py"):
        return 0
    if test == "tests/test_golden.py":
        return 1
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(near, own, strict=False))
    return len(own) - len(list(shared))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    module, root = os.environ.get("MUTATED", ""), Path.cwd()
    if "CHOSEN" in os.environ:
        chosen = set(Path(os.environ["CHOSEN"]).read_text(encoding="utf-8").splitlines())
        items[:] = [item for item in items if item.nodeid in chosen]
    items.sort(key=lambda item: distance(item.path.relative_to(root).as_posix(), module))


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


class Mapper:
    """Which lines does each test run? Written to `path`: module → line → tests; line 0 stands for any line inside a function."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._coverage = coverage.Coverage(data_file=None, source=["parser", "editor", "portal", "."], omit=["tests/*", "bench/*"])
        self._users: dict[str, list[str]] = {}

    def pytest_sessionstart(self) -> None:
        self._coverage.start()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        for name in getattr(item, "fixturenames", ()):
            self._users.setdefault(f"fixture {name}", []).append(item.nodeid)
        self._now = item.nodeid
        for kept in (golden_tool.sample, golden_tool.context, cases_tool.read_case):
            kept.cache_clear()  # what is read once for many tests, each of them runs
        self._coverage.switch_context(item.nodeid)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        self._coverage.switch_context(f"fixture {fixturedef.argname}")
        try:
            return (yield)
        finally:
            self._coverage.switch_context(self._now)

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        data, root = self._coverage.get_data(), Path.cwd()
        found: dict[str, dict[str, list[str]]] = {}
        for file in data.measured_files():
            lines: dict[str, set[str]] = {}
            for line, contexts in data.contexts_by_lineno(file).items():
                tests = {test for context in contexts if context for test in self._users.get(context, [context])}
                lines[str(line)] = tests
                lines["0"] = lines.get("0", set()) | tests
            found[Path(file).relative_to(root).as_posix()] = {line: sorted(tests) for line, tests in lines.items()}
        self._path.write_text(json.dumps(found), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if "MAP" in os.environ:
        config.pluginmanager.register(Mapper(Path(os.environ["MAP"])))
