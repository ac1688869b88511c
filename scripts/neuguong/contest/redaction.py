"""Redaction as a sheet for the secretary: each place that tells who wrote the entry, before and after.

A text and its places in, a sheet of plain text out; the sheet, ticked and changed by a person, in, and the
text for judges out. What is not ticked stays as it was. A sheet that does not fit its text changes nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neuguong.contest.blind import Place
from neuguong.problems import Problem, Text
from neuguong.text import nfc

_AROUND = 60
"""Characters of the text shown on both sides of a place."""
_HEAD = re.compile(r"#(\d{1,4}) \[([ xX])\]")
_INSIDE = re.compile(r"⟦([^⟦⟧]*)⟧")
_MARK = re.compile(r"^Dấu: ([A-Z0-9]{1,12}) ([0-9a-f]{64})\s*$", re.MULTILINE)
MAX_BYTES = 2_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A place with what the secretary wants: put `instead` there, or leave it (None)."""

    place: Place
    instead: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A sheet as it came back: of which entry, for which text, the decisions by number (None: leave it)."""

    code: str
    mark: str
    decisions: dict[int, str | None]


def whole(title: str, markdown: str) -> str:
    """Return title and text as one, so that both are looked at."""
    return f"{title}\n\n{markdown}"


def parts(text: str) -> tuple[str, str]:
    """Return title and text again."""
    title, _, markdown = text.partition("\n\n")
    return title, markdown


def apply(text: str, decided: Sequence[Decided]) -> str:
    """Return the text with everything that is to go replaced."""
    out, at, body = [], 0, text.find("\n\n")
    for each in sorted(decided, key=lambda each: each.place.start):
        if each.instead is None:
            continue
        in_body = each.place.start > body
        instead = (
            _literal(each.instead, text[each.place.end : each.place.end + 1]) if in_body else each.instead
        )
        out += [text[at : each.place.start], instead]
        at = each.place.end
    return "".join([*out, text[at:]])


def _literal(words: str, after: str) -> str:
    """Return words for Markdown: before a colon or bracket, brackets would be a link, and seen by nobody."""
    return re.sub(r"[\[\]]", r"\\\g<0>", words) if after in {":", "(", "["} else words


def mark_of(text: str, places: Sequence[Place]) -> str:
    """Return by what a sheet is known to fit a text and its places."""
    spans = "".join(f"{place.start}-{place.end};" for place in places)
    return hashlib.sha256(f"{spans}\n{text}".encode()).hexdigest()


def sheet(code: str, text: str, places: Sequence[Place]) -> str:
    """Return the sheet for the secretary: ticked where the name is certain."""
    blocks = [_HOW.format(code=code, title=_one_line(parts(text)[0]), count=len(places))]
    for number, place in enumerate(places, 1):
        before, after = _context(text, place)
        blocks.append(
            f"#{number} [{'x' if place.certain else ' '}] {place.why.vi}\n"
            f"- {before}⟦{_one_line(place.found)}⟧{after}\n"
            f"+ {before}⟦{place.instead}⟧{after}\n"
        )
    blocks.append(f"Dấu: {code} {mark_of(text, places)}\n")
    return "\n".join(blocks)


def _context(text: str, place: Place) -> tuple[str, str]:
    before = _one_line(text[max(0, place.start - _AROUND) : place.start])
    after = _one_line(text[place.end : place.end + _AROUND])
    left = "…" if place.start > _AROUND else ""
    right = "…" if place.end + _AROUND < len(text) else ""
    return f"{left}{before}", f"{after}{right}"


def _one_line(text: str) -> str:
    return text.replace("⟦", "[").replace("⟧", "]").replace("\n", " ")


def read(path: str, data: bytes) -> Sheet | tuple[Problem, ...]:
    """Read a sheet that a person has been through."""
    if len(data) > MAX_BYTES:
        return (_problem(path, 0, *_NO_SHEET),)
    try:
        text = nfc(data.decode("utf-8-sig")).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return (_problem(path, 0, *_NO_UNICODE),)
    marks = _MARK.findall(text)
    if len(marks) != 1:
        return (_problem(path, 0, *_NO_SHEET),)
    decisions: dict[int, str | None] = {}
    problems = list(_decisions(path, text.split("\n"), decisions))
    return tuple(problems) or Sheet(code=marks[0][0], mark=marks[0][1], decisions=decisions)


def _decisions(path: str, lines: Sequence[str], decisions: dict[int, str | None]) -> Iterator[Problem]:
    """Read the decisions into `decisions`; yield what cannot be understood."""
    for at, line in enumerate(lines):
        if not line.startswith("#"):
            continue
        head = _HEAD.match(line)
        if head is None:
            yield _problem(path, at + 1, *_BAD_HEAD)
            continue
        number = int(head[1])
        if number in decisions:
            yield _problem(path, at + 1, *_TWICE)
            continue
        if head[2] == " ":
            decisions[number] = None
            continue
        after = next((each for each in lines[at + 1 : at + 4] if each.startswith("+")), "")
        inside = _INSIDE.findall(after)
        if len(inside) != 1:
            yield _problem(path, at + 1, *_BAD_AFTER)
            continue
        decisions[number] = " ".join(inside[0].split())


def fit(path: str, back: Sheet, text: str, places: Sequence[Place]) -> tuple[Decided, ...] | Problem:
    """Return the decisions about the places, or why the sheet is not of this text."""
    if back.mark != mark_of(text, places) or set(back.decisions) != set(range(1, len(places) + 1)):
        return _problem(path, 0, *_ANOTHER)
    return tuple(
        Decided(place=place, instead=back.decisions[number]) for number, place in enumerate(places, 1)
    )


def certain(places: Sequence[Place]) -> tuple[Decided, ...]:
    """Return the decisions that take out what is certain and leave the rest."""
    return tuple(Decided(place=place, instead=place.instead if place.certain else None) for place in places)


_HOW = """\
RỌC PHÁCH – bài {code}: {title}

Có {count} chỗ có thể cho biết ai viết bài. Ở mỗi chỗ, dòng - là trước, dòng + là sau.
[x]: thay. [ ]: để nguyên, thí dụ khi đó chỉ là một chữ thường, không phải tên.
Muốn thay bằng chữ khác thì sửa trong ngoặc ⟦ ⟧ ở dòng +. Đừng sửa số thứ tự và dòng cuối cùng.
"""


def _problem(path: str, line: int, what: Text, fix: Text) -> Problem:
    return Problem(path, line, "redaction-sheet-can-be-read", what, fix)


_AGAIN = Text("làm lại tờ rọc phách bằng contest redact", "make the sheet anew with contest redact")
_NO_SHEET = (Text("tệp này không phải tờ rọc phách", "this is no redaction sheet"), _AGAIN)
_NO_UNICODE = (
    Text("tệp không còn là Unicode (UTF-8)", "the file is no longer Unicode (UTF-8)"),
    Text("trong Notepad chọn Lưu thành, Mã hóa: UTF-8", "in Notepad choose Save as, Encoding: UTF-8"),
)
_BAD_HEAD = (
    Text("dòng này phải có dạng #1 [x] hoặc #1 [ ]", "this line must look like #1 [x] or #1 [ ]"),
    Text("viết lại như cũ; bỏ qua thì để [ ]", "write it as it was; leave [ ] to skip it"),
)
_TWICE = (
    Text("số này đã có ở trên", "this number stands above already"),
    Text("xóa phần chép thừa", "take out the copy"),
)
_BAD_AFTER = (
    Text("dưới dòng này thiếu dòng + có đúng một cặp ⟦ ⟧", "there is no line + with one pair ⟦ ⟧ below"),
    Text("viết chữ thay vào trong ⟦ ⟧ của dòng +", "write what to put there between ⟦ ⟧ in the line +"),
)
_ANOTHER = (
    Text(
        "tờ này làm cho một bản khác của bài, hoặc thiếu chỗ",
        "the sheet was made for another version of the text, or places are missing",
    ),
    _AGAIN,
)
