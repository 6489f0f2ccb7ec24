"""What must not be put online unseen: numbers of persons, and marks of secrecy.

In: the lines of a text. Out: a `Finding` for each place. Pure. Nothing is masked here: an editor decides, and masks with a correction.
The lines are read as they are printed (`printed`): full-width, with blanks, hyphens, mark-up or unseen characters inside, cut over two
lines or cells. A number counts where it proves itself: 身份证号 by GB 11643 (MOD 11-2) with a date of birth that exists, 银行卡号 by Luhn,
mobile numbers by the ranges in use and their usual groups; or where the words before it or at the head of its column say what it is
(身份证号, 账号, 手机). A finding shows the first and last digits only, so that the report spreads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from parser.text.printed import Printed, printed
from parser.text.secrecy import find_marks

SECRET_CODE = "G601"
IDENTITY_CODE = "G602"
ACCOUNT_CODE = "G603"
MOBILE_CODE = "G604"

_TOKEN_RE = re.compile(r"[0-9]+(?:[Xx](?![A-Za-z0-9]))?|(?<![A-Za-z0-9])[Xx](?![A-Za-z0-9])")
_GAP_RE = re.compile(r"[\s\-‐‑‒–—―−~·•∙・_/()\[\]'.]{1,6}")
_DIGIT_RE = re.compile(r"\d|[〇零○一二三四五六七八九]{3}|&#|[ΧХ]")
_EDGE_RE = re.compile(r"\d\W{0,6}$|^\W{0,6}\d")
_FEWEST = 7  # digits of a line in which a number can stand that is not cut at its ends
_MOST, _LONGEST_ACCOUNT = 19, 32  # groups or digits of one number
_LENGTHS = frozenset({11, 13, 15, 16, 17, 18, 19})

_PERSON_LABEL = re.compile(r"身份证|身份号|证件号|证号码|公民身份|identity|ID(?:card|no|号)", re.I)
_ACCOUNT_LABEL = re.compile(r"账号|账户|卡号|银行卡|借记卡|信用卡|储蓄卡")
_PHONE_LABEL = re.compile(r"手机|电话|联系|移动|tel|mobile|phone|微信|号码", re.I)
_CODE_LABEL = re.compile(r"代码|注册号|登记|编号|文号|项目|订单|流水|许可|条码|ISBN|标准书号", re.I)
_ACCOUNT_BEFORE = re.compile(r"(?:账号|账户|卡号|银行卡|借记卡|信用卡|储蓄卡)(?:号码?|帐号)?(?:\([^()]{0,8}\))?[:为是,]{0,2}\(?$")
_OTHER_LABEL = re.compile(_CODE_LABEL.pattern + "|手机|电话|账号|日期", re.I)
_CARD_GROUPS = frozenset({(6, 10), (6, 13), (8, 8), (8, 11)})
_LABEL_REACH = 20
_AMOUNT_AFTER = re.compile(
    r"\s{0,3}(?:[%‰元万亿千百余多个件吨台套份字册株只头亩米㎡度人户项]|公斤|公里|公顷|平方|立方|美元|港元)|\.\d|,\d{3}(?!\d)"
)
_MOBILE_RE = re.compile(r"1[3-9]\d{9}")
_MOBILE_GROUPS = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (5, 6), (3, 2, 2, 2, 2), (3, 4, 2, 2), (1,) * 11}
)
_PROVINCE_RE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_CARD_FIRST = re.compile(r"62|60|81|35|95|4|5")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`line` counts from 1, `column` from 0 in the line as it stands; `shown` is the masked number or the mark as printed.

    `digits` is the number itself, for comparing, never to be shown; `end` the column behind it, `last` the line on which it ends.
    """

    code: str
    line: int
    column: int
    shown: str
    digits: str = ""
    end: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class _Group:
    """A run of digits. `gap` is what parts it from the one before: "" nothing joins them, ``sep``, ``dot``, ``cell``, ``line``."""

    digits: str
    gap: str
    line: int
    start: int
    stop: int
    page: Printed
    head: str  # labels of the table's columns
    above: str  # the end of the line before


def find_private(lines: Iterable[str]) -> Iterator[Finding]:
    """Every number and mark in `lines`, in the order of the text."""
    every = list(lines)
    marks = (
        Finding(code=SECRET_CODE, line=m.line, column=m.column, shown=m.shown, end=m.column + len(m.shown), last=m.line)
        for m in find_marks(every)
    )
    yield from sorted([*_numbers(list(_groups(every))), *marks], key=lambda finding: (finding.line, finding.column))


def numbers_in(text: str) -> set[str]:
    """The numbers of persons in one line."""
    return {finding.digits for finding in _numbers(list(_groups([text])))}


def hidden(text: str) -> str:
    """One line in which no number of a person can be read any more: ``138****5678``."""
    for finding in sorted(_numbers(list(_groups([text]))), key=lambda finding: -finding.column):
        text = text[: finding.column] + finding.shown + text[finding.end :]
    return text


# --- digits -------------------------------------------------------------------------------------------------------------------------


def _groups(lines: Sequence[str]) -> Iterator[_Group]:
    """All runs of digits of the lines that can hold a number, or a half of one at an edge."""
    before: tuple[int, Printed, int] | None = None  # line, text and end of the last run
    head = above = ""
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        row = "\t" in raw or raw.count("|") > 1 or "<t" in raw.lower()
        head = _labels(raw, head) if row else ""
        last, above = above, raw[-_LABEL_REACH:]
        if not _worth_a_look(raw):
            before = None
            continue
        page = printed(raw)
        for found in _TOKEN_RE.finditer(page.text):
            gap = _gap(before, number, page.text, found.start())
            yield _Group(found[0].upper(), gap, number, found.start(), found.end(), page, head, last)
            before = (number, page, found.end())


def _worth_a_look(raw: str) -> bool:
    count = len(_DIGIT_RE.findall(raw))
    return count >= _FEWEST or (count > 0 and bool(_EDGE_RE.search(printed(raw[:12]).text) or _EDGE_RE.search(printed(raw[-12:]).text)))


def _labels(raw: str, head: str) -> str:
    """What the heads of a table's columns say, as long as its rows go on."""
    found = "".join(label[0] for label in (_PERSON_LABEL.search(raw), _ACCOUNT_LABEL.search(raw), _PHONE_LABEL.search(raw)) if label)
    return found or head


def _gap(before: tuple[int, Printed, int] | None, number: int, text: str, start: int) -> str:
    if before is None:
        return ""
    line, page, end = before
    if line != number:
        loose = page.text[end:].strip(" \t|") + text[:start].strip(" \t|")
        return "line" if not loose or _GAP_RE.fullmatch(loose) else ""
    between = text[end:start]
    if "\t" in between or "|" in between:
        return "cell" if not between.strip(" \t|") else ""
    if between == ".":
        return "dot"
    return "sep" if not between.strip() or (len(between) <= 6 and _GAP_RE.fullmatch(between)) else ""


# --- numbers ------------------------------------------------------------------------------------------------------------------------


def _numbers(groups: Sequence[_Group]) -> Iterator[Finding]:
    at = 0
    while at < len(groups):
        stop, code = _best(groups, at)
        if code:
            first, last = groups[at], groups[stop - 1]
            digits = "".join(group.digits for group in groups[at:stop])
            same = first.line == last.line
            columns = last.page.columns if same else first.page.columns
            end = (last.stop if same else len(columns)) - 1
            yield Finding(
                code=code, line=first.line, column=first.page.columns[first.start], shown=masked(digits), digits=digits,
                end=columns[end] + 1, last=last.line,
            )  # fmt: skip
        at = stop


def _best(groups: Sequence[_Group], at: int) -> tuple[int, str]:
    """The number that begins with group `at` → index behind it and its code; the surest kind counts, then the longest."""
    first = groups[at]
    if first.digits == "X" or _glued(first):
        return at + 1, ""
    label = _label_before(first)
    called = bool(_ACCOUNT_BEFORE.search(label) or _ACCOUNT_LABEL.search(first.head))
    most = _LONGEST_ACCOUNT if called else _MOST
    best: tuple[int, int, str] = (0, at + 1, "")
    for stop, digits in _runs(groups, at, most):
        if (len(digits) in _LENGTHS or called) and not _goes_on_tightly(groups, stop):
            found = _kind(_Candidate(groups[at:stop], digits, label))
            best = max(best, (found[0], stop, found[1])) if found else best
    return best[1], best[2]


def _runs(groups: Sequence[_Group], at: int, most: int) -> Iterator[tuple[int, str]]:
    """The digits of groups that stand side by side from `at` on, one group more each time."""
    digits = ""
    for stop in range(at + 1, min(len(groups), at + most) + 1):
        group = groups[stop - 1]
        digits += group.digits
        if (stop > at + 1 and not group.gap) or len(digits) > most or "X" in digits[:-1]:
            return
        yield stop, digits


def _label_before(group: _Group) -> str:
    """The words right before a group, those of the line above where it begins its own."""
    label = group.page.text[max(0, group.start - 2 * _LABEL_REACH) : group.start]
    return "".join(((group.above if group.start < 4 else "") + label).split())[-_LABEL_REACH:]


def _glued(group: _Group) -> bool:
    """Part of a code or of a decimal fraction: ``A138…``, ``0.138…``."""
    before = group.page.text[group.start - 1 : group.start]
    if before == ".":
        return group.page.text[group.start - 2 : group.start - 1].isdigit()
    return (
        before.isascii() and before.isalpha() and not re.search(r"(?:tel|mobile|phone|no|id)$", group.page.text[: group.start][-8:], re.I)
    )


def _goes_on_tightly(groups: Sequence[_Group], stop: int) -> bool:
    """A letter or a lone X right behind belongs to it."""
    last = groups[stop - 1]
    after = last.page.text[last.stop : last.stop + 1]
    return after.isascii() and after.isalpha()


@dataclass(frozen=True)
class _Candidate:
    """Groups that could make one number; `label` is what stands before them."""

    groups: Sequence[_Group]
    digits: str
    label: str

    @property
    def head(self) -> str:
        return self.groups[0].head

    @property
    def gaps(self) -> list[str]:
        return [group.gap for group in self.groups[1:]]

    @property
    def parts(self) -> tuple[int, ...]:
        return tuple(len(group.digits) for group in self.groups)

    @property
    def cuts(self) -> int:
        return sum(gap in ("cell", "line") for gap in self.gaps)

    @property
    def is_amount(self) -> bool:
        return bool(_AMOUNT_AFTER.match(self.groups[-1].page.text, self.groups[-1].stop))

    def said(self, wanted: re.Pattern[str]) -> bool:
        """The words before the number, or the head of its column, say what it is."""
        return bool(wanted.search(self.label + self.head))


def _kind(one: _Candidate) -> tuple[int, str] | None:
    """How sure (the more the surer) and what: the kind of number that these groups make."""
    if is_identity_number(one.digits) and one.cuts <= 3:
        return 9, IDENTITY_CODE
    if _is_called_identity(one):
        return 8, IDENTITY_CODE
    if "X" in one.digits or one.is_amount:
        return None
    if _is_called_account(one) or _is_card(one):
        return 7, ACCOUNT_CODE
    if _is_old_identity(one.digits) and len(one.groups) == 1 and not _CODE_LABEL.search(one.label):
        return 6, IDENTITY_CODE
    return (5, MOBILE_CODE) if _is_mobile(one) else None


def _is_called_identity(one: _Candidate) -> bool:
    """身份证号 stands before it, and nothing else is named in between: 身份证…，电话：."""
    if not 15 <= len(one.digits) <= 19 or one.cuts > 1 or not one.said(_PERSON_LABEL):
        return False
    last = max((found.end() for found in _PERSON_LABEL.finditer(one.label)), default=0)
    return not last or max((found.end() for found in _OTHER_LABEL.finditer(one.label)), default=0) <= last


def _is_called_account(one: _Candidate) -> bool:
    called = _ACCOUNT_BEFORE.search(one.label) or (not one.label.strip("|") and _ACCOUNT_LABEL.search(one.head))
    return bool(called) and one.cuts == 0 and 9 <= len(one.digits) <= _LONGEST_ACCOUNT


def _is_card(one: _Candidate) -> bool:
    """The check digit of a bank card, in groups as cards bear them; a 统一社会信用代码 may have it by chance."""
    if not _CARD_FIRST.match(one.digits) or not is_card_number(one.digits) or not _grouped_like_a_card(one):
        return False
    return bool(_ACCOUNT_LABEL.search(one.label)) or not (_CODE_LABEL.search(one.label) or is_credit_code(one.digits))


def _grouped_like_a_card(one: _Candidate) -> bool:
    if one.cuts:
        return one.cuts == 1 and len(one.groups) == 2 and one.said(_ACCOUNT_LABEL)
    return len(one.groups) == 1 or set(one.parts[:-1]) == {4} or one.parts in _CARD_GROUPS or set(one.parts) == {1}


def _is_mobile(one: _Candidate) -> bool:
    country = re.match(r"(?:00)?86(?=1[3-9]\d{9}$)", one.digits)
    bare = one.digits[country.end() :] if country else one.digits
    if not _MOBILE_RE.fullmatch(bare) or one.cuts > 1 or one.gaps == ["dot"] or _area_code_before(one.groups[0]):
        return False
    if len(one.groups) == 1 or country or one.said(_PHONE_LABEL):
        return True
    if "line" in one.gaps:
        return len(one.groups) == 2
    year = one.cuts == 1 and re.fullmatch(r"(?:19|20)\d\d", one.groups[-1].digits)
    return one.parts in _MOBILE_GROUPS and not year


def _area_code_before(group: _Group) -> bool:
    """``0533-1381234-5678``: a fixed line and its extension."""
    return bool(re.search(r"(?<!\d)\(?0\d{2,3}\)?[- ]?$", group.page.text[max(0, group.start - 8) : group.start]))


def is_identity_number(digits: str) -> bool:
    """18 characters, an existing date of birth, the right check character."""
    if len(digits) != 18 or digits[6:8] not in ("18", "19", "20") or not digits[:17].isdigit() or digits[0] == "0":
        return False
    if not _is_day(int(digits[6:10]), digits[10:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11] == digits[17].upper()


def _is_old_identity(digits: str) -> bool:
    """15 digits, as they were given until 1999: place, date of birth with a year of two digits, serial number."""
    return len(digits) == 15 and bool(_PROVINCE_RE.match(digits)) and digits[2:4] != "00" and _is_day(1900 + int(digits[6:8]), digits[8:12])


def _is_day(year: int, month_and_day: str) -> bool:
    try:
        date(year, int(month_and_day[:2]), int(month_and_day[2:]))
    except ValueError:
        return False
    return True


def is_card_number(digits: str) -> bool:
    """16 to 19 digits whose last is the Luhn check digit; a row of one digit is none."""
    if not 16 <= len(digits) <= 19 or len(set(digits)) < 3:
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_credit_code(text: str) -> bool:
    """统一社会信用代码: 18 characters with the check character of GB 32100 (MOD 31-3)."""
    if len(text) != 18 or any(char not in _CREDIT_LETTERS for char in text):
        return False
    total = sum(_CREDIT_LETTERS.index(char) * pow(3, place, 31) for place, char in enumerate(text[:17]))
    return _CREDIT_LETTERS[-total % 31] == text[17]


def masked(digits: str) -> str:
    """``138****5678``: the first three and the last four characters."""
    return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]
