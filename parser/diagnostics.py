"""Diagnostics: what an editor should look at, with a stable code, the place, and what to do.

In: a code of `CODES` and the lines concerned. Out: `Diagnostic`. Codes: G0 files · G1 issue and document · G2 structure ·
G3 units · G4 tasks and deadlines · G5 corrections · G6 privacy and secrecy.
"""

from __future__ import annotations

from dataclasses import dataclass

from parser.model import Diagnostic, Severity, Source


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: `meaning` for the documentation, `hint` says what an editor does about it."""

    severity: Severity
    meaning: str
    hint: str


CODES: dict[str, Code] = {
    "G001": Code("error", "来源文件读不了", "按提示处理文件后再试一次。"),
    "G002": Code("warning", "来源里有没有读的内容", "按提示移动、转换，或用 --source 指明。"),
    "G003": Code("warning", "有认不出的字", "对照原件，在更正文件里用 replace 写出这个字。"),
    "G101": Code("warning", "文件缺成文日期", "核对原文落款；确有日期的，在更正文件里补上。"),
    "G102": Code("info", "文件没有发文字号", "原文没有文号的不用处理；漏识别的，在更正文件里补上。"),
    "G103": Code("warning", "文件缺发文机关落款", "核对原文落款；确有落款的，在更正文件里补上。"),
    "G104": Code("warning", "目录里有、正文里没有找到的文件", "核对正文标题是否识别有误，或者这一期没有收全。"),
    "G105": Code("info", "正文里有、目录里没有的文件", "核对这一处是不是文件标题。"),
    "G106": Code("info", "目录和正文的标题写法不一致", "以正文为准；差别来自识别错误的，可以在更正文件里改正。"),
    "G107": Code("warning", "公报缺期号或年份", "核对刊头；年份缺失时按文件日期推定。"),
    "G108": Code("warning", "这些文字不属于任何文件", "核对前后文件的标题是否漏识别。"),
    "G109": Code("warning", "附件在清单里有、正文里没有找到", "核对原文是否附了这个附件。"),
    "G110": Code("info", "正文里的附件不在附件清单里", "核对附件说明和附件标题。"),
    "G111": Code("warning", "文件没有标题，用文中的话代替", "对照原件，在更正文件里写出标题。"),
    "G201": Code("info", "表格的一行与表头对不齐，已按内容移回", "核对这一行；移错了的，在更正文件里改正。"),
    "G202": Code("warning", "表格的一行与表头对不齐，无法判断", "对照原件，在更正文件里写出这一行的各个单元格。"),
    "G203": Code("info", "被换页切断的一行已接上", "核对接上的文字是否通顺。"),
    "G301": Code("info", "单位不在名录里", "确是一个单位的，加进 gazette/units/ 下的名录；是别称的，加为别名。"),
    "G302": Code("warning", "单位名称有歧义", "在名录里写明别名的起止时间，或用全称。"),
    "G303": Code("warning", "单位名称疑似识别错误", "对照原件；是识别错误的，在名录里作为误识写法登记。"),
    "G401": Code("warning", "责任栏里的文字读不成单位名单", "对照原件，看这一格是否错位或缺字。"),
    "G402": Code("warning", "时限不是日历上的日期", "对照原件核对日期。"),
    "G403": Code("info", "任务没有读出任何单位", "原文责任栏为空的不用处理。"),
    "G404": Code("warning", "这里写着谁牵头、负责或配合，没有读成任务", "对照原文：是分工的，补上缺的字或标签；单位没认出的，加进名录。"),
    "G405": Code("info", "这里说到责任，没有读成任务", "确是交给某个单位的任务时，在更正文件里改成“（A牵头，B配合）”一类的写法。"),
    "G406": Code("info", "标签疑似识别错误，已按相近的标签读", "对照原件；在更正文件里改正这个标签。"),
    "G411": Code("warning", "名单里的这一行没有读出人名", "对照原件；原文只写职务不写姓名的，不用处理。"),
    "G412": Code("warning", "名单里的职务缺了字，已按下一行推定", "对照原件；在更正文件里补上缺的字。"),
    "G501": Code("warning", "更正不再适用，没有采用", "按提示核对文件名、行号、has 和 old，改好或者删掉这条更正。"),
    "G601": Code("error", "有密级标志，不得公开", "停止发布，报保密工作机构核实；确属误报的，在更正文件里改正这一行。"),
    "G602": Code("warning", "疑似身份证号", "核对能否公开；不能公开的，在更正文件里用 replace 遮盖。"),
    "G603": Code("warning", "疑似银行卡号或账号", "核对能否公开；不能公开的，在更正文件里用 replace 遮盖。"),
    "G604": Code("warning", "疑似手机号码", "公布的办事电话不用处理；个人号码在更正文件里用 replace 遮盖。"),
}


def make_diagnostic(code: str, detail: str, source: Source, *, excerpt: str = "", column: int | None = None) -> Diagnostic:
    """A `Diagnostic` of a known code; `detail` follows the code's meaning in the message. KeyError for an unknown code."""
    known = CODES[code]
    message = f"{known.meaning}：{detail}" if detail else known.meaning
    return Diagnostic(
        code=code, severity=known.severity, message=message, hint=known.hint, source=source, excerpt=excerpt[:200], column=column
    )
