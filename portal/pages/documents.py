"""The pages of the documents: the list by year and district, and one page for each document.

In: a `Context`, a `PageMaker`. Out: `Page`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from parser.model import Block, Document
from parser.words import issue_words

from portal.pages.document_text import DocumentText
from portal.pages.task_rows import TaskRows
from portal.pages.templates import Crumb, PageMaker
from portal.view.context import Context
from portal.view.library import Library
from portal.view.page import Page, TocEntry
from portal.view.tasks import TaskViews
from portal.view.words import RELATION_WORDS, citation_words, document_words, validity_words, years_of

_UNDATED = "日期不详"


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in a list."""

    document: Document
    target: str
    task_count: int


@dataclass(frozen=True, slots=True)
class DocumentShelf:
    """The documents of one district and year."""

    district: str
    year: str
    anchor: str
    lines: tuple[DocumentLine, ...]


def build_document_pages(context: Context, maker: PageMaker) -> Iterator[Page]:
    """``documents/`` and a page for each document, in corpus order."""
    yield _list_page(context.library, maker)
    for document in context.corpus.documents:
        yield _document_page(document, context.library, context.views, maker)


def document_lines(documents: Iterable[Document], library: Library, maker: PageMaker) -> tuple[DocumentLine, ...]:
    return tuple(
        DocumentLine(document, maker.addresses.document(document.id), len(library.tasks.get(document.id, ()))) for document in documents
    )


def _list_page(library: Library, maker: PageMaker) -> Page:
    shelves = tuple(_shelves(library, maker))
    return maker.page(
        maker.addresses.documents(), "documents.html.j2", title="文件", section="documents",
        description=f"收录文件 {len(library.corpus.documents)} 份，按年份和区县排列。",
        crumbs=(Crumb("首页", maker.addresses.home()),),
        toc=tuple(TocEntry(title=f"{shelf.year} {shelf.district}", anchor=shelf.anchor) for shelf in shelves),
        shelves=shelves,
        count=len(library.corpus.documents),
    )  # fmt: skip


def _shelves(library: Library, maker: PageMaker) -> Iterator[DocumentShelf]:
    documents = library.corpus.documents
    by_shelf: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        year = f"{document.issued_on[:4]}年" if document.issued_on else _UNDATED
        by_shelf.setdefault((year, library.district_of(document)), []).append(document)
    districts = tuple(dict.fromkeys(district for _, district in by_shelf))
    years = tuple(f"{year}年" for year in years_of([document.issued_on for document in documents]))
    for year in (*years, _UNDATED):
        for district in districts:
            found = by_shelf.get((year, district))
            if found:
                found.sort(key=lambda document: document.issued_on or "", reverse=True)
                anchor = f"{library.district_slug(district)}-{year[:4] if year != _UNDATED else 'undated'}"
                yield DocumentShelf(district or "区县不详", year, anchor, document_lines(found, library, maker))


def _document_page(document: Document, library: Library, views: TaskViews, maker: PageMaker) -> Page:
    addresses = maker.addresses
    path = addresses.document(document.id)
    link = maker.link_from(path)
    text = DocumentText(document, library, views, link)
    issue = library.issue_of(document)
    tasks = library.tasks.get(document.id, ())
    rows = TaskRows(views, link)
    cited = tuple(citation for citation in document.citations if citation.document_id and citation.document_id != document.id)
    citing = tuple(library.documents[key] for key in library.citing.get(document.id, ()) if key in library.documents)
    return maker.page(
        path, "document.html.j2", title=document.title, section="documents",
        description=document_words(document, len(tasks)),
        crumbs=_crumbs(document, library, maker),
        toc=(*text.toc, *_end_toc(bool(tasks), bool(cited or citing))) if text.toc else (),
        scripts=("js/pages.js",),
        link=link,
        document=document,
        district=library.district_of(document),
        issue=issue,
        text=text.html,
        annexes=tuple((annex, text.annex_anchors.get(number, "")) for number, annex in enumerate(document.annexes, 1)),
        task_rows=Markup("".join(map(rows.of_document, tasks))),
        task_count=len(tasks),
        item_count=len(library.items.get(document.id, ())),
        other_citations=tuple(citation for citation in document.citations if not citation.document_id),
        cited=cited,
        citing=citing,
        validity=validity_words(document),
        RELATION_WORDS=RELATION_WORDS,
        citation=citation_words(document, issue, library.district_of(document)),
        furniture=_furniture_count(library.blocks.get(document.id, ())),
    )  # fmt: skip


def _crumbs(document: Document, library: Library, maker: PageMaker) -> tuple[Crumb, ...]:
    issue = library.issue_of(document)
    crumbs = [Crumb("首页", maker.addresses.home()), Crumb("文件", maker.addresses.documents())]
    if issue:
        crumbs.append(Crumb(f"{issue.district}公报{issue_words(issue)}", maker.addresses.issue(issue.id)))
    return tuple(crumbs)


def _end_toc(has_tasks: bool, has_citations: bool) -> Iterator[TocEntry]:
    if has_tasks:
        yield TocEntry(title="本文件的任务", anchor="tasks")
    if has_citations:
        yield TocEntry(title="引用与被引用", anchor="citations")
    yield TocEntry(title="出处", anchor="source")


def _furniture_count(blocks: Iterable[Block]) -> int:
    return sum(len(block.lines) for block in blocks if block.kind == "furniture")
