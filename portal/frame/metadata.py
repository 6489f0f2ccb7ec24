"""Everything that speaks to machines, in one place: heads of pages, feeds, site map.

In: a `Corpus`, addresses, the site's words and address. Out: the head of each page, asked for page by page, and afterwards the files.
"""

from __future__ import annotations

from collections.abc import Iterator

from parser.model import Corpus

from portal.exports.feeds import FeedMaker
from portal.exports.site_map import build_site_map_files
from portal.frame.head import PageHeads
from portal.view.addresses import Addresses
from portal.view.days import build_change_days
from portal.view.library import build_library
from portal.view.page import Page
from portal.view.site_text import SiteText
from portal.view.units import build_directory


class MachineData:
    """Remembers the paths of the pages whose heads were asked for: they are what the site map lists."""

    def __init__(self, corpus: Corpus, addresses: Addresses, text: SiteText, base_url: str) -> None:
        self._addresses, self._text = addresses, text
        self._base_url = base_url.rstrip("/") + "/" if base_url else ""
        library = build_library(corpus)
        directory = build_directory(library)
        days = build_change_days(library, directory)
        self._heads = PageHeads(library, directory, days, addresses, text, self._base_url)
        self._feeds = FeedMaker(library, directory, days, addresses, text, self._base_url)
        self._listed: list[tuple[str, str | None]] = []

    def head(self, page: Page) -> str:
        """HTML for the head of `page`."""
        if not page.path.endswith(".html"):
            self._listed.append((page.path, self._heads.day_of(page.path)))
        return self._heads.of(page)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Feeds, site map, robots.txt, OpenSearch description."""
        yield from self._feeds.files()
        yield from build_site_map_files(self._listed, self._addresses, self._base_url, self._text)
