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
from neuguong.site.edition import Edition
from neuguong.site.frame import Frame
from neuguong.site.links import Abroad, Hidden
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
    abroad: Abroad

    @property
    def edition(self) -> Edition:
        """Return which of the languages this is."""
        return self.frame.edition


def assemble(
    content: Content,
    text_of: Rendered,
    plain: Iterable[PlainText],
    today: date,
    words: Words,
    edition: Edition,
) -> Assembled:
    """Plan every page of an edition as it stands on the day, in these words."""
    context = make_context(content, text_of, today, words, edition)
    texts = sorted(
        (text for text in plain if edition.is_main or text.lang == edition.lang),
        key=lambda text: (text.order, text.slug),
    )
    shown = content.seasons if edition.is_main else ()
    entries = (e for season in shown for e in seasons.public_entries(season, today))
    plans = (page if isinstance(page, Plan) else WholePlan(page=page) for page in _pages(context, texts))
    return Assembled(
        _site(context, texts),
        context.frame,
        tuple(plans),
        tuple(feeds.feeds(context)) if edition.medium.feeds else (),
        tuple(api.documents(context)) if edition.is_main and edition.medium.api else (),
        (*context.index.all, *entries),
        context.hidden,
        context.abroad,
    )


def make_context(content: Content, text_of: Rendered, today: date, words: Words, edition: Edition) -> Context:
    """Group the texts that are public on the day, and note what every page may need to know."""
    public = tuple(story for story in content.stories if story.is_public(today))
    entries = [e for season in content.seasons for e in seasons.public_entries(season, today)]
    others = [story for story in content.translations if story.is_public(today)]
    keys = frozenset(story.key for story in others)
    vocabularies = content.vocabularies
    index = grouping.index(public, vocabularies)
    return Context(
        edition=edition,
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
        content=content,
        index=index,
        relations=grouping.relations(index, vocabularies),
        today=today,
        shown=frozenset(article.path for article in (*public, *entries, *others)),
        has_counterpart=lambda story: story.key in keys,
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
    if context.edition.is_main:
        yield from seasons.pages(context)
        for text in texts:
            yield _plain_page(context, text)
    if context.edition.is_main and context.edition.medium.served:
        yield _not_found(context)


def _site(context: Context, texts: Sequence[PlainText]) -> Site:
    settings, words, edition = context.settings, context.words, context.edition
    handbook = [Link(text=words("footer.handbook"), href=addresses.HANDBOOK)]
    if not (context.content.has_handbook and edition.medium.handbook):
        handbook = []
    contests = [Link(text=words("menu.contests"), href=addresses.CONTESTS)]
    if not edition.is_main:
        contests = []
    feed = addresses.FEED if context.index.all and edition.medium.feeds else ""
    invitation = addresses.plain(INVITATION) if INVITATION in {text.slug for text in texts} else ""
    return Site(
        name=settings.name,
        tagline=settings.tagline,
        publisher=settings.publisher,
        publisher_en=settings.publisher_en,
        contact=settings.contact,
        base_url=settings.base_url,
        files_url=edition.site_url,
        lang=words.lang,
        menu=(
            Link(text=words("menu.fields"), href=addresses.FIELDS),
            Link(text=words("menu.places"), href=addresses.PLACES),
            Link(text=words("menu.years"), href=addresses.YEARS),
            Link(text=words("menu.overview"), href=addresses.OVERVIEW),
            *contests,
        ),
        footer=(
            *(_text_link(edition, text) for text in texts),
            Link(text=words("footer.levels"), href=addresses.LEVELS),
            Link(text=words("footer.forms"), href=addresses.FORMS),
            *handbook,
        ),
        everything=addresses.ALL,
        fields=addresses.FIELDS,
        invitation=invitation,
        style=addresses.STYLE,
        script=addresses.SCRIPT,
        icon=addresses.ICON,
        feed=feed,
        json_feed=addresses.json_feed(feed),
        api=edition.to_root + addresses.API if edition.medium.api else "",
        carried=None if edition.medium.served else words.day(context.today),
    )


def _text_link(edition: Edition, text: PlainText) -> Link:
    """Return the link to a plain page; all of them lie in the main edition."""
    return Link(text=text.title, href=edition.to_root + addresses.plain(text.slug), note=text.lang)


def _home(context: Context, texts: Sequence[PlainText]) -> HomePage:
    settings = context.settings
    newest = list(reversed(context.index.all[-LATEST - 1 :]))
    years = [
        Link(text=context.words.school_year(slug), href=addresses.year(slug), count=len(members))
        for slug, members in sorted(context.index.by_year.items(), reverse=True)
    ]
    about = next((text for text in texts if text.slug == ABOUT or not context.edition.is_main), None)
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
        season=seasons.teaser(context) if context.edition.is_main else None,
        count=len(context.index.all),
        about=_text_link(context.edition, about) if about else None,
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
