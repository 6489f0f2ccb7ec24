"""Writing the site is all or nothing, whatever goes wrong, and never touches what is not ours."""

from __future__ import annotations

import errno
import fcntl
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import portal.output.publish as publish_module
from portal.output.publish import MARK_NAME, PublishError, publish

FILES = [("index.html", b"one"), ("a/b/index.html", b"two")]
ENDLESS_BUILD = """
import sys
from pathlib import Path
from portal.output.publish import publish

def files():
    number = 0
    while True:
        yield f"page-{number}/index.html", b"new"
        if number == 50:
            print("writing", flush=True)
        number += 1

publish(files(), Path(sys.argv[1]))
"""


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under `folder` by its path, but for the mark of the site."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: content for path, content in files.items() if path != MARK_NAME}


def failing_files(error: BaseException) -> Iterator[tuple[str, bytes]]:
    yield "index.html", b"new"
    raise error


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A site that was published before."""
    publish(FILES, tmp_path / "work" / "site")
    return tmp_path / "work" / "site"


def test_publish_writes_exactly_the_files(out: Path) -> None:
    assert contents(out) == dict(FILES)
    published = publish([("c.html", b"three")], out)
    assert contents(out) == {"c.html": b"three"}
    assert (published.pages, published.bytes) == (1, 5)


def test_nothing_is_left_beside_the_site(out: Path) -> None:
    publish(FILES, out)
    assert sorted(path.name for path in out.parent.iterdir()) == [".site.lock", "site"]


@pytest.mark.parametrize("error", [ValueError("坏了"), KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_a_failing_build_leaves_the_old_site(out: Path, error: BaseException) -> None:
    with pytest.raises((type(error), PublishError)):
        publish(failing_files(error), out)
    assert contents(out) == dict(FILES)
    assert sorted(path.name for path in out.parent.iterdir()) == [".site.lock", "site"]


@pytest.mark.parametrize(
    ("code", "message"),
    [(errno.ENOSPC, "磁盘空间不够"), (errno.EROFS, "只读"), (errno.EACCES, "没有写入的权限"), (errno.EIO, "系统报告：xxx")],
)
def test_faults_of_the_system_are_told_in_plain_words(out: Path, code: int, message: str) -> None:
    with pytest.raises(PublishError, match=message) as caught:
        publish(failing_files(OSError(code, "xxx")), out)
    assert "原来的网站没有改动" in str(caught.value)


def test_a_full_disk_leaves_the_old_site(tmp_path: Path) -> None:
    """A real full disk, where this machine lets us make one small enough."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(disk)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("这里不能挂载临时磁盘")
    try:
        publish(FILES, disk / "site")
        with pytest.raises(PublishError, match="磁盘空间不够"):
            publish(((f"{number}.html", b"x" * 10_000) for number in range(100)), disk / "site")
        assert contents(disk / "site") == dict(FILES)
        publish(FILES, disk / "site")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.slow
def test_a_killed_build_leaves_the_old_site_and_the_next_one_clears_up(out: Path, project: Path) -> None:
    command = [sys.executable, "-c", ENDLESS_BUILD, str(out)]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
    assert contents(out) == dict(FILES)
    assert (out.parent / ".site.new").is_dir()
    publish([("c.html", b"three")], out)
    assert contents(out) == {"c.html": b"three"}
    assert not (out.parent / ".site.new").exists()


def test_a_build_killed_between_the_two_renames_is_put_right(out: Path) -> None:
    out.rename(out.parent / ".site.old")
    with pytest.raises(ValueError, match="坏了"):
        publish(failing_files(ValueError("坏了")), out)
    assert contents(out) == dict(FILES)


def test_two_builds_at_once_do_not_mix(out: Path) -> None:
    with (out.parent / ".site.lock").open("wb") as other_build:
        fcntl.flock(other_build, fcntl.LOCK_EX)
        with pytest.raises(PublishError, match="另一个构建正在写"):
            publish([("c.html", b"three")], out)
    assert contents(out) == dict(FILES)


def test_without_exchange_the_folders_are_renamed_in_turn(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish_module, "_exchange", lambda first, second: False)
    publish([("c.html", b"three")], out)
    assert contents(out) == {"c.html": b"three"}


def test_a_rename_that_fails_half_way_is_taken_back(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refuse_new(self: Path, target: Path) -> Path:
        if self.name == ".site.new":
            raise OSError(errno.EIO, "xxx")
        return rename(self, target)

    monkeypatch.setattr(publish_module, "_exchange", lambda first, second: False)
    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(PublishError):
        publish([("c.html", b"three")], out)
    assert contents(out) == dict(FILES)


def test_a_folder_that_is_not_ours_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mother.txt").write_text("亲爱的")
    with pytest.raises(PublishError, match="不是本工具生成的文件"):
        publish(FILES, tmp_path / "letters")
    assert contents(tmp_path / "letters") == {"mother.txt": "亲爱的".encode()}


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    publish(FILES, tmp_path / "site")
    assert contents(tmp_path / "site") == dict(FILES)


def test_a_file_or_a_link_in_the_place_of_the_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("file", "link"):
        with pytest.raises(PublishError, match="不是普通文件夹"):
            publish(FILES, tmp_path / name)


def test_a_place_under_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PublishError, match=r"不是文件夹|File exists"):
        publish(FILES, tmp_path / "file" / "site")


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "", "a/./b", "a\\b", "a\x00b"])
def test_no_file_leaves_the_site(out: Path, name: str) -> None:
    with pytest.raises(PublishError, match="文件地址不能用"):
        publish([(name, b"x")], out)
    assert contents(out) == dict(FILES)


def test_two_files_at_one_address_stop_the_build(out: Path) -> None:
    with pytest.raises(PublishError, match=r"地址相同：a\.html"):
        publish([("a.html", b"x"), ("a.html", b"y")], out)
    assert contents(out) == dict(FILES)
