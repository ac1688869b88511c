from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.identity import Kind, Name, find

PERSON = Name(kind=Kind.PERSON, name="Nguyễn Thị Hòa")
SCHOOL = Name(kind=Kind.UNIT, name="Trường Tiểu học Khe Bến")
COMMUNE = Name(kind=Kind.PLACE, name="xã Mường Thủy")
NAMES = (PERSON, SCHOOL, COMMUNE)
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")

SEEN = [  # text, what is found, certain
    ("Người viết: Nguyễn Thị Hòa.", "Nguyễn Thị Hòa", True),
    ("Người viết: Nguyễn Thị Hoà.", "Nguyễn Thị Hoà", True),
    ("NGUYỄN THỊ HÒA", "NGUYỄN THỊ HÒA", True),
    ("nguyễn thị hòa", "nguyễn thị hòa", True),
    ("Nguyen Thi Hoa", "Nguyen Thi Hoa", True),
    ("nguyen-thi-hoa.docx", "nguyen-thi-hoa", True),
    ("NGUYEN_THI_HOA", "NGUYEN_THI_HOA", True),
    ("bài của Nguyễn\nThị  Hòa", "Nguyễn\nThị  Hòa", True),
    ("NguyenThiHoa", "NguyenThiHoa", True),
    ("hoanguyenthi@so.example", "hoanguyenthi", True),
    ("nguyenthihoa1985@so.example", "nguyenthihoa1985", True),
    ("hoant@so.example", "hoant", False),
    ("Ng\u200buyễn Thị Hò\u200ba", "Ng\u200buyễn Thị Hò\u200ba", True),
    ("chị Thị Hòa kể", "Thị Hòa", True),
    ("cô Hòa kể", "cô Hòa", True),
    ("CÔ HÒA KỂ", "CÔ HÒA", True),
    ("co Hoa ke", "co Hoa", False),
    ("cô hoà kể", "cô hoà", False),
    ("người thầy hòa mình với trò", "thầy hòa", False),
    ("N.T.H", "N.T.H", True),
    ("N. T. Hòa", "N. T. Hòa", True),
    ("Ng. Th. Hòa", "Ng. Th. Hòa", True),
    ("Ng.T.Hoà", "Ng.T.Hoà", True),
    ("(NTH)", "NTH", False),
    ("Trường Tiểu học Khe Bến", "Trường Tiểu học Khe Bến", True),
    ("TRƯỜNG TIỂU HỌC KHE BẾN", "TRƯỜNG TIỂU HỌC KHE BẾN", True),
    ("truong tieu hoc khe ben", "truong tieu hoc khe ben", True),
    ("trường TH Khe Bến", "trường TH Khe Bến", True),
    ("ở trường Khe Bến", "trường Khe Bến", True),
    ("TH Khe Bến", "TH Khe Bến", True),
    ("về Khe Bến", "Khe Bến", False),
    ("xã Mường Thủy", "xã Mường Thủy", True),
    ("Xã Mường Thuỷ", "Xã Mường Thuỷ", True),
    ("xa Muong Thuy", "xa Muong Thuy", True),
    ("UBND phường Mường Thủy", "phường Mường Thủy", True),
    ("đất Mường Thuỷ", "Mường Thuỷ", False),
]


@pytest.mark.parametrize(("text", "found", "certain"), SEEN)
@pytest.mark.parametrize("form", FORMS)
def test_name_is_seen_however_it_is_written(
    text: str, found: str, certain: bool, form: Literal["NFC", "NFD"]
) -> None:
    text, found = (unicodedata.normalize(form, words) for words in (text, found))
    assert [(s.found, text[s.start : s.end], s.certain) for s in find(text, NAMES)] == [
        (found, found, certain)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cả lớp hòa mình với học trò.",
        "Nguyễn Thị Họa vẽ tranh.",
        "Nguyễn Thị Hóa, Nguyễn Thị Hỏa, Nguyễn Thị Hoá",
        "Trần Thị Hoàn",
        "Thị xã có hòa bình.",
        "khe suối, bến đò",
        "một khe bến lở",
        "Trường Tiểu học Khe Bền",
        "Thuỷ điện ở mường xa",
        "NTT, THN, N.T.K",
        "Nguyễn Văn Nam. Thị trấn này",
        "nth",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert find(text, NAMES) == ()


def test_each_sighting_says_whose_name_and_why() -> None:
    text = "Cô Hòa dạy ở Trường Tiểu học Khe Bến, xã Mường Thủy."
    assert [(s.name, s.why.vi) for s in find(text, NAMES)] == [
        (PERSON, "tên sau lời xưng hô"),
        (SCHOOL, "cả tên"),
        (COMMUNE, "cả tên"),
    ]


def test_people_of_one_given_name_are_both_told() -> None:
    other = Name(kind=Kind.PERSON, name="Lò Văn Bình")
    text = "cô Hòa và thầy Bình"
    assert [(s.found, s.name.name) for s in find(text, [PERSON, other])] == [
        ("cô Hòa", "Nguyễn Thị Hòa"),
        ("thầy Bình", "Lò Văn Bình"),
    ]


@given(st.text(max_size=30), st.sampled_from([text for text, _, _ in SEEN]), st.text(max_size=30))
def test_name_is_seen_within_any_text_and_spans_lie_in_order(before: str, name: str, after: str) -> None:
    text = f"{before}\n\n.....{name}.....\n\n{after}"
    found = find(text, NAMES)
    assert found
    assert [s.found for s in found] == [text[s.start : s.end] for s in found]
    assert [s.start for s in found] == sorted(s.start for s in found)


def test_no_names_no_sightings() -> None:
    assert find("Nguyễn Thị Hòa", ()) == ()
    assert find("Nguyễn Thị Hòa", [Name(kind=Kind.PERSON, name="…")]) == ()
