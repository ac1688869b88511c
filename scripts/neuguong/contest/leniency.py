"""Scores with the judges' leniency taken out, and how sure that is.

Marks in; for each entry an adjusted score with its standard error, for each judge a leniency, or the reason
why nothing can be said. It never decides anything by itself.

The model is additive: a mark is the entry's worth, plus the judge's leniency, plus noise. Entries are fixed,
judges are random with mean 0, so that a judge of whom little is known is believed to be near the others
(shrinkage; Henderson 1975, "Best linear unbiased estimation and prediction under a selection model",
Biometrics 31). Both variances are estimated by Henderson's Method 3 (1953, "Estimation of variance and
covariance components", Biometrics 9): the noise from what entries and judges together leave unexplained; the
judges' from what they explain beyond the entries, whose expectation is (J-1)·noise + (n-E)·leniency for n
marks, E entries and J judges. No iteration, so nothing that may stop sooner elsewhere. An entry's adjusted
score is the mean of its marks after each judge's leniency is taken off: the generalised least squares
estimate under this model.

Everything is done with Python's own floats, in one fixed order, with +, -, *, / and square root, which
IEEE 754 rounds in one way only; no BLAS, whose order of additions differs between machines. Results are
rounded to 1/1000 of a point, far above the noise of the arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

from neuguong.problems import Text

GRAIN = 1000
"""Published figures are whole thousandths."""

_LEAST_RATIO = 1e-6  # of noise to leniency: with no noise at all the equations would have many solutions

Row = list[float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Adjusted:
    """An entry's adjusted score and its standard error, in points."""

    code: str
    score: Fraction
    error: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Leniency:
    """How many points a judge gives above (below: minus) the others, its standard error, readings."""

    judge: str
    points: Fraction
    error: Fraction
    readings: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """The model's answer. `noise` and `spread`: standard deviations of one mark and of judges' leniency."""

    entries: tuple[Adjusted, ...]
    judges: tuple[Leniency, ...]
    noise: Fraction
    spread: Fraction


def fit(marks: Iterable[tuple[str, str, Fraction]]) -> Fit | Text:
    """Return the fit of (entry's code, judge, mark), in whatever order they come, or why there is none."""
    table = _Table(sorted(marks))
    refusal = table.refusal()
    if refusal is not None:
        return refusal
    noise, spread = table.variances()
    return table.fit(noise, spread)


class _Table:
    """Marks by entry, judges as whole numbers; about the mean of all marks, which keeps floats small."""

    def __init__(self, marks: list[tuple[str, str, Fraction]]) -> None:
        self.judges = sorted({judge for _, judge, _ in marks})
        at = {judge: index for index, judge in enumerate(self.judges)}
        self.count = len(marks)
        self.centre = sum((mark for *_, mark in marks), Fraction(0)) / max(1, len(marks))
        self.rows: dict[str, list[tuple[int, float]]] = {}
        for code, judge, mark in marks:
            self.rows.setdefault(code, []).append((at[judge], float(mark - self.centre)))
        self.means = {code: math.fsum(y for _, y in row) / len(row) for code, row in self.rows.items()}

    def refusal(self) -> Text | None:
        """Return why these marks say nothing about leniency, or None."""
        if len(self.judges) < 2:
            return Text("chưa đủ hai giám khảo để so", "there are not two judges to compare")
        groups = self._groups()
        if groups > 1:
            return Text(
                f"giám khảo chia thành {groups} nhóm không đọc chung bài nào, nên không biết nhóm nào dễ hơn",
                f"the judges are {groups} groups that share no entry, so nobody knows which is more lenient",
            )
        if self._freedom() < 1:
            return Text(
                f"quá ít lượt đọc: {self.count} điểm cho {len(self.rows)} bài và {len(self.judges)} giám khảo"
                f", cần ít nhất {len(self.rows) + len(self.judges)}",
                f"too few readings: {self.count} marks for {len(self.rows)} entries and {len(self.judges)} "
                f"judges; it takes at least {len(self.rows) + len(self.judges)}",
            )
        return None

    def variances(self) -> tuple[float, float]:
        """Return the variance of noise and of leniency (Henderson's Method 3); neither is below 0."""
        matrix, right = self._judges_equations()
        last = len(right) - 1  # the equations add up to nothing: the last judge is the zero of the others
        lower = _cholesky([row[:last] for row in matrix[:last]])
        effects = [*_solve(lower, right[:last]), 0.0]
        explained = math.fsum(map(mul, effects, right))
        within = math.fsum((y - self.means[code]) ** 2 for code, row in self.rows.items() for _, y in row)
        noise = max(0.0, within - explained) / self._freedom()
        spread = (explained - last * noise) / (self.count - len(self.rows))
        return noise, max(0.0, spread)

    def fit(self, noise: float, spread: float) -> Fit:
        """Return leniencies and adjusted scores for these variances."""
        size = len(self.judges)
        if spread <= noise * 1e-9:  # judges do not differ; also where all marks agree exactly
            effects, inverse = [0.0] * size, [[0.0] * size for _ in range(size)]
        else:
            matrix, right = self._judges_equations()
            for index in range(size):
                matrix[index][index] += max(noise / spread, _LEAST_RATIO)
            lower = _cholesky(matrix)
            effects = _solve(lower, right)
            inverse = _inverse(lower)
        readings = [0] * size
        for row in self.rows.values():
            for judge, _ in row:
                readings[judge] += 1
        return Fit(
            entries=tuple(self._adjusted(code, effects, inverse, noise) for code in self.rows),
            judges=tuple(
                Leniency(
                    judge=judge,
                    points=_grained(effects[index]),
                    error=_grained(math.sqrt(noise * max(0.0, inverse[index][index]))),
                    readings=readings[index],
                )
                for index, judge in enumerate(self.judges)
            ),
            noise=_grained(math.sqrt(noise)),
            spread=_grained(math.sqrt(spread)),
        )

    def _adjusted(self, code: str, effects: Row, inverse: list[Row], noise: float) -> Adjusted:
        row = self.rows[code]
        readers = [judge for judge, _ in row]
        score = math.fsum(y - effects[judge] for judge, y in row) / len(row)
        shared = math.fsum(inverse[one][other] for one in readers for other in readers) / len(row) ** 2
        error = math.sqrt(noise * max(0.0, 1 / len(row) + shared))
        return Adjusted(code=code, score=self.centre_grained(score), error=_grained(error))

    def centre_grained(self, score: float) -> Fraction:
        """Return a score about the centre as a score of the scale."""
        return Fraction(round((self.centre + Fraction(score)) * GRAIN), GRAIN)

    def _judges_equations(self) -> tuple[list[Row], Row]:
        """Return the equations of the judges once the entries are eliminated."""
        size = len(self.judges)
        matrix = [[0.0] * size for _ in range(size)]
        right: list[Row] = [[] for _ in range(size)]
        for code, row in self.rows.items():
            share = 1 / len(row)
            for judge, y in row:
                right[judge].append(y - self.means[code])
                line = matrix[judge]
                line[judge] += 1.0
                for other, _ in row:
                    line[other] -= share
        return matrix, [math.fsum(parts) for parts in right]

    def _freedom(self) -> int:
        return self.count - len(self.rows) - len(self.judges) + 1

    def _groups(self) -> int:
        root = list(range(len(self.judges)))

        def find(judge: int) -> int:
            while root[judge] != judge:
                judge = root[judge]
            return judge

        for row in self.rows.values():
            for judge, _ in row[1:]:
                root[find(judge)] = find(row[0][0])
        return sum(1 for judge, above in enumerate(root) if judge == above)


def _grained(value: float) -> Fraction:
    return Fraction(round(Fraction(value) * GRAIN), GRAIN)


def _cholesky(matrix: list[Row]) -> list[Row]:
    """Return the lower triangle L with L·Lᵀ the matrix, row by row."""
    lower: list[Row] = []
    for index, source in enumerate(matrix):
        row: Row = []
        for other in range(index):
            above = lower[other]
            row.append((source[other] - math.fsum(map(mul, row, above))) / above[other])
        row.append(math.sqrt(max(source[index] - math.fsum(map(mul, row, row)), 1e-300)))
        lower.append(row)
    return lower


def _solve(lower: list[Row], right: Row) -> Row:
    """Return x with L·Lᵀ·x the right-hand side."""
    forward: Row = []
    for row, value in zip(lower, right, strict=True):
        forward.append((value - math.fsum(map(mul, row, forward))) / row[-1])
    out = forward
    for index in range(len(lower) - 1, -1, -1):
        row = lower[index]
        out[index] = value = out[index] / row[index]
        for other in range(index):
            out[other] -= row[other] * value
    return out


def _inverse(lower: list[Row]) -> list[Row]:
    """Return the inverse of L·Lᵀ."""
    size = len(lower)
    return [_solve(lower, [float(index == other) for other in range(size)]) for index in range(size)]
