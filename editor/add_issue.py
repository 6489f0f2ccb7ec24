"""A new issue into its place: file → text → parsed → ``gazette/issues/<district>-<year>-<number>.txt``.

In: a file of `editor.intake.intake`'s kinds and the content folder. Out: an `Added`: where the text went, what was found in it, what
the editor should look at. The name follows from what the text itself says; nothing is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parser.corpus import parse_texts
from parser.grammar.slugs import name_slug
from parser.model import Corpus
from parser.records.registry import load_registry
from parser.text.privacy import SECRET_CODE, find_private
from parser.text.read import SourceText, split_lines

from editor.files import edit_whole
from editor.intake.intake import take_in
from editor.intake.record import IntakeError

_NAME_RE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """`path` is the text in its place; `corpus` holds what it alone says; `notes` come from reading the file."""

    path: Path
    corpus: Corpus
    notes: tuple[str, ...]
    replaced: bool


def add_issue(source: Path, content: Path, *, name: str = "", replace: bool = False) -> Added:
    """Read `source`, name it, put it into ``content/issues/``.

    `name` (lower-case letters, digits, hyphens) overrides the name that follows from the text. A file of another content under that
    name is only replaced with `replace`. Raises `IntakeError`; nothing is written then.
    """
    if name and not _NAME_RE.fullmatch(name):
        raise IntakeError(f"文件名“{name}”不能用：只能用小写字母、数字和连字符，例如 zhangdian-2022-07。")
    taken = take_in(source)
    lines = split_lines(taken.text)
    _refuse_secrets(source, lines)
    corpus = _parsed(source.stem, lines, content)
    if not any(document.doc_number or document.issuer or document.issued_on for document in corpus.documents):
        raise IntakeError(f"{source.name} 里没有读出任何文件（文号、落款、日期都没有认出来），没有加进来。请核对文字是不是公报内容。")
    name = name or _name(corpus, source.stem)
    path = content / "issues" / f"{name}.txt"
    new = taken.text.encode("utf-8")
    replaced = False

    def change(old: bytes | None) -> bytes:
        nonlocal replaced
        if old not in (None, new) and not replace:
            raise IntakeError(f"{path} 已经有了，内容不同，没有改动。确要替换的，加上 --replace；另存一份的，用 --name 写别的名字。")
        replaced = old is not None
        return new

    edit_whole(path, change)
    return Added(path=path, corpus=_parsed(name, lines, content), notes=taken.notes, replaced=replaced)


def _refuse_secrets(source: Path, lines: Sequence[str]) -> None:
    secret = next((finding for finding in find_private(lines) if finding.code == SECRET_CODE), None)
    if secret:
        raise IntakeError(
            f"{source.name} 第 {secret.line} 行有密级标志（{secret.shown}），没有加进来。涉密文件不得公开，请先报保密工作机构核实。"
        )


def _parsed(stem: str, lines: Sequence[str], content: Path) -> Corpus:
    return parse_texts([SourceText(name=f"{stem}.txt", lines=tuple(lines))], load_registry(content / "units"))


def _name(corpus: Corpus, stem: str) -> str:
    """``zhangdian-2022-07`` from the issue; a single document's own id; else the letters of the file's name."""
    if corpus.issues:
        return corpus.issues[0].id.replace("/", "-")
    own = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return own if own and stem.isascii() else corpus.documents[0].id if len(corpus.documents) == 1 else name_slug(stem)
