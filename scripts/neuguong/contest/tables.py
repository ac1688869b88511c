"""A table that somebody sent, as .xlsx or .csv → its lines of cells, as text.

A file's name and bytes in; `Table`s or the problem that keeps the file out. A cell is a string (NFC, single
spaces, line breaks as "; ") or says why it cannot be one: nothing is guessed and nothing is
calculated. What the columns mean is not known here.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from neuguong.content.checks.characters import is_hidden
from neuguong.contest.decoding import WINDOWS_1258, decode
from neuguong.contest.office_file import MEGABYTE
from neuguong.contest.workbook import open_workbook
from neuguong.problems import Problem, Text
from neuguong.text import nfc

if TYPE_CHECKING:
    from openpyxl.cell import Cell as ExcelCell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_LINES = 5_000
MAX_COLUMNS = 100
MAX_CSV = 5 * MEGABYTE
FIRST_LINES = 20
"""The line of titles stands among these."""
_DELIMITERS = ("\t", ";", ",")
_ZEROS = re.compile(r"^0{2,}$")
_MAX_DIGITS = 15
"""Excel keeps no more digits of a number."""
_LINE_BREAK = re.compile(r"\s*[\n\x0b\x0c]\s*|_x000[dD]_\s*")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a cell has no words that are certain (to be said after the cell's name), and how to mend it."""

    what: Text
    fix: Text


Cell = str | Unreadable


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line: its number in the file, its cells from the first column on.

    `hidden`: whether Excel hides it. `spread`: the columns (from 0) whose words stand in a merged cell above.
    """

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    spread: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The lines that hold anything. `sheet`: the name of its sheet, "" for a .csv, of which cells have none.

    `hidden`: the columns (from 0) that Excel hides; `shown`: whether the sheet itself is seen.
    """

    lines: tuple[Line, ...]
    sheet: str = ""
    hidden: frozenset[int] = frozenset()
    shown: bool = True


def read(name: str, data: bytes, known: Callable[[Line], int]) -> tuple[Table, ...] | Problem:
    """Read the file by what it holds, not by its name: a workbook's sheets in order, or one table.

    `known` says how many titles of a line are known, which tells what parts the columns of a .csv.
    """
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF")):
        return _read_workbook(name, data)
    return _read_csv(name, data, known)


def words(text: str) -> str:
    """Return what a cell says: NFC, nothing unseen, single spaces, line breaks as "; "."""
    lines = _LINE_BREAK.split(nfc(text.strip()))
    seen = ("".join(char for char in line if not is_hidden(char)) for line in lines)
    return "; ".join(filter(None, (" ".join(line.split()) for line in seen)))


def _read_csv(name: str, data: bytes, known: Callable[[Line], int]) -> tuple[Table, ...] | Problem:
    if len(data) > MAX_CSV:
        return Problem(name, 0, "list-is-short", *_TOO_LONG)
    decoded = decode(data)
    if decoded is None:
        return Problem(name, 0, "list-is-a-table", *_NO_TABLE)
    text, encoding = decoded
    if encoding == WINDOWS_1258:
        return Problem(name, 0, "list-is-unicode", *_NOT_UTF8)
    readings = [_parted(name, text, delimiter) for delimiter in _DELIMITERS]
    tables = [table for table in readings if isinstance(table, Table)]
    if not tables:
        return max((r for r in readings if isinstance(r, Problem)), key=lambda problem: problem.line)
    best = max(tables, key=lambda table: max(map(known, table.lines[:FIRST_LINES]), default=0))
    return (best,)


def _parted(name: str, text: str, delimiter: str) -> Table | Problem:
    """Part the text's lines at one delimiter; a line's number is where it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    begins = 1
    try:
        for cells in reader:
            line = Line(number=begins, cells=tuple(map(_plain, cells[:MAX_COLUMNS])))
            begins = reader.line_num + 1
            if any(line.cells):
                lines.append(line)
            if len(lines) > MAX_LINES:
                return Problem(name, line.number, "list-is-short", *_TOO_LONG)
    except csv.Error:
        return Problem(name, begins, "list-is-a-table", *_QUOTES)
    return Table(lines=tuple(lines))


def _plain(value: str) -> Cell:
    found = words(value)
    if found.startswith("="):
        return _FORMULA
    return _ERROR if found in _EXCEL_ERRORS else found


def _read_workbook(name: str, data: bytes) -> tuple[Table, ...] | Problem:
    book = open_workbook(name, data)
    if isinstance(book, Problem):
        return book
    tables: list[Table] = []
    for sheet in book.worksheets:
        lines = tuple(_lines(sheet))
        if len(lines) > MAX_LINES:
            return Problem(name, lines[MAX_LINES].number, "list-is-short", *_TOO_LONG)
        shown = sheet.sheet_state == "visible"
        tables.append(Table(lines=lines, sheet=sheet.title, hidden=_hidden_columns(sheet), shown=shown))
    return tuple(tables)


def _lines(sheet: Worksheet) -> Iterator[Line]:
    from openpyxl.cell import MergedCell  # noqa: PLC0415 - many lists are .csv

    written: dict[int, dict[int, Cell]] = {}
    # Any public way to the cells makes those between them, a billion where one stands far away.
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001
        value = "" if isinstance(cell, MergedCell) else _value(cell)
        if value and column <= MAX_COLUMNS:
            written.setdefault(row, {})[column - 1] = value
    spread = _spread(sheet, written)
    for row, cells in sorted(written.items()):
        own = cells | spread.get(row, {})
        yield Line(
            number=row,
            cells=tuple(own.get(column, "") for column in range(max(own) + 1)),
            hidden=row in sheet.row_dimensions and bool(sheet.row_dimensions[row].hidden),
            spread=frozenset(spread.get(row, {})),
        )


def _spread(sheet: Worksheet, written: dict[int, dict[int, Cell]]) -> dict[int, dict[int, Cell]]:
    """Return the words of cells merged downwards, for the rows below the first: people read them so."""
    found: dict[int, dict[int, Cell]] = {}
    for area in sheet.merged_cells.ranges:
        value = written.get(area.min_row, {}).get(area.min_col - 1)
        if value:
            for row in range(area.min_row + 1, min(area.max_row, area.min_row + MAX_LINES) + 1):
                found.setdefault(row, {})[area.min_col - 1] = value
    return found


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    hidden = (one for one in sheet.column_dimensions.values() if one.hidden)
    return frozenset(
        column - 1
        for one in hidden
        for column in range(one.min or 1, min(one.max or one.min or 1, MAX_COLUMNS) + 1)
    )


def _value(cell: ExcelCell) -> Cell:  # noqa: PLR0911 - one line for each kind
    """Return a cell's words, or why it has none."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return _FORMULA
    if cell.data_type == "e":
        return _ERROR
    if isinstance(value, str):
        return words(value)
    if isinstance(value, bool):
        return _NO_WORDS
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else _NO_WORDS
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    return _NO_WORDS


def _number(value: float, shown: str) -> Cell:
    """Return a number as it is seen: 1.0 is "1"; zeros before it stay where the cell is made to show them."""
    if not math.isfinite(value):
        return _ERROR
    exact = Decimal(repr(value))
    if exact == exact.to_integral_value():
        digits = str(int(exact))
        if len(digits.lstrip("-")) > _MAX_DIGITS:
            return _ROUNDED
        return digits.zfill(len(shown)) if _ZEROS.match(shown) else digits
    return format(exact, "f")


_EXCEL_ERRORS = frozenset(("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"))
_FORMULA = Unreadable(
    Text("là công thức", "is a formula"),
    Text("chép cột ấy rồi dán giá trị (Paste Values)", "copy the column and paste its values"),
)
_ERROR = Unreadable(
    Text("bị lỗi công thức, như #REF!", "shows an error such as #REF!"),
    Text("gõ lại chữ vào ô", "type the words anew"),
)
_NO_WORDS = Unreadable(
    Text("là giờ hoặc giá trị đúng/sai, không phải chữ", "is a time or true/false and no text"),
    Text("gõ lại thành chữ", "type it as text"),
)
_ROUNDED = Unreadable(
    Text("là con số dài, Excel đã làm tròn", "is a long number that Excel rounded"),
    Text("định dạng ô là Text rồi gõ lại", "format the cell as Text and type it anew"),
)
_TOO_LONG = (
    Text(f"danh sách quá dài (hơn {MAX_LINES} dòng)", f"the list is too long (over {MAX_LINES} lines)"),
    Text("chia thành nhiều tệp", "part it into several files"),
)
_NO_TABLE = (
    Text("tệp này không phải danh sách .xlsx hay .csv", "this file is no list (.xlsx or .csv)"),
    Text("mở bằng Excel, lưu thành .xlsx rồi dùng tệp ấy", "open it in Excel and save it as .xlsx"),
)
_NOT_UTF8 = (
    Text(
        "tệp .csv không ghi bằng UTF-8 (có lẽ là Windows-1258), chữ có dấu có thể đã mất",
        "the .csv is not UTF-8 (Windows-1258, it seems); letters may have been lost",
    ),
    Text(
        "trong Excel chọn Lưu thành (Save As), kiểu “CSV UTF-8” hoặc .xlsx",
        "save it from Excel as “CSV UTF-8” or .xlsx",
    ),
)
_QUOTES = (
    Text("dấu ngoặc kép không có đôi, không rõ ô kết thúc ở đâu", "a quotation mark is not closed"),
    Text(
        "xóa dấu ngoặc kép lẻ ở dòng này, hoặc lưu danh sách thành .xlsx",
        "delete the odd quotation mark on this line, or save the list as .xlsx",
    ),
)
