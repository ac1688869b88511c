"""The store: what earlier runs found out, in one SQLite file beside the site.

Keys and bytes in, bytes out; it knows neither texts nor pages. Whatever is in it can be found out again, so
a file that is broken, foreign or of another version of the program is dropped. One process at a time
works with it; a second one waits.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

FOLDER = ".neuguong"
FILE = "store.sqlite3"
LOCK = "lock"
_OURS = 0x4E475F31  # SQLite's application id: "NG_1"
_PATIENCE = 0.2

_TABLES = """
CREATE TABLE about (toolchain BLOB NOT NULL);
CREATE TABLE memos (
  folder BLOB NOT NULL, name TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, checksum INTEGER NOT NULL,
  PRIMARY KEY (folder, name)
) WITHOUT ROWID;
CREATE TABLE shelves (
  folder BLOB NOT NULL, number INTEGER NOT NULL, rows BLOB NOT NULL, checksum INTEGER NOT NULL,
  PRIMARY KEY (folder, number)
) WITHOUT ROWID;
"""
_SHELVES = 256
"""Files are spread over shelves by their paths: 256 rows are read much sooner than 10,000."""
_TEXTS = b""
"""The shelves of the texts; those of an output folder stand under its name."""


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


Row = TypeVar("Row")
Changes = dict[str, Any]
"""New rows by path; None for one that is dropped."""

_encode = msgspec.msgpack.Encoder().encode
_decode_texts = msgspec.msgpack.Decoder(dict[str, TextRow]).decode
_decode_made = msgspec.msgpack.Decoder(dict[str, bytes]).decode


@dataclass(slots=True)
class Store:
    """An open store. Nothing is kept before `commit`."""

    path: Path
    fresh: Fresh
    _connection: sqlite3.Connection
    _waiting: dict[bytes, Changes] = field(default_factory=dict)
    """What will stand on the shelves after the next commit, by folder."""
    _close: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def texts(self) -> dict[str, TextRow]:
        """Return everything known of files, by path; what has rotted is left out."""
        found: dict[str, TextRow] = {}
        for number, rows, checksum in self._all(
            "SELECT number, rows, checksum FROM shelves WHERE folder = ?", _TEXTS
        ):
            found |= _rows(_decode_texts, _TEXTS, number, rows, checksum)
        return _changed(found, self._waiting.get(_TEXTS, {}))

    def keep_texts(self, rows: Iterable[tuple[str, TextRow]]) -> None:
        """Keep what was found out of files."""
        self._waiting.setdefault(_TEXTS, {}).update(rows)

    def forget_texts(self, paths: Iterable[str]) -> None:
        """Drop the rows of files that are gone."""
        self._waiting.setdefault(_TEXTS, {}).update(dict.fromkeys(paths))

    def memo(self, name: str, key: bytes, folder: bytes = b"") -> bytes | None:
        """Return what is kept under the name if it was kept with this key; `folder`: whose name it is."""
        query = "SELECT value, checksum FROM memos WHERE folder = ? AND name = ? AND key = ?"
        for value, checksum in self._all(query, folder, name, key):
            if checksum == _checksum(folder, name, key, value):
                return bytes(value)
        return None

    def keep_memo(self, name: str, key: bytes, value: bytes, folder: bytes = b"") -> None:
        """Keep a value under the name, in place of any before."""
        row = (folder, name, key, value, _checksum(folder, name, key, value))
        self._many("INSERT OR REPLACE INTO memos VALUES (?, ?, ?, ?, ?)", [row])

    def keep_made(self, folder: bytes, rows: Iterable[tuple[str, bytes]]) -> None:
        """Keep what files in an output folder were made of."""
        self._waiting.setdefault(folder, {}).update(rows)

    def made(self, folder: bytes, path: str) -> bytes:
        """Return what a file was last made of; b"" where nothing is known."""
        waiting = self._waiting.get(folder, {})
        found: bytes | None = (
            waiting[path] if path in waiting else self._shelf(_decode_made, folder, _number(path)).get(path)
        )
        return found or b""

    def forget_made(self, folder: bytes, paths: Iterable[str]) -> None:
        """Drop the rows of files that are gone."""
        self._waiting.setdefault(folder, {}).update(dict.fromkeys(paths))

    def folders(self) -> list[bytes]:
        """Return the output folders that anything is known of."""
        return [folder for (folder,) in self._all("SELECT DISTINCT folder FROM memos WHERE folder != x''")]

    def forget_folder(self, folder: bytes) -> None:
        """Drop all that is known of an output folder that is gone."""
        self._waiting.pop(folder, None)
        self._many("DELETE FROM memos WHERE folder = ?", [(folder,)])
        self._many("DELETE FROM shelves WHERE folder = ?", [(folder,)])

    def commit(self) -> None:
        """Keep everything so far, all of it or nothing."""
        for folder, changes in self._waiting.items():
            self._put_on_shelves(folder, changes)
        self._waiting.clear()
        with self._watched():
            self._connection.commit()

    def close(self) -> None:
        """Let go of the file; what was not committed is lost."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        self._close.close()

    def _put_on_shelves(self, folder: bytes, changes: Changes) -> None:
        decode: Callable[[bytes], dict[str, Any]] = _decode_texts if folder == _TEXTS else _decode_made
        by_number: defaultdict[int, Changes] = defaultdict(dict)
        for path, row in changes.items():
            by_number[_number(path)][path] = row
        for number, some in by_number.items():
            rows = _changed(self._shelf(decode, folder, number), some)
            shelf = (folder, number, _encode(rows))
            self._many("INSERT OR REPLACE INTO shelves VALUES (?, ?, ?, ?)", [(*shelf, _checksum_of(*shelf))])

    def _shelf(self, decode: Callable[[bytes], dict[str, Row]], folder: bytes, number: int) -> dict[str, Row]:
        query = "SELECT rows, checksum FROM shelves WHERE folder = ? AND number = ?"
        for rows, checksum in self._all(query, folder, number):
            return _rows(decode, folder, number, rows, checksum)
        return {}

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


def _number(path: str) -> int:
    return zlib.crc32(path.encode()) % _SHELVES


def _rows(
    decode: Callable[[bytes], dict[str, Row]], folder: bytes, number: object, rows: object, checksum: object
) -> dict[str, Row]:
    """Return what stands on a shelf; nothing where it has rotted."""
    if not isinstance(number, int) or not isinstance(rows, bytes):
        return {}
    return decode(rows) if checksum == _checksum_of(folder, number, rows) else {}


def _changed(rows: dict[str, Row], changes: Changes) -> dict[str, Row]:
    return {path: row for path, row in (rows | changes).items() if row is not None} if changes else rows


def _checksum_of(folder: bytes, number: int, rows: bytes) -> int:
    return _checksum(folder, number.to_bytes(8, "little", signed=True), rows)


def _checksum(*columns: Any) -> int:
    """Return the checksum of a row: a bit that flips on the disk, in whatever column, takes the row away."""
    found = 0
    try:
        for column in columns:
            if isinstance(column, str):
                found = zlib.crc32(column.encode(), found ^ _IS_TEXT)
            else:
                found = zlib.crc32(column, found)
    except (TypeError, UnicodeEncodeError):  # rot has made a number of it, or nothing
        return -1
    return found


_IS_TEXT = 0x5A5A5A5A


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
        close.callback(locked(folder / LOCK, on_wait).close)
        connection, fresh = _connect(folder / FILE, toolchain, anew=anew)
    except (OSError, sqlite3.DatabaseError):
        close.close()
        return temporary_store(toolchain)
    return Store(folder / FILE, fresh, connection, _close=close)


def temporary_store(toolchain: bytes = b"") -> Store:
    """Open an empty store that goes with the run."""
    import tempfile  # noqa: PLC0415 - few runs need one

    close = contextlib.ExitStack()
    path = Path(close.enter_context(tempfile.TemporaryDirectory(prefix="neuguong-"))) / FILE
    try:
        connection, _ = _connect(path, toolchain, anew=False)
    except sqlite3.Error as error:
        close.close()
        raise OSError(errno.ENOSPC, str(error), str(path)) from error
    return Store(path, Fresh.NOWHERE, connection, _close=close)


def drop_store(root: Path) -> None:
    """Remove the store of a site, when it turned out to be damaged."""
    _remove(root / FOLDER / FILE)


def locked(path: Path, on_wait: Callable[[], None] | None) -> sqlite3.Connection:
    """Take the lock, which the system takes back when this process ends, however it ends.

    SQLite locks files on every system; a few waits after each other, so that Ctrl+C is heard between them.
    Raises sqlite3.Error where the file cannot be had.
    """
    lock = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    while True:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                lock.close()
                raise
            if on_wait is not None:
                on_wait()
                on_wait = None
        else:
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
    connection.execute("PRAGMA page_size = 32768")  # of a new file: a shelf lies on few pages
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
