"""What lies in a folder and in those below it: names, kinds and stamps, asked of the disk once.

A folder in, its entries by folder out. Opens no file and follows no link.
"""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from neuguong import fingerprint


class Entry(NamedTuple):
    """A name in a folder; a file that is no link comes with its stamp, everything else with b""."""

    name: str
    is_folder: bool
    stamp: bytes
    is_link: bool = False


Listing = dict[str, tuple[Entry, ...]]
"""The entries of each folder, sorted by name, by the folder's path from the root."""


def entries_of(folder: str) -> tuple[Entry, ...]:
    """Return what lies in a folder, sorted by name; raises OSError where it cannot be listed."""
    with os.scandir(folder) as found:
        return tuple(sorted(map(_entry, found)))


def list_below(root: str, folder: str, found: Listing) -> None:
    """List a folder and those below it; one that is not there, or cannot be listed, is left out."""
    try:
        entries = entries_of(f"{root}/{folder}")
    except OSError:
        return
    found[folder] = entries
    for entry in entries:
        if entry.is_folder:
            list_below(root, f"{folder}/{entry.name}", found)


def _entry(entry: os.DirEntry[str]) -> Entry:
    if entry.is_symlink():
        return Entry(entry.name, is_folder=False, stamp=b"", is_link=True)
    if entry.is_dir():
        return Entry(entry.name, is_folder=True, stamp=b"")
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:  # gone since the folder was listed: whoever reads it will say
        return Entry(entry.name, is_folder=False, stamp=b"")
    known = fingerprint.stamp(status) if stat.S_ISREG(status.st_mode) else b""
    return Entry(entry.name, is_folder=False, stamp=known)
