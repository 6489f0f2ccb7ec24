"""Step 5, fields: the pieces of one document → its fields and its blocks.

In: a `DocumentPart`. Out: a `Layout`: 文号, 发文机关, 成文日期, 主送机关, 附件, 公开方式, and a `DraftBlock` for each piece of the text.
What the text does not say stays ``None``. The order of a document's parts is that of GB/T 9704: title, 文号, addressees, body,
annex list, signature and date, note, then what it prints or its annexes, then 版记.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parser.grammar.dates import DATE, DOTTED_DATE, find_date, parse_date
from parser.grammar.doc_number import parse_doc_number, parse_order_number
from parser.grammar.markers import find_annex_mark, heading_behind
from parser.grammar.reading import NOTHING, Reading
from parser.grammar.rules import key
from parser.grammar.titles import IMPRINT, comparable, title_issuer, title_kind
from parser.model import BlockKind
from parser.pieces.piece import Piece
from parser.structure.addressees import addressed_over, addressees_of, is_addressed, is_addressed_without_colon
from parser.structure.annexes import ANNEX_END, read_annex_list
from parser.structure.frame import HEAD, IndexFields, is_head_line, is_note
from parser.structure.signature import NOTE, Signature, find_signature, is_org_line, is_signing_person, signers
from parser.structure.split import DocumentPart
from parser.tables.draft import TableDraft
from parser.tables.read import read_table
from parser.text.normalize import Line, fold, squeeze

_CITED = re.compile(r"《([^《》]{3,80}(?:[〈<《][^》〉>]{2,60}[〉>》][^《》]{0,20})?)》")
_OPEN = re.compile(r"公开发布|主动公开|全文公开")
_CLOSED = re.compile(r"依申请公开|不予公开|不公开")
# ——2024年1月9日在某县第十七届人民代表大会第四次会议上
_OCCASION = re.compile(rf"[-(]{{0,4}}(?P<day>{DATE.pattern})在.{{4,60}}上\)?$")
_ANNEX_LIST = re.compile(r"附\s*件\s*[::]\s*\S|附\s*[::]\s*\S")
_ANNEX_NAMED = re.compile(r"附(?:件|表)\d{1,2}:?[^,。;:]{2,50}")


@dataclass(slots=True)
class DraftBlock:
    """A block before it has its place in the corpus; `says` is what its text says, shared with the piece it was made of."""

    kind: BlockKind
    text: str
    lines: tuple[Line, ...]
    level: int | None = None
    number: str | None = None
    reason: str | None = None
    table: TableDraft | None = None
    says: Reading = field(default=NOTHING, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.says.text != self.text:
            self.says = Reading(self.text)


@dataclass(slots=True)
class Layout:
    """The fields of one document and its blocks in order."""

    title: str
    blocks: list[DraftBlock] = field(default_factory=list)
    doc_number: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    addressees: tuple[str, ...] = ()
    public_release: bool | None = None
    annexes: tuple[str, ...] = ()


def lay_out(part: DocumentPart, by_hand: Mapping[str, Any] | None = None) -> Layout:
    """Read one document; fields that an editor set `by_hand` stand as they are."""
    layout = Layout(part.title.text, doc_number=part.title.doc_number)
    for piece in part.before:
        _add_number(layout, piece)
    head, rest = part.pieces[: part.title.count], part.pieces[part.title.count :]
    if head:
        layout.blocks.append(DraftBlock("title", part.title.text, tuple(line for p in head for line in p.lines), level=0))
    at = _read_head(layout, rest)
    sign = find_signature(rest, at, title_issuer(layout.title))
    _read_body(layout, rest, at, sign)
    _name_by_what_it_issues(layout)
    _fill(layout, part.fields)
    _set_by_hand(layout, by_hand or {})
    return layout


def _name_by_what_it_issues(layout: Layout) -> None:
    """A 令, or a numbered 公告, that publishes a 条例 or a 决定 printed below is known by the name of it."""
    if title_kind(layout.title) not in ("令", "公告") or "关于" in layout.title or layout.doc_number is None:
        return
    named = [comparable(m) for b in layout.blocks[1:8] for m in _CITED.findall(b.text)]
    printed = next((b for b in layout.blocks[1:] if b.kind in ("title", "heading") and comparable(b.text) in named), None)
    if printed is not None:
        layout.issuer = layout.issuer or title_issuer(layout.title)
        layout.title = squeeze(printed.text)


def _fill(layout: Layout, fields: IndexFields) -> None:
    """What the text does not say, a table before it may."""
    layout.doc_number = layout.doc_number or fields.doc_number
    layout.issuer = layout.issuer or fields.issuer
    layout.issued_on = layout.issued_on or fields.issued_on


def _set_by_hand(layout: Layout, values: Mapping[str, Any]) -> None:
    """Fields from the file of corrections; the 文号 and the date are put into their standard forms."""
    for name, value in values.items():
        if name == "addressees" and not isinstance(value, list):
            value = re.split(r"[，,]", squeeze(str(value)))
        if name == "doc_number" and (number := parse_doc_number(str(value))):
            value = str(number)
        if name == "issued_on":
            value = parse_date(str(value)) or str(value)
        setattr(layout, name, tuple(value) if isinstance(value, list) else value)


def _add_number(layout: Layout, piece: Piece) -> None:
    if piece.kind == "furniture":
        layout.blocks.append(DraftBlock("furniture", piece.text, piece.lines, reason=piece.reason, says=piece.says))
        return
    if is_note(piece):
        _read_release(layout, piece.key)
        layout.blocks.append(DraftBlock("note", piece.text, piece.lines, says=piece.says))
        return
    number = piece.says.doc_number
    layout.issued_on = find_date(piece.text) or layout.issued_on
    layout.doc_number = layout.doc_number or (str(number) if number else parse_order_number(piece.text))
    layout.blocks.append(DraftBlock("doc_number", squeeze(piece.text), piece.lines))


def _read_head(layout: Layout, pieces: Sequence[Piece]) -> int:
    """文号 and addressees behind the title → index of the first piece of the body."""
    at = read = 0
    while at < len(pieces) and read < 6:
        read += pieces[at].kind != "furniture"
        if not layout.addressees and (count := _add_addressees(layout, pieces, at)):
            return at + count
        if not _add_to_head(layout, pieces, at):
            _read_glued_addressees(layout, pieces[at])
            break
        at += 1
    return at


def _add_addressees(layout: Layout, pieces: Sequence[Piece], at: int) -> int:
    """The lines that name who is addressed → how many they are."""
    piece = pieces[at]
    one = is_addressed(piece, in_place=True) and not piece.says.doc_number
    count = 1 if one else (not _reports(pieces, at) and addressed_over(pieces, at)) or int(is_addressed_without_colon(piece))
    if count:
        layout.addressees = addressees_of("".join(p.text for p in pieces[at : at + count]))
        layout.blocks += [DraftBlock("addressees", p.text, p.lines, says=p.says) for p in pieces[at : at + count]]
    return count


def _reports(pieces: Sequence[Piece], at: int) -> bool:
    """县水利局、县财政局 under a title, and 县人民政府： on the next line: no comma leads over from who reports to who is addressed."""
    if not is_org_line(pieces[at]) or at + 1 >= len(pieces) or pieces[at].key.endswith((",", "、")):
        return False
    return is_addressed(pieces[at + 1], in_place=True) and not pieces[at + 1].key.startswith((",", "、"))


def _add_to_head(layout: Layout, pieces: Sequence[Piece], at: int) -> bool:
    """A line between title and text that is neither: 文号, occasion, who reports and when, a note, the 版头. False for the text itself."""
    piece = pieces[at]
    if piece.kind == "furniture":
        layout.blocks.append(DraftBlock("furniture", piece.text, piece.lines, reason=piece.reason, says=piece.says))
    elif piece.kind != "text":
        return False
    elif piece.says.doc_number or parse_order_number(piece.text):
        _add_number(layout, piece)
    elif is_org_line(piece) and (_dated_below(pieces, at) or _above_text(pieces, at)):
        layout.issuer = "、".join(filter(None, (layout.issuer, signers(piece.text))))
        layout.blocks.append(DraftBlock("signature", piece.text, piece.lines, says=piece.says))
    elif _is_head_note(piece):
        layout.issued_on = find_date(piece.text) or layout.issued_on
        layout.blocks.append(DraftBlock("note", piece.text, piece.lines, says=piece.says))
    elif is_head_line(piece):
        layout.blocks.append(DraftBlock("furniture", piece.text, piece.lines, reason=HEAD, says=piece.says))
    elif _speaks(pieces, at):
        layout.blocks.append(DraftBlock("signature", piece.text, piece.lines, says=piece.says))
    else:
        return False
    return True


def _speaks(pieces: Sequence[Piece], at: int) -> bool:
    """县长　罗一平 under the title of a report, and 各位代表： below."""
    return is_signing_person(pieces[at]) and at + 1 < len(pieces) and is_addressed(pieces[at + 1], in_place=True)


def _is_head_note(piece: Piece) -> bool:
    """（2022年4月28日）, ——2023年1月5日在某会议上, a registration number."""
    if _OCCASION.match(piece.key) or re.fullmatch(r"\([^()]{2,60}\)", piece.key):
        return True
    return bool(re.search(r"[A-Z]{2,8}-?\d{4}-?\d+$", piece.key))


def _dated_below(pieces: Sequence[Piece], at: int) -> bool:
    """（2023年4月6日） right below: the body and the date of a report printed under its title."""
    while at < len(pieces) and is_org_line(pieces[at]):
        at += 1
    return at < len(pieces) and pieces[at].key.startswith("(") and parse_date(pieces[at].key.strip("()")) is not None


def _above_text(pieces: Sequence[Piece], at: int) -> bool:
    """The bodies right under a title and then the text itself, without a date: who reports."""
    above = [p for p in pieces[:at] if p.kind != "furniture"]
    while at < len(pieces) and is_org_line(pieces[at]):
        at += 1
    behind = pieces[at] if at < len(pieces) else None
    is_text = behind is not None and behind.kind == "text" and not behind.says.date and not NOTE.fullmatch(behind.key)
    return is_text and all(map(is_org_line, above))


def _read_glued_addressees(layout: Layout, piece: Piece) -> None:
    """各镇政府，区政府各部门：为加强… — the bodies addressed where OCR put the first sentence behind them."""
    head, colon, rest = piece.text.partition("：") if "：" in piece.text else piece.text.partition(":")
    if colon and rest and len(head) <= 80 and is_addressed(Piece("text", piece.lines, head + "：")):
        layout.addressees = addressees_of(head)


def _read_body(layout: Layout, pieces: Sequence[Piece], at: int, sign: Signature | None) -> None:
    if sign:
        _take_signature(layout, sign)
    i = at
    expect_title = signed = False
    while i < len(pieces):
        piece = pieces[i]
        if sign and i == sign.start and not signed:
            _add_signature(layout, pieces[sign.start : sign.stop])
            i, expect_title, signed = sign.stop, True, True
        elif piece.kind == "rows":
            i, expect_title = _add_table(layout, pieces, i), False
        elif not layout.annexes and _opens_annex_list(pieces, i, sign):
            i = _add_annex_list(layout, pieces, i)
        elif count := _expected_title(pieces, i) if expect_title else 0:
            _add_annex_title(layout, pieces[i : i + count])
            i, expect_title = i + count, False
        else:
            i, expect_title = i + 1, _add_text(layout, piece, expect_title)


def _take_signature(layout: Layout, sign: Signature) -> None:
    layout.issuer = sign.issuer or layout.issuer or title_issuer(layout.title)
    layout.issued_on = sign.issued_on or layout.issued_on


def _expected_title(pieces: Sequence[Piece], at: int) -> int:
    return 0 if IMPRINT.fullmatch(pieces[at].key) else _annex_title(pieces, at)


def _add_text(layout: Layout, piece: Piece, expect_title: bool) -> bool:
    """The blocks of a line; True if the title of an annex may come next."""
    blocks = list(_text_block(layout, piece))
    _mark_list(layout.blocks, blocks[-1])
    layout.blocks += blocks
    return blocks[-1].kind == "annex" or (expect_title and blocks[-1].kind in ("note", "furniture", "imprint"))


def _add_table(layout: Layout, pieces: Sequence[Piece], start: int) -> int:
    """A table and what stood between its parts → index behind it."""
    table, stop, furniture = read_table(pieces, start)
    _mark_caption(layout.blocks)
    layout.blocks.append(DraftBlock("table", "", tuple(table.lines), table=table))
    layout.blocks += [DraftBlock("furniture", p.text, p.lines, reason=p.reason) for p in furniture]
    return stop


def _add_annex_title(layout: Layout, pieces: Sequence[Piece]) -> None:
    lines = tuple(line for p in pieces for line in p.lines)
    layout.blocks.append(DraftBlock("title", "".join(squeeze(p.text) for p in pieces), lines, level=1))


def _mark_list(before: list[DraftBlock], block: DraftBlock) -> None:
    """One-sentence items behind a colon, or behind another such item, are a list: （一）…；（二）…。"""
    if block.kind != "paragraph" or block.number is None or not before:
        return
    text = fold(block.text).rstrip()
    one = "。" not in text[:-1] and text.endswith(("。", ";"))
    last = before[-1]
    follows = last.kind == "list" and last.level == block.level
    if one and (last.says.folded.rstrip().endswith(":") or follows):
        block.kind = "list"


def _mark_caption(blocks: list[DraftBlock]) -> None:
    """The lines right above a table that name it or give its measure (单位：万元) are its caption."""
    for block in reversed(blocks[-3:]):
        if block.kind == "title" and block.level == 0:
            return
        text = squeeze(fold(block.text))
        measure = re.fullmatch(r"\(?(?:计量|金额|数据)?单位:[^,。;]{1,12}\)?", text)
        named = block.kind in ("paragraph", "title") and len(text) <= 50 and not re.search(r"[。;:,!?]|____", text)
        if not measure and not (named and block.kind == "paragraph"):
            return
        block.kind = "caption"
        if not measure:
            return


def _add_signature(layout: Layout, pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        if piece.kind == "furniture":
            layout.blocks.append(DraftBlock("furniture", piece.text, piece.lines, reason=piece.reason, says=piece.says))
            continue
        _read_release(layout, piece.key)
        dated = DATE.search(piece.key) or DOTTED_DATE.fullmatch(piece.key)
        kind: BlockKind = "date" if dated and dated.start() == 0 else "signature"
        layout.blocks.append(DraftBlock(kind, piece.text, piece.lines, says=piece.says))


def _opens_annex_list(pieces: Sequence[Piece], at: int, sign: Signature | None) -> bool:
    """附件：1.…, or 附件： alone with 1.… on the next line; behind the signature such a line opens an annex instead."""
    if pieces[at].kind != "text":
        return False
    folded = pieces[at].says.folded
    if _ANNEX_LIST.match(folded):
        return True
    if sign and at >= sign.stop:
        return False
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    return bool(re.fullmatch(r"附\s*件\s*:", folded.strip())) and behind is not None and bool(re.match(r"1\s*[.、]", behind.says.folded))


def _add_annex_list(layout: Layout, pieces: Sequence[Piece], start: int) -> int:
    """附件：1.… and the lines that go on with it → index behind them."""
    titles, stop = read_annex_list(pieces, start)
    layout.annexes = titles
    for piece in pieces[start:stop]:
        kind: BlockKind = "furniture" if piece.kind == "furniture" else "annex_list"
        layout.blocks.append(DraftBlock(kind, piece.text, piece.lines, reason=piece.reason, says=piece.says))
    return stop


def _annex_title(pieces: Sequence[Piece], start: int) -> int:
    """How many pieces from `start` on are the title of an annex or of what the document prints (0: none)."""
    count = 0
    for piece in pieces[start : start + 4]:
        text = piece.key
        bad = (
            text.startswith(("附件", "附表"))
            or piece.kind != "text"
            or re.search(r"[。;!?]|:$", text)
            or len(text) > 70
            or piece.says.marker
            or text.startswith("(")
        )
        if bad or piece.says.annex_mark[0] or piece.says.is_member or "____" in text:
            break
        if _annex_title_done(pieces[start : start + count], piece):
            break
        count += 1
    return count


def _annex_title_done(taken: Sequence[Piece], piece: Piece) -> bool:
    """A second line belongs to the title only if the first stops short: no 文种 or kind of table at its end."""
    if not taken:
        return False
    ended = ANNEX_END.search(taken[-1].key)
    return bool(ended) or bool(piece.lines[0].hashes and not taken[-1].lines[0].hashes)


def _text_block(layout: Layout, piece: Piece) -> Iterator[DraftBlock]:
    """One text piece → its block."""
    text, lines = piece.text, piece.lines
    if piece.kind == "furniture":
        yield DraftBlock("furniture", text, lines, reason=piece.reason, says=piece.says)
    elif find_annex_mark(text)[0] or (len(layout.blocks) > 3 and _ANNEX_NAMED.fullmatch(piece.key)):
        yield DraftBlock("annex", squeeze(text), lines, number=_annex_number(text))
    elif NOTE.fullmatch(piece.key) or is_note(piece):
        _read_release(layout, piece.key)
        yield DraftBlock("note", text, lines, says=piece.says)
    elif IMPRINT.fullmatch(piece.key):
        yield DraftBlock("imprint", text, lines, says=piece.says)
    elif is_statement_line(piece.says):
        yield DraftBlock("statement", text, lines, says=piece.says)
    else:
        yield _running_text(piece)


def is_statement_line(says: Reading) -> bool:
    """A line that states responsibility or a 时限, or who in person answers for it (责任领导：…)."""
    if says.states_roles or says.is_statement_bracket:
        return True
    if says.label is None or len(says.text) > 400:
        return False
    label = says.key.partition(":")[0]
    return bool(re.search(r"领导|人$|人员|电话|同志", label)) or says.statement is not None


def _annex_number(text: str) -> str | None:
    number = find_annex_mark(text)[1] or (int(m[1]) if (m := re.match(r"附(?:件|表)(\d{1,2})", key(text))) else None)
    return str(number) if number else None


def _read_release(layout: Layout, key: str) -> None:
    if _CLOSED.search(key):
        layout.public_release = False
    elif _OPEN.search(key):
        layout.public_release = True


def _running_text(piece: Piece) -> DraftBlock:
    """A heading, article, item of a list, roster, note or paragraph."""
    marker, line = piece.says.marker, piece.lines[0]
    number = marker.text if marker else None
    kind, level = _kind_and_level(piece)
    if line.hint == "heading":
        level = line.hint_level or (marker.level if marker else 1)
    return DraftBlock(kind, piece.text, piece.lines, level=level, number=None if line.hint == "paragraph" else number, says=piece.says)


def _kind_and_level(piece: Piece) -> tuple[BlockKind, int | None]:
    marker, line = piece.says.marker, piece.lines[0]
    if line.hint == "heading" or line.hint == "paragraph":
        return line.hint, None
    if line.bullet and (marker is None or marker.level >= 3):
        return "list", None
    if marker is None:
        return _unmarked(piece)
    if marker.kind == "article" or piece.says.is_heading:
        return "article" if marker.kind == "article" else "heading", marker.level
    return "list" if marker.level >= 4 else "paragraph", marker.level


def _unmarked(piece: Piece) -> tuple[BlockKind, int | None]:
    """A line without a number: a heading by its words or its Markdown, else running text."""
    if heading_behind(piece.text) or (piece.lines[0].hashes and len(piece.key) <= 40 and not piece.key.endswith(("。", ":", ";"))):
        return "heading", 1
    return "roster" if piece.says.is_member else "note" if piece.key.startswith("注:") else "paragraph", None
