"""Vietnamese as it was typed before Unicode: TCVN3 (fonts named .Vn…) and VNI (fonts named VNI-…).

A font's name and the characters typed in it in; Unicode out. In such files the letters are those of western
alphabets and only the font makes them Vietnamese. The tables are of the standard TCVN 5712:1993 (its third
form) and of the VNI for Windows character set.
"""

from __future__ import annotations

import re
from enum import StrEnum

from neuguong.text import nfc


class Encoding(StrEnum):
    """An encoding that only the font tells."""

    TCVN3 = "TCVN3"
    TCVN3_CAPITALS = "TCVN3 H"
    """Fonts whose names end in H show small letters as capitals."""
    VNI = "VNI"


def encoding_of_font(font: str) -> Encoding | None:
    """Return which encoding a font's name stands for; None for fonts of Unicode."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return Encoding.TCVN3_CAPITALS if name.endswith("h") else Encoding.TCVN3
    return Encoding.VNI if name.startswith("vni-") else None


_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)

_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_VNI_MARKS = {
    **dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)),
    "â": _CIRCUMFLEX,
    **{
        sign: _CIRCUMFLEX + tone
        for sign, tone in zip("áàåãä", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)
    },
    "ê": _BREVE,
    **{
        sign: _BREVE + tone for sign, tone in zip("éèúüë", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)
    },
}
"""What follows a vowel and is printed upon it."""
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_BASES = "aeouyôö"
_VNI_PAIR = re.compile(
    f"([{_VNI_BASES}{_VNI_BASES.upper()}])([{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}])"
    f"|[{''.join(_VNI_LETTERS)}{''.join(_VNI_LETTERS).upper()}]"
)


def to_unicode(text: str, encoding: Encoding) -> str:
    """Return the text in Unicode (NFC)."""
    text = "".join(map(_western, text))
    if encoding is Encoding.VNI:
        return nfc(_VNI_PAIR.sub(_vni, text))
    text = text.translate(_TCVN3)
    return nfc(text.upper() if encoding is Encoding.TCVN3_CAPITALS else text)


def starts_with_mark(text: str) -> bool:
    """Return whether a piece in VNI begins with what belongs onto the letter before it."""
    return text[:1].lower() in _VNI_MARKS


def ends_with_base(text: str) -> bool:
    """Return whether a piece in VNI ends with a letter that takes a mark."""
    return text[-1:].lower() in set(_VNI_BASES)


def _vni(found: re.Match[str]) -> str:
    base = found[1] or found[0]
    letter = _VNI_LETTERS.get(base.lower(), base.lower())
    marked = nfc(letter + _VNI_MARKS[found[2].lower()]) if found[1] else letter
    return marked.upper() if base.isupper() else marked


def _western(char: str) -> str:
    """Return what a byte is in the western code page, if Windows read it as Vietnamese or as a symbol."""
    if "\uf000" <= char <= "\uf0ff":
        return chr(ord(char) - 0xF000)
    try:
        return char if ord(char) < 0x100 else char.encode("cp1258").decode("latin-1")
    except UnicodeEncodeError:
        return char


_UNICODE_LETTER = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")


def is_unicode(text: str) -> bool:
    """Return whether a text holds letters that only Unicode has: then its font says nothing."""
    return _UNICODE_LETTER.search(nfc(text)) is not None


_TCVN3_PLACE = re.compile(r"[®µ¶¸¹](?=[A-Za-zà-þ])|(?<=[A-Za-zà-þ])[µ¶¸¹]")
"""đ, à, ả, á, ạ beside a letter."""
_VNI_PLACE = re.compile("[aeouyôö]([øïûåä])")
"""Vowels with a grave accent, a dot or a hook, or a circumflex with some of them."""


def tells(text: str, encoding: Encoding) -> bool:
    """Return whether a text holds signs that stand in no Vietnamese but that of the encoding."""
    signs = "øïûåäñæî" if encoding is Encoding.VNI else "®µ¶·¸¹¨©ª«¬\u00ad»¼½¾×Þß"
    return any(char in signs for char in map(_western, text.lower()))


def suspect(text: str) -> Encoding | None:
    """Return which encoding a text looks like that is said to be Unicode: five places of a kind tell.

    Vietnamese in Unicode has neither ® within words nor ø after a vowel.
    """
    signs = _TCVN3_PLACE.findall(text)
    if len(signs) >= 5 and len(set(signs)) > 1:  # ¹ alone is the mark of a note
        return Encoding.TCVN3
    signs = _VNI_PLACE.findall(text.lower())
    if len(signs) >= 5 and len(set(signs)) > 1:  # naïve alone is French
        return Encoding.VNI
    return None
