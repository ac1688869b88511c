"""Plots as text: exact places, shapes beside colours, words for listeners, the same bytes in any order."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.dashboard import plots
from neuguong.contest.dashboard.plots import Part, Point, Scale

HUNDRED = Scale(Fraction(0), Fraction(100), Fraction(50))


@pytest.mark.parametrize(
    ("values", "around_zero", "expected", "ticks"),
    [
        ([], False, Scale(Fraction(0), Fraction(1), Fraction(1, 2)), [0, Fraction(1, 2), 1]),
        ([60, 94], False, Scale(Fraction(60), Fraction(94), Fraction(10)), [60, 70, 80, 90]),
        ([7, 7], False, Scale(Fraction(6), Fraction(8), Fraction(1, 2)), [6, 6.5, 7, 7.5, 8]),
        ([-3, 7], True, Scale(Fraction(-7), Fraction(7), Fraction(5)), [-5, 0, 5]),
        ([0], True, Scale(Fraction(-1), Fraction(1), Fraction(1, 2)), [-1, -0.5, 0, 0.5, 1]),
    ],
)
def test_scale_holds_all_values_on_round_ticks(
    values: list[int], around_zero: bool, expected: Scale, ticks: list[float]
) -> None:
    found = plots.scale(map(Fraction, values), around_zero=around_zero)
    assert found == expected
    assert [float(tick) for tick in found.ticks] == ticks


def test_scale_keeps_marks_within_the_row() -> None:
    assert [HUNDRED.at(Fraction(value)) for value in (-5, 0, 50, 100, 200)] == [3, 3, 50, 97, 97]


def test_axis_writes_its_ticks_for_eyes_alone() -> None:
    assert plots.axis(HUNDRED, ["0", "50", "100 & hơn"]) == (
        '<svg class="axis" width="100%" height="18" aria-hidden="true">'
        '<text x="3%" y="14" text-anchor="middle">0</text>'
        '<text x="50%" y="14" text-anchor="middle">50</text>'
        '<text x="97%" y="14" text-anchor="middle">100 &amp; hơn</text></svg>'
    )


def test_bar_has_its_parts_one_after_the_other() -> None:
    assert plots.bar([Part("done", 1), Part("draft", 0), Part("missing", 2)], 6, "G01: <1>") == (
        '<svg class="row bar" role="img" width="100%" height="30"><title>G01: &lt;1&gt;</title>'
        '<rect class="ground" x="0" y="7" width="100%" height="16"/>'
        '<rect class="done" x="0%" y="7" width="16.67%" height="16"/>'
        '<rect class="missing" x="16.67%" y="7" width="33.33%" height="16"/></svg>'
    )


def test_dots_that_are_near_are_stacked_and_the_median_is_drawn() -> None:
    drawn = plots.dots(map(Fraction, (50, 0, 50, 50)), HUNDRED, "bốn bài")
    circles = re.findall(r'<circle cx="([\d.]+)%" cy="(\d+)"', drawn)
    assert circles == [("3", "15"), ("50", "15"), ("50", "9"), ("50", "21")]
    assert '<line class="median" x1="50%" y1="1" x2="50%" y2="29"/>' in drawn


def test_dots_of_nothing_are_an_empty_row() -> None:
    assert "circle" not in plots.dots([], HUNDRED, "chưa có")


@pytest.mark.parametrize(
    ("value", "error", "shape"),
    [
        (5, 2, '<path d="M-5-6L6 0L-5 6Z"/>'),
        (-5, 2, '<path d="M5-6L-6 0L5 6Z"/>'),
        (5, 3, '<circle class="ring"'),
        (4, 2, '<circle class="ring"'),
        (0, 0, '<circle class="ring"'),
    ],
)
def test_interval_tells_by_shape_whether_it_is_clear(value: int, error: int, shape: str) -> None:
    over = Scale(Fraction(-10), Fraction(10), Fraction(5))
    drawn = plots.interval(Fraction(value), Fraction(error), over, "G01")
    shapes = re.findall(r'<path d="[^"]*"/>|<circle class="ring"', drawn)
    assert shapes == [shape]
    assert '<line class="zero" x1="50%"' in drawn


def test_interval_has_one_and_two_errors() -> None:
    over = Scale(Fraction(-10), Fraction(10), Fraction(5))
    lines = re.findall(
        r'<line class="(one|two)" x1="([\d.]+)%" y1="15" x2="([\d.]+)%"',
        plots.interval(Fraction(0), Fraction(2), over, ""),
    )
    assert lines == [("two", "31.2", "68.8"), ("one", "40.6", "59.4")]


def test_mark_near_an_edge_has_another_shape() -> None:
    plain, near = (plots.mark(Fraction(50), HUNDRED, "B1", near=is_near) for is_near in (False, True))
    assert ("<circle" in plain, "<path" in plain) == (True, False)
    assert ("<circle" in near, '<path class="near"' in near) == (False, True)


def test_scatter_names_the_points_that_have_a_label() -> None:
    drawn = plots.scatter([Point(1, 1), Point(2, 3, "B<2>"), Point(3, 2)], "ngang", "dọc", "ba bài")
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert [text.text for text in root.iter("text")] == [
        *("1", "1", "2", "2", "3", "3"),
        "B<2>",
        "ngang",
        "dọc",
    ]
    assert (len(list(root.iter("circle"))), drawn.count('class="moved"')) == (2, 1)


def test_scatter_of_one_point_is_drawn() -> None:
    assert plots.scatter([Point(1, 1)], "", "", "").count("<circle") == 1


numbers = st.fractions(-200, 200, max_denominator=1000)


@given(st.lists(numbers, max_size=40), st.randoms())
def test_plots_are_the_same_in_any_order_and_well_formed(values: list[Fraction], chance: object) -> None:
    shuffled = list(values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    over = plots.scale(values)
    assert over == plots.scale(shuffled)
    drawn = plots.dots(values, over, "x")
    assert drawn == plots.dots(shuffled, over, "x")
    assert len(list(ET.fromstring(drawn).iter("circle"))) == len(values)  # noqa: S314 - our own
    assert all(over.low <= value <= over.high for value in (*values, *over.ticks))
    assert 1 <= len(over.ticks) <= 6


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=1, max_size=30))
def test_scatter_keeps_every_point_within_its_picture(places: list[tuple[int, int]]) -> None:
    root = ET.fromstring(plots.scatter((Point(*each) for each in places), "", "", ""))  # noqa: S314 - our own
    width, height = map(int, root.attrib["viewBox"].split()[2:])
    for circle in root.iter("circle"):
        assert 0 < float(circle.attrib["cx"]) < width
        assert 0 < float(circle.attrib["cy"]) < height
