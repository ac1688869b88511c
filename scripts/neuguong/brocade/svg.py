"""A cloth as compact SVG: one path per colour, along the outline of what the colour covers.

Cloth in, text out. Whole numbers only, so the bytes are equal on every machine. No styles or scripts: the
picture may be shown under a strict policy. A small one may also stand in a page; a wide one has an id.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from neuguong.brocade.cloth import Cloth, Threads

Point = tuple[int, int]

_WIDE = 40
_SEAM = 1
"""The halves overlap by so many threads, or a screen might show a line between them."""
_SET = re.compile(b"\1+")
_STRETCH = re.compile(b"\1[\1\2]*\1")
_ONES_ONLY = bytes([0, 1, 0]) + bytes(253)


def svg(cloth: Cloth, *, for_print: bool = False) -> str:
    """Return the cloth as a picture, one unit a thread; each colour lies upon the more frequent ones.

    Of a wide cloth that is its own mirror image only the left half is drawn, and shown twice. `for_print`: it
    is drawn whole, because at a printer's fineness the seam is a line.
    """
    ground, *others = _by_frequency(cloth.rows)
    is_halved = not for_print and cloth.width >= _WIDE and all(row == row[::-1] for row in cloth.rows)
    rows = tuple(row[: cloth.width // 2 + _SEAM] for row in cloth.rows) if is_halved else cloth.rows
    drawn = "".join(
        _path(cloth, color, _outline(_masks(rows, color, bytes(others[at + 1 :]))))
        for at, color in enumerate(others)
    )
    if is_halved:
        drawn = f'<g id="a">{drawn}</g><use href="#a" transform="matrix(-1 0 0 1 {cloth.width} 0)"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {cloth.width} {cloth.height}"'
        f' fill-rule="evenodd" shape-rendering="crispEdges">'
        f"{_path(cloth, ground, f'M0 0h{cloth.width}v{cloth.height}H0')}{drawn}</svg>"
    )


def _by_frequency(rows: Threads) -> list[int]:
    counts = Counter(b"".join(rows))
    return sorted(counts, key=lambda color: (-counts[color], color))


def _path(cloth: Cloth, color: int, data: str) -> str:
    return f'<path fill="{cloth.palette[color]}" d="{data}"/>'


def _masks(rows: Threads, color: int, later: bytes) -> Threads:
    """Return ones where the colour is, and between two of its threads where later colours will cover it."""
    signs = bytes(1 if sign == color else 2 if sign in later else 0 for sign in range(256))
    level = [_STRETCH.sub(_ones, row.translate(signs)) for row in rows]
    upright = [_STRETCH.sub(_ones, column) for column in _turned(level)]
    return tuple(row.translate(_ONES_ONLY) for row in _turned(upright))


def _ones(stretch: re.Match[bytes]) -> bytes:
    return b"\1" * len(stretch[0])


def _turned(rows: Sequence[bytes]) -> list[bytes]:
    """Return the columns of the rows."""
    return [bytes(column) for column in zip(*rows, strict=True)]


def _outline(masks: Threads) -> str:
    """Return the path around the ones.

    Every corner ends one level side and one upright side, so the two are walked in turn. The last side is
    left out: a filled path closes itself. Where two outlines touch, both run straight on; filling by even and
    odd does not mind.
    """
    level = _sides(masks)
    upright = _sides(_turned(masks))
    parts: list[str] = []
    here_x = here_y = 0
    while level:
        x, y = start = next(iter(level))
        parts.append(f"m{x - here_x}{y - here_y: }")  # a minus or a space parts the two
        while True:
            here_x, here_y = level.pop((x, y)), y
            del level[here_x, y]
            parts.append(f"h{here_x - x}")
            x, y = here_x, upright[here_y, here_x]
            if (x, y) == start:
                break
            parts.append(f"v{y - here_y}")
    return "".join(parts)


def _sides(masks: Sequence[bytes]) -> dict[Point, int]:
    """Return the sides between two rows: for each end (place in the row, row) the place of the other end."""
    size = len(masks[0])
    none = bytes(size)
    sides: dict[Point, int] = {}
    for row, (above, below) in enumerate(itertools.pairwise((none, *masks, none))):
        differ = int.from_bytes(above, "big") ^ int.from_bytes(below, "big")
        for side in _SET.finditer(differ.to_bytes(size, "big")):
            start, end = side.span()
            sides[start, row] = end
            sides[end, row] = start
    return sides
