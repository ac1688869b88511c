"""A season's rules and books for tests: a rubric of two criteria, two rounds, three kinds of prizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from neuguong.content.season import Rules, read_rules
from neuguong.contest.book import (
    AssignmentRecord,
    Book,
    Closing,
    Entry,
    JudgeRecord,
    ReadingRecord,
    SheetRecord,
    Standing,
    Writer,
)

CONTEST = """\
name: Cuộc thi mẫu
summary: Mời viết một chuyện mẫu.
organiser: Sở mẫu
sample: true
phases:
  - {phase: nhan-bai, start: 2027-01-01, end: 2027-01-31}
  - {phase: so-khao, start: 2027-02-01, end: 2027-02-15}
  - {phase: chung-khao, start: 2027-02-16, end: 2027-03-01}
  - {phase: cong-bo, start: 2027-03-10, end: 2027-03-10}
who_may_enter: [Ai cũng được.]
limits: {words_min: 10, words_max: 1500, photos_max: 2, entries_per_author: 2, entries_per_unit: 10}
criteria:
  - {slug: chan-thuc, name: Chân thực, max: 60, low: Không, middle: Có, high: Đủ}
  - {slug: the-hien, name: Thể hiện, max: 40, low: Dở, middle: Vừa, high: Hay}
rounds:
  - {slug: so-khao, readings: 2, third_reader_gap: 15, threshold: 50, quota: 3}
  - {slug: chung-khao, readings: 2}
tie_break: [chan-thuc]
near_tie: 1
prizes:
  - {slug: nhat, name: Giải Nhất, count: 1}
  - {slug: nhi, name: Giải Nhì, count: 2}
  - {slug: tap-the, name: Giải Tập thể, count: 1}
collective:
  prize: tap-the
  min_entries: 2
  points: [{prize: nhat, points: 3}, {prize: nhi, points: 2}]
"""


def rules(text: str = CONTEST) -> Rules:
    """Return the rules of a contest.yml, which must be sound."""
    _, found, problems = read_rules(text, "contest/2027/contest.yml")
    assert found is not None, problems
    return found


RULES = rules()


def entry(code: str, name: str = "Bùi Thị Mẫu", unit: str = "Trường TH Mẫu") -> Entry:
    """Return an accepted entry of a writer."""
    return Entry(
        code=code,
        title=f"Chuyện {code}",
        writers=(Writer(name=name, unit=unit),),
        unit=unit,
        standing=Standing.ACCEPTED,
    )


def judge(number: int, unit: str = "") -> JudgeRecord:
    """Return a judge with a unit of their own."""
    return JudgeRecord(id=f"G{number:02}", name=f"Giám khảo Mẫu {number}", unit=unit or f"Báo Mẫu {number}")


def sheet(
    judge_id: str,
    code: str,
    *scores: str,
    round_: str = "chung-khao",
    third: bool = False,
    state: str = "complete",
) -> SheetRecord:
    """Return a sheet with scores for chan-thuc and the-hien."""
    return SheetRecord(
        round=round_,
        judge=judge_id,
        code=code,
        scores=tuple(zip(("chan-thuc", "the-hien"), scores, strict=False)),
        state=state,
        third=third,
        packet="p",
        file="diem.json",
        digest="d",
        version=1,
    )


def book(
    marks: Mapping[str, tuple[tuple[str, str], ...]], round_: str = "chung-khao", advanced: bool = True
) -> Book:
    """Return a book of entries and the marks of judges G01, G02 … in their order."""
    codes = sorted(marks)
    count = max((len(each) for each in marks.values()), default=0)
    sheets = [
        sheet(f"G{number:02}", code, *scores, round_=round_)
        for code in codes
        for number, scores in enumerate(marks[code], 1)
    ]
    readings = tuple(ReadingRecord(code=s.code, judge=s.judge) for s in sheets)
    return Book(
        entries={code: entry(code) for code in codes},
        judges={f"G{n:02}": judge(n) for n in range(1, count + 1)},
        assignments={round_: AssignmentRecord(round=round_, readings=readings, seed="1")},
        sheets={s.key: s for s in sheets},
        closings={"so-khao": Closing(round="so-khao", advanced=tuple(codes), table="")} if advanced else {},
    )


def with_sheets(found: Book, *sheets: SheetRecord) -> Book:
    """Return the book with more sheets, later ones in the place of earlier ones."""
    return replace(found, sheets=found.sheets | {each.key: each for each in sheets})
