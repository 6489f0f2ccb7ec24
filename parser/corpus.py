"""The whole parser: files → `Corpus`.

In: paths of source files or folders, and the content folder with the registry. Out: a `Corpus` in stable order. A file that cannot be read
becomes a diagnostic of severity ``error``; the others are read all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

from parser.diagnostics import make_diagnostic
from parser.errors import SourceError
from parser.grammar.citations import link_citations
from parser.grammar.titles import comparable, printed_title
from parser.model import Corpus, Document, Source, Unit
from parser.records.assemble import NO_CORRECTIONS, FileRecords, parse_text
from parser.records.checks import once_for_a_name
from parser.records.registry import Registry, load_registry
from parser.text.corrections import Corrections, load_corrections, unused_files
from parser.text.read import SourceText, find_sources, find_unread, read_source, shown_name

_R = TypeVar("_R")


def parse_corpus(sources: Sequence[Path], *, content: Path) -> Corpus:
    """Read and parse all `sources`; units come from ``content/units/*.yml``. Raises `SourceError` for a path that does not exist."""
    registry = load_registry(content / "units")
    texts: list[SourceText] = []
    failed: list[tuple[str, str]] = []
    for path in find_sources(sources):
        try:
            texts.append(read_source(path))
        except SourceError as error:
            failed.append((shown_name(path), str(error)))
    corpus = parse_texts(texts, registry, load_corrections(content / "corrections", [t.name for t in texts]))
    known = [*(text.name for text in texts), *(name for name, _ in failed), *(path.name for path in (content / "issues").glob("*"))]
    told = [
        *(("G001", name, message) for name, message in failed),
        *(("G002", name, message) for name, message in find_unread(sources)),
        *(("G501", name, message) for name, message in unused_files(content / "corrections", known)),
    ]
    unread = tuple(make_diagnostic(code, message, Source(file=name, line_start=1, line_end=1)) for code, name, message in told)
    return replace(corpus, diagnostics=unread + corpus.diagnostics)


def parse_texts(texts: Iterable[SourceText], registry: Registry, corrections: Mapping[str, Corrections] | None = None) -> Corpus:
    """Parse texts that are in memory already: the pure part. `corrections` go by the name of the text they put right."""
    by_name = corrections or {}
    taken: Counter[str] = Counter()
    files = [parse_text(text, registry, taken, by_name.get(text.name, NO_CORRECTIONS)) for text in sorted(texts, key=lambda t: t.name)]
    return Corpus(
        issues=tuple(f.issue for f in files if f.issue),
        documents=_linked(_all(f.documents for f in files)),
        tasks=_all(f.tasks for f in files),
        tables=_all(f.tables for f in files),
        items=_all(f.items for f in files),
        rosters=_all(f.rosters for f in files),
        units=_units(registry, files),
        blocks=_all(f.blocks for f in files),
        diagnostics=once_for_a_name(_all(f.diagnostics for f in files)),
    )


def _all(records: Iterable[Sequence[_R]]) -> tuple[_R, ...]:
    return tuple(chain.from_iterable(records))


def _units(registry: Registry, files: Sequence[FileRecords]) -> tuple[Unit, ...]:
    """The registered units of the districts that the files are about, and all units that the files name."""
    names = [name for f in files for t in f.tasks for name in (*t.lead, *t.responsible, *t.support)]
    names += [item.agency for f in files for item in f.items]
    return registry.units_of([n.unit_id for n in names if n.unit_id], {d.district for f in files for d in f.documents})


def _linked(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Citations linked to the documents of the corpus; a 文号 or title that two documents bear links to neither."""
    by_number: dict[str, str] = {}
    by_title: dict[str, str] = {}
    for table, name in ((by_number, "doc_number"), (by_title, "title")):
        seen: dict[str, set[str]] = {}
        for document in documents:
            value = getattr(document, name)
            if value:
                seen.setdefault(comparable(value) if name == "title" else value, set()).add(document.id)
        table.update({value: next(iter(ids)) for value, ids in seen.items() if len(ids) == 1})
    for document in documents:
        if inner := printed_title(document.title):
            by_title.setdefault(comparable(inner), document.id)
    return tuple(replace(d, citations=link_citations(d.citations, by_number, by_title, d.id)) for d in documents)
