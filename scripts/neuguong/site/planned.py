"""The last plan of a process that builds on every save: most often only the words of a story have changed.

Content, plain pages, day and theme in; the plan of the site and its files out, made anew or with those
stories put in place of what they were. Pure. Beside its own page a story is seen by its face (title, summary,
photos and other metadata), so where every face is as it was, nothing else of the plan can be another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import msgspec

from neuguong.content.load import Content
from neuguong.content.model import Article
from neuguong.site.assemble import Assembled
from neuguong.site.context import Rendered
from neuguong.site.editions import Editions, plan_editions
from neuguong.site.frame import Frame
from neuguong.site.medium import WEB, Medium
from neuguong.site.plain import PlainText
from neuguong.site.plans import Plan, StoryPlan
from neuguong.site.stories import links_in
from neuguong.site.theme import Theme
from neuguong.site.wanted import WantedFiles, wanted_files, with_other_words
from neuguong.site.words import Words

Closures = dict[str, tuple[str, ...]]


class _Around(NamedTuple):
    """What a plan is made of beside the content and its texts."""

    plain: tuple[PlainText, ...]
    today: date
    words: Mapping[str, Words]
    medium: Medium


@dataclass(slots=True)
class Planned:
    """What was planned last, of what, and the files wanted for it."""

    content: Content | None = None
    around: _Around | None = None
    editions: Editions | None = None
    wanted: WantedFiles | None = None
    _wanted_with: tuple[Frame, Theme, Closures] | None = None

    def plan(
        self,
        content: Content,
        text_of: Rendered,
        plain: Iterable[PlainText],
        today: date,
        words: Mapping[str, Words],
        medium: Medium = WEB,
    ) -> Editions:
        """Plan every page of the site as it stands on the day, and keep the plan for the next time."""
        around = _Around(tuple(plain), today, words, medium)
        found = self._again(content, around)
        if found is None:
            found = plan_editions(content, text_of, *around)
        self.content, self.around, self.editions = content, around, found
        return found

    def want(self, editions: Editions, theme: Theme, used: Closures) -> WantedFiles:
        """Return the files of a plan in this theme; `used`: the templates that each template needs.

        A plan with the very frame of the last one is that one with other words; see `_with`.
        """
        last, frame = self._wanted_with, editions[0].frame
        if self.wanted and last and last[0] is frame and last[1:] == (theme, used):
            found = with_other_words(self.wanted, editions)
        else:
            found = wanted_files(editions, theme, used)
        self.wanted, self._wanted_with = found, (frame, theme, used)
        return found

    def _again(self, content: Content, around: _Around) -> Editions | None:
        """Return the last plan with the stories as they are now; None where more than words has changed."""
        if self.editions is None or self.content is None:
            return None
        if around != self.around:
            return None
        before, now = self.content, content
        if replace(now, stories=(), translations=()) != replace(before, stories=(), translations=()):
            return None
        changed = _other_words((*before.stories, *before.translations), (*now.stories, *now.translations))
        return None if changed is None else tuple(_with(edition, changed) for edition in self.editions)


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
        return msgspec.structs.replace(
            plan,
            story=story,
            hidden=links_in(story, assembled.hidden),
            abroad=links_in(story, assembled.abroad),
        )

    return replace(
        assembled,
        plans=tuple(map(exchanged, assembled.plans)),
        articles=tuple(changed.get(article.path, article) for article in assembled.articles),
    )
