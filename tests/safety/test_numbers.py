"""Numbers of persons in every form are seen; numbers of offices, documents and money are not taken for them."""

from __future__ import annotations

import random

import pytest

from parser.text.privacy import ACCOUNT_CODE, IDENTITY_CODE, MOBILE_CODE, find_private, hidden, is_credit_code

from tests.parser.text.test_privacy import card, identity

ID = identity("37030319801231002")
OTHER = identity("11010119900307004")
LAST_X = next(number for serial in range(100, 999) if (number := identity(f"37030319751104{serial}"))[-1] == "X")
WRONG = ID[:-1] + str((int(ID[-1]) + 1) % 10 if ID[-1] != "X" else 1)
OLD = "370303801231002"
CARD = card("622202123456789012")
FULL_WIDTH = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")


def spread(text: str, *sizes: int, by: str = " ") -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return by.join([*parts, text[at:]] if text[at:] else parts)


FORMS: dict[str, tuple[str, list[str]]] = {
    "plain": (IDENTITY_CODE, [f"张某，身份证号{ID}。"]),
    "bare": (IDENTITY_CODE, [ID]),
    "full width": (IDENTITY_CODE, [f"身份证：{ID.translate(FULL_WIDTH)}"]),
    "blanks": (IDENTITY_CODE, [f"证件：{spread(ID, 6, 4, 4)}"]),
    "many blanks": (IDENTITY_CODE, ["  ".join(ID)]),
    "wide blanks": (IDENTITY_CODE, [spread(ID, 6, 8, by="\u3000")]),
    "no-break spaces": (IDENTITY_CODE, [spread(ID, 6, 8, by="\xa0")]),
    "thin spaces": (IDENTITY_CODE, [spread(ID, 3, 3, 4, 4, by="\u2009")]),
    "hyphens": (IDENTITY_CODE, [spread(ID, 6, 8, by="-")]),
    "en dashes": (IDENTITY_CODE, [spread(ID, 6, 8, by="–")]),
    "full-width hyphens": (IDENTITY_CODE, [spread(ID, 6, 8, by="－")]),
    "middle dots": (IDENTITY_CODE, [spread(ID, 6, 8, by="·")]),
    "dots": (IDENTITY_CODE, [spread(ID, 6, 4, 4, by=".")]),
    "slashes": (IDENTITY_CODE, [spread(ID, 6, 8, by="/")]),
    "zero width": (IDENTITY_CODE, [spread(ID, 6, 8, by="\u200b")]),
    "zero width everywhere": (IDENTITY_CODE, ["\u200b".join(ID)]),
    "word joiner": (IDENTITY_CODE, [spread(ID, 6, by="\u2060")]),
    "byte order mark": (IDENTITY_CODE, [spread(ID, 9, by="\ufeff")]),
    "direction mark": (IDENTITY_CODE, [spread(ID, 9, by="\u200e")]),
    "soft hyphens": (IDENTITY_CODE, [spread(ID, 6, 8, by="\u00ad")]),
    "bold inside": (IDENTITY_CODE, [f"{ID[:6]}<b>{ID[6:14]}</b>{ID[14:]}"]),
    "bold stars": (IDENTITY_CODE, [f"**{ID[:6]}**{ID[6:]}"]),
    "span": (IDENTITY_CODE, [f'{ID[:6]}<span class="a">{ID[6:]}</span>']),
    "line break tag": (IDENTITY_CODE, [f"{ID[:6]}<br/>{ID[6:]}"]),
    "entities": (IDENTITY_CODE, ["".join(f"&#{ord(digit)};" for digit in ID)]),
    "code": (IDENTITY_CODE, [f"`{ID}`"]),
    "escapes": (IDENTITY_CODE, [spread(ID, 6, 8, by="\\-")]),
    "mathematical digits": (IDENTITY_CODE, ["".join(chr(0x1D7CE + int(d)) if d.isdigit() else d for d in ID)]),
    "15 digits": (IDENTITY_CODE, [f"身份证号：{OLD}"]),
    "15 digits bare": (IDENTITY_CODE, [f"李某 {OLD}"]),
    "15 digits spread": (IDENTITY_CODE, [f"身份证号 {spread(OLD, 6, 6)}"]),
    "wrong check digit": (IDENTITY_CODE, [f"身份证号码：{WRONG}"]),
    "wrong check digit, words between": (IDENTITY_CODE, [f"公民身份号码（必填）：{WRONG}"]),
    "wrong check digit in a column": (IDENTITY_CODE, ["姓名\t身份证号", f"张某\t{WRONG}"]),
    "a digit lost": (IDENTITY_CODE, [f"身份证号码为{ID[:-1]}"]),
    "Cyrillic X": (IDENTITY_CODE, [LAST_X[:-1] + "Х"]),
    "Greek X": (IDENTITY_CODE, [LAST_X[:-1] + "Χ"]),
    "times": (IDENTITY_CODE, [LAST_X[:-1] + "×"]),
    "small x": (IDENTITY_CODE, [LAST_X.lower()]),
    "Roman ten": (IDENTITY_CODE, [LAST_X[:-1] + "Ⅹ"]),
    "X apart": (IDENTITY_CODE, [LAST_X[:-1] + " X"]),
    "two lines": (IDENTITY_CODE, [f"身份证号{ID[:8]}", f"{ID[8:]}，住某镇"]),
    "two lines, blank between": (IDENTITY_CODE, [f"号码{ID[:14]}", "", ID[14:]]),
    "two cells": (IDENTITY_CODE, [f"张某\t{ID[:6]}\t{ID[6:]}"]),
    "two cells of pipes": (IDENTITY_CODE, [f"| 张某 | {ID[:10]} | {ID[10:]} |"]),
    "two cells of HTML": (IDENTITY_CODE, [f"<tr><td>{ID[:6]}</td><td>{ID[6:]}</td></tr>"]),
    "mobile": (MOBILE_CODE, ["联系人：张某 13812345678"]),
    "mobile 3-4-4": (MOBILE_CODE, ["138-1234-5678"]),
    "mobile 3 4 4": (MOBILE_CODE, ["138 1234 5678"]),
    "mobile wide blanks": (MOBILE_CODE, ["138　1234　5678"]),
    "mobile 4-3-4": (MOBILE_CODE, ["1381 234 5678"]),
    "mobile 3-8": (MOBILE_CODE, ["138 12345678"]),
    "mobile 7-4": (MOBILE_CODE, ["1381234 5678"]),
    "mobile 3-3-5": (MOBILE_CODE, ["138 123 45678"]),
    "mobile digit by digit": (MOBILE_CODE, [" ".join("13812345678")]),
    "mobile dots": (MOBILE_CODE, ["138.1234.5678"]),
    "mobile brackets": (MOBILE_CODE, ["(138)12345678"]),
    "mobile odd groups behind a label": (MOBILE_CODE, ["手机：13 81 23 45 67 8"]),
    "mobile +86": (MOBILE_CODE, ["+86-138-1234-5678"]),
    "mobile 0086": (MOBILE_CODE, ["0086 13812345678"]),
    "mobile zero width": (MOBILE_CODE, ["138\u200b1234\u200b5678"]),
    "mobile bold": (MOBILE_CODE, ["138<b>1234</b>5678"]),
    "mobile full width": (MOBILE_CODE, ["手机１３８１２３４５６７８"]),
    "mobile in Chinese digits": (MOBILE_CODE, ["电话一三八一二三四五六七八"]),
    "mobile Latin label glued": (MOBILE_CODE, ["Tel13812345678"]),
    "mobile two lines": (MOBILE_CODE, ["联系电话：1381234", "5678（张某）"]),
    "mobile two cells": (MOBILE_CODE, ["张某\t138\t12345678"]),
    "account": (ACCOUNT_CODE, ["开户行：示例银行，账号：3700 1234 5678 9012 3"]),
    "account old character": (ACCOUNT_CODE, ["帐号：370012345678"]),
    "account in brackets": (ACCOUNT_CODE, ["账号（人民币）：3700123456789"]),
    "card": (ACCOUNT_CODE, [f"银行卡号{CARD}"]),
    "card in fours": (ACCOUNT_CODE, [spread(CARD, 4, 4, 4, 4)]),
    "card hyphens": (ACCOUNT_CODE, [spread(CARD, 4, 4, 4, 4, by="-")]),
    "card zero width": (ACCOUNT_CODE, [spread(CARD, 4, 4, 4, 4, by="\u200b")]),
    "card two lines": (ACCOUNT_CODE, [f"卡号{CARD[:8]}", CARD[8:]]),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_seen_once(form: str) -> None:
    code, lines = FORMS[form]
    assert [finding.code for finding in find_private(lines)] == [code]


@pytest.mark.parametrize("form", [form for form, (_, lines) in FORMS.items() if len(lines) == 1])
def test_what_is_hidden_is_not_found_again(form: str) -> None:
    (line,) = FORMS[form][1]
    assert list(find_private([hidden(line)])) == []


def test_three_of_a_line_are_three() -> None:
    assert [finding.code for finding in find_private([f"{ID}，{OTHER}；13812345678"])] == [IDENTITY_CODE, IDENTITY_CODE, MOBILE_CODE]


def credit_code(body: str) -> str:
    return next(body + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if is_credit_code(body + last))


def innocent(kind: str, chance: random.Random) -> str:
    number = chance.randrange
    if kind == "文号":
        form = chance.choice(["澄政发〔{}〕{}号", "澄政办字[{}]{}号", "（{}）澄 {} 号", "{}年第{}号", "项目编号：SDGP370303{}02{:08d}"])
        return form.format(number(1990, 2030), number(1, 999))
    if kind == "credit":
        place = chance.choice(["11370303", "12370302", "51370300", "52370306", "91370303", "13370321"])
        word = chance.choice(["统一社会信用代码：", "统一社会信用代码 ", ""])
        return word + credit_code(f"{place}{number(10**8, 10**9)}")
    if kind == "amount":
        whole = number(10**6, 10**12)
        row = f"预算\t{number(10**5, 10**7)}\t{number(10**4, 10**6)}\t{number(10**3, 10**5)}"
        money = [f"总投资{whole}元", f"资金{whole / 10**4:.4f}万元", f"{whole:,}", f"合同金额{whole}.{number(10, 99)}元"]
        return chance.choice([*money, f"面积{whole}平方米", row])
    area, fixed = chance.choice(["0533", "010", "0539"]), number(2000000, 8999999)
    return chance.choice(
        [
            f"电话：{area}-{fixed}",
            f"（{area}）{fixed}",
            f"电话{fixed}、{number(2000000, 8999999)}",
            f"热线 {area}-12345",
            f"邮编255000 电话{area}-{fixed}转{number(100, 999)}",
            f"传真：{area}-{fixed}-{number(1000, 9999)}",
            f"400-{number(100, 999)}-{number(1000, 9999)}",
        ]
    )


@pytest.mark.parametrize("kind", ["文号", "credit", "amount", "office"])
def test_no_more_than_one_false_alarm_in_a_hundred(kind: str) -> None:
    chance = random.Random(f"innocent {kind}")
    lines = [innocent(kind, chance) for _ in range(1000)]
    alarms = [line for line in lines if list(find_private([line]))]
    assert len(alarms) <= 10, alarms[:5]
    apart = [part for line in lines for part in (line, "另有说明。")]
    assert len(list(find_private(apart))) == len(alarms)


@pytest.mark.parametrize(
    "lines",
    [
        ["1500000\t2022\t2023"], ["138\t1234\t5678\t9000", "150\t2345\t6789\t1200"], ["第138页", "12345678元"],
        ["2022-07-13", "13:00-17:30"],
        ["370303202207030001"], ["发票代码 037001234567 号码 12345678"], ["ISBN 978-7-5123-4567-8"], ["东经118.0536 北纬36.8121"],
        ["设备编号：1381234567800"], ["1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"], ["邮政编码 255000 255100 255200"], ["共13812345678个"],
        ["单位\t2019年\t2020年", "某镇\t1380\t1234567"], ["面积 1381234.5678 公顷"], ["编号 SD13812345678"], ["0533-1381234-5678"],
    ],
)  # fmt: skip
def test_numbers_of_other_kinds_are_left_alone(lines: list[str]) -> None:
    assert list(find_private(lines)) == []
