"""Citations: every 文号 and every 《title》 in a text.

In: the text of a document. Out: `Citation` records without links; `link_citations` adds the documents that the corpus holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from parser.grammar.doc_number import find_doc_numbers
from parser.grammar.titles import comparable, title_kind
from parser.model import Citation, Relation
from parser.text.normalize import squeeze

_TITLE = re.compile(r"《([^《》]{4,120}(?:[〈<《][^《》〈〉<>]{2,80}[〉>》][^《》]{0,40})?)》")


def find_citations(texts: Sequence[str], own_number: str | None, repealed: Sequence[str] = ()) -> tuple[Citation, ...]:
    """The 文号 and titles cited in `texts` (the title of the document first), each once, in order; a document does not cite itself.

    A title with its 文号 behind it is one citation. Of several mentions the most telling relation counts; what the texts `repealed`
    (a list of 废止文件) cite is repealed.
    """
    said: list[tuple[str, Relation | None]] = [*((text, None) for text in texts), *((text, "repeals") for text in repealed)]
    if texts:
        said[0] = texts[0], _relation_of_title(texts[0])
    found: dict[str, Citation] = {}
    for text, relation in said:
        for citation in _cited(text, relation):
            name = citation.doc_number or comparable(citation.text)
            telling = name not in found or (found[name].relation == "cites" and citation.relation != "cites")
            if telling and (citation.doc_number is None or citation.doc_number != own_number):
                found[name] = citation
    return tuple(found.values())


def _cited(text: str, relation: Relation | None) -> Iterator[Citation]:
    """What one text cites, with the relation of the whole text or that of the words around each place."""
    for start, stop, words, number in _spots(text):
        yield Citation(text=words, doc_number=number, document_id=None, relation=relation or _relation(text, start, stop))


def _spots(text: str) -> Iterator[tuple[int, int, str, str | None]]:
    """Places where `text` cites: (start, stop, words, 文号). 《title》（文号） is one place."""
    numbers = list(find_doc_numbers(text))
    begins = {number[0]: number for number in numbers}
    used: set[int] = set()
    spots: list[tuple[int, int, str, str | None]] = []
    for match in _TITLE.finditer(text):
        behind = begins.get(match.end()) or begins.get(match.end() + 1)
        if behind:
            used.add(behind[0])
            spots.append((match.start(), behind[1] + 1, squeeze(match.group()), str(behind[2])))
        elif title_kind(match[1]):
            spots.append((match.start(), match.end(), squeeze(match.group()), None))
    spots += [(a, b, squeeze(text[a:b]), str(number)) for a, b, number in numbers if a not in used]
    return iter(sorted(spots, key=lambda s: s[0]))


def _relation_of_title(title: str) -> Relation | None:
    """关于转发… forwards what its title names, 关于废止… repeals it, 关于修改… amends it."""
    match = re.search(r"(转发|批转)|(废止|宣布失效)|关于(修改|修订|调整)《", title)
    return ("forwards" if match[1] else "repeals" if match[2] else "amends") if match else None


def _relation(text: str, start: int, stop: int) -> Relation:
    """What the sentence around a citation says of the cited document."""
    before = re.split(r"[。；;]", text[max(0, start - 40) : start])[-1]
    behind = re.split(r"[。；;]", text[stop : stop + 40])[0]
    if re.search(r"(?:同时|予以|即行|自行)?废止|停止执行|不再执行|宣布失效", behind) or re.search(r"废止(?:了)?(?:[^，,]{0,12})$", before):
        return "repeals"
    if re.search(r"(?:作|做)?(?:如下|以下)?(?:修改|修订)(?:如下|为|：|:)|作出修改", behind) or re.search(r"(?:修改|修订|调整)$", before):
        return "amends"
    if re.search(r"印发给你们|现予(?:印发|公布)|已经.{0,20}(?:同意|通过)", behind) or re.search(r"现将$", before):
        return "forwards" if "转发" in behind else "prints"
    if re.search(r"(?:根据|依据|按照|依照|遵照|贯彻落实|落实|贯彻)[^，,]{0,30}$", before):
        return "basis"
    return "cites"


def link_citations(
    citations: Iterable[Citation], by_number: Mapping[str, str], by_title: Mapping[str, str], own_id: str
) -> tuple[Citation, ...]:
    """Citations with the id of the cited document where the corpus holds it; a link to the document itself is left out."""
    linked: list[Citation] = []
    for citation in citations:
        target = by_number.get(citation.doc_number or "") or (None if citation.doc_number else by_title.get(comparable(citation.text)))
        if target != own_id:
            linked.append(replace(citation, document_id=target))
    return tuple(linked)
