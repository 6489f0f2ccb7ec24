"""Rules as data: the patterns of ``parser/grammar/vocabulary/*.yml``, each with why, examples and counter-examples.

A fragment of ``fragments.yml`` stands in a pattern by its name: ``{body}`` becomes ``(?:局|委|…)``; fragments may hold earlier ones.
A repetition such as ``{2,4}`` is no fragment.

In: the name of a rule file. Out: its `Rule` records in order, patterns compiled. Text is matched after `key`:
white space taken out, full-width forms folded. Raises `RuleError` for a file that is not as described.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from parser.errors import RuleError
from parser.text.normalize import fold, squeeze
from parser.text.yaml_file import load_plain

_SHORT = 400  # characters of a text worth remembering
RULES = Path(__file__).parent / "vocabulary"
_FRAGMENT_RE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `pattern` matches the whole key of each of `examples` and of none of `counter_examples`."""

    id: str
    why: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


def key(text: str) -> str:
    """The form in which rules see a text: no white space, one form for each character."""
    return _key(text) if len(text) <= _SHORT else squeeze(fold(text))


@lru_cache(maxsize=1 << 15)
def _key(text: str) -> str:
    return squeeze(fold(text))


@cache
def fragments() -> dict[str, str]:
    """The named parts of patterns: ``{"body": "(?:局|委|…)", …}``."""
    found: dict[str, str] = {}
    for entry in _entries("fragments"):
        found[entry["id"]] = f"(?:{_pattern_of(entry, found)})"
    return found


@cache
def words(name: str, rule_id: str) -> tuple[str, ...]:
    """The words of one rule that is a list of words, in their order. KeyError if there is none of that id."""
    return {entry["id"]: tuple(entry["words"]) for entry in _entries(name) if "words" in entry}[rule_id]


def _pattern_of(entry: dict[str, Any], known: Mapping[str, str] | None = None) -> str:
    """A rule gives ``pattern``, or ``words`` where it is a list of words; of two words that match, the longer one does."""
    if "words" in entry:
        return "|".join(re.escape(word) for word in sorted(map(str, entry["words"]), key=len, reverse=True))
    return expand(entry["pattern"], known)


def expand(pattern: str, known: Mapping[str, str] | None = None) -> str:
    """`pattern` with its fragments written out. Raises `RuleError` for one that is not known."""

    def written_out(match: re.Match[str]) -> str:
        try:
            return (fragments() if known is None else known)[match[1]]
        except KeyError as error:
            raise RuleError(f"规则里的 {match[0]} 没有定义，请写进 fragments.yml。") from error

    return _FRAGMENT_RE.sub(written_out, pattern)


def _entries(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = load_plain((RULES / f"{name}.yml").read_text(encoding="utf-8"))
    return entries


@cache
def load_rules(name: str) -> tuple[Rule, ...]:
    """All rules of ``vocabulary/<name>.yml``, in their order."""
    entries = _entries(name)
    try:
        return tuple(
            Rule(e["id"], e["why"], re.compile(_pattern_of(e)), tuple(map(str, e["examples"])), tuple(map(str, e["counter_examples"])))
            for e in entries
        )
    except (KeyError, TypeError, re.error) as error:
        raise RuleError(f"规则文件 {name}.yml 写得不对：{error}") from error


@cache
def rule(name: str, rule_id: str) -> re.Pattern[str]:
    """The pattern of one rule. KeyError if there is none of that id."""
    return {r.id: r.pattern for r in load_rules(name)}[rule_id]


@cache
def first_match(name: str, text_key: str) -> str | None:
    """The id of the first rule of a file that matches the whole of `text_key`, else ``None``."""
    return next((r.id for r in load_rules(name) if r.pattern.fullmatch(text_key)), None)
