"""Step 7, units: names as printed → units of the registry.

In: the registry files (``gazette/units/<slug>.yml``) and a name with its district and date. Out: a `Resolution`: the unit, or what it
could be. A name is looked up within its district and among the units and aliases that were valid on the date. Nothing is guessed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from parser.errors import RegistryError
from parser.grammar.rules import key
from parser.grammar.slugs import district_slug, pinyin_slug
from parser.model import Unit
from parser.text.normalize import squeeze

_PAREN = re.compile(r"\([^()]*\)$")


def valid_on(unit: Unit, day: str | None) -> bool:
    """True if the unit bore its name on `day` (``None``: any day)."""
    return day is None or ((unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to))


@dataclass(frozen=True, slots=True)
class Resolution:
    """`unit_id` is the unit chosen; `candidates` all it could be; `misread` tells that the printed form is a known OCR slip."""

    unit_id: str | None
    candidates: tuple[str, ...] = ()
    misread: bool = False


class Registry:
    """All registered units, to be asked by district, name and date."""

    def __init__(self, files: Iterable[dict[str, Any]] = ()) -> None:
        self._units: dict[str, Unit] = {}
        self._names: dict[tuple[str, str], list[tuple[str, bool]]] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self.slugs: dict[str, str] = {}
        for entry in files:
            self._add_file(entry)

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(self._units[i] for i in sorted(self._units))

    @property
    def districts(self) -> tuple[str, ...]:
        return tuple(self.slugs)

    def slug(self, district: str) -> str:
        return self.slugs.get(district) or district_slug(district)

    def _add_file(self, entry: dict[str, Any]) -> None:
        try:
            district, slug = str(entry["district"]), str(entry["slug"])
            self.slugs[district] = slug
            for raw in entry.get("units") or ():
                name = squeeze(str(raw["name"]))
                self._ids[district, name] = f"{slug}/{raw.get('slug') or pinyin_slug(name)}"
            for raw in entry.get("units") or ():
                self._add_unit(district, slug, raw)
        except (KeyError, TypeError) as error:
            raise RegistryError(f"单位名录写得不对：缺少 {error}。") from error

    def _add_unit(self, district: str, slug: str, raw: dict[str, Any]) -> None:
        name = squeeze(str(raw["name"]))
        unit_id = self._ids[district, name]
        if unit_id in self._units:
            raise RegistryError(
                f"单位名录里“{name}”与“{self._units[unit_id].name}”的地址同为 {unit_id}。"
                "同名的请合并；读音相同的，给后一个加上 slug（拼音，用短横线连接）。"
            )
        unit = Unit(
            id=unit_id,
            district=district,
            name=name,
            aliases=tuple(squeeze(str(a)) for a in raw.get("aliases") or ()),
            kind=raw.get("kind") or "其他",
            pinyin=pinyin_slug(name).replace("-", " "),
            predecessors=self._ids_of(district, raw.get("predecessors")),
            successors=self._ids_of(district, raw.get("successors")),
            members=self._ids_of(district, raw.get("members")),
            ocr=tuple(squeeze(str(a)) for a in raw.get("ocr") or ()),
            valid_from=_day(raw.get("valid_from")),
            valid_to=_day(raw.get("valid_to")),
            parent=raw.get("parent"),
            note=raw.get("note"),
            read_in=raw.get("source"),
        )
        self._units[unit_id] = unit
        for printed, misread in [*((n, False) for n in (name, *unit.aliases)), *((n, True) for n in unit.ocr)]:
            self._names.setdefault((district, key(printed)), []).append((unit_id, misread))

    def _ids_of(self, district: str, names: Iterable[str] | None) -> tuple[str, ...]:
        return tuple(self._ids[district, squeeze(str(name))] for name in names or ())

    def resolve(self, name: str, *, district: str | None, on: str | None) -> Resolution:
        """The unit that `name` means in `district` on the day `on` (ISO, ``None``: any day)."""
        if district is None:
            return Resolution(None)
        for form in self._forms(key(name), district):
            found = dict.fromkeys(self._names.get((district, form), ()))
            valid = [(i, m) for i, m in found if valid_on(self._units[i], on)] or list(found)
            if valid:
                ids = tuple(dict.fromkeys(i for i, _ in valid))
                return Resolution(ids[0] if len(ids) == 1 else None, ids, misread=valid[0][1])
        return Resolution(None)

    def _forms(self, name: str, district: str) -> Iterable[str]:
        """The name, without a bracket behind it, with 区 for 张店区 or in front."""
        bare = _PAREN.sub("", name)
        level = district[-1]
        yield name
        if bare != name:
            yield bare
        if bare.startswith(district):
            yield level + bare[len(district) :]
        city = re.match(rf"[一-鿿]{{2,4}}市{district}", bare)
        if city:
            yield level + bare[city.end() :]


def _day(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def load_registry(folder: Path) -> Registry:
    """The registry of all ``*.yml`` in `folder` (none if the folder is missing). Raises `RegistryError` for a bad file."""
    entries: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.yml")) if folder.is_dir() else ():
        try:
            entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise RegistryError(f"{path.name}：单位名录读不了（{error}）。") from error
        if not isinstance(entry, dict):
            raise RegistryError(f"{path.name}：单位名录应当写明 district、slug、units。")
        entries.append(entry)
    return Registry(entries)
