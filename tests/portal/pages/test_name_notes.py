"""What is said behind a printed name: the text's own word for the role, and a sign where no registry knows the name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parser.model import Ground, UnitName

from portal.pages.all_pages import build_pages
from portal.pages.fragments import unit_note
from portal.view.context import make_context
from portal.view.tasks import UnitLink

from tests.factories import DATA_CENTRE, JUSTICE, make_corpus


def pages_with(
    lead: tuple[UnitName, ...] = (), responsible: tuple[UnitName, ...] = (), support: tuple[UnitName, ...] = ()
) -> dict[str, str]:
    base = make_corpus(1)
    tasks = tuple(replace(task, lead=lead, responsible=responsible, support=support) for task in base.tasks)
    return {page.path: page.content for page in build_pages(make_context(replace(base, tasks=tasks)))}


@pytest.mark.parametrize(("ground", "sign"), [("registry", ""), ("base", ""), ("learnt", "文"), ("form", "形"), ("unknown", "？")])
def test_only_names_no_registry_knows_bear_a_sign(ground: Ground, sign: str) -> None:
    note = unit_note(UnitLink("区河道处", "units/x/", ground=ground))
    assert (f">{sign}</sup>" in note and "title=" in note) if sign else note == ""


def test_the_word_of_the_text_comes_before_the_sign_and_is_escaped() -> None:
    assert unit_note(UnitLink("区河道处", "units/x/", said="业务<指导>")) == "（业务&lt;指导&gt;）"
    assert unit_note(UnitLink("区河道处", "units/x/", said="监督", ground="form")).startswith("（监督）<sup")


def test_the_document_and_the_unit_page_show_sign_and_word() -> None:
    pages = pages_with(lead=(DATA_CENTRE,), support=(UnitName(name="澄湖河道处", ground="form", said="业务指导"),))
    for path in ("documents/cheng-zheng-fa-2025-1/", "units/chenghu/qu-da-shu-ju-zhong-xin/"):
        assert "（业务指导）<sup" in pages[path]
        assert ">形</sup>" in pages[path]


def test_a_unit_with_a_registry_entry_bears_no_sign_whatever_its_ground() -> None:
    pages = pages_with(lead=(replace(DATA_CENTRE, ground="unknown"),), responsible=(replace(JUSTICE, ground="learnt"),))
    assert "名录里没有" not in "".join(pages.values())


def test_on_its_own_page_a_unit_sees_in_which_word_it_was_named() -> None:
    pages = pages_with(lead=(DATA_CENTRE,), support=(replace(JUSTICE, said="业务指导"),))
    assert "配合（业务指导）</span>" in pages["units/chenghu/qu-si-fa-ju/"]
    assert "牵头（" not in pages["units/chenghu/qu-da-shu-ju-zhong-xin/"]


def test_one_name_printed_with_and_without_a_word_of_its_own_keeps_both() -> None:
    base = make_corpus(1)
    task = base.tasks[0]
    second = replace(task, id=f"{task.document_id}#task-2", support=(replace(JUSTICE, said="监督"),))
    corpus = replace(base, tasks=(replace(task, support=(JUSTICE,)), second))
    views = make_context(corpus).views
    assert [views.units(each)["support"][0].said for each in corpus.tasks] == ["", "监督"]
