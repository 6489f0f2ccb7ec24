"""One context a build: what every page and file needs is worked out once."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.site import SiteSettings, site_files
from portal.view import context as context_module
from portal.view.context import make_context
from portal.view.units import names_by_role

from tests.factories import make_corpus


def test_a_build_indexes_the_corpus_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for name in ("build_library", "build_directory", "build_change_days"):
        found = getattr(context_module, name)

        def counted(*args: object, _name: str = name, _found: object = found) -> object:
            calls.append(_name)
            return _found(*args)  # type: ignore[operator]

        monkeypatch.setattr(context_module, name, counted)
    sources = [
        path for path in (project / "portal").rglob("*.py") if path.name not in ("context.py", "library.py", "units.py", "narrow.py")
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert "build_library(" not in text
    assert "build_directory(" not in text
    assert sum(1 for _ in site_files(make_corpus(), SiteSettings(project=project, content=project / "gazette"))) > 10
    assert sorted(calls) == ["build_change_days", "build_directory", "build_library"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("https://example.org/gongbao", "https://example.org/gongbao/"),
        ("https://example.org/gongbao//", "https://example.org/gongbao/"),
    ],
)
def test_the_address_of_the_site_ends_in_one_slash(given: str, kept: str) -> None:
    assert make_context(make_corpus(1), base_url=given).base_url == kept


def test_the_groups_hold_every_task_once_the_latest_document_first() -> None:
    context = make_context(make_corpus())
    dates = [group.document.issued_on or "" for group in context.groups]
    assert dates == sorted(dates, reverse=True)
    assert sorted(task.id for group in context.groups for task in group.tasks) == sorted(task.id for task in context.corpus.tasks)


def test_names_by_role_are_the_task_s_own() -> None:
    for task in make_corpus().tasks:
        assert names_by_role(task) == {"lead": task.lead, "responsible": task.responsible, "support": task.support}
        assert list(names_by_role(task)) == ["lead", "responsible", "support"]
