"""The store: what earlier runs found out, in one SQLite file beside the site.

Keys and bytes in, bytes out; it knows neither texts nor pages. Whatever is in it can be found out again, so
a file that is broken, foreign or of another version of the program is dropped. One process at a time
works with it; a second one waits.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

FOLDER = ".neuguong"
FILE = "store.sqlite3"
LOCK = "lock"
_OURS = 0x4E475F31  # SQLite's application id: "NG_1"
_PATIENCE = 0.2

_TABLES = """
CREATE TABLE about (toolchain BLOB NOT NULL);
CREATE TABLE texts (
  path TEXT PRIMARY KEY, stamp BLOB NOT NULL, content BLOB NOT NULL, key BLOB NOT NULL,
  record BLOB NOT NULL, checksum INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE bodies (path TEXT PRIMARY KEY, html BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE memos (name TEXT PRIMARY KEY, key BLOB NOT NULL, value BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE outputs (
  folder TEXT NOT NULL, path TEXT NOT NULL, key BLOB NOT NULL, content BLOB NOT NULL, stamp BLOB NOT NULL,
  checksum INTEGER NOT NULL, PRIMARY KEY (folder, path)
) WITHOUT ROWID;
CREATE TABLE reasons (
  folder TEXT NOT NULL, path TEXT NOT NULL, parts BLOB NOT NULL, PRIMARY KEY (folder, path)
) WITHOUT ROWID;
"""


class Fresh(Enum):
    """Why a store is empty when it is opened."""

    NO = "no"
    NEW = "new"
    OTHER_PROGRAM = "other program"
    BROKEN = "broken"
    ASKED = "asked"
    NOWHERE = "nowhere"
    """The folder cannot be written; the store lies in a temporary one and is gone after the run."""


class StoreBroken(Exception):  # noqa: N818 - says what happened, not that somebody erred
    """The file turned out to be damaged while it was used."""


class TextRow(NamedTuple):
    """What is known of one file: its stamp and digest when read, the key of all its inputs, the record."""

    stamp: bytes
    content: bytes
    key: bytes
    record: bytes


class OutputRow(NamedTuple):
    """What lies at one place of an output folder: made of what (key), which bytes, with which stamp."""

    key: bytes
    content: bytes
    stamp: bytes


@dataclass(slots=True)
class Store:
    """An open store. Nothing is kept before `commit`. `session` tells one opening from every other."""

    path: Path
    fresh: Fresh
    _connection: sqlite3.Connection
    _close: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    session: str = field(default_factory=lambda: f"{os.getpid()} {time.monotonic_ns()}")

    def texts(self) -> dict[str, TextRow]:
        """Return everything known of files, by path; rows whose bytes have rotted are left out."""
        rows = self._all("SELECT path, stamp, content, key, record, checksum FROM texts")
        return {path: TextRow(*row) for path, *row, checksum in rows if checksum == _checksum(path, *row)}

    def keep_texts(self, rows: Iterable[tuple[str, TextRow]]) -> None:
        """Keep what was found out of files."""
        self._many(
            "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?)",
            ((path, *row, _checksum(path, *row)) for path, row in rows),
        )

    def forget_texts(self, paths: Iterable[str]) -> None:
        """Drop the rows of files that are gone."""
        gone = [(path,) for path in paths]
        self._many("DELETE FROM texts WHERE path = ?", gone)
        self._many("DELETE FROM bodies WHERE path = ?", gone)

    def keep_bodies(self, bodies: Iterable[tuple[str, bytes]]) -> None:
        """Keep rendered texts, in UTF-8."""
        self._many(
            "INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)",
            ((path, html, _checksum(path, html)) for path, html in bodies),
        )

    def memo(self, name: str, key: bytes) -> bytes | None:
        """Return what is kept under the name if it was kept with this key."""
        rows = self._all("SELECT value, checksum FROM memos WHERE name = ? AND key = ?", name, key)
        for value, checksum in rows:
            if checksum == _checksum(name, key, value):
                return bytes(value)
        return None

    def keep_memo(self, name: str, key: bytes, value: bytes) -> None:
        """Keep a value under the name, in place of any before."""
        row = (name, key, value, _checksum(name, key, value))
        self._many("INSERT OR REPLACE INTO memos VALUES (?, ?, ?, ?)", [row])

    def outputs(self, folder: str) -> dict[str, OutputRow]:
        """Return what was last written into an output folder."""
        query = "SELECT path, key, content, stamp, checksum FROM outputs WHERE folder = ?"
        return {
            path: OutputRow(*row)
            for path, *row, checksum in self._all(query, folder)
            if checksum == _checksum(path, *row)
        }

    def reasons(self, folder: str, path: str) -> bytes:
        """Return what a page was last made of; b"" where nothing is known."""
        rows = self._all("SELECT parts FROM reasons WHERE folder = ? AND path = ?", folder, path)
        return next((bytes(found) for (found,) in rows), b"")

    def keep_outputs(self, folder: str, rows: Iterable[tuple[str, OutputRow, bytes]]) -> None:
        """Keep what was written, and what it was made of."""
        kept = list(rows)
        self._many(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?)",
            ((folder, path, *row, _checksum(path, *row)) for path, row, _parts in kept),
        )
        self._many(
            "INSERT OR REPLACE INTO reasons VALUES (?, ?, ?)",
            ((folder, path, parts) for path, _row, parts in kept),
        )

    def keep_stamps(self, folder: str, rows: Iterable[tuple[str, OutputRow]]) -> None:
        """Keep the new stamps of files that were found to hold what they should."""
        self._many(
            "UPDATE outputs SET stamp = ?, checksum = ? WHERE folder = ? AND path = ?",
            ((row.stamp, _checksum(path, *row), folder, path) for path, row in rows),
        )

    def forget_outputs(self, folder: str, paths: Iterable[str]) -> None:
        """Drop the rows of pages that are gone."""
        gone = [(folder, path) for path in paths]
        self._many("DELETE FROM outputs WHERE folder = ? AND path = ?", gone)
        self._many("DELETE FROM reasons WHERE folder = ? AND path = ?", gone)

    def folders(self) -> list[str]:
        """Return the output folders that anything is known of."""
        return [folder for (folder,) in self._all("SELECT DISTINCT folder FROM outputs")]

    def forget_folder(self, folder: str) -> None:
        """Drop all that is known of an output folder that is gone."""
        self._many("DELETE FROM outputs WHERE folder = ?", [(folder,)])
        self._many("DELETE FROM reasons WHERE folder = ?", [(folder,)])
        self._many("DELETE FROM memos WHERE name IN (?, ?)", [(f"published {folder}", f"shared {folder}")])

    def commit(self) -> None:
        """Keep everything so far, all of it or nothing."""
        with self._watched():
            self._connection.commit()

    def close(self) -> None:
        """Let go of the file; what was not committed is lost."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        self._close.close()

    def _all(self, query: str, *values: object) -> list[Any]:
        with self._watched():
            return self._connection.execute(query, values).fetchall()

    def _many(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        with self._watched():
            self._connection.executemany(query, rows)

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0)
            if code == sqlite3.SQLITE_FULL or code & 0xFF == sqlite3.SQLITE_IOERR:
                raise OSError(errno.ENOSPC, str(error), str(self.path)) from error
            raise StoreBroken(str(error)) from error
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # SQLite quotes what has rotted
            raise StoreBroken(str(error)) from error


def _checksum(*columns: object) -> int:
    """Return the checksum of a row: a bit that flips on the disk, in whatever column, takes the row away."""
    found = 0
    for column in columns:
        kind, data = (b"t", column.encode()) if isinstance(column, str) else (b"b", column)
        if not isinstance(data, bytes):  # rot has made a number of it, or nothing
            return -1
        found = zlib.crc32(data, zlib.crc32(kind + len(data).to_bytes(8, "little"), found))
    return found


def open_store(
    root: Path, toolchain: bytes, *, anew: bool = False, on_wait: Callable[[], None] | None = None
) -> Store:
    """Open the store of the site, or an empty one where there is none that can be used.

    Waits while another process works with it, after saying so through `on_wait`; `anew` drops what is there.
    """
    folder = root / FOLDER
    close = contextlib.ExitStack()
    try:
        folder.mkdir(exist_ok=True)
        close.callback(_locked(folder / LOCK, on_wait).release)
        connection, fresh = _connect(folder / FILE, toolchain, anew=anew)
    except (OSError, sqlite3.OperationalError):
        close.close()
        return temporary_store(toolchain)
    return Store(folder / FILE, fresh, connection, close)


def temporary_store(toolchain: bytes = b"") -> Store:
    """Open an empty store that goes with the run."""
    close = contextlib.ExitStack()
    path = Path(close.enter_context(tempfile.TemporaryDirectory(prefix="neuguong-"))) / FILE
    try:
        connection, _ = _connect(path, toolchain, anew=False)
    except sqlite3.Error as error:
        close.close()
        raise OSError(errno.ENOSPC, str(error), str(path)) from error
    return Store(path, Fresh.NOWHERE, connection, close)


def drop_store(root: Path) -> None:
    """Remove the store of a site, when it turned out to be damaged."""
    _remove(root / FOLDER / FILE)


class Bodies:
    """The rendered texts of a store, for a process that only reads them."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=60)
        except sqlite3.Error as error:
            raise StoreBroken(str(error)) from error

    def __del__(self) -> None:
        connection = getattr(self, "_connection", None)  # not there where there was nothing to open
        if connection is not None:
            connection.close()

    def __getitem__(self, path: str) -> str:
        """Return the rendered text of a file."""
        return self.several([path])[path]

    def several(self, paths: Sequence[str]) -> dict[str, str]:
        """Return the rendered texts of some files (at most 999), by path."""
        marks = ", ".join("?" * len(paths))
        query = f"SELECT path, html, checksum FROM bodies WHERE path IN ({marks})"  # noqa: S608 - question marks
        try:
            rows = self._connection.execute(query, paths).fetchall()  # all: an open cursor holds a lock
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise StoreBroken(str(error)) from error
        found = {path: str(html, "utf-8") for path, html, check in rows if check == _checksum(path, html)}
        for path in paths:
            if path not in found:
                raise StoreBroken(path)
        return found


def _locked(path: Path, on_wait: Callable[[], None] | None) -> FileLock:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout:
        if on_wait is not None:
            on_wait()
        lock.acquire()
    return lock


def _connect(path: Path, toolchain: bytes, *, anew: bool) -> tuple[sqlite3.Connection, Fresh]:
    """Open the file; where it is not wholly ours and of this program's version, begin a new one."""
    fresh = Fresh.ASKED if anew else Fresh.NEW
    if path.exists() and not anew:
        try:
            connection = _opened(path)
            fresh = _condition(connection, toolchain)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            fresh = Fresh.BROKEN
        else:
            if fresh is Fresh.NO:
                return connection, fresh
            connection.close()
    _remove(path)
    connection = _opened(path)
    with connection:
        connection.executescript(f"BEGIN; PRAGMA application_id = {_OURS}; {_TABLES}")
        connection.execute("INSERT INTO about VALUES (?)", (toolchain,))
    return connection, fresh


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60, check_same_thread=False)
    connection.execute("PRAGMA page_size = 32768")  # of a new file: a rendered text lies on one page
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def _condition(connection: sqlite3.Connection, toolchain: bytes) -> Fresh:
    if connection.execute("PRAGMA application_id").fetchone() != (_OURS,):
        return Fresh.BROKEN
    rows = connection.execute("SELECT toolchain FROM about").fetchall()
    return Fresh.NO if rows == [(toolchain,)] else Fresh.OTHER_PROGRAM


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + "-journal")):
        leftover.unlink(missing_ok=True)
