"""How far a round of reading has come: each judge's sheets, each entry's readings, who is late.

The season's book, its rules, a round and a day in; a `Progress` out. Says nothing about how good an entry is;
drafts count for nothing, and judges who are gone owe nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from neuguong.content.season import Rules
from neuguong.contest.book import Book, JudgeRecord, ReadingRecord, SheetRecord
from neuguong.contest.handouts import deadline_of
from neuguong.contest.judging import Rubric, SheetState, counts
from neuguong.contest.rules import rounds_of, rubric_of
from neuguong.contest.score_table import codes_of, sheet_of
from neuguong.contest.tally import Result, State, tally


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgeProgress:
    """What became of the entries one judge was given, as codes in their order.

    `given` is `done`, `abstained` and those in `owed`, of which `drafts` have a sheet that is not finished.
    `thirds`: third readings among the owed. `gone`: why the judge takes no part any more; such a judge owes
    nothing, and what was not read is in none of the lists but `given`. `last_file`: the newest score file.
    """

    judge: str
    name: str
    gone: str
    given: tuple[str, ...]
    done: tuple[str, ...]
    abstained: tuple[str, ...]
    drafts: tuple[str, ...]
    owed: tuple[str, ...]
    thirds: tuple[str, ...]
    last_file: str
    overdue: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the owed codes of which there is no sheet at all."""
        return tuple(code for code in self.owed if code not in self.drafts)


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryProgress:
    """An entry's readings: those it `had` of those `wanted`, and the judges they are still to come from.

    `gap`: between the highest and the lowest first reading, in points.
    """

    code: str
    state: State
    had: int
    wanted: int
    coming: tuple[str, ...]
    gap: Fraction | None

    @property
    def lacking(self) -> int:
        """Return how many readings nobody has been asked for."""
        return max(0, self.wanted - self.had - len(self.coming))


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """An entry that waits for a third reading; `judges`: who was asked for it, still to come."""

    code: str
    gap: Fraction
    judges: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """A round's progress on a day; judges by id, entries by code."""

    round: str
    today: date
    deadline: date
    judges: tuple[JudgeProgress, ...]
    entries: tuple[EntryProgress, ...]
    thirds: tuple[Waiting, ...]

    @property
    def readings(self) -> int:
        """Return the readings that were done or are still owed."""
        return self.done + self.owed

    @property
    def done(self) -> int:
        """Return the readings that count."""
        return sum(len(each.done) for each in self.judges)

    @property
    def owed(self) -> int:
        """Return the readings that are still to come."""
        return sum(len(each.owed) for each in self.judges)

    @property
    def drafts(self) -> int:
        """Return the sheets that came unfinished."""
        return sum(len(each.drafts) for each in self.judges)

    @property
    def abstained(self) -> int:
        """Return the readings that were handed back."""
        return sum(len(each.abstained) for each in self.judges)

    @property
    def scored(self) -> int:
        """Return the entries that have their score."""
        return sum(1 for entry in self.entries if entry.state is State.SCORED)

    @property
    def late(self) -> tuple[JudgeProgress, ...]:
        """Return the judges who owe readings after the deadline."""
        return tuple(each for each in self.judges if each.overdue)


def of_round(book: Book, rules: Rules, slug: str, today: date) -> Progress:
    """Return the progress of a round; `slug` is one of contest.yml's rounds.

    Late is who owes readings after the assignment's deadline, or, where it has none, the last day of the
    round in contest.yml; on the day itself nobody is late.
    """
    rubric = rubric_of(rules)
    codes = codes_of(book, rules, slug)
    assignment = book.assignments.get(slug)
    deadline = deadline_of(book, rules, slug)
    sheets = [record for _, record in sorted(book.sheets.items()) if record.round == slug]
    readings = [r for r in (assignment.readings if assignment else ()) if r.code in codes]
    is_late = today > deadline
    known = {r.judge for r in readings} | {s.judge for s in sheets}
    judges = tuple(
        _of_judge(
            book.judges.get(id_) or JudgeRecord(id=id_, name=id_, unit=""),
            [r for r in readings if r.judge == id_],
            [s for s in sheets if s.judge == id_ and s.code in codes],
            rubric,
            is_late=is_late,
        )
        for id_ in sorted(known)
    )
    round_ = next(each for each in rounds_of(rules) if each.slug == slug)
    results = tally(codes, map(sheet_of, sheets), rubric, round_)
    entries = tuple(_of_entry(result, judges, round_.readings, round_.gap) for result in results)
    return Progress(
        round=slug,
        today=today,
        deadline=deadline,
        judges=judges,
        entries=entries,
        thirds=tuple(
            Waiting(code=e.code, gap=e.gap, judges=e.coming)
            for e in entries
            if e.state is State.THIRD_NEEDED and e.gap is not None
        ),
    )


def _of_judge(
    judge: JudgeRecord,
    readings: Iterable[ReadingRecord],
    sheets: Iterable[SheetRecord],
    rubric: Rubric,
    *,
    is_late: bool,
) -> JudgeProgress:
    asked = {reading.code: reading.third for reading in readings}
    came = {sheet.code: sheet for sheet in sheets}
    given = tuple(sorted(asked.keys() | came.keys()))
    done = tuple(code for code in given if code in came and counts(sheet_of(came[code]), rubric))
    abstained = tuple(c for c in given if c in came and came[c].state == SheetState.ABSTAINED.value)
    closed = {*done, *abstained}
    owed = () if judge.gone else tuple(code for code in given if code in asked and code not in closed)
    newest = max(came.values(), key=lambda sheet: (sheet.version, sheet.file), default=None)
    return JudgeProgress(
        judge=judge.id,
        name=judge.name,
        gone=judge.gone,
        given=given,
        done=done,
        abstained=abstained,
        drafts=tuple(code for code in owed if code in came),
        owed=owed,
        thirds=tuple(code for code in owed if asked[code]),
        last_file=newest.file if newest else "",
        overdue=is_late and bool(owed),
    )


def _of_entry(
    result: Result, judges: Iterable[JudgeProgress], readings: int, gap: Fraction | None
) -> EntryProgress:
    wants_third = gap is not None and result.gap is not None and result.gap > gap
    return EntryProgress(
        code=result.code,
        state=result.state,
        had=len(result.marks),
        wanted=max(len(result.marks), readings + wants_third),
        coming=tuple(judge.judge for judge in judges if result.code in judge.owed),
        gap=result.gap,
    )
