"""Words for records, the same on a page and on an editor's terminal: dates, issues, places in a file, severities.

In: values of `parser.model`. Out: short Chinese texts.
"""

from __future__ import annotations

from collections.abc import Mapping

from parser.model import Issue, Severity, Source

SEVERITY_NAMES: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}


def date_words(date: str | None) -> str:
    """``2022-07-03`` → ``2022年7月3日``; ``None`` → empty."""
    if date is None:
        return ""
    year, month, day = date.split("-")
    return f"{year}年{int(month)}月{int(day)}日"


def issue_words(issue: Issue) -> str:
    """``2022年第7期``; what is not known is left out; the title where neither is known."""
    year = f"{issue.year}年" if issue.year else ""
    number = f"第{issue.number}期" if issue.number else ""
    return year + number or issue.title


def source_words(source: Source) -> str:
    """``zhangdian-2022-07.txt 第 12–18 行``."""
    lines = str(source.line_start)
    if source.line_end != source.line_start:
        lines += f"–{source.line_end}"
    return f"{source.file} 第 {lines} 行"
