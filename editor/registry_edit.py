"""A registry file with one thing added, everything else as its editor wrote it: comments, order, blank lines.

In: the text of a ``gazette/units/<district>.yml``. Out: the new text. The addition is made in the text and checked on the data: if the
two readings differ by anything else, `RegistryError` is raised.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any, Literal

from parser.errors import RegistryError
from parser.model import UnitKind
from parser.text.normalize import squeeze
from parser.text.yaml_file import load_plain

NameField = Literal["aliases", "ocr"]
_PLAIN_RE = re.compile(r"[〇㐀-䶿一-鿿豈-龎\U00020000-\U000323afA-Za-z0-9（）、·“”]+")


def start_registry(district: str, slug: str) -> str:
    """The file of a district that has none yet."""
    return f"district: {scalar(district)}\nslug: {slug}\nunits:\n"


def add_name(text: str, unit: str, field: NameField, name: str) -> str:
    """`name` put among the `field` of `unit`, behind those that are there."""
    lines = _spelled_out(text, unit).splitlines(keepends=True)
    start, end, indent = _entry(lines, unit)
    place = next((at for at in range(start, end) if re.match(rf"{indent}{field}:", lines[at])), None)
    if place is None:
        lines.insert(_after_names(lines, start, end, indent), f"{indent}{field}: [{scalar(name)}]\n")
    elif flow := re.fullmatch(rf"({indent}{field}:\s*\[)(.*)(\]\s*(?:#.*)?\n?)", lines[place]):
        separator = ", " if flow[2].strip() else ""
        lines[place] = f"{flow[1]}{flow[2]}{separator}{scalar(name)}{flow[3]}"
    else:
        item = re.match(r"\s*-\s", lines[place + 1]) if place + 1 < end else None
        if item is None:
            raise RegistryError(f"名录里“{unit}”的 {field} 写法特殊，请手工加上“{name}”。")
        lines.insert(place + 1, f"{item[0]}{scalar(name)}\n")
    return _checked(text, "".join(lines), lambda data: _unit(data, unit).setdefault(field, []).append(name))


def merge_units(text: str, kept: str, gone: str) -> str:
    """`gone` is a name of `kept` from now on, with all its names; who named `gone` names `kept`. Either may be known to the base alone."""
    data = load_plain(text)
    entries = {squeeze(str(_named(unit)["name"])): _named(unit) for unit in data.get("units") or ()}
    if kept == gone:
        raise RegistryError("合并的两个单位是同一个。")
    old = entries.get(gone, {"name": gone})
    if kept not in entries:
        text = _appended(text, f"- name: {scalar(kept)}\n")
    if gone in entries:
        lines = _spelled_out(text, gone).splitlines(keepends=True)
        start, end, _ = _entry(lines, gone)
        del lines[start:end]
        text = "".join(lines)
    text = _renamed_in_lists(text, gone, kept)
    present = {*entries.get(kept, {}).get("aliases", ()), *entries.get(kept, {}).get("ocr", ()), kept}
    for field in ("aliases", "ocr"):
        for name in [*([gone] if field == "aliases" else ()), *(old.get(field) or ())]:
            if name not in present:
                present.add(name)
                text = add_name(text, kept, field, name)
    return text


def rename_unit(text: str, old: str, new: str, slug: str) -> str:
    """`old` is called `new` from now on and keeps its address, `slug`; the old name stays among its names."""
    names = [squeeze(str(_named(unit)["name"])) for unit in load_plain(text).get("units") or ()]
    if new in names:
        raise RegistryError(f"名录里已有“{new}”；两个是同一个单位的，请用 --merge。")
    if old not in names:
        return add_name(_appended(text, f"- name: {scalar(new)}\n  slug: {slug}\n"), new, "aliases", old)
    lines = _spelled_out(text, old).splitlines(keepends=True)
    start, end, indent = _entry(lines, old)
    lines[start] = re.sub(r"(- name:\s*)(\S+)", lambda found: found[1] + scalar(new), lines[start], count=1)
    if not any(re.match(rf"{indent}slug:", line) for line in lines[start:end]):
        lines.insert(start + 1, f"{indent}slug: {slug}\n")
    return add_name(_renamed_in_lists("".join(lines), old, new), new, "aliases", old)


def _named(unit: Any) -> dict[str, Any]:
    return {"name": unit} if isinstance(unit, str) else unit


def _appended(text: str, entry: str) -> str:
    """`entry` (``- name: …``) at the end of the file."""
    found = re.search(r"^( *)- \S", text, re.MULTILINE)
    indent = found[1] if found else "  "
    body = text if text.endswith("\n") else text + "\n"
    body = re.sub(r"^units:\s*\[\]\s*$", "units:", body, flags=re.MULTILINE)
    return body + "".join(f"{indent}{line}" for line in entry.splitlines(keepends=True))


def _spelled_out(text: str, unit: str) -> str:
    """A unit that is written as its bare name, written as ``- name: …``."""
    return re.sub(rf"^( *)- ({re.escape(unit)})(?=\s*(?:#.*)?$)", r"\1- name: \2", text, count=1, flags=re.MULTILINE)


def _renamed_in_lists(text: str, old: str, new: str) -> str:
    """`old` → `new` in the lists that name other units."""
    lines = text.splitlines(keepends=True)
    inside = False
    for at, line in enumerate(lines):
        field = re.match(r" +(\w+):", line)
        inside = bool(field and field[1] in ("predecessors", "successors", "members")) or (
            inside and bool(re.match(r" +- (?!name:)", line))
        )
        if inside and old in line:
            names = re.compile(rf"(?<![^\s\[,]){re.escape(old)}(?![^\s\],])")
            lines[at] = names.sub(new, line) if new not in re.split(r"[\s\[\],]+", line) else names.sub("", line).replace(", ,", ",")
            lines[at] = re.sub(r"\[, ", "[", re.sub(r", \]", "]", lines[at]))
    return "".join(lines)


def add_unit(text: str, name: str, kind: UnitKind, source: str) -> str:
    """A new unit at the end of the file."""
    added = _appended(text, f"- name: {scalar(name)}\n  kind: {kind}\n  source: {scalar(source)}\n")

    def change(data: dict[str, Any]) -> None:
        data["units"] = [*(data.get("units") or ()), {"name": name, "kind": kind, "source": source}]

    return _checked(text, added, change)


def _entry(lines: list[str], unit: str) -> tuple[int, int, str]:
    """The lines of a unit, from its ``- name:`` to the line before the next unit, and the indent of its fields."""
    for at, line in enumerate(lines):
        found = re.match(r"( *)- name:\s*(.+?)\s*(?: #.*)?$", line)
        if found and squeeze(str(load_plain(found[2]))) == unit:
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
    data["units"] = [_named(unit) for unit in data["units"]]
    found: dict[str, Any] = next(unit for unit in data["units"] if squeeze(str(unit["name"])) == name)
    return found


def scalar(text: str) -> str:
    """`text` as YAML: plain where that is safe, else quoted."""
    plain = _PLAIN_RE.fullmatch(text) is not None and isinstance(load_plain(text), str)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _checked(before: str, after: str, change: Any) -> str:
    wanted = deepcopy(load_plain(before)) or {}
    change(wanted)
    if _comparable(load_plain(after)) != _comparable(wanted):
        raise RegistryError("名录文件的写法特殊，没有改动；请手工登记。")
    return after


def _comparable(data: dict[str, Any]) -> dict[str, Any]:
    """The file as data, names in one order, bare names as records."""
    units = [dict(_named(unit)) for unit in data.get("units") or ()]
    for unit in units:
        unit.update({field: sorted(unit[field]) for field in ("aliases", "ocr") if field in unit})
    return {**data, "units": units}
