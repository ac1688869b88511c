"""Source: the file of an article, and what its path alone says. Records only, and what may become of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Where a text lies: stories/<year>/, contest/<season>/entries/ or call.md, content/pages/.

    A translation lies beside its story, as slug.<language>.md.
    """

    STORY = "story"
    TRANSLATION = "translation"
    ENTRY = "entry"
    CALL = "call"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Source:
    """An article's file: its path, what the path says, and the pictures beside it."""

    kind: Kind
    path: str
    group: str
    slug: str
    pictures: tuple[str, ...] = ()
    stamp: bytes = field(default=b"", compare=False)
    """What the file looked like when the folder was listed; b"": read it to know."""
    lang: str = ""
    """The language of a translation."""

    @property
    def key(self) -> str:
        """Return group/slug."""
        return f"{self.group}/{self.slug}"

    @property
    def folder(self) -> str:
        """Return the folder of the article's pictures."""
        return self.path.removesuffix(".md")


class TextChanged(Exception):  # noqa: N818 - says what happened, not that somebody erred
    """A text is no longer the one that was read and checked; names its file."""
