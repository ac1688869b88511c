"""Units by name: one school in all its spellings, two schools that only sound alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.units import same_unit, unit_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trường TH Khe Mẫu", "Trường Tiểu học Khe Mẫu"),
        ("Trường TH Khe Mẫu", "TRƯỜNG TIỂU HỌC KHE MẪU"),
        ("Trường TH Khe Mẫu", "Tiểu học Khe Mẫu"),
        ("Trường TH&THCS Gò Mẫu", "Trường Tiểu học và Trung học cơ sở Gò Mẫu"),
        ("Trường TH & THCS Gò Mẫu", "TH và THCS Gò Mẫu"),
        ("Trường MN Hoà Mẫu", "Trường Mầm non Hòa Mẫu"),
        ("PTDTBT THCS Bản Mẫu", "Trường Phổ thông dân tộc bán trú THCS Bản Mẫu"),
        ("Phòng GD&ĐT Mẫu", "Phòng Giáo dục và Đào tạo Mẫu"),
        ("Sở GD-ĐT Mẫu", "Sở Giáo dục và Đào tạo Mẫu"),
        ("UBND xã Mẫu", "Uỷ ban nhân dân xã Mẫu"),
        (unicodedata.normalize("NFD", "Trường Tiểu học Khe Mẫu"), "Trường TH Khe Mẫu"),
    ],
)
def test_one_unit_in_two_spellings_is_the_same(one: str, other: str) -> None:
    assert same_unit(one, other)
    assert unit_key(one) == unit_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trường TH Khe Mẫu", "Trường THCS Khe Mẫu"),
        ("Trường TH Khe Mẫu", "Trường TH Khe Mậu"),
        ("Trường TH Khe Mẫu A", "Trường TH Khe Mẫu B"),
        ("Trường MN Mẫu 1", "Trường MN Mẫu 2"),
        ("", ""),
        ("Trường", "Trường"),
        ("Trường TH Mẫu", ""),
    ],
)
def test_two_units_or_none_are_not_the_same(one: str, other: str) -> None:
    assert not same_unit(one, other)


@pytest.mark.parametrize(
    ("place", "other", "same"),
    [
        ("xã Mường Mẫu", "Mường Mẫu", True),
        ("xa-muong-mau", "xã Mường Mẫu", False),
        ("muong-mau", "muong-mau", True),
        ("xã Mường Mẫu", "phường Bãi Mẫu", False),
        ("xã Mường Mẫu", "", True),
        ("", "", True),
    ],
)
def test_place_tells_units_of_one_name_apart_where_both_are_known(place: str, other: str, same: bool) -> None:
    assert same_unit("Trường MN Hoa Mẫu", "MN Hoa Mẫu", place, other) is same


@given(st.text(max_size=40), st.text(max_size=20))
def test_key_of_a_key_and_of_nfd_is_the_key(name: str, place: str) -> None:
    assert unit_key(unicodedata.normalize("NFD", name)) == unit_key(name)
    assert same_unit(name, name, place, place) is bool(unit_key(name))
