"""Lists of people that schools and offices send (entries, judges) → rows by the keys of their columns.

A file's name, its bytes and the columns that are looked for in; rows or problems out, never both. A line of
titles may stand below others, columns in any order among others that are not looked for. Nothing is left out
in silence: what cannot be read for certain is a problem with its line and cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from neuguong.contest.old_encodings import suspect
from neuguong.contest.tables import FIRST_LINES, Cell, Line, Table, Unreadable
from neuguong.contest.tables import read as read_tables
from neuguong.problems import Problem, Text
from neuguong.text import nearest, slug


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is looked for: its key, and the titles it may bear (marks and case do not matter).

    Of a required column every row must hold something.
    """

    key: str
    titles: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on in the file; its words by the key of every column, "" for none.

    Words are NFC with single spaces; where a cell has several lines, "; " stands between them.
    """

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Header:
    """The line of titles: which column of the file (from 0) a key stands in."""

    line: Line
    places: Mapping[str, int]
    twice: tuple[str, ...]


def read(name: str, data: bytes, columns: Sequence[Column]) -> tuple[Row, ...] | tuple[Problem, ...]:
    """Read a list. The first sheet that is seen and holds anything is the list."""
    tables = read_tables(name, data, lambda line: len(_header(line, columns).places))
    if isinstance(tables, Problem):
        return (tables,)
    table = next((table for table in tables if table.shown and table.lines), None)
    if table is None:
        return (Problem(name, 0, "list-has-rows", *_EMPTY),)
    header = _find(table, columns)
    if header is None:
        return tuple(_no_header(name, table, tables, columns))
    problems = [
        *_title_faults(name, table, header, columns),
        *_other_sheets(name, table, tables, columns),
    ]
    rows: list[Row] = []
    for line in _lines_of(table, header):
        found = _row(name, table, line, header, columns)
        if isinstance(found, Row):
            rows.append(found)
        else:
            problems += found
    old = suspect(" ".join(word for row in rows for word in row.cells.values()))
    if old:
        problems.append(Problem(name, header.line.number, "list-is-unicode", *_old_encoding(old)))
    if not rows and not problems:
        problems.append(Problem(name, header.line.number, "list-has-rows", *_EMPTY))
    return tuple(problems) or tuple(rows)


# ---- the line of titles ----

_ASIDE = re.compile(r"\([^()]*\)|\*")


def _folded(title: Cell) -> str:
    """Return a title for comparing, without what stands in brackets: “Họ tên (ghi đủ) *” is “ho-ten”."""
    return "" if isinstance(title, Unreadable) else slug(_ASIDE.sub(" ", title)) or slug(title)


def _header(line: Line, columns: Sequence[Column]) -> _Header:
    titles = {_folded(title): column.key for column in columns for title in column.titles}
    places: dict[str, int] = {}
    twice: list[str] = []
    for place, cell in enumerate(line.cells):
        key = titles.get(_folded(cell))
        if key is not None and key in places:
            twice.append(key)
        elif key is not None:
            places[key] = place
    return _Header(line, places, tuple(twice))


def _find(table: Table, columns: Sequence[Column]) -> _Header | None:
    """Return the first line among the first that bears the titles of all required columns."""
    required = {column.key for column in columns if column.required}
    for line in table.lines[:FIRST_LINES]:
        header = _header(line, columns)
        if header.places and required <= set(header.places):
            return header
    return None


def _no_header(
    name: str, table: Table, tables: Sequence[Table], columns: Sequence[Column]
) -> Iterator[Problem]:
    """Yield which titles are missing on the line that bears the most of them, or that no line does."""
    header = max(
        (_header(line, columns) for line in table.lines[:FIRST_LINES]),
        key=lambda one: (len(one.places), len(_near(one, columns))),
    )
    elsewhere = next((other for other in tables if other is not table and _find(other, columns)), None)
    if elsewhere:
        yield Problem(name, 0, "list-stands-on-the-first-sheet", *_elsewhere(table, elsewhere))
        return
    near = _near(header, columns)
    missing = [column for column in columns if column.required and column.key not in header.places]
    if not header.places and not near:
        yield Problem(name, 0, "list-has-its-columns", *_no_titles(missing or columns))
        return
    for column in missing:
        title = near.get(column.key)
        said = _near_miss(title, column) if title else _missing(column)
        yield Problem(name, header.line.number, "list-has-its-columns", *said)


def _near(header: _Header, columns: Sequence[Column]) -> dict[str, str]:
    """Return the titles that look like one of a column that was not found, by the column's key."""
    absent = {
        title: column.key for column in columns if column.key not in header.places for title in column.titles
    }
    found: dict[str, str] = {}
    for place, cell in enumerate(header.line.cells):
        if isinstance(cell, Unreadable) or not _folded(cell) or place in header.places.values():
            continue
        key = nearest(_ASIDE.sub(" ", cell), absent)
        if key is not None:
            found.setdefault(key, cell)
    return found


def _title_faults(name: str, table: Table, header: _Header, columns: Sequence[Column]) -> Iterator[Problem]:
    """Yield titles that stand twice, that nearly are one of ours, and columns that Excel hides."""
    by_key = {column.key: column for column in columns}
    number = header.line.number
    for key in dict.fromkeys(header.twice):
        yield Problem(name, number, "list-has-its-columns", *_two(by_key[key]))
    for key, title in _near(header, columns).items():
        yield Problem(name, number, "list-has-its-columns", *_near_miss(title, by_key[key]))
    for key, place in header.places.items():
        if place in table.hidden:
            yield Problem(name, number, "list-hides-nothing", *_hidden_column(by_key[key]))


def _other_sheets(
    name: str, table: Table, tables: Sequence[Table], columns: Sequence[Column]
) -> Iterator[Problem]:
    """Yield the sheets that hold such a list too: one of them would be forgotten."""
    for other in tables:
        header = _find(other, columns) if other is not table else None
        if header and any(_is_filled(line, header) for line in _lines_of(other, header)):
            yield Problem(name, 0, "list-stands-on-the-first-sheet", *_second(table, other))


# ---- the rows ----

_ORDINAL = re.compile(r"\(?\d{1,2}\)?$")


def _lines_of(table: Table, header: _Header) -> Iterator[Line]:
    """Yield the lines below the titles, without a line that only numbers the columns: (1) (2) (3)."""
    at = table.lines.index(header.line) + 1
    below = table.lines[at:]
    if below:
        numbers = [cell for cell in below[0].cells if cell]
        is_numbering = len(numbers) > 1 and all(
            isinstance(cell, str) and _ORDINAL.match(cell) for cell in numbers
        )
        below = below[is_numbering:]
    yield from below


def _cell(line: Line, place: int) -> Cell:
    return line.cells[place] if place < len(line.cells) else ""


def _is_filled(line: Line, header: _Header) -> bool:
    """Return whether a line holds anything of its own in the columns that are looked for."""
    return any(_cell(line, place) for place in header.places.values() if place not in line.spread)


def _row(
    name: str, table: Table, line: Line, header: _Header, columns: Sequence[Column]
) -> Row | list[Problem]:
    """Return the row of a line; no problems for a line without a row."""
    if not _is_filled(line, header):
        return []
    problems: list[Problem] = []
    if line.hidden:
        problems.append(Problem(name, line.number, "list-hides-nothing", *_hidden_line(line.number)))
    cells: dict[str, str] = {}
    for column in columns:
        place = header.places.get(column.key)
        cell = "" if place is None else _cell(line, place)
        where = _where(table, line, place, column)
        if isinstance(cell, Unreadable):
            problems.append(Problem(name, line.number, "list-holds-words", *_unreadable(where, cell)))
        elif column.required and not cell:
            problems.append(Problem(name, line.number, "list-has-no-gaps", *_gap(where, column)))
        else:
            cells[column.key] = cell
    return problems or Row(line.number, cells)


def _where(table: Table, line: Line, place: int | None, column: Column) -> Text:
    """Return how people call a cell."""
    if table.sheet and place is not None:
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - a .csv needs it not

        address = f"{get_column_letter(place + 1)}{line.number}"
        return Text(f"ô {address} ({column.titles[0]})", f"cell {address} ({column.titles[0]})")
    return Text(f"ô “{column.titles[0]}”", f"the cell of “{column.titles[0]}”")


# ---- what is said ----

_EMPTY = (
    Text("danh sách không có dòng nào", "the list has no rows"),
    Text(
        "điền danh sách vào trang đầu tiên, dưới dòng tên cột",
        "fill the list in on the first sheet, below the titles",
    ),
)


def _unreadable(where: Text, why: Unreadable) -> tuple[Text, Text]:
    return Text(f"{where.vi} {why.what.vi}", f"{where.en} {why.what.en}"), why.fix


def _gap(where: Text, column: Column) -> tuple[Text, Text]:
    return (
        Text(f"{where.vi} còn trống", f"{where.en} is empty"),
        Text(
            f"điền {column.titles[0]}; nếu dòng này không thuộc danh sách thì xóa cả dòng",
            "fill it in, or delete the whole line if it is no part of the list",
        ),
    )


def _hidden_line(number: int) -> tuple[Text, Text]:
    return (
        Text(f"dòng {number} có chữ nhưng đang bị ẩn", f"line {number} is written on but hidden"),
        Text("bỏ lọc, bỏ ẩn dòng (Unhide); dòng thừa thì xóa", "show it (clear the filter), or delete it"),
    )


def _hidden_column(column: Column) -> tuple[Text, Text]:
    return (
        Text(f"cột “{column.titles[0]}” đang bị ẩn", f"the column “{column.titles[0]}” is hidden"),
        Text("bỏ ẩn cột (Unhide) và xem lại, hoặc xóa cột", "show it and look at it, or delete it"),
    )


def _missing(column: Column) -> tuple[Text, Text]:
    titles = [f"“{title}”" for title in column.titles]
    return (
        Text(f"không thấy cột “{column.titles[0]}”", f"there is no column “{column.titles[0]}”"),
        Text(
            f"thêm cột ấy, đặt tên là {' hay '.join(titles)}",
            f"add it under the title {' or '.join(titles)}",
        ),
    )


def _no_titles(columns: Sequence[Column]) -> tuple[Text, Text]:
    titles = ", ".join(f"“{column.titles[0]}”" for column in columns)
    return (
        Text("không thấy dòng tên cột", "there is no line of titles"),
        Text(
            f"trong {FIRST_LINES} dòng đầu cần một dòng có các cột {titles}",
            f"one of the first {FIRST_LINES} lines must bear the titles {titles}",
        ),
    )


def _near_miss(title: str, column: Column) -> tuple[Text, Text]:
    ours = column.titles[0]
    return (
        Text(f"cột “{title}” có phải là “{ours}”?", f"is the column “{title}” meant to be “{ours}”?"),
        Text(
            f"phải thì sửa tên cột thành “{ours}”; không phải thì đặt tên khác hẳn",
            f"if so, call it “{ours}”; if not, give it quite another name",
        ),
    )


def _two(column: Column) -> tuple[Text, Text]:
    return (
        Text(f"có hai cột “{column.titles[0]}”", f"there are two columns “{column.titles[0]}”"),
        Text("giữ một cột, cột kia xóa hoặc đổi tên", "keep one; delete the other or call it otherwise"),
    )


def _elsewhere(table: Table, other: Table) -> tuple[Text, Text]:
    return (
        Text(
            f"trang đầu (“{table.sheet}”) không có danh sách; trang “{other.sheet}” thì có",
            f"the first sheet (“{table.sheet}”) holds no list, the sheet “{other.sheet}” does",
        ),
        Text("kéo trang có danh sách lên đầu rồi lưu lại", "move that sheet to the front and save"),
    )


def _second(table: Table, other: Table) -> tuple[Text, Text]:
    hidden = Text("", "") if other.shown else Text(" (đang bị ẩn)", " (hidden)")
    return (
        Text(
            f"ngoài trang “{table.sheet}”, trang “{other.sheet}”{hidden.vi} cũng có danh sách",
            f"besides the sheet “{table.sheet}”, “{other.sheet}”{hidden.en} holds a list too",
        ),
        Text(
            "gộp vào một trang, hoặc tách ra tệp khác, hoặc xóa trang thừa",
            "put them on one sheet, or in files of their own, or delete what is too much",
        ),
    )


def _old_encoding(encoding: str) -> tuple[Text, Text]:
    return (
        Text(f"chữ gõ bằng bảng mã cũ ({encoding})", f"the words are in an old encoding ({encoding})"),
        Text(
            "đổi sang Unicode, thí dụ bằng Công cụ của Unikey (Ctrl+Shift+F6)",
            "convert them to Unicode, for example with Unikey's tool (Ctrl+Shift+F6)",
        ),
    )
