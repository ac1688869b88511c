"""Plans of a round: the book's conflicts, what was handed in, who has gone, who reads a third time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace as replaced
from datetime import date

from msgspec.structs import replace

from neuguong.contest.book import AssignmentRecord, Book, ConflictRecord, Ground, Writer
from neuguong.contest.reading_plan import Plan, Wishes, plan
from tests.contest.seasons import CONTEST, RULES, entry, judge, rules, sheet, with_sheets

FIRST = "so-khao"
WISHES = Wishes(seed="2027")


def book(entries: int, judges: int) -> Book:
    """Return a book of accepted entries and judges, all of different units."""
    codes = [f"B{n:05}" for n in range(1, entries + 1)]
    return Book(
        entries={code: entry(code, unit=f"Trường TH Mẫu {n}") for n, code in enumerate(codes, 1)},
        judges={f"G{n:02}": judge(n) for n in range(1, judges + 1)},
    )


def kept(found: Book, made: Plan) -> Book:
    return replaced(found, assignments={made.record.round: made.record})


def pairs(made: Plan) -> set[tuple[str, str]]:
    return {(each.code, each.judge) for each in made.record.readings}


def test_plan_gives_every_entry_its_readings_and_everybody_as_much() -> None:
    made = plan(book(9, 6), RULES, FIRST, WISHES)
    assert Counter(each.code for each in made.record.readings) == Counter(
        {f"B{n:05}": 2 for n in range(1, 10)}
    )
    assert {load for _, load in made.assignment.loads} == {3}
    assert not any(each.third for each in made.record.readings)
    assert (made.record.round, made.record.seed, made.thirds) == (FIRST, "2027", ())


def test_plan_that_is_kept_does_not_change_when_it_is_made_again() -> None:
    found = book(9, 6)
    first = plan(found, RULES, FIRST, WISHES)
    again = plan(kept(found, first), RULES, FIRST, WISHES)
    assert (again.record, again.difference.added, again.difference.removed) == (first.record, (), ())


def test_conflicts_hold_and_dismissed_ones_do_not() -> None:
    found = book(3, 3)
    never = ConflictRecord(judge="G01", code="B00001", ground=Ground.DECLARED, source="lời khai")
    lifted = ConflictRecord(
        judge="G02",
        code="B00001",
        ground=Ground.UNIT,
        source="cùng đơn vị",
        dismissed="khác",
        dismissed_by="CT",
    )
    made = plan(replaced(found, conflicts={c.key: c for c in (never, lifted)}), RULES, FIRST, WISHES)
    assert {judge for code, judge in pairs(made) if code == "B00001"} == {"G02", "G03"}


def test_judge_who_has_gone_is_replaced_and_nothing_else_moves() -> None:
    found = book(12, 6)
    first = plan(found, RULES, FIRST, WISHES)
    held = sheet(
        "G01", next(code for code, who in sorted(pairs(first)) if who == "G01"), "50", "20", round_=FIRST
    )
    judges = found.judges | {"G01": replace(found.judges["G01"], gone="ốm")}
    later = with_sheets(replaced(kept(found, first), judges=judges), held)
    made = plan(later, RULES, FIRST, WISHES)
    lost = {(code, who) for code, who in pairs(first) if who == "G01" and code != held.code}
    assert set(made.difference.removed) == lost
    assert len(made.difference.added) == len(lost)
    assert (held.code, "G01") in pairs(made)


def test_entry_that_comes_later_is_added_and_nothing_else_moves() -> None:
    found = book(6, 4)
    first = plan(found, RULES, FIRST, WISHES)
    later = replaced(kept(found, first), entries=found.entries | {"B00099": entry("B00099")})
    made = plan(later, RULES, FIRST, WISHES)
    assert pairs(first) < pairs(made)
    assert {code for code, _ in pairs(made) - pairs(first)} == {"B00099"}


def apart(first: Plan, code: str) -> tuple[Book, list[str]]:
    """Return the book with two sheets for an entry that lie far apart, and who gave them."""
    readers = sorted(who for each, who in pairs(first) if each == code)
    sheets = [
        sheet(who, code, str(score), "20", round_=FIRST) for who, score in zip(readers, (20, 50), strict=True)
    ]
    return with_sheets(kept(book(6, 4), first), *sheets), readers


def test_third_reader_is_somebody_else_and_marked() -> None:
    first = plan(book(6, 4), RULES, FIRST, WISHES)
    found, readers = apart(first, "B00003")
    made = plan(found, RULES, FIRST, WISHES)
    (third,) = (each for each in made.record.readings if each.third)
    assert (third.code, third.judge in readers, made.thirds) == ("B00003", False, ("B00003",))
    assert pairs(first) < pairs(made)
    again = plan(kept(found, made), RULES, FIRST, WISHES)
    assert again.record == made.record


def test_third_reading_moves_to_another_when_its_reader_goes() -> None:
    first = plan(book(6, 4), RULES, FIRST, WISHES)
    found, readers = apart(first, "B00003")
    made = plan(found, RULES, FIRST, WISHES)
    (third,) = (each for each in made.record.readings if each.third)
    judges = found.judges | {third.judge: replace(found.judges[third.judge], gone="bận")}
    after = plan(replaced(kept(found, made), judges=judges), RULES, FIRST, WISHES)
    (other,) = (each for each in after.record.readings if each.third)
    assert (other.code, other.judge in {*readers, third.judge}) == ("B00003", False)


def test_expert_alone_reads_a_third_time_where_the_rules_say_so() -> None:
    by_expert = rules(CONTEST.replace("third_reader_gap: 15,", "third_reader_gap: 15, resolve: chuyen-gia,"))
    first = plan(book(6, 4), by_expert, FIRST, WISHES)
    found, readers = apart(first, "B00003")
    nobody = plan(found, by_expert, FIRST, WISHES)
    assert [each.entries for each in nobody.assignment.shortages] == [("B00003",)]
    expert = next(each for each in ("G01", "G02", "G03", "G04") if each not in readers)
    judges = found.judges | {expert: replace(found.judges[expert], expert=True)}
    made = plan(replaced(found, judges=judges), by_expert, FIRST, WISHES)
    assert [(e.code, e.judge) for e in made.record.readings if e.third] == [("B00003", expert)]


def test_entry_handed_back_unread_goes_to_somebody_else() -> None:
    found = book(6, 4)
    first = plan(found, RULES, FIRST, WISHES)
    code, who = min(pairs(first))
    back = replace(sheet(who, code, round_=FIRST, state="abstained"), reason="nguoi-than")
    conflict = ConflictRecord(judge=who, code=code, ground=Ground.DECLARED, source="trả lại")
    later = replaced(with_sheets(kept(found, first), back), conflicts={conflict.key: conflict})
    made = plan(later, RULES, FIRST, WISHES)
    assert (code, who) not in pairs(made)
    assert Counter(each for each, _ in pairs(made))[code] == 2


def test_school_cap_counts_schools_however_they_are_spelt() -> None:
    found = book(4, 4)
    spelt = ("Trường TH Gò Mẫu", "trường tiểu học gò mẫu", "Trường Tiểu học Gò Mẫu", "TH Gò Mẫu")
    entries = {
        code: replace(each, unit=unit, writers=(Writer(name="Bùi Thị Mẫu", unit=unit),))
        for (code, each), unit in zip(found.entries.items(), spelt, strict=True)
    }
    made = plan(replaced(found, entries=entries), RULES, FIRST, Wishes(seed="1", school_cap=2))
    assert set(Counter(who for _, who in pairs(made)).values()) == {2}
    capped = plan(replaced(found, entries=entries), RULES, FIRST, Wishes(seed="1", school_cap=1))
    assert capped.assignment.shortages


def test_second_round_is_planned_for_those_who_came_through() -> None:
    found = book(4, 4)
    made = plan(found, RULES, "chung-khao", WISHES)
    assert made.record == AssignmentRecord(round="chung-khao", readings=(), seed="2027")


def test_deadline_of_before_stays_unless_another_is_asked_for() -> None:
    found = book(3, 3)
    first = plan(found, RULES, FIRST, Wishes(seed="1", deadline=date(2027, 2, 10)))
    assert plan(kept(found, first), RULES, FIRST, WISHES).record.deadline == date(2027, 2, 10)
