"""Score files as they come back: what each says, before anybody asks whether it may say so.

A file's name and bytes in; a `ScoreFile` or problems out. Whoever made the file, reading it takes little time
and memory, runs nothing and follows no link. Scores are exact; a blank is None and never zero.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

from neuguong.contest.handout import FORMAT, FORMAT_VERSION, REASONS, read_score
from neuguong.problems import Problem, Text
from neuguong.text import nfc

MAX_BYTES = 5_000_000
"""A packet's file of a hundred entries with long notes is a tenth of it."""
MAX_ROWS = 2_000
MAX_WORDS = 5_000
"""Characters of a note; the packet itself stops at 4,000."""
MAX_VERSION = 999_999
_MAX_DIGITS = 18
_ZIP, _OLD_EXCEL = b"PK", b"\xd0\xcf\x11\xe0"
_CLAIMS = ("season", "round", "judge", "packet", "rubric")


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One score as written, and where: None is a blank; a fault says why it cannot be read."""

    slug: str
    place: Text
    value: Fraction | None = None
    fault: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """What a judge wrote about one entry. `line` is the row of a workbook, 0 in other files.

    `reason`: the slug of a reason for not scoring it, "" for none; a fault where it is none of the list.
    """

    place: Text
    line: int
    code: str
    scores: tuple[Score, ...]
    notes: str = ""
    reason: str = ""
    reason_fault: Text | None = None
    words: str = ""

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was written at all."""
        written = any(score.value is not None or score.fault for score in self.scores)
        return not (written or self.notes or self.reason or self.reason_fault or self.words)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreFile:
    """One file: whose it says it is, which packet it answers, its version, its rows."""

    name: str
    digest: str
    season: str
    round: str
    judge: str
    packet: str
    rubric: str
    version: int
    handed_in: bool
    rows: tuple[Row, ...]

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was written about any entry."""
        return all(row.is_blank for row in self.rows)


def read(name: str, data: bytes) -> ScoreFile | tuple[Problem, ...]:
    """Read one file, by what it holds and not by its name."""
    if len(data) > MAX_BYTES:
        return (too_big(name),)
    if data.startswith(_ZIP):
        from neuguong.contest import score_sheet_reading  # noqa: PLC0415 - few files are workbooks

        return score_sheet_reading.read(name, data)
    if data.startswith(_OLD_EXCEL):
        return (problem(name, "score-file-can-be-read", *_LOCKED),)
    return _read_json(name, data)


def problem(name: str, rule: str, what: Text, fix: Text, line: int = 0) -> Problem:
    """Return what is wrong with a file, or with one of its rows."""
    return Problem(name, line, rule, what, fix)


def too_big(name: str) -> Problem:
    """Return that nobody's scores take so much room."""
    return problem(
        name,
        "score-file-can-be-read",
        Text("tệp quá lớn, không thể là tệp điểm", "the file is far too big for scores"),
        Text(
            "xin giám khảo gửi lại tệp do phiếu chấm tạo ra",
            "ask the judge for the file that the packet made",
        ),
    )


def digest(data: bytes) -> str:
    """Return which bytes a file holds."""
    return hashlib.sha256(data).hexdigest()


def words_of(value: object) -> str:
    """Return what a person wrote as NFC text without control characters; "" for anything but text."""
    if not isinstance(value, str):
        return ""
    kept = "".join(char for char in value if char.isprintable() or char in "\n\t\u200d")
    return nfc(kept).strip()


NO_NUMBER = Text("chỗ này cần một con số", "there must be a number here")

_LOCKED = (
    Text(
        "tệp Excel kiểu cũ (.xls) hoặc có đặt mật khẩu, không đọc được",
        "an Excel file of the old kind (.xls), or one with a password: cannot be read",
    ),
    Text("bỏ mật khẩu, lưu lại dạng .xlsx rồi nộp", "remove the password and save it as .xlsx"),
)
_NO_SCORE_FILE = (
    Text("tệp này không phải tệp điểm", "this file is no score file"),
    Text(
        "tìm tệp tên bắt đầu bằng “diem-”, đuôi .json, hoặc bảng điểm .xlsx đã phát",
        "look for the file whose name begins with “diem-” and ends in .json, or the .xlsx sheet given out",
    ),
)


def no_score_file(name: str) -> Problem:
    """Return that the file is something else altogether."""
    return problem(name, "score-file-is-one", *_NO_SCORE_FILE)


class _Odd(ValueError):  # noqa: N818 - it is what it is
    """JSON that no packet writes."""


def _read_json(name: str, data: bytes) -> ScoreFile | tuple[Problem, ...]:
    try:
        found = _decode(data)
    except (ValueError, RecursionError):
        return (no_score_file(name),)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return (no_score_file(name),)
    try:
        return _file_of(name, data, found)
    except _Odd as odd:
        return (_damaged(name, str(odd)),)


def _decode(data: bytes) -> Any:
    """Decode JSON without double keys, numbers that are none, endless digits or broken characters."""
    text = data.decode("utf-8-sig")
    found = json.loads(
        text, object_pairs_hook=_object, parse_constant=_refuse, parse_int=_whole, parse_float=_refuse
    )
    if "\\u" in text:
        json.dumps(found, ensure_ascii=False).encode()  # half a character (a lone surrogate) has no bytes
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Odd("a key stands there twice")
    return found


def _whole(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        _refuse(digits)
    return int(digits)


def _refuse(written: str) -> NoReturn:
    raise _Odd(f"no packet writes the number {written[:20]}")


def _damaged(name: str, part: str) -> Problem:
    return problem(
        name,
        "score-file-can-be-read",
        Text(
            f"tệp điểm bị sửa hoặc hỏng ở chỗ “{part}”", f"the score file was changed or damaged at “{part}”"
        ),
        Text(
            "xin giám khảo mở phiếu chấm và tạo lại tệp, đừng sửa tệp bằng tay",
            "ask the judge to open the packet and make the file again, and not to edit it by hand",
        ),
    )


def _file_of(name: str, data: bytes, found: dict[str, Any]) -> ScoreFile:
    if found.get("format_version") != FORMAT_VERSION or isinstance(found["format_version"], bool):
        raise _Odd("format_version")
    claims = {key: _text(found, key) for key in _CLAIMS}
    rows = _typed(found, "entries", list)
    if len(rows) > MAX_ROWS:
        raise _Odd("entries")
    version = _typed(found, "version", int)
    if not is_version(version):
        raise _Odd("version")
    return ScoreFile(
        name=name,
        digest=digest(data),
        version=version,
        handed_in=_typed(found, "handed_in", bool),
        rows=tuple(map(_row, rows)),
        **claims,
    )


def is_version(value: object) -> bool:
    """Return whether the value counts versions: a whole number from 1."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_VERSION


def _typed(found: dict[str, Any], key: str, kind: type) -> Any:
    if not isinstance(found.get(key), kind):
        raise _Odd(key)
    return found[key]


def _text(found: dict[str, Any], key: str) -> str:
    value: str = _typed(found, key, str)
    if len(value) > MAX_WORDS:
        raise _Odd(key)
    return value


def _row(found: object) -> Row:
    if not isinstance(found, dict):
        raise _Odd("entries")
    code = words_of(_text(found, "code"))[:40]
    place = Text(f"bài {code}", f"entry {code}")
    scores = _typed(found, "scores", dict)
    abstained = found.get("abstained")
    reason, words = "", ""
    if abstained is not None:
        if not isinstance(abstained, dict):
            raise _Odd("abstained")
        reason, words = _text(abstained, "reason"), words_of(_text(abstained, "words"))
    listed = reason in {"", *(one.slug for one in REASONS)}
    return Row(
        place=place,
        line=0,
        code=code,
        scores=tuple(_score(place, slug, value) for slug, value in scores.items()),
        notes=words_of(_text(found, "notes")),
        reason=reason if listed else "",
        reason_fault=None if listed else reason_fault(reason),
        words=words,
    )


def reason_fault(written: str) -> Text:
    """Return that a reason for not scoring is none of the list."""
    short = words_of(written)[:60]
    return Text(
        f"lý do không chấm “{short}” không có trong danh sách", f"“{short}” is none of the listed reasons"
    )


def _score(place: Text, slug: str, value: object) -> Score:
    at = Text(f"{place.vi}, mục {slug[:60]}", f"{place.en}, {slug[:60]}")
    if value is None:
        return Score(slug=slug, place=at)
    number = read_score(value) if isinstance(value, str) else None
    return Score(slug=slug, place=at, value=number, fault=NO_NUMBER if number is None else None)
