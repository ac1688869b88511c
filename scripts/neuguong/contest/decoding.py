r"""The bytes of a text file (.md, .txt, .csv) → Unicode, as Vietnamese Windows programs write them.

Bytes in; text (NFC, line ends as \n) and the name of the encoding out, or None where it is no text.
"""

from __future__ import annotations

import codecs
import unicodedata

from neuguong.text import nfc

UTF8 = "UTF-8"
UTF16 = "UTF-16"
WINDOWS_1258 = "Windows-1258"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", UTF8),
    (codecs.BOM_UTF16_LE, "utf-16-le", UTF16),
    (codecs.BOM_UTF16_BE, "utf-16-be", UTF16),
)


def decode(data: bytes) -> tuple[str, str] | None:
    """Return the text and which encoding it was in."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _read(data.removeprefix(mark), codec, name)
    return _read(data, "utf-8", UTF8) or _read(data, "cp1258", WINDOWS_1258)


def _read(data: bytes, codec: str, name: str) -> tuple[str, str] | None:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    no_text = any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t\x0c\x0b" for char in text)
    return None if no_text else (text, name)
