"""Small pieces of HTML that stand on pages thousands of times, made without a template.

In: view records and plain text. Out: HTML in which every text is escaped. What stands once on a page belongs in a template, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markupsafe import Markup
from markupsafe import escape as _escape

from parser.model import Deadline

from portal.view.tasks import UnitLink
from portal.view.words import GROUND_MEANINGS, GROUND_WORDS

Link = Callable[[str], str]


def escape(text: str) -> str:
    """`text` for HTML, as a plain string: joining and formatting `Markup` would escape what is HTML already.

    Most texts need nothing, and looking for the five characters is four times as quick as replacing them.
    """
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return str(_escape(text))
    return text


def reading_note(reading: str) -> str:
    """The right name beside a slip of the reading machine; empty without one."""
    return f'<span class="gp-reading">（应为{escape(reading)}）</span>' if reading else ""


def unit_note(unit: UnitLink) -> str:
    """What the text or the parser says of a printed name: ``（业务指导）``, and a sign where no registry knows it; empty for most.

    ``<sup class="gp-mark" title="名录里没有，按写法认定">形</sup>``
    """
    said = f"（{escape(unit.said)}）" if unit.said else ""
    if unit.ground not in GROUND_WORDS:
        return said
    return f'{said}<sup class="gp-mark" title="{GROUND_MEANINGS[unit.ground]}">{GROUND_WORDS[unit.ground]}</sup>'


def unit_link(unit: UnitLink, link: Link) -> str:
    """``<a class="u" href="…">区民政局</a>``: the name as printed, linked to its page."""
    return f'<a class="u" href="{escape(link(unit.target))}">{escape(unit.name)}</a>{reading_note(unit.reading)}'


def unit_links(units: Iterable[UnitLink], link: Link) -> Markup:
    """Several of `unit_link`, joined by 、."""
    return Markup("、".join([unit_link(unit, link) for unit in units]))


def deadline_spans(deadlines: Iterable[Deadline]) -> Markup:
    """Each deadline as printed, then the date where it has one; whether it has passed is for the reader's browser to say."""
    return Markup("".join([_deadline_span(deadline) for deadline in deadlines]))


def _deadline_span(deadline: Deadline) -> str:
    text = escape(deadline.text)
    if deadline.date is None:
        return f'<span class="gp-due" data-kind="{deadline.kind}">{text}</span>'
    return f'<span class="gp-due">{text} <time datetime="{deadline.date}">{deadline.date}</time></span>'
