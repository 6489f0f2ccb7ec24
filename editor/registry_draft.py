"""A district's registry as a draft, written from its corpus: what the base knows is left out, the rest is grouped and commented.

In: a `Corpus` and the content folder. Out: by district the path and text of its file; the editor strikes out or puts right. Nothing is
decided here: a name that may be a slip stands beside what it may be, one that may be no unit is a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from parser.grammar.bodies import near_body
from parser.model import Corpus, Unit
from parser.records.identity import Home, identify
from parser.records.registry import load_registry
from parser.words import source_words

from editor.files import write_whole
from editor.unit_curation import UnknownName, find_unknown_names

_TOWN_GROUPS = ("各镇政府、街道办事处", "各乡镇政府、街道办事处", "各镇政府", "各乡镇政府")
_GROUPS = ("政府部门", "党委部门", "群团", "法检", "派出和垂直管理", "镇街", "事业单位", "企业", "议事协调机构", "内设机构", "集合", "其他")


def draft_registries(corpus: Corpus, content: Path) -> Iterator[str]:
    """Write the drafts; says what was written, line by line. A district that has a file gets ``<slug>.yml.draft`` beside it."""
    registry = load_registry(content / "units")
    unknown = find_unknown_names(corpus, content)
    districts = dict.fromkeys([d.district for d in corpus.documents if d.district])
    for district in districts:
        slug = registry.slug(district)
        path = content / "units" / f"{slug}.yml"
        names = [name for name in unknown if name.district == district]
        groups = [unit for unit in corpus.units if unit.district == district and unit.name in _TOWN_GROUPS]
        towns = [unit for unit in corpus.units if unit.district == district and unit.kind == "镇街"]
        known = sum(unit.district == district for unit in corpus.units)
        if path.exists():
            path = path.with_suffix(".yml.draft")
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, draft(district, slug, names, towns, groups, known))
        yield f"{district}：已写 {path}。程序认得 {known} 个单位，没有列出；{len(names)} 个写法要看一看。"
    if not districts:
        yield "没有读到区县，写不了草稿。"


def draft(district: str, slug: str, names: list[UnknownName], towns: list[Unit], groups: list[Unit], known: int) -> str:
    """The text of the file."""
    lines = [
        f"# {district}：按公报起草的机构名录。到处都有的机构（这里有 {known} 个）程序认得，没有列出。",
        "# 删去不是单位的，改正写错的；拿不准的照原样留着。",
        f"district: {district}", f"slug: {slug}", "units:",
    ]  # fmt: skip
    home = Home(district)
    lines += _groups_of_towns(towns, groups)
    slips = [(name, right) for name in names if (right := near_body(name.name))]
    if slips:
        lines += ["", "  # 疑似识别错误，请对照原件：是另一个单位的，改成单独一条"]
        for right in dict.fromkeys(right for _, right in slips):
            wrong = [name for name, meant in slips if meant == right]
            lines += [f"  - name: {_own(right, home)}", f"    ocr: [{', '.join(name.name for name in wrong)}]",
                      f"    source: {wrong[0].read_in}"]  # fmt: skip
    rest = [name for name in names if near_body(name.name) is None]
    lines += _own_units(rest, home)
    doubtful = [name for name in rest if identify(name.name, home) is None]
    if doubtful:
        lines += ["", "  # 看不出是不是单位的写法，没有登记"]
        lines += [f"  # - {name.name}    # {source_words(name.places[0])}" for name in doubtful]
    if lines[-1] == "units:":
        lines[-1] = "units: []"
    return "\n".join(lines) + "\n"


def _groups_of_towns(towns: list[Unit], groups: list[Unit]) -> list[str]:
    """The groups of townships that the corpus speaks of, with the townships it names."""
    lines: list[str] = []
    for group in groups:
        members = [unit.name for unit in towns if "街道" in group.name or not unit.name.endswith("街道")]
        if len(members) > 1:
            lines += [f"  - name: {group.name}", "    kind: 集合", f"    members: [{', '.join(members)}]", "    source: 公报各期"]
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
            lines += [f"  - name: {unit}", f"    kind: {kind}"]
            lines += [f"    aliases: [{', '.join(aliases)}]"] if aliases else []
            lines += [
                f"    source: {writings[0].read_in}    # {sum(name.count for name in writings)} 处，{source_words(writings[0].places[0])}"
            ]
    return lines
