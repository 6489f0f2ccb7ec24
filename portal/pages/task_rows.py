"""Rows of tasks as HTML: in the lists of a unit, in the ledger, on the pages of deadlines.

In: tasks and `TaskViews`, for pages of one depth of folder. Out: strings of HTML in which every text is escaped. A task stands on
the page of each of its units, so its parts are made once and joined into every row.
"""

from __future__ import annotations

from dataclasses import dataclass

from parser.model import ROLES, Deadline, Role, Task
from parser.words import source_words

from portal.pages.fragments import Link, deadline_spans, escape, unit_link, unit_note
from portal.view.tasks import TaskGroup, TaskViews, UnitLink
from portal.view.words import MARK_MEANINGS, MARK_WORDS, ROLE_WORDS, role_evidence, task_title

_MOVED = f'<sup class="gp-mark" title="{MARK_MEANINGS["moved"]}">{MARK_WORDS["moved"]}</sup>'


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of one role: `views`, their `links` in HTML and the `notes` behind these run side by side."""

    role: Role
    views: tuple[UnitLink, ...]
    links: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the rows of one task have in common, in HTML."""

    head: str
    text: str
    headings: str
    source: str
    units: tuple[_Units, ...]
    deadlines: str
    href: str
    number: str


class TaskRows:
    """Rows for pages from which `link` leads: all pages of one depth."""

    def __init__(self, views: TaskViews, link: Link) -> None:
        self._views = views
        self._link = link
        self._made: dict[str, _Parts] = {}
        self._evidence: dict[tuple[str, Role], tuple[str, str]] = {}

    def of_unit(self, task: Task, role: Role, own_target: str = "", via: str = "") -> str:
        """A row of a unit's list: the task with its full text and its reason, the other units, the deadlines, the place in the text.

        The unit at `own_target` is left out of the other units; where the text says its role in a word of its own, that stands first:
        配合（业务指导）. `via` says through which other unit the task is on this page.
        """
        parts = self._parts(task)
        mark, reason = self._reason(task, role)
        own = next((unit for units in parts.units if units.role == role for unit in units.views if unit.target == own_target), None)
        if own and own.said and not via:
            via = f"{ROLE_WORDS[role]}（{own.said}）"
        prefix = f'<span class="gp-via">{escape(via)}</span>' if via else ""
        label = ' data-label="时限"' if parts.deadlines else ""
        return (
            f'<tr data-role="{role}"><td class="gp-lead"><details><summary>{parts.head}{mark}{parts.text}</summary>{parts.headings}'
            f'<p class="gp-dim">{reason}{parts.source}</p></details></td><td>{prefix}{_others(parts, own_target)}</td>'
            f"<td{label}>{parts.deadlines}</td>"
            f'<td class="gp-nowrap" data-label="原文"><a href="{parts.href}">第 {parts.number} 项</a></td></tr>\n'
        )

    def of_ledger(self, task: Task) -> str:
        """A row of the ledger: the task, linked to its place in the text, its units by role, the deadlines."""
        parts = self._parts(task)
        cells = "".join(
            f'<td data-role="{found.role}"'
            + (f' data-label="{ROLE_WORDS[found.role]}">{"、".join(found.links)}</td>' if found.links else "></td>")
            for found in parts.units
        )
        label = ' data-label="时限"' if parts.deadlines else ""
        return f'<tr><td class="gp-lead"><a href="{parts.href}">{parts.head}</a></td>{cells}<td{label}>{parts.deadlines}</td></tr>\n'

    def of_document(self, task: Task) -> str:
        """A row of a document's own list of tasks: number, task, units by role without links, the deadlines."""
        views = self._views.units(task)
        units = "".join(
            f'<span class="gp-role">{ROLE_WORDS[role]}</span>{"、".join(escape(unit.name) + unit_note(unit) for unit in views[role])} '
            for role in ROLES
            if views[role]
        )
        anchor = task.id.partition("#")[2]
        return (
            f'<tr><td>{escape(task.ordinal or "")}</td><td class="gp-lead"><a href="#{anchor}">{escape(task_title(task))}</a></td>'
            f"<td>{units}</td><td>{deadline_spans(task.deadlines)}</td></tr>\n"
        )

    def of_deadline(self, task: Task, deadline: Deadline, group: TaskGroup, own: str = "") -> str:
        """A row under a day: the task, its units (or `own`, the roles of the page's own unit), the deadline as printed, the document."""
        parts = self._parts(task)
        name = group.document.doc_number or group.document.title
        units = escape(own) if own else _others(parts, "")
        label = "角色" if own else "单位"
        return (
            f'<tr><td class="gp-lead"><a href="{parts.href}">{parts.head}</a></td><td data-label="{label}">{units}</td>'
            f'<td data-label="原文时限">{escape(deadline.text)}</td>'
            f'<td data-label="文件"><a href="{escape(self._link(group.target))}">{escape(name)}</a></td></tr>\n'
        )

    def _parts(self, task: Task) -> _Parts:
        made = self._made.get(task.id)
        if made is None:
            made = self._made[task.id] = self._make(task)
        return made

    def _make(self, task: Task) -> _Parts:
        title = task_title(task)
        ordinal = f'<span class="gp-ordinal">{escape(task.ordinal)}</span> ' if task.ordinal else ""
        headings = escape(" › ".join(task.headings))
        views = self._views.units(task)
        link = self._link
        return _Parts(
            head=ordinal + escape(title),
            text=f'<span class="gp-task-text">{escape(task.text)}</span>' if task.text != title else "",
            headings=f'<p class="gp-dim">{headings}</p>' if headings else "",
            source=f"出处：{escape(source_words(task.source))}。",
            units=tuple(
                [
                    _Units(role, found, tuple([unit_link(unit, link) for unit in found]), tuple(map(unit_note, found)))
                    for role, found in views.items()
                ]
            ),
            deadlines=str(deadline_spans(task.deadlines)),
            href=escape(link(self._views.addresses.task(task.id))),
            number=task.id.rpartition("-")[2],
        )

    def _reason(self, task: Task, role: Role) -> tuple[str, str]:
        """The mark of a moved cell and the sentence that says why, for one role; both may be empty."""
        made = self._evidence.get((task.id, role))
        if made is None:
            moved = any(evidence.moved for evidence in task.role_evidence if evidence.role == role)
            words = escape("；".join(role_evidence(task, role)))
            made = self._evidence[task.id, role] = (_MOVED if moved else "", f"{ROLE_WORDS[role]}依据：{words}。" if words else "")
        return made


def _others(parts: _Parts, own_target: str) -> str:
    pieces = []
    for units in parts.units:
        named = zip(units.views, units.links, units.notes, strict=True)
        shown = "、".join([link + note for view, link, note in named if view.target != own_target])
        if shown:
            pieces.append(f'<span class="gp-role">{ROLE_WORDS[units.role]}</span>{shown} ')
    return "".join(pieces)


def document_head(group: TaskGroup, link: Link) -> str:
    """The line over the tasks of one document: its title, linked, number, date and how many tasks follow."""
    number = f"{escape(group.document.doc_number)} · " if group.document.doc_number else ""
    return (
        f'<a href="{escape(link(group.target))}">{escape(group.document.title)}</a> '
        f'<span class="gp-dim">{number}{group.date or "日期不详"} · {len(group.tasks)} 项</span>'
    )


def group_open(group: TaskGroup, link: Link, columns: int) -> str:
    """``<tbody …>`` with the line over it; what scripts sort and filter by stands in its attributes."""
    return (
        f'<tbody data-document="{escape(group.document.title)}" data-id="{escape(group.document.id)}"'
        f' data-date="{escape(group.document.issued_on or "")}" data-district="{escape(group.district)}">\n'
        f'<tr class="gp-group"><th scope="rowgroup" colspan="{columns}">{document_head(group, link)}</th></tr>\n'
    )
