"""Nothing that speaks of responsibility is lost in silence: each bracket and label that could state it is a task or is quoted.

What counts as such a place is said here, apart from the parser: brackets with a word of role, labels of role with words behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser import parse_texts
from parser.model import Block, Corpus
from parser.records.registry import Registry
from parser.text.normalize import fold, squeeze
from parser.text.read import SourceText, read_source, split_lines

from tests.cases_tool import load, read_input
from tests.parser.grammar.composed_statements import BRACKETS, NAMES
from tests.parser.grammar.test_composed_statements import HEAD, PLACES, TAIL
from tests.places import CASES, PROJECT

_BRACKET = re.compile(r"[(\[]([^()\[\]]{4,300})[)\]]")
_ROLE = re.compile(r"牵头|负责(?!人)|配合|会同|承办|协办|责任单位|责任部门|主办")
_NO_STATEMENT = re.compile(r"以下(?:简称|统称)|[:：](?:无|略|[-—/]*)[。;]?$")
_SHOWN = {"G401", "G404", "G405", "G406"}
SHARED = PROJECT.parent / "shared"
TEXTS = sorted(path for folder in ("gazettes", "real/docs", "faults/reading") for path in (SHARED / folder).glob("*.txt"))
INPUTS = sorted(path for path in CASES.rglob("*.yml") if "input" in load(path))


def places(block: Block) -> Iterator[str]:
    """The brackets of one block that could state responsibility, white space taken out."""
    for match in _BRACKET.finditer(squeeze(fold(block.text))):
        if _ROLE.search(match[1]) and not _NO_STATEMENT.search(match[1]):
            yield match[1]


def silent(corpus: Corpus) -> list[str]:
    """The places that are part of no task and quoted by no diagnostic."""
    found: list[str] = []
    for block in corpus.blocks:
        if block.document_id is None or block.kind in ("title", "furniture", "table", "doc_number"):
            continue
        first, last = block.source.line_start, block.source.line_end
        here = [t for t in corpus.tasks if t.document_id == block.document_id and block.seq in t.blocks]
        names = [fold(u.name) for t in here for u in (*t.lead, *t.responsible, *t.support)]
        rules = [fold(e.text) for t in here for e in t.role_evidence]
        quoted = [
            squeeze(fold(d.excerpt)).strip("()[]")
            for d in corpus.diagnostics
            if d.code in _SHOWN and d.source.file == block.source.file and d.source.line_start <= last and first <= d.source.line_end
        ]
        for place in places(block):
            told = any(n in place for n in names) or any(r and r in place for r in rules)
            if not told and not any(q and (q in place or place in q or place[:100] in q) for q in quoted):
                found.append(place)
    return found


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name)
def test_every_place_of_a_real_text_is_a_task_or_quoted(path: Path) -> None:
    assert silent(parse_texts([read_source(path)], Registry())) == []


@pytest.mark.parametrize("path", INPUTS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_place_of_a_golden_case_is_a_task_or_quoted(path: Path) -> None:
    assert silent(read_input(load(path))) == []


ODD_NAMES = ("云溪水务", "某某公司", "群众", "甲方", "三号楼", "A", "各方", "王小明", "县里", "有关人士", "第三方")
VERBS = ("牵头", "负责", "配合", "会同县财政局办理", "承办", "牵头汇总后由会议负责审定", "负责人另行通知", "协办并按规定负责")


@given(
    st.lists(st.sampled_from([*ODD_NAMES, *NAMES]), min_size=1, max_size=4),
    st.sampled_from(VERBS),
    st.sampled_from(BRACKETS),
    st.sampled_from(PLACES),
)
def test_whatever_stands_in_a_bracket_is_a_task_or_quoted(names: list[str], verb: str, bracket: str, place: str) -> None:
    text = HEAD + place.format(bracket.format("、".join(names) + verb)) + TAIL
    assert silent(parse_texts([SourceText(name="x.txt", lines=split_lines(text))], Registry())) == []
