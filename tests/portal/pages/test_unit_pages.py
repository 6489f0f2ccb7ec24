"""The page of a unit beyond its three lists: collective tasks, predecessors, partners, names, deadlines; and the index of units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from parser.model import Corpus, Deadline, Task, Unit, UnitName

from portal.pages.all_pages import build_pages
from portal.pages.unit_index import find_text
from portal.view.addresses import Addresses
from portal.view.context import make_context
from portal.view.library import build_library
from portal.view.relations import collective_tasks, partners, predecessor_tasks, predecessors
from portal.view.units import build_directory, is_misread

from tests.factories import DATA_CENTRE, JUSTICE, UNKNOWN, make_corpus, make_document, make_task, make_unit

TOWNS = UnitName(name="各镇", unit_id="chenghu/ge-zhen")
OLD = UnitName(name="区信息中心", unit_id="chenghu/qu-xin-xi-zhong-xin")
OLDEST = UnitName(name="区电子政务办", unit_id="chenghu/qu-dian-zi-zheng-wu-ban")


def corpus_of(tasks: Iterable[Task], units: Iterable[Unit], documents: int = 1) -> Corpus:
    return replace(make_corpus(documents), tasks=tuple(tasks), units=tuple(units), items=(), rosters=())


def page_of(corpus: Corpus, unit: UnitName) -> BeautifulSoup:
    path = f"units/{unit.unit_id}/"
    (page,) = (page for page in build_pages(make_context(corpus, Addresses())) if page.path == path)
    return BeautifulSoup(page.content, "html.parser")


def section(soup: BeautifulSoup, anchor: str) -> Tag:
    (found,) = soup.select(f"section[aria-labelledby={anchor}]")
    return found


def has_section(soup: BeautifulSoup, anchor: str) -> bool:
    return bool(soup.select(f"section[aria-labelledby={anchor}]"))


# --- collective tasks ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def collective() -> Corpus:
    document = make_document(1)
    tasks = (
        make_task(document, 1, lead=(DATA_CENTRE,), responsible=(), support=(TOWNS,)),
        make_task(document, 2, lead=(JUSTICE,), responsible=(TOWNS,), support=()),
    )
    towns = make_unit(TOWNS, kind="集合", members=(JUSTICE.unit_id,))
    return corpus_of(tasks, (make_unit(DATA_CENTRE), make_unit(JUSTICE), towns))


def test_a_collective_task_is_a_row_on_the_page_of_each_member(collective: Corpus) -> None:
    found = section(page_of(collective, JUSTICE), "collective")
    (row,) = found.select("tbody tr:not(.gp-group)")
    assert "文件写给“各镇”的任务" in found.get_text()
    assert row["data-role"] == "support"
    assert "配合：各镇" in row.get_text()
    assert [link.get_text() for link in row.select("a.u")] == ["区大数据中心"]
    assert str(row.select("td:last-child a")[0]["href"]).endswith("#task-1")


def test_a_task_that_names_the_member_itself_is_not_repeated(collective: Corpus) -> None:
    directory = build_directory(build_library(collective))
    found = collective_tasks(directory.by_id[str(JUSTICE.unit_id)], directory)
    assert [related.task.id for related in found] == ["cheng-zheng-fa-2025-1#task-1"]


def test_collective_tasks_do_not_count_as_the_members_own(collective: Corpus) -> None:
    counts = {tag.get_text(" ").split()[0]: tag.get_text(" ").split()[1] for tag in page_of(collective, JUSTICE).select(".gp-counts li")}
    assert counts == {"牵头": "1", "责任": "0", "配合": "0", "集合任务": "1"}


def test_a_collective_unit_names_its_members(collective: Corpus) -> None:
    meta = page_of(collective, TOWNS).select(".gp-meta dd")
    assert [tag.get_text() for tag in meta] == ["区司法局"]


def test_deadlines_of_collective_tasks_are_the_members_too(collective: Corpus) -> None:
    rows = section(page_of(collective, JUSTICE), "due").select(".gp-day tr:not(.gp-group)")
    assert [row.select("td")[1].get_text() for row in rows] == ["牵头", "配合（各镇）"]


# --- predecessors -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def successors() -> Corpus:
    document = make_document(1)
    units = (
        make_unit(DATA_CENTRE, predecessors=(OLD.unit_id,), valid_from="2019-01-01"),
        make_unit(OLD, successors=(DATA_CENTRE.unit_id,), predecessors=(OLDEST.unit_id,), valid_to="2018-12-31"),
        make_unit(OLDEST, successors=(OLD.unit_id,)),
    )
    tasks = (
        make_task(document, 1, lead=(DATA_CENTRE,), responsible=(), support=()),
        make_task(document, 2, lead=(OLD,), responsible=(OLDEST,), support=()),
    )
    return corpus_of(tasks, units)


def test_predecessors_tasks_stand_under_their_own_heading(successors: Corpus) -> None:
    soup = page_of(successors, DATA_CENTRE)
    rows = section(soup, "predecessors").select("tbody tr:not(.gp-group)")
    assert [row.select(".gp-via")[0].get_text() for row in rows] == ["牵头：区信息中心", "责任：区电子政务办"]
    assert len(section(soup, "lead").select("tbody tr:not(.gp-group)")) == 1
    assert not has_section(page_of(successors, OLDEST), "predecessors")


def test_names_before_and_after_are_linked(successors: Corpus) -> None:
    rows = page_of(successors, DATA_CENTRE).select(".gp-meta div")
    meta = {row.select("dt")[0].get_text(): row.select("dd")[0].get_text() for row in rows}
    assert meta == {"名称起止": "2019年1月1日起", "前身": "区信息中心、区电子政务办"}
    assert "区大数据中心" in page_of(successors, OLD).select(".gp-meta")[0].get_text()


def test_units_that_name_each_other_as_predecessors_do_no_harm() -> None:
    units = (make_unit(DATA_CENTRE, predecessors=(OLD.unit_id,)), make_unit(OLD, predecessors=(DATA_CENTRE.unit_id, "chenghu/wu")))
    directory = build_directory(build_library(corpus_of((), units)))
    entry = directory.by_id[str(DATA_CENTRE.unit_id)]
    assert predecessors(entry, directory) == (OLD.unit_id,)
    assert predecessor_tasks(entry, directory) == ()


# --- partners -----------------------------------------------------------------------------------------------------------------


def test_partners_are_counted_once_a_task_and_collective_units_left_out() -> None:
    document = make_document(1)
    tasks = (
        make_task(document, 1, lead=(JUSTICE, DATA_CENTRE), responsible=(JUSTICE,), support=(TOWNS,)),
        make_task(document, 2, lead=(DATA_CENTRE,), responsible=(JUSTICE,), support=(UNKNOWN,)),
        make_task(document, 3, lead=(OLD,), responsible=(JUSTICE,), support=()),
    )
    units = (make_unit(DATA_CENTRE), make_unit(JUSTICE), make_unit(TOWNS, kind="集合"), make_unit(OLD))
    directory = build_directory(build_library(corpus_of(tasks, units)))
    found = partners(directory.by_id[str(DATA_CENTRE.unit_id)], directory, 5)
    assert [(partner.entry.name, partner.shared, partner.led) for partner in found] == [("区司法局", 2, 1), ("各有关单位", 1, 0)]
    assert len(partners(directory.by_id[str(DATA_CENTRE.unit_id)], directory, 1)) == 1


# --- rosters ------------------------------------------------------------------------------------------------------------------


def posts_of(units: Iterable[Unit], post: str) -> list[str]:
    base = make_corpus(1)
    roster = replace(base.rosters[0], members=(replace(base.rosters[0].members[0], post=post),))
    directory = build_directory(build_library(replace(base, tasks=(), items=(), units=tuple(units), rosters=(roster,))))
    return [entry.name for entry in directory.entries if entry.posts]


def test_a_post_may_name_several_units_and_the_longest_name_wins() -> None:
    names = ("区委", "区委宣传部", "区司法局", "区司法局服务中心")
    units = [make_unit(UnitName(name=name, unit_id=f"chenghu/a-{number}"), aliases=()) for number, name in enumerate(names)]
    assert posts_of(units, "区委常委、区委宣传部部长") == ["区委", "区委宣传部"]
    assert posts_of(units, "区司法局服务中心主任") == ["区司法局服务中心"]


def test_a_post_means_the_unit_of_its_day() -> None:
    old = make_unit(OLD, aliases=("数据办",), valid_to="2018-12-31")
    new = make_unit(DATA_CENTRE, aliases=("数据办",), valid_from="2019-01-01")
    assert posts_of((old, new), "数据办主任") == ["区大数据中心"]


# --- names --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def misread() -> Corpus:
    slip, short = replace(DATA_CENTRE, name="区大数居中心"), replace(DATA_CENTRE, name="大数据中心")
    late, early = make_document(1), make_document(2, issued_on="2024-03-01")
    tasks = (make_task(late, 1, lead=(slip,), support=()), make_task(late, 2, lead=(short,)), make_task(early, 1, lead=(DATA_CENTRE,)))
    units = (make_unit(DATA_CENTRE, ocr=("区大数居中心",), aliases=("大数据中心", "区大数据局")), make_unit(JUSTICE))
    return replace(corpus_of(tasks, units, 2), documents=(late, early))


def test_a_slip_is_shown_as_printed_with_the_right_name_beside(misread: Corpus) -> None:
    (note,) = page_of(misread, JUSTICE).select(".gp-reading")
    assert note.get_text() == "（应为区大数据中心）"
    assert note.find_previous_sibling("a").get_text() == "区大数居中心"  # type: ignore[union-attr]


def test_the_names_a_unit_was_printed_with_stand_in_the_order_of_time(misread: Corpus) -> None:
    found = section(page_of(misread, DATA_CENTRE), "names")
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in found.select("tbody tr")]
    assert [row[:2] for row in rows] == [
        ["区大数据中心", "1"], ["区大数居中心 （识别错误，应为区大数据中心）", "1"], ["大数据中心", "1"]
    ]  # fmt: skip
    assert rows[0][2] == "2024年3月1日 澄政发〔2025〕2号"
    assert "名录里的其他写法：区大数据局。" in found.get_text()


@pytest.mark.parametrize("printed", ["区大数居中心", "区大数居 中心", "区大数居中心（信息科）", "区大数居中心(信息科)"])
def test_slips_are_known_however_they_are_spaced(printed: str) -> None:
    unit = make_unit(DATA_CENTRE, ocr=("区大数居中心",))
    assert is_misread(unit, printed)
    assert not is_misread(unit, "区大数据中心")
    assert not is_misread(None, printed)


# --- deadlines ----------------------------------------------------------------------------------------------------------------


def test_a_units_deadlines_show_words_date_and_role() -> None:
    task = make_task(
        make_document(1), lead=(DATA_CENTRE,), responsible=(DATA_CENTRE,),
        deadlines=(Deadline(text="9月底前", kind="month_end", date="2025-09-30"), Deadline(text="长期坚持", kind="long_term", date=None)),
    )  # fmt: skip
    found = section(page_of(corpus_of((task,), (make_unit(DATA_CENTRE),)), DATA_CENTRE), "due")
    (day,) = found.select(".gp-day")
    assert day["data-date"] == "2025-09-30"
    assert [cell.get_text() for cell in day.select("tr:not(.gp-group) td")[1:3]] == ["牵头、责任", "9月底前"]
    assert "2025年9月30日" in day.select(".gp-group")[0].get_text()
    assert [tag.get_text() for tag in found.select("summary h3")] == ["2025 年", "长期"]


def test_a_unit_without_deadlines_has_no_such_block() -> None:
    task = make_task(make_document(1), deadlines=())
    assert not has_section(page_of(corpus_of((task,), (make_unit(DATA_CENTRE), make_unit(JUSTICE))), DATA_CENTRE), "due")


# --- the index ----------------------------------------------------------------------------------------------------------------


def entry_words(unit: Unit) -> list[str]:
    directory = build_directory(build_library(corpus_of((), (unit,))))
    return find_text(directory.by_id[unit.id]).split(" ")


def test_the_find_box_knows_other_names_pinyin_and_initials() -> None:
    name = UnitName(name="区人力资源和社会保障局", unit_id="chenghu/qu-ren-li-zi-yuan-he-she-hui-bao-zhang-ju")
    words = entry_words(make_unit(name, aliases=("区人社局", "人社局")))
    assert {"区人社局", "人社局", "qurenshe" + "ju", "rensheju", "qrsj", "rsj", "rlzyhshbzj"} <= set(words)


def test_units_stand_by_pinyin_without_what_they_all_begin_with() -> None:
    names = {
        "区大数据中心": "D", "区委宣传部": "X", "市公安局澄湖分局": "G", "澄湖消防救援大队": "X", "澄湖区地名工作领导小组": "D",
        "区人民政府": "R", "区委": "Q", "王村镇": "W", "区政府办公室": "Z",
    }  # fmt: skip
    units = [make_unit(UnitName(name=name, unit_id=f"chenghu/a-{number}")) for number, name in enumerate(names)]
    names_of_units = tuple(UnitName(name=unit.name, unit_id=unit.id) for unit in units)
    task = make_task(make_document(1), lead=names_of_units, responsible=(), support=())
    pages = {page.path: page for page in build_pages(make_context(corpus_of((task,), units), Addresses()))}
    soup = BeautifulSoup(pages["units/"].content, "html.parser")
    found = {link.get_text(): str(row.dt.get_text()) for row in soup.select(".gp-letters div") for link in row.select("a")}  # type: ignore[union-attr]
    assert {name: found[name] for name in names} == names


def test_a_district_of_which_nothing_was_read_is_not_in_the_index(corpus: Corpus) -> None:
    elsewhere = make_unit(UnitName(name="区财政局", unit_id="jingshan/qu-cai-zheng-ju"), district="镜山区")
    pages = {page.path: page for page in build_pages(make_context(replace(corpus, units=(*corpus.units, elsewhere)), Addresses()))}
    assert "镜山区" not in pages["units/"].content
    assert "没有写明由它牵头、负责或配合的任务" in pages["units/jingshan/qu-cai-zheng-ju/"].content
