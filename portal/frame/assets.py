"""The site's own style sheets, scripts and pictures.

In: the folder ``site_templates/``. Out: an `Assets` record: the files by their path on the site, and for each the address
with a mark of its content behind it, so that a browser that keeps the old file asks for the new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

PREFIX = "assets/"
_FOLDERS = {"css": "css", "img": "img", "js/common": "js", "js/ledger": "js"}
"""Where the files of a folder are published, within ``assets/``; the scripts of ``js/search`` become one, made by `portal.search`."""


@dataclass(frozen=True, slots=True)
class Assets:
    """`files` maps paths from the site's root (``assets/css/frame.css``) to contents, in order of the paths."""

    files: Mapping[str, bytes]

    def versioned(self, path: str) -> str:
        """``assets/css/frame.css?v=1f0c2a9b``. Raises `KeyError` for a file that is not there."""
        return f"{path}?v={hashlib.sha256(self.files[path]).hexdigest()[:8]}"

    def joined(self, generated: Mapping[str, bytes]) -> Assets:
        """With those of the `generated` files that pages may ask for by name: the scripts."""
        scripts = {path: content for path, content in generated.items() if path.startswith(f"{PREFIX}js/")}
        return Assets(MappingProxyType({**self.files, **scripts}))


def load_assets(folder: Path) -> Assets:
    """Read the assets of `folder`; names that begin with a dot are left out.

    The folders of scripts are for those who work on them, the site has one: ``js/ledger/task_list.js`` → ``assets/js/task_list.js``.
    """
    files = {}
    for source, target in _FOLDERS.items():
        for path in (folder / source).rglob("*"):
            parts = path.relative_to(folder / source).parts
            if path.is_file() and not any(part.startswith(".") for part in parts):
                files["/".join((f"{PREFIX}{target}", *parts))] = path.read_bytes()
    return Assets(MappingProxyType(dict(sorted(files.items()))))
