"""The theme's catalogues → the words of each language.

Texts of .po files in, `Words` by language out. A catalogue that cannot be read is a `BrokenCatalogue`, which
says in which line; one that lacks a key is noticed where the key is said.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from neuguong import fingerprint
from neuguong.site.edition import MAIN
from neuguong.site.words import Words
from neuguong.store import Store

FOLDER = "languages"
_CATALOGUE = "catalogue"
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)


class BrokenCatalogue(Exception):  # noqa: N818 - says what is, not that somebody erred
    """A catalogue that is no .po file, or that is not there; its line, or 0."""

    def __init__(self, lang: str, line: int, said: str) -> None:
        super().__init__(said)
        self.lang, self.line = lang, line


def words_of(catalogues: Mapping[str, str], store: Store) -> dict[str, Words]:
    """Return the words of each language whose catalogue is given; the main one must be."""
    if MAIN not in catalogues:
        raise BrokenCatalogue(MAIN, 0, "no catalogue")
    return {lang: Words(lang, _compiled(lang, text, store)) for lang, text in sorted(catalogues.items())}


def text_of(file: Path) -> str:
    """Return the text of a catalogue; raises `BrokenCatalogue`."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BrokenCatalogue(file.stem, 0, "not UTF-8") from error


def compile_catalogue(lang: str, text: str) -> bytes:
    """Return the text of a .po file as gettext reads it; raises `BrokenCatalogue`."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - needed only where a catalogue has changed
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        catalogue = read_po(io.BytesIO(text.encode()), locale=lang, abort_invalid=True)
    except PoFileError as error:
        raise BrokenCatalogue(lang, error.lineno + 1, str(error)) from error  # it counts from 0
    catalogue.creation_date = catalogue.revision_date = _SOME_DAY  # not the clock's: same text, same bytes
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _compiled(lang: str, text: str, store: Store) -> bytes:
    name, key = f"{_CATALOGUE} {lang}", fingerprint.digest(text.encode())
    known = store.memo(name, key)
    if known is None:
        known = compile_catalogue(lang, text)
        store.keep_memo(name, key, known)
    return known
