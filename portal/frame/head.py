"""What stands in a page's head for machines: the tags of government sites, feeds, the search description, JSON-LD.

In: a `Page`, a `Context`. Out: HTML for the head. Which page it is
follows from its path alone, so the pages themselves know nothing of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from parser.model import Document
from parser.words import issue_words

from portal.frame.structured_data import legislation, organization, script_of
from portal.view.context import Context
from portal.view.offers import FEED_TYPE, OPEN_SEARCH, OPEN_SEARCH_TYPE, district_feeds, has_feed
from portal.view.page import Page, Section
from portal.view.units import UnitEntry

_COLUMNS: Mapping[Section, str] = {
    "home": "首页", "issues": "公报", "documents": "文件", "units": "单位", "tasks": "任务", "deadlines": "时限", "search": "搜索",
    "data": "数据", "quality": "质量",
}  # fmt: skip


class PageHeads:
    """Heads of all pages."""

    def __init__(self, context: Context) -> None:
        library, directory, addresses = context.library, context.directory, context.addresses
        self._library, self._days, self._addresses, self._text, self._base_url = (
            library, context.days, addresses, context.text, context.base_url
        )  # fmt: skip
        self._documents = {addresses.document(document.id): document for document in library.corpus.documents}
        self._units = {addresses.unit(entry.id): entry for entry in directory.entries}
        self._issues = {addresses.issue(issue.id): issue for issue in library.corpus.issues}
        self._district_feeds = dict(district_feeds(library))

    def day_of(self, path: str) -> str | None:
        """The day of the page's last change: a document's, unit's or issue's own, for every other page the newest of all."""
        if document := self._documents.get(path):
            return self._days.documents.get(document.id)
        if entry := self._units.get(path):
            return self._days.units.get(entry.id)
        if issue := self._issues.get(path):
            return self._days.issues.get(issue.id)
        return self._days.newest

    def of(self, page: Page) -> str:
        """The tags of `page`; empty for a page without a place of its own (404)."""
        if page.path.endswith(".html"):
            return ""
        document, entry = self._documents.get(page.path), self._units.get(page.path)
        tags = [*self._meta(page, document), *self._feeds(page, document, entry)]
        if self._base_url:
            href = self._href(OPEN_SEARCH, page)
            tags.append(f'<link rel="search" type="{OPEN_SEARCH_TYPE}" title="{escape(self._text.title)}" href="{href}">')
        if data := self._data_of(document, entry):
            tags.append(f'<link rel="alternate" type="application/json" title="数据" href="{self._href(data, page)}">')
        if document:
            tags.append(script_of(legislation(document, self._library, self._base_url)))
        elif entry:
            tags.append(script_of(organization(entry, self._base_url)))
        return "".join(tags)

    def _data_of(self, document: Document | None, entry: UnitEntry | None) -> str:
        """The file of `portal.exports.record_files`, which units outside the registry do not have."""
        if document:
            return self._addresses.data_file(f"documents/{document.id}.json")
        return self._addresses.data_file(f"units/{entry.id}.json") if entry and entry.unit else ""

    def _meta(self, page: Page, document: Document | None) -> Iterator[str]:
        yield _tag("SiteName", self._text.title)
        if page.section:
            yield _tag("ColumnName", _COLUMNS[page.section])
        if not document:
            if page.description:
                yield _tag("ColumnDescription", page.description)
            return
        yield _tag("ArticleTitle", document.title)
        if day := self._days.documents.get(document.id):
            yield _tag("PubDate", day)
        if source := self._source(document):
            yield _tag("ContentSource", source)

    def _source(self, document: Document) -> str:
        issue = self._library.issue_of(document)
        return f"{issue.title}{issue_words(issue)}" if issue else document.issuer or ""

    def _feeds(self, page: Page, document: Document | None, entry: UnitEntry | None) -> Iterator[str]:
        yield self._feed(page, self._addresses.feed(), f"{self._text.title}：新文件")
        district = self._library.district_of(document) if document else entry.district if entry else ""
        if district in self._district_feeds:
            yield self._feed(page, self._addresses.feed(self._district_feeds[district]), f"{district}：新文件")
        if entry and has_feed(entry):
            yield self._feed(page, self._addresses.unit_file(entry.id, "feed.xml"), f"{entry.name}：新任务")

    def _feed(self, page: Page, target: str, title: str) -> str:
        return f'<link rel="alternate" type="{FEED_TYPE}" title="{escape(title)}" href="{self._href(target, page)}">'

    def _href(self, target: str, page: Page) -> str:
        return escape(self._addresses.relative(target, page.path))


def _tag(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">'
