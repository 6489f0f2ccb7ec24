"""The last step: files to disk, all or nothing.

In: paths from the site's root with their contents, one after the other. Out: a folder that holds exactly these files.
The files go into a new folder beside the old one, and the two change places in one step; whatever goes wrong before that,
a full disk or a killed process included, leaves the old site as it was. What a killed run left behind, the next one clears away.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from parser.errors import GazetteError

MARK_NAME = ".gazette-portal"
_MARK_TEXT = b"generated; do not edit\n"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class PublishError(GazetteError):
    """The site could not be written; the message says why and what to do. The old site is untouched."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the size in bytes of each file by its path."""

    sizes: Mapping[str, int]

    @property
    def pages(self) -> int:
        return sum(path.endswith(".html") for path in self.sizes)

    @property
    def bytes(self) -> int:
        return sum(self.sizes.values())


def publish(files: Iterable[tuple[str, bytes]], out: Path) -> Published:
    """Write `files` as the new content of `out`.

    Raises `PublishError` where `out` cannot be written, holds something that is not a site of ours, is being written by another
    build, or where two files have the same path. What `files` itself raises passes through, but for `OSError`. In every case `out`
    stays as it was.
    """
    out = Path.cwd() / out
    with told(out):
        _check_replaceable(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with _locked(out):
            old, new = sibling(out, "old"), sibling(out, "new")
            _clear_leftovers(out, old, new)
            try:
                published = _write_all(files, new)
                _replace(out, old, new)
            except BaseException:
                shutil.rmtree(new, ignore_errors=True)
                raise
            shutil.rmtree(old, ignore_errors=True)
            return published


def sibling(out: Path, role: str) -> Path:
    """Where a build keeps what it is making: hidden, beside `out`, on the same file system."""
    return out.parent / f".{out.name}.{role}"


def _check_replaceable(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise PublishError(f"{out} 不是普通文件夹，没有写入。请用 --out 指定另一个位置。")
    if out.is_dir() and not (out / MARK_NAME).is_file() and any(out.iterdir()):
        raise PublishError(f"{out} 里有不是本工具生成的文件，为免误删没有写入。请用 --out 指定一个空的或新的文件夹。")


@contextlib.contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Held by one build at a time; the system lets go of it when the process ends, however it ends."""
    with sibling(out, "lock").open("wb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PublishError(f"另一个构建正在写 {out}，这一次没有写入。请等它结束后再试。") from error
        yield


def _clear_leftovers(out: Path, old: Path, new: Path) -> None:
    """Put right what a killed run left: between the two renames of `_replace` the old site may stand under its other name."""
    if old.exists() and not out.exists():
        old.rename(out)
    for path in (old, new):
        if path.exists():
            shutil.rmtree(path)


def _write_all(files: Iterable[tuple[str, bytes]], folder: Path) -> Published:
    folder.mkdir()
    (folder / MARK_NAME).write_bytes(_MARK_TEXT)
    made: set[Path] = {folder}
    sizes: dict[str, int] = {}
    for name, content in files:
        path = folder / checked_name(name)
        if name in sizes or name == MARK_NAME:
            raise PublishError(f"有两个文件的地址相同：{name}。请检查来源里是否有重复的文件或单位。")
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(content)
        sizes[name] = len(content)
    return Published(MappingProxyType(sizes))


def checked_name(name: str) -> str:
    """`name`, a path within the site. Raises `PublishError` for one that leaves it."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or "\\" in name or "\x00" in name or any(part in (".", "..") for part in name.split("/")):
        raise PublishError(f"文件地址不能用：{name!r}。")
    return name


def _replace(out: Path, old: Path, new: Path) -> None:
    """`new` takes the place of `out`, in one step where the system can do that."""
    if not out.exists():
        new.rename(out)
    elif _exchange(new, out):
        new.rename(old)
    else:
        out.rename(old)
        try:
            new.rename(out)
        except OSError:
            old.rename(out)
            raise


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders change names at once (Linux); false where the system or the file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0)


_CAUSES = {
    errno.ENOSPC: "磁盘空间不够。请清出空间后再试",
    errno.EDQUOT: "磁盘配额已用完。请清出空间后再试",
    errno.EACCES: "没有写入的权限。请检查文件夹权限，或用 --out 指定另一个位置",
    errno.EPERM: "没有写入的权限。请检查文件夹权限，或用 --out 指定另一个位置",
    errno.EROFS: "这个位置是只读的。请用 --out 指定另一个位置",
    errno.EBUSY: "这个文件夹正被系统占用（例如是挂载点）。请用 --out 指定它里面的一个新文件夹",
    errno.ENAMETOOLONG: "文件名太长。请检查来源里的标题和单位名称",
    errno.ENOTDIR: "路径里有一段不是文件夹。请用 --out 指定另一个位置",
}


@contextlib.contextmanager
def told(out: Path) -> Iterator[None]:
    """Turn faults of the system while writing into messages a reader can act on."""
    try:
        yield
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, f"系统报告：{error.strerror or error}")
        raise PublishError(f"网站没有写成：{cause}。位置：{error.filename or out}。原来的网站没有改动。") from error
