"""The words the pages use for what the records hold: dates, roles, deadlines, evidence.

In: values of `parser.model`. Out: short Chinese texts for the screen. No HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from parser.grammar.slugs import short_hash
from parser.model import DeadlineKind, Document, Evidence, Ground, Issue, MarkKind, Relation, Role, Task
from parser.words import date_words, issue_words

_ANCHOR_RE = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
ROLE_WORDS: Mapping[Role, str] = {"lead": "牵头", "responsible": "责任", "support": "配合"}
DEADLINE_WORDS: Mapping[DeadlineKind, str] = {
    "date": "具体日期", "month_end": "月底", "quarter_end": "季度末", "half_year": "半年", "year_end": "年底", "recurring": "定期",
    "long_term": "长期", "relative": "相对时限", "unknown": "未能换算",
}  # fmt: skip
MARK_WORDS: Mapping[MarkKind, str] = {"filled": "补", "moved": "移", "joined": "接"}
MARK_MEANINGS: Mapping[MarkKind, str] = {
    "filled": "合并的单元格，原件只印一次，本站逐行补出",
    "moved": "原件识别文本里印在别的栏，本站按内容移回",
    "joined": "原件被换页切断，本站接成一格",
}
GROUND_WORDS: Mapping[Ground, str] = {"learnt": "文", "form": "形", "unknown": "？"}
"""Signs behind a name that neither a registry nor the base of bodies knows; a name that is known has none."""
GROUND_MEANINGS: Mapping[Ground, str] = {
    "learnt": "名录里没有，按前后文认定",
    "form": "名录里没有，按写法认定",
    "unknown": "名录里没有，未能识别，照录原文",
}
_TITLE_LENGTH = 36


def task_title(task: Task) -> str:
    """The task's title, or the beginning of its text where it has none."""
    if task.title:
        return task.title
    return task.text if len(task.text) <= _TITLE_LENGTH else task.text[:_TITLE_LENGTH] + "…"


def evidence_words(evidence: Evidence) -> str:
    """Why a unit has a role, as a sentence for the reader."""
    text = {
        "column": f"表中“{evidence.text}”一栏",
        "label": f"原文标注“{evidence.text}”",
        "sentence": f"原文写明：{evidence.text}",
        "position": f"按文中规则：{evidence.text}",
    }[evidence.kind]
    return text + "（该格原印在别的栏，已按内容移回）" if evidence.moved else text


def role_evidence(task: Task, role: Role) -> tuple[str, ...]:
    """The sentences of `evidence_words` for one role, each once."""
    found = (evidence_words(evidence) for evidence in task.role_evidence if evidence.role == role)
    return tuple(dict.fromkeys(found))


def citation_words(document: Document, issue: Issue | None, district: str) -> str:
    """How to cite a document: issuer, title, number, date, issue."""
    head = f"{document.issuer}：" if document.issuer else ""
    number = f"（{document.doc_number}）" if document.doc_number else ""
    parts = [f"{head}《{document.title}》{number}"]
    if document.issued_on:
        parts.append(date_words(document.issued_on))
    if issue:
        parts.append(f"《{district}人民政府公报》{issue_words(issue)}")
    return "，".join(parts) + "。"


def document_words(document: Document, task_count: int) -> str:
    """A document in one line: ``澄政办字〔2022〕1号，澄湖区人民政府办公室，2022年7月3日。任务 3 项。``"""
    known = (document.doc_number, document.issuer, date_words(document.issued_on))
    return "，".join(filter(None, known)) + (f"。任务 {task_count} 项。" if task_count else "。")


RELATION_WORDS: Mapping[Relation, str] = MappingProxyType(
    {"basis": "依据", "prints": "印发", "forwards": "转发", "repeals": "废止", "amends": "修改", "cites": ""}
)


def validity_words(document: Document) -> str:
    """From when to when a document applies; days that are worked out and not printed are marked as such."""
    validity = document.validity
    if validity is None:
        return ""
    parts = []
    if validity.effective_on:
        parts.append(date_words(validity.effective_on) + "起施行" + ("（推算）" if validity.effective_computed else ""))
    elif validity.effective_text:
        parts.append(validity.effective_text)
    if validity.expires_on:
        parts.append("有效期至" + date_words(validity.expires_on) + ("（推算）" if validity.expires_computed else ""))
    elif validity.expires_text:
        parts.append(validity.expires_text)
    return "，".join(parts)


def years_of(dates: Sequence[str | None]) -> tuple[int, ...]:
    """The years that occur in ISO dates, latest first."""
    return tuple(sorted({int(date[:4]) for date in dates if date}, reverse=True))


def file_anchor(file: str) -> str:
    """The place of an input file on the page on quality: its name without the ending, or a hash where letters do not allow that."""
    stem = file.rpartition(".")[0] or file
    return stem if _ANCHOR_RE.fullmatch(stem) else "f-" + short_hash(file)
