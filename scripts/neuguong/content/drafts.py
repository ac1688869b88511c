"""Draft: one article as it was written, right or wrong, and where everything in it stands.

The rules of `checks` look at drafts; only a draft without errors becomes a `model.Article`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from neuguong.content.markup import Outline
from neuguong.content.model import PhotoFile
from neuguong.content.source import Source
from neuguong.marked_yaml import Marked
from neuguong.problems import Problem
from neuguong.records import parse_day


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
