"""The pages of the issues: the list by district, and one page for each 公报期.

In: a `Context`, a `PageMaker`. Out: `Page`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parser.model import ContentsEntry, Document, Issue
from parser.words import date_words, issue_words

from portal.pages.documents import document_lines
from portal.pages.templates import Crumb, PageMaker
from portal.view.context import Context
from portal.view.library import Library
from portal.view.page import Page, TocEntry

_SECTIONS = (("文件", "documents"), ("目录", "contents"), ("出处", "source"))
_PLAIN_RE = re.compile(r"[\s《》〈〉“”\"'（）()〔〕\[\]【】,，、。:：]+")


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One issue in a list."""

    issue: Issue
    target: str
    document_count: int
    task_count: int


@dataclass(frozen=True, slots=True)
class IssueShelf:
    """The issues of one district, latest first."""

    district: str
    anchor: str
    lines: tuple[IssueLine, ...]


def build_issue_pages(context: Context, maker: PageMaker) -> Iterator[Page]:
    """``issues/`` and a page for each issue, in corpus order."""
    yield _list_page(context.library, maker)
    for issue in context.corpus.issues:
        yield _issue_page(issue, context.library, maker)


def issue_lines(library: Library, maker: PageMaker) -> tuple[IssueLine, ...]:
    """All issues, the latest first."""
    issues = sorted(library.corpus.issues, key=_age, reverse=True)
    return tuple(
        IssueLine(issue, maker.addresses.issue(issue.id), len(library.documents_of(issue)), _task_count(issue, library)) for issue in issues
    )


def loose_documents(library: Library) -> tuple[Document, ...]:
    """Documents that stand alone, outside any issue."""
    return tuple(document for document in library.corpus.documents if library.issue_of(document) is None)


def _age(issue: Issue) -> tuple[int, int, str]:
    return issue.year or 0, issue.number or 0, issue.published_on or ""


def _task_count(issue: Issue, library: Library) -> int:
    return sum(len(library.tasks.get(key, ())) for key in issue.document_ids)


def _list_page(library: Library, maker: PageMaker) -> Page:
    lines = issue_lines(library, maker)
    shelves = tuple(
        IssueShelf(district, library.district_slug(district), tuple(line for line in lines if line.issue.district == district))
        for district in dict.fromkeys(issue.district for issue in library.corpus.issues)
    )
    return maker.page(
        maker.addresses.issues(), "issues.html.j2", title="公报", section="issues",
        description=f"收录政府公报 {len(lines)} 期。",
        crumbs=(Crumb("首页", maker.addresses.home()),),
        toc=tuple(TocEntry(title=shelf.district, anchor=shelf.anchor) for shelf in shelves),
        shelves=shelves, count=len(lines), loose=loose_documents(library),
    )  # fmt: skip


def _issue_page(issue: Issue, library: Library, maker: PageMaker) -> Page:
    documents = library.documents_of(issue)
    found = library.diagnostics.get(issue.source.file, ())
    return maker.page(
        maker.addresses.issue(issue.id), "issue.html.j2", title=f"{issue.title} {issue_words(issue)}", section="issues",
        description=f"{issue.district}公报{issue_words(issue)}，{date_words(issue.published_on)}出版，收录文件 {len(documents)} 份。",
        crumbs=(Crumb("首页", maker.addresses.home()), Crumb("公报", maker.addresses.issues())),
        toc=tuple(TocEntry(title=title, anchor=anchor) for title, anchor in _SECTIONS if anchor != "contents" or issue.contents),
        issue=issue,
        lines=document_lines(documents, library, maker),
        entries=tuple((entry, _target(entry, documents, maker)) for entry in issue.contents),
        task_count=_task_count(issue, library),
        diagnostic_count=sum(diagnostic.severity != "info" for diagnostic in found),
    )  # fmt: skip


def _target(entry: ContentsEntry, documents: tuple[Document, ...], maker: PageMaker) -> str:
    """The document an entry of the 目录 announces, as the parser says; else by 文号 or by title without punctuation; empty without one."""
    if entry.document_id:
        return maker.addresses.document(entry.document_id)
    for document in documents:
        if entry.doc_number and entry.doc_number == document.doc_number:
            return maker.addresses.document(document.id)
    title = _plain(entry.title)
    for document in documents:
        own = _plain(document.title)
        if own == title or (len(title) > 8 and own.endswith(title)):
            return maker.addresses.document(document.id)
    return ""


def _plain(title: str) -> str:
    return _PLAIN_RE.sub("", title)
