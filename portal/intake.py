"""A new issue in whatever form it comes → the text the parser reads.

In: a file: text, HTML of an official page, DOCX, PDF with a text layer. Out: an `Intake`: the text, and what the editor should
know of it. Raises `IntakeError` in plain words for what cannot be read. Paragraphs stand with an empty line between them; a
table has one line a row, its cells apart by TAB. Nothing is corrected here: that is the editor's, in the file of corrections.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from parser.errors import SourceError
from parser.read import decode

MAX_BYTES = 200_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_FORMATS = "可以读的是：.txt 文本、.html 网页、.docx 文档、带文字层的 .pdf。"


class IntakeError(Exception):
    """The file cannot be turned into text; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Intake:
    """`text` ends in a line break; `notes` are sentences for the editor."""

    text: str
    notes: tuple[str, ...] = ()


def take_in(path: Path) -> Intake:
    """Read `path` by what it is, not by its name alone. Raises `IntakeError`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise IntakeError(f"{path.name} 超过 {MAX_BYTES // 1_000_000} MB，没有读。请按期拆开再加。")
        data = path.read_bytes()
    except OSError as error:
        raise IntakeError(f"{path} 打不开：{error.strerror}。") from error
    return _by_content(data, path.name)


def _by_content(data: bytes, name: str) -> Intake:
    """PDF, ZIP and old Word files say what they are in their first bytes; the rest is text."""
    suffix = Path(name).suffix.lower()
    if data.startswith(b"%PDF-"):
        from portal.intake_pdf import read_pdf

        return read_pdf(data, name)
    if data.startswith(b"PK"):
        from portal.intake_docx import read_docx

        return read_docx(data, name)
    if data.startswith(_OLD_WORD) or suffix in (".doc", ".wps"):
        raise IntakeError(f"{name} 是旧格式的文档。请用 Word 或 WPS 打开，另存为 .docx 再加。")
    if suffix in (".ofd", ".rtf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"):
        raise IntakeError(f"{name} 的格式（{suffix}）读不了。{_FORMATS}图片要先做文字识别（OCR）。")
    try:
        text = decode(data, name)
    except SourceError as error:
        raise IntakeError(f"{error}{_FORMATS}") from error
    if suffix in (".html", ".htm") or text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        from portal.intake_html import read_html

        return read_html(data, name)
    return Intake(text if text.endswith("\n") else text + "\n")


def joined(pieces: Iterable[str]) -> str:
    """Paragraphs and tables as one text, an empty line between them."""
    return "\n\n".join(piece for piece in pieces if piece.strip()) + "\n"


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows with TAB between the cells, each row on one line."""
    lines = ["\t".join(cell_text(cell) for cell in row) for row in rows]
    return "\n".join(line for line in lines if line.strip())


def line_text(text: str) -> str:
    """One line of a paragraph: each run of white space is one space, none at the ends."""
    return " ".join(text.split())


def cell_text(text: str) -> str:
    """One line: the lines of a cell are joined, with a space only between Latin letters or digits; spaces within a line stay."""
    result = ""
    for line in filter(None, map(line_text, text.split("\n"))):
        result += (" " if result and result[-1].isascii() and line[0].isascii() else "") + line
    return result
