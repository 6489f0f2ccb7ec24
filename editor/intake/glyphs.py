"""Characters that fonts of PDFs give for others of the same shape: radicals for whole characters, and a few look-alikes.

In: text of a PDF. Out: the same text with the characters a reader means, and how many were changed. Kangxi radicals follow
Unicode's own compatibility mapping; for the supplement, which has none, the table below holds the simplified forms. Only PDFs
need this: their text is a list of glyphs.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = (
    "⺁厂⺇几⺌小⺍小⺟母⺠民⺢水⺪疋⺬示⺮竹⺯纟⺶羊⺷羊⺻聿⺼肉⺾艹⻁虎⻄西⻅见⻆角⻇角⻉贝⻋车⻌辶⻍辶⻎辶⻐钅⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟食⻠饣"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
_LOOK_ALIKES = "戶户―—內内"
_PAIRS = _SUPPLEMENT + _LOOK_ALIKES
_TABLE = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))


def whole_characters(text: str) -> tuple[str, int]:
    """``⻘⽉`` → ``青月``."""
    changed = 0
    result = []
    for character in text:
        radical = "\u2f00" <= character <= "\u2fdf"
        plain = unicodedata.normalize("NFKC", character) if radical else character
        other = _TABLE.get(plain, plain)
        changed += other != character
        result.append(other)
    return "".join(result), changed
