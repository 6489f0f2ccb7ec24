"""The ledger for the reader's browser: all tasks in small scripts, which load over http and from a folder alike.

In: a `Context`. Out: a manifest and shards by their paths. The manifest (``window.gpLedger``) holds what many tasks share: documents,
units, printed names. A shard holds some thousand tasks in columns, in the order of the documents; their full texts, wanted only by a
search in the text, are shards of their own. `LEDGER_VERSION` changes with the form; ``ledger.js`` refuses another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parser.model import ROLES, Deadline, Task

from portal.view.context import Context
from portal.view.offers import LEDGER_MANIFEST
from portal.view.tasks import TaskGroup, TaskViews, reading_of
from portal.view.units import names_by_role
from portal.view.words import task_title

LEDGER_VERSION = 1
SHARD_TASKS = 2_000


@dataclass(frozen=True, slots=True)
class _Names:
    """Numbers for printed names and for units, given in the order of the ledger."""

    views: TaskViews
    units: dict[str, int]
    names: dict[tuple[str, str], int]

    def number(self, name: str, unit_id: str) -> int:
        self.units.setdefault(unit_id, len(self.units))
        return self.names.setdefault((name, unit_id), len(self.names))


def build_ledger_files(context: Context) -> Mapping[str, bytes]:
    """Paths from the site's root and contents: the manifest first. Without tasks, the manifest alone."""
    groups, addresses = context.groups, context.addresses
    names = _Names(context.views, {}, {})
    files: dict[str, bytes] = {}
    shards = []
    for number, pairs in enumerate(_shards(groups)):
        tasks = [task for _, task in pairs]
        columns = _script("gpLedgerTasks", number, _columns(pairs, names))
        texts = _script("gpLedgerTexts", number, [task.text if task.text != task_title(task) else "" for task in tasks])
        paths = tuple(addresses.asset(f"ledger/{kind}-{number}.js") for kind in ("tasks", "texts"))
        files |= dict(zip(paths, (columns, texts), strict=True))
        shards.append([len(tasks), *(f"{path}?v={_mark(files[path])}" for path in paths)])
    manifest = _manifest(groups, names, shards)
    return {addresses.asset(LEDGER_MANIFEST): f"window.gpLedger={_json(manifest)};\n".encode()} | files


def _shards(groups: Sequence[TaskGroup]) -> Iterator[list[tuple[TaskGroup, Task]]]:
    found: list[tuple[TaskGroup, Task]] = []
    for group in groups:
        for task in group.tasks:
            found.append((group, task))
            if len(found) == SHARD_TASKS:
                yield found
                found = []
    if found:
        yield found


def _columns(pairs: Sequence[tuple[TaskGroup, Task]], names: _Names) -> dict[str, object]:
    """The tasks of one shard: `numbers` within the document, `ordinals`, `titles`, a column for each role, and deadlines by `dues`."""
    dues: dict[tuple[str, str], int] = {}
    roles: dict[str, list[list[int]]] = {role: [] for role in ROLES}
    for group, task in pairs:
        for role, printed in names_by_role(task).items():
            roles[role].append([names.number(name.name, names.views.directory.id_of(name, group.district)) for name in printed])
    deadlines = [[dues.setdefault(_due(deadline), len(dues)) for deadline in task.deadlines] for _, task in pairs]
    return {
        "numbers": [int(task.id.rpartition("-")[2]) for _, task in pairs],
        "ordinals": [task.ordinal or "" for _, task in pairs],
        "titles": [task_title(task) for _, task in pairs],
        **roles,
        "deadlines": deadlines,
        "dues": list(dues),
    }


def _due(deadline: Deadline) -> tuple[str, str]:
    """The words, and the date or, where there is none, the kind."""
    return deadline.text, deadline.date or deadline.kind


def _manifest(groups: Sequence[TaskGroup], names: _Names, shards: list[list[object]]) -> dict[str, object]:
    views = names.views
    districts = {district: number for number, district in enumerate(dict.fromkeys(group.district for group in groups))}
    entries = views.directory.by_id
    return {
        "version": LEDGER_VERSION,
        "total": sum(len(group.tasks) for group in groups),
        "districts": list(districts),
        "documents": [
            [
                group.document.id, group.document.title, group.document.doc_number or "", group.document.issued_on or "",
                districts[group.district], len(group.tasks),
            ]
            for group in groups
        ],
        "units": [[unit_id, entries[unit_id].name, entries[unit_id].district] for unit_id in names.units],
        "names": [[name, names.units[unit_id], reading_of(views.library.units.get(unit_id), name)] for name, unit_id in names.names],
        "shards": shards,
    }  # fmt: skip


def _script(function: str, number: int, content: object) -> bytes:
    return f"{function}({number},{_json(content)});\n".encode()


def _json(content: object) -> str:
    """JSON that is also a script on every browser: the two line ends that old ones did not take in a string are escaped."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]
