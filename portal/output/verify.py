"""The check of a finished site before it is put online: links, places, sizes, and nothing from another host.

In: the folder of a site. Out: a `SiteCheck`: counts, and a sentence for each fault. Reads only what is on disk, and parses each
page once. A link that a reader may follow to another site is a fault, too: the site has none of its own, and text of a gazette
never becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

from parser.errors import GazetteError

from portal.view.addresses import file_of, folder_of

MAX_SITE_BYTES = 1_000_000_000
MAX_PAGE_BYTES = 1_500_000
_SHOWN_FAULTS = 50
_LINKS = {"href", "src", "action", "srcset", "poster", "data", "formaction"}
_NO_REQUEST = ("mailto", "tel", "data")
_CSS_ADDRESS_RE = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
_JS_ADDRESS_RE = re.compile(r"""["'`]((?:https?:|wss?:)?//[A-Za-z0-9][^"'`\s]*)""")
_NAMESPACES = ("http://www.w3.org/",)


class VerifyError(GazetteError):
    """There is no site to check; the message says where it was looked for."""


@dataclass(slots=True, kw_only=True)
class SiteCheck:
    """`links` counts every internal link, `anchors` those that name a place within a page; `faults` is empty for a good site."""

    pages: int = 0
    files: int = 0
    bytes: int = 0
    links: int = 0
    anchors: int = 0
    heaviest: tuple[str, int] = ("", 0)
    faults: list[str] = field(default_factory=list)

    @property
    def shown_faults(self) -> list[str]:
        """The first faults, and how many more there are."""
        more = len(self.faults) - _SHOWN_FAULTS
        return self.faults[:_SHOWN_FAULTS] + ([f"……还有 {more} 处"] if more > 0 else [])


class _PageReader(HTMLParser):
    """Gathers links with the element they stand on, and the ids of one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str, str]] = []
        self.ids: set[str] = set()
        self.faults: list[str] = []
        self._rel = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if "id" in values:
            if values["id"] in self.ids:
                self.faults.append(f"id 重复：{values['id']}")
            self.ids.add(values["id"])
        if tag == "base" or (tag == "meta" and values.get("http-equiv", "").lower() == "refresh" and "://" in values.get("content", "")):
            self.faults.append(f"不该有的元素：<{tag}>")
        if "style" in values and _CSS_ADDRESS_RE.search(values["style"]):
            self.faults.append(f"样式里有站外地址：{values['style']}")
        rel = values.get("rel", "")
        for name in _LINKS & set(values):
            self.links.append((tag, rel, values[name]))


def verify_site(folder: Path, base_url: str = "") -> SiteCheck:
    """Check the site in `folder`. `base_url` is its own address: the only one that may stand in canonical links.

    Without it, the canonical link of the home page says which it is. Raises `VerifyError` where there is no site.
    """
    if not (folder / "index.html").is_file():
        raise VerifyError(f"{folder} 里没有网站（找不到 index.html）。请先运行 make site，或者写对文件夹。")
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}
    check = SiteCheck(files=len(sizes), bytes=sum(sizes.values()))
    if check.bytes > MAX_SITE_BYTES:
        check.faults.append(f"整个网站 {check.bytes / 1e6:.0f} MB，超过 GitHub Pages 的 1 GB。")
    readers = {path: _read(folder / path) for path in sizes if path.endswith(".html")}
    check.pages = len(readers)
    for path, reader in readers.items():
        _check_page(path, reader, sizes, readers, base_url or _own_address(readers), check)
    for path in sizes:
        if path.endswith((".css", ".js")):
            text = (folder / path).read_text(encoding="utf-8")
            check.faults += [f"{path}：站外地址 {address}" for address in foreign_addresses(path, text)]
    return check


def foreign_addresses(path: str, text: str) -> Iterator[str]:
    """Addresses of other hosts that a style sheet or a script could ask for."""
    pattern = _CSS_ADDRESS_RE if path.endswith(".css") else _JS_ADDRESS_RE
    for match in pattern.finditer(text):
        if not match[1].startswith(_NAMESPACES):
            yield match[1]


def _read(path: Path) -> _PageReader:
    reader = _PageReader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader


def _own_address(readers: Mapping[str, _PageReader]) -> str:
    return next((link for tag, rel, link in readers["index.html"].links if tag == "link" and rel == "canonical"), "")


def _check_page(
    path: str, reader: _PageReader, sizes: Mapping[str, int], readers: Mapping[str, _PageReader], base_url: str, check: SiteCheck
) -> None:
    check.faults += [f"{path}：{fault}" for fault in reader.faults]
    if sizes[path] > MAX_PAGE_BYTES:
        check.faults.append(f"{path}：{sizes[path] / 1e6:.1f} MB，一页不能超过 1.5 MB。")
    if sizes[path] > check.heaviest[1]:
        check.heaviest = (path, sizes[path])
    for tag, rel, link in reader.links:
        parts = urlsplit(link)
        if parts.scheme in _NO_REQUEST:
            continue
        check.links += 1
        check.anchors += bool(parts.fragment)
        if fault := _link_fault(path, tag, rel, link, sizes, readers, base_url):
            check.faults.append(f"{path}：{link}（{fault}）")


def _link_fault(
    path: str, tag: str, rel: str, link: str, sizes: Mapping[str, int], readers: Mapping[str, _PageReader], base_url: str
) -> str:
    parts = urlsplit(link)
    if not (parts.scheme or parts.netloc):
        inside = _within_base(path, parts.path, base_url)
    elif tag == "link" and rel == "canonical" and base_url and link.startswith(base_url):
        inside = "/" + link.removeprefix(base_url)
    else:
        return "站外地址"
    target = _target(path, inside)
    if target not in sizes:
        return "没有这个文件"
    place = unquote(parts.fragment)
    if place and (target not in readers or place not in readers[target].ids):
        return "没有这个位置"
    return ""


def _within_base(path: str, inside: str, base_url: str) -> str:
    """The page for what is not found stands at any depth: its links begin with the path of the site."""
    base = urlsplit(base_url).path
    return "/" + inside.removeprefix(base) if path == "404.html" and base_url and inside.startswith(base) else inside


def _target(path: str, inside: str) -> str:
    """The file that a link from `path` leads to."""
    if not inside:
        return path
    arrived = normpath(join("/", folder_of(path), unquote(inside))).lstrip("/")
    return file_of(arrived + "/" if arrived and inside.endswith("/") else arrived)
