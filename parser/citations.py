"""Citations: every 文号 and every 《title》 in a text.

In: the text of a document. Out: `Citation` records without links; `link_citations` adds the documents that the corpus holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from parser.doc_number import find_doc_numbers
from parser.model import Citation
from parser.normalize import squeeze
from parser.titles import comparable, title_kind

_TITLE = re.compile(r"《([^《》]{4,120}(?:[〈<《][^《》〈〉<>]{2,80}[〉>》][^《》]{0,40})?)》")


def find_citations(texts: Iterable[str], own_number: str | None) -> tuple[Citation, ...]:
    """The 文号 and titles cited in `texts`, each once, in order; a document does not cite its own 文号."""
    found: dict[str, Citation] = {}
    for text in texts:
        spots: list[tuple[int, str, str | None]] = []
        for start, stop, number in find_doc_numbers(text):
            if str(number) != own_number:
                spots.append((start, squeeze(text[start:stop]), str(number)))
        spots += [(m.start(), squeeze(m.group()), None) for m in _TITLE.finditer(text) if title_kind(m[1])]
        for _, words, doc_number in sorted(spots):
            found.setdefault(doc_number or words, Citation(text=words, doc_number=doc_number, document_id=None))
    return tuple(found.values())


def link_citations(
    citations: Iterable[Citation], by_number: Mapping[str, str], by_title: Mapping[str, str], own_id: str
) -> tuple[Citation, ...]:
    """Citations with the id of the cited document where the corpus holds it; a link to the document itself is left out."""
    linked: list[Citation] = []
    for citation in citations:
        target = by_number.get(citation.doc_number) if citation.doc_number else by_title.get(comparable(citation.text))
        if target != own_id:
            linked.append(replace(citation, document_id=target))
    return tuple(linked)
