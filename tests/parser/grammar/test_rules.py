"""Rules are data with proof: every example matches its rule, no counter-example does, and every pattern that is one is used."""

from __future__ import annotations

import pytest

from parser.grammar.rules import RULES, Rule, key, load_rules

FILES = sorted(path.stem for path in RULES.glob("*.yml"))
ALL = [(name, rule) for name in FILES for rule in load_rules(name)]


@pytest.mark.parametrize(("name", "rule"), ALL, ids=[f"{n}/{r.id}" for n, r in ALL])
def test_examples_match(name: str, rule: Rule) -> None:
    assert rule.examples, "规则没有例子"
    assert [e for e in rule.examples if not rule.pattern.fullmatch(key(e))] == []


@pytest.mark.parametrize(("name", "rule"), ALL, ids=[f"{n}/{r.id}" for n, r in ALL])
def test_counter_examples_do_not_match(name: str, rule: Rule) -> None:
    assert rule.counter_examples, "规则没有反例"
    assert [e for e in rule.counter_examples if rule.pattern.fullmatch(key(e))] == []


@pytest.mark.parametrize("name", FILES)
def test_ids_are_unique(name: str) -> None:
    ids = [rule.id for rule in load_rules(name)]
    assert len(ids) == len(set(ids))
