"""A sample issue in the forms in which issues come: as an official page, as a Word document, as a page to print.

In: an issue's text. Out: HTML and DOCX with the same paragraphs and tables; printed by a browser, the HTML gives a PDF.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape

import docx

from parser.model import Corpus

_CENTRED_RE = re.compile(r"^(.*(通知|公报|公告|通告|意见|办法|方案|批复|清单|名单)|[^，。：]{2,12}〔\d{4}〕\d+ ?号|.*年第 ?\d+ ?期)$")
_PAGE_REFERENCE_RE = re.compile(r"(?m)(?<=[\u4e00-\u9fff）]) (\d{1,3})$")
_STYLE = """
@page { size: A4; margin: 30mm 26mm; }
body { font: 16pt/28pt "Noto Serif CJK SC", serif; text-align: justify; }
p { margin: 0; text-indent: 2em; } p.title { text-align: center; text-indent: 0; }
table { border-collapse: collapse; width: 100%; font-size: 10pt; line-height: 15pt; } td { border: 1px solid #000; padding: 2pt; }
tr { break-inside: avoid; }
"""


def pieces(text: str) -> Iterator[str | list[list[str]]]:
    """Paragraphs as texts, runs of lines with TAB as rows of a table."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            yield rows
            rows = []
        if line.strip():
            yield line
    if rows:
        yield rows


def as_page(text: str) -> str:
    """An official page: the text in ``#zoom``, around it what such pages have."""
    body = "\n".join(_html(piece) for piece in pieces(text))
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>澄湖区政府网</title><style>{_STYLE}</style>'
        '<script>var notText = "不是正文";</script></head>'
        f'<body><nav hidden><a href="/">首页</a>新闻中心</nav><div><div class="wrap"><div id="zoom">{body}</div></div></div></body></html>'
    )


def printed_text(corpus: Corpus) -> str:
    """The text as an office would print it: tables whole, marks of the reading machine gone, dots before the pages of the contents."""
    tables = {table.id: table for table in corpus.tables}
    parts = []
    for block in sorted(corpus.blocks, key=lambda block: block.source.line_start):
        if block.table_id and block.kind == "table":
            table = tables[block.table_id]
            parts.append("\n".join("\t".join(row) for row in (table.columns, *table.rows)))
        elif block.kind != "furniture":
            parts.append(block.text)
    return "\n\n".join(_PAGE_REFERENCE_RE.sub(r"……\1", part) for part in parts) + "\n"


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for piece in pieces(text):
        if isinstance(piece, str):
            document.add_paragraph(piece)
            continue
        width = max(map(len, piece))
        table = document.add_table(rows=0, cols=width)
        for row in piece:
            cells = table.add_row().cells
            for cell, value in zip(cells, row + [""] * (width - len(row)), strict=True):
                cell.text = value
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _html(piece: str | list[list[str]]) -> str:
    if isinstance(piece, str):
        kind = ' class="title"' if _CENTRED_RE.match(piece) else ""
        return f"<p{kind}>{escape(piece)}</p>"
    width = max(map(len, piece))
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row + [""] * (width - len(row))) + "</tr>" for row in piece)
    return f"<table>{rows}</table>"
