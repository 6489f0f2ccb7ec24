"""Lists of tasks in a real browser: the filters of units and of the ledger and their address, deadlines by the reader's day, axe."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from parser.model import ROLES, Corpus, Task, UnitName

from tests.browser.conftest import DESKTOP, PHONE, OpenPage

pytestmark = pytest.mark.browser
UNIT_ID = "chenghu/qu-da-shu-ju-zhong-xin"
UNIT = f"units/{UNIT_ID}/"
ROWS = ".gp-tasks tbody tr:not(.gp-group)"
SHOWN = f"{ROWS}:visible"
PAST = "2031-01-01T09:00:00"


def units_of(task: Task) -> dict[str, tuple[UnitName, ...]]:
    return {"lead": task.lead, "responsible": task.responsible, "support": task.support}


def named(task: Task, unit_id: str, *roles: str) -> bool:
    return any(name.unit_id == unit_id for role in roles or ROLES for name in units_of(task)[role])


def on_day(page: Page, moment: str) -> None:
    """Load the page again on the reader's day `moment`."""
    page.clock.set_fixed_time(moment)
    page.reload()


def first_dates(page: Page) -> list[str]:
    dates: list[str] = page.locator(SHOWN).evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('time')].map(time => time.dateTime).sort()[0] || '9999')"
    )
    return dates


def said(page: Page) -> str:
    return page.locator(".gp-filter output").inner_text()


def show_all(page: Page) -> None:
    while page.locator("[data-more]:visible").count():
        page.locator("[data-more]").click()


def task_ids(page: Page, selector: str = ROWS) -> list[str]:
    """The ids of the tasks of all rows shown, from the links to their places."""
    hrefs = page.locator(f"{selector}:visible a[href*='#task-']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [href.replace("/index.html", "").replace("/#", "#").rsplit("/", 1)[1] for href in hrefs]


# --- the lists of a unit ------------------------------------------------------------------------------------------------------


def test_words_narrow_the_lists_and_go_into_the_address(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + UNIT)
    everything = page.locator(SHOWN).count()
    page.get_by_label("查找").last.fill("电子证照")
    expect(page.locator(".gp-filter output")).to_contain_text("符合条件")
    found = page.locator(SHOWN).count()
    assert 0 < found < everything
    texts = page.locator(SHOWN).evaluate_all("rows => rows.map(row => row.textContent + row.parentElement.dataset.document)")
    assert all("电子证照" in text for text in texts)
    assert parse_qs(urlsplit(page.url).query) == {"q": ["电子证照"]}
    page.reload()
    expect(page.get_by_label("查找").last).to_have_value("电子证照")
    assert page.locator(SHOWN).count() == found


def test_brackets_and_widths_do_not_matter_to_the_words(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = open_page(sample_url + UNIT)
    document = next(d for d in sample.documents if d.doc_number and any(named(t, UNIT_ID) for t in sample.tasks if t.document_id == d.id))
    assert document.doc_number is not None
    page.get_by_label("查找").last.fill(document.doc_number.translate(str.maketrans("〔〕0123456789", "[]０１２３４５６７８９")))
    wanted = {task.id for task in sample.tasks if task.document_id == document.id and named(task, UNIT_ID)}
    assert set(task_ids(page, "section:has(#lead, #responsible, #support) tr")) == wanted


def test_every_list_is_filtered_by_the_other_unit(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = open_page(sample_url + UNIT)
    other = "chenghu/qu-zheng-fu-ban-gong-shi"
    page.get_by_label("其他单位").select_option(other)
    for role in ROLES:
        wanted = {task.id for task in sample.tasks if named(task, UNIT_ID, role) and named(task, other)}
        assert set(task_ids(page, f"section:has(#{role}) tbody tr")) == wanted, role


@pytest.mark.parametrize("order", ["year", "due", "unit", "title"])
def test_a_list_is_sorted_and_put_back(open_page: OpenPage, sample_url: str, order: str) -> None:
    page = open_page(sample_url + UNIT)
    before = task_ids(page)
    page.get_by_label("排列").select_option(order)
    after = task_ids(page)
    assert sorted(after) == sorted(before)
    assert after != before
    if order == "due":
        for role in ROLES:
            dates = page.locator(f"section:has(#{role}) tbody tr:visible").evaluate_all(
                "rows => rows.map(row => [...row.querySelectorAll('time')].map(time => time.dateTime).sort()[0] || '9999')"
            )
            assert dates == sorted(dates)
    expect(page.locator(".gp-from:visible").first).not_to_be_empty()
    page.get_by_label("排列").select_option("")
    assert task_ids(page) == before


def test_long_lists_are_shown_by_and_by_and_printed_whole(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + UNIT)
    script = page.request.get(sample_url + "assets/js/task_list.js").text().replace("PAGE = 200", "PAGE = 3")
    page.route("**/task_list.js*", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.reload()
    lead = page.locator("section:has(#lead) tbody tr:not(.gp-group):visible")
    total = int(page.locator("#lead .gp-count").inner_text().split()[0])
    assert lead.count() == 3
    page.locator("section:has(#lead) .gp-more button").click()
    assert lead.count() == 6
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert lead.count() == total


def test_a_row_opens_to_text_reason_and_source(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + UNIT)
    row = page.locator(SHOWN).first
    expect(row.get_by_text("牵头依据")).to_be_hidden()
    row.locator("summary").click()
    expect(row.get_by_text("牵头依据")).to_be_visible()
    expect(row.get_by_text("出处：")).to_be_visible()


# --- the ledger ---------------------------------------------------------------------------------------------------------------


def test_the_ledger_holds_every_task(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = open_page(sample_url + "tasks/")
    assert said(page) == f"共 {len(sample.tasks)} 项"
    assert len(task_ids(page)) == 100
    show_all(page)
    ids = task_ids(page)
    assert len(ids) == len(sample.tasks)
    assert set(ids) == {task.id for task in sample.tasks}


def test_the_ledger_shows_what_the_page_without_scripts_shows(open_page: OpenPage, sample_url: str, sample_folder: Path) -> None:
    page = open_page(sample_url + "tasks/")
    expect(page.locator(".gp-filter output")).not_to_be_empty()
    page.evaluate("for (const note of document.querySelectorAll('.gp-due__state')) note.remove()")
    bare = BeautifulSoup((sample_folder / "tasks" / "index.html").read_text(encoding="utf-8"), "html.parser")
    scripted = BeautifulSoup(page.content(), "html.parser")

    def rows(soup: BeautifulSoup) -> list[list[tuple[str, list[str], str | None]]]:
        return [
            [(" ".join(cell.get_text().split()), [str(a["href"]) for a in cell.select("a")], cell.get("data-label"))  # type: ignore[misc]
             for cell in row.select("td, th")]
            for row in soup.select(".gp-tasks tbody tr")[:40]
        ]  # fmt: skip

    assert rows(scripted) == rows(bare)


CONDITIONS = (
    {"unit": UNIT_ID}, {"unit": UNIT_ID, "role": "lead"}, {"role": "support"}, {"year": "2026"}, {"district": "澄湖区", "role": "lead"},
    {"q": "数据 平台"}, {"unit": UNIT_ID, "q": "数据", "year": "2025"},
)  # fmt: skip


@pytest.mark.parametrize("wanted", CONDITIONS, ids=lambda wanted: "&".join(f"{k}={v}" for k, v in wanted.items()))
def test_the_ledger_finds_what_the_corpus_says(open_page: OpenPage, sample_url: str, sample: Corpus, wanted: dict[str, str]) -> None:
    documents = {document.id: document for document in sample.documents}
    right_names = {(unit.id, slip): unit.name for unit in sample.units for slip in unit.ocr}

    def fits(task: Task) -> bool:
        document = documents[task.document_id]
        printed = [name for names in units_of(task).values() for name in names]
        names = " ".join(f"{name.name} {right_names.get((name.unit_id or '', name.name), '')}" for name in printed)
        text = f"{task.title} {task.text} {names} {document.title} {document.doc_number}".lower()
        roles = [wanted["role"]] if "role" in wanted else list(ROLES)
        return (
            ("year" not in wanted or (document.issued_on or "").startswith(wanted["year"]))
            and ("district" not in wanted or document.district == wanted["district"])
            and all(word in text for word in wanted.get("q", "").split())
            and (named(task, wanted["unit"], *roles) if "unit" in wanted else any(units_of(task)[role] for role in roles))
        )

    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    page = open_page(f"{sample_url}tasks/?{query}")
    expected = {task.id for task in sample.tasks if fits(task)}
    assert 0 < len(expected) < len(sample.tasks) or "district" in wanted
    expect(page.locator(".gp-filter output")).to_have_text(f"符合条件 {len(expected)} 项，共 {len(sample.tasks)} 项")
    show_all(page)
    assert set(task_ids(page)) == expected


def test_each_option_says_how_many_it_would_leave(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(f"{sample_url}tasks/?role=lead")
    expect(page.locator(".gp-filter output")).to_contain_text("符合条件")
    for name in ("unit", "document", "due", "year"):
        option = page.locator(f".gp-filter select[name={name}] option").nth(1)
        count = re.search(r"（(\d+)）$", option.inner_text())
        value = option.get_attribute("value")
        assert count
        assert value
        page.locator(f".gp-filter select[name={name}]").select_option(value)
        assert said(page).startswith(f"符合条件 {count[1]} 项"), name
        page.locator(f".gp-filter select[name={name}]").select_option("")


def test_conditions_go_into_the_address_and_come_back(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = open_page(sample_url + "tasks/")
    page.get_by_label("角色").select_option("support")
    page.get_by_label("排列").select_option("due")
    assert parse_qs(urlsplit(page.url).query) == {"role": ["support"], "sort": ["due"]}
    dates = first_dates(page)
    assert dates == sorted(dates)
    page.reload()
    expect(page.get_by_label("角色")).to_have_value("support")
    assert first_dates(page) == dates
    page.get_by_role("button", name="清除条件").click()
    expect(page.locator(".gp-filter output")).to_have_text(f"共 {len(sample.tasks)} 项")
    assert urlsplit(page.url).query == ""


def test_a_wrong_value_in_the_address_does_no_harm(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = open_page(sample_url + "tasks/?unit=nobody&due=never&sort=up&x=1&role=boss")
    assert said(page) == f"共 {len(sample.tasks)} 项"


@pytest.mark.parametrize("span", ["2026-01..2026-09", "2026-11-15..2026-12-31", "2025-12-31..2025-12-31", "2031-01..2031-12"])
def test_a_span_of_days_in_the_address(open_page: OpenPage, sample_url: str, sample: Corpus, span: str) -> None:
    """As the search gives it: the option says the span and its number, and goes with the other conditions."""
    first, last = span.split("..")
    dates = [[deadline.date for deadline in task.deadlines if deadline.date] for task in sample.tasks]
    expected = sum(any(date >= first and date[: len(last)] <= last for date in each) for each in dates)
    page = open_page(f"{sample_url}tasks/?due={span}")
    expect(page.locator(".gp-filter output")).to_have_text(f"符合条件 {expected} 项，共 {len(sample.tasks)} 项")
    select = page.locator(".gp-filter select[name=due]")
    option = select.locator(f"option[value='{span}']")
    assert option.inner_text().startswith(f"{first[:4]}年")
    assert option.inner_text().endswith(f"（{expected}）")
    select.select_option("none")
    select.select_option(span)
    assert parse_qs(urlsplit(page.url).query) == {"due": [span]}
    assert said(page).startswith(f"符合条件 {expected} 项")


def test_nothing_found_is_said(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "tasks/?q=没有这样的任务")
    expect(page.locator(".gp-filter output")).to_contain_text("符合条件 0 项")
    expect(page.locator(SHOWN)).to_have_count(0)


def test_the_ledger_works_from_a_folder(open_page: OpenPage, sample_folder: Path, sample: Corpus) -> None:
    page = open_page((sample_folder / "tasks" / "index.html").as_uri() + f"?unit={UNIT_ID}&q=数据")
    expect(page.locator(".gp-filter output")).to_contain_text("符合条件")
    page.locator(f"{SHOWN} td.gp-lead a").first.click()
    page.wait_for_url("**/documents/*/index.html#task-*")
    expect(page.locator(":target")).to_be_in_viewport()


def test_what_is_found_can_be_saved(open_page: OpenPage, sample_url: str, sample: Corpus) -> None:
    page = open_page(f"{sample_url}tasks/?unit={UNIT_ID}&role=lead")
    expect(page.locator(".gp-filter output")).to_contain_text("符合条件")
    with page.expect_download() as download:
        page.get_by_role("button", name="只存筛选出来的").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    wanted = [task for task in sample.tasks if named(task, UNIT_ID, "lead")]
    assert sorted(row["序号"] for row in rows) == sorted(task.ordinal or "" for task in wanted)
    assert {row["完成时限"] for row in rows} == {"；".join(deadline.text for deadline in task.deadlines) for task in wanted}


def test_on_a_phone_the_conditions_are_folded(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "tasks/", viewport=PHONE)
    expect(page.get_by_label("角色")).to_be_hidden()
    page.get_by_text("更多条件").click()
    expect(page.get_by_label("角色")).to_be_visible()


# --- the index of units -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dsjzx", "区大数据中心"), ("大数据局", "区大数据中心"), ("zfb", "区政府办公室"), ("QZFBGS", "区政府办公室"),
        ("政府办", "区政府办公室"),
    ],
)  # fmt: skip
def test_a_unit_is_found_as_one_types(open_page: OpenPage, sample_url: str, typed: str, name: str) -> None:
    page = open_page(sample_url + "units/")
    page.get_by_label("查找单位").fill(typed)
    expect(page.locator("#unit-found")).to_contain_text(f"回车打开“{name}”")
    expect(page.locator("tr[data-find]:visible", has_text=name).first).to_be_visible()
    expect(page.locator("[data-letters]")).to_be_hidden()
    page.get_by_label("查找单位").press("Enter")
    expect(page.locator("h1")).to_have_text(name)


def test_an_unknown_unit_is_said_not_to_be_there(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "units/")
    page.get_by_label("查找单位").fill("没有这个单位")
    expect(page.locator("#unit-found")).to_contain_text("没有找到")
    expect(page.locator("tr[data-find]:visible")).to_have_count(0)
    page.get_by_label("查找单位").fill("")
    assert page.locator("tr[data-find]:visible").count() == page.locator("tr[data-find]").count()


# --- deadlines ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["deadlines/", UNIT], ids=["all", "unit"])
def test_deadlines_go_by_the_readers_own_day(open_page: OpenPage, sample_url: str, path: str) -> None:
    page = open_page(sample_url + path)
    days = sorted(page.locator(".gp-day").evaluate_all("days => days.map(day => day.dataset.date)"))
    middle = days[len(days) // 2]
    on_day(page, middle + "T23:00:00")

    def in_span(key: str) -> list[str]:
        return page.locator(f"#span-{key} .gp-day").evaluate_all("days => days.map(day => day.dataset.date)")  # type: ignore[no-any-return]

    assert in_span("30")[0] == middle
    assert in_span("past") == sorted((day for day in days if day < middle), reverse=True)
    assert sorted(day for key in ("past", "30", "60", "90", "later") for day in in_span(key)) == days
    on_day(page, PAST)
    expect(page.locator("[id^=span-]")).to_have_count(1)
    expect(page.locator("#span-past > summary")).to_contain_text("时限已过")


def test_spans_count_what_they_hold(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "deadlines/")
    for span in page.locator("[id^=span-]").all():
        count = span.locator("> summary .gp-count").inner_text().split()[0]
        assert span.locator("tbody tr:not(.gp-group)").count() == int(count)
        assert page.locator(f"[data-spans] a[href='#{span.get_attribute('id')}'] b").inner_text() == count


def test_a_link_to_a_day_opens_it(open_page: OpenPage, sample_url: str) -> None:
    page = open_page(sample_url + "deadlines/")
    first = min(page.locator(".gp-day").evaluate_all("days => days.map(day => day.dataset.date)"))
    page.clock.set_fixed_time(PAST)
    page.goto(sample_url + "units/")
    page.goto(f"{sample_url}deadlines/#d-{first}")
    expect(page.locator(f"[id='d-{first}'] tr").first).to_be_visible()
    expect(page.locator(f"[id='d-{first}']")).to_be_in_viewport()


# --- the busiest units, row by row ----------------------------------------------------------------------------------------------


def labels(real_gazettes: Path) -> Iterator[dict[str, list[str]]]:
    for line in (real_gazettes.parent / "gold" / "tasks.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["file"] == "zhangdian-2022-07.txt" and 175 <= label["line"] <= 274:
            yield label


@pytest.mark.real
@pytest.mark.parametrize("name", ["区行政审批服务局", "区大数据中心", "区政府办公室"])
def test_the_busiest_units_of_zhangdian_row_by_row(open_page: OpenPage, real_url: str, real_gazettes: Path, name: str) -> None:
    """Each row of the page against the labels: the printed number, this unit's role, and all other units with their roles."""
    slug = {"区行政审批服务局": "qu-xing-zheng-shen-pi-fu-wu-ju", "区大数据中心": "qu-da-shu-ju-zhong-xin",
            "区政府办公室": "qu-zheng-fu-ban-gong-shi"}[name]  # fmt: skip
    page = open_page(f"{real_url}units/zhangdian/{slug}/")
    words = {"lead": "牵头", "responsible": "责任", "support": "配合"}
    own_names = {name, name.removeprefix("区")}
    for role in ROLES:
        found = page.locator(f"section:has(#{role}) tbody[data-document*='塑强'] tr:not(.gp-group)").evaluate_all(
            "rows => rows.map(row => [row.querySelector('.gp-ordinal').textContent, row.cells[1].innerText.replace(/\\s+/g, '')])"
        )
        wanted = []
        for label in labels(real_gazettes):
            if own_names & set(label[role]):
                others = {r: [n for n in label[r] if n not in own_names] for r in ROLES}
                wanted.append([label["ordinal"], "".join(words[r] + "、".join(others[r]) for r in ROLES if others[r])])
        assert [[ordinal, re.sub("（应为[^）]*）", "", units)] for ordinal, units in found] == wanted, role


# --- everybody ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [UNIT, "units/", "deadlines/", "tasks/", "tasks/2026/"])
@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESKTOP, "light"), (DESKTOP, "dark")], ids=["390", "1280", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, sample_url: str, path: str, viewport: dict[str, int], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="没有装 axe-playwright-python")
    page = open_page(sample_url + path, viewport=viewport, color_scheme=scheme)
    for fold in page.locator("details").all()[:4]:
        fold.evaluate("fold => { fold.open = true; }")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
