"""Marked names, planted where only organisers may read, and looked for in everything that leaves them.

Names and files in, the names that were found out. Files are searched as they are, archives and the words
within pictures unpacked, HTML without its escapes, and with case and marks aside: a name that lost its
accents is still a name.
"""

from __future__ import annotations

import contextlib
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from neuguong.text import fold, nfc

_WORD = re.compile(r"[^\W_]+")
_SEALED = b"age-encryption.org/v1\n"
_PACKED = b"\x1f\x8b"
_PNG = b"\x89PNG"
"""The one kind of picture whose words may be packed; in others they stand as they are."""


class Canaries:
    """Planted names, as runs of words."""

    def __init__(self, planted: Iterable[str]) -> None:
        self._names = {_words(name): name for name in planted}
        self._lengths = sorted({len(words) for words in self._names})

    def found_in(self, name: str, data: bytes) -> tuple[str, ...]:
        """Return the planted names that stand in a file or in its name, sorted."""
        found: set[str] = set()
        for text in _texts(name, data):
            words = _words(text)
            for length in self._lengths:
                runs = {words[at : at + length] for at in range(len(words) - length + 1)}
                found.update(self._names[run] for run in runs & self._names.keys())
        return tuple(sorted(found))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(nfc(text))))


def _texts(name: str, data: bytes) -> Iterator[str]:
    yield name
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for part in packed.namelist():
                yield from _texts(part, packed.read(part))
    elif data.startswith(_SEALED):  # noise: only what is readable as it stands is looked at
        yield " ".join(run.decode() for run in re.findall(rb"[ -~\n]{8,}", data))
    elif data.startswith(_PACKED):
        with contextlib.suppress(OSError, EOFError, zlib.error):
            yield from _texts(name, gzip.decompress(data))
    else:
        if data.startswith(_PNG):
            yield from _words_in(data)
        yield html.unescape(data.decode("utf-8", "replace"))


def _words_in(picture: bytes) -> Iterator[str]:
    """Yield the words beside a picture's pixels."""
    from PIL import Image  # noqa: PLC0415 - few files are pictures

    with contextlib.suppress(OSError, SyntaxError, ValueError), Image.open(io.BytesIO(picture)) as opened:
        opened.load()
        yield " ".join(str(value) for value in opened.info.values())
