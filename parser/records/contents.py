"""目录 entries → the documents of the issue that they announce.

In: the entries, and the documents in order. Out: the entries with the id of their document; ``None`` for one that is not printed, or
not found. An entry announces the document of its 文号, else that of its title: the same, one that ends in it, or the most alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from parser.grammar.titles import comparable
from parser.model import ContentsEntry, Document

_END = 10  # characters that are enough to say that a title ends in an entry
_AROUND = 50  # titles on either side of an entry's place in which one written otherwise is looked for
_ALIKE = 0.85


def link_contents(entries: Sequence[ContentsEntry], documents: Sequence[Document]) -> tuple[ContentsEntry, ...]:
    """The entries, each with the document it announces; of several documents of one title, each is announced once."""
    by_number = {d.doc_number: d.id for d in documents if d.doc_number}
    waiting: dict[str, list[str]] = {}
    for document in documents:
        waiting.setdefault(comparable(document.title), []).append(document.id)
    nearest = _Nearest(list(waiting), len(entries))
    linked = []
    for n, entry in enumerate(entries):
        found = by_number.get(entry.doc_number or "") or _by_title(comparable(entry.title), n, nearest, waiting)
        linked.append(replace(entry, document_id=found))
    return tuple(linked)


def _by_title(form: str, n: int, nearest: _Nearest, waiting: dict[str, list[str]]) -> str | None:
    title = nearest.to(form, n)
    if title is None or _likeness(title, form) < _ALIKE:
        return None
    ids = waiting[title]
    return ids.pop(0) if len(ids) > 1 else ids[0]


class _Nearest:
    """The title that an entry of the 目录 announces: the same, the one that ends in it, or the most alike of those around its place."""

    def __init__(self, titles: Sequence[str], entries: int) -> None:
        self.titles, self.step = titles, len(titles) / max(1, entries)
        self.known = set(titles)
        self.ends: dict[str, list[str]] = {}
        for title in titles:
            self.ends.setdefault(title[-_END:], []).append(title)

    def to(self, entry: str, n: int) -> str | None:
        if entry in self.known:
            return entry
        ending = next((title for title in self.ends.get(entry[-_END:], ()) if len(entry) >= _END and title.endswith(entry)), None)
        around = self.titles[max(0, int(n * self.step) - _AROUND) : int(n * self.step) + _AROUND]
        return ending or max(around, key=lambda title: _likeness(title, entry), default=None)


def _likeness(title: str, entry: str) -> float:
    if title == entry or (len(entry) >= 10 and title.endswith(entry)):
        return 1.0
    matcher = SequenceMatcher(None, title, entry, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= 0.85 else 0.0
