"""A `Card` → its picture: a calm field of colour with the words, a waistband of brocade below.

Pure: the same card gives the same PNG, which holds a palette, pixels and nothing else. Colours are counted
out, not mixed: the yarns, and for each ink its steps from the ground, so that the file is small and sharp.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw

from neuguong.brocade.cloth import DEEP, SPARK, Cloth
from neuguong.brocade.patterns import pattern_of
from neuguong.brocade.picture import picture
from neuguong.brocade.weave import mark, waistband
from neuguong.brocade.yarns import YARNS
from neuguong.share_card import face, lines
from neuguong.share_card.card import HEIGHT, WIDTH, Card

_THREAD = 8
_CLOTH = 232
"""How high the cloth is: its stripes and its main band."""
_PANEL = HEIGHT - _CLOTH
_MARGIN = 72
_SIZES = (112, 100, 92, 84, 76, 68, 60, 54, 48)
"""Of the title, the largest that fits."""
_ALONE = 100
"""Sizes from here on are for a title of one line."""
_MOST_LINES = 4
_SMALL = 30
_FLAG = 28
_LEADING = 1.2
_TIGHT = -0.012
"""Of the size: large letters stand closer, as in the site's titles."""
_CLEAR = 0.07
"""Of the size, between the lowest mark of a line and the highest of the next."""
_SOFT = 2
"""Pixels by which the soft edges of two marks reach beyond what the face says of them."""
_TOP, _BOTTOM = 116, 28
"""Where the title's room begins and what is left below it."""
_SHADES = 15
_TITLE_INK = YARNS["bong"]
_HOUSE = YARNS["dem"]
_MARK = 120


class Setting(NamedTuple):
    """A text as it is set: its size, its lines, and how far apart these stand, in pixels."""

    size: int
    lines: tuple[str, ...]
    step: int

    @property
    def top(self) -> float:
        """Return how far the first line reaches up."""
        return face.height(self.lines[0]) * self.size if self.lines else 0

    @property
    def height(self) -> float:
        """Return how high it stands from the highest mark to the lowest."""
        if not self.lines:
            return 0
        return self.top + self.step * (len(self.lines) - 1) + face.depth(self.lines[-1]) * self.size


class _Ink(NamedTuple):
    color: str
    mask: Image.Image
    pen: ImageDraw.ImageDraw


def png(card: Card) -> bytes:
    """Return the card as a PNG."""
    made = io.BytesIO()
    draw(card).save(made, "PNG", compress_level=6)
    return made.getvalue()


def draw(card: Card) -> Image.Image:
    """Return the card in palette colours."""
    ground, hue = _colors(card)
    loud, soft = _ink(_TITLE_INK), _ink(hue)
    _write_words(card, loud, soft)
    return _dyed(ground, _cloth(card), (loud, soft))


def set_title(title: str, room: float) -> Setting:
    """Return the title as large as it fits into the room, in even lines; what is too long is cut."""
    width = WIDTH - 2 * _MARGIN
    *sizes, smallest = _SIZES
    for size in sizes:
        measure = _measure(size, _TIGHT)
        if not lines.breaks_words(title, measure, width):
            found = _spaced(lines.broken(title, measure, width), size)
            most = 1 if size >= _ALONE else _MOST_LINES
            if len(found.lines) <= most and found.height <= room:
                return found
    return _spaced(lines.cut(title, _measure(smallest, _TIGHT), width, _MOST_LINES), smallest)


def _spaced(broken: tuple[str, ...], size: int) -> Setting:
    """Return lines that do not touch: as close as reading likes, wider where marks would meet."""
    pairs = itertools.pairwise(broken)
    needed = (face.depth(upper) + face.height(lower) + _CLEAR for upper, lower in pairs)
    closest = max(needed, default=0) * size + _SOFT
    return Setting(size, broken, round(max(_LEADING * size, closest)))


def _measure(size: int, spacing: float = 0) -> Callable[[str], float]:
    return lambda text: face.width(text, spacing) * size


def _write_words(card: Card, loud: _Ink, soft: _Ink) -> None:
    _write_top(card, loud, soft)
    below = _spaced(_fitted(card.below, _SMALL, WIDTH - 2 * _MARGIN, 2), _SMALL)
    gap = 22 if below.lines else 0
    room = _PANEL - _TOP - _BOTTOM - gap - below.height
    title = set_title(face.known(card.title), room)
    top = _TOP + (room - title.height) / 2
    indent = -0.04 * title.size  # a large letter stands a little inside its room
    _write_lines(loud.pen, title, top, indent, _TIGHT)
    _write_lines(soft.pen, below, top + title.height + gap)


def _write_lines(
    pen: ImageDraw.ImageDraw, text: Setting, top: float, indent: float = 0, spacing: float = 0
) -> None:
    for number, line in enumerate(text.lines):
        at = (_MARGIN + indent, round(top + text.top) + number * text.step)
        face.write(pen, at, line, text.size, spacing=spacing)


def _write_top(card: Card, loud: _Ink, soft: _Ink) -> None:
    """Write the row above the title: what it is about and whether it is a sample, and whose page it is."""
    line = 84
    site = _one_line(card.site, _SMALL, 420)
    end = WIDTH - _MARGIN - face.width(site) * _SMALL
    face.write(loud.pen, (end, line), site, _SMALL)
    flag = face.known(card.flag)
    box = face.width(flag) * _FLAG + 32 if flag else 0
    small = _one_line(card.small, _SMALL, end - _MARGIN - box - 64)
    face.write(soft.pen, (_MARGIN, line), small, _SMALL)
    if flag:
        left = _MARGIN + (face.width(small) * _SMALL + 24 if small else 0)
        loud.pen.rectangle((left, line - 35, left + box, line + 14), fill=255)
        face.write(loud.pen, (left + 16, line - 1), flag, _FLAG, 0)


def _one_line(text: str, size: int, width: float) -> str:
    return "".join(_fitted(text, size, width, 1))


def _fitted(text: str, size: int, width: float, most: int) -> tuple[str, ...]:
    return lines.cut(face.known(text), _measure(size), width, most)


def _colors(card: Card) -> tuple[str, str]:
    """Return the colours of the panel and of small words: any light yarn is readable on any deep one."""
    if not card.field:
        return _HOUSE, YARNS["nghe"]
    palette = pattern_of(card.field).palette
    return palette[DEEP], palette[SPARK]


def _cloth(card: Card) -> Image.Image:
    if card.field:
        return picture(waistband(card.field, card.seed, WIDTH // _THREAD), _THREAD)
    return _patchwork(card.marks)


def _patchwork(fields: Sequence[str]) -> Image.Image:
    """Return marks side by side in two rows, the yarns of all of them in one palette."""
    cloths = [mark(field) for field in fields]
    yarns = sorted({color for cloth in cloths for color in cloth.palette})
    quilt = Image.new("P", (WIDTH, 2 * _MARK))
    quilt.putpalette(_channels(yarns or [_HOUSE]))
    places = [(x, y) for y in (0, _MARK) for x in range(0, WIDTH, _MARK)]
    for place, cloth in zip(places, itertools.cycle(cloths), strict=False):
        dyes = bytes(map(yarns.index, cloth.palette))
        rows = tuple(bytes(dyes[thread] for thread in row) for row in cloth.rows)
        quilt.paste(picture(Cloth(tuple(yarns), rows), _MARK // cloth.width), place)
    return quilt


def _ink(color: str) -> _Ink:
    mask = Image.new("L", (WIDTH, _PANEL))
    return _Ink(color, mask, ImageDraw.Draw(mask))


def _dyed(ground: str, cloth: Image.Image, inks: Iterable[_Ink]) -> Image.Image:
    """Return cloth and panel in one palette: the yarns, the ground, and each ink in steps from the ground."""
    palette = cloth.getpalette() or []
    at = len(palette) // 3
    card = Image.new("P", (WIDTH, HEIGHT), at)
    card.paste(cloth, (0, _PANEL))
    palette += _channels([ground])
    for ink in inks:
        steps = [round(level * _SHADES / 255) for level in range(256)]
        shades = ink.mask.point([at + step for step in steps])
        card.paste(shades, (0, 0), ink.mask.point([255 if step else 0 for step in steps]))
        palette += _steps(ground, ink.color)
        at += _SHADES
    card.putpalette(palette)
    return card


def _steps(ground: str, ink: str) -> list[int]:
    """Return the colours from the ground, without it, to the ink."""
    below, above = ImageColor.getrgb(ground), ImageColor.getrgb(ink)
    return [
        round(dark + (light - dark) * step / _SHADES)
        for step in range(1, _SHADES + 1)
        for dark, light in zip(below, above, strict=True)
    ]


def _channels(colors: Iterable[str]) -> list[int]:
    return [part for color in colors for part in ImageColor.getrgb(color)]
