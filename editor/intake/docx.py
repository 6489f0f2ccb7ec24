"""DOCX → text.

In: the bytes of a Word document. Out: an `Intake`. Only ``word/document.xml`` is read, with the standard library: paragraphs, and
tables with their merged cells. Deleted text of tracked changes is left out. Numbers that Word makes by itself are not in the
text, and the editor is told.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape
from xml.etree import ElementTree as Xml

from editor.intake.record import Intake, IntakeError, Markup, cell_text, joined, line_text, table_text

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN_PART = "word/document.xml"
MAX_XML_BYTES = 100_000_000


def read_docx(data: bytes, name: str) -> Intake:
    """Raises `IntakeError` for an archive that is no Word document, is damaged, encrypted, or unpacks beyond all measure."""
    body = _document(data, name).find(f"{_WORD}body")
    text = joined(_pieces(body)) if body is not None else ""
    if not text.strip():
        raise IntakeError(f"{name} 里没有文字。如果内容是图片，请先做文字识别（OCR）。")
    assert body is not None
    notes = []
    numbered = len(body.findall(f".//{_WORD}numPr"))
    if numbered:
        notes.append(f"有 {numbered} 段用了自动编号，编号不在文字里，没有读出。请在 Word 里另存为纯文本，或者把编号转成文字，再加一次。")
    pictures = len(body.findall(f".//{_WORD}drawing")) + len(body.findall(f".//{_WORD}pict"))
    if pictures:
        notes.append(f"有 {pictures} 幅图片，图片里的文字没有读。")
    return Intake(text, tuple(notes))


def _document(data: bytes, name: str) -> Xml.Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_MAIN_PART).file_size > MAX_XML_BYTES:
                raise IntakeError(f"{name} 解开后过大，没有读。")
            with archive.open(_MAIN_PART) as part:
                content = part.read(MAX_XML_BYTES + 1)
    except KeyError as error:
        raise IntakeError(f"{name} 不是 Word 文档（.docx）。压缩包请先解开，把里面的文件分别加进来。") from error
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise IntakeError(f"{name} 已损坏或加了密码，打不开。请在 Word 里打开并另存一份再加。") from error
    if len(content) > MAX_XML_BYTES or b"<!DOCTYPE" in content[:1000] or b"<!ENTITY" in content:
        raise IntakeError(f"{name} 的内容不正常，没有读。")
    try:
        return Xml.fromstring(content)
    except Xml.ParseError as error:
        raise IntakeError(f"{name} 已损坏，打不开。请在 Word 里打开并另存一份再加。") from error


def _pieces(parent: Xml.Element) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_WORD}p":
            yield from (line_text(line) for line in _paragraph(child).split("\n"))
        elif child.tag == f"{_WORD}tbl":
            yield _table(child)
        elif child.tag in (f"{_WORD}sdt", f"{_WORD}sdtContent"):
            yield from _pieces(child)


def _paragraph(paragraph: Xml.Element) -> str:
    """The paragraph's text; a forced line break is a new line, a tabulator a space."""
    parts = []
    for element in paragraph.iter():
        if element.tag == f"{_WORD}t":
            parts.append(element.text or "")
        elif element.tag in (f"{_WORD}br", f"{_WORD}cr"):
            parts.append("\n")
        elif element.tag == f"{_WORD}tab":
            parts.append(" ")
    return "".join(parts)


def _table(table: Xml.Element) -> str:
    """Rows with TAB; with merged cells as HTML on one line, which the parser reads with its spans."""
    rows = [[_cell(cell) for cell in row.findall(f"{_WORD}tc")] for row in table.findall(f"{_WORD}tr")]
    if all(span == 1 and merge is None for row in rows for _, span, merge in row):
        return table_text([[text for text, _, _ in row] for row in rows])
    return Markup("<table>" + "".join("<tr>" + "".join(_html_cells(rows, number)) + "</tr>" for number in range(len(rows))) + "</table>")


_Cell = tuple[str, int, str | None]


def _cell(cell: Xml.Element) -> _Cell:
    """Text, number of columns, and ``restart`` or ``continue`` where the cell is merged with those above or below."""
    text = cell_text("\n".join(_paragraph(paragraph) for paragraph in cell.iter(f"{_WORD}p")))
    span = cell.find(f"{_WORD}tcPr/{_WORD}gridSpan")
    merge = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
    width = (span.get(f"{_WORD}val") if span is not None else None) or "1"
    state = None if merge is None else merge.get(f"{_WORD}val") or "continue"
    return text, int(width) if width.isdigit() else 1, state


def _html_cells(rows: list[list[_Cell]], number: int) -> Iterator[str]:
    column = 0
    for text, span, merge in rows[number]:
        if merge != "continue":
            down = _height(rows, number, column) if merge == "restart" else 1
            spans = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{span}"' if span > 1 else "")
            yield f"<td{spans}>{escape(text, quote=False)}</td>"
        column += span


def _height(rows: list[list[_Cell]], number: int, column: int) -> int:
    height = 1
    for row in rows[number + 1 :]:
        place = 0
        states: dict[int, str | None] = {}
        for _, span, state in row:
            states[place] = state
            place += span
        if states.get(column) != "continue":
            break
        height += 1
    return height
