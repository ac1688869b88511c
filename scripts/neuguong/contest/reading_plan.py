"""Who reads what in a round of a season: the book turned into a task, the assignment into a record.

The book, the rules and what the secretary asks for in; a plan with its differences out. What is in the book
already stays as far as it can: a sheet that was handed in always does, also of a judge who has gone. A third
reading goes to somebody who has not read the entry, and to an expert where the rules ask for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from neuguong.content.season import Resolve, Rules
from neuguong.contest import conflicts, score_table
from neuguong.contest.assign import Assignment, Difference, Reading, Task, assign, compare, reassign
from neuguong.contest.book import AssignmentRecord, Book, ReadingRecord
from neuguong.contest.judging import Entry, Judge, SheetState
from neuguong.contest.units import unit_key


@dataclass(frozen=True, kw_only=True, slots=True)
class Wishes:
    """What the secretary may ask for. `cap`: most readings of a judge; `school_cap`: most of one school."""

    seed: str
    cap: int | None = None
    school_cap: int | None = None
    deadline: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """An assignment, what it changes, and the record of it. `thirds`: codes that get a third reader."""

    assignment: Assignment
    difference: Difference
    record: AssignmentRecord
    thirds: tuple[str, ...]


def plan(book: Book, rules: Rules, slug: str, wishes: Wishes) -> Plan:
    """Return the plan of a round."""
    before = book.assignments.get(slug)
    old = before.readings if before else ()
    current = [Reading(code=each.code, judge=each.judge) for each in old]
    thirds = {each.code for each in old if each.third} | set(
        score_table.build(book, rules, slug).third_needed
    )
    task = _task(book, rules, slug, wishes, thirds)
    gone = {judge.id for judge in book.judges.values() if judge.gone}
    found = reassign(task, current, gone, _submitted(book, slug)) if before else assign(task)
    return Plan(
        assignment=found,
        difference=compare(_as_it_is(current), found),
        record=AssignmentRecord(
            round=slug,
            readings=_records(found, old, thirds),
            seed=wishes.seed,
            cap=wishes.cap,
            school_cap=wishes.school_cap,
            deadline=wishes.deadline or (before.deadline if before else None),
        ),
        thirds=tuple(sorted(thirds)),
    )


def _task(book: Book, rules: Rules, slug: str, wishes: Wishes, thirds: set[str]) -> Task:
    own = next(each for each in rules.rounds if each.slug.value == slug)
    never = set(conflicts.holding(book))
    if own.resolve is Resolve.EXPERT:
        never |= {(judge.id, code) for judge in book.judges.values() if not judge.expert for code in thirds}
    codes = score_table.codes_of(book, rules, slug)
    return Task(
        entries=tuple(_entry(book, code) for code in codes),
        judges=tuple(
            Judge(id=each.id, name=each.name, unit=each.unit, fields=each.fields, cap=each.cap)
            for each in book.judges.values()
        ),
        readings=own.readings,
        conflicts=frozenset(never),
        cap=wishes.cap,
        school_cap=wishes.school_cap,
        more=tuple((code, own.readings + 1) for code in sorted(thirds)),
        seed=wishes.seed,
    )


def _entry(book: Book, code: str) -> Entry:
    entry = book.entries[code]
    school = entry.about.unit or entry.unit or code
    return Entry(code=code, field=entry.field, school=unit_key(school, entry.place))


def _submitted(book: Book, slug: str) -> frozenset[Reading]:
    """Return the readings of which something is written: they are never given to somebody else."""
    return frozenset(
        Reading(code=sheet.code, judge=sheet.judge)
        for sheet in book.sheets.values()
        if sheet.round == slug and sheet.state != SheetState.ABSTAINED
    )


def _as_it_is(current: list[Reading]) -> Assignment:
    judges = sorted({reading.judge for reading in current})
    loads = tuple((judge, sum(1 for reading in current if reading.judge == judge)) for judge in judges)
    return Assignment(readings=tuple(sorted(current)), loads=loads)


def _records(
    found: Assignment, old: tuple[ReadingRecord, ...], thirds: set[str]
) -> tuple[ReadingRecord, ...]:
    """Return the readings; who comes newly to an entry that waits for a third reader is that reader."""
    before = {(each.code, each.judge): each for each in old}
    known = {pair: before[pair] for pair in map(tuple, found.readings) if pair in before}
    waiting = thirds - {each.code for each in known.values() if each.third}
    return tuple(
        known.get((code, judge)) or ReadingRecord(code=code, judge=judge, third=code in waiting)
        for code, judge in found.readings
    )
