"""Deadlines as calendar files (iCalendar), one event a deadline that has a date.

In: tasks, `TaskViews`. Out: the bytes of calendars. An event is made once, by the icalendar library, and joined into every calendar it
belongs to. Nothing is taken from the clock: the stamp of an event is the day of its document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from parser.model import Deadline, Task

from portal.exports.task_sheets import place_words
from portal.view.addresses import Addresses
from portal.view.tasks import TaskViews
from portal.view.words import ROLE_WORDS, task_title

_PRODUCT = "-//gazette portal//ZH"
_EARLIEST = date(2000, 1, 1)
_NOTE = "按政府公报文本整理，以政府正式公布的文本为准。"
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class CalendarMaker:
    """`base_url` is where the site is, for links back; empty leaves them out."""

    views: TaskViews
    base_url: str = ""
    _events: dict[str, bytes] = field(default_factory=dict)

    def file(self, name: str, tasks: Iterable[Task]) -> bytes:
        """The calendar `name` with the deadlines of `tasks`, each task once; `b""` where none has a date."""
        events = b"".join([self._of_task(task) for task in {task.id: task for task in tasks}.values()])
        return _head(name) + events + _END if events else b""

    def _of_task(self, task: Task) -> bytes:
        made = self._events.get(task.id)
        if made is None:
            dated = [(number, deadline) for number, deadline in enumerate(task.deadlines, 1) if deadline.date]
            made = self._events[task.id] = b"".join([self._event(task, number, deadline) for number, deadline in dated])
        return made

    def _event(self, task: Task, number: int, deadline: Deadline) -> bytes:
        document = self.views.library.documents.get(task.document_id)
        day = date.fromisoformat(deadline.date or "")
        stamp = date.fromisoformat(document.issued_on) if document and document.issued_on else _EARLIEST
        event = Event()
        event.add("uid", f"{task.id}-{number}@gazette")
        event.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", task_title(task))
        event.add("description", "\n".join(self._lines(task, deadline)))
        event.add("transp", "TRANSPARENT")
        if self.base_url:
            event.add("url", self.base_url + Addresses().task(task.id))
        return bytes(event.to_ical())

    def _lines(self, task: Task, deadline: Deadline) -> Iterable[str]:
        yield f"原文时限：{deadline.text}"
        for role, units in self.views.units(task).items():
            if units:
                yield f"{ROLE_WORDS[role]}：{'、'.join(unit.reading or unit.name for unit in units)}"
        document = self.views.library.documents.get(task.document_id)
        if document:
            number = f"（{document.doc_number}）" if document.doc_number else ""
            yield f"依据：{document.title}{number}"
        yield f"出处：{place_words(task.source)}"
        yield _NOTE


def _head(name: str) -> bytes:
    """A calendar up to its first event."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("description", _NOTE)
    return bytes(calendar.to_ical()).removesuffix(_END)
