"""Chinese names as the parts of addresses and ids: pinyin, lower-case letters, digits and hyphens.

In: a name. Out: its slug, the same for the same name, always.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from pypinyin import lazy_pinyin

from parser.grammar.rules import key
from parser.text.characters import HAN

LONGEST_SLUG = 120
_SOUNDED = re.compile(f"[0-9A-Za-z{HAN}]")


def pinyin_slug(text: str) -> str:
    """``区大数据中心`` → ``qu-da-shu-ju-zhong-xin``; brackets and marks are left out."""
    return "-".join(part for part in lazy_pinyin(_SOUNDED.findall(key(text)), errors=_without_sound) if part).lower()


def district_slug(district: str) -> str:
    """``张店区`` → ``zhangdian``; a two-character name keeps its 区."""
    core = re.sub(r"(?:区|县|市|旗)$", "", district)
    return "".join(lazy_pinyin(core if len(core) >= 2 else district, errors=_without_sound)).lower()


def _without_sound(text: str) -> str:
    """Letters and digits as they are; a character whose sound nobody knows by its code point."""
    return "".join(char if char.isascii() else f"u{ord(char):x}" for char in text)


@lru_cache(maxsize=4096)
def name_slug(name: str) -> str:
    """``区大数据中心`` → ``qu-da-shu-ju-zhong-xin``; a name without any letter gives a short hash instead.

    A file system takes names of 255 bytes: what is longer than `LONGEST_SLUG` is cut, and a short hash of the name follows.
    """
    slug = pinyin_slug(name) or "n-" + short_hash(name)
    if len(slug) <= LONGEST_SLUG:
        return slug
    return f"{slug[:LONGEST_SLUG].rpartition('-')[0] or slug[:LONGEST_SLUG]}-{short_hash(name)}"


def short_hash(text: str) -> str:
    """Six hexadecimal digits that depend on nothing but `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]
