from __future__ import annotations

from typing import Any

import pytest

from tests.audit.verdict import CATEGORIES, NoReportError, Verdict, judge, sentences, table

PAGE = "bai/con-do.html"


def report(performance: float = 1, **others: float | None) -> dict[str, Any]:
    """Return a report as Lighthouse writes it, as far as it is read: two audits count, one only informs."""
    named = {name.replace("_", "-"): score for name, score in others.items()}
    scores: dict[str, Any] = {**dict.fromkeys(CATEGORIES, 1), "performance": performance, **named}
    parts = [
        {"id": "light", "weight": 1},
        {"id": "heavy", "weight": 10},
        {"id": "inert", "weight": 0},
        {"id": "does-not-apply", "weight": 3},
    ]
    return {
        "categories": {name: {"score": score, "auditRefs": parts} for name, score in scores.items()},
        "audits": {
            "light": {"score": 0},
            "heavy": {"score": 0.75, "displayValue": "2.8 s"},
            "inert": {"score": 0},
            "does-not-apply": {"score": None},
        },
    }


def test_page_at_the_mark_wants_nothing() -> None:
    assert judge(PAGE, [report(0.98)]) == Verdict(
        PAGE, {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}, {}, 0
    )


def test_page_under_the_mark_says_what_took_the_points() -> None:
    assert judge(PAGE, [report(best_practices=0.97)]).wanting == {
        "best-practices": ("heavy (2.8 s)", "light")
    }


@pytest.mark.parametrize(
    ("runs", "performance", "kept"),
    [([0.99], 99, 0), ([0.99, 0.5, 0.98], 98, 2), ([0.97, 0.97, 1], 97, 1), ([0.9, 0.98, 1], 98, 1)],
)
def test_performance_is_the_median_of_the_runs(runs: list[float], performance: int, kept: int) -> None:
    found = judge(PAGE, [report(score) for score in runs])
    assert (found.scores["performance"], found.kept) == (performance, kept)


def test_worst_run_counts_where_the_machine_has_no_part() -> None:
    found = judge(PAGE, [report(), report(seo=0.9), report()])
    assert (found.scores["seo"], found.wanting) == (90, {"seo": ("heavy (2.8 s)", "light")})


def test_sentence_names_page_category_score_and_audits() -> None:
    assert sentences([judge("index.html", [report()]), judge(PAGE, [report(0.9, seo=0.5)])]) == [
        f"{PAGE}: performance has 90 of 100, 98 are needed; it lost points by heavy (2.8 s), light",
        f"{PAGE}: seo has 50 of 100, 98 are needed; it lost points by heavy (2.8 s), light",
    ]


def test_table_has_a_page_a_line() -> None:
    lines = table([judge("index.html", [report()]), judge(PAGE, [report(0.9)])]).splitlines()
    assert [line.split() for line in lines] == [
        ["performance", "accessibility", "best-practices", "seo"],
        ["index.html", "100", "100", "100", "100"],
        [PAGE, "90", "100", "100", "100"],
    ]


def test_page_that_was_not_seen_has_no_score() -> None:
    fault = {"runtimeError": {"code": "ERRORED_DOCUMENT_REQUEST", "message": "Status code: 404"}}
    with pytest.raises(NoReportError, match=f"{PAGE}: Status code: 404"):
        judge(PAGE, [report(), report() | fault])


def test_audit_that_broke_is_no_score() -> None:
    broken = report(accessibility=None)
    broken["audits"]["heavy"] = {"score": None, "scoreDisplayMode": "error"}
    with pytest.raises(NoReportError, match="accessibility has no score, because of heavy"):
        judge(PAGE, [broken])
