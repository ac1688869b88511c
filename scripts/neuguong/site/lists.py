"""Groups → list pages, directories, the overview and the feeds.

Long lists are numbered from the oldest text: the front page holds the newest (up to 39), full pages of 20 lie
behind it, and a new text changes a bounded number of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from neuguong.content.grouping import Articles
from neuguong.content.model import Article
from neuguong.content.vocabulary import Place, PlaceKind
from neuguong.site import addresses, words
from neuguong.site.context import Context
from neuguong.site.pages import (
    DirectoryPage,
    Feed,
    FeedEntry,
    Link,
    ListPage,
    OverviewPage,
    Page,
    Row,
    Section,
)

PER_PAGE = 20
FEED_LENGTH = 20


def pages(context: Context) -> Iterator[Page]:
    """Make every list, directory and the overview."""
    yield from _all_pages(context)
    yield from _field_pages(context)
    yield from _place_pages(context)
    yield from _other_pages(context)
    yield fields_directory(context)
    yield places_directory(context)
    yield overview(context)


# ---- lists --------------------------------------------------------------------------------------


def _all_pages(context: Context) -> Iterator[ListPage]:
    yield from _list(
        context,
        context.index.all,
        addresses.ALL,
        "Tất cả bài",
        "Mọi câu chuyện, bài mới ở trên.",
        feed=addresses.FEED if context.index.all else "",
    )


def _field_pages(context: Context) -> Iterator[ListPage]:
    crumb = Link(text="Lĩnh vực", href=addresses.FIELDS)
    for field in context.content.vocabularies.fields:
        members = context.index.by_field.get(field.slug, ())
        if not members:
            continue
        by_place = [
            Link(text=place.name, href=addresses.field_place(field.slug, place.slug), count=count)
            for place, count in _places_in(context, field.slug)
        ]
        yield from _list(
            context,
            members,
            addresses.field(field.slug),
            field.short,
            field.name + ".",
            crumbs=(crumb,),
            section=addresses.FIELDS,
            sections=(Section(title="Xem theo nơi", links=tuple(by_place)),),
            mark=field.slug,
            feed=addresses.feed(addresses.field(field.slug)),
        )
        yield from _field_place_pages(context, field.slug)


def _field_place_pages(context: Context, slug: str) -> Iterator[ListPage]:
    field = context.field(slug)
    crumbs = (Link(text="Lĩnh vực", href=addresses.FIELDS), context.field_link(slug))
    for place, _count in _places_in(context, slug):
        yield from _list(
            context,
            context.index.by_field_place[slug, place.slug],
            addresses.field_place(slug, place.slug),
            f"{field.short}, {place.name}",
            f"Lĩnh vực “{field.short}” ở {place.name}.",
            crumbs=crumbs,
            section=addresses.FIELDS,
            sections=(
                Section(
                    title="Rộng hơn",
                    links=(context.field_link(slug), context.place_link(place.slug)),
                ),
            ),
            mark=slug,
        )


def _places_in(context: Context, field: str) -> Iterator[tuple[Place, int]]:
    for place in context.content.vocabularies.places:
        members = context.index.by_field_place.get((field, place.slug))
        if members:
            yield place, len(members)


def _place_pages(context: Context) -> Iterator[ListPage]:
    crumb = Link(text="Nơi chốn", href=addresses.PLACES)
    for place in context.content.vocabularies.places:
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
            for field in context.content.vocabularies.fields
            if (field.slug, place.slug) in context.index.by_field_place
        ]
        yield from _list(
            context,
            members,
            addresses.place(place.slug),
            place.name,
            f"Các câu chuyện ở {place.name}.",
            crumbs=(crumb,),
            section=addresses.PLACES,
            notes=tuple(place_notes(context, place)),
            sections=(Section(title="Xem theo lĩnh vực", links=tuple(by_field)),),
            feed=addresses.feed(addresses.place(place.slug)),
        )


def place_notes(context: Context, place: Place) -> Iterator[str]:
    """Yield what happened to the place: when it began and ended, from what, into what."""
    vocabularies = context.content.vocabularies
    if place.merged_from and place.valid_from:
        parts = ", ".join(place.merged_from)
        yield f"Lập ngày {words.day(place.valid_from).words} từ {parts}."
    district = vocabularies.district_of(place)
    if district is not None and district is not place:
        yield f"Thuộc địa bàn {district.name} trước đây."
    if place.valid_to is not None and place.valid_to < context.today:
        heirs = ", ".join(heir.name for heir in vocabularies.heirs(place, context.today))
        yield (f"Đơn vị này có đến hết ngày {words.day(place.valid_to).words}; địa bàn nay thuộc {heirs}.")


def _other_pages(context: Context) -> Iterator[Page]:
    index, vocabularies = context.index, context.content.vocabularies
    years = [
        (year.slug, f"Năm học {words.school_year(year.slug)}", words.school_year(year.slug))
        for year in reversed(vocabularies.school_years)
    ]
    kinds = (
        (
            "Năm học",
            addresses.YEARS,
            addresses.year,
            index.by_year,
            years,
            "Chuyện của từng năm học, năm mới ở trên.",
        ),
        (
            "Cấp học",
            addresses.LEVELS,
            addresses.level,
            index.by_level,
            [(term.slug, term.name, term.name) for term in vocabularies.levels],
            "Từ lớp mầm non đến trường nghề.",
        ),
        (
            "Đối tượng",
            addresses.FORMS,
            addresses.form,
            index.by_form,
            [(term.slug, term.name, term.name) for term in vocabularies.forms],
            "Điển hình là một người, một tập thể, hay một cách làm.",
        ),
    )
    for title, directory, address, groups, names, intro in kinds:
        crumb = Link(text=title, href=directory)
        links = []
        for slug, long_name, short_name in names:
            members = groups.get(slug, ())
            if members:
                links.append(Link(text=short_name, href=address(slug), count=len(members)))
                yield from _list(
                    context,
                    members,
                    address(slug),
                    long_name,
                    f"{title}: {short_name}.",
                    crumbs=(crumb,),
                    section=directory,
                )
        yield DirectoryPage(
            head=context.head(directory, title, intro, section=directory),
            title=title,
            intro=intro,
            sections=(Section(title="", links=tuple(links)),),
        )


def _list(
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
) -> Iterator[ListPage]:
    """Make the front page of a list and the full older pages behind it."""
    behind = max(0, len(articles) // PER_PAGE - 1)
    feed_link = Link(text=title, href=feed) if feed else None
    archives = [Link(text=str(n), href=addresses.archive(front, n)) for n in range(1, behind + 1)]
    yield ListPage(
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
        cards=context.cards(reversed(articles[behind * PER_PAGE :])),
        sections=tuple(part for part in sections if part.links),
        archives=tuple(reversed(archives)),
        newer=None,
        older=archives[-1] if archives else None,
        mark=mark,
    )
    for number in range(1, behind + 1):
        members = articles[(number - 1) * PER_PAGE : number * PER_PAGE]
        path = addresses.archive(front, number)
        front_link = Link(text=title, href=front)
        yield ListPage(
            head=context.head(
                path,
                f"{title}, trang {number}",
                f"Bài cũ hơn, trang {number}. {intro}",
                (*crumbs, front_link),
                section=section,
            ),
            title=f"{title}, trang {number}",
            intro=f"Các bài {_span(members)}.",
            notes=(),
            count=None,
            cards=context.cards(reversed(members)),
            sections=(),
            archives=(),
            newer=archives[number] if number < behind else front_link,
            older=archives[number - 2] if number > 1 else None,
            mark=mark,
        )


def _span(members: Articles) -> str:
    first, last = words.day(members[0].meta.date).words, words.day(members[-1].meta.date).words
    return f"từ {first} đến {last}"


# ---- directories --------------------------------------------------------------------------------


def field_links(context: Context) -> tuple[Link, ...]:
    """Return all 20 fields; one without a story yet has no address."""
    return tuple(
        Link(
            text=field.short,
            href=addresses.field(field.slug) if field.slug in context.index.by_field else "",
            count=len(context.index.by_field.get(field.slug, ())),
            note=field.name,
            mark=field.slug,
        )
        for field in context.content.vocabularies.fields
    )


def district_links(context: Context) -> tuple[Link, ...]:
    """Return the districts of 2014 with the number of stories from their ground."""
    return tuple(_place_entry(context, place) for place in context.content.vocabularies.districts)


def fields_directory(context: Context) -> DirectoryPage:
    """Make the page of the 20 fields."""
    intro = "Kế hoạch của ngành tìm người tốt, việc tốt ở hai mươi lĩnh vực."
    return DirectoryPage(
        head=context.head(addresses.FIELDS, "Lĩnh vực", intro, section=addresses.FIELDS),
        title="Lĩnh vực",
        intro=intro,
        sections=(Section(title="", links=field_links(context)),),
    )


def places_directory(context: Context) -> DirectoryPage:
    """Make the page of the places: districts of the day, then communes by former district."""
    vocabularies = context.content.vocabularies
    by_district: dict[str, list[Link]] = {}
    provinces = []
    for place in vocabularies.places:
        if place.slug not in context.index.by_place:
            continue
        if place.kind is PlaceKind.PROVINCE:
            provinces.append(_place_entry(context, place))
        elif place.kind is PlaceKind.COMMUNE:
            district = vocabularies.district_of(place)
            name = district.name if district else ""
            by_district.setdefault(name, []).append(_place_entry(context, place))
    communes = [
        Link(text=link.text, href=link.href, count=link.count, note=name)
        for name, links in by_district.items()
        for link in links
    ]
    intro = (
        "Mỗi câu chuyện ở lại với địa danh của ngày nó xảy ra. Từ 01/7/2025 không còn cấp huyện: "
        "bài mới xếp theo xã, phường, và vẫn tìm được theo huyện cũ."
    )
    sections = (
        Section(title="Huyện, thành phố (đến 30/6/2025)", links=district_links(context)),
        Section(title="Xã, phường (từ 01/7/2025)", links=tuple(communes)),
        Section(title="Toàn tỉnh", links=tuple(provinces)),
    )
    return DirectoryPage(
        head=context.head(addresses.PLACES, "Nơi chốn", intro, section=addresses.PLACES),
        title="Nơi chốn",
        intro=intro,
        sections=tuple(section for section in sections if section.links),
    )


def _place_entry(context: Context, place: Place) -> Link:
    members = context.index.by_place.get(place.slug, ())
    href = addresses.place(place.slug) if members else ""
    return Link(text=place.name, href=href, count=len(members))


def overview(context: Context) -> OverviewPage:
    """Make the table of fields × districts (and whole-province texts where there are any)."""
    index, vocabularies = context.index, context.content.vocabularies
    provinces = [
        place
        for place in vocabularies.places
        if place.kind is PlaceKind.PROVINCE and place.slug in index.by_place
    ]
    columns = (*vocabularies.districts, *provinces)
    rows = tuple(
        Row(
            field=link,
            cells=tuple(_cell(context, link.mark, place) for place in columns),
            total=len(index.by_field.get(link.mark, ())),
        )
        for link in field_links(context)
    )
    title = "Tổng quan: lĩnh vực và nơi chốn"
    return OverviewPage(
        head=context.head(
            addresses.OVERVIEW,
            title,
            "Bảng hai mươi lĩnh vực theo từng huyện, thành phố: mỗi ô dẫn tới các bài ở đó.",
            section=addresses.OVERVIEW,
        ),
        title=title,
        columns=tuple(_place_entry(context, place) for place in columns),
        rows=rows,
        totals=tuple(len(index.by_place.get(place.slug, ())) for place in columns),
        total=len(index.all),
    )


def _cell(context: Context, field: str, place: Place) -> Link | None:
    members = context.index.by_field_place.get((field, place.slug))
    if not members:
        return None
    return Link(
        text=f"{context.field(field).short}, {place.name}",
        href=addresses.field_place(field, place.slug),
        count=len(members),
    )


# ---- feeds --------------------------------------------------------------------------------------


def feeds(context: Context) -> Iterator[Feed]:
    """Make the feeds: all stories, each field, each place."""
    name = context.content.settings.name
    if context.index.all:
        yield _feed(context, context.index.all, addresses.FEED, name, addresses.HOME)
    groups = chain(
        ((context.field(s).short, addresses.field(s), m) for s, m in context.index.by_field.items()),
        ((context.place(s).name, addresses.place(s), m) for s, m in context.index.by_place.items()),
    )
    for title, page, members in groups:
        yield _feed(context, members, addresses.feed(page), f"{name}: {title}", page)


def _feed(context: Context, articles: Articles, path: str, title: str, page: str) -> Feed:
    base = context.content.settings.base_url
    newest = reversed(articles[-FEED_LENGTH:])
    return Feed(
        path=path,
        title=title,
        url=addresses.absolute(base, page),
        entries=tuple(_feed_entry(context, article) for article in newest),
    )


def _feed_entry(context: Context, article: Article) -> FeedEntry:
    meta = article.meta
    sample = "[Bài mẫu] " if meta.sample else ""
    return FeedEntry(
        url=addresses.absolute(context.content.settings.base_url, addresses.story(article)),
        title=meta.title,
        summary=sample + meta.summary,
        author=meta.author.name,
        date=meta.date.isoformat(),
        updated=(meta.updated or meta.date).isoformat(),
        category=context.field(meta.field).short,
    )
