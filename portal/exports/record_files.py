"""The same data cut the other way: one JSON file for each document and one for each unit.

In: a `Corpus` and its records as lines of JSON, as they stand in the files of `parser.jsonl`. Out: paths within ``data/`` and contents:
``documents/<id>.json`` holds a document with all that was read from it, ``units/<id>.json`` a unit of the registry with the
ids of what names it. Each record is the very line of the great files, so the same schemas describe it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from parser.model import ROLES, Corpus, Item, Roster, Table, Task

from portal.view.schema import SCHEMA_VERSION
from portal.view.units import names_by_role

Lines = Mapping[str, Sequence[str]]
_PARTS = ("tasks", "tables", "items", "rosters")
_NO_TEXT = ("furniture", "table")


def record_lines(files: Iterable[tuple[str, bytes]]) -> dict[str, list[str]]:
    """``{"tasks": [line, …]}`` of the files as `corpus_files` gives them."""
    return {name.removesuffix(".jsonl"): content.decode().splitlines() for name, content in files}


def build_record_files(corpus: Corpus, lines: Lines) -> Iterator[tuple[str, bytes]]:
    """Documents, then units, in the order of the corpus."""
    yield from _document_files(corpus, lines)
    yield from _unit_files(corpus, lines)


def _document_files(corpus: Corpus, lines: Lines) -> Iterator[tuple[str, bytes]]:
    parts: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in _PARTS}
    for name in _PARTS:
        records: Sequence[Task | Table | Item | Roster] = getattr(corpus, name)
        for record, line in zip(records, lines[name], strict=True):
            parts[name][record.document_id].append(line)
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for block in corpus.blocks:
        if block.document_id and block.kind not in _NO_TEXT:
            texts[block.document_id].append(block.text)
    for document, line in zip(corpus.documents, lines["documents"], strict=True):
        body = ",\n".join(f'"{name}":{_array(parts[name].get(document.id, ()))}' for name in _PARTS)
        text = json.dumps("\n".join(texts.get(document.id, ())), ensure_ascii=False)
        whole = f'{{"schema_version":{SCHEMA_VERSION},\n"document":{line},\n{body},\n"text":{text}}}\n'
        yield f"documents/{document.id}.json", whole.encode()


def _unit_files(corpus: Corpus, lines: Lines) -> Iterator[tuple[str, bytes]]:
    tasks: dict[str, defaultdict[str, list[str]]] = {role: defaultdict(list) for role in ROLES}
    for task in corpus.tasks:
        for role, names in names_by_role(task).items():
            for unit_id in dict.fromkeys(name.unit_id for name in names if name.unit_id):
                tasks[role][unit_id].append(task.id)
    items: defaultdict[str, list[str]] = defaultdict(list)
    for item in corpus.items:
        if item.agency.unit_id:
            items[item.agency.unit_id].append(item.id)
    for unit, line in zip(corpus.units, lines["units"], strict=True):
        named = {role: tasks[role].get(unit.id, []) for role in ROLES} | {"items": items.get(unit.id, [])}
        facts = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
        yield f"units/{unit.id}.json", f'{{"schema_version":{SCHEMA_VERSION},\n"unit":{line},\n"named_in":{facts}}}\n'.encode()


def _array(lines: Sequence[str]) -> str:
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
