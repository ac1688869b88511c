"""Vietnamese text: the one definition of folding, slugs, order, tone placement and counting.

Text in, text, keys or numbers out. Reads nothing, knows no locale.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Tone marks (huyền, hỏi, ngã, sắc, nặng) in the order of Vietnamese dictionaries and of CLDR."""

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PUNCTUATION = "_-–—,;:!?.…'‘’\"“”«»()[]{}§@*/\\&#%`^+<=>|~$"
_SIGNS = {sign: rank for rank, sign in enumerate(" " + _PUNCTUATION + "0123456789" + _ALPHABET)}
_QUALITY = frozenset("\u0302\u0306\u031b")  # circumflex, breve, horn: part of the letter, no tone
_SIGNS_ALONE = re.compile(r" [^\w ]+(?= )")  # between single spaces
_NOT_SLUG = re.compile(r"[^a-z0-9]+")

CollationKey = tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...], str]


def nfc(text: str) -> str:
    """Return the text composed (NFC, as TCVN 6909:2001 asks)."""
    return unicodedata.normalize("NFC", text)


_UNUSUAL = re.compile("[^\n -~À-ÖØ-öø-ƿẀ-ỿ–—‘’“”…]")


def is_ordinary(text: str) -> bool:
    """Return whether a text holds only what nearly every Vietnamese text is made of.

    That is printable ASCII, line ends, Latin letters with their marks in one piece, and – — ‘ ’ “ ” …; so it
    is NFC, nothing in it is hidden, and whatever is neither ASCII nor one of the seven is a letter.
    """
    return _UNUSUAL.search(text) is None


def fold(text: str) -> str:
    """Return the text for comparing: lower case, no marks, đ as d. "Hoà", "Hòa" and "HOA" agree."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.replace("đ", "d")


def slug(text: str) -> str:
    """Return the text as part of an address: ASCII letters, digits and single hyphens."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def spelling_key(text: str) -> str:
    """Return a key equal for both ways to place a tone (hòa = hoà, thủy = thuỷ), and only for those.

    Each run of letters loses its tone marks and gains them again at its end.
    """
    out: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", text.casefold()):
        if char in TONES:
            tones.append(char)
        elif char.isalpha() or char in _QUALITY:
            out.append(char)
        else:
            out += [*tones, char]
            tones = []
    return "".join([*out, *tones])


def collation_key(text: str) -> CollationKey:
    """Return the key that sorts as CLDR's Vietnamese collation does.

    First the letters (a ă â b … with đ after d), then tones, then case (small before capital);
    spaces count before signs, signs before digits, digits before letters.
    """
    letters: list[int] = []
    tones: list[int] = []
    capitals: list[bool] = []
    for char in unicodedata.normalize("NFC", text):
        base, tone = _split_tone(char)
        letters.append(_SIGNS.get(base.lower(), len(_SIGNS) + ord(base[0])))
        tones.append(tone)
        capitals.append(base != base.lower())
    return tuple(letters), tuple(tones), tuple(capitals), text


def person_key(name: str) -> tuple[CollationKey, CollationKey]:
    """Return the key that sorts people as Vietnamese lists do: given name (last) first."""
    *family, given = name.split() or [""]
    return collation_key(given), collation_key(" ".join(family))


def count_syllables(text: str) -> int:
    """Count what Word counts as words: runs between white space that hold a letter or a digit."""
    if not text.isprintable() or "  " in text:  # white space other than single spaces
        text = " ".join(text.split())
    text = text.strip(" ").replace("_", "-")  # the underscore is a letter to \w alone
    if not text:
        return 0
    return text.count(" ") + 1 - len(_SIGNS_ALONE.findall(f" {text} "))


def dotted(count: int) -> str:
    """Return the number as it is written in Vietnamese: a dot between thousands."""
    return f"{count:,}".replace(",", ".")


def nearest(wrong: str, names: Iterable[str] | Mapping[str, str]) -> str | None:
    """Return the listed name most like the wrong one, or None where nothing is near.

    With a mapping the keys are compared and the value of the nearest is returned.
    """
    import difflib  # noqa: PLC0415 - only where something is wrong

    choices = names if isinstance(names, Mapping) else {name: name for name in names}
    folded = {slug(name): value for name, value in choices.items()}
    found = difflib.get_close_matches(slug(wrong), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else None


def _split_tone(char: str) -> tuple[str, int]:
    """Split one composed letter into the letter without its tone and the tone's rank (0: none)."""
    marks = unicodedata.normalize("NFD", char)
    tone = next((TONES[mark] for mark in marks[1:] if mark in TONES), 0)
    if not tone:
        return char, 0
    return nfc("".join(mark for mark in marks if mark not in TONES)), tone
