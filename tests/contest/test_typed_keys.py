"""Words of Telex and VNI that no keyboard turned into letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.typed_keys import words_typed
from neuguong.text import spelling_key


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("Nguyeenx", "nguyễn"),
        ("Nguyenex", "nguyễn"),
        ("Thij", "thị"),
        ("Hoaf", "hòa"),
        ("Hofa", "hòa"),
        ("DDaf", "đà"),
        ("Dadf", "đà"),
        ("Thuyr", "thủy"),
        ("Phuwowng", "phương"),
        ("Phuongw", "phương"),
        ("Trawngs", "trắng"),
        ("hoawcj", "hoặc"),
        ("muaw", "mưa"),
        ("quawn", "quăn"),
        ("thuowr", "thuở"),
        ("Luwu", "lưu"),
        ("Nguye6n4", "nguyễn"),
        ("Thi5", "thị"),
        ("Ho2a", "hòa"),
        ("D9a2", "đà"),
        ("Phu7o7ng", "phương"),
        ("Phuong7", "phương"),
        ("Trang81", "trắng"),
    ],
)
def test_keys_become_the_word_that_they_type(keys: str, word: str) -> None:
    assert spelling_key(word) in map(spelling_key, words_typed(keys))


@pytest.mark.parametrize(
    "keys",
    [
        "",
        "a",
        "an",
        "Hoa",
        "trong",
        "nghe",
        "xa",
        "sao",
        "Nguyễn",
        "hoa1985",
        "8A",
        "2015",
        "hoafhoafhoafhoaf",
    ],
)
def test_word_that_types_nothing_else_is_left_alone(keys: str) -> None:
    assert words_typed(keys) == ()


@given(st.text(st.sampled_from("nghthoaeiuywdsfrxj123456789"), max_size=16))
def test_any_keys_become_words_of_letters(keys: str) -> None:
    assert all(word.isalpha() and word != keys for word in words_typed(keys))
