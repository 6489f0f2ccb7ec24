"""Changes to the text of a gazette that leave its meaning as it is: what another text recognition or printer would make of it.

In: the lines of a file, each with the lines of the original it stands for, and a seeded random generator. Out: the changed lines.
A change that takes a cell away says so in `Text.lost`: lines of the original → roles that can no longer be read.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

UNIT_COLUMNS = frozenset({"牵头单位", "责任单位", "责任分工", "责任科室"})
_DATE = re.compile(r"\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*")
_NUMERALS = "〇一二三四五六七八九"
_NAMES = ("王立民", "李  强", "陈晓东", "赵 敏", "孙文静", "周海涛")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its text, and the first and last line of the original it stands for (0: an added line)."""

    text: str
    first: int
    last: int

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def row(self) -> bool:
        return "\t" in self.text


@dataclass(slots=True)
class Text:
    """A file under change: `contents` are the original lines of its 目录, `titles` the lines on which titles of documents stand.

    `shifted` are the rows whose cells slipped in the original. A change fills in what it takes away (`lost`) and how it renames units.
    """

    lines: list[Line]
    contents: range
    titles: frozenset[int]
    shifted: frozenset[int] = frozenset()
    lost: dict[int, tuple[str, ...]] = field(default_factory=dict)
    rename: Callable[[str], str] = str

    def prose(self, line: Line) -> bool:
        """A line of running text of the body: no row, no title, no 目录."""
        return not (line.row or line.blank or line.first in self.contents or line.first in self.titles)


Mutation = Callable[[Text, random.Random], None]
MUTATIONS: dict[str, tuple[str, Mutation]] = {}


def mutation(name: str, what: str) -> Callable[[Mutation], Mutation]:
    def register(function: Mutation) -> Mutation:
        MUTATIONS[name] = (what, function)
        return function

    return register


def added(text: str) -> Line:
    return Line(text, 0, 0)


def _replace_text(text: Text, change: Callable[[str], str], wanted: Callable[[Line], bool] = lambda _: True) -> None:
    text.lines = [Line(change(x.text), x.first, x.last) if wanted(x) else x for x in text.lines]


def tables(text: Text) -> Iterator[list[int]]:
    """The places of the rows of each run of rows that only blank lines part."""
    run: list[int] = []
    for i, line in enumerate(text.lines):
        if line.row and line.first not in text.contents:
            run.append(i)
        elif not line.blank and run:
            yield run
            run = []
    if run:
        yield run


def _headed_tables(text: Text) -> Iterator[tuple[list[int], list[str]]]:
    for run in tables(text):
        header = text.lines[run[0]].text.split("\t")
        if len(run) > 2 and all(len(c) <= 24 and not c.endswith("。") for c in header):
            yield run, header


def _map_rows(text: Text, change: Callable[[list[str], list[str]], list[str] | None], units_only: bool = False) -> None:
    """Each row of each table with headings: (headings, cells) → new cells; ``None``: as it is."""
    for run, header in _headed_tables(text):
        if units_only and not UNIT_COLUMNS & set(header):
            continue
        for i in run:
            line = text.lines[i]
            if (cells := change(header, line.text.split("\t"))) is not None:
                text.lines[i] = Line("\t".join(cells), line.first, line.last)


@mutation("unchanged", "不改（配合 --no-registry）")
def _unchanged(text: Text, rng: random.Random) -> None:
    pass


# Widths, brackets, marks


@mutation("full-width", "半角标点改全角")
def _full_width(text: Text, rng: random.Random) -> None:
    table = str.maketrans(",:;()?!", "，：；（）？！")
    _replace_text(text, lambda s: re.sub(r"(?<!\d)[,:;()?!]|[,:;()?!](?!\d)", lambda m: m[0].translate(table), s))


@mutation("half-width", "全角标点改半角")
def _half_width(text: Text, rng: random.Random) -> None:
    _replace_text(text, lambda s: s.translate(str.maketrans("，：；（）？！", ",:;()?!")))


@mutation("full-width-digits", "数字和字母改全角")
def _full_width_digits(text: Text, rng: random.Random) -> None:
    _replace_text(text, lambda s: re.sub(r"<[^<>]*>|[0-9A-Za-z]", lambda m: m[0] if m[0][0] == "<" else chr(ord(m[0]) + 0xFEE0), s))


@mutation("brackets-square", "文号〔〕改[]")
def _brackets_square(text: Text, rng: random.Random) -> None:
    _replace_text(text, lambda s: re.sub(r"〔(\d{4})〕", r"[\1]", s), lambda x: x.first not in text.titles)


@mutation("brackets-round", "文号〔〕改（）")
def _brackets_round(text: Text, rng: random.Random) -> None:
    _replace_text(text, lambda s: re.sub(r"〔(\d{4})〕", r"（\1）", s), lambda x: x.first not in text.titles)


@mutation("straight-quotes", "引号改直引号")
def _straight_quotes(text: Text, rng: random.Random) -> None:
    _replace_text(text, lambda s: re.sub("[“”]", '"', s))


@mutation("marks-added", "加上 # 和 **")
def _marks_added(text: Text, rng: random.Random) -> None:
    def change(s: str) -> str:
        if (
            re.match(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十]+[章条项]", s)
            and len(s) < 45
            and not s.endswith("。")
        ):
            return "## " + s
        return re.sub(r"^(\d{1,2}\s?[.．][^。]{2,30}。)", r"**\1**", s)

    _replace_text(text, change, lambda x: text.prose(x) and "#" not in x.text and "*" not in x.text)
    _replace_text(text, lambda s: "# " + s.strip(), lambda x: x.first in text.titles and not x.text.startswith("#") and not x.blank)


@mutation("marks-removed", "去掉 # 和 **")
def _marks_removed(text: Text, rng: random.Random) -> None:
    _replace_text(text, lambda s: re.sub(r"^\s*#+\s*|^\s*-\s+|\*\*", "", s))


@mutation("marker-forms", "1. 改 1、或 1．，（一）改(一)")
def _marker_forms(text: Text, rng: random.Random) -> None:
    def change(s: str) -> str:
        s = re.sub(r"^(\*{0,2}\d{1,2})\s?\.\s?(?!\d)", lambda m: m[1] + rng.choice("、．"), s)
        return re.sub(r"^（([一二三四五六七八九十]+)）", r"(\1)", s)

    _replace_text(text, change, text.prose)


@mutation("spaces-digits", "数字、字母两边加空格")
def _spaces_digits(text: Text, rng: random.Random) -> None:
    pattern = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")
    _replace_text(text, lambda s: pattern.sub(" ", s))


@mutation("spaces-inside", "字间混入空格")
def _spaces_inside(text: Text, rng: random.Random) -> None:
    def change(s: str) -> str:
        return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", lambda _: " " if rng.random() < 0.02 else "", s)

    _replace_text(text, change)


@mutation("comma-units", "单位之间的、改，")
def _comma_units(text: Text, rng: random.Random) -> None:
    apart = re.compile(r"、(?!\s*(?:单位|街|各镇|办事处|$))")

    def cells(header: list[str], row: list[str]) -> list[str]:
        width = min(len(header), len(row))
        return [
            apart.sub("，", c) if i < width and header[i] in UNIT_COLUMNS and len(c) < 200 and "。" not in c else c
            for i, c in enumerate(row)
        ]

    _map_rows(text, cells, units_only=True)
    statement = re.compile(r"(?:牵头部门|责任部门|责任单位)\s*[：:][^）)；;]*")
    _replace_text(text, lambda s: statement.sub(lambda m: apart.sub("，", m[0]), s), text.prose)


# Lines and pages


@mutation("no-blank-lines", "去掉空行")
def _no_blank_lines(text: Text, rng: random.Random) -> None:
    text.lines = [x for x in text.lines if not x.blank]


@mutation("blank-lines", "每行后加空行")
def _blank_lines(text: Text, rng: random.Random) -> None:
    text.lines = [y for x in text.lines for y in ((x, added("")) if not x.row else (x,))]


@mutation("blank-lines-in-tables", "表格每行后也加空行")
def _blank_lines_in_tables(text: Text, rng: random.Random) -> None:
    text.lines = [y for x in text.lines for y in (x, added(""))]


def _page(rng: random.Random, number: int) -> list[Line]:
    form = rng.choice(("— {} —", "- {} -", "－{}－", "·{}·", "{}", "第 {} 页"))
    return [added(""), added(form.format(number)), added("")]


def _between(text: Text, page: Callable[[int], list[Line]], step: int) -> None:
    """A page break each `step` lines or so, where a blank line stands already."""
    out: list[Line] = []
    since = number = 0
    for i, line in enumerate(text.lines):
        out.append(line)
        since += 1
        above = next((x.first for x in reversed(text.lines[:i]) if not x.blank), 0)
        if line.blank and since >= step and line.first > text.contents.stop and above not in text.titles:
            number, since = number + 1, 0
            out += page(number)
    text.lines = out


@mutation("page-numbers", "插入页码")
def _page_numbers(text: Text, rng: random.Random) -> None:
    _between(text, lambda n: _page(rng, n), 24)


@mutation("running-headers", "插入页眉和页码")
def _running_headers(text: Text, rng: random.Random) -> None:
    _between(text, lambda n: [added(""), added(f"{n}"), added(""), added("×区人民政府公报　　2021年第8期"), added("")], 30)


def _cut_paragraphs(text: Text, rng: random.Random, gap: Callable[[int], list[Line]], share: float) -> None:
    out: list[Line] = []
    number = 0
    for line in text.lines:
        if text.prose(line) and len(line.text) > 70 and rng.random() < share:
            number += 1
            at = rng.randrange(20, len(line.text) - 8)
            while line.text[at - 1] in "。；：" or not re.match(r"[\u4e00-\u9fff]", line.text[at]):
                at -= 1
            out += [Line(line.text[:at], line.first, line.last), *gap(number), Line(line.text[at:], line.first, line.last)]
        else:
            out.append(line)
    text.lines = out


@mutation("cut-by-blank", "三成长段落在任意处断开，中间空一行")
def _cut_by_blank(text: Text, rng: random.Random) -> None:
    _cut_paragraphs(text, rng, lambda _: [added("")], 0.3)


@mutation("cut-by-page", "三成长段落被换页断开，中间有页码")
def _cut_by_page(text: Text, rng: random.Random) -> None:
    _cut_paragraphs(text, rng, lambda n: _page(rng, n), 0.3)


@mutation("hard-wrap", "段落按 38 字折行")
def _hard_wrap(text: Text, rng: random.Random) -> None:
    out: list[Line] = []
    for x in text.lines:
        parts = re.findall(".{1,38}", x.text) if text.prose(x) and len(x.text) > 40 else [x.text]
        out += [Line(part, x.first, x.last) for part in parts]
    text.lines = out


@mutation("titles-wrapped", "文件标题换一个地方折行")
def _titles_wrapped(text: Text, rng: random.Random) -> None:
    out: list[Line] = []
    for x in text.lines:
        if x.first in text.titles and len(x.text) > 24 and not x.blank:
            at = len(x.text) // 2
            mark = "# " if x.text.startswith("#") else ""
            out += [Line(x.text[:at], x.first, x.last), Line(mark + x.text[at:], x.first, x.last)]
        else:
            out.append(x)
    text.lines = out


@mutation("titles-joined", "文件标题并成一行")
def _titles_joined(text: Text, rng: random.Random) -> None:
    out: list[Line] = []
    for x in text.lines:
        back = next((i for i in range(len(out) - 1, -1, -1) if not out[i].blank), None)
        if x.first in text.titles and not x.blank and back is not None and out[back].last in text.titles and out[back].last >= x.first - 2:
            del out[back + 1 :]
            out[back] = Line(out[back].text + re.sub(r"^\s*#+\s*", " ", x.text), out[back].first, x.last)
        else:
            out.append(x)
    text.lines = out


def _contents_form(form: str) -> Mutation:
    leader = re.compile(r"(?:[.…·⋯]{2,}|\t)\s*[(（]?\s*(\d{1,3})\s*[)）]?\s*$")

    def change(text: Text, rng: random.Random) -> None:
        _replace_text(text, lambda s: leader.sub(lambda m: form.format(m[1]), s), lambda x: x.first in text.contents)

    return change


_CONTENTS_FORMS = {
    "tab": "\t{}",
    "dots": "……（{}）",
    "blank": "　　{}",
    "slash": "/{}",
    "hyphens": "-----------{}",
    "spaced": "………… {} ",
    "none": "",
    "glued": "{}",
}
for _name, _form in _CONTENTS_FORMS.items():
    mutation(f"contents-{_name}", f"目录的引导点和页码写作 {_form!r}")(_contents_form(_form))


@mutation("contents-removed", "没有目录")
def _contents_removed(text: Text, rng: random.Random) -> None:
    text.lines = [x for x in text.lines if x.first not in text.contents]


@mutation("contents-slips", "目录里的字认错（5%）")
def _contents_slips(text: Text, rng: random.Random) -> None:
    def change(s: str) -> str:
        return re.sub(r"[\u4e00-\u9fff]", lambda m: rng.choice("为己末曰土天力") if rng.random() < 0.05 else m[0], s)

    _replace_text(text, change, lambda x: x.first in text.contents and "目" not in x.text)


@mutation("signature-one-line", "署名和日期并成一行")
def _signature_one_line(text: Text, rng: random.Random) -> None:
    out: list[Line] = []
    for x in text.lines:
        back = next((i for i in range(len(out) - 1, -1, -1) if not out[i].blank), None)
        if (
            _DATE.fullmatch(x.text)
            and back is not None
            and len(out[back].text) < 24
            and out[back].first not in text.contents
            and not out[back].row
        ):
            del out[back + 1 :]
            out[back] = Line(f"{out[back].text}　　{x.text}", out[back].first, x.last)
        else:
            out.append(x)
    text.lines = out


def chinese_date(year: str, month: str, day: str) -> str:
    def small(n: int) -> str:
        tens = "" if n < 10 else ("十" if n < 20 else _NUMERALS[n // 10] + "十")
        return tens + (_NUMERALS[n % 10] if n % 10 else "")

    return "".join(_NUMERALS[int(d)] for d in year) + f"年{small(int(month))}月{small(int(day))}日"


@mutation("chinese-dates", "成文日期改汉字")
def _chinese_dates(text: Text, rng: random.Random) -> None:
    _replace_text(text, lambda s: chinese_date(*m.groups()) if (m := _DATE.fullmatch(s)) else s)


_DISTRICT = re.compile(
    r"(?<![社园地片能发辖城小老新景校厂矿专分特各全市县店村川台淄山])区(?=[\u4e00-\u9fff]{0,14}(?:局|委|办|中心|院|政府|会|部|馆|室|联|科协|队|公司))"
)


@mutation("county", "区改县：区教育局改县教育局")
def _county(text: Text, rng: random.Random) -> None:
    text.rename = lambda s: _DISTRICT.sub("县", s)
    _replace_text(text, text.rename, lambda x: x.first not in text.titles and x.first not in text.contents)


@mutation("units-glued", "单位之间的空格去掉")
def _units_glued(text: Text, rng: random.Random) -> None:
    _replace_text(text, lambda s: re.sub(r"(?<=[、，；：]) +", "", s))
