from __future__ import annotations

import unicodedata
from time import perf_counter
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
    ("Nguyễn T. Hòa", "Nguyễn T. Hòa", True),
    ("Nguyễn T.H.", "Nguyễn T.H", True),
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
    # letters set apart, words broken or run together
    ("N g u y ễ n  T h ị  H ò a", "N g u y ễ n  T h ị  H ò a", True),
    ("N.g.u.y.e.n T.h.i H.o.a", "N.g.u.y.e.n T.h.i H.o.a", True),
    ("Ngu-\nyễn Thị Hòa", "Ngu-\nyễn Thị Hòa", True),
    ("NguyễnThị Hòa", "NguyễnThị Hòa", True),
    ("T h ị H ò a", "T h ị H ò a", False),
    ("cô H ò a dạy", "H ò a", False),
    ("trường Tiểu học K h e B ế n", "trường Tiểu học K h e B ế n", True),
    ("KheBến", "KheBến", True),
    # letters that only look like it
    ("Nguуễn Тhị Ноà", "Nguуễn Тhị Ноà", True),  # Cyrillic
    ("Νguyễn Τhị Ηòa", "Νguyễn Τhị Ηòa", True),  # Greek
    ("Ｎｇｕｙễｎ Ｔｈị Ｈòａ", "Ｎｇｕｙễｎ Ｔｈị Ｈòａ", True),  # wide
    ("𝐍𝐠𝐮𝐲𝐞𝐧 𝐓𝐡𝐢 𝐇𝐨𝐚", "𝐍𝐠𝐮𝐲𝐞𝐧 𝐓𝐡𝐢 𝐇𝐨𝐚", True),
    ("Nguy&#7877;n Th&#x1ECB; H&ograve;a", "Nguy&#7877;n Th&#x1ECB; H&ograve;a", True),
    # marks that are missing or still keys
    ("Nguyên Thị Hòa", "Nguyên Thị Hòa", True),
    ("Nguyeenx Thij Hoaf", "Nguyeenx Thij Hoaf", True),
    ("Nguye6n4 Thi5 Ho2a", "Nguye6n4 Thi5 Ho2a", True),
    ("co Hoaf ke", "co Hoaf", False),
    ("Truwowngf Tieeur hojc Khe Beens", "Truwowngf Tieeur hojc Khe Beens", True),
    # other forms of a person's name
    ("cô Nguyễn Hòa kể", "Nguyễn Hòa", True),
    ("trang của Hòa Nguyễn", "Hòa Nguyễn", False),
    ("hiệu trưởng Hòa", "trưởng Hòa", True),
    ("cô hỏi: Hòa ơi", "Hòa", True),
    ("em là Hòa, ở lớp", "Hòa", True),
    ("tên tôi là Hòa", "Hòa", True),
    ("hôm ấy Hòa đến", "Hòa", False),
    ("Vừa về.\n\n*Hòa*", "Hòa", False),
    ("gặp cô Hòa Bình", "cô Hòa", False),
    ("bà Trần Thị Hòa", "Thị Hòa", False),
    ("Trần Thị Hòa kể", "Thị Hòa", False),
    # units and places by their letters or with other words for their kind
    ("THKB", "THKB", True),
    ("TrTHKB", "TrTHKB", True),
    ("TH.KB", "TH.KB", True),
    ("T.H.K.B", "T.H.K.B", True),
    ("TH KhB", "TH KhB", True),
    ("trường TH KB", "trường TH KB", True),
    ("trường K.B.", "trường K.B", True),
    ("xã MT", "xã MT", True),
    ("Tr. TH Khe Bến", "Tr. TH Khe Bến", True),
    ("X. Mường Thủy", "X. Mường Thủy", True),
    ("Trường Tiểu học và THCS Khe Bến", "Trường Tiểu học và THCS Khe Bến", True),
    ("huyện Mường Thủy", "huyện Mường Thủy", False),
    ("tỉnh Khe Bến", "tỉnh Khe Bến", False),
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
        "Thủ đô: Hòa đến rồi.",
        "dân tỉnh Hòa Bình",
        "Cảm ơn các chị. Hòa mình vào lớp",
        "cô hòa mực, trò hòa màu, rồi hòa vôi",
        "Trường chuyển các em sang. Cô hoa mắt, thầy hoa tay",
        "KB, MT",
        "Chuyện của cô\n\nHòa mình vào lớp",
        "trường TH",
        "Nguyễnx Thịj",
        "N g u y ễ n T h ị H ỏ a",
        "Т.Н.Т",  # Cyrillic
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


def test_day_of_the_week_is_nobody() -> None:
    name = Name(kind=Kind.PERSON, name="Quách Văn Năm")
    assert find("Chiều thứ Năm, tháng Năm, nhóm Năm", [name]) == ()
    assert [s.found for s in find("Chiều ấy Năm đến", [name])] == ["Năm"]


def test_school_is_known_by_its_own_name_and_its_commune_but_not_by_the_province() -> None:
    school = Name(kind=Kind.UNIT, name="Trường TH số 2 Khe Bến A, xã Mường Thủy, tỉnh Suối Lớn")
    text = "ở Khe Bến, về Mường Thủy, khắp Suối Lớn"
    assert [s.found for s in find(text, [school])] == ["Khe Bến", "Mường Thủy"]


def test_place_whose_name_looks_like_a_kind_is_known() -> None:
    commune = Name(kind=Kind.PLACE, name="xã Trung Thành")
    assert [(s.found, s.certain) for s in find("ở Trung Thành. Xã Trung Thành", [commune])] == [
        ("Trung Thành", False),
        ("Xã Trung Thành", True),
    ]


def test_form_of_address_in_a_list_is_no_part_of_the_name() -> None:
    name = Name(kind=Kind.PERSON, name="Cô giáo Nguyễn Thị Hòa")
    assert [s.found for s in find("Nguyễn Thị Hòa", [name])] == ["Nguyễn Thị Hòa"]


def test_abbreviation_of_any_school_is_none_of_ours() -> None:
    names = [Name(kind=Kind.UNIT, name=f"Trường TH {core}") for core in ("Phú Thọ", "Cao Sơn", "Tân Hòa")]
    assert find("Trường THPT, trường THCS, trường TH", names) == ()


def test_sixty_entries_are_looked_through_in_seconds() -> None:
    text = " ".join(f"Sáng ấy cô đứng đầu dốc đợi lớp {n}B, rồi Hòa Bình mưa." for n in range(115))
    began = perf_counter()
    for _ in range(60):
        find(text, NAMES)
    assert len(text.split()) > 1_400
    assert perf_counter() - began < 10


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
