"""All names that a thing is found by: a unit's official and other names, with the district before it, the first letters of their
pinyin; and words of one meaning.

In: search entries of kind ``unit`` (their `keys` are the names), and groups of synonyms. Out: `Names`: which units a printed name stands
for within its district, the key terms by which each is found, and the names to show beside a term.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from portal.search.entries import SearchEntry
from portal.search.segment import KEY_MARK, normalize, plain_key

_MOST_SHOWN = 8
_FEWEST_LETTERS = 3
_NOT_SHOWN = frozenset("/|\n")


@dataclass(frozen=True, slots=True)
class Names:
    """`by_district` maps a district and a normalised name to unit ids, `terms` a unit's id to its key terms, `synonyms` a normalised word
    to the key terms of its group, `shown` a key term to the names it stands for, the official ones first."""

    by_district: Mapping[str, Mapping[str, tuple[str, ...]]]
    terms: Mapping[str, tuple[str, ...]]
    synonyms: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, tuple[str, ...]]

    @property
    def words(self) -> frozenset[str]:
        """Every name, normalised: what the dictionary of words has to know."""
        return frozenset(name for names in self.by_district.values() for name in names) | frozenset(self.synonyms)

    def terms_of(self, words: Iterable[str], district: str, units: Iterable[str] = ()) -> tuple[str, ...]:
        """The key terms of `units`, of the units that `words` of a text of `district` name, and of the words' synonyms."""
        known = self.by_district.get(district, {})
        found = dict.fromkeys(units)
        terms: dict[str, None] = {}
        for word in words:
            found |= dict.fromkeys(known.get(word, ()))
            terms |= dict.fromkeys(self.synonyms.get(word, ()))
        return (*(term for unit_id in found for term in self.terms.get(unit_id, ())), *terms)


def key_term(name: str) -> str:
    """``区大数据中心=``: the term of a whole name; empty for a name without any unit."""
    key = plain_key(name)
    return key + KEY_MARK if key else ""


def build_names(entries: Iterable[SearchEntry], synonyms: Sequence[Sequence[str]] = ()) -> Names:
    """Read the names off the entries of kind ``unit``; others are passed over."""
    units = [(entry, unit_id) for entry in entries if entry.kind == "unit" for unit_id in entry.mentions]
    terms = {unit_id: _key_terms((*entry.keys, *map(initials, entry.keys), *entry.slips)) for entry, unit_id in units}
    return Names(
        _by_district(units),
        terms,
        {normalize(word): _key_terms(group) for group in synonyms for word in group},
        _shown_by_term(units, terms, synonyms),
    )


def _by_district(units: Iterable[tuple[SearchEntry, str]]) -> dict[str, dict[str, tuple[str, ...]]]:
    """District → name → ids of the units that bear it there."""
    found: defaultdict[str, defaultdict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for entry, unit_id in units:
        for name in (*entry.keys, *entry.slips):
            found[entry.district][normalize(name)][unit_id] = None
    return {district: {name: tuple(ids) for name, ids in names.items()} for district, names in found.items()}


def _shown_by_term(
    units: Iterable[tuple[SearchEntry, str]], terms: Mapping[str, tuple[str, ...]], synonyms: Sequence[Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Term → the names that a reader is told were looked for, the official ones first."""
    official: defaultdict[str, dict[str, None]] = defaultdict(dict)
    others: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entry, unit_id in units:
        for term in terms[unit_id]:
            official[term][entry.title] = None
            others[term] |= dict.fromkeys(name for name in entry.keys if not name.startswith(entry.district))
    for group in synonyms:
        for term in _key_terms(group):
            others[term] |= dict.fromkeys(group)
    return {term: _shown(official[term] | names) for term, names in others.items()}


def _shown(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if _NOT_SHOWN.isdisjoint(name))[:_MOST_SHOWN]


def _key_terms(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(key_term, names))))


def initials(name: str) -> str:
    """``区大数据中心`` → ``qdsjzx``; empty for names with other than Chinese characters, and for short ones."""
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return letters if len(letters) == len(name) >= _FEWEST_LETTERS and letters.isascii() and letters.isalpha() else ""
