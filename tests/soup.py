"""HTML in tests: the one element that a selector finds, an attribute as text."""

from __future__ import annotations

from bs4 import Tag


def one(soup: Tag, selector: str) -> Tag:
    """The element that `selector` finds; there is exactly one."""
    (found,) = soup.select(selector)
    return found


def value(soup: Tag, selector: str, name: str) -> str:
    """The attribute `name` of the one element that `selector` finds."""
    return str(one(soup, selector)[name])
