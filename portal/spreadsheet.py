"""Tables for office programs: CSV that Excel opens, and XLSX.

In: column heads and rows of text. Out: bytes that are the same for the same rows. Text of a gazette stays text: no cell can act
as a formula.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

EXCEL_CELL_LIMIT = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CUT_NOTE = "……（过长，全文见网站）"
_FIXED_DATE = datetime(2000, 1, 1)
_MODIFIED_RE = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_TEXT_STYLE = "正文单元格"
_HEAD_STYLE = "表头单元格"

Rows = Iterable[Sequence[str]]


def harmless(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def csv_file(columns: Sequence[str], rows: Rows) -> bytes:
    """UTF-8 with a byte order mark and CRLF, as Excel expects it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def xlsx_file(sheet_name: str, columns: Sequence[str], widths: Sequence[int], rows: Rows) -> bytes:
    """One sheet with a frozen head, a filter and wrapped text; `widths` in characters. Every cell is text."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "政府公报"
    workbook.properties.created = _FIXED_DATE
    _add_styles(workbook)
    sheet = workbook.create_sheet(sheet_name)
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([_text_cell(sheet, column, _HEAD_STYLE) for column in columns])
    count = 1
    for row in rows:
        sheet.append([_text_cell(sheet, cell) for cell in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _without_clock(buffer.getvalue())


def _text_cell(sheet: WriteOnlyWorksheet, text: str, style: str = _TEXT_STYLE) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=cell_text(text))
    cell.data_type = "s"  # openpyxl would make a formula of text that begins with "="
    cell.style = style
    return cell


def cell_text(text: str) -> str:
    """`text` as a cell of XLSX can hold it: without control characters and within Excel's limit, the cut said so."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(text) * 2 <= EXCEL_CELL_LIMIT:
        return text
    units = text.encode("utf-16-le")  # Excel counts these, two bytes each
    if len(units) <= EXCEL_CELL_LIMIT * 2:
        return text
    return units[: (EXCEL_CELL_LIMIT - len(_CUT_NOTE)) * 2].decode("utf-16-le", errors="ignore") + _CUT_NOTE


def _add_styles(workbook: Workbook) -> None:
    """Named styles: set once and looked up by each cell, which takes a third of the time of setting each cell's parts."""
    border = Border(*(Side(style="thin", color="FFBFBFBF"),) * 4)
    alignment = Alignment(wrap_text=True, vertical="top")
    workbook.add_named_style(NamedStyle(_TEXT_STYLE, border=border, alignment=alignment))
    fill = PatternFill("solid", fgColor="FFF2F2F2")
    workbook.add_named_style(NamedStyle(_HEAD_STYLE, font=Font(bold=True), fill=fill, border=border, alignment=alignment))


def _without_clock(content: bytes) -> bytes:
    """The same workbook without the time of its making, in the archive's entries and in its properties."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED_RE.sub(rb"\g<1>" + _FIXED_DATE.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            new.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
