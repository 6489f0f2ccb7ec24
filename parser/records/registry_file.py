"""A registry file as it should be, checked before it is used.

In: what YAML made of a ``gazette/units/<slug>.yml``. Out: nothing; raises `RegistryError` that says in Chinese which file, which unit and
what is wrong. The same is written down for editors' tools in ``gazette/units/schema.json``.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, get_args

from parser.errors import RegistryError
from parser.model import UnitKind
from parser.text.normalize import squeeze

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DISTRICT_SLUG = re.compile(r"[a-z][a-z0-9-]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LISTS = ("aliases", "ocr", "predecessors", "successors", "members")
_WORDS = ("parent", "note", "source")
_DAYS = ("valid_from", "valid_to")
_FIELDS = {"name", "kind", "slug", *_LISTS, *_WORDS, *_DAYS}
_FILE_FIELDS = {"district", "slug", "city", "reform", "units"}


def day_of(value: object) -> str | None:
    """An ISO day; YAML reads 2019-01-01 as a date."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def check_file(entry: dict[str, Any], file: str = "") -> None:
    """Raises `RegistryError` for the first thing that is wrong."""
    where = f"{file}：" if file else ""
    for problem in _problems(entry):
        raise RegistryError(f"{where}{problem}")


def _problems(entry: dict[str, Any]) -> Iterable[str]:
    yield from _head_problems(entry)
    units = entry.get("units") or ()
    if not isinstance(units, list | tuple):
        yield "units 应当是一列单位，每个以“- name:”开头。"
        return
    for raw in units:
        yield from _unit_problems(raw)
    yield from _doubles(units)


def _head_problems(entry: dict[str, Any]) -> Iterable[str]:
    district, slug, city, reform = (entry.get(field) for field in ("district", "slug", "city", "reform"))
    if not isinstance(district, str) or len(district) < 2:
        yield "单位名录写得不对：缺少 'district'（区县名，至少两个字）。"
    if not isinstance(slug, str) or not _DISTRICT_SLUG.fullmatch(slug):
        yield "单位名录写得不对：缺少 'slug'（网址里的写法，小写拼音）。"
    yield from (f"没有“{field}”这个栏目，只能写 {'、'.join(sorted(_FILE_FIELDS))}。" for field in entry if field not in _FILE_FIELDS)
    if city is not None and not isinstance(city, str):
        yield f"city 应当是一个地名，写成了 {city!r}。"
    if reform is not None and not _is_day(reform):
        yield f"reform 应当是日期（2019-01-01），写成了 {reform!r}。"


def _unit_problems(raw: object) -> Iterable[str]:
    if isinstance(raw, str) and len(squeeze(raw)) > 1:
        return
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str) or len(squeeze(raw["name"])) < 2:
        yield f"单位名录写得不对：缺少 'name'（{raw!r}）。"
        return
    unit = f"单位“{raw['name']}”"
    for field, value in raw.items():
        if field not in _FIELDS:
            yield f"{unit}没有“{field}”这个栏目，只能写 {'、'.join(sorted(_FIELDS))}。"
        elif value is not None and (problem := _CHECKS.get(field, _words_problem)(value)):
            yield f"{unit}的 {field} {problem}"
    yield from (f"{unit}{problem}" for problem in _disagreements(raw))


def _disagreements(raw: dict[str, Any]) -> Iterable[str]:
    """Fields that do not go together."""
    if raw.get("members") and raw.get("kind") != "集合":
        yield "不是集合，不能写 members。"
    start, end = day_of(raw.get("valid_from")), day_of(raw.get("valid_to"))
    if start and end and start > end:
        yield f"的起用日期 {start} 晚于停用日期 {end}。"


def _list_problem(value: object) -> str | None:
    if not isinstance(value, list):
        return f"应当是一列名称，写成 [{value}] 或分行以“- ”开头。"
    bad = [one for one in value if not isinstance(one, str) or len(squeeze(one)) < 2]
    return f"里的 {bad[0]!r} 不像一个名称（至少两个字）。" if bad else None


def _day_problem(value: object) -> str | None:
    return None if _is_day(value) else f"应当是日期（2019-01-01），写成了 {value!r}。"


def _kind_problem(value: object) -> str | None:
    return None if value in get_args(UnitKind) else f"只能是 {'、'.join(get_args(UnitKind))}，写成了 {value!r}。"


def _slug_problem(value: object) -> str | None:
    good = isinstance(value, str) and _SLUG.fullmatch(value)
    return None if good else f"只能用小写拼音、数字和短横线，写成了 {value!r}。"


def _words_problem(value: object) -> str | None:
    return None if isinstance(value, str) else f"应当是文字，写成了 {value!r}。"


_CHECKS: dict[str, Callable[[object], str | None]] = {
    **dict.fromkeys(_LISTS, _list_problem),
    **dict.fromkeys(_DAYS, _day_problem),
    "kind": _kind_problem,
    "slug": _slug_problem,
}


def _is_day(value: object) -> bool:
    if isinstance(value, datetime.date):
        return True
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _doubles(units: Iterable[object]) -> Iterable[str]:
    raws = [raw for raw in units if isinstance(raw, dict)]
    names = Counter(squeeze(str(raw["name"] if isinstance(raw, dict) else raw)) for raw in units)
    yield from (f"单位“{name}”登记了 {count} 次。" for name, count in names.items() if count > 1)
    slugs = Counter(str(raw["slug"]) for raw in raws if raw.get("slug"))
    yield from (f"slug {slug} 给了 {count} 个单位。" for slug, count in slugs.items() if count > 1)
