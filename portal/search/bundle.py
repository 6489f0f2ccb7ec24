"""The scripts of the search as one file, comments taken off.

In: ``site_templates/js/search/`` and the manifest of an index. Out: the bytes of ``assets/js/search.js``.
"""

from __future__ import annotations

import re
from pathlib import Path

SCRIPT_FOLDER = Path(__file__).resolve().parents[2] / "site_templates" / "js" / "search"
SCRIPTS = (
    "segment.js", "search_codec.js", "search_store.js", "search_scores.js", "search_core.js", "search_near.js", "search_answers.js",
    "search_groups.js", "search_view.js", "search_card.js", "search_facets.js", "search_header.js",
)  # fmt: skip
START_SCRIPT = "search_ui.js"
_BLOCK_COMMENT_RE = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n?", re.DOTALL | re.MULTILINE)
_LINE_COMMENT_RE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_INDENT_RE = re.compile(r"^[ \t]+", re.MULTILINE)
_EMPTY_LINES_RE = re.compile(r"\n{2,}")


def search_bundle(manifest: bytes = b"", folder: Path = SCRIPT_FOLDER) -> bytes:
    """The scripts in the order they build on each other, `manifest` before the one that starts."""
    own = (without_comments((folder / name).read_text(encoding="utf-8")) for name in SCRIPTS)
    start = without_comments((folder / START_SCRIPT).read_text(encoding="utf-8"))
    return "\n".join((*own, manifest.decode(), start)).encode()


def without_comments(script: str) -> str:
    """`script` without comments that have lines of their own, indents and empty lines. Fit for scripts without texts of several lines."""
    script = _LINE_COMMENT_RE.sub("", _BLOCK_COMMENT_RE.sub("", script))
    return _EMPTY_LINES_RE.sub("\n", _INDENT_RE.sub("", script)).strip() + "\n"
