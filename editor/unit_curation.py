"""Names that no registry knows, and what they could be: for an editor who keeps ``gazette/units/<district>.yml``.

In: a `Corpus` and its content folder. Out: `UnknownName`s with the closest registered names, as text for the command line; and, for a
decision of the editor, the registry file with the name put in. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import get_args

import yaml

from parser.errors import RegistryError
from parser.grammar.rules import key
from parser.model import Corpus, Document, Issue, Source, Unit, UnitKind, UnitName
from parser.records.registry import Registry, load_registry, valid_on
from parser.words import issue_words, source_words

from editor.files import write_whole
from editor.registry_edit import NameField, add_name, add_unit, merge_units, rename_unit, start_registry

_CANDIDATES = 3
_PLACES = 3
_LEAST_LIKENESS = 0.5
KINDS: tuple[UnitKind, ...] = get_args(UnitKind)
Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A registered unit the name could be: `form` is its closest name, `likeness` runs from 0 to 1."""

    unit: Unit
    form: str
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownName:
    """A printed name without a unit: `count` times in tasks and items, first at `places`; `read_in` is for the registry's source."""

    district: str
    name: str
    count: int
    places: tuple[Source, ...]
    read_in: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the editor chose: `unit` is the name of a registered unit and `field` where the name goes; or `kind` for a new unit."""

    unknown: UnknownName
    unit: str = ""
    field: NameField = "aliases"
    kind: UnitKind | None = None


def find_unknown_names(corpus: Corpus, content: Path) -> tuple[UnknownName, ...]:
    """By district, the names that occur most first."""
    documents = {document.id: document for document in corpus.documents}
    issues = {issue.id: issue for issue in corpus.issues}
    registry = load_registry(content / "units")
    found: dict[tuple[str, str], list[tuple[str, Source]]] = {}
    for name, document_id, source in _printed(corpus):
        if name.ground in ("form", "unknown"):
            district = _district_of(documents.get(document_id), issues)
            found.setdefault((district, name.name), []).append((document_id, source))
    units = {unit.id: unit for unit in (*registry.units, *corpus.units)}
    names = [_unknown(district, name, places, documents, issues, tuple(units.values())) for (district, name), places in found.items()]
    return tuple(sorted(names, key=lambda one: (one.district, -one.count, one.name)))


def _afresh(unknown: UnknownName, content: Path) -> UnknownName | None:
    """The name with the candidates there are now; ``None`` if what was written meanwhile makes it known."""
    registry = load_registry(content / "units")
    if registry.resolve(unknown.name, district=unknown.district or None, on=None).ground == "registry":
        return None
    units = [unit for unit in registry.units if unit.district == unknown.district]
    return replace(unknown, candidates=_candidates(unknown.name, units, None))


def _printed(corpus: Corpus) -> Iterator[tuple[UnitName, str, Source]]:
    for task in corpus.tasks:
        for name in (*task.lead, *task.responsible, *task.support):
            yield name, task.document_id, task.source
    for item in corpus.items:
        yield item.agency, item.document_id, item.source


def _district_of(document: Document | None, issues: Mapping[str, Issue]) -> str:
    """The district's Chinese name; its issue's where the document has none; empty where neither is known."""
    issue = issues.get(document.issue_id or "") if document else None
    return (document.district if document else None) or (issue.district if issue else "")


def _unknown(
    district: str, name: str, places: list[tuple[str, Source]], documents: Mapping[str, Document], issues: Mapping[str, Issue],
    units: tuple[Unit, ...],
) -> UnknownName:  # fmt: skip
    document = documents.get(places[0][0])
    issue = issues.get(document.issue_id or "") if document else None
    day = document.issued_on if document else None
    return UnknownName(
        district=district, name=name, count=len(places), places=tuple(source for _, source in places[:_PLACES]),
        read_in=f"{issue.title}{issue_words(issue)}" if issue else places[0][1].file,
        candidates=_candidates(name, [unit for unit in units if unit.district == district and key(unit.name) != key(name)], day),
    )  # fmt: skip


def _candidates(name: str, units: Iterable[Unit], day: str | None) -> tuple[Candidate, ...]:
    """The closest units; those that bore their name on `day` before others that are as close."""
    wanted = key(name)
    found = []
    for unit in units:
        form = max((unit.name, *unit.aliases, *unit.ocr), key=lambda form: _likeness(key(form), wanted))
        found.append(Candidate(unit, form, round(_likeness(key(form), wanted), 3)))
    found.sort(key=lambda one: (-one.likeness, not valid_on(one.unit, day), one.unit.id))
    return tuple(one for one in found[:_CANDIDATES] if one.likeness >= _LEAST_LIKENESS)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


# --- on the screen --------------------------------------------------------------------------------------------------------------


def describe(names: Iterable[UnknownName]) -> Iterator[str]:
    """One paragraph a name: where it stands and what it could be."""
    for unknown in names:
        places = "；".join(source_words(source) for source in unknown.places)
        more = f" 等 {unknown.count} 处" if unknown.count > len(unknown.places) else ""
        lines = [f"{unknown.district or '区县不详'}：{unknown.name}（{places}{more}）"]
        for number, candidate in enumerate(unknown.candidates, 1):
            form = f"，写作“{candidate.form}”" if candidate.form != candidate.unit.name else ""
            lines.append(f"  {number}. {candidate.unit.name}（{candidate.unit.kind}，相近 {candidate.likeness:.0%}{form}）")
        if not unknown.candidates:
            lines.append("  名录里没有相近的单位")
        yield "\n".join(lines)


def ask_for_decision(unknown: UnknownName, ask: Ask) -> Decision | None:
    """Ask the editor about one name; ``None`` leaves it as it is. `ask` shows a question and gives the answer."""
    count = len(unknown.candidates)
    numbers = "、".join(map(str, range(1, count + 1)))
    first = f"{numbers} 是它的别称，{numbers.replace('、', 'x、')}x 是识别错误，" if count else ""
    question = f"{first}n 是新单位，直接回车跳过"
    while True:
        answer = ask(question).strip().lower()
        if not answer:
            return None
        if answer == "n":
            return _ask_for_kind(unknown, ask)
        number, misread = answer.removesuffix("x"), answer.endswith("x")
        if number.isascii() and number.isdigit() and 1 <= int(number) <= count:
            unit = unknown.candidates[int(number) - 1].unit
            return Decision(unknown=unknown, unit=unit.name, field="ocr" if misread else "aliases")


def _ask_for_kind(unknown: UnknownName, ask: Ask) -> Decision | None:
    listed = "，".join(f"{number} {kind}" for number, kind in enumerate(KINDS, 1))
    while True:
        answer = ask(f"类别：{listed}；直接回车跳过").strip()
        if not answer:
            return None
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(KINDS):
            return Decision(unknown=unknown, kind=KINDS[int(answer) - 1])
        if answer in KINDS:
            return Decision(unknown=unknown, kind=KINDS[KINDS.index(answer)])


def curate(corpus: Corpus, content: Path, ask: Ask | None) -> Iterator[str]:
    """What the command says, line by line; with `ask`, the editor's decisions are written at once."""
    names = find_unknown_names(corpus, content)
    written = settled = 0
    for name in names:
        unknown = _afresh(name, content) if written else name
        if unknown is None:
            settled += 1
            continue
        yield from describe([unknown])
        decision = ask_for_decision(unknown, ask) if ask else None
        if decision:
            written += 1
            yield f"  已写入 {write_decision(decision, content)}"
    if not names:
        yield "任务和事项里的单位名称都在名录里。"
    elif ask:
        also = f"，另有 {settled} 个随之认得" if settled else ""
        yield f"共 {len(names)} 个写法，写入 {written} 个{also}。改动请用 git diff 看一遍，再运行 python build.py check。"
    else:
        yield f"共 {len(names)} 个写法不在名录里（网站照样有它们的页面）。要逐个登记，请加 --write。"


# --- into the file ----------------------------------------------------------------------------------------------------------------


def write_decision(decision: Decision, content: Path) -> Path:
    """Put the name into its district's registry; raises `RegistryError`, the file as it was, if the registry would be bad."""
    unknown = decision.unknown
    path, text = _registry_of(unknown.district, content)
    if decision.kind:
        text = add_unit(text, unknown.name, decision.kind, unknown.read_in)
    else:
        names = [unit if isinstance(unit, str) else unit["name"] for unit in yaml.safe_load(text)["units"] or ()]
        if decision.unit not in names:  # one that the base knows
            text = merge_units(text, decision.unit, unknown.name) if decision.field == "aliases" else _with_slip(text, decision)
        else:
            text = add_name(text, decision.unit, decision.field, unknown.name)
    return write_registry(path, text)


def _with_slip(text: str, decision: Decision) -> str:
    start = merge_units(text, decision.unit, decision.unknown.name)
    return start.replace(f"aliases: [{decision.unknown.name}]", f"ocr: [{decision.unknown.name}]")


def _registry_of(district: str, content: Path) -> tuple[Path, str]:
    """The file of a district and its text; that of a new file where there is none."""
    path = content / "units" / f"{load_registry(content / 'units').slug(district)}.yml"
    return path, path.read_text(encoding="utf-8") if path.exists() else start_registry(district, path.stem)


def write_registry(path: Path, text: str) -> Path:
    """Write a registry file after the whole registry was read with it; raises `RegistryError` and writes nothing if it would be bad."""
    others = [yaml.safe_load(other.read_text(encoding="utf-8")) for other in sorted(path.parent.glob("*.yml")) if other != path]
    Registry([*others, yaml.safe_load(text)])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)
    return path


# --- merging and renaming ---------------------------------------------------------------------------------------------------------


def merge(kept: str, gone: str, content: Path, district: str) -> Path:
    """Two units of a district are one from now on; comments stay."""
    path, text = _registry_of(district, content)
    return write_registry(path, merge_units(text, kept, gone))


def rename(old: str, new: str, content: Path, district: str) -> Path:
    """A unit gets another name and keeps its address; comments stay."""
    registry = load_registry(content / "units")
    found = registry.resolve(old, district=district, on=None)
    if found.unit_id is None:
        raise RegistryError(f"{district}没有叫“{old}”的单位。")
    path, text = _registry_of(district, content)
    return write_registry(path, rename_unit(text, old, new, found.unit_id.partition("/")[2]))


def only_district(content: Path, district: str | None) -> str:
    """The district that is meant; with one registry it need not be named. Raises `RegistryError` where it must."""
    known = load_registry(content / "units").districts
    if district or len(known) == 1:
        return district or known[0]
    raise RegistryError(f"请用 --district 写明区县：{'、'.join(known)}。")
