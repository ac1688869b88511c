"""The minutes, read back as Word would: the form of Decree 30/2020/NĐ-CP, and every sentence."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from docx import Document
from docx.document import Document as Read
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from neuguong.contest.book import DecisionRecord, JudgeRecord
from neuguong.contest.papers.minutes import minutes
from tests.contest import finished, seasons
from tests.contest.papers.seasons import season


def read(data: bytes | None = None) -> Read:
    return Document(io.BytesIO(data or minutes(season())))


def texts(document: Read) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def rows(document: Read, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def test_paper_margins_and_typeface_are_those_of_the_decree() -> None:
    document = read()
    paper = document.sections[0]

    assert [round(each.mm) for each in (paper.page_width, paper.page_height) if each] == [210, 297]
    assert [
        round(each.mm)
        for each in (paper.top_margin, paper.bottom_margin, paper.left_margin, paper.right_margin)
        if each is not None
    ] == [20, 20, 30, 20]
    fonts = document.styles["Normal"].element.rPr.rFonts
    kinds = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
    assert {fonts.get(qn(kind)) for kind in kinds} == {"Times New Roman"}
    assert document.styles["Normal"].font.size == Pt(14)
    assert {run.font.name for paragraph in document.paragraphs for run in paragraph.runs} == {None}


def test_page_number_stands_centred_above_from_the_second_page_on() -> None:
    paper = read().sections[0]

    assert paper.different_first_page_header_footer is True
    assert "PAGE" in paper.header.paragraphs[0]._p.xml
    assert paper.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert [paragraph.text for paragraph in paper.first_page_header.paragraphs] == [""]


def test_head_names_issuer_country_motto_place() -> None:
    left, right = read().tables[0].rows[0].cells

    assert [
        [
            (p.text, p.runs[0].font.size.pt, p.runs[0].bold, p.runs[0].italic)
            for p in cell.paragraphs
            if p.text
        ]
        for cell in (left, right)
    ] == [
        [
            ("SỞ MẪU", 13, False, False),
            ("HỘI ĐỒNG CHẤM THI", 13, True, False),
            ("Số: ...../BB-HĐCT", 13, False, False),
        ],
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False),
            ("Độc lập - Tự do - Hạnh phúc", 13, True, False),
            ("Hòa Bình, ngày ..... tháng ..... năm 2027", 13, False, True),
        ],
    ]


def test_minutes_say_how_it_was_judged_and_who_won() -> None:
    document = read()

    assert texts(document) == [
        "MẪU – người, trường và điểm trong văn bản này không có thật",
        "BIÊN BẢN",
        "Họp Hội đồng chấm thi Cuộc thi mẫu",
        (
            "Hôm nay, hồi ..... giờ ....., ngày ..... tháng ..... năm 2027, tại "
            "........................................, Hội đồng chấm thi Cuộc thi mẫu họp xét kết quả."
        ),
        "I. THÀNH PHẦN THAM DỰ",
        "Chủ tịch Hội đồng (chủ trì): " + "." * 60,
        "Thư ký: " + "." * 60,
        "Giám khảo, 3 người:",
        "1. Giám khảo KIN-GIAM-KHAO 1, Báo KIN-BAO 1",
        "2. Giám khảo KIN-GIAM-KHAO 2, Báo KIN-BAO 2",
        "3. Giám khảo KIN-GIAM-KHAO 3, Báo KIN-BAO 3",
        "II. BÀI DỰ THI VÀ CÁCH CHẤM",
        "Nhận 5 bài, 4 bài hợp lệ được chấm; 1 bài do người viết rút.",
        "Giám khảo đọc bài đã dọc phách: không tên người viết, không tên đơn vị.",
        "Thang 100 điểm, 2 tiêu chí: Chân thực (60 điểm); Thể hiện (40 điểm).",
        (
            "Vòng chung khảo: 4 bài, mỗi bài 3 lượt đọc, 12 phiếu; mức đồng thuận giữa các giám khảo "
            "(α của Krippendorff): 0,99."
        ),
        "Điểm quyết định là trung bình các lượt đọc, tính bằng phân số, không làm tròn khi xếp.",
        "Bằng điểm thì xét Chân thực; vẫn bằng thì Hội đồng quyết định.",
        "III. TRÁNH XUNG ĐỘT LỢI ÍCH",
        "Có 1 cặp giám khảo và bài có xung đột lợi ích: giám khảo ấy không chấm bài ấy.",
        "IV. KẾT QUẢ XẾP HẠNG",
        "Bài không đoạt giải chỉ ghi bằng mã phách.",
        "V. BÀI BẰNG ĐIỂM, SÁT ĐIỂM VÀ QUYẾT ĐỊNH CỦA HỘI ĐỒNG",
        (
            "Hội đồng xếp B20004 trên B20001. Lý do: KIN-LY-DO: bài của trường KIN-THUA-TRUONG kém hơn. "
            "Người quyết định: Hội đồng, 3/3 đồng ý."
        ),
        "VI. ĐỀ NGHỊ TRAO GIẢI",
        "Giải Nhất: Bùi Thị Mẫu Nhất, Trường TH Mẫu Một, bài “Cái cuốc của thầy”.",
        "Giải Nhì: Quách Văn Mẫu Nhì, TH MẪU MỘT, bài “Bếp có rau”.",
        "Giải Tập thể: Trường TH Mẫu Một (5 điểm theo giải).",
        (
            "Cuộc họp kết thúc hồi ..... giờ ..... cùng ngày. Biên bản đã được đọc cho mọi người cùng nghe, "
            "nhất trí và ký tên dưới đây."
        ),
        f"Dấu của bảng điểm: {season().tables[-1].digest}",
        "CHỮ KÝ CỦA GIÁM KHẢO",
        "Nơi nhận:",
        "- Ban Tổ chức;",
        "- Lưu: VT.",
    ]


def test_ranking_names_winners_and_gives_the_others_by_code_alone() -> None:
    assert rows(read(), 1) == [
        ["Hạng", "Mã phách", "Điểm", "Giải", "Bài, người viết, đơn vị"],
        ["1", "B20002", "90,33", "Giải Nhất", "“Cái cuốc của thầy”, Bùi Thị Mẫu Nhất, Trường TH Mẫu Một"],
        ["2", "B20004", "58,25", "Giải Nhì", "“Bếp có rau”, Quách Văn Mẫu Nhì, TH MẪU MỘT"],
        ["3", "B20001", "57,33", "", ""],
        ["4", "B20003", "51,17", "", ""],
    ]


def test_everybody_signs() -> None:
    document = read()

    assert rows(document, 2) == [
        ["STT", "Họ và tên", "Chữ ký"],
        *([str(n), f"Giám khảo KIN-GIAM-KHAO {n}", ""] for n in (1, 2, 3)),
    ]
    assert [cell.text.strip() for cell in document.tables[3].rows[0].cells] == [
        "THƯ KÝ\n(Ký, ghi rõ họ tên)",
        "CHỦ TỊCH HỘI ĐỒNG\n(Ký, ghi rõ họ tên)",
    ]


def test_same_season_gives_the_same_bytes_without_a_time_or_a_machine() -> None:
    data = minutes(season())

    assert data == minutes(season())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = read(data).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("Sở mẫu", "Sở mẫu", "")
    assert properties.created is not None
    assert properties.created.year == 2000


def test_judge_who_left_and_prizes_not_given_are_told() -> None:
    found = finished.book()
    gone = JudgeRecord(id="G04", name="Lò Văn Mẫu", unit="Đài Mẫu", gone="đi công tác")
    short = replace(found, judges=found.judges | {"G04": gone}, closings=found.closings)
    rules = seasons.rules(
        finished.CONTEST.replace("name: Giải Tập thể, count: 1", "name: Giải Tập thể, count: 2")
    )
    told = texts(read(minutes(season(short, rules))))

    assert "Giám khảo, 3 người:" in told
    assert "Không tham gia đến cuối: Lò Văn Mẫu (đi công tác)." in told
    assert "Còn 1 Giải Tập thể chưa trao." in told


def test_round_before_the_last_is_told_with_its_rules_and_decisions() -> None:
    marks = {f"B1000{n}": ((f"{30 + n}", "30"), (f"{30 + n}", "30")) for n in (1, 2, 3, 4)}
    first = seasons.book(marks, "so-khao")
    last = seasons.book(dict(list(marks.items())[1:]), "chung-khao")
    decision = DecisionRecord(
        round="so-khao",
        order=("B10002", "B10001"),
        reason="Mới hơn.",
        by="Hội đồng",
    )
    found = replace(
        first,
        sheets=first.sheets | last.sheets,
        closings={"so-khao": last.closings["so-khao"]},
        decisions=(decision,),
    )
    told = texts(read(minutes(season(found, seasons.RULES))))

    assert (
        "Vòng sơ khảo: 4 bài, mỗi bài 2 lượt đọc, 8 phiếu; hai lượt lệch quá 15 điểm thì thêm người đọc "
        "(lấy trung bình cả ba), có 0 lượt như vậy; điểm sàn 50; 3 bài vào vòng sau; mức đồng thuận giữa các "
        "giám khảo (α của Krippendorff): 1."
    ) in told
    assert any(line.startswith("Vòng chung khảo: 3 bài, mỗi bài 2 lượt đọc, 6 phiếu") for line in told)
