"""One command, measured: its wall and processor time, or its peak memory, with everything it starts.

A command in; seconds or bytes out. A command that fails is an error with what it said. Time and memory are
taken in different runs, so that looking at the memory slows no measured time.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

EVERY = 0.025
"""Seconds between two looks at the memory."""


class CommandFailedError(RuntimeError):
    """A measured command did not end well."""


@dataclass(frozen=True, slots=True)
class Timed:
    """How long a command took, how long processors worked for it and its children, and what it printed."""

    seconds: float
    processor: float
    stdout: str


@dataclass(frozen=True, slots=True)
class Memory:
    """Peak memory in bytes: `tree` is the highest sum over all processes at one moment, each shared page
    counted once (PSS); `largest` is the highest resident size of a single process, as the kernel kept it.
    """

    tree: int
    largest: int


def timed(command: Sequence[str], cwd: Path) -> Timed:
    """Run the command and return its times."""
    with _started(command, cwd) as (process, said, begun):
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        told = _told(command, process.returncode, said)
        return Timed(seconds, usage.ru_utime + usage.ru_stime, told)


def peak_memory(command: Sequence[str], cwd: Path) -> Memory:
    """Run the command and return the most memory it and its children held."""
    tree = 0
    with _started(command, cwd) as (process, said, _):
        while True:
            looked = time.perf_counter()
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            tree = max(tree, sum(_proportional(each) for each in _tree(process.pid)))
            time.sleep(max(0.0, EVERY - (time.perf_counter() - looked)))
        process.returncode = os.waitstatus_to_exitcode(status)
        _told(command, process.returncode, said)
    return Memory(tree, usage.ru_maxrss * 1024)


@contextlib.contextmanager
def _started(
    command: Sequence[str], cwd: Path
) -> Iterator[tuple[subprocess.Popen[bytes], tuple[IO[bytes], IO[bytes]], float]]:
    """Start a command that writes into files: a pipe that nobody empties would stop it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=environment(), stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        try:
            yield process, (out, err), begun
        finally:
            if process.returncode is None:
                process.kill()
                process.wait()


def environment() -> dict[str, str]:
    """Return the environment without what only workshops set: elsewhere Python keeps what it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _told(command: Sequence[str], code: int, said: tuple[IO[bytes], IO[bytes]]) -> str:
    """Return what a command printed, or raise where it failed."""
    out, err = (_read(each) for each in said)
    if code:
        raise CommandFailedError(f"{' '.join(command)}\nended with {code}:\n{out[-2000:]}{err[-2000:]}")
    return out


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and everything it started that still runs."""
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))


def _proportional(pid: int) -> int:
    """Return a process's share of memory in bytes; none where it has just ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
