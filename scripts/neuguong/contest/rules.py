"""What contest.yml says about judging, as the records that the cores of judging take.

Rules of a season in, rubric and rounds out, in exact numbers. Reads no files and decides nothing.
"""

from __future__ import annotations

from fractions import Fraction

from neuguong.content.season import Resolve, Rules
from neuguong.contest.judging import Criterion, Round, Rubric, ThirdReading
from neuguong.problems import Text

_THIRD = {
    Resolve.MEAN: ThirdReading.PARITY,
    Resolve.NEAREST: ThirdReading.NEAREST,
    Resolve.EXPERT: ThirdReading.EXPERT,
}


def rubric_of(rules: Rules) -> Rubric:
    """Return the season's rubric, criteria in the order of contest.yml."""
    return Rubric(
        criteria=tuple(
            Criterion(
                slug=criterion.slug,
                name=Text(criterion.name, criterion.name),
                max=Fraction(criterion.max),
                step=Fraction(criterion.step),
                weight=Fraction(criterion.weight),
                required=criterion.required,
            )
            for criterion in rules.criteria
        )
    )


def rounds_of(rules: Rules) -> tuple[Round, ...]:
    """Return the season's rounds in their order."""
    return tuple(
        Round(
            slug=each.slug.value,
            readings=each.readings,
            gap=None if each.third_reader_gap is None else Fraction(each.third_reader_gap),
            third=_THIRD[each.resolve],
        )
        for each in rules.rounds
    )


def prizes_of(rules: Rules) -> tuple[tuple[str, int], ...]:
    """Return the prizes that entries win, from the first down, as (slug, how many)."""
    collective = rules.collective.prize if rules.collective else None
    return tuple((prize.slug, prize.count) for prize in rules.prizes if prize.slug != collective)
