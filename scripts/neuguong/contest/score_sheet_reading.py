"""A score sheet that comes back as a workbook: what its cells say.

A file's name and bytes in; a `ScoreFile` or problems out. Formulas are seen as formulas; nothing is
calculated.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from neuguong.contest.handout import FORMAT, FORMAT_VERSION, REASONS, read_score
from neuguong.contest.score_files import (
    MAX_ROWS,
    NO_NUMBER,
    Row,
    Score,
    ScoreFile,
    digest,
    is_version,
    no_score_file,
    problem,
    reason_fault,
    words_of,
)
from neuguong.contest.score_sheet import (
    CODE,
    FIRST_CODE_MARK,
    FIRST_ROW,
    FIRST_SCORE,
    MARKS,
    SCORES,
    SLUG_ROW,
    VERSION_CELL,
    Columns,
)
from neuguong.contest.workbook import open_workbook
from neuguong.problems import Problem, Text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CLAIMS = ("season", "round", "judge", "packet", "rubric")


def read(name: str, data: bytes) -> ScoreFile | tuple[Problem, ...]:
    """Read one workbook."""
    book = open_workbook(name, data)
    if isinstance(book, Problem):
        return (book,)
    if MARKS not in book.sheetnames or SCORES not in book.sheetnames:
        return (no_score_file(name),)
    claims = {str(row[0].value): row[1].value for row in book[MARKS].iter_rows(1, 7, 1, 2)}
    known = claims.get("format") == FORMAT and claims.get("format_version") == str(FORMAT_VERSION)
    if not known or not all(isinstance(claims.get(key), str) for key in _CLAIMS):
        return (no_score_file(name),)
    return _file_of(name, data, book, claims)


def _file_of(
    name: str, data: bytes, book: Workbook, claims: dict[str, Any]
) -> ScoreFile | tuple[Problem, ...]:
    sheet: Worksheet = book[SCORES]
    codes = _codes(book[MARKS])
    slugs = _slugs(sheet)
    faults = [*_moved(name, sheet, codes), *_extra(name, sheet, len(codes), len(slugs))]
    version = sheet[VERSION_CELL].value
    if not is_version(version):
        faults.append(problem(name, "score-file-has-a-version", *_NO_VERSION, line=5))
    if faults:
        return tuple(faults)
    return ScoreFile(
        name=name,
        digest=digest(data),
        version=int(str(version)),
        handed_in=True,
        rows=tuple(_row(sheet, row, code, slugs) for row, code in enumerate(codes, start=FIRST_ROW)),
        **{key: claims[key] for key in _CLAIMS},
    )


_NO_VERSION = (
    Text(f"ô {VERSION_CELL} (lần nộp) phải là số 1, 2, 3 …", f"cell {VERSION_CELL} must be 1, 2, 3 …"),
    Text("ghi lần nộp vào ô ấy", "write there how many times the sheet was handed in"),
)


def _codes(marks: Worksheet) -> list[str]:
    """Return the code of each row as it was given out."""
    cells = marks.iter_rows(FIRST_CODE_MARK, FIRST_CODE_MARK + MAX_ROWS, 1, 1, values_only=True)
    codes = [str(value) for (value,) in cells if value is not None]
    return codes[:MAX_ROWS]


def _slugs(sheet: Worksheet) -> list[str]:
    found = []
    for cell in next(sheet.iter_rows(SLUG_ROW, SLUG_ROW, FIRST_SCORE, FIRST_SCORE + 100)):
        if not isinstance(cell.value, str):
            break
        found.append(cell.value)
    return found


def _moved(name: str, sheet: Worksheet, codes: list[str]) -> Iterator[Problem]:
    """Yield the rows that no longer bear the code they were given out with."""
    for row, code in enumerate(codes, start=FIRST_ROW):
        written = words_of(str(sheet.cell(row, CODE).value or ""))[:40]
        if written != code:
            yield problem(
                name,
                "score-sheet-keeps-its-rows",
                Text(
                    f"dòng {row}: mã bài là “{written}”, lúc phát ra là “{code}”",
                    f"row {row}: the code is “{written}”, it was “{code}” when the sheet was given out",
                ),
                Text(
                    "lấy lại bảng điểm đã phát, chép điểm vào đúng dòng",
                    "take the sheet as it was given out and copy the scores into the right rows",
                ),
                row,
            )


def _extra(name: str, sheet: Worksheet, rows: int, criteria: int) -> Iterator[Problem]:
    """Yield the first row with scores below the last entry."""
    after = FIRST_ROW + rows
    last = min(sheet.max_row, after + MAX_ROWS)
    width = Columns(criteria).words
    for cells in sheet.iter_rows(after, last, 1, width) if last >= after else ():
        if any(cell.value is not None for cell in cells):
            row = int(str(cells[0].row))
            yield problem(
                name,
                "score-sheet-keeps-its-rows",
                Text(
                    f"dòng {row}: có chữ ở dưới bài cuối cùng",
                    f"row {row}: something stands below the last entry",
                ),
                Text(
                    "xóa dòng ấy hoặc chép vào đúng bài", "delete it, or copy it to the entry it belongs to"
                ),
                row,
            )
            return


def _row(sheet: Worksheet, row: int, code: str, slugs: list[str]) -> Row:
    columns = Columns(len(slugs))
    reason = words_of(_words(sheet, row, columns.reason))
    slug = next((one.slug for one in REASONS if one.label == reason), "")
    return Row(
        place=Text(f"dòng {row}, bài {code}", f"row {row}, entry {code}"),
        line=row,
        code=code,
        scores=tuple(_score(sheet, row, FIRST_SCORE + place, name) for place, name in enumerate(slugs)),
        notes=words_of(_words(sheet, row, columns.notes)),
        reason=slug,
        reason_fault=reason_fault(reason) if reason and not slug else None,
        words=words_of(_words(sheet, row, columns.words)),
    )


def _words(sheet: Worksheet, row: int, column: int) -> str:
    value = sheet.cell(row, column).value
    return "" if value is None else str(value)


def _score(sheet: Worksheet, row: int, column: int, slug: str) -> Score:
    cell = sheet.cell(row, column)
    place = Text(f"ô {cell.coordinate}", f"cell {cell.coordinate}")
    answer = _number(cell.value, cell.data_type)
    if isinstance(answer, Text):
        return Score(slug=slug, place=place, fault=answer)
    return Score(slug=slug, place=place, value=answer)


def _number(value: object, kind: str) -> Fraction | Text | None:
    """Return the number, None for a blank, or why it is no number."""
    if value is None:
        return None
    if kind == "f":
        return Text("chỗ này là công thức, cần một con số", "there is a formula where a number should be")
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Text(
            "máy đã đổi con số thành ngày tháng", "the program has turned the number into a date or a time"
        )
    if isinstance(value, str) and not value.strip():
        return None
    number = read_score(value) if isinstance(value, str) and kind != "e" else _exact(value)
    return NO_NUMBER if number is None else number


def _exact(value: object) -> Fraction | None:
    """Return the decimal that the cell shows for a number of the machine's."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return Fraction(repr(value))
