"""The Content-Security-Policy of every page: nothing but the site's own files, no inline script, no inline style.

In: whether the copy is made for a folder. Out: the policy as it stands in a ``<meta>``. The theme's own inline scripts are not
shipped, so no hash is needed; JSON-LD is data, which the policy does not concern.
"""

from __future__ import annotations

_OWN = ("script-src", "style-src", "font-src", "connect-src", "form-action")


def content_policy(*, from_folder: bool = False) -> str:
    """`from_folder`: also ``file:``, because not every browser counts a file beside the page as ``'self'`` (Chromium does)."""
    own = "'self' file:" if from_folder else "'self'"
    rules = ["default-src 'none'", *(f"{name} {own}" for name in _OWN), f"img-src {own} data:", "base-uri 'none'"]
    return "; ".join(rules)
