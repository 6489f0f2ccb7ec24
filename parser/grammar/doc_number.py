"""文号: document numbers in any writing → their standard form.

In: text. Out: `DocNumber` (张政办字〔2022〕13号 with U+3014/3015 and no spaces), alone or with the place where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parser.text.normalize import fold, squeeze

# On folded text: every kind of bracket is [ or ( already.
_NUMBER = re.compile(r"(?P<code>[一-鿿]{2,14})\s*[\[(<]\s*(?P<year>(?:19|20)\d\s?\d)\s*[\])>]\s*第?\s*(?P<serial>\d{1,4})\s*号")
# Words that stand before a code in running text and are no part of it.
_BEFORE_CODE = re.compile(
    r".*(?:落实|贯彻|按照|依照|依据|根据|参照|执行|转发|印发|下发|废止|修订|承接|衔接|关于|以及|通知|意见|办法|方案|规定|文件|发布|公布|和|及|与|对|的|以|是|在|由|为|按|将|原|即|或)"
)
_CODE_END = re.compile(r"(?:[发字函通令办规电任呈议请备民建财人改农教科卫审]|通知|通报|会纪|党组|复)$")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """机关代字, year and 序号 of a 文号; ``str()`` gives the standard form."""

    agency_code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.agency_code}〔{self.year}〕{self.serial}号"


def find_doc_numbers(text: str) -> Iterator[tuple[int, int, DocNumber]]:
    """Each 文号 in `text` as (start, end, number); offsets count characters of `text`."""
    for match in _NUMBER.finditer(fold(text)):
        code = match["code"]
        start = match.start()
        if before := _BEFORE_CODE.match(code):
            rest = code[before.end() :]
            if len(rest) >= 2:
                start, code = start + before.end(), rest
        if not _CODE_END.search(code):
            continue
        year = int(squeeze(match["year"]))
        yield start, match.end(), DocNumber(code, year, int(match["serial"]))


def parse_doc_number(text: str) -> DocNumber | None:
    """The 文号 that the whole of `text` is, brackets around it and white space aside; else ``None``."""
    bare = fold(text).strip().strip("()").strip()
    bare = re.sub(r"\s*(?:签发人.*|(?:19|20)\d\d年\d{1,2}月\d{1,2}日)$", "", bare)
    match = _NUMBER.fullmatch(bare) or _spaced(bare)
    return DocNumber(match["code"], int(squeeze(match["year"])), int(match["serial"])) if match else None


def _spaced(bare: str) -> re.Match[str] | None:
    """A 文号 with blanks that OCR put inside its 机关代字 (张 政办字〔2022〕16 号)."""
    match = _NUMBER.fullmatch(squeeze(bare))
    return match if match and _CODE_END.search(match["code"]) and not _BEFORE_CODE.match(match["code"]) else None
