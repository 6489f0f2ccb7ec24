"""The workflows do nothing that cannot be done elsewhere, run nothing unpinned, and their own steps build a good site in a fresh clone."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.output.verify import verify_site

from tests.places import PROJECT

pytestmark = pytest.mark.whole_site

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))


def workflow(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in workflow(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_the_official_ones_and_pinned_to_a_commit(path: Path) -> None:
    for step in steps(path):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), step["uses"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_command_is_a_make_target(path: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M))
    for step in steps(path):
        if "run" in step:
            words = shlex.split(step["run"])
            assert words[0] == "make"
            assert words[1] in targets


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_rights_are_as_small_as_they_can_be(path: Path) -> None:
    found = workflow(path)
    assert found["permissions"]["contents"] == "read"
    writes = {right for job in [found, *found["jobs"].values()] for right, value in job.get("permissions", {}).items() if value == "write"}
    assert writes <= {"pages.yml": {"pages", "id-token"}, "comment.yml": {"pull-requests"}}.get(path.name, set())
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 30


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_a_stranger_writes_never_stands_in_a_command(path: Path) -> None:
    """Titles, branches and bodies of pull requests are not put into a shell or a script; numbers and hashes may be."""
    allowed = {
        "steps.pages.outputs.base_url",
        "steps.pull.outputs.number",
        "github.event.pull_request.base.sha",
        "github.event.pull_request.number",
    }
    for step in steps(path):
        text = step.get("run", "") + str((step.get("with") or {}).get("script", ""))
        assert set(re.findall(r"\$\{\{\s*([^}]+?)\s*\}\}", text)) <= allowed


def fresh_clone(folder: Path) -> Path:
    """The working tree as a commit, pushed to a bare repository, and cloned from there; the packages are those of this machine."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=PROJECT, check=True, capture_output=True
    ).stdout.decode()
    work, remote, clone = folder / "work", folder / "remote.git", folder / "clone"
    for name in filter(None, listed.split("\0")):
        if (PROJECT / name).is_file():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes((PROJECT / name).read_bytes())
            (work / name).chmod((PROJECT / name).stat().st_mode)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"], ["init", "-q", "--bare", str(remote)],
                    ["push", "-q", str(remote), "HEAD:main"], ["clone", "-q", "--branch", "main", str(remote), str(clone)]):  # fmt: skip
        subprocess.run([*git, *command], cwd=work, check=True, capture_output=True)
    (clone / ".venv").mkdir()
    for path in (PROJECT / ".venv").iterdir():
        if path.name != ".installed":
            (clone / ".venv" / path.name).symlink_to(path)
    (clone / ".venv" / ".installed").touch()
    return clone


def run_step(command: str, clone: Path, values: dict[str, str]) -> subprocess.CompletedProcess[str]:
    for name, value in values.items():
        command = command.replace("${{ " + name + " }}", value)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MAKE", "GITHUB", "GIT_"))}
    return subprocess.run(["sh", "-euc", command], cwd=clone, env=environment, check=True, capture_output=True, text=True)


def test_the_steps_of_the_workflow_build_a_good_site_from_a_clone(tmp_path: Path) -> None:
    """Under ``/`` and under ``/gongbao/``. The step that runs the tests is left out: this is one of them."""
    clone = fresh_clone(tmp_path)
    commands = [step["run"] for step in steps(PROJECT / ".github" / "workflows" / "pages.yml") if "run" in step]
    assert commands[0] == "make test"
    for base_url in ("https://example.org", "https://example.org/gongbao"):
        for command in commands[1:]:
            run_step(command, clone, {"steps.pages.outputs.base_url": base_url})
        assert verify_site(clone / ".build" / "pages", base_url + "/").faults == []
        assert f'href="{base_url}/"' in (clone / ".build" / "pages" / "index.html").read_text(encoding="utf-8")


def test_a_pull_request_that_adds_an_issue_is_told_as_a_table(tmp_path: Path) -> None:
    clone = fresh_clone(tmp_path)
    base = subprocess.run(["git", "rev-parse", "HEAD"], cwd=clone, check=True, capture_output=True, text=True).stdout.strip()
    (clone / "gazette" / "issues" / "chenghu-2026-dashuju-notice.txt").unlink()
    (command,) = [step["run"] for step in steps(PROJECT / ".github" / "workflows" / "changes.yml") if "make changes" in step.get("run", "")]
    run_step(command, clone, {"github.event.pull_request.base.sha": base, "github.event.pull_request.number": "7"})
    report = (clone / ".build" / "changes" / "report.md").read_text(encoding="utf-8")
    assert re.search(r"^\| 文件 \| 25 \| 24 \|  \| 1 \|$", report, re.M), report
    assert (clone / ".build" / "changes" / "number").read_text().strip() == "7"
    assert verify_site(clone / ".build" / "changes" / "new").faults == []


def test_the_bill_of_materials_lists_the_whole_lock() -> None:
    made = subprocess.run([sys.executable, ".ci/sbom.py", "requirements.lock"], cwd=PROJECT, check=True, capture_output=True).stdout
    bill = json.loads(made)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    locked = set(re.findall(r"^([A-Za-z0-9_.-]+)==", (PROJECT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    assert {component["name"] for component in bill["components"]} == locked
    assert all(component["properties"] for component in bill["components"])
    assert sum("licenses" in component for component in bill["components"]) > len(locked) / 2
