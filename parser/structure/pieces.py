"""Step 3a, blocks: lines → pieces: paragraphs joined over page breaks, runs of table rows, page furniture.

In: the normalized lines of one file. Out: `Piece` records in order; every line that is not blank is in exactly one.
A paragraph is joined with the next line only where its sentence is cut: it breaks off without an end, and the next line starts nothing new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from parser.grammar.dates import DATE, parse_date
from parser.grammar.doc_number import parse_doc_number
from parser.grammar.markers import find_annex_mark, find_marker, is_heading_text
from parser.grammar.roster_lines import is_member_line, is_role_line, role_and_rest
from parser.grammar.statements import opens_with_any_label, opens_with_label, parse_statement
from parser.grammar.unit_names import is_unit_name
from parser.text.normalize import Line, fold, is_rule, squeeze
from parser.text.piece import Piece

_PAGE_NUMBER = re.compile(r"[-·•\s]*(?:第\s*)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?(?:\s*页)?(?:\s*共\s*\d{1,4}\s*页)?[-·•.\s]*")
_ENDS = re.compile(r"[。!?;:…][”’)\]》]*$|[。;][(（][^()（）]{1,20}[)）]$")
_TITLE_END = re.compile(
    r"的?(?:通知|意见|批复|决定|公告|通告|通报|报告|函|办法|规定|方案|规则|细则|要点|命令|令|议案|纪要)(?:\([^()]{1,8}\))?$"
)
_RESIDUE = re.compile(r"[^\w\u4e00-\u9fff()\[\]《》“”]{1,60}|[■□◆◇●○▲△★☆▪�]+")
_MIN_CUT = 8
_MAX_PARAGRAPH = 6000  # characters; no paragraph of a document is longer, and joining must not take time without end
_QUOTED = re.compile(r"[“\"‘《<(\[][^“”\"‘’《》<>()\[\]]*[”\"’》>)\]]")


def make_pieces(lines: Sequence[Line]) -> tuple[Piece, ...]:
    """All pieces of a file."""
    return tuple(_join_cut(_join_single_rows(list(_raw_pieces(lines)))))


def _join_single_rows(pieces: list[Piece]) -> list[Piece]:
    """A table with a blank line between all its rows is one run, not a page for each row."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.kind == piece.kind == "rows" and len(piece.lines) == 1 and piece.start - last.end == 2 and _spaced_out(last):
            joined[-1] = replace(last, lines=last.lines + piece.lines)
        else:
            joined.append(piece)
    return joined


def _spaced_out(piece: Piece) -> bool:
    numbers = [line.number for line in piece.lines]
    return all(b - a == 2 for a, b in pairwise(numbers))


def _raw_pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    headers = _running_headers(lines)
    rows: list[Line] = []
    in_code = False
    for line in lines:
        if rows and (line.hint == "ignore" or not ((line.is_row or line.in_table) and line.number - rows[-1].number <= 1)):
            yield from _row_pieces(rows)
            rows = []
        if line.hint == "ignore":
            yield Piece("furniture", (line,), line.text, "编辑更正：不是正文")
        elif line.in_table:
            rows.append(line)
        elif re.match(r"\s*(?:```|~~~)", line.raw):
            in_code = not in_code
            yield Piece("furniture", (line,), line.raw.strip(), "代码标记")
        elif line.is_blank:
            if line.raw.strip():
                yield Piece("furniture", (line,), line.raw.strip(), "识别留下的标记")
        elif re.fullmatch(r"!\[[^\]]*\]\([^)]*\)", line.text.strip()):
            yield Piece("furniture", (line,), line.text, "图片")
        elif not line.is_row and _RESIDUE.fullmatch(squeeze(line.folded)) and not is_rule(line):
            yield Piece("furniture", (line,), line.text, "识别残留的符号")
        elif is_rule(line):
            yield Piece("furniture", (line,), line.raw.strip(), "分隔线")
        elif line.is_row:
            rows.append(line)
        elif _PAGE_NUMBER.fullmatch(line.folded.strip()) and not in_code:
            yield Piece("furniture", (line,), line.text, "页码")
        elif _is_running_header(line, headers):
            yield Piece("furniture", (line,), line.text, "页眉或页脚")
        else:
            yield Piece("text", (line,), line.text)
    yield from _row_pieces(rows)


def _row_pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    """A run of rows, with the lines of mark-up between them; mark-up alone is furniture, a piece for each line."""
    if any(line.is_row for line in lines):
        yield Piece("rows", tuple(lines))
    else:
        yield from (Piece("furniture", (line,), line.raw.strip(), "识别留下的标记") for line in lines if line.raw.strip())


def _is_running_header(line: Line, headers: dict[str, int]) -> bool:
    """The first of the repeated lines may be the masthead itself, unless it already carries name and number in one."""
    text = squeeze(line.folded)
    if line.number > 15 and re.fullmatch(r"[一-鿿]{2,16}人民政府公报", text):
        return True
    if text not in headers:
        return False
    return line.number != headers[text] or (line.number > 3 and bool(re.search(r"公报.*第.{1,4}期", text)))


def _running_headers(lines: Sequence[Line]) -> dict[str, int]:
    """Lines such as 某区人民政府公报 2022年第7期 that stand on three pages or more → the line where each stands first."""
    seen: Counter[str] = Counter()
    first: dict[str, int] = {}
    for line in lines:
        text = squeeze(line.folded)
        if not line.is_row and ("公报" in text and len(text) <= 40) and not re.search(r"[。;:]", text):
            seen[text] += 1
            first.setdefault(text, line.number)
    return {text: first[text] for text, count in seen.items() if count >= 3}


def _join_cut(pieces: list[Piece]) -> Iterator[Piece]:
    """Join paragraphs that a page break cuts; furniture between the halves stays a piece of its own, behind them."""
    held: Piece | None = None
    between: list[Piece] = []
    for piece in pieces:
        if piece.kind == "furniture" and held is not None:
            between.append(piece)
            continue
        if held is not None and piece.kind == "text" and goes_on(held, piece):
            held = replace(held, lines=held.lines + piece.lines, text=_glue(held.text, piece.text))
            continue
        if held is not None:
            yield held
            yield from between
            held, between = None, []
        if piece.kind == "text":
            held = piece
        else:
            yield piece
    if held is not None:
        yield held
        yield from between


def _glue(first: str, second: str) -> str:
    space = " " if first[-1:].isascii() and first[-1:].isalpha() and second[:1].isascii() and second[:1].isalpha() else ""
    return first + space + second


def open_brackets(text: str) -> int:
    """How many round brackets are open at the end of `text`."""
    depth = 0
    for char in re.findall(r"[()]", fold(text)):
        depth = depth + 1 if char == "(" else max(0, depth - 1)
    return depth


def is_statement_paren(text: str) -> bool:
    """A text that is one parenthesis stating responsibility: (责任单位：…)."""
    stripped = fold(text).strip()
    if not stripped.startswith(("(", "[")) or not opens_with_any_label(stripped[1:]):
        return False
    return opens_with_label(stripped[1:]) or parse_statement(stripped[1:].rstrip(")]")) is not None


def last_paren(text: str) -> tuple[int, str] | None:
    """The round bracket that ends `text` → (where it opens, the words in it); ``None`` if none is closed there."""
    folded = fold(text).rstrip(" 。;.")
    if not folded.endswith(")"):
        return None
    depth = 0
    for i in range(len(folded) - 1, -1, -1):
        depth += (folded[i] == ")") - (folded[i] == "(")
        if depth == 0:
            return i, text[i + 1 : len(folded) - 1]
    return None


def _ends_in_statement(text: str) -> bool:
    paren = last_paren(text)
    return paren is not None and parse_statement(paren[1]) is not None


def _ends_in_whole_name(text: str) -> bool:
    """A list of units that breaks off behind a whole name: its bracket was lost, the next line need not go on with it."""
    last = re.split(r"[、,，;；:：]", text)[-1]
    return len(last) >= 4 and is_unit_name(last)


def goes_on(first: Piece, second: Piece) -> bool:
    """True if the sentence of `first` is cut and `second` carries it on."""
    hints = first.lines[-1].hint, second.lines[0].hint
    if any(hints):
        return hints == ("paragraph", "paragraph") and second.start - first.end <= 12
    if len(first.text) > _MAX_PARAGRAPH:
        return False
    if first.key.endswith(":") and opens_with_label(first.text) and len(first.key) <= 14:
        return not opens_with_any_label(second.text) and find_marker(second.text) is None
    if is_statement_paren(second.text) and not opens_with_label(first.text):
        return bool(re.search(r"[。,;]", first.key)) or find_marker(first.text) is not None
    if opens_with_any_label(second.text) and not open_brackets(first.text):
        return False
    if first.lines[-1].hashes or second.lines[0].hashes or second.lines[0].bullet:
        return False
    end = fold(first.text).rstrip()
    if _ends_in_statement(first.text):
        return False
    cut_bracket = open_brackets(first.text) > 0 and len(first.key) < 4000
    if _ENDS.search(end) and not (cut_bracket and not end.endswith("。")):
        return False
    if find_marker(second.text) or find_annex_mark(second.text)[0] or parse_date(second.text) or parse_doc_number(second.text):
        return False
    if cut_bracket:
        return not _ends_in_whole_name(first.text) or bool(re.search(r"[)\]]|^[、,;，；]", fold(second.text)))
    return _reads_as_sentence(first) and not _starts_new(first, second)


def _reads_as_sentence(piece: Piece) -> bool:
    """A cut sentence shows punctuation inside, and is neither a title nor a line of a 名单."""
    text = piece.key
    if len(text) < _MIN_CUT or (_TITLE_END.search(text) and "。" not in text):
        return False
    marker = find_marker(piece.text)
    words = squeeze(fold(piece.text[marker.end :])) if marker else text
    if marker and marker.level <= 2 and marker.kind != "article" and is_heading_text(piece.text):
        return False
    return bool(re.search(r"[,。;、:]", _QUOTED.sub("", _QUOTED.sub("", words)))) and not is_member_line(piece.text)


def _starts_new(first: Piece, second: Piece) -> bool:
    text = second.key
    if len(text) < 30 and DATE.search(text) and re.match(r"[^,。;]{0,12}$", DATE.sub("", text)) and len(first.key) < 30:
        return True
    if 4 <= len(text) <= 26 and not re.search(r"[,。;:、()]", text) and is_unit_name(text):
        return True
    if first.key.startswith(("附件:", "附:")) or role_and_rest(first.text) or role_and_rest(second.text) or is_role_line(second.text):
        return True
    if text in ("目录", "目次") or re.search(DATE.pattern + "$", first.key):
        return True
    if text.endswith(":") and len(text) < 60 and "。" not in text and not first.text.rstrip().endswith(("，", ",", "、")):
        return len(first.key) < 40 or "政府" in text or "单位" in text
    if text.startswith(("(此件", "附件", "附:", "注:", "抄送", "主题词")):
        return True
    return is_member_line(second.text) and len(text) < 40 and len(first.key) < 60
