"""Share cards in the output: one for the home page, each field and place with stories, each story and entry.

Frame and articles in, a `Drawing` for each card out, and from it the file: drawn in a crew. What a card shows
is in its record, so it is drawn once and stays. Of a person it says no more than the title does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from neuguong.content.model import Article
from neuguong.crew import Crew
from neuguong.share_card.card import Card
from neuguong.site import addresses, write
from neuguong.site.cloths import variation
from neuguong.site.frame import Frame
from neuguong.site.write import Made

BATCH = 10
FEW = 20
"""Fewer cards than this are drawn here and now: starting workers would take longer."""
_SEED = "0"


class Drawing(NamedTuple):
    """A file to draw: where it lies, and the card."""

    target: str
    card: Card


def plan(frame: Frame, articles: Iterable[Article]) -> Iterator[Drawing]:
    """Yield every card of the site; none where its settings want none or nobody can fetch it."""
    if not (frame.settings.share_cards and frame.edition.medium.served):
        return
    yield _drawing(frame, addresses.HOME, _home(frame))
    for field in frame.vocabularies.fields:
        if field.slug in frame.fields_in_use:
            yield _drawing(frame, addresses.field(field.slug), _field(frame, field.slug))
    for place in frame.vocabularies.places:
        if place.slug in frame.places_in_use:
            yield _drawing(frame, addresses.place(place.slug), _place(frame, place.slug))
    for article in articles:
        page = addresses.story(article) if article.is_story else addresses.entry(article)
        yield _drawing(frame, page, _article(frame, article))


def make(drawings: Sequence[Drawing], output: Path, crew: Crew) -> Iterator[Made]:
    """Draw the files and yield word of each."""
    return crew.map_each(_draw, output, drawings, batch=BATCH, few=FEW)


def _draw(output: Path, drawing: Drawing) -> Made:
    """Make one file; the work of a crew."""
    from neuguong.share_card.drawing import png  # noqa: PLC0415 - most builds have no new card

    data = png(drawing.card)
    return write.make(output, drawing.target, data)


def _drawing(frame: Frame, page: str, card: Card) -> Drawing:
    return Drawing(frame.edition.folder + addresses.share_card(page), card)


def _home(frame: Frame) -> Card:
    settings = frame.settings
    return Card(
        title=settings.name,
        small=settings.publisher,
        below=settings.tagline,
        marks=tuple(field.slug for field in frame.vocabularies.fields),
    )


def _field(frame: Frame, slug: str) -> Card:
    field = frame.field(slug)
    return Card(
        title=field.short,
        small=frame.words("menu.fields"),
        site=frame.settings.name,
        below=field.name if field.name != field.short else "",
        field=slug,
        seed=_SEED,
    )


def _place(frame: Frame, slug: str) -> Card:
    """Return the card of a place, in a cloth that its name chooses."""
    name, words = frame.place(slug).name, frame.words
    return Card(title=name, small=words("menu.places"), site=frame.settings.name, field=slug, seed=_SEED)


def _article(frame: Frame, article: Article) -> Card:
    meta = article.meta
    return Card(
        title=meta.title,
        small=frame.field(meta.field).short,
        site=frame.settings.name,
        flag=frame.words("sample") if meta.sample else "",
        field=meta.field,
        seed=str(variation(article)),
    )
