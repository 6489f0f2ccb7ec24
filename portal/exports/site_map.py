"""What search engines and browsers ask for at the root of a site: site map, robots.txt, OpenSearch description.

In: a `Context`, and the paths of the pages with the days of their last change. Out: paths and contents. The site map
and the OpenSearch description need whole addresses, so they exist only where the site knows its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from portal.view.addresses import Addresses
from portal.view.context import Context
from portal.view.offers import OPEN_SEARCH
from portal.view.site_text import SiteText

SITE_MAP = "sitemap.xml"
ROBOTS = "robots.txt"
MAX_ADDRESSES = 50_000
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def build_site_map(pages: Sequence[tuple[str, str | None]], context: Context) -> Iterator[tuple[str, bytes]]:
    """`pages` are paths and ISO days (``None``: unknown)."""
    if context.base_url:
        yield from _site_map(pages, context.base_url)


def build_root_files(context: Context) -> Iterator[tuple[str, bytes]]:
    """``robots.txt``, and ``opensearch.xml`` where the site knows its address."""
    if context.base_url:
        yield OPEN_SEARCH, _open_search(context.addresses, context.base_url, context.text)
    yield ROBOTS, _robots(context.base_url)


def _site_map(pages: Sequence[tuple[str, str | None]], base_url: str) -> Iterator[tuple[str, bytes]]:
    """One file, or an index and files of at most `MAX_ADDRESSES`, as the protocol wants it."""
    parts = [pages[start : start + MAX_ADDRESSES] for start in range(0, len(pages), MAX_ADDRESSES)] or [[]]
    if len(parts) == 1:
        yield SITE_MAP, _address_set(parts[0], base_url)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    entries = "".join(f"<sitemap><loc>{escape(base_url + name)}</loc></sitemap>\n" for name in names)
    yield SITE_MAP, f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{entries}</sitemapindex>\n".encode()
    for name, part in zip(names, parts, strict=True):
        yield name, _address_set(part, base_url)


def _address_set(pages: Iterable[tuple[str, str | None]], base_url: str) -> bytes:
    entries = "".join(
        f"<url><loc>{escape(base_url + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n" for path, day in pages
    )
    return f"{_HEAD}<urlset {_NAMESPACE}>\n{entries}</urlset>\n".encode()


def _robots(base_url: str) -> bytes:
    lines = ["User-agent: *", "Allow: /"]
    if base_url:
        lines.append(f"Sitemap: {base_url}{SITE_MAP}")
    return ("\n".join(lines) + "\n").encode()


def _open_search(addresses: Addresses, base_url: str, text: SiteText) -> bytes:
    """The name may have 16 characters and the description 1,024, says the specification."""
    return (
        f'{_HEAD}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(text.title[:16])}</ShortName>\n"
        f"<Description>{escape(text.subtitle[:1024])}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n<Language>zh-cn</Language>\n"
        f'<Image type="image/svg+xml">{escape(base_url + addresses.asset("img/favicon.svg"))}</Image>\n'
        f'<Url type="text/html" template="{escape(base_url + addresses.search())}?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    ).encode()
