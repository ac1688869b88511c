"""Certificates, read back as PDF: who, what for, every letter, nothing over the edge, the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product
from unicodedata import normalize

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong.content.season import Results
from neuguong.contest import publication
from neuguong.contest.papers import certificates
from neuguong.contest.papers.certificates import ALL, Certificate, pdf
from tests.contest import finished

MM = 72 / 25.4
RESULTS = Results(announced=date(2027, 3, 10), awards=(), decision="Quyết định mẫu 1")
ONE = Certificate(
    name="Bùi Thị Mẫu",
    unit="Trường TH Mẫu",
    prize="Giải Nhất",
    work="Cái cuốc của thầy",
    contest="Cuộc thi viết mẫu năm 2027",
    organiser="Sở mẫu",
    place="Hòa Bình",
    day=date(2027, 3, 10),
    decision="",
    number="01/GCN-2027",
    field="van-dong-ra-lop",
    seed="2027-cai-cuoc-cua-thay",
    sample=False,
)
LONG = replace(
    ONE,
    name="Nguyễn Hoàng Phương Thảo Nguyên Đặng Trần Thị Ngọc Huyền Mẫu",
    unit="Trường Phổ thông dân tộc bán trú Tiểu học và Trung học cơ sở Mường Mẫu, xã Mường Mẫu Thượng",
    work="Những buổi sáng mù sương thầy tôi cõng từng viên gạch qua suối dựng lại lớp học cho lũ trẻ bản xa",
    contest="Cuộc thi viết “Kể chuyện người tốt trường mình, những tấm gương lặng thầm” năm học 2026–2027",
    organiser="Sở Giáo dục và Đào tạo tỉnh Mẫu phối hợp với Báo Mẫu và Hội Nhà báo tỉnh Mẫu",
    decision="Theo Quyết định số 123/QĐ-BTC ngày 05 tháng 3 năm 2027 của Ban Tổ chức cuộc thi viết mẫu",
    sample=True,
)


def made(place: str = "Hòa Bình", results: Results | None = RESULTS) -> tuple[Certificate, ...]:
    found = finished.book()
    prizes = publication.prizes_of(found, finished.RULES)
    return certificates.of(found, finished.RULES, prizes, season="2027", place=place, results=results)


def text(data: bytes, page: int = 0) -> str:
    """Return a page's words, single spaces between them."""
    whole = pypdfium2.PdfDocument(data)[page].get_textpage().get_text_bounded()
    return " ".join(normalize("NFC", whole).split())


def letter_boxes(data: bytes) -> list[tuple[float, float, float, float]]:
    """Return where each letter stands: left, bottom, right, top in millimetres."""
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    whole = page.get_text_range()
    return [
        tuple(side / MM for side in page.get_charbox(at))
        for at in range(page.count_chars())
        if not whole[at : at + 1].isspace()
    ]


def test_each_winner_has_a_certificate_from_the_first_prize_down() -> None:
    assert [(c.number, c.name, c.unit, c.prize, c.work) for c in made()] == [
        ("01/GCN-2027", "Bùi Thị Mẫu Nhất", "Trường TH Mẫu Một", "Giải Nhất", "Cái cuốc của thầy"),
        ("02/GCN-2027", "Quách Văn Mẫu Nhì", "TH MẪU MỘT", "Giải Nhì", "Bếp có rau"),
        ("03/GCN-2027", "Trường TH Mẫu Một", "", "Giải Tập thể", ""),
    ]


def test_day_and_decision_are_those_of_the_published_results() -> None:
    assert {(one.day, one.decision) for one in made()} == {(date(2027, 3, 10), "Theo Quyết định mẫu 1")}
    assert {(one.day, one.decision) for one in made(results=None)} == {(None, "")}


def test_certificate_says_who_what_for_and_where() -> None:
    words = text(pdf([ONE]))

    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "SỞ MẪU",
        "GIẤY CHỨNG NHẬN",
        "Bùi Thị Mẫu",
        "Trường TH Mẫu",
        "GIẢI NHẤT",
        "với bài “Cái cuốc của thầy”",
        "Cuộc thi viết mẫu năm 2027",
        "Hòa Bình, ngày 10 tháng 3 năm 2027",
        "TM. BAN TỔ CHỨC",
        "Số: 01/GCN-2027",
    ):
        assert part in words
    assert "không có giá trị" not in words
    assert re.search(r"B\d{5}", words) is None


def test_sample_says_so_in_plain_sight() -> None:
    assert "MẪU – không có người này, không có giá trị" in text(pdf([replace(ONE, sample=True)]))


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2027, 1, 5), "ngày 05 tháng 01 năm 2027"),
        (date(2027, 12, 25), "ngày 25 tháng 12 năm 2027"),
        (None, "ngày ..... tháng ..... năm ........."),
    ],
)
def test_day_is_written_as_the_decree_asks_or_left_to_the_pen(day: date | None, written: str) -> None:
    assert written in text(pdf([replace(ONE, day=day)]))


def test_files_are_one_for_each_winner_and_one_with_all() -> None:
    files = certificates.files(made())

    assert list(files) == [
        "giay-chung-nhan-01-bui-thi-mau-nhat.pdf",
        "giay-chung-nhan-02-quach-van-mau-nhi.pdf",
        "giay-chung-nhan-03-truong-th-mau-mot.pdf",
        ALL,
    ]
    assert [len(pypdfium2.PdfDocument(data)) for data in files.values()] == [1, 1, 1, 3]
    assert all("MẪU" in text(data) for data in files.values())
    assert certificates.files(()) == {}


def test_sheet_is_a4_across_and_everything_lies_inside_the_border() -> None:
    wordy = replace(LONG, decision=f"{LONG.decision}, {LONG.decision}, {LONG.decision}")
    for one in (
        ONE,
        LONG,
        wordy,
        replace(LONG, name=f"{LONG.name}, {LONG.name}", work=f"{LONG.work} {LONG.work}"),
    ):
        data = pdf([one])
        page = pypdfium2.PdfDocument(data)[0]
        assert [round(side / MM) for side in page.get_size()] == [297, 210]
        boxes = letter_boxes(data)
        assert len(boxes) > 200
        assert min(box[0] for box in boxes) > 22
        assert max(box[2] for box in boxes) < 297 - 22
        assert min(box[1] for box in boxes) > 20
        assert max(box[3] for box in boxes) < 210 - 20


WORDS = st.text("ABCĐEỨỘaăâdđeêoôơuưyứộẫẻ ", min_size=1, max_size=110).map(lambda text: text.strip() or "Ứ")


@settings(max_examples=25)
@given(name=WORDS, unit=WORDS, work=WORDS, prize=WORDS.map(lambda text: text[:40]))
def test_no_words_leave_the_sheet_or_run_into_the_signature(
    name: str, unit: str, work: str, prize: str
) -> None:
    data = pdf([replace(ONE, name=name, unit=unit, work=work, prize=prize)])
    document = pypdfium2.PdfDocument(data)

    assert len(document) == 1
    boxes = letter_boxes(data)
    assert min(box[0] for box in boxes) > 22
    assert max(box[2] for box in boxes) < 297 - 22
    page = document[0].get_textpage()
    whole = page.get_text_range()
    contest, signed = whole.index("Cuộc thi viết"), whole.index("Hòa Bình,")
    lowest = min(page.get_charbox(at)[1] for at in range(contest, contest + 8))
    assert lowest > page.get_charbox(signed)[3]


def test_every_letter_of_vietnamese_is_drawn() -> None:
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    letters = [normalize("NFC", vowel + tone) for vowel, tone in product(vowels, tones)]
    names = [" ".join(letters[at : at + 24]) for at in range(0, len(letters), 24)]

    data = pdf([replace(ONE, name=name, prize=name) for name in names])

    for page, name in enumerate(names):
        assert name in text(data, page)
        assert name.upper() in text(data, page)


def test_only_the_sites_typefaces_are_used_and_they_are_in_the_file() -> None:
    document = pypdfium2.PdfDocument(pdf([LONG]))
    fonts = set()
    for item in document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        font = pdfium.FPDFTextObj_GetFont(item.raw)
        assert pdfium.FPDFFont_GetIsEmbedded(font) == 1
        name = pdfium.FPDFFont_GetBaseFontName
        size = name(font, None, 0)
        buffer = (pdfium.c_char * size)()
        name(font, buffer, size)
        fonts.add(buffer.value.decode().partition("+")[2] or buffer.value.decode())
    assert {re.split(r"[-_]", font)[0] for font in fonts} == {"NotoSerif", "BeVietnamPro"}


def test_same_certificate_gives_the_same_bytes_without_a_day_or_a_machine() -> None:
    data = pdf([ONE])

    assert data == pdf([ONE])
    assert b"CreationDate" not in data
    assert pypdfium2.PdfDocument(data).get_metadata_dict(skip_empty=True)["Title"] == "Giấy chứng nhận"


def test_border_is_woven_from_field_and_title() -> None:
    same, other_seed, other_field = ONE, replace(ONE, seed="2027-khac"), replace(ONE, field="chu-nhiem-lop")

    drawn = [certificates._border(one.field, one.seed) for one in (same, other_seed, other_field)]

    assert len({border[0] for border in drawn}) == 3
    assert drawn[0][4] != drawn[2][4]
