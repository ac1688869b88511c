"""Draft: one article as it was written, right or wrong, and where everything in it stands.

The rules of `checks` look at drafts; only a draft without errors becomes a `model.Article`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from neuguong.content.markup import Link, Outline, scheme
from neuguong.content.model import PhotoFile
from neuguong.content.source import Source
from neuguong.marked_yaml import Marked
from neuguong.problems import Problem
from neuguong.records import parse_day


class Sketch(NamedTuple):
    """As much of a draft as the rules look at that compare articles with each other.

    `links` are those to other files; `formerly` the former addresses, each with its line.
    """

    source: Source
    status: str = ""
    links: tuple[Link, ...] = ()
    formerly: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A source whose front matter could be read.

    `raw` is the body in UTF-8, for articles; `is_ordinary` says that the whole text is (`text.is_ordinary`).
    """

    source: Source
    text: str
    front: Marked
    body: str
    body_line: int
    outline: Outline
    pictures: Mapping[str, PhotoFile | Problem] = field(default_factory=dict)
    raw: bytes = b""
    is_ordinary: bool = False

    def sketch(self) -> Sketch:
        """Return what other articles are compared with."""
        return Sketch(
            self.source,
            self.front.text("status"),
            tuple(link for link in self.outline.links if not scheme(link.target)),
            tuple(
                (address, self.front.line(("formerly", index)))
                for index, address in enumerate(self.front.items("formerly"))
                if isinstance(address, str)
            ),
        )

    def day(self, key: str) -> date | None:
        """Return the day under the key, or None where it is no day."""
        try:
            return parse_day(self.front.text(key))
        except ValueError:
            return None

    @property
    def happened(self) -> date | None:
        """Return the day of the events, or of publication."""
        return self.day("happened") or self.day("date")
