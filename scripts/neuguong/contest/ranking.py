"""From scores to places and prizes: ties and how they were broken, what is too close, what would flip.

Scores in; places, steps and warnings out. The score that decides is whatever the caller hands in; the other
rankings only show how much hangs on one judge or on one way to count.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, groupby
from typing import TypeVar

from neuguong.contest.judging import written
from neuguong.contest.tally import Result
from neuguong.problems import Text

Prizes = Sequence[tuple[str, int]]
"""Prizes from the first down, as (slug, how many)."""

Scores = Mapping[str, Fraction]
Number = TypeVar("Number", Fraction, int)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An entry's rank (equal entries share it, the next ranks stay empty) and its prize.

    `open_prize`: equal entries reach over the edge of a prize, so that people have to decide.
    """

    rank: int
    code: str
    score: Fraction
    prize: str | None = None
    open_prize: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of breaking a tie, in words."""

    codes: tuple[str, ...]
    what: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """All places from the first, and every step by which ties were broken or left to the jury."""

    places: tuple[Place, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Deliberation:
    """Entries on both sides of a prize's edge that lie too close together for numbers to decide."""

    prize: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    gap: Fraction
    what: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip:
    """A prize that another way to count would give to another: `by` is a way, or a judge left out."""

    by: str
    code: str
    prize: str | None
    instead: str | None


def rank(
    scores: Scores,
    prizes: Prizes = (),
    tie_break: Sequence[tuple[str, Text]] = (),
    criteria: Mapping[str, Result] | None = None,
) -> Ranking:
    """Return places by score; ties are broken by criteria in order, as (slug, name), or stay ties.

    A slug that no entry has marks for (as `meeting_of_jury`) breaks nothing: the jury has to.
    """
    steps: list[Step] = []
    groups: list[tuple[str, ...]] = []
    for score, codes in groupby(
        sorted(scores, key=lambda code: (-scores[code], code)), key=scores.__getitem__
    ):
        groups += _break_ties(tuple(codes), score, tie_break, criteria or {}, steps)
    places: list[Place] = []
    edges = edges_of(prizes)
    for group in groups:
        first = len(places) + 1
        prize, last = prize_at(first, edges), prize_at(len(places) + len(group), edges)
        places += [
            Place(
                rank=first,
                code=code,
                score=scores[code],
                prize=prize if prize == last else None,
                open_prize=prize != last,
            )
            for code in group
        ]
    return Ranking(places=tuple(places), steps=tuple(steps))


def _break_ties(
    codes: tuple[str, ...],
    score: Fraction,
    tie_break: Sequence[tuple[str, Text]],
    results: Mapping[str, Result],
    steps: list[Step],
) -> list[tuple[str, ...]]:
    """Return groups of still equal entries, best first, and log each step."""
    if len(codes) == 1:
        return [codes]
    listed = ", ".join(codes)
    for index, (slug, name) in enumerate(tie_break):
        marks = {code: results[code].criterion(slug) for code in codes if code in results}
        known = {code: mark for code, mark in marks.items() if mark is not None}
        if len(known) < len(codes):
            continue
        means = Text(*(", ".join(f"{c}: {written(known[c])[i]}" for c in codes) for i in (0, 1)))
        if len(set(known.values())) == 1:
            what = Text(
                f"vẫn bằng nhau theo {name.vi} ({means.vi})", f"still equal by {name.en} ({means.en})"
            )
            steps.append(Step(codes=codes, what=what))
            continue
        what = Text(
            f"cùng {written(score).vi} điểm, xét {name.vi}: {means.vi}",
            f"equal at {written(score).en}, decided by {name.en}: {means.en}",
        )
        steps.append(Step(codes=codes, what=what))
        ordered = sorted(codes, key=lambda code: (-known[code], code))
        return [
            part
            for _, group in groupby(ordered, key=known.__getitem__)
            for part in _break_ties(tuple(group), score, tie_break[index + 1 :], results, steps)
        ]
    what = Text(
        f"{listed} cùng {written(score).vi} điểm, không tiêu chí nào phân định: hội đồng quyết định",
        f"{listed} are equal at {written(score).en} by every criterion: the jury decides",
    )
    steps.append(Step(codes=codes, what=what))
    return [codes]


def deliberations(
    scores: Scores, prizes: Prizes, band: Fraction, names: Mapping[str, Text] | None = None
) -> tuple[Deliberation, ...]:
    """Return the edges of prizes where the scores on both sides differ by less than the band.

    `names`: what people call the prizes.
    """
    order = sorted(scores, key=lambda code: (-scores[code], code))
    out = []
    for prize, edge in edges_of(prizes):
        if not 0 < edge < len(order):
            continue
        upper, lower = scores[order[edge - 1]], scores[order[edge]]
        gap = upper - lower
        if gap >= band:
            continue
        above = tuple(code for code in order[:edge] if scores[code] - lower < band)
        below = tuple(code for code in order[edge:] if upper - scores[code] < band)
        name = (names or {}).get(prize, Text(f"giải {prize}", f"prize {prize}"))
        what = Text(
            f"ranh giới {name.vi}: {', '.join(above)} chỉ hơn {', '.join(below)} {written(gap, 3).vi} điểm"
            f", chưa tới {written(band, 3).vi}: hội đồng bàn",
            f"the edge of {name.en}: {', '.join(above)} lead {', '.join(below)} by {written(gap, 3).en} "
            f"points, less than {written(band, 3).en}: the jury deliberates",
        )
        out.append(Deliberation(prize=prize, above=above, below=below, gap=gap, what=what))
    return tuple(out)


def flips(deciding: Scores, others: Mapping[str, Scores], prizes: Prizes) -> tuple[Flip, ...]:
    """Return whose prize another way to count would change; entries unranked there are left out."""
    held = _held(deciding, prizes)
    out: list[Flip] = []
    for way, scores in others.items():
        common = {code: deciding[code] for code in scores if code in deciding}
        before = held if len(common) == len(deciding) else _held(common, prizes)
        out += _differences(way, before, _held(scores, prizes))
    return tuple(out)


def judge_flips(results: Iterable[Result], prizes: Prizes) -> tuple[Flip, ...]:
    """Return whose prize would change if one judge's marks were left out, judge by judge.

    Compared are means of the counted marks; an entry whose only mark goes has no prize then.
    """
    scored = [result for result in results if result.score is not None]
    scale = (
        math.lcm(*(mark.total.denominator for result in scored for mark in result.counted)) if scored else 1
    )
    scale *= math.lcm(*range(1, 1 + max((len(result.counted) for result in scored), default=1)))
    totals = {result.code: [int(mark.total * scale) for mark in result.counted] for result in scored}
    base = {code: sum(marks) // len(marks) for code, marks in totals.items()}
    read: dict[str, list[tuple[str, int]]] = {}
    for result in scored:
        for mark, whole in zip(result.counted, totals[result.code], strict=True):
            read.setdefault(mark.judge, []).append((result.code, whole))
    held = _held(base, prizes)
    out: list[Flip] = []
    for judge in sorted(read):
        without = dict(base)
        for code, whole in read[judge]:
            left = len(totals[code]) - 1
            if left:
                without[code] = (sum(totals[code]) - whole) // left
            else:
                del without[code]
        out += _differences(judge, held, _held(without, prizes))
    return tuple(out)


def _differences(by: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Flip]:
    for code in sorted(before.keys() | after.keys()):
        if before.get(code) != after.get(code):
            yield Flip(by=by, code=code, prize=before.get(code), instead=after.get(code))


def _held(scores: Mapping[str, Number], prizes: Prizes) -> dict[str, str]:
    """Return the prize of each entry that has one; equal entries share the better prize."""
    edges = edges_of(prizes)
    most = edges[-1][1] if edges else 0
    if not most or not scores:
        return {}
    last = heapq.nlargest(most, scores.values())[-1]
    winners = sorted((code for code, score in scores.items() if score >= last), key=lambda c: -scores[c])
    held: dict[str, str] = {}
    for _, group in groupby(winners, key=scores.__getitem__):
        prize = prize_at(len(held) + 1, edges)
        held.update(dict.fromkeys(group, prize or ""))
    return held


def edges_of(prizes: Prizes) -> list[tuple[str, int]]:
    """Return each prize with the last place that has it."""
    last = accumulate(count for _, count in prizes)
    return [(slug, edge) for (slug, _), edge in zip(prizes, last, strict=True)]


def prize_at(place: int, edges: Sequence[tuple[str, int]]) -> str | None:
    """Return the prize of a place, or None after the last one."""
    return next((slug for slug, edge in edges if place <= edge), None)
