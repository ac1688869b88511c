"""The contest's figures: how long its cores take, and how much the adjustment brings. Run by hand.

    python -m tests.bench.contest

Seconds are those of the processor, so that whoever shares the machine does not count.
"""

from __future__ import annotations

import dataclasses
import random
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from statistics import mean
from typing import TypeVar

from neuguong.contest import (
    agreement,
    book,
    leniency,
    near_duplicates,
    ranking,
    reading_plan,
    rehearsal,
    score_table,
)
from neuguong.contest.assign import Assignment, Task, assign, compare, reassign
from neuguong.contest.book import Book, ConflictRecord, Ground, JudgeRecord, SheetRecord, Standing
from neuguong.contest.handout import plain
from neuguong.contest.judging import Entry, Judge, Round
from neuguong.contest.simulate import RUBRIC, Report, Season, Setting, play, report
from neuguong.contest.tally import tally

Value = TypeVar("Value")

PRIZES = (("nhat", 1), ("nhi", 2), ("ba", 3), ("khuyen-khich", 5))


def main() -> None:
    assignments()
    tallies()
    duplicates()
    fairness()


def timed(what: str, work: Callable[[], Value]) -> Value:
    start = time.process_time()
    value = work()
    print(f"{what}: {time.process_time() - start:.2f} s")
    return value


def assignments() -> None:
    """2,000 entries of 300 schools, 120 judges with three of twenty fields, 5 % of all pairs in conflict."""
    chance = random.Random(1)  # noqa: S311 - the same season each time
    entries = tuple(
        Entry(code=f"B{n:04}", field=f"f{chance.randrange(20)}", school=f"s{chance.randrange(300)}")
        for n in range(2000)
    )
    judges = tuple(
        Judge(
            id=f"G{n:03}", name=f"G{n}", unit="", fields=tuple(f"f{chance.randrange(20)}" for _ in range(3))
        )
        for n in range(120)
    )
    conflicts = frozenset((j.id, e.code) for j in judges for e in entries if chance.random() < 0.05)
    task = Task(entries=entries, judges=judges, readings=3, conflicts=conflicts, seed="1")
    found = timed("assign 2,000 x 120 x 3", lambda: assign(task))
    print(f"  {said(found)}")
    capped = Task(entries=entries, judges=judges, readings=3, conflicts=conflicts, seed="1", school_cap=2)
    print(f"  {said(timed('the same, at most 2 of a school for a judge', lambda: assign(capped)))}")
    apart = Task(
        entries=tuple(Entry(code=f"B{n:04}", field=f"f{n % 20}") for n in range(2000)),
        judges=tuple(Judge(id=f"G{n:03}", name="", unit="", fields=(f"f{n % 20}",)) for n in range(120)),
        readings=3,
        seed="1",
    )
    print(f"  {said(timed('the same, every judge in one field alone', lambda: assign(apart)))}")
    after = timed("one judge replaced", lambda: reassign(task, found.readings, gone={"G007"}))
    change = compare(found, after)
    print(f"  {len(change.removed)} readings taken away, {len(change.added)} given; {said(after)}")


def said(found: Assignment) -> str:
    loads = [load for _, load in found.loads if load]
    parts = f"{len(found.groups)} group, {found.exchanges} exchanges, {len(found.shortages)} shortages"
    return f"{len(found.readings)} readings, loads {min(loads)}–{max(loads)}, {parts}"


def tallies() -> None:
    """6,000 sheets, with every diagnostic."""
    season = play(Setting(entries=2000, judges=120))
    timed(f"tally {len(season.sheets)} sheets with all diagnostics", lambda: diagnose(season))
    held = book_of(season)
    rules = rehearsal.rules_of(Setting(readings=3))
    timed(
        "the same out of a season's book (contest tally)", lambda: score_table.build(held, rules, "so-khao")
    )
    wishes = reading_plan.Wishes(seed="1")
    unread = dataclasses.replace(held, sheets={}, assignments={})
    timed(
        "who reads what, out of the book (contest assign)",
        lambda: reading_plan.plan(unread, rules, "so-khao", wishes),
    )


def book_of(season: Season) -> Book:
    """Return the season as a vault's book holds it."""
    return Book(
        entries={
            e.code: book.Entry(
                code=e.code,
                title=e.code,
                writers=(),
                field=e.field,
                unit=e.school,
                standing=Standing.ACCEPTED,
            )
            for e in season.task.entries
        },
        judges={
            j.id: JudgeRecord(id=j.id, name=j.name, unit=j.id, fields=j.fields) for j in season.task.judges
        },
        conflicts={
            f"{judge}/{code}": ConflictRecord(judge=judge, code=code, ground=Ground.DECLARED, source="")
            for judge, code in season.task.conflicts
        },
        sheets={
            f"so-khao/{s.judge}/{s.code}": SheetRecord(
                round="so-khao",
                judge=s.judge,
                code=s.code,
                scores=tuple((slug, plain(score)) for slug, score in s.scores),
                state="complete",
                packet="",
                file="",
                digest="",
                version=1,
            )
            for s in season.sheets
        },
    )


def diagnose(season: Season) -> None:
    rules = Round(slug="mo-phong", readings=3, gap=Fraction(15))
    results = tally((entry.code for entry in season.task.entries), season.sheets, RUBRIC, rules)
    fit = leniency.fit((r.code, mark.judge, mark.total) for r in results for mark in r.marks)
    agreement.of_judges(results)
    agreement.alpha([mark.total for mark in result.marks] for result in results)
    scores = {result.code: result.score for result in results if result.score is not None}
    ranking.rank(scores, PRIZES)
    ranking.deliberations(scores, PRIZES, Fraction(1))
    medians = {r.code: r.median for r in results if r.median is not None}
    adjusted = {entry.code: entry.score for entry in fit.entries} if isinstance(fit, leniency.Fit) else {}
    ranking.flips(scores, {"median": medians, "adjusted": adjusted}, PRIZES)
    ranking.judge_flips(results, PRIZES)


def duplicates() -> None:
    """10,000 texts of 600 syllables; 40 copies of 60 to 95 %, in one piece or word by word, by turns."""
    chance = random.Random(3)  # noqa: S311
    words = sorted(
        {
            chance.choice("bcdghklmnpqrstvx")
            + chance.choice("aeiouàáảãạêềếôồố")
            + chance.choice(("", "n", "ng", "t"))
            for _ in range(3000)
        }
    )
    weights = [1 / (rank + 10) for rank in range(len(words))]
    texts = [chance.choices(words, weights, k=600) for _ in range(10_000)]
    planted = {}
    for n in range(40):
        share = 0.6 + 0.35 * n / 39
        kept = range(int(600 * share)) if n % 2 else chance.sample(range(600), int(600 * share))
        for at in kept:
            texts[2 * n + 1][at] = texts[2 * n][at]
        planted[f"t{2 * n:05}", f"t{2 * n + 1:05}"] = share
    pairs = [(f"t{n:05}", " ".join(text)) for n, text in enumerate(texts)]
    found = {
        (o.first, o.second) for o in timed("near-duplicates of 10,000", lambda: near_duplicates.find(pairs))
    }
    missed = [f"{share:.2f}" for pair, share in planted.items() if pair not in found]
    print(
        f"  {len(found & planted.keys())} of 40 found, {len(found - planted.keys())} others; missed: {missed}"
    )


def fairness() -> None:
    """How much nearer the adjusted rank comes to the truth, leniency as large as noise (5 points)."""
    for entries, judges in ((60, 9), (200, 20), (600, 40)):
        for quality in (5.0, 8.0, 12.0):
            rows = [
                report(play(Setting(entries=entries, judges=judges, quality=quality, seed=f"{seed}")))
                for seed in range(20)
            ]
            raw = [row.tau_raw for row in rows]
            adjusted = [row.tau_adjusted for row in rows if row.tau_adjusted is not None]
            gains = [b - a for a, b in zip(raw, adjusted, strict=True)]
            print(
                f"{entries} entries, {judges} judges, quality ±{quality:g}: "
                f"tau {mean(raw):.3f} -> {mean(adjusted):.3f}, gain {mean(gains):.3f} "
                f"({min(gains):.3f} to {max(gains):.3f}); {recalls(rows)}"
            )


def recalls(rows: Sequence[Report]) -> str:
    raw = mean(row.recall_raw for row in rows)
    adjusted = mean(row.recall_adjusted or 0 for row in rows)
    return f"best tenth found {raw:.2f} -> {adjusted:.2f}"


if __name__ == "__main__":
    main()
