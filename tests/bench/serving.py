"""How long a writer waits: from the save of a story to the page that `neuguong serve` answers with.

A site and a story in, seconds out: for each of some saves, one after another, the time until the served page
shows the new words. The real command, over the real network of this machine.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.measure import CommandFailedError, environment

_AT = re.compile(r"http://localhost:(\d+)(/\S*)")
_LOOK_EVERY = 0.005
_LONGEST = 600.0


class Waited(NamedTuple):
    """Seconds until the page of a saved story was served, for each save."""

    seconds: tuple[float, ...]


def waited(site: Path, output: Path, story: Path, times: int) -> Waited:
    """Serve the site, save the story so many times, and return how long each new text took to be served.

    The story is as it was afterwards; what the last build wrote into the output is not.
    """
    before = story.read_text("utf-8")
    page = f"bai/{story.parent.name}/{story.stem}.html"
    try:
        with _served(site, output) as (port, prefix):
            return Waited(tuple(_one(story, before, f"{prefix}{page}", port, turn) for turn in range(times)))
    finally:
        story.write_text(before, encoding="utf-8")


def _one(story: Path, text: str, page: str, port: int, turn: int) -> float:
    words = f"Lần lưu thứ {turn + 1} khi đang xem thử."
    time.sleep(1.0)  # the builder is at rest, as when somebody reads what he wrote
    story.write_text(f"{text.rstrip()}\n\n{words}\n", encoding="utf-8")
    saved = time.perf_counter()
    while words not in _get(port, page):
        if time.perf_counter() - saved > _LONGEST:
            raise CommandFailedError(f"{page} never showed the text that was saved")
        time.sleep(_LOOK_EVERY)
    return time.perf_counter() - saved


@contextlib.contextmanager
def _served(site: Path, output: Path) -> Iterator[tuple[int, str]]:
    """Start serving; yield the port and the path below which the site lies."""
    command = [sys.executable, "-m", "neuguong", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--site", str(site), "--output", str(output)],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if found := _AT.search(line):
                    yield int(found[1]), found[2]
                    break
            else:
                raise CommandFailedError("neuguong serve ended before it served")
        finally:
            process.terminate()


def _get(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode("utf-8", "replace")
    finally:
        connection.close()
