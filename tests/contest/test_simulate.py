from __future__ import annotations

import itertools
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.simulate import Chance, Setting, kendall, play, report


def test_same_seed_is_the_same_season() -> None:
    assert play(Setting(seed="x")) == play(Setting(seed="x"))
    assert play(Setting(seed="x")).sheets != play(Setting(seed="y")).sheets


def test_without_leniency_and_noise_the_truth_comes_out() -> None:
    found = report(play(Setting(leniency=0, noise=0)))
    assert found.tau_raw > 0.98  # halves of a point make some ties
    assert (found.recall_raw, found.load_spread, found.unread) == (1, 0, 0)


def test_adjustment_comes_nearer_to_the_truth() -> None:
    """Leniency as large as noise, three readings: the figure of the issue, on the mean of six seasons."""
    found = [report(play(Setting(entries=200, judges=20, seed=str(seed)))) for seed in range(6)]
    gains = [r.tau_adjusted - r.tau_raw for r in found if r.tau_adjusted is not None]
    assert len(gains) == 6
    assert mean(gains) >= 0.05


def test_season_with_dropouts_has_all_its_readings() -> None:
    found = play(Setting(dropouts=2, seed="d"))
    assert report(found).unread == 0
    assert [load for _, load in found.assignment.loads][:2] == [0, 0]
    assert not {sheet.judge for sheet in found.sheets} & {"G000", "G001"}


NUMBERS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12)


@given(NUMBERS)
def test_kendalls_tau_is_counted_pair_by_pair(pairs: list[tuple[int, int]]) -> None:
    signs = [((a > b) - (a < b), (x > y) - (x < y)) for (a, x), (b, y) in itertools.combinations(pairs, 2)]
    together = sum(one * other for one, other in signs)
    root = (sum(one != 0 for one, _ in signs) * sum(other != 0 for _, other in signs)) ** 0.5
    expected = together / root if root else 0.0
    assert kendall([a for a, _ in pairs], [x for _, x in pairs]) == pytest.approx(expected)


def test_chance_is_normal_enough() -> None:
    chance = Chance("some text")
    drawn = [chance.normal() for _ in range(4000)]
    assert abs(mean(drawn)) < 0.05
    assert abs(mean(value**2 for value in drawn) - 1) < 0.06
