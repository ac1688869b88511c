"""The carried edition: the whole site as one zip, for schools without a line.

Content and plain pages in, a zip and what is in it out. The edition is made from nothing in a folder of its
own beside the store, which is gone afterwards: its pages name the day, so few could be kept, and what is
withdrawn must not lie about until somebody packs again. The output of the web is not touched.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from neuguong.content.files import Tree
from neuguong.content.load import Content
from neuguong.content.load_texts import Step
from neuguong.crew import Crew
from neuguong.settings import Settings
from neuguong.site.build import publish
from neuguong.site.edition import MAIN
from neuguong.site.languages import words_of
from neuguong.site.medium import CARRIED
from neuguong.site.pack import Member, below, pack
from neuguong.site.plain import PlainText
from neuguong.site.theme import read_theme
from neuguong.site.words import Words
from neuguong.store import Store
from neuguong.text import slug

READ_FIRST = "DOC-TRUOC.txt"
_WORK = "carried-"
_PHOTOS, _FONTS, _PAGE = "anh/", "theme/fonts/", ".html"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a zip holds: counts, and sizes in bytes as they are within it; `size` is that of the zip."""

    stories: int
    pages: int
    files: int
    size: int
    photos: int
    fonts: int
    texts: int
    """All pages."""


def carry(
    content: Content,
    plain: Iterable[PlainText],
    tree: Tree,
    theme_folder: Path,
    file: Path,
    today: date,
    store: Store,
    crew: Crew,
    *,
    step: Step = lambda _done, _all: None,
) -> Carried:
    """Write the carried edition, as the site stands on the day, into one zip; raises what `publish` does."""
    words = words_of(read_theme(theme_folder).languages, store)[MAIN]
    top = top_folder(content.settings, today)
    with _work_folder(store) as folder:
        report = publish(
            content, plain, tree, theme_folder, folder, today, store, crew, medium=CARRIED, step=step
        )
        read_first = Member(f"{top}/{READ_FIRST}", read_first_text(content.settings, words, today))
        packed = pack((*below(folder, top), read_first), today, file)

    def size_of(prefix: str, ending: str = "") -> int:
        return sum(
            one.size for one in packed if one.name.startswith(f"{top}/{prefix}") and one.name.endswith(ending)
        )

    return Carried(
        stories=report.stories,
        pages=report.pages,
        files=len(packed),
        size=file.stat().st_size,
        photos=size_of(_PHOTOS),
        fonts=size_of(_FONTS),
        texts=size_of("", _PAGE),
    )


def folder_for_pelican(store: Store) -> Path:
    """Return the folder that Pelican may empty and write to, as its settings ask; `carry` sweeps it away."""
    return store.path.parent / f"{_WORK}pelican"


def top_folder(settings: Settings, today: date) -> str:
    """Return the name of the folder that everything lies in: the site's, in plain letters, and the day."""
    return f"{slug(settings.name) or 'neu-guong'}-{today.isoformat()}"


def read_first_text(settings: Settings, words: Words, today: date) -> bytes:
    """Return what the zip is, how to open it, of which day it is and where the living site is.

    With the mark at its beginning and the line ends that the Notepad of every Windows wants.
    """
    day = words.day(today).words
    lines = (
        words("carried.what", site=settings.name),
        words("carried.open"),
        words("carried.day", day=day),
        words("carried.living", address=settings.base_url),
    )
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


@contextmanager
def _work_folder(store: Store) -> Iterator[Path]:
    """Lend an empty folder beside the store; it goes afterwards, and so does what a killed run left."""
    home = store.path.parent
    for left in home.glob(f"{_WORK}*"):
        shutil.rmtree(left, ignore_errors=True)  # nobody works there: the store is one process's at a time
    with tempfile.TemporaryDirectory(prefix=_WORK, dir=home) as name:
        folder = Path(name).resolve()
        yield folder
        store.forget_folder(os.fsencode(folder))
        store.commit()
