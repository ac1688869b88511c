from __future__ import annotations

from fractions import Fraction

from neuguong.content.season import read_rules
from neuguong.contest.judging import Criterion, Round, Rubric, ThirdReading
from neuguong.contest.rules import prizes_of, rounds_of, rubric_of
from neuguong.problems import Text
from tests.content.checks.test_judging import SEASON


def test_rules_become_exact_numbers() -> None:
    _, rules, _ = read_rules(SEASON, "contest.yml")
    assert rules is not None
    assert rubric_of(rules) == Rubric(
        criteria=(
            Criterion(
                slug="chan-thuc",
                name=Text("Chân thực", "Chân thực"),
                max=Fraction(20),
                step=Fraction(1, 4),
                weight=Fraction(3),
            ),
            Criterion(
                slug="the-hien", name=Text("Thể hiện", "Thể hiện"), max=Fraction(30), step=Fraction(1, 2)
            ),
            Criterion(
                slug="trinh-bay",
                name=Text("Trình bày", "Trình bày"),
                max=Fraction(20),
                step=Fraction(1),
                weight=Fraction(1, 2),
                required=False,
            ),
        )
    )
    assert rubric_of(rules).full_marks == 100
    assert rounds_of(rules) == (
        Round(slug="so-khao", readings=2, gap=Fraction(15), third=ThirdReading.NEAREST),
        Round(slug="chung-khao", readings=3, gap=Fraction(20), third=ThirdReading.PARITY),
    )


def test_the_collective_prize_is_not_won_by_entries() -> None:
    _, rules, _ = read_rules(SEASON, "contest.yml")
    assert rules is not None
    assert prizes_of(rules) == (("nhat", 1), ("nhi", 2))
