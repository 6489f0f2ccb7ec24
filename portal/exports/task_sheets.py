"""Tasks as rows of an office table: the columns, the cells, and which rows a unit's table has.

In: tasks, `TaskViews`, `UnitEntry`s. Out: tuples of text, one for each column. Names are as printed, a slip of the reading machine with
the right name behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parser.model import ROLES, Role, Source, Task

from portal.view.relations import RelatedTask, collective_tasks, predecessor_tasks
from portal.view.tasks import TaskViews, UnitLink
from portal.view.units import Directory, UnitEntry
from portal.view.words import ROLE_WORDS

TASK_COLUMNS = (
    "序号", "任务", "内容", "牵头单位", "责任单位", "配合单位", "完成时限", "依据文件", "文号", "出处", "时限日期", "区县", "编号",
)  # fmt: skip
TASK_WIDTHS = (7, 26, 56, 22, 24, 24, 16, 34, 20, 22, 12, 9, 30)
ROLE_COLUMN, ROLE_WIDTH = "本单位角色", 16


@dataclass(frozen=True, slots=True)
class TaskCells:
    """The cells of each task; made once."""

    views: TaskViews
    _made: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, task: Task) -> tuple[str, ...]:
        """One cell for each of `TASK_COLUMNS`."""
        made = self._made.get(task.id)
        if made is None:
            made = self._made[task.id] = self._make(task)
        return made

    def _make(self, task: Task) -> tuple[str, ...]:
        library = self.views.library
        document = library.documents.get(task.document_id)
        units = self.views.units(task)
        return (
            task.ordinal or "",
            task.title or "",
            task.text,
            *("、".join(map(_printed, units[role])) for role in ROLES),
            "；".join(deadline.text for deadline in task.deadlines),
            document.title if document else "",
            (document.doc_number if document else None) or "",
            place_words(task.source),
            "；".join(deadline.date for deadline in task.deadlines if deadline.date),
            library.district_of(document) if document else "",
            task.id,
        )


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A row of a unit's table: `role` is in words and says through which other unit the task comes."""

    task: Task
    role: str
    roles: tuple[Role, ...]
    through: str | None = None


def unit_tasks(entry: UnitEntry, directory: Directory) -> Iterator[UnitTask]:
    """The unit's own tasks, each once with all its roles; then collective ones, then those of its predecessors."""
    own: dict[str, tuple[Task, list[Role]]] = {}
    for role in ROLES:
        for task in entry.tasks[role]:
            own.setdefault(task.id, (task, []))[1].append(role)
    for task, roles in own.values():
        yield UnitTask(task, "、".join(ROLE_WORDS[role] for role in roles), tuple(roles))
    yield from _related(collective_tasks(entry, directory), "集合")
    yield from _related(predecessor_tasks(entry, directory), "前身")


def place_words(source: Source) -> str:
    """``zhangdian-2022-07.txt 第200-201行``."""
    lines = f"第{source.line_start}行" if source.line_start == source.line_end else f"第{source.line_start}-{source.line_end}行"
    return f"{source.file} {lines}"


def _related(found: Iterable[RelatedTask], kind: str) -> Iterator[UnitTask]:
    for related in found:
        role = f"{kind}（{related.through.name}）{ROLE_WORDS[related.role]}"
        yield UnitTask(related.task, role, (related.role,), related.through.id)


def _printed(unit: UnitLink) -> str:
    return f"{unit.name}（应为{unit.reading}）" if unit.reading else unit.name
