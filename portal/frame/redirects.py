"""Addresses that have moved: a page at the old one that leads to the new one.

In: ``redirects.yml`` of the content folder, a mapping of old to new addresses within the site. Out: a bare page for each. It works
without JavaScript and from a folder, and it tells search engines which address counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from parser.errors import GazetteError
from parser.text.yaml_file import read_yaml

from portal.frame.content_policy import content_policy
from portal.view.addresses import Addresses, file_of
from portal.view.context import Context


class RedirectError(GazetteError):
    """``redirects.yml`` is not as it should be; the message says where."""


def load_redirects(path: Path) -> Mapping[str, str]:
    """``{old: new}``, both paths from the site's root ending in a slash; empty without the file. Raises `RedirectError`."""
    if not path.is_file():
        return {}
    found = read_yaml(path, RedirectError) or {}
    if not isinstance(found, Mapping):
        raise RedirectError(f"{path}：应当每行写“旧网址: 新网址”。")
    return {_address(path, old): _address(path, new) for old, new in found.items()}


def build_redirects(redirects: Mapping[str, str], context: Context) -> Iterator[tuple[str, bytes]]:
    """The pages, in the order of the file. A new address that is itself an old one is followed to its end."""
    for old in redirects:
        yield file_of(old), _page(old, _end(old, redirects), context.addresses, context.base_url).encode()


def _end(old: str, redirects: Mapping[str, str]) -> str:
    seen = {old}
    target = redirects[old]
    while target in redirects:
        if target in seen:
            raise RedirectError(f"redirects.yml 里的网址转来转去，没有终点：{old}")
        seen.add(target)
        target = redirects[target]
    return target


def _page(old: str, new: str, addresses: Addresses, base_url: str) -> str:
    link = escape(addresses.relative(new, old))
    canonical = f'<link rel="canonical" href="{escape(base_url + new)}">' if base_url else ""
    policy = content_policy(from_folder=addresses.index_html)
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta http-equiv="refresh" content="0;url={link}"><meta name="robots" content="noindex">{canonical}'
        "<title>网址已变更</title></head>"
        f'<body><p>这个网页的地址变了，请到<a href="{link}">新的地址</a>。</p></body></html>\n'
    )


def _address(path: Path, value: object) -> str:
    if not isinstance(value, str) or not value.endswith("/") or value.startswith("/") or ".." in value or ":" in value or "\\" in value:
        raise RedirectError(f"{path}：“{value}”不能用。网址从网站根目录写起，以 / 结尾，例如 documents/zhang-zheng-ban-zi-2022-13/。")
    return value
