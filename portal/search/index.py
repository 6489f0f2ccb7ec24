"""The search index as files: shards of terms, rows of entries, facets, and the script with the manifest that leads to them.

In: a `Context`. Out: `SearchFiles`: files by path, to be put on the site as they are. All of them are scripts, so
that they load the same from a server and from a folder; a browser loads the few that a query needs. Same corpus, same bytes.

The index is split by term: lunr's score of an entry is a sum over the query's terms, so an index of those terms alone scores as the
whole one does. Terms stand in order, cut into shards of even size; the directory names each shard's first term.
"""

from __future__ import annotations

import gc
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

import numpy as np

from portal.search.answers import AnswerLists
from portal.search.bundle import search_bundle
from portal.search.dictionary import Dictionary
from portal.search.entries import ENTRY_KINDS, SearchEntry, build_entries, name_entries
from portal.search.facets import Facets
from portal.search.fields import FIELDS, K1, KIND_BOOSTS, B, Tokenizer
from portal.search.heads import HeadFinder
from portal.search.inversion import Inversion, Inverted
from portal.search.names import Names, build_names
from portal.search.questions import load_questions
from portal.search.rows import ROWS, Layout
from portal.search.segment import NOISE, SMALL, WEAK, simplified_characters
from portal.search.shards import Record, first_term, records, shards
from portal.search.words import dictionary_words
from portal.view.addresses import Addresses
from portal.view.context import Context

SCHEMA = 3
"""The layout of everything written here; the scripts refuse another one."""
FOLDER = "assets/search"
SCRIPT = "assets/js/search.js"
EMPTY = Dictionary()
WHOLE_DIRECTORY = 4_096
"""So many shards are named in the manifest; if there are more, it names pages of the directory, each with the first terms of `PAGE`."""
PAGE = 256
SMALL_PIECE = 16_000
"""What most queries need comes with the manifest if it has no more bytes."""


@dataclass(slots=True)
class SearchFiles:
    """The files of an index by path. The pieces wait on disk: their folder is named after the content of them all."""

    script: bytes = b""
    _sizes: dict[str, int] = field(default_factory=dict)
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    _file: IO[bytes] = field(default_factory=tempfile.TemporaryFile)

    def put(self, name: str, content: bytes) -> None:
        self._sizes[name] = len(content)
        self._digest.update(f"{name} {len(content)}\n".encode())
        self._digest.update(content)
        self._file.write(content)

    @property
    def folder(self) -> str:
        return self._digest.hexdigest()[:12]

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Every file with its path from the site's root, once: what waited on disk is then gone."""
        with self._file:
            self._file.seek(0)
            for name, size in self._sizes.items():
                yield f"{FOLDER}/{self.folder}/{name}.js", self._file.read(size)
        yield SCRIPT, self.script


def build_search_files(context: Context, dictionary: Dictionary = EMPTY) -> SearchFiles:
    """The search of the corpus."""
    with _without_collector():
        library, directory, addresses = context.library, context.directory, context.addresses
        named = name_entries(library, directory, addresses)
        return index_files(named, build_entries(library, directory, addresses), addresses, dictionary)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of tuples are made here and none in circles: looking for circles again and again would take a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def index_files(
    named: Iterable[SearchEntry], entries: Iterable[SearchEntry], addresses: Addresses, dictionary: Dictionary = EMPTY
) -> SearchFiles:
    """The search of `entries`, cut with a dictionary of the names and titles of `named` and the editor's words."""
    files = SearchFiles()
    tokenizer, names = make_tokenizer(list(named), dictionary)
    layout, facets, lists = Layout(addresses), Facets(), AnswerLists()
    with Inversion(len(ENTRY_KINDS), [each.lowest for each in FIELDS]) as inversion:
        for entry in entries:
            inversion.add(ENTRY_KINDS.index(entry.kind), tokenizer.fields(entry))
            facets.add(entry)
            lists.add(entry)
            _put_rows(files, layout.add(entry))
        _put_rows(files, layout.rest())
        inverted = inversion.finish(list(tokenizer.terms))
        boosts = np.repeat([KIND_BOOSTS[kind] for kind in ENTRY_KINDS], inversion.counts)
        finder = HeadFinder(inverted.averages, boosts, layout.owners())
        first_terms = list(_put_shards(files, records(inverted, finder, names.shown, lists.encoded())))
    files.put("facets", _script("facets", facets.columns()))
    files.put("tasks", _script("tasks", facets.task_columns()))
    files.put("variants", _script("variants", _variants(inverted.terms)))
    manifest = _manifest(inverted, inversion.counts) | _put_directory(files, first_terms)
    parts = _put_parts(files, layout.parts())
    files.script = search_bundle(parts + _script("manifest", {"folder": files.folder, **manifest}))
    return files


def make_tokenizer(named: Sequence[SearchEntry], dictionary: Dictionary) -> tuple[Tokenizer, Names]:
    """jieba with the words of this corpus, and the names of its units."""
    names = build_names(named, dictionary.synonyms)
    documents = [entry for entry in named if entry.kind == "document"]
    titles, numbers = (entry.title for entry in documents), (entry.number for entry in documents)
    return Tokenizer(dictionary_words((*names.words, *dictionary.words), titles, numbers), names), names


def _put_rows(files: SearchFiles, full: Iterable[tuple[str, list[str]]]) -> None:
    for name, rows in full:
        files.put(name, _script_lines(name, rows))


def _put_shards(files: SearchFiles, found: Iterable[Record]) -> Iterator[str]:
    """Write the shards and the long lists; for each shard where it begins."""
    last, wholes = "", 0
    for place, shard in enumerate(shards(found)):
        files.put(f"s{place}", _script(f"s{place}", "\n".join(record.text for record in shard)))
        for record in filter(lambda record: record.whole, shard):
            files.put(f"w{wholes}", _script(f"w{wholes}", record.whole))
            wholes += 1
        yield first_term(last, shard[0].term)
        last = shard[-1].term


def _put_directory(files: SearchFiles, first_terms: list[str]) -> dict[str, object]:
    """What the manifest says of the shards: the first terms of all, or those of the pages that have been written."""
    if len(first_terms) <= WHOLE_DIRECTORY:
        return {"shards": " ".join(first_terms), "page": 0}
    starts = range(0, len(first_terms), PAGE)
    for place, start in enumerate(starts):
        files.put(f"d{place}", _script(f"d{place}", " ".join(first_terms[start : start + PAGE])))
    return {"shards": " ".join(first_terms[start] for start in starts), "page": PAGE}


def _put_parts(files: SearchFiles, parts: list[str]) -> bytes:
    """Write how many parts each document has, or give it to be sent with the manifest, if it is short."""
    script = _script("parts", parts)
    if len(script) <= SMALL_PIECE:
        return script
    files.put("parts", script)
    return b""


def _manifest(inverted: Inverted, counts: Iterable[int]) -> dict[str, object]:
    """What the browser has to know before it loads anything else."""
    return {
        "schema": SCHEMA,
        "count": inverted.count,
        "kinds": [[kind, count, KIND_BOOSTS[kind], ROWS[kind]] for kind, count in zip(ENTRY_KINDS, counts, strict=True)],
        "fields": [[each.name, each.boost, each.lowest] for each in FIELDS],
        "averages": inverted.averages,
        "k1": K1,
        "b": B,
        "questions": load_questions().for_browser(),
        "noise": NOISE,
        "weak": WEAK,
        "small": "".join(sorted(SMALL)),
    }


def _variants(terms: Iterable[str]) -> str:
    """Traditional characters beside the simplified ones of the index: ``电電证證``."""
    present = set().union(*terms)
    table = sorted((chr(old), chr(new)) for old, new in simplified_characters().items())
    return "".join(old + new for old, new in table if new in present)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _script(name: str, value: object) -> bytes:
    return f"gpSearch.receive({_json(name)},{_js(_json(value))});\n".encode()


def _script_lines(name: str, values: Iterable[str]) -> bytes:
    lines = ",\n".join(values)
    return f"gpSearch.receive({_json(name)},[\n{_js(lines)}\n]);\n".encode()


def _js(text: str) -> str:
    """JSON as a script may hold it: the two line ends that older scripts do not allow within a string are escaped."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
