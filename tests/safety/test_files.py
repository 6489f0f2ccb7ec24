"""A file of the editor's is written whole or not at all: killed, out of space, two at once, of any rights."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import editor.files
from editor.files import WriteError, edit_whole, write_whole

PROJECT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "10"))
DISKS = int(os.environ.get("DISKS", "3"))


@pytest.fixture(params=["as here", "no nameless files", "no locks on folders"])
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What other systems lack is taken away."""
    if request.param == "no nameless files":
        monkeypatch.setattr(editor.files, "_nameless", lambda folder: None)
    if request.param == "no locks on folders":
        monkeypatch.setattr(editor.files, "_lock_folder", lambda path: None)
    return str(request.param)


@pytest.mark.usefixtures("system")
def test_new_and_old_files_hold_exactly_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "units" / "青禾.yml"
    for data in ("甲\n", "", "乙" * 100_000):
        write_whole(path, data)
        assert path.read_text(encoding="utf-8") == data
    assert [entry.name for entry in path.parent.iterdir()] == ["青禾.yml"]


@pytest.mark.usefixtures("system")
def test_rights_stay_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a.yml", tmp_path / "b.yml"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_whole(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.usefixtures("system")
def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("old")

    def refused(old: bytes | None) -> bytes:
        assert old == b"old"
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        edit_whole(path, refused)
    edit_whole(path, lambda old: None)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yml"]


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(WriteError, match="普通文件"):
            write_whole(tmp_path / name, "x")


def test_left_overs_of_killed_runs_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor.files, "_lock_folder", lambda path: None)
    monkeypatch.setattr(editor.files, "_PAUSE", 0.0)
    for name in (".a.yml.new", ".a.yml.lock"):
        (tmp_path / name).write_text("half")
    write_whole(tmp_path / "a.yml", "new")
    assert {entry.name: entry.read_text() for entry in tmp_path.iterdir()} == {"a.yml": "new"}


def test_a_fault_of_the_system_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yml").write_text("old")

    def full(handle: int, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(editor.files, "_write_all", full)
    for nameless in (True, False):
        if not nameless:
            monkeypatch.setattr(editor.files, "_nameless", lambda folder: None)
        with pytest.raises(WriteError, match="磁盘空间不够"):
            write_whole(tmp_path / "a.yml", "new")
        assert {entry.name: entry.read_text() for entry in tmp_path.iterdir()} == {"a.yml": "old"}


def writer(path: Path, letter: str, rounds: int) -> subprocess.Popen[bytes]:
    program = (
        "import sys; from pathlib import Path; from editor.files import write_whole\n"
        f"for _ in range({rounds}): write_whole(Path({str(path)!r}), {letter!r} * 3_000_000)\n"
    )
    return subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT)


@pytest.mark.slow
def test_kills_leave_the_old_or_the_new_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    write_whole(path, "o" * 3_000_000)
    chance = random.Random(7)
    for number in range(KILLS):
        process = writer(path, "on"[number % 2], 1000)
        try:
            process.wait(timeout=0.1 + 0.2 * chance.random())
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        text = path.read_text()
        assert len(text) == 3_000_000
        assert len(set(text)) == 1
        assert {entry.name for entry in tmp_path.iterdir()} <= {"a.yml", ".a.yml.new"}
    write_whole(path, "e")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yml"]


@pytest.mark.slow
def test_two_at_once_write_one_after_the_other(tmp_path: Path) -> None:
    """Each of 2 x 50 changes builds on the one before."""
    path = tmp_path / "a.txt"
    program = (
        "from pathlib import Path; from editor.files import edit_whole\n"
        f"for _ in range(50): edit_whole(Path({str(path)!r}), lambda old: (old or b'') + b'x')\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT) for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    assert path.read_text() == "x" * 100


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; needs the rights to mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False, capture_output=True).returncode:
        pytest.skip("没有挂载权限")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.usefixtures("system")
def test_full_disks_leave_the_old_file(small_disk: Path) -> None:
    path = small_disk / "a.yml"
    write_whole(path, "old")
    for number in range(DISKS):
        with pytest.raises(WriteError, match="磁盘空间不够"):
            write_whole(path, "new" * (400_000 + 10_000 * number))
        assert {entry.name: entry.read_text() for entry in small_disk.iterdir()} == {"a.yml": "old"}
