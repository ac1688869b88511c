"""Words for kinds of units and places: Trường Tiểu học, TH, xã, P. – and the proper names beside them.

Words in; how many of them tell a kind, or the proper names in a name out. Knows no unit and no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from neuguong.contest.name_words import Word, Words, words_of
from neuguong.text import fold

_PLACES = (
    "xã|phường|thị trấn|thị xã|huyện|quận|thành phố|tỉnh|xóm|bản|thôn|làng|khu|khu phố|tổ|tổ dân phố"
    "|x|p|h|q|tp|tx|tt|tdp"
)
_UNITS = (
    "trường|tr|trg|điểm trường|phân hiệu|tiểu học|th|trung học cơ sở|thcs|trung học phổ thông|thpt|trung học"
    "|phổ thông|pt|ptcs|ptth|ptdt|ptdtnt|ptdtbt|phổ thông cơ sở|dân tộc|dtnt|dtbt|nội trú|nt|bán trú|bt"
    "|mầm non|mn|mẫu giáo|mg|nhóm trẻ|liên cấp|chuyên|phòng|phòng giáo dục và đào tạo|phòng giáo dục"
    "|giáo dục và đào tạo|giáo dục|gd|đt|gdđt|sở|trung tâm|gdtx|gdnn|giáo dục thường xuyên"
    "|giáo dục nghề nghiệp|học tập cộng đồng|htcđ|cao đẳng|cđ|đại học|đh|ủy ban nhân dân|ubnd|hội|đoàn"
)
_ACRONYMS = {
    "tiểu học": "th",
    "trung học cơ sở": "thcs",
    "trung học phổ thông": "thpt",
    "mầm non": "mn",
    "mẫu giáo": "mg",
    "phổ thông": "pt",
    "phổ thông dân tộc": "ptdt",
    "dân tộc": "dt",
    "nội trú": "nt",
    "bán trú": "bt",
    "giáo dục thường xuyên": "gdtx",
    "giáo dục nghề nghiệp": "gdnn",
}
_COMMUNES = frozenset(fold(word) for word in ("xã", "phường", "xóm", "bản", "thôn", "làng", "x", "p"))
_ORDINALS = frozenset(("a", "b", "c", "i", "ii", "iii", "1", "2", "3", "4", "5"))
_ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr")
_PARTED = re.compile("[,;(]")


class Proper(NamedTuple):
    """A proper name, such as Khe Bến; `kinds`: the words for its kind before it; whether it is a place."""

    core: list[Word]
    kinds: list[Word]
    place: bool


def propers(name: str, *, place: bool) -> list[Proper]:
    """Return the proper names in a unit's or place's name: its own, and of a unit the commune that it names.

    "Trường TH Khe Bến A, xã Mường Dâu, tỉnh Phú Thọ" has Khe Bến A, Khe Bến and Mường Dâu: a district or
    province has too many schools to tell one.
    """
    found: list[Proper] = []
    for piece in _PARTED.split(name):
        for kinds, core in _named(words_of(piece), place=place):
            if kinds and (not found or _tells_commune(kinds)):
                is_place = place or kinds[0].bare in _PLACE_STARTS
                found += [Proper(each, kinds, is_place) for each in _with_and_without_ordinal(core)]
    return found


def _named(words: list[Word], *, place: bool) -> Iterator[tuple[list[Word], list[Word]]]:
    """Yield the names in a row: the words for the kind, and the proper name up to the next place.

    What stands before the first word for a kind is a class or a post: “Lớp 4A Trường TH Khe Bến”.
    """
    words = next((words[at:] for at in range(len(words)) if kinds_ahead(words[at:], place=place)), words)
    while words:
        first = kinds_ahead(words, place=place)
        end = first + 1
        while end < len(words) and (words[end].capital or not kinds_ahead(words[end:], place=True)):
            end += 1
        yield words[:first], words[first:end]
        words, place = words[end:], True


def _tells_commune(kinds: Sequence[Word]) -> bool:
    return kinds[0].bare in _COMMUNES or [word.bare for word in kinds[:2]] == ["thi", "tran"]


def _with_and_without_ordinal(core: list[Word]) -> list[list[Word]]:
    """Return Khe Bến A, and Khe Bến."""
    if len(core) > 2 and core[-1].bare in _ORDINALS:
        return [core, core[:-1]]
    return [core]


def names_a_unit(line: str) -> bool:
    """Return whether a line is the name of a unit: “Trường TH Khe Bến”, and not “Trường tôi có cây gạo”.

    Behind the words for its kind each word has a capital or is part of where the unit is. A line of capitals
    needs two words for the kind: “TRƯỜNG TÔI” is none.
    """
    words = words_of(line)
    first = next((each for each in _UNIT_PHRASES if _stands(words[: len(each)], each)), None)
    if first is None or not words[0].capital:
        return False
    kinds = kinds_ahead(words, place=False)
    if all(word.shouted for word in words if len(word.shown) > 1):
        return kinds > 1
    core = words[kinds:]
    places = {word.bare for phrase in _PLACE_PHRASES for word in phrase}
    return (kinds > 1 or len(core) <= _SHORT_NAME) and all(
        word.capital or word.shown.isdigit() or (number > 0 and word.bare in places)
        for number, word in enumerate(core)
    )


def kinds_ahead(words: Sequence[Word], *, place: bool) -> int:
    """Return how many words from the first on tell a kind; at least one word is left over."""
    at = 0
    while at < len(words):
        fitting = (each for each in _phrases(place=place) if _stands(words[at : at + len(each)], each))
        length = max(map(len, fitting), default=0)
        if at and not length and words[at].bare == "va":
            length = int(kinds_ahead(words[at + 1 :], place=place) > 0)
        if not place and words[at].bare == "so" and at + 1 < len(words) and words[at + 1].shown.isdigit():
            length = 2
        if not length or at + length >= len(words):
            break
        at += length
    return at


def kinds_before(words: Words, at: int, *, place: bool, marked: bool) -> int:
    """Return how many words right before a place in a text tell a kind.

    `marked`: a word without its marks is none, as the name there is written with marks.
    """
    first = at
    while first and _belongs(words, first - 1):
        length = max(
            (
                len(phrase)
                for phrase in _phrases(place=place)
                if len(phrase) <= first
                and _stands(words.all[first - len(phrase) : first], phrase, marked=marked)
                and all(words.close[first - len(phrase) : first - 1])
            ),
            default=0,
        )
        if not length and first < at and words.all[first - 1].bare == "va":
            length = int(kinds_before(words, first - 1, place=place, marked=marked) > 0)
        if not length:
            break
        first -= length
    return at - first


def _belongs(words: Words, at: int) -> bool:
    """Return whether a word is close to the next, or an abbreviation with its dot: Tr. TH, X. Mường Dâu."""
    return words.close[at] or (
        words.joined[at] and words.all[at].bare in _DOTTED and words.seen.text[words.all[at].end] == "."
    )


def same_kind(kinds: Sequence[Word], proper: Proper) -> bool:
    """Return whether words for a kind fit what the name is of: a school is no province of its name.

    Communes and wards are one kind: many became the other.
    """
    return _level(kinds) == (_level(proper.kinds) if proper.place else 0)


def _level(kinds: Sequence[Word]) -> int:
    """Return of what level the last word for a kind is: 0 for units, 1 for hamlets, up to 4 for provinces."""
    for number, level in enumerate(_LEVELS, 1):
        if any(len(kinds) >= len(each) and _stands(kinds[-len(each) :], each) for each in level):
            return number
    return 0


def acronyms(proper: Proper) -> set[str]:
    """Return how a unit is abbreviated with all its kind: THKB, TTHKB for Trường Tiểu học Khe Bến."""
    kinds = [word for word in proper.kinds if word.bare.isalpha() and word.bare not in _NO_KIND]
    if proper.place or not kinds or len(proper.core) < 2:
        return set()
    kind = _short(kinds)
    whole = {f"{school}{kind}{core}" for school in ("", "t", "tr") for core in initials_of(proper.core)}
    return whole - KNOWN


def _short(kinds: Sequence[Word]) -> str:
    """Return the letters for a kind: th for Tiểu học and for TH, tm for what has no abbreviation."""
    out, at = "", 0
    while at < len(kinds):
        length = next((n for n in (4, 3, 2) if _phrase(kinds[at : at + n]) in _SHORT_BY_BARE), 1)
        phrase = _phrase(kinds[at : at + length])
        out += _SHORT_BY_BARE.get(phrase) or (phrase if phrase in _SHORTS else phrase[:1])
        at += length
    return out


def _phrase(words: Sequence[Word]) -> str:
    return " ".join(word.bare for word in words)


def initials_of(core: Sequence[Word]) -> set[str]:
    """Return the first letters of a name, and the letters that its words begin with: kb, khb."""
    return {"".join(word.bare[:1] for word in core), "".join(map(onset, core))}


def onset(word: Word) -> str:
    """Return the letters for the sound a word begins with: Kh, Ng, otherwise the first."""
    return next((each for each in _ONSETS if word.bare.startswith(each)), word.bare[:1])


def _stands(words: Sequence[Word], phrase: Sequence[Word], *, marked: bool = False) -> bool:
    return len(words) == len(phrase) and all(
        word.bare == part.bare and (word.marks == part.marks if marked else word.marks <= part.marks)
        for word, part in zip(words, phrase, strict=True)
    )


def _phrases(*, place: bool) -> list[list[Word]]:
    return _PLACE_PHRASES if place else _ALL_PHRASES


_PLACE_PHRASES = [words_of(phrase) for phrase in _PLACES.split("|")]
_UNIT_PHRASES = sorted((words_of(phrase) for phrase in _UNITS.split("|")), key=len, reverse=True)
_SHORT_NAME = 4
"""Words of a proper name behind a single word for its kind: “Trường Khe Bến”."""
_ALL_PHRASES = [*_PLACE_PHRASES, *(words_of(phrase) for phrase in _UNITS.split("|"))]
_LEVELS = [
    [words_of(phrase) for phrase in level.split("|")]
    for level in (
        "xóm|bản|thôn|làng|khu|khu phố|tổ|tổ dân phố|tdp",
        "xã|phường|thị trấn|x|p|tt",
        "huyện|quận|thị xã|thành phố|h|q|tx|tp",
        "tỉnh",
    )
]
_PLACE_STARTS = frozenset(phrase[0].bare for phrase in _PLACE_PHRASES)
_NO_KIND = frozenset(("truong", "va", "tr", "trg", "so"))
_DOTTED = frozenset(("tr", "trg", "th", "mn", "x", "p", "h", "q", "tp", "tx", "tt", "tdp"))
_SHORT_BY_BARE = {fold(phrase): short for phrase, short in _ACRONYMS.items()}
_SHORTS = frozenset(
    (*_SHORT_BY_BARE.values(), "ptcs", "ptdtnt", "ptdtbt", "dtnt", "dtbt", "gd", "gddt", "ubnd")
)
KNOWN = frozenset(phrase[0].bare for phrase in _ALL_PHRASES if len(phrase) == 1) | {"thpt", "gdtx"}
"""Words for a kind that are one word, abbreviations among them."""
