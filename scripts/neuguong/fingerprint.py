"""Digests of bytes and records, stamps of files, and the fingerprint of the program itself.

Values in, bytes out. Two inputs with the same digest count as the same; a stamp only says that a file has
not been touched since its digest was taken.
"""

from __future__ import annotations

import functools
import os
import struct
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

SIZE = 16
"""Bytes of a digest: half a SHA-256, which most processors have built in."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a change leaves another time on every file system (FAT counts in two seconds)."""

_encoder = msgspec.msgpack.Encoder(order="deterministic")
_STAMP = struct.Struct("<qqqQ")
_OWN = ("*.py", "*.ttf", "*.json")
"""What the package consists of: modules, and the font that it draws with."""
_LATEST = (1 << 63) - 1  # nanoseconds in the year 2262: disks know later ones, and `touch` sets them


def digest(*parts: bytes) -> bytes:
    """Return the digest of the parts; where one ends and the next begins counts too."""
    if len(parts) == 1:
        return sha256(parts[0]).digest()[:SIZE]
    found = sha256()
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return found.digest()[SIZE:]  # the other half, so that no single text looks like several


def of_record(record: Any) -> bytes:
    """Return the digest of a record: dataclasses, tuples, sets, texts, numbers, days."""
    return digest(_encoder.encode(record))


def stamp(status: os.stat_result) -> bytes:
    """Return what changes whenever somebody writes the file: size, times, its number on the disk.

    The second time is the one that programs cannot set back (git trusts the same four).
    """
    return _STAMP.pack(
        status.st_size,
        min(status.st_mtime_ns, _LATEST),
        min(status.st_ctime_ns, _LATEST),
        status.st_ino & 0xFFFFFFFFFFFFFFFF,
    )


def is_settled(file_stamp: bytes, now: int) -> bool:
    """Return whether a change after `now` (nanoseconds) is sure to change the stamp.

    A file written a moment ago can be written again within one tick of the disk's clock.
    """
    if not file_stamp:
        return False
    _size, changed, touched, _number = _STAMP.unpack(file_stamp)
    latest: int = max(changed, touched)
    return latest + SETTLED < now


def is_older(file_stamp: bytes, now: int) -> bool:
    """Return whether the file's time of writing lies so far back that writing it now would change it.

    Enough for files that nobody but a program sets back; `write.put` does so with each file it writes.
    """
    return bool(file_stamp) and _STAMP.unpack(file_stamp)[1] + SETTLED < now


@functools.cache
def toolchain() -> bytes:
    """Return the fingerprint of whatever makes pages out of texts: Python, every library, this package."""
    installed = sorted(name for folder in sys.path for name in _distributions(folder))
    package = Path(__file__).resolve().parent
    own = [file.read_bytes() for kind in _OWN for file in sorted(package.rglob(kind))]
    return digest(sys.version.encode(), "\n".join(installed).encode(), *own)


def _distributions(folder: str) -> list[str]:
    """Return the names (with versions) of what is installed in a folder of the import path."""
    try:
        names = os.listdir(folder or ".")  # noqa: PTH208 - a plain listing, asked for in every run
    except OSError:
        return []
    return [name for name in names if name.endswith((".dist-info", ".egg-info"))]
