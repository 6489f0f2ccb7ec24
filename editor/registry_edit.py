"""A registry file with one thing added, everything else as its editor wrote it: comments, order, blank lines.

In: the text of a ``gazette/units/<district>.yml``. Out: the new text. The addition is made in the text and checked on the data: if the
two readings differ by anything else, `RegistryError` is raised.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any, Literal

import yaml

from parser.errors import RegistryError
from parser.model import UnitKind
from parser.text.normalize import squeeze

NameField = Literal["aliases", "ocr"]
_PLAIN_RE = re.compile(r"[一-鿿A-Za-z0-9（）、·“”]+")


def start_registry(district: str, slug: str) -> str:
    """The file of a district that has none yet."""
    return f"district: {_scalar(district)}\nslug: {slug}\nunits:\n"


def add_name(text: str, unit: str, field: NameField, name: str) -> str:
    """`name` put among the `field` of `unit`, behind those that are there."""
    lines = text.splitlines(keepends=True)
    start, end, indent = _entry(lines, unit)
    place = next((at for at in range(start, end) if re.match(rf"{indent}{field}:", lines[at])), None)
    if place is None:
        lines.insert(_after_names(lines, start, end, indent), f"{indent}{field}: [{_scalar(name)}]\n")
    elif flow := re.fullmatch(rf"({indent}{field}:\s*\[)(.*)(\]\s*(?:#.*)?\n?)", lines[place]):
        separator = ", " if flow[2].strip() else ""
        lines[place] = f"{flow[1]}{flow[2]}{separator}{_scalar(name)}{flow[3]}"
    else:
        item = re.match(r"\s*-\s", lines[place + 1]) if place + 1 < end else None
        if item is None:
            raise RegistryError(f"名录里“{unit}”的 {field} 写法特殊，请手工加上“{name}”。")
        lines.insert(place + 1, f"{item[0]}{_scalar(name)}\n")
    return _checked(text, "".join(lines), lambda data: _unit(data, unit).setdefault(field, []).append(name))


def add_unit(text: str, name: str, kind: UnitKind, source: str) -> str:
    """A new unit at the end of the file."""
    found = re.search(r"^( *)- name:", text, re.MULTILINE)
    indent = found[1] if found else "  "
    body = text if text.endswith("\n") else text + "\n"
    body = re.sub(r"^units:\s*\[\]\s*$", "units:", body, flags=re.MULTILINE)
    added = f"{body}{indent}- name: {_scalar(name)}\n{indent}  kind: {kind}\n{indent}  source: {_scalar(source)}\n"

    def change(data: dict[str, Any]) -> None:
        data["units"] = [*(data.get("units") or ()), {"name": name, "kind": kind, "source": source}]

    return _checked(text, added, change)


def _entry(lines: list[str], unit: str) -> tuple[int, int, str]:
    """The lines of a unit, from its ``- name:`` to the line before the next unit, and the indent of its fields."""
    for at, line in enumerate(lines):
        found = re.match(r"( *)- name:\s*(.+?)\s*(?: #.*)?$", line)
        if found and squeeze(str(yaml.safe_load(found[2]))) == unit:
            indent = found[1] + "  "
            end = at + 1
            while end < len(lines) and lines[end].startswith(indent) and lines[end].strip():
                end += 1
            return at, end, indent
    raise RegistryError(f"名录里找不到单位“{unit}”。")


def _after_names(lines: list[str], start: int, end: int, indent: str) -> int:
    """Where a new list of names goes: behind the kind and the lists that are there."""
    last = start
    for at in range(start + 1, end):
        is_field = re.match(rf"{indent}(?:kind|slug|aliases|ocr):", lines[at])
        goes_on = last == at - 1 and last != start and re.match(rf"{indent} *- ", lines[at])
        if is_field or goes_on:
            last = at
    return last + 1


def _unit(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(unit for unit in data["units"] if squeeze(str(unit["name"])) == name)
    return found


def _scalar(text: str) -> str:
    """`text` as YAML: plain where that is safe, else quoted."""
    plain = _PLAIN_RE.fullmatch(text) is not None and isinstance(yaml.safe_load(text), str)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _checked(before: str, after: str, change: Any) -> str:
    wanted = deepcopy(yaml.safe_load(before)) or {}
    change(wanted)
    for unit in wanted.get("units") or ():
        unit.update({field: sorted(unit[field]) for field in ("aliases", "ocr") if field in unit})
    found = yaml.safe_load(after)
    for unit in found.get("units") or ():
        unit.update({field: sorted(unit[field]) for field in ("aliases", "ocr") if field in unit})
    if found != wanted:
        raise RegistryError("名录文件的写法特殊，没有改动；请手工登记。")
    return after
