"""Dates, spans and counts as Vietnamese readers are told them. Values in, words out."""

from __future__ import annotations

import functools
from datetime import date

from neuguong.site.pages import Day
from neuguong.text import dotted

SYLLABLES_PER_MINUTE = 230
"""A calm silent reading speed; used for the hint "about N minutes"."""


@functools.lru_cache(5000)
def day(value: date) -> Day:
    """Return the day as 2015-11-20 and 20/11/2015."""
    return Day(iso=value.isoformat(), words=f"{value.day:02}/{value.month:02}/{value.year}")


def school_year(slug: str) -> str:
    """Return 2014-2015 as people write it."""
    return slug.replace("-", " – ")


def stories(count: int) -> str:
    """Return how many stories there are."""
    return f"{dotted(count)} bài"


def reading_minutes(syllables: int) -> int:
    """Return the minutes that reading takes, at least one."""
    return max(1, round(syllables / SYLLABLES_PER_MINUTE))


def days_until(today: date, then: date) -> str:
    """Return how far away a day is."""
    days = (then - today).days
    if days == 0:
        return "hôm nay"
    return "ngày mai" if days == 1 else f"còn {days} ngày"
