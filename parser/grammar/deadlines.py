"""完成时限: words about time → `Deadline` records with the last day that meets them, where that is certain.

In: a stated 时限 (a cell, the text behind 完成时限：) or running text, and the document's 成文日期. Out: `Deadline` records;
`date` is ``None`` where the text and the document's date do not make a day certain. An impossible day gives ``None`` too.
An aim (到2027年，实现全覆盖; 力争2026年…) is none; 到2027年底 and 2025年前 are, the latter without a day: it may mean either end
of the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parser.grammar.dates import iso_date, last_day
from parser.grammar.numerals import NUMERAL, parse_numeral
from parser.grammar.rules import expand, first_match, key
from parser.model import Deadline, DeadlineKind
from parser.text.normalize import squeeze

_N = NUMERAL
_HAN = expand("{han}")
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
_DONE = r"(?:全面|全部|基本|正式)?(?:完成|建成|办结|到位|竣工|投入使用|投用|交付|通车|收官)"
_SPAN = rf"(?:{_N}{{1,4}}|半)(?:个?(?:工作)?[日天]|个?月|年|周|个?季度)(?:以|之)?内"
_NEW_CLAUSE = r"(?:^|(?<=[,。;、:在须应要用于力争确保计划]))"

# What running text must say to set a deadline: 前, or 完成/到位 right behind the time, or 年内, or 到…底.
_RUNNING = re.compile(
    rf"(?P<every>每(?:年|个?月|季度|半年|周)度?(?:首月|末月)?(?:(?:{_N}{{1,3}}月)?(?:{_N}{{1,3}}[日号]|底|末)(?:之?前|以前)|[底末](?!前)))"
    rf"|{_YEAR}(?:{_MONTH}(?:{_DAY}{_CLOCK}|(?P<end>底|末|中旬|上旬|下旬))?|{_QUARTER}(?:末|底|结束)?|{_HALF}(?:末|底|结束)?|(?P<ye>年[底末终]|(?<=年)[底末终]))"
    rf"(?:(?:之前|以前|前)(?![期来]){_NOT_DEADLINE}|(?=,?{_DONE}(?!的))|(?<=季度)(?=(?:组织|开展|形成|出台|印发|上报|实现|召开|举办)))"
    rf"|(?P<wy>(?:{_N}{{4}}年|(?:今年|本年度?|当年)?年|今年|本年度?|当年)(?:以)?内)(?=[,，、。;；完实新建力全启]|$)"
    rf"|(?P<by>{_N}{{4}})年(?:之前|以前|前)(?![期来后][,。]?|[第前]?[一二三四\d]|每|{_N}){_NOT_DEADLINE}"
    rf"|到(?P<till>{_N}{{4}})年年?[底末]"
)
_BARE = re.compile(
    rf"{_YEAR}(?:{_MONTH}(?:{_DAY}{_CLOCK}|(?P<end>底|末|中旬|上旬|下旬))?|{_QUARTER}(?:末|底)?|{_HALF}(?:末|底)?|(?P<ye>年[底末终]|(?<=年)[底末终])|(?P<wy>年?内)|(?P<whole>全年|度|))"
    r"(?:之前|以前|前|内)?(?:全面|全部|基本)?(?:完成|建成|办结|到位)?"
)
_YEAR_BEFORE = re.compile(rf"(?:到|于)?{_N}{{4}}年(?:之前|以前|前)(?:完成|建成|办结|到位)?")
_PAPER = r"(?:(?:本|该|此)?(?:实施)?(?:方案|通知|意见|办法|文件|计划|细则|规定|清单|目录|任务|任务书|规划|纪要|公告|通告|决定))?"
_STARTS = (
    r"(?:印发|发布|公布|下发|实施|施行|收到|接到|(?:修订|制定|编制|修编|起草|出台|改造|建设|验收|申报|整改|清理|排查)完成|(?:正式)?出台)"
)
_RELATIVE = re.compile(rf"(?:自|从)?{_PAPER}{_STARTS}(?:本|该)?(?:通知|文件|意见|方案)?(?:之日)?(?:起|后|之后|以后)?(?:的)?{_SPAN}")
_SOON = re.compile(
    rf"(?:{_NEW_CLAUSE}(?P<words>{_SPAN})(?=,|(?:全面|全部|基本)?(?:完成|建成|建设|报送|上报|实现|新建|新增|力争|启动|形成|达到|取消|退出|落实|消除|解决|改造|修缮|整治|制定|出台|修订|提交|反馈|答复))"
    rf"|(?<![近过第十百\d])(?P<within>{_N}{{1,2}}年(?:以|之)?内)(?={_DONE}(?!的)))"
)
# 春节前, 国庆节前: a day that no calendar of ours gives, but a deadline.
_FEAST = re.compile(
    rf"{_YEAR}(?:元旦|春节|元宵节?|清明节?|五一|劳动节|端午节?|中秋节?|国庆节?)(?:假期|到来|来临)?(?:之前|以前|前)(?=(?:要|须|应|将|全部|全面|基本|务必)?(?:[,、。;]|$|完成|建成|办结|到位|竣工|交付|通车|投入|实现|解决|整改|组织|开展|落实|排查|发放|兑付|清零))"
)
_UNDATED: tuple[tuple[re.Pattern[str], DeadlineKind], ...] = ((_RELATIVE, "relative"), (_SOON, "relative"), (_FEAST, "unknown"))
_DOTTED = re.compile(r"(?P<y>20\d\d)[.\-/](?P<m>\d{1,2})(?:[.\-/](?P<d>\d{1,2}))?(?P<q>底?前|底)?")
_SHORT_DOTTED = re.compile(r"(?P<m>1[0-2]|[1-9])\.(?P<d>[12]\d|3[01]|0?[1-9])(?P<q>前)?")
_SHORT_YEAR = re.compile(r"(?P<y>[2-4]\d)(?=年)")
_YEARS = re.compile(r"20\d\d(?:年)?[-~至到](?P<last>20\d\d)年?")
_RANGE = re.compile(r"[-~～至到](?=\S)")


def find_deadlines(text: str, issued_on: str | None) -> tuple[Deadline, ...]:
    """Deadlines that running text sets (8月底前, 2022年12月底前, 每月28日前, 修订完成一个月内, 三年内), in order."""
    bare = squeeze(text)
    folded = key(bare)
    found = list(_dated(bare, folded, issued_on))
    for pattern, kind in _UNDATED:
        for match in pattern.finditer(folded):
            start, end = match.span(match.lastgroup if pattern is _SOON and match.lastgroup else 0)
            if not any(at < end and start < at + len(d.text) for at, d in found):
                found.append((start, Deadline(text=bare[start:end], kind=kind, date=None)))
    return tuple(deadline for _, deadline in sorted(found, key=lambda pair: pair[0]))


def _dated(bare: str, folded: str, issued_on: str | None) -> Iterator[tuple[int, Deadline]]:
    """Deadlines named by a day, a month, a quarter or a year, each with its place."""
    year_said: int | None = None
    sentence_end = -1
    for match in _RUNNING.finditer(folded):
        stop = max(folded.rfind("。", 0, match.start()), folded.rfind(";", 0, match.start()))
        year_said = None if stop > sentence_end else year_said
        sentence_end = stop
        if not _is_set(match, folded, issued_on):
            continue
        kind, date = ("recurring", None) if match["every"] else _resolve(match, issued_on, year_said)
        year_said = parse_numeral(match["y"]) if match["y"] else year_said
        yield match.start(), Deadline(text=bare[match.start() : match.end()], kind=kind, date=date)


def _is_set(match: re.Match[str], folded: str, issued_on: str | None) -> bool:
    """False for the tail of a longer time, for 五年内 and 学年内, for years gone by, and for 到2027年前每年… ."""
    if match["every"] or match["y"] or match["rel"] or match["till"]:
        return True
    before = folded[match.start() - 1 : match.start()]
    if match["wy"]:
        return not match["wy"].startswith("年") or not (before.isdecimal() or first_match("deadlines", before) == "not_years")
    if match["by"]:
        return before not in ("到", "至", "从", "自", "-") and not _is_past(match["by"], issued_on)
    return not re.match(r"[\d.年\-~至到〇零一二三四五六七八九十第]", before)


def _is_past(year: str, issued_on: str | None) -> bool:
    return issued_on is not None and (parse_numeral(year) or 0) < int(issued_on[:4])


def stated_deadline(text: str, issued_on: str | None) -> Deadline | None:
    """A stated 时限 as a whole (a cell); ``None`` for an empty one. A year is taken from the document if the text has none."""
    bare = squeeze(text)
    folded = key(bare)
    words = first_match("deadlines", folded)
    if not bare or words == "nothing":
        return None
    if exact := _as_time(folded, issued_on):
        return Deadline(text=bare, kind=exact[0], date=exact[1])
    inside = find_deadlines(text, issued_on)
    dated = inside[0].date if len(inside) == 1 else None
    if dated and words != "recurring":
        return Deadline(text=bare, kind=inside[0].kind, date=dated)
    return Deadline(text=bare, kind=_kind_of_words(folded, words, inside), date=None)


def _as_time(folded: str, issued_on: str | None) -> tuple[DeadlineKind, str | None] | None:
    """Kind and last day of a cell that is nothing but a time or a span from one to another."""
    if _YEAR_BEFORE.fullmatch(folded):
        return "year_end", None
    if years := _YEARS.fullmatch(folded):
        return "year_end", f"{years['last']}-12-31"
    year = re.match(rf"({_N}{{4}})年", folded)
    for candidate in (_plain(folded), _plain(_RANGE.split(folded)[-1])):
        if (match := _BARE.fullmatch(candidate)) and candidate:
            return _resolve(match, issued_on, parse_numeral(year[1]) if year else None)
    return None


def _kind_of_words(folded: str, words: str | None, inside: tuple[Deadline, ...]) -> DeadlineKind:
    if words in ("recurring", "long_term"):
        return words  # type: ignore[return-value]
    if words in ("at_once", "span") or _RELATIVE.search(folded) or re.search(r"[日天月年周]内", folded):
        return "relative"
    return inside[0].kind if len(inside) == 1 else "unknown"


def _plain(folded: str) -> str:
    """``2023.12.31`` → ``2023年12月31日``, ``6.30`` → ``6月30日``, ``24年6月`` → ``2024年6月``; anything else stays."""
    folded = _SHORT_YEAR.sub(r"20\g<y>", folded) if _SHORT_YEAR.match(folded) else folded
    match = _DOTTED.fullmatch(folded) or _SHORT_DOTTED.fullmatch(folded)
    if not match:
        return folded
    year = f"{match['y']}年" if "y" in match.groupdict() else ""
    return f"{year}{match['m']}月" + (f"{match['d']}日" if match["d"] else "") + ("前" if match["q"] else "")


def _resolve(match: re.Match[str], issued_on: str | None, year_said: int | None) -> tuple[DeadlineKind, str | None]:
    """Kind and last day of a matched time. A year is taken from the words, else the sentence, else the document."""
    groups = match.groupdict()
    if groups.get("by"):
        return "year_end", None
    year = _year(groups, issued_on, year_said)
    kind, month, day = _end(groups)
    date = (iso_date(year, month, day) if day else last_day(year, month)) if year else None
    certain = bool(groups.get("y") or groups.get("rel"))
    if date and not certain and issued_on and date < issued_on[: len(date)]:
        date = None  # the text names no year, and this year's day is already past
    return kind, date


def _year(groups: dict[str, str | None], issued_on: str | None, year_said: int | None) -> int | None:
    issued = int(issued_on[:4]) if issued_on else None
    if named := groups.get("y") or groups.get("till"):
        return parse_numeral(named)
    if (groups.get("wy") or "")[:1].isdigit():
        return int((groups["wy"] or "")[:4])
    if groups.get("rel") in ("明年", "次年"):
        return issued + 1 if issued else None
    return year_said or issued


def _end(groups: dict[str, str | None]) -> tuple[DeadlineKind, int, int | None]:
    """Kind, month and day (``None``: the month's last) in which a matched time ends."""
    month = parse_numeral(groups.get("m") or "")
    if month and (day := parse_numeral(groups.get("d") or "")):
        return "date", month, day
    if month:
        return "month_end", month, {"上旬": 10, "中旬": 20}.get(groups.get("end") or "")
    if groups.get("q"):
        return "quarter_end", 3 * (parse_numeral(groups["q"] or "") or 1), None
    if groups.get("h"):
        return "half_year", 6 if groups["h"] == "上半年" else 12, None
    return "year_end", 12, None


def impossible_dates(text: str) -> Iterator[str]:
    """Words such as 11月31日 that name a day no calendar has."""
    for match in re.finditer(rf"{_MONTH}{_DAY}", key(text)):
        month, day = parse_numeral(match["m"]), parse_numeral(match["d"])
        if month and day and not iso_date(2024, month, day):
            yield match.group()
