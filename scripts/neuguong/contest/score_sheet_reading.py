"""A score sheet that comes back as a workbook: what its cells say.

A file's name and bytes in; a `ScoreFile` or problems out. Before a library opens the workbook, it is made
sure that it is small when unpacked and holds no program, no other document and no link to one. Formulas are
seen as formulas; nothing is calculated.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import warnings
import zipfile
import zlib
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
    too_big,
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
from neuguong.problems import Problem, Text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAX_UNPACKED = 12_000_000
MAX_PARTS = 300
_PROGRAMS = re.compile(r"vbaproject|macrosheets|activex|ctrlprops|dialogsheets|vbadata", re.IGNORECASE)
_OUTSIDE = re.compile(r"externallinks/|embeddings/|connections\.xml|querytables/", re.IGNORECASE)
_MACRO_TYPE = b"macroenabled"
_CLAIMS = ("season", "round", "judge", "packet", "rubric")
_RULE = "score-file-can-be-read"


def read(name: str, data: bytes) -> ScoreFile | tuple[Problem, ...]:
    """Read one workbook."""
    try:
        danger = _danger(name, data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        danger = _broken(name)
    if danger:
        return (danger,)
    book = _opened(data)
    if book is None:
        return (_broken(name),)
    if MARKS not in book.sheetnames or SCORES not in book.sheetnames:
        return (no_score_file(name),)
    claims = {str(row[0].value): row[1].value for row in book[MARKS].iter_rows(1, 7, 1, 2)}
    known = claims.get("format") == FORMAT and claims.get("format_version") == str(FORMAT_VERSION)
    if not known or not all(isinstance(claims.get(key), str) for key in _CLAIMS):
        return (no_score_file(name),)
    return _file_of(name, data, book, claims)


def _danger(name: str, data: bytes) -> Problem | None:
    """Return why the workbook is not even opened, if so."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        found = parts.infolist()
        if len(found) > MAX_PARTS or sum(part.file_size for part in found) > MAX_UNPACKED:
            return too_big(name)
        names = [part.filename for part in found]
        texts = [parts.read(part) for part in found if part.filename.lower().endswith((".xml", ".rels"))]
    if any(map(_PROGRAMS.search, names)) or any(_MACRO_TYPE in text.lower() for text in texts):
        return problem(name, _RULE, *_MACROS)
    if any(map(_OUTSIDE.search, names)):
        return problem(name, _RULE, *_LINKS)
    if "xl/workbook.xml" not in names:
        return no_score_file(name)
    if len(set(names)) < len(names) or any(b"<!" in _markup(text) or b"\0" in text for text in texts):
        return _broken(name)
    return None


def _markup(text: bytes) -> bytes:
    """Return the text without comments, which are harmless: what begins with <! then is a declaration."""
    return text.replace(b"<!--", b"").replace(b"<![CDATA[", b"")


_MACROS = (
    Text("tệp có macro, chương trình không mở", "the file holds macros and is not opened"),
    Text(
        "mở bảng điểm đã phát, điền vào đó, lưu dạng .xlsx",
        "fill in the sheet that was given out and save it as .xlsx",
    ),
)
_LINKS = (
    Text(
        "tệp nối với tệp khác hoặc chứa tệp khác bên trong, chương trình không mở",
        "the file is linked to other files, or holds some, and is not opened",
    ),
    _MACROS[1],
)


def _broken(name: str) -> Problem:
    return problem(
        name,
        _RULE,
        Text("tệp Excel hỏng, không mở được", "the Excel file is broken and cannot be opened"),
        Text(
            "xin giám khảo lưu lại dạng .xlsx và gửi lại",
            "ask the judge to save it as .xlsx and send it again",
        ),
    )


def _opened(data: bytes) -> Workbook | None:
    from openpyxl import load_workbook  # noqa: PLC0415 - few files are workbooks

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that the library does not know and drops
            return load_workbook(io.BytesIO(data), keep_links=False)
    except Exception:  # noqa: BLE001 - the library raises many kinds on broken workbooks
        return None


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
