"""A workbook that somebody sent, opened only after it is known to be harmless.

A file's name and bytes in; openpyxl's workbook or the problem that keeps it out. Formulas are seen as
formulas; nothing is calculated and no link is followed.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.parsers import expat

from neuguong.contest.office_file import MEGABYTE, Limits, parts_of
from neuguong.problems import Problem, Text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

LIMITS = Limits(packed=5 * MEGABYTE, parts=300, unpacked=12 * MEGABYTE)
"""Some thousand rows with long notes take a fifth of it."""
MAX_ELEMENTS = 250_000
"""Elements of all parts, and cells of ranges that the library spreads out: each takes some microseconds."""

_MAIN = "xl/workbook.xml"
_OUTSIDE = re.compile(r"externallinks/|connections\.xml$|querytables/", re.IGNORECASE)
_SPREAD_OUT = frozenset(("mergeCell", "hyperlink"))
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml")


def open_workbook(name: str, data: bytes, limits: Limits = LIMITS) -> Workbook | Problem:
    """Return the workbook, or why it is not opened."""
    parts = parts_of(name, data, limits)
    if isinstance(parts, Problem):
        return parts
    danger = _danger(parts)
    if danger:
        return Problem(name, 0, *danger)
    from openpyxl import load_workbook  # noqa: PLC0415 - few commands read workbooks

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that the library does not know and drops
            return load_workbook(io.BytesIO(data), keep_links=False)
    except Exception:  # noqa: BLE001 - the library raises many kinds on broken workbooks
        return Problem(name, 0, *_BROKEN)


def _danger(parts: Mapping[str, bytes]) -> tuple[str, Text, Text] | None:
    if _MAIN not in parts:
        return _NO_WORKBOOK
    if any(map(_OUTSIDE.search, parts)):
        return _LINKED
    texts = [data for part, data in parts.items() if part.lower().endswith(_XML)]
    left = MAX_ELEMENTS
    for text in texts:
        try:
            left -= _size(text, left)
        except _NotPlain:
            return _BROKEN
        if left < 0:
            return _TOO_MANY_CELLS
    return None


class _NotPlain(Exception):  # noqa: N818 - it is what it is
    """A part that is no XML, or declares a document type and so perhaps entities."""


class _Enough(Exception):  # noqa: N818 - it is what it is
    """There are more elements than are left."""


def _size(data: bytes, left: int) -> int:
    """Return how many elements a part has, ranges spread out; counting ends after `left`. Raises _NotPlain.

    Office writes UTF-8; other encodings are not looked at.
    """
    if b"\0" in data:
        raise _NotPlain
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if name.rpartition(":")[2] in _SPREAD_OUT:
            count += _area(attributes.get("ref", ""))
        if count > left:
            raise _Enough

    def doctype(*_parts: object) -> None:
        raise _NotPlain

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the last piece
    except _Enough:
        return left + 1
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _NotPlain from error
    return count


def _area(ref: str) -> int:
    """Return the cells of a range such as A1:C3; whole rows and columns are more than anybody merges."""
    if ":" not in ref:
        return 1
    found = _RANGE.match(ref)
    if found is None:
        return MAX_ELEMENTS
    wide = _column(found[3]) - _column(found[1]) + 1
    return max(1, wide) * max(1, int(found[4]) - int(found[2]) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


_BROKEN = (
    "office-file-is-whole",
    Text("tệp hỏng, không mở được", "the file is broken and cannot be opened"),
    Text(
        "mở tệp gốc bằng Excel, lưu lại thành .xlsx rồi gửi lần nữa",
        "open it in Excel, save it as .xlsx and send it again",
    ),
)
_NO_WORKBOOK = (
    "office-file-is-excel",
    Text("tệp này không phải tệp Excel", "this is no Excel file"),
    Text("mở bằng Excel, lưu thành .xlsx rồi gửi lại", "open it in Excel and save it as .xlsx"),
)
_LINKED = (
    "office-file-holds-no-other",
    Text("tệp Excel nối với tệp hay dữ liệu ở nơi khác", "the workbook is linked to other files or data"),
    Text(
        "trong Excel chọn Dữ liệu › Sửa nối kết (Data › Edit Links › Break Link), rồi lưu lại",
        "break its links (Data › Edit Links › Break Link) and save it again",
    ),
)
_TOO_MANY_CELLS = (
    "office-file-is-small",
    Text("tệp Excel có quá nhiều ô", "the workbook has far too many cells"),
    Text(
        "chép phần có chữ sang một tệp mới rồi lưu thành .xlsx",
        "copy what is written into a new workbook and save that",
    ),
)
