"""Titles: what the title of a document looks like, how long it runs over lines, what it says of issuer and kind.

In: pieces. Out: `Title` (its text without white space and the number of pieces it takes), or ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parser.dates import parse_date
from parser.doc_number import find_doc_numbers, parse_doc_number
from parser.markers import find_annex_mark, find_marker
from parser.normalize import fold, squeeze
from parser.pieces import Piece

KINDS = (
    "通知", "意见", "批复", "决定", "公告", "通告", "通报", "报告", "复函", "函", "办法", "规定", "方案", "规则", "细则", "要点",
    "命令", "令", "议案", "纪要", "决议", "公报", "预案", "规划", "计划", "条例", "制度", "清单", "目录", "说明", "要求",
    "倡议书", "名单", "公示", "答复", "解读",
)  # fmt: skip
_KIND = "|".join(KINDS)
_END = re.compile(rf"(?:的)?(?P<kind>{_KIND})(?:\([^()]{{1,12}}\))?$")
_ISSUER = r"(?P<issuer>[^,。;:《]{0,60}?(?:人民政府|政府办公室|办公室|委员会|局|委|部|厅|院|中心|会|指挥部|领导小组|公司|所|处)?)"
_TITLE = re.compile(rf"^{_ISSUER}(?:关于|印发|转发|批转|公布|发布|废止)(?P<what>.+?)的?(?P<kind>{_KIND})(?:\([^()]{{1,12}}\))?$")
_ORDER = re.compile(r"^(?P<issuer>.{2,30}(?:人民政府|政府|委员会|局))(?:令|公告|通告)$")
# 版记: who else receives the document, who printed it and when.
IMPRINT = re.compile(
    r"(?:抄送|抄报|主题词|分送|发送)[:].*|.{2,30}(?:办公室|办公厅|局|委|政府|中心).{0,10}\d{4}年\d{1,2}月\d{1,2}日印发|.{0,12}印发.{0,6}\d+份.*|\(?共印\d+份\)?"
)
# Lines of the issue's frame: its name and number, the names of its sections.
_FRAME = re.compile(
    r"(?<!统计)(?<!发展)公报$|公报.{0,6}\d{4}年?第|^(?:\d{4}年?)?(?:总)?第.{1,4}[期号](?:\(.*\))?$|^[\[·]?[^关,。;:《》]{2,16}(?:文件|公文|文选|文件选登)[\]·]?$|^.{2,24}(?:编|编印|主办|主管|主编)$"
)
_REGISTERED = re.compile(r"(?:登记号|备案号|规范性文件编号|统一编号)?:?[A-Z]{2,8}[-—]?(?:\d{4}[-—])?\d{3,}(?:号)?")
_DATE_LAST = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:编发|出版|印发|发布|编印)?$")
_BODY_FIRST = re.compile(
    r"(?P<body>[^,。;:《》]{2,40}?(?:政府|办公室|委员会|局|委|部|厅|院|中心|会|指挥部))(?=关于|印发|转发|公告|通告|令)"
)
_MAX_PIECES = 6
_MAX_LINE = 90


@dataclass(frozen=True, slots=True)
class Title:
    """A title read from `count` pieces; `strong` if it is written 某机关关于某事的某文种."""

    text: str
    count: int
    kind: str | None
    strong: bool
    doc_number: str | None = None


def is_title_line(piece: Piece) -> bool:
    """A line that can be part of a title: short, no sentence, no mark, no date, no 文号, nobody addressed."""
    text = piece.key
    if piece.kind != "text" or not text or len(text) > _MAX_LINE or re.search(r"[。;!?]|:$|\.{3}|…|·{2}", text):
        return False
    if find_marker(piece.text) or find_annex_mark(piece.text)[0] or parse_date(piece.text) or parse_doc_number(piece.text):
        return False
    if IMPRINT.fullmatch(text) or _REGISTERED.fullmatch(text) or ("关于" not in text and _FRAME.search(text)) or _DATE_LAST.search(text):
        return False
    return not text.startswith(("(此件", "附件", "附:", "注:")) and not text.isdecimal()


def read_title(pieces: Sequence[Piece], start: int) -> Title | None:
    """The title that begins at ``pieces[start]``: the fewest lines that make one, then lines that still belong to it."""
    text = ""
    best: Title | None = None
    for count, piece in enumerate(pieces[start : start + _MAX_PIECES], start=1):
        if not is_title_line(piece):
            break
        text += squeeze(piece.text)
        if title := match_title(text, count):
            best = title
        elif best is not None:
            break
        if best is not None and not _still_open(text):
            break
    return best


def _still_open(text: str) -> bool:
    """A title goes on while a 《 or a bracket is open."""
    folded = fold(text)
    return folded.count("《") > folded.count("》") or folded.count("(") > folded.count(")") or folded.count("“") > folded.count("”")


def match_title(text: str, count: int = 1) -> Title | None:
    """`text` as the title of a document, or ``None``."""
    found = list(find_doc_numbers(text))
    if found and not fold(text[found[-1][1] :]).strip(") "):
        bare = match_title(fold(text[: found[-1][0]]).rstrip("( ") and text[: found[-1][0]].rstrip("（( "), count)
        return replace(bare, doc_number=str(found[-1][2])) if bare else None
    folded = squeeze(fold(text))
    if folded.count("《") > folded.count("》") or folded.count("(") > folded.count(")"):
        return None
    if match := _TITLE.match(folded):
        return Title(squeeze(text), count, match["kind"], strong=True)
    if match := _ORDER.match(folded):
        kind = next(k for k in ("令", "公告", "通告") if folded.endswith(k))
        return Title(squeeze(text), count, kind, strong=False)
    return None


def printed_title(title: str) -> str | None:
    """What a document prints or publishes: 关于印发《某办法》的通知 and 关于印发某办法的通知 → 某办法."""
    match = re.search(r"(?:印发|公布|发布)《?(?P<inner>.{4,}?)》?的?(?:通知|决定|公告)$", squeeze(title))
    return match["inner"] if match else None


def title_issuer(title: str) -> str | None:
    """The body that a title begins with (某区人民政府关于…的命令)."""
    match = _BODY_FIRST.match(squeeze(fold(title)))
    return match["body"] if match else None


def title_kind(title: str) -> str | None:
    """文种: the word that ends a title (通知, 批复, …)."""
    match = _END.search(squeeze(fold(title)))
    if not match:
        return None
    kind = match["kind"]
    return "函" if kind == "复函" else "令" if kind == "命令" else kind


def comparable(title: str) -> str:
    """A title for comparing 目录 and body: letters, digits and Chinese characters only."""
    return "".join(re.findall(r"[0-9A-Za-z一-鿿]", fold(title)))
