"""Step 1, read: files on disk → lines of text.

In: paths of files or folders. Out: `SourceText` for each readable file (its name and its lines, exactly as stored,
without line ends), in the order of their names. Raises `SourceError` with a Chinese message for a file that cannot be read.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from parser.errors import SourceError

MAX_BYTES = 100_000_000
_OTHER_FORMS = frozenset({".docx", ".doc", ".wps", ".pdf", ".html", ".htm", ".rtf", ".ofd"})
_LOOKED_AT = 1000  # entries of a folder
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1c\x1d\x1e\x85")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """One input file: `name` is the file name that every `Source` carries."""

    name: str
    lines: tuple[str, ...]


def find_sources(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files to read: each file named, and each ``*.txt`` of each folder named (of its ``issues/`` folder if it has one).

    Sorted by name; raises `SourceError` where a path does not exist. What is no plain file is found, too: `read_source` says why not.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(p for p in _entries(path) if p.suffix.lower() == ".txt" and (p.is_symlink() or not p.is_dir())))
        elif path.exists() or path.is_symlink():
            found[path] = None
        else:
            raise SourceError(f"找不到来源：{path}。请检查路径是否写对。")
    return tuple(sorted(found, key=lambda p: (p.name, str(p))))


def find_unread(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """What stands in the folders of `paths` and looks like text of a gazette but is not read: its name and what to do."""
    found: dict[str, str] = {}
    for path in filter(Path.is_dir, paths):
        for entry in _entries(path):
            if not entry.is_symlink() and entry.is_dir():
                if any(inner.suffix.lower() == ".txt" for inner in islice(entry.rglob("*"), _LOOKED_AT)):
                    found[shown_name(entry)] = f"子文件夹 {shown_name(entry)} 里的文本没有读。请移到上一层，或用 --source 指明这个文件夹"
            elif entry.suffix.lower() in _OTHER_FORMS:
                found[shown_name(entry)] = f"{shown_name(entry)} 不是 .txt 文本，没有读。请用 make add FILE=… 加进来"
    return tuple(found.items())


def _entries(path: Path) -> list[Path]:
    folder = path / "issues" if (path / "issues").is_dir() else path
    return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))


def shown_name(path: Path) -> str:
    """A file's name as text that can be written anywhere: without control characters and bytes that are no UTF-8."""
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join("�" if char < " " or "\x7f" <= char < "\xa0" or char in "\u2028\u2029" else char for char in name)


def read_source(path: Path) -> SourceText:
    """Read one file: UTF-8 with or without BOM, else GB18030. Raises `SourceError` for anything else."""
    name = shown_name(path)
    if name != path.name:
        raise SourceError(f"{name}：文件名里有不能用的字符（控制字符，或者不是 UTF-8 编码）。请改名后再试。")
    try:
        kind = path.lstat()
        if stat.S_ISLNK(kind.st_mode):
            raise SourceError(f"{name}：这是链接，没有读，以免把别处的文件公布出去。请放文件本身。")
        if not stat.S_ISREG(kind.st_mode):
            raise SourceError(f"{name}：这不是普通文件（是管道、设备之类），没有读。")
        if kind.st_size > MAX_BYTES:
            raise SourceError(f"{name}：超过 {MAX_BYTES // 1_000_000} MB，没有读。请按期拆开。")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{name}：文件打不开（{error.strerror}）。请检查文件权限。") from error
    return SourceText(name=name, lines=split_lines(decode(data, name)))


def decode(data: bytes, name: str) -> str:
    """Bytes → text. Raises `SourceError` for an empty or binary file or an unknown encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(f"{name}：文件是 UTF-16 编码。请另存为 UTF-8 编码的文本文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise SourceError(f"{name}：文件是空的，没有可以读取的文字。")
        if is_text(text):
            return text
    raise SourceError(f"{name}：这不是文本文件，或者编码不是 UTF-8 或 GB18030。请另存为 UTF-8 编码的文本文件。")


def is_text(text: str) -> bool:
    """True if control characters, which no gazette has, make up less than one character in 1,000."""
    controls = sum(1 for c in text if (c < " " or c == "\x7f") and c not in _TEXT_CONTROLS)
    return controls * 1000 <= len(text) and "\x00" not in text


def split_lines(text: str) -> tuple[str, ...]:
    """Cut at LF, CRLF or CR only; other separators stay in their line, so that line numbers are an editor's."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(lines[:-1] if lines[-1] == "" else lines)
