"""Marks of secrecy (国家秘密标志): what must stop a build.

In: the lines of a text. Out: a `Mark` for each. Pure. The mark of GB/T 9704 is 密级★保密期限 (机密★10年) at the
head of a page, with 份号 or 紧急程度 beside it; scans lose its star, spread its characters, put it into a heading, a list, a cell or bold
type. The lines are read as they are printed, without white space. What speaks of secrets is no mark: 保密工作, 商业秘密, 秘密投票,
绝密级文件的管理, 密级分为绝密、机密、秘密.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parser.text.printed import Printed, printed

_LEVEL = r"(?:绝密|机密|秘密)"
_LEVEL_RE = re.compile(_LEVEL)
_STAR = r"[★☆⭐🌟✩-✰⋆✦✧✪❇✱✲✴✵✶✷✸✹]"
_WEAK_STAR = r"[*※·•∙:,.\-]"
_PERIOD = (
    r"(?:\(?(?:保密期限:?)?(?:\d{1,3}|[一二三四五六七八九十两]{1,3})(?:年|个月)(?![内以之来间前后一])\)?|长期|永久|不定期"
    r"|(?:至|到)?(?:19|20)\d\d(?:年|[-./])\d{1,2}(?:月|[-./])\d{1,2}日?前?|至(?:19|20)\d\d年(?:底|\d{1,2}月)?"
    r"|(?:启用|启封|解密|公布|公开|考试结束)(?:之)?前)"
)
_URGENT = r"(?:特急|加急|特提|平急|急件|火急|限时)"
_COPY = r"(?:(?:份号|编号|序号|No\.?|NO\.?|第):?\d{1,8}号?|\d{1,8}(?![.、)]))"
_ORNAMENT = r"[#>\-*+•●▪◆■□|\[\](){}【】_=~:,.。·“”\"'\t《》<]"
_FIELD = r"(?:密级|保密等级|保密级别|涉密等级|涉密级别|秘密等级)"
_KIND = r"(?:文件|资料|材料|电报|内部文件|内部资料|内部材料)"
_CARE = r"(?:不得外传|阅后收回|注意保存|妥善保管|请勿外传|严禁外传|严禁复印)"
_AROUND = rf"(?:{_FIELD}(?:和|及)?(?:保密期限)?(?:为|是)?|保密期限|{_COPY}|{_URGENT}|{_KIND}|{_PERIOD}|{_CARE}|{_STAR})"
_STAR_RE = re.compile(rf"{_LEVEL}级?\(?{_STAR}|{_LEVEL}级?[*※]{{1,2}}(?={_PERIOD}|$)")
_HEAD = rf"^{_ORNAMENT}{{0,12}}(?:{_COPY}{_ORNAMENT}{{0,3}})?(?:{_URGENT}{_ORNAMENT}{{0,3}})?"
_PERIOD_RE = re.compile(rf"{_HEAD}{_LEVEL}级?{_WEAK_STAR}?{_PERIOD}")
_URGENT_RE = re.compile(rf"{_HEAD}{_LEVEL}{_ORNAMENT}{{0,3}}{_URGENT}|{_HEAD}{_URGENT}{_ORNAMENT}{{0,3}}{_LEVEL}")
_BRACKET_RE = re.compile(rf"{_HEAD}[\[({{]{_LEVEL}级?[\])}}]|\[{_LEVEL}级?\]$")
_FIELD_RE = re.compile(rf"{_FIELD}(?:和保密期限)?(?P<gap>为?[:=(\[|\t\-★]{{0,4}}){_LEVEL}(?P<after>.{{0,3}})")
_OPTIONS_RE = re.compile(rf"[、/,或和\t|□]{{1,2}}{_LEVEL}|级?[、/,或和]")
_NOT_OURS = ("国家", "商业", "工作", "技术", "企业", "个人", "军事", "警务", "审判", "守", "露")
_LIST_ITEM_RE = re.compile(r"^[\s#>*-]*(?:\d{1,2}[.、)]|[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、)")
_LONGEST_ALONE = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """`line` counts from 1, `column` from 0 in the raw line; `shown` is the mark as printed."""

    line: int
    column: int
    shown: str


def find_marks(lines: Sequence[str]) -> Iterator[Mark]:
    """The marks of a text, at most one a line."""
    above = ""
    has_column = False
    for number, raw in enumerate(lines, 1):
        page = None
        if _worth_a_look(raw):
            torn = _torn(above)
            page = printed(torn + raw)
            found = _find(page, above, in_column=has_column)
            if found:
                start, stop = (max(0, page.squeezed.columns[at] - len(torn)) for at in (found[0], found[1] - 1))
                yield Mark(number, start, raw[start : stop + 1].strip())
        if raw.strip():
            above = raw
            row = "\t" in raw or raw.count("|") > 1 or "<t" in raw.lower()
            has_column = row and (has_column or bool(page and _heads_a_column(page)))


def _torn(above: str) -> str:
    """The first character of a level that stands alone on the line before its 密: a mark printed from top to bottom."""
    text = re.sub(r"\W", "", above) if len(above) < 20 else ""
    return text if text in ("绝", "机", "秘", "機", "絕", "祕") else ""


def _worth_a_look(raw: str) -> bool:
    return "密" in raw or "㊙" in raw or "&#" in raw


def _find(page: Printed, above: str, *, in_column: bool) -> tuple[int, int] | None:
    """Where the mark stands in the squeezed text of a line."""
    text = page.squeezed.text
    if not _LEVEL_RE.search(text):
        return None
    for star in _STAR_RE.finditer(text):
        if not _is_quoted(text, star.start(), star.end()):
            return star.span()
    if (field := _FIELD_RE.search(text)) and _is_value(field, page):
        return field.start(), field.end() - len(field["after"])
    if _LIST_ITEM_RE.match(page.text):
        return None
    level = _LEVEL_RE.search(text)
    assert level is not None
    return level.span() if _is_head(page) or _stands_alone(text, above) or (in_column and _is_a_cell(page)) else None


def _is_head(page: Printed) -> bool:
    """The mark begins the line, with its period, an 紧急程度 or in brackets."""
    text = page.squeezed.text
    heads = [found for pattern in (_PERIOD_RE, _URGENT_RE) if (found := pattern.match(text))]
    return any(_ends_here(page, found.end()) for found in heads) or bool(_BRACKET_RE.search(text))


def _is_quoted(text: str, start: int, stop: int) -> bool:
    """An example in running text: 标为“机密★10年”的文件."""
    before, after = text[:start], text[stop:]
    if before[-1:] not in ("“", '"', "‘", "「", "'") or not re.match(r"[^“”\"’」']{0,12}[”\"’」']", after):
        return False
    return (
        len(re.findall(r"[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]", text))
        > len(re.findall(r"[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af]", text[start : stop + 12])) + 4
    )


def _ends_here(page: Printed, stop: int) -> bool:
    """No character goes on right behind: 机密10年 澄政发…, not 绝密10年档案展."""
    text, columns = page.squeezed.text, page.squeezed.columns
    return stop >= len(text) or columns[stop] - columns[stop - 1] > 1 or not "一" <= text[stop] <= "鿿"


def _is_value(found: re.Match[str], page: Printed) -> bool:
    """密级：机密, not 密级：绝密、机密、秘密; without any sign between them only where cells part them."""
    if _OPTIONS_RE.match(found["after"]):
        return False
    if found["gap"] not in ("", "为"):
        return True
    return bool(re.search(r"密\s*级\s*[\t| ]+\s*[绝机秘]\s*密", page.text)) or (found.start() == 0 and not found["after"])


def _stands_alone(text: str, above: str) -> bool:
    """Nothing on the line but the mark and what is printed beside one; not the end of a word of the line before (保守国家 / 秘密)."""
    if len(text) > _LONGEST_ALONE or text.endswith("。") or "".join(above.split()).endswith(_NOT_OURS):
        return False
    return bool(re.fullmatch(r"\W*", re.sub(_AROUND, "", re.sub(rf"{_LEVEL}级?(?![\w])|{_LEVEL}(?={_AROUND}|\W|$)", "", text, count=1))))


def _heads_a_column(page: Printed) -> bool:
    return any("".join(cell.split()) in ("密级", "密级和保密期限", "密级及保密期限") for cell in re.split(r"[\t|]", page.text))


def _is_a_cell(page: Printed) -> bool:
    return any(re.fullmatch(rf"{_LEVEL}级?{_STAR}?(?:{_PERIOD})?", "".join(cell.split())) for cell in re.split(r"[\t|]", page.text))
