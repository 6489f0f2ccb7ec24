"""A corpus as JSON Lines: one record a line, in the order of the corpus, fields in the order of the model.

In: a `Corpus`. Out: the names and bytes of the files of the published data. Absent is ``null``; text is UTF-8, not escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache

from parser.model import Corpus


@cache
def _field_names(record_type: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record_type))


def record_fields(record: object) -> dict[str, object]:
    """The fields of a record by name, records within it left as they are. Raises `TypeError` for anything but a record."""
    if not is_dataclass(record) or isinstance(record, type):
        raise TypeError(f"不是数据记录：{record!r}")
    return {name: getattr(record, name) for name in _field_names(type(record))}


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=record_fields)


def encode_record(record: object) -> str:
    """One record as one line of JSON, without the line end."""
    return _ENCODER.encode(record)


def encode_records(records: Iterable[object]) -> bytes:
    """Records as the content of one file."""
    return "".join(encode_record(record) + "\n" for record in records).encode()


def corpus_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """``("issues.jsonl", content)`` and so on, for each kind of record in the order of `Corpus`; without records, an empty file."""
    for name in _field_names(Corpus):
        yield f"{name}.jsonl", encode_records(getattr(corpus, name))
