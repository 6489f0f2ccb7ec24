"""文号: document numbers in any writing → their standard form.

In: text. Out: `DocNumber` (张政办字〔2022〕13号 with U+3014/3015 and no spaces), alone or with the place where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parser.grammar.rules import expand
from parser.text.normalize import fold, squeeze

# On folded text: every kind of bracket is [ or ( already.
_YEAR_AND_SERIAL = r"\s*[\[(<]\s*(?P<year>(?:19|20)\d\s?\d)\s*[\])>]\s*第?\s*(?P<serial>\d{1,4})\s*号"
# A converter of traditional characters may leave how a character is read behind it: 州政發(fā)〔2020〕5號.
_NUMBER = re.compile(expand(r"(?P<code>(?:{han}(?:\([a-zü\u00e0-\u01dc]{1,6}\))?){2,14})") + _YEAR_AND_SERIAL)
_WITHOUT_CODE = re.compile(r"(?P<code>)" + _YEAR_AND_SERIAL)
# A 文号 without 机关代字 counts only in brackets of its own: 第31次常务会议纪要（〔2024〕6号）.
_IN_BRACKETS = re.compile(r"\(" + _WITHOUT_CODE.pattern + r"\s*\)")
# Words that stand before a code in running text and are no part of it.
_BEFORE_CODE = re.compile(
    r".*(?:落实|贯彻|按照|依照|依据|根据|参照|执行|转发|印发|下发|废止|修订|承接|衔接|关于|以及|通知|意见|办法|方案|规定|文件|发布|公布|政府|国务院|办公[室厅]|委员会|[省市州县区]委|和|及|与|对|的|以|是|在|由|为|按|将|原|即|或)"
)
_CODE_END = re.compile(r"(?:[发字函通令办规电任呈议请备民建财人改农教科卫审]|通知|通报|会纪|党组|复)$")
_LONGEST_CODE = 8  # of a code that only its place shows: 云综管综, 青政
_SIGNER = re.compile(r"^\s*签\s*[发發]\s*人\s*[:：]\s*\S{2,8}\s+(?=\S)|\s*签\s*[发發]\s*人.*$")
_HAN = re.compile(expand("{han}"))
_ORDER_NUMBER = re.compile(r"\(?(?P<number>(?:(?:19|20)\d\d年)?第\s*(?:[一二三四五六七八九十百〇零]{1,5}|\d{1,5})\s*号)\)?")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """机关代字 as printed, year and 序号 of a 文号; ``str()`` gives the standard form, with 号 as printed."""

    agency_code: str
    year: int
    serial: int
    sign: str = "号"

    def __str__(self) -> str:
        return f"{self.agency_code}〔{self.year}〕{self.serial}{self.sign}"


def find_doc_numbers(text: str) -> Iterator[tuple[int, int, DocNumber]]:
    """Each 文号 in `text` as (start, end, number); offsets count characters of `text`."""
    folded = fold(text)
    if "号" not in folded:
        return
    for match in _NUMBER.finditer(folded):
        code = match["code"]
        start = match.start()
        parted = start == 0 or not _HAN.match(folded[start - 1])
        if before := _BEFORE_CODE.match(code):
            rest = code[before.end() :]
            if len(rest) >= 2:
                start, code, parted = start + before.end(), rest, True
        if not _CODE_END.search(code) and not (parted and len(code) <= _LONGEST_CODE):
            continue
        yield start, match.end(), _number(text[start : start + len(code)], match, text[match.end() - 1])
    for match in _IN_BRACKETS.finditer(folded):
        yield match.start() + 1, match.end() - 1, _number("", match, text[match.start() : match.end()].rstrip(")） ")[-1])


def _number(code: str, match: re.Match[str], sign: str) -> DocNumber:
    return DocNumber(squeeze(code), int(squeeze(match["year"])), int(match["serial"]), sign)


def parse_doc_number(text: str) -> DocNumber | None:
    """The 文号 that the whole of `text` is, brackets around it, white space and 签发人 aside; else ``None``.

    ``（青政〔2024〕5号）``, ``青政〔2024〕5号　签发人：方小舟``, and, of a series without 机关代字, ``〔2024〕6号``.
    """
    printed = squeeze(_SIGNER.sub("", text.strip()).strip("()（） 　"))
    bare = fold(printed)
    bare = re.sub(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日$", "", bare)
    match = _NUMBER.fullmatch(bare) or _WITHOUT_CODE.fullmatch(bare)
    if match is None or (_BEFORE_CODE.match(match["code"]) and len(match["code"]) > _LONGEST_CODE):
        return None
    return _number(printed[: len(match["code"])], match, printed[len(bare) - 1])


def parse_order_number(text: str) -> str | None:
    """The number of a 令 or 公告 that the whole of `text` is: ``第707号``, ``（第19号）``, ``2023年第4号``."""
    match = _ORDER_NUMBER.fullmatch(squeeze(fold(text)))
    return match["number"] if match else None
