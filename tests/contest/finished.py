"""A finished season for tests: five entries of three schools, two prizes, three judges who disagree a little.

Everything that must never be published is marked: people who did not win, judges, what they said and scored.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import msgspec
from PIL import Image

from neuguong.content.season import Rules
from neuguong.contest import closing, score_table
from neuguong.contest.book import (
    About,
    BlindText,
    Book,
    ConflictRecord,
    DecisionRecord,
    Entry,
    Ground,
    JudgeRecord,
    Picture,
    Relative,
    SheetRecord,
    Source,
    Standing,
    Won,
    Writer,
)
from tests.contest import seasons

ANNOUNCED = date(2027, 3, 10)
CANARIES = (
    "KIN-THUA",
    "KIN-THUA-TRUONG",
    "KIN-NHAN-VAT",
    "KIN-RUT",
    "KIN-GIAM-KHAO",
    "KIN-BAO",
    "KIN-NHAN-XET",
    "KIN-LY-DO",
    "KIN-XUNG-DOT",
    "KIN-TEP",
    "KIN-ANH",
    "kin@mau.example",
    "0912345678",
    "37.25",
    "B20001",
    "B20003",
    "B20005",
)
"""What nobody may find in what is published; the last ones are a score and codes."""
CONTEST = (
    seasons.CONTEST.replace(
        "rounds:\n  - {slug: so-khao, readings: 2, third_reader_gap: 15, threshold: 50, quota: 3}\n"
        "  - {slug: chung-khao, readings: 2}",
        "rounds:\n  - {slug: chung-khao, readings: 3}",
    )
    .replace("name: Giải Nhì, count: 2", "name: Giải Nhì, count: 1")
    .replace("near_tie: 1\n", "near_tie: 2\n")
    .replace("max: 60,", "max: 60, step: 0.25,")
)
RULES: Rules = seasons.rules(CONTEST)

BODY = """# Cái cuốc

Một buổi sáng, thầy mang cái cuốc ra sân. Cả lớp đứng nhìn.

[Ảnh 1]

### Vườn rau

Ba tháng sau, bếp ăn có rau. {more}
"""
LONG = " ".join(f"Ngày thứ {number} thầy trò lại ra vườn từ sớm." for number in range(1, 25))


def picture() -> bytes:
    """Return a photo whose metadata name a place and a person."""
    exif = Image.Exif()
    exif[0x013B] = "KIN-ANH"
    exif[0x8769] = {0x9286: b"ASCII\0\0\0KIN-ANH"}
    out = io.BytesIO()
    Image.effect_mandelbrot((640, 480), (-2, -1.5, 1, 1.5), 50).convert("RGB").save(
        out, "JPEG", exif=exif, comment=b"KIN-ANH"
    )
    return out.getvalue()


def entry(code: str, title: str, writer: str, unit: str, **changes: object) -> Entry:
    """Return an entry with all that publication needs."""
    made = Entry(
        code=code,
        title=title,
        writers=(
            Writer(name=writer, unit=unit, email="kin@mau.example", phone="0912345678", age_group="tu-18"),
        ),
        about=About(name=f"Thầy Mẫu {title[-3:]}", form="ca-nhan", role="giao-vien", unit=unit),
        unit=unit,
        place="da-bac",
        field="van-dong-ra-lop",
        summary=f"Thầy giáo trồng rau cùng học trò, bếp ăn có rau quanh năm ({title}).",
        unit_type="truong-tieu-hoc",
        level="tieu-hoc",
        lessons=("Cuốc một luống trước.", "Chia việc cho từng tổ."),
        happened="2015-03-02",
        consent=f"MAU-{code[1:]}"[:3] + "-2027-01",
        sources=(Source(name=f"KIN-TEP {code}.docx", digest="d" * 64),),
        markdown=BODY.format(more=LONG).replace("[Ảnh 1]\n\n", ""),
        standing=Standing.ACCEPTED,
    )
    return replace_fields(made, **changes)


def replace_fields(made: Entry, **changes: object) -> Entry:
    """Return the entry with other fields."""
    return msgspec.structs.replace(made, **changes)


WINNER = entry(
    "B20002",
    "Cái cuốc của thầy",
    "Bùi Thị Mẫu Nhất",
    "Trường TH Mẫu Một",
    markdown=BODY.format(more=LONG),
    pictures=(
        Picture(
            data=picture(),
            alt="Luống rau xanh trước dãy lớp học lợp ngói",
            caption="Vườn rau tháng Ba.",
            credit="Ảnh mẫu",
            consent="khong-co-nguoi",
        ),
    ),
)
SECOND = entry("B20004", "Bếp có rau", "Quách Văn Mẫu Nhì", "TH MẪU MỘT")
LOSERS = (
    entry(
        "B20001",
        "Bài KIN-THUA một",
        "Người KIN-THUA",
        "Trường KIN-THUA-TRUONG",
        about=About(name="Cô KIN-NHAN-VAT", form="ca-nhan", role="giao-vien", unit="Trường KIN-THUA-TRUONG"),
    ),
    entry("B20003", "Bài KIN-THUA hai", "Người KIN-THUA Hai", "Trường KIN-THUA-TRUONG"),
    entry(
        "B20005",
        "Bài KIN-RUT",
        "Người KIN-RUT",
        "Trường KIN-THUA-TRUONG",
        standing=Standing.WITHDRAWN,
        reasons=("KIN-LY-DO",),
    ),
)
MARKS = {
    "B20001": (("37.25", "20"), ("36", "20.5"), ("37.25", "21")),
    "B20002": (("55", "35"), ("54", "34"), ("56", "37")),
    "B20003": (("30", "20"), ("30.5", "20"), ("31", "22")),
    "B20004": (("38", "21"), ("37.5", "21"), ("37.25", "20")),
}


def sheet(number: int, code: str, scores: tuple[str, str]) -> SheetRecord:
    """Return a judge's sheet with a remark."""
    made = seasons.sheet(f"G{number:02}", code, *scores)
    return msgspec.structs.replace(made, notes=f"KIN-NHAN-XET {code}", file="KIN-TEP.json")


def judge(number: int) -> JudgeRecord:
    """Return a judge who is marked."""
    return JudgeRecord(
        id=f"G{number:02}",
        name=f"Giám khảo KIN-GIAM-KHAO {number}",
        unit=f"Báo KIN-BAO {number}",
        email="kin@mau.example",
        relatives=(Relative(name="Người KIN-XUNG-DOT", unit="Trường KIN-XUNG-DOT", relation="em"),),
    )


def book(rules: Rules = RULES) -> Book:
    """Return the season's book, closed."""
    entries = {each.code: each for each in (WINNER, SECOND, *LOSERS)}
    sheets = [sheet(n, code, marks) for code, given in MARKS.items() for n, marks in enumerate(given, 1)]
    found = Book(
        entries=entries,
        texts={
            code: BlindText(code=code, title=each.title, field=each.field, markdown=each.markdown)
            for code, each in entries.items()
        },
        judges={f"G{n:02}": judge(n) for n in (1, 2, 3)},
        conflicts={
            "G01/B20005": ConflictRecord(
                judge="G01", code="B20005", ground=Ground.RELATIVE, source="KIN-XUNG-DOT là em"
            )
        },
        sheets={each.key: each for each in sheets},
        decisions=(
            DecisionRecord(
                round="chung-khao",
                order=("B20004", "B20001"),
                reason="KIN-LY-DO: bài của trường KIN-THUA-TRUONG kém hơn",
                by="Hội đồng, 3/3 đồng ý",
            ),
        ),
    )
    table = score_table.build(found, rules, "chung-khao")
    ended = closing.of(table, (Won(prize="tap-the", unit="Trường TH Mẫu Một", reason="5 điểm theo giải."),))
    return replace(found, closings={"chung-khao": ended})
