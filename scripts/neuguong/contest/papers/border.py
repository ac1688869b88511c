"""The border of a certificate: a woven band that runs round a sheet and turns at its corners.

A band and the size of the frame in threads in; a cloth out, white inside. Each side is mirrored at its
middle, and at a corner two sides meet along the diagonal as one woven piece.
"""

from __future__ import annotations

from neuguong.brocade.cloth import Cloth

PAPER = "#ffffff"


def frame(band: Cloth, width: int, height: int) -> Cloth:
    """Return the frame, its outer rows the upper ones of the band. Width and height are even.

    Raises ValueError where the band does not fit in.
    """
    if width % 2 or height % 2 or min(width, height) <= 2 * band.height:
        raise ValueError(f"a frame of {width} x {height} threads for a band of {band.height}")
    palette = (*band.palette, PAPER)
    rows = []
    for y in range(height):
        down = min(y, height - 1 - y)
        half = bytes(_thread(band, min(down, x), max(down, x)) for x in range(width // 2))
        rows.append(half + half[::-1])
    return Cloth(palette, tuple(rows))


def fitting(band: Cloth, wanted: int) -> int:
    """Return the even length next to `wanted` at which a side, mirrored at its middle, cuts no figure."""
    half = band.width // 2
    return 2 * half * max(1, round(wanted / (2 * half)))


def _thread(band: Cloth, depth: int, along: int) -> int:
    """Return the thread so deep in the frame and so far from its corner."""
    return band.rows[depth][along % band.width] if depth < band.height else len(band.palette)
