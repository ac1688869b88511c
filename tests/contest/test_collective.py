"""The collective prize: points for prizes, then entries, then the mean; ties are told, one school is one."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest import collective
from neuguong.contest.book import Book, Entry, Won
from neuguong.contest.collective import Outcome, UnitScore
from neuguong.problems import Text
from tests.contest import seasons

A, B, C = "Trường TH Mẫu A", "Trường TH Mẫu B", "Trường THCS Mẫu C"


def book(units: Mapping[str, str], marks: Mapping[str, str] | None = None) -> Book:
    """Return a book in which codes come from units; marks are those of both first-round judges."""
    given = marks or {}
    found = seasons.book(
        {code: ((given.get(code, "50"), "30"),) * 2 for code in units}, "so-khao", advanced=False
    )
    return replace(found, entries={code: seasons.entry(code, unit=unit) for code, unit in units.items()})


def prizes(**won: str) -> list[Won]:
    return [Won(prize=prize, code=code) for code, prize in won.items()]


def test_unit_with_most_points_wins_and_the_reason_names_public_prizes_only() -> None:
    found = book({"B1": A, "B2": A, "B3": B, "B4": B})

    assert collective.of(found, seasons.RULES, prizes(B1="nhi", B3="nhat", B4="nhi")) == Outcome(
        units=(
            UnitScore(unit=B, codes=("B3", "B4"), points=5, mean=Fraction(80), prizes=("nhat", "nhi")),
            UnitScore(unit=A, codes=("B1", "B2"), points=2, mean=Fraction(80), prizes=("nhi",)),
        ),
        won=(Won(prize="tap-the", unit=B, reason="5 điểm theo giải của các bài: 1 Giải Nhất, 1 Giải Nhì."),),
    )


@pytest.mark.parametrize(
    ("units", "won", "marks", "winner"),
    [
        ({"B1": A, "B2": A, "B3": B, "B4": B, "B5": B}, {"B1": "nhi", "B3": "nhi"}, {}, B),
        ({"B1": A, "B2": A, "B3": B, "B4": B}, {"B1": "nhi", "B3": "nhi"}, {"B2": "55"}, A),
        ({"B1": A, "B3": B, "B4": B}, {"B1": "nhat", "B3": "nhi"}, {}, B),
        ({"B1": "Trường Tiểu học Mẫu A", "B2": "TH MẪU A", "B3": B}, {"B1": "nhi", "B3": "nhat"}, {}, None),
    ],
    ids=["more entries", "higher mean", "too few entries", "one school in two spellings"],
)
def test_equal_points_are_parted_by_entries_then_mean(
    units: dict[str, str], won: dict[str, str], marks: dict[str, str], winner: str | None
) -> None:
    found = collective.of(book(units, marks), seasons.RULES, prizes(**won))

    assert [each.unit for each in found.won] == [winner or "Trường Tiểu học Mẫu A"]
    assert (found.open, found.left) == ((), None)


def test_tie_over_the_last_prize_is_told_and_not_decided() -> None:
    found = collective.of(
        book({"B1": A, "B2": A, "B3": B, "B4": B}), seasons.RULES, prizes(B1="nhi", B3="nhi")
    )

    assert found.won == ()
    assert [unit.unit for unit in found.open] == [A, B]
    assert found.left is not None
    assert found.left.vi == (
        f"{A}, {B} bằng nhau cả điểm giải, số bài và điểm trung bình, mà chỉ còn 1 giải tập thể: "
        "hội đồng quyết định"
    )


def test_unit_without_any_point_wins_nothing() -> None:
    found = collective.of(book({"B1": A, "B2": A, "B3": C}), seasons.RULES, prizes(B3="nhat"))

    assert (found.won, found.open, found.left) == ((), (), None)
    assert [unit.unit for unit in found.units] == [A]


def test_without_points_in_the_rules_the_jury_decides() -> None:
    text = seasons.CONTEST.replace("  points: [{prize: nhat, points: 3}, {prize: nhi, points: 2}]\n", "")
    found = collective.of(book({"B1": A, "B2": A}), seasons.rules(text), prizes(B1="nhat"))

    assert found.won == ()
    assert found.left is not None
    assert found.left.vi == "thể lệ không ghi điểm theo giải: hội đồng xét 1 giải tập thể"


def test_season_without_collective_prize_has_none() -> None:
    text = seasons.CONTEST.partition("collective:")[0]

    assert collective.of(book({"B1": A}), seasons.rules(text), prizes(B1="nhat")) == Outcome(units=(), won=())


@pytest.mark.parametrize(
    ("places", "groups"),
    [
        (("xã Mẫu Một", "xã Mẫu Một"), [("B1", "B2")]),
        (("xã Mẫu Một", ""), [("B1", "B2")]),
        (("xã Mẫu Một", "xã Mẫu Hai"), [("B2",), ("B1",)]),
        (("xã Mẫu Một", "xã Mẫu Hai", ""), [("B3",), ("B2",), ("B1",)]),
    ],
)
def test_place_tells_schools_of_one_name_apart(
    places: tuple[str, ...], groups: list[tuple[str, ...]]
) -> None:
    def placed(number: int, place: str) -> Entry:
        made = seasons.entry(f"B{number}", unit=A)
        return Entry(code=made.code, title=made.title, writers=made.writers, unit=made.unit, place=place)

    entries = [placed(number, place) for number, place in enumerate(places, 1)]

    assert [tuple(entry.code for entry in group) for group in collective.grouped(entries)] == groups


@given(
    st.lists(
        st.tuples(st.sampled_from([A, B, C]), st.sampled_from(["", "nhat", "nhi"])), min_size=1, max_size=9
    ),
    st.randoms(use_true_random=False),
)
def test_order_of_entries_and_their_spelling_change_nothing(
    given_: list[tuple[str, str]], random: Random
) -> None:
    rule = seasons.RULES.collective
    assert rule is not None
    codes = [f"B{number}" for number in range(len(given_))]
    won = {code: prize for code, (_, prize) in zip(codes, given_, strict=True) if prize}
    scores = {code: Fraction(number % 3) for number, code in enumerate(codes)}
    entries = [seasons.entry(code, unit=unit) for code, (unit, _) in zip(codes, given_, strict=True)]
    other = [
        Entry(
            code=e.code, title=e.title, writers=e.writers, unit=unicodedata.normalize("NFD", e.unit.upper())
        )
        for e in entries
    ]
    random.shuffle(other)

    once = collective.rank(entries, rule, won, scores)
    again = collective.rank(other, rule, won, scores)

    assert [(unit.codes, unit.order, unit.prizes) for unit in once] == [
        (unit.codes, unit.order, unit.prizes) for unit in again
    ]
    assert all(len(unit.codes) >= rule.min_entries for unit in once)
    assert [unit.order for unit in once] == sorted((unit.order for unit in once), reverse=True)


def test_jury_chooses_among_the_open_units_and_nobody_else() -> None:
    rule = seasons.RULES.collective
    assert rule is not None
    given = Won(prize="tap-the", unit=C, reason="")
    outcome = Outcome(
        units=(),
        won=(given,),
        open=tuple(UnitScore(unit=unit, codes=("B1",), points=2, mean=None) for unit in (A, B)),
        left=None,
    )
    assert collective.chosen(outcome, rule, (), "") == (given,)
    assert collective.chosen(outcome, rule, ("TIỂU HỌC MẪU B",), "nhiều bài hay") == (
        given,
        Won(prize="tap-the", unit=B, reason="nhiều bài hay"),
    )
    for wrong in ((C,), (A, A), ("Trường khác",)):
        refused = collective.chosen(outcome, rule, wrong, "")
        assert isinstance(refused, Text), wrong
        assert wrong[-1] in refused.en
