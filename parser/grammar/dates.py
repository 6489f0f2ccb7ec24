"""Dates as printed → ISO dates.

In: text with 2022 年 7 月 13 日 or 二〇二二年七月十三日. Out: ``"2022-07-13"``, or ``None`` for what is no date of the calendar.
"""

from __future__ import annotations

import calendar
import datetime
import re

from parser.grammar.numerals import NUMERAL, parse_numeral
from parser.text.normalize import fold, squeeze

_N = NUMERAL
DATE = re.compile(rf"(?P<y>{_N}{{4}})年(?P<m>{_N}{{1,3}})月(?P<d>{_N}{{1,3}})[日号]")


DOTTED_DATE = re.compile(r"(?P<y>20\d\d)[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})")


def iso_date(year: int, month: int, day: int) -> str | None:
    """ISO form, or ``None`` where the calendar has no such day."""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def last_day(year: int, month: int) -> str | None:
    """The last day of a month; ``None`` for a month outside 1 to 12."""
    return iso_date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 and 1 <= year <= 9999 else None


def parse_date(text: str) -> str | None:
    """The date that the whole of `text` is, white space aside."""
    bare = squeeze(fold(text))
    match = DATE.fullmatch(bare) or DOTTED_DATE.fullmatch(bare)
    return _iso(match) if match else None


def find_date(text: str) -> str | None:
    """The first date in `text`, white space aside."""
    match = DATE.search(squeeze(fold(text)))
    return _iso(match) if match else None


def _iso(match: re.Match[str]) -> str | None:
    parts = [parse_numeral(match[g]) for g in "ymd"]
    return iso_date(*[p or 0 for p in parts]) if None not in parts else None
