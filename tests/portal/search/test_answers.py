"""The lists behind the cards of the search: what a unit belongs with, and the months in which anything is due."""

from __future__ import annotations

from portal.search.answers import AnswerLists
from portal.search.codec import encode_ascending
from portal.search.entries import SearchEntry


def unit(name: str, district: str = "澄湖区", **more: object) -> SearchEntry:
    return SearchEntry(
        kind="unit", title=name, text="", address=f"units/{name}/", mentions=(f"{district}/{name}",), district=district,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def task(*deadlines: str) -> SearchEntry:
    return SearchEntry(kind="task", title="任务", text="", address="documents/a/#task-1", deadlines=deadlines)


def lists_of(*entries: SearchEntry) -> dict[str, str]:
    lists = AnswerLists()
    for entry in entries:
        lists.add(entry)
    return lists.encoded()


def test_a_member_leads_to_its_collectives() -> None:
    """Also to those that come after it; one that is not there is left out."""
    collectives = ("澄湖区/各镇", "澄湖区/各单位", "澄湖区/没有的")
    lists = lists_of(unit("芦溪镇", collectives=collectives), unit("各单位"), unit("各镇"))
    assert lists == {"=u0.in": encode_ascending([1, 2])}


def test_a_whole_leads_to_its_parts_of_its_own_district() -> None:
    lists = lists_of(
        unit("区局"), unit("区局", "望湖区"), unit("区局一科", parent="区局"), unit("区局二科", parent="区局"), unit("分局", parent="市局")
    )
    assert lists == {"=u0.of": encode_ascending([2, 3])}


def test_the_months_in_which_anything_is_due() -> None:
    lists = lists_of(task("2025-12-31", "2025-12-01"), task("2026-01-15"), task())
    assert lists["=m"] == encode_ascending([2025 * 12 + 11, 2026 * 12])
    assert lists["=d2026-01-15"] == encode_ascending([1])
    assert "=m" not in lists_of(task())
