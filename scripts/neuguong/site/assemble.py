"""Content → page models: every page of the site as a frozen record, in order.

Pure: the content, the plain pages and the day of the build in, pages out. Unpublished texts are left out
here, at the door; nothing behind it ever sees them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from neuguong.content import grouping
from neuguong.content.grouping import Articles
from neuguong.content.load import Content
from neuguong.site import (
    addresses,
    api,
    directories,
    facets,
    feeds,
    linked_data,
    lists,
    seasons,
    stories,
)
from neuguong.site.api import Document
from neuguong.site.cartogram import cartogram
from neuguong.site.context import Context, Rendered
from neuguong.site.edition import WEB, Edition
from neuguong.site.frame import Frame
from neuguong.site.links import Hidden
from neuguong.site.pages import Feed, Head, HomePage, Link, NotFoundPage, Page, PlainPage, Site
from neuguong.site.plain import PlainText
from neuguong.site.plans import Plan, WholePlan
from neuguong.site.words import Words

LATEST = 6
ABOUT = "gioi-thieu"
INVITATION = "gioi-thieu-dien-hinh"
"""The page of content/pages that invites readers to name an exemplar; the site does without it too."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """What is the same on every page, a plan of each, feeds, data files, the articles shown and hidden."""

    site: Site
    frame: Frame
    plans: tuple[Plan, ...]
    feeds: tuple[Feed, ...]
    documents: tuple[Document, ...]
    articles: Articles
    hidden: Hidden


def assemble(
    content: Content,
    text_of: Rendered,
    plain: Iterable[PlainText],
    today: date,
    words: Words,
    edition: Edition = WEB,
) -> Assembled:
    """Plan every page of the edition as the site stands on the day, in these words."""
    context = make_context(content, text_of, today, words, edition)
    texts = sorted(plain, key=lambda text: (text.order, text.slug))
    entries = (e for season in content.seasons for e in seasons.public_entries(season, today))
    plans = (page if isinstance(page, Plan) else WholePlan(page=page) for page in _pages(context, texts))
    return Assembled(
        _site(context, texts),
        context.frame,
        tuple(plans),
        tuple(feeds.feeds(context)) if edition.feeds else (),
        tuple(api.documents(context)) if edition.api else (),
        (*context.index.all, *entries),
        context.hidden,
    )


def make_context(
    content: Content, text_of: Rendered, today: date, words: Words, edition: Edition = WEB
) -> Context:
    """Group the texts that are public on the day, and note what every page may need to know."""
    public = tuple(story for story in content.stories if story.is_public(today))
    entries = [e for season in content.seasons for e in seasons.public_entries(season, today)]
    vocabularies = content.vocabularies
    index = grouping.index(public, vocabularies)
    return Context(
        words=words,
        settings=content.settings,
        vocabularies=vocabularies,
        fields_in_use=frozenset(index.by_field),
        places_in_use=frozenset(index.by_place),
        levels_in_use=frozenset(index.by_level),
        heirs={
            place.slug: tuple(heir.slug for heir in vocabularies.heirs(place, today))
            for place in vocabularies.places
        },
        edition=edition,
        content=content,
        index=index,
        relations=grouping.relations(index, vocabularies),
        today=today,
        shown=frozenset(article.path for article in (*public, *entries)),
        text_of=text_of,
    )


def _pages(context: Context, texts: Sequence[PlainText]) -> Iterator[Plan | Page]:
    """Yield the pages: planned where there are many of a kind, made at once where there are few."""
    yield _home(context, texts)
    yield from stories.plans(context)
    yield from stories.redirects(context)
    yield from lists.pages(context)
    yield from facets.pages(context)
    yield from directories.pages(context)
    yield from seasons.pages(context)
    for text in texts:
        yield _plain_page(context, text)
    if context.edition.served:
        yield _not_found(context)


def _site(context: Context, texts: Sequence[PlainText]) -> Site:
    settings, words, edition = context.settings, context.words, context.edition
    handbook = [Link(text=words("footer.handbook"), href=addresses.HANDBOOK)]
    if not (context.content.has_handbook and edition.handbook):
        handbook = []
    feed = addresses.FEED if context.index.all and edition.feeds else ""
    return Site(
        name=settings.name,
        tagline=settings.tagline,
        publisher=settings.publisher,
        publisher_en=settings.publisher_en,
        contact=settings.contact,
        base_url=settings.base_url,
        menu=(
            Link(text=words("menu.fields"), href=addresses.FIELDS),
            Link(text=words("menu.places"), href=addresses.PLACES),
            Link(text=words("menu.years"), href=addresses.YEARS),
            Link(text=words("menu.overview"), href=addresses.OVERVIEW),
            Link(text=words("menu.contests"), href=addresses.CONTESTS),
        ),
        footer=(
            *(Link(text=text.title, href=addresses.plain(text.slug), note=text.lang) for text in texts),
            Link(text=words("footer.levels"), href=addresses.LEVELS),
            Link(text=words("footer.forms"), href=addresses.FORMS),
            *handbook,
        ),
        everything=addresses.ALL,
        fields=addresses.FIELDS,
        invitation=addresses.plain(INVITATION) if INVITATION in {text.slug for text in texts} else "",
        style=addresses.STYLE,
        script=addresses.SCRIPT,
        icon=addresses.ICON,
        feed=feed,
        json_feed=addresses.json_feed(feed),
        api=addresses.API if edition.api else "",
        carried=None if edition.served else words.day(context.today),
    )


def _home(context: Context, texts: Sequence[PlainText]) -> HomePage:
    settings = context.settings
    newest = list(reversed(context.index.all[-LATEST - 1 :]))
    years = [
        Link(text=context.words.school_year(slug), href=addresses.year(slug), count=len(members))
        for slug, members in sorted(context.index.by_year.items(), reverse=True)
    ]
    about = next((text for text in texts if text.slug == ABOUT), None)
    head = context.head(
        addresses.HOME,
        settings.name,
        settings.description,
        feed=Link(text=settings.name, href=addresses.FEED) if newest else None,
        linked_data=linked_data.home(settings, context.words.lang),
    )
    return HomePage(
        head=head,
        lead=context.card(newest[0]) if newest else None,
        latest=context.cards(newest[1:]),
        fields=directories.field_links(context),
        places=directories.district_links(context),
        map=cartogram(context),
        years=tuple(years),
        season=seasons.teaser(context),
        count=len(context.index.all),
        about=Link(text=about.title, href=addresses.plain(about.slug)) if about else None,
    )


def _plain_page(context: Context, text: PlainText) -> PlainPage:
    head = context.head(addresses.plain(text.slug), text.title, text.summary, section="", lang=text.lang)
    return PlainPage(head=head, title=text.title, html=text.html)


def _not_found(context: Context) -> NotFoundPage:
    words = context.words
    head: Head = context.head(
        addresses.NOT_FOUND,
        words("missing"),
        words("missing.description"),
        indexed=False,
        from_root=True,
    )
    links = (
        Link(text=words("home"), href=addresses.HOME),
        Link(text=words("all"), href=addresses.ALL),
        Link(text=words("menu.fields"), href=addresses.FIELDS),
        Link(text=words("menu.places"), href=addresses.PLACES),
    )
    return NotFoundPage(head=head, links=links)
