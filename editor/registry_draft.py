"""A district's registry as a draft, written from its corpus: what the base knows is left out, the rest is grouped and commented.

In: a `Corpus` and the content folder. Out: by district the path and text of its file; the editor strikes out or puts right. Nothing is
decided here: a name that may be a slip stands beside what it may be, one that may be no unit is a comment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from parser.grammar.bodies import near_body
from parser.model import Corpus, Unit
from parser.records.identity import Home, identify
from parser.records.registry import load_registry
from parser.words import source_words

from editor.files import write_whole
from editor.registry_edit import scalar
from editor.unit_curation import UnknownName, find_unknown_names

_TOWN_GROUPS = ("各镇政府、街道办事处", "各乡镇政府、街道办事处", "各镇政府", "各乡镇政府")
_GROUPS = ("政府部门", "党委部门", "群团", "法检", "派出和垂直管理", "镇街", "事业单位", "企业", "议事协调机构", "内设机构", "集合", "其他")


def draft_registries(corpus: Corpus, content: Path) -> Iterator[str]:
    """Write the drafts; says what was written, line by line. A district that has a file gets ``<slug>.yml.draft`` beside it."""
    registry = load_registry(content / "units")
    unknown = find_unknown_names(corpus, content)
    districts = dict.fromkeys([d.district for d in corpus.documents if d.district])
    for district in districts:
        path = content / "units" / f"{registry.slug(district)}.yml"
        names = [name for name in unknown if name.district == district]
        units = [unit for unit in corpus.units if unit.district == district]
        text = draft(district, path.stem, names, units)
        path = path.with_suffix(".yml.draft") if path.exists() else path
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        yield f"{district}：已写 {path}。程序认得 {len(units)} 个单位，没有列出；{len(names)} 个写法要看一看。"
    if not districts:
        yield "没有读到区县，写不了草稿。"


def draft(district: str, slug: str, names: list[UnknownName], units: list[Unit]) -> str:
    """The text of the file: `names` are those that nobody knows, `units` what the corpus names."""
    home = Home(district)
    rest = [name for name in names if near_body(name.name) is None]
    body = [*_groups_of_towns(units), *_slips(names, home), *_own_units(rest, home)]
    lines = [
        f"# {district}：按公报起草的机构名录。到处都有的机构（这里有 {len(units)} 个）程序认得，没有列出。",
        "# 删去不是单位的，改正写错的；拿不准的照原样留着。",
        f"district: {scalar(district)}", f"slug: {slug}", "units:" if body else "units: []", *body, *_doubtful(rest, home),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _slips(names: list[UnknownName], home: Home) -> list[str]:
    """Names that are one character away from a body, under that body."""
    found: dict[str, list[UnknownName]] = {}
    for name in names:
        if right := near_body(name.name):
            found.setdefault(_own(right, home), []).append(name)
    lines = ["", "  # 疑似识别错误，请对照原件：是另一个单位的，改成单独一条"] if found else []
    for right, wrong in found.items():
        lines += [
            f"  - name: {scalar(right)}",
            f"    ocr: {_listed(name.name for name in wrong)}",
            f"    source: {scalar(wrong[0].read_in)}",
        ]
    return lines


def _doubtful(names: list[UnknownName], home: Home) -> list[str]:
    found = [name for name in names if identify(name.name, home) is None]
    heading = ["", "  # 看不出是不是单位的写法，没有登记"] if found else []
    return heading + [f"  # - {name.name}    # {source_words(name.places[0])}" for name in found]


def _listed(names: Iterable[str]) -> str:
    return f"[{', '.join(map(scalar, names))}]"


def _groups_of_towns(units: list[Unit]) -> list[str]:
    """The groups of townships that the corpus speaks of, with the townships it names."""
    towns = [unit for unit in units if unit.kind == "镇街"]
    lines: list[str] = []
    for group in (unit for unit in units if unit.name in _TOWN_GROUPS):
        members = [unit.name for unit in towns if "街道" in group.name or not unit.name.endswith("街道")]
        if len(members) > 1:
            lines += [f"  - name: {group.name}", "    kind: 集合", f"    members: {_listed(members)}", "    source: 公报各期"]
    return ["", "  # 镇街：公报里出现的，请补全", *lines] if lines else []


def _own(name: str, home: Home) -> str:
    known = identify(name, home)
    return known.name if known else name


def _own_units(names: list[UnknownName], home: Home) -> list[str]:
    """The district's own units by kind, the writings of one unit together."""
    found: dict[str, dict[str, list[UnknownName]]] = {}
    for name in names:
        known = identify(name.name, home)
        if known:
            found.setdefault(known.kind, {}).setdefault(known.name, []).append(name)
    lines: list[str] = []
    for kind in _GROUPS:
        units = found.get(kind, {})
        if units:
            lines += ["", f"  # {kind}"]
        for unit, writings in units.items():
            aliases = [name.name for name in writings if name.name != unit]
            lines += [f"  - name: {scalar(unit)}", f"    kind: {kind}"]
            lines += [f"    aliases: {_listed(aliases)}"] if aliases else []
            place = source_words(writings[0].places[0])
            count = sum(name.count for name in writings)
            lines += [f"    source: {scalar(writings[0].read_in)}    # {count} 处，{place}"]
    return lines
