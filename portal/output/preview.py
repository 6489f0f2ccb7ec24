"""A local preview: serve a folder over HTTP and build again when something it is made of changes.

In: the folder, the paths to watch, what builds. Out: nothing; runs until interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable, Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchdog.events import EVENT_TYPE_CLOSED_NO_WRITE, EVENT_TYPE_OPENED, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from parser.errors import GazetteError

HOST = "127.0.0.1"
_PORTS_TO_TRY = 20
_QUIET_SECONDS = 0.3


class PreviewError(GazetteError):
    """The preview cannot start; the message says why."""


class _Handler(SimpleHTTPRequestHandler):
    """Serves files silently and never lets the browser keep an old one."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    """A browser opens many connections at once; the standard queue of five would turn some away."""

    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who moves on before a page has come is no fault."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Change(FileSystemEventHandler):
    """Remembers that something under `root` was written, moved or deleted; what is hidden or stands in `out` does not count."""

    def __init__(self, root: Path, out: Path, happened: threading.Event) -> None:
        self._root = root
        self._out = out
        self._happened = happened

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE) or event.is_directory:
            return
        path = Path(os.fsdecode(event.dest_path or event.src_path))
        inside = path.relative_to(self._root).parts if path.is_relative_to(self._root) else (path.name,)
        if not path.is_relative_to(self._out) and not any(part.startswith(".") for part in inside):
            self._happened.set()


def open_server(folder: Path, port: int | None) -> ThreadingHTTPServer:
    """A server for `folder` on `port`, or without one on the first free port from 8000. Raises `PreviewError`."""
    handler = partial(_Handler, directory=str(folder))
    ports = [port] if port is not None else list(range(8000, 8000 + _PORTS_TO_TRY))
    for candidate in ports:
        try:
            return _Server((HOST, candidate), handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise PreviewError(f"预览没有启动：{error.strerror}。") from error
    raise PreviewError(f"端口 {'、'.join(map(str, (ports[0], *ports[-1:])))} 都不能用。请用 --port 指定另一个端口。")


def watch(paths: Iterable[Path], out: Path, rebuild: Callable[[], None]) -> None:
    """Call `rebuild` after each change under `paths`, once the changes have paused. Ends with what `rebuild` raises, or Ctrl+C."""
    happened = threading.Event()
    observer = Observer()
    for path in _topmost(paths):
        root = path if path.is_dir() else path.parent
        observer.schedule(_Change(root, out.resolve(), happened), str(path), recursive=path.is_dir())
    observer.start()
    try:
        while True:
            happened.wait()
            while happened.is_set():
                happened.clear()
                threading.Event().wait(_QUIET_SECONDS)
            rebuild()
    finally:
        observer.stop()
        observer.join()


def _topmost(paths: Iterable[Path]) -> list[Path]:
    """Existing paths, each once, without those that stand inside another of them."""
    found = sorted({path.resolve() for path in paths if path.exists()})
    return [path for path in found if not any(other != path and other in path.parents for other in found)]
