"""A corpus with its records at hand: by id, by document, by issue, in the order of the text.

In: a `parser.model.Corpus`. Out: a `Library`, built once and handed to every page. Looks things up, decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from parser.model import Block, Corpus, Diagnostic, Document, Issue, Item, Roster, Table, Task, Unit

from portal.view.slugs import district_slug


class _OfDocument(Protocol):
    @property
    def document_id(self) -> str | None: ...


_R = TypeVar("_R", bound=_OfDocument)


@dataclass(frozen=True, slots=True)
class Library:
    """Records by id and by document. `blocks`, `tasks` … map a document's id to its records; a missing key means none.

    `citing` maps a document's id to the ids of the documents that cite it, in corpus order. `district_slugs` maps a district's
    Chinese name to the part of addresses that stands for it.
    """

    corpus: Corpus
    issues: Mapping[str, Issue]
    documents: Mapping[str, Document]
    units: Mapping[str, Unit]
    tables: Mapping[str, Table]
    blocks: Mapping[str, tuple[Block, ...]]
    tasks: Mapping[str, tuple[Task, ...]]
    items: Mapping[str, tuple[Item, ...]]
    rosters: Mapping[str, tuple[Roster, ...]]
    citing: Mapping[str, tuple[str, ...]]
    diagnostics: Mapping[str, tuple[Diagnostic, ...]]
    district_slugs: Mapping[str, str]

    def issue_of(self, document: Document) -> Issue | None:
        return self.issues.get(document.issue_id) if document.issue_id else None

    def documents_of(self, issue: Issue) -> tuple[Document, ...]:
        return tuple(self.documents[key] for key in issue.document_ids if key in self.documents)

    def district_of(self, document: Document) -> str:
        """The district's Chinese name; its issue's where the document has none; empty where neither is known."""
        issue = self.issue_of(document)
        return document.district or (issue.district if issue else "")

    def district_slug(self, district: str) -> str:
        return self.district_slugs.get(district) or district_slug(district)

    @property
    def files(self) -> tuple[str, ...]:
        """The input files that left anything behind, in the order of their names."""
        seen = {block.source.file for block in self.corpus.blocks}
        return tuple(sorted(seen | {diagnostic.source.file for diagnostic in self.corpus.diagnostics}))


def build_library(corpus: Corpus) -> Library:
    """Index `corpus`. Records that name a document the corpus does not hold stay reachable under that id."""
    by_file: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in corpus.diagnostics:
        by_file[diagnostic.source.file].append(diagnostic)
    return Library(
        corpus=corpus,
        issues={issue.id: issue for issue in corpus.issues},
        documents={document.id: document for document in corpus.documents},
        units={unit.id: unit for unit in corpus.units},
        tables={table.id: table for table in corpus.tables},
        blocks=_by_document(sorted(corpus.blocks, key=lambda block: block.seq)),
        tasks=_by_document(corpus.tasks),
        items=_by_document(corpus.items),
        rosters=_by_document(corpus.rosters),
        citing=_citing(corpus.documents),
        diagnostics={file: tuple(found) for file, found in by_file.items()},
        district_slugs=_district_slugs(corpus),
    )


def _by_document(records: Iterable[_R]) -> dict[str, tuple[_R, ...]]:
    found: defaultdict[str, list[_R]] = defaultdict(list)
    for record in records:
        if record.document_id is not None:
            found[record.document_id].append(record)
    return {key: tuple(group) for key, group in found.items()}


def _citing(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for document in documents:
        for citation in document.citations:
            if citation.document_id and citation.document_id != document.id:
                found[citation.document_id][document.id] = None
    return {key: tuple(ids) for key, ids in found.items()}


def _district_slugs(corpus: Corpus) -> dict[str, str]:
    slugs = {unit.district: unit.id.split("/")[0] for unit in corpus.units}
    return slugs | {issue.district: issue.id.split("/")[0] for issue in corpus.issues}
