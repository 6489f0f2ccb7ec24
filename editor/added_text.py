"""What an editor reads after adding an issue: what was found, what was not, what to do next.

In: an `Added`. Out: text for a terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from parser.model import Corpus, Document
from parser.words import date_words, issue_words

from editor.add_issue import Added
from editor.diagnostic_text import format_diagnostic, one_line, summary

_SHOWN = 10


def added_words(added: Added) -> str:
    """Issue, documents with their numbers and tasks, notes, the first diagnostics, and the next step."""
    return "\n".join(_lines(added))


def _lines(added: Added) -> Iterator[str]:
    corpus = added.corpus
    yield f"{'已替换' if added.replaced else '已加入'}：{added.path}"
    for issue in corpus.issues:
        yield f"公报：{one_line(issue.district)} {one_line(issue_words(issue))}，{date_words(issue.published_on) or '出版日期没有读出'}"
    if not corpus.issues:
        yield "没有读出公报刊头：按单独的文件处理。"
    counts = Counter(task.document_id for task in corpus.tasks)
    yield f"文件 {len(corpus.documents)} 份，任务 {len(corpus.tasks)} 项："
    yield from (_document_line(document, counts[document.id]) for document in corpus.documents)
    for note in added.notes:
        yield f"注意：{one_line(note)}"
    yield f"解析提示：{summary(corpus.diagnostics)}。"
    yield from _wanting(corpus)
    yield "下一步：对照原件核对文字，再运行 make check 和 make serve。"


def _document_line(document: Document, tasks: int) -> str:
    known = (("文号", document.doc_number), ("落款", document.issuer), ("日期", document.issued_on))
    missing = [word for word, value in known if not value]
    facts = [document.doc_number or "", f"任务 {tasks} 项" if tasks else ""]
    facts.append(f"没有读出{'、'.join(missing)}" if missing else "")
    return f"  {one_line(document.title)}（{'，'.join(filter(None, facts)) or '没有任务'}）"


def _wanting(corpus: Corpus) -> Iterator[str]:
    wanting = [diagnostic for diagnostic in corpus.diagnostics if diagnostic.severity != "info"]
    for diagnostic in wanting[:_SHOWN]:
        yield format_diagnostic(diagnostic)
    if len(wanting) > _SHOWN:
        yield f"……还有 {len(wanting) - _SHOWN} 处，用 make check 查看。"
