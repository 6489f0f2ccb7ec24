"""What a page is before it gets its frame: the seam between the pages, the search index and the frame.

In: nothing. Out: the record `Page`. `portal.pages` makes them, `portal.frame` puts the theme's header, navigation and footer around them,
 the search index reads what it needs from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Section = Literal["home", "issues", "documents", "units", "tasks", "deadlines", "search", "data", "quality"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TocEntry:
    """One line of 本页目录: `anchor` without ``#``; `level` from 1."""

    title: str
    anchor: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site.

    `path` is its target as `Addresses` gives it (``documents/x/``; empty for the home page; ``404.html`` for a bare file).
    `title` and `description` are plain text, `content` is finished HTML of the main column, its ``<h1>`` included.
    `section` is the entry of the main navigation that is marked as the current one.
    `toc` gives the column beside the text; empty leaves the column out.
    `scripts` are the page's own scripts, as paths within ``assets/``, loaded deferred in this order.
    """

    path: str
    title: str
    content: str
    section: Section | None = None
    description: str = ""
    toc: tuple[TocEntry, ...] = ()
    scripts: tuple[str, ...] = ()
