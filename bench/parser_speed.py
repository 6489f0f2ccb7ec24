"""How fast the parser reads, and how that grows with the input.

    python -m bench.parser_speed [--source DIR] [--largest MB]

In: the gazettes of a folder (the bundled sample if none is given) and a fixed seed. Each copy has other digits and other places for some
characters, so that nothing remembered from the copy before helps. Out: on the screen, for inputs of 1, 10, 100 MB as many files, and of
up to 16 MB as one file: CPU seconds, MB/s of UTF-8, peak memory. One process, one core; records of many files are dropped as they come.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from parser.records.assemble import parse_text
from parser.records.registry import Registry, load_registry
from parser.text.read import SourceText, find_sources, read_source

PROJECT = Path(__file__).resolve().parent.parent
MB = 1_000_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--source", type=Path, default=PROJECT / "gazette" / "issues")
    options.add_argument("--largest", type=int, default=100, help="MB")
    chosen = options.parse_args()
    texts = [read_source(path) for path in find_sources([chosen.source])]
    registry = load_registry(PROJECT / "gazette" / "units")
    for size in (1, 10, 100, 1000):
        if size <= chosen.largest:
            _report(f"{size} MB, many files", (text for text in copies(texts, size * MB)), registry)
    for size in (1, 4, 16):
        lines = tuple(line for text in copies(texts, size * MB) for line in text.lines)
        _report(f"{size} MB, one file", [SourceText(name="one.txt", lines=lines)], registry)


def copies(texts: Sequence[SourceText], size: int) -> Iterator[SourceText]:
    """Changed copies of `texts` until they hold `size` bytes."""
    draw = random.Random(20_180_906)
    made = 0
    while made < size:
        for text in texts:
            shift = draw.randrange(1, 9)
            digits = str.maketrans({str(d): str((d + shift) % 10) for d in range(3, 10)})
            lines = tuple(line.translate(digits) for line in text.lines)
            made += sum(len(line.encode()) + 1 for line in lines)
            yield SourceText(name=f"{made:012}-{text.name}", lines=lines)
            if made >= size:
                return


def _report(name: str, texts: Sequence[SourceText] | Iterator[SourceText], registry: Registry) -> None:
    taken: Counter[str] = Counter()
    spent, size, tasks = 0.0, 0, 0
    for text in texts:
        size += sum(len(line.encode()) + 1 for line in text.lines)
        begin = time.process_time()
        tasks += len(parse_text(text, registry, taken).tasks)
        spent += time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:18} {size / MB:7.1f} MB {spent:8.2f} s {size / MB / spent:6.2f} MB/s {tasks:7} tasks  peak {peak:6.0f} MB", flush=True)


if __name__ == "__main__":
    main()
