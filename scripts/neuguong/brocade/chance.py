"""Chance that repeats itself: choices that depend on some texts and on nothing else.

Texts in, choices out. Never asks the clock, the machine or Python's own random numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TypeVar

Item = TypeVar("Item")


class Chance:
    """A run of choices: the same texts give the same run on every machine."""

    def __init__(self, *texts: str) -> None:
        self._key = sha256("\0".join(texts).encode()).digest()
        self._drawn = 0

    def below(self, limit: int) -> int:
        """Return a number from 0 up to, but not including, the limit."""
        self._drawn += 1
        word = sha256(self._key + self._drawn.to_bytes(4, "big")).digest()
        return int.from_bytes(word[:8], "big") % limit

    def one_of(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """Return the items in another order."""
        left = list(items)
        return tuple(left.pop(self.below(len(left))) for _ in range(len(left)))
