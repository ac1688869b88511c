"""The last plan of a process that builds on every save: most often only the words of a story have changed.

Content, plain pages, day and theme in; the plan of the site and its files out, made anew or with those
stories put in place of what they were. Pure. Beside its own page a story is seen by its face (title, summary,
photos and other metadata), so where every face is as it was, nothing else of the plan can be another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import msgspec

from neuguong.content.load import Content
from neuguong.content.model import Article
from neuguong.site.assemble import Assembled, assemble
from neuguong.site.context import Rendered
from neuguong.site.edition import WEB, Edition
from neuguong.site.frame import Frame
from neuguong.site.plain import PlainText
from neuguong.site.plans import Plan, StoryPlan
from neuguong.site.stories import hidden_links
from neuguong.site.theme import Theme
from neuguong.site.wanted import WantedFiles, wanted_files, with_other_words
from neuguong.site.words import Words

Closures = dict[str, tuple[str, ...]]


class _Around(NamedTuple):
    """What a plan is made of beside the content and its texts."""

    plain: tuple[PlainText, ...]
    today: date
    words: Words
    edition: Edition


@dataclass(slots=True)
class Planned:
    """What was planned last, of what, and the files wanted for it."""

    content: Content | None = None
    around: _Around | None = None
    assembled: Assembled | None = None
    wanted: WantedFiles | None = None
    _wanted_with: tuple[Frame, Theme, Closures] | None = None

    def plan(
        self,
        content: Content,
        text_of: Rendered,
        plain: Iterable[PlainText],
        today: date,
        words: Words,
        edition: Edition = WEB,
    ) -> Assembled:
        """Plan every page of the edition as the site stands on the day, and keep the plan for next time."""
        around = _Around(tuple(plain), today, words, edition)
        found = self._again(content, around)
        if found is None:
            found = assemble(content, text_of, *around)
        self.content, self.around = content, around
        self.assembled = found
        return found

    def want(self, assembled: Assembled, theme: Theme, used: Closures) -> WantedFiles:
        """Return the files of a plan in this theme; `used`: the templates that each template needs.

        A plan with the very frame of the last one is that one with other words; see `_with`.
        """
        last = self._wanted_with
        if self.wanted and last and last[0] is assembled.frame and last[1:] == (theme, used):
            found = with_other_words(self.wanted, assembled.plans)
        else:
            found = wanted_files(assembled, theme, used)
        self.wanted, self._wanted_with = found, (assembled.frame, theme, used)
        return found

    def _again(self, content: Content, around: _Around) -> Assembled | None:
        """Return the last plan with the stories as they are now; None where more than words has changed."""
        if self.assembled is None or self.content is None:
            return None
        if around != self.around:
            return None
        if replace(content, stories=()) != replace(self.content, stories=()):
            return None
        changed = _other_words(self.content.stories, content.stories)
        return None if changed is None else _with(self.assembled, changed)


def _other_words(before: tuple[Article, ...], now: tuple[Article, ...]) -> dict[str, Article] | None:
    """Return the stories that are not what they were, by path; None where one has another face, or place."""
    if len(before) != len(now):
        return None
    pairs = [(then, story) for then, story in zip(before, now, strict=True) if then is not story]
    if any((then.path, then.face_digest) != (story.path, story.face_digest) for then, story in pairs):
        return None
    return {story.path: story for _then, story in pairs}


def _with(assembled: Assembled, changed: dict[str, Article]) -> Assembled:
    def exchanged(plan: Plan) -> Plan:
        if not isinstance(plan, StoryPlan) or plan.story.path not in changed:
            return plan
        story = changed[plan.story.path]
        return msgspec.structs.replace(plan, story=story, hidden=hidden_links(story, assembled.hidden))

    return replace(
        assembled,
        plans=tuple(map(exchanged, assembled.plans)),
        articles=tuple(changed.get(article.path, article) for article in assembled.articles),
    )
