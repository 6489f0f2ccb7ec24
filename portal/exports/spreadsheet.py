"""Cells and tables for office programs: texts made harmless, and CSV that Excel opens. Workbooks are made in `portal.exports.workbook`.

In: column heads and rows of text. Out: text and bytes that are the same for the same rows. Text of a gazette stays text: no cell can
act as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

EXCEL_CELL_LIMIT = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CUT_NOTE = "……（过长，全文见网站）"

Rows = Iterable[Sequence[str]]


def harmless(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def csv_file(columns: Sequence[str], rows: Rows) -> bytes:
    """A table of any texts: each cell is made harmless."""
    return safe_csv_file(columns, ([harmless(cell) for cell in row] for row in rows))


def safe_csv_file(columns: Sequence[str], rows: Rows) -> bytes:
    """UTF-8 with a byte order mark and CRLF, as Excel expects it; the cells of `rows` are `harmless` already."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def cell_text(text: str) -> str:
    """`text` as a cell of XLSX can hold it: without control characters and within Excel's limit, the cut said so."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(text) * 2 <= EXCEL_CELL_LIMIT:
        return text
    units = text.encode("utf-16-le")  # Excel counts these, two bytes each
    if len(units) <= EXCEL_CELL_LIMIT * 2:
        return text
    return units[: (EXCEL_CELL_LIMIT - len(_CUT_NOTE)) * 2].decode("utf-16-le", errors="ignore") + _CUT_NOTE
