"""What a result of a query has to hold, said once more in Python: the yardstick of the vectors that the browser's script is tested with.

In: the parts of a query and the words of an index. Out: the groups of units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from portal.search.segment import MAX_WORD_UNITS, SMALL, WEAK, Part, is_han

SegmentKind = Literal["word", "gap"]


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
