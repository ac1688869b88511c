from __future__ import annotations

from neuguong.brocade.cloth import Cloth
from neuguong.brocade.picture import picture
from neuguong.brocade.weave import waistband

CLOTH = Cloth(("#a51d2d", "#f5eedc"), (b"\0\1", b"\1\0"))


def test_picture_has_a_square_for_each_thread() -> None:
    red, white = (165, 29, 45), (245, 238, 220)
    image = picture(CLOTH, 2).convert("RGB")
    assert image.size == (4, 4)
    assert [[image.getpixel((x, y)) for x in range(4)] for y in range(4)] == [
        [red, red, white, white],
        [red, red, white, white],
        [white, white, red, red],
        [white, white, red, red],
    ]


def test_picture_of_a_waistband_is_as_wide_as_a_share_card() -> None:
    assert picture(waistband("chu-nhiem-lop", "con-do-som", 150), 8).size == (1200, 256)
