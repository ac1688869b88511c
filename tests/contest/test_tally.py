from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong.contest import agreement, leniency, ranking
from neuguong.contest.judging import (
    Criterion,
    Round,
    Rubric,
    Sheet,
    SheetState,
    ThirdReading,
    counts,
    faults_of,
    total,
    written,
)
from neuguong.contest.leniency import Fit
from neuguong.contest.ranking import Flip
from neuguong.contest.tally import Mark, SheetTwice, State, decide, tally
from neuguong.problems import Text

HALF = Fraction(1, 2)


def points(text: str) -> Fraction:
    return Fraction(text)


def criterion(slug: str, most: int, weight: str = "1", *, required: bool = True) -> Criterion:
    return Criterion(
        slug=slug,
        name=Text(f"Tiêu chí {slug}", f"Criterion {slug}"),
        max=Fraction(most),
        step=HALF,
        weight=Fraction(weight),
        required=required,
    )


RUBRIC = Rubric(criteria=(criterion("a", 20, "2"), criterion("b", 10), criterion("c", 10, required=False)))
RULES = Round(slug="so-khao", readings=2, gap=Fraction(10))


def sheet(judge: str, code: str, a: str, b: str, c: str | None = "5", **more: object) -> Sheet:
    scores = [("a", points(a)), ("b", points(b))]
    if c is not None:
        scores.append(("c", points(c)))
    values: dict[str, object] = {"round": "so-khao", "scores": tuple(scores), **more}
    return Sheet(judge=judge, code=code, **values)  # type: ignore[arg-type]


BAD = [
    (sheet("g", "B", "20.5", "5"), "Tiêu chí a: 20,5 nằm ngoài thang 0–20"),
    (sheet("g", "B", "-1", "5"), "Tiêu chí a: −1 nằm ngoài thang 0–20"),
    (sheet("g", "B", "7.25", "5"), "Tiêu chí a: 7,25 không chia theo bước 0,5"),
    (sheet("g", "B", "7", "5", scores=(("a", Fraction(7)),)), "Tiêu chí b: chưa có điểm"),
    (
        sheet("g", "B", "7", "5", scores=(("a", HALF), ("a", HALF), ("b", HALF))),
        "Tiêu chí a: ghi điểm hai lần",
    ),
    (sheet("g", "B", "7", "5", scores=(("a", HALF), ("b", HALF), ("x", HALF))), "phiếu có tiêu chí lạ: x"),
]


@pytest.mark.parametrize(("bad", "what"), BAD)
def test_sheet_that_breaks_the_rubric_does_not_count(bad: Sheet, what: str) -> None:
    assert [fault.vi for fault in faults_of(bad, RUBRIC)] == [what]
    assert not counts(bad, RUBRIC)


def test_total_is_weighted_and_a_blank_optional_criterion_is_no_zero() -> None:
    assert total(sheet("g", "B", "15.5", "8", "5"), RUBRIC) == 44
    assert total(sheet("g", "B", "15.5", "8", None), RUBRIC) == Fraction(39 * 60, 50)
    assert RUBRIC.full_marks == 60


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (Fraction(0), "0", "0"),
        (Fraction(1, 3), "0,33", "0.33"),
        (Fraction(1, 200), "0,01", "0.01"),
        (Fraction(-1, 201), "0", "0"),
        (Fraction(-5, 2), "−2,5", "−2.5"),
        (Fraction(1999, 1000), "2", "2"),
    ],
)
def test_numbers_are_written_for_people(value: Fraction, vi: str, en: str) -> None:
    assert written(value) == Text(vi, en)


@pytest.mark.parametrize("state", [SheetState.DRAFT, SheetState.ABSTAINED])
def test_missing_sheet_is_never_zero(state: SheetState) -> None:
    sheets = [sheet("g1", "B1", "10", "5"), sheet("g2", "B1", "10", "5", state=state)]
    (result,) = tally(["B1"], sheets, RUBRIC, RULES)
    assert (result.state, result.score) == (State.LACKING, None)
    assert result.how.vi == "mới có 1 trong 2 lượt đọc"


def test_entry_nobody_read_is_told() -> None:
    (result,) = tally(["B1"], [], RUBRIC, RULES)
    assert (result.state, result.gap, result.how.en) == (State.LACKING, None, "has 0 of 2 readings")


def test_sheets_of_another_round_or_code_are_left_out() -> None:
    sheets = [sheet("g1", "B1", "10", "5", round="chung-khao"), sheet("g1", "B9", "10", "5")]
    assert [result.marks for result in tally(["B1"], sheets, RUBRIC, RULES)] == [()]


def test_no_sheet_is_counted_twice() -> None:
    with pytest.raises(SheetTwice, match="g1, B1"):
        tally(["B1"], [sheet("g1", "B1", "10", "5"), sheet("g1", "B1", "10", "5")], RUBRIC, RULES)


def three(
    first: str, second: str, third: str | None, rule: ThirdReading
) -> tuple[State, Fraction | None, str]:
    sheets = [sheet("g1", "B", first, "0", "0"), sheet("g2", "B", second, "0", "0")]
    if third is not None:
        sheets.append(sheet("g3", "B", third, "0", "0", third=True))
    rules = Round(slug="so-khao", readings=2, gap=Fraction(10), third=rule)
    (result,) = tally(["B"], sheets, RUBRIC, rules)
    return result.state, result.score, result.how.vi


THIRDS = [  # a counts twice
    ("10", "15", None, "parity", State.SCORED, "25", "trung bình 2 lượt đọc"),
    ("10", "15.5", None, "parity", State.THIRD_NEEDED, None, "lệch 11 điểm, quá 10: chờ người đọc thứ ba"),
    ("4", "16", "10", "parity", State.SCORED, "20", "trung bình 3 lượt đọc"),
    ("4", "16", "12", "nearest", State.SCORED, "28", "trung bình hai lượt gần nhau nhất"),
    ("4", "16", "16", "nearest", State.SCORED, "32", "trung bình hai lượt gần nhau nhất"),
    ("4", "16", "20", "nearest", State.SCORED, "36", "trung bình hai lượt gần nhau nhất"),
    *[
        ("4", "16", "10", "nearest", State.SCORED, "20", how)
        for how in ["có hai cặp cùng gần nhau (cách 12 điểm): trung bình cả 3 lượt"]
    ],
    ("4", "16", "6", "expert", State.SCORED, "12", "lượt đọc thứ ba quyết định"),
]


@pytest.mark.parametrize(("first", "second", "third", "rule", "state", "score", "how"), THIRDS)
def test_third_reading_is_resolved_by_the_rule(
    first: str, second: str, third: str | None, rule: str, state: State, score: str | None, how: str
) -> None:
    expected = (state, None if score is None else Fraction(score), how)
    assert three(first, second, third, ThirdReading(rule)) == expected


SHEETS = st.lists(
    st.tuples(st.sampled_from("pqrs"), st.sampled_from("WXYZ"), st.integers(0, 40), st.integers(0, 20)),
    unique_by=lambda values: values[:2],
    max_size=16,
)


@given(SHEETS, st.randoms(use_true_random=False))
def test_order_of_sheets_changes_nothing_and_the_mean_is_exact(
    values: list[tuple[str, str, int, int]], chance: random.Random
) -> None:
    sheets = [sheet(j, c, str(Fraction(a, 2)), str(Fraction(b, 2))) for j, c, a, b in values]
    rules = Round(slug="so-khao", readings=2)
    results = tally("WXYZ", sheets, RUBRIC, rules)
    for result in results:
        totals = [Fraction(a) + Fraction(b, 2) + 5 for _, code, a, b in values if code == result.code]
        assert result.score == (sum(totals) / Fraction(len(totals)) if len(totals) >= 2 else None)
    shuffled = sheets[:]
    chance.shuffle(shuffled)
    assert tally("ZYXW", shuffled, RUBRIC, rules) == results


# Leniency


def test_leniency_is_taken_out_exactly_where_there_is_no_noise() -> None:
    worth = {"W": 60, "X": 70, "Y": 75, "Z": 81}
    lenient = {"p": 4, "q": -4, "r": 0}
    readers = {"W": "pq", "X": "qr", "Y": "pr", "Z": "pqr"}
    marks = [
        (code, judge, Fraction(worth[code] + lenient[judge])) for code in worth for judge in readers[code]
    ]
    fit = leniency.fit(marks)
    assert isinstance(fit, Fit)
    assert fit.noise == 0
    scores = {entry.code: entry.score for entry in fit.entries}
    assert scores == {code: Fraction(value) for code, value in worth.items()}
    assert [(judge.judge, judge.points, judge.readings) for judge in fit.judges] == [
        ("p", Fraction(4), 3),
        ("q", Fraction(-4), 3),
        ("r", Fraction(0), 3),
    ]


def test_variances_of_a_balanced_table_are_those_of_the_analysis_of_variance() -> None:
    """Every judge reads every entry: MS(judges) = 36, MS(error) = 1, so leniency's variance is (36-1)/4."""
    table = {"p": [10, 12, 15, 17], "q": [16, 18, 21, 23], "r": [13, 15, 18, 20]}
    wobble = {"p": [1, -1, 0, 0], "q": [0, 0, 1, -1], "r": [-1, 1, -1, 1]}
    marks = [
        (f"B{n}", judge, Fraction(table[judge][n] + wobble[judge][n])) for judge in table for n in range(4)
    ]
    fit = leniency.fit(marks)
    assert isinstance(fit, Fit)
    judge_means = {j: Fraction(sum(table[j]) + sum(wobble[j]), 4) for j in table}
    entry_means = [Fraction(sum(table[j][n] + wobble[j][n] for j in table), 3) for n in range(4)]
    centre = sum(entry_means) / 4
    within = sum(
        (Fraction(table[j][n] + wobble[j][n]) - judge_means[j] - entry_means[n] + centre) ** 2
        for j in table
        for n in range(4)
    )
    noise = within / 6
    between = 4 * sum((mean - centre) ** 2 for mean in judge_means.values()) / 2
    assert abs(float(fit.noise) ** 2 - float(noise)) < 0.002
    assert abs(float(fit.spread) ** 2 - float((between - noise) / 4)) < 0.02
    # Balanced: leniency is the judge's mean shrunk by spread/(spread + noise/4), as every textbook has it.
    shrink = float((between - noise) / 4) / float((between - noise) / 4 + noise / 4)
    for judge in fit.judges:
        assert abs(float(judge.points) - shrink * float(judge_means[judge.judge] - centre)) < 0.001
    # And with everybody reading everything, nobody's rank changes: all adjusted scores are the means.
    for n, entry in enumerate(fit.entries):
        assert abs(float(entry.score - entry_means[n])) < 0.001


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(0, 200)), unique_by=lambda v: v[:2])
)
@settings(max_examples=60)
def test_order_of_marks_changes_no_byte_of_the_fit(values: list[tuple[int, int, int]]) -> None:
    marks = [(f"B{e}", f"g{j}", Fraction(y, 2)) for e, j, y in values]
    assert leniency.fit(marks[::-1]) == leniency.fit(marks)


@pytest.mark.parametrize(
    ("marks", "what"),
    [
        ([], "chưa đủ hai giám khảo để so"),
        ([("W", "p", 5), ("X", "p", 6)], "chưa đủ hai giám khảo để so"),
        (
            [("W", "p", 5), ("W", "q", 6), ("X", "r", 5), ("X", "s", 6)],
            "giám khảo chia thành 2 nhóm không đọc chung bài nào, nên không biết nhóm nào dễ hơn",
        ),
        (
            [("W", "p", 5), ("W", "q", 6), ("X", "q", 5), ("X", "r", 6)],
            "quá ít lượt đọc: 4 điểm cho 2 bài và 3 giám khảo, cần ít nhất 5",
        ),
    ],
)
def test_fit_is_refused_with_a_reason(marks: list[tuple[str, str, int]], what: str) -> None:
    fit = leniency.fit((code, judge, Fraction(mark)) for code, judge, mark in marks)
    assert isinstance(fit, Text)
    assert fit.vi == what


def test_standard_error_is_as_large_as_the_errors_really_are() -> None:
    """Two hundred seasons with known truth: the mean squared error over the mean squared SE is near 1."""
    chance = random.Random(7)  # noqa: S311
    squares, predicted = [], []
    for _ in range(40):
        lenient = [chance.gauss(0, 5) for _ in range(8)]
        worth = [chance.gauss(60, 8) for _ in range(24)]
        marks = []
        for n, value in enumerate(worth):
            for j in chance.sample(range(8), 3):
                mark = Fraction(round(value + lenient[j] + chance.gauss(0, 4), 3))
                marks.append((f"B{n:02}", f"g{j}", mark))
        fit = leniency.fit(marks)
        assert isinstance(fit, Fit)
        for entry, value in zip(fit.entries, worth, strict=True):
            squares.append((float(entry.score) - value) ** 2)
            predicted.append(float(entry.error) ** 2)
    assert 0.85 < sum(squares) / sum(predicted) < 1.15


# Agreement

KRIPPENDORFF = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": four coders, interval alpha 0.849."""


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    rows = [line.split() for line in KRIPPENDORFF.strip().splitlines()]
    units = [[Fraction(mark) for mark in column if mark != "."] for column in zip(*rows, strict=True)]
    found = agreement.alpha(units)
    assert found is not None
    assert round(float(found), 3) == 0.849


def test_kappa_of_a_table_counted_by_hand() -> None:
    """Marks (1,1) (2,1) (3,3) (2,3): mean squared difference 1/2; over all 16 combinations 24/16."""
    pairs = [(Fraction(a), Fraction(b)) for a, b in [(1, 1), (2, 1), (3, 3), (2, 3)]]
    by_hand = Fraction(sum((a - b) ** 2 for (a, _), (_, b) in itertools.product(pairs, pairs)), 16)
    assert by_hand == Fraction(3, 2)
    assert agreement.kappa(pairs) == 1 - Fraction(1, 2) / by_hand == Fraction(2, 3)


@pytest.mark.parametrize("pairs", [[], [(1, 1)], [(2, 2), (2, 2)]])
def test_kappa_is_unknown_where_nothing_differs(pairs: list[tuple[int, int]]) -> None:
    assert agreement.kappa([(Fraction(a), Fraction(b)) for a, b in pairs]) is None


def test_alpha_is_unknown_where_nobody_was_read_twice() -> None:
    assert agreement.alpha([[Fraction(1)], [Fraction(2)]]) is None


def test_judge_who_is_lenient_and_timid_is_seen() -> None:
    worth = [20, 30, 40]
    sheets = [("p", 20), ("p", 30), ("p", 40), ("q", 35), ("q", 38), ("q", 41)]
    rules = Round(slug="r", readings=2)
    rubric = Rubric(criteria=(criterion("t", 50),))
    given_sheets = [
        Sheet(judge=judge, code=f"B{n % 3}", round="r", scores=(("t", Fraction(mark)),))
        for n, (judge, mark) in enumerate(sheets)
    ]
    results = tally([f"B{n}" for n in range(len(worth))], given_sheets, rubric, rules)
    p, q = agreement.of_judges(results)
    assert (q.judge, q.readings, q.offset, q.spread) == ("q", 3, Fraction(8), Fraction(3, 10))
    assert p.kappa == q.kappa


# Ranks

NAMES = (
    ("a", Text("tính chân thực", "truth")),
    ("b", Text("sức lan tỏa", "spread")),
    ("hop", Text("họp", "meeting")),
)
PRIZES = (("nhat", 1), ("nhi", 2))


def test_ties_are_broken_by_criteria_in_order_and_every_step_is_said() -> None:
    marks = {"W": ("10", "5"), "X": ("9", "7"), "Y": ("9", "7"), "Z": ("8", "8")}
    sheets = [sheet(j, code, a, b, "0") for code, (a, b) in marks.items() for j in "pq"]
    results = {r.code: r for r in tally(marks, sheets, RUBRIC, RULES)}
    scores = {code: Fraction(25) for code in "WXY"} | {"Z": Fraction(24)}
    found = ranking.rank(scores, PRIZES, NAMES, results)
    assert [(p.rank, p.code, p.prize, p.open_prize) for p in found.places] == [
        (1, "W", "nhat", False),
        (2, "X", "nhi", False),
        (2, "Y", "nhi", False),
        (4, "Z", None, False),
    ]
    assert [step.what.vi for step in found.steps] == [
        "cùng 25 điểm, xét tính chân thực: W: 10, X: 9, Y: 9",
        "vẫn bằng nhau theo sức lan tỏa (X: 7, Y: 7)",
        "X, Y cùng 25 điểm, không tiêu chí nào phân định: hội đồng quyết định",
    ]


def test_prize_stays_open_where_equals_reach_over_its_edge() -> None:
    found = ranking.rank({"W": Fraction(9), "X": Fraction(9), "Y": Fraction(8)}, PRIZES)
    assert [(p.rank, p.prize, p.open_prize) for p in found.places] == [
        (1, None, True),
        (1, None, True),
        (3, "nhi", False),
    ]


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 5).map(Fraction)))
def test_ranks_are_one_more_than_the_number_of_better_entries(scores: dict[str, Fraction]) -> None:
    found = ranking.rank(scores, PRIZES)
    assert {place.code: place.rank for place in found.places} == {
        code: 1 + sum(other > score for other in scores.values()) for code, score in scores.items()
    }


def test_near_ties_at_an_edge_go_to_the_jury() -> None:
    scores = {
        code: Fraction(value) for code, value in [("W", 90), ("X", 85), ("Y", 84), ("Z", 83), ("V", 70)]
    }
    (found,) = ranking.deliberations(scores, PRIZES, Fraction(3, 2))
    assert (found.prize, found.above, found.below, found.gap) == ("nhi", ("Y",), ("Z",), Fraction(1))
    assert found.what.vi == "ranh giới giải nhi: Y chỉ hơn Z 1 điểm, chưa tới 1,5: hội đồng bàn"
    (wider,) = ranking.deliberations(scores, PRIZES, Fraction(3))
    assert (wider.above, wider.below) == (("X", "Y"), ("Z",))
    assert ranking.deliberations(scores, PRIZES, Fraction(1)) == ()


def test_prizes_that_another_way_would_give_to_another_are_marked() -> None:
    deciding = {"W": Fraction(9), "X": Fraction(8), "Y": Fraction(7), "Z": Fraction(6)}
    median = deciding | {"Z": Fraction(15, 2)}
    assert ranking.flips(deciding, {"median": median, "same": deciding}, PRIZES) == (
        Flip(by="median", code="Y", prize="nhi", instead=None),
        Flip(by="median", code="Z", prize=None, instead="nhi"),
    )


MARKS = st.lists(
    st.tuples(st.sampled_from("pqrst"), st.sampled_from("STUVWXYZ"), st.integers(0, 20)),
    unique_by=lambda values: values[:2],
    max_size=30,
)


@given(MARKS)
def test_leaving_a_judge_out_is_ranking_without_that_judge(values: list[tuple[str, str, int]]) -> None:
    rubric = Rubric(criteria=(criterion("t", 50),))
    sheets = [Sheet(judge=j, code=c, round="r", scores=(("t", Fraction(y)),)) for j, c, y in values]
    rules = Round(slug="r", readings=1)
    results = tally("STUVWXYZ", sheets, rubric, rules)
    base = {r.code: r.score for r in results if r.score is not None}
    expected: list[Flip] = []
    for judge in sorted({j for j, _, _ in values}):
        without = tally("STUVWXYZ", [s for s in sheets if s.judge != judge], rubric, rules)
        scores = {r.code: r.score for r in without if r.score is not None}
        before, after = by_hand(base), by_hand(scores)
        expected += [
            Flip(by=judge, code=code, prize=before.get(code), instead=after.get(code))
            for code in sorted(base)
            if before.get(code) != after.get(code)
        ]
    assert ranking.judge_flips(results, PRIZES) == tuple(expected)


def by_hand(scores: dict[str, Fraction]) -> dict[str, str]:
    ranks = {code: 1 + sum(other > score for other in scores.values()) for code, score in scores.items()}
    return {code: "nhat" if rank <= 1 else "nhi" for code, rank in ranks.items() if rank <= 3}


@pytest.mark.parametrize(
    ("third", "median"), [(ThirdReading.PARITY, 60), (ThirdReading.NEAREST, 70), (ThirdReading.EXPERT, 60)]
)
def test_median_is_of_the_readings_that_count(third: ThirdReading, median: int) -> None:
    marks = (
        Mark(judge="A", total=Fraction(20), scores=()),
        Mark(judge="B", total=Fraction(80), scores=()),
        Mark(judge="C", total=Fraction(60), scores=(), third=True),
    )
    rules = Round(slug="r", readings=2, gap=Fraction(15), third=third)
    assert decide("E", marks, rules).median == median


def test_median_stands_beside_the_mean() -> None:
    rubric = Rubric(criteria=(criterion("t", 50),))
    sheets = [Sheet(judge=str(n), code="B", round="r", scores=(("t", Fraction(n)),)) for n in (1, 2, 9, 10)]
    (result,) = tally(["B"], sheets, rubric, Round(slug="r", readings=4))
    assert (result.score, result.median) == (Fraction(11, 2), Fraction(11, 2))
    assert decide("B", result.marks[:3], Round(slug="r", readings=3)).median == 2
