from __future__ import annotations

from dataclasses import replace

from neuguong.content.vocabulary import Vocabularies
from neuguong.site import assemble as assembling
from neuguong.site.cartogram import cartogram
from neuguong.site.context import Context
from neuguong.site.pages import Link, Tile
from tests.site.making import EDITION, TODAY, VI, article, content, text_of


def context(vocabularies: Vocabularies, *places: str) -> Context:
    stories = [article(f"bai-{number}", place=place) for number, place in enumerate(places)]
    return assembling.make_context(content(vocabularies, stories), text_of, TODAY, VI, EDITION)


def test_map_has_a_tile_for_every_district(vocabularies: Vocabularies) -> None:
    drawn = cartogram(context(vocabularies))
    assert drawn is not None
    names = [tile.label for tile in drawn.tiles]
    assert names == [
        *("Đà Bắc", "Hòa Bình", "Kỳ Sơn", "Lương Sơn"),
        *("Mai Châu", "Tân Lạc", "Cao Phong", "Kim Bôi"),
        *("Lạc Sơn", "Yên Thủy", "Lạc Thủy"),
    ]
    assert {tile.place.text for tile in drawn.tiles} == {place.name for place in vocabularies.districts}


def test_tiles_lie_apart_and_within_the_drawing(vocabularies: Vocabularies) -> None:
    drawn = cartogram(context(vocabularies))
    assert drawn is not None
    corners = [(tile.x, tile.y) for tile in drawn.tiles]
    assert min(x for x, _ in corners) == min(y for _, y in corners) == 0
    assert max(x for x, _ in corners) + drawn.tile_width == drawn.width
    assert max(y for _, y in corners) + drawn.tile_height == drawn.height
    apart = [
        abs(x - u) >= drawn.tile_width or abs(y - v) >= drawn.tile_height
        for at, (x, y) in enumerate(corners)
        for u, v in corners[:at]
    ]
    assert all(apart)


def test_tile_tells_and_leads_to_its_stories(vocabularies: Vocabularies) -> None:
    """A commune's stories count for its former district."""
    drawn = cartogram(context(vocabularies, "da-bac", "da-bac", "phuong-tan-hoa"))
    assert drawn is not None
    assert [tile for tile in drawn.tiles if tile.place.count] == [
        Tile(
            place=Link(text="Huyện Đà Bắc", href="noi/da-bac.html", count=2),
            label="Đà Bắc",
            x=50,
            y=0,
            shade=1,
        ),
        Tile(
            place=Link(text="Thành phố Hòa Bình", href="noi/thanh-pho-hoa-binh.html", count=1),
            label="Hòa Bình",
            x=150,
            y=0,
            shade=1,
        ),
    ]
    assert {tile.place.href for tile in drawn.tiles if not tile.place.count} == {""}


def test_there_is_no_map_where_the_list_says_of_none_where_it_lies(vocabularies: Vocabularies) -> None:
    lists = replace(vocabularies, places=tuple(replace(place, tile=()) for place in vocabularies.places))
    assert cartogram(context(lists, "da-bac")) is None
