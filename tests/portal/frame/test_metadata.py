"""Feeds, site map, OpenSearch, JSON-LD, tags of government sites: valid, complete, and never dated by the clock."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from bs4 import BeautifulSoup

from parser.model import Corpus

from portal.exports.feeds import build_feeds
from portal.exports.site_map import build_site_map
from portal.frame.head import PageHeads
from portal.site import SiteSettings, site_files
from portal.view.context import make_context
from portal.view.page import Page

from tests.factories import HOSTILE_TEXTS, make_corpus, make_document, make_hostile_corpus
from tests.places import BASE

ATOM = "{http://www.w3.org/2005/Atom}"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
LEGISLATION = {
    "@context", "@type", "@id", "url", "name", "inLanguage", "legislationIdentifier", "legislationType", "legislationDate", "datePublished",
    "legislationPassedBy", "legislationJurisdiction", "legislationDateOfApplicability", "expires", "legislationChanges", "citation",
    "isPartOf",
}  # fmt: skip
ORGANIZATION = {"@context", "@type", "@id", "url", "name", "alternateName", "areaServed"}


@pytest.fixture(scope="module")
def site(published_folder: Path) -> Path:
    return published_folder


def feeds_of(folder: Path) -> list[Path]:
    return sorted([*folder.glob("feeds/*.xml"), *folder.rglob("feed.xml")])


def records_of(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_feed_is_valid_atom(site: Path) -> None:
    """RFC 4287: one id, title and updated everywhere, an author, a link to the page, ids that do not repeat."""
    found = feeds_of(site)
    assert len(found) > 20
    own_ids = []
    for path in found:
        feed = Xml.fromstring(path.read_bytes())
        assert feed.tag == ATOM + "feed"
        own_ids.append(feed.findtext(ATOM + "id"))
        (own,) = [link for link in feed.findall(ATOM + "link") if link.get("rel") == "self"]
        assert own.get("href") == BASE + path.relative_to(site).as_posix()
        entries = feed.findall(ATOM + "entry")
        ids = [entry.findtext(ATOM + "id") for entry in entries]
        assert len(set(ids)) == len(ids)
        moments = []
        for element in (feed, *entries):
            assert len(element.findall(ATOM + "id")) == len(element.findall(ATOM + "title")) == len(element.findall(ATOM + "updated")) == 1
            assert element.findtext(f"{ATOM}author/{ATOM}name")
            assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", element.findtext(ATOM + "id") or "")
            moments.append(datetime.fromisoformat(element.findtext(ATOM + "updated") or ""))
        assert moments[1:] == sorted(moments[1:], reverse=True)
        assert moments[0] == max(moments)
    assert len(set(own_ids)) == len(own_ids)


def test_what_a_feed_names_is_on_the_site(site: Path) -> None:
    for path in feeds_of(site):
        for link in Xml.fromstring(path.read_bytes()).iter(ATOM + "link"):
            href = link.get("href") or ""
            assert href.startswith(BASE)
            target, _, anchor = href.removeprefix(BASE).partition("#")
            file = site / (target + "index.html" if target.endswith("/") or not target else target)
            assert file.is_file(), href
            assert not anchor or f'id="{anchor}"' in file.read_text(encoding="utf-8"), href


def test_all_documents_and_every_unit_with_tasks_have_their_feed(site: Path) -> None:
    documents = records_of(site, "documents")
    feed = Xml.fromstring((site / "feeds" / "documents.xml").read_bytes())
    assert {entry.findtext(ATOM + "title") for entry in feed.iter(ATOM + "entry")} == {document["title"] for document in documents}
    assert (site / "feeds" / "chenghu.xml").is_file()
    feed = Xml.fromstring((site / "units" / "chenghu" / "qu-da-shu-ju-zhong-xin" / "feed.xml").read_bytes())
    assert any((entry.findtext(ATOM + "title") or "").startswith("牵头") for entry in feed.iter(ATOM + "entry"))


def test_pages_lead_to_their_feeds(site: Path) -> None:
    page = "units/chenghu/qu-da-shu-ju-zhong-xin/"
    soup = BeautifulSoup((site / page / "index.html").read_bytes(), "html.parser")
    found = soup.select('link[rel="alternate"][type="application/atom+xml"]')
    assert [str(link["title"]).rpartition("：")[2] for link in found] == ["新文件", "新文件", "新任务"]
    assert str(found[1]["title"]) == "澄湖区：新文件"
    assert str(found[2]["title"]) == "区大数据中心：新任务"
    links = [str(link["href"]) for link in found]
    assert links == ["../../../feeds/documents.xml", "../../../feeds/chenghu.xml", "feed.xml"]
    assert all((site / page / link).resolve().is_file() for link in links)


def test_the_site_map_lists_every_page_with_days_of_the_data(site: Path) -> None:
    root = Xml.fromstring((site / "sitemap.xml").read_bytes())
    listed = {url.findtext(MAPS + "loc"): url.findtext(MAPS + "lastmod") for url in root}
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert set(listed) == {BASE if page == "." else f"{BASE}{page}/" for page in pages}
    documents = records_of(site, "documents")
    issues = {issue["id"]: issue for issue in records_of(site, "issues")}
    for document in documents:
        days = [document["issued_on"], (issues.get(document["issue_id"]) or {}).get("published_on")]
        assert listed[f"{BASE}documents/{document['id']}/"] == max(day for day in days if day)
    assert max(day for day in listed.values() if day) < date(2027, 1, 1).isoformat()
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text()


def test_a_large_site_map_is_cut_into_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.exports.site_map.MAX_ADDRESSES", 2)
    pages = [(f"documents/{number}/", None) for number in range(5)]
    files = dict(build_site_map(pages, make_context(Corpus(), base_url=BASE)))
    index = Xml.fromstring(files["sitemap.xml"])
    names = [(place.findtext(MAPS + "loc") or "").removeprefix(BASE) for place in index]
    assert names == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert sum(len(Xml.fromstring(files[name])) for name in names) == 5


def test_browsers_can_search_the_site(site: Path) -> None:
    root = Xml.fromstring((site / "opensearch.xml").read_bytes())
    assert root.tag == SEARCH + "OpenSearchDescription"
    assert 0 < len(root.findtext(SEARCH + "ShortName") or "") <= 16
    assert root.find(SEARCH + "Url").get("template") == BASE + "search/?q={searchTerms}"  # type: ignore[union-attr]
    home = BeautifulSoup((site / "index.html").read_bytes(), "html.parser")
    assert home.select_one('link[rel="search"]')["href"] == "opensearch.xml"  # type: ignore[index]


def structured(folder: Path, pattern: str) -> Iterator[tuple[str, dict[str, object]]]:
    for path in sorted(folder.glob(pattern)):
        (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)
        yield path.parent.relative_to(folder).as_posix() + "/", json.loads(script)


def test_every_document_is_legislation_to_machines(site: Path) -> None:
    records = {f"documents/{record['id']}/": record for record in records_of(site, "documents")}
    found = dict(structured(site, "documents/*/index.html"))
    assert set(found) == set(records)
    for path, data in found.items():
        record = records[path]
        assert set(data) <= LEGISLATION
        assert (data["@context"], data["@type"], data["name"]) == ("https://schema.org", "Legislation", record["title"])
        assert data["url"] == data["@id"] == BASE + path
        assert data.get("legislationIdentifier") == record["doc_number"]
        assert data.get("legislationDate") == record["issued_on"]
    assert any("isPartOf" in data for data in found.values())
    assert any("citation" in data or "legislationChanges" in data for data in found.values())


def test_every_unit_is_an_organization_to_machines(site: Path) -> None:
    found = dict(structured(site, "units/*/*/index.html"))
    assert len(found) > 50
    assert all(set(data) <= ORGANIZATION and data["url"] == BASE + path for path, data in found.items())
    centre = found["units/chenghu/qu-da-shu-ju-zhong-xin/"]
    assert (centre["@type"], centre["name"]) == ("GovernmentOrganization", "区大数据中心")
    assert {data["@type"] for data in found.values()} == {"GovernmentOrganization", "Organization"}


def test_document_pages_bear_the_tags_of_government_sites(site: Path) -> None:
    for path in site.glob("documents/*/index.html"):
        soup = BeautifulSoup(path.read_bytes(), "html.parser")
        tags = {str(tag["name"]): str(tag["content"]) for tag in soup.select("meta[name]")}
        assert {"SiteName", "ColumnName", "ArticleTitle", "PubDate", "ContentSource"} <= set(tags), path
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", tags["PubDate"])
        assert soup.select_one('link[rel="canonical"]')["href"] == f"{BASE}documents/{path.parent.name}/"  # type: ignore[index]


def test_a_document_without_any_day_stands_in_no_feed_and_bears_no_day(project: Path) -> None:
    corpus = make_corpus(1)
    undated = make_document(1, issued_on=None, issue_id=None)
    context = make_context(type(corpus)(documents=(undated,)), base_url=BASE)
    heads = PageHeads(context)
    page = Page(path=f"documents/{undated.id}/", title="x", content="", section="documents")
    assert "PubDate" not in heads.of(page)
    files = dict([*build_feeds(context), *build_site_map([(page.path, heads.day_of(page.path))], context)])
    assert b"<entry>" not in files["feeds/documents.xml"]
    assert b"lastmod" not in files["sitemap.xml"]


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, "\x00\x0b\ufffe坏字符"])
def test_hostile_text_stays_text(project: Path, text: str) -> None:
    corpus = make_hostile_corpus(text)
    settings = SiteSettings(project=project, content=project / "gazette", base_url=BASE)
    files = dict(site_files(corpus, settings))
    for path, content in files.items():
        if path.endswith(".xml"):
            Xml.fromstring(content)
    document = BeautifulSoup(files[f"documents/{corpus.documents[0].id}/index.html"], "html.parser")
    (data,) = document.select('script[type="application/ld+json"]')
    assert json.loads(data.string or "")["name"] == text
    assert document.select_one('meta[name="ArticleTitle"]')["content"].strip("\x00") == text.strip("\x00")  # type: ignore[index,union-attr]


def test_without_an_address_the_feeds_have_relative_links_and_nothing_claims_an_address(project: Path) -> None:
    files = dict(site_files(make_corpus(), SiteSettings(project=project, content=project / "gazette")))
    assert "sitemap.xml" not in files
    assert "opensearch.xml" not in files
    feed = Xml.fromstring(files["units/chenghu/qu-da-shu-ju-zhong-xin/feed.xml"])
    hrefs = [link.get("href") for link in feed.findall(f"{ATOM}entry/{ATOM}link")]
    assert "../../../documents/cheng-zheng-fa-2025-1/#task-1" in hrefs
