"""A season that never was: true quality, lenient and strict judges, noise, drop-outs; then the real chain.

Numbers and a seed in; what the chain made of it and how near it came to the truth out. Every chance comes
from the seed by SHA-256, and normal numbers are sums of twelve uniform ones, so that a seed gives the same
season everywhere. Reads no clock: whoever calls measures the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from neuguong.contest import leniency
from neuguong.contest.assign import Assignment, Reading, Task, assign, reassign
from neuguong.contest.judging import Criterion, Entry, Judge, Round, Rubric, Sheet
from neuguong.contest.leniency import Fit
from neuguong.contest.tally import Result, tally
from neuguong.problems import Text

RUBRIC = Rubric(
    criteria=(
        Criterion(slug="tong", name=Text("Tổng điểm", "Total"), max=Fraction(100), step=Fraction(1, 2)),
    )
)
"""One criterion: the truth of a simulated entry is one number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What the season is like. Standard deviations are in points of a scale of 100, shares from 0 to 1."""

    entries: int = 60
    judges: int = 9
    readings: int = 3
    seed: str = "1"
    quality: float = 8.0
    leniency: float = 5.0
    noise: float = 5.0
    conflicts: float = 0.05
    dropouts: int = 0
    fields: int = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Season:
    """A simulated season: what is true, and what judging made of it."""

    truth: tuple[tuple[str, float], ...]
    lenient: tuple[tuple[str, float], ...]
    task: Task
    assignment: Assignment
    sheets: tuple[Sheet, ...]
    results: tuple[Result, ...]
    fit: Fit | Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """How near the ranks came to the truth (Kendall's tau-b), how many of the best were found, loads.

    `recall_*`: share of the truly best tenth (at least one) among as many first places. `tau_adjusted` is
    None where the adjustment was refused.
    """

    tau_raw: float
    tau_adjusted: float | None
    recall_raw: float
    recall_adjusted: float | None
    load_spread: int
    unread: int


def play(setting: Setting) -> Season:
    """Return a whole season: assignment, drop-outs replaced, sheets, results, adjustment."""
    chance = Chance(setting.seed)
    entries = tuple(
        Entry(code=f"B{n:05}", field=f"f{chance.below(setting.fields)}", school=f"s{chance.below(10**6)}")
        for n in range(setting.entries)
    )
    judges = tuple(
        Judge(
            id=f"G{n:03}",
            name=f"Giám khảo mô phỏng {n}",
            unit="",
            fields=(f"f{chance.below(setting.fields)}",),
        )
        for n in range(setting.judges)
    )
    conflicts = frozenset(
        (judge.id, entry.code)
        for judge in judges
        for entry in entries
        if chance.uniform() < setting.conflicts
    )
    truth = {entry.code: 65 + setting.quality * chance.normal() for entry in entries}
    lenient = {judge.id: setting.leniency * chance.normal() for judge in judges}
    task = Task(
        entries=entries, judges=judges, readings=setting.readings, conflicts=conflicts, seed=setting.seed
    )
    assignment = assign(task)
    if setting.dropouts:
        gone = {judge.id for judge in judges[: setting.dropouts]}
        assignment = reassign(task, assignment.readings, gone)
    sheets = tuple(_sheets(assignment.readings, truth, lenient, setting))
    rules = Round(slug="mo-phong", readings=setting.readings)
    results = tally(truth, sheets, RUBRIC, rules)
    marks = ((r.code, mark.judge, mark.total) for r in results for mark in r.marks)
    return Season(
        truth=tuple(truth.items()),
        lenient=tuple(lenient.items()),
        task=task,
        assignment=assignment,
        sheets=sheets,
        results=results,
        fit=leniency.fit(marks),
    )


def report(season: Season) -> Report:
    """Return how the season's ranks compare with its truth; only entries with a score are compared."""
    raw = {r.code: float(r.score) for r in season.results if r.score is not None}
    adjusted = None
    if isinstance(season.fit, Fit):
        adjusted = {entry.code: float(entry.score) for entry in season.fit.entries if entry.code in raw}
    loads = [load for _, load in season.assignment.loads if load]
    return compare(
        dict(season.truth),
        raw,
        adjusted,
        load_spread=max(loads, default=0) - min(loads, default=0),
        unread=len(season.results) - len(raw),
    )


def compare(
    truth: Mapping[str, float],
    raw: Mapping[str, float],
    adjusted: Mapping[str, float] | None,
    *,
    load_spread: int,
    unread: int,
) -> Report:
    """Return how raw and adjusted scores rank entries beside their true worth, all by code."""
    codes = sorted(raw)
    true = [truth[code] for code in codes]
    return Report(
        tau_raw=kendall(true, [raw[code] for code in codes]),
        tau_adjusted=None if adjusted is None else kendall(true, [adjusted[code] for code in codes]),
        recall_raw=_recall(truth, raw),
        recall_adjusted=None if adjusted is None else _recall(truth, adjusted),
        load_spread=load_spread,
        unread=unread,
    )


def kendall(one: Sequence[float], other: Sequence[float]) -> float:
    """Return Kendall's tau-b of two rankings of the same things (Kendall 1945); 0 where one is all ties."""
    pairs = sorted(zip(one, other, strict=True))
    count = len(pairs)
    everything = count * (count - 1) // 2
    ties_one, ties_other = _ties(one), _ties(other)
    ties_both = _ties(pairs)
    discordant = _inversions([b for _, b in pairs])
    concordant = everything - ties_one - ties_other + ties_both - discordant
    root = ((everything - ties_one) * (everything - ties_other)) ** 0.5
    return (concordant - discordant) / root if root else 0.0


def _ties(values: Sequence[object]) -> int:
    counts: dict[object, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return sum(n * (n - 1) // 2 for n in counts.values())


def _inversions(values: list[float]) -> int:
    """Return how many pairs stand in the wrong order (counted while merging sorted halves)."""
    if len(values) < 2:
        return 0
    half = len(values) // 2
    left, right = values[:half], values[half:]
    found = _inversions(left) + _inversions(right)
    left.sort()
    at = 0
    for value in sorted(right):
        while at < half and left[at] <= value:
            at += 1
        found += half - at
    return found


def _recall(truth: Mapping[str, float], scores: Mapping[str, float]) -> float:
    count = max(1, len(scores) // 10)
    best = _first({code: truth[code] for code in scores}, count)
    return len(best & _first(scores, count)) / count


def _first(scores: Mapping[str, float], count: int) -> set[str]:
    return set(sorted(scores, key=lambda code: (-scores[code], code))[:count])


def _sheets(
    readings: Sequence[Reading], truth: dict[str, float], lenient: dict[str, float], setting: Setting
) -> Iterator[Sheet]:
    """Yield a whole sheet for each reading: truth, leniency and noise, in halves of a point on the scale."""
    for code, judge in readings:
        noise = setting.noise * Chance(f"{setting.seed}\0{code}\0{judge}").normal()
        halves = min(200, max(0, round(2 * (truth[code] + lenient[judge] + noise))))
        yield Sheet(judge=judge, code=code, round="mo-phong", scores=(("tong", Fraction(halves, 2)),))


class Chance:
    """Numbers that depend on a text alone: the same everywhere."""

    def __init__(self, text: str) -> None:
        self._key = sha256(text.encode()).digest()
        self._drawn = 0

    def below(self, limit: int) -> int:
        """Return the next whole number from 0 up to the limit."""
        self._drawn += 1
        word = sha256(self._key + self._drawn.to_bytes(4, "big")).digest()
        return int.from_bytes(word[:6], "big") % limit

    def uniform(self) -> float:
        """Return the next number from 0 up to 1."""
        return self.below(1 << 40) / (1 << 40)

    def normal(self) -> float:
        """Return the next number of mean 0 and standard deviation 1."""
        return sum(self.below(1 << 40) - (1 << 39) for _ in range(12)) / (1 << 40)
