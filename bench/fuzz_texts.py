"""Files that do harm, drawn with a seed: pieces of real and made-up gazettes, torn, mixed, and sown with what parsers stumble over.

In: a pool of files and a `random.Random`. Out: a `Trial`: the lines, the private number and the mark of secrecy that were put in (if
any), and the corrections that mask the number. The same seed gives the same files.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Lines = list[str]

SPACES = (
    "\u2028", "\u2029", "\x85", "\x1c", "\x1d", "\x0b", "\x0c", "\u3000", "\xa0", "\u200b", "\ufeff", "\xad", "\t", " ", "\u202e",
    "\u2800",
)  # fmt: skip
TOKENS = (
    "<table>", "</table>", "<table border=1>", "<tr>", "</tr>", "<tr", "<td>", "</td>", "<td colspan=3>", "<td rowspan=99999>", "<th>",
    "<td ", f"<td colspan={'9' * 5000}>", "<caption>表</caption>", "<![x[", "<![CDATA[", "<!--", "-->", "<script>", "</script>",
    "<style>", "<?xml", "<textarea>", "<title>", "<br>", "<p>", "<b>", "</b>", "<a ", "<div><table><tr><td>", "</td></tr></table>",
    "&lt;table&gt;", "&#x41;", "&#xD800;", "&#0;", "&amp", "|", "| a | b |", "|---|---|", "\t", "**", "__", "```", "~~~", "#", "# ",
    "###### ", "- ", "* ", "> ", "\\", "\\<b\\>", "![x](y)", "[a](b)", "（", "）", "(", ")", "〔", "〕", "《", "》", "“", "”", "、",
    "，", "。", "；", "：", "……", "…", "·", "-", "—", "目录", "附件", "附件：", "附件1", "附", "第一条", "第一章", "一、", "（一）",
    "1.", "（1）", "①", "Ⅳ", "㈠", "序号\t任务\t牵头单位\t责任单位", "责任单位：", "牵头单位：", "完成时限：", "（责任单位：",
    "组长：", "副组长：", "成员：", "2022年12月底前", "2022年13月45日", "〇〇〇〇年", "第999999999999期", "澄政办字〔2022〕13号",
    f"澄政办字〔2022〕{'1' * 5000}号", "澄政办字\u2028〔2022〕13号", "9" * 5000, "一" * 300, "会同", "由A会同B", "负责", "牵头",
    "配合", "（区财政局）。", "《关于示例的通知》", "各镇人民政府：", "澄湖区人民政府", "2022年7月3日", "（此件公开发布）", "抄送：",
    "{{ 7*7 }}", "{% raw %}", "\ue000", "\U0001f600", "𠮷", "é", "e\u0301", "\U000e0041", "İ", "ß", "ﬁ", "１２３", "٣", "Ⅻ", "½", "⺠",
    "㍿",
)  # fmt: skip
REPEATED = (
    "附", " ", "会", "会同", "负责", "牵头，", "绝密 ", "目录 ", ".", "文号 ", "账号 ", "- ", "由A会同", "（区财政局）。", "《示例》",
    "<a ", "第一期 ", "、", "，", "。", "区教育局、", "2022年", "（", "）", "“", "1", "一", "二〇", "A", "\t", "|", "| ", "#", "*",
    "_", "=", "…", "·", "\u3000", "〔", "号", "年", "月", "日", "责任单位：", "一、", "（一）", "第一条 ", "1.", "附件1 ",
    "各镇人民政府，", "区", "局", "县", "市", "同志", "组长", "通知", "关于", "的", "《", "<", "<b", "<!--", "&#", "12 ", "138 ", "密",
    "机密", "-",
)  # fmt: skip
MARKS = (
    "机密★10年", "机 密★10年", "秘密★", "绝密★长期", "# 机密★", "| 密级 | 机密 |", "<b>机密</b>★5年", "密级：秘密", "000012 机密★1年",
    "機密★十年",
)  # fmt: skip
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(slots=True)
class Trial:
    """One file. `number` is the private number in it, as digits; `masks` are corrections that take it away; `mark` is a mark put in."""

    lines: Lines
    number: str = ""
    masks: list[dict[str, Any]] = field(default_factory=list)
    mark: str = ""


def draw(pool: Sequence[Lines], chance: random.Random) -> Trial:
    """The next file."""
    lines = _cut(chance.choice(pool), chance)
    if chance.random() < 0.2:
        lines += _cut(chance.choice(pool), chance)
    for _ in range(chance.randint(1, 8)):
        chance.choice(_CHANGES)(lines, chance)
    trial = Trial(lines)
    if chance.random() < 0.3:
        _add_number(trial, chance)
    elif chance.random() < 0.1:
        trial.mark = chance.choice(MARKS)
        lines.insert(chance.randint(0, len(lines)), trial.mark)
    return trial


def _cut(lines: Lines, chance: random.Random) -> Lines:
    length = chance.choice((3, 10, 30, 60, 150))
    start = chance.choice((0, chance.randrange(max(1, len(lines)))))
    return list(lines[start : start + length])


def _at(lines: Lines, chance: random.Random) -> int:
    if not lines:
        lines.append("")
    return chance.randrange(len(lines))


def _delete(lines: Lines, chance: random.Random) -> None:
    at = _at(lines, chance)
    del lines[at : at + chance.randint(1, 5)]


def _double(lines: Lines, chance: random.Random) -> None:
    at = _at(lines, chance)
    lines[at:at] = lines[at : at + chance.randint(1, 8)]


def _shuffle(lines: Lines, chance: random.Random) -> None:
    at = _at(lines, chance)
    part = lines[at : at + 10]
    chance.shuffle(part)
    lines[at : at + 10] = part


def _insert(lines: Lines, chance: random.Random) -> None:
    at = _at(lines, chance)
    place = chance.randint(0, len(lines[at]))
    words = "".join(chance.choice(TOKENS) for _ in range(chance.randint(1, 4)))
    lines[at] = lines[at][:place] + words + lines[at][place:]


def _insert_line(lines: Lines, chance: random.Random) -> None:
    lines.insert(_at(lines, chance), "".join(chance.choice(TOKENS) for _ in range(chance.randint(1, 12))))


def _repeat(lines: Lines, chance: random.Random) -> None:
    at = _at(lines, chance)
    place = chance.randint(0, len(lines[at]))
    unit = chance.choice(REPEATED)
    lines[at] = lines[at][:place] + unit * (chance.choice((20, 200, 2000)) // len(unit)) + lines[at][place:]


def _space(lines: Lines, chance: random.Random) -> None:
    at = _at(lines, chance)
    for _ in range(chance.randint(1, 6)):
        place = chance.randint(0, len(lines[at]))
        lines[at] = lines[at][:place] + chance.choice(SPACES) + lines[at][place:]


def _split(lines: Lines, chance: random.Random) -> None:
    at = _at(lines, chance)
    place = chance.randint(0, len(lines[at]))
    lines[at : at + 1] = [lines[at][:place], *[""] * chance.randint(0, 2), lines[at][place:]]


def _join(lines: Lines, chance: random.Random) -> None:
    at = _at(lines, chance)
    lines[at : at + 3] = ["".join(lines[at : at + 3])]


def _as_table(lines: Lines, chance: random.Random) -> None:
    """Some lines as rows: of pipes, of TABs, or of HTML, over one line or many, with or without its end."""
    at = _at(lines, chance)
    rows = [[line[i : i + 8] for i in range(0, min(len(line), 48), 8)] or [""] for line in lines[at : at + chance.randint(1, 8)]]
    kind = chance.randrange(4)
    if kind == 0:
        made = ["| " + " | ".join(row) + " |" for row in rows]
    elif kind == 1:
        made = ["\t".join(row) for row in rows]
    else:
        html = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        html += "</table>" if chance.random() < 0.6 else ""
        made = [html] if kind == 2 else html.replace(">", ">\n").split("\n")
    lines[at : at + len(rows)] = made


def _garble(lines: Lines, chance: random.Random) -> None:
    at = _at(lines, chance)
    chars = list(lines[at])
    for _ in range(min(len(chars), chance.randint(1, 20))):
        chars[chance.randrange(len(chars))] = chance.choice("，。、；：（）〔〕123一二三年月日号局 \t#|<>")
    lines[at] = "".join(chars)


_CHANGES: tuple[Callable[[Lines, random.Random], None], ...] = (
    _delete, _double, _shuffle, _insert, _insert, _insert_line, _repeat, _space, _split, _join, _as_table, _as_table, _garble,
)  # fmt: skip


def _identity(chance: random.Random) -> str:
    first = f"37030319{chance.randint(50, 99)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}{chance.randint(1, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]


def _add_number(trial: Trial, chance: random.Random) -> None:
    """A line with a number of a person in one of many writings; half of the time with the corrections that mask it."""
    number = _identity(chance) if chance.random() < 0.7 else f"13{chance.randint(10**8, 10**9 - 1)}"
    half = chance.randint(4, len(number) - 4)
    parts = (number[:half], number[half:])
    form = chance.randrange(6)
    if form == 5:
        new = [f"联系人张某，手机或身份证号{parts[0]}", f"{parts[1]}，住某镇。"]
    else:
        by = ("", chance.choice(SPACES[7:14]), "-", "<b></b>", "**")[form]
        new = [f"张某，手机或身份证号{by.join(parts)}，住某镇。"]
    at = chance.randint(0, len(trial.lines))
    trial.lines[at:at] = ["", *new, ""]
    trial.number = number
    if chance.random() < 0.5:
        written = parts if form == 5 else (by.join(parts),)
        trial.masks = [
            {"do": "replace", "line": at + 2 + n, "has": "张某" if n == 0 else "某镇", "old": old, "new": "****"}
            for n, old in enumerate(written)
        ]
