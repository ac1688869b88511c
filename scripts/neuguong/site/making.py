"""Plans → pages in the output folder: the work of a crew.

A plan says all that its page depends on, and a worker has nothing but the frame, the templates and the texts
in their files; so the same plan makes the same bytes in every process. Each page is written where it is
made, and only word of it goes back.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from neuguong import fingerprint
from neuguong.content.files import Tree
from neuguong.content.load_texts import text_of
from neuguong.content.model import Article
from neuguong.crew import Crew
from neuguong.site import lists, render, stories
from neuguong.site.context import Rendered
from neuguong.site.frame import Frame
from neuguong.site.pages import Card, Page, Site
from neuguong.site.plans import ArchivePlan, ListPlan, Plan, StoryPlan, WholePlan
from neuguong.site.render import Compiled
from neuguong.site.stories import StoryParts
from neuguong.site.write import Made, put

BATCH = 100
FEW = 120
"""Fewer pages than this are made here and now: starting workers would take longer."""
_CARDS = 4096
"""Cards that a worker remembers: lists and stories of one time show the same ones."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Made]).decode


class Setup(NamedTuple):
    """What all pages of an edition are made with; `used`: for each template those that it needs."""

    frame: Frame
    site: Site
    templates: Mapping[str, str]
    used: Mapping[str, Iterable[str]]
    compiled: Compiled
    tree: Tree
    output: Path


def make_pages(plans: Sequence[Plan], setup: Setup, crew: Crew) -> Iterator[Made]:
    """Begin to make the pages; the iterator brings word of each."""
    whole = [plan for plan in plans if isinstance(plan, WholePlan)]
    many = [plan for plan in plans if not isinstance(plan, WholePlan)]
    many.sort(key=_newest)  # pages of one time show the same cards
    desk = _Desk(setup, many)
    desk.prepare({plan.template for plan in plans})
    parts = [slice(at, at + BATCH) for at in range(0, len(many), BATCH)]
    results = crew.map(_make, desk, parts, alone=len(many) < FEW)
    return _word_of(desk, whole, results)


def _word_of(desk: _Desk, whole: Sequence[WholePlan], results: Iterator[bytes]) -> Iterator[Made]:
    yield from desk.make(whole)  # while the workers are at the many
    for result in results:
        yield from _decode(result)


def page_of(plan: Plan, frame: Frame, text_of: Rendered, card: Callable[[Article], Card]) -> Page:
    """Return the page that a plan describes, before its template."""
    if isinstance(plan, StoryPlan):
        parts = StoryParts(
            story=plan.story,
            html=text_of(plan.story),
            before=card(plan.before) if plan.before else None,
            after=card(plan.after) if plan.after else None,
            elsewhere=tuple(map(card, plan.elsewhere)),
            nearby=tuple(map(card, plan.nearby)),
            hidden=plan.hidden,
            abroad=plan.abroad,
            has_counterpart=plan.has_counterpart,
        )
        return stories.story_page(frame, parts)
    if isinstance(plan, ListPlan):
        return replace(plan.page, cards=tuple(map(card, plan.articles)))
    if isinstance(plan, ArchivePlan):
        return replace(lists.archive_page(frame, plan), cards=tuple(map(card, plan.articles)))
    return plan.page


def _newest(plan: StoryPlan | ListPlan | ArchivePlan) -> tuple[date, str, str]:
    """Return when the newest article of a plan was published."""
    if isinstance(plan, StoryPlan):
        return plan.story.order
    return plan.articles[0].order if plan.articles else (date.min, "", "")


def _make(desk: _Desk, part: slice) -> bytes:
    """Make some of the pages; the work of a crew."""
    return _encode(desk.make(desk.plans[part]))


class _Desk:
    """What whoever makes pages has at hand: plans, and what they are made with; can be sent to a worker."""

    def __init__(self, setup: Setup, plans: Sequence[Plan]) -> None:
        self.setup = setup
        self.plans = plans
        frame = setup.frame
        self.environment = render.environment(
            setup.templates, frame.words, setup.compiled, frame.edition.to_root
        )
        self.text_of = functools.partial(text_of, setup.tree)
        self.cards: dict[str, Card] = {}

    def __reduce__(self) -> tuple[type[_Desk], tuple[Setup, Sequence[Plan]]]:
        return _Desk, (self.setup, self.plans)

    def prepare(self, templates: Iterable[str]) -> None:
        """Compile the templates, once for all workers that will be forked."""
        for name in sorted({used for template in templates for used in self.setup.used.get(template, ())}):
            if name in self.setup.templates:
                self.environment.get_template(name)

    def card(self, article: Article) -> Card:
        """Return the story as it stands in a list; the very same card each time, which templates remember."""
        if article.path not in self.cards:
            if len(self.cards) >= _CARDS:
                self.cards.clear()
            self.cards[article.path] = self.setup.frame.card(article)
        return self.cards[article.path]

    def make(self, plans: Sequence[Plan]) -> list[Made]:
        """Make some pages and write them: one kind of work after the other, which processors like."""
        frame, site, output = self.setup.frame, self.setup.site, self.setup.output
        pages = [page_of(plan, frame, self.text_of, self.card) for plan in plans]
        texts = [render.html(page, site, self.environment) for page in pages]
        paths = [frame.edition.folder + page.head.path for page in pages]
        done = [put(output, path, data) for path, data in zip(paths, texts, strict=True)]
        return [
            Made(path, fingerprint.digest(data), each.stamp, each.changed)
            for path, data, each in zip(paths, texts, done, strict=True)
        ]
