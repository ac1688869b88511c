"""Vietnamese words as the keys that type them, never turned into letters: Nguyeenx, Nguye6n4.

A word of ASCII letters and digits in; the words that Telex or VNI would have made of it out, if they differ.
Rules of both as keyboards follow them: a key for a mark works on a vowel that stands before it, at once or at
the end of the word. Knows no dictionary: what comes out need not be a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300\u0309\u0303\u0301\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302\u0306\u031b"
_TELEX_TONES = {"f": _GRAVE, "r": _HOOK, "x": _TILDE, "s": _ACUTE, "j": _DOT}
_VNI_TONES = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT}
_VNI_MARKS = {"6": (_CIRCUMFLEX, "aeo"), "7": (_HORN, "uo"), "8": (_BREVE, "a")}
_VOWELS = frozenset("aeiouy")
_LONGEST = 14
"""Letters and keys of the longest syllable (nghieengs), with room."""


@lru_cache(maxsize=20_000)
def words_typed(keys: str) -> tuple[str, ...]:
    """Return the words that the keys stand for, small letters, NFC; none where they are the word."""
    keys = keys.lower()
    if not keys.isascii() or not keys.isalnum() or not 1 < len(keys) <= _LONGEST or keys[0].isdigit():
        return ()
    press = _Typing.vni if any(key.isdigit() for key in keys) else _Typing.telex
    typed = (_Typing(both=both).word(keys, press) for both in (True, False))
    return tuple(dict.fromkeys(word for word in typed if word not in {"", keys}))


class _Typing:
    """A word while it is typed: its letters with the marks that belong to them, and the tone.

    `both`: whether a horn goes to u and o where they stand side by side (phương), or to o alone (thuở).
    """

    def __init__(self, *, both: bool) -> None:
        self._both = both
        self._letters: list[str] = []
        self._tone = ""

    def word(self, keys: str, press: Callable[[_Typing, str], bool]) -> str:
        """Return the word; "" where a digit is no key."""
        for key in keys:
            if not press(self, key):
                if key.isdigit():
                    return ""
                self._letters.append(key)
        letters = "".join(self._letters)
        return unicodedata.normalize("NFC", self._with_tone(letters))

    def telex(self, key: str) -> bool:
        """Press a key of Telex; return whether it was one for a mark."""
        if key in _TELEX_TONES:
            return self._set_tone(_TELEX_TONES[key])
        if key == "w":
            return self._breve_or_horn()
        if key in "aeo":
            return self._mark(_CIRCUMFLEX, key)
        return key == "d" and self._bar()

    def vni(self, key: str) -> bool:
        """Press a key of VNI; return whether it was one for a mark."""
        if key in _VNI_TONES:
            return self._set_tone(_VNI_TONES[key])
        if key == "7":
            return self._horn()
        if key in _VNI_MARKS:
            return self._mark(*_VNI_MARKS[key])
        return key == "9" and self._bar()

    def _set_tone(self, tone: str) -> bool:
        if not any(letter[0] in _VOWELS for letter in self._letters):
            return False
        self._tone = tone
        return True

    def _mark(self, mark: str, letters: str) -> bool:
        """Mark the last of these letters that has none."""
        for at in reversed(range(len(self._letters))):
            if self._letters[at] in letters:
                self._letters[at] += mark
                return True
        return False

    def _breve_or_horn(self) -> bool:
        """Press w: a breve for a (hoặc), but not in ua (mưa); otherwise a horn."""
        vowels = "".join(letter for letter in self._letters if letter[0] in _VOWELS)
        if vowels.endswith("a") and (vowels != "ua" or self._letters[0] == "q"):
            return self._mark(_BREVE, "a")
        return self._horn()

    def _horn(self) -> bool:
        for at in reversed(range(len(self._letters))):
            if self._letters[at] in {"u", "o"}:
                if self._both and self._letters[at] == "o" and at and self._letters[at - 1] == "u":
                    self._letters[at - 1] += _HORN
                self._letters[at] += _HORN
                return True
        return False

    def _bar(self) -> bool:
        if self._letters[:1] != ["d"]:
            return False
        self._letters[0] = "đ"
        return True

    def _with_tone(self, letters: str) -> str:
        """Return the letters with the tone on the last vowel: where it stands in a word is no matter here."""
        for at in reversed(range(len(letters))):
            if letters[at] in _VOWELS:
                after = at + 1
                while after < len(letters) and unicodedata.combining(letters[after]):
                    after += 1
                return f"{letters[:after]}{self._tone}{letters[after:]}"
        return letters
