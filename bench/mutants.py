"""Would the tests notice? Small faults are put into the program one at a time, and the fast tests are run on each.

    python -m bench.mutants [--count 100] [--seed 1] [--only parser/tables] [--jobs 2]

In: the working tree. Out: one line for each fault that is tried, then those that no test noticed, to be read one by one: a test that
says what the program owes its reader is missing, or the fault changes nothing, which `bench/equivalent_mutants.yml` says with a reason.
The faults are drawn by the seed, so that a run can be repeated. Each is tried in a copy of the tree by the tests that run the changed
line (for a line outside of functions: any line of the module), those of the same package first; the first that fails ends the trial.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("parser", "editor", "portal")
EQUIVALENT = PROJECT / "bench" / "equivalent_mutants.yml"
TIME_LIMIT = 600
MODULE = "(模块)"
FEW = 5
TestsOf = dict[str, dict[int, list[str]]]
TESTS = [
    "-q",
    "-p",
    "bench.mutant_order",
    "-p",
    "no:cacheprovider",
    "--ignore",
    "tests/browser",
    "-m",
    "not whole_site and not slow and not real",
]
HOUSE = ("tests/test_layers.py", "tests/test_complexity.py", "tests/test_docs.py")
"""Tests of the form of the program, not of what it does: they take no part."""

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: the `index`-th node of the module `path`, walked in order, is replaced by its `variant`-th alternative."""

    path: str
    index: int
    variant: int
    line: int
    where: str
    change: str

    @property
    def key(self) -> str:
        """The same for as long as the expression stands in the same function, whatever the line."""
        return f"{self.path} {self.where}: {self.change}"


def short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else text[:87] + "…"


def alternatives(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in the place of `node` by a slip."""
    match node:
        case ast.Compare(ops=[op]):
            yield ast.Compare(node.left, [_COMPARISONS[type(op)]()], node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.If() | ast.While() | ast.IfExp() if not isinstance(node.test, ast.Compare | ast.UnaryOp):
            changed = copy.copy(node)
            changed.test = ast.UnaryOp(ast.Not(), node.test)
            yield changed
        case ast.BinOp(op=ast.Add() | ast.Sub()) if not _is_text(node.left) and not _is_text(node.right):
            yield ast.BinOp(node.left, ast.Sub() if isinstance(node.op, ast.Add) else ast.Add(), node.right)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value in (None, "", False)):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Yield() | ast.YieldFrom() | ast.Call()) | ast.AugAssign() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.Constant():
            yield from (ast.Constant(value) for value in _other_values(node.value))


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _other_values(value: object) -> Iterator[bool | int | str]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        yield value - 1
    elif isinstance(value, str):
        yield f"{value}x"


def places(tree: ast.Module) -> Iterator[tuple[int, ast.AST, str]]:
    """Every node that may be changed, with its number and the function it stands in. Annotations, decorators, docstrings, texts of
    exceptions and types are not the program's doing."""
    number = -1

    def walk(node: ast.AST, where: str) -> Iterator[tuple[int, ast.AST, str]]:
        nonlocal number
        number += 1
        own = number
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            where = f"{where}.{node.name}".lstrip(".")
        silent = isinstance(node, ast.Raise | ast.Assert | ast.Import | ast.ImportFrom) or _is_type(node)
        if not silent:
            yield own, node, where or MODULE
        for field, value in ast.iter_fields(node):
            children = value if isinstance(value, list) else [value]
            for child in children:
                if not isinstance(child, ast.AST):
                    continue
                skip = silent or field in ("annotation", "returns", "decorator_list", "bases", "type_params") or _is_docstring(child)
                if skip:
                    number += sum(1 for _ in ast.walk(child))
                else:
                    yield from walk(child, where)

    yield from walk(tree, "")


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_type(node: ast.AST) -> bool:
    """A name for a type: ``EntryKind = Literal["unit", …]``, or a cast; also the list of names that a module hands on."""
    value = getattr(node, "value", None)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
        return True
    if isinstance(node, ast.Assign) and isinstance(value, ast.Subscript):
        return isinstance(value.value, ast.Name) and value.value.id[0].isupper()
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("cast", "TypeVar")


def mutants_of(path: Path) -> Iterator[Mutant]:
    name = path.relative_to(PROJECT).as_posix()
    for index, node, where in places(ast.parse(path.read_text(encoding="utf-8"))):
        for variant, other in enumerate(alternatives(node)):
            new = ast.fix_missing_locations(other)
            yield Mutant(name, index, variant, getattr(node, "lineno", 0), where, _change(node, new))


def _change(old: ast.AST, new: ast.AST) -> str:
    if isinstance(old, ast.If | ast.While):
        return f"{type(old).__name__.lower()} {short(old.test)} → not"
    return f"{short(old)} → {short(new)}"


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else super().generic_visit(node)


def with_fault(source: str, mutant: Mutant) -> str:
    """The text of the module with the one fault in it."""
    tree = ast.parse(source)
    old = next(node for index, node, _ in places(tree) if index == mutant.index)
    new = list(alternatives(old))[mutant.variant]
    return ast.unparse(ast.fix_missing_locations(_Replace(old, new).visit(tree)))


def draw(count: int, seed: int, only: str) -> list[Mutant]:
    """The faults to try: every place is as likely as any other, what is known to change nothing is not tried."""
    equivalent = {entry["mutant"] for entry in yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or ()}
    paths = sorted(path for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))
    found = [mutant for path in paths if path.relative_to(PROJECT).as_posix().startswith(only) for mutant in mutants_of(path)]
    known = [mutant for mutant in found if mutant.key not in equivalent]
    return random.Random(seed).sample(known, min(count, len(known)))


def copy_tree(folder: Path) -> Path:
    """A copy of the working tree, with the same neighbours."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=PROJECT, check=True, capture_output=True
    ).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (PROJECT / name).is_file():
            (folder / "project" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / "project" / name)
    if (PROJECT.parent / "shared").exists():
        (folder / "shared").symlink_to(PROJECT.parent / "shared")
    return folder / "project"


class Trials:
    """Tries faults in a copy of its own."""

    def __init__(self, folder: Path) -> None:
        self._project = copy_tree(folder)
        self._folder = folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._environment = environment | {"PYTHONHASHSEED": "0"}
        self._tick = 1_000_000_000

    def run(self, tests: Sequence[str] = (), **variables: str) -> list[str]:
        """The tests that fail, the first alone if there is a fault."""
        left_out = [f"--ignore={name}" for name in HOUSE]
        files = sorted({test.split("::")[0] for test in tests})
        command = [sys.executable, "-m", "pytest", *TESTS, *left_out, *(["-x"] if "MUTATED" in variables else []), *files]
        environment = self._environment | variables
        try:
            done = subprocess.run(command, cwd=self._project, env=environment, capture_output=True, text=True, timeout=TIME_LIMIT)
        except subprocess.TimeoutExpired:
            return ["(没有结束)"]
        failed = [line.split(" - ")[0].split()[1] for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        if done.returncode and not failed:
            return ["(没有运行起来)"] if "MUTATED" in variables else sys.exit(f"测试没有运行起来：\n{done.stdout}{done.stderr}")
        return failed

    def tests_of_lines(self) -> TestsOf:
        """Which tests run which lines, without those that fail as things are."""
        path = self._folder / "map.json"
        failing = set(self.run(MAP=str(path)))
        if failing:
            print("没有改动时就不通过的测试，不参加：", *sorted(failing), sep="\n  ", flush=True)
        found: dict[str, dict[str, list[str]]] = json.loads(path.read_text(encoding="utf-8"))
        return {module: {int(line): sorted(set(tests) - failing) for line, tests in lines.items()} for module, lines in found.items()}

    def try_fault(self, mutant: Mutant, tests: list[str]) -> list[str]:
        """The test that notices, if any of `tests` does."""
        if not tests:
            return []
        chosen = self._folder / "chosen.txt"
        chosen.write_text("\n".join(tests), encoding="utf-8")
        path = self._project / mutant.path
        good = path.read_bytes()
        try:
            path.write_text(with_fault(good.decode(), mutant), encoding="utf-8")
            self._touch(path)
            return self.run(tests, MUTATED=mutant.path, CHOSEN=str(chosen))
        finally:
            path.write_bytes(good)
            self._touch(path)

    def _touch(self, path: Path) -> None:
        """A time of its own: what was compiled of the file before is not taken for this one."""
        self._tick += 10
        os.utime(path, (self._tick, self._tick))


def tests_for(mutant: Mutant, lines: dict[int, list[str]]) -> list[str]:
    """The tests that run the changed line; an expression over several lines counts where it begins."""
    nearest = next((lines[line] for line in range(mutant.line, mutant.line - 6, -1) if line in lines), [])
    return lines.get(0, []) if mutant.where == MODULE or 0 < len(nearest) < FEW else nearest


def try_all(mutants: list[Mutant], jobs: int, folder: Path) -> list[Mutant]:
    """The faults that no test noticed, in the order in which they were drawn."""
    waiting: queue.SimpleQueue[Mutant | None] = queue.SimpleQueue()
    for mutant in [*mutants, *[None] * jobs]:
        waiting.put(mutant)
    survivors: set[Mutant] = set()
    done = Counter[str]()
    lock = threading.Lock()

    def work(trials: Trials) -> None:
        while (mutant := waiting.get()) is not None:
            failed = trials.try_fault(mutant, tests_for(mutant, tests_of.get(mutant.path, {})))
            with lock:
                done["all"] += 1
                if not failed:
                    survivors.add(mutant)
                said = f"发现：{failed[0]}" if failed else "没有发现"
                print(f"[{done['all']}/{len(mutants)}] {mutant.path}:{mutant.line} {mutant.where}: {mutant.change}　{said}", flush=True)

    folders = [folder / str(number) for number in range(jobs)]
    for each in folders:
        each.mkdir()
    benches = [Trials(each) for each in folders]
    tests_of = benches[0].tests_of_lines()
    threads = [threading.Thread(target=work, args=(trials,)) for trials in benches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [mutant for mutant in mutants if mutant in survivors]


def main() -> None:
    options = argparse.ArgumentParser(description="往程序里放小毛病，看快的测试能不能发现")
    options.add_argument("--count", type=int, default=100, help="放多少处")
    options.add_argument("--seed", type=int, default=1, help="抽取的种子，同样的种子抽同样的毛病")
    options.add_argument("--only", default="", help="只在这个文件夹或文件里放，如 parser/tables")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="同时试几处")
    chosen = options.parse_args()
    mutants = draw(chosen.count, chosen.seed, chosen.only)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        survivors = try_all(mutants, chosen.jobs, Path(folder))
    print(f"\n{len(mutants)} 处，发现 {len(mutants) - len(survivors)} 处，没有发现 {len(survivors)} 处（种子 {chosen.seed}）。")
    for mutant in survivors:
        print(f"{mutant.path}:{mutant.line}\n  {mutant.key}")


if __name__ == "__main__":
    main()
