"""The dictionary that an editor keeps for the search: words that must stay whole, and words that mean the same.

In: ``dictionary.txt`` of the content folder; one word a line (无证明城市), or words of one meaning with ``=`` between them
(低保 = 最低生活保障); lines that begin with ``#`` are notes. Out: a `Dictionary`. Any text is a valid dictionary.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from parser.errors import GazetteError

_LONGEST_LINE = 500


class DictionaryError(GazetteError):
    """``dictionary.txt`` is not as it should be; the message says where."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`words` in the order of the file; `synonyms` are groups of at least two of them that mean the same."""

    words: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()


def load_dictionary(path: Path) -> Dictionary:
    """Read `path` (UTF-8); an empty dictionary where it does not exist. Raises `DictionaryError`."""
    if not path.exists():
        return Dictionary()
    if not path.is_file():
        raise DictionaryError(f"{path.name}：不是普通文件，没有读。")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DictionaryError(f"{path.name} 第{line}行：文件不是 UTF-8 编码。请另存为 UTF-8 编码。") from error
    for number, line_text in enumerate(text.splitlines(), 1):
        if len(line_text) > _LONGEST_LINE:
            raise DictionaryError(
                f"{path.name} 第{number}行“{line_text[:20]}……”：太长，应当是一个词，或用 = 连接的几个词（不超过 {_LONGEST_LINE} 字）。"
            )
    return parse_dictionary(text)


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
