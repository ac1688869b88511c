"""The lines of a text that say who wrote it: cut off at its head and foot, kept, and read for what they tell.

A text in; the text without these lines, the lines, and what they say out. Only the first and the last few
short lines are looked at: what stands within the story is for redaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from neuguong.contest.unit_words import names_a_unit
from neuguong.text import fold, nfc

_NEAR = 14
"""Lines with words, from the head and from the foot, among which a block may stand."""
_SHORT = 22
"""A line of more words is part of the story; the block does not reach beyond it."""

_LONGEST_UNIT = 90
_LABELS = {
    "name": "ho va ten|ho ten|ho va ten tac gia|tac gia|nguoi viet|nguoi du thi|ten tac gia|ten nguoi viet",
    "unit": "don vi|don vi cong tac|noi cong tac|co quan|truong|don vi du thi|noi lam viec|noi hoc",
    "place": "dia chi|noi o|xa|phuong|xa, phuong|thuong tru|que quan",
    "phone": "dien thoai|so dien thoai|sdt|dt|zalo|di dong|dtdd",
    "email": "email|e-mail|thu dien tu|gmail",
    "other": "but danh|chuc vu|nghe nghiep|ngay sinh|nam sinh|ngay thang nam sinh|lop|cccd|cmnd"
    "|so cccd|facebook|dan toc|gioi tinh|trinh do|mon day|to chuyen mon|so tai khoan|ngan hang"
    "|linh vuc du thi",
}
_KEYS = {label: key for key, labels in _LABELS.items() for label in labels.split("|")}
_LABEL = re.compile(rf"(?:[-–*+•]\s*)?({'|'.join(_KEYS)})\s*[:：]")
_LETTERHEAD = re.compile(
    r"cong hoa xa hoi chu nghia viet nam|doc lap\W+tu do\W+hanh phuc|(?:bai|phieu) (?:viet )?du thi\b.*"
    r"|cuoc thi viet\b.*|so giao duc va dao tao\b.*|phong giao duc va dao tao\b.*|(?:so|phong) gd\W*dt\b.*"
    r"|uy ban nhan dan\b.*|ubnd\b.*|(?:thong tin )?(?:ve )?tac gia|nguoi viet|nguoi du thi|ky ten.*"
)
_DATED = re.compile(r"(?:[^,.]{2,40},\s*)?ngay\s+[\d….]+\s+thang\s+[\d….]+\s+nam\s+[\d….]+")
_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")
_MARKS = re.compile(r"[*_#>`\\]+")


@dataclass(frozen=True, slots=True)
class Block:
    """The text without the lines about its author; the lines; what they say (name, unit, place, …)."""

    text: str
    lines: tuple[str, ...] = ()
    says: Mapping[str, str] = field(default_factory=dict)


def cut(text: str) -> Block:
    """Cut off the author's block."""
    lines = text.split("\n")
    head, foot = _head(lines), _foot(lines)
    gone = sorted({*head, *foot})
    if not gone:
        return Block(text)
    taken = [_plain(lines[at]) for at in gone]
    kept = [line for at, line in enumerate(lines) if at not in set(gone)]
    return Block(_tidy(kept), tuple(taken), _says(taken))


def _head(lines: list[str]) -> Iterator[int]:
    for at in _near(range(len(lines)), lines):
        if _is_block_line(_plain(lines[at])):
            yield at


def _foot(lines: list[str]) -> Iterator[int]:
    """Yield block lines from the end on; there a name alone is one too, below a story and not within it."""
    last = True
    for at in _near(reversed(range(len(lines))), lines):
        words = _plain(lines[at])
        if _is_block_line(words) or (last and _is_signature(words)):
            yield at
        else:
            last = False


def _near(places: Iterable[int], lines: list[str]) -> Iterator[int]:
    """Yield the next few lines with words, up to the first that is long."""
    seen = 0
    for at in places:
        words = _plain(lines[at])
        if not words:
            continue
        seen += 1
        if seen > _NEAR or len(words.split()) > _SHORT:
            return
        yield at


def _is_block_line(words: str) -> bool:
    bare = fold(words).strip()
    whole = bare.rstrip(" .:")
    return bool(
        _LABEL.match(bare)
        or _LETTERHEAD.fullmatch(whole)
        or _DATED.fullmatch(whole)
        or (len(words) <= _LONGEST_UNIT and names_a_unit(words))
    )


def _is_signature(words: str) -> bool:
    """Return whether a line is nothing but a name: two to six words, each with a capital."""
    return bool(_NAME.fullmatch(words)) and all(word[:1].isupper() for word in words.split())


def _says(lines: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        label = _LABEL.match(fold(line))
        if label:
            key = _KEYS[label[1]]
            value = re.split(r"[:：]", line, maxsplit=1)[1].strip(" .;,")
            if key == "unit" and fold(label[1]) == "truong":
                value = f"Trường {value}"
            if value and key != "other":
                found.setdefault(key, value)
        elif names_a_unit(line) and not _LETTERHEAD.fullmatch(fold(line)):
            found.setdefault("unit", line.strip(" .:"))
        elif _is_signature(line) and not _LETTERHEAD.fullmatch(fold(line)):
            found.setdefault("name", line)
    return found


def _plain(line: str) -> str:
    return " ".join(nfc(_MARKS.sub(" ", line)).split())


def _tidy(lines: list[str]) -> str:
    """Return the lines as a text, blank lines at most one in a row and none at the ends."""
    text = "\n".join(lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"
