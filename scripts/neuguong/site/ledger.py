"""The ledger: what lies in an output folder, made of what, and whether it still lies there untouched.

What the store keeps of the folder, and the folder, in; yes or no out. Writes nothing into the folder.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec

from neuguong import fingerprint
from neuguong.crew import Crew
from neuguong.store import Store

_FILES = "files"
REMEMBERED = "unchanged"
"""The name under which a whole build is remembered: see `unchanged`."""
FEW = 2000
"""Fewer files than this are looked at here and now."""


class Row(NamedTuple):
    """What lies at one place: made of what (key), which bytes, with which stamp (b"": look at the bytes)."""

    key: bytes
    content: bytes
    stamp: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[str, Row]).decode


class _Seen(NamedTuple):
    """What a look at the folder brought: the files that are not as they were left, and stamps known anew."""

    touched: frozenset[str]
    stamps: dict[str, bytes]


@dataclass(slots=True)
class Ledger:
    """The ledger of one folder, for one build."""

    store: Store
    root: Path
    rows: dict[str, Row] = field(init=False)
    """What the last build left, by path."""
    _noted: dict[str, Row] = field(default_factory=dict)
    _looking: Iterator[_Seen] | None = None
    _seen: _Seen | None = None

    def __post_init__(self) -> None:
        known = self.store.memo(_FILES, b"", self.folder)
        self.rows = _decode(known) if known else {}

    @property
    def folder(self) -> bytes:
        """Return the folder as the store names it: as the disk spells it, which need not be text."""
        return os.fsencode(self.root)

    def look(self, crew: Crew) -> None:
        """Begin to look at what lies there; with a crew somebody else does, while this process goes on."""
        alone = len(self.rows) < FEW or not crew.forks
        self._looking = crew.map(_look, (str(self.root), self.rows), [time.time_ns()], alone=alone)

    def is_whole(self) -> bool:
        """Return whether all that the last build wrote lies there untouched."""
        return not self._touched()

    def holds(self, path: str, key: bytes) -> bool:
        """Return whether the file made of these parts lies there, byte for byte."""
        row = self.rows.get(path)
        return row is not None and row.key == key and path not in self._touched()

    def left_over(self, wanted: Collection[str]) -> list[str]:
        """Return what the last build wrote and this one does not: ours, also where the manifest is lost."""
        return [path for path in self.rows.keys() - set(wanted) if path not in self._touched()]

    def note(self, path: str, key: bytes, content: bytes, file_stamp: bytes) -> None:
        """Note that a file was made."""
        self._noted[path] = Row(key, content, file_stamp)

    def save(self, wanted: Collection[str]) -> None:
        """Keep what was noted; forget what is wanted no more, and folders that are gone."""
        known = self.rows | self._seen_anew() | self._noted
        kept = {path: known[path] for path in wanted if path in known}
        self.store.forget_made(self.folder, self.rows.keys() - kept.keys())
        if kept != self.rows:
            self.store.keep_memo(_FILES, b"", _encode(kept), self.folder)
            self.store.keep_memo(REMEMBERED, b"", b"-", self.folder)  # of what lay there before
        for folder in self.store.folders():
            if not os.path.isdir(folder):  # noqa: PTH112
                self.store.forget_folder(folder)
        self.store.commit()

    def _touched(self) -> frozenset[str]:
        if self._seen is None:
            looking = self._looking or iter((_look((str(self.root), self.rows), time.time_ns()),))
            (self._seen,) = looking  # to its end, so that nobody stays behind
        return self._seen.touched

    def _seen_anew(self) -> dict[str, Row]:
        stamps = self._seen.stamps if self._seen else {}
        return {path: self.rows[path]._replace(stamp=stamp) for path, stamp in stamps.items()}


def _look(work: tuple[str, dict[str, Row]], now: int) -> _Seen:
    """Look at all files of the rows."""
    folder, rows = work
    touched, stamps = set(), {}
    for path, row in rows.items():
        found = _stamp_of(f"{folder}/{path}", row)
        if found is None:
            touched.add(path)
        elif found != row.stamp and fingerprint.is_older(found, now):
            stamps[path] = found
    return _Seen(frozenset(touched), stamps)


def _stamp_of(path: str, row: Row) -> bytes | None:
    """Return the file's stamp if that, or where that is not sure its bytes, are those of the row."""
    try:
        status = os.lstat(path)
        found = fingerprint.stamp(status)
        if row.stamp == found:
            return found
        if not stat.S_ISREG(status.st_mode):
            return None
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - asked for thousands of files
            return found if fingerprint.digest(file.read()) == row.content else None
    except OSError:
        return None
