"""Titles as strings: what the title of a document says of issuer and kind, and whether words are a title at all.

In: text. Out: `Title`, the parts of a title, a form for comparing titles; ``None`` where the words are no title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parser.grammar.doc_number import find_doc_numbers, parse_doc_number
from parser.grammar.rules import expand, rule, words
from parser.text.normalize import fold, squeeze

KINDS = words("fragments", "kind")
_END = re.compile(expand(r"(?:的)?(?P<kind>{kind})(?:\([^()]{1,12}\))?$"))
_ISSUER = expand(r"(?P<issuer>[^,。;:《]{0,60}?{body}?)")
_TITLE = re.compile(
    expand(
        rf"^{_ISSUER}(?:关于|印发|转发|批转|公布|发布|废止)(?P<what>.+?)的?(?P<kind>{{kind}})(?:\((?!\d{{4}}年\d{{1,2}}月\d)[^()]{{1,12}}\))?$"
    )
)
# 某机关对某提案的答复: the other way to say what a title is about.
_REPLY = re.compile(expand(r"^(?P<issuer>[^,。;:《]{2,60}?{body})对(?P<what>.{4,60}?)的(?P<kind>答复(?:意见|函)?|复函|批复|函|意见|回复)$"))
# 对某会议第3号建议的答复函, without the body that answers.
_ANSWER = re.compile(
    r"^(?:关于)?对(?P<what>[^。;:]{2,60}第[^。;:]{1,8}号?(?:重点)?(?:建议|提案|议案)[^。;:]{0,20})的(?P<kind>答复(?:意见|函)?|复函|回复)$"
)
_ORDER = re.compile(
    expand(
        r"^(?P<issuer>[^,。;:《》]{1,30}{body}|[^,。;:《》]{1,20}主席|国务院)(?P<kind>令|公告|通告)(?:\(?(?P<number>(?:\d{4}年|\[\d{4}\])?第[^()]{1,6}号)\)?)?$"
    )
)
# 请按照省政府 / 关于…的通知 / 要求: a sentence that cites a title, in lines.
_SENTENCE = re.compile(r"请|(?:按照|根据|依据|依照|遵照|现将|为了|贯彻落实|落实)[^,。;:]|经(?![开济])|你们|我[县市区省]")
# A label of the web page or of the gazette before a title: 【政策文件】某机关关于…的通知.
_LABEL = re.compile(r"\s*\[[^\[\]()\d]{2,12}\]\s*(?=\S)")
# 版记: who else receives the document, who printed it and when.
IMPRINT = re.compile(
    r"(?:抄送|抄报|主题词|分送|发送)[:].*|.{2,30}(?:办公室|办公厅|局|委|政府|中心).{0,10}\d{4}年\d{1,2}月\d{1,2}日印发|.{0,12}印发.{0,6}\d+份.*|\(?共印\d+份\)?"
)
_BODY_FIRST = re.compile(
    expand(
        r"(?P<body>[^,。;:《》]{1,40}?{body})"
        r"(?=关于|印发|转发|批转|公告|通告|令|对.{4,60}的(?:答复(?:意见|函)?|复函|批复|函|意见|回复)$)"
    )
)
FOOTNOTE = re.compile(r"(?:\[\d{1,2}\]|[①-⑨*])$")  # 统计公报[1]
_LETTER = re.compile(expand(r"[0-9A-Za-z]|{han}"))
_STATE = re.compile(r"[^,。;:《》]{2,8}共和国(?=国务院)")


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
    if label := _LABEL.match(fold(text)):
        text = text[label.end() :]
    if order := _order_title(text, count):
        return order
    found = list(find_doc_numbers(text))
    if found and not fold(text[found[-1][1] :]).strip(") "):
        bare = match_title(text[: found[-1][0]].rstrip("（( 　"), count)
        return replace(bare, doc_number=str(found[-1][2])) if bare else None
    return _bare_title(text, count)


def _order_title(text: str, count: int) -> Title | None:
    """某政府令第3号, 某政府令〔2010〕第15号: the title and its number."""
    match = _ORDER.match(squeeze(fold(text)))
    if match is None:
        return None
    number = match["number"] and (str(parse_doc_number(match["number"]) or match["number"]))
    return Title(squeeze(text)[: match.end("kind")], count, match["kind"], strong=False, doc_number=number)


def _bare_title(text: str, count: int) -> Title | None:
    """A title without a number."""
    folded = squeeze(fold(text))
    if folded.count("《") > folded.count("》") or folded.count("(") > folded.count(")") or begins_sentence(folded):
        return None
    if match := _TITLE.match(folded) or _REPLY.match(folded) or _ANSWER.match(folded):
        return Title(squeeze(text), count, match["kind"], strong=True)
    if rule("structure", "own_title").fullmatch(FOOTNOTE.sub("", folded)):
        return Title(squeeze(text), count, title_kind(folded), strong=False)
    return None


def begins_sentence(text: str) -> bool:
    """True for words that lead up to a title that is only cited: 请按照省政府, 根据."""
    return bool(_SENTENCE.match(squeeze(fold(text))))


def printed_title(title: str) -> str | None:
    """What a document prints or publishes: 关于印发《某办法》的通知 and 关于印发某办法的通知 → 某办法."""
    match = re.search(r"(?:印发|公布|发布)《?(?P<inner>.{4,}?)》?的?(?:通知|决定|公告)$", squeeze(title))
    return match["inner"] if match else None


def title_issuer(title: str) -> str | None:
    """The body that a title begins with (某区人民政府关于…的命令)."""
    printed = squeeze(title)
    match = _BODY_FIRST.match(fold(printed))
    if match is None:
        return None
    start = state.end() if (state := _STATE.match(match["body"])) else 0
    return printed[start : match.end("body")]


def title_kind(title: str) -> str | None:
    """文种: the word that ends a title (通知, 批复, …)."""
    match = _END.search(squeeze(fold(title)))
    if not match:
        return None
    kind = match["kind"]
    return "函" if kind == "复函" else "令" if kind == "命令" else kind


def comparable(title: str) -> str:
    """A title for comparing 目录 and body: letters, digits and Chinese characters only."""
    return "".join(_LETTER.findall(fold(title)))
