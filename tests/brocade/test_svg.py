from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.brocade.cloth import Cloth, Threads, threads
from neuguong.brocade.svg import svg
from neuguong.brocade.weave import band, cover, mark
from tests.brocade.measures import FIELDS, colors, drawn
from tests.brocade.test_cloth import grids

PALETTE = ("#000000", "#111111", "#222222", "#333333", "#444444")
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"'
    ' fill-rule="evenodd" shape-rendering="crispEdges">'
)


@pytest.mark.parametrize(
    ("drawing", "paths"),
    [
        ("...", '<path fill="#000000" d="M0 0h3v1H0"/>'),
        (".#.", '<path fill="#000000" d="M0 0h3v1H0"/><path fill="#111111" d="m1 0h1v1h-1"/>'),
        (  # the accent lies upon the figure, so the figure has no hole
            "..... .###. .#o#. .###. .....",
            (
                '<path fill="#000000" d="M0 0h5v5H0"/><path fill="#111111" d="m1 1h3v3h-3"/>'
                '<path fill="#222222" d="m2 2h1v1h-1"/>'
            ),
        ),
        (  # two threads that meet at a corner share one outline
            "#.. .#. ...",
            '<path fill="#000000" d="M0 0h3v3H0"/><path fill="#111111" d="m0 0h1v2h1v-1h-2"/>',
        ),
    ],
)
def test_svg_is_one_path_a_colour(drawing: str, paths: str) -> None:
    rows = threads(drawing)
    assert svg(Cloth(PALETTE, rows)) == HEAD.format(len(rows[0]), len(rows)) + paths + "</svg>"


@given(grids(12, 12))
def test_svg_draws_exactly_the_threads(rows: Threads) -> None:
    cloth = Cloth(PALETTE, rows)
    assert drawn(svg(cloth)) == colors(cloth)


@given(grids(12, 4), st.integers(40, 44), st.booleans())
def test_svg_draws_exactly_the_threads_of_a_wide_cloth(rows: Threads, width: int, is_symmetric: bool) -> None:
    wide = tuple((row * 44)[:width] for row in rows)
    if is_symmetric:
        wide = tuple(row[: (width + 1) // 2] + row[: width // 2][::-1] for row in wide)
    picture = svg(Cloth(PALETTE, wide))
    assert drawn(picture) == colors(Cloth(PALETTE, wide))
    assert ("<use" in picture) == all(row == row[::-1] for row in wide)


@pytest.mark.parametrize("field", [*FIELDS, "mot-linh-vuc-khac"])
def test_svg_of_real_cloth_draws_exactly_the_threads(field: str) -> None:
    for cloth in (mark(field), cover(field, "con-do-som"), band("trang-chu", field)):
        assert drawn(svg(cloth)) == colors(cloth)
