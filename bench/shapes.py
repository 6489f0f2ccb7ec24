"""How does the parser's time grow with its input? ``python -m bench.shapes [--sizes 4000 16000 64000] [--only NAME …]``

In: the shapes below, each a text of any size that some loop or regular expression could stumble over. Out: on the screen a row for
each shape: seconds for each size, the exponent of the growth between the last two (1 is linear), seconds per 100 KB; exit code 1 where
the exponent is above the limit at times that count, or a text takes longer than the limit.
"""

from __future__ import annotations

import argparse
import math
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from bench.fuzz_texts import REPEATED

from parser import parse_texts
from parser.records.registry import Registry
from parser.text.read import SourceText, split_lines

SIZES = (4_000, 16_000, 64_000)
EXPONENT, PER_100_KB = 1.15, 2.0
NOISE = 0.25  # seconds; below it, the exponent says nothing
TITLE = "澄湖区人民政府办公室\n关于做好示例工作的通知\n澄政办字〔2030〕3号\n各镇人民政府：\n"
END = "\n澄湖区人民政府办公室\n2030年3月1日\n"
HEAD = "澄湖区人民政府公报\n2030年第2期\n"
TABLE = "序号\t任务\t牵头单位\t责任单位\t完成时限\n"


def _times(unit: str, *, before: str = "", behind: str = "") -> Callable[[int], str]:
    return lambda size: before + unit * (size // len(unit)) + behind


def _counted(line: str, *, before: str = "", behind: str = "") -> Callable[[int], str]:
    """Lines with their number in them (``{n}``)."""
    return lambda size: before + "".join(line.format(n=n) for n in range(1, size // len(line) + 1)) + behind


def _contents(size: int) -> str:
    count = size // 110
    entries = "".join(f"澄湖区人民政府关于示例{n}号事项的通知……{n}\n" for n in range(1, count))
    return HEAD + "目录\n" + entries + "".join(_document(n) for n in range(1, count))


def _document(n: int) -> str:
    head = f"澄湖区人民政府关于示例{n}号事项的通知\n澄政发〔2030〕{n}号\n各镇人民政府：\n"
    return f"{head}现将第{n}件事通知如下。\n澄湖区人民政府\n2030年3月1日\n\n"


SHAPES: dict[str, Callable[[int], str]] = {
    "附 and blanks": _times(" ", before="附", behind="x"),
    "附件 and blanks": _times(" ", before="附件", behind="x"),
    "blanks": _times(" ", behind="x"),
    "wide blanks": _times("\u3000", behind="x"),
    "blank lines": _times("\n", behind="x"),
    "会 before a date": _times("会", behind="2030年3月1日"),
    "会同": _times("会同"),
    "绝密 and blanks": _times(" ", before="绝密", behind="x"),
    "密级 and blanks": _times(" ", before="密级：", behind="x"),
    "contents, blanks": _times(" ", before=HEAD + "目录\n关于示例的通知", behind="x"),
    "contents, dots": _times(".", before=HEAD + "目录\n关于示例的通知", behind="x"),
    "contents, ellipses": _times("…", before=HEAD + "目录\n关于示例的通知", behind="x"),
    "contents, dots and blanks": _times(". ", before=HEAD + "目录\n关于示例的通知", behind="x"),
    "contents without pages": _counted("澄湖区人民政府关于示例{n}号事项的通知\n", before=HEAD + "目录\n"),
    "contents of many documents": _contents,
    "many documents": lambda size: "".join(_document(n) for n in range(1, size // 80)),
    "many documents, many lines": lambda size: HEAD + "".join(_document(n) for n in range(1, size // 80)),
    "文号 and blanks": _times(" ", before="澄政办字", behind="〔2030〕3号"),
    "文号, blanks inside": _times(" ", before="澄政办字〔2030〕", behind="3号"),
    "many 文号": _counted("澄政办字〔2030〕{n}号，"),
    "open 文号": _times("澄政办字〔2030"),
    "账号 and blanks": _times(" ", before="账号", behind="x"),
    "account digits": _times("1 ", before="账号"),
    "digits": _times("1"),
    "digits in threes": _times("138 "),
    "digits in cells": _times("138\t"),
    "bullet behind blanks": _times(" ", behind="- x"),
    "bullets": _times("- ", behind="x"),
    "heads": _times("# ", behind="x"),
    "由A会同": _times("由A会同", before=TITLE),
    "由区财政局会同": _times("由区财政局会同", before=TITLE),
    "负责": _times("负责", before=TITLE),
    "牵头，": _times("牵头，", before=TITLE),
    "区财政局负责": _times("区财政局负责", before=TITLE),
    "units 、": _times("区财政局、", before=TITLE + "责任单位："),
    "units 、 牵头": _times("区财政局、", before=TITLE + "一、做好工作。（", behind="牵头）"),
    "（区财政局）。": _times("（区财政局）。", before=TITLE),
    "（责任单位：区财政局）": _times("做好工作（责任单位：区财政局）。", before=TITLE),
    "（责任单位： open": _times("（责任单位：", before=TITLE),
    "责任单位：": _times("责任单位：", before=TITLE),
    "责任单位 lines": _times("一、做好工作。\n责任单位：区财政局\n完成时限：2030年底\n", before=TITLE, behind=END),
    "《》": _times("《示例》", before=TITLE),
    "《": _times("《", before=TITLE),
    "《 open, words": _times("《示例", before=TITLE),
    "（": _times("（"),
    "（）": _times("（）"),
    "(a": _times("(a"),
    "quotes": _times("“示例", before=TITLE),
    "tags in a table": _times("<a ", before="<table><tr><td>"),
    "tags": _times("<b>"),
    "open tags": _times("<b "),
    "comments in a table": _times("<!--", before="<table><tr><td>"),
    "rows in one line": _times("<tr><td>甲</td></tr>", before="<table>", behind="</table>"),
    "cells over lines": _times("<td>甲\n", before="<table><tr>"),
    "open tables": _times("<table>\n甲\n"),
    "wide spans": _times("<td colspan=200 rowspan=200>甲</td>", before="<table><tr>", behind="</tr></table>"),
    "long cells reaching down": lambda size: (
        "<table><tr><td rowspan=200>" + "甲" * (size // 2) + "</td></tr>" + "<tr><td>乙</td></tr>" * (size // 40)
    ),
    "wide row": _times("甲\t", before=TABLE),
    "wide rows": lambda size: (("甲\t" * 200).strip() + "\n") * (size // 400),
    "very wide rows": lambda size: (("甲\t" * (size // 8)).strip() + "\n") * 4,
    "wide row of pipes": _times("| 甲 ", behind="|"),
    "rows": _counted("{n}\t做好第{n}件事\t区财政局\t各镇\t2030年底前\n", before=TITLE + TABLE),
    "blank lines between rows": _counted("{n}\t做好第{n}件事\t区财政局\t各镇\t2030年底前\n\n", before=TITLE + TABLE),
    "rows without numbers": _times("\t做好事情，\t区财政局\t各镇\t2030年底前\n", before=TITLE + TABLE),
    "rows cut": _times("1\t做好事情，\n区财政局\t各镇\t2030年底前\n", before=TITLE + TABLE),
    "header again": _times(TABLE + "1\t做好事情\t区财政局\t各镇\t\n", before=TITLE),
    "tables and words": _times(TABLE + "1\t做好事情\t区财政局\t各镇\t\n说明如下。\n", before=TITLE),
    "numbers alone": _counted("{n}\n", before=TITLE + TABLE + "1\t甲\t\t\t\n"),
    "annex list": _counted("{n}.示例方案\n", before=TITLE + "附件：1.示例方案\n", behind=END),
    "annex list in one line": _counted("{n}.示例方案", before=TITLE + "附件："),
    "annexes": _counted("附件{n}\n示例方案{n}\n内容如下。\n", before=TITLE + "附件：1.示例方案\n" + END),
    "annexes listed and printed": lambda size: TITLE + "附件：" + "".join(f"{n}.示例方案{n}\n" for n in range(1, size // 50)) + END
    + "".join(f"附件{n}\n示例方案{n}\n内容如下。\n\n" for n in range(1, size // 50)),
    "articles": _counted("第{n}条 各镇应当做好第{n}件事。\n", before=TITLE),
    "one-sentence items": _counted("{n}.做好第{n}件事；\n", before=TITLE + "有以下几件：\n"),
    "headings": _counted("（一）做好第{n}件事\n", before=TITLE),
    "members": _counted("成  员：张某{n}  区财政局局长\n", before=TITLE + "组  长：李某  区长\n"),
    "members in one line": _times("张某  区财政局局长  ", before=TITLE + "组  长：李某  区长\n成  员："),
    "dates": _times("2030年3月1日", before=TITLE),
    "deadlines": _times("2030年3月底前，", before=TITLE),
    "numerals": _times("一"),
    "year signs": _times("二〇三〇年"),
    "cut sentences": _times("做好事情，抓好落实\n", before=TITLE),
    "cut brackets": _times("做好（事情，抓好\n", before=TITLE),
    "addressees": _times("各镇人民政府，", before="关于示例的通知\n", behind="：\n"),
    "signatures": _times("澄湖区人民政府\n2030年3月1日\n", before=TITLE),
    "titles": _times("关于示例的通知\n"),
    "long title": _times("关于示例", behind="的通知"),
    "names": _times("澄湖区人民政府公报"),
    "masthead 第一期": _times("第一期 ", before="澄湖区人民政府公报"),
    "running heads": _times("澄湖区人民政府公报 2030年第2期\n做好事情。\n", before=HEAD),
    "citations": _counted("《示例{n}办法》（澄政发〔2029〕{n}号）、", before=TITLE),
    "repeal list": _counted("{n}\t《示例{n}办法》\t澄政发〔2029〕{n}号\n", before=TITLE + "废止文件目录\n序号\t名称\t文号\n"),
    "underlines": _times("_"),
    "stars": _times("*"),
    "code marks": _times("```\n"),
    "escapes": _times("\\"),
    "entities": _times("&#26426;"),
    "Latin": _times("a"),
    "commas": _times("，"),
    "stops": _times("。"),
    "one long word": _times("示例"),
    "one long word of a unit": _times("局"),
    "paragraphs": _times("各镇要加强组织领导，做好示例工作，确保落到实处。\n", before=TITLE, behind=END),
    **{f"{unit!r} in a body": _times(unit, before=TITLE) for unit in REPEATED},
}  # fmt: skip


class TooLong(Exception):
    pass


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stops what runs longer; regular expressions, too, look for signals."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    old = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds for each size (infinite: stopped)."""

    sizes: Sequence[int]
    seconds: Sequence[float]

    @property
    def exponent(self) -> float:
        """Of the growth from the last size but one to the last; 0 where the times are too short to tell."""
        if self.seconds[-1] == math.inf:
            return math.inf
        if self.seconds[-1] < NOISE:
            return 0.0
        return math.log(self.seconds[-1] / max(self.seconds[-2], 1e-4)) / math.log(self.sizes[-1] / self.sizes[-2])

    @property
    def per_100_kb(self) -> float:
        return self.seconds[-1] / (self.sizes[-1] * 2.5 / 1e5)

    @property
    def is_good(self) -> bool:
        return self.exponent <= EXPONENT and self.per_100_kb <= PER_100_KB


def measure(shape: Callable[[int], str], sizes: Sequence[int] = SIZES, *, limit: float = 20.0, again: int = 1) -> Growth:
    """Parse the shape in each size; the best of `again` times."""
    seconds = []
    for size in sizes:
        source = SourceText(name="x.txt", lines=split_lines(shape(size)))
        best = math.inf
        for _ in range(again):
            begin = time.process_time()
            try:
                with limited(limit):
                    parse_texts([source], Registry())
            except TooLong:
                break
            best = min(best, time.process_time() - begin)
        seconds.append(best)
        if best == math.inf:
            seconds += [math.inf] * (len(sizes) - len(seconds))
            break
    return Growth(sizes, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--only", nargs="*", help="shapes with these words in their name")
    parser.add_argument("--limit", type=float, default=20.0, help="seconds for one text")
    given = parser.parse_args()
    bad = 0
    for name, shape in SHAPES.items():
        if given.only and not any(word in name for word in given.only):
            continue
        growth = measure(shape, given.sizes, limit=given.limit)
        bad += not growth.is_good
        times = " ".join(f"{seconds:8.3f}" for seconds in growth.seconds)
        print(f"{'  ' if growth.is_good else '✗ '}{name[:40]:42s}{times}  {growth.exponent:5.2f}  {growth.per_100_kb:7.2f}", flush=True)
    sys.exit(int(bool(bad)))


if __name__ == "__main__":
    main()
