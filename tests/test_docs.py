"""The documentation keeps step with the program: every diagnostic, command and kind of correction is described, and nothing else is."""

from __future__ import annotations

import re

import click
import pytest

import build

from parser.diagnostics import CODES
from parser.text.corrections import KINDS

from tests.places import PROJECT

DOCS = PROJECT / "docs"


def test_every_diagnostic_is_documented() -> None:
    described = set(re.findall(r"^\| (G\d{3}) \|", (DOCS / "diagnostics.md").read_text(encoding="utf-8"), re.M))
    assert described == set(CODES)


def test_every_kind_of_correction_is_documented() -> None:
    described = set(re.findall(r"^\| `(\w+)` \|", (DOCS / "corrections.md").read_text(encoding="utf-8"), re.M))
    assert described == set(KINDS)


@pytest.mark.parametrize("name", sorted(build.main.commands))
def test_every_command_has_help_in_chinese(name: str) -> None:
    command = build.main.commands[name]
    assert re.search(r"[一-鿿]", command.help or "")
    for option in command.params:
        assert isinstance(option, click.Argument) or re.search(r"[一-鿿]", getattr(option, "help", "") or ""), option.name


def test_decisions_are_short() -> None:
    for page in sorted((DOCS / "decisions").glob("*.md")):
        assert len(page.read_text(encoding="utf-8").splitlines()) <= 10, f"{page.name}：最多十行"


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*PROJECT.glob("*.md"), *DOCS.rglob("*.md"), PROJECT / "gazette" / "README.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_code_is_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "parser").rglob("*.py") if path.name != "diagnostics.py")
    assert [code for code in CODES if f'"{code}"' not in text] == []
