"""The page of a unit: what it leads, answers for and supports, with whom, by when, and why; its items, its people, its names.

In: a `Context`, a `PageMaker`. Out: `Page`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from parser.model import ROLES, Document, Item, Role, Task
from parser.words import date_words

from portal.pages.deadline_lists import Span, deadline_days, undated_spans, year_spans
from portal.pages.task_rows import TaskRows, group_open
from portal.pages.templates import Crumb, PageMaker
from portal.view.anchors import item_anchor
from portal.view.context import Context
from portal.view.offers import TakeAwayLink, unit_files
from portal.view.page import Page
from portal.view.relations import Partner, RelatedTask, collective_tasks, partners, predecessor_tasks, predecessors
from portal.view.tasks import UnitLink
from portal.view.units import Post, UnitEntry
from portal.view.words import ROLE_WORDS

_PARTNERS = 12
_COLUMNS = 4
_SCRIPTS = ("js/pages.js", "js/task_filter.js", "js/task_list.js")


@dataclass(frozen=True, slots=True)
class TaskList:
    """One list of tasks: `rows` are finished bodies of a table, `anchor` its place, `note` a line under its heading."""

    anchor: str
    title: str
    count: int
    note: str
    rows: Markup


def build_unit_pages(context: Context, maker: PageMaker) -> Iterator[Page]:
    """A page for each entry of the directory."""
    pages = _UnitPages(context, maker)
    for entry in context.directory.entries:
        yield pages.page(entry)


class _UnitPages:
    def __init__(self, context: Context, maker: PageMaker) -> None:
        self._library, self._directory, self._views, self._maker = context.library, context.directory, context.views, maker
        self._rows: TaskRows | None = None

    def page(self, entry: UnitEntry) -> Page:
        path = self._maker.addresses.unit(entry.id)
        lists = tuple(self._lists(entry, path))
        unit = entry.unit
        return self._maker.page(
            path, "unit.html.j2", title=entry.name, section="units",
            description=_description(entry),
            crumbs=(Crumb("首页", self._maker.addresses.home()), Crumb("单位", self._maker.addresses.units())),
            scripts=_SCRIPTS if lists else ("js/pages.js",),
            entry=entry, lists=lists, counts=tuple(_counts(entry, lists)), row_count=sum(found.count for found in lists),
            spans=self._spans(entry, path), files=self._files(entry),
            partners=self._partners(entry),
            item_groups=tuple(self._item_groups(entry.items)), posts=tuple(self._posts(entry.posts)),
            parent=unit.parent if unit else None, validity=_validity(entry),
            before=self._named(predecessors(entry, self._directory)),
            after=self._named(unit.successors if unit else ()),
            members=self._named(unit.members if unit else ()),
            unprinted=_unprinted(entry),
        )  # fmt: skip

    def _rows_from(self, path: str) -> TaskRows:
        """One maker of rows for all pages: they stand at the same depth."""
        if self._rows is None:
            self._rows = TaskRows(self._views, self._maker.link_from(path))
        return self._rows

    def _lists(self, entry: UnitEntry, path: str) -> Iterator[TaskList]:
        for role in ROLES:
            if entry.tasks[role]:
                yield TaskList(role, ROLE_WORDS[role], entry.count(role), "", self._role_rows(entry.tasks[role], role, path))
        bound = collective_tasks(entry, self._directory)
        if bound:
            names = "”“".join(dict.fromkeys(related.through.name for related in bound))
            note = f"文件写给“{names}”的任务，按名录它在其中。"
            yield TaskList("collective", "集合任务", len(bound), note, self._related_rows(bound, path))
        before = predecessor_tasks(entry, self._directory)
        if before:
            names = "、".join(dict.fromkeys(related.through.name for related in before))
            note = f"机构改革前写给{names}的任务，不计入上面的数。"
            yield TaskList("predecessors", "前身的任务", len(before), note, self._related_rows(before, path))

    def _role_rows(self, tasks: Iterable[Task], role: Role, path: str) -> Markup:
        rows, link = self._rows_from(path), self._maker.link_from(path)
        pieces = []
        for group in self._views.groups(tasks):
            pieces.append(group_open(group, link, _COLUMNS))
            pieces += [rows.of_unit(task, role, path) for task in group.tasks]
            pieces.append("</tbody>\n")
        return Markup("".join(pieces))

    def _related_rows(self, found: tuple[RelatedTask, ...], path: str) -> Markup:
        rows, link = self._rows_from(path), self._maker.link_from(path)
        by_task: dict[str, list[RelatedTask]] = {}
        for related in found:
            by_task.setdefault(related.task.id, []).append(related)
        pieces = []
        for group in self._views.groups({related.task.id: related.task for related in found}.values()):
            pieces.append(group_open(group, link, _COLUMNS))
            for task in group.tasks:
                pieces += [
                    rows.of_unit(task, related.role, self._maker.addresses.unit(related.through.id), _via(related))
                    for related in by_task[task.id]
                ]
            pieces.append("</tbody>\n")
        return Markup("".join(pieces))

    def _spans(self, entry: UnitEntry, path: str) -> tuple[Span, ...]:
        """The deadlines of the unit's own tasks and of collective ones, each with the roles it has in the task."""
        rows = self._rows_from(path)
        tasks: dict[str, Task] = {}
        roles: dict[str, list[str]] = {}
        for role in ROLES:
            for task in entry.tasks[role]:
                tasks[task.id] = task
                roles.setdefault(task.id, []).append(ROLE_WORDS[role])
        for related in collective_tasks(entry, self._directory):
            tasks[related.task.id] = related.task
            roles.setdefault(related.task.id, []).append(f"{ROLE_WORDS[related.role]}（{related.through.name}）")
        groups = self._views.groups(task for task in tasks.values() if task.deadlines)

        def own(task: Task) -> str:
            return "、".join(roles[task.id])

        return (*year_spans(deadline_days(groups), rows, own), *undated_spans(groups, rows, own))

    def _files(self, entry: UnitEntry) -> tuple[TakeAwayLink, ...]:
        return unit_files(entry, self._directory, self._maker.addresses)

    def _partners(self, entry: UnitEntry) -> tuple[tuple[Partner, str], ...]:
        found = partners(entry, self._directory, _PARTNERS)
        return tuple((partner, self._maker.addresses.unit(partner.entry.id)) for partner in found)

    def _item_groups(self, items: Iterable[Item]) -> Iterator[tuple[Document, tuple[tuple[Item, str], ...]]]:
        by_document: dict[str, list[Item]] = {}
        for item in items:
            by_document.setdefault(item.document_id, []).append(item)
        for key, found in by_document.items():
            if key in self._library.documents:
                rows = tuple((item, self._maker.addresses.document(key, item_anchor(item))) for item in found)
                yield self._library.documents[key], rows

    def _posts(self, posts: Iterable[Post]) -> Iterator[tuple[Post, Document]]:
        for post in posts:
            document = self._library.documents.get(post.roster.document_id)
            if document:
                yield post, document

    def _named(self, unit_ids: Iterable[str]) -> tuple[UnitLink, ...]:
        by_id = self._directory.by_id
        return tuple(UnitLink(by_id[key].name, self._maker.addresses.unit(key)) for key in unit_ids if key in by_id)


def _via(related: RelatedTask) -> str:
    return f"{ROLE_WORDS[related.role]}：{related.through.name}"


def _counts(entry: UnitEntry, lists: tuple[TaskList, ...]) -> Iterator[tuple[str, str, int]]:
    """Title, anchor and number of everything the page holds; the three roles always, the rest where there is any."""
    for role in ROLES:
        yield ROLE_WORDS[role], role, entry.count(role)
    for found in lists:
        if found.anchor not in ROLES:
            yield found.title, found.anchor, found.count
    if entry.items:
        yield "事项", "items", len(entry.items)
    if entry.posts:
        yield "名单", "rosters", len(entry.posts)


def _unprinted(entry: UnitEntry) -> tuple[str, ...]:
    """Other names the registry gives that no task or item was printed with."""
    printed = {name.name for name in entry.printed}
    return tuple(name for name in entry.unit.aliases if name not in printed) if entry.unit else ()


def _validity(entry: UnitEntry) -> str:
    """Since when and until when the unit bears its name, as far as the registry says."""
    unit = entry.unit
    if unit is None or not (unit.valid_from or unit.valid_to):
        return ""
    start = f"{date_words(unit.valid_from)}起" if unit.valid_from else ""
    return start + (f"{'，' if start else ''}{date_words(unit.valid_to)}止" if unit.valid_to else "")


def _description(entry: UnitEntry) -> str:
    counts = "、".join(f"{ROLE_WORDS[role]} {entry.count(role)} 项" for role in ROLES)
    return f"{entry.district}{entry.name}在政府公报里的任务：{counts}。"
