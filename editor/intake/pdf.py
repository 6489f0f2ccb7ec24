"""PDF with a text layer → text.

In: the bytes of a PDF. Out: an `Intake`. Lines are put together to paragraphs by their place: a line that reaches the right edge
goes on in the next one unless that is indented. Ruled tables are read cell by cell. Uses pdfplumber, an optional extra. A scan
has no text layer and is refused with a sentence that says so.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from editor.intake.glyphs import whole_characters
from editor.intake.record import Intake, IntakeError, cell_text, joined, table_text

_PAGE_NUMBER_RE = re.compile(r"[-–—―\s]*\d{1,4}[-–—―\s]*")
_CONTENTS_RE = re.compile(r"[…·.．]{2,}\s*[（(]?\d+[）)]?$")
_CID_RE = re.compile(r"\(cid:\d+\)")
_LONGEST_LEADER = 80  # characters of leader dots and page number that are looked at
_GAP = 0.5  # of a letter's size, between two Chinese characters; justified lines spread them
_LATIN_GAP = 0.15
_LETTERS_OF_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line: left and right edge, top and bottom in points from the page's upper left, size of its letters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def read_pdf(data: bytes, name: str) -> Intake:
    """Raises `IntakeError` for a scan, an encrypted or damaged file, and where pdfplumber is not installed."""
    try:
        import pdfplumber

        logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it complains of every font without a frame
    except ImportError as error:
        raise IntakeError("读 PDF 要先装 pdfplumber：pip install 'pdfplumber>=0.11,<0.12'。") from error
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = [_page(page) for page in document.pages]
    except Exception as error:  # the library raises many kinds for damaged and encrypted files
        raise IntakeError(f"{name} 打不开：文件损坏或加了密码。请另存一份没有密码的再加。") from error
    return _intake(pages, name)


def _intake(pages: list[tuple[list[str], int]], name: str) -> Intake:
    letters = [sum(len(piece) for piece in pieces) for pieces, _ in pages]
    empty = [number for number, count in enumerate(letters, 1) if count < _LETTERS_OF_A_PAGE and pages[number - 1][1]]
    if sum(letters) < _LETTERS_OF_A_PAGE * max(1, len(pages)):
        raise IntakeError(
            f"{name} 是扫描件：{len(pages)} 页都是图片，没有文字层，读不出文字。"
            "请先用文字识别（OCR）软件转成文本或带文字层的 PDF，核对后再加。"
        )
    text, changed = whole_characters(joined(_over_pages([pieces for pieces, _ in pages])))
    tables = sum("\t" in piece for pieces, _ in pages for piece in pieces)
    return Intake(text, tuple(_notes(changed, empty, len(_CID_RE.findall(text)), tables)))


def _notes(changed: int, empty: list[int], garbled: int, tables: int) -> Iterator[str]:
    """What the editor has to compare with the original."""
    if changed:
        yield f"有 {changed} 个字在这份 PDF 里编成了部首或异体（如 ⻘、⽉），已换成通用的字，请核对。"
    if empty:
        yield f"第 {'、'.join(map(str, empty))} 页是图片，没有文字层，这几页的文字没有读出。"
    if garbled:
        yield f"有 {garbled} 个字的字体没有编码，读不出，请对照原件补上（文中写作 (cid:数字)）。"
    if tables:
        yield f"读出 {tables} 块表格，请核对合并的单元格。"


def _over_pages(pages: Iterable[list[str]]) -> Iterator[str]:
    """All pieces; a table that ends a page and one of as many columns that begins the next are one, page numbers between them follow."""
    held: str | None = None
    between: list[str] = []
    for piece, first in _with_place(pages):
        if held is not None and first and "\t" in piece and _columns(piece) == _columns(held):
            held = f"{held}\n{piece}"
        elif held is not None and _PAGE_NUMBER_RE.fullmatch(piece):
            between.append(piece)
        else:
            yield from (() if held is None else (held, *between))
            held, between = (piece, []) if "\t" in piece else (None, [])
            if held is None:
                yield piece
    yield from (() if held is None else (held, *between))


def _with_place(pages: Iterable[list[str]]) -> Iterator[tuple[str, bool]]:
    """Each piece, and whether it is the first of its page, page numbers apart."""
    for pieces in pages:
        first = True
        for piece in pieces:
            yield piece, first
            first = first and "\t" not in piece and _PAGE_NUMBER_RE.fullmatch(piece) is not None


def _columns(table: str) -> int:
    return table.split("\n", 1)[0].count("\t")


def _page(page: Any) -> tuple[list[str], int]:
    """The pieces of one page from top to bottom, and the number of its pictures."""
    tables = page.find_tables()
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda item: item["object_type"] != "char" or not any(_inside(item, box) for box in boxes))
    placed = [(paragraph[0].top, _text(paragraph)) for paragraph in _paragraphs(_lines(rest.chars), boxes)]
    for table in tables:
        rows = [[cell or "" for cell in row] for row in table.extract()]
        text = table_text(rows) if max(map(len, rows), default=0) > 1 else "\n\n".join(cell_text("".join(row)) for row in rows)
        placed.append((table.bbox[1], text))
    return [text for _, text in sorted(placed, key=lambda piece: piece[0])], len(page.images)


def _inside(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _lines(chars: Iterable[dict[str, Any]]) -> list[_Line]:
    """Letters that stand beside each other make a line, from left to right."""
    rows: list[list[dict[str, Any]]] = []
    for char in sorted(chars, key=lambda char: (char["top"] + char["bottom"], char["x0"])):
        middle = (char["top"] + char["bottom"]) / 2
        if rows and rows[-1][0]["top"] <= middle <= rows[-1][0]["bottom"]:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [line for row in rows if (line := _line(sorted(row, key=lambda char: char["x0"]))).text.strip()]


def _line(chars: list[dict[str, Any]]) -> _Line:
    size = median(char["size"] for char in chars)
    text = ""
    right = chars[0]["x0"]
    for char in chars:
        if char["x0"] - right > size * _widest(text[-1:], char["text"]) and text and not text.endswith(" "):
            text += " "
        text += char["text"]
        right = char["x1"]
    seen = [char for char in chars if char["text"].strip()] or chars
    return _Line(text.strip(), seen[0]["x0"], seen[-1]["x1"], min(c["top"] for c in chars), max(c["bottom"] for c in chars), size)


def _widest(before: str, letter: str) -> float:
    """How wide a gap between two letters of one word may be; Chinese letters stand wider."""
    return _LATIN_GAP if (before + letter[:1]).strip() and not (before > "\u2e00" < letter) else _GAP


def _paragraphs(lines: list[_Line], boxes: Iterable[tuple[float, ...]]) -> Iterator[list[_Line]]:
    """Lines that belong together; a table between two lines parts them."""
    if not lines:
        return
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    tops = [box[1] for box in boxes]
    current: list[_Line] = []
    for line in lines:
        if current and (not _goes_on(current[-1], line, left, right) or any(current[-1].top < top < line.top for top in tops)):
            yield current
            current = []
        current.append(line)
    yield current


def _goes_on(before: _Line, line: _Line, left: float, right: float) -> bool:
    """`before` reaches the right edge, `line` begins at the left one, in letters of the same size and no wider apart than lines
    are; a line of the contents ends with its page."""
    size = before.size
    return (
        before.right >= right - 1.6 * size
        and line.left <= left + 0.6 * size
        and abs(line.size - size) < 0.15 * size
        and line.top - before.bottom < 1.6 * size
        and not _CONTENTS_RE.search(before.text[-_LONGEST_LEADER:])
    )


def _text(lines: list[_Line]) -> str:
    return cell_text("\n".join(line.text for line in lines))
