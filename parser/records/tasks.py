"""Step 6, tasks: the blocks of one document → its task drafts, from tables, from parentheses and from lines of their own.

In: a `Layout`, and the names known in its issue. Out: a `TaskReading`: `TaskDraft` records in the order of the text, and where in the
blocks they were read. A task is only where the text attaches units to something: prose about 牵头部门 is none. Where a document says
that the unit named first leads, that rule makes the lead and is kept as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from parser.grammar.columns import UNIT_KINDS
from parser.grammar.deadlines import find_deadlines, stated_deadline
from parser.grammar.known_names import NOBODY, KnownNames
from parser.grammar.labels import opens_with_division
from parser.grammar.markers import find_marker, heading_behind, lead_phrase
from parser.grammar.rules import key
from parser.grammar.statements import POSITION, Statement, parse_stated_deadline, parse_statement
from parser.grammar.titles import title_kind
from parser.grammar.unit_names import is_collective
from parser.model import ROLES, Deadline, Evidence
from parser.records.backward import points_back, ranged
from parser.records.places import Place, find_places
from parser.records.table_tasks import TaskDraft, table_tasks
from parser.structure.layout import DraftBlock, Layout
from parser.tables.draft import TableDraft
from parser.text.normalize import fold, squeeze

_TEXT_KINDS = frozenset({"paragraph", "list", "article"})
_MEASURES = frozenset({"办法", "规定", "条例", "细则", "规则", "制度", "预案", "令"})  # what they say of duties is no task
_HEADING_MAX = 30
Span = tuple[int, int]


@dataclass(slots=True)
class TaskReading:
    """The tasks of one document, and the spans of each block (by its `id`) that were read as statements."""

    tasks: tuple[TaskDraft, ...] = ()
    spans: dict[int, list[Span]] = field(default_factory=dict)


def read_tasks(layout: Layout, known: KnownNames = NOBODY) -> TaskReading:
    """The tasks of one document in the order of the text, and where they were read."""
    reader = _Reader(layout.issued_on, known, sentences=title_kind(layout.title) not in _MEASURES)
    drafts = sorted(reader.read(layout.blocks), key=lambda d: d.lines[0].number)
    if (rule := _position_rule(layout)) and _holds_on(layout, drafts, rule[1]):
        drafts = [_first_leads(d, *rule) for d in drafts]
    return TaskReading(tuple(drafts), reader.spans)


def _position_rule(layout: Layout) -> tuple[str, int] | None:
    """The sentence that says the unit named first leads, and from which line on it holds: in a bracket (下同) from there."""
    for block in layout.blocks:
        texts = [block.text, *(block.table.columns if block.table else ())]
        for sentence in (s for text in texts for s in re.split(r"[。；;]", text)):
            match = POSITION.search(key(sentence))
            if match is None:
                continue
            inside = "(" in fold(block.text) and not fold(sentence).lstrip().startswith(("注", "说明", "备注"))
            words = squeeze(re.sub(r"^.*[(（,，、]", "", sentence)) if inside else squeeze(sentence)
            return words.rstrip("）)"), block.lines[0].number if inside else 0
    return None


def _holds_on(layout: Layout, drafts: list[TaskDraft], line: int) -> bool:
    """A rule in a bracket holds for what follows if it says 下同, or stands in the document's first statement."""
    if not line or not drafts or line <= drafts[0].lines[-1].number:
        return True
    return any("下同" in block.text for block in layout.blocks if block.lines[0].number == line)


def _first_leads(draft: TaskDraft, rule: str, from_line: int) -> TaskDraft:
    said = draft.statement
    if said.lead or not said.responsible or is_collective(said.responsible[0]) or draft.lines[-1].number < from_line:
        return draft
    evidence = (Evidence(role="lead", kind="position", text=rule), *said.evidence)
    return replace(draft, statement=replace(said, lead=said.responsible[:1], responsible=said.responsible[1:], evidence=evidence))


class _Reader:
    """Walks over the blocks, remembering the headings above and the item that a later statement belongs to."""

    def __init__(self, issued_on: str | None, known: KnownNames, *, sentences: bool) -> None:
        self.issued_on, self.known, self.sentences = issued_on, known, sentences
        self.spans: dict[int, list[Span]] = {}
        self.headings: list[tuple[int, str]] = []
        self.item: list[DraftBlock] = []
        self.groups: list[tuple[list[DraftBlock], tuple[str, ...]]] = []  # the items of the section, each with its headings
        self.tasked: set[int] = set()  # the first blocks of items that have a task
        self.waiting: list[DraftBlock] = []
        self.held: TaskDraft | None = None
        self.early: Deadline | None = None
        self.heads_items = False
        self.section: tuple[int, Statement, tuple[DraftBlock, ...]] | None = None
        self.before: DraftBlock | None = None  # the block read before this one

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
            if block.kind == "statement" and (self.sentences or not opens_with_division(block.text)):
                self.waiting.append(block)
                self.heads_items = self._items_follow(blocks, at + 1, self.item)
                continue
            yield from self._settle()
            if block.kind == "table" and block.table is not None:
                yield from (replace(task, blocks=(block,)) for task in self._of_table(block, block.table))
            elif block.kind in ("title", "annex", "signature"):
                self.headings, self.item, self.section, self.groups = [], [], None, []
            elif block.kind == "heading":
                yield from self._open(block, blocks, at)
            elif block.kind in _TEXT_KINDS:
                yield from self._read_text(block)
            self.before = block
        yield from self._settle()

    def _of_table(self, block: DraftBlock, table: TableDraft) -> Iterator[TaskDraft]:
        heads = tuple(h for _, h in self.headings)
        yield from table_tasks(table, heads, self.issued_on, self.known)
        yield from self._bracketed_rows(block, table, heads)
        self.item = []

    def _places(self, block: DraftBlock) -> tuple[Place, ...]:
        return find_places(block.text, self.known, sentences=self.sentences and block.kind != "article")

    def _mark(self, block: DraftBlock, start: int, stop: int) -> None:
        self.spans.setdefault(id(block), []).append((start, stop))

    def _bracketed_rows(self, block: DraftBlock, table: TableDraft, heads: tuple[str, ...]) -> Iterator[TaskDraft]:
        """Rows of a table without unit columns whose cell ends in （责任单位：…）."""
        if any(k in UNIT_KINDS or k == "agency" for k in table.kinds):
            return
        for r, row in enumerate(table.rows):
            for cell in row.cells:
                for place in find_places(cell, self.known, sentences=False):
                    marker = find_marker(cell)
                    ordinal = row.cells[table.kinds.index("ordinal")] if "ordinal" in table.kinds else None
                    blocks = [DraftBlock("table", "", tuple(row.lines), number=ordinal or (marker.text if marker else None))]
                    before = cell[: place.start]
                    yield replace(self._draft(blocks, lead_phrase(before), before, place.statement, heads, None), row=r)

    def _open(self, block: DraftBlock, blocks: list[DraftBlock], at: int) -> Iterator[TaskDraft]:
        level = block.level or 1
        if self.section and level <= self.section[0]:
            self.section = None
        self.headings = [(lv, h) for lv, h in self.headings if lv < level]
        places = self._places(block)
        words = block.text[: places[0].start] if places else block.text
        heads = tuple(h for _, h in self.headings)
        self.headings.append((level, squeeze(heading_behind(words) or words)))
        self.item = [block]
        self.groups.append(([block], heads))
        self.early = None
        for place in places[:1]:
            self._mark(block, place.start, place.stop)
            if self._items_follow(blocks, at + 1, self.item):
                self.section = (level, place.statement, (block,))
                continue
            self.tasked.add(id(block))
            yield self._draft([block], _name_of(words), words, place.statement, heads, None)
            self.item = []

    def _read_text(self, block: DraftBlock) -> Iterator[TaskDraft]:
        places = self._places(block)
        self._begin(block, places)
        places, above = (places, ()) if places else self._from_section(block)
        begin = 0
        for place in places:
            self._mark(block, place.start, place.stop)
            behind = self._backward(block, place)
            drafts = behind or self._task(block, block.text[begin : place.stop if place.own else place.start], place)
            yield from (replace(draft, blocks=(*above, *draft.blocks)) for draft in drafts)
            begin = place.stop
        if places:
            self.item = []
        phrase = lead_phrase(block.text)
        if block.level is not None and phrase and len(phrase) <= _HEADING_MAX:
            self.headings.append((block.level, phrase))

    def _from_section(self, block: DraftBlock) -> tuple[tuple[Place, ...], tuple[DraftBlock, ...]]:
        """What the heading above says of an item without a statement of its own, and the blocks that say it."""
        if self.section is None or (block.level or 0) <= self.section[0]:
            return (), ()
        return (Place(len(block.text), len(block.text), self.section[1]),), self.section[2]

    def _begin(self, block: DraftBlock, places: tuple[Place, ...]) -> None:
        """A numbered block begins an item; another goes on with it."""
        if block.level is not None:
            self.headings = [(lv, h) for lv, h in self.headings if lv < (block.level or 1)]
            self.item = []
            self.groups.append(([block], tuple(h for _, h in self.headings)))
        elif self.groups and not places:
            self.groups[-1][0].append(block)
        self.item.append(block)

    def _backward(self, block: DraftBlock, place: Place) -> list[TaskDraft]:
        """以上任务由A牵头 · （以上1—3项由A牵头）: the tasks are the items above; none if the words do not point back."""
        back = points_back(block.text[place.start : place.stop].strip("(（)）[]〔〕 "))
        if back is None:
            return []
        meant = [(item, heads) for item, heads in self._latest() if id(item[0]) not in self.tasked and ranged(item[0].number, back)]
        meant = meant[back[0] :] if back[0] is not None and back[0] < 0 else meant
        return [self._pointed_at(item, heads, block, place) for item, heads in meant]

    def _latest(self) -> list[tuple[list[DraftBlock], tuple[str, ...]]]:
        """The run of items of one level that was read last."""
        at = len(self.groups)
        while at and self.groups[at - 1][0][0].level == self.groups[-1][0][0].level:
            at -= 1
        return self.groups[at:]

    def _pointed_at(self, item: list[DraftBlock], heads: tuple[str, ...], block: DraftBlock, place: Place) -> TaskDraft:
        first = item[0]
        self.tasked.add(id(first))
        own = [b for b in item if b is not block or first is block]
        texts = [b.text[: place.start] if b is block else b.text for b in own]
        draft = self._draft(own, _name_of(texts[0]), "".join(texts), place.statement, heads, None)
        return draft if block in own else replace(draft, blocks=(*draft.blocks, block))

    def _task(self, block: DraftBlock, segment: str, place: Place) -> Iterator[TaskDraft]:
        """The task of one statement in a paragraph: the words before it, and the heading if it is the first under one."""
        segment = segment.lstrip(" ，,；;。、")
        marker = find_marker(segment)
        above = self._above(block) if marker is None else []
        bare = not segment
        if bare and not above:
            if self.held is not None and self.held.blocks[-1:] in ((block,), (self.before,)):
                self._join_held(block, place.statement)
                return
            segment = block.text[place.start : place.stop]
        self.tasked.add(id((above or [block])[0]))
        self.item = []
        text = "".join(b.text for b in above if b.kind != "heading") if bare else ""
        title = _title(above, segment, bare=bare)
        heads = self._heads_of(block, above)
        yield self._draft([*above, block], title, text or segment, place.statement, heads, marker.text if marker else None)

    def _above(self, block: DraftBlock) -> list[DraftBlock]:
        """The blocks of the item that a paragraph ends."""
        return self.item[:-1] if self.item and self.item[-1] is block else []

    def _heads_of(self, block: DraftBlock, above: list[DraftBlock]) -> tuple[str, ...]:
        """The headings over a paragraph; one that is the task's own name is none of them."""
        own_level = block.level if block.level is not None else 99
        heads = tuple(h for lv, h in self.headings if lv < own_level)
        return heads[:-1] if above and above[0].kind == "heading" else heads

    def _join_held(self, block: DraftBlock, statement: Statement) -> None:
        """（A牵头） and behind it, alone, （B配合）: one statement about one task."""
        assert self.held is not None
        blocks = self.held.blocks if block in self.held.blocks else (*self.held.blocks, block)
        lines = tuple(line for b in blocks for line in b.lines)
        merged = merged_statement([self.held.statement, statement])
        self.held = replace(self.held, statement=merged, odd=merged.odd, blocks=blocks, lines=lines)

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
        merged = self._merge([b.text for b in waiting]) if waiting else None
        if merged is None:
            self._amend(waiting)
            return
        item, self.item = self.item, []
        if not item:
            return
        for block in waiting:
            self._mark(block, 0, len(block.text))
        if len(item) == 1 and item[0].kind == "heading" and self.heads_items:
            self.section = (item[0].level or 1, merged, tuple(waiting))
            return
        yield self._item_task(item, waiting, merged)

    def _item_task(self, item: list[DraftBlock], waiting: list[DraftBlock], statement: Statement) -> TaskDraft:
        first = item[0]
        level = first.level if first.level is not None else 99
        heads = tuple(h for lv, h in self.headings if lv < level)
        text = "".join(b.text for b in item if b.kind != "heading") or first.text
        self.tasked.add(id(first))
        return self._draft([*item, *waiting], _name_of(first.text), text, statement, heads, first.number)

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

    def _items_follow(self, blocks: list[DraftBlock], start: int, item: list[DraftBlock]) -> bool:
        """True if items without a statement of their own follow the statement under a heading: it is meant for each of them."""
        if len(item) != 1 or item[0].kind != "heading":
            return False
        level = item[0].level or 1
        for at in range(start, len(blocks)):
            block = blocks[at]
            if block.kind in ("statement", "furniture"):
                continue
            return block.kind in _TEXT_KINDS and (block.level or 0) > level and not self._places(block)
        return False

    def _merge(self, texts: list[str]) -> Statement | None:
        """责任单位：… / 配合单位：… / 完成时限：… on several lines → one statement; ``None`` if nobody is named."""
        named = [p for p in (parse_statement(_strip_paren(t), self.known) for t in texts) if p]
        if not named:
            return None
        deadline = next((d for t in texts if (d := parse_stated_deadline(_strip_paren(t)))), None)
        merged = merged_statement(named)
        return replace(merged, deadline=deadline or merged.deadline)


def merged_statement(parts: list[Statement]) -> Statement:
    """Several statements about one task as one."""
    lead, responsible, support = (tuple(dict.fromkeys(chain.from_iterable(getattr(p, role) for p in parts))) for role in ROLES)
    return Statement(
        lead=lead,
        responsible=tuple(n for n in responsible if n not in lead),
        support=support,
        evidence=tuple(chain.from_iterable(p.evidence for p in parts)),
        deadline=next((p.deadline for p in parts if p.deadline), None),
        odd=tuple(chain.from_iterable(p.odd for p in parts)),
        said=tuple(chain.from_iterable(p.said for p in parts)),
        slips=tuple(chain.from_iterable(p.slips for p in parts)),
        open=any(p.open for p in parts),
    )


def _title(above: list[DraftBlock], segment: str, *, bare: bool) -> str | None:
    """The heading right above names the task, so does the item when the statement stands on a line of its own."""
    return _name_of(above[0].text) if above and (above[0].kind == "heading" or bare) else lead_phrase(segment)


def _name_of(text: str) -> str | None:
    """The words of a heading without its mark; of a paragraph its lead phrase."""
    return lead_phrase(text.rstrip("。：: "))


def _bare_number(mark: str | None) -> str | None:
    return mark.strip(".．、:： ★☆") or None if mark else None


def _with_stated(stated: Deadline | None, inside: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    found = [stated] if stated else []
    known = {key(d.text) for d in found}
    inside = tuple(d for d in inside if not (found and d.kind == "relative"))
    return (*found, *(d for d in dict.fromkeys(inside) if key(d.text) not in known))


def _strip_paren(text: str) -> str:
    stripped = text.strip().rstrip("。.;；")
    for opening, closing in ("()", "[]"):
        if fold(stripped).startswith(opening):
            stripped = stripped[1:]
            folded = fold(stripped)
            if folded.endswith(closing) and folded.count(opening) < folded.count(closing):
                stripped = stripped[:-1]
    return stripped
