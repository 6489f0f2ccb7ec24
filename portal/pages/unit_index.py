"""The index of units: by district and kind with counts by role, by pinyin, and what its find box looks through.

In: a `Context`, a `PageMaker`. Out: one `Page`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from parser.grammar.slugs import name_slug
from parser.model import UnitKind

from portal.pages.templates import Crumb, PageMaker
from portal.view.context import Context
from portal.view.library import Library
from portal.view.page import Page, TocEntry
from portal.view.units import UNREGISTERED, Directory, UnitEntry

_KINDS: tuple[str, ...] = (*get_args(UnitKind), UNREGISTERED)
_LEVEL_RE = re.compile(r"^(?:区委|区政府(?!办)|区人民政府(?!办)|区|县|市|各)(?=.{2})")


@dataclass(frozen=True, slots=True)
class UnitShelf:
    """The units of one district, by kind."""

    district: str
    anchor: str
    kinds: tuple[tuple[str, tuple[UnitEntry, ...]], ...]

    @property
    def count(self) -> int:
        return sum(len(entries) for _, entries in self.kinds)


@dataclass(frozen=True, slots=True)
class Letter:
    """The units whose name, without 区 and the district's name in front, begins with one letter of pinyin."""

    letter: str
    entries: tuple[UnitEntry, ...]


def build_unit_index(context: Context, maker: PageMaker) -> Iterator[Page]:
    """``units/``."""
    library, directory = context.library, context.directory
    shelves = tuple(_shelves(library, directory))
    letters = tuple(_letters(directory))
    toc = [TocEntry(title=shelf.district, anchor=shelf.anchor) for shelf in shelves]
    yield maker.page(
        maker.addresses.units(), "units.html.j2", title="单位", section="units",
        description=f"按区县和类别排列的单位 {len(directory.entries)} 个，各有牵头、责任、配合的任务数。",
        crumbs=(Crumb("首页", maker.addresses.home()),),
        toc=(*toc, TocEntry(title="按拼音", anchor="pinyin")) if letters else (),
        scripts=("js/pages.js", "js/unit_finder.js"),
        shelves=shelves, letters=letters, find_text=find_text, several=len(shelves) > 1,
    )  # fmt: skip


def busiest(entries: Iterable[UnitEntry], limit: int) -> tuple[UnitEntry, ...]:
    """The entries with most tasks, collective ones left out: by all tasks, then by what they lead."""
    ranked = sorted(
        (entry for entry in entries if entry.task_count and entry.kind != "集合"),
        key=lambda entry: (-entry.task_count, -entry.count("lead"), entry.id),
    )
    return tuple(ranked[:limit])


def find_text(entry: UnitEntry) -> str:
    """What the find box looks through beside the name: other names, printed forms, the pinyin and the initials of each.

    Words are separated by spaces. Every name is there with and without 区, so that ``rsj`` finds 区人社局.
    """
    names = {entry.name: None} | dict.fromkeys(entry.unit.aliases if entry.unit else ()) | dict.fromkeys(p.name for p in entry.printed)
    words: dict[str, None] = {}
    for name in names:
        words[name] = None
        for form in (name, _LEVEL_RE.sub("", name)):
            syllables = _syllables(form)
            words["".join(syllables)] = None
            words["".join(syllable[0] for syllable in syllables)] = None
    words.pop(entry.name)
    return " ".join(filter(None, words))


@lru_cache(maxsize=8192)
def _syllables(name: str) -> tuple[str, ...]:
    return tuple(filter(None, name_slug(name).split("-")))


def _shelves(library: Library, directory: Directory) -> Iterator[UnitShelf]:
    for district in sorted({entry.district for entry in directory.entries}, key=library.district_slug):
        own = [entry for entry in directory.entries if entry.district == district and (entry.unit or not entry.is_empty)]
        if not all(entry.is_empty for entry in own):
            yield UnitShelf(district or "区县不详", library.district_slug(district), tuple(_by_kind(own)))


def _by_kind(entries: Sequence[UnitEntry]) -> Iterator[tuple[str, tuple[UnitEntry, ...]]]:
    """The kinds that occur, in their order; within one, the units with most tasks first."""
    for kind in _KINDS:
        found = sorted((entry for entry in entries if entry.kind == kind), key=lambda entry: (-entry.task_count, entry.id))
        if found:
            yield kind, tuple(found)


def _letters(directory: Directory) -> Iterator[Letter]:
    found: dict[str, list[tuple[str, UnitEntry]]] = {}
    districts = {entry.district for entry in directory.entries if not entry.is_empty}
    for entry in directory.entries:
        if entry.district in districts and entry.kind != "集合":
            sound = "-".join(_syllables(_plain(entry)))
            letter = sound[:1].upper() if sound[:1].isalpha() else "#"
            found.setdefault(letter, []).append((sound, entry))
    for letter in sorted(found):
        ranked = sorted(found[letter], key=lambda pair: (pair[0], pair[1].id))
        yield Letter(letter, tuple(entry for _, entry in ranked))


def _plain(entry: UnitEntry) -> str:
    """The name as people look it up: 大数据中心 for 区大数据中心, 消防救援大队 for 周村消防救援大队."""
    core = re.sub("[区县市旗]$", "", entry.district)
    name = entry.name
    if core and len(name) - len(core) >= 2:
        name = re.sub(f"^{re.escape(core)}[区县市旗]?(?=.{{2}})", "", name)
    return _LEVEL_RE.sub("", name)
