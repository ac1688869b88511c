"""The map of the districts: a tile for each, about where it lies, with its name and its stories.

The lists and groups in, a `Cartogram` out; nothing where no place has a tile. Distances are units of the
drawing, whatever its size on a page.
"""

from __future__ import annotations

from neuguong.content.vocabulary import Place
from neuguong.site import addresses
from neuguong.site.context import Context
from neuguong.site.pages import Cartogram, Link, Tile

WIDTH, HEIGHT, GAP = 100, 66, 4
"""A tile with the gap beside and below it; rows may stand half a tile aside, like bricks."""
_STEPS = (1, 3, 8, 20)
"""From so many stories on a tile is a shade darker."""


def cartogram(context: Context) -> Cartogram | None:
    """Draw the districts as tiles, in the order of rows; None where the list says of none where it lies."""
    places = sorted((p for p in context.vocabularies.districts if p.tile), key=lambda p: p.tile[::-1])
    if not places:
        return None
    tiles = tuple(_tile(context, place) for place in places)
    return Cartogram(
        width=max(tile.x for tile in tiles) + WIDTH - GAP,
        height=max(tile.y for tile in tiles) + HEIGHT - GAP,
        tile_width=WIDTH - GAP,
        tile_height=HEIGHT - GAP,
        tiles=tiles,
    )


def _tile(context: Context, place: Place) -> Tile:
    column, row = place.tile
    count = len(context.index.by_place.get(place.slug, ()))
    href = addresses.place(place.slug) if count else ""
    return Tile(
        place=Link(text=place.name, href=href, count=count),
        label=place.short,
        x=column * WIDTH // 2,
        y=row * HEIGHT,
        shade=sum(count >= step for step in _STEPS),
    )
