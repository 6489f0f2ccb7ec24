"""Writing a file of the editor's: the old content or the new one, whole, whatever happens meanwhile.

In: a path and what it shall hold. Out: nothing; the file is changed in one step. A full disk, a kill or a power cut leaves the old
file as it was and nothing beside it; two programs at once write one after the other. Faults of the system become a `WriteError`.
Works on Linux, macOS and Windows: what a system lacks (files without a name, locks on folders) is done without there.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from parser.errors import GazetteError

_TRIES, _PAUSE = 500, 0.02  # ten seconds in all; a lock is held for the time of one write
_CAUSES = {
    errno.ENOSPC: "磁盘空间不够，请清出空间后再试",
    errno.EDQUOT: "磁盘配额已用完，请清出空间后再试",
    errno.EACCES: "没有写入的权限，请检查文件夹权限",
    errno.EPERM: "没有写入的权限，请检查文件夹权限",
    errno.EROFS: "这个位置是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EISDIR: "这个位置是文件夹",
}


class WriteError(GazetteError):
    """A file could not be written; the message says why. It is as it was before."""


def write_whole(path: Path, data: str | bytes) -> None:
    """`path` holds exactly `data` (text as UTF-8), with the rights it had before. Raises `WriteError`; then nothing has changed."""
    edit_whole(path, lambda old: data)


def edit_whole(path: Path, change: Callable[[bytes | None], str | bytes | None]) -> None:
    """Change a file in the light of what it holds: `change` gets its bytes (``None``: no such file) and gives the new ones.

    Nobody else writes in between. ``None`` from `change` leaves the file as it is; what `change` raises passes through.
    """
    with _told(path):
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        with _locked(target):
            old = _read(target)
            new = change(old)
            if new is not None:
                _replace(target, new.encode("utf-8") if isinstance(new, str) else new)


def _read(path: Path) -> bytes | None:
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(kind):
        raise WriteError(f"{path} 不是普通文件，没有写入。")
    return path.read_bytes()


def _replace(path: Path, data: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)  # of a run that was killed
    try:
        with _prepared(new) as handle:
            _write_all(handle, data)
            if path.exists() and hasattr(os, "fchmod"):
                os.fchmod(handle, stat.S_IMODE(path.stat().st_mode))
            os.fsync(handle)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


@contextlib.contextmanager
def _prepared(path: Path) -> Iterator[int]:
    """A file to write to, which bears the name `path` behind the block; on Linux it has no name before, so that a kill leaves none."""
    handle = _nameless(path.parent)
    named = handle is None
    if handle is None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        yield handle
        if not named:
            _name(handle, path)
    finally:
        os.close(handle)


def _name(handle: int, path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{handle}", path.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _nameless(folder: Path) -> int | None:
    if not hasattr(os, "O_TMPFILE") or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(folder, os.O_WRONLY | os.O_TMPFILE, 0o666)
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT):
            return None
        raise


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk, too, where the system can be told so."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Held by one writer at a time in a folder. The system lets go of a folder's lock when the process ends, however it ends."""
    handle = _lock_folder(path)
    if handle is not None:
        try:
            yield
        finally:
            os.close(handle)
        return
    lock = path.with_name(f".{path.name}.lock")
    if not _taken_in_time(lambda: _made(lock)):  # longer than any write takes: left by a run that was killed
        lock.unlink(missing_ok=True)
        _made(lock)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _lock_folder(path: Path) -> int | None:
    """An open handle of the folder with its lock; ``None`` where folders cannot be locked (Windows, some network disks)."""
    try:
        import fcntl
    except ImportError:
        return None

    def taken() -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    handle = os.open(path.parent, os.O_RDONLY)
    try:
        if not _taken_in_time(taken):
            raise WriteError(f"另一个程序正在写 {path}，这一次没有写入。请等它结束后再试。")
    except OSError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return handle


def _made(lock: Path) -> bool:
    """A lock file of our own."""
    try:
        os.close(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def _taken_in_time(take: Callable[[], bool]) -> bool:
    """Try for a while."""
    for _ in range(_TRIES):
        if take():
            return True
        threading.Event().wait(_PAUSE)
    return False


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Faults of the system as messages an editor can act on."""
    try:
        yield
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, f"系统报告：{error.strerror or error}")
        raise WriteError(f"{path} 没有写成：{cause}。原来的内容没有改动。") from error
