"""The ledger: what lies in an output folder, made of what, and whether it still lies there untouched.

Rows of the store and the folder in; yes or no out. Writes nothing into the folder.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from neuguong import fingerprint
from neuguong.site.plans import Part
from neuguong.store import OutputRow, Store

_encode = msgspec.msgpack.Encoder().encode
_decode_shared = msgspec.msgpack.Decoder(dict[str, tuple[Part, ...]]).decode
_decode = msgspec.msgpack.Decoder(list[Part]).decode


@dataclass(slots=True)
class Ledger:
    """The ledger of one folder, for one build."""

    store: Store
    root: Path
    _rows: dict[str, OutputRow] = field(init=False)
    _noted: dict[str, tuple[OutputRow, bytes]] = field(default_factory=dict)
    _seen_again: dict[str, OutputRow] = field(default_factory=dict)
    _now: int = field(default_factory=time.time_ns)

    def __post_init__(self) -> None:
        self._rows = self.store.outputs(self._folder)

    @property
    def _folder(self) -> str:
        return str(self.root)

    @property
    def paths(self) -> tuple[str, ...]:
        """Return where the last build wrote something, in order."""
        return tuple(sorted(self._rows))

    def is_whole(self) -> bool:
        """Return whether all that the last build wrote lies there untouched."""
        return all(self._is_untouched(path, row) for path, row in self._rows.items())

    def holds(self, path: str, key: bytes) -> bool:
        """Return whether the file made of these parts lies there, byte for byte."""
        row = self._rows.get(path)
        return row is not None and row.key == key and self._is_untouched(path, row)

    def left_over(self, wanted: Collection[str]) -> list[str]:
        """Return what the last build wrote and this one does not: ours, also where the manifest is lost."""
        gone = self._rows.keys() - set(wanted)
        return [path for path in gone if self._is_untouched(path, self._rows[path])]

    def was_made_of(self, path: str) -> tuple[bytes, list[Part]] | None:
        """Return the key and the parts of the file as it was last made; None where none is known."""
        row = self._rows.get(path)
        if row is None:
            return None
        parts = self.store.reasons(self._folder, path)
        try:
            return row.key, _decode(parts) if parts else []
        except (msgspec.DecodeError, UnicodeDecodeError):  # the store is damaged here; nothing else needs it
            return row.key, []

    def shared(self, template: str) -> list[Part]:
        """Return what all pages of a template were last made of."""
        known = self.store.memo(f"shared {self._folder}", b"")
        return list(_decode_shared(known).get(template, ())) if known else []

    def note(self, path: str, key: bytes, content: bytes, file_stamp: bytes, parts: Iterable[Part]) -> None:
        """Note that a file was made."""
        trusted = file_stamp if fingerprint.is_settled(file_stamp, self._now) else b""
        self._noted[path] = OutputRow(key, content, trusted), _encode(list(parts))

    def save(self, wanted: Collection[str], shared: dict[str, tuple[Part, ...]] | None = None) -> None:
        """Keep what was noted, and what the pages of each template share; forget what is wanted no more."""
        if shared is not None:
            self.store.keep_memo(f"shared {self._folder}", b"", _encode(shared))
        self.store.keep_outputs(
            self._folder, ((path, row, parts) for path, (row, parts) in self._noted.items())
        )
        self.store.keep_stamps(self._folder, self._seen_again.items())
        self.store.forget_outputs(self._folder, self._rows.keys() - set(wanted))
        for folder in self.store.folders():
            if not os.path.isdir(folder):  # noqa: PTH112
                self.store.forget_folder(folder)
        self.store.commit()

    def _is_untouched(self, path: str, row: OutputRow) -> bool:
        """Return whether the file's stamp, or if that is not sure its bytes, are those of the row."""
        full = f"{self._folder}/{path}"
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
        if fingerprint.is_settled(now, self._now):
            self._seen_again[path] = OutputRow(row.key, row.content, now)
        return True
