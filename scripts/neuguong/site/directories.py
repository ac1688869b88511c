"""Pages that show all groups of a kind: the 20 fields, the places, and the table of both."""

from __future__ import annotations

from collections.abc import Iterator

from neuguong.content.vocabulary import Place, PlaceKind
from neuguong.site import addresses
from neuguong.site.cartogram import cartogram
from neuguong.site.context import Context
from neuguong.site.pages import DirectoryPage, Link, OverviewPage, Row, Section


def pages(context: Context) -> Iterator[DirectoryPage | OverviewPage]:
    """Make the directories of fields and of places, and the overview."""
    yield fields_directory(context)
    yield places_directory(context)
    yield overview(context)


def field_links(context: Context) -> tuple[Link, ...]:
    """Return all 20 fields; one without a story yet has no address."""
    return tuple(
        Link(
            text=field.short,
            href=addresses.field(field.slug) if field.slug in context.index.by_field else "",
            count=len(context.index.by_field.get(field.slug, ())),
            note=field.name,
            mark=addresses.mark(field.slug),
        )
        for field in context.vocabularies.fields
    )


def district_links(context: Context) -> tuple[Link, ...]:
    """Return the districts of 2014 with the number of stories from their ground."""
    return tuple(_place_entry(context, place) for place in context.vocabularies.districts)


def fields_directory(context: Context) -> DirectoryPage:
    """Make the page of the 20 fields."""
    title, intro = context.words("menu.fields"), context.words("fields.intro")
    return DirectoryPage(
        head=context.head(addresses.FIELDS, title, intro, section=addresses.FIELDS),
        title=title,
        intro=intro,
        sections=(Section(title="", links=field_links(context)),),
    )


def places_directory(context: Context) -> DirectoryPage:
    """Make the page of the places: districts of the day, then communes by former district."""
    vocabularies = context.vocabularies
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
    words = context.words
    title, intro = words("menu.places"), words("places.intro")
    sections = (
        Section(title=words("places.districts"), links=district_links(context)),
        Section(title=words("places.communes"), links=tuple(communes)),
        Section(title=words("places.provinces"), links=tuple(provinces)),
    )
    return DirectoryPage(
        head=context.head(addresses.PLACES, title, intro, section=addresses.PLACES),
        title=title,
        intro=intro,
        sections=tuple(section for section in sections if section.links),
        map=cartogram(context),
    )


def overview(context: Context) -> OverviewPage:
    """Make the table of fields × districts (and whole-province texts where there are any)."""
    index, vocabularies = context.index, context.vocabularies
    provinces = [
        place
        for place in vocabularies.places
        if place.kind is PlaceKind.PROVINCE and place.slug in index.by_place
    ]
    columns = (*vocabularies.districts, *provinces)
    rows = tuple(
        Row(
            field=link,
            cells=tuple(_cell(context, field.slug, place) for place in columns),
            total=len(index.by_field.get(field.slug, ())),
        )
        for field, link in zip(vocabularies.fields, field_links(context), strict=True)
    )
    title = context.words("overview.title")
    return OverviewPage(
        head=context.head(
            addresses.OVERVIEW,
            title,
            context.words("overview.description"),
            section=addresses.OVERVIEW,
        ),
        title=title,
        columns=tuple(_column(context, place) for place in columns),
        rows=rows,
        totals=tuple(len(index.by_place.get(place.slug, ())) for place in columns),
        total=len(index.all),
    )


def _place_entry(context: Context, place: Place) -> Link:
    members = context.index.by_place.get(place.slug, ())
    href = addresses.place(place.slug) if members else ""
    return Link(text=place.name, href=href, count=len(members))


def _column(context: Context, place: Place) -> Link:
    """Return a column's head, without the word that all districts share: so more columns fit a screen."""
    entry = _place_entry(context, place)
    if place.kind is PlaceKind.PROVINCE:
        return entry
    return Link(text=place.short, href=entry.href, count=entry.count)


def _cell(context: Context, field: str, place: Place) -> Link | None:
    members = context.index.by_field_place.get((field, place.slug))
    if not members:
        return None
    return Link(
        text=context.words("field-place.title", field=context.field(field).short, place=place.name),
        href=addresses.field_place(field, place.slug),
        count=len(members),
    )
