from __future__ import annotations

import pytest

from neuguong.contest.documents import Document, read
from neuguong.contest.old_encodings import Encoding, encoding_of_font, suspect, to_unicode
from neuguong.problems import Problem
from tests.contest.word_files import docx, paragraph, run, styles

TYPED = [  # Unicode, TCVN3, VNI
    ("Đây là bài viết", "§©y lµ bµi viÕt", "Ñaây laø baøi vieát"),
    ("về một cô giáo", "vÒ mét c« gi¸o", "veà moät coâ giaùo"),
    ("đã dạy học", "®· d¹y häc", "ñaõ daïy hoïc"),
    ("ở điểm trường lẻ", "ë ®iÓm tr­êng lÎ", "ôû ñieåm tröôøng leû"),
    ("hơn mười năm", "h¬n m­êi n¨m", "hôn möôøi naêm"),
    ("Hòa Bình, quý mến", "Hßa B×nh, quý mÕn", "Hoøa Bình, quyù meán"),
    ("chữ viết đẹp", "ch÷ viÕt ®Ñp", "chöõ vieát ñeïp"),
    ("nghĩ kỹ, tỉ mỉ", "nghÜ kü, tØ mØ", "nghó kyõ, tæ mæ"),
]


@pytest.mark.parametrize(("text", "tcvn3", "vni"), TYPED)
def test_old_typing_becomes_unicode(text: str, tcvn3: str, vni: str) -> None:
    assert to_unicode(tcvn3, Encoding.TCVN3) == text
    assert to_unicode(vni, Encoding.VNI) == text


def test_capitals_of_vni_and_of_fonts_that_show_capitals() -> None:
    assert to_unicode("ÑÖÔØNG ÑEÁN TRÖÔØNG", Encoding.VNI) == "ĐƯỜNG ĐẾN TRƯỜNG"
    assert to_unicode("®­êng ®Õn tr­êng", Encoding.TCVN3_CAPITALS) == "ĐƯỜNG ĐẾN TRƯỜNG"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        (".vntimeh", Encoding.TCVN3_CAPITALS),
        ("VNI-Times", Encoding.VNI),
        ("Times New Roman", None),
        ("", None),
    ],
)
def test_font_tells_the_encoding(font: str, encoding: Encoding | None) -> None:
    assert encoding_of_font(font) is encoding


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def text_of(body: str, **parts: str) -> tuple[str, list[str]]:
    named: dict[str, str | bytes] = {f"word/{name}.xml": words for name, words in parts.items()}
    found = read("bai.docx", docx(body, parts=named, related={name: (name, f"{name}.xml") for name in parts}))
    assert isinstance(found, Document), found
    return found.text, [told.vi for told in found.told]


TOLD = "Có {} từ gõ bằng bảng mã cũ (TCVN3, VNI), đã đổi sang Unicode; xin đọc lại."


def test_word_file_in_old_fonts_is_read_and_told() -> None:
    body = paragraph(run("§©y lµ", font(".VnTime")) + run(" bài ") + run("vieát", font("VNI-Times")))
    assert text_of(body) == ("Đây là bài viết\n", [TOLD.format(3)])


def test_style_and_defaults_tell_the_font_too() -> None:
    old = styles(f'<w:style w:type="paragraph" w:styleId="c"><w:rPr>{font("VNI-Times")}</w:rPr></w:style>')
    body = paragraph(run("coâ giaùo"), '<w:pStyle w:val="c"/>') + paragraph("cô giáo")
    assert text_of(body, styles=old) == ("cô giáo\n\ncô giáo\n", [TOLD.format(2)])


def test_letter_and_its_mark_may_stand_in_two_runs() -> None:
    body = paragraph(run("gia", font("VNI-Times")) + run("ùo vien", font("VNI-Times") + "<w:b/>"))
    assert text_of(body) == ("giáo vien\n", [TOLD.format(1)])


def test_unicode_typed_in_an_old_font_stays() -> None:
    assert text_of(paragraph(run("Đường đến trường", font("VNI-Times")))) == ("Đường đến trường\n", [])


def test_old_encoding_without_its_font_is_refused() -> None:
    words = " ".join(tcvn3 for _, tcvn3, _ in TYPED)
    found = read("bai.docx", docx(paragraph(words)))
    assert isinstance(found, Problem)
    assert found.rule == "entry-is-unicode"


@pytest.mark.parametrize(
    "text",
    [
        " ".join(text for text, _, _ in TYPED) * 20,
        "Café, naïve, crème ® Word® © «lời» 3×4 §2 điểm tr\u00adường lời¹ " * 20,
        "à" * 100_000,
    ],
)
def test_unicode_is_not_suspected(text: str) -> None:
    assert suspect(text) is None
