"""Lists of judges: rows become judges, the same people keep their ids, bad rows keep the whole list out."""

from __future__ import annotations

import pytest

from neuguong.content.vocabulary import Vocabularies
from neuguong.contest import judges
from neuguong.contest.book import JudgeRecord, Relative
from neuguong.contest.judges import COLUMNS, take
from neuguong.contest.lists import Row

PATH = "giam-khao.xlsx"


def row(line: int, **cells: str) -> Row:
    return Row(line=line, cells={column.key: cells.get(column.key, "") for column in COLUMNS})


LAN = row(
    2,
    name="Bùi Thị Mẫu",
    unit="Báo Mẫu",
    place="phường Mẫu",
    fields="chu-nhiem-lop; Nuôi dạy, dạy học",
    cap="20",
    expert="x",
    email="mau@example.vn",
    phone="0900 000 000",
    relatives="Đinh Văn Mẫu, Trường TH Mẫu, chồng; Đinh Thị Mẫu Con",
    apart_from="Trường THCS Mẫu; Trường MN Mẫu",
)
LAN_RECORD = JudgeRecord(
    id="G01",
    name="Bùi Thị Mẫu",
    unit="Báo Mẫu",
    place="phường Mẫu",
    fields=("chu-nhiem-lop", "nuoi-day-day-hoc"),
    cap=20,
    expert=True,
    email="mau@example.vn",
    phone="0900 000 000",
    relatives=(
        Relative(name="Đinh Văn Mẫu", unit="Trường TH Mẫu", relation="chồng"),
        Relative(name="Đinh Thị Mẫu Con"),
    ),
    apart_from=("Trường THCS Mẫu", "Trường MN Mẫu"),
)
NAM = row(3, name="Hà Văn Mẫu", unit="Đài Mẫu")


def test_row_becomes_a_judge_with_everything_it_says(vocabularies: Vocabularies) -> None:
    taken = take(PATH, [LAN, NAM], vocabularies, {})
    assert taken.problems == ()
    assert taken.judges == (LAN_RECORD, JudgeRecord(id="G02", name="Hà Văn Mẫu", unit="Đài Mẫu"))


def test_list_that_comes_again_changes_nothing(vocabularies: Vocabularies) -> None:
    known = {judge.id: judge for judge in take(PATH, [LAN, NAM], vocabularies, {}).judges}
    assert take(PATH, [NAM, LAN], vocabularies, known).judges == ()


def test_judge_keeps_the_id_however_name_and_unit_are_spelt(vocabularies: Vocabularies) -> None:
    known = {"G01": LAN_RECORD}
    respelt = row(2, name="BÙI THỊ MẪU", unit="báo  mẫu", email="moi@example.vn")
    again = take(PATH, [NAM, respelt], vocabularies, known)
    assert [(judge.id, judge.name, judge.email) for judge in again.judges] == [
        ("G02", "Hà Văn Mẫu", ""),
        ("G01", "BÙI THỊ MẪU", "moi@example.vn"),
    ]


def test_two_judges_of_one_name_in_two_units_are_two(vocabularies: Vocabularies) -> None:
    taken = take(
        PATH,
        [row(2, name="Bùi Thị Mẫu", unit="Báo Mẫu"), row(3, name="Bùi Thị Mẫu", unit="Đài Mẫu")],
        vocabularies,
        {},
    )
    assert [judge.id for judge in taken.judges] == ["G01", "G02"]


@pytest.mark.parametrize(
    ("cells", "rule", "words"),
    [
        ({"name": "Mẫu"}, "judge-is-named-in-full", "giám khảo chưa đủ họ và tên"),
        ({"unit": ""}, "judge-is-named-in-full", "giám khảo chưa có đơn vị"),
        ({"fields": "chủ nhiệm xóm"}, "field-is-on-the-list", "không có lĩnh vực “chủ nhiệm xóm”"),
        ({"cap": "nhiều"}, "cap-is-a-number", "“nhiều” không phải số bài"),
        ({"cap": "0"}, "cap-is-a-number", "“0” không phải số bài"),
        ({"cap": "-3"}, "cap-is-a-number", "“-3” không phải số bài"),
        ({"cap": "²"}, "cap-is-a-number", "“²” không phải số bài"),
        ({"expert": "có lẽ"}, "mark-is-yes-or-no", "ô chuyên gia ghi “có lẽ”, không rõ có hay không"),
        ({"email": "mau@"}, "address-is-one", "“mau@” không phải địa chỉ thư"),
        ({"email": "a@b.vn, c@d.vn"}, "address-is-one", "“a@b.vn, c@d.vn” không phải địa chỉ thư"),
        (
            {"relatives": "Mẫu, Trường TH Mẫu"},
            "relative-is-named-in-full",
            "người thân “Mẫu, Trường TH Mẫu” chưa có họ và tên",
        ),
    ],
)
def test_bad_row_keeps_the_whole_list_out(
    vocabularies: Vocabularies, cells: dict[str, str], rule: str, words: str
) -> None:
    bad = row(7, **({"name": "Lò Thị Mẫu", "unit": "Báo Mẫu"} | cells))
    taken = take(PATH, [LAN, bad], vocabularies, {})
    assert taken.judges == ()
    assert [(p.path, p.line, p.rule, p.what.vi) for p in taken.problems] == [(PATH, 7, rule, words)]


def test_judge_who_stands_there_twice_is_told_with_both_lines(vocabularies: Vocabularies) -> None:
    taken = take(PATH, [LAN, row(9, name="bùi thị mẫu", unit="Báo Mẫu")], vocabularies, {})
    assert [(p.line, p.what.en) for p in taken.problems] == [(9, "this judge stands in line 2 too")]


@pytest.mark.parametrize(
    ("named", "ids"),
    [
        ("G01", ["G01"]),
        ("g02", ["G02"]),
        ("Hà Văn Mẫu", ["G02"]),
        ("Mẫu", []),
        ("Bùi Thị Mẫu", ["G01", "G03"]),
    ],
)
def test_judge_is_found_by_id_or_full_name_never_by_half_of_it(named: str, ids: list[str]) -> None:
    known = {
        each.id: each
        for each in (
            LAN_RECORD,
            JudgeRecord(id="G02", name="Hà Văn Mẫu", unit="Đài Mẫu"),
            JudgeRecord(id="G03", name="Bùi Thị Mẫu", unit="Đài Mẫu"),
        )
    }
    found = judges.find(named, known)
    assert [each.id for each in (found if isinstance(found, tuple) else (found,))] == ids
