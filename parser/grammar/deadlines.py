"""完成时限: words about time → `Deadline` records with the last day that meets them, where that is certain.

In: a stated 时限 (a cell, the text behind 完成时限：) or running text, and the document's 成文日期. Out: `Deadline` records;
`date` is ``None`` where the text and the document's date do not make a day certain. An impossible day gives ``None`` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parser.grammar.dates import iso_date, last_day
from parser.grammar.numerals import NUMERAL, parse_numeral
from parser.grammar.rules import key
from parser.model import Deadline, DeadlineKind
from parser.text.normalize import squeeze

_N = NUMERAL
_YEAR = rf"(?:(?P<y>{_N}{{4}})年|(?P<rel>今年|本年度?|当年|明年|次年))?(?:的)?"
_QUARTER = r"(?:第?(?P<q>[一二三四1-4])季度)"
_HALF = r"(?P<h>上半年|下半年)"
_MONTH = rf"(?P<m>{_N}{{1,3}})月份?"
_DAY = rf"(?P<d>{_N}{{1,3}})[日号]"
_CLOCK = r"(?:[上下]午|晚上?|早上?)?(?:\d{1,2}[:时点](?:\d{2}分?|半|整)?)?"
_NOT_DEADLINE = (
    r"(?!出生|发生|的|已|提升[一二三四五六七八九十百\d]+个|增长[\d.]+%|水平|退役"
    r"|[^,。;、]{1,12}的(?:,|老旧|小区|房屋|住宅|建筑|费用|合同|项目|企业|人员|居民|群众|职工|学生|单位|事项|情形|部分))"
)

# What running text must say to set a deadline: 前, or 完成/到位 right behind the time, or 年内.
_RUNNING = re.compile(
    rf"(?P<every>每(?:年|个?月|季度|半年|周)度?(?:首月|末月)?(?:{_N}{{1,3}}月)?(?:{_N}{{1,3}}[日号]|底|末)(?:之?前|以前))"
    rf"|{_YEAR}(?:{_MONTH}(?:{_DAY}{_CLOCK}|(?P<end>底|末|中旬|上旬|下旬))?|{_QUARTER}(?:末|底|结束)?|{_HALF}(?:末|底|结束)?|(?P<ye>年[底末终]|(?<=年)[底末终]))"
    rf"(?:(?:之前|以前|前)(?![期来]){_NOT_DEADLINE}|(?=(?:全面|全部|基本)?(?:完成|建成|办结|到位)))"
    rf"|(?P<wy>(?:{_N}{{4}}年|年|今年|本年度)(?:以)?内)(?=[,，、。;；完实新建力全启]|$)"
)
_BARE = re.compile(
    rf"{_YEAR}(?:{_MONTH}(?:{_DAY}{_CLOCK}|(?P<end>底|末|中旬|上旬|下旬))?|{_QUARTER}(?:末|底)?|{_HALF}(?:末|底)?|(?P<ye>年[底末终]|(?<=年)[底末终])|(?P<wy>年?内)|(?P<whole>全年|度|))"
    r"(?:之前|以前|前|内)?(?:全面|全部|基本)?(?:完成|建成|办结|到位)?"
)
_RELATIVE = re.compile(
    rf"[一-鿿]{{0,12}}(?:印发|发布|公布|下发|实施|施行|修订完成|完成)(?:文件)?(?:之日)?(?:起|后|之后|以后)?(?P<n>{_N}{{1,4}}|半)个?(?:工作)?(?:日|天|月|年|周)(?:以)?内"
)
_LONG = re.compile(r".*(?:长期|持续|常态|坚持|全年|贯穿|每年|每月|每季|每周|按年度|逐年|年度|适时|按要求|按上级|按规定|定期).*")
_EVERY = re.compile(r".*(?:每年|每个?月|每季度?|每周|每半年|逐月|逐年|按月|按季).*")
_DOTTED = re.compile(r"(?P<y>20\d\d)[.\-/](?P<m>\d{1,2})(?:[.\-/](?P<d>\d{1,2}))?(?P<q>底?前|底)?")
_RANGE = re.compile(r"[-~～至到](?=\S)")


def find_deadlines(text: str, issued_on: str | None) -> tuple[Deadline, ...]:
    """Deadlines that running text sets (8月底前, 2022年12月底前, 每月28日前, 修订完成一个月内), in order."""
    bare = squeeze(text)
    found: list[tuple[int, Deadline]] = []
    year_said: int | None = None
    sentence_end = -1
    folded = key(bare)
    for match in _RUNNING.finditer(folded):
        stop = max(folded.rfind("。", 0, match.start()), folded.rfind(";", 0, match.start()))
        year_said = None if stop > sentence_end else year_said
        sentence_end = stop
        words = bare[match.start() : match.end()]
        if match["every"]:
            found.append((match.start(), Deadline(text=words, kind="recurring", date=None)))
            continue
        if not match["wy"] and not match["y"] and not match["rel"] and not _starts_clean(folded, match.start()):
            continue
        kind, date = _resolve(match, issued_on, year_said)
        year_said = parse_numeral(match["y"]) if match["y"] else year_said
        found.append((match.start(), Deadline(text=words, kind=kind, date=date)))
    for match in _RELATIVE.finditer(folded):
        if not any(match.start() <= at < match.end() for at, _ in found):
            words = re.sub(r"^.*[,，。;；、]", "", bare[match.start() : match.end()])
            found.append((match.end() - len(words), Deadline(text=words, kind="relative", date=None)))
    return tuple(deadline for _, deadline in sorted(found, key=lambda pair: pair[0]))


def _starts_clean(folded: str, start: int) -> bool:
    """A month without a year must not be the tail of a longer number or a range's second half (2020年1-6月)."""
    return start == 0 or not re.match(r"[\d.年\-~至到〇零一二三四五六七八九十第]", folded[start - 1])


def stated_deadline(text: str, issued_on: str | None) -> Deadline | None:
    """The deadline that a cell or the text behind 完成时限： states; ``None`` for an empty one."""
    bare = squeeze(text).strip("。;；,，")
    folded = key(bare)
    if not bare or folded in ("-", "--", "/", "无", "—"):
        return None
    last = _RANGE.split(folded)[-1]
    for candidate in (_plain(folded), _plain(last)):
        if (match := _BARE.fullmatch(candidate)) and candidate:
            year = re.match(rf"({_N}{{4}})年", folded)
            kind, date = _resolve(match, issued_on, parse_numeral(year[1]) if year else None)
            return Deadline(text=bare, kind=kind, date=date)
    if _EVERY.fullmatch(folded):
        return Deadline(text=bare, kind="recurring", date=None)
    inside = find_deadlines(text, issued_on)
    if len(inside) == 1 and inside[0].date:
        return Deadline(text=bare, kind=inside[0].kind, date=inside[0].date)
    if _LONG.fullmatch(folded):
        return Deadline(text=bare, kind="long_term", date=None)
    if _RELATIVE.search(folded) or re.search(r"[日天月年]内", folded):
        return Deadline(text=bare, kind="relative", date=None)
    if len(inside) == 1:
        return Deadline(text=bare, kind=inside[0].kind, date=None)
    return Deadline(text=bare, kind="unknown", date=None)


def _plain(folded: str) -> str:
    """``2023.12.31`` → ``2023年12月31日``; anything else stays."""
    match = _DOTTED.fullmatch(folded)
    if not match:
        return folded
    return f"{match['y']}年{match['m']}月" + (f"{match['d']}日" if match["d"] else "") + ("前" if match["q"] else "")


def _resolve(match: re.Match[str], issued_on: str | None, year_said: int | None) -> tuple[DeadlineKind, str | None]:
    """Kind and last day of a matched time. A year is taken from the words, else the sentence, else the document."""
    groups = match.groupdict()
    year = _year(groups, issued_on, year_said)
    kind, date = _last_day(groups, year)
    certain = bool(groups.get("y") or groups.get("rel"))
    if date and not certain and issued_on and date < issued_on[: len(date)]:
        date = None  # the text names no year, and this year's day is already past
    return kind, date


def _year(groups: dict[str, str | None], issued_on: str | None, year_said: int | None) -> int | None:
    issued = int(issued_on[:4]) if issued_on else None
    if groups.get("y"):
        return parse_numeral(groups["y"] or "")
    if (groups.get("wy") or "")[:1].isdigit():
        return int((groups["wy"] or "")[:4])
    if groups.get("rel") in ("明年", "次年"):
        return issued + 1 if issued else None
    return year_said or issued


def _last_day(groups: dict[str, str | None], year: int | None) -> tuple[DeadlineKind, str | None]:
    month = parse_numeral(groups.get("m") or "")
    day = parse_numeral(groups.get("d") or "")
    if month and day:
        return "date", iso_date(year, month, day) if year else None
    if month:
        tenth = {"上旬": 10, "中旬": 20}.get(groups.get("end") or "")
        return "month_end", (iso_date(year, month, tenth) if tenth else last_day(year, month)) if year else None
    if groups.get("q"):
        quarter = parse_numeral(groups["q"] or "") or 1
        return "quarter_end", last_day(year, quarter * 3) if year else None
    if groups.get("h"):
        return "half_year", last_day(year, 6 if groups["h"] == "上半年" else 12) if year else None
    return "year_end", last_day(year, 12) if year else None


def impossible_dates(text: str) -> Iterator[str]:
    """Words such as 11月31日 that name a day no calendar has."""
    for match in re.finditer(rf"{_MONTH}{_DAY}", key(text)):
        month, day = parse_numeral(match["m"]), parse_numeral(match["d"])
        if month and day and not iso_date(2024, month, day):
            yield match.group()
