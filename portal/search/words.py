"""Text → the tokens that go into the index: words, and the pairs that no word covers.

In: a piece of gazette text, and the names and titles that make the dictionary. Out: `Tokens`, or the same as numbers of a `Terms` table.
Only the build cuts into words; the browser segments a query with the words that the index holds (`portal.search.segment.segment_run`).
Deterministic: the dictionary comes from jieba's own file and the given names, never from jieba's cache.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from math import inf, log

import jieba

from portal.search.segment import HAN, MAX_WORD_UNITS, NUMBER_END, is_han, normalize, number_tokens, raw_runs, runs, units_of

_QUOTED_RE = re.compile(r"[“《]([^“”《》]{2,12})[”》]")
_CODE_RE = re.compile(r"^(\w{2,12})〔")
_HAN_RUN_RE = re.compile(f"[{HAN}]+")
_MOST_SEEN = 100_000
"""Runs whose tokens are remembered, so that a large corpus does not fill the memory."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """`words` and `pairs` in the order of the text, repeated as often as they stand there.

    Words are letters and digits, or words of the dictionary: those of two characters where the text is best cut so, longer ones
    **wherever they stand**, so that what is found by such a word is all there is. Pairs are two neighbouring units that are no word
    there, and the last character of a run. Words and pairs hold every place of the text: any two neighbouring units can be found.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]


class Terms:
    """Every term once, with its number: 0, 1, … in the order in which they were first asked for."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __iter__(self) -> Iterator[str]:
        """The terms in the order of their numbers."""
        return iter(self._numbers)

    def numbers(self, terms: Iterable[str]) -> array[int]:
        """The number of each of `terms`; new ones are added."""
        table = self._numbers
        return array("I", [table.setdefault(term, len(table)) for term in terms])


def dictionary_words(names: Iterable[str], titles: Iterable[str], numbers: Iterable[str] = ()) -> tuple[str, ...]:
    """The words jieba has to know: `names` whole, what `titles` put in quotation marks, and the letters before the year of `numbers`
    (张政办字〔2022〕13号); sorted, normalised, Chinese only."""
    quoted = (match[1] for title in titles for match in _QUOTED_RE.finditer(title))
    codes = (match[1] for match in map(_CODE_RE.match, numbers) if match)
    words = {normalize(word) for word in (*names, *quoted, *codes)}
    return tuple(sorted(word for word in words if 2 <= len(word) <= MAX_WORD_UNITS and all(map(is_han, word))))


@lru_cache(maxsize=1)
def _jieba_dictionary() -> tuple[dict[str, int], int]:
    """jieba's own dictionary, from its file: jieba itself would take it from a cache that anyone may have written."""
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        frequencies, total = tokenizer.gen_pfdict(file)
    return frequencies, total


def _weights(words: Iterable[str]) -> tuple[dict[str, float], float]:
    """Each word's logarithm of probability, which is negative (0 for beginnings of words that are none), and that of an unknown one."""
    tokenizer = jieba.Tokenizer()
    frequencies, tokenizer.total = _jieba_dictionary()
    tokenizer.FREQ = frequencies.copy()
    tokenizer.initialized = True
    for word in words:
        tokenizer.suggest_freq(word, tune=True)
    unknown = -log(tokenizer.total)
    return {word: log(count) + unknown if count else 0.0 for word, count in tokenizer.FREQ.items()}, unknown


class WordCutter:
    """jieba's dictionary and probabilities with words of our own. Cuts each run once, however often it stands in the corpus.

    No words are guessed (jieba's HMM): a word that is found by its whole must be found wherever it stands.
    """

    def __init__(self, words: Iterable[str] = (), terms: Terms | None = None) -> None:
        self._weights, self._unknown = _weights(sorted(words))
        self._terms = terms or Terms()
        self._seen: dict[str, tuple[array[int], array[int]]] = {}

    def cut(self, text: str) -> Tokens:
        """The tokens of `text`, which need not be normalised."""
        words: list[str] = [*number_tokens(normalize(text))]
        pairs: list[str] = []
        for run in runs(normalize(text)):
            for found, more in zip((words, pairs), self._cut_run(run), strict=True):
                found += more
        return Tokens(tuple(words), tuple(pairs))

    def number(self, text: str) -> tuple[array[int], array[int]]:
        """The numbers of the words and of the pairs that `cut` finds."""
        numbers = self._terms.numbers
        words = numbers(number_tokens(normalize(text)) if NUMBER_END in text else ())
        pairs = array("I")
        seen = self._seen
        for run in raw_runs(text):
            tokens = seen.get(run)
            if tokens is None:
                if len(seen) >= _MOST_SEEN:
                    seen.clear()
                found = self._cut_run(normalize(run))
                tokens = seen[run] = numbers(found[0]), numbers(found[1])
            words += tokens[0]
            pairs += tokens[1]
        return words, pairs

    def _cut_run(self, run: str) -> tuple[list[str], list[str]]:
        """The words and the pairs of a normalised run."""
        words: list[str] = []
        covered: set[int] = set()  # places where a word of two characters begins
        if _HAN_RUN_RE.fullmatch(run):
            self._cut_han(run, 0, words, covered)
            pairs = [run[at : at + 2] for at in range(len(run) - 1) if at not in covered]
            pairs.append(run[-1])
        else:
            pairs = self._cut_mixed(run, words, covered)
        return words, pairs

    def _cut_mixed(self, run: str, words: list[str], covered: set[int]) -> list[str]:
        """The pairs of a run with letters or digits in it."""
        units = units_of(run)
        place = 0
        for is_chinese, group in groupby(units, is_han):
            same = tuple(group)
            if is_chinese:
                self._cut_han("".join(same), place, words, covered)
            else:
                words += same
            place += len(same)
        pairs = [left + right for at, (left, right) in enumerate(pairwise(units)) if at not in covered]
        return [*pairs, units[-1]] if is_han(units[-1]) else pairs

    def _cut_han(self, text: str, place: int, words: list[str], covered: set[int]) -> None:
        """Put the words of `text` into `words`, and into `covered` the places where one of two characters begins."""
        weights = self._weights
        ends = self._best_ends(text, words)
        start = 0
        while start < len(text):
            end = ends[start]
            if end - start == 2:
                words.append(text[start:end])
                covered.add(place + start)
            elif end - start > 2:
                for at in range(start, end - 1):
                    if weights.get(text[at : at + 2]):
                        words.append(text[at : at + 2])
                        covered.add(place + at)
            start = end

    def _best_ends(self, text: str, long_words: list[str]) -> list[int]:
        """Where the best word from each place ends, as jieba has it: the cut of the highest probability. Every word of three characters
        or more that stands in `text` is put into `long_words`."""
        count = len(text)
        weight_of = self._weights.get
        scores = [0.0] * (count + 1)
        ends = [0] * count
        for start in range(count - 1, -1, -1):
            end = start + 1
            weight = weight_of(text[start])
            best, best_end = (weight + scores[end] if weight else -inf), end
            while weight is not None and end < count:
                end += 1
                weight = weight_of(text[start:end])
                if weight is None:
                    break
                if weight:
                    score = weight + scores[end]
                    if score >= best:
                        best, best_end = score, end
                    if end - start > 2:
                        long_words.append(text[start:end])
            if best == -inf:
                best = self._unknown + scores[best_end]
            scores[start], ends[start] = best, best_end
        return ends
