"""The grammar is open: whatever names stand with whatever verbs, labels, joiners and brackets, each name gets its role."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parser import parse_texts
from parser.grammar.statements import parse_statement
from parser.model import Corpus
from parser.records.registry import Registry
from parser.text.read import SourceText, split_lines

from tests.parser.grammar.composed_statements import BRACKETS, Composed, composed

HEAD = "青禾县人民政府办公室关于做好年度重点工作的通知\n青政办发〔2025〕3号\n\n各乡镇人民政府，县政府各部门：\n\n一、主要任务\n\n"
TAIL = "\n\n青禾县人民政府办公室\n2025年3月5日\n"
PLACES = (
    "（一）修建水渠。清淤十里。{}",
    "1.修建水渠。清淤十里{}。",
    "（二）修建水渠，清淤十里。\n{}",
    "3.修建水渠。\n\n清淤十里。{}种树百株。（县林业局负责）",
    "（三）修建水渠{}",
)


def read(text: str) -> Corpus:
    return parse_texts([SourceText(name="x.txt", lines=split_lines(HEAD + text + TAIL))], Registry())


@given(composed())
def test_each_name_gets_the_role_that_the_words_give_it(said: Composed) -> None:
    found = parse_statement(said.text)
    assert found is not None
    assert (found.lead, found.responsible, found.support) == (said.lead, said.responsible, said.support)


@given(composed(), st.sampled_from(BRACKETS), st.sampled_from(PLACES))
def test_a_statement_is_read_in_any_bracket_and_place(said: Composed, bracket: str, place: str) -> None:
    task = read(place.format(bracket.format(said.text))).tasks[0]
    got = tuple(tuple(unit.name for unit in units) for units in (task.lead, task.responsible, task.support))
    assert got == (said.lead, said.responsible, said.support)
