"""The only place that knows where a thing lives on the site.

In: ids of the records (`Document.id`, `Unit.id`, `Issue.id`, `Task.id`), which are made by the parser and are never changed here.
Out: *targets*, which are paths from the site's root without a leading slash (``documents/zhang-zheng-ban-zi-2022-13/#task-12``;
the home page is the empty string), and links from one page to a target. Pure: no disk, no clock.

An address once published never changes: what a function here returns for an id is a promise to whoever has kept the link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from posixpath import relpath
from urllib.parse import quote, urlencode

from parser.errors import GazetteError

_ID_RE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
_TASK_ID_RE = re.compile(r"([^#]+)#(task-[1-9][0-9]*)")
_TARGET_RE = re.compile(r"([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_PATH_SAFE = "/-_.~"


class AddressError(GazetteError):
    """An id that cannot be part of an address (other letters than a-z, 0-9, hyphen and slash)."""


# --- anchors inside a document page -------------------------------------------------------------------------------------------


def task_anchor(number: int) -> str:
    """``task-12``: the document's tasks counted from 1 in the order of the text."""
    return f"task-{number}"


def heading_anchor(numbers: Sequence[int], annex: int | None = None) -> str:
    """``s-3-2`` for （二） under 三、 (positions counted from 1, outermost first); ``annex-1-s-3-2`` within the first annex."""
    return _in_annex("s-" + "-".join(str(number) for number in numbers), annex)


def article_anchor(number: int, annex: int | None = None) -> str:
    """``article-12`` for 第十二条; ``annex-1-article-12`` within the first annex."""
    return _in_annex(f"article-{number}", annex)


def annex_anchor(number: int) -> str:
    """``annex-2``: annexes counted from 1 in the order they stand in the text."""
    return f"annex-{number}"


def table_anchor(number: int) -> str:
    """``table-1``: the document's tables counted from 1."""
    return f"table-{number}"


def _in_annex(anchor: str, annex: int | None) -> str:
    return anchor if annex is None else f"{annex_anchor(annex)}-{anchor}"


# --- addresses ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Addresses:
    """Every address of the site, and links between them.

    `index_html` makes links to folders end in ``index.html``, so that a copy opens from a folder without a server and
    without JavaScript. It changes links only, never targets.
    """

    index_html: bool = False

    def home(self) -> str:
        return ""

    def issues(self) -> str:
        return "issues/"

    def issue(self, issue_id: str) -> str:
        return f"issues/{_checked(issue_id)}/"

    def documents(self) -> str:
        return "documents/"

    def document(self, document_id: str, anchor: str | None = None) -> str:
        return f"documents/{_checked(document_id)}/" + (f"#{anchor}" if anchor else "")

    def task(self, task_id: str) -> str:
        """`task_id` is ``<document id>#task-<n>``, which is already the place on the document's page."""
        match = _TASK_ID_RE.fullmatch(task_id)
        if match is None:
            raise AddressError(f"不是任务编号：{task_id!r}")
        return self.document(match[1], match[2])

    def units(self) -> str:
        return "units/"

    def unit(self, unit_id: str) -> str:
        return f"units/{_checked(unit_id)}/"

    def unit_file(self, unit_id: str, name: str) -> str:
        """A file to take away from a unit's page: ``tasks.xlsx``, ``lead.ics``."""
        return f"{self.unit(unit_id)}{name}"

    def tasks(self) -> str:
        return "tasks/"

    def tasks_of_year(self, year: int | None) -> str:
        """The ledger of one year of 成文日期; ``tasks/undated/`` for documents without a date."""
        return f"tasks/{year}/" if year is not None else "tasks/undated/"

    def deadlines(self) -> str:
        return "deadlines/"

    def deadlines_of_year(self, year: int) -> str:
        """The days of one year, where all of them are too many for one page."""
        return f"deadlines/{year}/"

    def calendar(self, name: str) -> str:
        """`name` is the calendar's file name: ``all.ics``, ``zhangdian.ics``."""
        return f"deadlines/{name}"

    def search(self, parameters: Mapping[str, str] | None = None) -> str:
        """`parameters` are the query's (q, district, year, unit, role …), in the order given."""
        return "search/" + (f"?{urlencode(parameters)}" if parameters else "")

    def quality(self) -> str:
        return "quality/"

    def data(self) -> str:
        return "data/"

    def data_file(self, name: str) -> str:
        """`name` is the file's name within ``data/``: ``tasks.jsonl``, ``schema/task.schema.json``."""
        return f"data/{name}"

    def feed(self, district_slug: str | None = None) -> str:
        """The Atom feed of new documents: of all, or of one district."""
        return f"feeds/{_checked(district_slug)}.xml" if district_slug else "feeds/documents.xml"

    def asset(self, name: str) -> str:
        """`name` is the file's path within ``assets/``: ``js/pages.js``."""
        return f"assets/{name}"

    def relative(self, target: str, page: str) -> str:
        """The link that leads from `page` to `target`, fit for an ``href`` (percent-encoded, not HTML-escaped).

        Both are targets as the methods above return them; a query or fragment of `page` is ignored. A place on the page itself
        gives the fragment alone. The result is never absolute, so it works under any base path and from ``file://``.
        """
        path, query, fragment = _parts(target)
        own_path = _parts(page)[0]
        if path == own_path and fragment and not query:
            return fragment
        if self.index_html and (not path or path.endswith("/")):
            path += "index.html"
        return quote(_relative_path(path, folder_of(own_path)), safe=_PATH_SAFE) + query + fragment

    def from_base(self, target: str, base: str) -> str:
        """The link to `target` from any page whose way to the root is `base`: longer than `relative` gives, the same for a whole depth."""
        path, query, fragment = _parts(target)
        if self.index_html and (not path or path.endswith("/")):
            path += "index.html"
        return quote(base + path, safe=_PATH_SAFE) + query + fragment

    def base(self, page: str) -> str:
        """The way from `page` to the site's root: ``../../`` for ``documents/x/``, ``./`` for the home page."""
        return "../" * folder_of(_parts(page)[0]).count("/") or "./"


def folder_of(path: str) -> str:
    """The folder a page stands in: ``documents/x/`` for itself and for ``documents/x/a.html``; empty at the root."""
    return path[: path.rfind("/") + 1]


def file_of(path: str) -> str:
    """The file a page is written to: ``documents/x/index.html`` for ``documents/x/``; a path with a file name stays."""
    return path + "index.html" if not path or path.endswith("/") else path


def _relative_path(path: str, folder: str) -> str:
    shortest = relpath("/" + path, "/" + folder)
    if not path or path.endswith("/"):
        return shortest + "/"
    return shortest


def _parts(target: str) -> tuple[str, str, str]:
    match = _TARGET_RE.fullmatch(target)
    assert match is not None  # the expression matches every string
    return match[1], match[2] or "", match[3] or ""


def _checked(record_id: str) -> str:
    if _ID_RE.fullmatch(record_id) is None:
        raise AddressError(f"不能用作网址：{record_id!r}")
    return record_id
