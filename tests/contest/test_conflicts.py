"""Conflicts: found wherever the book shows one, each with its source, dismissed only with a reason."""

from __future__ import annotations

from dataclasses import replace as replaced

import pytest
from msgspec.structs import replace

from neuguong.contest import conflicts
from neuguong.contest.book import (
    About,
    Book,
    ConflictRecord,
    Entry,
    Ground,
    JudgeRecord,
    Relative,
    Writer,
)
from tests.contest.seasons import sheet

JUDGE = JudgeRecord(id="G01", name="Hà Văn Mẫu", unit="Trường TH Gò Mẫu")
ENTRY = Entry(
    code="B1",
    title="Chuyện",
    writers=(Writer(name="Bùi Thị Mẫu", unit="Trường MN Mẫu"),),
    unit="Trường MN Mẫu",
    about=About(name="Đinh Văn Mẫu", unit="Trường THCS Mẫu"),
)


def book(judge: JudgeRecord = JUDGE, entry: Entry = ENTRY, *known: ConflictRecord) -> Book:
    return Book(judges={judge.id: judge}, entries={entry.code: entry}, conflicts={k.key: k for k in known})


def test_judge_and_entry_with_nothing_in_common_have_no_conflict() -> None:
    assert conflicts.detect(book()) == ()


@pytest.mark.parametrize(
    ("judge", "ground", "source"),
    [
        (replace(JUDGE, unit="Trường MN Mẫu"), Ground.UNIT, "bài của đơn vị giám khảo (Trường MN Mẫu)"),
        (
            replace(JUDGE, unit="trường mầm non mẫu"),
            Ground.UNIT,
            "bài của đơn vị giám khảo (trường mầm non mẫu)",
        ),
        (
            replace(JUDGE, unit="Trường THCS Mẫu"),
            Ground.SUBJECT_UNIT,
            "bài viết về đơn vị giám khảo (Trường THCS Mẫu)",
        ),
        (
            replace(JUDGE, apart_from=("Trường THCS Mẫu",)),
            Ground.DECLARED,
            "giám khảo xin không chấm Trường THCS Mẫu",
        ),
        (
            replace(JUDGE, apart_from=("Trường MN Mẫu",)),
            Ground.DECLARED,
            "giám khảo xin không chấm Trường MN Mẫu",
        ),
        (
            replace(JUDGE, name="BÙI THỊ MẪU"),
            Ground.SELF,
            "người viết cùng họ tên với giám khảo, dù đơn vị ghi là Trường MN Mẫu",
        ),
        (
            replace(JUDGE, name="Đinh Văn Mẫu"),
            Ground.SELF,
            "người được viết cùng họ tên với giám khảo, dù đơn vị ghi là Trường THCS Mẫu",
        ),
        (
            replace(JUDGE, relatives=(Relative(name="Bùi Thị Mẫu", relation="vợ"),)),
            Ground.RELATIVE,
            "người viết Bùi Thị Mẫu là vợ của giám khảo",
        ),
        (
            replace(JUDGE, relatives=(Relative(name="Đinh Văn Mẫu"),)),
            Ground.RELATIVE,
            "người được viết Đinh Văn Mẫu là người thân của giám khảo",
        ),
    ],
)
def test_conflict_is_found_with_its_source(judge: JudgeRecord, ground: Ground, source: str) -> None:
    assert conflicts.detect(book(judge)) == (
        ConflictRecord(judge="G01", code="B1", ground=ground, source=source),
    )


@pytest.mark.parametrize("name", ["Mẫu", "Thị Mẫu", "Bùi Mẫu", "Bùi Thị Mậu"])
def test_half_a_name_or_another_tone_is_no_conflict(name: str) -> None:
    assert conflicts.detect(book(replace(JUDGE, name=name))) == ()


@pytest.mark.parametrize("name", ["Hoà Thuý Mẫu", "Hòa Thúy Mẫu"])
def test_place_of_the_tone_makes_no_other_person(name: str) -> None:
    entry = replace(ENTRY, writers=(Writer(name="Hòa Thuý Mẫu"),))
    assert [c.source for c in conflicts.detect(book(replace(JUDGE, name=name), entry))] == [
        "người viết cùng họ tên với giám khảo"
    ]


def test_several_sources_stand_in_one_conflict() -> None:
    judge = replace(JUDGE, unit="Trường MN Mẫu", relatives=(Relative(name="Bùi Thị Mẫu", relation="vợ"),))
    found = conflicts.detect(book(judge))
    assert [(c.ground, c.source) for c in found] == [
        (Ground.UNIT, "bài của đơn vị giám khảo (Trường MN Mẫu); người viết Bùi Thị Mẫu là vợ của giám khảo")
    ]


def test_conflict_that_is_known_is_not_found_again() -> None:
    judge = replace(JUDGE, unit="Trường MN Mẫu")
    known = conflicts.detect(book(judge))
    assert conflicts.detect(book(judge, ENTRY, *known)) == ()


def test_dismissed_conflict_stays_so_until_a_new_source_comes() -> None:
    judge = replace(JUDGE, unit="Trường MN Mẫu")
    known = replace(conflicts.detect(book(judge))[0], dismissed="đã chuyển đi", dismissed_by="Chủ tịch")
    assert conflicts.detect(book(judge, ENTRY, known)) == ()
    assert conflicts.holding(book(judge, ENTRY, known)) == frozenset()
    closer = replace(judge, relatives=(Relative(name="Bùi Thị Mẫu", relation="vợ"),))
    (found,) = conflicts.detect(book(closer, ENTRY, known))
    assert (found.dismissed, found.source.count(";")) == ("", 1)
    assert conflicts.holding(book(closer, ENTRY, found)) == {("G01", "B1")}


def test_entry_that_was_handed_back_unread_is_a_conflict_from_then_on() -> None:
    back = replace(sheet("G01", "B1", state="abstained"), reason="nguoi-than", reason_words="cháu; bên nội")
    found = conflicts.detect(replaced(book(), sheets={back.key: back}))
    assert [c.source for c in found] == [
        "giám khảo trả lại bài: Bài của người nhà, học trò hoặc bạn thân của tôi (cháu, bên nội)"
    ]


def test_declared_conflict_stands_beside_what_is_known() -> None:
    first = conflicts.declared(book(), "G01", "B1", "thầy giáo cũ")
    assert first == ConflictRecord(judge="G01", code="B1", ground=Ground.DECLARED, source="thầy giáo cũ")
    second = conflicts.declared(book(JUDGE, ENTRY, first), "G01", "B1", "hàng xóm")
    assert second.source == "thầy giáo cũ; hàng xóm"
