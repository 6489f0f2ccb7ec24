"""How much do the parser's figures fall when the text changes but its meaning does not? A table: figure x change.

    python -m bench.parser_mutations [--shared DIR] [--only NAME ...] [--seed N] [--misses NAME] [--no-registry]

In: the gazettes and the labels made by hand (``../shared/gazettes``, ``../shared/gold``) and the changes of `bench.mutations` and
`bench.table_mutations`, drawn with a fixed seed. Each file is changed, parsed, its lines mapped back, and scored with ``score.py``.
Labels of lines that a change takes away do not count. Out: on the screen, each change with the figures that fall below those of the
unchanged text.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import bench.table_mutations  # noqa: F401 — adds its changes to MUTATIONS
from bench.mutations import MUTATIONS, Line, Text

from parser import Registry, load_registry, parse_texts
from parser.jsonl import encode_record
from parser.text.read import SourceText, read_source

SHARED = Path(__file__).resolve().parents[2] / "shared"
CONTENT = Path(__file__).resolve().parents[1] / "gazette"
KINDS = ("documents", "tasks", "tables", "items", "rosters")
Labels = Mapping[str, Sequence[dict[str, Any]]]


def load_score(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_text(source: SourceText, gold: Labels, squeeze: Any) -> Text:
    """The lines of a file with what the changes need to know: where its 目录 and the titles of its documents are."""
    mine = [d for d in gold["documents"] if d["file"] == source.name]
    first = min((d["line_start"] for d in mine), default=1)
    start = next((n for n, s in enumerate(source.lines[:first], start=1) if "".join(s.split()).lstrip("#") == "目录"), first)
    titles: set[int] = set()
    for document in mine:
        rest = squeeze(document["title"])
        for n in range(document["line_start"], min(document["line_start"] + 10, len(source.lines) + 1)):
            part = squeeze(source.lines[n - 1].lstrip("# "))
            if part and part in rest:
                titles.add(n)
                rest = rest.replace(part, "", 1)
            elif part:
                break
    lines = [Line(s, n, n) for n, s in enumerate(source.lines, start=1)]
    shifted = frozenset(t["line"] for t in gold["tasks"] if t["file"] == source.name and t.get("shifted"))
    return Text(lines=lines, contents=range(start, first), titles=frozenset(titles), shifted=shifted)


def mapped(row: dict[str, Any], lines: Sequence[Line]) -> dict[str, Any]:
    """The record with its source in lines of the original."""
    source = row["source"]
    inside = [x for x in lines[source["line_start"] - 1 : source["line_end"]] if x.first]
    near = inside or [x for x in lines[: source["line_end"]] if x.first][-1:] or [Line("", 1, 1)]
    return {**row, "source": {**source, "line_start": min(x.first for x in near), "line_end": max(x.last for x in near)}}


def labels_left(gold: Labels, texts: Mapping[str, Text]) -> dict[str, list[dict[str, Any]]]:
    """The labels without those of lines that are gone, and without roles that can no longer be read."""
    kept: dict[str, list[dict[str, Any]]] = {}
    there = {name: {n for x in text.lines for n in range(x.first, x.last + 1)} for name, text in texts.items()}
    for kind, rows in gold.items():
        line = "line" if kind in ("tasks", "items") else "line_start"
        kept[kind] = [
            _renamed({**g, **_emptied(g, texts, kind)}, texts[g["file"]])
            for g in rows
            if kind in ("coverage", "rosters") or g[line] in there[g["file"]]
        ]
    return kept


def _emptied(label: Mapping[str, Any], texts: Mapping[str, Text], kind: str) -> dict[str, list[Any]]:
    """The roles of a task whose cells a change took away."""
    return {role: [] for role in texts[label["file"]].lost.get(label["line"], ())} if kind == "tasks" else {}


def _renamed(value: Any, text: Text) -> Any:
    """The label with the units renamed as in the text; titles and columns of documents and tables stay as they are."""
    if isinstance(value, dict):
        return {
            k: v if k in ("file", "title", "issuer", "columns") and "addressees" in value else _renamed(v, text) for k, v in value.items()
        }
    if isinstance(value, list):
        return [_renamed(v, text) for v in value]
    return text.rename(value) if isinstance(value, str) else value


def figures(texts: Mapping[str, Text], gold: Labels, registry: Registry, score: ModuleType) -> Any:
    """Parse the texts and score what comes out."""
    corpus = parse_texts([SourceText(name=n, lines=tuple(x.text for x in t.lines)) for n, t in texts.items()], registry)
    pred: dict[str, list[dict[str, Any]]] = {}
    for kind in KINDS:
        rows = [json.loads(encode_record(r)) for r in getattr(corpus, kind)]
        pred[kind] = [mapped(r, texts[r["source"]["file"]].lines) for r in rows]
    left = labels_left(gold, texts)
    result = score.Figures()
    score.score_documents(left["documents"], pred["documents"], result)
    score.score_tasks(left["tasks"], pred["tasks"], left["coverage"], result)
    score.score_tables(left["tables"], pred["tables"], result)
    score.score_items(left["items"], pred["items"], result)
    score.score_rosters(left["rosters"], pred["rosters"], result)
    return result


def run(names: Sequence[str], shared: Path, seed: int, misses: str | None, shown: int, *, empty: bool) -> None:
    score = load_score(shared / "score.py")
    gold = {kind: score.load(shared / "gold" / f"{kind}.jsonl") for kind in (*KINDS, "coverage")}
    sources = [read_source(p) for p in sorted((shared / "gazettes").glob("*.txt"))]
    registry = load_registry(CONTENT / "units")

    def changed(name: str | None) -> Any:
        texts = {s.name: as_text(s, gold, score.norm) for s in sources}
        for n, text in texts.items():
            if name:
                MUTATIONS[name][1](text, random.Random(f"{seed} {name} {n}"))
        return figures(texts, gold, registry, score)

    base = changed(None)
    if empty:
        registry = Registry([])
    before = {n: (a, b) for n, a, b in base.rows}
    print(f"{'（原文）':24s} " + "  ".join(f"{n} {a}/{b}" for n, (a, b) in before.items() if a < b))
    for name in names:
        result = changed(name)
        print(f"{name:24s} {MUTATIONS[name][0]}")
        for n, a, b in result.rows:
            old = before[n]
            if b and old[1] and a / b < old[0] / old[1] - 1e-9:
                print(f"{'':24s}   {n:46s} {old[0]}/{old[1]} -> {a}/{b}  ({100 * a / b:.1f}%)")
        if misses in (name, "all"):
            for kind, rows in result.misses.items():
                for row in [r for r in rows if r not in base.misses[kind]][:shown]:
                    print(f"{'':28s} {kind}: {row}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with gazettes/, gold/ and score.py")
    parser.add_argument("--only", nargs="*", choices=sorted(MUTATIONS), help="only these changes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", help="print what this change loses ('all': each)")
    parser.add_argument("--shown", type=int, default=8, help="how many misses of a kind to print")
    parser.add_argument(
        "--no-registry", action="store_true", help="read the changed texts without gazette/units, as those of an unknown district"
    )
    args = parser.parse_args()
    run(args.only or list(MUTATIONS), args.shared, args.seed, args.misses, args.shown, empty=args.no_registry)


if __name__ == "__main__":
    main()
