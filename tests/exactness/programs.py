"""Builds as programs of their own: started, watched, killed, and under strange circumstances.

Run as `python -m tests.exactness.programs CIRCUMSTANCES build …` it is the command itself, after the
circumstances (JSON) have been arranged.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import neuguong
from neuguong import cli, crew
from neuguong.content import load_texts
from neuguong.site import build, images, making, qr_codes, share_cards
from neuguong.site.write import Made
from tests.exactness.sources import DAYS, Sources, Story, sources
from tests.samples import ROOT

DAY = date(2026, 12, 31)
LONG = 120
"""Seconds after which a build is given up, on a machine that has much else to do."""
_PATH = os.pathsep.join((str(Path(neuguong.__file__).parents[1]), str(ROOT)))


@dataclass(frozen=True)
class Circumstances:
    """What is other than usual inside the program."""

    few: bool = False
    """Share work between processes where there is little of it too."""
    spawn: bool = False
    """Start workers afresh, as on systems without fork."""
    order: int = 0
    """Folders are listed in the order that this number draws; 0: as the disk has them."""
    largest_file: int = 0
    """Bytes after which a file cannot grow, as on a full disk; 0: no limit."""
    saved: tuple[str, str] | None = None
    """A file, and what is saved in it once, between the reading of the texts and the making of the pages."""

    def arrange(self) -> None:
        """Change this process accordingly."""
        if self.few:
            load_texts.FEW, load_texts.BATCH, load_texts.FEW_PICTURES = 2, 3, 1
            making.FEW, making.BATCH, images.FEW = 2, 7, 1
            share_cards.FEW, share_cards.BATCH, qr_codes.FEW, qr_codes.BATCH = 2, 3, 2, 3
        if self.spawn:
            crew._start_method = lambda: "spawn"
        if self.order:
            _shuffle_folders(random.Random(self.order))  # noqa: S311
        if self.saved is not None:
            _save_before_pages_are_made(*self.saved)
        if self.largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest_file, self.largest_file))


USUAL = Circumstances()


@dataclass(frozen=True)
class Surroundings:
    """What a program is started in."""

    circumstances: Circumstances = USUAL
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None


ANYWHERE = Surroundings()


def start(surroundings: Surroundings, *arguments: str) -> subprocess.Popen[str]:
    """Start a program at the head of a process group of its own."""
    circumstances = json.dumps(asdict(surroundings.circumstances))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.exactness.programs", circumstances, *arguments],
        cwd=surroundings.folder,
        env={**os.environ, "PYTHONPATH": _PATH, **surroundings.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


class Program:
    """A program that runs; none of its processes is left when the block ends."""

    def __init__(self, site: Path, output: Path, *more: str, around: Surroundings = ANYWHERE) -> None:
        asked = ["build", "--no-handbook", "--site", str(site), "--output", str(output), "--date", str(DAY)]
        self._process = start(around, *asked, *more)
        self.pid = self._process.pid
        self._said = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.communicate()

    def ended(self, seconds: int = LONG) -> tuple[int, str, str]:
        """Wait for the end; return the exit code, stdout and stderr."""
        out, err = self._process.communicate(timeout=seconds)
        return self._process.returncode, out, self._said + err

    def kill(self) -> bool:
        """Kill it as the system does that runs out of memory; return whether it still ran."""
        running = self._process.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._process.wait(LONG)
        return running

    def hears(self, words: str) -> bool:
        """Wait until it says these words; return False if it ends without them."""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._said += line
            if words in line:
                return True
        return False

    def pause(self) -> None:
        """Stop it where it is, but not its workers."""
        os.kill(self.pid, signal.SIGSTOP)

    def workers(self) -> list[int]:
        """Return its worker processes that live."""
        return [pid for pid in group(self.pid) if pid != self.pid]

    def waits_for_workers(self, count: int) -> list[int]:
        """Return its workers as soon as there are so many; none if it ends before."""
        while self._process.poll() is None:
            found = self.workers()
            if len(found) >= count:
                return found
            time.sleep(0.005)
        return []


def group(leader: int) -> list[int]:
    """Return the processes of a group that live (Linux only)."""
    return [pid for pid in _processes() if _group_and_state(pid) in {(leader, state) for state in "RSDTI"}]


def _processes() -> Iterator[int]:
    return (int(name) for name in os.listdir("/proc") if name.isdigit())  # noqa: PTH208


def _group_and_state(pid: int) -> tuple[int, str]:
    try:
        words = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0, ""
    return int(words[2]), words[0]


def many_sources(count: int = 100) -> Sources:
    """Return a site with so many stories more: enough for the work to be shared between processes."""
    made = sources()
    made.settings["share_cards"] = "false"  # a hundred of them take longer than all the rest
    for number in range(count):
        slug, other = f"nhieu-{number}", f"nhieu-{number * 7 % count}"
        made.stories[slug] = Story(
            slug, DAYS[number % len(DAYS)], f"Nhiều {number}", number, (), number, number, links=(other,)
        )
    return made


def _save_before_pages_are_made(path: str, text: str) -> None:
    make_pages = making.make_pages

    def meanwhile(*arguments: Any) -> Iterator[Made]:
        build.__dict__["make_pages"] = make_pages
        Path(path).write_text(text, encoding="utf-8", newline="")
        return make_pages(*arguments)

    build.__dict__["make_pages"] = meanwhile


def _shuffle_folders(chance: random.Random) -> None:
    """Let every listing of a folder come in an order of its own."""
    scandir, listdir = os.scandir, os.listdir

    class Shuffled:
        def __init__(self, path: Any = ".") -> None:
            with scandir(path) as found:
                self._entries = list(found)
            chance.shuffle(self._entries)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            return

        def __iter__(self) -> Self:
            return self

        def __next__(self) -> os.DirEntry[Any]:
            if not self._entries:
                raise StopIteration
            return self._entries.pop()

        def close(self) -> None:
            return

    def shuffled(path: Any = ".") -> Sequence[Any]:
        names = listdir(path)
        chance.shuffle(names)
        return names

    os.scandir, os.listdir = Shuffled, shuffled  # type: ignore[assignment]


if __name__ == "__main__":
    Circumstances(**json.loads(sys.argv[1])).arrange()
    sys.exit(cli.run(sys.argv[2:]))
