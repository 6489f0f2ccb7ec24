"""Corpus → search entries: what can be found, each thing once, with the words it is found by.

In: a `Library` and its `Directory` of units. Out: `SearchEntry` records in a fixed order: units, issues, then each document with its
sections, tasks and items; one document at a time, so that the texts of a large corpus are not all in memory twice. Every line of a
document's text is in exactly one of its entries: rows and paragraphs that are tasks or items are entries of their own, the rest is in
sections. Nothing here knows of terms, scores or files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypedDict

from parser.model import ROLES, Document, Role, Task, UnitName
from parser.words import date_words, issue_words

from portal.search.sections import SectionText, document_sections
from portal.view.addresses import Addresses
from portal.view.anchors import item_anchor
from portal.view.library import Library
from portal.view.units import Directory, UnitEntry, names_by_role
from portal.view.words import ROLE_WORDS, task_title

EntryKind = Literal["unit", "document", "issue", "section", "task", "item"]
ENTRY_KINDS: tuple[EntryKind, ...] = ("unit", "document", "issue", "section", "task", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """One thing that can be found, at `address` (a target of `Addresses`).

    `title`, `text` and `facts` are shown and searched; `label` is shown only (文号, 日期, 区县, 几项任务); `number` and `context` are
    searched only, and `context` never alone makes a result. `keys` are the whole names it is found by first, `slips` further ones that
    are never shown (errors of the scan). `mentions` are unit ids, `roles` maps roles to unit ids. `deadlines` are ISO dates, `issued_on`
    is the document's.
    Of a unit, `collectives` are the ids of the 集合 units it is a member of, `parent` is the name of the unit it is a part of.
    """

    kind: EntryKind
    title: str
    text: str
    address: str
    facts: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    number: str = ""
    context: str = ""
    keys: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    district: str = ""
    year: int | None = None
    document_id: str | None = None
    issued_on: str | None = None
    roles: Mapping[Role, tuple[str, ...]] | None = None
    deadlines: tuple[str, ...] = ()
    collectives: tuple[str, ...] = ()
    parent: str = ""


_WITH_PAGE_RE = re.compile(r"[.…·]\s*\d+$")
"""A line of the contents, which the issue has as one of its `contents`."""


class _Facets(TypedDict):
    district: str
    year: int | None
    document_id: str
    issued_on: str | None


def build_entries(library: Library, directory: Directory, addresses: Addresses) -> Iterator[SearchEntry]:
    """All entries. Those of one kind stand in the order of the corpus."""
    maker = _Maker(library, directory, addresses)
    yield from map(maker.unit, directory.entries)
    yield from maker.issues()
    for document in library.corpus.documents:
        yield from maker.of_document(document)


def name_entries(library: Library, directory: Directory, addresses: Addresses) -> Iterator[SearchEntry]:
    """The units, and the documents without their texts: what the dictionary of words is made of."""
    maker = _Maker(library, directory, addresses)
    yield from map(maker.unit, directory.entries)
    yield from (maker.document(document, "") for document in library.corpus.documents)


def district_names(district: str, name: str) -> tuple[str, ...]:
    """区大数据中心 of 张店区 is also called 张店区大数据中心; empty for other names."""
    return (district + name[1:],) if district and name[:1] == district[-1:] and len(name) > 2 else ()


def _task_facts(task: Task) -> Iterator[str]:
    """Who has which role, and by when."""
    for role, names in names_by_role(task).items():
        if names:
            yield f"{ROLE_WORDS[role]}：{'、'.join(name.name for name in names)}"
    yield from (f"时限：{deadline.text}" for deadline in task.deadlines)


class _Maker:
    def __init__(self, library: Library, directory: Directory, addresses: Addresses) -> None:
        self._library, self._directory, self._addresses = library, directory, addresses

    def unit(self, entry: UnitEntry) -> SearchEntry:
        roles = [role for role in ROLES if entry.count(role)]
        counts = [f"{ROLE_WORDS[role]} {entry.count(role)} 项任务" for role in roles]
        if entry.items:
            counts.append(f"负责 {len(entry.items)} 个事项")
        return SearchEntry(
            kind="unit", title=entry.name, text="；".join(self._unit_text(entry)), address=self._addresses.unit(entry.id),
            label=tuple(filter(None, (entry.district, entry.kind, *counts))), keys=self._unit_keys(entry), mentions=(entry.id,),
            slips=entry.unit.ocr if entry.unit else (),
            district=entry.district,
            context=" ".join(filter(None, (entry.district, entry.district[:-1], entry.kind, *(ROLE_WORDS[role] for role in roles)))),
            collectives=entry.collectives, parent=(entry.unit.parent if entry.unit else None) or "",
        )  # fmt: skip

    def _unit_text(self, entry: UnitEntry) -> Iterator[str]:
        if entry.unit and entry.unit.aliases:
            yield f"又称：{'、'.join(entry.unit.aliases)}"
        if entry.unit and entry.unit.members:
            yield f"包括：{'、'.join(map(self._name, entry.unit.members))}"

    def _name(self, unit_id: str) -> str:
        unit = self._library.units.get(unit_id)
        return unit.name if unit else unit_id

    @staticmethod
    def _unit_keys(entry: UnitEntry) -> tuple[str, ...]:
        names = (entry.name, *(entry.unit.aliases if entry.unit else ()))
        return tuple(dict.fromkeys((*names, *(full for name in names for full in district_names(entry.district, name)))))

    def of_document(self, document: Document) -> Iterator[SearchEntry]:
        text = document_sections(document, self._library)
        yield self.document(document, text.head)
        yield from self.sections(document, text)
        yield from self.tasks(document, text)
        yield from self.items(document, text)

    def document(self, document: Document, head: str) -> SearchEntry:
        facts = (
            f"发文机关：{document.issuer}" if document.issuer else "",
            f"主送：{'，'.join(document.addressees)}" if document.addressees else "",
            f"附件：{'；'.join(annex.title for annex in document.annexes)}" if document.annexes else "",
        )
        return SearchEntry(
            kind="document", title=document.title, text=head, address=self._addresses.document(document.id),
            facts=tuple(filter(None, facts)), label=self._label(document), number=document.doc_number or "", context=self._origin(document),
            keys=tuple(filter(None, (document.doc_number, document.title))), **self._facets(document),
        )  # fmt: skip

    def issues(self) -> Iterator[SearchEntry]:
        """Their text is what stands in no document: the masthead and the contents, heads between the titles included."""
        texts: defaultdict[str | None, dict[str, None]] = defaultdict(dict)
        for block in self._library.corpus.blocks:
            if block.document_id is None and block.kind != "furniture" and not _WITH_PAGE_RE.search(block.text):
                texts[block.issue_id][block.text] = None
        for issue in self._library.corpus.issues:
            name = f"{issue.district}人民政府公报{issue_words(issue)}"
            titles = dict.fromkeys(entry.title for entry in issue.contents)
            yield SearchEntry(
                kind="issue", title=issue.title or name, text="；".join(titles | texts[issue.id]),
                address=self._addresses.issue(issue.id), number=issue_words(issue), context=issue.district,
                label=tuple(filter(None, (issue_words(issue), date_words(issue.published_on)))),
                keys=tuple(dict.fromkeys((issue.title, name, f"{issue.district}公报{issue_words(issue)}", issue_words(issue)))),
                district=issue.district, year=issue.year, issued_on=issue.published_on,
            )  # fmt: skip

    def sections(self, document: Document, text: SectionText) -> Iterator[SearchEntry]:
        for section in text.sections:
            yield SearchEntry(
                kind="section", title=section.title or document.title, text=section.text,
                address=self._addresses.document(document.id, section.anchor),
                label=self._within(document), context=f"{self._origin(document)} {document.title} {section.path}",
                **self._facets(document),
            )  # fmt: skip

    def tasks(self, document: Document, text: SectionText) -> Iterator[SearchEntry]:
        for task in self._library.tasks.get(document.id, ()):
            units = names_by_role(task)
            roles = {role: tuple(self._unit_id(name, document) for name in names) for role, names in units.items()}
            yield SearchEntry(
                kind="task", title=task_title(task), text=text.lines_text(task.source) or task.text, facts=tuple(_task_facts(task)),
                address=self._addresses.task(task.id),
                label=self._within(document), context=f"{self._origin(document)} {document.title} {' '.join(task.headings)}",
                mentions=tuple(dict.fromkeys(unit_id for ids in roles.values() for unit_id in ids)), roles=roles,
                deadlines=tuple(deadline.date for deadline in task.deadlines if deadline.date), **self._facets(document),
            )  # fmt: skip

    def items(self, document: Document, text: SectionText) -> Iterator[SearchEntry]:
        for item in self._library.items.get(document.id, ()):
            table = self._library.tables.get(item.table_id)
            yield SearchEntry(
                kind="item", title=item.name, text=text.lines_text(item.source), facts=(f"实施机关：{item.agency.name}",),
                address=self._addresses.document(document.id, item_anchor(item)), label=self._within(document),
                context=f"{self._origin(document)} {document.title} {(table.title if table else None) or ''}",
                mentions=(self._unit_id(item.agency, document),), **self._facets(document),
            )  # fmt: skip

    def _unit_id(self, name: UnitName, document: Document) -> str:
        return self._directory.id_of(name, self._library.district_of(document))

    def _label(self, document: Document) -> tuple[str, ...]:
        return tuple(filter(None, (document.doc_number, date_words(document.issued_on), self._library.district_of(document))))

    def _within(self, document: Document) -> tuple[str, ...]:
        return (document.title, *self._label(document))

    def _origin(self, document: Document) -> str:
        """区县、年份、文种、文号: what a reader may add to a query about something in the document."""
        year = (document.issued_on or "")[:4]
        return " ".join(filter(None, (self._library.district_of(document), year and f"{year}年", document.kind, document.doc_number)))

    def _facets(self, document: Document) -> _Facets:
        issue = self._library.issue_of(document)
        year = int(document.issued_on[:4]) if document.issued_on else (issue.year if issue else None)
        return {
            "district": self._library.district_of(document), "year": year, "document_id": document.id, "issued_on": document.issued_on,
        }  # fmt: skip
