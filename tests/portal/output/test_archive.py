"""The archive to carry away: whole, the same bytes each time, for all or for one district."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import build

from parser.model import Citation, Corpus

from portal.output.archive import README, write_archive
from portal.output.publish import PublishError
from portal.output.verify import verify_site
from portal.site import SiteSettings, make_site
from portal.view.narrow import DistrictError, narrow

from tests.factories import make_corpus, make_document

pytestmark = pytest.mark.whole_site

FILES = (("index.html", b"<p>one"), ("data/x.json", b"{}"))


def test_the_archive_holds_the_files_and_a_word_of_help(tmp_path: Path) -> None:
    published = write_archive(FILES, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist() if name != README} == dict(FILES)
        assert "index.html" in archive.read(README).decode("utf-8-sig")
    assert published.pages == 1


def test_the_same_files_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_archive(FILES, tmp_path / "a.zip")
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    write_archive(FILES, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "index.html", README])
def test_no_entry_leaves_the_archive_or_comes_twice(tmp_path: Path, name: str) -> None:
    write_archive(FILES, tmp_path / "a.zip")
    before = (tmp_path / "a.zip").read_bytes()
    with pytest.raises(PublishError):
        write_archive([*FILES, (name, b"x")], tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"\.zip"):
        write_archive(FILES, tmp_path)


def test_the_unpacked_archive_of_the_sample_passes_the_check(project: Path, tmp_path: Path) -> None:
    content = project / "gazette"
    settings = SiteSettings(project=project, content=content, index_html=True)
    digests = set()
    for name in ("a.zip", "b.zip"):
        make_site([content], tmp_path / name, settings, write=write_archive)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(tmp_path / "解压 后")
    assert verify_site(tmp_path / "解压 后").faults == []


def two_districts() -> Corpus:
    corpus = make_corpus(2)
    first, second = corpus.documents
    other = replace(second, district="滨山区", issue_id=None, source=replace(second.source, file="binshan.txt"))
    citing = replace(first, citations=(Citation(text="《另一份》", doc_number=None, document_id=other.id),))
    return replace(corpus, documents=(citing, other), issues=(replace(corpus.issues[0], document_ids=(first.id,)),))


@pytest.mark.parametrize("district", ["澄湖区", "chenghu"])
def test_one_district_alone_keeps_what_is_its_own(district: str) -> None:
    corpus = two_districts()
    own = narrow(corpus, district)
    assert [document.id for document in own.documents] == [corpus.documents[0].id]
    assert {task.document_id for task in own.tasks} == {table.document_id for table in own.tables} == {own.documents[0].id}
    assert own.documents[0].citations[0].document_id is None
    assert own.documents[0].citations[0].text == "《另一份》"


def test_a_district_that_is_not_there_is_named() -> None:
    with pytest.raises(DistrictError, match="澄湖区"):
        narrow(Corpus(documents=(make_document(),)), "别处")


@pytest.mark.real
def test_one_real_district_alone_passes_the_check(project: Path, real_gazettes: Path, tmp_path: Path) -> None:
    settings = SiteSettings(project=project, content=project / "gazette", index_html=True, district="张店区")
    report = make_site([real_gazettes], tmp_path / "site", settings)
    assert {document.district for document in report.corpus.documents} == {"张店区"}
    assert not (tmp_path / "site" / "units" / "zhoucun").exists()
    assert verify_site(tmp_path / "site").faults == []


def test_the_command_says_how_large_it_is(project: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(build.main, ["offline", "--source", str(project / "gazette"), "--out", str(tmp_path / "x.zip")])
    assert result.exit_code == 0, result.output
    assert "压缩包" in result.output
    wrong = CliRunner().invoke(
        build.main, ["offline", "--source", str(project / "gazette"), "--out", str(tmp_path / "y.zip"), "--district", "别处"]
    )
    assert wrong.exit_code == 1
    assert "澄湖区" in wrong.output
    assert not (tmp_path / "y.zip").exists()
