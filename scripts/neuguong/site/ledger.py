"""The ledger: what lies in an output folder, made of what, and whether it still lies there untouched.

What the store keeps of the folder, and the folder, in; yes or no out. Writes nothing into the folder.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec

from neuguong import fingerprint
from neuguong.store import Store

_FILES = "files"


class Row(NamedTuple):
    """What lies at one place: made of what (key), which bytes, with which stamp (b"": look at the bytes)."""

    key: bytes
    content: bytes
    stamp: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[str, Row]).decode


@dataclass(slots=True)
class Ledger:
    """The ledger of one folder, for one build."""

    store: Store
    root: Path
    rows: dict[str, Row] = field(init=False)
    """What the last build left, by path."""
    _noted: dict[str, Row] = field(default_factory=dict)
    _now: int = field(default_factory=time.time_ns)

    def __post_init__(self) -> None:
        known = self.store.memo(_FILES, b"", self.folder)
        self.rows = _decode(known) if known else {}

    @property
    def folder(self) -> str:
        """Return the folder as the store names it."""
        return str(self.root)

    def is_whole(self) -> bool:
        """Return whether all that the last build wrote lies there untouched."""
        return all(self._is_untouched(path, row) for path, row in self.rows.items())

    def holds(self, path: str, key: bytes) -> bool:
        """Return whether the file made of these parts lies there, byte for byte."""
        row = self.rows.get(path)
        return row is not None and row.key == key and self._is_untouched(path, row)

    def left_over(self, wanted: Collection[str]) -> list[str]:
        """Return what the last build wrote and this one does not: ours, also where the manifest is lost."""
        gone = self.rows.keys() - set(wanted)
        return [path for path in gone if self._is_untouched(path, self.rows[path])]

    def note(self, path: str, key: bytes, content: bytes, file_stamp: bytes) -> None:
        """Note that a file was made."""
        self._noted[path] = Row(key, content, file_stamp)

    def save(self, wanted: Collection[str]) -> None:
        """Keep what was noted; forget what is wanted no more, and folders that are gone."""
        known = self.rows | self._noted
        kept = {path: known[path] for path in wanted if path in known}
        if self._noted or kept.keys() != self.rows.keys():
            self.store.keep_memo(_FILES, b"", _encode(kept), self.folder)
        for folder in self.store.folders():
            if not os.path.isdir(folder):  # noqa: PTH112
                self.store.forget_folder(folder)
        self.store.commit()

    def _is_untouched(self, path: str, row: Row) -> bool:
        """Return whether the file's stamp, or if that is not sure its bytes, are those of the row."""
        full = f"{self.root}/{path}"
        try:
            status = os.lstat(full)
            if not stat.S_ISREG(status.st_mode):
                return False
            now = fingerprint.stamp(status)
            if row.stamp == now:
                return True
            with open(full, "rb", buffering=0) as file:  # noqa: PTH123 - asked for thousands of files
                if fingerprint.digest(file.read()) != row.content:
                    return False
        except OSError:
            return False
        if fingerprint.is_older(now, self._now):
            self._noted[path] = Row(row.key, row.content, now)
        return True
