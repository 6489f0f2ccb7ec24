"""The site as one ZIP file that opens from a folder.

In: paths from the site's root with their contents. Out: an archive of exactly these files with ``index.html`` at its top. The same
files give the same bytes: no time, no owner, no order but theirs. The old archive is replaced only when the new one is whole.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

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
    """Write `files` into the archive `out`. Raises `PublishError` as `portal.output.publish.publish` does; `out` then stays as it was."""
    out = Path.cwd() / out
    if out.is_dir():
        raise PublishError(f"{out} 是文件夹，没有写入。请用 --out 写一个以 .zip 结尾的文件名。")
    new = sibling(out, f"{os.getpid()}.new")
    with told(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            published = _write_all(files, new)
            new.replace(out)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
    return published


def _write_all(files: Iterable[tuple[str, bytes]], path: Path) -> Published:
    sizes: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(_entry(README), _README_TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
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
