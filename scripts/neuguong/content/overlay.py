"""A site as it would be with other files in the place of some: for checking what is not written yet.

A folder and files in; a `Tree` out that shows both. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from neuguong.content.files import Bytes, Tree
from neuguong.listing import Entry
from neuguong.problems import Problem


@dataclass(frozen=True, slots=True)
class Overlay(Tree):
    """The tree with `files` (bytes by path) laid over it; what lies at or below `instead_of` is not seen."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    instead_of: tuple[str, ...] = ()

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in a folder, sorted."""
        below = {name for name in Tree.names(self, folder) if not self._is_gone(f"{folder}/{name}")}
        return tuple(sorted(below | self._laid(folder).keys()))

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """Return what lies in a folder, sorted by name."""
        found = {e.name: e for e in Tree.entries(self, folder) if not self._is_gone(f"{folder}/{e.name}")}
        laid = {name: Entry(name, is_folder, b"") for name, is_folder in self._laid(folder).items()}
        return tuple(entry for _, entry in sorted((found | laid).items()))

    def stamp(self, path: str) -> bytes:
        """Return a file's stamp; b"" for one that is laid over."""
        return b"" if path in self.files or self._is_gone(path) else Tree.stamp(self, path)

    def is_folder(self, path: str) -> bool:
        """Return whether the path is a folder."""
        return bool(self._laid(path)) or (not self._is_gone(path) and Tree.is_folder(self, path))

    def exists(self, path: str) -> bool:
        """Return whether anything is at the path."""
        return (
            path in self.files
            or bool(self._laid(path))
            or (not self._is_gone(path) and Tree.exists(self, path))
        )

    def read(self, path: str, limit: int) -> Bytes | Problem:
        """Return a file's bytes; of one that is laid over, whatever its size."""
        if path in self.files:
            return Bytes(self.files[path], b"")
        return Tree.read(self, f"{path}/" if self._is_gone(path) else path, limit)

    def _is_gone(self, path: str) -> bool:
        return any(path == gone or path.startswith(f"{gone}/") for gone in self.instead_of)

    def _laid(self, folder: str) -> dict[str, bool]:
        """Return the names that are laid into a folder, and whether they are folders."""
        start = f"{folder}/"
        rest = (path.removeprefix(start).partition("/") for path in self.files if path.startswith(start))
        return {name: bool(slash) for name, slash, _ in rest}
