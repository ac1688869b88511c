"""The table of a round: places and prizes by the deciding score, what is left to the jury, its decisions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest import score_table
from neuguong.contest.book import Book, Closing, DecisionRecord
from neuguong.contest.leniency import Fit
from neuguong.contest.score_table import ScoreTable
from neuguong.problems import Text
from tests.contest.seasons import CONTEST, RULES, book, rules, sheet, with_sheets

FINAL = "chung-khao"


def marks(*totals: float) -> tuple[tuple[str, str], ...]:
    """Return marks of which the second criterion has none of the points beyond sixty."""
    return tuple((str(min(total, 60)), str(max(total - 60, 0))) for total in totals)


def decision(*order: str, round_: str = FINAL) -> DecisionRecord:
    return DecisionRecord(round=round_, order=order, reason="bàn kỹ", by="Hội đồng")


def places(table: ScoreTable) -> list[tuple[int, str, str | None, bool]]:
    return [(place.rank, place.code, place.prize, place.open_prize) for place in table.ranking.places]


CLEAR = {"B1": marks(90, 92), "B2": marks(80, 84), "B3": marks(70, 72), "B4": marks(40, 42)}


def test_table_gives_places_and_prizes_by_the_mean() -> None:
    table = score_table.build(book(CLEAR), RULES, FINAL)
    assert places(table) == [
        (1, "B1", "nhat", False),
        (2, "B2", "nhi", False),
        (3, "B3", "nhi", False),
        (4, "B4", None, False),
    ]
    assert table.scores == {"B1": 91, "B2": 82, "B3": 71, "B4": 41}
    assert (table.is_last, table.is_final, table.open, table.unfit, table.refusal) == (
        True,
        True,
        (),
        (),
        None,
    )
    assert [place.code for place in table.won] == ["B1", "B2", "B3"]
    assert list(score_table.lines_of(table)) == []


def test_round_before_the_last_tells_who_goes_on() -> None:
    table = score_table.build(book(CLEAR, "so-khao", advanced=False), RULES, "so-khao")
    assert [(place.code, place.prize) for place in table.ranking.places] == [
        ("B1", "vong-sau"),
        ("B2", "vong-sau"),
        ("B3", "vong-sau"),
        ("B4", None),
    ]


def test_threshold_keeps_entries_out_where_the_quota_has_room() -> None:
    table = score_table.build(
        book({"B1": marks(90, 92), "B2": marks(49, 50)}, "so-khao", advanced=False), RULES, "so-khao"
    )
    assert places(table) == [(1, "B1", "vong-sau", False), (2, "B2", None, False)]


def test_threshold_alone_lets_everybody_above_it_go_on() -> None:
    open_rules = rules(CONTEST.replace(", quota: 3", ""))
    table = score_table.build(book(CLEAR, "so-khao", advanced=False), open_rules, "so-khao")
    assert [place.code for place in table.won] == ["B1", "B2", "B3"]


def test_second_round_has_only_those_who_came_through_the_first() -> None:
    found = book(CLEAR)
    found = replace(found, closings={"so-khao": Closing(round="so-khao", advanced=("B2",), table="")})
    assert score_table.codes_of(found, RULES, FINAL) == ("B2",)
    assert score_table.codes_of(replace(found, closings={}), RULES, FINAL) == ()
    assert score_table.codes_of(found, RULES, "so-khao") == ("B1", "B2", "B3", "B4")


def test_missing_readings_and_third_readers_are_told_and_never_ranked() -> None:
    found = book({"B1": marks(90, 92), "B2": marks(80, 50), "B3": marks(70)}, "so-khao", advanced=False)
    table = score_table.build(found, RULES, "so-khao")
    assert places(table) == [(1, "B1", "vong-sau", False)]
    assert (table.third_needed, [r.code for r in table.waiting], table.is_final) == (
        ("B2",),
        ["B2", "B3"],
        False,
    )
    assert [line.vi for line in score_table.lines_of(table)] == [
        "chưa đủ lượt đọc: B3",
        "chờ người đọc thứ ba: B2",
    ]
    third = with_sheets(found, sheet("G09", "B2", "60", "18", round_="so-khao", third=True))
    assert score_table.build(third, RULES, "so-khao").scores["B2"] == Fraction(80 + 50 + 78, 3)


def test_draft_counts_for_nothing() -> None:
    found = with_sheets(book(CLEAR), sheet("G02", "B1", "60", "32", state="draft"))
    assert [r.code for r in score_table.build(found, RULES, FINAL).waiting] == ["B1"]


NEAR = {"B1": marks(90, 92), "B2": marks(90, 91.5), "B3": marks(70, 72), "B4": marks(40, 42)}


def test_near_tie_at_an_edge_goes_to_the_jury() -> None:
    table = score_table.build(book(NEAR), RULES, FINAL)
    assert [(d.prize, d.above, d.below) for d in table.open] == [("nhat", ("B1",), ("B2",))]
    assert not table.is_final
    assert "hội đồng bàn" in next(score_table.lines_of(table)).vi


@pytest.mark.parametrize(("order", "first"), [(("B2", "B1"), "B2"), (("B1", "B2"), "B1")])
def test_decision_orders_a_near_tie(order: tuple[str, ...], first: str) -> None:
    found = replace(book(NEAR), decisions=(decision(*order),))
    table = score_table.build(found, RULES, FINAL)
    assert table.won[0].code == first
    assert (table.won[0].prize, table.won[1].prize) == ("nhat", "nhi")
    assert (table.open, table.unfit, table.is_final) == ((), (), True)
    assert table.decided == found.decisions


def test_later_decision_takes_the_place_of_an_earlier_one() -> None:
    found = replace(book(NEAR), decisions=(decision("B2", "B1"), decision("B1", "B2")))
    assert score_table.build(found, RULES, FINAL).won[0].code == "B1"


EQUAL = {"B1": marks(70, 72), "B2": marks(70, 72), "B3": marks(90, 92), "B4": marks(70, 72)}


def test_equal_entries_over_an_edge_wait_for_the_jury() -> None:
    table = score_table.build(book(EQUAL), RULES, FINAL)
    assert places(table)[0] == (1, "B3", "nhat", False)
    assert table.undecided == (("B1", "B2", "B4"),)
    decided = replace(book(EQUAL), decisions=(decision("B4", "B1", "B2"),))
    assert places(score_table.build(decided, RULES, FINAL)) == [
        (1, "B3", "nhat", False),
        (2, "B4", "nhi", False),
        (3, "B1", "nhi", False),
        (4, "B2", None, False),
    ]


@pytest.mark.parametrize(
    ("marked", "order", "words"),
    [
        (CLEAR, ("B2", "B1"), "the scores of B2, B1 are clearly apart; the jury may not change their order"),
        (EQUAL, ("B1", "B2"), "a decision about B1, B2 must name those equal to them or between them: B4"),
        (NEAR, ("B9",), "B9 is not in this round, or has no score yet"),
        (CLEAR, ("B1", "B3"), "a decision about B1, B3 must name those equal to them or between them: B2"),
    ],
)
def test_decision_beyond_the_jurys_right_changes_nothing(
    marked: dict[str, tuple[tuple[str, str], ...]], order: tuple[str, ...], words: str
) -> None:
    before = score_table.build(book(marked), RULES, FINAL)
    table = score_table.build(replace(book(marked), decisions=(decision(*order),)), RULES, FINAL)
    assert [fault.en for fault in table.unfit] == [words]
    assert table.ranking == before.ranking


def test_median_decides_where_the_rules_say_so() -> None:
    by_median = rules(CONTEST.replace("near_tie: 1", "near_tie: 0\ndecides: trung-vi"))
    found = book({"B1": (*marks(90, 90), ("10", "0")), "B2": marks(80, 80, 80)})
    assert score_table.build(found, by_median, FINAL).scores == {"B1": 90, "B2": 80}
    assert score_table.build(found, RULES, FINAL).scores == {"B1": Fraction(190, 3), "B2": 80}


def test_adjusted_score_decides_or_says_why_it_cannot() -> None:
    adjusted = rules(CONTEST.replace("near_tie: 1", "near_tie: 0\ndecides: dieu-chinh"))
    found = score_table.build(
        book({code: (*each, ("50", "20")) for code, each in CLEAR.items()}), adjusted, FINAL
    )
    assert isinstance(found.fit, Fit)
    assert found.scores == {each.code: each.score for each in found.fit.entries}
    few = score_table.build(book({"B1": marks(90, 80)}), adjusted, FINAL)
    assert isinstance(few.refusal, Text)
    assert (few.scores, few.is_final) == ({}, False)


def test_other_ways_to_count_are_shown_and_decide_nothing() -> None:
    found = score_table.build(book(CLEAR), RULES, FINAL)
    assert sorted(found.others) == ["dieu-chinh", "trung-vi"]
    assert found.others["trung-vi"] == found.scores


def test_flips_begin_at_the_prize_that_an_entry_has() -> None:
    tied = {"B1": marks(90, 92), "B2": marks(81, 83), "B3": marks(60, 62), "B4": (("60", "4"), ("56", "2"))}
    clear = rules(CONTEST.replace("near_tie: 1", "near_tie: 0"))
    table = score_table.build(book(tied), clear, FINAL)
    held = {place.code: place.prize for place in table.ranking.places}
    assert (held["B3"], held["B4"]) == ("nhi", None)  # equal, parted by chan-thuc
    assert {(flip.code, flip.prize) for flip in (*table.flips, *table.judge_flips)} <= set(held.items())


scores = st.integers(0, 200).map(lambda half: (str(min(half / 2, 60)), str(max(half / 2 - 60, 0))))
books = st.dictionaries(
    st.integers(1, 30).map(lambda n: f"B{n}"), st.tuples(scores, scores), min_size=1, max_size=12
)


@given(books, st.randoms())
def test_table_is_the_same_in_whatever_order_sheets_come(
    marked: dict[str, tuple[tuple[str, str], ...]], chance: object
) -> None:
    found = book(marked)
    items = list(found.sheets.items())
    chance.shuffle(items)  # type: ignore[attr-defined]
    shuffled = replace(found, sheets=dict(items), entries=dict(reversed(found.entries.items())))
    one, other = (score_table.build(each, RULES, FINAL) for each in (found, shuffled))
    assert one == other
    assert one.digest == other.digest


@given(books)
def test_prizes_are_never_more_than_there_are(marked: dict[str, tuple[tuple[str, str], ...]]) -> None:
    table = score_table.build(book(marked), RULES, FINAL)
    given_out = [place.prize for place in table.won]
    assert given_out.count("nhat") <= 1
    assert given_out.count("nhi") <= 2
    assert len(table.ranking.places) == len(marked)


def test_empty_round_has_an_empty_table() -> None:
    table = score_table.build(Book(), RULES, FINAL)
    assert (table.results, table.ranking.places, table.won) == ((), (), ())


def test_sheets_that_the_scale_no_longer_fits_are_told_and_keep_the_round_open() -> None:
    """Three readings where two are asked for: the third is lost without anybody lacking one."""
    found = book({**CLEAR, "B1": marks(90, 92, 30)})
    smaller = rules(CONTEST.replace("max: 60", "max: 50").replace("max: 40", "max: 50"))
    assert score_table.build(found, RULES, FINAL).misfits == ()
    table = score_table.build(found, smaller, FINAL)
    assert (table.misfits, table.is_final) == (("B1", "B2", "B3"), False)
    assert "thang điểm ở contest.yml đã đổi sau khi chấm" in next(score_table.lines_of(table)).vi


def test_near_tie_is_decided_only_once_both_sides_were_weighed_against_each_other() -> None:
    """Four entries within a point at the edge of the first prize, of which each side is ordered by itself."""
    wide = rules(
        CONTEST.replace("near_tie: 1", "near_tie: 9").replace(
            "nhat, name: Giải Nhất, count: 1", "nhat, name: Giải Nhất, count: 2"
        )
    )
    found = book({"B1": marks(80, 80), "B2": marks(79, 79), "B3": marks(78, 78), "B4": marks(77, 77)})

    def left(*orders: tuple[str, ...]) -> int:
        decided = replace(found, decisions=tuple(decision(*order) for order in orders))
        return sum(
            deliberation.prize == "nhat" for deliberation in score_table.build(decided, wide, FINAL).open
        )

    assert left() == 1
    assert left(("B2", "B1"), ("B4", "B3")) == 1
    assert left(("B1", "B2"), ("B3", "B4"), ("B2", "B3")) == 0
    assert left(("B1", "B2", "B3", "B4")) == 0


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (("B1",), "quyết định phải nêu ít nhất hai bài, đây chỉ có B1"),
        (("B1", "B9"), "B9 không có trong vòng này, hoặc chưa có điểm"),
    ],
)
def test_decision_about_one_entry_or_a_strange_one_is_none(order: tuple[str, ...], said: str) -> None:
    table = score_table.build(replace(book(CLEAR), decisions=(decision(*order),)), RULES, FINAL)
    assert ([each.vi for each in table.unfit], table.decided) == ([said], ())
