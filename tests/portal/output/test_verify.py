"""The check of a finished site finds each kind of fault, and nothing on a good one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import build

from portal.output.verify import VerifyError, foreign_addresses, verify_site
from portal.site import SiteSettings, make_site

GOOD = {
    "index.html": '<h1 id="top">首页</h1><a href="documents/x/#task-1">任务</a><a href="#top">上</a><link rel="stylesheet" href="a.css">',
    "documents/x/index.html": '<p id="task-1">任务</p><a href="../../">首页</a><a href="../../index.html">首页</a>',
    "a.css": "p { background: url(data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'/>) }",
    "a.js": 'var namespace = "http://www.w3.org/2000/svg"; // see https://lunrjs.com\n',
}


def written(folder: Path, **changes: str) -> Path:
    for name, text in {**GOOD, **{key.replace("__", "/").replace("_", "."): value for key, value in changes.items()}}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_good_site_has_no_fault(tmp_path: Path) -> None:
    check = verify_site(written(tmp_path))
    assert check.faults == []
    assert (check.pages, check.files, check.links, check.anchors) == (2, 4, 5, 2)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="nowhere/">x</a>', "没有这个文件"),
        ('<a href="documents/x">x</a>', "没有这个文件"),
        ('<a href="documents/x/#task-2">x</a>', "没有这个位置"),
        ('<a href="#nowhere">x</a>', "没有这个位置"),
        ('<form action="search/"></form>', "没有这个文件"),
        ('<img src="http://example.com/a.png">', "站外地址"),
        ('<script src="//example.com/a.js"></script>', "站外地址"),
        ('<a href="https://example.com/">x</a>', "站外地址"),
        ('<p id="a"></p><p id="a"></p>', "id 重复"),
        ('<p style="background:url(https://example.com/x.png)">', "样式里有站外地址"),
        ('<meta http-equiv="refresh" content="0;url=https://example.com/">', "不该有的元素"),
        ('<base href="/">', "不该有的元素"),
        ("字" * 500_001, "1.5 MB"),
    ],
)
def test_each_fault_is_found(tmp_path: Path, html: str, fault: str) -> None:
    (found,) = verify_site(written(tmp_path, index_html=html)).faults
    assert fault in found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.css", "@import 'https://example.com/a.css';"),
        ("a.css", "p { src: url(//example.com/font.woff2) }"),
        ("a.js", 'fetch("https://example.com/x")'),
        ("a.js", "new WebSocket('wss://example.com')"),
    ],
)
def test_other_hosts_in_styles_and_scripts_are_found(path: str, text: str) -> None:
    assert len(list(foreign_addresses(path, text))) == 1


def test_a_site_that_is_too_large_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.output.verify.MAX_SITE_BYTES", 100)
    (found,) = verify_site(written(tmp_path)).faults
    assert "1 GB" in found


def test_no_site_is_told(tmp_path: Path) -> None:
    with pytest.raises(VerifyError, match=r"index\.html"):
        verify_site(tmp_path)


@pytest.mark.whole_site
@pytest.mark.parametrize("base_url", ["", "https://example.org/", "https://example.org/gongbao/"])
@pytest.mark.parametrize("index_html", [False, True], ids=["plain", "offline"])
def test_the_sample_passes_under_any_address(project: Path, tmp_path: Path, base_url: str, index_html: bool) -> None:
    content = project / "gazette"
    make_site([content], tmp_path / "site", SiteSettings(project=project, content=content, base_url=base_url, index_html=index_html))
    check = verify_site(tmp_path / "site")
    assert check.faults == []
    assert check.links > 5_000


@pytest.mark.whole_site
@pytest.mark.real
def test_the_site_of_the_real_gazettes_passes(real_folder: Path) -> None:
    check = verify_site(real_folder)
    assert check.faults == []
    assert check.links > 15_000


def test_the_command_ends_with_one_where_there_is_a_fault(tmp_path: Path) -> None:
    good = CliRunner().invoke(build.main, ["verify", str(written(tmp_path))])
    assert good.exit_code == 0, good.output
    assert "5 个站内链接" in good.output
    bad = CliRunner().invoke(build.main, ["verify", str(written(tmp_path, index_html='<a href="x/">x</a>'))])
    assert bad.exit_code == 1
    assert "没有这个文件" in bad.output
