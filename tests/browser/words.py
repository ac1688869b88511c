"""Strings whose order is compared with CLDR's: every rhyme of Vietnamese, cases, names, digits, signs."""

from __future__ import annotations

import itertools
import random
import unicodedata

_VOWELS = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y")
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_SYLLABLES = [
    unicodedata.normalize("NFC", onset + vowel + tone + coda)
    for onset, vowel, tone, coda in itertools.product(
        ("", "d", "đ", "ng", "qu"), _VOWELS, _TONES, ("", "n", "nh")
    )
]
_NAMES = [
    "Đà Bắc",
    "Da Bac",
    "Đa Bắc",
    "đà bắc",
    "Hòa Bình",
    "Hoà Bình",
    "Hoa Binh",
    "Lạc Sơn",
    "Lạc Thủy",
    "Lạc Thuỷ",
    "Yên Thủy",
    "Kỳ Sơn",
    "Kim Bôi",
    "Nguyễn Văn Ân",
    "Nguyễn Văn An",
    "Nguyễn Vân An",
    "lớp 1",
    "lớp 10",
    "lớp 2",
    "Lớp 1",
    "lớp-1",
    "lớp",
    "Sở GD&ĐT",
    "Sở (mẫu)",
    "2014-2015",
    "“trích”",
    "trích",
]


def _phrases(seed: int, count: int) -> list[str]:
    rng = random.Random(seed)  # noqa: S311 - the same words each time
    made = []
    for _ in range(count):
        words = [rng.choice(_SYLLABLES) for _ in range(rng.randint(1, 3))]
        made.append(" ".join(rng.choice((str.lower, str.capitalize, str.upper))(word) for word in words))
    return made


WORDS = list(dict.fromkeys([*_SYLLABLES, *_NAMES, *_phrases(2014, 800)]))
random.Random(20).shuffle(WORDS)  # noqa: S311
