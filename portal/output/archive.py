"""The site as one ZIP file that opens from a folder.

In: paths from the site's root with their contents. Out: an archive of exactly these files with ``index.html`` at its top. The same
files give the same bytes: no time, no owner, no order but theirs. The old archive is replaced only when the new one is whole.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType
from typing import IO

from portal.output.publish import Published, PublishError, checked_name, sibling, told

README = "README.txt"
_README_TEXT = """公报网站（离线版）

1. 把整个压缩包解压到一个文件夹里（不要在压缩包里直接打开）。
2. 双击文件夹里的 index.html，用浏览器打开。
3. 搜索、筛选、下载都可以用，不需要联网。

内容以政府正式公布的文本为准。
"""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16


def write_archive(files: Iterable[tuple[str, bytes]], out: Path) -> Published:
    """Write `files` into the archive `out`.

    Raises `PublishError` as `portal.output.publish.publish` does, and for a file that is no archive of ours; `out` then stays as it was.
    The new archive has no name while it is written, so that a run that is killed leaves nothing.
    """
    out = Path.cwd() / out
    with told(out):
        _check_replaceable(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out.parent) as handle:
            published = _write_all(files, handle)
            handle.flush()
            os.fsync(handle.fileno())
            _name(handle, out)
    return published


def _check_replaceable(out: Path) -> None:
    if out.suffix.lower() != ".zip":
        raise PublishError(f"{out} 不是以 .zip 结尾的文件名，没有写入。请用 --out 写一个以 .zip 结尾的文件名。")
    if out.is_symlink() or (out.exists() and not out.is_file()):
        raise PublishError(f"{out} 不是普通文件，没有写入。请用 --out 写一个以 .zip 结尾的文件名。")
    if out.exists() and not _is_ours(out):
        raise PublishError(f"{out} 不是本工具生成的压缩包，为免误删没有写入。请用 --out 写另一个文件名。")


def _is_ours(path: Path) -> bool:
    """An archive that begins with our note, or an empty file."""
    if not path.stat().st_size:
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()[:1] == [README] and archive.read(README) == _note()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False


def _name(handle: IO[bytes], out: Path) -> None:
    """What `handle` holds becomes `out` in one step."""
    new = sibling(out, "new")
    new.unlink(missing_ok=True)
    folder = os.open(out.parent, os.O_RDONLY) if sys.platform.startswith("linux") else None
    try:
        if folder is None or not _linked(handle, new, folder):
            handle.seek(0)
            with new.open("wb") as copy:
                shutil.copyfileobj(handle, copy)
        if out.exists():
            shutil.copymode(out, new)
        new.replace(out)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    finally:
        if folder is not None:
            os.close(folder)


def _linked(handle: IO[bytes], new: Path, folder: int) -> bool:
    """A name for a file that has none yet (Linux); false where the file system cannot."""
    mask = os.umask(0)
    os.umask(mask)
    try:
        os.fchmod(handle.fileno(), 0o666 & ~mask)
        os.link(f"/proc/self/fd/{handle.fileno()}", new.name, dst_dir_fd=folder, follow_symlinks=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        return False
    return True


def _note() -> bytes:
    return _README_TEXT.replace("\n", "\r\n").encode("utf-8-sig")


def _write_all(files: Iterable[tuple[str, bytes]], file: IO[bytes]) -> Published:
    sizes: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(_entry(README), _note())
        for name, content in files:
            if name in sizes or name == README:
                raise PublishError(f"有两个文件的地址相同：{name}。请检查来源里是否有重复的文件或单位。")
            archive.writestr(_entry(checked_name(name)), content)
            sizes[name] = len(content)
    return Published(MappingProxyType(sizes))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIXED_TIME)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _READABLE
    return entry
