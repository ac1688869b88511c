from __future__ import annotations

import pytest

from neuguong.content.model import Author, Subject
from neuguong.content.vocabulary import Vocabularies
from neuguong.site import people
from tests.site.making import article


@pytest.mark.parametrize(
    ("form", "role", "age_group", "expected"),
    [
        ("ca-nhan", "giao-vien", "", False),
        ("ca-nhan", "can-bo-quan-ly", "", False),
        ("ca-nhan", "nhan-vien", "", False),
        ("ca-nhan", "hoc-sinh", "", True),
        ("ca-nhan", "hoc-sinh", "duoi-7", True),
        ("ca-nhan", "hoc-sinh", "7-15", True),
        ("ca-nhan", "hoc-sinh", "16-17", True),
        ("ca-nhan", "hoc-sinh", "tu-18", False),
        ("ca-nhan", "sinh-vien", "", True),
        ("ca-nhan", "sinh-vien", "16-17", True),
        ("ca-nhan", "sinh-vien", "tu-18", False),
        ("ca-nhan", "hoc-vien", "", True),
        ("ca-nhan", "giao-vien", "7-15", True),
        ("ca-nhan", "", "", True),
        ("ca-nhan", "khong-ai-biet", "", True),
        ("khong-ai-biet", "", "", True),
        ("tap-the", "truong-hoc", "", False),
        ("tap-the", "doan-the", "", False),
        ("tap-the", "lop", "", True),
        ("mo-hinh", "", "", False),
    ],
)
def test_subject_may_be_a_minor_unless_something_says_no(
    vocabularies: Vocabularies, form: str, role: str, age_group: str, expected: bool
) -> None:
    subject = Subject(form=form, role=role, age_group=age_group, name="Nhài")
    assert people.may_be_minor(vocabularies, subject) is expected


TEACHER = Subject(form="ca-nhan", role="giao-vien", name="Cô Mơ")
PUPIL = Subject(form="ca-nhan", role="hoc-sinh", name="Em Nhài")


@pytest.mark.parametrize(
    ("age_group", "name", "subject", "season", "is_named"),
    [
        ("tu-18", "Hà Văn Tỉnh", TEACHER, False, True),
        ("tu-18", "Hà Văn Tỉnh", TEACHER, True, True),
        ("tu-18", "Học Phi", TEACHER, False, True),
        ("tu-18", "Hà Văn Tỉnh", PUPIL, False, False),
        ("16-17", "Hà Văn Tỉnh", TEACHER, False, False),
        ("7-15", "Hà Văn Tỉnh", TEACHER, False, False),
        ("khong-ai-biet", "Hà Văn Tỉnh", TEACHER, True, False),
    ],
)
def test_age_group_of_an_author_settles_it(
    vocabularies: Vocabularies, age_group: str, name: str, subject: Subject, season: bool, is_named: bool
) -> None:
    author = Author(name=name, age_group=age_group)
    one = article(author=author, subject=subject, season=season)
    assert people.author_of(vocabularies, one) == (author if is_named else None)


@pytest.mark.parametrize(
    ("name", "unit", "subject", "season", "is_named"),
    [
        ("Hà Văn Tỉnh", "", TEACHER, False, True),
        ("Hà Văn Tỉnh", "Trường Tiểu học Bến Mơ", TEACHER, False, True),
        ("Emma", "", TEACHER, False, True),
        ("Bế Thị Lan", "Trường Tiểu học Lớp Mơ", TEACHER, False, False),
        ("Bế Thị Lan", "Trường Tiểu học Bến Mơ", TEACHER, False, True),
        ("EM NHÀI", "", TEACHER, False, False),
        ("Học sinh lớp 5A", "", TEACHER, False, False),
        ("Bùi Thị Nhài", "Học sinh Trường THCS Đồi Thử", TEACHER, False, False),
        ("Bùi Thị Nhài", "Lớp 9A, Trường THCS Đồi Thử", TEACHER, False, False),
        ("Hà Văn Tỉnh", "", PUPIL, False, False),
        ("Hà Văn Tỉnh", "", TEACHER, True, False),
    ],
)
def test_author_is_named_where_that_can_name_no_child(
    vocabularies: Vocabularies, name: str, unit: str, subject: Subject, season: bool, is_named: bool
) -> None:
    author = Author(name=name, unit=unit)
    one = article(author=author, subject=subject, season=season)
    assert people.author_of(vocabularies, one) == (author if is_named else None)
