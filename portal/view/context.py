"""What every builder of the site starts from: the corpus and all that is worked out of it once, the site's words and address.

In: a `Corpus`, the site's addresses, words and base address. Out: a `Context`, made once a build. Nothing in it changes afterwards, so
its builders may run in any order.
"""

from __future__ import annotations

from dataclasses import dataclass

from parser.model import Corpus

from portal.view.addresses import Addresses
from portal.view.days import ChangeDays, build_change_days
from portal.view.library import Library, build_library
from portal.view.site_text import SiteText
from portal.view.tasks import TaskGroup, TaskViews
from portal.view.units import Directory, build_directory

_ADDRESSES = Addresses()
_TEXT = SiteText()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`groups` are all tasks by document, the latest document first; `base_url` is empty (unknown) or ends in a slash."""

    corpus: Corpus
    library: Library
    directory: Directory
    views: TaskViews
    groups: tuple[TaskGroup, ...]
    days: ChangeDays
    addresses: Addresses
    text: SiteText
    base_url: str


def make_context(corpus: Corpus, addresses: Addresses = _ADDRESSES, text: SiteText = _TEXT, base_url: str = "") -> Context:
    """``base_url="https://example.org/gongbao"`` gets its slash here, and nowhere else."""
    library = build_library(corpus)
    directory = build_directory(library)
    views = TaskViews(library, directory, addresses)
    return Context(
        corpus=corpus, library=library, directory=directory, views=views, groups=views.groups(corpus.tasks),
        days=build_change_days(library, directory), addresses=addresses, text=text,
        base_url=base_url.rstrip("/") + "/" if base_url else "",
    )  # fmt: skip
