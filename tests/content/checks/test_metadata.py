from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.content.checks import check_draft, metadata
from neuguong.content.checks.rule import World
from neuguong.problems import Text
from tests.content.checks.cases import Case, assert_found, bad, good, table
from tests.samples import draft_of

TITLE, SUMMARY, VOCABULARY = "title-fits", "summary-fits", "value-is-in-vocabulary"
PLACE, YEAR, ORDER = "place-exists-on-date", "date-is-in-school-year", "dates-are-in-order"
ALSO, LEVEL, FORMERLY = "also-fields-add-something", "level-fits-unit", "former-addresses-are-addresses"
LATE = "stories/2020-2021/con-do-som.md"
NOW = "stories/2025-2026/con-do-som.md"

CASES = [
    bad("value-is-read-whole", 2, title="Lớp 4 #1 của trường"),
    bad("value-is-read-whole", 7, unit="Trường Bến Mơ # điểm lẻ"),
    good("value-is-read-whole", title='"Lớp 4 #1 của trường"'),
    good("value-is-read-whole", title="Lớp 4#1"),
    bad(TITLE, 2, title="Đò " * 37 + "Đò"),
    bad(TITLE, 2, title="ấ" * 111),
    bad(TITLE, 2, title="Con đò sớm."),
    bad(TITLE, 2, title="CON ĐÒ SỚM"),
    bad(TITLE, 2, 2, title="CON ĐÒ SỚM."),
    good(TITLE, title="ấ" * 110),
    good(TITLE, title="Con đò sớm..."),
    good(TITLE, title="Con đò sớm ở THCS Bến Mơ?"),
    bad(SUMMARY, 3, summary="ấ" * 201),
    bad(SUMMARY, 3, summary='"Một câu.\\n\\nHai câu."'),
    bad(SUMMARY, 3, 3, summary="|\n  " + "ấ" * 200 + "\n  Hai.\n"),
    good(SUMMARY, summary="ấ" * 200),
    good(SUMMARY, summary=">\n  Một câu dài\n  viết hai dòng."),
    bad(VOCABULARY, 5, field="bong-da"),
    bad(VOCABULARY, 6, place="Đà Bắc"),
    bad(VOCABULARY, 8, level="lop-3"),
    bad(VOCABULARY, 9, subject="{form: nguoi, role: giao-vien, name: Cô Mơ}"),
    bad(VOCABULARY, 9, subject="{form: ca-nhan, role: co-giao, name: Cô Mơ}"),
    bad(VOCABULARY, 12, subject="\n  form: ca-nhan\n  role: giao-vien\n  age_group: 20\n  name: Cô Mơ"),
    good(VOCABULARY, author="{name: Bùi Thị Nhài, age_group: 16-17}"),
    bad(VOCABULARY, 10, author="{name: Bùi Thị Nhài, age_group: 12}"),
    bad(VOCABULARY, 14, unit_type="truong-lang"),
    bad(VOCABULARY, 16, also_fields="\n- chu-nhiem-lop\n- hat-hay"),
    bad(VOCABULARY, 5, 6, 8, field="a", place="b", level="c"),
    good(VOCABULARY, also_fields="[chu-nhiem-lop, guong-khac]", unit_type="truong-tieu-hoc"),
    good(VOCABULARY, field=None, place="", level="[tieu-hoc]"),
    bad(PLACE, 6, path=LATE, date="2021-05-01", place="ky-son"),
    bad(PLACE, 6, path=LATE, date="2020-09-01", place="ky-son"),
    bad(PLACE, 6, path=NOW, date="2026-05-01", place="da-bac"),
    bad(PLACE, 6, place="phuong-ky-son"),
    bad(PLACE, 6, place="tinh-phu-tho"),
    bad(PLACE, 6, path=NOW, date="2026-05-01", happened="2025-06-30", place="xa-cao-phong"),
    good(PLACE, path=LATE, date="2021-05-01", happened="2019-12-31", place="ky-son"),
    good(PLACE, path=LATE, date="2021-05-01", place="thanh-pho-hoa-binh"),
    good(PLACE, path=NOW, date="2026-05-01", place="xa-cao-phong"),
    good(PLACE, path=NOW, date="2026-05-01", happened="2025-06-30", place="cao-phong"),
    good(PLACE, date="22/4/2015", place="phuong-ky-son"),
    bad(YEAR, 4, date="2014-08-31"),
    bad(YEAR, 4, date="2015-09-01"),
    bad(YEAR, 4, date="1999-01-01"),
    good(YEAR, date="2014-09-01"),
    good(YEAR, date="2015-08-31"),
    good(YEAR, date="hôm qua"),
    good(YEAR, path="contest/2015/entries/bat-com.md", date="2019-05-01"),
    bad(ORDER, 14, happened="2015-04-23"),
    bad(ORDER, 14, updated="2015-04-21"),
    bad(ORDER, 14, 15, happened="2015-04-23", updated="2015-04-21"),
    good(ORDER, happened="2015-04-22", updated="2015-04-22"),
    good(ORDER, happened="2014-01-01", updated="2026-01-01"),
    bad(ALSO, 14, also_fields="[van-dong-ra-lop]"),
    bad(ALSO, 14, also_fields="[chu-nhiem-lop, chu-nhiem-lop]"),
    bad(ALSO, 14, also_fields="[chu-nhiem-lop, guong-khac, de-tai-sang-kien]"),
    good(ALSO, also_fields="[]"),
    bad(LEVEL, 8, unit_type="truong-mam-non"),
    bad(LEVEL, 8, unit_type="truong-thcs", level="lien-cap"),
    good(LEVEL, unit_type="truong-th-thcs", level="lien-cap"),
    good(LEVEL, unit_type="truong-th-thcs", level="thcs"),
    bad(FORMERLY, 14, formerly="[con-do-som]"),
    bad(FORMERLY, 16, 17, formerly="\n- 2014-2015/con-do\n- Con Đò/sớm\n- 2014-2015/con-do.html"),
    good(FORMERLY, formerly="[2014-2015/con-do]"),
]


@table(CASES)
def test_rules_about_the_front_matter(case: Case, world: World) -> None:
    assert_found(case, world)


@pytest.mark.parametrize(
    ("changes", "what", "fix"),
    [
        (
            {"path": LATE, "date": "2021-05-01", "place": "ky-son"},
            Text(
                "ngày 2021-05-01 không còn Huyện Kỳ Sơn: từ 2020-01-01 là Thành phố Hòa Bình",
                "on 2021-05-01 Huyện Kỳ Sơn was no more: since 2020-01-01 it is Thành phố Hòa Bình",
            ),
            "ghi nơi chốn mới (“thanh-pho-hoa-binh”), hoặc thêm “happened: …” nếu chuyện xảy ra trước đó",
        ),
        (
            {"path": NOW, "date": "2026-05-01", "place": "cao-phong"},
            Text(
                "ngày 2026-05-01 không còn Huyện Cao Phong: từ 2025-07-01 là "
                "Xã Cao Phong, Xã Thung Nai, Xã Mường Thàng",
                "on 2026-05-01 Huyện Cao Phong was no more: since 2025-07-01 it is "
                "Xã Cao Phong, Xã Thung Nai, Xã Mường Thàng",
            ),
            (
                "ghi nơi chốn mới (“xa-cao-phong”, “xa-thung-nai”, “xa-muong-thang”), "
                "hoặc thêm “happened: …” nếu chuyện xảy ra trước đó"
            ),
        ),
        (
            {"place": "xa-cao-phong"},
            Text(
                "Xã Cao Phong chỉ có từ 2025-07-01, còn chuyện xảy ra ngày 2015-04-22",
                "Xã Cao Phong exists from 2025-07-01 on, the events are of 2015-04-22",
            ),
            "ghi nơi chốn của ngày ấy (“cao-phong”), hoặc sửa ngày",
        ),
        (
            {"place": "tinh-phu-tho"},
            Text(
                "Tỉnh Phú Thọ chỉ có từ 2025-07-01, còn chuyện xảy ra ngày 2015-04-22",
                "Tỉnh Phú Thọ exists from 2025-07-01 on, the events are of 2015-04-22",
            ),
            "ghi nơi chốn của ngày ấy, hoặc sửa ngày",
        ),
        (
            {"date": "2015-09-02"},
            Text(
                "ngày 2015-09-02 không thuộc năm học 2014-2015",
                "2015-09-02 does not lie in the school year 2014-2015",
            ),
            "chuyển tệp sang stories/2015-2016/, hoặc sửa ngày",
        ),
        (
            {"date": "1999-09-02"},
            Text(
                "ngày 1999-09-02 không thuộc năm học 2014-2015",
                "1999-09-02 does not lie in the school year 2014-2015",
            ),
            "sửa ngày",
        ),
        (
            {"field": "Vận động học sinh ra lớp"},
            Text(
                "“Vận động học sinh ra lớp” không có trong danh mục lĩnh vực",
                "“Vận động học sinh ra lớp” is not in the list for field",
            ),
            "viết “van-dong-ra-lop”",
        ),
        (
            {"subject": "{form: xyz, name: Cô Mơ}"},
            Text("“xyz” không có trong danh mục loại đối tượng", "“xyz” is not in the list for form"),
            "chọn một trong: ca-nhan, tap-the, mo-hinh",
        ),
    ],
)
def test_messages_say_what_was_so_on_that_day(
    world: World, changes: dict[str, Any], what: Text, fix: str
) -> None:
    (problem,) = check_draft(draft_of(**changes), world)
    assert (problem.what, problem.fix.vi) == (what, fix)


DRAFT = draft_of()
NOTES = st.text(alphabet="ab: #-\"'[\t\n\r", max_size=12)
LOST = st.sampled_from(
    ["\n", "title: a #1\n", "  - unit: Đò # b", "x: a#b", "# ghi chú\n", '\nx: "a #b"\n', "## Ấy"]
)


@given(st.lists(st.one_of(NOTES, LOST), max_size=6).map("".join), st.integers(1, 6))
def test_what_is_not_read_is_looked_for_in_every_line_above_the_text(
    world: World, text: str, body_line: int
) -> None:
    found = metadata.value_is_read_whole(replace(DRAFT, text=text, body_line=body_line), world)
    lines = enumerate(text.split("\n")[: body_line - 1], start=1)
    assert [(fault.line, fault.what.en) for fault in found] == [
        (number, f"the part “{lost[1]}” is not read")
        for number, line in lines
        if (lost := metadata._LOST.match(line))
    ]
