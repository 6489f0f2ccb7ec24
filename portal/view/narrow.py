"""A corpus narrowed to one district: for a site of that district alone.

In: a `Corpus` and the district's name (张店区) or slug (zhangdian). Out: a `Corpus` of its documents and everything that hangs on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from parser.model import Citation, Corpus, Document

from portal.view.library import Library, build_library


class DistrictError(ValueError):
    """There is no such district in the corpus; the message names those there are."""


class _OfDocument(Protocol):
    @property
    def document_id(self) -> str: ...


_R = TypeVar("_R", bound=_OfDocument)


def narrow(corpus: Corpus, district: str) -> Corpus:
    """The part of `corpus` that belongs to `district`; citations of other districts' documents keep their words and lose the link.

    Raises `DistrictError` for a district without documents.
    """
    library = build_library(corpus)
    name = _name(library, district)
    documents = tuple(document for document in corpus.documents if library.district_of(document) == name)
    ids = {document.id for document in documents}
    issues = tuple(issue for issue in corpus.issues if issue.district == name)
    files = {document.source.file for document in documents} | {issue.source.file for issue in issues}
    return Corpus(
        issues=issues,
        documents=tuple(_without_links(document, ids) for document in documents),
        tasks=_of(corpus.tasks, ids),
        tables=_of(corpus.tables, ids),
        items=_of(corpus.items, ids),
        rosters=_of(corpus.rosters, ids),
        units=tuple(unit for unit in corpus.units if unit.district == name),
        blocks=tuple(block for block in corpus.blocks if block.source.file in files),
        diagnostics=tuple(diagnostic for diagnostic in corpus.diagnostics if diagnostic.source.file in files),
    )


def _name(library: Library, district: str) -> str:
    names = {library.district_of(document) for document in library.corpus.documents} - {""}
    for name in names:
        if district in (name, library.district_slug(name)):
            return name
    raise DistrictError(f"没有“{district}”的文件。有文件的区县是：{'、'.join(sorted(names))}。")


def _of(records: Iterable[_R], ids: set[str]) -> tuple[_R, ...]:
    return tuple(record for record in records if record.document_id in ids)


def _without_links(document: Document, ids: set[str]) -> Document:
    citations = tuple(_kept(citation, ids) for citation in document.citations)
    return replace(document, citations=citations)


def _kept(citation: Citation, ids: set[str]) -> Citation:
    return citation if citation.document_id in ids else replace(citation, document_id=None)
