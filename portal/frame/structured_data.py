"""JSON-LD for machines: a document as schema.org ``Legislation``, a unit as ``GovernmentOrganization``.

In: records and the site's address. Out: plain dictionaries ready for JSON; unknown fields are left out. Words of schema.org:
https://schema.org/Legislation, https://schema.org/GovernmentOrganization.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from parser.model import Citation, Document, Issue
from parser.words import issue_words

from portal.view.addresses import Addresses
from portal.view.library import Library
from portal.view.units import UnitEntry

_CONTEXT = "https://schema.org"
_NOT_GOVERNMENT = ("企业", "群团", "集合", "未登记", "其他")


def legislation(document: Document, library: Library, base_url: str) -> Mapping[str, Any]:
    """`document` as ``Legislation``; `base_url` ends in a slash or is empty (then without addresses)."""
    issue, validity = library.issue_of(document), document.validity
    district = library.district_of(document)
    return _without_unknown(
        {
            "@context": _CONTEXT,
            "@type": "Legislation",
            "@id": _address(Addresses().document(document.id), base_url),
            "url": _address(Addresses().document(document.id), base_url),
            "name": document.title,
            "inLanguage": "zh-CN",
            "legislationIdentifier": document.doc_number,
            "legislationType": document.kind,
            "legislationDate": document.issued_on,
            "datePublished": issue.published_on if issue else None,
            "legislationPassedBy": _body(document.issuer),
            "legislationJurisdiction": {"@type": "AdministrativeArea", "name": district} if district else None,
            "legislationDateOfApplicability": validity.effective_on if validity else None,
            "expires": validity.expires_on if validity else None,
            "legislationChanges": _citations(document, base_url, changing=True),
            "citation": _citations(document, base_url, changing=False),
            "isPartOf": _issue(issue, base_url) if issue else None,
        }
    )


def _citations(document: Document, base_url: str, *, changing: bool) -> list[Mapping[str, Any]] | None:
    found = [citation for citation in document.citations if (citation.relation in ("amends", "repeals")) is changing]
    return [_cited(citation, base_url) for citation in found] or None


def organization(entry: UnitEntry, base_url: str) -> Mapping[str, Any]:
    """`entry` as ``GovernmentOrganization``; enterprises, mass organisations and collective names as ``Organization``."""
    unit = entry.unit
    return _without_unknown(
        {
            "@context": _CONTEXT,
            "@type": "Organization" if entry.kind in _NOT_GOVERNMENT else "GovernmentOrganization",
            "@id": _address(Addresses().unit(entry.id), base_url),
            "url": _address(Addresses().unit(entry.id), base_url),
            "name": entry.name,
            "alternateName": list(unit.aliases) if unit and unit.aliases else None,
            "areaServed": {"@type": "AdministrativeArea", "name": entry.district} if entry.district else None,
        }
    )


def script_of(data: Mapping[str, Any]) -> str:
    """`data` as a script element that the browser does not run; no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def _issue(issue: Issue, base_url: str) -> Mapping[str, Any]:
    return _without_unknown(
        {
            "@type": "PublicationIssue",
            "@id": _address(Addresses().issue(issue.id), base_url),
            "name": f"{issue.title}{issue_words(issue)}",
            "issueNumber": str(issue.number) if issue.number else None,
            "datePublished": issue.published_on,
        }
    )


def _cited(citation: Citation, base_url: str) -> Mapping[str, Any]:
    address = _address(Addresses().document(citation.document_id), base_url) if citation.document_id else None
    return _without_unknown({"@type": "Legislation", "name": citation.text, "legislationIdentifier": citation.doc_number, "@id": address})


def _body(name: str | None) -> Mapping[str, Any] | None:
    return {"@type": "GovernmentOrganization", "name": name} if name else None


def _address(target: str, base_url: str) -> str | None:
    return base_url + target if base_url else None


def _without_unknown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
