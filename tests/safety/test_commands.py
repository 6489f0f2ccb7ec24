"""Commands do what they say and nothing else: hostile names, foreign files, interruptions, requests from strangers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import build

from editor.intake.html import read_html

from portal.output.archive import write_archive
from portal.output.publish import PublishError

from tests.places import PROJECT
from tests.test_workflows import fresh_clone

HOSTILE = [
    "a`touch {0}/hit`b.txt",
    "a$(touch {0}/hit)b.txt",
    'a"; touch {0}/hit; ".txt',
    "a'; touch {0}/hit; '.txt",
    "$(shell touch {0}/hit).txt",
    "-x.txt",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("target", ["add FILE", "check SOURCE", "site OUT", "offline ZIP", "changes BASE", "compare OLD"])
def test_values_on_the_command_line_of_make_are_never_run(tmp_path: Path, target: str, name: str) -> None:
    """The recipes run with a program that only notes its arguments in the place of Python."""
    value = name.format(tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / ".installed").touch()
    for program in (tmp_path / "bin" / "python",):
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>{tmp_path}/arguments\n')
        program.chmod(0o755)
    command, variable = target.split()
    environment = {key: text for key, text in os.environ.items() if not key.startswith("MAKE")}
    arguments = ["make", command, f"VENV={tmp_path}", "-o", f"{tmp_path}/.installed", "-o", "requirements.lock", f"{variable}={value}"]
    subprocess.run(arguments, cwd=PROJECT, env=environment, check=False, capture_output=True)
    assert not (tmp_path / "hit").exists()
    if command in ("add", "site", "offline", "compare"):
        assert value in (tmp_path / "arguments").read_text().splitlines()


FILES = [("index.html", b"x")]


@pytest.mark.parametrize("name", ["thesis.docx", "a.zip.txt", "a"])
def test_an_archive_has_the_name_of_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(PublishError, match=r"以 \.zip 结尾"):
        write_archive(FILES, tmp_path / name)
    assert (tmp_path / name).read_bytes() == b"mine"


def test_archives_of_others_are_not_overwritten(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "theirs.zip", "w") as archive:
        archive.writestr("thesis.docx", b"years of work")
    (tmp_path / "text.zip").write_bytes(b"no archive")
    (tmp_path / "link.zip").symlink_to(tmp_path / "theirs.zip")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for name in before:
        with pytest.raises(PublishError, match="没有写入"):
            write_archive(FILES, tmp_path / name)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_archive_of_ours_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write_archive(FILES, tmp_path / "a.zip")
    (tmp_path / ".a.zip.new").write_bytes(b"of a run that was killed")
    write_archive([("index.html", b"new")], tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("index.html") == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_command_that_is_interrupted_says_so_without_a_traceback(tmp_path: Path) -> None:
    for seconds in (0.3, 1.0, 2.0):
        command = [sys.executable, "build.py", "site", "--out", str(tmp_path / "site")]
        process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        output = process.communicate()[0]
        assert "Traceback" not in output
        assert not (tmp_path / ".site.new").exists()


BAD = "corrections:\n  - {do: document, line: 1, has: 公报, title: 5}\n"


def test_a_bad_file_of_corrections_stops_a_build_with_its_name_and_the_old_site_stays(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "issues").mkdir(parents=True)
    (content / "corrections").mkdir()
    (source,) = (PROJECT / "gazette" / "issues").glob("*notice.txt")
    (content / "issues" / source.name).write_bytes(source.read_bytes())
    arguments = ["site", "--content", str(content), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(build.main, arguments).exit_code == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    (content / "corrections" / f"{source.stem}.yml").write_text(BAD, encoding="utf-8")
    result = CliRunner().invoke(build.main, arguments)
    assert result.exit_code == 1
    assert f"{source.stem}.yml 第1条更正（第2行）：title 现在是“5”" in result.output
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


def test_a_fault_does_not_end_the_preview(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*given: object, **named: object) -> None:
        raise TypeError("x")

    monkeypatch.setattr(build, "make_site", broken)
    build._rebuild((), tmp_path, build._settings((), None))
    assert "程序出错：TypeError" in capsys.readouterr().err


def test_words_of_a_page_that_look_like_tags_stay_words() -> None:
    page = "<html><body><p>前言 &lt;table&gt;&lt;tr&gt;</p><table><tr><td>甲&lt;td&gt;</td><td>乙</td></tr></table></body></html>"
    text = read_html(page.encode(), "x.html").text
    assert "前言 \\<table>\\<tr>" in text
    assert "甲\\<td>\t乙" in text


@pytest.mark.whole_site
def test_the_report_on_a_strangers_request_is_made_by_our_program_alone(tmp_path: Path) -> None:
    clone = fresh_clone(tmp_path)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org"]

    def run(*command: str, folder: Path = clone) -> None:
        subprocess.run([*git, *command], cwd=folder, check=True, capture_output=True)

    run("checkout", "-q", "-b", "theirs")
    evil = f"import pathlib; pathlib.Path({str(tmp_path / 'hit')!r}).touch()\n"
    for name in ("build.py", "parser/__init__.py"):
        (clone / name).write_text(evil + (clone / name).read_text(encoding="utf-8"), encoding="utf-8")
    (clone / "gazette" / "issues" / "chenghu-2026-dashuju-notice.txt").unlink()
    (clone / "gazette" / "issues" / "passwd.txt").symlink_to("/etc/passwd")
    run("add", "-A")
    run("commit", "-q", "-m", "x")
    run("push", "-q", "origin", "HEAD:refs/pull/7/head")
    run("checkout", "-q", "main")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MAKE", "GITHUB", "GIT_"))}
    subprocess.run([".ci/content-changes", "7", "report.md"], cwd=clone, env=environment, check=True, capture_output=True)
    report = (clone / "report.md").read_text(encoding="utf-8")
    assert "| 文件 | 25 | 24 |" in report
    assert "passwd" not in report
    assert not (tmp_path / "hit").exists()
