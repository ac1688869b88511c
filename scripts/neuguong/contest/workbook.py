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
MAX_CELLS = 150_000
"""Cells that the file names, empty or not; each takes the library some microseconds."""

_MAIN = "xl/workbook.xml"
_OUTSIDE = re.compile(r"externallinks/|connections\.xml$|querytables/", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
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
    if not all(map(_is_plain_xml, texts)):
        return _BROKEN
    if sum(len(_CELL.findall(text)) for text in texts) > MAX_CELLS:
        return _TOO_MANY_CELLS
    return None


def _is_plain_xml(data: bytes) -> bool:
    """Return whether a part is XML that declares no document type, so that it holds no entities of its own.

    Office writes UTF-8; in another encoding the cells could not be counted beforehand.
    """
    parser = expat.ParserCreate()
    plain = b"\0" not in data

    def doctype(*_parts: object) -> None:
        nonlocal plain
        plain = False
        raise ValueError  # ends the parsing

    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the last piece
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return plain


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
