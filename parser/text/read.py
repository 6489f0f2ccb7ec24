"""Step 1, read: files on disk → lines of text.

In: paths of files or folders. Out: `SourceText` for each readable file (its name and its lines, exactly as stored,
without line ends), in the order of their names. Raises `SourceError` with a Chinese message for a file that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from parser.errors import SourceError

_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1c\x1d\x1e\x85")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """One input file: `name` is the file name that every `Source` carries."""

    name: str
    lines: tuple[str, ...]


def find_sources(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files to read: each file named, and each ``*.txt`` of each folder named (of its ``issues/`` folder if it has one).

    Sorted by name; raises `SourceError` where a path does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            folder = path / "issues" if (path / "issues").is_dir() else path
            found.update(dict.fromkeys(sorted(p for p in folder.glob("*.txt") if p.is_file())))
        elif path.exists():
            found[path] = None
        else:
            raise SourceError(f"找不到来源：{path}。请检查路径是否写对。")
    return tuple(sorted(found, key=lambda p: (p.name, str(p))))


def read_source(path: Path) -> SourceText:
    """Read one file: UTF-8 with or without BOM, else GB18030. Raises `SourceError` for anything else."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name}：文件打不开（{error.strerror}）。请检查文件权限。") from error
    return SourceText(name=path.name, lines=split_lines(decode(data, path.name)))


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
