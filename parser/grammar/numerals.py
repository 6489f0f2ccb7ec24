"""Chinese numerals → numbers.

In: a numeral as printed (十二, 二〇二四, 21, ２１). Out: an `int`, or ``None`` where it is no numeral.
"""

from __future__ import annotations

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0, "O": 0, "o": 0, "两": 2, "元": 1}
_LONGEST = 18  # characters; no numeral of a document is longer
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[〇零○Oo一二三四五六七八九十百千两\d０-９]"


def parse_numeral(text: str) -> int | None:
    """``"十二"`` → 12, ``"二〇二四"`` → 2024, ``"２１"`` → 21; ``None`` where it is none of these."""
    if not text or len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if all(c in _DIGITS or c.isdecimal() for c in text):
        return int("".join(str(_DIGITS[c]) if c in _DIGITS else str(int(c)) for c in text))
    return _sum(text)


def _sum(text: str) -> int | None:
    """``"二百一十三"`` → 213: digits, each with its unit behind it."""
    total = current = 0
    for c in text:
        if c in _UNITS:
            total += (current or 1) * _UNITS[c]
            current = 0
        elif c in _DIGITS:
            current = _DIGITS[c]
        else:
            return None
    return total + current
