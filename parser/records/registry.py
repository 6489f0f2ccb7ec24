"""Step 7, units: names as printed → units, of the district's registry or of the base of bodies that exist everywhere.

In: the registry files (``gazette/units/<slug>.yml``) and a name with its district and date. Out: a `Resolution`: the unit, or what it
could be, and by which ground. A name is looked up within its district and among the units and aliases that were valid on the date; then
by what it stands for (`parser.records.identity`), so that 区发改局 finds the registry's 区发展和改革局, and a unit that no registry
names is made once, with an id of its own. Nothing is guessed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from parser.errors import RegistryError
from parser.grammar.bodies import body_of, short_forms
from parser.grammar.rules import key
from parser.grammar.slugs import district_slug, name_slug, pinyin_slug, short_hash
from parser.model import Ground, Unit
from parser.records.identity import CENTRE, Home, Identity, identify, is_known
from parser.records.registry_file import check_file, day_of
from parser.text.characters import HAN
from parser.text.normalize import squeeze
from parser.text.yaml_file import load_plain

_PAREN = re.compile(r"\([^()]*\)$")


def valid_on(unit: Unit, day: str | None) -> bool:
    """True if the unit bore its name on `day` (``None``: any day)."""
    return day is None or ((unit.valid_from is None or unit.valid_from <= day) and (unit.valid_to is None or day <= unit.valid_to))


@dataclass(frozen=True, slots=True)
class Resolution:
    """`unit_id` is the unit chosen; `candidates` all it could be; `misread` tells that the printed form is a known OCR slip.

    `ground` is ``registry`` or ``base``; ``form`` where only the ending says that it is a unit, ``unknown`` where nothing does.
    A name that the base knows, but not whose it is (市财政局 in a district of no known city), has ground ``base`` and no unit.
    """

    unit_id: str | None
    candidates: tuple[str, ...] = ()
    misread: bool = False
    ground: Ground = "unknown"


class Registry:
    """All units, to be asked by district, name and date: those of the files, and those of the base that a name stood for."""

    def __init__(self, files: Iterable[dict[str, Any]] = ()) -> None:
        self._units: dict[str, Unit] = {}
        self._names: dict[tuple[str, str], list[tuple[str, bool]]] = {}
        self._marks: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._homes: dict[str, Home] = {}
        self._reforms: dict[str, str] = {}
        self._made: dict[str, tuple[Unit, Identity]] = {}
        self._found: dict[tuple[str, str | None, str | None, str | None], Resolution] = {}
        self.slugs: dict[str, str] = {}
        for entry in files:
            self._add_file(entry)
        self._short_forms()

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units of the files."""
        return tuple(self._units[i] for i in sorted(self._units))

    @property
    def districts(self) -> tuple[str, ...]:
        return tuple(self.slugs)

    def names_of(self, districts: Iterable[str | None]) -> tuple[str, ...]:
        """All names and aliases, as keys, that the registry has for these districts."""
        wanted = set(districts)
        return tuple(name for district, name in self._names if district in wanted)

    def slug(self, district: str) -> str:
        return self.slugs.get(district) or district_slug(district)

    def unit(self, unit_id: str) -> Unit | None:
        """The unit of that id: of the files, or made for a name that was resolved."""
        made = self._made.get(unit_id)
        return self._units.get(unit_id) or (made[0] if made else None)

    # --- the files ---

    def _add_file(self, entry: dict[str, Any]) -> None:
        check_file(entry)
        district, slug = str(entry["district"]), str(entry["slug"])
        self.slugs[district] = slug
        self._homes[district] = Home(district, entry.get("city"))
        if entry.get("reform"):
            self._reforms[district] = str(day_of(entry["reform"]))
        units = [raw if isinstance(raw, dict) else {"name": raw} for raw in entry.get("units") or ()]
        for raw in units:
            name = squeeze(str(raw["name"]))
            self._ids[district, name] = f"{slug}/{raw.get('slug') or pinyin_slug(name)}"
        for raw in units:
            self._add_unit(district, raw)

    def _add_unit(self, district: str, raw: dict[str, Any]) -> None:
        name = squeeze(str(raw["name"]))
        unit_id = self._ids[district, name]
        if unit_id in self._units:
            raise RegistryError(
                f"单位名录里“{name}”与“{self._units[unit_id].name}”的地址同为 {unit_id}。"
                "同名的请合并；读音相同的，给后一个加上 slug（拼音，用短横线连接）。"
            )
        unit = self._units[unit_id] = self._unit_of(unit_id, district, name, raw)
        for printed, misread in [*((n, False) for n in (name, *unit.aliases)), *((n, True) for n in unit.ocr)]:
            self._names.setdefault((district, key(printed)), []).append((unit_id, misread))
        for printed in (name, *unit.aliases):
            meant = identify(printed, self._homes[district])
            if meant and meant.district == district:
                held = self._marks.setdefault((district, meant.mark), [])
                if unit_id not in held and (printed == name or not held):
                    held.append(unit_id)

    def _unit_of(self, unit_id: str, district: str, name: str, raw: dict[str, Any]) -> Unit:
        known = identify(name, self._homes[district])
        return Unit(
            id=unit_id, district=district, name=name, aliases=_squeezed(raw.get("aliases")),
            kind=raw.get("kind") or (known.kind if known else "其他"), pinyin=pinyin_slug(name).replace("-", " "),
            predecessors=self._ids_of(district, raw.get("predecessors")), successors=self._ids_of(district, raw.get("successors")),
            members=self._ids_of(district, raw.get("members")), ocr=_squeezed(raw.get("ocr")),
            valid_from=day_of(raw.get("valid_from")) or self._since(district, known),
            valid_to=day_of(raw.get("valid_to")) or self._until(district, known),
            parent=raw.get("parent"), note=raw.get("note"), read_in=raw.get("source"),
        )  # fmt: skip

    def _since(self, district: str, known: Identity | None) -> str | None:
        """The first day of a name that came with the reform of 2018, where the district's file says when it had it."""
        since = body_of(known.body).since if known and known.body else None
        return self._reforms.get(district) if since and since.startswith("2018") else None

    def _until(self, district: str, known: Identity | None) -> str | None:
        """The last day of a name that went with that reform."""
        day = self._reforms.get(district)
        until = body_of(known.body).until if known and known.body else None
        if not day or not until or not "2018" <= until[:4] <= "2019":
            return None
        return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()

    def _ids_of(self, district: str, names: Iterable[str] | None) -> tuple[str, ...]:
        found = []
        for name in names or ():
            unit_id = self._ids.get((district, squeeze(str(name)))) or self._at(str(name), district)
            if unit_id is None:
                raise RegistryError(f"单位名录（{district}）里写到“{name}”，但没有登记这个单位。")
            found.append(unit_id)
        return tuple(found)

    def _at(self, name: str, district: str) -> str | None:
        """The unit of the base that `name` stands for."""
        known = identify(squeeze(name), self._homes[district])
        return self._make(known) if known else None

    def _short_forms(self) -> None:
        """Each unit of the files is also called what the base says, where no unit of its district bears that name."""
        taken = {name for name, _ in self._names.items()}
        for unit_id, unit in self._units.items():
            if unit.kind != "集合":
                more = tuple(form for form in short_forms(unit) if (unit.district, key(form)) not in taken)
                self._units[unit_id] = replace(unit, aliases=(*unit.aliases, *more))

    # --- names ---

    def resolve(self, name: str, *, district: str | None, on: str | None, issuer: str | None = None) -> Resolution:
        """The unit that `name` means in a document of `district`, signed by `issuer`, on the day `on` (ISO, ``None``: any day)."""
        asked = (name, district, on, issuer)
        found = self._found.get(asked)
        if found is None:
            found = self._found[asked] = self._resolve(*asked)
        return found

    def _resolve(self, name: str, district: str | None, on: str | None, issuer: str | None) -> Resolution:
        home = (self._homes.get(district) or Home(district)) if district else None
        for form in self._forms(key(name), home) if home else ():
            listed = dict.fromkeys(self._names.get((home.district, form), ())) if home else {}
            if listed:
                return self._among([i for i, _ in listed], on, misread=next(iter(listed))[1])
        known = identify(name, home, issuer)
        if known is None:
            return Resolution(None, ground="base" if is_known(name) else "unknown")
        held = self._marks.get((known.district, known.mark))
        if held:
            return self._among(held, on)
        return Resolution((unit_id := self._make(known)), (unit_id,), ground=known.ground)

    def _among(self, ids: Iterable[str], on: str | None, *, misread: bool = False) -> Resolution:
        listed = tuple(dict.fromkeys(ids))
        valid = tuple(i for i in listed if valid_on(self._units[i], on)) or listed
        return Resolution(valid[0] if len(valid) == 1 else None, valid, misread=misread, ground="registry")

    def _forms(self, name: str, home: Home) -> Iterable[str]:
        """The name, without a bracket behind it, with 区 for 张店区 or 淄博市张店区 in front."""
        bare = _PAREN.sub("", name)
        yield name
        if bare != name:
            yield bare
        place = re.match(rf"(?:[{HAN}]{{2,4}}市)?{re.escape(home.district)}", bare)
        if place:
            yield home.word + bare[place.end() :]

    def _make(self, known: Identity) -> str:
        """The id of the unit of the base; it is made where this is the first name for it. One that sounds like another gets a hash."""
        unit_id = f"{'zhongyang' if known.district == CENTRE else self.slug(known.district)}/{known.slug or name_slug(known.name)}"
        made = self._made.get(unit_id)
        if unit_id in self._units or (made and made[1].mark != known.mark):
            unit_id = f"{unit_id}-{short_hash(known.name)}"
        if unit_id not in self._made:
            unit = Unit(
                id=unit_id, district=known.district, name=known.name, aliases=(), kind=known.kind,
                pinyin=pinyin_slug(known.name).replace("-", " "),
                valid_from=self._since(known.district, known), valid_to=self._until(known.district, known),
            )  # fmt: skip
            self._made[unit_id] = (replace(unit, aliases=short_forms(unit)) if known.body else unit, known)
        return self._made[unit_id][0].id

    # --- what became of them ---

    def units_of(self, ids: Iterable[str], districts: Iterable[str | None]) -> tuple[Unit, ...]:
        """The units of the files in `districts` and those of `ids`, each once, linked with what they were and became among these."""
        wanted = {unit.id: unit for unit in self.units if unit.district in set(districts)}
        linked = [i for unit in wanted.values() for i in (*unit.members, *unit.predecessors, *unit.successors)]
        for unit_id in (*ids, *linked):
            unit = self.unit(unit_id)
            if unit:
                wanted.setdefault(unit_id, unit)
        return link_history({i: wanted[i] for i in sorted(wanted)}, {i: self._body_of(u) for i, u in wanted.items()})

    def _body_of(self, unit: Unit) -> str | None:
        home = self._homes.get(unit.district) or (None if unit.district == CENTRE else Home(unit.district))
        known = identify(unit.name, home)
        return known.body if known and known.mark[0] == "body" else None


def link_history(units: dict[str, Unit], body_ids: dict[str, str | None]) -> tuple[Unit, ...]:
    """Successors and predecessors: by the reforms where no file says what became of a unit; what one end says, the other says, too."""
    holders = {(unit.district, body): i for i, unit in units.items() if (body := body_ids[i])}
    after: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for (district, body), unit_id in holders.items():
        for later in body_of(body).after:
            target = holders.get((district, later))
            if target and not units[unit_id].successors:
                after.setdefault(unit_id, []).append(target)
                before.setdefault(target, []).append(unit_id)
    for unit_id, unit in units.items():
        for other in unit.predecessors:
            after.setdefault(other, []).append(unit_id)
        for other in unit.successors:
            before.setdefault(other, []).append(unit_id)
    return tuple(
        replace(
            unit,
            successors=tuple(dict.fromkeys((*unit.successors, *after.get(i, ())))),
            predecessors=tuple(dict.fromkeys((*unit.predecessors, *before.get(i, ())))),
        )
        for i, unit in units.items()
    )


def _squeezed(names: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(squeeze(str(name)) for name in names or ())


def load_registry(folder: Path) -> Registry:
    """The registry of all ``*.yml`` in `folder` (none if the folder is missing). Raises `RegistryError` for a bad file."""
    entries: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.yml")) if folder.is_dir() else ():
        try:
            entry = load_plain(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise RegistryError(f"{path.name}：单位名录读不了（{error}）。") from error
        if not isinstance(entry, dict):
            raise RegistryError(f"{path.name}：单位名录应当写明 district、slug、units。")
        check_file(entry, path.name)
        entries.append(entry)
    return Registry(entries)
