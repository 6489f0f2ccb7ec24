"""Addresses for names that no registry holds: Chinese names as pinyin, by the registry's own rule.

In: a district's or a unit's Chinese name. Out: lower-case letters, digits and hyphens, the same for the same name, always.
"""

from __future__ import annotations

from functools import lru_cache

from parser.grammar.slugs import district_slug as registry_district_slug

OTHER_DISTRICT_SLUG = "qita"


@lru_cache(maxsize=256)
def district_slug(district: str) -> str:
    """``张店区`` → ``zhangdian``; the empty name → ``qita``."""
    return registry_district_slug(district) if district else OTHER_DISTRICT_SLUG
