"""A corpus narrowed to one district: for a site of that district alone.

In: a `Corpus` and the district's name (张店区) or slug (zhangdian). Out: a `Corpus` of its documents and everything that hangs on them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from parser.errors import GazetteError
from parser.model import Block, Citation, Corpus, Diagnostic, Document, Issue, Unit

from portal.view.library import Library, build_library


class DistrictError(GazetteError):
    """There is no such district in the corpus; the message names those there are."""


class _OfDocument(Protocol):
    @property
    def document_id(self) -> str: ...


_R = TypeVar("_R", bound=_OfDocument)
_D = TypeVar("_D", Issue, Unit)
_F = TypeVar("_F", Block, Diagnostic)


def narrow(corpus: Corpus, district: str) -> Corpus:
    """The part of `corpus` that belongs to `district`; citations of other districts' documents keep their words and lose the link.

    Raises `DistrictError` for a district without documents.
    """
    library = build_library(corpus)
    name = _name(library, district)
    documents = tuple(document for document in corpus.documents if library.district_of(document) == name)
    ids = {document.id for document in documents}
    issues = _of_district(corpus.issues, name)
    files = {document.source.file for document in documents} | {issue.source.file for issue in issues}
    return Corpus(
        issues=issues,
        documents=tuple(_without_links(document, ids) for document in documents),
        tasks=_of(corpus.tasks, ids),
        tables=_of(corpus.tables, ids),
        items=_of(corpus.items, ids),
        rosters=_of(corpus.rosters, ids),
        units=_of_district(corpus.units, name),
        blocks=_in_files(corpus.blocks, files),
        diagnostics=_in_files(corpus.diagnostics, files),
    )


def _of_district(records: Iterable[_D], name: str) -> tuple[_D, ...]:
    return tuple(record for record in records if record.district == name)


def _in_files(records: Iterable[_F], files: set[str]) -> tuple[_F, ...]:
    return tuple(record for record in records if record.source.file in files)


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
