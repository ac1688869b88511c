"""How well judges agree: Krippendorff's alpha, quadratic-weighted kappa, each judge's spread. Exact.

Marks in, `Fraction`s out; None where there is too little to say anything (nobody read twice, no differences).
1 is full agreement, 0 is what chance would give, below 0 is worse than chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from neuguong.contest.tally import Result


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """One judge beside those who read the same entries.

    `offset`: points above the others' mean on these entries. `spread`: standard deviation of the judge's
    marks as a share of that of the others' means (below 1: keeps to the middle of the scale).
    `kappa`: agreement with the others' mean. `readings`: shared entries.
    """

    judge: str
    readings: int
    offset: Fraction
    spread: Fraction | None
    kappa: Fraction | None


def alpha(units: Iterable[Sequence[Fraction]]) -> Fraction | None:
    """Return Krippendorff's alpha for interval data; each unit is the marks of one entry.

    Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": 1 - observed / expected disagreement,
    units with one mark left out.
    """
    observed = total = squares = Fraction(0)
    count = 0
    for unit in units:
        if len(unit) < 2:
            continue
        unit_sum = sum(unit, Fraction(0))
        unit_squares = sum((mark * mark for mark in unit), Fraction(0))
        observed += 2 * (len(unit) * unit_squares - unit_sum**2) / (len(unit) - 1)
        total += unit_sum
        squares += unit_squares
        count += len(unit)
    if count < 2:
        return None
    expected = 2 * (count * squares - total**2) / (count - 1)
    return 1 - observed / expected if expected else None


def kappa(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Return Cohen's kappa with quadratic weights of two judges' marks for the same entries.

    Cohen 1968, "Weighted kappa", Psychological Bulletin 70: 1 - the mean squared difference of the pairs over
    that of all marks of one judge with all of the other.
    """
    count = len(pairs)
    ours = sum((a for a, _ in pairs), Fraction(0))
    theirs = sum((b for _, b in pairs), Fraction(0))
    observed = sum(((a - b) ** 2 for a, b in pairs), Fraction(0))
    squares = sum((a * a + b * b for a, b in pairs), Fraction(0))
    expected = count * squares - 2 * ours * theirs
    return 1 - count * observed / expected if expected else None


def of_judges(results: Iterable[Result]) -> tuple[Agreement, ...]:
    """Return each judge's agreement with the others who read the same entries, by judge."""
    pairs: dict[str, list[tuple[Fraction, Fraction]]] = {}
    for result in results:
        together = sum((mark.total for mark in result.marks), Fraction(0))
        for mark in result.marks:
            others = len(result.marks) - 1
            shared = pairs.setdefault(mark.judge, [])
            if others:
                shared.append((mark.total, (together - mark.total) / others))
    return tuple(_of_judge(judge, pairs[judge]) for judge in sorted(pairs))


def _of_judge(judge: str, pairs: list[tuple[Fraction, Fraction]]) -> Agreement:
    count = len(pairs)
    offset = sum((a - b for a, b in pairs), Fraction(0)) / count if count else Fraction(0)
    theirs = _variation([b for _, b in pairs])
    return Agreement(
        judge=judge,
        readings=count,
        offset=offset,
        spread=_root(_variation([a for a, _ in pairs]) / theirs) if theirs else None,
        kappa=kappa(pairs),
    )


def _variation(marks: Sequence[Fraction]) -> Fraction:
    total = sum(marks, Fraction(0))
    return len(marks) * sum((mark * mark for mark in marks), Fraction(0)) - total**2


def _root(value: Fraction) -> Fraction:
    """Return the square root, rounded down to a thousandth."""
    return Fraction(math.isqrt(value.numerator * 10**6 // value.denominator), 1000)
