from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.share_card.lines import ELLIPSIS, breaks_words, broken, cut

WORD = st.text("abơựẾ,–", min_size=1, max_size=12)
TITLES = st.lists(WORD, min_size=1, max_size=30).map(" ".join)
WIDTHS = st.integers(4, 60)


def letters(text: str) -> float:
    """Measure as a typewriter does."""
    return len(text)


@pytest.mark.parametrize(
    ("title", "width", "lines"),
    [
        ("", 20, ()),
        ("Đêm", 20, ("Đêm",)),
        ("Cái bàn sáu chỗ", 20, ("Cái bàn sáu chỗ",)),
        ("Sổ thu chi của một cái giếng", 22, ("Sổ thu chi", "của một cái giếng")),
        ("Cối giã gạo vào tiết đòn bẩy", 20, ("Cối giã gạo", "vào tiết đòn bẩy")),
        ("Chiếc áo khoác bị trả lại", 20, ("Chiếc áo khoác", "bị trả lại")),
        ("Chuyến đò năm giờ rưỡi sáng", 22, ("Chuyến đò", "năm giờ rưỡi sáng")),
        ("Bốn tấm thẻ và một tấm để trống", 24, ("Bốn tấm thẻ", "và một tấm để trống")),
        ("Một tiết, học trò hỏi mấy câu", 22, ("Một tiết,", "học trò hỏi mấy câu")),
        ("Lớp học – ngọn đèn trên núi cao", 24, ("Lớp học –", "ngọn đèn trên núi cao")),
    ],
)
def test_title_breaks_where_a_reader_would_pause(title: str, width: int, lines: tuple[str, ...]) -> None:
    assert broken(title, letters, width) == lines


def test_no_word_is_left_over_alone() -> None:
    assert broken("aaaa bbbb cccc dddd eeee", letters, 19) == ("aaaa bbbb", "cccc dddd eeee")


def test_space_that_forbids_it_does_not_end_a_line() -> None:
    assert broken("aa bb\xa0cc", letters, 5) == ("aa", "bb\xa0cc")


@given(TITLES, WIDTHS)
def test_nothing_is_lost_and_nothing_sticks_out(title: str, width: int) -> None:
    lines = broken(title, letters, width)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    if not breaks_words(title, letters, width):
        assert " ".join(lines) == title
        assert max(map(letters, lines)) <= width


@given(TITLES, WIDTHS)
def test_no_division_into_fewer_lines_would_do(title: str, width: int) -> None:
    if breaks_words(title, letters, width):
        return
    lines = broken(title, letters, width)
    fewest, used = 1, 0
    for word in held_together(title.split(" ")):
        if used and used + 1 + len(word) > width:
            fewest, used = fewest + 1, len(word)
        else:
            used += len(word) + (1 if used else 0)
    assert len(lines) == fewest


def held_together(words: list[str]) -> list[str]:
    """Join signs that stand alone to the word before them."""
    found: list[str] = []
    for word in words:
        if found and not any(map(str.isalnum, word)):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


@given(TITLES, WIDTHS)
def test_no_line_begins_with_a_sign(title: str, width: int) -> None:
    if not breaks_words(title, letters, width):
        starts = [line.split(" ")[0] for line in broken(title, letters, width)[1:]]
        assert [start for start in starts if not any(map(str.isalnum, start))] == []


@given(TITLES, WIDTHS, st.integers(1, 4))
def test_cut_title_has_no_more_lines_and_says_that_it_is_cut(title: str, width: int, most: int) -> None:
    lines = cut(title, letters, width, most)
    assert len(lines) <= most
    assert max(map(letters, lines)) <= width
    if len(broken(title, letters, width)) <= most:
        assert lines == broken(title, letters, width)
    else:
        assert lines[-1].endswith(ELLIPSIS)


def test_title_is_cut_at_a_word_and_without_its_sign() -> None:
    assert cut("Một hai ba, bốn năm sáu", letters, 12, 1) == ("Một hai ba…",)


def test_word_that_fits_no_line_is_broken_and_cut() -> None:
    assert broken("abcdefgh", letters, 3) == ("abc", "def", "gh")
    assert cut("abcdefgh", letters, 4, 1) == ("abc…",)


def test_words_that_fit_are_not_broken() -> None:
    assert [breaks_words("ab abc", letters, width) for width in (2, 3)] == [True, False]
