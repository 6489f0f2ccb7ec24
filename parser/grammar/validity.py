"""时效: from when a document applies and until when.

In: the texts of a document and its 成文日期. Out: a `Validity` with the words and the days; `computed` tells that a day was worked out
(自印发之日起 → 成文日期; 有效期5年 → five years less a day) and is not printed. ``None`` where the text says nothing of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from parser.grammar.dates import DATE, iso_date, parse_date
from parser.grammar.numerals import NUMERAL, parse_numeral
from parser.grammar.rules import key
from parser.model import Validity
from parser.text.characters import HAN
from parser.text.normalize import squeeze

_FROM = re.compile(
    rf"自(?:(?P<day>{DATE.pattern})|(?P<issue>(?:本?[{HAN}]{{0,4}})?(?:印发|发布|公布|下发|发文|颁布)之日))起?(?:正式)?(?:施行|实施|执行|生效)"
)
_UNTIL = re.compile(rf"有效期(?:限)?(?:截止?)?(?:到|至|止于)(?P<day>{DATE.pattern})")
_FOR = re.compile(rf"(?:有效期|试行期|暂行期)(?:限)?(?:为|是)?(?P<n>{NUMERAL}{{1,3}})(?P<unit>年|个月)")


Clause = tuple[str | None, str | None, bool]
"""Words, day, and whether the day is computed."""
_NOTHING: Clause = (None, None, False)


def find_validity(texts: Iterable[str], issued_on: str | None) -> Validity | None:
    """The clauses on 施行 and 有效期; where several speak of it the last does, as the closing article."""
    effective, expires = _NOTHING, _NOTHING
    for text in texts:
        if "自" in text or "期" in text:
            effective = _from(text, issued_on) or effective
            expires = _until(text, effective[1] or issued_on) or expires
    if effective is _NOTHING and expires is _NOTHING:
        return None
    return Validity(
        effective_text=effective[0],
        effective_on=effective[1],
        expires_text=expires[0],
        expires_on=expires[1],
        effective_computed=effective[2],
        expires_computed=expires[2],
    )


def _from(text: str, issued_on: str | None) -> Clause | None:
    """The last clause on 施行 of a text."""
    found: Clause | None = None
    for match in _FROM.finditer(key(text)):
        words = squeeze(text)[match.start() : match.end()]
        found = (words, parse_date(match["day"]), False) if match["day"] else (words, issued_on, True)
    return found


def _until(text: str, start: str | None) -> Clause | None:
    """The last clause on 有效期 of a text; a term counts from `start`."""
    folded, bare = key(text), squeeze(text)
    found: Clause | None = None
    for match in _UNTIL.finditer(folded):
        found = bare[match.start() : match.end()], parse_date(match["day"]), False
    for match in _FOR.finditer(folded):
        found = bare[match.start() : match.end()], _end_of(start, match["n"], match["unit"]), True
    return found


def _end_of(start: str | None, number: str, unit: str) -> str | None:
    """The last day of a term that begins on `start`."""
    count = parse_numeral(number)
    if start is None or not count:
        return None
    day = datetime.date.fromisoformat(start)
    months = day.year * 12 + day.month - 1 + (count * 12 if unit == "年" else count)
    end = iso_date(months // 12, months % 12 + 1, day.day) or iso_date(months // 12, months % 12 + 1, 28)
    return (datetime.date.fromisoformat(end) - datetime.timedelta(days=1)).isoformat() if end else None
