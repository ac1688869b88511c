from __future__ import annotations

import pytest

from neuguong.content.checks.people import REFERENCE
from neuguong.content.checks.rule import World
from tests.content.checks.cases import Case, assert_found, bad, good, table

ROLE, AGE = "role-fits-form", "age-group-is-given"
CONSENT, CHILD = "consent-is-recorded", "child-has-no-full-name"


def subject(form: str, role: str = "", name: str = "Em Nhài", age: str = "") -> str:
    return (
        f"\n  form: {form}"  # line 10
        f"\n  role: {role}"
        f"\n  name: {name}"  # line 12
        f"\n  age_group: {age}"
    )


PUPIL = subject("ca-nhan", "hoc-sinh")
CLASS = subject("tap-the", "lop", "Lớp 3B Trường Bến Mơ")
MODEL = subject("mo-hinh", "", "Chuyến đò đón học trò")

CASES = [
    bad(ROLE, 9, subject="{form: ca-nhan, name: Cô Mơ}"),
    bad(ROLE, 9, subject=subject("tap-the")),
    bad(ROLE, 11, subject=subject("ca-nhan", "truong-hoc")),
    bad(ROLE, 11, subject=subject("tap-the", "giao-vien")),
    bad(ROLE, 11, subject=subject("mo-hinh", "giao-vien")),
    good(ROLE, subject=subject("tap-the", "to-chuyen-mon", "Tổ Toán")),
    good(ROLE, subject=MODEL),
    good(ROLE, subject="Cô Mơ"),
    bad(AGE, 9, subject=subject("ca-nhan", "sinh-vien", "Xa Văn Sơn")),
    bad(AGE, 9, subject=subject("ca-nhan", "hoc-vien", "Bà Bùi Thị Nhinh")),
    good(AGE, subject=subject("ca-nhan", "hoc-vien", "Bà Bùi Thị Nhinh", "tu-18")),
    good(AGE, subject=subject("ca-nhan", "sinh-vien", "Xa Văn Sơn", "16-17"), guardian_consent="GH-001"),
    bad(CONSENT, 2, consent=None),
    bad(CONSENT, 11, consent=""),
    bad(CONSENT, 11, consent="Cô Mơ"),
    bad(CONSENT, 11, consent="có"),
    bad(CONSENT, 11, consent="M 1"),
    bad(CONSENT, 2, subject=PUPIL),
    bad(CONSENT, 2, 2, subject=PUPIL, consent=None),
    bad(CONSENT, 18, subject=PUPIL, guardian_consent="mẹ em Nhài"),
    bad(CONSENT, 2, subject=CLASS),
    bad(CONSENT, 2, subject=subject("ca-nhan", "sinh-vien", "Xa Văn Sơn", "16-17")),
    bad(CONSENT, 14, guardian_consent="đã hỏi"),
    good(CONSENT, subject=PUPIL, guardian_consent="GH-001"),
    good(CONSENT, subject=CLASS, guardian_consent="2015/014"),
    good(CONSENT, subject=subject("tap-the", "truong-hoc", "Trường Bến Mơ"), consent=None),
    good(CONSENT, subject=MODEL, consent=None),
    good(CONSENT, subject=subject("ca-nhan", "hoc-sinh", "Xa Văn Sơn", "tu-18")),
    bad(CHILD, 12, subject=subject("ca-nhan", "hoc-sinh", "Lường Thị Nhài"), guardian_consent="GH-001"),
    bad(CHILD, 12, subject=subject("ca-nhan", "hoc-sinh", "Xa Thị Nụ", "duoi-7"), guardian_consent="GH-001"),
    bad(CHILD, 12, subject=subject("ca-nhan", "hoc-sinh", "Xa Thị Nụ", "7-15"), guardian_consent="GH-001"),
    good(CHILD, subject=subject("ca-nhan", "hoc-sinh", "Xa Thị Nụ", "16-17"), guardian_consent="GH-001"),
    good(CHILD, subject=subject("tap-the", "lop", "Lớp 3B Bến Mơ", "7-15"), guardian_consent="GH-001"),
]


@table(CASES)
def test_rules_about_people(case: Case, world: World) -> None:
    assert_found(case, world)


@pytest.mark.parametrize("value", ["MAU-001", "2015/014", "abc", "A.1_b-2/c", "1" * 40])
def test_references_are_numbers_of_forms(value: str) -> None:
    assert REFERENCE.fullmatch(value)


@pytest.mark.parametrize("value", ["", "ab", "-ab", "Cô Mơ", "mẹ", "a b c", "1" * 41, "abc\n", "đồng-ý"])
def test_references_are_no_names(value: str) -> None:
    assert not REFERENCE.fullmatch(value)
