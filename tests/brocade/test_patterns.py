from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.brocade.cloth import ACCENT, FIGURE, GROUND
from neuguong.brocade.drawings import FRAMES, MOTIFS, STRIPS, TEETH
from neuguong.brocade.patterns import _CHOSEN, CONTRAST, pattern_of
from neuguong.brocade.yarns import DEEPS, GROUNDS, LIGHTS, YARNS, contrast
from tests.brocade.measures import FIELDS, PAGES

SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,4}", fullmatch=True)


def test_chosen_patterns_are_those_of_the_plan() -> None:
    assert tuple(_CHOSEN) == FIELDS


def test_each_field_has_a_motif_and_a_pair_of_colours_of_its_own() -> None:
    patterns = [pattern_of(field) for field in FIELDS]
    assert len({pattern.motif for pattern in patterns}) == len(FIELDS)
    assert len({pattern.palette[:2] for pattern in patterns}) == len(FIELDS)


def test_every_drawing_and_yarn_is_in_use() -> None:
    words = {word for pattern in _CHOSEN.values() for word in pattern.split()}
    assert words == {*MOTIFS, *FRAMES, *YARNS}


@pytest.mark.parametrize("drawing", [*MOTIFS.values(), *FRAMES.values(), *STRIPS.values(), TEETH])
def test_drawing_has_straight_edges_and_known_signs(drawing: str) -> None:
    assert len({len(line) for line in drawing.split()}) == 1
    assert set(drawing) <= set(".#ox \n")


def test_yarns_are_grounds_deeps_and_lights() -> None:
    assert (*GROUNDS, *DEEPS, *LIGHTS) == tuple(YARNS)
    assert (len(GROUNDS), len(DEEPS), len(LIGHTS)) == (11, 6, 6)
    assert len(set(YARNS.values())) == len(YARNS)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#ffffff", "#000000", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#777777", 4.48),
        ("#abcdef", "#abcdef", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert round(contrast(one, other), 2) == expected


@pytest.mark.parametrize("ground", GROUNDS)
def test_ground_ends_visibly_on_both_pages(ground: str) -> None:
    assert contrast(YARNS[ground], PAGES["light"]) >= 4.5
    assert contrast(YARNS[ground], PAGES["dark"]) >= 1.9


@pytest.mark.parametrize(("light", "deep"), list(itertools.product(LIGHTS, DEEPS)))
def test_every_light_yarn_stands_out_from_every_deep_one(light: str, deep: str) -> None:
    assert contrast(YARNS[light], YARNS[deep]) >= 4.5


@pytest.mark.parametrize("field", FIELDS)
def test_figure_and_accent_of_a_field_stand_out(field: str) -> None:
    palette = pattern_of(field).palette
    assert contrast(palette[FIGURE], palette[GROUND]) >= CONTRAST
    assert contrast(palette[ACCENT], palette[GROUND]) >= CONTRAST


@given(SLUGS)
def test_unknown_field_has_a_pattern_as_good_as_a_chosen_one(field: str) -> None:
    pattern = pattern_of(field)
    assert [len(row) for row in pattern.motif] == [5] * 10
    assert [len(row) for row in pattern.frame] == [14] * 26
    assert len(set(pattern.palette)) == 5
    assert contrast(pattern.palette[FIGURE], pattern.palette[GROUND]) >= CONTRAST
    assert contrast(pattern.palette[ACCENT], pattern.palette[GROUND]) >= CONTRAST
    plain = b"".join(pattern.motif).count(GROUND)
    assert 10 <= plain <= 34
