"""Workbooks by the hundred: the parts of an XLSX file made once by openpyxl, rows put in as text.

In: the columns of a sheet, rows of text. Out: the bytes of a workbook with one sheet: a frozen head, a filter over all rows, wrapped
text, A4 landscape with the head on every page. A task stands in the tables of all its units, so its row is written once, as XML, and
joined. Every cell is text and stays text when it is edited; the same rows give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from portal.exports.spreadsheet import cell_text, harmless

_FIXED_DATE = datetime(2000, 1, 1)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_MODIFIED_RE = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_SHEET = "xl/worksheets/sheet1.xml"
_MARK_ROW = 987_654
_COMPRESSION = 4


@dataclass(frozen=True, slots=True)
class WorkbookMaker:
    """Makes workbooks of one shape. `before` and `after` are the sheet's XML around its rows; `parts` the archive's other files.

    The number of the last row stands as `_MARK_ROW` in them.
    """

    before: str
    after: str
    parts: Mapping[str, bytes]
    plain_style: str
    quoted_style: str

    def row(self, cells: Sequence[str]) -> str:
        """The cells of one row; further cells may be put behind. A text that looks like a formula is marked as quoted."""
        return "".join([self._cell(text) for text in cells])

    def _cell(self, text: str) -> str:
        if not text:
            return f'<c s="{self.plain_style}"/>'
        style = self.plain_style if harmless(text) == text else self.quoted_style
        return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(cell_text(text))}</t></is></c>'

    def file(self, rows: Sequence[str]) -> bytes:
        """A whole workbook; `rows` are made by `row`."""
        last = str(len(rows) + 1)
        mark = str(_MARK_ROW)
        sheet = self.before.replace(mark, last) + "".join([f"<row>{row}</row>" for row in rows]) + self.after.replace(mark, last)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
            for name, content in self.parts.items():
                archive.writestr(_entry(name), content.replace(mark.encode(), last.encode()), zipfile.ZIP_DEFLATED, _COMPRESSION)
            archive.writestr(_entry(_SHEET), sheet.encode(), zipfile.ZIP_DEFLATED, _COMPRESSION)
        return buffer.getvalue()


def make_workbook_maker(sheet_name: str, columns: Sequence[str], widths: Sequence[int]) -> WorkbookMaker:
    """`widths` are in characters, one for each of `columns`."""
    buffer = io.BytesIO()
    _shell(sheet_name, columns, widths).save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _MODIFIED_RE.sub(
        rb"\g<1>" + _FIXED_DATE.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), parts["docProps/core.xml"]
    )
    sheet = parts.pop(_SHEET).decode()
    found = re.search(rf'<row r="{_MARK_ROW}".*?</row>', sheet)
    assert found is not None
    plain, quoted = re.findall(r'\bs="(\d+)"', found[0])
    sheet = re.sub(r'<dimension ref="[^"]*" ?/>', "", sheet)
    before, after = sheet.split(found[0])
    return WorkbookMaker(before, after, parts, plain, quoted)


def _shell(sheet_name: str, columns: Sequence[str], widths: Sequence[int]) -> Workbook:
    """The workbook with its head and, in a row far below, one cell of each style."""
    workbook = Workbook()
    workbook.properties.creator = "政府公报"
    workbook.properties.created = _FIXED_DATE
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = sheet_name
    sheet.freeze_panes = "A2"
    border = Border(*(Side(style="thin", color="FFBFBFBF"),) * 4)
    alignment = Alignment(wrap_text=True, vertical="top")
    for index, (column, width) in enumerate(zip(columns, widths, strict=True), start=1):
        cell = sheet.cell(1, index, column)
        cell.font, cell.border, cell.alignment = Font(bold=True), border, alignment
        cell.fill = PatternFill("solid", fgColor="FFF2F2F2")
        sheet.column_dimensions[get_column_letter(index)].width = width
    for index in (1, 2):
        cell = sheet.cell(_MARK_ROW, index, "x")
        cell.border, cell.alignment, cell.quotePrefix = border, alignment, index == 2
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{_MARK_ROW}"
    _set_up_print(sheet)
    return workbook


def _set_up_print(sheet: Worksheet) -> None:
    """A4 across, all columns on one page's width, the head on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=_ZIP_DATE)
    entry.external_attr = 0o644 << 16
    return entry
