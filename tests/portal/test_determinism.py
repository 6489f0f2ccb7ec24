"""The same input gives the same bytes, whatever the day, the folder, the order of hashing."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.site import SiteSettings, site_files

from tests.factories import make_corpus

pytestmark = pytest.mark.whole_site


def digests(files: list[tuple[str, bytes]]) -> dict[str, str]:
    assert len(dict(files)) == len(files)
    return {path: hashlib.sha256(content).hexdigest() for path, content in files}


def test_twice_the_same_corpus_twice_the_same_bytes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = SiteSettings(project=project, content=project / "gazette")
    first = digests(list(site_files(make_corpus(), settings)))
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert digests(list(site_files(make_corpus(), settings))) == first


def built_tree(project: Path, out: Path, seed: str) -> dict[str, str]:
    """A build of the bundled gazettes in a process of its own, with its own order of hashing, zone and language."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}", "LANG": "C"}
    subprocess.run([sys.executable, "build.py", "site", "--out", str(out)], cwd=project, env=environment, check=True, capture_output=True)
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_two_builds_of_the_sample_are_the_same_tree(project: Path, tmp_path: Path) -> None:
    first = built_tree(project, tmp_path / "a", "1")
    second = built_tree(project, tmp_path / "elsewhere" / "b", "7")
    assert first == second
    assert len(first) > 50
