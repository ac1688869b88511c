"""Context: the whole content with its groups and the day, for the pages that look at many texts at once.

Pure. Such pages are made whole while the build plans; a story's page, of which there are thousands, sees no
more than its `Frame` and its plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from neuguong.content.grouping import Index, Relations
from neuguong.content.load import Content
from neuguong.content.model import Article
from neuguong.site.frame import Frame
from neuguong.site.links import Hidden

Rendered = Callable[[Article], str]
"""Returns the rendered text of an article."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Context(Frame):
    """Everything the pages of one build are made of."""

    content: Content
    index: Index
    relations: Relations
    today: date
    shown: frozenset[str]
    """The paths of all articles that are public on the day."""
    text_of: Rendered

    @property
    def hidden(self) -> Hidden:
        """Return what no page may lead to."""
        return Hidden(self.shown)

    @property
    def frame(self) -> Frame:
        """Return the part that pages of single texts may see."""
        return Frame(
            words=self.words,
            settings=self.settings,
            vocabularies=self.vocabularies,
            fields_in_use=self.fields_in_use,
            places_in_use=self.places_in_use,
            levels_in_use=self.levels_in_use,
            heirs=self.heirs,
            edition=self.edition,
        )
