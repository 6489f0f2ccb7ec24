"""What a change does to the data: documents, tasks and diagnostics gained and lost, as a table for a pull request.

In: the records of two sites as `portal.view.manifest.read_data` gives them. Out: a `Comparison` and its text in Markdown. Records
are recognised by what they say, not by their numbers: a task put in at the top of a table does not make all the others new.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
Records = Mapping[str, Sequence[Record]]
_SHOWN = 20
_LENGTH = 60
_MARKUP_RE = re.compile(r"([\\`*_{}\[\]<>()#+!|~@&-])")
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One kind of record: how many there were and are, and which came and went."""

    name: str
    before: int
    after: int
    gained: tuple[Record, ...]
    lost: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes of each kind, in the order of the table."""

    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        return not any(change.gained or change.lost for change in self.changes)

    def markdown(self) -> str:
        """A table and, folded, the records themselves; texts of the gazettes are escaped."""
        lines = ["### 数据变化", "", "| | 原来 | 现在 | 增加 | 减少 |", "|---|--:|--:|--:|--:|"]
        lines += [f"| {c.name} | {c.before} | {c.after} | {len(c.gained) or ''} | {len(c.lost) or ''} |" for c in self.changes]
        if self.is_empty:
            return "\n".join([*lines, "", "数据没有变化。", ""])
        for change in self.changes:
            for word, records in (("增加", change.gained), ("减少", change.lost)):
                if records:
                    summary = f"<details><summary>{word}的{change.name}（{len(records)}）</summary>"
                    lines += ["", summary, "", *_listed(records), "", "</details>"]
        return "\n".join(lines) + "\n"


def compare_data(old: Records, new: Records) -> Comparison:
    """Compare the issues, documents, tasks, units and diagnostics of two sites."""
    kinds: tuple[tuple[str, str, Callable[[Record], object]], ...] = (
        ("公报期", "issues", lambda record: record["id"]),
        ("文件", "documents", lambda record: record["id"]),
        ("任务", "tasks", _task_key),
        ("单位", "units", lambda record: record["id"]),
    )
    changes = [_change(name, old.get(file, ()), new.get(file, ()), key) for name, file, key in kinds]
    for severity, word in _SEVERITIES.items():
        before, after = ([record for record in records.get("diagnostics", ()) if record["severity"] == severity] for records in (old, new))
        changes.append(_change(f"解析{word}", before, after, _diagnostic_key))
    return Comparison(tuple(changes))


def _change(name: str, old: Sequence[Record], new: Sequence[Record], key: Callable[[Record], object]) -> Change:
    return Change(name=name, before=len(old), after=len(new), gained=_missing(new, old, key), lost=_missing(old, new, key))


def _missing(records: Iterable[Record], others: Iterable[Record], key: Callable[[Record], object]) -> tuple[Record, ...]:
    """Those of `records` that have no counterpart in `others`; two alike need two counterparts."""
    left = Counter(key(other) for other in others)
    missing = []
    for record in records:
        left[key(record)] -= 1
        if left[key(record)] < 0:
            missing.append(record)
    return tuple(missing)


def _task_key(task: Record) -> object:
    units = tuple(tuple(name["name"] for name in task[role]) for role in ("lead", "responsible", "support"))
    return task["document_id"], task["title"], task["text"], units, tuple(deadline["text"] for deadline in task["deadlines"])


def _diagnostic_key(diagnostic: Record) -> object:
    return diagnostic["code"], diagnostic["source"]["file"], diagnostic["message"]


def _listed(records: Sequence[Record]) -> list[str]:
    lines = [f"- {_escaped(_words(record))}" for record in records[:_SHOWN]]
    return lines + ([f"- ……还有 {len(records) - _SHOWN} 条"] if len(records) > _SHOWN else [])


def _words(record: Record) -> str:
    """One line for a record of any kind: what it is, and where it stands."""
    source = record.get("source")
    place = f"（{source['file']} 第 {source['line_start']} 行）" if source else ""
    if "code" in record:
        return f"{record['code']} {record['message']}{place}"
    title = record.get("title") or record.get("name") or record.get("text") or record["id"]
    lead = "、".join(name["name"] for name in record.get("lead") or ())
    number = record.get("doc_number")
    return _shortened(title) + (f"　{number}" if number else "") + (f"　牵头：{lead}" if lead else "") + place


def _shortened(text: str) -> str:
    return text if len(text) <= _LENGTH else text[:_LENGTH] + "…"


def _escaped(text: str) -> str:
    return _MARKUP_RE.sub(r"\\\1", " ".join(text.split())).replace("\\@", "@\u200b").replace("\\<", "&lt;").replace("\\&", "&amp;")
