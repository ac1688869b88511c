from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from neuguong.contest.lists import Column, Row, read
from neuguong.contest.tables import MAX_LINES
from neuguong.problems import Problem

NAME = Column("name", ("Họ và tên", "Họ tên"), required=True)
UNIT = Column("unit", ("Đơn vị", "Trường"), required=True)
MAIL = Column("email", ("Thư điện tử", "Email"))
COLUMNS = (NAME, UNIT, MAIL)
TITLES = ("Họ và tên", "Đơn vị", "Thư điện tử")
ROWS = (Row(2, {"name": "Bùi Thị Mẫu", "unit": "Trường Mẫu", "email": "mau@vidu.example"}),)
CSV = "Họ và tên,Đơn vị,Thư điện tử\nBùi Thị Mẫu,Trường Mẫu,mau@vidu.example\n"


def workbook(*rows: Sequence[Any], change: Callable[[Worksheet], object] | None = None) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def one(*cells: Any, change: Callable[[Worksheet], object] | None = None) -> bytes:
    """Return a list of one row: a name, a unit and so on."""
    return workbook(TITLES, cells, change=change)


def hide(sheet: Worksheet, row: int = 0, column: str = "") -> None:
    if row:
        sheet.row_dimensions[row].hidden = True
    if column:
        sheet.column_dimensions[column].hidden = True


def row(line: int, name: str, unit: str, email: str = "") -> Row:
    return Row(line, {"name": name, "unit": unit, "email": email})


def rows(data: bytes, name: str = "ds.xlsx") -> list[Row]:
    found = read(name, data, COLUMNS)
    assert all(isinstance(item, Row) for item in found), found
    return [item for item in found if isinstance(item, Row)]


def faults(data: bytes, name: str = "ds.xlsx") -> list[tuple[int, str]]:
    found = read(name, data, COLUMNS)
    problems = [item for item in found if isinstance(item, Problem)]
    assert len(problems) == len(found) > 0, found
    assert {problem.path for problem in problems} == {name}
    return [(problem.line, problem.what.vi) for problem in problems]


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode("utf-16"),
        b"\xfe\xff" + CSV.encode("utf-16-be"),
        CSV.replace("\n", "\r\n").encode(),
        CSV.replace("\n", "\r").encode(),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode(),
        unicodedata.normalize("NFD", CSV).encode(),
        CSV.replace("Họ và tên", "  HỌ  TÊN (ghi đủ) *").encode(),
        CSV.replace("Mẫu,", 'Mẫu ",', 1).replace("Bùi", '" Bùi\u00a0').encode(),
        CSV.replace("Thị", "Thị\u200b").encode(),
    ],
)
def test_csv_is_read_however_it_was_saved(data: bytes) -> None:
    assert tuple(rows(data, "ds.csv")) == ROWS


READ: dict[str, tuple[bytes, list[Row]]] = {
    "columns in any order, others between": (
        workbook(("STT", "Trường", "Ghi chú", "Họ tên"), (1, "B", "x", "A")),
        [row(2, "A", "B")],
    ),
    "title rows above": (
        workbook(
            ("PHÒNG GIÁO DỤC",),
            (),
            ("DANH SÁCH DỰ THI",),
            TITLES,
            ("A", "B", "C"),
            change=lambda sheet: sheet.merge_cells("A3:C3"),
        ),
        [row(5, "A", "B", "C")],
    ),
    "numbers of the columns below the titles": (
        workbook(TITLES, ("(1)", "(2)", "(3)"), ("A", "B")),
        [row(3, "A", "B")],
    ),
    "blank rows": (
        workbook(TITLES, (), ("A", "B"), (" ", None), ("C", "D")),
        [row(3, "A", "B"), row(5, "C", "D")],
    ),
    "rows that only bear a number": (
        workbook(("STT", *TITLES), (1, "A", "B"), (2,), ("Tổng cộng: 1",)),
        [row(2, "A", "B")],
    ),
    "a formula in a column that is not ours": (
        workbook((*TITLES, "STT"), ("A", "B", "C", "=ROW()-1")),
        [row(2, "A", "B", "C")],
    ),
    "a unit merged over its people": (
        workbook(TITLES, ("A", "X"), ("B",), ("C", "Y"), change=lambda sheet: sheet.merge_cells("B2:B3")),
        [row(2, "A", "X"), row(3, "B", "X"), row(4, "C", "Y")],
    ),
    "a merged cell that goes on below the list": (
        workbook(TITLES, ("A", "X"), change=lambda sheet: sheet.merge_cells("B2:B9")),
        [row(2, "A", "X")],
    ),
    "a cell of two lines": (one("A\nB", "Trường \r\n C"), [row(2, "A; B", "Trường; C")]),
    "a number": (one(1.0, 12, 8.5), [row(2, "1", "12", "8.5")]),
    "a day": (one("A", "B", dt.date(2026, 11, 20)), [row(2, "A", "B", "2026-11-20")]),
    "zeros that are shown": (
        one("A", "B", 912345678, change=lambda sheet: setattr(sheet["C2"], "number_format", "0000000000")),
        [row(2, "A", "B", "0912345678")],
    ),
    "decomposed": (one(unicodedata.normalize("NFD", "Bùi"), "Mường"), [row(2, "Bùi", "Mường")]),
    "a cell at the end of the world": (
        one("A", "B", change=lambda sheet: sheet.cell(1_048_576, 16_384, "x")),
        [row(2, "A", "B")],
    ),
    "hidden rows and columns that hold nothing of ours": (
        workbook(
            (*TITLES, "STT"),
            ("A", "B"),
            (None, None, None, 2),
            change=lambda sheet: hide(sheet, row=3, column="D"),
        ),
        [row(2, "A", "B")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", READ)
def test_workbook_is_read_as_people_see_it(kind: str) -> None:
    data, expected = READ[kind]
    assert rows(data) == expected


NO_WORDS = "là giờ hoặc giá trị đúng/sai, không phải chữ"
REFUSED: dict[str, tuple[bytes, list[tuple[int, str]]]] = {
    "a formula": (one("A", "=B1"), [(2, "ô B2 (Đơn vị) là công thức")]),
    "an error": (one("A", "#REF!"), [(2, "ô B2 (Đơn vị) bị lỗi công thức, như #REF!")]),
    "a time": (one("A", "B", dt.time(7, 30)), [(2, f"ô C2 (Thư điện tử) {NO_WORDS}")]),
    "true": (one("A", *("B", True)), [(2, f"ô C2 (Thư điện tử) {NO_WORDS}")]),
    "a long number": (one("A", "B", 1e17), [(2, "ô C2 (Thư điện tử) là con số dài, Excel đã làm tròn")]),
    "every gap": (
        workbook(TITLES, ("A",), (None, "B"), (None, None, "c@d.example")),
        [
            (2, "ô B2 (Đơn vị) còn trống"),
            (3, "ô A3 (Họ và tên) còn trống"),
            (4, "ô A4 (Họ và tên) còn trống"),
            (4, "ô B4 (Đơn vị) còn trống"),
        ],
    ),
    "a missing column": (workbook(("Họ tên", "Email"), ("A", "B")), [(1, "không thấy cột “Đơn vị”")]),
    "no titles at all": (workbook(("A", "B"), ("C", "D")), [(0, "không thấy dòng tên cột")]),
    "a required title misspelt": (
        workbook(("Họ tên", "Dơn vj"), ("A", "B")),
        [(1, "cột “Dơn vj” có phải là “Đơn vị”?")],
    ),
    "an optional title misspelt": (
        workbook(("Họ tên", "Đơn vị", "E-mai"), ("A", "B", "C")),
        [(1, "cột “E-mai” có phải là “Thư điện tử”?")],
    ),
    "a column twice": (
        workbook(("Họ tên", "Họ và tên", "Đơn vị"), ("A", "B", "C")),
        [(1, "có hai cột “Họ và tên”")],
    ),
    "titles alone": (workbook(TITLES), [(1, "danh sách không có dòng nào")]),
    "nothing": (workbook(), [(0, "danh sách không có dòng nào")]),
    "a hidden row": (
        one("A", "B", change=lambda sheet: hide(sheet, row=2)),
        [(2, "dòng 2 có chữ nhưng đang bị ẩn")],
    ),
    "a hidden column": (
        one("A", "B", change=lambda sheet: hide(sheet, column="B")),
        [(1, "cột “Đơn vị” đang bị ẩn")],
    ),
    "too many rows": (
        workbook(TITLES, *[("A", "B")] * MAX_LINES),
        [(MAX_LINES + 1, f"danh sách quá dài (hơn {MAX_LINES} dòng)")],
    ),
    "TCVN3": (
        workbook(TITLES, *[("NguyÔn ThÞ Mü", "Tr­êng tiÓu häc, ®iÓm tr­êng lÎ, d¹y vµ häc, viÕt bµi ®Ñp")] * 5),
        [(1, "chữ gõ bằng bảng mã cũ (TCVN3)")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_certain_is_refused_with_its_cell(kind: str) -> None:
    data, expected = REFUSED[kind]
    assert faults(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (CSV.replace("Trường Mẫu", "=1+1").encode(), [(2, "ô “Đơn vị” là công thức")]),
        (CSV.replace("Trường Mẫu", "#N/A").encode(), [(2, "ô “Đơn vị” bị lỗi công thức, như #REF!")]),
        (
            CSV.replace("Bùi", '"Bùi').encode(),
            [(2, "dấu ngoặc kép không có đôi, không rõ ô kết thúc ở đâu")],
        ),
        (
            unicodedata.normalize("NFD", "Họ và tên,Email").encode("cp1258", "ignore"),
            [(0, "tệp .csv không ghi bằng UTF-8 (có lẽ là Windows-1258), chữ có dấu có thể đã mất")],
        ),
        (b"\x00\x01\x02", [(0, "tệp này không phải danh sách .xlsx hay .csv")]),
        (b"", [(0, "danh sách không có dòng nào")]),
        (b"%PDF-1.4", [(0, "đây là tệp PDF, không lấy chữ ra cho đúng được")]),
    ],
)
def test_csv_that_is_not_certain_is_refused(data: bytes, expected: list[tuple[int, str]]) -> None:
    assert faults(data, "ds.csv") == expected


def test_row_of_a_csv_bears_the_line_it_begins_on() -> None:
    data = 'Họ tên;Đơn vị\n"A\nB";X\n\nC;"Y;Z"\n'.encode()
    assert rows(data, "ds.csv") == [row(2, "A; B", "X"), row(5, "C", "Y;Z")]


def test_commas_within_cells_do_not_part_a_list_of_semicolons() -> None:
    data = "Họ tên;Đơn vị\nA;Trường X, xã Y, huyện Z, tỉnh T\n".encode()
    assert rows(data, "ds.csv") == [row(2, "A", "Trường X, xã Y, huyện Z, tỉnh T")]


def two_sheets(first: Sequence[Sequence[str]], second: Sequence[Sequence[str]], state: str) -> bytes:
    book = Workbook()
    sheets = [book.worksheets[0], book.create_sheet("Trang hai")]
    for sheet, lines in zip(sheets, (first, second), strict=True):
        for line in lines:
            sheet.append(list(line))
    sheets[0].title = "Trang một"
    sheets[1].sheet_state = state
    return saved(book)


LIST = (TITLES, ("A", "B", "C"))


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_sheet_with_another_list_is_told(state: str) -> None:
    hidden = "" if state == "visible" else " (đang bị ẩn)"
    words = f"ngoài trang “Trang một”, trang “Trang hai”{hidden} cũng có danh sách"
    assert faults(two_sheets(LIST, LIST, state)) == [(0, words)]


def test_other_sheets_may_hold_other_things() -> None:
    assert rows(two_sheets(LIST, [("Cách điền",), ("Họ tên ghi đủ",)], "visible")) == [row(2, "A", "B", "C")]
    assert rows(two_sheets(LIST, [TITLES], "visible")) == [row(2, "A", "B", "C")]
    assert rows(two_sheets([], LIST, "visible")) == [row(2, "A", "B", "C")]


def test_list_on_a_later_sheet_is_asked_to_the_front() -> None:
    assert faults(two_sheets([("Cách điền",)], LIST, "visible")) == [
        (0, "trang đầu (“Trang một”) không có danh sách; trang “Trang hai” thì có")
    ]


WORDS = st.text(st.sampled_from("aăâđêôơưnghHOÀỜÝệ0123456789 .,;-'\"\n\t&<"), min_size=1, max_size=12).filter(
    lambda text: any(char.isalpha() for char in text)
)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_any_words_come_back_alike_from_both_kinds_of_file(
    people: list[tuple[str, str]], delimiter: str
) -> None:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows([TITLES[:2], *people])
    from_csv = rows(made.getvalue().encode(), "ds.csv")
    assert [found.cells for found in from_csv] == [
        found.cells for found in rows(workbook(TITLES[:2], *people))
    ]
    squeezed = [{"name": words(name), "unit": words(unit), "email": ""} for name, unit in people]
    assert [found.cells for found in from_csv] == squeezed


def words(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "; ".join(line for line in lines if line)


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_problems_and_no_exception(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"Ho ten,Don vi\n"):
        assert read("ds", start + data, COLUMNS)
