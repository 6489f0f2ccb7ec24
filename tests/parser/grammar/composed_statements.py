"""Statements of responsibility composed from names, joiners, verb phrases and labels, each with what must be read from it.

Nothing here is a list that the parser knows: names, verbs and orders are mixed as offices mix them.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

NAMES = (
    "县水利局", "县商务局", "县工商联", "县委组织部", "县公安局交警大队", "区公安分局", "云溪海关", "市场监管总局",
    "国网青禾县供电公司", "县发展和改革局", "县自然资源和规划局", "青禾镇政府", "团县委", "县指导中心", "县监督管理所",
    "中国移动青禾分公司", "青禾一中", "县招商局", "各县（市、区）", "各乡镇人民政府", "县直有关部门", "县委宣传部（县新闻出版局）",
    "云溪市公安局青禾分局", "县督查室", "县住房城乡建设局", "县农业综合执法大队", "县供销社", "县残联", "县落实河长制办公室",
    "自贸区管委会", "县推进职能转变协调小组办公室", "财政部", "税务局",
)  # fmt: skip
JOINERS = ("、", "，", "和", "、", "及", "与", "、")
LEADS = (
    "牵头",
    "牵头负责",
    "总牵头",
    "牵头组织实施",
    "负责牵头",
    "主办",
    "为牵头单位",
    "作为总牵头单位",
    "牵头抓总",
    "具体牵头",
    "牵头制定实施细则",
)
DUTIES = (
    "负责", "按职责分工负责", "按照各自职责负责", "具体负责", "分工负责", "负责落实", "组织实施", "承办", "分别负责", "负责具体实施",
    "为责任单位", "按职责分工抓好落实", "在各自职责范围内负责", "负责编制年度计划", "依职责推进", "共同落实", "分头实施", "为实施主体",
)  # fmt: skip
HELPS = ("配合", "密切配合", "按职责分工配合", "协办", "予以配合", "积极配合", "配合做好有关工作", "负责配合")
GUIDES = ("指导", "业务指导", "监督", "督导", "协助", "参与", "负责业务指导", "支持")
LABELS = {
    "lead": ("牵头单位", "牵头部门", "主办单位", "牵头责任单位", "总牵头单位", "牵头"),
    "responsible": ("责任单位", "责任部门", "承办单位", "落实单位", "负责部门", "责任主体", "主体责任单位"),
    "support": ("配合单位", "配合部门", "协办单位", "参与单位", "配合", "业务指导单位"),
}
BRACKETS = ("（{}）", "({})", "【{}】", "〔{}〕", "［{}］")
TIMES = ("", "", "，2025年6月底前完成", "；12月底前", "，长期坚持", "，于2025年9月30日前完成")
ROLES = ("lead", "responsible", "support")


@dataclass(frozen=True)
class Composed:
    """`text` states that the names of each role have it."""

    text: str
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    support: tuple[str, ...] = ()


def joined(names: tuple[str, ...], joiners: tuple[str, ...]) -> str:
    """The names in one list; 和 and its like only before the last."""
    text = names[0]
    for i, name in enumerate(names[1:], start=1):
        joiner = joiners[i % len(joiners)]
        text += (joiner if i == len(names) - 1 or joiner in "、，" else "、") + name
    return text


@st.composite
def by_verbs(draw: st.DrawFn) -> Composed:
    """A、B牵头，C配合，由D负责…: each clause its own verb."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    picked: dict[str, list[str]] = {role: [] for role in ROLES}
    clauses: list[str] = []
    for role in draw(st.lists(st.sampled_from(("lead", "responsible", "support", "guide")), min_size=1, max_size=3, unique=True)):
        count = draw(st.integers(1, 3))
        own, names = names[:count], names[count:]
        if not own:
            break
        verb = draw(st.sampled_from({"lead": LEADS, "responsible": DUTIES, "support": HELPS, "guide": GUIDES}[role]))
        intro = draw(st.sampled_from(("", "", "由"))) if not clauses else ""
        clauses.append(
            intro
            + joined(tuple(own), ("、", "和") if clauses or role in ("support", "guide") else tuple(draw(st.permutations(JOINERS))))
            + verb
        )
        picked["support" if role == "guide" else role] += own
    text = draw(st.sampled_from(("，", "；"))).join(clauses) + draw(st.sampled_from(TIMES))
    return Composed(text, *(tuple(picked[role]) for role in ROLES))


@st.composite
def by_labels(draw: st.DrawFn) -> Composed:
    """牵头单位：A；责任单位：B、C；配合单位：D。"""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    picked: dict[str, tuple[str, ...]] = dict.fromkeys(ROLES, ())
    parts: list[str] = []
    for role in draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True)):
        count = draw(st.integers(1, 3))
        own, names = tuple(names[:count]), names[count:]
        if not own:
            break
        parts.append(
            draw(st.sampled_from(LABELS[role])) + draw(st.sampled_from("：:")) + joined(own, tuple(draw(st.permutations(JOINERS))))
        )
        picked[role] = own
    extra = draw(st.sampled_from(("", "", "完成时限：2025年6月", "责任人：王小明", "适用范围：全县，另有规定的除外")))
    return Composed("；".join([*parts, *([extra] if extra else [])]), *(picked[role] for role in ROLES))


def composed() -> st.SearchStrategy[Composed]:
    return st.one_of(by_verbs(), by_labels())
