"""The layers keep their direction, their size and their silence: build.py → portal → parser, and nothing at import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PARSER = sorted((PROJECT / "parser").rglob("*.py"))
PORTAL = sorted((PROJECT / "portal").rglob("*.py"))
MODULES = [*PARSER, *PORTAL, PROJECT / "build.py"]
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 40
FORBIDDEN_IN_PARSER = {"portal", "build", "jinja2", "markupsafe", "mkdocs", "material", "click", "bs4", "time", "random"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "tools"}


def imported(path: Path) -> Iterator[str]:
    """The names of the modules `path` imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}：请写完整的模块名"
            yield node.module or ""


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def test_the_layers_are_there() -> None:
    assert PARSER
    assert PORTAL


@pytest.mark.parametrize("path", PARSER, ids=name_of)
def test_the_parser_knows_nothing_of_the_site(path: Path) -> None:
    assert {module.split(".")[0] for module in imported(path)}.isdisjoint(FORBIDDEN_IN_PARSER)


@pytest.mark.parametrize("path", PORTAL, ids=name_of)
def test_the_portal_does_not_import_the_command_line(path: Path) -> None:
    assert {module.split(".")[0] for module in imported(path)}.isdisjoint({"build", "tests", "click"})


def test_one_module_touches_mkdocs() -> None:
    users = {name_of(path) for path in MODULES for module in imported(path) if module.split(".")[0] in ("mkdocs", "material")}
    assert users == {"portal/frame.py"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_clock_and_no_chance_in_what_is_built(path: Path) -> None:
    """Only the measurements look at the clock; nothing draws lots."""
    used = {module.split(".")[0] for module in imported(path)}
    assert "random" not in used
    assert "secrets" not in used
    assert "time" not in used or path.name == "measure.py"
    calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)}
    assert not {call for call in calls if call.endswith((".now", ".today", ".utcnow"))}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_small_and_say_what_they_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= MAX_MODULE_LINES
    assert ast.get_docstring(tree), "模块要说明收什么、交什么"
    assert path.stem not in VAGUE_NAMES
    long = [
        f"{node.name}（{node.end_lineno - node.lineno + 1} 行）"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert not long
