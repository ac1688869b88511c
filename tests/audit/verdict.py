"""Lighthouse's reports on one page → scores, what keeps a category under the mark, the table people read.

Reports as Lighthouse writes them (JSON, one for each run) in; numbers and sentences out. It starts nothing
and writes nothing. Performance is the median of the runs, because the machine has a part in it; the other
categories have none, so their worst run counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
MARK = 98
"""What each category of each page must reach, of 100."""

Report = Mapping[str, Any]


class NoReportError(RuntimeError):
    """Lighthouse could not judge the page; a page that was not seen has no score."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A page's scores (of 100, by category) and, for each category under the mark, what was found wanting.

    `kept` is the number of the run, from 0, whose performance is the median: the report worth keeping.
    """

    page: str
    scores: Mapping[str, int]
    wanting: Mapping[str, tuple[str, ...]]
    kept: int


def judge(page: str, reports: Sequence[Report]) -> Verdict:
    """Judge a page by its reports, one or more, an odd number. Raise NoReportError where one saw no page."""
    for report in reports:
        _saw_the_page(page, report)
    kept = _middle([score(report, "performance") for report in reports])
    chosen = {name: kept if name == "performance" else _worst(reports, name) for name in CATEGORIES}
    scores = {name: score(reports[turn], name) for name, turn in chosen.items()}
    low = {name: wanting(reports[chosen[name]], name) for name in CATEGORIES if scores[name] < MARK}
    return Verdict(page, scores, low, kept)


def score(report: Report, category: str) -> int:
    """Return a category's score of 100, rounded as Lighthouse shows it."""
    found: float = report["categories"][category]["score"]
    return round(found * 100)


def wanting(report: Report, category: str) -> tuple[str, ...]:
    """Return what took points from a category, the heaviest first: the audit's id and what it measured."""
    lost = []
    for part in report["categories"][category]["auditRefs"]:
        audit = report["audits"][part["id"]]
        points = part["weight"] * (1 - (1 if audit["score"] is None else audit["score"]))
        if points > 0:
            measured = audit.get("displayValue")
            lost.append((-points, f"{part['id']} ({measured})" if measured else part["id"]))
    return tuple(name for _, name in sorted(lost))


def sentences(verdicts: Sequence[Verdict]) -> list[str]:
    """Return one sentence for each category of each page that is under the mark."""
    return [
        f"{verdict.page}: {category} has {verdict.scores[category]} of 100, {MARK} are needed; "
        f"it lost points by {', '.join(names)}"
        for verdict in verdicts
        for category, names in verdict.wanting.items()
    ]


def table(verdicts: Sequence[Verdict]) -> str:
    """Return the scores as a table, a page a line."""
    width = max(len(verdict.page) for verdict in verdicts)
    rows = [
        ("", CATEGORIES),
        *((verdict.page, [verdict.scores[n] for n in CATEGORIES]) for verdict in verdicts),
    ]
    return "\n".join(f"{page:{width}}" + "".join(f"  {cell:>14}" for cell in cells) for page, cells in rows)


def _saw_the_page(page: str, report: Report) -> None:
    fault = report.get("runtimeError")
    if fault:
        raise NoReportError(f"{page}: {fault['message']}")
    for category in CATEGORIES:
        if report["categories"][category]["score"] is None:
            broken = [
                part["id"]
                for part in report["categories"][category]["auditRefs"]
                if report["audits"][part["id"]].get("scoreDisplayMode") == "error"
            ]
            raise NoReportError(f"{page}: {category} has no score, because of {', '.join(broken)}")


def _middle(scores: Sequence[int]) -> int:
    """Return which run has the median score."""
    return sorted(range(len(scores)), key=lambda turn: (scores[turn], turn))[len(scores) // 2]


def _worst(reports: Sequence[Report], category: str) -> int:
    return min(range(len(reports)), key=lambda turn: (score(reports[turn], category), turn))
