"""The dictionary that an editor keeps for the search: words that must stay whole, and words that mean the same.

In: ``dictionary.txt`` of the content folder; one word a line (无证明城市), or words of one meaning with ``=`` between them
(低保 = 最低生活保障); lines that begin with ``#`` are notes. Out: a `Dictionary`. Any text is a valid dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`words` in the order of the file; `synonyms` are groups of at least two of them that mean the same."""

    words: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()


def load_dictionary(path: Path) -> Dictionary:
    """Read `path` (UTF-8); an empty dictionary where it does not exist."""
    if not path.is_file():
        return Dictionary()
    return parse_dictionary(path.read_text(encoding="utf-8-sig", errors="replace"))


def parse_dictionary(text: str) -> Dictionary:
    """The words of `text`, each once."""
    words: dict[str, None] = {}
    synonyms = []
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        group = tuple(dict.fromkeys(filter(None, (word.strip() for word in line.replace("＝", "=").split("=")))))
        words |= dict.fromkeys(group)
        if len(group) > 1:
            synonyms.append(group)
    return Dictionary(tuple(words), tuple(synonyms))
