"""The output folder: writes only bytes that differ, by atomic rename, and removes what a build left over.

Paths and bytes in, files out. A manifest in the folder lists what the last build wrote; only those files are
ever removed, so a folder shared with the handbook or with a stranger's files is safe.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import re
import stat
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from neuguong import fingerprint

MANIFEST = ".neuguong-manifest"
UNFINISHED = ".neuguong-unfinished"
"""Lies in the folder while a build writes; a build that finds it sweeps up after one that was killed."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_BACK = 10_000_000_000
"""Nanoseconds by which a file's time is set back: far more than the slowest clock of a disk counts in."""
_BY_NUMBER = os.utime in os.supports_fd
_LINE_END = "\0"
_BESIDE = re.compile(r"\..+\.\d+\.new")


class Put(NamedTuple):
    """What writing a file came to: whether it was other before, and its stamp if that will tell a change."""

    changed: bool
    stamp: bytes


class Made(NamedTuple):
    """Word of a file that was made, from whoever made it."""

    path: str
    content: bytes
    stamp: bytes
    changed: bool


@dataclass(slots=True)
class Output:
    """One build's writing into one folder."""

    root: Path
    written: set[str] = field(default_factory=set)
    changed: int = 0

    def is_finished(self, paths: Iterable[str]) -> bool:
        """Return whether the last build came to its end and wrote just these paths."""
        try:
            manifest = (self.root / MANIFEST).read_bytes()
        except OSError:
            return False
        return manifest == _lines(sorted(paths)) and not (self.root / UNFINISHED).exists()

    def announce(self, paths: Iterable[str]) -> None:
        """Note what this build is going to write, before it writes anything.

        So a build that dies half-way leaves nothing behind that a later one would not know of and remove.
        """
        last = self._last_manifest()
        if (self.root / UNFINISHED).exists():
            self._sweep(last)
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / UNFINISHED).touch()  # in one step: what lies beside a file is swept only where this lies
        wanted = set(paths)
        if wanted - last:
            replace(self.root / MANIFEST, _lines(sorted(last | wanted)))
        self._clear_the_way(last - wanted, wanted)

    def note(self, path: str, *, changed: bool) -> None:
        """Count a file that is wanted; somebody else may have written it, or it may have lain there."""
        self.written.add(path)
        self.changed += changed

    def _clear_the_way(self, orphans: Collection[str], wanted: Collection[str]) -> None:
        """Remove orphans at once where a folder is wanted in a file's place, or a file in a folder's."""
        folders = {folder for path in wanted for folder in _above(path)} if orphans else set()
        for path in orphans:
            if path in folders or any(folder in wanted for folder in _above(path)):
                self._remove(path)

    def _remove(self, path: str) -> bool:
        """Remove a file of ours, and the folders that are empty without it; return whether it was there."""
        target = self.root / path
        there = _is_file(target) or os.path.islink(target)  # noqa: PTH114
        if there:
            target.unlink()
        self._remove_empty(target.parent)
        return there

    def finish(self, also: Iterable[str] = ()) -> int:
        """Remove what the last build wrote and this one did not; return how many files went.

        `also`: what is known to be ours even where the manifest is lost.
        """
        orphans = sorted((self._last_manifest() | set(also)) - self.written)
        removed = sum(map(self._remove, orphans))
        replace_if_other(self.root / MANIFEST, _lines(sorted(self.written)))
        (self.root / UNFINISHED).unlink(missing_ok=True)
        return removed

    def _last_manifest(self) -> set[str]:
        try:
            lines = (self.root / MANIFEST).read_bytes().decode(errors="surrogateescape").split("\n")
        except OSError:
            return set()
        lines = [line.replace(_LINE_END, "\n") for line in lines]
        return {line for line in lines if line and not _leads_out(line)}

    def _sweep(self, paths: Iterable[str]) -> None:
        """Remove the half-written files that a killed build left beside those of its manifest."""
        for folder in sorted({(self.root / path).parent for path in paths} | {self.root}):
            for file in folder.iterdir() if folder.is_dir() else ():
                if _BESIDE.fullmatch(file.name):
                    with contextlib.suppress(OSError):
                        file.unlink()

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.root and _is_own_folder(folder) and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def _leads_out(path: str) -> bool:
    """Return whether a path leads out of the folder that it starts from."""
    return path.startswith("/") or (".." in path and ".." in path.split("/"))


def _above(path: str) -> Iterator[str]:
    """Yield the folders that the path lies in."""
    return ("/".join(parts) for parts in itertools.accumulate([part] for part in path.split("/")[:-1]))


def _lines(paths: Iterable[str]) -> bytes:
    """Return a line for each path; a line end in a name is written as a sign that no name can hold."""
    return "\n".join([*(path.replace("\n", _LINE_END) for path in paths), ""]).encode(
        errors="surrogateescape"
    )


def put(root: Path, path: str, data: bytes) -> Put:
    """Write one file below the folder, unless it holds these bytes already.

    A file that is written gets a time some seconds back: whoever writes it after us, even in the same tick of
    the disk's clock, leaves another time and so another stamp.
    """
    if _leads_out(path):
        raise ValueError(f"{path} lies outside the output folder")
    target, now = f"{root}/{path}", time.time_ns()
    there = _status(target) if os.access(target, os.F_OK) else None  # asking costs less than a refusal
    changed = not _holds(target, there, data)
    if changed:
        _swap(target, data, there)
        there = _status(target)
    stamp = fingerprint.stamp(there) if there else b""
    return Put(changed, stamp if fingerprint.is_older(stamp, now) else b"")


def make(root: Path, path: str, data: bytes) -> Made:
    """Write one file below the folder, unless it holds these bytes already; return word of it."""
    done = put(root, path, data)
    return Made(path, fingerprint.digest(data), done.stamp, done.changed)


def _is_file(path: str | Path) -> bool:
    """Return whether a file is there; `Path.is_file` raises at a name too long for the disk."""
    return os.path.isfile(path)  # noqa: PTH113


def _is_own_folder(path: Path) -> bool:
    """Return whether a folder is there, and no link to one: that is somebody's arrangement, and stays."""
    return os.path.isdir(path) and not os.path.islink(path)  # noqa: PTH112, PTH114


def replace_if_other(target: str | Path, data: bytes) -> bool:
    """Put the bytes in the file's place unless they are there; return whether they were written."""
    there = _status(target)
    if _holds(target, there, data):
        return False
    _swap(str(target), data, there)
    return True


def replace(target: str | Path, data: bytes) -> None:
    """Put the bytes in the file's place in one step: a reader sees the old or the new file, never half."""
    _swap(str(target), data, _status(target))


def _status(path: str | Path) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except OSError:
        return None


def _holds(path: str | Path, status: os.stat_result | None, data: bytes) -> bool:
    """Return whether a file of this status, taken before, holds these bytes."""
    if status is None or not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
        return False
    with contextlib.suppress(OSError), io.FileIO(path) as file:
        return file.read() == data
    return False


def _swap(target: str, data: bytes, there: os.stat_result | None) -> None:
    folder, name = os.path.split(target)  # strings: done for every file
    beside = f"{folder}/.{name}.{os.getpid()}.new"
    try:
        _write_all(beside, data)
        if there is not None and stat.S_ISREG(there.st_mode):
            os.chmod(beside, stat.S_IMODE(there.st_mode))  # noqa: PTH101
        os.replace(beside, target)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)  # noqa: PTH108
        raise


def _write_all(path: str, data: bytes) -> None:
    try:
        file = os.open(path, _NEW, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        file = os.open(path, _NEW, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        _set_back(file if _BY_NUMBER else path)
    finally:
        os.close(file)


def _set_back(file: int | str) -> None:
    """Give the file a time some seconds back; a disk that cannot do that has its files read again."""
    now = time.time_ns()
    with contextlib.suppress(OSError):
        os.utime(file, ns=(now, now - _BACK))
