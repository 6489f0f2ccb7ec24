"""Numbers of persons and marks of secrecy are found; what only looks like them is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from parser.text.privacy import ACCOUNT_CODE, IDENTITY_CODE, MOBILE_CODE, SECRET_CODE, find_private, is_card_number, is_identity_number

from tests.places import PROJECT


def identity(first17: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first17, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return first17 + "10X98765432"[total % 11]


def card(first: str) -> str:
    return next(first + str(digit) for digit in range(10) if is_card_number(first + str(digit)))


def codes(line: str) -> list[str]:
    return [finding.code for finding in find_private([line])]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"张某，身份证号{identity('11010119900307831')}，", IDENTITY_CODE),
        (f"{identity('37030319801231002')}", IDENTITY_CODE),
        ("身份证：" + identity("11010119900307831").translate(str.maketrans("0123456789X", "０１２３４５６７８９ｘ")), IDENTITY_CODE),
        (f"账号：{card('622202123456789012')}", ACCOUNT_CODE),
        ("开户行：示例银行，账号：3700 1234 5678 9012 3", ACCOUNT_CODE),
        (f"本行卡 {' '.join(card('622848001234567')[i : i + 4] for i in range(0, 16, 4))}。", ACCOUNT_CODE),
        ("联系电话：13812345678", MOBILE_CODE),
        ("手机１３８１２３４５６７８", MOBILE_CODE),
        ("（联系人：张某 138-1234-5678）", MOBILE_CODE),
        ("+86 13812345678", MOBILE_CODE),
        ("机密★10年", SECRET_CODE),
        ("秘密★", SECRET_CODE),
        ("绝密 ★ 长期", SECRET_CODE),
        ("密级：机密", SECRET_CODE),
        ("　秘密　", SECRET_CODE),
        ("【机密】", SECRET_CODE),
        ("绝 密", SECRET_CODE),
    ],
)
def test_what_must_be_looked_at_is_found(line: str, code: str) -> None:
    assert codes(line) == [code]


@pytest.mark.parametrize(
    "line",
    [
        identity("11010119900307831")[:-1] + ("1" if not identity("11010119900307831").endswith("1") else "2"),
        "110101199013078311", "370303202212310001234", "邮政编码255000，电话0533-2345678", "统一社会信用代码 11370303004205666X",
        "2022年7月3日", "13812345678901", "12812345678", "0.13812345678", "总投资1381234.5678万元", "6222021234567890123",
        "1111 1111 1111 1111", "0000000000000000", "保守国家秘密，遵守保密法", "不得泄露商业秘密", "涉密信息系统", "机密性、完整性",
        "（三）严守工作秘密。", "秘密级以上文件的管理办法", "专户账户管理办法", "4000000000000000个", "项目编号：3703032022070300001",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_left_alone(line: str) -> None:
    assert codes(line) == []


def test_a_finding_says_where_and_spreads_nothing() -> None:
    number = identity("11010119900307831")
    (finding,) = find_private(["", f"李某 {number}"])
    assert (finding.line, finding.column) == (2, 3)
    assert finding.shown == f"110{'*' * 11}{number[-4:]}"


def test_several_in_one_line_come_in_order_and_once() -> None:
    line = f"13812345678，{identity('37030319801231002')}，13912345678"
    assert codes(line) == [MOBILE_CODE, IDENTITY_CODE, MOBILE_CODE]


def test_check_digits_are_checked() -> None:
    assert is_identity_number(identity("11010119900307831"))
    assert sum(is_identity_number("11010119900307831" + last) for last in "0123456789X") == 1
    assert sum(is_card_number("622202123456789012" + str(last)) for last in range(10)) == 1
    assert not is_identity_number(identity("11010119900230831"))


@pytest.mark.parametrize("path", sorted((PROJECT / "gazette" / "issues").glob("*.txt")), ids=lambda path: path.name)
def test_the_sample_is_clean(path: Path) -> None:
    assert list(find_private(path.read_text(encoding="utf-8").splitlines())) == []


@pytest.mark.real
def test_the_real_gazettes_are_clean(real_gazettes: Path) -> None:
    for path in sorted(real_gazettes.glob("*.txt")):
        assert [finding for finding in find_private(path.read_text(encoding="utf-8").splitlines()) if finding.code == SECRET_CODE] == []
