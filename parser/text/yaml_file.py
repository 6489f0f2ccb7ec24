"""A YAML file that people write → plain data; every fault is told in Chinese, with the file and the line.

In: the bytes of a file and the kind of error to raise. Out: lists, texts, ``None`` and `Entry` mappings, which know their line. What is
written stays as it is written: ``1.50``, ``2023-13-45`` and ``yes`` are texts (``as_written=False``: the values of YAML 1.1). Files made
to do harm are refused before anything is built from them: nested too deep, grown by references, too large.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from parser.errors import GazetteError

_MAX_BYTES = 5_000_000
_MAX_DEPTH = 20
_MAX_VALUES = 200_000  # with every reference written out
_SHOWN = 60


_Fast: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same values ten times as fast, where PyYAML was built with libyaml."""


def load_plain(text: str) -> Any:
    """The content of one of our own files or of one that is checked afterwards, as `yaml.safe_load` reads it. Raises `yaml.YAMLError`."""
    return yaml.load(text, _Fast)


class Entry(dict[Any, Any]):
    """A mapping that knows the line (from 1) on which it begins."""

    line = 0


class _Loader(yaml.SafeLoader):
    """Mappings become `Entry`; a key that stands twice is a fault, not a silent loss."""

    def construct_entry(self, node: yaml.MappingNode) -> Any:
        entry = Entry()
        entry.line = node.start_mark.line + 1
        yield entry
        self.flatten_mapping(node)
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str | int | float | bool | None):
                raise yaml.constructor.ConstructorError(None, None, "名称应当是文字", key_node.start_mark)
            if key in entry:
                raise yaml.constructor.ConstructorError(None, None, f"“{key}”写了两次", key_node.start_mark)
            entry[key] = self.construct_object(value_node, deep=True)


class _AsWritten(_Loader):
    """Plain words stay text; only an empty value and ``~`` are nothing."""

    yaml_implicit_resolvers = {  # noqa: RUF012 — the attribute is PyYAML's
        first: [(tag, regexp) for tag, regexp in rules if tag == "tag:yaml.org,2002:null"]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_entry)


def read_yaml(path: Path, error: type[GazetteError], *, as_written: bool = True) -> Any:
    """The content of a file; raises `error` for one that cannot be read or is not YAML."""
    if not path.is_file():
        raise error(f"{path.name}：不是普通文件，没有读。")
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise error(f"{path.name}：文件打不开（{fault.strerror}）。请检查文件权限。") from fault
    return parse_yaml(data, path.name, error, as_written=as_written)


def parse_yaml(data: bytes, name: str, error: type[GazetteError], *, as_written: bool = True) -> Any:
    """The content of a file that is in memory."""
    if len(data) > _MAX_BYTES:
        raise error(f"{name}：文件太大，没有读（最多 {_MAX_BYTES // 1_000_000} MB）。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise error(f"{name} 第{line}行：文件不是 UTF-8 编码。请另存为 UTF-8 编码。") from fault
    try:
        _refuse_bombs(text)
        loader = (_AsWritten if as_written else _Loader)(text)
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except yaml.YAMLError as fault:
        raise error(_words(fault, text, name)) from fault
    except (ValueError, OverflowError) as fault:
        raise error(f"{name}：有一个值不能用（例如日历上没有的日期、位数过多的数字）。请加上引号，或者改正。") from fault


def _refuse_bombs(text: str) -> None:
    """Depth and number of values, counted on the stream of events, so that nothing is built."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:
                raise _refused(event, f"引用“*{event.anchor}”没有着落")
            total += sizes[event.anchor]
        elif isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            if event.anchor:
                sizes[event.anchor] = 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                sizes[anchor] = total - before
        if len(open_nodes) > _MAX_DEPTH:
            raise _refused(event, f"层次太深（最多 {_MAX_DEPTH} 层）")
        if total > _MAX_VALUES:
            raise _refused(event, f"内容太多（引用展开后最多 {_MAX_VALUES} 个值）")


def _refused(event: Any, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)


def _words(fault: yaml.YAMLError, text: str, name: str) -> str:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    problem = str(getattr(fault, "problem", None) or "")
    if mark is None:
        position = getattr(fault, "position", 0)
        return f"{name} 第{text.count(chr(10), 0, position) + 1}行：有不能用的控制字符，请删掉。"
    lines = text.split("\n")
    shown = lines[mark.line].strip()[:_SHOWN] if mark.line < len(lines) else ""
    if problem.isascii():
        problem = "写法不对。常见的是：冒号后面没有空格，缩进没有对齐，引号或方括号不成对，文字里有冒号而没有加引号"
    return f"{name} 第{mark.line + 1}行“{shown}”：{problem}。"
