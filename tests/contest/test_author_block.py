"""The author's block: cut off at head and foot, kept word for word, and nothing of the story with it."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.author_block import Block, cut

STORY = (
    "Sáng thứ Hai nào cũng vậy, trước khi trống vào lớp, cô đứng ở đầu dốc với một chiếc giỏ tre đựng mấy "
    "bắp ngô luộc còn nóng.\n\nTrong giỏ có ngô. Em nào đi từ xóm xa tới thì ghé qua lấy một bắp rồi mới vào "
    "lớp "
    "học bài.\n"
)


def test_block_at_the_head_is_cut_and_read() -> None:
    text = (
        "BÀI DỰ THI\n\n**Họ và tên:** Bùi Thị Mẫu\n\nĐơn vị: Trường TH Khe Mẫu\n\nĐịa chỉ: xã Mường Mẫu\n\n"
        f"SĐT: 0900 000 000\n\nEmail: mau@example.vn\n\n# Giỏ ngô đầu dốc\n\n{STORY}"
    )
    assert cut(text) == Block(
        f"# Giỏ ngô đầu dốc\n\n{STORY}",
        (
            "BÀI DỰ THI",
            "Họ và tên: Bùi Thị Mẫu",
            "Đơn vị: Trường TH Khe Mẫu",
            "Địa chỉ: xã Mường Mẫu",
            "SĐT: 0900 000 000",
            "Email: mau@example.vn",
        ),
        {
            "name": "Bùi Thị Mẫu",
            "unit": "Trường TH Khe Mẫu",
            "place": "xã Mường Mẫu",
            "phone": "0900 000 000",
            "email": "mau@example.vn",
        },
    )


def test_signature_at_the_foot_is_cut_and_read() -> None:
    text = f"{STORY}\nHòa Mẫu, ngày 12 tháng 3 năm 2027\n\nNgười viết\n\nBùi Thị Mẫu\n\nTrường TH Khe Mẫu\n"
    assert cut(text) == Block(
        STORY,
        ("Hòa Mẫu, ngày 12 tháng 3 năm 2027", "Người viết", "Bùi Thị Mẫu", "Trường TH Khe Mẫu"),
        {"name": "Bùi Thị Mẫu", "unit": "Trường TH Khe Mẫu"},
    )


@pytest.mark.parametrize(
    "line",
    [
        "HỌ VÀ TÊN : Bùi Thị Mẫu",
        "Ho va ten: Bui Thi Mau",
        "- Tác giả: Bùi Thị Mẫu",
        "Người viết: Bùi Thị Mẫu.",
        "*Tác giả*: Bùi Thị Mẫu",
        "Chức vụ: Giáo viên",
        "Ngày sinh: 1/1/1990",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập – Tự do – Hạnh phúc",
        "Sở Giáo dục và Đào tạo Mẫu",
        "Trường Tiểu học Khe Mẫu",
        "Trường: Tiểu học Khe Mẫu",
        "Khe Mẫu, ngày … tháng … năm …",
        "Zalo: 0900000000",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_line_about_the_author_is_cut_at_head_and_foot(line: str, form: Literal["NFC", "NFD"]) -> None:
    written = unicodedata.normalize(form, line)
    assert cut(f"{written}\n\n{STORY}").text == STORY
    assert cut(f"{STORY}\n{written}\n").text == STORY


@pytest.mark.parametrize(
    "line",
    [
        "Giỏ ngô đầu dốc",
        "Trường tôi nằm lưng chừng đồi. Bốn phía là cam.",
        "Tôi kể chuyện này vì một người: cô Mẫu.",
        "– Trường có sông, các cháu phải biết bơi!",
        "Đơn vị nào cũng khen.",
        "Hôm ấy, ngày 12 tháng 3 năm 2027, trời mưa.",
    ],
)
def test_line_of_the_story_stays(line: str) -> None:
    assert cut(f"{line}\n\n{STORY}") == Block(f"{line}\n\n{STORY}")
    assert cut(f"{STORY}\n{line}\n") == Block(f"{STORY}\n{line}\n")


def test_name_alone_is_a_signature_only_below_the_story() -> None:
    assert cut(f"{STORY}\nBùi Thị Mẫu\n").lines == ("Bùi Thị Mẫu",)
    assert cut(f"Giỏ Ngô Đầu Dốc\n\n{STORY}").lines == ()
    assert cut(f"{STORY}\nBùi Thị Mẫu\n\nCô ấy nghỉ hưu năm ngoái, giỏ ngô thì còn đó.\n").lines == ()


def test_line_within_the_story_is_left_for_redaction() -> None:
    text = f"{STORY}\nTác giả: Bùi Thị Mẫu\n\n{STORY}"
    assert cut(text) == Block(text)


LINES = st.lists(st.sampled_from(["Họ và tên: Bùi Thị Mẫu", "Email: a@b.vn", "", "Một câu chuyện.", STORY]))


@given(LINES.map("\n".join))
def test_cutting_again_cuts_nothing_more_of_what_has_a_story(text: str) -> None:
    first = cut(text)
    lost = {line for line in text.split("\n") if line and line not in first.text}
    assert lost <= set(first.lines)
