"""The owner's words: what is missing has a general wording, what is wrong is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.view.site_text import DEFAULT_DISCLAIMER, SiteText, SiteTextError, load_site_text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "site.yml"


def test_without_a_file_the_wording_is_general(file: Path) -> None:
    assert load_site_text(None) == load_site_text(file) == SiteText()


def test_the_bundled_file_is_read_whole(project: Path) -> None:
    text = load_site_text(project / "gazette" / "site.yml")
    assert "示例" in text.title
    assert "虚构" in text.sample_notice
    assert text.contact[0].startswith("维护：")
    assert "第五条" in text.licence


def test_what_is_left_out_keeps_the_general_wording(file: Path) -> None:
    file.write_text("title: 澄湖区公报\ncontact: {telephone: 12345, email: ''}\n", encoding="utf-8")
    text = load_site_text(file)
    assert (text.title, text.disclaimer, text.contact) == ("澄湖区公报", DEFAULT_DISCLAIMER, ("电话：12345",))


@pytest.mark.parametrize("content", ["", "# 空的\n"])
def test_an_empty_file_is_no_fault(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    assert load_site_text(file) == SiteText()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("titel: x\n", "“titel”不认识"),
        ("contact: {fax: 1}\n", "contact 下的“fax”不认识"),
        ("- a\n", "名称: 文字"),
        ("contact: 12345\n", "名称: 文字"),
        ("title: [a, b]\n", "一段文字"),
        ("title: [\n", "site.yml 第"),
        ("title: !!python/object/apply:os.system ['true']\n", "site.yml 第"),
    ],
)
def test_what_is_wrong_is_told(file: Path, content: str, message: str) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SiteTextError, match=message):
        load_site_text(file)
