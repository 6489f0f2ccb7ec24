"""Addresses for names that no registry holds: Chinese names as pinyin, by the registry's own rule.

In: a district's or a unit's Chinese name. Out: lower-case letters, digits and hyphens, the same for the same name, always.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from parser.units import district_slug as registry_district_slug
from parser.units import pinyin_slug

OTHER_DISTRICT_SLUG = "qita"
LONGEST_SLUG = 120


@lru_cache(maxsize=4096)
def name_slug(name: str) -> str:
    """``区大数据中心`` → ``qu-da-shu-ju-zhong-xin``; a name without any letter gives a short hash instead.

    A file system takes names of 255 bytes: what is longer than `LONGEST_SLUG` is cut, and a short hash of the name follows.
    """
    slug = pinyin_slug(name) or "n-" + short_hash(name)
    if len(slug) <= LONGEST_SLUG:
        return slug
    return f"{slug[:LONGEST_SLUG].rpartition('-')[0] or slug[:LONGEST_SLUG]}-{short_hash(name)}"


@lru_cache(maxsize=256)
def district_slug(district: str) -> str:
    """``张店区`` → ``zhangdian``; the empty name → ``qita``."""
    return registry_district_slug(district) if district else OTHER_DISTRICT_SLUG


def short_hash(text: str) -> str:
    """Six hexadecimal digits that depend on nothing but `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]
