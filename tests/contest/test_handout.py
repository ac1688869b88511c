from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.handout import (
    Handout,
    packet_digest,
    plain,
    read_score,
    rubric_digest,
    text_digest,
)
from tests.contest.handouts import GUIDES, handout


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("7", Fraction(7)),
        ("7,5", Fraction(15, 2)),
        ("7.5", Fraction(15, 2)),
        (" 0 ", Fraction(0)),
        ("0,125", Fraction(1, 8)),
        ("07", Fraction(7)),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1e1", None),
        ("7,", None),
        (",5", None),
        ("7,5.0", None),
        ("1.000,5", None),
        ("=7", None),
        ("bảy", None),
        ("٧", None),
        ("７", None),
        ("NaN", None),
        ("1234567", None),
    ],
)
def test_score_is_read_as_people_write_it(written: str, number: Fraction | None) -> None:
    assert read_score(written) == number


@given(st.integers(0, 999_999), st.integers(0, 6))
def test_number_is_written_exactly_and_read_back(units: int, digits: int) -> None:
    number = Fraction(units, 10**digits)
    assert read_score(plain(number)) == number


def test_third_of_a_point_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="1/3"):
        plain(Fraction(1, 3))


BASE = handout(2)
FIRST, SECOND = BASE.entries
STRICTER = replace(GUIDES[0], criterion=replace(GUIDES[0].criterion, max=Fraction(10)))
REWORDED = replace(GUIDES[0], high="Lời khác.")


@pytest.mark.parametrize(
    "other",
    [
        replace(BASE, season="2028"),
        replace(BASE, round="chung-khao"),
        replace(BASE, judge="gk04"),
        replace(BASE, guides=(STRICTER, *GUIDES[1:])),
        replace(BASE, guides=(REWORDED, *GUIDES[1:])),
        replace(BASE, entries=(SECOND, FIRST)),
        replace(BASE, entries=(FIRST,)),
        replace(BASE, entries=(replace(FIRST, code="X"), SECOND)),
        replace(BASE, entries=(replace(FIRST, title="X"), SECOND)),
        replace(BASE, entries=(replace(FIRST, field="X"), SECOND)),
        replace(BASE, entries=(replace(FIRST, markdown="X"), SECOND)),
        replace(BASE, entries=(replace(FIRST, pictures=()), SECOND)),
        replace(BASE, entries=(replace(FIRST, pictures=(replace(FIRST.pictures[0], caption="X"),)), SECOND)),
    ],
)
def test_another_content_is_another_packet(other: Handout) -> None:
    assert packet_digest(other) != packet_digest(BASE)


def test_more_time_is_the_same_packet() -> None:
    later = replace(BASE, deadline=date(2027, 4, 1), send_to="người khác", judge_name="Tên viết lại")
    assert packet_digest(later) == packet_digest(BASE)


def test_scale_is_told_from_the_words_about_it() -> None:
    reworded = replace(BASE, guides=(REWORDED, *GUIDES[1:]))
    stricter = replace(BASE, guides=(STRICTER, *GUIDES[1:]))
    assert rubric_digest(reworded.rubric) == rubric_digest(BASE.rubric) != rubric_digest(stricter.rubric)


def test_text_is_the_same_in_every_packet() -> None:
    assert text_digest(handout(2, judge="gk09").entries[1]) == text_digest(SECOND) != text_digest(FIRST)
