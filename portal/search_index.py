"""The search index as files: shards of terms, chunks of entries, facets, and the script with the manifest that leads to them.

In: a `Corpus` and the site's addresses. Out: files by path, to be put on the site as they are. All of them are scripts, so that they
load the same from a server and from a folder; a browser loads the few that a query needs. Same corpus, same bytes.

The index is split by term: lunr's score of an entry is a sum over the query's terms, so an index of those terms alone scores as the
whole one does. Terms stand in order, cut into shards of even size; the manifest names each shard's first term.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from parser.model import Corpus

from portal.address import Addresses
from portal.dictionary import Dictionary
from portal.library import build_library
from portal.search_answers import answer_lists
from portal.search_entries import ENTRY_KINDS, SearchEntry, build_entries
from portal.search_facets import facet_columns, task_columns
from portal.search_layout import make_layout
from portal.search_names import Names, build_names
from portal.search_postings import FIELDS, K1, KIND_BOOSTS, B, Postings, build_postings, field_tokens
from portal.search_questions import load_questions
from portal.search_scripts import search_bundle
from portal.segment import NOISE, SMALL, WEAK, simplified_characters
from portal.unit_entries import build_directory
from portal.word_cutter import WordCutter, dictionary_words

SCHEMA = 2
"""The layout of everything written here; the scripts refuse another one."""
FOLDER = "assets/search"
SCRIPT = "assets/js/search.js"
EMPTY = Dictionary()
SHARD_BYTES = 8_000


def build_search_files(corpus: Corpus, addresses: Addresses, dictionary: Dictionary = EMPTY) -> dict[str, bytes]:
    """Every file of the search, by path from the site's root."""
    with _without_collector():
        library = build_library(corpus)
        return index_files(build_entries(library, build_directory(library), addresses), addresses, dictionary)


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


def index_files(entries: Sequence[SearchEntry], addresses: Addresses, dictionary: Dictionary = EMPTY) -> dict[str, bytes]:
    """The pieces of the index in a folder named after their content, and the script, which holds the manifest."""
    index = build_index(entries, addresses, dictionary)
    digest = hashlib.sha256()
    for name, content in index.pieces.items():
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    folder = digest.hexdigest()[:12]
    files = {f"{FOLDER}/{folder}/{name}.js": content for name, content in index.pieces.items()}
    return files | {SCRIPT: search_bundle(_script("manifest", {"folder": folder, **index.manifest}))}


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """`pieces` are files by name (s0, e0, facets, tasks, variants); `manifest` is what the browser has to know before it loads any."""

    pieces: Mapping[str, bytes]
    manifest: Mapping[str, object]


def make_postings(entries: Sequence[SearchEntry], dictionary: Dictionary = EMPTY) -> tuple[Postings, Names]:
    """The postings of `entries`, cut with a dictionary of their own names and titles and the editor's words."""
    names = build_names(entries, dictionary.synonyms)
    cutter = make_cutter(entries, names, dictionary)
    return build_postings(field_tokens(entry, cutter, names) for entry in entries), names


def make_cutter(entries: Iterable[SearchEntry], names: Names, dictionary: Dictionary) -> WordCutter:
    """jieba with the words of this corpus."""
    documents = [entry for entry in entries if entry.kind == "document"]
    titles, numbers = (entry.title for entry in documents), (entry.number for entry in documents)
    return WordCutter(dictionary_words((*names.words, *dictionary.words), titles, numbers))


def build_index(entries: Sequence[SearchEntry], addresses: Addresses, dictionary: Dictionary = EMPTY) -> SearchIndex:
    """`entries` stand in the order of their kinds."""
    layout = make_layout(entries, addresses)
    postings, names = make_postings(entries, dictionary)
    shards = list(_packed(_records(postings, names, answer_lists(entries)), SHARD_BYTES))
    pieces = {f"s{place}": _script(f"s{place}", "\n".join(shard.values())) for place, shard in enumerate(shards)}
    pieces |= {f"e{place}": _script_lines(f"e{place}", chunk) for place, chunk in enumerate(layout.chunks)}
    pieces["facets"] = _script("facets", facet_columns(entries))
    pieces["tasks"] = _script("tasks", task_columns(entries))
    pieces["variants"] = _script("variants", _variants(postings.terms))
    counts = Counter(entry.kind for entry in entries)
    manifest = {
        "schema": SCHEMA,
        "count": postings.count,
        "kinds": [[kind, counts[kind], KIND_BOOSTS[kind]] for kind in ENTRY_KINDS],
        "fields": [[field.name, field.boost, field.lowest] for field in FIELDS],
        "averages": postings.averages,
        "k1": K1,
        "b": B,
        "shards": " ".join(_first_terms(shards)),
        "chunks": layout.starts,
        "sizes": layout.sizes,
        "questions": load_questions().for_browser(),
        "noise": NOISE,
        "weak": WEAK,
        "small": "".join(sorted(SMALL)),
    }
    return SearchIndex(pieces, manifest)


def term_order(term: str) -> bytes:
    """Terms stand in the order of JavaScript's strings: by UTF-16 code unit."""
    return term.encode("utf-16-be")


def _records(postings: Postings, names: Names, lists: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """``term title|text|pairs|context|name|key|shown names``, empty ends left out; and ``term tasks`` for each of `lists`."""
    for term in sorted((*postings.terms, *lists), key=term_order):
        if term in lists:
            yield term, f"{term} {lists[term]}"
            continue
        fields = "|".join((*postings.encoded(term), "/".join(names.shown.get(term, ()))))
        yield term, f"{term} {fields.rstrip('|')}"


def _packed(records: Iterable[tuple[str, str]], size: int) -> Iterator[dict[str, str]]:
    """Consecutive records in parcels of about `size` bytes, none empty."""
    parcel: dict[str, str] = {}
    filled = 0
    for term, record in records:
        length = len(record.encode())
        if parcel and filled + length > size:
            yield parcel
            parcel, filled = {}, 0
        parcel[term] = record
        filled += length
    if parcel:
        yield parcel


def _first_terms(shards: Iterable[dict[str, str]]) -> Iterator[str]:
    """For each shard the shortest string that none of the terms before it reaches."""
    last = ""
    for shard in shards:
        first = next(iter(shard))
        length = 1
        while length < len(first) and term_order(first[:length]) <= term_order(last):
            length += 1
        yield first[:length]
        last = next(reversed(shard))


def _variants(terms: Iterable[str]) -> str:
    """Traditional characters beside the simplified ones of the index: ``電电證证``."""
    present = set("".join(terms))
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
