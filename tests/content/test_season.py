from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from neuguong.content.checks.seasons import SEASON_RULES
from neuguong.content.markup import Body
from neuguong.content.season import (
    Award,
    Criterion,
    Limits,
    Phase,
    Prize,
    Results,
    Round,
    Rules,
    Season,
    SeasonDraft,
    Stage,
    read_results,
    read_rules,
)
from tests.samples import CONTEST, RESULTS

FOLDER = "contest/2015"
RULES = Rules(
    name="Cuộc thi mẫu",
    summary="Kể một việc tốt ở trường.",
    organiser="Phòng Mẫu",
    phases=(
        Phase(phase=Stage.ENTRIES, start=date(2014, 12, 1), end=date(2015, 3, 31)),
        Phase(phase=Stage.FIRST_ROUND, start=date(2015, 4, 6), end=date(2015, 5, 5)),
        Phase(phase=Stage.FINAL_ROUND, start=date(2015, 5, 11), end=date(2015, 6, 5)),
        Phase(phase=Stage.RESULTS, start=date(2015, 6, 20), end=date(2015, 6, 20)),
    ),
    who_may_enter=("Mọi người",),
    limits=Limits(words_min=500, words_max=1500, photos_max=5, entries_per_author=2, entries_per_unit=10),
    criteria=(
        Criterion(slug="chan-thuc", name="Chân thực", max=60),
        Criterion(slug="the-hien", name="Thể hiện", max=40),
    ),
    rounds=(Round(slug=Stage.FIRST_ROUND, readings=2, third_reader_gap=15, threshold=65),),
    prizes=(
        Prize(slug="nhat", name="Giải Nhất", count=1),
        Prize(slug="tap-the", name="Giải Tập thể", count=1),
    ),
    tie_break=("chan-thuc",),
)
RESULT = Results(
    announced=date(2015, 6, 20),
    awards=(Award(prize="nhat", entry="bat-com"), Award(prize="tap-the", unit="Trường Bến Mơ")),
)


def faults(contest: str, results: str | None, entries: frozenset[str]) -> list[tuple[str, int, str]]:
    """Read a season and run its rules, as `load` does."""
    marked, rules, problems = read_rules(contest, f"{FOLDER}/contest.yml")
    assert marked is not None
    assert rules is not None, problems
    marked_results, result = None, None
    if results is not None:
        marked_results, result, problems = read_results(results, f"{FOLDER}/results.yml")
        assert result is not None, problems
    draft = SeasonDraft(FOLDER, marked, marked_results, entries, has_results=results is not None)
    return [
        (problem.path.removeprefix(f"{FOLDER}/"), problem.line, problem.rule)
        for rule in SEASON_RULES
        for problem in rule(draft, rules, result)
    ]


ENTRY = frozenset({"bat-com"})


def test_read_rules_makes_the_record() -> None:
    _, rules, problems = read_rules(CONTEST, "contest.yml")
    assert (rules, problems) == (RULES, ())


def test_read_results_makes_the_record() -> None:
    _, results, problems = read_results(RESULTS, "results.yml")
    assert (results, problems) == (RESULT, ())


@pytest.mark.parametrize(
    ("contest", "results", "entries"),
    [
        (CONTEST, RESULTS, ENTRY),
        (CONTEST, None, frozenset()),
        (CONTEST, "announced: 2015-06-20\nawards: []\n", frozenset()),
        (CONTEST.replace("tie_break: [chan-thuc]\n", ""), RESULTS, ENTRY),
        (CONTEST.replace("start: 2015-04-06", "start: 2015-04-01"), RESULTS, ENTRY),
    ],
)
def test_good_seasons_have_no_fault(contest: str, results: str | None, entries: frozenset[str]) -> None:
    assert faults(contest, results, entries) == []


PHASES, CRITERIA, AWARDS = "phases-are-in-order", "criteria-add-up", "awards-lead-somewhere"
STAGES, LIMITS, ONCE = "season-has-all-stages", "limits-make-sense", "entry-wins-once"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("end: 2015-03-31", "end: 2014-11-30", [("contest.yml", 5, PHASES)]),
        ("start: 2015-04-06", "start: 2015-03-31", [("contest.yml", 6, PHASES)]),
        ("start: 2015-06-20", "start: 2015-06-01", [("contest.yml", 8, PHASES)]),
        ("end: 2015-05-05", "end: 2015-07-01", [("contest.yml", 7, PHASES)]),
        ("max: 60", "max: 50", [("contest.yml", 11, CRITERIA)]),
        ("max: 40", "max: 41", [("contest.yml", 11, CRITERIA)]),
        ("tie_break: [chan-thuc]", "tie_break:\n- the-hien\n- van-hay", [("contest.yml", 21, CRITERIA)]),
        ("slug: nhat", "slug: nhi", [("results.yml", 3, AWARDS)]),
        (
            "name: Giải Nhất, count: 1",
            "name: Giải Nhất, count: 0",
            [("contest.yml", 17, LIMITS), ("results.yml", 3, AWARDS)],
        ),
        ("words_min: 500", "words_min: 0", [("contest.yml", 10, LIMITS)]),
        ("words_max: 1500", "words_max: 499", [("contest.yml", 10, LIMITS)]),
        ("photos_max: 5", "photos_max: -1", [("contest.yml", 10, LIMITS)]),
        ("phase: so-khao", "phase: chung-khao", [("contest.yml", 4, STAGES)]),
    ],
)
def test_rules_find_faults_of_a_contest(old: str, new: str, expected: list[tuple[str, int, str]]) -> None:
    assert old in CONTEST
    assert faults(CONTEST.replace(old, new), RESULTS, ENTRY) == expected


def test_winner_that_is_not_published_is_reported() -> None:
    marked, rules, _ = read_rules(CONTEST, "contest.yml")
    marked_results, results, _ = read_results(RESULTS, "results.yml")
    assert marked is not None
    assert rules is not None
    draft = SeasonDraft(FOLDER, marked, marked_results, ENTRY, hidden=ENTRY, has_results=True)
    found = [(p.line, p.rule) for rule in SEASON_RULES for p in rule(draft, rules, results)]
    assert found == [(3, "winner-is-published")]


UNNAMED = ("entries/bat-com.md", 0, "entries-wait-for-results")


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (None, [UNNAMED]),
        (RESULTS.replace("entry: bat-com", "entry: bat-canh"), [("results.yml", 3, AWARDS), UNNAMED]),
        (RESULTS.replace(", entry: bat-com", ""), [("results.yml", 3, AWARDS), UNNAMED]),
        (RESULTS.replace("bat-com}", "bat-com, unit: A}"), [("results.yml", 3, AWARDS)]),
        (RESULTS.replace(", unit: Trường Bến Mơ", ""), [("results.yml", 4, AWARDS)]),
        (
            RESULTS + "  - {prize: nhat, entry: bat-com}\n",
            [("results.yml", 5, AWARDS), ("results.yml", 3, ONCE), ("results.yml", 5, ONCE)],
        ),
        (RESULTS + "  - {prize: dac-biet, entry: bat-ca}\n", [("results.yml", 5, AWARDS)] * 2),
    ],
)
def test_rules_find_faults_of_results(results: str | None, expected: list[tuple[str, int, str]]) -> None:
    assert faults(CONTEST, results, ENTRY) == expected


def test_an_entry_is_not_called_unnamed_where_the_results_cannot_be_read() -> None:
    marked, rules, _ = read_rules(CONTEST, "contest.yml")
    assert marked is not None
    assert rules is not None
    draft = SeasonDraft(FOLDER, marked, None, ENTRY, has_results=True)
    assert [problem for rule in SEASON_RULES for problem in rule(draft, rules, None)] == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("organiser: Phòng Mẫu\n", "", [(1, "key-is-given")]),
        ("organiser:", "organizer:", [(1, "key-is-given"), (3, "key-is-known")]),
        ("start: 2014-12-01", "start: 1/12/2014", [(5, "value-has-its-form")]),
        ("phase: so-khao", "phase: so-ket", [(6, "value-has-its-form")]),
        ("words_min: 500", "words_min: năm trăm", [(10, "value-has-its-form")]),
        ("max: 40", "max: 40.5", [(13, "value-has-its-form")]),
        ("who_may_enter: [Mọi người]", "who_may_enter: Mọi người", [(9, "value-has-its-form")]),
    ],
)
def test_read_rules_says_what_has_the_wrong_form(old: str, new: str, expected: list[tuple[int, str]]) -> None:
    assert old in CONTEST
    _, rules, problems = read_rules(CONTEST.replace(old, new), "contest.yml")
    assert rules is None
    assert sorted((p.line, p.rule) for p in problems) == expected


def test_tie_break_message_lists_the_criteria_in_their_order() -> None:
    marked, rules, _ = read_rules(CONTEST.replace("[chan-thuc]", "[van-hay]"), "contest.yml")
    assert marked is not None
    assert rules is not None
    draft = SeasonDraft(FOLDER, marked, None, frozenset())
    assert [p.fix.vi for rule in SEASON_RULES for p in rule(draft, rules, None)] == [
        "chọn trong: chan-thuc, the-hien"
    ]


SEASON = Season(slug="2015", rules=RULES, call=Body("", 0), results=RESULT, entries=())


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2014, 1, 1), Stage.ENTRIES),
        (date(2015, 3, 31), Stage.ENTRIES),
        (date(2015, 4, 1), Stage.FIRST_ROUND),
        (date(2015, 6, 20), Stage.RESULTS),
        (date(2015, 6, 21), None),
    ],
)
def test_stage_on_is_the_stage_of_the_day_or_the_next(day: date, stage: Stage | None) -> None:
    phase = SEASON.stage_on(day)
    assert (phase.phase if phase else None) == stage


def test_results_wait_for_their_day() -> None:
    assert SEASON.results_on(date(2015, 6, 19)) is None
    assert SEASON.results_on(date(2015, 6, 20)) == RESULT
    assert replace(SEASON, results=None).results_on(date(2026, 1, 1)) is None
