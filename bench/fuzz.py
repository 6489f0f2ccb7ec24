"""Does what is promised hold for files that do harm? ``python -m bench.fuzz --seed N --files 3000`` (or ``make fuzz``).

In: the sample, the cases, the real gazettes where ``../shared`` is there, and the changes of `bench.fuzz_texts`, drawn with a seed. Out: on
the screen each broken promise with the number of its file (``--only N`` reads it again, ``--show`` prints it), then the figures; exit
code 1 if a promise is broken. The promises: nothing raises; every line of the input is in exactly one block, as it came; the reading
text holds every character that is no mark-up; a private number is reported, and with corrections gone from every published file; a mark
of secrecy is an error; the time stays within the limit per byte.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

import yaml

from bench.fuzz_texts import Lines, Trial, draw

from parser import parse_texts
from parser.jsonl import corpus_files
from parser.model import Corpus
from parser.records.registry import Registry, load_registry
from parser.text.corrections import read_corrections
from parser.text.printed import printed
from parser.text.privacy import SECRET_CODE
from parser.text.read import SourceText, read_source

from portal.site import SiteSettings, site_files

PROJECT = Path(__file__).resolve().parents[1]
SECONDS_PER_KB = 0.02
SECONDS_AT_LEAST = 0.5
NAME = "任意.txt"
_LABEL_RE = re.compile(r"^[#\s]{0,9}[\[【][^\[\]【】]{1,12}[\]】]")  # 【政策文件】 before a title names the section of the gazette
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def read_pool() -> list[Lines]:
    """All texts at hand, each as its lines."""
    folders = [PROJECT / "gazette" / "issues", PROJECT.parent / "shared" / "gazettes", PROJECT.parent / "shared" / "real" / "docs"]
    pool = [list(read_source(path).lines) for folder in folders for path in sorted(folder.glob("*.txt"))]
    for path in sorted((PROJECT / "tests" / "cases").rglob("*.yml")):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        given = case.get("input", "")
        pool += [text.split("\n") for text in (given.values() if isinstance(given, dict) else [given]) if text]
    return pool


def faults(trial: Trial, registry: Registry, *, whole_site: bool, timed: bool = True) -> Iterator[str]:
    """What does not hold for one file; its time only where it is `timed`."""
    corrections = {NAME: read_corrections({"corrections": trial.masks}, NAME)} if trial.masks else {}
    begin = time.process_time()
    corpus = parse_texts([SourceText(name=NAME, lines=tuple(trial.lines))], registry, corrections)
    seconds, size = time.process_time() - begin, len("\n".join(trial.lines).encode())
    if timed and seconds > max(SECONDS_AT_LEAST, SECONDS_PER_KB * size / 1000):
        yield f"时间：{size} 字节用了 {seconds:.2f} 秒"
    yield from _lost_lines(trial, corpus)
    yield from _lost_characters(corpus)
    yield from _private(trial, corpus, whole_site=whole_site)
    if trial.mark and SECRET_CODE not in {diagnostic.code for diagnostic in corpus.diagnostics}:
        yield f"密级：没有看见“{trial.mark}”"


def _lost_lines(trial: Trial, corpus: Corpus) -> Iterator[str]:
    masked = {mask["line"] for mask in trial.masks}
    found: dict[int, str] = {}
    for block in corpus.blocks:
        for line in block.lines:
            if line.number in found:
                yield f"文字：第 {line.number} 行在两个块里"
            found[line.number] = line.text
    for number, raw in enumerate(trial.lines, 1):
        if raw.strip() and number not in found:
            yield f"文字：第 {number} 行丢了：{raw[:40]!r}"
        elif found.get(number, raw) != raw and number not in masked:
            yield f"文字：第 {number} 行变了：{found[number][:40]!r}"


def _letters(text: str) -> Counter[str]:
    """Letters and digits in their plain forms."""
    plain = unicodedata.normalize("NFKD", text).translate(_CHINESE_DIGITS)
    return Counter(str(unicodedata.decimal(char, char)) for char in plain if char.isalnum())


def _unescaped(text: str) -> str:
    return re.sub(r"&#?\w{1,12}+;?", lambda found: unescape(found[0]), text)


def _either(text: str) -> Counter[str]:
    """What can be read in a text, with or without mark-up and entities."""
    return _letters(text) | _letters(_unescaped(text)) | _letters(printed(text).text)


def _lost_characters(corpus: Corpus) -> Iterator[str]:
    tables = {table.id: table for table in corpus.tables}
    fields = {document.id: f"{document.doc_number}{document.title}" for document in corpus.documents}
    for block in corpus.blocks:
        if block.kind == "furniture":
            continue
        lines = _letters(" ".join(_LABEL_RE.sub("", _unescaped(printed(line.text).text)) for line in block.lines))
        if block.table_id:
            table = tables[block.table_id]
            body = min(
                (source.line_start for source in table.row_sources), default=block.source.line_end
            )  # of two headings, the upper one gives way
            lines = _letters(" ".join(_unescaped(printed(line.text).text) for line in block.lines if line.number > body))
            cells = [
                *table.columns,
                *(cell for row in table.rows for cell in row),
                *(group.text for group in table.groups),
                table.title or "",
            ]
            lost = set(lines) - set(_either(" ".join(cells)))
        else:
            text = block.text + (fields.get(block.document_id or "", "") if block.kind == "title" else "")
            lost = set(lines - _either(text))
        if lost:
            yield f"文字：第 {block.source.line_start} 行起的{block.kind}里少了 {''.join(sorted(lost))[:20]}"


def _private(trial: Trial, corpus: Corpus, *, whole_site: bool) -> Iterator[str]:
    if not trial.number:
        return
    if not trial.masks:
        shown = f"{trial.number[:3]}{'*' * (len(trial.number) - 7)}{trial.number[-4:]}"
        if not any(diagnostic.code in ("G602", "G604") and shown in diagnostic.message for diagnostic in corpus.diagnostics):
            yield f"隐私：{trial.number} 没有提示"
        return
    if any(diagnostic.code == "G501" for diagnostic in corpus.diagnostics):
        return
    files = list(corpus_files(corpus))
    if whole_site and corpus.documents and SECRET_CODE not in {diagnostic.code for diagnostic in corpus.diagnostics}:
        files += site_files(corpus, SiteSettings(project=PROJECT, content=PROJECT / "gazette"))
    halves = (trial.number.encode(), *(str(mask["old"]).encode() for mask in trial.masks if len(str(mask["old"])) > 7))
    yield from (f"隐私：遮盖的号码还在 {name} 里" for name, data in files if any(half in data for half in halves))


def _worst(trial: Trial, seconds: float) -> float:
    return seconds / max(1, len("\n".join(trial.lines).encode())) * 1000


def run(seed: str, numbers: Sequence[int], *, minutes: float, every: int, show: bool, timed: bool = True) -> int:
    """Draw and check the files of these numbers → how many promises were broken; a busy machine is no reason to fail a test: `timed`."""
    pool = read_pool()
    registry = load_registry(PROJECT / "gazette" / "units")
    begin = time.monotonic()
    broken = lines = size = done = 0
    worst = (0.0, 0)
    for number in numbers:
        if time.monotonic() - begin > minutes * 60:
            print(f"到了 {minutes:g} 分钟，停在第 {number} 份。")
            break
        trial = draw(pool, random.Random(f"{seed} {number}"))
        before = time.process_time()
        try:
            found = list(faults(trial, registry, whole_site=number % every == 0, timed=timed))
        except Exception as error:  # any is a broken promise
            found = [f"异常：{type(error).__name__}: {str(error)[:200]}"]
        done, lines, size = done + 1, lines + len(trial.lines), size + len("\n".join(trial.lines).encode())
        worst = max(worst, (_worst(trial, time.process_time() - before), number))
        broken += len(found)
        for fault in found[:5]:
            print(f"第 {number} 份：{fault}", flush=True)
        if show:
            print("\n".join(trial.lines))
    print(f"种子 {seed}：{done} 份文件，{lines} 行，{size / 1e6:.1f} MB，{time.monotonic() - begin:.0f} 秒；违背承诺 {broken} 处；")
    print(f"每千字节最久 {worst[0] * 1000:.0f} 毫秒（第 {worst[1]} 份，含检查）。")
    return broken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", default="1", help="any word or number")
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=30, help="stop after this time")
    parser.add_argument("--only", type=int, help="read this file again")
    parser.add_argument("--show", action="store_true", help="print the files")
    parser.add_argument("--every", type=int, default=50, help="build the whole site for each so many-th file with a masked number")
    given = parser.parse_args()
    numbers = [given.only] if given.only is not None else range(given.files)
    sys.exit(int(bool(run(given.seed, numbers, minutes=given.minutes, every=given.every, show=given.show))))


if __name__ == "__main__":
    main()
