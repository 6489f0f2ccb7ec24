"""Templates and links: how a page's content is made from view records.

In: a template's name and values. Out: `Page`. Autoescape is always on and an undefined name is an error: text of a gazette can
never become markup, and a forgotten value never becomes an empty place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from parser.words import SEVERITY_NAMES, date_words, issue_words, source_words

from portal.pages.fragments import deadline_spans, unit_links
from portal.view.addresses import Addresses
from portal.view.page import Page, Section, TocEntry
from portal.view.words import MARK_MEANINGS, MARK_WORDS, ROLE_WORDS, file_anchor

TEMPLATE_FOLDER = Path(__file__).resolve().parents[2] / "site_templates" / "pages"
Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the home page; `target` is a target of `Addresses`."""

    title: str
    target: str


@dataclass(frozen=True, slots=True)
class PageMaker:
    """Makes pages: `addresses` for the links, `environment` for the templates. Remembers the links of each depth of folder."""

    addresses: Addresses
    environment: Environment
    _made: dict[str, dict[str, str]] = field(default_factory=dict)

    def link_from(self, path: str) -> Link:
        """A function from a target to the ``href`` that leads there from the page at `path`."""
        base = self.addresses.base(path)
        made = self._made.setdefault(base, {})

        def link(target: str) -> str:
            href = made.get(target)
            if href is None:
                href = made[target] = self.addresses.from_base(target, base)
            return href

        return link

    def page(
        self, path: str, template: str, *, title: str, section: Section | None, description: str = "",
        crumbs: tuple[Crumb, ...] = (), toc: tuple[TocEntry, ...] = (), scripts: tuple[str, ...] = (), **values: object,
    ) -> Page:  # fmt: skip
        """Render `template` with `values`; every template also has `link`, `title`, `crumbs` and `addresses`."""
        context: dict[str, object] = {"link": self.link_from(path), "title": title, "crumbs": crumbs, "addresses": self.addresses}
        content = self.environment.get_template(template).render(context | values)
        return Page(path=path, title=title, content=content, section=section, description=description, toc=toc, scripts=scripts)


def make_page_maker(addresses: Addresses) -> PageMaker:
    """Templates come from ``site_templates/pages/``."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )  # fmt: skip
    environment.filters.update(date=date_words, issue=issue_words, source=source_words)
    environment.globals.update(
        ROLE_WORDS=ROLE_WORDS, MARK_WORDS=MARK_WORDS, MARK_MEANINGS=MARK_MEANINGS, SEVERITY_WORDS=SEVERITY_NAMES,
        quality_anchor=file_anchor, unit_links=unit_links, deadlines=deadline_spans,
    )  # fmt: skip
    return PageMaker(addresses, environment)
