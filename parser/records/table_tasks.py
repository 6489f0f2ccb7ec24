"""Step 6a, tasks of tables: the rows of a table with unit columns → task drafts.

In: a `TableDraft` with 牵头/责任/配合 columns and the document's 成文日期. Out: a `TaskDraft` for each row in which some unit is named;
rows without units make no task. The title is the cell that names the task; merged labels become headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parser.grammar.columns import UNIT_KINDS, column_kinds, is_category
from parser.grammar.deadlines import find_deadlines, stated_deadline
from parser.grammar.known_names import NOBODY, KnownNames
from parser.grammar.markers import find_marker, lead_phrase
from parser.grammar.rules import key
from parser.grammar.statements import Statement, parse_cell
from parser.model import ROLES, Deadline, Role
from parser.structure.layout import DraftBlock
from parser.tables.cards import cards
from parser.tables.draft import RowDraft, TableDraft
from parser.tables.labels import Label, resolve_labels
from parser.text.normalize import Line, squeeze, tidy

_LONG_TITLE = 60
_TOTAL = re.compile(r".{0,8}[合小总共累]计(?:\([^()]{0,20}\))?:?")


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task before it has an id and its units are resolved.

    `blocks` are those of the layout it was read from; `row` counts, from 0, the rows of the block's table it was read from.
    """

    ordinal: str | None
    headings: tuple[str, ...]
    title: str | None
    text: str
    statement: Statement
    deadlines: tuple[Deadline, ...]
    lines: tuple[Line, ...]
    odd: tuple[str, ...] = ()
    blocks: tuple[DraftBlock, ...] = ()
    row: int | None = None


def table_tasks(table: TableDraft, headings: tuple[str, ...], issued_on: str | None, known: KnownNames = NOBODY) -> tuple[TaskDraft, ...]:
    """Tasks of one table; `headings` are those of the text above it."""
    if table.card:
        return _card_tasks(table, headings, issued_on, known)
    if not table.has_units:
        return ()
    content = _content_column(table)
    labels = _label_columns(table, content)
    resolved = _resolve(table, labels, content)
    named = content if content is not None and _content_names(table, labels, content) else None
    tasks: list[TaskDraft] = []
    for r, (row, statement) in enumerate(zip(table.rows, table_statements(table, known), strict=True)):
        if statement is None:
            continue
        groups = tuple(squeeze(text) for text in _groups_over(table, r))
        title, inner = _title(row, resolved, r, content, named)
        text = tidy(row.cells[content]) if content is not None else title or ""
        tasks.append(
            TaskDraft(
                ordinal=_ordinal(row, table),
                headings=headings + groups + inner,
                title=title,
                text=text,
                statement=statement,
                deadlines=_deadlines(row, table, text, issued_on, statement.deadline),
                lines=tuple(row.lines),
                odd=statement.odd,
                row=r,
            )
        )
    return tuple(tasks)


def _card_tasks(table: TableDraft, headings: tuple[str, ...], issued_on: str | None, known: KnownNames) -> tuple[TaskDraft, ...]:
    """Tasks of a table of cards: each card is read as one row under its labels."""
    found: list[TaskDraft] = []
    for start, fields, rows in cards(table):
        columns = tuple(fields)
        lines = [line for row in rows for line in row.lines]
        row = RowDraft(list(fields.values()), lines, 0, printed=tuple(fields.values()))
        groups = tuple(squeeze(text) for text in _groups_over(table, start))
        one = TableDraft(columns, column_kinds(columns), rows=[row])
        found += (replace(task, row=start) for task in table_tasks(one, headings + groups, issued_on, known))
    return tuple(found)


def _is_merged(table: TableDraft, column: int) -> bool:
    """A column that prints its text once for several rows: gaps below a filled cell, or the same text again (a merged HTML cell)."""
    cells = [key(row.cells[column]) for row in table.rows]
    return any(above and (not below or below == above) for above, below in pairwise(cells))


def _labels_printed(table: TableDraft, column: int) -> int:
    """How many texts a merged column bears, one that is repeated row by row counted once."""
    cells = [key(row.cells[column]) for row in table.rows]
    return sum(bool(cell) and cell != above for above, cell in pairwise(["", *cells]))


def _content_names(table: TableDraft, labels: list[int], content: int) -> bool:
    """True if the column of content names the tasks, and the labels before it only sort them.

    类别 over 重点任务; 领域 over 具体内容; 一、… printed once over rows that are numbered or short themselves.
    """
    if not labels or labels[-1] == content or not _is_merged(table, labels[-1]):
        return False
    if is_category(table.columns[labels[-1]]):
        return 3 * _labels_printed(table, labels[-1]) <= 2 * len(table.rows)
    if table.kinds[content] == "label" and not is_category(table.columns[content]):
        return True
    return _measures_under_heads(_texts(table, labels[-1]), _texts(table, content))


def _texts(table: TableDraft, column: int) -> list[str]:
    return [row.cells[column] for row in table.rows if row.cells[column]]


def _measures_under_heads(heads: Sequence[str], cells: Sequence[str]) -> bool:
    """Rows with numbers of their own, or short ones under heads such as 一、…."""
    if all(find_marker(text) is not None for text in cells):
        return True
    outer = all((marker := find_marker(text)) is not None and marker.level == 1 for text in heads)
    return outer and all(len(text) <= _LONG_TITLE and "。" not in text.rstrip("。") for text in cells)


def _merged_units(table: TableDraft, labels: list[int]) -> dict[int, dict[int, str]]:
    """Row → column → units printed once for several rows: a unit column that heads the rows itself, or that is empty exactly
    where the label beside it is."""
    merged = [own for own in (_owns(table, label) for label in labels) if own[:1] == [True] and not all(own)]
    found: dict[int, dict[int, str]] = {}
    for c, kind in enumerate(table.kinds):
        if kind in UNIT_KINDS and _stands_for_several(table, c, merged):
            for r, text in _inherited(table, c):
                found.setdefault(r, {})[c] = text
    return found


def _stands_for_several(table: TableDraft, column: int, merged: list[list[bool]]) -> bool:
    """True for a unit column whose cells are printed once for several rows."""
    printed = [bool(row.cells[column]) for row in table.rows if not _is_total(row)]
    return printed in merged or (printed[:1] == [True] and _heads_rows(table, column))


def _owns(table: TableDraft, label: int) -> list[bool]:
    """For each row whether it prints a label of its own."""
    return [_own_label(row, label) for row in table.rows if not _is_total(row)]


def _inherited(table: TableDraft, column: int) -> Iterator[tuple[int, str]]:
    """The empty cells of a column, each with the text above it in its group."""
    breaks = {at for at, _, _ in table.groups}
    above = ""
    for r, row in enumerate(table.rows):
        above = row.cells[column] or ("" if r in breaks else above)
        if not row.cells[column] and above and any(row.cells) and not _is_total(row):
            yield r, above


def _is_total(row: RowDraft) -> bool:
    """A row of 合计 or 小计 adds up the rows above it and names no task: it inherits nothing."""
    return any(_TOTAL.fullmatch(key(cell)) for cell in row.cells)


def _heads_rows(table: TableDraft, column: int) -> bool:
    """True for a unit column with no name or content of a task to its left."""
    return not any(kind in ("label", "content", "other") for kind in table.kinds[:column])


def table_statements(table: TableDraft, known: KnownNames = NOBODY) -> tuple[Statement | None, ...]:
    """What the unit cells of each row say, merged cells among them; read once for a table."""
    if table.statements is None:
        inherited = _merged_units(table, _label_columns(table, _content_column(table)))
        table.statements = tuple(_row_statement(row, table, inherited.get(r, {}), known) for r, row in enumerate(table.rows))
    return table.statements


def _row_statement(row: RowDraft, table: TableDraft, inherited: Mapping[int, str], known: KnownNames) -> Statement | None:
    """All unit cells of a row as one statement; ``None`` if no cell names a unit. `inherited` are the texts of merged cells above."""
    parts = list(_unit_cells(row, table, inherited, known))
    odd = tuple(name for _, part in parts for name in part.odd)
    parts = [(c, part) for c, part in parts if not any(map(_is_no_name, part.odd))]
    if not parts:
        return None
    lead, responsible, support = (_names_of(parts, role) for role in ROLES)
    evidence = {(e.role, e.text): replace(e, moved=c in row.moved) for c, part in parts for e in part.evidence}
    deadline = next(filter(None, (part.deadline for _, part in parts)), None)
    return Statement(lead, _without(responsible, lead), support, tuple(evidence.values()), deadline, odd)


def _without(names: Sequence[str], taken: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in taken)


def _is_no_name(text: str) -> bool:
    return len(text) > 30 or "。" in text


def _names_of(parts: Sequence[tuple[int, Statement]], role: Role) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, part in parts for name in getattr(part, role)))


def _unit_cells(row: RowDraft, table: TableDraft, inherited: Mapping[int, str], known: KnownNames) -> Iterator[tuple[int, Statement]]:
    """The unit cells of a row, read."""
    for c, kind in enumerate(table.kinds):
        text = row.cells[c] or inherited.get(c, "")
        if kind in UNIT_KINDS and text and (part := parse_cell(text, kind, squeeze(table.columns[c]), known)) is not None:  # type: ignore[arg-type]
            yield c, part


def _content_column(table: TableDraft) -> int | None:
    """The column that says what is to be done: the longest text among the columns that may."""
    candidates = [c for c, kind in enumerate(table.kinds) if kind in ("content", "label")]
    candidates = candidates or [c for c, kind in enumerate(table.kinds) if kind == "other"]
    if not candidates:
        return None
    size = {c: sum(len(row.cells[c]) for row in table.rows) for c in candidates}
    return max(candidates, key=lambda c: (size[c], table.kinds[c] == "content"))


def _label_columns(table: TableDraft, content: int | None) -> list[int]:
    """The columns that name or sort the rows: left of the content, else right of it; those of unknown words where there is no other."""
    wordy = [c for c in range(len(table.columns)) if _is_wordy(table, c)]
    if content is None:
        return _known_first(table, wordy)
    stop = content + _names_tasks(table, content)
    before = _known_first(table, [c for c in wordy if c < stop])
    if before or table.kinds[content] != "content":
        return before
    return [c for c in wordy if _gives_names(table, c)][:1]


def _known_first(table: TableDraft, columns: list[int]) -> list[int]:
    """The columns whose headings are known; those of unknown words where there is no other."""
    return [c for c in columns if table.kinds[c] != "other"] or columns


def _is_wordy(table: TableDraft, column: int) -> bool:
    return table.kinds[column] in ("label", "content", "other") and not _is_numeric(table, column)


def _gives_names(table: TableDraft, column: int) -> bool:
    return table.kinds[column] == "label" and not is_category(table.columns[column])


def _names_tasks(table: TableDraft, column: int) -> bool:
    """A label column of short cells names the tasks itself, beside other label columns."""
    if table.kinds[column] != "label" or not any(k == "label" for k in table.kinds[:column]):
        return False
    return all(len(key(row.cells[column])) <= 30 and "。" not in row.cells[column] for row in table.rows)


def _is_numeric(table: TableDraft, column: int) -> bool:
    cells = [key(row.cells[column]) for row in table.rows if row.cells[column]]
    return bool(cells) and all(len(c) <= 6 and any(ch.isdecimal() for ch in c) for c in cells)


def _resolve(table: TableDraft, labels: list[int], content: int | None) -> list[tuple[Label, ...]]:
    """For each label column the labels of all rows; a new label on the left ends what is inherited on its right."""
    texts = [row.cells[content] if content is not None else "" for row in table.rows]
    pages = [row.page for row in table.rows]
    breaks = [at for at, _, _ in table.groups]
    found: list[tuple[Label, ...]] = []
    for n, c in enumerate(labels):
        fresh = [r for r, row in enumerate(table.rows) if any(_own_label(row, left) for left in labels[:n])]
        cells = _printed_labels(table, c, innermost=n + 1 == len(labels))
        found.append(resolve_labels(cells, texts, pages, [*breaks, *fresh]))
    return found


def _printed_labels(table: TableDraft, column: int, *, innermost: bool) -> list[str]:
    """The cells of a label column; the first label of an outer one may be printed in the middle of its rows."""
    cells = [row.cells[column] for row in table.rows]
    if cells and not cells[0] and not innermost:
        cells[0] = next(filter(None, cells), "")
    return cells


def _own_label(row: RowDraft, column: int) -> bool:
    """True if the row's own first line prints a label there (not only the second half of a cut row)."""
    if column in row.joined and len(row.printed) == len(row.cells):
        return bool(row.printed[column])
    return bool(row.cells[column])


def _title(
    row: RowDraft, resolved: list[tuple[Label, ...]], r: int, content: int | None, named: int | None
) -> tuple[str | None, tuple[str, ...]]:
    """The innermost label names the task; the labels over it are headings. Without labels, or where the content itself names
    the tasks (column `named`), the content's lead phrase does."""
    labels = [column[r] for n, column in enumerate(resolved) if not _is_anothers(resolved, n, r)]
    names = [squeeze(name) for label in labels for name in (label.group, label.title) if name]
    if names and (named is None or not row.cells[named]):
        return names[-1], tuple(names[:-1])
    return _content_title(row.cells[content] if content is not None else ""), tuple(names)


def _content_title(text: str) -> str | None:
    """The words of a short cell without its mark; of a long one its lead phrase."""
    marker = find_marker(text)
    bare = squeeze(text[marker.end :] if marker else text).rstrip("。；;")
    return bare if bare and len(bare) <= _LONG_TITLE and "。" not in bare else lead_phrase(text)


def _is_anothers(resolved: list[tuple[Label, ...]], n: int, r: int) -> bool:
    """True if the label that row r inherits in column n was the title of the row that prints it: then it heads no others."""
    return n + 1 < len(resolved) and not resolved[n][r].own and _named_its_own_row(resolved[n], resolved[n + 1], r)


def _named_its_own_row(column: tuple[Label, ...], inner: tuple[Label, ...], r: int) -> bool:
    """True if the label inherited in row r was itself the title of the row that prints it: then it heads no others."""
    printed = next((p for p in range(r - 1, -1, -1) if column[p].own), None)
    return printed is not None and inner[printed].title is None and inner[r].own


def _ordinal(row: RowDraft, table: TableDraft) -> str | None:
    if "ordinal" in table.kinds:
        return squeeze(row.cells[table.kinds.index("ordinal")]) or None
    return None


def _groups_over(table: TableDraft, r: int) -> list[str]:
    """The group rows over row r, outermost first: a later one of the same level replaces the earlier."""
    stack: list[tuple[int, str]] = []
    for at, text, _ in table.groups:
        if at > r:
            break
        marker = find_marker(text)
        level = marker.level if marker else 1
        stack = [(lv, t) for lv, t in stack if lv < level] + [(level, text)]
    return [t for _, t in stack]


def _deadlines(row: RowDraft, table: TableDraft, text: str, issued_on: str | None, said: str | None) -> tuple[Deadline, ...]:
    stated = (stated_deadline(cell, issued_on) for cell, kind in zip(row.cells, table.kinds, strict=False) if kind == "deadline")
    found = list(filter(None, stated)) or list(filter(None, (stated_deadline(said, issued_on) if said else None,)))
    inside = tuple(d for d in find_deadlines(text, issued_on) if not (found and d.kind == "relative"))
    known = {key(d.text) for d in found}
    return (*found, *(d for d in dict.fromkeys(inside) if key(d.text) not in known))
