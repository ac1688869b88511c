"""Groups → list pages: all stories, each field, each place, each field in a place.

Long lists are numbered from the oldest text: the front page holds the newest (up to 39), full pages of 20 lie
behind it, and a new text changes a bounded number of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from neuguong import fingerprint
from neuguong.content.grouping import Articles
from neuguong.content.vocabulary import Place
from neuguong.site import addresses
from neuguong.site.context import Context
from neuguong.site.frame import Frame
from neuguong.site.pages import Link, ListPage, Section
from neuguong.site.plans import ArchivePlan, ListPlan, Series
from neuguong.site.words import Words

PER_PAGE = 20


def pages(context: Context) -> Iterator[ListPlan | ArchivePlan]:
    """Make the lists of all stories, of fields, of places and of fields in places."""
    yield from _all_pages(context)
    yield from _field_pages(context)
    yield from _place_pages(context)


def _all_pages(context: Context) -> Iterator[ListPlan | ArchivePlan]:
    yield from list_pages(
        context,
        context.index.all,
        addresses.ALL,
        context.words("all"),
        context.words("all.intro"),
        feed=addresses.FEED if context.index.all else "",
    )


def _field_pages(context: Context) -> Iterator[ListPlan | ArchivePlan]:
    words = context.words
    crumb = Link(text=words("menu.fields"), href=addresses.FIELDS)
    for field in context.vocabularies.fields:
        members = context.index.by_field.get(field.slug, ())
        if not members:
            continue
        by_place = [
            Link(text=place.name, href=addresses.field_place(field.slug, place.slug), count=count)
            for place, count in _places_in(context, field.slug)
        ]
        yield from list_pages(
            context,
            members,
            addresses.field(field.slug),
            field.short,
            words("field.intro", name=field.name),
            crumbs=(crumb,),
            section=addresses.FIELDS,
            sections=(Section(title=words("field.by-place"), links=tuple(by_place)),),
            mark=addresses.mark(field.slug),
            feed=addresses.feed(addresses.field(field.slug)),
            card=context.share_card(addresses.field(field.slug), field.short),
        )
        yield from _field_place_pages(context, field.slug)


def _field_place_pages(context: Context, slug: str) -> Iterator[ListPlan | ArchivePlan]:
    field, words = context.field(slug), context.words
    crumbs = (Link(text=words("menu.fields"), href=addresses.FIELDS), context.field_link(slug))
    for place, _count in _places_in(context, slug):
        yield from list_pages(
            context,
            context.index.by_field_place[slug, place.slug],
            addresses.field_place(slug, place.slug),
            words("field-place.title", field=field.short, place=place.name),
            words("field-place.intro", field=field.short, place=place.name),
            crumbs=crumbs,
            section=addresses.FIELDS,
            sections=(
                Section(
                    title=words("field-place.wider"),
                    links=(context.field_link(slug), context.place_link(place.slug)),
                ),
            ),
            mark=addresses.mark(slug),
            card=context.share_card(addresses.field(slug), field.short),
        )


def _places_in(context: Context, field: str) -> Iterator[tuple[Place, int]]:
    for place in context.vocabularies.places:
        members = context.index.by_field_place.get((field, place.slug))
        if members:
            yield place, len(members)


def _place_pages(context: Context) -> Iterator[ListPlan | ArchivePlan]:
    words = context.words
    crumb = Link(text=words("menu.places"), href=addresses.PLACES)
    for place in context.vocabularies.places:
        members = context.index.by_place.get(place.slug, ())
        if not members:
            continue
        by_field = [
            Link(
                text=field.short,
                href=addresses.field_place(field.slug, place.slug),
                count=len(context.index.by_field_place[field.slug, place.slug]),
                mark=addresses.mark(field.slug),
            )
            for field in context.vocabularies.fields
            if (field.slug, place.slug) in context.index.by_field_place
        ]
        yield from list_pages(
            context,
            members,
            addresses.place(place.slug),
            place.name,
            words("place.intro", place=place.name),
            crumbs=(crumb,),
            section=addresses.PLACES,
            notes=tuple(place_notes(context, place)),
            sections=(Section(title=words("place.by-field"), links=tuple(by_field)),),
            feed=addresses.feed(addresses.place(place.slug)),
            card=context.share_card(addresses.place(place.slug), place.name),
        )


def place_notes(context: Context, place: Place) -> Iterator[str]:
    """Yield what happened to the place: when it began and ended, from what, into what."""
    vocabularies, words = context.vocabularies, context.words
    if place.merged_from and place.valid_from:
        parts = words.several(place.merged_from)
        yield words("place.founded", day=words.day(place.valid_from).words, places=parts)
    district = vocabularies.district_of(place)
    if district is not None and district is not place:
        yield words("place.formerly", place=district.name)
    if place.valid_to is not None and place.valid_to < context.today:
        heirs = words.several([heir.name for heir in vocabularies.heirs(place, context.today)])
        yield words("place.ended", day=words.day(place.valid_to).words, places=heirs)


def list_pages(
    context: Context,
    articles: Articles,
    front: str,
    title: str,
    intro: str,
    crumbs: tuple[Link, ...] = (),
    section: str = "",
    notes: tuple[str, ...] = (),
    sections: tuple[Section, ...] = (),
    mark: str = "",
    feed: str = "",
    card: Link | None = None,
) -> Iterator[ListPlan | ArchivePlan]:
    """Make the front page of a list and the full older pages behind it."""
    words, behind = context.words, max(0, len(articles) // PER_PAGE - 1)
    card = card or context.home_card
    newest = articles[behind * PER_PAGE :]
    feed_link = Link(text=title, href=feed) if feed else None
    archives = [_archive_link(front, number) for number in range(1, behind + 1)]
    page = ListPage(
        head=context.head(
            front,
            title,
            words("list.description", count=words("stories", n=len(articles)), intro=intro),
            crumbs,
            section=section,
            feed=feed_link,
            card=card,
        ),
        title=title,
        intro=intro,
        notes=notes,
        count=len(articles),
        cards=(),
        sections=tuple(part for part in sections if part.links),
        archives=tuple(reversed(archives)),
        newer=None,
        older=archives[-1] if archives else None,
        mark=mark,
    )
    yield ListPlan(page=page, around=fingerprint.of_record(page), articles=newest[::-1])
    if behind:
        series = Series(
            front=front, title=title, intro=intro, crumbs=crumbs, section=section, mark=mark, card=card
        )
        yield from _archives(series, articles[: behind * PER_PAGE])


def _archives(series: Series, articles: Articles) -> Iterator[ArchivePlan]:
    """Plan the older pages of a list, each of them full."""
    around = fingerprint.of_record(series)
    for end in range(PER_PAGE, len(articles) + 1, PER_PAGE):
        number = end // PER_PAGE
        yield ArchivePlan(
            path=addresses.archive(series.front, number),
            series=series,
            around=around,
            number=number,
            is_last=end == len(articles),
            articles=articles[end - PER_PAGE : end][::-1],
        )


def archive_page(frame: Frame, plan: ArchivePlan) -> ListPage:
    """Make an older page of a list, without its cards."""
    series, number, words = plan.series, plan.number, frame.words
    front_link = Link(text=series.title, href=series.front)
    title = words("archive.title", title=series.title, number=str(number))
    return ListPage(
        head=frame.head(
            plan.path,
            title,
            words("archive.description", number=str(number), intro=series.intro),
            (*series.crumbs, front_link),
            has_counterpart=False,
            section=series.section,
            card=series.card,
        ),
        title=title,
        intro=_span(plan.articles[::-1], words),
        notes=(),
        count=None,
        cards=(),
        sections=(),
        archives=(),
        newer=front_link if plan.is_last else _archive_link(series.front, number + 1),
        older=_archive_link(series.front, number - 1) if number > 1 else None,
        mark=series.mark,
    )


def _archive_link(front: str, number: int) -> Link:
    return Link(text=str(number), href=addresses.archive(front, number))


def _span(members: Articles, words: Words) -> str:
    first, last = words.day(members[0].meta.date).words, words.day(members[-1].meta.date).words
    return words("archive.intro", first=first, last=last)
