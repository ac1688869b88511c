"""The score that decides: exact, from whole readings only, by the rules of the round.

Sheets and rules in; for each entry its score, or why it has none yet. Everything is a `Fraction`. A missing
score is never zero, a draft counts for nothing, and an entry that lacks readings is told, not ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from neuguong.contest.judging import Round, Rubric, Sheet, ThirdReading, counts, total, written
from neuguong.problems import Text


class State(StrEnum):
    """An entry has its score, lacks readings, or waits for a third reader."""

    SCORED = "scored"
    LACKING = "lacking"
    THIRD_NEEDED = "third-needed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What one judge gave an entry: the weighted total and the score of each criterion."""

    judge: str
    total: Fraction
    scores: tuple[tuple[str, Fraction], ...]
    third: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """An entry's deciding score (None until it is `SCORED`), how it came about, all marks and the counted.

    `gap`: between the highest and the lowest of the first readings. Marks are in the order of judges.
    """

    code: str
    state: State
    score: Fraction | None
    gap: Fraction | None
    marks: tuple[Mark, ...]
    counted: tuple[Mark, ...]
    how: Text

    @property
    def median(self) -> Fraction | None:
        """Return the median of the readings that count, or None where there is no score."""
        totals = sorted(mark.total for mark in self.counted)
        if self.score is None:
            return None
        return (totals[(len(totals) - 1) // 2] + totals[len(totals) // 2]) / 2

    def criterion(self, slug: str) -> Fraction | None:
        """Return the mean of the counted readings for one criterion, or None where nobody scored it."""
        scores = [score for mark in self.counted for name, score in mark.scores if name == slug]
        return sum(scores, Fraction(0)) / len(scores) if scores else None


class SheetTwice(ValueError):  # noqa: N818 - says what happened
    """Two sheets of one judge for one entry: which of them counts is not the tally's to decide."""


def tally(codes: Iterable[str], sheets: Iterable[Sheet], rubric: Rubric, rules: Round) -> tuple[Result, ...]:
    """Return the result of every entry, by code. Sheets of other rounds or of unknown codes are left out.

    Raises SheetTwice where a judge has two sheets for an entry.
    """
    marks: dict[str, dict[str, Mark]] = {code: {} for code in codes}
    seen: set[tuple[str, str]] = set()
    for sheet in sheets:
        if sheet.round != rules.slug or sheet.code not in marks:
            continue
        if (sheet.judge, sheet.code) in seen:
            raise SheetTwice(f"{sheet.judge}, {sheet.code}")
        seen.add((sheet.judge, sheet.code))
        if counts(sheet, rubric):
            marks[sheet.code][sheet.judge] = Mark(
                judge=sheet.judge, total=total(sheet, rubric), scores=sheet.scores, third=sheet.third
            )
    return tuple(
        decide(code, tuple(found[judge] for judge in sorted(found)), rules)
        for code, found in sorted(marks.items())
    )


def decide(code: str, marks: tuple[Mark, ...], rules: Round) -> Result:
    """Return the result of one entry from its marks."""
    first = [mark.total for mark in marks if not mark.third]
    third = [mark for mark in marks if mark.third]
    gap = max(first) - min(first) if first else None
    if len(first) < rules.readings:
        how = Text(
            f"mới có {len(first)} trong {rules.readings} lượt đọc",
            f"has {len(first)} of {rules.readings} readings",
        )
        return _without_score(code, State.LACKING, marks, gap, how)
    if rules.gap is None or gap is None or gap <= rules.gap:
        return _scored(code, marks, marks, gap, _mean_of(marks))
    if not third:
        how = Text(
            f"lệch {written(gap).vi} điểm, quá {written(rules.gap).vi}: chờ người đọc thứ ba",
            f"{written(gap).en} points apart, more than {written(rules.gap).en}: waits for a third reader",
        )
        return _without_score(code, State.THIRD_NEEDED, marks, gap, how)
    counted, how = _resolved(marks, third, rules.third)
    return _scored(code, marks, counted, gap, how)


def _resolved(
    marks: tuple[Mark, ...], third: Sequence[Mark], rule: ThirdReading
) -> tuple[tuple[Mark, ...], Text]:
    """Return the marks that count once a third reading is there, and why."""
    if rule is ThirdReading.EXPERT:
        return tuple(third), Text("lượt đọc thứ ba quyết định", "the third reading decides")
    if rule is ThirdReading.PARITY:
        return marks, _mean_of(marks)
    by_total = sorted(marks, key=lambda mark: (mark.total, mark.judge))
    steps = [high.total - low.total for low, high in pairwise(by_total)]
    nearest = [index for index, step in enumerate(steps) if step == min(steps)]
    kept = {mark.judge for index in nearest for mark in by_total[index : index + 2]}
    counted = tuple(mark for mark in marks if mark.judge in kept)
    if len(nearest) == 1:
        return counted, Text("trung bình hai lượt gần nhau nhất", "the mean of the two nearest readings")
    return counted, Text(
        f"có hai cặp cùng gần nhau (cách {written(min(steps)).vi} điểm): trung bình cả {len(counted)} lượt",
        f"two pairs are equally near ({written(min(steps)).en} points): the mean of all {len(counted)}",
    )


def _mean_of(marks: tuple[Mark, ...]) -> Text:
    return Text(f"trung bình {len(marks)} lượt đọc", f"the mean of {len(marks)} readings")


def _scored(
    code: str, marks: tuple[Mark, ...], counted: tuple[Mark, ...], gap: Fraction | None, how: Text
) -> Result:
    score = sum((mark.total for mark in counted), Fraction(0)) / len(counted)
    return Result(code=code, state=State.SCORED, score=score, gap=gap, marks=marks, counted=counted, how=how)


def _without_score(
    code: str, state: State, marks: tuple[Mark, ...], gap: Fraction | None, how: Text
) -> Result:
    return Result(code=code, state=state, score=None, gap=gap, marks=marks, counted=(), how=how)
