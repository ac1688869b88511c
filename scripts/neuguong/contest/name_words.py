"""Words of a text and of names, made to be compared: letters without marks, and the marks apart from them.

A text in; its words with where they stand out. Two words agree where the letters are the same and no mark
speaks against it: marks may be missing, or still be keys of Telex or VNI. Where a tone stands is no matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from neuguong.contest.look_alikes import Seen, seen
from neuguong.contest.typed_keys import words_typed
from neuguong.text import TONES

Marks = frozenset[tuple[int, str]]
"""Marks of a word: the number of the letter, and its breve, circumflex, horn or bar; the tone at -1."""

_QUALITIES = frozenset("\u0302\u0306\u031b")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_BETWEEN = re.compile(r"(?!\s*\n\s*\n)(?:\s{1,12}|[^\w]{1,4}|_+)")
_ENDS = re.compile(r"[.!?…:;,]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: characters from `start` up to `end` of the text as it is seen, letters and marks."""

    start: int
    end: int
    shown: str
    bare: str
    marks: Marks
    typed: tuple[tuple[str, Marks], ...] = ()

    @property
    def capital(self) -> bool:
        """Return whether it begins with a capital letter."""
        return self.shown[:1].isupper()

    @property
    def shouted(self) -> bool:
        """Return whether it is all capitals, more than one."""
        return len(self.shown) > 1 and self.shown.isupper()


class Words:
    """The words of a text, which of them stand side by side, and where words of given letters are."""

    def __init__(self, text: str) -> None:
        self.seen: Seen = seen(text)
        self.all = words_of(self.seen.text)
        between = [self.seen.text[one.end : other.start] for one, other in pairwise(self.all)]
        self.joined = [_BETWEEN.fullmatch(each) is not None for each in between]
        """Whether a word and the next stand side by side in a paragraph, as parts of one name do."""
        self.close = [
            joined and not _ENDS.search(each) for joined, each in zip(self.joined, between, strict=True)
        ]
        """The same with no full stop, comma or colon between them."""
        self.marked = 5 * sum(1 for word in self.all if word.marks) > len(self.all)
        """Whether the text is written with marks, as most Vietnamese texts are."""
        self._at: dict[str, list[int]] = {}
        self._beginning: dict[str, list[int]] = {}
        for at, word in enumerate(self.all):
            for bare in dict.fromkeys((word.bare, *(bare for bare, _ in word.typed))):
                self._at.setdefault(bare, []).append(at)
            self._beginning.setdefault(word.bare[:1], []).append(at)

    def places(self, parts: Sequence[Word]) -> Iterator[int]:
        """Yield where these words stand one after the other."""
        count = len(parts)
        for at in self._at.get(parts[0].bare, ()):
            run = self.all[at : at + count]
            if len(run) == count and all(self.joined[at : at + count - 1]) and all(map(same, run, parts)):
                yield at

    def places_across(self, parts: Sequence[Word]) -> Iterator[tuple[int, int, bool]]:
        """Yield where the letters of these words stand in words divided otherwise: "N g u yễn", "NguyễnVăn".

        Gives the first word, how many there are, and whether every mark is there.
        """
        target = "".join(part.bare for part in parts)
        for at in self._beginning.get(target[:1], ()):
            end, letters = at, ""
            while target.startswith(letters + self.all[end].bare):
                letters += self.all[end].bare
                end += 1
                if len(letters) == len(target) or end == len(self.all) or not self.joined[end - 1]:
                    break
            run = self.all[at:end]
            if letters != target or [word.bare for word in run] == [part.bare for part in parts]:
                continue
            exact = _agree("".join(word.shown for word in run), parts)
            if exact is not None:
                yield at, end - at, exact

    def begins_sentence(self, at: int) -> bool:
        """Return whether a word is the first of a sentence, a line, a speech or the text."""
        before = self.seen.text[self.all[at - 1].end if at else 0 : self.all[at].start]
        return at == 0 or bool(re.search(r"[.!?…:“\"–—\n*#>-]", before))

    def alone_in_line(self, at: int) -> bool:
        """Return whether there is no other word in the same line, as where somebody signed."""
        text, word = self.seen.text, self.all[at]
        start, end = text.rfind("\n", 0, word.start) + 1, text.find("\n", word.end)
        return not any(
            map(str.isalnum, text[start : word.start] + text[word.end : end if end >= 0 else None])
        )

    def in_longer_name(self, at: int, count: int, titles: frozenset[str], *, first: bool = False) -> bool:
        """Return whether a capital word stands before or after these words, as in a longer name.

        The first word of a sentence has its capital from there and counts only if `first`.
        """
        if all(word.shouted for word in self.all[at : at + count]):
            return False
        before, after = at - 1, at + count
        if before >= 0 and self.close[before]:
            word = self.all[before]
            by_itself = first or not self.begins_sentence(before)
            if word.capital and by_itself and word.shown.casefold() not in titles:
                return True
        return after < len(self.all) and self.close[after - 1] and self.all[after].capital


def words_of(text: str) -> list[Word]:
    """Return the words of a text as it is seen."""
    return [_word(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]


def same(word: Word, part: Word) -> bool:
    """Return whether a word may be this part of a name."""
    if word.bare == part.bare and word.marks <= part.marks:
        return True
    return any(bare == part.bare and marks <= part.marks for bare, marks in word.typed)


def exact(words: Sequence[Word], parts: Sequence[Word]) -> bool:
    """Return whether words that may be a name have all its marks."""
    return all(word.marks == part.marks for word, part in zip(words, parts, strict=True))


def _agree(shown: str, parts: Sequence[Word]) -> bool | None:
    """Return whether letters in a row are these parts with all their marks; None if they are not."""
    if len(shown) != sum(len(part.bare) for part in parts):
        return None
    at, every = 0, True
    for part in parts:
        marks = _letters(shown[at : at + len(part.bare)])[1]
        if not marks <= part.marks:
            return None
        every &= marks == part.marks
        at += len(part.bare)
    return every


def _word(start: int, end: int, shown: str) -> Word:
    bare, marks = _letters(shown)
    typed = tuple(_letters(word) for word in words_typed(shown)) if shown.isascii() else ()
    return Word(start, end, shown, bare, marks, typed)


@lru_cache(maxsize=50_000)
def _letters(shown: str) -> tuple[str, Marks]:
    """Return a word's letters without marks, small, and the marks."""
    if shown.isascii():
        return shown.lower(), frozenset()
    bare: list[str] = []
    marks: set[tuple[int, str]] = set()
    for char in unicodedata.normalize("NFD", shown.casefold()):
        if char in TONES:
            marks.add((-1, char))
        elif char in _QUALITIES:
            marks.add((len(bare) - 1, char))
        elif char == "đ":
            marks.add((len(bare), char))
            bare.append("d")
        elif not unicodedata.combining(char):
            bare.append(char)
    return "".join(bare), frozenset(marks)
