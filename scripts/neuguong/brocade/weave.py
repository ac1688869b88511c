"""The cloths of the site: the mark of a field, the cover of a story, its waistband alone, the border band.

A field's slug and a seed in, a `Cloth` out: same input, same threads. A cover is built like the waistband of
a Mường skirt (cạp váy): a main band with the field's motif, narrow bands of diamonds, hooks, teeth or birds
on both sides of it, and vertical stripes below.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from neuguong.brocade.chance import Chance
from neuguong.brocade.cloth import (
    ACCENT,
    DEEP,
    FIGURE,
    GROUND,
    SPARK,
    Cloth,
    Threads,
    edged,
    inlaid,
    plain,
    recolored,
    threads,
    unfold,
)
from neuguong.brocade.drawings import STRIPS, TEETH
from neuguong.brocade.patterns import Pattern, pattern_of
from neuguong.brocade.yarns import YARNS

Dress = Mapping[int, int]
"""Which yarn a band takes in the place of another."""

_DRESSES: tuple[Dress, ...] = (
    {},
    {FIGURE: ACCENT, ACCENT: FIGURE},
    {FIGURE: SPARK},
    {GROUND: DEEP},
    {GROUND: DEEP, FIGURE: ACCENT, ACCENT: FIGURE},
    {GROUND: DEEP, FIGURE: SPARK},
    {GROUND: DEEP, FIGURE: SPARK, ACCENT: FIGURE},
    {GROUND: ACCENT, FIGURE: DEEP, ACCENT: FIGURE},
)
_NEIGHBORS: tuple[Dress, ...] = ({}, {}, {FIGURE: ACCENT, ACCENT: FIGURE}, {FIGURE: SPARK})
"""The dress of every second figure of a main band."""
_BRAIDS = (
    (ACCENT, GROUND, ACCENT),
    (FIGURE, DEEP, FIGURE),
    (SPARK, DEEP, SPARK),
    (ACCENT, FIGURE, ACCENT),
    (DEEP, ACCENT, DEEP),
    (DEEP, SPARK, DEEP),
)
"""Three weft stripes between two bands."""
_HOUSE = tuple(YARNS[yarn] for yarn in ("canh-kien", "bong", "nghe", "dem", "gac"))
_SHARED = 3
"""Threads at the edge of a frame that belong to its neighbour too."""
_HEM = 5
"""Rows of vertical stripes, at least."""
_HEM_REPEAT = 14


def mark(field: str) -> Cloth:
    """Return the mark of a field: its motif on 12 x 12 threads, for 24, 48 or 96 pixels."""
    pattern = pattern_of(field)
    return Cloth(pattern.palette, edged(unfold(pattern.motif, 10)))


def cover(field: str, seed: str, width: int = 90, height: int = 60) -> Cloth:
    """Return the cloth of one story; its width must be even."""
    if width % 2 or width < 30 or height < 40:
        raise ValueError(f"a cover of {width} x {height} threads: must be even and at least 30 x 40")
    pattern = pattern_of(field)
    chance = Chance("cover", field, seed)
    braid = chance.one_of(_BRAIDS)
    inner = width - 2
    rows = _stripes(braid, inner) + _main_band(pattern, chance, inner) + _stripes(braid, inner)
    rows = _with_narrow_bands(rows, braid, chance, height - 2 - _HEM)
    return Cloth(pattern.palette, edged(rows + _hem(chance, inner, height - 2 - len(rows))))


def waistband(field: str, seed: str, width: int) -> Cloth:
    """Return the main band of a cover with the stripes above it; its width must be even."""
    if width % 2:
        raise ValueError(f"a waistband of {width} threads: must be even")
    pattern = pattern_of(field)
    chance = Chance("cover", field, seed)  # the same choices as for the cover
    stripes = _stripes(chance.one_of(_BRAIDS), width)
    return Cloth(pattern.palette, stripes + _main_band(pattern, chance, width) + stripes)


def band(seed: str, field: str = "") -> Cloth:
    """Return one repeat of a border that runs from left to right, in a field's colours or the site's own."""
    chance = Chance("band", field, seed)
    half = threads(chance.one_of(tuple(STRIPS.values())))
    teeth = threads(TEETH)
    width = math.lcm(2 * len(half[0]), 2 * len(teeth[0]))
    edge = _stripes((DEEP, FIGURE, DEEP), width)
    upper = edge + recolored(unfold(teeth[::-1], width), {FIGURE: ACCENT})
    rows = upper + _narrow_band(half, {}, width) + upper[::-1]
    return Cloth(pattern_of(field).palette if field else _HOUSE, rows)


def _main_band(pattern: Pattern, chance: Chance, width: int) -> Threads:
    """Return a row of framed motifs, every second one perhaps in other colours."""
    half = inlaid(pattern.frame, pattern.motif)
    neighbor = recolored(half, chance.one_of(_NEIGHBORS))
    pair = tuple(
        other[_SHARED:][::-1] + row[:_SHARED][::-1] + row for other, row in zip(neighbor, half, strict=True)
    )
    return unfold(tuple(row[::-1] for row in pair) if chance.below(3) == 0 else pair, width)


def _with_narrow_bands(rows: Threads, braid: tuple[int, ...], chance: Chance, height: int) -> Threads:
    """Return the rows with narrow bands above and below in turn, as many as the height allows."""
    width = len(rows[0])
    end = _stripes(braid[:2], width)
    dresses = chance.shuffled(_DRESSES)
    above = True
    for name, dress in zip(chance.shuffled(STRIPS), dresses, strict=True):
        strip = _narrow_band(threads(STRIPS[name]), dress, width)
        if len(rows) + len(strip) + len(end) > height:
            continue
        rows = end + strip + rows if above else rows + strip + end[::-1]
        above = not above
    return rows


def _narrow_band(half: Threads, dress: Dress, width: int) -> Threads:
    margin = plain(GROUND, width)
    return recolored(margin + unfold(half, width) + margin, dress)


def _stripes(colors: tuple[int, ...], width: int) -> Threads:
    return tuple(row for color in colors for row in plain(color, width))


def _hem(chance: Chance, width: int, height: int) -> Threads:
    """Return vertical stripes, one or two threads each: dark, light, dark, light in another colour."""
    dark = bytes([chance.one_of((GROUND, DEEP))])
    half = b""
    while len(half) < _HEM_REPEAT:
        light = bytes([chance.one_of((FIGURE, ACCENT, SPARK))])
        half += dark * (1 + chance.below(2)) + light * (1 + chance.below(3) // 2)
    return unfold((half[:_HEM_REPEAT],), width) * height
