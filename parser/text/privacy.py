"""What must not be put online unseen: numbers of persons, and marks of secrecy.

In: the lines of a text. Out: a `Finding` for each place. Pure. Nothing is masked here: an editor decides, and masks with a correction.
A number counts only where its check digit is right: 身份证号 by GB 11643 (MOD 11-2) with a date of birth that exists, 银行卡号 by
Luhn; an account counts where the word 账号 stands before it; mobile numbers go by the ranges in use. A finding shows the first
and last digits only, so that the report spreads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

SECRET_CODE = "G601"
IDENTITY_CODE = "G602"
ACCOUNT_CODE = "G603"
MOBILE_CODE = "G604"

_WIDTHS = str.maketrans("０１２３４５６７８９Ｘｘ＊★☆", "0123456789XX***")
_IDENTITY_RE = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[0-9Xx](?![0-9A-Za-z])")
_CARD_RE = re.compile(r"(?<![0-9A-Za-z.])(?:62|60|81|35|95|4\d|5\d)\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![0-9A-Za-z.])")
_ACCOUNT_RE = re.compile(r"(?:账号|帐号|账户|帐户|卡号)\s*[:：为]?\s*(\d(?:[ -]?\d){8,31})(?![0-9A-Za-z])")
_MOBILE_RE = re.compile(r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?![0-9A-Za-z.%])")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
# 国家秘密标志写作“机密★10年”或“秘密★”；不带★的，独占一行才算，否则“商业秘密”“保守国家秘密”都会误报
_SECRET_STAR_RE = re.compile(r"(?:绝密|机密|秘密)\s*\*")
_SECRET_LINE_RE = re.compile(r"\s*[【\[（(]?\s*(?:密\s*级\s*[:：]\s*)?(?:绝\s*密|机\s*密|秘\s*密)\s*(?:\d+\s*年|长期)?\s*[】\]）)]?\s*")
_WORTH_A_LOOK_RE = re.compile(r"\d(?:[ -]?\d){8}|密")
_MARKED_RE = re.compile(r"密\s*级\s*[:：]\s*(?:绝\s*密|机\s*密|秘\s*密)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`line` counts from 1, `column` from 0 in the line as it stands; `shown` is the masked number or the mark as printed."""

    code: str
    line: int
    column: int
    shown: str


def find_private(lines: Iterable[str]) -> Iterator[Finding]:
    """Every number and mark in `lines`, in the order of the text."""
    for number, line in enumerate(lines, 1):
        if not _WORTH_A_LOOK_RE.search(line):
            continue
        yield from sorted(_in_line(line, number), key=lambda finding: finding.column)


def _in_line(line: str, number: int) -> Iterator[Finding]:
    text = line.translate(_WIDTHS)
    mark = _SECRET_STAR_RE.search(text) or _MARKED_RE.search(text) or _SECRET_LINE_RE.fullmatch(text)
    if mark:
        yield Finding(code=SECRET_CODE, line=number, column=mark.start(), shown=line[mark.start() : mark.end()].strip())
    taken: list[tuple[int, int]] = []
    for code, pattern, valid in (
        (IDENTITY_CODE, _IDENTITY_RE, is_identity_number),
        (ACCOUNT_CODE, _ACCOUNT_RE, _always),
        (ACCOUNT_CODE, _CARD_RE, is_card_number),
        (MOBILE_CODE, _MOBILE_RE, _always),
    ):
        for match in pattern.finditer(text):
            digits = re.sub(r"[ -]", "", match[1] if pattern.groups else match[0])
            if valid(digits) and not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield Finding(code=code, line=number, column=match.start(), shown=masked(digits))


def is_identity_number(digits: str) -> bool:
    """18 characters, an existing date of birth, the right check character."""
    if len(digits) != 18:
        return False
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11] == digits[17].upper()


def is_card_number(digits: str) -> bool:
    """16 to 19 digits whose last is the Luhn check digit; a row of one digit is none."""
    if not 16 <= len(digits) <= 19 or len(set(digits)) < 3:
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def masked(digits: str) -> str:
    """``138****5678``: the first three and the last four characters."""
    return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]


def _always(digits: str) -> bool:
    return True
