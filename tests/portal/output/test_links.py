"""Every link inside the site leads to a file, every ``#place`` to an element, every page stays light."""

from __future__ import annotations

from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from portal.view.addresses import file_of, folder_of

pytestmark = pytest.mark.whole_site

MAX_PAGE_BYTES = 1_500_000


Soups = dict[str, BeautifulSoup]


def soups_of(files: dict[str, bytes]) -> Soups:
    return {path: BeautifulSoup(content, "html.parser") for path, content in files.items() if path.endswith(".html")}


def broken_links(files: dict[str, bytes], soups: Soups) -> list[str]:
    places = {path: {str(tag["id"]) for tag in soup.select("[id]")} for path, soup in soups.items()}
    broken = []
    for path, soup in soups.items():
        for tag in soup.select("[href], [src], form[action]"):
            link = str(tag.get("href") or tag.get("src") or tag.get("action"))
            if fault := _fault(path, link, files, places):
                broken.append(f"{path}: {link}（{fault}）")
    return broken


def _fault(path: str, link: str, files: dict[str, bytes], places: dict[str, set[str]]) -> str:
    parts = urlsplit(link)
    if parts.scheme in ("mailto", "tel"):
        return ""
    if parts.scheme or parts.netloc:
        return "站外链接"
    target = path
    if parts.path:
        arrived = normpath(join("/", folder_of(path), unquote(parts.path))).lstrip("/")
        target = file_of(arrived + "/" if arrived and parts.path.endswith("/") else arrived)
    if target not in files:
        return "没有这个文件"
    if parts.fragment and unquote(parts.fragment) not in places.get(target, set()):
        return "没有这个位置"
    return ""


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("site", ["sample_folder", pytest.param("real_folder", marks=pytest.mark.real)])
def test_every_link_and_place_of_a_site_is_there(site: str, request: pytest.FixtureRequest) -> None:
    files = files_of(request.getfixturevalue(site))
    soups = soups_of(files)
    assert broken_links(files, soups) == []
    for path, soup in soups.items():
        ids = [str(tag["id"]) for tag in soup.select("[id]")]
        assert sorted(ids) == sorted(set(ids)), path
        assert len(files[path]) < MAX_PAGE_BYTES


def test_the_check_finds_what_is_broken() -> None:
    files = {
        "index.html": b'<a href="a/#here">x</a><a href="a/#gone">x</a><a href="b/">x</a><a href="https://example.org/">x</a>',
        "a/index.html": b'<p id="here"><a href="../">x</a><a href="#here">x</a>',
    }
    assert broken_links(files, soups_of(files)) == [
        "index.html: a/#gone（没有这个位置）", "index.html: b/（没有这个文件）", "index.html: https://example.org/（站外链接）"
    ]  # fmt: skip
