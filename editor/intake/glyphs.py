"""Characters that fonts of PDFs give for others of the same shape: radicals for whole characters, and a few look-alikes.

In: text of a PDF. Out: the same text with the characters a reader means, and how many were changed. The radicals are those of
`parser.text.characters`; a few look-alikes stand below. Only PDFs need this: their text is a list of glyphs.
"""

from __future__ import annotations

from parser.text.characters import RADICALS

_LOOK_ALIKES = "戶户―—內内"
_TABLE = {**RADICALS, **dict(zip(_LOOK_ALIKES[::2], _LOOK_ALIKES[1::2], strict=True))}


def whole_characters(text: str) -> tuple[str, int]:
    """``⻘⽉`` → ``青月``."""
    plain = [_TABLE.get(RADICALS.get(char, char), RADICALS.get(char, char)) for char in text]
    return "".join(plain), sum(new != old for new, old in zip(plain, text, strict=True))
