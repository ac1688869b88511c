"""A local web server that rebuilds on save and tells the browser to reload.

Edge code: files, sockets and threads. The page's script is added on the way out, never to the files.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self

RELOAD = "/__reload"
SCRIPT = "/__reload.js"
_TAG = f'<script src="{SCRIPT}" async></script>'.encode()
_JAVASCRIPT = f"""
new EventSource("{RELOAD}").onmessage = () => location.reload();
""".encode()
_WATCHED = ("content", "stories", "contest", "theme", "site.yml", "mkdocs.yml", "pelicanconf.py")
_HEARTBEAT = 15.0
LONGEST = 2000


class Bell:
    """Counts builds; those who wait hear of the next one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def ring(self) -> None:
        """Tell everybody who waits."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait for the next build; return whether there was one."""
        with self._changed:
            before = self._count
            return self._changed.wait_for(lambda: self._count != before, seconds)


class _Server(ThreadingHTTPServer):
    """A browser that goes away in the middle of an answer is no news."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing; the person at the terminal is writing a story."""


class Handler(SimpleHTTPRequestHandler):
    """Serves the output folder, its own 404 page, and the reload stream."""

    bell: Bell
    prefix: str

    def parse_request(self) -> bool:
        """Take the path below which the site will live off every address."""
        parsed = super().parse_request()
        if parsed and self.path.startswith(self.prefix):
            self.path = "/" + self.path[len(self.prefix) :]
        return parsed

    def do_GET(self) -> None:
        """Answer the two reload addresses; everything else is a file."""
        if len(self.path) > LONGEST:
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
        elif self.path == RELOAD:
            self._stream()
        elif self.path == SCRIPT:
            self._send(_JAVASCRIPT, "text/javascript")
        else:
            self._file()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing of each request."""

    def _file(self) -> None:
        path = Path(self.translate_path(self.path))
        if os.path.isdir(path) and self.path.partition("?")[0].endswith("/"):  # noqa: PTH112 - names may be too long
            path /= "index.html"
        if path.suffix == ".html" and os.path.isfile(path):  # noqa: PTH113
            self._send(_with_script(path.read_bytes()), "text/html; charset=utf-8")
        elif os.path.exists(path):  # noqa: PTH110
            super().do_GET()
        else:
            missing = Path(self.directory) / "404.html"
            body = missing.read_bytes() if missing.is_file() else b"404"
            self._send(_with_script(body), "text/html; charset=utf-8", HTTPStatus.NOT_FOUND)

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while True:
                line = b"data: reload\n\n" if self.bell.wait(_HEARTBEAT) else b": still here\n\n"
                self.wfile.write(line)
                self.wfile.flush()
        except OSError:
            return  # the browser went away


def server(folder: Path, port: int, bell: Bell, prefix: str = "/") -> ThreadingHTTPServer:
    """Return a server of the folder on this machine only; port 0 takes any free one.

    With a prefix such as /neu-guong/ the folder answers below it too, as it will on the real server.
    """
    handler = type("BoundHandler", (Handler,), {"bell": bell, "prefix": prefix})
    made = _Server(("127.0.0.1", port), partial(handler, directory=str(folder)))
    made.daemon_threads = True
    return made


def changes(root: Path, stop: threading.Event | None = None) -> Iterator[set[str]]:
    """Yield the paths of each group of saves, relative to the root."""
    from watchfiles import watch  # noqa: PLC0415 - only serving needs it

    watched = [root / name for name in _WATCHED if (root / name).exists()]
    for found in watch(*watched, stop_event=stop, raise_interrupt=False, debounce=50, step=25):
        yield {Path(path).relative_to(root).as_posix() for _, path in found}


def rebuild_on_save(root: Path, rebuild: Callable[[set[str]], object], ring: Callable[[], None]) -> None:
    """Rebuild after each save, then ring; returns when interrupted."""
    for paths in changes(root):
        rebuild(paths)
        ring()


class Running:
    """The server at its work, in a process of its own where one can be forked.

    So the process that builds has no threads, and can fork the workers of its builds.
    """

    def __init__(self, folder: Path, port: int, prefix: str = "/") -> None:
        bell = Bell()
        self._server = server(folder, port, bell, prefix)
        self.port: int = self._server.server_address[1]
        self.ring: Callable[[], None] = bell.ring
        self._process: BaseProcess | None = None
        if hasattr(os, "fork"):
            context = multiprocessing.get_context("fork")
            heard, said = context.Pipe(duplex=False)
            self.ring = partial(said.send_bytes, b"!")
            self._process = context.Process(
                target=_answer, args=(self._server, bell, heard, said), daemon=True
            )
            self._process.start()
            heard.close()
            self._server.socket.close()
        else:
            threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is None:
            self._server.shutdown()
        else:
            self._process.terminate()
            self._process.join()


def _answer(running: ThreadingHTTPServer, bell: Bell, heard: Connection, said: Connection) -> None:
    """Answer until the builder ends; the life of the server's process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the builder's business
    said.close()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        while heard.recv_bytes():
            bell.ring()
    os._exit(0)


def _with_script(page: bytes) -> bytes:
    return page.replace(b"</body>", _TAG + b"</body>", 1)
