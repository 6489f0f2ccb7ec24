"""The page on quality: what the parser could not read, put right, or left out, file by file.

In: a `Library`, a `PageMaker`. Out: one `Page`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from parser.model import Block, Diagnostic, Document, Issue, Severity
from parser.words import issue_words

from portal.pages.templates import Crumb, PageMaker
from portal.view.context import Context
from portal.view.library import Library
from portal.view.page import Page, TocEntry
from portal.view.words import file_anchor

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """All diagnostics of one code in one file; `meaning` is what their messages have in common."""

    code: str
    severity: Severity
    meaning: str
    hint: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """One input file. Counts are of lines for `line_count` and `furniture_count`, of records for the rest.

    `target` is the page of its issue, or of its document where it is no issue; empty where nothing was read from it.
    """

    file: str
    title: str
    anchor: str
    target: str
    line_count: int
    document_count: int
    task_count: int
    furniture_count: int
    furniture: tuple[tuple[str, int], ...]
    severity_counts: Mapping[str, int]
    findings: tuple[Finding, ...]


def build_quality_page(context: Context, maker: PageMaker) -> Iterator[Page]:
    """``quality/``: one section for each input file, in the order of their names."""
    library = context.library
    blocks: dict[str, list[Block]] = {}
    for block in library.corpus.blocks:
        blocks.setdefault(block.source.file, []).append(block)
    documents: dict[str, list[Document]] = {}
    for document in library.corpus.documents:
        documents.setdefault(document.source.file, []).append(document)
    issues = {issue.source.file: issue for issue in reversed(library.corpus.issues)}
    reports = tuple(
        _report(file, blocks.get(file, []), documents.get(file, []), issues.get(file), library, maker) for file in library.files
    )
    yield maker.page(
        maker.addresses.quality(), "quality.html.j2", title="解析质量", section="quality",
        description="逐期列出没有读懂、作过整理或需要核对的地方。",
        crumbs=(Crumb("首页", maker.addresses.home()),),
        toc=tuple(TocEntry(title=report.title, anchor=report.anchor) for report in reports),
        reports=reports,
    )  # fmt: skip


def _report(
    file: str, blocks: Iterable[Block], documents: Sequence[Document], issue: Issue | None, library: Library, maker: PageMaker
) -> FileReport:
    lines = 0
    furniture: Counter[str] = Counter()
    for block in blocks:
        lines += len(block.lines)
        if block.kind == "furniture":
            furniture[block.reason or "其他"] += len(block.lines)
    diagnostics = library.diagnostics.get(file, ())
    title, target = _title(file, issue, documents, maker)
    return FileReport(
        file=file, title=title, anchor=file_anchor(file), target=target,
        line_count=lines,
        document_count=len(documents),
        task_count=sum(len(library.tasks.get(document.id, ())) for document in documents),
        furniture_count=furniture.total(),
        furniture=tuple(furniture.most_common()),
        severity_counts={severity: sum(found.severity == severity for found in diagnostics) for severity in _SEVERITIES},
        findings=tuple(_findings(diagnostics)),
    )  # fmt: skip


def _title(file: str, issue: Issue | None, documents: Sequence[Document], maker: PageMaker) -> tuple[str, str]:
    if issue:
        return f"{issue.district} {issue_words(issue)}", maker.addresses.issue(issue.id)
    if documents:
        return documents[0].title, maker.addresses.document(documents[0].id)
    return file, ""


def _findings(diagnostics: Iterable[Diagnostic]) -> Iterator[Finding]:
    by_code: dict[tuple[int, str], list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        by_code.setdefault((_SEVERITIES.index(diagnostic.severity), diagnostic.code), []).append(diagnostic)
    for (severity, code), found in sorted(by_code.items(), key=lambda entry: entry[0]):
        yield Finding(code, _SEVERITIES[severity], _meaning(found), found[0].hint, tuple(found))


def _meaning(diagnostics: list[Diagnostic]) -> str:
    """Messages read 含义：细节; the part before the colon is what they share."""
    heads = {diagnostic.message.partition("：")[0] for diagnostic in diagnostics}
    return heads.pop() if len(heads) == 1 else diagnostics[0].message
