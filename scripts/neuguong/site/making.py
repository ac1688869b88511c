"""Plans → pages in the output folder: the work of a crew.

A plan says all that its page depends on, and a worker has nothing but the frame, the templates and the
rendered texts; so the same plan makes the same bytes in every process. Each page is written where it is
made, and only word of it goes back.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
from jinja2 import Environment
from msgspec.structs import replace

from neuguong import fingerprint
from neuguong.content.model import Article
from neuguong.crew import Crew, batches
from neuguong.site import render, stories
from neuguong.site.context import Bodies, text_of
from neuguong.site.frame import Frame
from neuguong.site.pages import Card, ListPage, Page, Site
from neuguong.site.plans import ListPlan, Plan, StoryPlan, WholePlan
from neuguong.site.stories import StoryParts
from neuguong.site.write import Made, put
from neuguong.store import Bodies as StoredBodies

BATCH = 200
FEW = 120
"""Fewer pages than this are made here and now: starting workers would take longer."""
_CARDS = 4096
"""Cards that a worker remembers: lists and stories of one time show the same ones."""

_encode = msgspec.msgpack.Encoder().encode


class Setup(NamedTuple):
    """What all pages of a build are made with."""

    frame: Frame
    site: Site
    templates: dict[str, str]
    store: str
    session: str
    output: str


class _Story(NamedTuple):
    """A story's plan on its way to a worker: articles are numbers in the batch's list, -1 is nobody."""

    story: int
    before: int
    after: int
    elsewhere: tuple[int, ...]
    nearby: tuple[int, ...]
    hidden: tuple[str, ...]


class _List(NamedTuple):
    """A list page's plan on its way to a worker."""

    page: ListPage
    articles: tuple[int, ...]


class _Batch(NamedTuple):
    """Some plans, and every article that they name once: its digest and, packed, the article."""

    faces: list[bytes]
    articles: list[msgspec.Raw]
    stories: list[_Story]
    lists: list[_List]


_decode_article = msgspec.msgpack.Decoder(Article).decode
_decode_batch = msgspec.msgpack.Decoder(_Batch).decode
_decode_made = msgspec.msgpack.Decoder(list[Made]).decode


def make_pages(plans: Sequence[Plan], setup: Setup, crew: Crew) -> Iterator[Made]:
    """Make the pages and yield word of each."""
    many = [plan for plan in plans if not isinstance(plan, WholePlan)]
    many.sort(key=_newest)  # pages of one time show the same cards
    wrapped, packed = _encode(setup), functools.lru_cache(_CARDS)(_raw)
    jobs = ((wrapped, _packed(batch, packed)) for batch in batches(many, BATCH))
    results = crew.map(_make, jobs, alone=len(many) < FEW)
    desk = _desk(wrapped)
    for plan in plans:  # while the workers are at the many
        if isinstance(plan, WholePlan):
            yield desk.finished(plan.path, plan.page)
    for result in results:
        yield from _decode_made(result)


def page_of(plan: Plan, frame: Frame, bodies: Bodies) -> Page:
    """Return the page that a plan describes, before its template."""
    if isinstance(plan, StoryPlan):
        return stories.story_page(frame, _parts(plan, frame, bodies))
    if isinstance(plan, ListPlan):
        return replace(plan.page, cards=frame.cards(plan.articles))
    return plan.page


def _parts(plan: StoryPlan, frame: Frame, bodies: Bodies) -> StoryParts:
    return StoryParts(
        story=plan.story,
        html=text_of(plan.story, bodies),
        before=frame.card(plan.before) if plan.before else None,
        after=frame.card(plan.after) if plan.after else None,
        elsewhere=frame.cards(plan.elsewhere),
        nearby=frame.cards(plan.nearby),
        hidden=plan.hidden,
    )


def _newest(plan: StoryPlan | ListPlan) -> tuple[date, str, str]:
    """Return when the newest article of a plan was published."""
    if isinstance(plan, StoryPlan):
        return plan.story.order
    return plan.articles[0].order if plan.articles else (date.min, "", "")


def _raw(article: Article) -> msgspec.Raw:
    return msgspec.Raw(_encode(article))


def _packed(plans: Iterable[StoryPlan | ListPlan], packed: Callable[[Article], msgspec.Raw]) -> bytes:
    """Return the plans as bytes; an article that several of them need goes along once."""
    numbers: dict[str, int] = {}
    batch = _Batch([], [], [], [])

    def number(article: Article | None) -> int:
        if article is None:
            return -1
        if article.path not in numbers:
            numbers[article.path] = len(numbers)
            batch.faces.append(article.face_digest)
            batch.articles.append(packed(article))
        return numbers[article.path]

    for plan in plans:
        if isinstance(plan, ListPlan):
            batch.lists.append(_List(plan.page, tuple(map(number, plan.articles))))
        else:
            elsewhere, nearby = tuple(map(number, plan.elsewhere)), tuple(map(number, plan.nearby))
            ends = number(plan.before), number(plan.after)
            batch.stories.append(_Story(number(plan.story), *ends, elsewhere, nearby, plan.hidden))
    return _encode(batch)


def _make(job: tuple[bytes, bytes]) -> bytes:
    """Make the pages of one batch; the work of a crew."""
    wrapped, packed = job
    return _encode(list(_desk(wrapped).make(_decode_batch(packed))))


@functools.lru_cache(maxsize=1)
def _desk(wrapped: bytes) -> _Desk:
    return _Desk(msgspec.msgpack.decode(wrapped, type=Setup))


class _Desk:
    """What a worker has on its desk, kept from batch to batch."""

    def __init__(self, setup: Setup) -> None:
        self.frame = setup.frame
        self.site = setup.site
        self.output = Path(setup.output)
        self.bodies = StoredBodies(Path(setup.store))
        self.environment: Environment = render.environment(setup.templates)
        self.cards: dict[bytes, Card] = {}

    def make(self, batch: _Batch) -> Iterator[Made]:

        def card(number: int) -> Card:
            face = batch.faces[number]
            if face not in self.cards:
                if len(self.cards) >= _CARDS:
                    self.cards.clear()
                self.cards[face] = self.frame.card(_decode_article(batch.articles[number]))
            return self.cards[face]

        own = [_decode_article(batch.articles[story.story]) for story in batch.stories]
        html = self.bodies.several([story.path for story in own])
        for story, plan in zip(own, batch.stories, strict=True):
            parts = StoryParts(
                story=story,
                html=text_of(story, html),
                before=card(plan.before) if plan.before >= 0 else None,
                after=card(plan.after) if plan.after >= 0 else None,
                elsewhere=tuple(map(card, plan.elsewhere)),
                nearby=tuple(map(card, plan.nearby)),
                hidden=plan.hidden,
            )
            shown = stories.story_page(self.frame, parts)
            yield self.finished(shown.head.path, shown)
        for page, numbers in batch.lists:
            yield self.finished(page.head.path, replace(page, cards=tuple(map(card, numbers))))

    def finished(self, path: str, page: Page) -> Made:
        """Render a page and write it."""
        data = render.html(page, self.site, self.environment)
        done = put(self.output, path, data)
        return Made(path, fingerprint.digest(data), done.stamp, done.changed)
