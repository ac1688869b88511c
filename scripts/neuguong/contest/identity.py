"""Who wrote it, told by the text itself: names of authors, schools, units and communes, however written.

A text and the names that must not be in it come in; spans with what matched and why go out. Case, NFC or NFD,
the place of a tone, missing marks, initials, names run together as in an e-mail address, and characters that
nobody sees do not hide a name. A span that is not `certain` may be an ordinary word: a person looks at it.
Nothing is changed here, and nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from neuguong.contest.look_alikes import seen
from neuguong.contest.name_words import Marks, Word, Words, exact, same, words_of
from neuguong.contest.unit_words import (
    KNOWN,
    Proper,
    acronyms,
    initials_of,
    kinds_before,
    onset,
    propers,
    same_kind,
)
from neuguong.problems import Text
from neuguong.text import fold


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


_ADDRESSES = (
    "anh bà bác bạn bé cậu cháu chị chú cô con dì em giáo mẹ mợ nhà nghệ ông sinh thầy thím tên"  # any case
)
_ADDRESSES_OF_CAPITALS = (
    "cụ bố ba má mế bủ cha dượng vợ chồng trưởng phó nhiệm trách chí viên sĩ ths ts thày cái thằng"
)
_MOST_LETTERS = 10
_CAPITALS = re.compile("(?:Tr|Kh|Ngh|Ng|Nh|Ch|Gh|Gi|Ph|Qu|Th|[A-ZĐ])+")

_WHOLE = Text("cả tên", "the whole name")
_WITHOUT_MARKS = Text("cả tên, viết không dấu", "the whole name without marks")
_JOINED = Text("tên viết liền", "the name run together")
_ACCOUNT = Text(
    "giống tên tài khoản: tên rồi chữ đầu của họ và đệm", "like an account: given name, then initials"
)
_SHORT = Text("tên đệm và tên", "middle and given name")
_ADDRESSED = Text("tên sau lời xưng hô", "the given name after a form of address")
_FAMILY_GIVEN = Text("họ và tên, không có tên đệm", "family and given name")
_GIVEN_FAMILY = Text("tên trước, họ sau", "given name before family name")
_SAID = Text("tên trong lời xưng tên hoặc gọi tên", "the given name, said or called")
_ALONE = Text("tên đứng một mình", "the given name alone")
_TYPED = Text("cả tên, gõ phím mà chưa thành chữ", "the whole name as keys of Telex or VNI")
_APART = Text("tên viết rời hoặc viết liền", "a name with letters set apart, or words run together")
_ACRONYM = Text("chữ viết tắt của tên", "an abbreviation of the name")
_INITIALS = Text("chữ đầu của họ, đệm và tên", "initials")
_CORE_OF_KIND = Text("tên riêng sau chữ chỉ loại", "the proper name after a word for its kind")
_CORE = Text("tên riêng đứng một mình", "the proper name alone")


def find(text: str, names: Iterable[Name]) -> tuple[Sighting, ...]:
    """Return every sighting, in the order of the text; of sightings within others only the longest."""
    words = Words(text)
    found = [
        sighting
        for name in sorted(set(names), key=lambda name: (name.kind, name.name))
        for sighting in _Looking(text, words, name).sightings()
    ]
    found.sort(key=lambda s: (s.start, -s.end, not s.certain, s.name.kind, s.name.name))
    kept: list[Sighting] = []
    reached = 0  # what follows starts no earlier than what is kept
    for sighting in found:
        if sighting.end > reached:
            kept.append(sighting)
            reached = sighting.end
    return tuple(kept)


class _Looking:
    """One name looked for in one text."""

    def __init__(self, text: str, words: Words, name: Name) -> None:
        self._text = text
        self._words = words
        self._name = name
        self._parts = _without_titles(words_of(seen(name.name).text))

    def sightings(self) -> Iterator[Sighting]:
        if not self._parts:
            return
        yield from self._whole()
        yield from self._run_together()
        yield from self._across(self._parts, certain=len(self._parts) > 1)
        if self._name.kind is Kind.PERSON:
            yield from self._short()
            yield from self._given()
            yield from self._initials()
        else:
            for proper in propers(self._name.name, place=self._name.kind is Kind.PLACE):
                yield from self._proper(proper)

    def _whole(self) -> Iterator[Sighting]:
        count = len(self._parts)
        for at in self._words.places(self._parts):
            run = self._words.all[at : at + count]
            certain = count > 1 or (run[0].capital and not self._words.in_longer_name(at, 1, _TITLES))
            yield self._sighting(at, count, _why_whole(run, self._parts), certain=certain)

    def _run_together(self) -> Iterator[Sighting]:
        """NguyenThiHoa85, hoanguyenthi, hoant: as in addresses and names of files."""
        parts = [part.bare for part in self._parts]
        if len(parts) < 2:
            return
        *others, given = parts
        whole = {"".join(parts), given + "".join(others)}
        account = given + "".join(part[0] for part in others)
        for at, word in enumerate(self._words.all):
            bare = word.bare.rstrip("0123456789")
            if bare in whole and word.marks <= {mark for part in self._parts for mark in part.marks}:
                yield self._sighting(at, 1, _JOINED, certain=True)
            elif self._name.kind is Kind.PERSON and len(parts) > 2 and bare == account and not word.marks:
                yield self._sighting(at, 1, _ACCOUNT, certain=False)

    def _across(self, parts: list[Word], *, certain: bool) -> Iterator[Sighting]:
        for at, count, exact_marks in self._words.places_across(parts):
            yield self._sighting(at, count, _APART, certain=certain and (exact_marks or count > 1))

    def _short(self) -> Iterator[Sighting]:
        """Return the name without its family name, or without what stands in the middle."""
        if len(self._parts) < 3:
            return
        for parts, why in (
            (self._parts[-2:], _SHORT),
            ([self._parts[0], self._parts[-1]], _FAMILY_GIVEN),
            ([self._parts[-1], self._parts[0]], _GIVEN_FAMILY),
        ):
            for at in self._places(parts):
                capital = self._words.all[at].capital and self._words.all[at + 1].capital
                longer = self._words.in_longer_name(at, 2, _TITLES, first=True)
                if why is _SHORT or (capital and not longer):
                    certain = capital and not longer and why is not _GIVEN_FAMILY
                    yield self._sighting(at, 2, why, certain=certain)
        yield from self._across(self._parts[-2:], certain=False)

    def _given(self) -> Iterator[Sighting]:
        """Return the given name: after a form of address, called, or alone with a capital."""
        given = self._parts[-1:]
        small = [at for at in self._places(given) if not self._words.all[at].capital]
        ordinary = 2 * sum(map(self._is_addressed, small)) < len(small)
        for at in self._places(given):
            word = self._words.all[at]
            longer = self._words.in_longer_name(at, 1, _TITLES)
            certain = word.capital and exact([word], given) and not longer
            if self._is_addressed(at):
                if word.capital or not ordinary:
                    yield self._sighting(at - 1, 2, _ADDRESSED, certain=certain)
            elif certain and len(self._parts) > 1:
                yield from self._said_or_alone(at)
        if len(given[0].bare) > 2:
            for at, count, _ in self._words.places_across(given):
                yield self._sighting(at, count, _APART, certain=False)

    def _said_or_alone(self, at: int) -> Iterator[Sighting]:
        if self._is_said(at) or self._is_called(at):
            yield self._sighting(at, 1, _SAID, certain=True)
        elif not self._words.all[at].shouted and self._may_be_alone(at, 1) and not self._is_date(at):
            yield self._sighting(at, 1, _ALONE, certain=False)

    def _places(self, parts: list[Word]) -> Iterator[int]:
        """Yield where the words stand; in a text with marks not where small letters lack theirs."""
        for at in self._words.places(parts):
            run = self._words.all[at : at + len(parts)]
            if not self._words.marked or any(word.capital for word in run) or exact(run, parts):
                yield at

    def _is_date(self, at: int) -> bool:
        """Return whether it is a number with a capital: thứ Năm, tháng Ba."""
        return at > 0 and self._words.all[at - 1].bare in _BEFORE_NUMBERS

    def _is_addressed(self, at: int) -> bool:
        if not at or not self._words.close[at - 1]:
            return False
        before = self._words.all[at - 1]
        if _is_one_of(before, _BEFORE_ANY):
            return True
        return self._words.all[at].capital and _is_one_of(before, _BEFORE_CAPITALS)

    def _is_said(self, at: int) -> bool:
        """Return whether "tôi là", "tên là", "tên tôi là" stands before."""
        before = [word.bare for word in self._words.all[max(0, at - 2) : at]]
        return len(before) == 2 and before[1] == "la" and before[0] in _SELVES and self._words.close[at - 1]

    def _is_called(self, at: int) -> bool:
        """Return whether "ơi" stands after."""
        return (
            at + 1 < len(self._words.all)
            and self._words.close[at]
            and _is_one_of(self._words.all[at + 1], _CALLS)
        )

    def _initials(self) -> Iterator[Sighting]:
        """N.T.H, N. T. Hòa, Ng. Th. Hòa, Nguyễn T. Hòa, NTH."""
        count = len(self._parts)
        if count < 2:
            return
        together = "".join(part.bare[0] for part in self._parts)
        for at, word in enumerate(self._words.all):
            if not word.capital:
                continue
            if count > 2 and word.bare == together and word.shown.isupper():
                yield self._sighting(at, 1, _INITIALS, certain=False)
            run = self._words.all[at : at + count]
            if len(run) < count or not _is_shortened(word, self._parts[0]):
                continue
            if not all(self._words.joined[at : at + count - 1]):
                continue
            ahead = list(zip(run[:-1], self._parts[:-1], strict=True))
            first = all(_is_shortened(*both) for both in ahead) and any(_is_initial(*both) for both in ahead)
            last = run[-1].shown.isupper() and _is_initial(run[-1], self._parts[-1])
            given = same(run[-1], self._parts[-1]) and run[-1].capital
            dotted = all(
                self._words.seen.text[w.end : w.end + 1] == "." for w, p in ahead if _is_initial(w, p)
            )
            if first and (last or given) and (dotted or given or count > 2):
                yield self._sighting(at, count, _INITIALS, certain=dotted or given)

    def _proper(self, proper: Proper) -> Iterator[Sighting]:
        """Return a proper name without Trường, Tiểu học, xã …: after such a word, alone, or its letters."""
        words, count = self._words, len(proper.core)
        for at in words.places(proper.core):
            before = self._kinds_before(at, count, proper)
            if before:
                certain = same_kind(words.all[at - before : at], proper)
                yield self._sighting(at - before, before + count, _CORE_OF_KIND, certain=certain)
            elif all(word.capital for word in words.all[at : at + count]) and self._may_be_alone(at, count):
                yield self._sighting(at, count, _CORE, certain=False)
        for at, length, exact_marks in words.places_across(proper.core):
            before = self._kinds_before(at, length, proper)
            yield self._sighting(at - before, before + length, _APART, certain=before > 0 or exact_marks)
        if count > 1:
            yield from self._letters(proper)

    def _may_be_alone(self, at: int, count: int) -> bool:
        """Return whether a name of one word is more than an ordinary word with a capital."""
        if count > 1 or self._words.alone_in_line(at):
            return True
        return not (self._words.begins_sentence(at) or self._words.in_longer_name(at, 1, _TITLES))

    def _kinds_before(self, at: int, count: int, proper: Proper) -> int:
        marked = exact(self._words.all[at : at + count], proper.core) if count == len(proper.core) else False
        return kinds_before(self._words, at, place=proper.place, marked=marked)

    def _letters(self, proper: Proper) -> Iterator[Sighting]:
        """THKB, TH KB, trường K.B., xã MT."""
        whole, own = acronyms(proper), initials_of(proper.core) - KNOWN
        starts = {each[:1] for each in whole | own}
        for at, word in enumerate(self._words.all):
            if word.bare[:1] not in starts or not _is_capitals(word):
                continue
            count, letters = self._capitals(at, whole | own)
            if letters in whole:
                yield self._sighting(at, count, _ACRONYM, certain=len(letters) > 3)
            elif letters in own:
                before = self._kinds_before(at, count, proper)
                if before:
                    yield self._sighting(at - before, before + count, _ACRONYM, certain=True)

    def _capitals(self, at: int, wanted: Collection[str]) -> tuple[int, str]:
        """Return the longest run of capitals from here on that is wanted: how many words, the letters."""
        best, letters, end = (0, ""), "", at
        while end < len(self._words.all) and _is_capitals(self._words.all[end]):
            letters += self._words.all[end].bare
            end += 1
            if letters in wanted:
                best = (end - at, letters)
            if end - at > _MOST_LETTERS or self._words.joined[end - 1 : end] != [True]:
                break
        return best

    def _sighting(self, at: int, count: int, why: Text, *, certain: bool) -> Sighting:
        words = self._words.all
        start, end = self._words.seen.place(words[at].start, words[at + count - 1].end)
        return Sighting(
            start=start, end=end, found=self._text[start:end], name=self._name, why=why, certain=certain
        )


def _without_titles(parts: list[Word]) -> list[Word]:
    """Return a name without Cô, Thầy, Sinh viên, … before it."""
    at = 0
    while len(parts) - at > 2 and parts[at].shown.casefold() in _TITLES:
        at += 1
    return parts[at:]


def _why_whole(run: list[Word], parts: list[Word]) -> Text:
    if exact(run, parts):
        return _WHOLE
    plain = all(word.bare == part.bare for word, part in zip(run, parts, strict=True))
    return _WITHOUT_MARKS if plain else _TYPED


def _is_shortened(word: Word, part: Word) -> bool:
    return _is_initial(word, part) or (word.capital and same(word, part))


def _is_initial(word: Word, part: Word) -> bool:
    """Return whether a word is the first letter of a part, or the letters it starts with (Ng., Th.)."""
    return word.capital and word.bare in {part.bare[0], onset(part)}


def _is_capitals(word: Word) -> bool:
    """Return whether a word is all capitals, as abbreviations are: THKB, TrTHKhB."""
    return _CAPITALS.fullmatch(word.shown) is not None


def _is_one_of(word: Word, others: Collection[tuple[str, Marks]]) -> bool:
    return (word.bare, word.marks) in others


def _with_or_without_marks(words: str) -> frozenset[tuple[str, Marks]]:
    return frozenset(
        form for word in words_of(words) for form in ((word.bare, word.marks), (word.bare, _NONE))
    )


_NONE: Marks = frozenset()
_BEFORE_ANY = _with_or_without_marks(_ADDRESSES)
_BEFORE_CAPITALS = _with_or_without_marks(_ADDRESSES_OF_CAPITALS)
_TITLES = frozenset(word for words in (_ADDRESSES, _ADDRESSES_OF_CAPITALS) for word in words.split())
_CALLS = frozenset((word.bare, word.marks) for word in words_of("ơi"))
_BEFORE_NUMBERS = frozenset(fold(word) for word in ("thứ", "tháng", "mùng", "mồng", "năm", "nhóm", "số"))
_SELVES = frozenset(("ten", "toi", "em", "minh", "con", "chau"))
