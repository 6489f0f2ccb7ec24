"""On which day something appeared or last changed, as far as the data says: for feeds, the site map and the pages' heads.

In: a `Library`, a `Directory`. Out: a `ChangeDays`. Never the clock: a document appears on the day its issue was published, or
on the day it was issued; a unit changes with the newest document that names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parser.model import Document

from portal.view.library import Library
from portal.view.units import Directory, UnitEntry


@dataclass(frozen=True, slots=True)
class ChangeDays:
    """ISO days by id of document, unit and issue; an id without a known day is missing. `newest` is the newest day of all."""

    documents: Mapping[str, str]
    units: Mapping[str, str]
    issues: Mapping[str, str]
    newest: str | None

    def latest(self, document_ids: Iterable[str]) -> str | None:
        """The newest day of some documents; ``None`` where none of them has one."""
        return max((self.documents[key] for key in document_ids if key in self.documents), default=None)


def build_change_days(library: Library, directory: Directory) -> ChangeDays:
    """The days of every document, unit and issue of the corpus."""
    documents = {document.id: day for document in library.corpus.documents if (day := _appeared(document, library))}
    days = ChangeDays(documents, {}, {}, max(documents.values(), default=None))
    units = {entry.id: day for entry in directory.entries if (day := days.latest(_documents_of(entry)))}
    issues = {issue.id: day for issue in library.corpus.issues if (day := issue.published_on or days.latest(issue.document_ids))}
    return ChangeDays(documents, units, issues, days.newest)


def _appeared(document: Document, library: Library) -> str | None:
    """The later of 出版日期 and 成文日期; where both are unknown, the newest 成文日期 of the same issue."""
    issue = library.issue_of(document)
    known = [day for day in (issue.published_on if issue else None, document.issued_on) if day]
    if not known and issue:
        known = [other.issued_on for other in library.documents_of(issue) if other.issued_on]
    return max(known, default=None)


def _documents_of(entry: UnitEntry) -> Iterable[str]:
    for tasks in entry.tasks.values():
        yield from (task.document_id for task in tasks)
    yield from (item.document_id for item in entry.items)
    yield from (post.roster.document_id for post in entry.posts)
