"""The typeface of share cards: how wide a text stands, how high and deep it reaches, and its ink.

Texts in, numbers and pictures out. Each letter is placed here, by its own width and the kerning beside the
font: Pillow's plain layout rounds widths and knows no kerning, and its better one is not on every machine.
Widths and heights are in parts of the size.
"""

from __future__ import annotations

import functools
import io
import itertools
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import ImageFont

if TYPE_CHECKING:
    from PIL import ImageDraw
    from PIL.ImageFont import FreeTypeFont

FONT = Path(__file__).with_name("be-vietnam-pro-600.ttf")
KERNING = FONT.with_suffix(".json")
_UNITS = 1000
"""Units of the font in its size; drawn this large, every width is whole."""
_NOWHERE = "\uffff"
"""A letter that no font has, drawn as what stands for a missing one."""


def known(text: str) -> str:
    """Return the text composed, in letters that the face has: others lose their marks, or go.

    Spaces of all kinds become plain ones, but for those that forbid a line to end.
    """
    composed = " ".join(unicodedata.normalize("NFC", text).replace("\u202f", "\xa0").split(" "))
    letters = "".join(map(_nearest, composed))
    return " ".join(word for word in letters.split(" ") if word)


def width(text: str, spacing: float = 0) -> float:
    """Return how wide the text stands, with so much more space behind each letter."""
    kerning = _kerning()
    pairs = sum(kerning.get(left + right, 0) for left, right in itertools.pairwise(text))
    return sum(map(_advance, text)) + len(text) * spacing + pairs / _UNITS


def height(text: str) -> float:
    """Return how far the text reaches above its line."""
    return max((_reach(letter)[0] for letter in text), default=0)


def depth(text: str) -> float:
    """Return how far the text reaches below its line."""
    return max((_reach(letter)[1] for letter in text), default=0)


def write(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    size: int,
    fill: int = 255,
    spacing: float = 0,
) -> None:
    """Draw the text with its line's left end at a point."""
    x, y = at
    font = _font(size)
    for letter, step in _steps(text):
        pen.text((x, y), letter, fill=fill, font=font, anchor="ls")
        x += (step + spacing) * size


def _steps(text: str) -> Iterator[tuple[str, float]]:
    """Yield each letter and how far the next one stands from it."""
    for letter, after in zip(text, text[1:] + "\0", strict=False):
        yield letter, _advance(letter) + _kerning().get(letter + after, 0) / _UNITS


@functools.cache
def _nearest(letter: str) -> str:
    if letter == "\xa0" or _is_there(letter):
        return "" if unicodedata.combining(letter) else letter
    if letter.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if _is_there(part) and not unicodedata.combining(part))


def _is_there(letter: str) -> bool:
    return letter == " " or (letter.isprintable() and _shape(letter) != _shape(_NOWHERE))


@functools.cache
def _shape(letter: str) -> tuple[float, bytes]:
    mask = _font(48).getmask(letter)
    return _font(_UNITS).getlength(letter), bytes(mask)


@functools.cache
def _advance(letter: str) -> float:
    return _font(_UNITS).getlength(letter) / _UNITS


@functools.cache
def _reach(letter: str) -> tuple[float, float]:
    _left, top, _right, bottom = _font(_UNITS).getbbox(letter, anchor="ls")
    return -top / _UNITS, bottom / _UNITS


@functools.cache
def _font(size: int) -> FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(_data()), size, layout_engine=ImageFont.Layout.BASIC)


@functools.cache
def _data() -> bytes:
    return FONT.read_bytes()


@functools.cache
def _kerning() -> dict[str, int]:
    """Return the kerning by pairs of letters."""
    read = json.loads(KERNING.read_text(encoding="utf-8"))
    return {
        left + right: distance
        for lefts, row in zip(read["left"], read["rows"], strict=True)
        for rights, distance in zip(read["right"], row, strict=True)
        if distance
        for left in lefts
        for right in rights
    }
