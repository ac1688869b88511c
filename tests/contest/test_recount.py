"""Scores, places and prizes, counted a second time by somebody who has not read the program.

Plain Python over the sheets alone: fractions, lists, loops. What contest.yml says is done step by step.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong.content.season import Rules
from neuguong.contest import score_table
from neuguong.contest.book import Book, SheetRecord
from neuguong.contest.score_table import ScoreTable
from tests.contest.seasons import CONTEST, book, rules, sheet

FINAL = "chung-khao"
CODES = ("B1", "B2", "B3", "B4", "B5", "B6")
PRIZES = ("nhat", "nhi", "nhi")
"""A prize for each place that has one."""

points = st.integers(0, 4).map(lambda number: 15 * number)
"""Few values: many entries are equal, and some readings lie far apart."""
marks = st.tuples(points, points.map(lambda value: value * 2 // 3))


@st.composite
def seasons(draw: st.DrawFn) -> tuple[Book, Rules]:
    """Draw a last round: two readings of each entry, of some a third one."""
    resolve = draw(st.sampled_from(["trung-binh", "gan-nhat", "chuyen-gia"]))
    third = draw(st.sampled_from(["", f", third_reader_gap: 20, resolve: {resolve}"]))
    threshold = draw(st.sampled_from(["", ", threshold: 40"]))
    decides = draw(st.sampled_from(["trung-binh", "trung-vi", "dieu-chinh"]))
    text = CONTEST.replace("chung-khao, readings: 2", f"chung-khao, readings: 2{third}{threshold}")
    text = text.replace(
        "near_tie: 1", f"near_tie: {draw(st.sampled_from(['0', '1', '5']))}\ndecides: {decides}"
    )
    found = book(dict.fromkeys(CODES, ()))
    sheets = []
    for number, code in enumerate(CODES):
        readers = [f"G{1 + (number + step) % 4:02}" for step in range(3)]
        for at in range(draw(st.integers(2, 3))):
            first, second = draw(marks)
            sheets.append(sheet(readers[at], code, str(first), str(second), third=at == 2))
    return Book(
        entries=found.entries, closings=found.closings, sheets={each.key: each for each in sheets}
    ), rules(text)


def totals(sheets: list[SheetRecord]) -> dict[str, Fraction]:
    return {each.judge: sum((Fraction(points) for _, points in each.scores), Fraction(0)) for each in sheets}


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def counted(sheets: list[SheetRecord], found: Rules) -> list[SheetRecord] | None:
    """Return the readings that count, or None where a third one has to come first."""
    own = found.rounds[-1]
    first = list(totals([each for each in sheets if not each.third]).values())
    gap = max(first) - min(first)
    if own.third_reader_gap is None or gap <= own.third_reader_gap:
        return sheets
    third = [each for each in sheets if each.third]
    if not third:
        return None
    if own.resolve.value == "chuyen-gia":
        return third
    if own.resolve.value == "trung-binh":
        return sheets
    total = totals(sheets)
    pairs = list(itertools.combinations(sheets, 2))
    apart = [abs(total[one.judge] - total[other.judge]) for one, other in pairs]
    near = {each.judge for pair, gap in zip(pairs, apart, strict=True) if gap == min(apart) for each in pair}
    return [each for each in sheets if each.judge in near]


def scores_of(
    found: Book, asked: Rules, table: ScoreTable
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """Return the deciding score of each entry, and the mean of the first criterion, which breaks ties."""
    deciding, truth = {}, {}
    for code in CODES:
        sheets = [each for each in found.sheets.values() if each.code == code]
        those = counted(sheets, asked)
        if those is None:
            continue
        truth[code] = mean([Fraction(dict(each.scores)["chan-thuc"]) for each in those])
        everything = sorted(totals(those).values())
        if asked.decides.value == "trung-binh":
            deciding[code] = mean(list(totals(those).values()))
        elif asked.decides.value == "trung-vi":
            middle = len(everything) // 2
            odd = len(everything) % 2
            deciding[code] = everything[middle] if odd else mean(everything[middle - 1 : middle + 1])
        elif code in table.scores:  # its sums have tests of their own, against numpy
            deciding[code] = table.scores[code]
    return deciding, truth


def order_of(deciding: dict[str, Fraction], truth: dict[str, Fraction]) -> list[list[str]]:
    """Return the entries from the first down, equal ones together."""
    left, order = set(deciding), []
    while left:
        best = max((deciding[code], truth[code]) for code in left)
        order.append(sorted(code for code in left if (deciding[code], truth[code]) == best))
        left -= set(order[-1])
    return order


@given(seasons())
@settings(max_examples=300, deadline=None)
def test_places_and_prizes_are_those_of_a_second_count(season: tuple[Book, Rules]) -> None:
    found, asked = season
    table = score_table.build(found, asked, FINAL)
    deciding, truth = scores_of(found, asked, table)
    assert table.scores == deciding
    least = asked.rounds[-1].threshold or 0
    expected = []
    place = 1
    for group in order_of(deciding, truth):
        held = [PRIZES[at - 1] if at <= len(PRIZES) else None for at in range(place, place + len(group))]
        for code in group:
            may_win = deciding[code] >= least
            one = len(set(held)) == 1
            expected.append((place, code, held[0] if one and may_win else None, not one and may_win))
        place += len(group)
    assert [(p.rank, p.code, p.prize, p.open_prize) for p in table.ranking.places] == expected


def weighed(line: list[Fraction], edge: int, band: Fraction) -> set[Fraction]:
    """Return the scores that the jury weighs at an edge; one score alone is parted by criteria, or shared."""
    upper, lower = line[edge - 1], line[edge]
    if upper - lower >= band:
        return set()
    return {score for score in line if upper <= score < lower + band or upper - band < score <= lower}


@given(seasons())
@settings(max_examples=300, deadline=None)
def test_jury_is_asked_about_every_edge_that_is_too_near_and_about_no_other(
    season: tuple[Book, Rules],
) -> None:
    found, asked = season
    table = score_table.build(found, asked, FINAL)
    deciding, _ = scores_of(found, asked, table)
    least = asked.rounds[-1].threshold or 0
    line = sorted((score for score in deciding.values() if score >= least), reverse=True)
    near = [
        (line[edge - 1], line[edge])
        for edge in (1, 3)
        if edge < len(line) and len(weighed(line, edge, Fraction(asked.near_tie))) > 1
    ]
    told = [(min(deciding[c] for c in d.above), max(deciding[c] for c in d.below)) for d in table.open]
    assert told == near
