"""Where a text states responsibility: in brackets anywhere, behind a label, in a sentence of its own.

In: the text of one block or cell, and the names known there. Out: a `Place` for each statement: where it stands, what it says, and
whether its words say the task too (请县财政局牵头制定办法). Nothing here knows which task a statement belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parser.grammar.bodies import body_prefix
from parser.grammar.known_names import NOBODY, KnownNames, is_name, is_sure_name
from parser.grammar.labels import opens_with_division, opens_without_colon
from parser.grammar.markers import find_marker
from parser.grammar.reading import Reading
from parser.grammar.rules import rule
from parser.grammar.statements import Statement, opens_with_any_label, opens_with_label, parse_cell, parse_statement
from parser.grammar.unit_names import is_collective
from parser.model import Evidence
from parser.text.normalize import fold

_PLACES = re.compile(r"[(（\[［【〔﹝。；;]|[:：]|牵头|牽頭|负责|負責|配合|落实|落實|单位|單位")
_BRACKET = re.compile(r"[()\[\]]")
_STOP = re.compile(r"[。;]\s*")
_PERSON_LABEL = re.compile(r"(?:人|领导|电话|地址):[^。;]{0,16}$")
_INNER_LABEL = re.compile(r"(?:--?|,|\s)\s{0,4}(?=(?:总?牵头|责任|承办|主办|落实|负责|配合|协办|实施)(?:单位|部门)?:)")
_THEN_BY = re.compile(r",(?=(?:由|请|责成)[^,。;]{2,})")
_NAMED = re.compile(r"[^:,。;]{2,24}:(?=.{4})")
_MAX_SENTENCE = 300
_LOOKED_AHEAD = 200  # characters beside a bracket that say whether it closes the paragraph
_DUTY = re.compile(r"负责|承办|主办|责任|分工")
_LEADS_OR_ANSWERS = re.compile(r"牵头|主办|抓总|主责|负责|承办|责任|分工|会同")
_OPENS_WITH_NAME = re.compile(r"[省市州盟区县旗镇乡各]|[一-鿿]{1,4}[县区市旗州](?:[、和与]|(?:人民)?政府)|有关|相关|其他")
_WORKS = re.compile(r"牵头|主办|负责|承办|会同")
_DEPARTMENT = re.compile(r"[一-鿿]{2,10}部门")
_PLACE = re.compile(r"[一-鿿]{1,4}[县区市旗州]")
_ROLE_COLON = re.compile(r"(?<=承办|主办|牵头|负责|配合):")
_HANDS_OVER = re.compile(r"(?:会议)?(?:请|责成|责令|要求)|由[^,。;]{2,40}(?:会同|会商)")
_EXHORTS = re.compile(r"[局委办部门位府会道镇乡区院)](?:要|应当|应|须|必须|将)(?![求急])")


@dataclass(frozen=True, slots=True)
class Place:
    """One statement of a text: ``text[start:stop]`` says `statement`; `own` tells that its words are the task's words as well."""

    start: int
    stop: int
    statement: Statement
    own: bool = False


def find_places(text: str, known: KnownNames = NOBODY, *, sentences: bool = True) -> tuple[Place, ...]:
    """All statements of `text`, in order. Without `sentences` only those in brackets and behind labels count."""
    if not _PLACES.search(text):
        return ()
    found = list(_bracketed(text, known))
    if (cut := _open_statement(text)) is not None and (statement := parse_statement(text[cut + 1 :], known)):
        found = [p for p in found if p.stop <= cut] + [Place(cut, len(text), statement)]
    taken = [(p.start, p.stop) for p in found]
    gaps = zip([0, *(stop for _, stop in taken)], [*(start for start, _ in taken), len(text)], strict=True)
    for begin, end in gaps:
        found += _plain(text, begin, end, known, sentences=sentences)
    return tuple(sorted(found, key=lambda p: p.start))


def _bracketed(text: str, known: KnownNames) -> Iterator[Place]:
    for start, stop, inner in _side_by_side(text):
        statement = parse_statement(inner, known) or _bare_names(text, start, stop, inner, known)
        labelled = opens_with_any_label(inner)
        if statement and (labelled or not rule("sentences", "aside").search(fold(inner))):
            yield Place(start, stop, statement)


def _bare_names(text: str, start: int, stop: int, inner: str, known: KnownNames) -> Statement | None:
    """（县农业农村局） behind the last sentence, or at the end of a numbered item: the units that answer for it."""
    behind = fold(text[stop : stop + _LOOKED_AHEAD]).strip(" 。;")
    closes = not behind or find_marker(behind) is not None
    before = fold(text[max(0, start - _LOOKED_AHEAD) : start]).rstrip()
    follows = before.endswith(("。", ";")) or find_marker(text) is not None
    if not (closes and follows and _says_something(text[:start].rstrip())) or _PERSON_LABEL.search(before):
        return None
    listed = parse_cell(inner, "responsible", "段末括号", known)
    if listed is None or not _are_bare(listed, known):
        return None
    return replace(listed, evidence=(Evidence(role="responsible", kind="sentence", text="段末括号"),))


def _are_bare(listed: Statement, known: KnownNames) -> bool:
    """Nothing but names of units, and no word of role."""
    return not (listed.odd or listed.lead or listed.support) and all(is_name(name, known) for name in listed.names)


def _says_something(before: str) -> bool:
    """More than a mark stands before the bracket: 第十四条（征信服务机构） is a heading."""
    marker = find_marker(before)
    return len(before[marker.end :] if marker else before) >= 3


def _side_by_side(text: str) -> Iterator[tuple[int, int, str]]:
    """Brackets, those right behind one another as one: （责任单位：…）（完成时限：…）."""
    held: tuple[int, int, str] | None = None
    for start, stop, inner in _brackets(text):
        if held and not text[held[1] : start].strip(" 。，,") and (opens_with_any_label(inner) or opens_with_any_label(held[2])):
            held = held[0], stop, f"{held[2]}；{inner}"
            continue
        if held:
            yield held
        held = start, stop, inner
    if held:
        yield held


def _brackets(text: str) -> Iterator[tuple[int, int, str]]:
    """Outermost brackets, ( ) or [ ]: (start, stop, words in them); 〔2022〕 is none."""
    folded, open_at = fold(text), list[int]()
    for match in _BRACKET.finditer(folded):
        i, char = match.start(), match.group()
        if char == "(" or (char == "[" and not open_at):
            open_at.append(i)
        elif open_at and char in ")]" and (char == ")" or folded[open_at[0]] == "["):
            start = open_at.pop()
            if not open_at and i - start > 3 and not folded[start + 1 : i].isdigit():
                yield start, i + 1, text[start + 1 : i]


def _open_statement(text: str) -> int | None:
    """Where a bracket with a label opens that is never closed."""
    if not Reading(text).open_brackets:
        return None
    folded = fold(text)
    at = folded.rfind("(")
    while at >= 0:
        if opens_with_label(text[at + 1 :]):
            return at
        at = folded.rfind("(", 0, at)
    return None


def _plain(text: str, begin: int, end: int, known: KnownNames, *, sentences: bool) -> Iterator[Place]:
    """Statements between the brackets: sentences that open with a label, and sentences that are a statement whole."""
    run: int | None = None
    for start, stop in _sentences(text, begin, end):
        words = text[start:stop]
        if run is None and (opening := _opens_run(words, sentences=sentences)) is not None:
            run = start + opening
        if run is not None and (start <= run or opens_with_any_label(words) or opens_without_colon(words)):
            last = stop
            continue
        if run is not None:
            yield from _label_run(text, run, last, known)
            run = None
        if sentences and (place := _sentence(text, start, stop, known)):
            yield place
    if run is not None:
        yield from _label_run(text, run, last, known)


def _opens_run(words: str, *, sentences: bool) -> int | None:
    """Where in a sentence labels of responsibility begin, if they do."""
    if (sentences or not opens_with_division(words)) and (opens_with_label(words) or opens_without_colon(words)):
        return 0
    inner = _INNER_LABEL.search(fold(words))
    return inner.end() if inner and not opens_with_any_label(words) else None


def _label_run(text: str, start: int, stop: int, known: KnownNames) -> Iterator[Place]:
    if statement := parse_statement(text[start:stop], known):
        yield Place(start, stop, statement)


def sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of `text` begin and end, each with its stop."""
    return tuple(_sentences(text, 0, len(text)))


def _sentences(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[begin:end]``, each with its stop."""
    start = begin
    for match in _STOP.finditer(fold(text[begin:end])):
        stop = begin + match.end()
        if text[start:stop].strip(" 。；;"):
            yield start, stop
        start = stop
    if text[start:end].strip(" 。；;"):
        yield start, end


def _sentence(text: str, start: int, stop: int, known: KnownNames) -> Place | None:
    """由A牵头，B、C按职责分工负责。 · 会议确定，由A负责，于X前完成。 · A为牵头单位，B为责任单位。 — a sentence that is one statement.

    Also the end of one: 修渠十里，由A牵头，B配合。 and what stands behind a colon: 修渠：A负责。
    """
    marker = find_marker(text[start:stop])
    at = start + (marker.end if marker else 0)
    named = _NAMED.match(fold(text[at:stop]))
    inside = named is not None and not opens_with_any_label(text[at:stop])
    own = not inside and (marker is not None or at == 0)
    at += named.end() if named and inside else 0
    numbered = marker is not None or find_marker(text) is not None
    words = text[at:stop].strip(" 。；;")
    if named and (said := _ROLE_COLON.search(fold(words))):
        words = words[: said.start()]  # 物资：A承办：储备沙袋
    if (statement := _stated(words, known, numbered=numbered)) is not None:
        return Place(at, stop, statement, statement.open or own)
    return _end_of_sentence(text, at, stop, known)


def _end_of_sentence(text: str, at: int, stop: int, known: KnownNames) -> Place | None:
    """修渠十里，由A牵头，B配合。: what stands behind a comma is a statement."""
    for match in _THEN_BY.finditer(fold(text[at:stop])):
        begin = at + match.end()
        statement = _stated(text[begin:stop].strip(" 。；;"), known, numbered=False)
        if statement is not None and (statement.lead or not statement.open):
            return Place(begin, stop, statement, statement.open)
    return None


def _stated(words: str, known: KnownNames, *, numbered: bool) -> Statement | None:
    folded = fold(words)
    if len(words) > _MAX_SENTENCE or ":" in folded or not (_may_state(folded) or (numbered and _HANDS_OVER.match(folded))):
        return None
    statement = parse_statement(words, known)
    return statement if statement is not None and _is_stated(words, statement, known, numbered=numbered) else None


def _is_stated(words: str, statement: Statement, known: KnownNames, *, numbered: bool) -> bool:
    """True if the sentence gives units a role, and does not only speak of one."""
    if numbered and _hands_over(words, statement, known):
        return True
    if not _speaks_of_duty(words, statement, known):
        return False
    return (numbered and _divides(words, statement)) or (_gives_work if statement.open else _gives_roles)(words, statement)


def _hands_over(words: str, statement: Statement, known: KnownNames) -> bool:
    """请A对接…，B配合 · 责成A于X前整改 · 会议责成A、B解决 · 由A会同B做好…: units by name are told to do what follows."""
    folded = fold(words)
    if not _HANDS_OVER.match(folded) or statement.odd or rule("sentences", "prose").search(folded):
        return False
    told = statement.lead + statement.responsible
    if not _all_sure(statement, known) or not told or any(map(is_collective, told)):
        return False
    return not _EXHORTS.search(folded) and (not folded.startswith("由") or bool(statement.lead))


def _divides(words: str, statement: Statement) -> bool:
    """A负责建设，B负责监管，X前完成 · A负责抽查，B配合: clauses with a time or a helper, not duties such as A会同B组织评估."""
    if statement.odd or not (statement.support or statement.deadline) or _EXHORTS.search(fold(words)) or re.search("会同|会商", words):
        return False
    answer = statement.lead + statement.responsible
    return bool(answer) and not any(map(is_collective, answer)) and _begins_with(words, statement)


def _may_state(folded: str) -> bool:
    """A word of leading or answering for, behind 由, 请 or a name at the very beginning."""
    if not _LEADS_OR_ANSWERS.search(folded):
        return False
    return bool(rule("sentences", "asks").match(folded) or _OPENS_WITH_NAME.match(folded)) or body_prefix(folded) > 0


def _all_sure(statement: Statement, known: KnownNames) -> bool:
    """Names that hold in running text; beside one, 财政部门 behind 各地水利部门 and 澄湖县 before 青禾区人民政府 hold too."""
    sure = [n for n in statement.names if is_sure_name(n, known)]
    rest = [n for n in statement.names if n not in sure]
    departments = any(is_collective(n) and n.endswith("部门") for n in sure)
    places = any(n.endswith(("政府", "管委会")) for n in sure)
    return all((departments and _DEPARTMENT.fullmatch(n)) or (places and _PLACE.fullmatch(n)) for n in rest)


def _speaks_of_duty(words: str, statement: Statement, known: KnownNames) -> bool:
    """Names that hold in running text, and a verb of leading or answering for; not prose about responsibilities."""
    if any(words.startswith(e.text) for e in statement.evidence if len(e.text) > 4):
        return False  # it opens with a verb that says nothing of duties
    if rule("sentences", "prose").search(fold(words)) or not _all_sure(statement, known):
        return False
    return any(e.role == "lead" or _DUTY.search(e.text) for e in statement.evidence)


def _gives_roles(words: str, statement: Statement) -> bool:
    """Verbs without an object: 由A负责 · A牵头，B配合; not 各单位要落实责任."""
    if statement.odd:
        return False
    if rule("sentences", "asks").match(fold(words)):
        return True
    names_somebody = not all(map(is_collective, statement.names))
    return names_somebody and _begins_with(words, statement) and not _EXHORTS.search(fold(words))


def _gives_work(words: str, statement: Statement) -> bool:
    """A verb with an object: 请A牵头制定办法 · A牵头制定方案，B落实资金; not 县道由A负责养护, a duty among duties."""
    if _EXHORTS.search(fold(words)) or not any(_WORKS.search(e.text) for e in statement.evidence):
        return False
    led = any("牵头" in e.text or "主办" in e.text for e in statement.evidence)
    if rule("sentences", "asks_plainly").match(fold(words)):
        return led or not statement.lead or not words.startswith("由")
    return led and bool(statement.support or statement.responsible) and _begins_with(words, statement)


def _begins_with(words: str, statement: Statement) -> bool:
    return any(words.startswith(name) for name in statement.names)
