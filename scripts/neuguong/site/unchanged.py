"""Whether anything has changed since the last build: asked first, because most often nothing has.

The site's folder, the day and the output folder in; yes or no out. Reads no file: the stamps of all sources
together are one key, and a build is remembered under the key of what it began with. What is saved, comes or
goes after that leaves another key, if only in the stamp of its folder. Where a stamp is too young to be
trusted, or a link leads elsewhere, the answer is no, and the build looks at everything itself.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from neuguong import fingerprint
from neuguong.listing import Entry, Listing, list_below
from neuguong.site.ledger import REMEMBERED, Ledger
from neuguong.site.report import Report
from neuguong.site.write import Output

FOLDERS = ("content", "contest", "stories", "theme")
FILES = ("mkdocs.yml", "pelicanconf.py", "site.yml")
_NOTES_EVERY_CHANGE = os.name == "posix"
"""Whether the second time in a stamp is that of the last change, which nobody can set."""


class _Unsure(Exception):  # noqa: N818 - says what happened, not that somebody erred
    """A stamp that does not say enough."""


def look(root: Path) -> Listing:
    """List every folder that a build is made of."""
    found: Listing = {}
    for name in FOLDERS:
        list_below(str(root), name, found)
    return found


def state_of(root: Path, listing: Listing, today: date) -> bytes | None:
    """Return the key of all that a build is made of; None where that cannot be told from stamps alone."""
    now = time.time_ns()
    try:
        files = [part for name in FILES for part in _file(root, name, now)]
        folders = [part for folder in sorted(listing) for part in _folder(root, folder, listing[folder], now)]
    except (OSError, _Unsure):
        return None
    return fingerprint.digest(today.isoformat().encode(), *files, *folders)


def last_report(state: bytes | None, ledger: Ledger) -> Report | None:
    """Return the report of the last build if building again would change nothing."""
    known = ledger.store.memo(REMEMBERED, state, ledger.folder) if state else None
    if known is None or not Output(ledger.root).is_finished(ledger.rows) or not ledger.is_whole():
        return None
    report = Report(*msgspec.msgpack.decode(known, type=tuple[int, int]))
    ledger.save(ledger.rows)
    remember(state, ledger, report)
    return report


def is_still(state: bytes | None, root: Path, today: date) -> bool:
    """Return whether what a build began with is what it read, or whether the next look will tell if not.

    A text may be saved while it is built, and put back with its old time: POSIX notes that, Windows does not.
    """
    return _NOTES_EVERY_CHANGE or state == state_of(root, look(root), today)


def remember(state: bytes | None, ledger: Ledger, report: Report) -> None:
    """Remember a build by the state that it began with."""
    if state:
        value = msgspec.msgpack.encode((report.stories, report.pages))
        ledger.store.keep_memo(REMEMBERED, state, value, ledger.folder)
        ledger.store.commit()


def _file(root: Path, name: str, now: int) -> Iterator[bytes]:
    try:
        status = os.lstat(root / name)
    except FileNotFoundError:
        return
    yield name.encode()
    yield _trusted(fingerprint.stamp(status) if stat.S_ISREG(status.st_mode) else b"", now)


def _folder(root: Path, folder: str, entries: tuple[Entry, ...], now: int) -> Iterator[bytes]:
    """Yield the names and stamps of a folder and of what lies in it, in order.

    The folder's own times tell of a file that came and went.
    """
    yield os.fsencode(folder)
    yield _trusted(fingerprint.stamp(os.stat(root / folder)), now)  # noqa: PTH116 - asked for each folder
    for entry in entries:
        yield os.fsencode(entry.name)
        yield b"/" if entry.is_folder else _trusted(entry.stamp, now)


def _trusted(stamp: bytes, now: int) -> bytes:
    if not fingerprint.is_settled(stamp, now):
        raise _Unsure
    return stamp
