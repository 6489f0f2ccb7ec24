"""HTML of an official page → text.

In: the bytes of a page. Out: an `Intake`. The main text is looked for under the names that sites of governments give it, else
where most of the text stands; navigation, scripts and footers are left out. Uses beautifulsoup4, which also finds the encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString, PageElement

from editor.intake.record import Intake, IntakeError, Markup, cell_text, joined, line_text

_NOT_TEXT = "script, style, noscript, template, iframe, object, svg, nav, footer, form, button, select, input, [hidden]"
_MAIN = (
    "#UCAP-CONTENT", "#zoom", "#Zoom", ".TRS_Editor", ".TRS_UEDITOR", ".pages_content", "#content_main", ".article-content",
    ".article_content", "article", "main",
)  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "center",
    "blockquote", "pre", "header", "body", "html", "table", "tr", "td", "th", "tbody", "thead",
}  # fmt: skip
_MOST = 0.6
_TITLE = 8  # letters; a shorter name of a page is that of a column or a site
_SITE_RE = re.compile(r"[-_|—–]")
_NUMBER_RE = re.compile(r"[〔\[【(（]\d{4}[〕\]】)）]第?\d{1,4}号")


def read_html(data: bytes, name: str) -> Intake:
    """Raises `IntakeError` for a page without text."""
    soup = BeautifulSoup(data, "html.parser")
    title = _title(soup)
    for tag in soup.select(_NOT_TEXT):
        tag.decompose()
    body = soup.body or soup
    main = _main(body, _named(soup))
    pieces = list(_pieces(main))
    text = joined(pieces)
    if not text.strip():
        raise IntakeError(f"{name} 里没有文字。请确认保存的是网页本身（浏览器“另存为”网页），不是只有图片的页面。")
    notes = []
    if title and title not in "".join(text.split()):
        text = joined([title, Markup(text.rstrip("\n"))])
        notes.append(f"标题取自网页信息：{title}")
    pictures = len(main.select("img"))
    if pictures:
        notes.append(f"正文里有 {pictures} 幅图片，图片里的文字没有读。")
    return Intake(text, tuple(notes))


def _title(soup: BeautifulSoup) -> str:
    """The title as the tags of government sites give it, without white space."""
    tag = soup.select_one('meta[name="ArticleTitle" i]')
    return "".join(str(tag.get("content") or "").split()) if tag else ""


def _named(soup: BeautifulSoup) -> str:
    """What the page calls itself, without the name of the site behind a dash, and without white space."""
    text = soup.title.get_text() if soup.title else ""
    return "".join(max(_SITE_RE.split(text), key=len).split())


def _main(body: Tag, named: str) -> Tag:
    """A known place, or the innermost element that holds most of the text, and with it the title and the 文号 that stand before it."""
    for selector in _MAIN:
        found = body.select_one(selector)
        if found and found.get_text(strip=True):
            return found
    whole = len(body.get_text(strip=True)) or 1
    current = body
    while True:
        inner = list(current.find_all(_BLOCKS - {"p", "tr", "td"}, recursive=False))
        best = max(inner, key=lambda tag: len(tag.get_text(strip=True)), default=None)
        if best is None or best.name == "table" or len(best.get_text(strip=True)) < whole * _MOST or _heads(best, named):
            return current
        current = best


def _heads(tag: Tag, named: str) -> bool:
    """True if what stands beside `tag`, before it, is the head of a document: the page's own title, or a 文号."""
    before = "".join("".join(sibling.get_text().split()) for sibling in reversed(list(tag.find_previous_siblings(True))))
    return (len(named) >= _TITLE and named in before) or _NUMBER_RE.search(before) is not None


def _pieces(tag: Tag) -> Iterator[str]:
    """Paragraphs and tables in the order of the page; a table of one cell is only a frame around text."""
    line: list[str] = []
    for child in tag.children:
        before, between, behind = _parts(child)
        line.append(before)
        if behind is not None:
            yield _line(line)
            yield from between
            line = [behind]
    yield _line(line)


def _parts(child: PageElement) -> tuple[str, list[str], str | None]:
    """What a child adds to the line before it, the pieces of its own, and what begins the next line; ``None`` if the line goes on."""
    if not isinstance(child, Tag):
        return str(child) if isinstance(child, NavigableString) and not isinstance(child, Comment) else "", [], None
    if child.name == "br":
        return "", [], ""
    if child.name == "table" and not _is_frame(child):
        return "", [_table(child)], ""
    if child.name in _BLOCKS or child.find(_BLOCKS):
        return "", list(_pieces(child)), ""
    if not child.find("br"):
        return child.get_text(), [], None
    first, *others = _pieces(child)
    return (first, [_line([part]) for part in others[:-1]], others[-1]) if others else (first, [], None)


def _line(parts: list[str]) -> str:
    return line_text("".join(parts))


def _rows(table: Tag) -> list[list[Tag]]:
    rows = [[cell for cell in row.find_all(["td", "th"]) if cell.find_parent("table") is table] for row in table.find_all("tr")
            if row.find_parent("table") is table]  # fmt: skip
    return [row for row in rows if row]


def _is_frame(table: Tag) -> bool:
    return max((len(row) for row in _rows(table)), default=1) <= 1


def _table(table: Tag) -> str:
    """Rows with TAB; a table with merged cells as plain HTML on one line, which the parser reads with its spans."""
    rows = _rows(table)
    merged = any(cell.get("rowspan", "1") != "1" or cell.get("colspan", "1") != "1" for row in rows for cell in row)
    if not merged:
        return "\n".join("\t".join(_cell_words(cell) for cell in row) for row in rows)
    return Markup("<table>" + "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows) + "</table>")


def _cell_words(cell: Tag) -> str:
    """The paragraphs of a cell as lines; line breaks of the source are spaces."""
    return cell_text("\n".join(_pieces(cell)))


def _cell(cell: Tag) -> str:
    spans = "".join(f' {name}="{int(value)}"' for name in ("rowspan", "colspan") if (value := str(cell.get(name) or "")).isdigit())
    text = _cell_words(cell).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<td{spans}>{text}</td>"
