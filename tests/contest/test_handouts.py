"""Handouts out of the book: the blind texts of what a judge reads, and what sheets are held against."""

from __future__ import annotations

import io
from dataclasses import replace as replaced
from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from neuguong.contest import collect, handouts, packets, score_sheet
from neuguong.contest.book import (
    AssignmentRecord,
    BlindText,
    Book,
    PacketRecord,
    ReadingRecord,
    SheetRecord,
)
from neuguong.contest.collect import KnownJudge
from neuguong.contest.handout import BlindEntry, packet_digest
from neuguong.contest.handouts import About, NoText
from tests.contest.seasons import RULES, entry, judge, sheet

ROUND = "so-khao"
CODES = ("B1", "B2", "B3", "B4", "B5")
PLANTED = "Lường Thị Phách Lộ"
BOOK = Book(
    entries={code: entry(code, name=PLANTED, unit=f"Trường {PLANTED}") for code in CODES},
    texts={
        code: BlindText(code=code, title=f"Chuyện {code}", field="chu-nhiem-lop", markdown=f"Bài {code}.")
        for code in CODES
    },
    judges={"G01": judge(1), "G02": judge(2)},
    assignments={
        ROUND: AssignmentRecord(
            round=ROUND,
            readings=(
                *(ReadingRecord(code=code, judge="G01") for code in CODES),
                ReadingRecord(code="B1", judge="G02"),
                ReadingRecord(code="B2", judge="G02", third=True),
            ),
            seed="2027",
        )
    },
    packets={"so-khao/G01": PacketRecord(round=ROUND, judge="G01", digest="mới")},
    packets_before={"so-khao/G01": ("cũ",)},
)
ABOUT = About(season="2027", fields={"chu-nhiem-lop": "Chủ nhiệm lớp"}, send_to="thư ký")


def test_handout_is_made_of_blind_texts_alone() -> None:
    given = handouts.handout(BOOK, RULES, ROUND, "G02", ABOUT)
    assert sorted(given.entries, key=lambda e: e.code) == [
        BlindEntry(code="B1", title="Chuyện B1", field="Chủ nhiệm lớp", markdown="Bài B1."),
        BlindEntry(code="B2", title="Chuyện B2", field="Chủ nhiệm lớp", markdown="Bài B2."),
    ]
    assert (given.judge_name, given.round_name, given.send_to) == (
        "Giám khảo Mẫu 2",
        "Vòng sơ khảo",
        "thư ký",
    )
    assert [(g.criterion.slug, g.criterion.max, g.low) for g in given.guides] == [
        ("chan-thuc", Fraction(60), "Không"),
        ("the-hien", Fraction(40), "Dở"),
    ]
    assert given.deadline == date(2027, 2, 15)


def test_nothing_of_who_wrote_reaches_packet_or_sheet() -> None:
    given = handouts.handout(BOOK, RULES, ROUND, "G01", ABOUT)
    assert PLANTED.encode() not in packets.page(given)
    shown = replaced(given, judge_name=PLANTED)
    assert PLANTED.encode() in packets.page(shown)  # it would be seen
    assert score_sheet.workbook(given) != score_sheet.workbook(shown)


def test_every_judge_reads_in_an_order_of_their_own() -> None:
    everything = tuple(ReadingRecord(code=code, judge=f"G{n:02}") for code in CODES for n in range(1, 9))
    many = replaced(BOOK, assignments={ROUND: replace(BOOK.assignments[ROUND], readings=everything)})
    orders = {handouts.codes_of(many, ROUND, f"G{n:02}") for n in range(1, 9)}
    assert all(sorted(order) == sorted(CODES) for order in orders)
    assert len({order[0] for order in orders}) > 1


def test_entry_without_a_text_for_judges_is_told() -> None:
    with pytest.raises(NoText, match="B1"):
        handouts.handout(replaced(BOOK, texts={}), RULES, ROUND, "G02", ABOUT)


def test_deadline_of_the_assignment_comes_before_that_of_the_round() -> None:
    early = replace(BOOK.assignments[ROUND], deadline=date(2027, 2, 9))
    assert handouts.deadline_of(replaced(BOOK, assignments={ROUND: early}), RULES, ROUND) == date(2027, 2, 9)


def test_sheets_are_held_against_packets_codes_and_third_readings() -> None:
    known = handouts.known(BOOK, RULES, ROUND, "2027")
    first, second = known.judges
    assert first == KnownJudge(
        id="G01", packet="mới", older_packets=("cũ",), codes=handouts.codes_of(BOOK, ROUND, "G01")
    )
    assert (second.packet, second.third, known.codes) == ("", ("B2",), frozenset(CODES))


def test_workbook_of_a_handout_comes_back_as_the_books_sheets() -> None:
    given = handouts.handout(BOOK, RULES, ROUND, "G02", ABOUT)
    book = load_workbook(io.BytesIO(score_sheet.workbook(given)))
    for row in (score_sheet.FIRST_ROW, score_sheet.FIRST_ROW + 1):
        for column, value in ((score_sheet.FIRST_SCORE, 52.5), (score_sheet.FIRST_SCORE + 1, 31)):
            book[score_sheet.SCORES].cell(row, column).value = value
    filled = io.BytesIO()
    book.save(filled)
    packet = handouts.packet_record(given, packet_digest(given))
    with_packet = replaced(BOOK, packets={packet.key: packet})
    known = handouts.known(with_packet, RULES, ROUND, "2027")
    found = collect.collect([("diem.xlsx", filled.getvalue())], known)
    assert found.problems == ()
    records = handouts.new_sheets(with_packet, found.sheets)
    assert [(r.code, r.scores, r.state, r.third, r.file, r.version) for r in records] == [
        ("B1", (("chan-thuc", "52.5"), ("the-hien", "31")), "complete", False, "diem.xlsx", 1),
        ("B2", (("chan-thuc", "52.5"), ("the-hien", "31")), "complete", True, "diem.xlsx", 1),
    ]
    later = replaced(with_packet, sheets={r.key: r for r in records})
    assert handouts.new_sheets(later, handouts.held(later, ROUND, "2027")) == ()


def test_record_of_a_sheet_keeps_all_that_came() -> None:
    kept: SheetRecord = replace(
        sheet("G01", "B1", "7.5", round_=ROUND), notes="hay", reason="", reason_words="", third=True
    )
    held = handouts.held(replaced(BOOK, sheets={kept.key: kept}), ROUND, "2027")
    assert [handouts.record_of(each) for each in held] == [kept]
