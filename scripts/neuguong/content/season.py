"""A contest season as the public sees it: contest.yml, call.md, results.yml.

Marked texts in, frozen records or problems out. The contest's engine writes results.yml and a person
merges it; nothing here knows how it came about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from neuguong import marked_yaml, records
from neuguong.content.markup import Body
from neuguong.content.model import Article
from neuguong.marked_yaml import Marked
from neuguong.problems import Problem
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
    hidden: frozenset[str] = frozenset()
    """Entries without fault that are not published: a draft cannot be shown as a winner."""
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
