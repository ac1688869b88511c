"""Whether anything has changed since the last build: asked first, because most often nothing has.

The site's folder, the day and the output folder in; yes or no out. Reads no file: the stamps of all sources
together are one key, and a build is remembered under the key of what it began with. Where a stamp is too
young to be trusted, or a link leads elsewhere, the answer is no, and the build looks at everything itself.
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
from neuguong.site.ledger import Ledger
from neuguong.site.report import Report
from neuguong.site.write import Output
from neuguong.store import Store

FOLDERS = ("content", "contest", "stories", "theme")
FILES = ("mkdocs.yml", "pelicanconf.py", "site.yml")
_NAME = "unchanged"


class _Unsure(Exception):  # noqa: N818 - says what happened, not that somebody erred
    """A stamp that does not say enough."""


def state_of(root: Path, today: date) -> bytes | None:
    """Return the key of all that a build is made of; None where that cannot be told from stamps alone."""
    now = time.time_ns()
    try:
        found = [part for name in FILES for part in _file(root, name, now)]
        found += [part for name in FOLDERS for part in _folder(f"{root}/{name}", now)]
    except (OSError, _Unsure):
        return None
    return fingerprint.digest(today.isoformat().encode(), *found)


def last_report(state: bytes | None, folder: Path, store: Store) -> Report | None:
    """Return the report of the last build if building again would change nothing."""
    known = store.memo(_NAME, state, str(folder)) if state else None
    if known is None:
        return None
    ledger = Ledger(store, folder)
    if not Output(folder).is_finished(ledger.rows) or not ledger.is_whole():
        return None
    ledger.save(ledger.rows)
    stories, pages = msgspec.msgpack.decode(known, type=tuple[int, int])
    return Report(stories, pages)


def remember(state: bytes | None, folder: Path, store: Store, report: Report) -> None:
    """Remember a build by the state that it began with."""
    if state:
        value = msgspec.msgpack.encode((report.stories, report.pages))
        store.keep_memo(_NAME, state, value, str(folder))
        store.commit()


def _file(root: Path, name: str, now: int) -> Iterator[bytes]:
    try:
        status = os.lstat(root / name)
    except FileNotFoundError:
        return
    yield name.encode()
    yield _stamp(status, now)


def _folder(folder: str, now: int) -> Iterator[bytes]:
    """Yield the names and stamps of everything below a folder, in order; nothing where there is none."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    yield os.fsencode(folder)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(entry.path, now)
        else:
            yield os.fsencode(entry.name)
            yield _stamp(entry.stat(follow_symlinks=False), now)


def _stamp(status: os.stat_result, now: int) -> bytes:
    found = fingerprint.stamp(status)
    if not stat.S_ISREG(status.st_mode) or not fingerprint.is_settled(found, now):
        raise _Unsure
    return found
