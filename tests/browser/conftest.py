"""The real site, built once by the real command, and a real Chromium."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "cong-thong-tin/neu-guong"  # the site lives in a sub-folder of somebody's portal


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the whole site, handbook included, lies in a sub-folder."""
    root = tmp_path_factory.mktemp("portal")
    command = [sys.executable, "-m", "neuguong", "build", "--output", str(root / FOLDER)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return root


@pytest.fixture(scope="session")
def site(portal: Path) -> Path:
    """Return the built site."""
    return portal / FOLDER


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file; a browser that went away is no fault."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            super().copyfile(source, outputfile)


@pytest.fixture(scope="session")
def server(portal: Path) -> Iterator[str]:
    """Serve the portal; yield the site's address."""
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(portal)))
    running.daemon_threads = True
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}/{FOLDER}/"
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; nothing is downloaded."""
    with sync_playwright() as playwright:
        running = start(playwright.chromium)
        yield running
        running.close()


def start(kind: BrowserType, *more: str) -> Browser:
    """Start the system's Chromium with more arguments than it needs here anyway."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail("Chromium is missing: install it (Debian: apt-get install chromium) or set CHROMIUM")
    arguments = [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return kind.launch(executable_path=path, args=[*arguments, *more])
