from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.brocade.cloth import Cloth, Threads, edged, inlaid, recolored, threads, unfold, unfold_down


def grids(max_width: int = 8, max_height: int = 6) -> st.SearchStrategy[Threads]:
    def of_width(width: int) -> st.SearchStrategy[Threads]:
        row = st.lists(st.integers(0, 4), min_size=width, max_size=width).map(bytes)
        return st.lists(row, min_size=1, max_size=max_height).map(tuple)

    return st.integers(1, max_width).flatmap(of_width)


def test_threads_reads_signs_whatever_the_indent() -> None:
    assert threads("\n    .#\n    ox\n") == (b"\0\1", b"\2\3")


def test_cloth_knows_its_size() -> None:
    cloth = Cloth(("#000000",), (bytes(3), bytes(3)))
    assert (cloth.width, cloth.height) == (3, 2)


@pytest.mark.parametrize(
    ("half", "width", "strip"),
    [
        (".#", 4, ".##."),
        (".#", 2, "##"),
        (".#", 8, "#..##..#"),
        (".#", 12, ".##..##..##."),
        ("ox#", 6, "ox##xo"),
        ("ox#", 10, "xoox##xoox"),
        ("#", 6, "######"),
    ],
)
def test_unfold_mirrors_at_the_middle_and_at_each_end(half: str, width: int, strip: str) -> None:
    assert unfold(threads(half), width) == threads(strip)


@given(grids(), st.integers(1, 60))
def test_unfold_is_symmetric_and_of_the_asked_width(half: Threads, pairs: int) -> None:
    strip = unfold(half, 2 * pairs)
    assert [len(row) for row in strip] == [2 * pairs] * len(half)
    assert strip == tuple(row[::-1] for row in strip)


@given(grids())
def test_unfold_down_is_symmetric(half: Threads) -> None:
    assert unfold_down(half) == unfold_down(half)[::-1]


def test_edged_puts_ground_around() -> None:
    assert edged(threads("#")) == threads("... .#. ...")


def test_recolored_swaps_colours_at_once() -> None:
    assert recolored(threads(".#ox"), {1: 2, 2: 1}) == threads(".o#x")


def test_inlaid_lets_the_frame_through() -> None:
    assert inlaid(threads("xx xx xx xx"), threads("# .")) == threads("xx x# xx xx")
