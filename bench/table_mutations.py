"""Changes to the tables of a gazette that leave their meaning as it is: page breaks, lost and moved cells, other forms.

In and out as in `bench.mutations`; importing this module adds its changes to `MUTATIONS`.
"""

from __future__ import annotations

import random
import re
from itertools import pairwise

from bench.mutations import _NAMES, UNIT_COLUMNS, Line, Text, _headed_tables, _map_rows, _page, added, mutation, tables

_RENAMED = {
    "牵头单位": "牵头部门",
    "责任单位": "承办单位",
    "责任分工": "责任部门",
    "责任科室": "承办科室",
    "具体内容": "工作措施",
    "改革任务": "工作任务",
}


def _is_data(line: Line, header: list[str]) -> bool:
    cells = line.text.split("\t")
    return cells != header and sum(1 for c in cells if c.strip()) >= 3


def _without_repeats(text: Text) -> None:
    drop = {i for run, header in _headed_tables(text) for i in run[1:] if text.lines[i].text.split("\t") == header}
    text.lines = [x for i, x in enumerate(text.lines) if i not in drop]


@mutation("headers-dropped", "换页后重复的表头丢掉")
def _headers_dropped(text: Text, rng: random.Random) -> None:
    _without_repeats(text)


@mutation("headers-repeated", "每十行左右换页，重复表头")
def _headers_repeated(text: Text, rng: random.Random) -> None:
    _break_tables(text, rng, repeat=True)


@mutation("pages-in-tables", "每十行左右换页，有页码，不重复表头")
def _pages_in_tables(text: Text, rng: random.Random) -> None:
    _break_tables(text, rng, repeat=False)


def _break_tables(text: Text, rng: random.Random, *, repeat: bool) -> None:
    gaps: dict[int, list[Line]] = {}
    for run, header in _headed_tables(text):
        for n, i in enumerate(run[1:], start=1):
            if n % 10 == 0 and _is_data(text.lines[i], header) and text.lines[i].text.split("\t")[0]:
                gaps[i] = [*_page(rng, n), *([added("\t".join(header))] if repeat else [])]
    text.lines = [y for i, x in enumerate(text.lines) for y in (*gaps.get(i, ()), x)]


_GROUP = re.compile(r"\W*(?:<b>|\*\*)?[（(]?[一二三四五六七八九十]+[）)、][^\t]*\t+")


@mutation("trailing-cells", "行末空格子丢掉（只剩一格的，分组行除外，留一个）")
def _trailing_cells(text: Text, rng: random.Random) -> None:
    def strip(s: str) -> str:
        short = s.rstrip("\t")
        return short if "\t" in short or _GROUP.fullmatch(s) else s[: len(short) + 1]

    text.lines = [Line(strip(x.text), x.first, x.last) for x in text.lines]


@mutation("pipe-tables", "制表符改 | 表格")
def _pipe_tables(text: Text, rng: random.Random) -> None:
    out = list(text.lines)
    for run in reversed(list(tables(text))):
        for i in run:
            x = text.lines[i]
            out[i] = Line("| " + " | ".join(x.text.split("\t")) + " |", x.first, x.last)
        out.insert(run[0] + 1, added("|" + " --- |" * len(text.lines[run[0]].text.split("\t"))))
    text.lines = out


@mutation("html-tables", "制表符改 HTML 表格，一行一个 tr")
def _html_tables(text: Text, rng: random.Random) -> None:
    out = list(text.lines)
    places = {i for run in tables(text) for i in run}
    for i in sorted(places):
        x = text.lines[i]
        cells = "".join(f"<td>{c}</td>" for c in x.text.split("\t"))
        opened, closed = "" if i - 1 in places else "<table>", "" if i + 1 in places else "</table>"
        out[i] = Line(f"{opened}<tr>{cells}</tr>{closed}", x.first, x.last)
    text.lines = out


def _cut_rows(text: Text, rng: random.Random, share: float) -> dict[int, tuple[list[str], list[str]]]:
    """Rows to cut: place → the cells above and below the cut, taken in the longest cell."""
    cut: dict[int, tuple[list[str], list[str]]] = {}
    for run, header in _headed_tables(text):
        for i in run[1:]:
            cells = text.lines[i].text.split("\t")
            longest = max(range(len(cells)), key=lambda k: len(cells[k]))
            if len(cells) == len(header) and len(cells[longest]) > 60 and rng.random() < share:
                at = rng.randrange(20, len(cells[longest]) - 20)
                below = ["" for _ in cells]
                above = list(cells)
                above[longest], below[longest] = cells[longest][:at], cells[longest][at:]
                cut[i] = (above, below)
    return cut


@mutation("rows-cut-by-page", "两成长行被换页断成两截")
def _rows_cut_by_page(text: Text, rng: random.Random) -> None:
    out: list[Line] = []
    cut = _cut_rows(text, rng, 0.2)
    for i, x in enumerate(text.lines):
        parts = cut.get(i)
        gap = [added("")] if rng.random() < 0.5 else _page(rng, i)
        out += [Line("\t".join(parts[0]), x.first, x.last), *gap, Line("\t".join(parts[1]), x.first, x.last)] if parts else [x]
    text.lines = out


@mutation("rows-cut-repeated-header", "两成长行被换页断开，后半截前重复表头")
def _rows_cut_repeated_header(text: Text, rng: random.Random) -> None:
    out: list[Line] = []
    cut = _cut_rows(text, rng, 0.2)
    heads = {i: header for run, header in _headed_tables(text) for i in run}
    for i, x in enumerate(text.lines):
        if parts := cut.get(i):
            gap = [added(""), added("\t".join(heads[i]))]
            out += [Line("\t".join(parts[0]), x.first, x.last), *gap, Line("\t".join(parts[1]), x.first, x.last)]
        else:
            out.append(x)
    text.lines = out


@mutation("cells-on-two-lines", "两成长格中间断成两行，没有空行")
def _cells_on_two_lines(text: Text, rng: random.Random) -> None:
    out: list[Line] = []
    cut = _cut_rows(text, rng, 0.2)
    for i, x in enumerate(text.lines):
        if parts := cut.get(i):
            at = next(k for k, c in enumerate(parts[1]) if c)
            above = "\t".join(parts[0][: at + 1])
            out += [Line(above, x.first, x.last), Line("\t".join([parts[1][at], *parts[0][at + 1 :]]), x.first, x.last)]
        else:
            out.append(x)
    text.lines = out


@mutation("units-renamed", "牵头单位改牵头部门、责任单位改承办单位等")
def _units_renamed(text: Text, rng: random.Random) -> None:
    _map_rows(text, lambda header, row: [_RENAMED.get(c, c) for c in row] if row == header else None, units_only=True)
    text.lines = [
        Line(x.text.replace("牵头部门：", "牵头单位：").replace("责任部门：", "责任单位："), x.first, x.last) if text.prose(x) else x
        for x in text.lines
    ]


@mutation("units-renamed-2", "牵头单位改主办单位、责任单位改落实单位等")
def _units_renamed_2(text: Text, rng: random.Random) -> None:
    names = {"牵头单位": "主办单位", "责任单位": "落实单位", "责任分工": "责任单位", "责任科室": "责任部门"}
    _map_rows(text, lambda header, row: [names.get(c, c) for c in row] if row == header else None, units_only=True)
    text.lines = [
        Line(re.sub("责任部门[：:]", "责任单位：", re.sub("牵头部门[：:]", "主办单位：", x.text)), x.first, x.last) if text.prose(x) else x
        for x in text.lines
    ]


def _drop_shifted(text: Text) -> None:
    """Without the rows whose cells slipped in the original: no column may be moved in them."""
    text.lines = [x for x in text.lines if x.first not in text.shifted]


@mutation("columns-swapped", "单位的列移到内容的列前面")
def _columns_swapped(text: Text, rng: random.Random) -> None:
    _drop_shifted(text)

    def change(header: list[str], row: list[str]) -> list[str] | None:
        places = [k for k, c in enumerate(header) if c in UNIT_COLUMNS]
        if len(row) != len(header) or len(header) < 4:
            return None
        front = places[0] - 1
        order = [*range(front), *places, *(k for k in range(front, len(header)) if k not in places)]
        return [row[k] for k in order]

    _map_rows(text, change, units_only=True)


@mutation("column-remark", "表末加一列备注")
def _column_remark(text: Text, rng: random.Random) -> None:
    _drop_shifted(text)
    _map_rows(text, lambda header, row: [*row, "备注" if row == header else ""] if len(row) == len(header) else None, units_only=True)


@mutation("column-leader", "单位前加一列责任领导（人名）")
def _column_leader(text: Text, rng: random.Random) -> None:
    _drop_shifted(text)

    def change(header: list[str], row: list[str]) -> list[str] | None:
        if len(row) != len(header):
            return None
        at = next(k for k, c in enumerate(header) if c in UNIT_COLUMNS)
        full = sum(1 for c in row if c) > 1
        return [*row[:at], "责任领导" if row == header else (rng.choice(_NAMES) if full else ""), *row[at:]]

    _map_rows(text, change, units_only=True)


@mutation("rows-shifted-right", "一成行的内容和单位右移一格，最后一格丢失")
def _rows_shifted_right(text: Text, rng: random.Random) -> None:
    for run, header in _headed_tables(text):
        if header[-2:] != ["牵头单位", "责任单位"]:
            continue
        for i in run[1:]:
            x = text.lines[i]
            row = x.text.split("\t")
            if row != header and len(row) == len(header) and row[1] and row[2] and x.first not in text.shifted and rng.random() < 0.2:
                text.lines[i] = Line("\t".join([row[0], "", *row[1:-1]]), x.first, x.last)
                text.lost[x.first] = ("responsible",)


@mutation("rows-shifted-left", "空的分组格丢失，后面各格左移一格")
def _rows_shifted_left(text: Text, rng: random.Random) -> None:
    for run, header in _headed_tables(text):
        if not UNIT_COLUMNS & set(header):
            continue
        for i in run[1:]:
            x = text.lines[i]
            row = x.text.split("\t")
            gap = next((k for k in (1, 0) if k < len(row) and not row[k]), None)
            if (
                gap is not None
                and len(row) == len(header)
                and x.first not in text.shifted
                and row[-1]
                and len(row) >= 4
                and rng.random() < 0.3
            ):
                text.lines[i] = Line("\t".join([*row[:gap], *row[gap + 1 :], ""]), x.first, x.last)


@mutation("empty-cells-lost", "空的分组格丢失，行短一格")
def _empty_cells_lost(text: Text, rng: random.Random) -> None:
    _rows_shifted_left(text, rng)
    _trailing_cells(text, rng)


@mutation("group-rows-bare", "分组行不带空格子")
def _group_rows_bare(text: Text, rng: random.Random) -> None:
    text.lines = [Line(x.text.rstrip("\t"), x.first, x.last) if _GROUP.fullmatch(x.text) else x for x in text.lines]


@mutation("group-rows-repeated", "分组行的字填满每一格")
def _group_rows_repeated(text: Text, rng: random.Random) -> None:
    def change(header: list[str], row: list[str]) -> list[str] | None:
        return [row[0]] * len(row) if row[0] and len(row) == len(header) and not any(row[1:]) else None

    _map_rows(text, change)


@mutation("unit-cells-spaced", "单位格内换行处留空格，单位之间、后加空格")
def _unit_cells_spaced(text: Text, rng: random.Random) -> None:
    def change(header: list[str], row: list[str]) -> list[str] | None:
        if row == header or len(row) != len(header):
            return None
        return [
            (c[:6] + " " + c[6:] if len(c) > 12 and "。" not in c else c).replace("、", "、 ")
            if header[k] in UNIT_COLUMNS and "。" not in c
            else c
            for k, c in enumerate(row)
        ]

    _map_rows(text, change, units_only=True)


@mutation("labels-filled", "合并的分组格每行都填上")
def _labels_filled(text: Text, rng: random.Random) -> None:
    for run, header in _headed_tables(text):
        if header[0] == "序号" or not UNIT_COLUMNS & set(header):
            continue
        above = ""
        for i in run[1:]:
            row = text.lines[i].text.split("\t")
            if len(row) == len(header) and row != header and row[-1]:
                above = row[0] or above
                text.lines[i] = Line("\t".join([above, *row[1:]]), text.lines[i].first, text.lines[i].last)


@mutation("labels-centred", "合并的分组格的字印在中间一行")
def _labels_centred(text: Text, rng: random.Random) -> None:
    for run, header in _headed_tables(text):
        if header[0] == "序号" or not UNIT_COLUMNS & set(header):
            continue
        rows = {i: text.lines[i].text.split("\t") for i in run if text.lines[i].text.split("\t") != header}
        full = [i for i, row in rows.items() if len(row) == len(header) and text.lines[i].first not in text.shifted]
        starts = [n for n, i in enumerate(full) if rows[i][0]] + [len(full)]
        for a, b in pairwise(starts):
            group = [i for i in full[a:b] if full[a] + 2 * (b - a) > i]
            if len(group) < 3 or any(not rows[i][1] for i in group) or group[-1] - group[0] >= len(group):
                continue
            middle = group[len(group) // 2]
            rows[middle][0], rows[group[0]][0] = rows[group[0]][0], ""
            for i in (middle, group[0]):
                text.lines[i] = Line("\t".join(rows[i]), text.lines[i].first, text.lines[i].last)
