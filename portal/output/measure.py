"""What a build costs: processor time and memory, step by step.

In: the names of steps as they begin. Out: a table as text. Looks at the clock, so nothing it says may enter the site.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from portal.output.publish import Published


@dataclass(frozen=True, slots=True)
class _Mark:
    step: str
    cpu: float
    wall: float
    peak_mb: float


class Stopwatch:
    """Call it with a step's name when the step begins; `say`, where given, is told, too."""

    def __init__(self, say: Callable[[str], None] | None = None) -> None:
        self._say = say
        self._begin = time.perf_counter()
        self._marks: list[_Mark] = []

    def __call__(self, step: str) -> None:
        self._marks.append(_mark(step))
        if self._say:
            self._say(step)

    def seconds(self) -> float:
        """Wall time since this was made."""
        return time.perf_counter() - self._begin

    def table(self, published: Published) -> str:
        """Seconds of each step, the whole process's processor time and peak memory, and the weight of what was written."""
        marks = [*self._marks, _mark("")]
        lines = ["步骤            CPU 秒   实际秒   内存峰值 MB"]
        for mark, after in pairwise(marks):
            lines.append(f"{mark.step:　<7}{after.cpu - mark.cpu:9.2f}{after.wall - mark.wall:9.2f}{after.peak_mb:14.0f}")
        last = marks[-1]
        lines.append(f"{'整个进程':　<7}{last.cpu:9.2f}{last.wall - self._begin:9.2f}{last.peak_mb:14.0f}")
        return "\n".join([*lines, *_weights(published)])


def _weights(published: Published) -> list[str]:
    pages = {path: size for path, size in published.sizes.items() if path.endswith(".html")}
    largest = sorted(pages.items(), key=lambda entry: (-entry[1], entry[0]))[:3]
    mean = sum(pages.values()) / max(1, len(pages)) / 1000
    return [
        f"页面 {len(pages)} 个，平均 {mean:.1f} KB；全站 {published.bytes / 1e6:.1f} MB，{len(published.sizes)} 个文件",
        "最大的页面：" + "，".join(f"{path} {size / 1000:.0f} KB" for path, size in largest),
    ]


def _mark(step: str) -> _Mark:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    cpu = usage.ru_utime + usage.ru_stime + children.ru_utime + children.ru_stime
    return _Mark(step, cpu, time.perf_counter(), max(usage.ru_maxrss, children.ru_maxrss) / unit)
