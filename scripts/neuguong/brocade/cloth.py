"""A cloth is a grid of threads: a palette, and rows of small numbers that point into it.

Drawings and grids in, grids out. Knows no colour, no field, no chance and no file format. A drawing shows
the left half of a motif, sometimes only its upper left quarter; the rest is its mirror image, so whatever is
woven here is symmetric by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Threads = tuple[bytes, ...]
"""Rows from the top down; each byte is one thread, the number of its colour."""

GROUND, FIGURE, ACCENT, DEEP, SPARK = range(5)
"""What each of a palette's five yarns is for."""

_SIGNS = str.maketrans({".": "\0", "#": "\1", "o": "\2", "x": "\3"})


@dataclass(frozen=True, slots=True)
class Cloth:
    """A palette of colours (#rrggbb), and the threads that use it."""

    palette: tuple[str, ...]
    rows: Threads

    @property
    def width(self) -> int:
        """Return the number of threads in a row."""
        return len(self.rows[0])

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.rows)


def threads(drawing: str) -> Threads:
    """Return the threads of a drawing: a line a row, a sign a thread."""
    return tuple(line.translate(_SIGNS).encode("ascii") for line in drawing.split())


def unfold_down(rows: Threads) -> Threads:
    """Return the rows and, below them, their reflection."""
    return rows + rows[::-1]


def unfold(half: Threads, width: int) -> Threads:
    """Return a strip of an even width, mirrored at its middle and wherever the half drawing ends.

    The right edge of the half drawing lies on the middle of the strip.
    """
    repeats = width // (4 * len(half[0])) + 1
    halves = ((row[::-1] + row) * repeats for row in half)
    return tuple(right[width // 2 - 1 :: -1] + right[: width // 2] for right in halves)


def plain(color: int, width: int) -> Threads:
    """Return one row of one colour."""
    return (bytes([color]) * width,)


def edged(rows: Threads) -> Threads:
    """Return the rows with a ground thread around them."""
    end = plain(GROUND, len(rows[0]) + 2)
    side = bytes([GROUND])
    return end + tuple(side + row + side for row in rows) + end


def recolored(rows: Threads, changes: Mapping[int, int]) -> Threads:
    """Return the rows with some colours in the place of others."""
    table = bytes(changes.get(color, color) for color in range(256))
    return tuple(row.translate(table) for row in rows)


def inlaid(frame: Threads, motif: Threads) -> Threads:
    """Return the left half of a frame with the left half of a motif in its middle; ground lets it through."""
    top = (len(frame) - len(motif)) // 2
    left = len(frame[0]) - len(motif[0])
    middle = tuple(
        under[:left] + bytes(over or below for over, below in zip(row, under[left:], strict=True))
        for row, under in zip(motif, frame[top:], strict=False)
    )
    return frame[:top] + middle + frame[top + len(motif) :]
