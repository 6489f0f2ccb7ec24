"""The counts of 张店区's units: what the built site says about the table of 58 rows, against labels made by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from parser.model import ROLES, Corpus
from parser.records.registry import Registry

from portal.view.library import build_library
from portal.view.units import build_directory

pytestmark = pytest.mark.real
FILE, FIRST, LAST = "zhangdian-2022-07.txt", 175, 274
DISTRICT, DAY = "张店区", "2022-07-01"
Counts = Mapping[tuple[str, str], int]


@pytest.fixture(scope="module")
def labelled(real_gazettes: Path, registry: Registry) -> Counts:
    """(unit, role) → number of rows, from the labels: each row counts once a unit and role."""
    counts: Counter[tuple[str, str]] = Counter()
    rows = 0
    for line in (real_gazettes.parent / "gold" / "tasks.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["file"] != FILE or not FIRST <= label["line"] <= LAST:
            continue
        rows += 1
        for role in ROLES:
            units = {registry.resolve(name, district=DISTRICT, on=DAY).unit_id for name in label[role]}
            assert None not in units, label
            counts.update((unit, role) for unit in units if unit)
    assert rows == 58
    return counts


@pytest.fixture(scope="module")
def document(real_folder: Path) -> str:
    """The id of the document that holds the table."""
    for path in sorted(real_folder.glob("documents/*/index.html")):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        title = soup.select_one("h1")
        if title and "塑强" in title.get_text() and "任务分工" in title.get_text():
            return path.parent.name
    raise AssertionError("没有找到任务分工表所在的文件")


def shown(folder: Path, document: str) -> Counts:
    """(unit, role) → number of rows under the document, from the finished page of every unit of the district."""
    counts: Counter[tuple[str, str]] = Counter()
    pages = sorted(folder.glob("units/zhangdian/*/index.html"))
    assert len(pages) > 50
    for path in pages:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for role in ROLES:
            rows = soup.select(f"section[aria-labelledby={role}] tbody[data-id='{document}'] tr:not(.gp-group)")
            if rows:
                counts[f"zhangdian/{path.parent.name}", role] = len(rows)
    return counts


@pytest.mark.whole_site
def test_every_unit_of_the_58_rows_has_its_counts(labelled: Counts, real_folder: Path, document: str) -> None:
    assert shown(real_folder, document) == labelled


@pytest.mark.whole_site
def test_the_index_adds_up_to_the_pages(real_folder: Path) -> None:
    """What the index says of a unit is what its page lists, for all districts."""
    index = BeautifulSoup((real_folder / "units" / "index.html").read_text(encoding="utf-8"), "html.parser")
    rows = index.select("tr[data-find]")
    assert len(rows) > 150
    for row in rows:
        link = row.select_one("a")
        assert link is not None
        path = real_folder / "units" / str(link["href"]).removeprefix("../units/") / "index.html"
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        listed = [len(page.select(f"section[aria-labelledby={role}] tbody tr:not(.gp-group)")) for role in ROLES]
        assert [int(cell.get_text() or 0) for cell in row.select("td")[1:4]] == listed, link.get_text()


def test_everybody_in_the_rosters_is_on_the_page_of_a_unit(real_corpus: Corpus) -> None:
    library = build_library(real_corpus)
    placed = {(post.roster.id, post.member) for entry in build_directory(library).entries for post in entry.posts}
    everybody = {(roster.id, member) for roster in library.corpus.rosters for member in roster.members}
    assert len(everybody) > 20
    assert placed == everybody
