"""Rounds of many judges and entries, drawn from a seed, half read or done: for what people look at."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import msgspec

from neuguong.contest.book import AssignmentRecord, Book, Closing, ReadingRecord
from tests.contest.seasons import entry, judge, sheet

NAMES = ("Bùi Thị Hòa Mẫu", "Đinh Văn Mẫu", "Nguyễn Thị Ngọc Huyền Mẫu", "Quách Công Mẫu", "Hà Mẫu")


def drawn(judges: int, entries: int, *, done: float, round_: str, seed: int = 1) -> Book:
    """Return a book whose entries were given to two judges each; a share of the sheets is in.

    Codes sort as they are numbered; the first judge is lenient, the second strict, the last one is gone, the
    one before has sent nothing.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    codes = [f"K{number:03}" for number in range(1, entries + 1)]
    worth = {code: chance.gauss(72, 9) for code in codes}
    lenient = {number: chance.gauss(0, 3) for number in range(1, judges + 1)} | {1: 6.0, 2: -7.0}
    readings, sheets = [], []
    for at, code in enumerate(codes):
        readers = sorted({at % judges + 1, (at + 1 + at // judges % (judges - 1)) % judges + 1})
        readings += [ReadingRecord(code=code, judge=f"G{number:02}") for number in readers]
        for number in readers:
            state = "complete" if chance.random() < done else chance.choice(("", "", "draft", "abstained"))
            if not state or (done < 1 and number >= judges - 1):
                continue
            half = round(2 * (worth[code] + lenient[number] + chance.gauss(0, 4)))
            total = min(max(half, 0), 200) / 2
            scores = (str(min(total, 60.0)), str(max(total - 60, 0.0))) if state == "complete" else ("30",)
            made = sheet(f"G{number:02}", code, *scores, state=state, round_=round_)
            sheets.append(msgspec.structs.replace(made, scores=() if state == "abstained" else made.scores))
    people = {
        f"G{number:02}": msgspec.structs.replace(judge(number), name=f"{NAMES[number % len(NAMES)]} {number}")
        for number in range(1, judges + 1)
    }
    if done < 1:
        last = f"G{judges:02}"
        people[last] = msgspec.structs.replace(people[last], gone="bận việc nhà")
    return Book(
        entries={code: entry(code, name="Đinh Văn Giấu", unit="Trường Kín") for code in codes},
        judges=people,
        assignments={
            round_: AssignmentRecord(
                round=round_, readings=tuple(readings), seed="1", deadline=date(2027, 2, 12)
            )
        },
        sheets={each.key: each for each in sheets},
        closings={"so-khao": Closing(round="so-khao", advanced=tuple(codes), table="")},
    )


def with_thirds(book: Book, *readings: ReadingRecord) -> Book:
    """Return the book with third readings asked for."""
    assignments = {
        slug: msgspec.structs.replace(each, readings=(*each.readings, *readings))
        for slug, each in book.assignments.items()
    }
    return replace(book, assignments=assignments)
