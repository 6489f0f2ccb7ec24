"""Atom feeds: new documents of all and of each district, new tasks of each unit.

In: a `Context`. Out: paths from the site's root and contents, in stable
order. Ids are UUIDs made from the permanent address, so that they stay the same wherever the site moves. Times are days of
the data at midnight in China; nothing is taken from the clock, and what has no day stands in no feed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from parser.model import Document, Task

from portal.view.addresses import Addresses
from portal.view.context import Context
from portal.view.offers import FEED_TYPE, district_feeds, has_feed
from portal.view.units import UnitEntry
from portal.view.words import ROLE_WORDS, document_words, task_title

MAX_ENTRIES = 50
SUMMARY_LENGTH = 160
_R = TypeVar("_R", Document, Task)
_UNPRINTABLE_RE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def build_feeds(context: Context) -> Iterator[tuple[str, bytes]]:
    """Every feed of the site."""
    yield from _FeedMaker(context).files()


@dataclass(frozen=True, slots=True)
class _FeedMaker:
    """Where the site's address is unknown, links are relative to the feed."""

    context: Context
    _facts: dict[str, str] = field(default_factory=dict)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every feed of the site."""
        library, addresses = self.context.library, self.context.addresses
        documents = library.corpus.documents
        yield self._documents(addresses.feed(), f"{self.context.text.title}：新文件", documents)
        for district, slug in district_feeds(library):
            found = [document for document in documents if library.district_of(document) == district]
            yield self._documents(addresses.feed(slug), f"{district}：新文件", found)
        for entry in self.context.directory.entries:
            if has_feed(entry):
                yield self._tasks(entry)

    def _newest(self, records: Iterable[_R], document_id: Callable[[_R], str]) -> list[tuple[str, _R]]:
        """The newest of `records` with their days; without a day, none."""
        days = self.context.days.documents
        dated = [(days[key], record) for record in records if (key := document_id(record)) in days]
        return sorted(dated, key=lambda pair: pair[0], reverse=True)[:MAX_ENTRIES]

    def _documents(self, path: str, title: str, documents: Iterable[Document]) -> tuple[str, bytes]:
        addresses, tasks = self.context.addresses, self.context.library.tasks
        newest = self._newest(documents, lambda document: document.id)
        entries = [
            self._entry(
                path, addresses.document(document.id), document.title, day, document_words(document, len(tasks.get(document.id, ()))),
                document.issuer, document.kind,
            )
            for day, document in newest
        ]  # fmt: skip
        return path, self._feed(path, title, addresses.documents(), newest[0][0] if newest else None, entries)

    def _tasks(self, entry: UnitEntry) -> tuple[str, bytes]:
        addresses, documents = self.context.addresses, self.context.library.documents
        path = addresses.unit_file(entry.id, "feed.xml")
        roles: dict[str, list[str]] = {}
        tasks: dict[str, Task] = {}
        for role, found in entry.tasks.items():
            for task in found:
                tasks[task.id] = task
                roles.setdefault(task.id, []).append(ROLE_WORDS[role])
        newest = self._newest(tasks.values(), lambda task: task.document_id)
        entries = [
            self._entry(
                path, addresses.task(task.id), f"{'、'.join(roles[task.id])}：{task_title(task)}", day, self._task_words(task),
                documents[task.document_id].issuer,
            )
            for day, task in newest
        ]  # fmt: skip
        title = f"{entry.district}{entry.name}：新任务"
        return path, self._feed(path, title, addresses.unit(entry.id), newest[0][0] if newest else None, entries)

    def _task_words(self, task: Task) -> str:
        made = self._facts.get(task.id)
        if made is None:
            document = self.context.library.documents[task.document_id]
            number = f"（{document.doc_number}）" if document.doc_number else ""
            due = "；".join(deadline.text for deadline in task.deadlines)
            made = (f"时限：{due}。" if due else "") + f"依据：{document.title}{number}。{_shortened(task.text)}"
            self._facts[task.id] = made
        return made

    def _link(self, target: str, feed: str) -> str:
        return (
            self.context.base_url + Addresses().relative(target, "")
            if self.context.base_url
            else self.context.addresses.relative(target, feed)
        )

    def _entry(self, feed: str, target: str, title: str, day: str, words: str, author: str | None = None, kind: str | None = None) -> str:
        category = f"<category term={quoteattr(_clean(kind))}/>" if kind else ""
        return (
            f"<entry><id>{permanent_id(target)}</id><title>{_text(title)}</title><updated>{moment(day)}</updated>"
            f"<author><name>{_text(author or self.context.text.title)}</name></author>"
            f'<link rel="alternate" type="text/html" href={quoteattr(self._link(target, feed))}/>{category}'
            f"<summary>{_text(words)}</summary></entry>\n"
        )

    def _feed(self, path: str, title: str, page: str, day: str | None, entries: Iterable[str]) -> bytes:
        """A feed without entries bears the newest day of the corpus, for Atom wants one."""
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
            f"<id>{permanent_id(path)}</id><title>{_text(title)}</title><subtitle>{_text(self.context.text.disclaimer)}</subtitle>"
            f"<updated>{moment(day or self.context.days.newest or '2000-01-01')}</updated>"
            f"<author><name>{_text(self.context.text.publisher or self.context.text.title)}</name></author>"
            f'<link rel="self" type="{FEED_TYPE}" href={quoteattr(self._link(path, path))}/>'
            f'<link rel="alternate" type="text/html" href={quoteattr(self._link(page, path))}/>\n'
            f"{''.join(entries)}</feed>\n"
        ).encode()


def permanent_id(target: str) -> str:
    """``urn:uuid:…``, always the same for the same target."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'gazette-portal:/{target}')}"


def moment(day: str) -> str:
    """``2022-07-03`` → ``2022-07-03T00:00:00+08:00``."""
    return f"{day}T00:00:00+08:00"


def _clean(text: str) -> str:
    """Without the characters that XML does not know."""
    return _UNPRINTABLE_RE.sub("", text)


def _shortened(text: str) -> str:
    return text if len(text) <= SUMMARY_LENGTH else text[:SUMMARY_LENGTH] + "…"


def _text(text: str) -> str:
    return escape(_clean(text))
