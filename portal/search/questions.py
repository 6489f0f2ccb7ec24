"""The forms of questions that the search answers with a card; the forms are data: ``search_questions.yml``.

In: the file of forms. Out: `Questions`, with patterns that Python and JavaScript read alike. A form is matched with the key of a question
(`Questions.key`): normalised, without courtesies and without anything between its runs. Raises `QuestionError` for a file that is not as
described.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from parser.errors import GazetteError
from parser.model import ROLES, Role
from parser.text.yaml_file import load_plain

from portal.search.segment import normalize, runs

FORMS_FILE = Path(__file__).with_name("questions.yml")
SLOTS = ("unit", "year", "role", "due")
_PLACE_RE = re.compile(r"\{([a-z_]+)\}")


class QuestionError(GazetteError):
    """The file of forms is not as described."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and what has to be read from it, by slot."""

    text: str
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """`source` has names of pieces in it, `pattern` the pieces themselves. It matches a whole key; its groups are `slots`, in this order
    (a slot may come twice: the one that took part counts)."""

    id: str
    why: str
    source: str
    pattern: str
    slots: tuple[str, ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[str, ...]

    def read(self, key: str) -> dict[str, str] | None:
        """What a question with `key` says for each slot, or ``None`` if it has another form."""
        match = re.fullmatch(self.pattern, key)
        return {slot: text for slot, text in zip(self.slots, match.groups(), strict=True) if text} if match else None


@dataclass(frozen=True, slots=True)
class Questions:
    """`roles` maps a word (牵头, 负责) to the roles it asks for; `pieces` are parts of patterns; `forms` are tried in their order."""

    roles: Mapping[str, tuple[Role, ...]]
    pieces: Mapping[str, str]
    forms: tuple[QuestionForm, ...]

    def key(self, question: str) -> str:
        """``请问区大数据中心牵头、负责哪些任务？`` → ``区大数据中心牵头和负责哪些任务``."""
        joined = re.sub(_expanded(self.pieces["joint"], self.pieces, []), r"\1和", normalize(question))
        return re.sub(_expanded(self.pieces["courtesy"], self.pieces, []), "", "".join(runs(joined)))

    def for_browser(self) -> dict[str, object]:
        """What the manifest of the index carries: the pieces are put together there."""
        return {"roles": self.roles, "pieces": self.pieces, "forms": [form.source for form in self.forms]}


@cache
def load_questions(path: Path = FORMS_FILE) -> Questions:
    """The forms, their parts put together."""
    data = load_plain(path.read_text(encoding="utf-8"))
    try:
        roles = {word: _roles(group["roles"]) for group in data["roles"] for word in group["words"]}
        pieces = {**data["pieces"], "role_word": "|".join(sorted(roles, key=len, reverse=True))}
        return Questions(roles, pieces, tuple(_form(each, pieces) for each in data["forms"]))
    except (KeyError, TypeError, re.error) as error:
        raise QuestionError(f"{path.name} 写得不对：{error}") from error


def _roles(names: Sequence[str]) -> tuple[Role, ...]:
    if not set(names) <= set(ROLES):
        raise QuestionError(f"没有这样的角色：{'、'.join(names)}")
    return tuple(role for role in ROLES if role in names)


def _form(each: Mapping[str, Any], pieces: Mapping[str, str]) -> QuestionForm:
    slots: list[str] = []
    pattern = _expanded(each["pattern"], pieces, slots)
    if re.compile(pattern).groups != len(slots):
        raise QuestionError(f"{each['id']}：括号要写成 (?:…)")
    examples = tuple(Example(text, {slot: str(value) for slot, value in found.items()}) for text, found in each["examples"].items())
    return QuestionForm(each["id"], each["why"], each["pattern"], pattern, tuple(slots), examples, tuple(each["counter_examples"]))


def _expanded(pattern: str, pieces: Mapping[str, str], slots: list[str]) -> str:
    """`pattern` with ``{name}`` replaced by its piece; the names of slots are put into `slots` as their groups come."""

    def piece(match: re.Match[str]) -> str:
        name = match[1]
        if name in SLOTS:
            slots.append(name)
        return _expanded(pieces[name], pieces, slots)

    return _PLACE_RE.sub(piece, pattern)
