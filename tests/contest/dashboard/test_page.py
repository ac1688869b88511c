"""The organisers' page as text: what it tells, what it never tells, what it says of nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from neuguong.contest import progress, score_table
from neuguong.contest.book import Book, ReadingRecord
from neuguong.contest.dashboard.page import alpha_words, kappa_words, page
from tests.contest.drawn_rounds import drawn, with_thirds
from tests.contest.seasons import CONTEST, RULES, book, rules

FIRST, FINAL = "so-khao", "chung-khao"
NINE = drawn(9, 24, done=0.75, round_=FIRST)


def made(found: Book, round_: str = FIRST, day: date = date(2027, 2, 14)) -> str:
    name = "Vòng sơ khảo" if round_ == FIRST else "Vòng chung khảo"
    state = progress.of_round(found, RULES, round_, day)
    return page(state, score_table.build(found, RULES, round_), RULES, name).decode()


def words_of(html: str) -> str:
    """Return what people read, on one line."""
    body = re.sub(r"<title>.*?</title>", " ", html[html.index("<body>") :])
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_page_says_that_it_is_private_and_a_sample() -> None:
    html = made(NINE)
    told = words_of(html)
    assert html.startswith("<!doctype html>\n")
    assert "Riêng của Ban tổ chức. Trang này có tên giám khảo và điểm từng bài. Không đưa lên mạng" in told
    assert "mẫu, mọi tên và điểm đều đặt ra" in told
    assert '<meta name="robots" content="noindex, nofollow">' in html


def test_page_loads_nothing_and_runs_nothing() -> None:
    html = made(NINE)
    assert re.findall(r'(?:src|href|action)="(?!#|data:)[^"]*"', html) == []
    assert ("<script" in html, 'style="' in html) == (False, False)
    assert 'content="default-src &#39;none&#39;; style-src' in html


def test_page_has_no_writer() -> None:
    assert [secret for secret in ("Giấu", "Trường Kín", "Chuyện K") if secret in made(NINE)] == []


def test_page_is_the_same_in_whatever_order_records_come() -> None:
    turned = replace(
        NINE,
        sheets=dict(reversed(NINE.sheets.items())),
        judges=dict(reversed(NINE.judges.items())),
        entries=dict(reversed(NINE.entries.items())),
    )
    assert made(turned) == made(NINE)


def test_page_tells_who_is_late_and_who_is_gone() -> None:
    told = words_of(made(NINE))
    assert "G08 Quách Công Mẫu 8 quá hạn 5 chưa có phiếu 0/5" in told
    assert "G09 Hà Mẫu 9 thôi chấm 5 không đọc nữa 0/5" in told
    in_time = words_of(made(NINE, day=date(2027, 2, 12)))
    assert "G08 Quách Công Mẫu 8 5 chưa có phiếu 0/5" in in_time
    assert "Quá hạn:" not in in_time


def test_page_tells_who_reads_for_the_third_time() -> None:
    assert "K002 21,5 chưa giao cho ai" in words_of(made(NINE))
    asked = with_thirds(NINE, ReadingRecord(code="K002", judge="G05", third=True))
    told = words_of(made(asked))
    assert "K002 21,5 G05 Bùi Thị Hòa Mẫu 5" in told
    assert "Cần người đọc thứ ba" not in told


def test_page_without_sheets_says_so_in_every_part() -> None:
    told = words_of(made(replace(NINE, sheets={})))
    for words in (
        "Chưa có phiếu nào đã chấm xong.",
        "Chưa tính được: chưa đủ hai giám khảo để so.",
        "Chưa có đủ bài được đọc hai lượt để tính.",
        "Chưa đủ bài có điểm để xét ranh giới.",
        "Chưa so được: chưa đủ hai giám khảo để so.",
        "Chưa đủ bài có điểm để xét.",
    ):
        assert words in told


def test_page_of_an_empty_round_is_made() -> None:
    assert "Chưa giao bài cho ai ở vòng này." in words_of(made(Book()))


def test_page_marks_near_ties_at_the_edge() -> None:
    marks = {
        "B1": (("60", "31"), ("60", "31")),
        "B2": (("60", "30.5"), ("60", "31")),
        "B3": (("50", "0"),) * 2,
    }
    told = words_of(made(book(marks), FINAL))
    assert "1 B1 Giải Nhất · ◇ sát điểm 91" in told
    assert "Ranh giới Giải Nhất: cách 0,25 điểm ◇ hội đồng bàn" in told
    assert "2 B2 Giải Nhì · ◇ sát điểm 90,75" in told


def test_page_of_a_round_that_can_be_closed_says_so() -> None:
    marks = {f"B{n}": ((str(60 - 9 * n), "0"),) * 2 for n in range(1, 5)}
    told = words_of(made(book(marks), FINAL, date(2027, 2, 20)))
    assert "Đủ điểm, không còn gì phải bàn: có thể chốt vòng này." in told
    assert "Không giải nào đổi: kết quả không treo vào một người nào." in told


def test_page_names_whose_prize_hangs_on_one_judge() -> None:
    marks = {"B1": (("60", "40"), ("50", "0")), "B2": (("60", "0"), ("60", "1")), "B3": (("1", "0"),) * 2}
    told = words_of(made(book(marks), FINAL))
    assert "bỏ điểm của G01 Giám khảo Mẫu 1 B1 Giải Nhất Giải Nhì" in told
    assert "bỏ điểm của G01 Giám khảo Mẫu 1 B2 Giải Nhì Giải Nhất" in told


def test_page_of_real_contest_names_no_sample() -> None:
    real = rules(CONTEST.replace("sample: true\n", ""))
    state = progress.of_round(NINE, real, FIRST, date(2027, 2, 14))
    html = page(state, score_table.build(NINE, real, FIRST), real, "Vòng sơ khảo").decode()
    assert "đều đặt ra" not in html


@pytest.mark.parametrize(
    ("alpha", "words"),
    [
        (None, "Chưa có đủ"),
        (Fraction(1), "rất khớp"),
        (Fraction(8, 10), "rất khớp"),
        (Fraction(79, 100), "khá khớp"),
        (Fraction(667, 1000), "khá khớp"),
        (Fraction(66, 100), "còn lệch nhau nhiều"),
        (Fraction(0), "không khớp nhau hơn cho điểm ngẫu nhiên"),
        (Fraction(-1), "không khớp nhau hơn cho điểm ngẫu nhiên"),
    ],
)
def test_alpha_is_told_in_words(alpha: Fraction | None, words: str) -> None:
    assert words in alpha_words(alpha)


@pytest.mark.parametrize(
    ("kappa", "readings", "words"),
    [
        (None, 9, "mới 9 bài, chưa đủ để nói"),
        (Fraction(1), 4, "mới 4 bài, chưa đủ để nói"),
        (Fraction(81, 100), 5, "rất khớp"),
        (Fraction(8, 10), 5, "khớp"),
        (Fraction(6, 10), 5, "khá khớp"),
        (Fraction(4, 10), 5, "ít khớp"),
        (Fraction(0), 5, "không khớp"),
    ],
)
def test_kappa_is_told_in_words(kappa: Fraction | None, readings: int, words: str) -> None:
    assert kappa_words(kappa, readings) == words
