from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
import zlib

import docx as python_docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from neuguong.contest.documents import Document, read
from neuguong.problems import Problem
from tests.contest.word_files import W, docx, drawing, packed, paragraph, relations, run, styles


def photo(width: int = 300, height: int = 200, form: str = "JPEG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), (180, 90, 40)).save(made, form)
    return made.getvalue()


def document(data: bytes, name: str = "bai.docx") -> Document:
    found = read(name, data)
    assert isinstance(found, Document), found
    return found


def refusal(data: bytes, name: str = "bai.docx") -> str:
    found = read(name, data)
    assert isinstance(found, Problem), found
    assert found.path == name
    return found.rule


DELETED = '<w:del w:author="x"><w:r><w:delText>cũ rồi</w:delText></w:r></w:del>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}'
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)

READ = [  # the body, the Markdown, what is told
    (paragraph("Một ngày\u00a0mưa."), "Một ngày mưa.\n", []),
    (paragraph("Một nga\u0300y"), "Một ngày\n", []),
    (paragraph(run("Cô ") + run("Hoa", "<w:b/>") + run(" dạy.")), "Cô **Hoa** dạy.\n", []),
    (paragraph(run("Ng") + run("uyễn", "<w:b/>") + run(" An")), "Nguyễn An\n", []),
    (paragraph(run("a") + "<w:r><w:br/></w:r>" + run("- b")), "a\\\n\\- b\n", []),
    (paragraph("1. Mở đầu") + paragraph("# không phải đề mục"), "1\\. Mở đầu\n\n\\# không phải đề mục\n", []),
    (
        paragraph("Đầu đề", '<w:pStyle w:val="Heading2"/>') + paragraph("Lời."),
        "## Đầu đề\n\nLời.\n",
        [],
    ),
    (
        paragraph(DELETED + '<w:ins w:author="x">' + run("mới toanh") + "</w:ins>"),
        "mới toanh\n",
        [
            "Bài có vết sửa (Track Changes): 2 từ tác giả đã xóa thì bỏ hẳn.",
            "Bài có vết sửa (Track Changes): 2 từ tác giả đã thêm thì giữ.",
        ],
    ),
    (paragraph(run("thấy ") + run("ẩn đi", "<w:vanish/>")), "thấy\n", ["Đã bỏ 2 từ bị ẩn (hidden text)."]),
    (paragraph(run("thấy", '<w:vanish w:val="0"/>')), "thấy\n", []),
    (
        paragraph(run("trắng tinh", '<w:color w:val="FFFFFF"/>')),
        "trắng tinh\n",
        ["Có 2 từ màu trắng, không nhìn thấy trên giấy; đã giữ, xin xem lại."],
    ),
    (
        paragraph(run("Trước ") + FIELD.format(" AUTHOR ", run("Ai Đó")) + run("sau")),
        "Trước sau\n",
        ["Đã bỏ 1 trường tự điền (tên người tạo, tên tệp, nội dung lấy từ nơi khác…)."],
    ),
    (paragraph(FIELD.format(" PAGE ", run("7")) + run(" trang")), "7 trang\n", []),
    (
        paragraph(run("Ngoài") + BOX.format(paragraph("Trong hộp"))) + paragraph("Sau"),
        "Ngoài\n\nTrong hộp\n\nSau\n",
        ["Bài có 1 hộp chữ (text box); lời của chúng đứng ngay sau đoạn chứa hộp."],
    ),
    (
        paragraph('<w:hyperlink w:anchor="x">' + run("đường dẫn") + "</w:hyperlink>"),
        "đường dẫn\n",
        [],
    ),
    (
        paragraph("Có") + "<w:p><m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath></w:p>",
        "Có\n",
        ["Đã bỏ 1 công thức toán."],
    ),
    (
        paragraph("Có") + "<w:p><w:strange>" + run("lạ lùng") + "</w:strange></w:p>",
        "Có\n",
        ["Có 2 từ nằm trong phần chương trình không hiểu; đã bỏ, xin so với tệp gốc."],
    ),
    (
        (
            f"<w:tbl><w:tr><w:tc>{paragraph('a|b')}</w:tc><w:tc>{paragraph('c')}</w:tc></w:tr>"
            f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('bỏ')}</w:tc></w:tr></w:tbl>"
        ),
        "| a\\|b | c |\n| --- | --- |\n",
        ["Bài có vết sửa (Track Changes): 1 từ tác giả đã xóa thì bỏ hẳn."],
    ),
    (
        f"<w:tbl><w:tr><w:tc>{paragraph('Cả bài trong khung')}</w:tc></w:tr></w:tbl>",
        "Cả bài trong khung\n",
        [],
    ),
    (paragraph("zero\u200bwidth\u202e"), "zerowidth\n", ["Đã bỏ 2 ký tự không nhìn thấy."]),
]


@pytest.mark.parametrize(("body", "text", "told"), READ)
def test_word_file_becomes_markdown_and_tells_what_was_left_out(
    body: str, text: str, told: list[str]
) -> None:
    found = document(docx(body))
    assert (found.text, [sentence.vi for sentence in found.told]) == (text, told)


def test_lists_and_headings_of_a_file_that_another_program_wrote() -> None:
    made = python_docx.Document()
    made.core_properties.author = "Ai Đó"
    made.add_heading("Đầu đề", 1)
    made.add_paragraph("Lời mở.")
    made.add_paragraph("việc một", style="List Bullet")
    made.add_paragraph("việc hai", style="List Bullet")
    made.add_paragraph("bước một", style="List Number")
    made.add_picture(io.BytesIO(photo()))
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip((c for row in table.rows for c in row.cells), "abcd", strict=True):
        cell.text = words
    out = io.BytesIO()
    made.save(out)
    found = document(out.getvalue())
    assert found.text == (
        "# Đầu đề\n\nLời mở.\n\n- việc một\n- việc hai\n\n1. bước một\n\n[Ảnh 1]\n\n"
        "| a | b |\n| --- | --- |\n| c | d |\n"
    )
    assert len(found.pictures) == 1


def test_footnotes_stand_at_the_end() -> None:
    body = paragraph(run("Lời") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Chú ở đây")}</w:footnote></w:footnotes>'
    )
    found = document(
        docx(body, parts={"word/footnotes.xml": notes}, related={"n": ("footnotes", "footnotes.xml")})
    )
    assert found.text == "Lời\\[1\\]\n\n1. Chú ở đây\n"
    assert [told.vi for told in found.told] == ["Bài có 1 cước chú; lời của chúng đứng ở cuối bài."]


def test_style_may_hide_words() -> None:
    hiding = styles(
        '<w:style w:type="character" w:styleId="Ẩn"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Cha"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Cha"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = paragraph(run("thấy") + run(" ẩn", '<w:rStyle w:val="Ẩn"/>')) + paragraph(
        run("cũng ẩn") + run(" lộ", '<w:vanish w:val="false"/>'), '<w:pStyle w:val="Con"/>'
    )
    found = document(docx(body, parts={"word/styles.xml": hiding}, related={"s": ("styles", "styles.xml")}))
    assert found.text == "thấy\n\nlộ\n"


def test_pictures_are_made_anew_and_linked_ones_are_never_fetched() -> None:
    related = {
        "a": ("image", "media/a.png"),
        "b": ("image", "https://may-chu.example/b.png"),
        "c": ("image", "media/c.emf"),
        "t": ("attachedTemplate", "https://may-chu.example/mau.dotm"),
    }
    body = paragraph("Lời") + paragraph(drawing("a", "lời tả") + drawing("b", "", "link") + drawing("c"))
    found = document(
        docx(
            body,
            parts={"word/media/a.png": photo(form="PNG"), "word/media/c.emf": b"\x01\0\0\0EMF"},
            related=related,
            external=frozenset("bt"),
        )
    )
    assert found.text == "Lời\n\n[Ảnh 1]\n"
    assert [Image.open(io.BytesIO(picture)).format for picture in found.pictures] == ["JPEG"]
    assert [told.vi for told in found.told] == [
        "Đã bỏ tên và lời tả của 1 ảnh.",
        "Tệp trỏ ra ngoài 2 chỗ (mẫu, ảnh hay dữ liệu ở máy khác); đã bỏ, không tải gì về.",
        "Có 1 ảnh không nằm trong tệp mà ở nơi khác; xin người gửi chèn ảnh thật vào bài.",
        "Có 1 ảnh không đọc được (hỏng, quá nhỏ hoặc kiểu lạ); xin gửi riêng ảnh JPG.",
    ]


BOMB = b"<w:document>" + b" " * 40_000_000
ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
HOSTILE = [  # what is refused, and by which rule
    ("empty", b"", "office-file-is-whole"),
    ("a broken zip", docx(paragraph("x"))[:-40], "office-file-is-whole"),
    ("a flipped byte", docx(paragraph("x" * 500)).replace(b"\x4b", b"\x4c", 3), "office-file-is-office"),
    ("a text that calls itself .docx", "Chào".encode(), "office-file-is-office"),
    ("a zip that is no Office file", packed({"a.txt": "x"}), "office-file-is-office"),
    ("a PDF", b"%PDF-1.7", "office-file-is-office"),
    ("RTF", b"{\\rtf1 x}", "office-file-is-office"),
    ("an old .doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office-file-is-new"),
    (
        "a locked file",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "office-file-is-open",
    ),
    (
        "macros",
        docx(paragraph("x"), parts={"word/vbaProject.bin": b"x"}),
        "office-file-holds-no-program",
    ),
    (
        "a .docm called .docx",
        docx(paragraph("x"), main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "office-file-holds-no-program",
    ),
    (
        "ActiveX",
        docx(paragraph("x"), parts={"word/activeX/activeX1.bin": b"x"}),
        "office-file-holds-no-program",
    ),
    ("a program", docx(paragraph("x"), parts={"word/media/cai.exe": b"MZ"}), "office-file-holds-no-program"),
    (
        "an embedded workbook",
        docx(paragraph("x"), parts={"word/embeddings/a.xlsx": b"PK"}),
        "office-file-holds-no-other",
    ),
    (
        "an OLE object",
        docx(paragraph('<w:r><w:object><o:OLEObject r:id="a"/></w:object></w:r>')),
        "office-file-holds-no-other",
    ),
    ("another file as text", docx('<w:altChunk r:id="a"/>'), "office-file-holds-no-other"),
    ("an outside entity", docx(paragraph("&e;"), head=ENTITIES), "office-file-declares-nothing"),
    ("entities in entities", docx(paragraph("&b;"), head=LAUGHS), "office-file-declares-nothing"),
    (
        "an entity in UTF-16",
        docx(
            "",
            parts={
                "word/document.xml": f"{LAUGHS}<x/>".replace("1.0", '1.0" encoding="UTF-16').encode("utf-16")
            },
        ),
        "office-file-declares-nothing",
    ),
    (
        "an entity in what the file refers to",
        docx(paragraph("x"), parts={"word/_rels/document.xml.rels": ENTITIES + "<x/>"}),
        "office-file-declares-nothing",
    ),
    ("a bomb", docx("", parts={"word/document.xml": BOMB}), "office-file-is-small"),
    ("two thousand parts", packed({f"{n}.xml": "" for n in range(2_001)}), "office-file-is-small"),
    ("no XML", docx("", parts={"word/document.xml": "<w:document"}), "office-file-is-whole"),
    ("too many elements", docx("<w:p/>" * 100_001), "office-file-is-small"),
    (
        "too many paragraphs",
        docx("".join(paragraph(f"lời {n * 7919 % 10007} {n}") for n in range(9_000))),
        "office-file-is-small",
    ),
    (
        "a table of a thousand columns",
        docx(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 1000}</w:tr></w:tbl>"),
        "office-file-is-whole",
    ),
    (
        "a bomb among the pictures",
        docx(paragraph("x"), parts={"word/media/a.png": bytes(50_000_000)}),
        "office-file-is-small",
    ),
    (
        "a sub-document",
        docx(paragraph("x") + '<w:subDoc r:id="a"/>'),
        "office-file-holds-no-other",
    ),
    ("depths", docx("<w:x>" * 200 + "</w:x>" * 200), "office-file-is-whole"),
    ("no text part", docx("", parts={"_rels/.rels": relations({})}), "office-file-is-word"),
    (
        "a text part outside",
        docx(
            "",
            parts={"_rels/.rels": relations({"a": ("officeDocument", "http://x.example/")}, frozenset("a"))},
        ),
        "office-file-is-word",
    ),
    ("no words", docx(paragraph("") + paragraph(" … ")), "entry-has-words"),
]


@pytest.mark.parametrize(("data", "rule"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_hostile_word_file_is_refused_at_once_and_in_little_memory(data: bytes, rule: str) -> None:
    began = time.process_time()
    assert refusal(data) == rule
    assert time.process_time() - began < 2  # under a second on an idle machine
    assert most_memory(data) < 100_000_000


def most_memory(data: bytes) -> int:
    tracemalloc.start()
    try:
        read("bai.docx", data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def picture_of(width: int, height: int) -> bytes:
    """Return a small PNG that says it is of any size."""
    data = bytearray(photo(form="PNG"))
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


def test_picture_that_says_it_is_huge_is_not_unpacked() -> None:
    parts = {"word/media/a.png": picture_of(60_000, 60_000)}
    body = paragraph(run("x") + drawing("a"))
    data = docx(body, parts=parts, related={"a": ("image", "media/a.png")})
    found = document(data)
    assert (found.text, found.pictures) == ("x\n", ())
    assert [told.vi for told in found.told] == [
        "Có 1 ảnh không đọc được (hỏng, quá nhỏ hoặc kiểu lạ); xin gửi riêng ảnh JPG."
    ]
    assert most_memory(data) < 20_000_000


TEMPLATE = relations({"t": ("attachedTemplate", "https://may-chu.example/mau.dotm")}, frozenset("t"))
NOTE = '<w:r><w:t>chú</w:t><w:footnoteReference w:id="2"/></w:r>'
NOTES = f'<w:footnotes {W}><w:footnote w:id="2"><w:p>{NOTE}</w:p></w:footnote></w:footnotes>'
HARMLESS = {  # what is in the file; the text comes out and nothing else happens
    "a template elsewhere": docx(paragraph("Lời"), parts={"word/_rels/settings.xml.rels": TEMPLATE}),
    "a name that climbs": docx(paragraph("Lời"), parts={"../../../tmp/leo.txt": "x", "/etc/leo": "x"}),
    "an embedded font": docx(paragraph("Lời"), parts={"word/fonts/font1.odttf": b"x" * 1000}),
    "DDE": docx(paragraph(run("Lời") + FIELD.format(" DDEAUTO c:\\x.exe ", run("!")))),
    "a picture from elsewhere": docx(
        paragraph(run("Lời") + FIELD.format(' INCLUDEPICTURE "https://x.example/a.png" ', drawing("a")))
    ),
    "a picture that climbs": docx(
        paragraph(run("Lời") + drawing("a")), related={"a": ("image", "../../../../etc/hostname")}
    ),
    "fields that never end": docx(
        paragraph("Lời") + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 10_000)
    ),
    "a style based on itself": docx(
        paragraph("Lời", '<w:pStyle w:val="a"/>'),
        parts={"word/styles.xml": styles('<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>')},
        related={"s": ("styles", "styles.xml")},
    ),
    "marks of a note that is not there": docx(
        paragraph(run("Lời") + '<w:r><w:footnoteReference w:id="9"/></w:r>' * 5_000),
    ),
    "a note that notes itself": docx(
        paragraph(run("Lời") + NOTE * 2),
        parts={"word/footnotes.xml": NOTES},
        related={"n": ("footnotes", "footnotes.xml")},
    ),
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_odd_word_file_is_harmless(kind: str) -> None:
    began = time.process_time()
    assert document(HARMLESS[kind]).text.startswith("Lời")
    assert time.process_time() - began < 2


def test_part_of_one_name_twice_is_refused() -> None:
    made = io.BytesIO(docx(paragraph("x")))
    with zipfile.ZipFile(made, "a") as more, pytest.warns(UserWarning, match="Duplicate"):
        more.writestr("word/document.xml", "<x/>")
    assert refusal(made.getvalue()) == "office-file-is-whole"


def test_size_that_a_part_lies_about_is_no_way_in() -> None:
    data = docx(paragraph("x" * 5000))
    at = data.index(b"PK\x01\x02")
    lying = bytearray(data)
    for start in (i for i in range(at, len(data)) if data[i : i + 4] == b"PK\x01\x02"):
        lying[start + 24 : start + 28] = (10).to_bytes(4, "little")
    assert refusal(bytes(lying)) == "office-file-is-whole"


def test_deep_but_honest_tables_are_read() -> None:
    inner = paragraph("đáy")
    for _ in range(15):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert document(docx(inner)).text == "đáy\n"


TEXTS = [  # bytes, Markdown, what is told
    ("Chào\r\nbạn".encode(), "Chào\nbạn\n", []),
    (b"\xef\xbb\xbf" + "Chào".encode(), "Chào\n", []),
    ("Chào".encode("utf-16"), "Chào\n", []),
    (
        "Hoa\u0300 bi\u0300nh".encode("cp1258"),
        "Hoà bình\n",
        ["Tệp không ghi bằng UTF-8; đã đọc theo bảng mã Windows-1258, xin xem dấu có đúng không."],
    ),
    (
        "---\nauthor: Ai\n---\nLời".encode(),
        "Lời\n",
        ["Đã bỏ phần khai ở đầu tệp (giữa hai dòng ---)."],
    ),
    ("Lời<!-- của Ai -->".encode(), "Lời\n", ["Đã bỏ 1 lời ghi chú ẩn (<!-- … -->)."]),
    (
        "[Lời](https://a.example/ai) ![ai](ai.jpg)".encode(),
        "Lời\n",
        [
            "Bài dẫn 1 ảnh để ở tệp riêng; đã bỏ lời dẫn, xin nhận ảnh kèm theo.",
            "Đã bỏ địa chỉ của 1 đường dẫn, giữ lời.",
        ],
    ),
]


@pytest.mark.parametrize(("data", "text", "told"), TEXTS)
def test_markdown_is_composed_and_bare(data: bytes, text: str, told: list[str]) -> None:
    found = document(data, "bai.md")
    assert (found.text, [sentence.vi for sentence in found.told]) == (text, told)


def test_front_matter_is_handed_to_the_secretary() -> None:
    assert document(b"---\nauthor: Ai\n---\nLoi", "bai.md").front_matter == "author: Ai\n"


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("bai.md", b"\x00\x01\x02", "entry-is-a-text"),
        ("bai.md", b"a<b>x</b>", "entry-has-no-html"),
        ("bai.txt", b" \n", "entry-has-words"),
        ("bai.odt", b"x", "entry-is-a-text"),
        ("bai.pdf", b"%PDF-1.4", "office-file-is-office"),
        ("bai.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office-file-is-new"),
        (
            "bai.md",
            "§©y lµ bµi viÕt vÒ mét c« gi¸o ®· d¹y häc ë ®iÓm tr­êng lÎ h¬n m­êi n¨m.".encode(),
            "entry-is-unicode",
        ),
        (
            "bai.md",
            "Ñaây laø baøi vieát veà moät coâ giaùo ñaõ daïy hoïc ôû ñieåm tröôøng möôøi naêm.".encode(),
            "entry-is-unicode",
        ),
    ],
)
def test_text_is_refused(name: str, data: bytes, rule: str) -> None:
    assert refusal(data, name) == rule


def test_same_file_gives_the_same_bytes() -> None:
    data = docx(
        paragraph(drawing("a") + run("x")),
        parts={"word/media/a.jpg": photo()},
        related={"a": ("image", "media/a.jpg")},
    )
    assert document(data) == document(data)


TAGS = (
    *(
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "tcPr",
        "gridSpan",
        "vMerge",
        "pPr",
        "rPr",
        "pStyle",
        "numPr",
        "numId",
    ),
    *("numId", "ilvl", "ins", "del", "moveFrom", "sdt", "sdtPr", "sdtContent", "hyperlink", "fldSimple"),
    *(
        "fldChar",
        "instrText",
        "footnoteReference",
        "drawing",
        "pict",
        "br",
        "tab",
        "sym",
        "ruby",
        "rt",
        "rubyBase",
    ),
    *(
        "footnotes",
        "footnote",
        "styles",
        "style",
        "name",
        "basedOn",
        "numbering",
        "num",
        "abstractNum",
        "lvl",
    ),
    *("lvl", "abstractNumId", "numFmt", "numStyleLink", "vanish", "body", "txbxContent"),
)
VALUES = st.sampled_from(
    ["", "0", "1", "2", "begin", "separate", "end", "paragraph", "x", "99999999999", "-1"]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["val", "id", "type", "styleId", "numId", "abstractNumId", "fldCharType", "char", "ilvl"]
    ),
    VALUES,
    max_size=3,
).map(lambda said: "".join(f' w:{key}="{value}"' for key, value in said.items()))
ELEMENTS = st.recursive(
    st.sampled_from(["lời", ""]),
    lambda inner: st.tuples(st.sampled_from(TAGS), ATTRIBUTES, st.lists(inner, max_size=4)).map(
        lambda one: f"<w:{one[0]}{one[1]}>{''.join(one[2])}</w:{one[0]}>"
    ),
    max_leaves=20,
)


@given(ELEMENTS, ELEMENTS, ELEMENTS, ELEMENTS)
def test_any_elements_in_any_order_are_a_text_or_a_problem(
    body: str, style: str, number: str, note: str
) -> None:
    parts: dict[str, str | bytes] = {
        f"word/{name}.xml": f"<w:{name} {W}>{words}</w:{name}>"
        for name, words in (("styles", style), ("numbering", number), ("footnotes", note))
    }
    related = {name: (name, f"{name}.xml") for name in ("styles", "numbering", "footnotes")}
    read("bai.docx", docx(paragraph("Lời") + body, parts=parts, related=related))


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@example(1147, b"\x00")  # a part without a name
def test_file_with_changed_bytes_is_a_text_or_a_problem(place: int, other: bytes) -> None:
    data = bytearray(docx(paragraph(run("Lời")) + paragraph(drawing("a"))))
    at = place % len(data)
    data[at : at + len(other)] = other
    read("bai.docx", bytes(data))
