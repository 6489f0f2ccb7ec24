"""Titles as strings: what the title of a document says of issuer and kind, and whether words are a title at all.

In: text. Out: `Title`, the parts of a title, a form for comparing titles; ``None`` where the words are no title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parser.grammar.doc_number import find_doc_numbers
from parser.text.normalize import fold, squeeze

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
_BODY_FIRST = re.compile(
    r"(?P<body>[^,。;:《》]{2,40}?(?:政府|办公室|委员会|局|委|部|厅|院|中心|会|指挥部))(?=关于|印发|转发|公告|通告|令)"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title read from `count` pieces; `strong` if it is written 某机关关于某事的某文种."""

    text: str
    count: int
    kind: str | None
    strong: bool
    doc_number: str | None = None


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
