"""A contest season as the public sees it: contest.yml, call.md, results.yml.

Marked texts in, frozen records or problems out. The contest's engine writes results.yml and a person
merges it; nothing here knows how it came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from neuguong import marked_yaml, records
from neuguong.content.markup import Body
from neuguong.content.model import Article
from neuguong.marked_yaml import Marked
from neuguong.problems import Problem, Text
from neuguong.records import FORBID_UNKNOWN, Day


class Stage(StrEnum):
    """A stage of a season: entries come in, two rounds of reading, the results."""

    ENTRIES = "nhan-bai"
    FIRST_ROUND = "so-khao"
    FINAL_ROUND = "chung-khao"
    RESULTS = "cong-bo"


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """A stage with its first and last day."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    phase: Stage
    start: Day
    end: Day


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What an entry may hold and how many may be sent; words as Word counts them."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    words_min: int
    words_max: int
    photos_max: int
    entries_per_author: int
    entries_per_unit: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """A criterion of the rubric, its points, and what low, middle and high look like."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    slug: str
    name: str
    max: int
    low: str = ""
    middle: str = ""
    high: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """A round of reading: readings per entry, the gap that calls a third reader, what advances."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    slug: Stage
    readings: int
    third_reader_gap: int | None = None
    threshold: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Prize:
    """A prize and how many there are."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    slug: str
    name: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """contest.yml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: str
    summary: str
    organiser: str
    phases: tuple[Phase, ...]
    who_may_enter: tuple[str, ...]
    limits: Limits
    criteria: tuple[Criterion, ...]
    rounds: tuple[Round, ...]
    prizes: tuple[Prize, ...]
    tie_break: tuple[str, ...] = ()
    sample: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Award:
    """A prize given to an entry, or to a unit as a whole."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    prize: str
    entry: str = ""
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """results.yml: the winners, and nobody else."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    announced: Day
    awards: tuple[Award, ...]
    decision: str = ""
    sample: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Season:
    """One season without fault."""

    slug: str
    rules: Rules
    call: Body
    results: Results | None
    entries: tuple[Article, ...]

    def stage_on(self, day: date) -> Phase | None:
        """Return the stage that the day lies in, or the next one; None after the last."""
        return next((phase for phase in self.rules.phases if day <= phase.end), None)

    def results_on(self, day: date) -> Results | None:
        """Return the results if they are announced by the day."""
        return self.results if self.results and self.results.announced <= day else None


@dataclass(frozen=True, slots=True)
class SeasonDraft:
    """The files of a season as written."""

    folder: str
    contest: Marked
    results: Marked | None
    entry_slugs: frozenset[str]
    has_results: bool = False
    """Whether results.yml is there, be it readable or not."""


def read_rules(text: str, path: str) -> tuple[Marked | None, Rules | None, tuple[Problem, ...]]:
    """Read contest.yml."""
    marked, problems = marked_yaml.parse(text, path)
    if marked is None:
        return None, None, problems
    rules, problems = records.validate(Rules, marked, path)
    return marked, rules, problems


def read_results(text: str, path: str) -> tuple[Marked | None, Results | None, tuple[Problem, ...]]:
    """Read results.yml."""
    marked, problems = marked_yaml.parse(text, path)
    if marked is None:
        return None, None, problems
    results, problems = records.validate(Results, marked, path)
    return marked, results, problems


def phases_are_in_order(draft: SeasonDraft, rules: Rules, _results: Results | None) -> Iterator[Problem]:
    """Stages follow each other; none ends before it starts or starts before the one before has ended."""
    path = f"{draft.folder}/contest.yml"
    last = None
    for index, phase in enumerate(rules.phases):
        line = draft.contest.line(("phases", index))
        if phase.end < phase.start or (last and phase.start <= last.end):
            yield _problem(
                path,
                line,
                "phases-are-in-order",
                Text(
                    f"giai đoạn “{phase.phase}” ({phase.start} – {phase.end}) chồng lên giai đoạn khác",
                    f"the stage “{phase.phase}” ({phase.start} to {phase.end}) overlaps",
                ),
                Text("sửa start và end cho nối tiếp nhau", "mend start and end so that they follow"),
            )
        last = phase


def criteria_add_up(draft: SeasonDraft, rules: Rules, _results: Results | None) -> Iterator[Problem]:
    """The criteria's points add up to 100, and tie-breaking names criteria of the list."""
    path = f"{draft.folder}/contest.yml"
    total = sum(criterion.max for criterion in rules.criteria)
    if total != 100:
        yield _problem(
            path,
            draft.contest.line(("criteria",)),
            "criteria-add-up",
            Text(f"điểm tối đa các tiêu chí cộng lại là {total}", f"the criteria add up to {total}"),
            Text("sửa các số max để tổng là 100", "mend the max numbers so that they make 100"),
        )
    known = [criterion.slug for criterion in rules.criteria]
    listed = ", ".join(known)
    for index, name in enumerate(rules.tie_break):
        if name not in known:
            yield _problem(
                path,
                draft.contest.line(("tie_break", index)),
                "criteria-add-up",
                Text(f"“{name}” không phải tiêu chí", f"“{name}” is no criterion"),
                Text(f"chọn trong: {listed}", f"choose from: {listed}"),
            )


def awards_lead_somewhere(draft: SeasonDraft, rules: Rules, results: Results | None) -> Iterator[Problem]:
    """An award names a prize of the season and an entry of it (or a unit); no prize is given too often."""
    if results is None or draft.results is None:
        return
    path = f"{draft.folder}/results.yml"
    prizes = {prize.slug: prize for prize in rules.prizes}
    given: dict[str, int] = {}
    for index, award in enumerate(results.awards):
        line = draft.results.line(("awards", index))
        prize = prizes.get(award.prize)
        given[award.prize] = given.get(award.prize, 0) + 1
        if prize is None or given[award.prize] > prize.count:
            names = ", ".join(f"{item.slug} ({item.count})" for item in rules.prizes)
            yield _problem(
                path,
                line,
                "awards-lead-somewhere",
                Text(
                    f"giải “{award.prize}” không có hoặc đã trao đủ số",
                    f"the prize “{award.prize}” does not exist or is used up",
                ),
                Text(f"các giải: {names}", f"prizes: {names}"),
            )
        if (award.entry and award.entry not in draft.entry_slugs) or bool(award.entry) == bool(award.unit):
            yield _problem(
                path,
                line,
                "awards-lead-somewhere",
                Text("giải phải trỏ tới một bài hoặc một đơn vị", "an award names an entry or a unit"),
                Text(
                    f"ghi “entry: tên-tệp” có trong {draft.folder}/entries/, hoặc “unit: …”",
                    f"write “entry: file-name” out of {draft.folder}/entries/, or “unit: …”",
                ),
            )


def entries_wait_for_results(draft: SeasonDraft, _rules: Rules, results: Results | None) -> Iterator[Problem]:
    """Only prize-winning entries stand in entries/, and only once results.yml names them."""
    if results is None and draft.has_results:  # what it names cannot be known
        return
    awarded = {award.entry for award in results.awards} if results else set()
    for name in sorted(draft.entry_slugs - awarded):
        yield _problem(
            f"{draft.folder}/entries/{name}.md",
            0,
            "entries-wait-for-results",
            Text(
                "bài dự thi chưa có tên trong results.yml",
                "results.yml does not name this entry",
            ),
            Text(
                "bài không đạt giải hoặc chưa công bố thì không để ở đây",
                "entries without a prize, or before the results, do not belong here",
            ),
        )


SeasonRule = Callable[[SeasonDraft, Rules, Results | None], Iterator[Problem]]

SEASON_RULES: tuple[SeasonRule, ...] = (
    phases_are_in_order,
    criteria_add_up,
    awards_lead_somewhere,
    entries_wait_for_results,
)


def _problem(path: str, line: int, rule: str, what: Text, fix: Text) -> Problem:
    return Problem(path, line, rule, what, fix)
