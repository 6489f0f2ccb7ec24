"""Rules as data: the patterns of ``parser/grammar/vocabulary/*.yml``, each with why, examples and counter-examples.

In: the name of a rule file. Out: its `Rule` records in order, patterns compiled. Text is matched after `key`:
white space taken out, full-width forms folded. Raises `RuleError` for a file that is not as described.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from parser.errors import RuleError
from parser.text.normalize import fold, squeeze

_SHORT = 400  # characters of a text worth remembering
RULES = Path(__file__).parent / "vocabulary"


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
def load_rules(name: str) -> tuple[Rule, ...]:
    """All rules of ``vocabulary/<name>.yml``, in their order."""
    entries = yaml.safe_load((RULES / f"{name}.yml").read_text(encoding="utf-8"))
    try:
        return tuple(
            Rule(e["id"], e["why"], re.compile(e["pattern"]), tuple(map(str, e["examples"])), tuple(map(str, e["counter_examples"])))
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
