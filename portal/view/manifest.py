"""The list of the data files with their hashes, and the one way to read such a folder back.

In: the files of ``data/`` as they are made, or a folder of them. Out: ``manifest.json`` (version of the schema, size, SHA-256 and number of
records of each file) and ``SHA256SUMS`` (for ``sha256sum -c``); or the records. A reader must refuse a version it does not know:
`read_data` does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from parser.errors import GazetteError

from portal.view.schema import SCHEMA_VERSION

MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
LICENCE_NOTE = (
    "依照《中华人民共和国著作权法》第五条，法律、法规，国家机关的决议、决定、命令和其他具有立法、行政、司法性质的文件，"
    "及其官方正式译文，不适用著作权法。"
)


class DataError(GazetteError):
    """A folder of data cannot be read; the message says why."""


def with_manifest(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """`files` (names within ``data/``) as they are, and behind them the manifest and the checksums."""
    entries: list[dict[str, Any]] = []
    for name, content in files:
        entry = {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        if name.endswith(".jsonl"):
            entry |= {"records": content.count(b"\n"), "schema": f"schema/{name.removesuffix('.jsonl')}.schema.json"}
        entries.append(entry)
        yield name, content
    manifest = {"schema_version": SCHEMA_VERSION, "licence": LICENCE_NOTE, "files": entries}
    text = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    yield MANIFEST, text
    entries.append({"name": MANIFEST, "sha256": hashlib.sha256(text).hexdigest()})
    yield CHECKSUMS, "".join(f"{entry['sha256']}  {entry['name']}\n" for entry in entries).encode()


def read_data(folder: Path) -> Mapping[str, list[dict[str, Any]]]:
    """The records of each file of JSON Lines: ``{"tasks": [{…}, …]}``.

    `folder` is a ``data/`` folder or the folder of a site. Raises `DataError` for a schema version this program does not know,
    for a file that is missing or damaged.
    """
    folder = folder / "data" if (folder / "data" / MANIFEST).is_file() else folder
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version = manifest["schema_version"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(f"{folder} 里没有可用的 {MANIFEST}，不是本站的数据文件夹。") from error
    if version != SCHEMA_VERSION:
        raise DataError(f"{folder} 的数据格式是第 {version} 版，这个程序只认第 {SCHEMA_VERSION} 版。请换用配套版本的程序。")
    entries = [entry for entry in manifest["files"] if entry["name"].endswith(".jsonl")]
    return {entry["name"].removesuffix(".jsonl"): _records(folder, entry) for entry in entries}


def _records(folder: Path, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    path = folder / entry["name"]
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DataError(f"{MANIFEST} 里的文件名不能用：{entry['name']}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} 打不开：{error.strerror}。") from error
    if hashlib.sha256(content).hexdigest() != entry["sha256"]:
        raise DataError(f"{path} 与清单里的 SHA-256 不符，文件可能损坏。请重新下载。")
    return [json.loads(line) for line in content.decode().splitlines()]
