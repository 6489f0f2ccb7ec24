"""Killed, out of space, read-only, twice at once: the old site stays whole, the message says what to do, nothing half-written remains."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import build

from portal.output.archive import write_archive
from portal.output.publish import MARK_NAME, publish

from tests.places import PROJECT

pytestmark = pytest.mark.whole_site

KILLS = int(os.environ.get("KILLS", "6"))


def digest(folder: Path) -> str:
    """One hash of everything in `folder`, names and contents."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def command(out: Path, source: Path) -> list[str]:
    """A build with the program copied beside the sources, so that nobody changes it meanwhile."""
    program = source.parent / "program"
    options = {"--source": source, "--content": program / "gazette", "--out": out}
    return [sys.executable, str(program / "build.py"), "site", *(str(word) for option in options.items() for word in option)]


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, Path, float]:
    """The digests of the site before and after an issue is added, the folder with all issues, and how long a build takes."""
    folder = tmp_path_factory.mktemp("sources")
    for name in ("parser", "portal", "editor", "site_templates", "gazette"):
        shutil.copytree(PROJECT / name, folder / "program" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "mkdocs.yml"):
        shutil.copy(PROJECT / name, folder / "program" / name)
    for name in ("few", "all"):
        (folder / name).mkdir()
    for path in sorted((PROJECT / "gazette" / "issues").glob("*.txt")):
        (folder / "all" / path.name).write_bytes(path.read_bytes())
        if "2025" in path.name:
            (folder / "few" / path.name).write_bytes(path.read_bytes())
    digests = []
    begin = time.monotonic()
    for name in ("few", "all"):
        begin = time.monotonic()
        subprocess.run(command(folder / f"site-{name}", folder / name), cwd=PROJECT, check=True, capture_output=True)
        digests.append(digest(folder / f"site-{name}"))
    return digests[0], digests[1], folder, time.monotonic() - begin


def test_builds_killed_at_any_moment_leave_whole_sites(two_sites: tuple[str, str, Path, float], tmp_path: Path) -> None:
    """`KILLS` builds (50 with KILLS=50), each stopped without warning after a different part of its time."""
    few, everything, folder, seconds = two_sites
    out = tmp_path / "site"
    subprocess.run(command(out, folder / "few"), cwd=PROJECT, check=True, capture_output=True)
    chance = random.Random(6)
    states = []
    for number in range(KILLS):
        source = folder / ("all" if number % 2 else "few")
        process = subprocess.Popen(command(out, source), cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=seconds * (0.2 + 0.9 * chance.random()))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        states.append(digest(out))
    assert set(states) <= {few, everything}
    subprocess.run(command(out, folder / "all"), cwd=PROJECT, check=True, capture_output=True)
    assert digest(out) == everything
    assert {path.name for path in tmp_path.iterdir()} <= {"site", ".site.lock"}


def killed_while_writing(out: Path, files: int) -> None:
    """A process of its own that dies after so many files, without any clearing up."""
    program = (
        "import os, sys; from pathlib import Path; from portal.output.publish import publish\n"
        "def files():\n"
        f"    for number in range({files}):\n"
        "        yield f'a/{number}.html', b'new'\n"
        "    os.kill(os.getpid(), 9)\n"
        f"publish(files(), Path({str(out)!r}))\n"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False).returncode == -signal.SIGKILL


@pytest.mark.parametrize("files", [0, 1, 50])
def test_what_a_killed_build_left_is_cleared_by_the_next(tmp_path: Path, files: int) -> None:
    out = tmp_path / "site"
    publish([("a.html", b"old")], out)
    killed_while_writing(out, files)
    assert (out / "a.html").read_bytes() == b"old"
    publish([("a.html", b"newer")], out)
    assert {path.name for path in out.iterdir()} == {"a.html", MARK_NAME}
    assert {path.name for path in tmp_path.iterdir()} == {"site", ".site.lock"}


def mounted(folder: Path, options: str) -> bool:
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=False, capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; needs the rights to mount one, and says so where they are missing."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mounted(disk, "size=1m"):
        pytest.skip("没有挂载权限")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_told_and_the_old_site_stays(small_disk: Path) -> None:
    out = small_disk / "site"
    publish([("a.html", b"old")], out)
    before = digest(out)
    result = CliRunner().invoke(build.main, ["site", "--out", str(out)])
    assert result.exit_code == 1
    assert "磁盘空间不够" in result.output
    assert "原来的网站没有改动" in result.output
    assert digest(out) == before
    assert {path.name for path in small_disk.iterdir()} <= {"site", ".site.lock"}


def test_a_full_disk_leaves_the_old_archive(small_disk: Path) -> None:
    write_archive([("index.html", b"old")], small_disk / "a.zip")
    old = (small_disk / "a.zip").read_bytes()
    result = CliRunner().invoke(build.main, ["offline", "--out", str(small_disk / "a.zip")])
    assert result.exit_code == 1
    assert "磁盘空间不够" in result.output
    assert {path.name: path.read_bytes() for path in small_disk.iterdir()} == {"a.zip": old}


def test_a_read_only_place_is_told_and_the_old_site_stays(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not mounted(disk, "size=1m"):
        pytest.skip("没有挂载权限")
    try:
        publish([("a.html", b"old")], disk / "site")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        result = CliRunner().invoke(build.main, ["site", "--out", str(disk / "site")])
        assert result.exit_code == 1
        assert "只读" in result.output
        assert (disk / "site" / "a.html").read_bytes() == b"old"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_of_two_builds_at_once_one_writes_and_the_other_says_so(two_sites: tuple[str, str, Path, float], tmp_path: Path) -> None:
    few, everything, folder, _ = two_sites
    out = tmp_path / "site"
    runs = [
        subprocess.Popen(command(out, folder / name), cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for name in ("few", "all")
    ]
    outputs = [run.communicate()[0] for run in runs]
    assert 0 in [run.returncode for run in runs]
    for run, output in zip(runs, outputs, strict=True):
        assert run.returncode == 0 or "另一个构建正在写" in output
    assert digest(out) in {few, everything}


def test_an_unreadable_source_is_told_and_the_rest_is_built(tmp_path: Path) -> None:
    (tmp_path / "issues").mkdir()
    for path in (PROJECT / "gazette" / "issues").glob("*2026*.txt"):
        (tmp_path / "issues" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "issues" / "a.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "issues" / "b.txt").mkdir()
    (tmp_path / "issues" / "c.txt").write_bytes(b"\x00\x01" * 200)
    result = CliRunner().invoke(build.main, ["site", "--source", str(tmp_path / "issues"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "c.txt" in result.output
    assert (tmp_path / "out" / "index.html").is_file()


def test_a_mark_of_secrecy_stops_the_build_and_the_old_site_stays(tmp_path: Path) -> None:
    (tmp_path / "issues").mkdir()
    (source,) = (PROJECT / "gazette" / "issues").glob("*notice.txt")
    (tmp_path / "issues" / "x.txt").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    arguments = ["site", "--source", str(tmp_path / "issues"), "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(build.main, arguments).exit_code == 0
    before = digest(tmp_path / "out")
    (tmp_path / "issues" / "x.txt").write_text("机密★5年\n\n" + source.read_text(encoding="utf-8"), encoding="utf-8")
    result = CliRunner().invoke(build.main, arguments)
    assert result.exit_code == 1
    assert "密级标志" in result.output
    assert "x.txt 第 1 行" in result.output
    assert digest(tmp_path / "out") == before
