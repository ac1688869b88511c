"""What judging is about: the rubric, judges, entries under their codes, score sheets, the rules of a round.

Records only, and what makes a sheet fit to be counted. Scores are exact (`Fraction`). Nothing here knows who
wrote an entry, and nothing decides anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from neuguong.problems import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """A criterion: scores go from 0 to `max` in steps of `step` and count `weight` times."""

    slug: str
    name: Text
    max: Fraction
    step: Fraction
    weight: Fraction = Fraction(1)
    required: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Rubric:
    """All criteria, in the order in which judges see them."""

    criteria: tuple[Criterion, ...]

    @property
    def full_marks(self) -> Fraction:
        """Return the most points that a sheet can have."""
        return sum((criterion.weight * criterion.max for criterion in self.criteria), Fraction(0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Judge:
    """A judge: full name and unit, the fields read best (may be none), the most readings to be given."""

    id: str
    name: str
    unit: str
    fields: tuple[str, ...] = ()
    cap: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An entry as judging sees it: its random code, its field, and a key for the school it comes from.

    The key only says which entries come from one school (for caps); it need not tell which school that is.
    """

    code: str
    field: str = ""
    school: str = ""


class SheetState(StrEnum):
    """A sheet is finished, still being filled in, or handed back unread with a reason."""

    COMPLETE = "complete"
    DRAFT = "draft"
    ABSTAINED = "abstained"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One judge's scores for one entry in one round, as (criterion's slug, score).

    `third`: this reading was called because the first ones lay too far apart.
    """

    judge: str
    code: str
    round: str
    scores: tuple[tuple[str, Fraction], ...] = ()
    state: SheetState = SheetState.COMPLETE
    reason: str = ""
    third: bool = False


class ThirdReading(StrEnum):
    """What a third reading does: the mean of all, the mean of the two nearest, or it decides alone."""

    PARITY = "parity"
    NEAREST = "nearest"
    EXPERT = "expert"


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """A round's rules: readings per entry; readings further apart than `gap` call a third reader."""

    slug: str
    readings: int
    gap: Fraction | None = None
    third: ThirdReading = ThirdReading.PARITY


def faults_of(sheet: Sheet, rubric: Rubric) -> Iterator[Text]:
    """Yield why a sheet cannot be counted: a score is unknown, double, off the scale or steps, missing."""
    known = {criterion.slug: criterion for criterion in rubric.criteria}
    seen: set[str] = set()
    for slug, score in sheet.scores:
        criterion = known.get(slug)
        if criterion is None:
            yield Text(f"phiếu có tiêu chí lạ: {slug}", f"the sheet has an unknown criterion: {slug}")
            continue
        if slug in seen:
            yield Text(
                f"{criterion.name.vi}: ghi điểm hai lần", f"{criterion.name.en}: there are two scores for it"
            )
        seen.add(slug)
        yield from _faults_of_score(criterion, score)
    for criterion in rubric.criteria:
        if criterion.required and criterion.slug not in seen:
            yield Text(f"{criterion.name.vi}: chưa có điểm", f"{criterion.name.en}: no score yet")


def _faults_of_score(criterion: Criterion, score: Fraction) -> Iterator[Text]:
    if not 0 <= score <= criterion.max:
        yield Text(
            f"{criterion.name.vi}: {written(score).vi} nằm ngoài thang 0–{written(criterion.max).vi}",
            f"{criterion.name.en}: {written(score).en} is off the scale of 0–{written(criterion.max).en}",
        )
    elif score % criterion.step:
        yield Text(
            f"{criterion.name.vi}: {written(score).vi} không chia theo bước {written(criterion.step).vi}",
            f"{criterion.name.en}: {written(score).en} is not in steps of {written(criterion.step).en}",
        )


def counts(sheet: Sheet, rubric: Rubric) -> bool:
    """Return whether a sheet is a whole reading: complete, every required score there, all on the scale."""
    return sheet.state is SheetState.COMPLETE and bool(sheet.scores) and not any(faults_of(sheet, rubric))


def total(sheet: Sheet, rubric: Rubric) -> Fraction:
    """Return the weighted total of a sheet that `counts`.

    An optional criterion left blank is no zero: the sheet is then raised to full marks in proportion.
    """
    scores = dict(sheet.scores)
    scored = [criterion for criterion in rubric.criteria if criterion.slug in scores]
    points = sum((criterion.weight * scores[criterion.slug] for criterion in scored), Fraction(0))
    if len(scored) == len(rubric.criteria):
        return points
    reachable = sum((criterion.weight * criterion.max for criterion in scored), Fraction(0))
    return points * rubric.full_marks / reachable


def written(value: Fraction, digits: int = 2) -> Text:
    """Return the number for reading, at most so many decimals (half away from zero), comma in Vietnamese."""
    scale = 10**digits
    scaled = abs(value) * scale
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = "−" if value < 0 and units else ""
    whole, part = divmod(units, scale)
    decimals = f"{part:0{digits}d}".rstrip("0") if digits else ""
    english = f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"
    return Text(english.replace(".", ","), english)
