"""Nothing that speaks of responsibility is lost in silence: places that could state it and were read as no task.

In: a `Layout`, and the spans that became tasks. Out: an `Unread` for each place that holds a word of responsibility in a form that
could be a statement (in a bracket, behind a label, asking a unit), and the count of all places by what became of them. Prose that only
speaks of responsibility is told apart by rule and counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from parser.grammar.known_names import NOBODY, KnownNames, is_sure_name
from parser.grammar.labels import label_kind
from parser.grammar.predicates import find_predicate
from parser.grammar.rules import key, rule
from parser.grammar.unit_names import is_collective, looks_like_name, split_unit_names
from parser.model import ROLES
from parser.records.places import sentences_of
from parser.structure.layout import DraftBlock, Layout
from parser.text.normalize import Line, fold

Outcome = Literal["task", "assignment", "mention", "prose"]
_ROLE_WORD = re.compile(
    r"牵头|主办|抓总|责[成令]|负责(?!人)|配合|会同|承办|协办|责任(?:单位|部门|分工|科室|主体)|[一-鿿]{2}(?:单位|部门):|(?<=[局委办厅部会院府])(?:指导|落实|组织实施)"
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,400}(?:\([^()]{0,60}\)[^()\[\]]{0,400}){0,6})[)\]]")
_LABEL = re.compile(r"(?:^|(?<=[;,。(\[、]))(?P<label>[一-鿿、及和/]{2,12}(?:\([^()]{1,24}\))?):(?P<body>[^。;]{0,200})")
_NO_UNITS = re.compile(r"(?:无|略|[-/]*|.{0,2})")
_NOBODY = re.compile(r"[一-鿿()/]{2,12}:(?:无|略|暂无|同上|[-/]*)[。;]?")
_SKIPPED = frozenset({"furniture", "contents", "masthead", "title", "doc_number", "date", "signature", "annex_list"})
_MAX_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that could state responsibility and made no task: `assignment` if they name units, else a `mention`."""

    outcome: Outcome
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """What became of all places of one document that hold a word of responsibility."""

    unread: tuple[Unread, ...]
    counts: tuple[tuple[Outcome, int], ...]


def find_unread(layout: Layout, spans: dict[int, list[tuple[int, int]]], known: KnownNames = NOBODY) -> Silence:
    """All places of one document with a word of responsibility, apart from those in tables, by what became of them."""
    found: list[Unread] = []
    for block in layout.blocks:
        if block.kind in _SKIPPED or not block.text or not _ROLE_WORD.search(fold(block.text)):
            continue
        found += _of_block(block, spans.get(id(block), []), known)
    outcomes: tuple[Outcome, ...] = ("task", "assignment", "mention", "prose")
    counts = tuple((outcome, sum(f.outcome == outcome for f in found)) for outcome in outcomes)
    return Silence(tuple(f for f in found if f.outcome in ("assignment", "mention")), counts)


def _of_block(block: DraftBlock, spans: Sequence[tuple[int, int]], known: KnownNames) -> Iterator[Unread]:
    """Each statement read, each bracket, label or sentence that was not, each sentence of prose."""
    for start, stop in spans:
        yield Unread("task", block.text[start:stop], block.lines)
    folded = fold(block.text)
    spoken = sorted(spans)
    taken = list(spans)
    for match in _BRACKET.finditer(folded):
        if match[1].startswith(("以下简称", "以下统称", "简称", "下称")):
            continue
        if not _overlapping(spoken, *match.span()) and _ROLE_WORD.search(match[1]) and not _NOBODY.fullmatch(match[1]):
            taken.append(match.span())
            outcome: Outcome = "assignment" if _names_units(match[1], known) else "mention"
            yield Unread(outcome, block.text[match.start() : match.end()][:_MAX_SHOWN], block.lines)
    taken.sort()
    for start, stop in sentences_of(block.text):
        words = _without(block.text, start, stop, taken)
        if _ROLE_WORD.search(fold(words)):
            yield Unread(_outcome(block, words, known), words.strip()[:_MAX_SHOWN], block.lines)


def _overlapping(spans: Sequence[tuple[int, int]], start: int, stop: int) -> Sequence[tuple[int, int]]:
    """Those of `spans` (sorted, side by side) that reach into ``[start, stop)``."""
    return spans[bisect_right(spans, start, key=lambda span: span[1]) : bisect_left(spans, stop, key=lambda span: span[0])]


def _without(text: str, start: int, stop: int, taken: Sequence[tuple[int, int]]) -> str:
    """``text[start:stop]`` without the spans that are spoken for."""
    kept: list[str] = []
    for begin, end in _overlapping(taken, start, stop):
        kept.append(text[start : max(start, begin)])
        start = max(start, min(end, stop))
    return "".join((*kept, text[start:stop]))


def _outcome(block: DraftBlock, sentence: str, known: KnownNames) -> Outcome:
    """A sentence that is no task: a label of units or a request to units is shown to the editor, prose is counted."""
    folded = key(sentence)
    for match in _LABEL.finditer(folded):
        if label_kind(match["label"]) in ROLES and not _NO_UNITS.fullmatch(match["body"].strip(" ,;。")):
            return "assignment" if _names_units(match["body"], known) else "mention"
    if block.kind == "article" or rule("sentences", "prose").search(folded):
        return "prose"
    asks = rule("sentences", "asks_plainly").match(folded)
    if asks and _names_units(folded[asks.end() :], known) and re.search("牵头|负责|承办|责成|责令", folded):
        return "mention"
    return "prose"


def _names_units(words: str, known: KnownNames) -> bool:
    """True if some clause of `words` names a unit, alone or in front of a verb."""

    def is_unit(name: str) -> bool:
        return is_sure_name(name, known) and not (is_collective(name) and len(name) <= 4)

    for clause in re.split(r"[,;。、:]", words):
        found = find_predicate(clause, lambda n: looks_like_name(n) or n in known)
        names = split_unit_names(found.names if found else clause)
        if any(is_unit(name) for name in names):
            return True
    return False
