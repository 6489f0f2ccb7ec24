"""The house keeps its plan: which package may import which, no circles, one module for MkDocs, no clock, and every room explained."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from tests.places import PROJECT

PARSER = sorted((PROJECT / "parser").rglob("*.py"))
EDITOR = sorted((PROJECT / "editor").rglob("*.py"))
PORTAL = sorted((PROJECT / "portal").rglob("*.py"))
MODULES = [*PARSER, *EDITOR, *PORTAL, PROJECT / "build.py"]
FORBIDDEN_IN_PARSER = {"jinja2", "markupsafe", "mkdocs", "material", "click", "bs4", "time", "random"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "tools"}
# The records at the root of the parser: everybody may know them, they know nothing but one another.
RECORDS = {"parser.model", "parser.errors", "parser.diagnostics", "parser.jsonl", "parser.words"}
_BELOW = {"records of parser", "parser.text", "parser.grammar", "parser.pieces", "parser.tables", "parser.structure"}
_PARSER = _BELOW | {"parser.records", "parser"}
# Which package may import which: the plan of the house. `portal.site` and `parser.corpus` stand above the rooms beside them.
ALLOWED: dict[str, set[str]] = {
    "records of parser": set(),
    "parser.text": {"records of parser"},
    "parser.grammar": {"records of parser", "parser.text"},
    "parser.pieces": {"records of parser", "parser.text", "parser.grammar"},
    "parser.tables": {"records of parser", "parser.text", "parser.grammar", "parser.pieces"},
    "parser.structure": {"records of parser", "parser.text", "parser.grammar", "parser.pieces", "parser.tables"},
    "parser.records": _BELOW,
    "parser": _PARSER - {"parser"},
    "editor.intake": {"records of parser", "parser.text"},
    "editor": {"editor.intake", *_PARSER},
    "portal.view": _PARSER,
    "portal.pages": {"portal.view", *_PARSER},
    "portal.exports": {"portal.view", *_PARSER},
    "portal.frame": {"portal.view", "portal.exports", *_PARSER},
    "portal.search": {"portal.view", *_PARSER},
    "portal.output": {"portal.view", "records of parser"},
    "portal": {"portal.view", "portal.pages", "portal.exports", "portal.frame", "portal.search", "portal.output", *_PARSER},
    "build": {"editor", "editor.intake", "portal", "portal.view", "portal.frame", "portal.output", *_PARSER},
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree_of(path)))


@cache
def imported(path: Path) -> tuple[str, ...]:
    """The names of the modules `path` imports, wherever the import stands."""
    found: list[str] = []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}：请写完整的模块名"
            found.append(node.module or "")
    return tuple(found)


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def package_of(module: str) -> str:
    """The room a module is in: ``parser.grammar.dates`` → ``parser.grammar``."""
    if module in RECORDS:
        return "records of parser"
    if PROJECT.joinpath(*module.split(".")).is_dir():
        return module
    return module.rpartition(".")[0] or module


def ours(path: Path) -> list[str]:
    return [module for module in imported(path) if module.split(".")[0] in ("parser", "editor", "portal", "build", "tests", "bench")]


def test_the_layers_are_there() -> None:
    assert PARSER
    assert EDITOR
    assert PORTAL


def test_packages_import_only_what_the_plan_allows() -> None:
    wrong = {}
    for path in MODULES:
        package = package_of(module_of(path))
        used = {package_of(module) for module in ours(path)} - {package}
        wrong[name_of(path)] = used - ALLOWED[package]
    assert {name: packages for name, packages in wrong.items() if packages} == {}, "这些模块引用了不应当引用的包"


def test_the_plan_has_no_circle() -> None:
    open_rooms = dict(ALLOWED)
    while open_rooms:
        floor = [room for room, allowed in open_rooms.items() if not allowed & set(open_rooms)]
        assert floor, f"这几个包互相引用：{sorted(open_rooms)}"
        for room in floor:
            del open_rooms[room]


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module_of(path): set(ours(path)) for path in MODULES}
    while graph:
        done = [module for module, targets in graph.items() if not (targets & set(graph)) - {module}]
        assert done, f"这几个模块互相引用：{sorted(graph)}"
        for module in done:
            del graph[module]


def test_every_package_says_what_comes_in_what_goes_out_and_what_it_may_import() -> None:
    for folder in {path.parent for path in MODULES} - {PROJECT}:
        text = ast.get_docstring(tree_of(folder / "__init__.py")) or ""
        for word in ("In:", "Out:", "mport"):
            assert word in text, f"{name_of(folder)}/__init__.py 没有写明 {word}"


def test_the_parser_knows_nothing_of_the_site() -> None:
    found = {name_of(path): {module.split(".")[0] for module in imported(path)} & FORBIDDEN_IN_PARSER for path in PARSER}
    assert {name: modules for name, modules in found.items() if modules} == {}


def test_only_the_command_line_speaks_click() -> None:
    users = {name_of(path) for path in MODULES for module in imported(path) if module.split(".")[0] == "click"}
    assert users == {"build.py"}


def test_one_module_touches_mkdocs() -> None:
    users = {name_of(path) for path in MODULES for module in imported(path) if module.split(".")[0] in ("mkdocs", "material")}
    assert users == {"portal/frame/frame.py"}


def test_no_clock_and_no_chance_in_what_is_built() -> None:
    """Only the measurements look at the clock; nothing draws lots."""
    for path in MODULES:
        used = {module.split(".")[0] for module in imported(path)}
        assert used.isdisjoint({"random", "secrets"}), name_of(path)
        assert "time" not in used or path.name == "measure.py", name_of(path)
        calls = {ast.unparse(node.func) for node in nodes_of(path) if isinstance(node, ast.Call)}
        assert not {call for call in calls if call.endswith((".now", ".today", ".utcnow"))}, name_of(path)


def test_modules_say_what_they_do() -> None:
    silent = [name_of(path) for path in MODULES if not ast.get_docstring(tree_of(path))]
    assert silent == [], "模块要说明收什么、交什么"
    assert [name_of(path) for path in MODULES if path.stem in VAGUE_NAMES] == []
