"""What a share card says and what it wears: a record, and nothing drawn."""

from __future__ import annotations

from typing import NamedTuple

WIDTH, HEIGHT = 1200, 630
"""Pixels: the shape that Facebook, Zalo and the others show whole."""


class Card(NamedTuple):
    """The words of a card, and its cloth: that of a field, as the seed has it, or the marks of many fields.

    `small` stands above the title, `below` beneath it; `flag` stands out.
    """

    title: str
    small: str = ""
    site: str = ""
    flag: str = ""
    below: str = ""
    field: str = ""
    seed: str = ""
    marks: tuple[str, ...] = ()
