"""Step 6, tasks: the blocks of one document → its task drafts, from tables, from parentheses and from lines of their own.

In: a `Layout`. Out: `TaskDraft` records in the order of the text. A task is only where the text attaches units to something:
prose about 牵头部门 is none. Where a document says that the unit named first leads, that rule makes the lead and is kept as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from parser.grammar.columns import UNIT_KINDS
from parser.grammar.deadlines import find_deadlines, stated_deadline
from parser.grammar.markers import find_marker, heading_behind, lead_phrase
from parser.grammar.rules import key
from parser.grammar.statements import POSITION, Statement, opens_with_any_label, opens_with_label, parse_stated_deadline, parse_statement
from parser.grammar.unit_names import is_collective, is_unit_list, split_unit_names
from parser.model import Deadline, Evidence
from parser.records.table_tasks import TaskDraft, table_tasks
from parser.structure.layout import DraftBlock, Layout
from parser.structure.pieces import last_paren, open_brackets
from parser.tables.read import TableDraft
from parser.text.normalize import fold, squeeze

_TEXT_KINDS = frozenset({"paragraph", "list", "article"})
_HEADING_MAX = 30
_PLACES = re.compile(r"[(（\[［【〔﹝。；;]")  # where a statement can stand: in brackets, behind a stop
_BRACKET = re.compile(r"[()\[\]]")


def find_tasks(layout: Layout) -> tuple[TaskDraft, ...]:
    """All tasks of one document, the stated position rule applied."""
    drafts = list(_Reader(layout.issued_on).read(layout.blocks))
    rule = _position_rule(layout)
    return tuple(_first_leads(d, rule) for d in drafts) if rule else tuple(drafts)


def _position_rule(layout: Layout) -> str | None:
    """The sentence that says the unit named first leads, if the document has one."""
    texts = [block.text for block in layout.blocks]
    texts += [column for block in layout.blocks if block.table for column in block.table.columns]
    for text in texts:
        for sentence in re.split(r"[。；;]", text):
            if POSITION.search(key(sentence)):
                return squeeze(sentence)
    return None


def _first_leads(draft: TaskDraft, rule: str) -> TaskDraft:
    said = draft.statement
    if said.lead or not said.responsible or is_collective(said.responsible[0]):
        return draft
    evidence = (Evidence(role="lead", kind="position", text=rule), *said.evidence)
    return replace(draft, statement=replace(said, lead=said.responsible[:1], responsible=said.responsible[1:], evidence=evidence))


class _Reader:
    """Walks over the blocks, remembering the headings above and the item that a later statement belongs to."""

    def __init__(self, issued_on: str | None) -> None:
        self.issued_on = issued_on
        self.headings: list[tuple[int, str]] = []
        self.item: list[DraftBlock] = []
        self.waiting: list[DraftBlock] = []
        self.held: TaskDraft | None = None
        self.early: Deadline | None = None
        self.heads_items = False
        self.section: tuple[int, Statement] | None = None

    def read(self, blocks: list[DraftBlock]) -> Iterator[TaskDraft]:
        """The tasks in order; each is held back until the next begins, for a 时限 may follow on a line of its own."""
        for draft in self._drafts(blocks):
            if self.held is not None:
                yield self.held
            self.held = draft
        if self.held is not None:
            yield self.held

    def _drafts(self, blocks: list[DraftBlock]) -> Iterator[TaskDraft]:
        for at, block in enumerate(blocks):
            if block.kind == "furniture":
                continue
            if block.kind == "statement":
                self.waiting.append(block)
                self.heads_items = _items_follow(blocks, at + 1, self.item)
                continue
            yield from self._settle()
            if block.kind == "table" and block.table is not None:
                heads = tuple(h for _, h in self.headings)
                yield from (replace(task, blocks=(block,)) for task in table_tasks(block.table, heads, self.issued_on))
                yield from (replace(task, blocks=(block,)) for task in self._bracketed_rows(block.table, heads))
                self.item = []
            elif block.kind in ("title", "annex", "signature"):
                self.headings, self.item, self.section = [], [], None
            elif block.kind == "heading":
                self._open(block)
            elif block.kind in _TEXT_KINDS:
                yield from self._read_text(block)
        yield from self._settle()

    def _bracketed_rows(self, table: TableDraft, heads: tuple[str, ...]) -> Iterator[TaskDraft]:
        """Rows of a table without unit columns whose cell ends in （责任单位：…）."""
        if any(k in UNIT_KINDS or k == "agency" for k in table.kinds):
            return
        for r, row in enumerate(table.rows):
            for cell in row.cells:
                for start, _, statement in inline_statements(cell):
                    marker = find_marker(cell)
                    ordinal = row.cells[table.kinds.index("ordinal")] if "ordinal" in table.kinds else None
                    blocks = [DraftBlock("table", "", tuple(row.lines), number=ordinal or (marker.text if marker else None))]
                    yield replace(self._draft(blocks, lead_phrase(cell[:start]), cell[:start], statement, heads, None), row=r)

    def _open(self, block: DraftBlock) -> None:
        level = block.level or 1
        if self.section and level <= self.section[0]:
            self.section = None
        self.headings = [(lv, h) for lv, h in self.headings if lv < level]
        self.headings.append((level, squeeze(heading_behind(block.text) or block.text)))
        self.item = [block]
        self.early = None

    def _read_text(self, block: DraftBlock) -> Iterator[TaskDraft]:
        statements = list(inline_statements(block.text))
        if block.level is not None:
            self.headings = [(lv, h) for lv, h in self.headings if lv < (block.level or 1)]
            self.item = []
        self.item.append(block)
        if self.section and not statements and (block.level or 0) > self.section[0]:
            statements = [(len(block.text), len(block.text), self.section[1])]
        begin = 0
        for start, stop, statement in statements:
            yield self._task(block, block.text[begin:start], statement)
            begin = stop
        if statements:
            self.item = []
        phrase = lead_phrase(block.text)
        if block.level is not None and phrase and len(phrase) <= _HEADING_MAX:
            self.headings.append((block.level, phrase))

    def _task(self, block: DraftBlock, segment: str, statement: Statement) -> TaskDraft:
        """The task of one statement in a paragraph: the words before it, and the heading if it is the first under one."""
        marker = find_marker(segment)
        above = self.item[:-1] if marker is None and self.item and self.item[-1] is block else []
        title = _name_of(above[0].text) if above and above[0].kind == "heading" else lead_phrase(segment)
        blocks = [*above, block]
        own_level = block.level if block.level is not None else 99
        heads = [h for lv, h in self.headings if lv < own_level]
        if above and above[0].kind == "heading" and heads:
            heads = heads[:-1]
        self.item = []
        return self._draft(blocks, title, segment, statement, tuple(heads), marker.text if marker else None)

    def _draft(
        self, blocks: list[DraftBlock], title: str | None, text: str, statement: Statement, heads: tuple[str, ...], mark: str | None
    ) -> TaskDraft:
        stated = stated_deadline(statement.deadline, self.issued_on) if statement.deadline else self.early
        self.early = None
        return TaskDraft(
            ordinal=_bare_number(mark or blocks[0].number),
            headings=heads,
            title=title,
            text=text.strip(),
            statement=statement,
            deadlines=_with_stated(stated, find_deadlines(text, self.issued_on)),
            lines=tuple(line for b in blocks for line in b.lines),
            odd=statement.odd,
            blocks=tuple(blocks),
        )

    def _settle(self) -> Iterator[TaskDraft]:
        """Statements on lines of their own belong to the item above them; several lines make one statement."""
        waiting, self.waiting = self.waiting, []
        if not waiting:
            return
        merged = _merge([b.text for b in waiting])
        if merged is None:
            self._amend(waiting)
            return
        item, self.item = self.item, []
        if not item:
            return
        if len(item) == 1 and item[0].kind == "heading" and self.heads_items:
            self.section = (item[0].level or 1, merged)
            return
        first = item[0]
        level = first.level if first.level is not None else 99
        heads = tuple(h for lv, h in self.headings if lv < level)
        text = "".join(b.text for b in item if b.kind != "heading") or first.text
        yield self._draft([*item, *waiting], _name_of(first.text), text, merged, heads, first.number)

    def _amend(self, waiting: list[DraftBlock]) -> None:
        """完成时限：… on a line of its own: of the task read last, or of the item whose units come later."""
        words = next((d for b in waiting if (d := parse_stated_deadline(_strip_paren(b.text)))), None)
        stated = stated_deadline(words, self.issued_on) if words else None
        if stated is None:
            return
        if self.item and self.item[0].level is not None:
            self.early = stated
        elif self.held is not None and not self.held.statement.deadline:
            lines = (*self.held.lines, *(line for b in waiting for line in b.lines))
            found = _with_stated(stated, self.held.deadlines)
            self.held = replace(self.held, deadlines=found, lines=lines, blocks=(*self.held.blocks, *waiting))


def _items_follow(blocks: list[DraftBlock], start: int, item: list[DraftBlock]) -> bool:
    """True if items without a statement of their own follow the statement under a heading: it is meant for each of them."""
    if len(item) != 1 or item[0].kind != "heading":
        return False
    level = item[0].level or 1
    for block in blocks[start:]:
        if block.kind in ("statement", "furniture"):
            continue
        return block.kind in _TEXT_KINDS and (block.level or 0) > level and not list(inline_statements(block.text))
    return False


def _name_of(text: str) -> str | None:
    """The words of a heading without its mark; of a paragraph its lead phrase."""
    return lead_phrase(text.rstrip("。：: "))


def _bare_number(mark: str | None) -> str | None:
    return mark.strip(".．、 ") or None if mark else None


def _with_stated(stated: Deadline | None, inside: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    found = [stated] if stated else []
    known = {key(d.text) for d in found}
    inside = tuple(d for d in inside if not (found and d.kind == "relative"))
    return (*found, *(d for d in dict.fromkeys(inside) if key(d.text) not in known))


def _merge(texts: list[str]) -> Statement | None:
    """责任单位：… / 配合单位：… / 完成时限：… on several lines → one statement; ``None`` if nobody is named."""
    parts = [parse_statement(_strip_paren(t)) for t in texts]
    deadline = next((d for t in texts if (d := parse_stated_deadline(_strip_paren(t)))), None)
    named = [p for p in parts if p]
    if not named:
        return None
    lead, responsible, support = (
        tuple(dict.fromkeys(n for p in named for n in getattr(p, role))) for role in ("lead", "responsible", "support")
    )
    return Statement(
        lead,
        tuple(n for n in responsible if n not in lead),
        support,
        tuple(e for p in named for e in p.evidence),
        deadline or next((p.deadline for p in named if p.deadline), None),
        tuple(o for p in named for o in p.odd),
    )


def _strip_paren(text: str) -> str:
    stripped = text.strip().rstrip("。.;；")
    for opening, closing in ("()", "[]"):
        if fold(stripped).startswith(opening):
            stripped = stripped[1:]
            folded = fold(stripped)
            if folded.endswith(closing) and folded.count(opening) < folded.count(closing):
                stripped = stripped[:-1]
    return stripped


def inline_statements(text: str) -> Iterator[tuple[int, int, Statement]]:
    """Statements inside a paragraph → (start, stop, statement): brackets with a label anywhere, without one only at its end,
    a bracket that is never closed, and a label behind the last full stop."""
    if not _PLACES.search(text):
        return
    last = last_paren(text)
    end = 0
    for start, stop, inner in _side_by_side(text):
        at_end = last is not None and stop > last[0]
        if not opens_with_any_label(inner) and not (at_end or _closes_item(text, stop)):
            continue
        statement = parse_statement(inner) or _bare_names(text, start, inner)
        if statement:
            yield start, stop, statement
            end = stop
    if (cut := _open_statement(text)) is not None and (statement := parse_statement(text[cut + 1 :])):
        yield cut, len(text), statement
    elif last is None and (tail := _tail_statement(text)) is not None and tail >= end and (statement := parse_statement(text[tail:])):
        yield tail, len(text), statement


def _bare_names(text: str, start: int, inner: str) -> Statement | None:
    """（县农业农村局） behind the last sentence of a numbered item: the units that answer for it."""
    before = fold(text[:start]).rstrip()
    if find_marker(text) is None or not before.endswith(("。", ";")) or not is_unit_list(inner):
        return None
    names = split_unit_names(inner)
    return Statement(responsible=names, evidence=(Evidence(role="responsible", kind="sentence", text="段末括号"),))


def _closes_item(text: str, stop: int) -> bool:
    """A bracket that ends an item inside a paragraph: another mark follows it."""
    rest = text[stop:].lstrip("。；; ")
    return bool(rest) and find_marker(rest) is not None


def _side_by_side(text: str) -> Iterator[tuple[int, int, str]]:
    """Brackets, those right behind one another as one: （责任单位：…）（完成时限：…）."""
    held: tuple[int, int, str] | None = None
    for start, stop, inner in _brackets(text):
        if held and opens_with_any_label(inner) and not text[held[1] : start].strip(" 。，,"):
            held = held[0], stop, f"{held[2]}；{inner}"
            continue
        if held:
            yield held
        held = start, stop, inner
    if held:
        yield held


def _brackets(text: str) -> Iterator[tuple[int, int, str]]:
    """Outermost brackets, ( ) or [ ]: (start, stop, words in them); square ones only with a label, for 〔2022〕 is none."""
    folded, open_at = fold(text), list[int]()
    for match in _BRACKET.finditer(folded):
        i, char = match.start(), match.group()
        if char == "(" or (char == "[" and not open_at):
            open_at.append(i)
        elif open_at and char in ")]" and (char == ")" or folded[open_at[0]] == "["):
            start = open_at.pop()
            if not open_at and (char == ")" or opens_with_any_label(text[start + 1 : i])):
                yield start, i + 1, text[start + 1 : i]


def _open_statement(text: str) -> int | None:
    """Where a bracket with a label opens that is never closed."""
    if not open_brackets(text):
        return None
    folded = fold(text)
    at = folded.rfind("(")
    while at >= 0:
        if opens_with_label(text[at + 1 :]):
            return at
        at = folded.rfind("(", 0, at)
    return None


def _tail_statement(text: str) -> int | None:
    """Where 责任单位：… or the sentence 由A会同B负责 begins behind a full stop, up to the end of the paragraph."""
    stops = [m.end() for m in re.finditer(r"[。；;]\s*", text.rstrip("。 "))]
    if stops and re.match(r"\s*由[^。]{3,200}(?:负责|牵头|落实|实施)", text[stops[-1] :]) and find_marker(text):
        return stops[-1]
    for match in re.finditer(r"[。；;]\s*", text):
        if opens_with_label(text[match.end() :]) and match.end() < len(text):
            return match.end()
    return None
