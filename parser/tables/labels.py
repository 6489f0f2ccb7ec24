"""Merged cells: which label a row stands under where the label is printed once for many rows.

In: the label column of a table (cells as aligned, empty where merged), its groups and pages. Out: a `Label` for each row: the outer
label and the title of its own. OCR prints the text of a merged cell in the middle row of its rows, so the rows above it belong to it too:
extents are chosen so that every label stands in the middle of its rows, with shared words between row and label to decide ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parser.grammar.markers import find_marker
from parser.grammar.rules import key

# A label off the middle of its rows; rows on later or earlier pages than their label; words shared; an empty cell torn from its label;
# a row with a title of its own above a label without one.
_OFF_CENTRE, _NEAR, _ONWARD, _BACKWARD, _SHARED, _TORN, _TITLED = 1.0, 0.25, 0.2, 0.3, 0.2, 1.0, 0.1

Pairs = Sequence[tuple[str | None, str | None]]  # for each row the label of its group and the title of its own
Paths = dict[int, tuple[float, list[int]]]  # where the last group begins → (cost, where all groups begin)


@dataclass(frozen=True, slots=True)
class Label:
    """`group` is the numbered label over the row, `title` what names the row; `own` tells that the row prints its title."""

    group: str | None
    title: str | None
    own: bool


def _is_group_label(text: str) -> bool:
    marker = find_marker(text)
    return marker is not None and marker.kind in ("cn_paren", "cn", "arabic", "chapter", "section")


def split_label(text: str) -> tuple[str | None, str | None]:
    """``(三)强化数据整合 提升平台数据质量`` → its group label and its own title; either may be missing."""
    if not text:
        return None, None
    if "\n" in text:  # two printed cells stand in this column
        group, _, title = text.partition("\n")
        return group, title.replace("\n", "")
    if not _is_group_label(text):
        return None, text
    parts = text.split(" ")
    if len(parts) > 1 and len(key(parts[0])) <= 4:  # the mark itself stands apart: (三) 强化…
        parts = [parts[0] + parts[1], *parts[2:]]
    if len(parts) == 2 and all(len(key(p)) >= 6 for p in parts):
        return parts[0], parts[1]
    return text, None


def resolve_labels(cells: Sequence[str], texts: Sequence[str], pages: Sequence[int], breaks: Sequence[int]) -> tuple[Label, ...]:
    """Labels for the rows of one column; `texts` are the rows' contents, `breaks` the rows before which a group row stands."""
    pairs = [split_label(c) for c in cells]
    mixed = any(g for g, _ in pairs) and any(t for _, t in pairs)
    edges = sorted({0, *breaks, len(cells)})
    labels: list[Label] = []
    for start, stop in pairwise(edges):
        section = range(start, stop)
        groups = _extents(section, pairs, texts, pages) if mixed else {}
        labels += _inherit(section, pairs, cells, groups)
    return tuple(labels)


def _inherit(section: range, pairs: Pairs, cells: Sequence[str], groups: dict[int, int]) -> list[Label]:
    """Titles row by row: the row's own, else the nearest above in the same group, else the group's label."""
    found: list[Label] = []
    title: str | None = None
    previous_group: int | None = None
    for row in section:
        group_row = groups.get(row)
        group = pairs[group_row][0] if group_row is not None else None
        if group_row != previous_group:
            title, previous_group = None, group_row
        label, own = pairs[row]
        if own or label:
            title = own or label
        elif title is None:
            title = group
        found.append(Label(group if group != title else None, title, bool(cells[row])))
    return found


def _rare_pairs(section: range, pairs: Pairs, texts: Sequence[str]) -> dict[int, set[str]]:
    """Two-character pieces of each row; those that stand in more than a fifth of the rows say nothing and are left out."""
    found = {r: _pairs_of((pairs[r][0] or "") + (pairs[r][1] or "") + texts[r][:80]) for r in section}
    count = Counter(piece for pieces in found.values() for piece in pieces)
    common = {piece for piece, n in count.items() if n > max(2, len(section) // 5)}
    return {r: pieces - common for r, pieces in found.items()}


def _extents(section: range, pairs: Pairs, texts: Sequence[str], pages: Sequence[int]) -> dict[int, int]:
    """Row → the row that prints the label of its group, by dynamic programming over where each group begins."""
    at = [row for row in section if pairs[row][0]]
    if not at:
        return {}
    costs = _Costs(pairs, _rare_pairs(section, pairs, texts), pages)
    first = at[0] if pairs[at[0]][1] else section.start
    best: Paths = {first: (_SHARED * (first - section.start), [first])}
    for label, following in pairwise(at):
        starts = [following] if pairs[following][1] else range(label + 1, following + 1)
        run = _run_behind(label, following, pairs)
        best = {start: costs.cheapest(best, start, label, following, _TORN if start <= run else 0.0) for start in starts}
    _, starts_found = costs.cheapest(best, section.stop, at[-1], None, 0.0)
    return {r: label for label, (a, b) in zip(at, pairwise(starts_found), strict=True) for r in range(a, b)}


def _run_behind(label: int, stop: int, pairs: Pairs) -> int:
    """The last of the empty cells right behind a label: they read as the label's own merged cell."""
    row = label
    while row + 1 < stop and pairs[row + 1] == (None, None) and not pairs[label][1]:
        row += 1
    return row


@dataclass(frozen=True, slots=True)
class _Costs:
    """What it costs that certain rows are the group of a label, from the labels, the rare pieces of the rows and their pages."""

    pairs: Pairs
    words: dict[int, set[str]]
    pages: Sequence[int]

    def cheapest(self, best: Paths, start: int, label: int, following: int | None, torn: float) -> tuple[float, list[int]]:
        """The cheapest way to let the group of `label` end before `start`."""
        options = [(cost + torn + self.of(range(path[-1], start), label, following), -path[-1], path) for cost, path in best.values()]
        cost, _, path = min(options)
        return cost, [*path, start]

    def of(self, rows: range, label: int, following: int | None) -> float:
        """What it costs that `rows` are the group of the label printed in row `label`."""
        cost = self._place(rows, label)
        mine = _pairs_of(self.pairs[label][0] or "")
        other = _pairs_of(self.pairs[following][0] or "") if following is not None else set()
        for r in (r for r in rows if r != label):
            cost += _SHARED * (min(3, len(self.words[r] & (other - mine))) - min(3, len(self.words[r] & (mine - other))))
        return cost

    def _place(self, rows: range, label: int) -> float:
        """How far the label is from the middle of its rows, and what of them is on other pages."""
        on_page = [r for r in rows if self.pages[r] == self.pages[label]]
        off = abs(label - (on_page[0] + on_page[-1]) / 2) if on_page and not self.pairs[label][1] else 0.0
        others = {self.pages[r] - self.pages[label] for r in rows}
        # where the label's row has no title beside it, the rows of its merged cell have none either
        titled = 0 if self.pairs[label][1] else sum(bool(self.pairs[r][1]) for r in rows if r < label)
        away = _ONWARD * sum(page > 0 for page in others) + _BACKWARD * sum(page < 0 for page in others)
        return _OFF_CENTRE * max(0.0, off - 0.5) + _NEAR * min(off, 0.5) + away + _TITLED * titled


def _pairs_of(text: str) -> set[str]:
    bare = key(text)
    return {bare[i : i + 2] for i in range(len(bare) - 1)}
