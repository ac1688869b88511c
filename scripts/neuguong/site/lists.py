"""Groups → list pages: all stories, each field, each place, each field in a place.

Long lists are numbered from the oldest text: the front page holds the newest (up to 39), full pages of 20 lie
behind it, and a new text changes a bounded number of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from neuguong import fingerprint
from neuguong.content.grouping import Articles
from neuguong.content.vocabulary import Place
from neuguong.site import addresses, words
from neuguong.site.context import Context
from neuguong.site.frame import Frame
from neuguong.site.pages import Link, ListPage, Section
from neuguong.site.plans import ArchivePlan, ListPlan, Series

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
        "Tất cả bài",
        "Mọi bài trên trang, bài mới ở trên cùng.",
        feed=addresses.FEED if context.index.all else "",
    )


def _field_pages(context: Context) -> Iterator[ListPlan | ArchivePlan]:
    crumb = Link(text="Lĩnh vực", href=addresses.FIELDS)
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
            field.name + ".",
            crumbs=(crumb,),
            section=addresses.FIELDS,
            sections=(Section(title="Xem theo nơi chốn", links=tuple(by_place)),),
            mark=field.slug,
            feed=addresses.feed(addresses.field(field.slug)),
        )
        yield from _field_place_pages(context, field.slug)


def _field_place_pages(context: Context, slug: str) -> Iterator[ListPlan | ArchivePlan]:
    field = context.field(slug)
    crumbs = (Link(text="Lĩnh vực", href=addresses.FIELDS), context.field_link(slug))
    for place, _count in _places_in(context, slug):
        yield from list_pages(
            context,
            context.index.by_field_place[slug, place.slug],
            addresses.field_place(slug, place.slug),
            f"{field.short}, {place.name}",
            f"{place.name}: các bài thuộc lĩnh vực “{field.short}”.",
            crumbs=crumbs,
            section=addresses.FIELDS,
            sections=(
                Section(
                    title="Xem rộng hơn",
                    links=(context.field_link(slug), context.place_link(place.slug)),
                ),
            ),
            mark=slug,
        )


def _places_in(context: Context, field: str) -> Iterator[tuple[Place, int]]:
    for place in context.vocabularies.places:
        members = context.index.by_field_place.get((field, place.slug))
        if members:
            yield place, len(members)


def _place_pages(context: Context) -> Iterator[ListPlan | ArchivePlan]:
    crumb = Link(text="Nơi chốn", href=addresses.PLACES)
    for place in context.vocabularies.places:
        members = context.index.by_place.get(place.slug, ())
        if not members:
            continue
        by_field = [
            Link(
                text=field.short,
                href=addresses.field_place(field.slug, place.slug),
                count=len(context.index.by_field_place[field.slug, place.slug]),
                mark=field.slug,
            )
            for field in context.vocabularies.fields
            if (field.slug, place.slug) in context.index.by_field_place
        ]
        yield from list_pages(
            context,
            members,
            addresses.place(place.slug),
            place.name,
            f"{place.name}: những chuyện đã kể ở nơi này.",
            crumbs=(crumb,),
            section=addresses.PLACES,
            notes=tuple(place_notes(context, place)),
            sections=(Section(title="Xem theo lĩnh vực", links=tuple(by_field)),),
            feed=addresses.feed(addresses.place(place.slug)),
        )


def place_notes(context: Context, place: Place) -> Iterator[str]:
    """Yield what happened to the place: when it began and ended, from what, into what."""
    vocabularies = context.vocabularies
    if place.merged_from and place.valid_from:
        parts = ", ".join(place.merged_from)
        yield f"Lập ngày {words.day(place.valid_from).words} từ: {parts}."
    district = vocabularies.district_of(place)
    if district is not None and district is not place:
        yield f"Trước đây thuộc: {district.name}."
    if place.valid_to is not None and place.valid_to < context.today:
        heirs = ", ".join(heir.name for heir in vocabularies.heirs(place, context.today))
        yield (f"Đơn vị này có đến hết ngày {words.day(place.valid_to).words}; địa bàn nay thuộc: {heirs}.")


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
) -> Iterator[ListPlan | ArchivePlan]:
    """Make the front page of a list and the full older pages behind it."""
    behind = max(0, len(articles) // PER_PAGE - 1)
    newest = articles[behind * PER_PAGE :]
    feed_link = Link(text=title, href=feed) if feed else None
    archives = [_archive_link(front, number) for number in range(1, behind + 1)]
    page = ListPage(
        head=context.head(
            front,
            title,
            f"{words.stories(len(articles))}. {intro}",
            crumbs,
            section=section,
            feed=feed_link,
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
        series = Series(front=front, title=title, intro=intro, crumbs=crumbs, section=section, mark=mark)
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
    series, number = plan.series, plan.number
    front_link = Link(text=series.title, href=series.front)
    return ListPage(
        head=frame.head(
            plan.path,
            f"{series.title}, trang {number}",
            f"Bài cũ hơn, trang {number}. {series.intro}",
            (*series.crumbs, front_link),
            section=series.section,
        ),
        title=f"{series.title}, trang {number}",
        intro=f"Các bài {_span(plan.articles[::-1])}.",
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


def _span(members: Articles) -> str:
    first, last = words.day(members[0].meta.date).words, words.day(members[-1].meta.date).words
    return f"từ {first} đến {last}"
