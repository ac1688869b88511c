"""A folder served as a plain web server serves one: over HTTP/1.1, with text compressed.

A folder in, an address of this machine out, for as long as the block runs. The server of Python's own library
compresses nothing, and a page would be judged for that instead of for itself.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TEXT = {".html", ".css", ".js", ".svg", ".xml", ".json"}


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def send_head(self) -> io.BytesIO | io.BufferedReader | None:
        """Send text packed to whoever takes it so; all else as it lies there."""
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            file /= "index.html"
        takes = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (takes and file.suffix in _TEXT and file.is_file()):
            return super().send_head()  # type: ignore[return-value]
        packed = gzip.compress(file.read_bytes(), 6)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{self.guess_type(str(file))}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return io.BytesIO(packed)

    def copyfile(self, source: object, outputfile: object) -> None:
        """Send a file; a browser that went away is no fault."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            super().copyfile(source, outputfile)  # type: ignore[arg-type]


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder; yield its address, with the slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
