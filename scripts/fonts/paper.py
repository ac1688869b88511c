"""A shipped woff2 → one plain TrueType font for documents: typst reads neither woff2 nor variable fonts.

Bytes in, bytes out; letters, kerning and names stay as they are.
"""

from __future__ import annotations

import io
from typing import NamedTuple

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer


class OnPaper(NamedTuple):
    """A file for documents: which of the site's fonts it is made of, and at which weight."""

    file: str
    source: str
    weight: int


ON_PAPER = (
    OnPaper("noto-serif-400.ttf", "noto-serif.woff2", 400),
    OnPaper("noto-serif-700.ttf", "noto-serif.woff2", 700),
    OnPaper("noto-serif-italic.ttf", "noto-serif-italic.woff2", 400),
)


def for_paper(woff2: bytes, weight: int) -> bytes:
    """Return the font at one weight, uncompressed."""
    font = TTFont(io.BytesIO(woff2), recalcTimestamp=False)
    if "fvar" in font:
        overlaps = instancer.OverlapMode.KEEP_AND_SET_FLAGS
        font = instancer.instantiateVariableFont(font, {"wght": weight}, overlap=overlaps)
        font["OS/2"].usWeightClass = weight
        _say_bold(font, is_bold=weight >= 700)
    font.flavor = None
    saved = io.BytesIO()
    font.save(saved)
    return saved.getvalue()


def _say_bold(font: TTFont, *, is_bold: bool) -> None:
    """Set the marks by which programs tell the bold of a family from its regular."""
    font["OS/2"].fsSelection = 0x20 if is_bold else 0x40
    font["head"].macStyle = 1 if is_bold else 0
    style = "Bold" if is_bold else "Regular"
    for record in font["name"].names:
        if record.nameID in {2, 17}:
            record.string = style
