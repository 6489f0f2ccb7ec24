"""Which regular expressions take longer than their text? ``python -m bench.pumped [--size 64000]``

In: every compiled pattern of the modules of parser, editor and portal, every pattern of the vocabulary, every literal given to a function
of ``re``. Each part that may be repeated is pumped: what can stand before it, the part many times, and a character that fits nowhere.
Out: on the screen the patterns whose time for twice the text is far more than twice; exit code 1 if there are any. White space is
pumped to no more than what `parser.text.normalize` leaves side by side.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import pkgutil
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as sre  # type: ignore[import-not-found]
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.shapes import TooLong, limited

from parser.grammar import rules

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("parser", "editor", "portal")
WORTH = 0.01  # seconds; below it, growth says nothing
_FEW = 50  # a part that is repeated no more than this often is bounded
_FLAGS = re.I | re.M | re.S | re.X
_WIDE_BLANKS = 32


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Name and pattern."""
    for package in PACKAGES:
        for found in pkgutil.walk_packages([str(PROJECT / package)], f"{package}."):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                for pattern in _held(value):
                    yield f"{found.name}.{name}", pattern
            yield from _literals(Path(str(module.__file__)))
    for path in sorted(rules.RULES.glob("*.yml")):
        if path.stem != "fragments":
            yield from ((f"{path.stem}:{rule.id}", rule.pattern) for rule in rules.load_rules(path.stem))


def _held(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 3 and isinstance(value, Mapping):
        for inner in value.values():
            yield from _held(inner, depth + 1)
    elif depth < 3 and isinstance(value, tuple | list):
        for inner in value:
            yield from _held(inner, depth + 1)


def _literals(path: Path) -> Iterator[tuple[str, re.Pattern[str]]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.") and node.args:
            first = node.args[0]
            if (
                isinstance(first, ast.Constant)
                and isinstance(first.value, str)
                and not ast.unparse(node.func).endswith(("escape", "compile"))
            ):
                yield f"{path.relative_to(PROJECT)}:{node.lineno}", re.compile(first.value)


def attacks(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Texts of about `size` characters, one for each part that is repeated without a bound."""
    tree = sre.parse(pattern.pattern, pattern.flags & _FLAGS)
    for before, unit in _repeats(list(tree), ""):
        if unit:
            count = _WIDE_BLANKS if not unit.strip() else size // len(unit)
            yield before + unit * count + "\x01"
            yield before + unit * count


def _repeats(items: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    """What stands before a repeated part, and one sample of the part."""
    for op, given in items:
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, inner = given
            if most > _FEW:
                for sample in _samples(list(inner)):
                    yield before, sample
            yield from _repeats(list(inner), before)
        elif op is codes.SUBPATTERN:
            yield from _repeats(list(given[-1]), before)
        elif op is codes.BRANCH:
            for branch in given[1]:
                yield from _repeats(list(branch), before)
        elif op in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(list(given[1]), before)
        elif op is codes.ATOMIC_GROUP:
            yield from _repeats(list(given), before)
        before += _sample([(op, given)])


def _samples(items: Sequence[Any]) -> set[str]:
    """A few texts that `items` match."""
    found = {_sample(items)}
    for op, given in items:
        if op is codes.BRANCH:
            found |= {_sample(list(branch)) for branch in given[1][:4]}
        if op is codes.SUBPATTERN:
            found |= _samples(list(given[-1]))
    return found


def _sample(items: Sequence[Any]) -> str:
    """One text that `items` match, as short as may be."""
    text = ""
    for op, given in items:
        if op is codes.LITERAL:
            text += chr(given)
        elif op is codes.NOT_LITERAL:
            text += "例" if given != ord("例") else "样"
        elif op is codes.IN:
            text += _of_class(given)
        elif op is codes.ANY:
            text += "例"
        elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            text += _sample(list(given[2])) * max(1 if given[0] else 0, given[0])
        elif op is codes.SUBPATTERN:
            text += _sample(list(given[-1]))
        elif op is codes.BRANCH:
            text += _sample(list(given[1][0]))
        elif op is codes.ATOMIC_GROUP:
            text += _sample(list(given))
    return text


def _of_class(items: Sequence[Any]) -> str:
    negated = items[0][0] is codes.NEGATE
    names = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "例"}
    if negated:
        taken = {chr(given) for op, given in items if op is codes.LITERAL}
        return next(char for char in "例样a1，。 " if char not in taken)
    for op, given in items:
        if op is codes.LITERAL:
            return chr(given)
        if op is codes.RANGE:
            return chr(given[0])
        if op is codes.CATEGORY:
            return names.get(given, "例")
    return "例"


def seconds(pattern: re.Pattern[str], text: str, limit: float, *, searched: bool) -> float:
    """The best of three passes over the text; infinite where it takes too long."""
    best = float("inf")
    for _ in range(2):
        begin = time.process_time()
        try:
            with limited(limit):
                pattern.match(text)
                pattern.fullmatch(text)
                if searched:
                    list(pattern.finditer(text))
        except TooLong:
            return float("inf")
        best = min(best, time.process_time() - begin)
    return best


def is_searched(name: str, sources: str) -> bool:
    """Does the program look for the pattern anywhere in a text, or only at its beginning? `name` is that of `patterns`."""
    if ":" in name and "/" in name:
        path, _, line = name.partition(":")
        return not re.search(r"re\.(?:match|fullmatch)\(", (PROJECT / path).read_text(encoding="utf-8").split("\n")[int(line) - 1])
    own = re.escape(name.rpartition(".")[2])
    if ":" in name:
        file, _, own = name.partition(":")
        return bool(re.search(rf'rule\("{file}", "{re.escape(own)}"\)\.(?:search|finditer|findall|sub|split)', sources))
    return bool(re.search(rf"\b{own}\.(?:search|finditer|findall|sub|split)\(|\bfor \w+ in {own}\b", sources))


def slow_parts(pattern: re.Pattern[str], size: int, *, searched: bool = True, limit: float = 1.0) -> Iterator[tuple[str, float, float]]:
    """Attacks of which four times the text takes more than nine times as long."""
    for small, large in zip(attacks(pattern, size // 4), attacks(pattern, size), strict=True):
        quick = seconds(pattern, small, limit, searched=searched)
        if quick < WORTH / 8:
            continue
        long = seconds(pattern, large, limit, searched=searched)
        if long > WORTH and long > 9 * quick:
            yield small[:40], quick, long
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=16_000)
    given = parser.parse_args()
    count = bad = 0
    sources = "".join(path.read_text(encoding="utf-8") for package in PACKAGES for path in (PROJECT / package).rglob("*.py"))
    for name, pattern in dict.fromkeys(patterns()):
        count += 1
        for attack, quick, long in slow_parts(pattern, given.size, searched=is_searched(name, sources)):
            bad += 1
            print(f"{name}: {attack!r} {quick * 1000:.1f} → {long * 1000:.1f} ms: {pattern.pattern[:100]}", flush=True)
    print(f"{count} 个正则表达式，{bad} 个的时间长得比文字快。")
    sys.exit(int(bool(bad)))


if __name__ == "__main__":
    main()
