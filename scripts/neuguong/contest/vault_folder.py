"""The vault's folder on the disk: records/<random id>.age and log/<number>-<digest>.json.

Names and bytes in and out; what they mean is not looked at. A file is written whole beside its place and then
put there in one step, so that a kill leaves at most a `.new-…` file or a record that no page names.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from neuguong.store import FOLDER, locked

RECORDS, LOG = "records", "log"
_RECORD = re.compile(r"([0-9a-f]{24})\.age")
_UNFINISHED = ".new-"


@dataclass(frozen=True, slots=True)
class VaultFolder:
    """A vault's folder, what people call it, and the folder for the lock, which no repository takes in."""

    root: Path
    at: str
    memory: Path

    def exists(self) -> bool:
        """Return whether a page of a log is there."""
        return bool(self.page_names())

    def page_names(self) -> tuple[str, ...]:
        """Return the names of everything that claims to be a page."""
        return tuple(name for name in self._names(LOG) if not name.startswith("."))

    def pages(self) -> dict[str, bytes]:
        """Return the pages by their names. Raises OSError."""
        found = ((name, self.root / LOG / name) for name in self.page_names())
        return {name: path.read_bytes() if _is_file(path) else b"" for name, path in found}

    def record_ids(self) -> tuple[str, ...]:
        """Return the ids of the records, sorted."""
        named = (_RECORD.fullmatch(name) for name in self._names(RECORDS))
        return tuple(match[1] for match in named if match)

    def record(self, record_id: str) -> bytes | None:
        """Return a record's sealed bytes; None where there is none to be had."""
        path = self.root / RECORDS / f"{record_id}.age"
        with contextlib.suppress(OSError):
            if _is_file(path):
                return path.read_bytes()
        return None

    def record_path(self, record_id: str) -> str:
        """Return the record's path as people know it."""
        return f"{self.at}/{RECORDS}/{record_id}.age"

    def unfinished(self) -> tuple[str, ...]:
        """Return the files that a killed command left half-written, relative to the vault."""
        return tuple(
            f"{part}/{name}"
            for part in (RECORDS, LOG)
            for name in self._names(part)
            if name.startswith(_UNFINISHED)
        )

    def strangers(self) -> tuple[str, ...]:
        """Return whatever is neither record nor page nor left over, relative to the vault."""
        top = [name for name in _listed(self.root) if name not in {RECORDS, LOG}]
        inside = [
            f"{RECORDS}/{name}"
            for name in self._names(RECORDS)
            if not _RECORD.fullmatch(name) and not name.startswith(_UNFINISHED)
        ]
        hidden = [
            f"{LOG}/{name}"
            for name in self._names(LOG)
            if name.startswith(".") and not name.startswith(_UNFINISHED)
        ]
        return tuple(sorted([*top, *inside, *hidden]))

    def put_record(self, record_id: str, data: bytes) -> None:
        """Write a record, or seal one anew."""
        self._put(RECORDS, f"{record_id}.age", data)

    def put_page(self, name: str, data: bytes) -> None:
        """Write a page."""
        self._put(LOG, name, data)

    def remove(self, path: str) -> None:
        """Remove a file, given relative to the vault."""
        (self.root / path).unlink(missing_ok=True)

    @contextlib.contextmanager
    def alone(self, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
        """Let no other process of this machine write to the vault meanwhile. Raises OSError."""
        self.memory.mkdir(exist_ok=True)
        path = self.memory / "vault.lock"
        try:
            lock = locked(path, on_wait)
        except sqlite3.Error as error:  # a full disk, most often
            raise OSError(errno.EIO, str(error), str(path)) from error
        try:
            yield
        finally:
            lock.close()

    def _names(self, part: str) -> tuple[str, ...]:
        return _listed(self.root / part)

    def _put(self, part: str, name: str, data: bytes) -> None:
        folder = self.root / part
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"{_UNFINISHED}{name}"
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise


def vault_folder(site: Path, season: str) -> VaultFolder:
    """Return the folder of a season's vault."""
    at = f"contest/{season}/vault"
    return VaultFolder(site / at, at, site / FOLDER)


def _listed(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(os.listdir(folder)))  # noqa: PTH208 - names only
    except OSError:
        return ()


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
