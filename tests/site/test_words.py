from __future__ import annotations

from datetime import date

import pytest

from neuguong.site import words
from neuguong.site.pages import Day
from neuguong.text import dotted


def test_day_is_told_to_machines_and_to_people() -> None:
    assert words.day(date(2015, 4, 2)) == Day(iso="2015-04-02", words="02/04/2015")


def test_school_year_has_a_dash_between_spaces() -> None:
    assert words.school_year("2014-2015") == "2014 – 2015"


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0"), (7, "7"), (999, "999"), (1000, "1.000"), (12345, "12.345"), (1234567, "1.234.567")],
)
def test_number_has_dots_between_thousands(count: int, said: str) -> None:
    assert (dotted(count), words.stories(count)) == (said, f"{said} bài")


@pytest.mark.parametrize(
    ("syllables", "minutes"), [(0, 1), (1, 1), (230, 1), (344, 1), (346, 2), (460, 2), (1840, 8)]
)
def test_reading_minutes_are_at_least_one(syllables: int, minutes: int) -> None:
    assert words.reading_minutes(syllables) == minutes


@pytest.mark.parametrize(
    ("then", "said"),
    [
        (date(2015, 2, 28), "hôm nay"),
        (date(2015, 3, 1), "ngày mai"),
        (date(2015, 3, 2), "còn 2 ngày"),
        (date(2016, 2, 28), "còn 365 ngày"),
    ],
)
def test_days_until_names_today_and_tomorrow(then: date, said: str) -> None:
    assert words.days_until(date(2015, 2, 28), then) == said
