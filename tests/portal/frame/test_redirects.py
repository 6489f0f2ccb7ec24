"""Permanent addresses: none of the sample's has vanished, and one that moves leaves a page behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from parser.model import Corpus

from portal.frame.redirects import RedirectError, build_redirects, load_redirects
from portal.output.verify import verify_site
from portal.site import SiteSettings, site_files
from portal.view.context import make_context

from tests.factories import make_corpus
from tests.places import SAMPLE_ADDRESSES


def addresses_of(folder: Path) -> set[str]:
    """The address of every page."""
    found = {path.parent.relative_to(folder).as_posix().removeprefix(".") for path in folder.rglob("index.html")}
    return {f"/{path}/" if path else "/" for path in found}


def test_no_address_of_the_last_release_has_vanished(published_folder: Path) -> None:
    """A page that must move gets a line in gazette/redirects.yml; new pages are added with `make addresses`."""
    published = {line for line in SAMPLE_ADDRESSES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    assert len(published) > 100
    assert sorted(published - addresses_of(published_folder)) == []


def test_a_moved_page_leads_to_its_new_place(project: Path, tmp_path: Path) -> None:
    (tmp_path / "redirects.yml").write_text("documents/old/: documents/cheng-zheng-fa-2025-1/\n", encoding="utf-8")
    files = dict(site_files(make_corpus(), SiteSettings(project=project, content=tmp_path, base_url="https://example.org/x")))
    html = files["documents/old/index.html"].decode()
    assert '<a href="../cheng-zheng-fa-2025-1/">' in html
    assert 'content="0;url=../cheng-zheng-fa-2025-1/"' in html
    assert '<link rel="canonical" href="https://example.org/x/documents/cheng-zheng-fa-2025-1/">' in html
    for path, content in files.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_bytes(content)
    assert verify_site(tmp_path / "site", "https://example.org/x/").faults == []


def test_a_chain_is_followed_to_its_end() -> None:
    pages = dict(build_redirects({"a/": "b/", "b/": "c/"}, make_context(Corpus())))
    assert b'href="../c/"' in pages["a/index.html"]


def test_a_circle_is_told() -> None:
    with pytest.raises(RedirectError, match="没有终点"):
        dict(build_redirects({"a/": "b/", "b/": "a/"}, make_context(Corpus())))


@pytest.mark.parametrize(
    "text",
    ["- a", "a: b/", "a/: /b/", "a/: https://example.com/", "../a/: b/", "a/: javascript:alert(1)/", "a/: [b/]", "!!python/object:x {}"],
)
def test_what_is_no_address_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "redirects.yml").write_text(text, encoding="utf-8")
    with pytest.raises(RedirectError):
        load_redirects(tmp_path / "redirects.yml")


def test_without_the_file_nothing_moves(tmp_path: Path) -> None:
    assert load_redirects(tmp_path / "redirects.yml") == {}
