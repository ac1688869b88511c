"""Who wrote it, told by the text itself: names of authors, schools, units and communes, however written.

A text and the names that must not be in it come in; spans with what matched and why go out. Case, NFC or NFD,
the place of a tone, missing marks, initials, names run together as in an e-mail address, and characters that
nobody sees do not hide a name. A span that is not `certain` may be an ordinary word: a person looks at it.
Nothing is changed here, and nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from neuguong.problems import Text
from neuguong.text import fold, nfc, spelling_key


class Kind(StrEnum):
    """What a name is the name of."""

    PERSON = "person"
    PLACE = "place"
    UNIT = "unit"


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name that would tell who wrote the text: a person's in full, a unit's or place's with its kind.

    For example "Nguyễn Thị Hòa", "Trường Tiểu học Khe Bến", "xã Mường Dâu".
    """

    kind: Kind
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """Where a name stands: characters from `start` up to `end`, the words there, whose name, and why."""

    start: int
    end: int
    found: str
    name: Name
    why: Text
    certain: bool


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    shown: str

    @property
    def spelling(self) -> str:
        return spelling_key(self.shown)

    @property
    def bare(self) -> str:
        return fold(self.shown)

    @property
    def has_marks(self) -> bool:
        return self.spelling != self.bare

    @property
    def capital(self) -> bool:
        return self.shown[:1].isupper()


_HIDDEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_HIDDEN}])*")
_BETWEEN = re.compile(r"[^\w]{1,4}|_+")
_NO_HIDDEN = str.maketrans("", "", _HIDDEN)

_ADDRESSES = frozenset(
    _WORD.findall(
        "anh bà bác bạn bé cậu cháu chị chú cô con dì em giáo mẹ mợ nhà nghệ ông sinh thầy thím tên"
    )
)
_KINDS = frozenset(
    _WORD.findall(
        "trường tiểu học thcs thpt th mn mầm non trung học cơ sở phổ thông dân tộc nội bán trú ptdt ptdtnt"
        " ptdtbt liên cấp xã phường thị trấn huyện thành phố tỉnh xóm bản thôn phòng giáo dục và đào tạo"
        " gd đt sở trung tâm gdtx thường xuyên"
    )
)
_ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr")

_WHOLE = Text("cả tên", "the whole name")
_WITHOUT_MARKS = Text("cả tên, viết không dấu", "the whole name without marks")
_JOINED = Text("tên viết liền", "the name run together")
_ACCOUNT = Text(
    "giống tên tài khoản: tên rồi chữ đầu của họ và đệm", "like an account: given name, then initials"
)
_SHORT = Text("tên đệm và tên", "middle and given name")
_ADDRESSED = Text("tên sau lời xưng hô", "the given name after a form of address")
_INITIALS = Text("chữ đầu của họ, đệm và tên", "initials")
_CORE_OF_KIND = Text("tên riêng sau chữ chỉ loại", "the proper name after a word for its kind")
_CORE = Text("tên riêng đứng một mình", "the proper name alone")


def find(text: str, names: Iterable[Name]) -> tuple[Sighting, ...]:
    """Return every sighting, in the order of the text; of sightings within others only the longest."""
    words = [
        _Word(match.start(), match.end(), nfc(match.group().translate(_NO_HIDDEN)))
        for match in _WORD.finditer(text)
    ]
    joined = [_BETWEEN.fullmatch(text, a.end, b.start) is not None for a, b in pairwise(words)]
    found = [
        sighting
        for name in sorted(set(names), key=lambda name: (name.kind, name.name))
        for sighting in _Looking(text, words, joined, name).sightings()
    ]
    found.sort(key=lambda s: (s.start, -s.end, not s.certain, s.name.kind, s.name.name))
    kept: list[Sighting] = []
    for sighting in found:
        if not any(k.start <= sighting.start and sighting.end <= k.end for k in kept):
            kept.append(sighting)
    return tuple(kept)


class _Looking:
    """One name looked for in one text."""

    def __init__(self, text: str, words: list[_Word], joined: list[bool], name: Name) -> None:
        self._text = text
        self._words = words
        self._joined = joined
        self._name = name
        self._parts = [_Word(m.start(), m.end(), nfc(m.group())) for m in _WORD.finditer(name.name)]

    def sightings(self) -> Iterator[Sighting]:
        if not self._parts:
            return
        yield from self._whole(self._parts)
        yield from self._run_together()
        if self._name.kind is Kind.PERSON:
            yield from self._person()
        else:
            yield from self._core()

    def _whole(self, parts: Sequence[_Word]) -> Iterator[Sighting]:
        for at in self._places(parts):
            exact = all(
                word.spelling == part.spelling for word, part in zip(self._words[at:], parts, strict=False)
            )
            certain = len(parts) > 1 or self._words[at].capital
            yield self._sighting(at, len(parts), _WHOLE if exact else _WITHOUT_MARKS, certain=certain)

    def _run_together(self) -> Iterator[Sighting]:
        parts = [part.bare for part in self._parts]
        if len(parts) < 2:
            return
        *others, given = parts
        whole = {"".join(parts), given + "".join(others)}
        account = given + "".join(part[0] for part in others)
        for at, word in enumerate(self._words):
            bare = word.bare.rstrip("0123456789")
            if bare in whole:
                yield self._sighting(at, 1, _JOINED, certain=True)
            elif self._name.kind is Kind.PERSON and len(parts) > 2 and bare == account and not word.has_marks:
                yield self._sighting(at, 1, _ACCOUNT, certain=False)

    def _person(self) -> Iterator[Sighting]:
        if len(self._parts) > 2:
            for at in self._places(self._parts[-2:]):
                capital = self._words[at].capital and self._words[at + 1].capital
                yield self._sighting(at, 2, _SHORT, certain=capital)
        for at in self._places(self._parts[-1:]):
            if at and self._joined[at - 1] and self._words[at - 1].shown.casefold() in _ADDRESSES_ANY:
                exact = self._words[at].spelling == self._parts[-1].spelling
                certain = self._words[at].capital and exact
                yield self._sighting(at - 1, 2, _ADDRESSED, certain=certain)
        yield from self._initials()

    def _initials(self) -> Iterator[Sighting]:
        """N.T.H, N. T. Hòa, Ng. Th. Hòa, NTH."""
        count = len(self._parts)
        if count < 2:
            return
        together = "".join(part.bare[0] for part in self._parts)
        for at, word in enumerate(self._words):
            if count > 2 and word.shown.isupper() and word.bare == together:
                yield self._sighting(at, 1, _INITIALS, certain=False)
            run = self._words[at : at + count]
            if len(run) < count or not all(self._joined[at : at + count - 1]):
                continue
            first = all(_is_initial(w, p) for w, p in zip(run[:-1], self._parts[:-1], strict=True))
            last = run[-1].shown.isupper() and _is_initial(run[-1], self._parts[-1])
            given = _same(run[-1], self._parts[-1]) and run[-1].capital
            dotted = all(self._text[w.end : w.end + 1] == "." for w in run[:-1])
            if first and (last or given) and (dotted or given or count > 2):
                yield self._sighting(at, count, _INITIALS, certain=dotted or given)

    def _core(self) -> Iterator[Sighting]:
        """The proper name without Trường, Tiểu học, xã …: after such a word, or alone with capitals."""
        kinds = 0
        while kinds < len(self._parts) and self._parts[kinds].shown.casefold() in _KINDS_ANY:
            kinds += 1
        core = self._parts[kinds:]
        if not core or not kinds:
            return
        for at in self._places(core):
            before = at
            while (
                before and self._joined[before - 1] and self._words[before - 1].shown.casefold() in _KINDS_ANY
            ):
                before -= 1
            if before < at:
                yield self._sighting(before, at - before + len(core), _CORE_OF_KIND, certain=True)
            elif all(word.capital for word in self._words[at : at + len(core)]):
                yield self._sighting(at, len(core), _CORE, certain=False)

    def _places(self, parts: Sequence[_Word]) -> Iterator[int]:
        """Yield where the words stand one after the other."""
        for at in range(len(self._words) - len(parts) + 1):
            run = self._words[at : at + len(parts)]
            if all(map(_same, run, parts)) and all(self._joined[at : at + len(parts) - 1]):
                yield at

    def _sighting(self, at: int, count: int, why: Text, *, certain: bool) -> Sighting:
        start, end = self._words[at].start, self._words[at + count - 1].end
        return Sighting(
            start=start, end=end, found=self._text[start:end], name=self._name, why=why, certain=certain
        )


def _same(word: _Word, part: _Word) -> bool:
    """Return whether a word is this part of a name: the same spelling, or written without any mark."""
    if word.has_marks:
        return word.spelling == part.spelling
    return word.bare == part.bare


def _is_initial(word: _Word, part: _Word) -> bool:
    """Return whether a word is the first letter of a part, or the letters it starts with (Ng., Th.)."""
    onset = next((onset for onset in _ONSETS if part.bare.startswith(onset)), "")
    return word.capital and word.bare in {part.bare[0], onset}


_ADDRESSES_ANY = frozenset(form for word in _ADDRESSES for form in (word, fold(word)))
_KINDS_ANY = frozenset(form for word in _KINDS for form in (word, fold(word)))
