"""What ties a unit to others: collective tasks that bind it, tasks of its predecessors, the units it works with most.

In: a `Directory` of units. Out: for one entry, tasks with the entry they come through, and `Partner`s. Says only what the texts and the
registry say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parser.model import ROLES, Role, Task

from portal.view.units import Directory, UnitEntry


@dataclass(frozen=True, slots=True)
class RelatedTask:
    """A task of another entry that concerns this one: `role` is that entry's, `through` is that entry."""

    task: Task
    role: Role
    through: UnitEntry


@dataclass(frozen=True, slots=True)
class Partner:
    """A unit named in the same tasks: `shared` of them, of which it leads `led`."""

    entry: UnitEntry
    shared: int
    led: int


def collective_tasks(entry: UnitEntry, directory: Directory) -> tuple[RelatedTask, ...]:
    """Tasks given to a 集合 unit of which `entry` is a member, but for those that name `entry` itself; each once."""
    own = {task.id for tasks in entry.tasks.values() for task in tasks}
    return tuple(_once(_tasks_of(entry.collectives, directory), own))


def predecessor_tasks(entry: UnitEntry, directory: Directory) -> tuple[RelatedTask, ...]:
    """Tasks of the units whose work `entry` took over, and of theirs; each once a predecessor."""
    seen: set[tuple[str, str]] = set()
    found = []
    for related in _tasks_of(predecessors(entry, directory), directory):
        mark = (related.task.id, related.through.id)
        if mark not in seen:
            seen.add(mark)
            found.append(related)
    return tuple(found)


def predecessors(entry: UnitEntry, directory: Directory) -> tuple[str, ...]:
    """The ids of the units before `entry`, and before those, the nearest first."""
    found: dict[str, None] = {}
    waiting = list(entry.unit.predecessors) if entry.unit else []
    while waiting:
        unit_id = waiting.pop(0)
        before = directory.by_id.get(unit_id)
        if before is None or unit_id in found or unit_id == entry.id:
            continue
        found[unit_id] = None
        waiting += before.unit.predecessors if before.unit else ()
    return tuple(found)


def partners(entry: UnitEntry, directory: Directory, limit: int) -> tuple[Partner, ...]:
    """The units that stand in most of the entry's tasks; collective ones are left out."""
    shared: dict[str, int] = {}
    led: dict[str, int] = {}
    for task_id in {task.id: None for role in ROLES for task in entry.tasks[role]}:
        bound = directory.bound[task_id]
        for unit_id in {unit_id for unit_id, _ in bound}:
            shared[unit_id] = shared.get(unit_id, 0) + 1
        for unit_id in {unit_id for unit_id, role in bound if role == "lead"}:
            led[unit_id] = led.get(unit_id, 0) + 1
    others = [
        Partner(directory.by_id[unit_id], count, led.get(unit_id, 0))
        for unit_id, count in shared.items()
        if unit_id != entry.id and directory.by_id[unit_id].kind != "集合"
    ]
    return tuple(sorted(others, key=lambda partner: (-partner.shared, -partner.led, partner.entry.id))[:limit])


def _tasks_of(unit_ids: tuple[str, ...], directory: Directory) -> Iterator[RelatedTask]:
    for unit_id in unit_ids:
        other = directory.by_id.get(unit_id)
        if other:
            for role in ROLES:
                yield from (RelatedTask(task, role, other) for task in other.tasks[role])


def _once(found: Iterator[RelatedTask], seen: set[str]) -> Iterator[RelatedTask]:
    for related in found:
        if related.task.id not in seen:
            seen.add(related.task.id)
            yield related
