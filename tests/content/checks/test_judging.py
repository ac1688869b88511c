from __future__ import annotations

from decimal import Decimal

import pytest

from neuguong.content.checks.seasons import SEASON_RULES
from neuguong.content.season import (
    Collective,
    Criterion,
    Decides,
    PrizePoints,
    Resolve,
    Round,
    SeasonDraft,
    Stage,
    read_rules,
)
from neuguong.problems import Level

SEASON = """\
name: Cuộc thi mẫu
summary: Kể một việc tốt ở trường.
organiser: Phòng Mẫu
phases:
  - {phase: nhan-bai, start: 2014-12-01, end: 2015-03-31}
  - {phase: so-khao, start: 2015-04-06, end: 2015-05-05}
  - {phase: chung-khao, start: 2015-05-11, end: 2015-06-05}
  - {phase: cong-bo, start: 2015-06-20, end: 2015-06-20}
who_may_enter: [Mọi người]
limits: {words_min: 500, words_max: 1500, photos_max: 5, entries_per_author: 2, entries_per_unit: 10}
criteria:
  - {slug: chan-thuc, name: Chân thực, max: 20, weight: 3, step: 0.25}
  - {slug: the-hien, name: Thể hiện, max: 30, required: true}
  - {slug: trinh-bay, name: Trình bày, max: 20, weight: 0.5, step: 1, required: false}
rounds:
  - slug: so-khao
    readings: 2
    third_reader_gap: 15
    resolve: gan-nhat
    threshold: 65
    quota: 12
  - {slug: chung-khao, readings: 3, third_reader_gap: 20}
decides: trung-vi
tie_break:
  - chan-thuc
  - the-hien
prizes:
  - {slug: nhat, name: Giải Nhất, count: 1}
  - {slug: nhi, name: Giải Nhì, count: 2}
  - {slug: tap-the, name: Giải Tập thể, count: 1}
collective:
  prize: tap-the
  min_entries: 3
  points:
    - {prize: nhat, points: 5}
    - {prize: nhi, points: 3}
"""

SLUGS, SCORES, ROUNDS = "slugs-are-plain-and-used-once", "scores-can-be-given", "rounds-are-in-order"
THIRD, NARROW, DECIDES = "third-reader-can-be-called", "rounds-narrow-down", "deciding-score-can-be-had"
TIES, UNIT = "tie-break-names-each-once", "collective-prize-can-be-won"
SUM, LIMITS = "criteria-add-up", "limits-make-sense"


def faults(text: str) -> list[tuple[int, str]]:
    marked, rules, problems = read_rules(text, "contest/2015/contest.yml")
    if rules is None or marked is None:
        return sorted((problem.line, problem.rule) for problem in problems)
    draft = SeasonDraft("contest/2015", marked, None, frozenset())
    found = [problem for rule in SEASON_RULES for problem in rule(draft, rules, None)]
    assert {problem.path for problem in found} <= {"contest/2015/contest.yml"}
    assert all(problem.what.vi and problem.what.en and problem.fix.vi and problem.fix.en for problem in found)
    return sorted((problem.line, problem.rule) for problem in found)


def test_season_with_every_key_has_no_fault() -> None:
    assert faults(SEASON) == []


def test_every_key_comes_into_the_record() -> None:
    _, rules, problems = read_rules(SEASON, "contest.yml")
    assert problems == ()
    assert rules is not None
    assert rules.criteria == (
        Criterion(slug="chan-thuc", name="Chân thực", max=20, weight=Decimal(3), step=Decimal("0.25")),
        Criterion(slug="the-hien", name="Thể hiện", max=30),
        Criterion(
            slug="trinh-bay",
            name="Trình bày",
            max=20,
            weight=Decimal("0.5"),
            step=Decimal(1),
            required=False,
        ),
    )
    assert [criterion.points for criterion in rules.criteria] == [60, 30, 10]
    assert rules.rounds == (
        Round(
            slug=Stage.FIRST_ROUND,
            readings=2,
            third_reader_gap=15,
            resolve=Resolve.NEAREST,
            threshold=65,
            quota=12,
        ),
        Round(slug=Stage.FINAL_ROUND, readings=3, third_reader_gap=20),
    )
    assert (rules.decides, rules.collective) == (
        Decides.MEDIAN,
        Collective(
            prize="tap-the",
            min_entries=3,
            points=(PrizePoints(prize="nhat", points=5), PrizePoints(prize="nhi", points=3)),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("slug: the-hien,", "slug: chan-thuc,", [(13, SLUGS), (26, SUM)]),
        ("slug: the-hien,", "slug: Thể hiện,", [(13, SLUGS), (26, SUM)]),
        ("slug: nhi, name", "slug: nhat, name", [(29, SLUGS), (36, UNIT)]),
        ("weight: 3,", "weight: 0,", [(11, SUM), (12, SCORES)]),
        ("weight: 3,", "weight: -3,", [(12, "value-has-its-form")]),
        ("weight: 3,", "weight: ba,", [(12, "value-has-its-form")]),
        ("weight: 3,", 'weight: "1,5",', [(12, "value-has-its-form")]),
        ("weight: 3,", "weight: 2.5,", [(11, SUM)]),
        ("max: 20, weight: 0.5", "max: 15, weight: 0.5", [(11, SUM), (14, SCORES)]),
        ("step: 0.25", "step: 0", [(12, SCORES)]),
        ("step: 0.25", "step: 0.3", [(12, SCORES)]),
        ("step: 0.25", "step: 40", [(12, SCORES)]),
        ("step: 0.25", "step: 0,25", [(12, SCORES)]),
        ("max: 30, required: true", "max: 30, required: có", [(13, "value-has-its-form")]),
        ("slug: so-khao\n", "slug: chung-khao\n", [(15, ROUNDS)]),
        ("slug: so-khao\n", "slug: nhan-bai\n", [(15, ROUNDS)]),
        ("slug: chung-khao,", "slug: so-khao,", [(15, ROUNDS)]),
        ("readings: 2", "readings: 1", [(18, THIRD)]),
        ("readings: 2", "readings: 0", [(17, LIMITS), (18, THIRD)]),
        ("third_reader_gap: 15", "third_reader_gap: 0", [(18, THIRD)]),
        ("third_reader_gap: 15", "third_reader_gap: 100", [(18, THIRD)]),
        ("    third_reader_gap: 15\n", "", [(18, THIRD)]),
        ("resolve: gan-nhat", "resolve: boc-tham", [(19, "value-has-its-form")]),
        ("threshold: 65", "threshold: 101", [(20, NARROW)]),
        ("threshold: 65", "threshold: 0", [(20, NARROW)]),
        ("quota: 12", "quota: 0", [(21, NARROW)]),
        ("quota: 12", "quota: 2", [(21, NARROW)]),
        ("third_reader_gap: 20}", "third_reader_gap: 20, quota: 5}", [(22, NARROW)]),
        ("decides: trung-vi", "decides: cao-nhat", [(23, "value-has-its-form")]),
        ("decides: trung-vi", "near_tie: -1", [(23, "value-has-its-form")]),
        ("decides: trung-vi", "near_tie: ít", [(23, "value-has-its-form")]),
        ("  - the-hien\n", "  - chan-thuc\n", [(26, TIES)]),
        ("  - the-hien\n", "  - van-hay\n", [(26, SUM)]),
        (", count: 2}", "}", [(29, "key-is-given")]),
        (", count: 2}", ", count: hai}", [(29, "value-has-its-form")]),
        ("prize: tap-the", "prize: toan-doan", [(32, UNIT)]),
        ("min_entries: 3", "min_entries: 0", [(33, UNIT)]),
        ("min_entries: 3", "min_entries: 11", [(33, UNIT)]),
        ("{prize: nhi, points: 3}", "{prize: nhat, points: 3}", [(36, UNIT)]),
        ("{prize: nhi, points: 3}", "{prize: ba, points: 3}", [(36, UNIT)]),
        ("{prize: nhi, points: 3}", "{prize: tap-the, points: 3}", [(36, UNIT)]),
        ("{prize: nhi, points: 3}", "{prize: nhi, points: 0}", [(36, UNIT)]),
        ("entries_per_author: 2", "entries_per_author: 11", [(10, LIMITS)]),
        ("entries_per_unit: 10", "entries_per_unit: 0", [(10, LIMITS), (33, UNIT)]),
    ],
)
def test_faults_are_found_at_their_line(old: str, new: str, expected: list[tuple[int, str]]) -> None:
    assert SEASON.count(old) == 1
    assert faults(SEASON.replace(old, new)) == expected


def test_leniency_can_only_be_taken_out_where_two_read() -> None:
    alone = SEASON.replace("readings: 3, third_reader_gap: 20", "readings: 1")
    assert faults(alone) == []
    assert faults(alone.replace("trung-vi", "dieu-chinh")) == [(23, DECIDES)]
    assert faults(SEASON.replace("trung-vi", "dieu-chinh")) == []


def test_prizes_beyond_the_quota_are_a_warning_and_no_error() -> None:
    marked, rules, _ = read_rules(SEASON.replace("quota: 12", "quota: 2"), "contest.yml")
    assert marked is not None
    assert rules is not None
    draft = SeasonDraft("contest/2015", marked, None, frozenset())
    found = [problem for rule in SEASON_RULES for problem in rule(draft, rules, None)]
    assert [(p.level, p.what.en) for p in found] == [
        (Level.WARNING, "only 2 entries advance, and there are 3 prizes")
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "step: 0.25",
            "step: 0.3",
            "“chan-thuc” cho điểm theo bước 0.3 thì không tới 20",
        ),
        ("weight: 3,", "weight: 1,", "điểm tối đa các tiêu chí cộng lại là 60"),
        ("min_entries: 3", "min_entries: 11", "cần 11 bài, mà mỗi đơn vị chỉ được gửi 10"),
    ],
)
def test_words_name_what_is_wrong(old: str, new: str, words: str) -> None:
    marked, rules, _ = read_rules(SEASON.replace(old, new), "contest.yml")
    assert marked is not None
    assert rules is not None
    draft = SeasonDraft("contest/2015", marked, None, frozenset())
    assert [p.what.vi for rule in SEASON_RULES for p in rule(draft, rules, None)] == [words]
