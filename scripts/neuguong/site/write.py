"""The output folder: writes only bytes that differ, by atomic rename, and removes what a build left over.

Paths and bytes in, files out. A manifest in the folder lists what the last build wrote; only those files are
ever removed, so a folder shared with the handbook or with a stranger's files is safe.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = ".neuguong-manifest"


@dataclass(slots=True)
class Output:
    """One build's writing into one folder."""

    root: Path
    written: set[str] = field(default_factory=set)
    changed: int = 0

    def announce(self, paths: Iterable[str]) -> None:
        """Note what this build is going to write, before it writes anything.

        So a build that dies half-way leaves nothing behind that a later one would not know of and remove.
        """
        everything = sorted({*self._last_manifest(), *paths})
        replace_if_other(self.root / MANIFEST, "\n".join([*everything, ""]).encode())

    def write(self, path: str, data: bytes) -> None:
        """Write a file, unless it already holds these bytes; never outside the folder."""
        if path.startswith("/") or ".." in path.split("/"):
            raise ValueError(f"{path} lies outside the output folder")
        self.written.add(path)
        if replace_if_other(self.root / path, data):
            self.changed += 1

    def keep(self, path: str) -> bool:
        """Count a file as wanted if it is there; return whether it is."""
        if (self.root / path).is_file():
            self.written.add(path)
            return True
        return False

    def finish(self) -> int:
        """Remove what the last build wrote and this one did not; return how many files went."""
        orphans = sorted(self._last_manifest() - self.written)
        removed = 0
        for path in orphans:
            target = self.root / path
            if _is_file(target):
                target.unlink()
                removed += 1
            self._remove_empty(target.parent)
        replace_if_other(self.root / MANIFEST, "\n".join([*sorted(self.written), ""]).encode())
        return removed

    def _last_manifest(self) -> set[str]:
        try:
            lines = (self.root / MANIFEST).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return set()
        return {line for line in lines if line and ".." not in line and not line.startswith("/")}

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.root and _is_folder(folder) and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def _is_file(path: Path) -> bool:
    """Return whether a file is there; `Path.is_file` raises at a name too long for the disk."""
    return os.path.isfile(path)  # noqa: PTH113


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112


def replace_if_other(target: Path, data: bytes) -> bool:
    """Put the bytes in the file's place unless they are there; return whether they were written."""
    with contextlib.suppress(OSError):
        if target.read_bytes() == data:
            return False
    replace(target, data)
    return True


def replace(target: Path, data: bytes) -> None:
    """Put the bytes in the file's place in one step: a reader sees the old or the new file, never half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = target.stat().st_mode if target.is_file() else None
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        if mode is not None:
            beside.chmod(mode)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
