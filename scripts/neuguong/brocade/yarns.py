"""The dyed yarns, and how well two of them are told apart.

Names of yarns in, colours out; colours in, numbers out. A yarn is named after what dyes it or looks like it.
"""

from __future__ import annotations

YARNS = {
    "canh-kien": "#a51d2d",  # lac
    "gach": "#ac421a",  # brick
    "cu-nau": "#774819",  # the brown tuber
    "reu": "#5c6614",  # moss
    "la-rung": "#1a6e43",  # forest
    "co-vit": "#0d6a73",  # a duck's neck
    "lam": "#1d65a9",  # blue
    "cham": "#2f3f94",  # indigo
    "la-cam": "#66348f",  # the magenta plant
    "man": "#a2226a",  # plum
    "than": "#454854",  # charcoal
    "huyet": "#5d0f1f",  # ox blood
    "go": "#3d2414",  # wood
    "rung-gia": "#0c3a2c",  # old forest
    "dem": "#1a2150",  # night
    "mo": "#3b1748",  # dream
    "muc": "#1e1d27",  # ink
    "bong": "#f5eedc",  # cotton
    "nghe": "#f0b52e",  # turmeric
    "gac": "#f08a4e",  # the baby jackfruit
    "dao": "#f3a6b4",  # peach blossom
    "ma": "#b0d35c",  # young rice
    "troi": "#9dd0ec",  # sky
}

GROUNDS = tuple(YARNS)[:11]
"""Dark enough for light figures, strong enough to end visibly on a white page and on a dark one."""
DEEPS = tuple(YARNS)[11:17]
"""Darker still: only beside a ground."""
LIGHTS = tuple(YARNS)[17:]
"""For figures, accents and sparks."""


def luminance(color: str) -> float:
    """Return a colour's relative luminance as WCAG 2 defines it."""
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
