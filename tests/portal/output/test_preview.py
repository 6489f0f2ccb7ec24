"""The preview: finds a free port, never serves an old file, builds again when something changes and only then."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from urllib.request import urlopen

import pytest
from watchdog.events import FileModifiedEvent, FileMovedEvent

from portal.output.preview import PreviewError, _Change, open_server, watch


class EnoughError(Exception):
    """Ends a watch from within."""


def test_it_serves_the_folder_and_forbids_old_files(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("公报", encoding="utf-8")
    with open_server(tmp_path, 0) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with urlopen(f"http://127.0.0.1:{server.server_address[1]}/") as response:
            assert response.read().decode() == "公报"
            assert response.headers["Cache-Control"] == "no-store"
        thread.join()


def test_a_port_that_is_taken_is_told_or_passed_over(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PreviewError, match="--port"):
            open_server(tmp_path, taken.getsockname()[1])
    with open_server(tmp_path, None) as first, open_server(tmp_path, None) as second:
        assert first.server_address != second.server_address


def changes_until_rebuilt(paths: list[Path], out: Path, changes: list[Path]) -> None:
    """Watch `paths` while `changes` are written again and again, until a rebuild is asked for."""
    rebuilt = threading.Event()

    def write() -> None:
        number = 0
        while not rebuilt.wait(0.05):
            number += 1
            for path in changes:
                path.write_text(str(number))

    def rebuild() -> None:
        raise EnoughError

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(EnoughError):
            watch(paths, out, rebuild)
    finally:
        rebuilt.set()
        writer.join()


def test_a_changed_source_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.output.preview._QUIET_SECONDS", 0.01)
    (tmp_path / "issues").mkdir()
    changes_until_rebuilt([tmp_path / "issues"], tmp_path / "out", [tmp_path / "issues" / "a.txt"])
    changes_until_rebuilt([tmp_path / "issues" / "a.txt"], tmp_path / "out", [tmp_path / "issues" / "a.txt"])


def test_the_site_itself_and_hidden_files_do_not_count(tmp_path: Path) -> None:
    happened = threading.Event()
    change = _Change(tmp_path, tmp_path / "site", happened)
    for name in ("site/index.html", ".site.lock", ".build/preview/index.html", ".git/index"):
        change.on_any_event(FileModifiedEvent(str(tmp_path / name)))
        assert not happened.is_set(), name
    change.on_any_event(FileMovedEvent(str(tmp_path / ".a.swp"), str(tmp_path / "a.txt")))
    assert happened.is_set()
