"""How far a round has come: judges' sheets, entries' readings, who is late, who is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest import progress
from neuguong.contest.book import AssignmentRecord, Book, ReadingRecord, SheetRecord
from neuguong.contest.progress import EntryProgress, JudgeProgress, Waiting
from neuguong.contest.tally import State
from tests.contest.seasons import RULES, entry, judge, sheet

FIRST = "so-khao"
IN_TIME, LATE = date(2027, 2, 15), date(2027, 2, 16)


def reading(judge_id: str, code: str, third: bool = False) -> ReadingRecord:
    return ReadingRecord(judge=judge_id, code=code, third=third)


def book(*sheets: SheetRecord, more: tuple[ReadingRecord, ...] = (), deadline: date | None = None) -> Book:
    """Three judges who each read two of the three entries B1, B2, B3."""
    readings = tuple(
        reading(f"G0{number}", f"B{code}")
        for number, code in ((1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 1))
    )
    return Book(
        entries={code: entry(code) for code in ("B1", "B2", "B3")},
        judges={f"G{n:02}": judge(n) for n in (1, 2, 3)},
        assignments={
            FIRST: AssignmentRecord(round=FIRST, readings=(*readings, *more), seed="1", deadline=deadline)
        },
        sheets={each.key: each for each in sheets},
    )


def first(judge_id: str, code: str, *scores: str, **more: object) -> SheetRecord:
    return sheet(judge_id, code, *scores, round_=FIRST, **more)  # type: ignore[arg-type]


SOME = book(
    msgspec.structs.replace(first("G01", "B1", "60", "30"), file="diem-1.json", version=1),
    msgspec.structs.replace(first("G01", "B2", "60", state="draft"), file="diem-2.json", version=2),
    first("G02", "B2", state="abstained"),
    first("G03", "B1", "40", "20"),
)


def test_judges_are_told_by_what_became_of_their_entries() -> None:
    nothing = JudgeProgress(
        judge="G02",
        name="Giám khảo Mẫu 2",
        gone="",
        given=("B2", "B3"),
        done=(),
        abstained=("B2",),
        drafts=(),
        owed=("B3",),
        thirds=(),
        last_file="diem.json",
        overdue=False,
    )
    assert progress.of_round(SOME, RULES, FIRST, IN_TIME).judges == (
        replace(
            nothing,
            judge="G01",
            name="Giám khảo Mẫu 1",
            given=("B1", "B2"),
            done=("B1",),
            abstained=(),
            drafts=("B2",),
            owed=("B2",),
            last_file="diem-2.json",
        ),
        nothing,
        replace(
            nothing,
            judge="G03",
            name="Giám khảo Mẫu 3",
            given=("B1", "B3"),
            done=("B1",),
            abstained=(),
            owed=("B3",),
        ),
    )


def test_entries_are_told_by_the_readings_they_had_and_still_get() -> None:
    found = progress.of_round(SOME, RULES, FIRST, IN_TIME)
    assert found.entries == (
        EntryProgress(code="B1", state=State.THIRD_NEEDED, had=2, wanted=3, coming=(), gap=Fraction(30)),
        EntryProgress(code="B2", state=State.LACKING, had=0, wanted=2, coming=("G01",), gap=None),
        EntryProgress(code="B3", state=State.LACKING, had=0, wanted=2, coming=("G02", "G03"), gap=None),
    )
    assert [each.lacking for each in found.entries] == [1, 1, 0]


def test_totals_count_what_counts() -> None:
    found = progress.of_round(SOME, RULES, FIRST, IN_TIME)
    totals = (found.readings, found.done, found.owed, found.drafts, found.abstained, found.scored)
    assert totals == (5, 2, 3, 1, 1, 0)


def test_third_reading_waits_until_it_is_in() -> None:
    alone = Waiting(code="B1", gap=Fraction(30), judges=())
    assert progress.of_round(SOME, RULES, FIRST, IN_TIME).thirds == (alone,)
    asked = replace(SOME, assignments=book(more=(reading("G02", "B1", third=True),)).assignments)
    found = progress.of_round(asked, RULES, FIRST, IN_TIME)
    assert found.thirds == (replace(alone, judges=("G02",)),)
    assert (found.judges[1].owed, found.judges[1].thirds) == (("B1", "B3"), ("B1",))
    third = first("G02", "B1", "50", "25", third=True)
    read = replace(asked, sheets=asked.sheets | {third.key: third})
    found = progress.of_round(read, RULES, FIRST, IN_TIME)
    assert (found.thirds, found.entries[0].had, found.entries[0].wanted) == ((), 3, 3)
    assert found.entries[0].state is State.SCORED


@pytest.mark.parametrize(
    ("deadline", "today", "late"),
    [
        (None, IN_TIME, []),
        (None, LATE, ["G01", "G02", "G03"]),
        (date(2027, 2, 10), date(2027, 2, 10), []),
        (date(2027, 2, 10), date(2027, 2, 11), ["G01", "G02", "G03"]),
        (date(2027, 3, 1), LATE, []),
    ],
)
def test_judges_are_late_after_the_last_day(deadline: date | None, today: date, late: list[str]) -> None:
    found = progress.of_round(book(deadline=deadline), RULES, FIRST, today)
    assert [each.judge for each in found.late] == late
    assert found.deadline == (deadline or IN_TIME)


def test_judge_with_all_sheets_in_is_never_late() -> None:
    done = book(first("G01", "B1", "60", "30"), first("G01", "B2", state="abstained"))
    assert [each.judge for each in progress.of_round(done, RULES, FIRST, LATE).late] == ["G02", "G03"]


def test_judge_who_is_gone_owes_nothing_and_is_marked() -> None:
    gone = msgspec.structs.replace(judge(1), gone="ốm")
    found = progress.of_round(replace(SOME, judges=SOME.judges | {"G01": gone}), RULES, FIRST, LATE)
    one = found.judges[0]
    assert (one.gone, one.given, one.done, one.owed, one.drafts, one.overdue) == (
        "ốm",
        ("B1", "B2"),
        ("B1",),
        (),
        (),
        False,
    )
    assert found.entries[1].lacking == 2


def test_sheet_that_cannot_be_counted_is_a_draft() -> None:
    found = progress.of_round(book(first("G01", "B1", "61", "30")), RULES, FIRST, IN_TIME)
    assert (found.judges[0].done, found.judges[0].drafts) == ((), ("B1",))


def test_entries_out_of_the_round_are_asked_of_nobody() -> None:
    two = replace(SOME, entries={code: entry(code) for code in ("B2", "B3")})
    found = progress.of_round(two, RULES, FIRST, IN_TIME)
    assert [(each.judge, each.given) for each in found.judges] == [
        ("G01", ("B2",)),
        ("G02", ("B2", "B3")),
        ("G03", ("B3",)),
    ]


def test_round_without_anything_is_empty() -> None:
    found = progress.of_round(Book(), RULES, FIRST, LATE)
    assert (found.judges, found.entries, found.thirds, found.readings) == ((), (), (), 0)


states = st.sampled_from(["complete", "draft", "abstained"])
sheets = st.dictionaries(
    st.tuples(st.sampled_from(["G01", "G02", "G03"]), st.sampled_from(["B1", "B2", "B3"])), states
)


@given(sheets, st.sets(st.sampled_from(["G01", "G02", "G03"])))
def test_every_given_entry_is_in_one_list(states: dict[tuple[str, str], str], gone: set[str]) -> None:
    full = book(*(first(*who, "60", "30", state=state) for who, state in states.items()))
    judges = {
        id_: msgspec.structs.replace(each, gone="đi vắng" if id_ in gone else "")
        for id_, each in full.judges.items()
    }
    for each in progress.of_round(replace(full, judges=judges), RULES, FIRST, LATE).judges:
        lists = [*each.done, *each.abstained, *each.owed]
        assert len(lists) == len(set(lists))
        assert set(each.drafts) | set(each.missing) == set(each.owed)
        assert set(lists) <= set(each.given)
        assert bool(each.gone) <= (not each.owed)
