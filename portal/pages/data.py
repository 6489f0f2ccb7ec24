"""The page on the data: which files there are, and what their fields mean.

In: a `Context`, a `PageMaker`. Out: one `Page`. The fields come from the record classes, so none can be forgotten; the example of
a field is its first value in the corpus.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, cast, get_args, get_type_hints

from portal.pages.templates import Crumb, PageMaker
from portal.view.context import Context
from portal.view.field_labels import FIELD_LABELS, RECORD_LABELS
from portal.view.library import Library
from portal.view.manifest import CHECKSUMS, LICENCE_NOTE, MANIFEST
from portal.view.page import Page, TocEntry
from portal.view.schema import SCHEMA_VERSION, record_types

_ABOUT = {
    "issues": "每期公报的刊头和目录。",
    "documents": "每份文件的标题、文号、发文机关、日期、附件和引用。",
    "tasks": "文件里写明了单位的每项任务。",
    "tables": "文件里的表格，换页断开的已接上。",
    "items": "行政权力、许可等目录里的事项和承担机关。",
    "rosters": "领导小组等名单里的人。",
    "units": "单位名录。",
    "blocks": "全文，逐段排列，注明原文各行。",
    "diagnostics": "没有读懂、作过整理或需要核对的地方。",
}
_EXAMPLE_LENGTH = 48
_LOOKED_AT = 200
_DEPTH = 2
_MORE = {"tasks": (".xlsx", ".csv"), "documents": (".csv",), "units": (".csv",)}


@dataclass(frozen=True, slots=True)
class DataField:
    """One field: `name` with the names of the records around it (``deadlines.date``), `example` as JSON, empty where none has a value."""

    name: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of records: `more` are the endings of the same data for office programs; `schema` is its schema's file name."""

    name: str
    title: str
    about: str
    count: int
    more: tuple[str, ...]
    schema: str
    fields: tuple[DataField, ...]


def build_data_page(context: Context, maker: PageMaker) -> Iterator[Page]:
    """``data/``."""
    library = context.library
    files = tuple(_file(name, record_type, library) for name, record_type in record_types().items())
    yield maker.page(
        maker.addresses.data(), "data.html.j2", title="数据", section="data",
        description="全部数据的下载和字段说明。",
        crumbs=(Crumb("首页", maker.addresses.home()),),
        toc=(
            TocEntry(title="许可", anchor="licence"),
            *(TocEntry(title=file.title, anchor=file.name) for file in files),
            TocEntry(title="单个文件、单位的数据", anchor="single"),
            TocEntry(title="校验和格式版本", anchor="version"),
            TocEntry(title="订阅", anchor="feeds"),
        ),
        files=files,
        manifest=MANIFEST, checksums=CHECKSUMS, version=SCHEMA_VERSION, licence=LICENCE_NOTE,
        feed=maker.addresses.feed(),
        sample_document=next((f"documents/{document.id}.json" for document in library.corpus.documents), ""),
        sample_unit=next((f"units/{unit.id}.json" for unit in library.corpus.units), ""),
    )  # fmt: skip


def _file(name: str, record_type: type, library: Library) -> DataFile:
    return DataFile(
        name=name,
        title=RECORD_LABELS[record_type.__name__],
        about=_ABOUT.get(name, ""),
        count=len(getattr(library.corpus, name)),
        more=_MORE.get(name, ()),
        schema=f"schema/{name}.schema.json",
        fields=tuple(_fields(record_type, getattr(library.corpus, name))),
    )


def _fields(record_type: type, records: Sequence[object], around: str = "", depth: int = 0) -> Iterator[DataField]:
    """The fields of a record and, behind a field that holds records, theirs; each only once, so a record within itself ends."""
    hints = get_type_hints(record_type)
    for field in fields(cast(Any, record_type)):
        values = [value for record in records if (value := getattr(record, field.name)) not in (None, "", ())]
        inner = _record_in(hints[field.name])
        yield DataField(around + field.name, FIELD_LABELS[field.name], "" if inner else _example(values))
        if inner and depth < _DEPTH:
            within = [part for value in values for part in (value if isinstance(value, tuple) else (value,))]
            yield from _fields(inner, within, f"{around}{field.name}.", depth + 1)


def _record_in(hint: Any) -> type | None:
    """The record class a field holds, alone, in a tuple or beside ``None``."""
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    return next((found for part in get_args(hint) if (found := _record_in(part))), None)


def _example(values: Sequence[object]) -> str:
    """The first value that is short enough to be read at a glance, else the beginning of the first."""
    texts = (json.dumps(value, ensure_ascii=False) for value in values[:_LOOKED_AT])
    found = list(texts)
    short = next((text for text in found if len(text) <= _EXAMPLE_LENGTH), "")
    return short or (found[0][:_EXAMPLE_LENGTH] + "…" if found else "")
