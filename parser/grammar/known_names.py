"""What a unit's name is known by: the registry, the bodies that exist everywhere, the same issue, or its form.

In: a name as printed, and the names known of a place. Out: its `Ground`. Nothing here reads a list or decides a role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from parser.grammar.bodies import match_body
from parser.grammar.rules import key
from parser.grammar.unit_names import looks_like_name
from parser.model import Ground


@dataclass(frozen=True, slots=True, eq=False)
class KnownNames:
    """Names that other places vouch for: those of the district's registry, and those learnt from the same issue.

    ``"云溪海关" in KnownNames.of(learnt=["云溪海关"])`` is true whatever a name's form is.
    """

    grounds: Mapping[str, Ground] = field(default_factory=dict)

    @classmethod
    def of(cls, registry: Iterable[str] = (), learnt: Iterable[str] = ()) -> KnownNames:
        """Names by what vouches for them; the registry's word counts more."""
        grounds: dict[str, Ground] = {key(name): "learnt" for name in learnt}
        grounds.update({key(name): "registry" for name in registry})
        return cls(grounds)

    def __contains__(self, name: str) -> bool:
        return key(name) in self.grounds


_ANEW = re.compile(r"[省市州盟区县旗镇乡各本]|有关|相关|其他")
_NOT_ANEW = re.compile(r"市场|区域|县域|县城|市区|市民|乡村|各项|各类|各[一-鿿]{1,8}要")
NOBODY = KnownNames()


def is_name(name: str, known: KnownNames = NOBODY) -> bool:
    """True for what is a unit or a group of units by its form, or is known as one."""
    return name in known or looks_like_name(name)


def is_sure_name(name: str, known: KnownNames = NOBODY) -> bool:
    """True for a name that holds in running text, where many words end like a body: vouched for, or beginning with its level."""
    if name in known:
        return True
    if not looks_like_name(name):
        return False
    return match_body(name) is not None or (bool(_ANEW.match(key(name))) and not _NOT_ANEW.match(key(name)))


def ground_of(name: str, known: KnownNames = NOBODY) -> Ground:
    """What `name` is known by; ``unknown`` for one that only its place between other names makes a unit."""
    vouched = known.grounds.get(key(name))
    if vouched == "registry" or (vouched is not None and match_body(name) is None):
        return vouched
    if match_body(name) is not None:
        return "base"
    return "form" if looks_like_name(name) else "unknown"
