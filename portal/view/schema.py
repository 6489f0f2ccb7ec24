"""JSON Schemas of the published records, made from the model itself, so that they cannot say anything else.

In: the record classes of `parser.model`. Out: a schema (JSON Schema 2020-12) for each file of the corpus.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from parser.model import Corpus

from portal.view.field_labels import FIELD_LABELS, RECORD_LABELS

SCHEMA_VERSION = 2
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SIMPLE = {str: {"type": "string"}, int: {"type": "integer"}, bool: {"type": "boolean"}, type(None): {"type": "null"}}


def record_types() -> dict[str, type]:
    """The record class of each file: ``{"issues": Issue, …}`` in the order of `Corpus`."""
    return {name: get_args(hint)[0] for name, hint in get_type_hints(Corpus).items()}


def schema_files() -> Iterator[tuple[str, bytes]]:
    """``("schema/issues.schema.json", content)`` and so on."""
    for name, record_type in record_types().items():
        text = json.dumps(record_schema(record_type), ensure_ascii=False, indent=2)
        yield f"schema/{name}.schema.json", (text + "\n").encode()


def record_schema(record_type: type) -> dict[str, Any]:
    """The schema of one line of a file; records within it stand under ``$defs``."""
    definitions: dict[str, Any] = {}
    schema = _object(record_type, definitions)
    head = {"$schema": _DIALECT, "title": RECORD_LABELS[record_type.__name__], "version": SCHEMA_VERSION}
    return head | schema | ({"$defs": dict(sorted(definitions.items()))} if definitions else {})


def _object(record_type: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(record_type)
    names = [field.name for field in fields(record_type)]
    properties = {name: {"description": FIELD_LABELS[name]} | _value(hints[name], definitions) for name in names}
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def _value(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Strings, numbers, ``X | None``, `Literal`, ``tuple[X, ...]`` and records; raises `TypeError` for anything else."""
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (types.UnionType, Union):
        return _either([_value(argument, definitions) for argument in arguments])
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return {"type": "array", "items": _value(arguments[0], definitions)}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}  # a record that holds itself ends here
            definitions[hint.__name__] = {"title": RECORD_LABELS[hint.__name__]} | _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(f"数据说明里没有这种类型：{hint!r}")


def _either(options: list[dict[str, Any]]) -> dict[str, Any]:
    if all(set(option) == {"type"} for option in options):
        return {"type": [option["type"] for option in options]}
    return {"anyOf": options}
