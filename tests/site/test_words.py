from __future__ import annotations

import pickle
from datetime import date

import pytest

from neuguong.site.pages import Day
from neuguong.site.words import UnknownWords, Words, reading_minutes
from neuguong.text import dotted
from tests.site.making import EN, VI


@pytest.mark.parametrize(("words", "said"), [(VI, "02/04/2015"), (EN, "2 April 2015")])
def test_day_is_told_to_machines_and_to_people(words: Words, said: str) -> None:
    assert words.day(date(2015, 4, 2)) == Day(iso="2015-04-02", words=said)


@pytest.mark.parametrize(
    ("words", "slug", "said"),
    [(VI, "2014-2015", "2014 – 2015"), (EN, "2014-2015", "2014–2015"), (VI, "2014", "2014")],
)
def test_school_year_is_a_span(words: Words, slug: str, said: str) -> None:
    assert words.school_year(slug) == said


@pytest.mark.parametrize(
    ("count", "in_vietnamese", "in_english"),
    [
        (0, "0 bài", "0 stories"),
        (1, "1 bài", "1 story"),
        (7, "7 bài", "7 stories"),
        (999, "999 bài", "999 stories"),
        (1000, "1.000 bài", "1,000 stories"),
        (1234567, "1.234.567 bài", "1,234,567 stories"),
    ],
)
def test_number_is_told_as_the_language_tells_it(count: int, in_vietnamese: str, in_english: str) -> None:
    assert (VI("stories", n=count), EN("stories", n=count)) == (in_vietnamese, in_english)
    assert VI.number(count) == dotted(count)


def test_value_that_is_no_number_is_told_as_it_is() -> None:
    assert VI("field-place.title", field="1000", place="<b>") == "1000, <b>"


@pytest.mark.parametrize("values", [{}, {"n": 3}, {"day": "x"}])
def test_key_without_words_is_named(values: dict[str, object]) -> None:
    with pytest.raises(UnknownWords, match=r"theme/languages/en\.po: khong-co"):
        EN("khong-co", **values)


def test_words_are_the_same_in_another_process() -> None:
    again = pickle.loads(pickle.dumps(EN))  # noqa: S301 - our own
    assert (again, again("stories", n=2)) == (EN, "2 stories")


@pytest.mark.parametrize(
    ("syllables", "minutes"), [(0, 1), (1, 1), (230, 1), (344, 1), (346, 2), (460, 2), (1840, 8)]
)
def test_reading_minutes_are_at_least_one(syllables: int, minutes: int) -> None:
    assert reading_minutes(syllables) == minutes


@pytest.mark.parametrize(
    ("then", "in_vietnamese", "in_english"),
    [
        (date(2015, 2, 28), "hôm nay", "today"),
        (date(2015, 3, 1), "ngày mai", "tomorrow"),
        (date(2015, 3, 2), "còn 2 ngày", "2 days left"),
        (date(2016, 2, 28), "còn 365 ngày", "365 days left"),
    ],
)
def test_days_until_names_today_and_tomorrow(then: date, in_vietnamese: str, in_english: str) -> None:
    today = date(2015, 2, 28)
    assert (VI.days_until(today, then), EN.days_until(today, then)) == (in_vietnamese, in_english)


@pytest.mark.parametrize(
    ("things", "in_vietnamese", "in_english"),
    [
        (["A"], "A", "A"),
        (["A", "B"], "A và B", "A and B"),
        (["A", "B", "C"], "A, B và C", "A, B and C"),
    ],
)
def test_things_in_a_row_are_told_as_the_language_tells_them(
    things: list[str], in_vietnamese: str, in_english: str
) -> None:
    assert (VI.several(things), EN.several(things)) == (in_vietnamese, in_english)
