"""People's lists, as Excel or CSV: rows by the columns that a command asks for.

A file's name and bytes and the columns in; rows, or problems by file and line, out. Titles are found however
they are written, in any order, below any heading. Nothing is calculated, followed or guessed: a cell that
holds no plain text or number is told by its address.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neuguong.contest.office_file import Limits, parts_of
from neuguong.problems import Problem, Text
from neuguong.text import fold, nearest, nfc

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_LIMITS = Limits(packed=10_000_000, parts=500, unpacked=60_000_000)
_DELIMITERS = ",;\t"
_HEAD_WITHIN = 30
"""Rows in which the titles must stand: above them may be the department's name and that of the list."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what rows call it, its titles on paper, whether a list must have it."""

    key: str
    titles: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row: its line (in Excel: its number), and the text of every column, "" for a blank.

    Texts are NFC with single spaces; line breaks within a cell are semicolons.
    """

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    fault: Text | None = None


_Line = tuple[int, list[_Cell]]


def read(name: str, data: bytes, columns: Sequence[Column]) -> tuple[Row, ...] | tuple[Problem, ...]:
    """Return the rows that are not blank, or why the list cannot be taken."""
    found = _workbook(name, data) if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) else _csv(name, data)
    if isinstance(found, Problem):
        return (found,)
    head = next((at for at, line in enumerate(found[:_HEAD_WITHIN]) if _is_head(line, columns)), None)
    if head is None:
        return (_no_head(name, found, columns),)
    places, problems = _places(name, found[head], columns)
    rows = []
    for line, cells in found[head + 1 :]:
        own = {key: cells[at] if at < len(cells) else _Cell("") for key, at in places.items()}
        faults = [
            _problem(name, line, "cell-can-be-read", cell.fault, _AS_TEXT)
            for cell in own.values()
            if cell.fault
        ]
        problems += faults
        texts = {column.key: own[column.key].text if column.key in own else "" for column in columns}
        if any(texts.values()) and not faults:
            rows.append(Row(line=line, cells=texts))
    if problems:
        return tuple(problems)
    return tuple(rows) or (_problem(name, 0, "list-has-rows", *_EMPTY),)


def _titles(columns: Iterable[Column]) -> dict[str, str]:
    return {_plain(title): column.key for column in columns for title in column.titles}


def _plain(title: str) -> str:
    """Return a title without marks, case, signs and what stands in brackets."""
    bare = fold(title).partition("(")[0]
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())


def _is_head(line: _Line, columns: Sequence[Column]) -> bool:
    titles = _titles(columns)
    here = {titles.get(_plain(cell.text)) for cell in line[1]}
    return all(column.key in here for column in columns if column.required)


def _places(name: str, head: _Line, columns: Sequence[Column]) -> tuple[dict[str, int], list[Problem]]:
    """Return where each column stands; a title that stands twice or is nearly one of ours is a problem."""
    titles = _titles(columns)
    places: dict[str, int] = {}
    problems = []
    for at, cell in enumerate(head[1]):
        title = _plain(cell.text)
        key = titles.get(title)
        if key is None:
            like = nearest(title, titles) if title else None
            if like and titles[like] not in {titles.get(_plain(each.text)) for each in head[1]}:
                problems.append(
                    _problem(name, head[0], "column-is-known", *_nearly(cell.text, like, columns))
                )
        elif key in places:
            problems.append(_problem(name, head[0], "column-stands-once", *_twice(cell.text)))
        else:
            places[key] = at
    return places, problems


def _no_head(name: str, lines: Sequence[_Line], columns: Sequence[Column]) -> Problem:
    needed = ", ".join(f"“{column.titles[0]}”" for column in columns if column.required)
    what = (
        Text("tệp không có chữ nào", "the file is empty")
        if not lines
        else Text(f"không thấy dòng tiêu đề có đủ các cột {needed}", f"no row has the titles {needed}")
    )
    fix = Text(f"thêm một dòng tiêu đề, có ít nhất {needed}", f"add a row of titles with at least {needed}")
    return _problem(name, 0, "list-has-its-columns", what, fix)


def _workbook(name: str, data: bytes) -> list[_Line] | Problem:
    parts = parts_of(name, data, _LIMITS)
    if isinstance(parts, Problem):
        return parts
    from openpyxl import load_workbook  # noqa: PLC0415 - few lists are read

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and styles that nobody needs here
            book = load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    except Exception:  # noqa: BLE001 - openpyxl raises many kinds on damaged parts
        return _problem(name, 0, "office-file-is-whole", *_BROKEN)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        return _problem(name, 0, "list-has-rows", *_EMPTY)
    further = [sheet.title for sheet in visible[1:] if any(_sheet_lines(sheet, 50))]
    if further:
        return _problem(name, 0, "list-is-one-sheet", *_more_sheets(visible[0].title, further))
    if visible[0].max_row > MOST_ROWS or visible[0].max_column > MOST_COLUMNS:
        return _problem(name, 0, "list-is-small", *_HUGE)
    return list(_sheet_lines(visible[0], MOST_ROWS))


def _sheet_lines(sheet: Worksheet, most: int) -> Iterator[_Line]:
    """Yield the rows that hold something."""
    for row in sheet.iter_rows(max_row=min(most, sheet.max_row), max_col=min(MOST_COLUMNS, sheet.max_column)):
        cells = [_excel_cell(cell) for cell in row]
        if any(cell.text or cell.fault for cell in cells):
            yield int(row[0].row or 0), cells


def _excel_cell(cell: Any) -> _Cell:
    value, at = cell.value, cell.coordinate
    if value is None:
        return _Cell("")
    if cell.data_type == "f" or not isinstance(value, str | int | float | bool | dt.date | dt.time):
        return _Cell("", Text(f"ô {at} là công thức", f"cell {at} is a formula"))
    if cell.data_type == "e":
        return _Cell("", Text(f"ô {at} báo lỗi {value}", f"cell {at} has the error {value}"))
    return _Cell(_text(_written(value)))


def _written(value: str | float | bool | dt.date | dt.time) -> str:
    """Return what Excel holds as a person would write it: 1.0 as 1, a day as 2027-01-31, true as x."""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _csv(name: str, data: bytes) -> list[_Line] | Problem:
    if len(data) > _LIMITS.packed:
        return _problem(name, 0, "list-is-small", *_HUGE)
    text = _decoded(data)
    if text is None:
        return _problem(name, 0, "list-is-unicode", *_NO_UNICODE)
    if "\0" in text:
        return _problem(name, 0, "list-is-one", *_NO_LIST)
    lines: list[_Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        start = 1
        for row in reader:
            cells = [_Cell(_text(cell)) for cell in row[:MOST_COLUMNS]]
            if any(cell.text for cell in cells):
                lines.append((start, cells))
            start = reader.line_num + 1
            if len(lines) > MOST_ROWS:
                return _problem(name, 0, "list-is-small", *_HUGE)
    except csv.Error:
        return _problem(name, reader.line_num, "list-is-one", *_QUOTES)
    return lines


def _decoded(data: bytes) -> str | None:
    for start, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(start):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _delimiter(text: str) -> str:
    """Return the sign that parts most cells of the first lines outside of quotation marks."""
    first = text.splitlines()[:_HEAD_WITHIN]
    bare = ["".join(line.split('"')[::2]) for line in first]
    return max(
        _DELIMITERS, key=lambda sign: (sum(line.count(sign) for line in bare), -_DELIMITERS.index(sign))
    )


def _text(value: str) -> str:
    """Return NFC text in single spaces, line breaks as semicolons, without signs that nobody sees."""
    kept = "".join(char if char.isprintable() or char in "\n\r\t" else " " for char in nfc(value))
    lines = (" ".join(line.split()) for line in kept.splitlines())
    return "; ".join(line.rstrip(";").rstrip() for line in lines if line)


def _problem(name: str, line: int, rule: str, what: Text, fix: Text) -> Problem:
    return Problem(name, line, rule, what, fix)


_AS_TEXT = Text("gõ thẳng chữ hoặc số vào ô ấy", "type the text or number into the cell itself")
_EMPTY = (
    Text("danh sách chưa có dòng nào", "the list has no rows"),
    Text("điền ít nhất một dòng dưới dòng tiêu đề", "fill in at least one row below the titles"),
)
_BROKEN = (
    Text("tệp hỏng, không mở được", "the file is broken and cannot be opened"),
    Text(
        "mở bằng Excel, lưu lại kiểu .xlsx rồi thử lần nữa", "open it in Excel, save it as .xlsx, try again"
    ),
)
_HUGE = (
    Text("danh sách quá lớn, có lẽ nhầm tệp", "the list is far too big, perhaps another file"),
    Text("xóa các dòng, cột thừa rồi lưu lại", "take out superfluous rows and columns"),
)
_NO_UNICODE = (
    Text("tệp CSV không ghi bằng Unicode (UTF-8)", "the CSV file is not in Unicode (UTF-8)"),
    Text(
        "trong Excel chọn Lưu thành (Save As), kiểu “CSV UTF-8” hoặc .xlsx",
        "in Excel choose Save As, type “CSV UTF-8” or .xlsx",
    ),
)
_NO_LIST = (
    Text("tệp này không phải danh sách Excel hay CSV", "this is neither an Excel nor a CSV list"),
    Text("chọn tệp .xlsx hoặc .csv", "choose an .xlsx or .csv file"),
)
_QUOTES = (
    Text("dấu ngoặc kép mở mà không đóng", "a quotation mark is never closed"),
    Text("mở bằng Excel, lưu lại kiểu .xlsx", "open it in Excel and save it as .xlsx"),
)


def _nearly(title: str, like: str, columns: Sequence[Column]) -> tuple[Text, Text]:
    named = next(each for column in columns for each in column.titles if _plain(each) == like)
    return (
        Text(
            f"không có cột “{title}”, có lẽ là “{named}”", f"there is no column “{title}”, perhaps “{named}”"
        ),
        Text(f"đổi tiêu đề thành “{named}”, hoặc đặt tên khác hẳn", f"call it “{named}”, or something else"),
    )


def _twice(title: str) -> tuple[Text, Text]:
    return (
        Text(f"cột “{title}” có hai lần", f"the column “{title}” stands there twice"),
        Text("xóa bớt một cột", "take one of them out"),
    )


def _more_sheets(first: str, further: Sequence[str]) -> tuple[Text, Text]:
    listed = ", ".join(f"“{title}”" for title in further)
    return (
        Text(
            f"ngoài tờ “{first}” còn các tờ có chữ: {listed}", f"beside “{first}” there are sheets: {listed}"
        ),
        Text("để mỗi tệp một tờ, hoặc ẩn các tờ không dùng", "keep one sheet in a file, or hide the others"),
    )
