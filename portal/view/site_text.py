"""The words of the site that its owner chooses: name, disclaimer, who maintains it.

In: ``site.yml`` of the content folder. Out: a `SiteText`. Whatever the file leaves out has a plain general wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from parser.errors import GazetteError
from parser.text.yaml_file import read_yaml

DEFAULT_TITLE = "政府公报"
DEFAULT_SUBTITLE = "政府公报的文件、任务、责任单位和完成时限，查得到、说得清、带得走。"
DEFAULT_DISCLAIMER = "本站由公报文本自动整理，仅供查阅，以政府正式公布的文本为准。"
_CONTACT_LABELS = {"organization": "维护：", "telephone": "电话：", "email": "邮箱：", "address": "地址："}
_GROUPS = {"contact": tuple(_CONTACT_LABELS), "licence": ("text", "name")}
_TEXTS = ("title", "subtitle", "disclaimer", "sample_notice", "publisher")


class SiteTextError(GazetteError):
    """``site.yml`` is not as it should be; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteText:
    """Plain texts. `sample_notice`, `licence` and `contact` may be empty; `contact` holds one line of the footer each."""

    title: str = DEFAULT_TITLE
    subtitle: str = DEFAULT_SUBTITLE
    disclaimer: str = DEFAULT_DISCLAIMER
    sample_notice: str = ""
    publisher: str = ""
    licence: str = ""
    contact: tuple[str, ...] = ()


def load_site_text(path: Path | None) -> SiteText:
    """`path` is ``site.yml``; without one, or where it does not exist, the general wording. Raises `SiteTextError`."""
    if path is None or not path.exists():
        return SiteText()
    return _site_text(path, read_yaml(path, SiteTextError) or {})


def _site_text(path: Path, found: object) -> SiteText:
    values = _texts(path, found, (*_TEXTS, *_GROUPS), "")
    contact = _texts(path, values.get("contact") or {}, _GROUPS["contact"], "contact 下的")
    licence = _texts(path, values.get("licence") or {}, _GROUPS["licence"], "licence 下的")
    texts = {name: str(values[name]) for name in _TEXTS if values.get(name)}
    lines = tuple(label + str(contact[name]) for name, label in _CONTACT_LABELS.items() if contact.get(name))
    return SiteText(**texts, licence=str(licence.get("text") or ""), contact=lines)


def _texts(path: Path, found: object, allowed: tuple[str, ...], where: str) -> Mapping[str, object]:
    """`found` as a mapping of allowed names to texts, or groups of texts at the top."""
    if not isinstance(found, Mapping):
        raise SiteTextError(f"{path}：{where or '整个文件'}应当是“名称: 文字”的形式。")
    for name, value in found.items():
        if name not in allowed:
            raise SiteTextError(f"{path}：{where}“{name}”不认识。可以写的是：{'、'.join(allowed)}。")
        if name not in _GROUPS and not isinstance(value, str | int | None):
            raise SiteTextError(f"{path}：{where}“{name}”现在不是文字，应当是一段文字。")
    return found
