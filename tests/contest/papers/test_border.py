"""The woven border: mirrored at the middle of every side, one piece at the corners, paper inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.brocade.cloth import Cloth
from neuguong.brocade.weave import band
from neuguong.contest.papers.border import PAPER, fitting, frame

BANDS = st.builds(band, st.text(max_size=8), st.sampled_from(["", "van-dong-ra-lop", "chu-nhiem-lop"]))


def test_frame_turns_at_its_corners() -> None:
    woven = Cloth(("#000000", "#111111"), (b"\0\1\0\1", b"\1\0\0\1"))

    assert frame(woven, 8, 6).rows == (
        b"\0\1\0\1\1\0\1\0",
        b"\1\0\0\1\1\0\0\1",
        b"\0\0\2\2\2\2\0\0",
        b"\0\0\2\2\2\2\0\0",
        b"\1\0\0\1\1\0\0\1",
        b"\0\1\0\1\1\0\1\0",
    )


@given(BANDS, st.integers(60, 420), st.integers(60, 300))
def test_frame_is_its_own_mirror_image_and_holds_paper(woven: Cloth, wide: int, high: int) -> None:
    width, height = fitting(woven, wide), fitting(woven, high)
    made = frame(woven, width, height)

    assert (made.width, made.height) == (width, height)
    assert made.rows == made.rows[::-1] == tuple(row[::-1] for row in made.rows)
    assert made.palette == (*woven.palette, PAPER)
    corner = [row[: woven.height] for row in made.rows[: woven.height]]
    assert corner == [bytes(column) for column in zip(*corner, strict=True)]
    inside = {row[woven.height : -woven.height] for row in made.rows[woven.height : -woven.height]}
    assert {thread for row in inside for thread in row} == {len(woven.palette)}


@pytest.mark.parametrize(("width", "height"), [(61, 60), (60, 61), (60, 42)])
def test_frame_that_cannot_be_woven_is_refused(width: int, height: int) -> None:
    woven = Cloth(("#000000",), (b"\0\0",) * 21)
    with pytest.raises(ValueError, match="a frame of"):
        frame(woven, width, height)
