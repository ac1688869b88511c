"""The table of scores, read back: every reading as a number, no formula, names only if asked for."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from neuguong.contest.papers import score_workbook
from neuguong.contest.papers.score_workbook import HEAD_ROW
from tests.contest import finished
from tests.contest.papers.seasons import season


def read(*, names: bool = False, data: bytes | None = None) -> Workbook:
    return load_workbook(io.BytesIO(data or score_workbook.workbook(season(), names=names)))


def table(book: Workbook, name: str) -> list[list[object]]:
    """Return head and rows, floats to a thousandth."""
    rows = list(book[name].iter_rows(min_row=HEAD_ROW, values_only=True))
    return [[round(cell, 3) if isinstance(cell, float) else cell for cell in row] for row in rows]


def test_places_show_every_reading_and_every_way_to_count() -> None:
    assert table(read(), "Vòng chung khảo") == [
        [
            *("Hạng", "Mã phách", "Lượt 1", "Lượt 2", "Lượt 3", "Lượt thứ ba", "Số lượt tính", "Trung bình"),
            *("Trung vị", "Đã bù", "± Sai số", "Điểm quyết định", "Giải"),
        ],
        [1, "B20002", 90, 88, 93, None, 3, 90.333, 90, 90.333, 0.935, 90.333, "Giải Nhất"],
        [2, "B20004", 59, 58.5, 57.25, None, 3, 58.25, 58.5, 58.25, 0.935, 58.25, "Giải Nhì"],
        [3, "B20001", 57.25, 56.5, 58.25, None, 3, 57.333, 57.25, 57.333, 0.935, 57.333, None],
        [4, "B20003", 50, 50.5, 53, None, 3, 51.167, 50.5, 51.167, 0.935, 51.167, None],
    ]


def test_judges_are_told_with_their_leniency_and_agreement() -> None:
    head, *rows = table(read(), score_workbook.JUDGES)

    assert head == [
        *("Vòng", "Mã", "Số phiếu", "Điểm trung bình", "Rộng tay", "± Sai số", "So với người đọc cùng"),
        *("Độ trải", "Nhất trí (κ)", "Ghi chú"),
    ]
    assert [row[:4] for row in rows] == [
        ["Vòng chung khảo", "G01", 4, 64.062],
        ["Vòng chung khảo", "G02", 4, 63.375],
        ["Vòng chung khảo", "G03", 4, 65.375],
    ]
    by_fit = {each.judge: float(each.points) for each in season().tables[0].fit.judges}  # type: ignore[union-attr]
    assert {row[1]: row[4] for row in rows} == by_fit


def test_sheets_are_told_criterion_by_criterion() -> None:
    head, first, *rest = table(read(), score_workbook.SHEETS)

    assert head == [
        *(
            "Vòng",
            "Mã phách",
            "Giám khảo",
            "Chân thực (tối đa 60)",
            "Thể hiện (tối đa 40)",
            "Tổng",
            "Tình trạng",
        ),
        *("Lượt thứ ba", "Nhận xét", "Lý do trả lại", "Tệp"),
    ]
    assert first == [
        *("Vòng chung khảo", "B20001", "G01", 37.25, 20, 57.25, "đủ", None, "KIN-NHAN-XET B20001", None),
        "KIN-TEP.json",
    ]
    assert len(rest) == 11


def test_people_are_named_only_if_asked_for() -> None:
    def whole(book: Workbook) -> str:
        return str([row for sheet in book for row in sheet.iter_rows(values_only=True)])

    without, with_names = whole(read()), whole(read(names=True))
    people = ["Bùi Thị Mẫu Nhất", "Người KIN-THUA", "Trường TH Mẫu Một", "Cái cuốc của thầy", "KIN-GIAM-KHAO"]

    assert [name for name in people if name in without] == []
    assert [name for name in people if name not in with_names] == []


def test_words_that_begin_like_formulas_stay_words() -> None:
    found = finished.book()
    evil = finished.replace_fields(finished.WINNER, title='=HYPERLINK("http://mau.example")')
    sheets = {key: finished.replace_fields(s, notes="@SUM(1)\x07") for key, s in found.sheets.items()}  # type: ignore[arg-type]
    changed = replace(found, entries=found.entries | {evil.code: evil}, sheets=sheets)  # type: ignore[arg-type]

    book = read(data=score_workbook.workbook(season(changed), names=True))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    values = {cell.value for cell in cells}
    assert {'=HYPERLINK("http://mau.example")', "@SUM(1)"} <= values


def test_head_stays_in_sight_and_is_printed_on_every_page() -> None:
    for sheet in read(names=True):
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("C5", "$4:$4")
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert "MẪU" in str(sheet["A1"].value)


def test_same_season_gives_the_same_bytes() -> None:
    assert score_workbook.workbook(season()) == score_workbook.workbook(season())


def test_long_words_have_room() -> None:
    found = finished.book()
    long = "Những buổi sáng mù sương thầy tôi cõng từng viên gạch qua suối để dựng lại lớp học"
    entries = found.entries | {"B20001": finished.replace_fields(finished.LOSERS[0], title=long)}
    book = read(data=score_workbook.workbook(season(replace(found, entries=entries)), names=True))

    heights = [
        book["Vòng chung khảo"].row_dimensions[row].height for row in range(HEAD_ROW + 1, HEAD_ROW + 5)
    ]
    assert heights == [15, 15, 45, 15]
