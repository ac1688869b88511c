"""A finished season as papers take it."""

from __future__ import annotations

from neuguong.content.season import Rules
from neuguong.contest import publication, score_table
from neuguong.contest.book import Book
from neuguong.contest.papers.proceedings import Season
from tests.contest import finished


def season(book: Book | None = None, rules: Rules = finished.RULES, place: str = "Hòa Bình") -> Season:
    """Return the season of the book."""
    found = book or finished.book()
    return Season(
        slug="2027",
        book=found,
        rules=rules,
        tables=tuple(score_table.build(found, rules, each.slug.value) for each in rules.rounds),
        prizes=publication.prizes_of(found, rules),
        place=place,
        day=finished.ANNOUNCED,
    )
