"""Numbers of persons and marks of secrecy in what is published → diagnostics.

In: the lines of a file as corrected, and its blocks. Out: `Diagnostic` records that show no number whole.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from parser.diagnostics import make_diagnostic
from parser.model import Block, Diagnostic, Source
from parser.text.normalize import Line, squeeze
from parser.text.privacy import Finding, find_private


def check_private(name: str, lines: Sequence[Line], blocks: Sequence[Block]) -> list[Diagnostic]:
    """Numbers of persons and marks of secrecy in everything that is published, shown masked: the lines as they came, what an editor
    wrote, and the reading text, which joins what a page break cuts."""
    found = _texts_private(name, [line.raw for line in lines], 1, set())
    known = {(code, key) for code, key, _ in found}
    read = [(line.number, line.text) for line in lines if line.corrected and line.text != line.raw]
    read += [(block.source.line_start, block.text) for block in blocks if len(block.lines) > 1]
    for first, text in read:
        new = _texts_private(name, [text], first, known)
        known.update((code, key) for code, key, _ in new)
        found += new
    return [diagnostic for _, _, diagnostic in found]


def _texts_private(name: str, texts: Sequence[str], first: int, known: Set[tuple[str, str]]) -> list[tuple[str, str, Diagnostic]]:
    """Code, key and diagnostic of what is found in texts that stand from line `first` on, but for what is `known`."""
    return [
        (finding.code, key, _private(name, finding, first))
        for finding in find_private(texts)
        if (finding.code, key := finding.digits or squeeze(finding.shown)) not in known
    ]


def _private(name: str, finding: Finding, first: int) -> Diagnostic:
    line = first + finding.line - 1
    source = Source(file=name, line_start=line, line_end=line + max(0, finding.last - finding.line))
    return make_diagnostic(finding.code, finding.shown, source, column=finding.column)
