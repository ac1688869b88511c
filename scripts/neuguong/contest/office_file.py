"""The parts of a .docx or .xlsx, unpacked only after it is known to be small and to hold no program.

A file's name and bytes in; its parts by name, or the problem that keeps it out. Never writes to disk, never
follows a name or a link out of the file.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from neuguong.problems import Problem, Text

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The most a file may hold: bytes, parts, bytes unpacked, and how tightly a part is packed."""

    packed: int = 60 * MEGABYTE
    parts: int = 2_000
    unpacked: int = 120 * MEGABYTE
    ratio: int = 150
    """A part over a megabyte that is packed more tightly is a bomb; prose packs to a tenth or so."""


LIMITS = Limits()

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PROGRAMS = re.compile(
    r"vbaproject|vbadata|macrosheets|dialogsheets|ctrlprops|activex|\.(?:exe|dll|js|vbs|ps1|bat|cmd|jar)$",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(r"(?:^|/)embeddings/|oleobject", re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroEnabled", re.IGNORECASE)
_TYPES = "[Content_Types].xml"
_PACKED_HOW = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""What Office writes; the other ways to pack fail in ways of their own."""


def parts_of(path: str, data: bytes, limits: Limits = LIMITS) -> dict[str, bytes] | Problem:
    """Return the file's parts by name, or why it is refused."""
    refusal = _not_office(data, limits)
    if refusal:
        return _problem(path, refusal)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = [info for info in packed.infolist() if not info.filename.endswith("/")]
            refusal = next(_unwanted(infos, limits), None)
            if refusal:
                return _problem(path, refusal)
            parts = {info.filename.lstrip("/"): packed.read(info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        return _problem(path, _BROKEN)
    return _whole(path, parts)


def _whole(path: str, parts: Mapping[str, bytes]) -> dict[str, bytes] | Problem:
    if _TYPES not in parts:
        return _problem(path, _NO_OFFICE)
    if _MACRO_TYPE.search(parts[_TYPES]):
        return _problem(path, _MACROS)
    return dict(parts)


def _not_office(data: bytes, limits: Limits) -> _Refusal | None:
    """Look at the first bytes, which say what a file is, whatever it is called."""
    if not data:
        return _EMPTY
    if len(data) > limits.packed:
        return _TOO_BIG
    if data.startswith(_OLD_OFFICE):
        return _LOCKED if _ENCRYPTED in data else _OLD
    if data.startswith(b"{\\rtf"):
        return _RTF
    if data.startswith(b"%PDF"):
        return _PDF
    return None if data.startswith(b"PK") else _NO_OFFICE


def _unwanted(infos: list[zipfile.ZipInfo], limits: Limits) -> Iterator[_Refusal]:
    """Yield what speaks against unpacking; only the list of parts is read for it."""
    if len(infos) > limits.parts or sum(info.file_size for info in infos) > limits.unpacked:
        yield _BOMB
    names = [info.filename.lstrip("/").lower() for info in infos]
    if len(names) != len(set(names)):
        yield _BROKEN
    for info, name in zip(infos, names, strict=True):
        if not name or info.compress_type not in _PACKED_HOW:
            yield _BROKEN
        if info.flag_bits & 1:
            yield _LOCKED
        if info.file_size > MEGABYTE and info.file_size > limits.ratio * max(1, info.compress_size):
            yield _BOMB
        if _PROGRAMS.search(name):
            yield _MACROS
        if _EMBEDDED.search(name):
            yield _EMBEDDING


@dataclass(frozen=True, slots=True)
class _Refusal:
    rule: str
    what: Text
    fix: Text


_SAVE_AS = Text(
    "mở bằng Word, chọn Tệp › Lưu thành (Save As), kiểu “Word Document (*.docx)”, rồi gửi tệp mới",
    "open it in Word, choose File › Save As, type “Word Document (*.docx)”, and send the new file",
)
_EMPTY = _Refusal(
    "office-file-is-whole",
    Text("tệp rỗng, không có chữ nào", "the file is empty"),
    Text("xin người gửi gửi lại tệp", "ask for the file again"),
)
_BROKEN = _Refusal(
    "office-file-is-whole",
    Text("tệp hỏng, không mở được", "the file is broken and cannot be opened"),
    Text("xin người gửi mở tệp gốc, lưu lại rồi gửi lần nữa", "ask for it to be saved and sent again"),
)
_NO_OFFICE = _Refusal(
    "office-file-is-office",
    Text("tệp này không phải tệp Word hay Excel, dù tên gọi như thế", "this is no Word or Excel file"),
    _SAVE_AS,
)
_OLD = _Refusal(
    "office-file-is-new",
    Text("tệp Office kiểu cũ (.doc, .xls)", "a file of the old kind (.doc, .xls)"),
    Text(
        "mở bằng Word (hay Excel), chọn Tệp › Lưu thành (Save As), kiểu .docx (hay .xlsx), rồi gửi tệp mới",
        "open it, choose File › Save As, type .docx (or .xlsx), and send the new file",
    ),
)
_LOCKED = _Refusal(
    "office-file-is-open",
    Text("tệp có mật khẩu", "the file is locked with a password"),
    Text(
        "mở tệp, chọn Tệp › Thông tin › Bảo vệ › Mã hóa bằng mật khẩu, xóa mật khẩu rồi lưu lại",
        "open it, choose File › Info › Protect › Encrypt with Password, clear the password and save",
    ),
)
_RTF = _Refusal(
    "office-file-is-office",
    Text("đây là tệp RTF", "this is an RTF file"),
    _SAVE_AS,
)
_PDF = _Refusal(
    "office-file-is-office",
    Text("đây là tệp PDF, không lấy chữ ra cho đúng được", "this is a PDF; its text cannot be had reliably"),
    Text("xin người gửi gửi tệp Word gốc (.docx)", "ask for the Word file (.docx) it was made from"),
)
_TOO_BIG = _Refusal(
    "office-file-is-small",
    Text("tệp lớn quá 60 MB", "the file is over 60 MB"),
    Text("thu nhỏ ảnh trong bài (Nén ảnh, Compress Pictures) rồi lưu lại", "compress its pictures and save"),
)
_BOMB = _Refusal(
    "office-file-is-small",
    Text(
        "tệp bung ra lớn bất thường, có thể làm treo máy",
        "the file unpacks to a suspicious size and may be a bomb",
    ),
    Text("đừng mở; hỏi lại người gửi, xin một tệp lưu mới", "do not open it; ask for a newly saved file"),
)
_MACROS = _Refusal(
    "office-file-holds-no-program",
    Text("trong tệp có chương trình (macro)", "the file holds a program (macro)"),
    Text(
        "đừng mở; xin người gửi lưu lại kiểu .docx (hay .xlsx) thường, không có macro",
        "do not open it; ask for a plain .docx (or .xlsx) without macros",
    ),
)
_EMBEDDING = _Refusal(
    "office-file-holds-no-other",
    Text("trong tệp có tệp khác được nhúng vào", "another file is embedded in the file"),
    Text(
        "xin người gửi xóa phần nhúng (bảng Excel, công thức kiểu cũ…) hoặc thay bằng ảnh, rồi lưu lại",
        "ask for it to be removed, or made a picture, and saved again",
    ),
)


def _problem(path: str, refusal: _Refusal) -> Problem:
    return Problem(path, 0, refusal.rule, refusal.what, refusal.fix)
