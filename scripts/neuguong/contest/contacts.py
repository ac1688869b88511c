"""How to reach somebody, told by a text: telephone numbers, addresses of mail, pages of social networks.

A text in; where such things stand and what they are out. A number is one that can be dialled in Vietnam,
however it is grouped; years, dates and sums of money are none. Nothing is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from neuguong.contest.look_alikes import seen


class Way(StrEnum):
    """By what somebody can be reached."""

    PHONE = "phone"
    MAIL = "mail"
    PAGE = "page"


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Where it stands: characters from `start` up to `end`, and the words there."""

    start: int
    end: int
    found: str
    way: Way


_GAP = r"[ \t.\-–()/]{0,3}"
_PHONE = re.compile(
    rf"(?<![\w.,/+-])(?:\(?\+?84\)?{_GAP}(?:\(0\))?|\(?0(?={_GAP}[1-9]))(?:{_GAP}\d){{9,10}}\)?(?!\d|[.,/-]\d)"
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_NUMBER = re.compile(r"0(?:[35789]\d{8}|2\d{9}|1\d{9})")
"""Mobile numbers as they are, landlines with their area, mobile numbers as they were until 2018."""

_AT = r"(?: ?@ ?| ?[(\[{] ?(?:at|a còng|a móc) ?[)\]}] ?)"
_DOT = r"(?:\.| ?[(\[{] ?(?:dot|chấm) ?[)\]}] ?)"
_MAIL = re.compile(
    rf"(?<![\w+-])[\w+-]{{1,64}}(?:{_DOT}[\w+-]{{1,64}}){{0,5}}{_AT}[\w-]{{1,64}}(?:{_DOT}[\w-]{{1,64}}){{1,5}}",
    re.IGNORECASE,
)
_SITES = r"(?:facebook|fb|messenger|m|zalo|zaloapp|youtube|youtu|tiktok|instagram|threads|t)"
_PAGE = re.compile(
    rf"(?<![\w@.])(?:https?://)?(?:www\.|m\.|web\.|chat\.)?{_SITES}\.(?:com|me|vn|be|net)/[^\s<>\"“”)\]]*[^\s<>\"“”)\].,;:!?]",
    re.IGNORECASE,
)
_CAPITALIZED = r"[A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ][^\W\d_]{0,12}"
_LABELLED = re.compile(
    r"(?<!\w)(?i:facebook|fb|face|zalo|messenger|tik ?tok|instagram|skype|telegram)"
    r"(?: (?:của )?(?:tôi|em|mình))?"
    r" ?[:：] ?(?P<name>\d[\d. ]{7,14}\d"
    r"|(?=[^\s,;]*[\d._@]|[^\s,;]{8})[A-Za-z0-9._@-]{3,60}[A-Za-z0-9_]"
    rf"|{_CAPITALIZED}(?: {_CAPITALIZED}){{1,5}})"
)


def find(text: str) -> tuple[Contact, ...]:
    """Return every contact, in the order of the text; of those within others only the longest."""
    view = seen(text)
    found = []
    for way, start, end in _stretches(view.text):
        first, last = view.place(start, end)
        found.append(Contact(start=first, end=last, found=text[first:last], way=way))
    found.sort(key=lambda contact: (contact.start, -contact.end, contact.way))
    kept: list[Contact] = []
    for contact in found:
        if not kept or contact.end > kept[-1].end:
            kept.append(contact)
    return tuple(kept)


def _stretches(text: str) -> Iterator[tuple[Way, int, int]]:
    for match in _MAIL.finditer(text):
        yield Way.MAIL, match.start(), match.end()
    for match in _PAGE.finditer(text):
        yield Way.PAGE, match.start(), match.end()
    for match in _LABELLED.finditer(text):
        yield Way.PAGE, match.start("name"), match.end("name")
    for match in _PHONE.finditer(text):
        if _is_number(match.group()):
            yield Way.PHONE, match.start(), match.end()


def _is_number(shown: str) -> bool:
    """Return whether digits can be dialled in Vietnam and are no date."""
    digits = re.sub(r"\D", "", shown.replace("(0)", ""))
    if not shown.lstrip("(").startswith("0"):
        digits = f"0{digits.removeprefix('84')}"
    return _NUMBER.fullmatch(digits) is not None and _DATE.search(shown) is None
