"""Deadlines in the order of time: days with what ends on them, and those without a date by kind.

In: groups of tasks, `TaskRows`. Out: `Day`s, and the HTML of their rows. Nothing here knows today's date: what has passed is decided in
the reader's browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from parser.model import Deadline, DeadlineKind, Task
from parser.words import date_words

from portal.pages.task_rows import TaskRows
from portal.view.tasks import TaskGroup
from portal.view.words import task_title

_UNDATED_KINDS: tuple[tuple[DeadlineKind, str, str], ...] = (
    ("long_term", "long-term", "长期"),
    ("recurring", "recurring", "定期"),
    ("relative", "relative", "从某件事起算"),
    ("unknown", "unknown", "没有换算成日期"),
)
RolesOf = Callable[[Task], str]


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One deadline of one task."""

    deadline: Deadline
    task: Task
    group: TaskGroup

    @property
    def title(self) -> str:
        return task_title(self.task)


@dataclass(frozen=True, slots=True)
class Day:
    """The deadlines that end on one day."""

    date: str
    lines: tuple[DeadlineLine, ...]

    @property
    def anchor(self) -> str:
        return f"d-{self.date}"


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one year, or deadlines of one kind without a date: `rows` are finished bodies of a table, `days` empty for the latter.

    `due` is the value of the ledger's filter that finds a kind without a date.
    """

    anchor: str
    title: str
    count: int
    days: tuple[Day, ...]
    rows: Markup
    due: str = ""


def deadline_days(groups: Iterable[TaskGroup]) -> tuple[Day, ...]:
    """Every day on which a deadline ends, in order of time."""
    by_date: dict[str, list[DeadlineLine]] = {}
    for line in deadline_lines(groups):
        if line.deadline.date:
            by_date.setdefault(line.deadline.date, []).append(line)
    return tuple(Day(date, tuple(by_date[date])) for date in sorted(by_date))


def deadline_lines(groups: Iterable[TaskGroup]) -> Iterator[DeadlineLine]:
    for group in groups:
        for task in group.tasks:
            for deadline in task.deadlines:
                yield DeadlineLine(deadline, task, group)


def year_spans(days: Iterable[Day], rows: TaskRows | None, own: RolesOf | None = None) -> tuple[Span, ...]:
    """The days of each year, in order of time; without `rows` the spans hold the days alone."""
    by_year: dict[str, list[Day]] = {}
    for day in days:
        by_year.setdefault(day.date[:4], []).append(day)
    return tuple(
        Span(
            f"y-{year}", f"{year} 年", sum(len(day.lines) for day in found), tuple(found),
            Markup("".join(_day_body(day, rows, own) for day in found) if rows else ""),
        )
        for year, found in by_year.items()
    )  # fmt: skip


def undated_spans(groups: Iterable[TaskGroup], rows: TaskRows | None, own: RolesOf | None = None) -> tuple[Span, ...]:
    """Deadlines without a date, by kind; kinds that do not occur are left out. Without `rows` the spans hold their count alone."""
    found: dict[DeadlineKind, list[DeadlineLine]] = {}
    for line in deadline_lines(groups):
        if not line.deadline.date:
            kind = line.deadline.kind if line.deadline.kind in ("long_term", "recurring", "relative") else "unknown"
            found.setdefault(kind, []).append(line)
    return tuple(
        Span(
            anchor, title, len(found[kind]), (), Markup(f"<tbody>\n{_line_rows(found[kind], rows, own)}</tbody>\n" if rows else ""),
            due="long_term" if kind == "long_term" else "other",
        )
        for kind, anchor, title in _UNDATED_KINDS
        if kind in found
    )  # fmt: skip


def _day_body(day: Day, rows: TaskRows, own: RolesOf | None) -> str:
    place = "" if own else f' id="{day.anchor}"'
    count = len(day.lines)
    return (
        f'<tbody class="gp-day" data-date="{day.date}" data-count="{count}"{place}>\n'
        f'<tr class="gp-group"><th scope="rowgroup" colspan="4">{date_words(day.date)} <span class="gp-count">{count} 项</span></th>'
        f"</tr>\n{_line_rows(day.lines, rows, own)}</tbody>\n"
    )


def _line_rows(lines: Iterable[DeadlineLine], rows: TaskRows, own: RolesOf | None) -> str:
    return "".join([rows.of_deadline(line.task, line.deadline, line.group, own(line.task) if own else "") for line in lines])
