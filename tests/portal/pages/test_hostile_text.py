"""Text of a gazette is text on every page: no markup, no template, no Markdown, however long the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from parser import parse_corpus
from parser.grammar.slugs import name_slug
from parser.model import Corpus

from portal.pages.all_pages import build_pages
from portal.view.addresses import Addresses, file_of
from portal.view.context import make_context

from tests.factories import HOSTILE_TEXTS, make_corpus, make_hostile_corpus

DOCUMENT = "documents/cheng-zheng-fa-2025-1/index.html"
ALLOWED_SCRIPTS = ("assets/",)


def pages(corpus: Corpus) -> dict[str, str]:
    """What stands in the frame of each page; the frame itself has its own tests."""
    return {file_of(page.path): page.content for page in build_pages(make_context(corpus, Addresses()))}


def dangers(soup: BeautifulSoup) -> list[str]:
    """Scripts that are not ours, handlers in attributes, addresses that run something, images."""
    found = [str(tag) for tag in soup.select("script:not([src]), img, iframe, object, embed")]
    found += [str(tag) for tag in soup.select("script[src]") if not str(tag["src"]).lstrip("./").startswith(ALLOWED_SCRIPTS)]
    for tag in soup.find_all(True):
        assert isinstance(tag, Tag)
        found += [f"{tag.name} {name}" for name in tag.attrs if name.startswith("on")]
        found += [str(tag) for name in ("href", "src", "action") if str(tag.get(name, "")).lower().startswith(("javascript:", "data:"))]
    return found


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    found = pages(make_hostile_corpus(text))
    for path, html in found.items():
        assert dangers(BeautifulSoup(html, "html.parser")) == [], path
    assert text in BeautifulSoup(found[DOCUMENT], "html.parser").get_text()


def test_a_line_of_40000_characters_is_shown_whole() -> None:
    text = "某" * 39_999 + "终"
    assert text in BeautifulSoup(pages(make_corpus(1, (text,)))[DOCUMENT], "html.parser").get_text()


def test_a_name_of_any_length_gets_an_address() -> None:
    """A printed name that no registry holds has its page, too; names that begin alike stay apart."""
    slugs = [name_slug("区" * length) for length in (1, 100, 20_000, 20_001)]
    assert max(map(len, slugs)) < 200
    assert len(set(slugs)) == len(slugs)
    for slug in slugs:
        assert Addresses().unit(f"chenghu/{slug}") == f"units/chenghu/{slug}/"


@pytest.mark.slow
def test_hostile_text_in_the_source_file_reaches_the_page_as_text(project: Path, tmp_path: Path) -> None:
    """The whole way: from the file on disk through the parser to the page."""
    lines = ["澄湖区人民政府办公室", "关于做好示例工作的通知", "澄政办字〔2025〕3号", "各镇人民政府："]
    hostile = [text for text in HOSTILE_TEXTS if "\ue000" not in text]
    lines += [f"示例正文：{text}。" for text in hostile] + ["示例" * 20_000]
    lines += ["澄湖区人民政府办公室", "2025年3月1日"]
    source = tmp_path / "chenghu-2025-03.txt"
    source.write_text("\n".join(lines), encoding="utf-8")
    corpus = parse_corpus([source], content=project / "gazette")
    found = pages(corpus)
    for path, html in found.items():
        assert dangers(BeautifulSoup(html, "html.parser")) == [], path
    (document,) = corpus.documents
    text = BeautifulSoup(found[f"documents/{document.id}/index.html"], "html.parser").get_text()
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text
    assert "示例" * 20_000 in text
