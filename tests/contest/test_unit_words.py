"""The proper names in the name of a unit or a place, and its abbreviations."""

from __future__ import annotations

import pytest

from neuguong.contest.name_words import Word, Words, words_of
from neuguong.contest.unit_words import acronyms, kinds_before, propers


def _shown(words: list[Word]) -> str:
    return " ".join(word.shown for word in words)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Trường Tiểu học Khe Bến", [("Trường Tiểu học", "Khe Bến")]),
        ("Trường TH Khe Bến A", [("Trường TH", "Khe Bến A"), ("Trường TH", "Khe Bến")]),
        ("Trường TH&THCS Khe Bến", [("Trường TH THCS", "Khe Bến")]),
        ("Trường Tiểu học và Trung học cơ sở Mẫu", [("Trường Tiểu học và Trung học cơ sở", "Mẫu")]),
        ("Trường Tiểu học số 2 Khe Bến", [("Trường Tiểu học số 2", "Khe Bến")]),
        ("Trường MN Hoa Mẫu, xã Khe Bến, tỉnh Mẫu", [("Trường MN", "Hoa Mẫu"), ("xã", "Khe Bến")]),
        ("Trường MN Hoa Mẫu thị trấn Khe Bến", [("Trường MN", "Hoa Mẫu"), ("thị trấn", "Khe Bến")]),
        ("Trung tâm GDNN – GDTX huyện Mẫu", [("Trung tâm GDNN GDTX huyện", "Mẫu")]),
        ("Phòng Giáo dục và Đào tạo huyện Mẫu", [("Phòng Giáo dục và Đào tạo huyện", "Mẫu")]),
        ("4A Trường TH Khe Bến", [("Trường TH", "Khe Bến")]),
        ("Lớp 4A, Trường TH Khe Bến", [("Trường TH", "Khe Bến")]),
        ("Khe Bến", []),
        ("", []),
    ],
)
def test_unit_is_known_by_its_own_name_and_its_commune(name: str, found: list[tuple[str, str]]) -> None:
    assert [(_shown(each.kinds), _shown(each.core)) for each in propers(name, place=False)] == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("xã Trung Thành", [("xã", "Trung Thành")]),
        ("Thị trấn Khe Bến", [("Thị trấn", "Khe Bến")]),
        ("xóm Bến, xã Khe", [("xóm", "Bến"), ("xã", "Khe")]),
        ("Huyện Mẫu", [("Huyện", "Mẫu")]),
    ],
)
def test_place_is_known_by_its_own_name(name: str, found: list[tuple[str, str]]) -> None:
    assert [(_shown(each.kinds), _shown(each.core)) for each in propers(name, place=True)] == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Trường Tiểu học Khe Bến", {"thkb", "tthkb", "trthkb", "thkhb", "tthkhb", "trthkhb"}),
        ("Trường THCS Suối Mẫu", {"thcssm", "tthcssm", "trthcssm"}),
        ("Trường Mầm non Mẫu", set()),
        ("Trường TH Phú Thọ", {"tthpt", "trthpt", "thphth", "tthphth", "trthphth"}),
    ],
)
def test_school_is_abbreviated_with_its_kind(name: str, found: set[str]) -> None:
    (proper,) = propers(name, place=False)
    assert acronyms(proper) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("trường Tiểu học Mẫu", 3),
        ("Tr. TH Mẫu", 2),
        ("cả trường. Mẫu", 0),
        ("một xã xa trung tâm Mẫu", 2),
        ("tiểu học và THCS Mẫu", 4),
        ("Mẫu", 0),
    ],
)
def test_words_for_a_kind_are_counted_before_a_name(text: str, count: int) -> None:
    words = Words(text)
    assert kinds_before(words, len(words_of(text)) - 1, place=False, marked=True) == count
