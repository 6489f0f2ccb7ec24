"""A new issue in whatever form it comes → the text the parser reads.

In: a file: text, HTML of an official page, DOCX, PDF with a text layer. Out: an `Intake`: the text, and what the editor should
know of it. Raises `IntakeError` in plain words for what cannot be read. Paragraphs stand with an empty line between them; a
table has one line a row, its cells apart by TAB. Nothing is corrected here: that is the editor's, in the file of corrections.
"""

from __future__ import annotations

from pathlib import Path

from parser.errors import SourceError
from parser.text.read import decode

from editor.intake.record import Intake, IntakeError

MAX_BYTES = 200_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_FORMATS = "可以读的是：.txt 文本、.html 网页、.docx 文档、带文字层的 .pdf。"


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
        from editor.intake.pdf import read_pdf

        return read_pdf(data, name)
    if data.startswith(b"PK"):
        from editor.intake.docx import read_docx

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
        from editor.intake.html import read_html

        return read_html(data, name)
    return Intake(text if text.endswith("\n") else text + "\n")
