"""Lines → pieces: paragraphs joined over page breaks, runs of table rows, page furniture.

In: the normalized lines of one file. Out: `Piece` records in order; every line that is not blank is in exactly one.
A paragraph is joined with the next line only where its sentence is cut: it breaks off without an end, and the next line starts nothing new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from parser.grammar.dates import DATE
from parser.grammar.index_block import index_pairs
from parser.grammar.reading import Reading
from parser.grammar.rules import rule
from parser.grammar.unit_names import is_collective, is_unit_name
from parser.pieces.piece import Piece
from parser.text.normalize import Line, is_rule, squeeze

_ENDS = re.compile(r"[。!?;:…][”’)\]》]*$|[。;][(（][^()（）]{1,20}[)）]$")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_QUOTED = re.compile(r"[“\"‘《<(\[][^“”\"‘’《》<>()\[\]]*[”\"’》>)\]]")
_DATE_LAST = re.compile(DATE.pattern + "$")
_CODE, _RULE, _MARKS = "代码标记", "分隔线", "识别留下的标记"
_MIN_CUT = 8
_LOOKED_BACK, _LOOKED_AHEAD = 80, 600  # characters at the end and at the beginning of a paragraph that say what it is
_MAX_PARAGRAPH = 6000  # characters; no paragraph of a document is longer, and joining must not take time without end
_WEB_LINES = ("breadcrumb", "publication_line", "source_link", "page_buttons")
_MAX_WEB_LINE = 300
_HEADER_PAGES = 3  # a line that stands on so many pages is their running header


def make_pieces(lines: Sequence[Line]) -> tuple[Piece, ...]:
    """All pieces of a file."""
    return tuple(_join_cut(_join_single_rows(list(_raw_pieces(lines)))))


def _join_single_rows(pieces: list[Piece]) -> list[Piece]:
    """A table with a blank line between all its rows is one run, not a page for each row."""
    joined: list[Piece] = []
    run: list[Piece] = []
    for piece in pieces:
        if run and piece.kind == "rows" and len(piece.lines) == 1 and piece.start - run[-1].end == 2:
            run.append(piece)
            continue
        joined += _as_one(run)
        run = [piece] if piece.kind == "rows" and _spaced_out(piece) else []
        joined += () if run else (piece,)
    return [*joined, *_as_one(run)]


def _as_one(run: Sequence[Piece]) -> list[Piece]:
    return [replace(run[0], lines=tuple(line for piece in run for line in piece.lines))] if run else []


def _spaced_out(piece: Piece) -> bool:
    return all(b.number - a.number == 2 for a, b in pairwise(piece.lines))


def _raw_pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    """Each line as a piece of its own, rows that stand together as one."""
    headers = _running_headers(lines)
    rows: list[Line] = []
    in_code = False
    for line in lines:
        if rows and not _goes_on_with_rows(line, rows[-1]):
            yield from _row_pieces(rows)
            rows = []
        is_fence = bool(_FENCE.match(line.raw)) and not line.in_table
        in_code ^= is_fence and line.hint != "ignore"
        if _belongs_to_rows(line, is_fence):
            rows.append(line)
        elif reason := _furniture(line, headers, in_code=in_code and not is_fence):
            as_printed = line.is_blank or reason in (_CODE, _RULE)
            yield Piece("furniture", (line,), line.raw.strip() if as_printed else line.text, reason)
        elif not line.is_blank:
            yield Piece("text", (line,), line.text)
    yield from _row_pieces(rows)


def _belongs_to_rows(line: Line, is_fence: bool) -> bool:
    if line.hint == "ignore":
        return False
    return line.in_table or (line.is_row and not (line.is_blank or is_fence or is_rule(line)))


def _row_pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    """A run of rows, with the lines of mark-up between them; mark-up alone is furniture, a piece for each line."""
    if any(line.is_row for line in lines):
        yield Piece("rows", tuple(lines))
    else:
        yield from (Piece("furniture", (line,), line.raw.strip(), _MARKS) for line in lines if line.raw.strip())


def _goes_on_with_rows(line: Line, last: Line) -> bool:
    return line.hint != "ignore" and (line.is_row or line.in_table) and line.number - last.number <= 1


def _furniture(line: Line, headers: dict[str, int], *, in_code: bool) -> str | None:
    """Why a line is no text of the gazette, or ``None``."""
    if line.hint == "ignore":
        return "编辑更正：不是正文"
    if _FENCE.match(line.raw):
        return _CODE
    if line.is_blank:
        return _MARKS if line.raw.strip() else None
    return _no_words(line, headers, in_code=in_code)


def _no_words(line: Line, headers: dict[str, int], *, in_code: bool) -> str | None:
    if _IMAGE.fullmatch(line.text.strip()):
        return "图片"
    if is_rule(line):
        return _RULE
    text = squeeze(line.folded)
    if rule("pieces", "residue").fullmatch(text):
        return "识别残留的符号"
    if rule("pieces", "page_number").fullmatch(text) and not in_code:
        return "页码"
    if len(text) <= _MAX_WEB_LINE and any(rule("structure", name).fullmatch(text) for name in _WEB_LINES):
        return "网页上的文字"
    return "页眉或页脚" if _is_running_header(line, text, headers) else None


def _is_running_header(line: Line, text: str, headers: dict[str, int]) -> bool:
    """The first of the repeated lines may be the masthead itself, unless it already carries name and number in one."""
    if line.number > 15 and rule("pieces", "gazette_header").fullmatch(text):
        return True
    if text not in headers:
        return False
    return line.number != headers[text] or (line.number > 3 and bool(re.search(r"公报.*第.{1,4}期", text)))


def _running_headers(lines: Sequence[Line]) -> dict[str, int]:
    """Lines such as 某区人民政府公报 2022年第7期 that stand on three pages or more → the line where each stands first."""
    seen: Counter[str] = Counter()
    first: dict[str, int] = {}
    for line in lines:
        if line.is_row or "公报" not in line.folded:
            continue
        text = squeeze(line.folded)
        if len(text) <= 40 and not re.search(r"[。;:]", text):
            seen[text] += 1
            first.setdefault(text, line.number)
    return {text: first[text] for text, count in seen.items() if count >= _HEADER_PAGES}


def _join_cut(pieces: list[Piece]) -> Iterator[Piece]:
    """Join paragraphs that a page break cuts; furniture between the halves stays a piece of its own, behind them."""
    held: Piece | None = None
    between: list[Piece] = []
    for piece in pieces:
        if piece.kind == "furniture" and held is not None:
            between.append(piece)
            continue
        if held is not None and piece.kind == "text" and goes_on(held, piece):
            held = held.joined(_glue(held.text, piece.text), piece)
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
    return " " if first[-1:].isascii() and first[-1:].isalpha() and second[:1].isascii() and second[:1].isalpha() else ""


def goes_on(first: Piece, second: Piece) -> bool:
    """True if the sentence of `first` is cut and `second` carries it on: the first reason that decides."""
    return next((answer for reason in _REASONS if (answer := reason(first, second)) is not None), False)


def _as_an_editor_says(first: Piece, second: Piece) -> bool | None:
    hints = first.lines[-1].hint, second.lines[0].hint
    if any(hints):
        return hints == ("paragraph", "paragraph") and second.start - first.end <= 12
    return None


def _not_without_end(first: Piece, second: Piece) -> bool | None:
    return False if len(first.text) > _MAX_PARAGRAPH else None


def _behind_a_bare_label(first: Piece, second: Piece) -> bool | None:
    """责任单位： alone on its line is followed by the units."""
    if first.key.endswith(":") and len(first.key) <= 14 and first.says.states_roles:
        return second.says.label is None and second.says.marker is None
    return None


def _with_its_bracket(first: Piece, second: Piece) -> bool | None:
    """（责任单位：…） on a line of its own belongs to the sentence or the item above."""
    if second.says.is_statement_bracket and not first.says.states_roles:
        return bool(re.search(r"[。,;]", first.key)) or first.says.marker is not None
    return None


def _not_before_a_label(first: Piece, second: Piece) -> bool | None:
    return False if second.says.label is not None and not first.says.open_brackets else None


def _not_in_a_table_of_fields(first: Piece, second: Piece) -> bool | None:
    """索引号：… and 发布机构：… stand on a line each."""
    return False if index_pairs(second.text) or index_pairs(first.lines[-1].text) else None


def _not_at_a_mark(first: Piece, second: Piece) -> bool | None:
    """``#`` and bullets begin and end what they mark."""
    return False if first.lines[-1].hashes or second.lines[0].hashes or second.lines[0].bullet else None


def _not_behind_a_statement(first: Piece, second: Piece) -> bool | None:
    bracket = first.says.last_bracket
    return False if bracket and Reading(bracket[1]).statement is not None else None


def _not_behind_an_end(first: Piece, second: Piece) -> bool | None:
    end = first.says.folded[-_LOOKED_BACK:].rstrip()
    return False if _ENDS.search(end) and not (_cut_bracket(first) and not end.endswith("。")) else None


def _not_before_something_new(first: Piece, second: Piece) -> bool | None:
    says = second.says
    return False if says.marker or says.annex_mark[0] or says.date or says.doc_number or first.says.doc_number else None


def _not_behind_groups(first: Piece, second: Piece) -> bool | None:
    """各镇人民政府，区直各部门 without a colon are addressed; the text begins on the next line."""
    text = first.key
    if not text.startswith("各") or len(text) > 120 or text.endswith(("、", ",")):
        return None
    names = re.split("[、,]", text)
    return False if len(names) > 1 and all(is_unit_name(n) or is_collective(n) for n in names) else None


def _in_an_open_bracket(first: Piece, second: Piece) -> bool | None:
    """A bracket that was lost behind a whole name is not waited for."""
    if not _cut_bracket(first):
        return None
    return not _ends_in_whole_name(first.text) or bool(re.search(r"[)\]]|^[、,;，；]", second.says.folded))


def _in_mid_sentence(first: Piece, second: Piece) -> bool | None:
    return _reads_as_sentence(first) and not _starts_new(first, second)


_REASONS: tuple[Callable[[Piece, Piece], bool | None], ...] = (
    _as_an_editor_says, _not_without_end, _behind_a_bare_label, _with_its_bracket, _not_before_a_label, _not_at_a_mark,
    _not_in_a_table_of_fields, _not_behind_a_statement, _not_behind_an_end, _not_before_something_new, _not_behind_groups,
    _in_an_open_bracket, _in_mid_sentence,
)  # fmt: skip


def _cut_bracket(piece: Piece) -> bool:
    return piece.says.open_brackets > 0 and len(piece.key) < 4000


def _ends_in_whole_name(text: str) -> bool:
    """A list of units that breaks off behind a whole name: its bracket was lost, the next line need not go on with it."""
    last = re.split(r"[、,，;；:：]", text)[-1]
    return len(last) >= 4 and is_unit_name(last)


def _reads_as_sentence(piece: Piece) -> bool:
    """A cut sentence shows punctuation inside, and is neither a title nor a line of a 名单."""
    text, marker = piece.key, piece.says.marker
    if len(text) < _MIN_CUT or ("。" not in text and _title_end().search(text[-_LOOKED_BACK:])):
        return False
    words = squeeze(piece.says.folded[marker.end : marker.end + _LOOKED_AHEAD]) if marker else text[:_LOOKED_AHEAD]
    if marker and marker.level <= 2 and marker.kind != "article" and piece.says.is_heading:
        return False
    return bool(re.search(r"[,。;、:]", _QUOTED.sub("", _QUOTED.sub("", words)))) and (
        len(text) > _LOOKED_AHEAD or not piece.says.is_member_line
    )


@cache
def _title_end() -> re.Pattern[str]:
    return re.compile(f"(?:{rule('pieces', 'title_end').pattern})$")


def _starts_new(first: Piece, second: Piece) -> bool:
    """True if `second` is something of its own: a signature, a name, a member, a heading, somebody addressed, a note."""
    return any(begins(first, second) for begins in (_signs, _names_somebody, _opens_a_part, _addresses, _is_a_member))


def _signs(first: Piece, second: Piece) -> bool:
    text = second.key
    if len(text) >= 30 or len(first.key) >= 30 or not DATE.search(text):
        return False
    return bool(rule("pieces", "beside_date").fullmatch(DATE.sub("", text)))


def _names_somebody(first: Piece, second: Piece) -> bool:
    text = second.key
    if first.text.rstrip().endswith("、"):
        return False
    return 4 <= len(text) <= 26 and not re.search(r"[,。;:、()]", text) and is_unit_name(text)


_LABELLED = re.compile(r"[^,。;:、()\d]{2,6}(?:事项|任务|项目|名称|单位|部门|时限|期限|时间|内容|领导):.")


def _opens_a_part(first: Piece, second: Piece) -> bool:
    if first.key.startswith(("附件:", "附:")) or Reading(first.text[:_LOOKED_AHEAD]).role or second.says.role or second.says.is_role_line:
        return True
    if second.key in ("目录", "目次") or _DATE_LAST.search(first.key[-_LOOKED_BACK:]):
        return True
    if _LABELLED.match(first.key) and _LABELLED.match(second.key):
        return True
    return second.key.startswith(("(此件", "附件", "附:", "注:", "抄送", "主题词"))


def _addresses(first: Piece, second: Piece) -> bool:
    text = second.key
    if not text.endswith(":") or len(text) >= 60 or "。" in text or first.text.rstrip().endswith(("，", ",", "、")):
        return False
    return len(first.key) < 40 or "政府" in text or "单位" in text


def _is_a_member(first: Piece, second: Piece) -> bool:
    return second.says.is_member_line and len(second.key) < 40 and len(first.key) < 60
