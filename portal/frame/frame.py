"""The page frame: Material for MkDocs around our finished pages. The only module that touches MkDocs.

In: ``mkdocs.yml``, ``site_templates/frame/``, the site's assets, words and sections. Out: a `Frame`, whose `fill` turns a
`Page` into a whole HTML document, and whose `files` are the theme's files that those documents ask for.

The theme is rendered once for each depth of folder with marks in place of what differs from page to page; after that a page
costs one join of strings. Text put into a slot is never looked at again, so nothing in a gazette can act as a mark.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page as ThemePage

from parser.errors import GazetteError

from portal.frame.assets import Assets
from portal.frame.content_policy import content_policy
from portal.view.addresses import Addresses
from portal.view.page import Page, Section, TocEntry
from portal.view.site_text import SiteText

NOT_FOUND = "404.html"
_MARK_RE = re.compile("\ue000([a-z_]+)\ue001")
_BETWEEN_TAGS_RE = re.compile(r">\s*\n\s*<")
_LINE_BREAK_RE = re.compile(r"\s*\n\s*")
_SOURCE_MAP_RE = re.compile(rb"\s*/\*# sourceMappingURL=[^*]*\*/\s*$")


class FrameError(GazetteError):
    """The theme or ``mkdocs.yml`` is not as the site needs it; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NavEntry:
    """An entry of the main navigation. `footer_label`, where given, puts a link into the footer, too."""

    section: Section
    label: str
    target: str
    footer_label: str | None = None


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """The rendered theme cut at its marks: `texts` has one entry more than `slots`."""

    texts: tuple[str, ...]
    slots: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        pieces = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            pieces.append(values.get(slot, ""))
            pieces.append(text)
        return "".join(pieces)


class _Slots:
    """What the template sees as ``slots``: every name gives its mark."""

    def __getattr__(self, name: str) -> str:
        return f"\ue000{name}\ue001"

    __getitem__ = __getattr__


class Frame:
    """See the module. `base_url` (``https://example.org/gongbao/``) gives pages their canonical address; empty leaves it out."""

    def __init__(
        self, config_file: Path, assets: Assets, entries: Sequence[NavEntry], addresses: Addresses, text: SiteText, base_url: str = ""
    ) -> None:
        self._config = _load(config_file)
        self._assets = assets
        self._entries = tuple(entries)
        self._addresses = addresses
        self._text = text
        self._base_url = base_url.rstrip("/") + "/" if base_url else ""
        self._skeletons: dict[str, _Skeleton] = {}

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The theme's style sheets by path; without the pointers to source maps, which are not published."""
        files = {path: (self._theme_folder() / path).read_bytes() for path in self._theme_styles.values()}
        return MappingProxyType({path: _SOURCE_MAP_RE.sub(b"\n", content) for path, content in sorted(files.items())})

    def fill(self, page: Page, head: str = "") -> str:
        """The whole HTML document of `page`; `head` is finished HTML for its head."""
        base = self._base(page.path)
        skeleton = self._skeletons.get(base)
        if skeleton is None:
            skeleton = self._skeletons[base] = self._render(base)
        return skeleton.fill(
            {
                "title": escape(f"{page.title} - {self._text.title}" if page.path else self._text.title, quote=False),
                "description": escape(page.description or self._text.subtitle),
                "head": self._canonical(page.path) + head,
                "scripts": "".join(f'<script src="{base}{self._versioned(name)}" defer></script>' for name in page.scripts),
                f"section_{page.section}": ' aria-current="page"',
                "toc": toc_html(page.toc),
                "content": page.content,
            }
        )

    def _base(self, path: str) -> str:
        """A page for addresses that do not exist is shown at any depth, so its links start at the site's root."""
        if path == NOT_FOUND and self._base_url:
            return urlsplit(self._base_url).path
        return self._addresses.base(path)

    def _canonical(self, path: str) -> str:
        if not self._base_url or path == NOT_FOUND:
            return ""
        return f'<link rel="canonical" href="{escape(self._base_url + path)}">'

    def _versioned(self, name: str) -> str:
        path = self._addresses.asset(name)
        if path not in self._assets.files:
            raise FrameError(f"页面要用的文件不存在：{path}（site_templates/ 的 css、js、img 里没有）")
        return self._assets.versioned(path)

    def _render(self, base: str) -> _Skeleton:
        files = Files([])
        file = File("index.md", src_dir=None, dest_dir=self._config.site_dir, use_directory_urls=True)
        theme_page = ThemePage("", file, self._config)
        context: dict[str, Any] = dict(get_context(get_navigation(files, self._config), files, self._config, theme_page))
        context.update(
            slots=_Slots(),
            link=lambda target: escape(self._addresses.from_base(target, base)),
            asset=lambda path: base + self._assets.versioned(path),
            theme_css={name: base + path for name, path in self._theme_styles.items()},
            frame_styles=self._present("styles"),
            frame_scripts=self._present("scripts"),
            sections=self._entries,
            text=self._text,
            policy=content_policy(from_folder=self._addresses.index_html),
        )
        return _cut(self._config.theme.get_env().get_template("main.html").render(context))

    def _present(self, setting: str) -> list[str]:
        return [path for path in self._config.extra.get(setting, ()) if path in self._assets.files]

    @cached_property
    def _theme_styles(self) -> dict[str, str]:
        folder = self._theme_folder()
        found = {}
        for name in ("main", "palette"):
            matches = sorted(folder.glob(f"assets/stylesheets/{name}.*.min.css"))
            if len(matches) != 1:
                raise FrameError(f"主题里找不到样式表 {name}：请按 requirements.lock 重新安装 mkdocs-material（make clean 后再试）。")
            found[name] = matches[0].relative_to(folder).as_posix()
        return found

    def _theme_folder(self) -> Path:
        for folder in map(Path, self._config.theme.dirs):
            if (folder / "assets" / "stylesheets").is_dir():
                return folder
        raise FrameError("找不到 Material 主题：请按 requirements.lock 重新安装 mkdocs-material（make clean 后再试）。")


def toc_html(entries: Sequence[TocEntry]) -> str:
    """本页目录 as a list that folds; empty without entries."""
    if not entries:
        return ""
    lines = "".join(
        f'<li class="gp-toc__{min(entry.level, 4)}"><a href="#{escape(entry.anchor)}">{escape(entry.title)}</a></li>' for entry in entries
    )
    return f'<details class="gp-toc"><summary>本页目录</summary><nav aria-label="本页目录"><ul>{lines}</ul></nav></details>'


def _load(config_file: Path) -> MkDocsConfig:
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        return load_config(str(config_file))
    except Exception as error:  # MkDocs raises several kinds, down to SystemExit's cousins
        raise FrameError(f"mkdocs.yml 有错误：{error}") from error


def _cut(html: str) -> _Skeleton:
    html = _LINE_BREAK_RE.sub("\n", _BETWEEN_TAGS_RE.sub("><", html)).strip() + "\n"
    pieces = _MARK_RE.split(html)
    return _Skeleton(tuple(pieces[::2]), tuple(pieces[1::2]))
