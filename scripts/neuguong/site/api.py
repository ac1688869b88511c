"""The whole content → data files for programs, `api/v1/*.json`, each with its JSON Schema.

Pure: makes no more than a plan of each file; its bytes are made when they are wanted. Files see metadata
only, so that a story's words change none of them, and of people what `people` allows.

Stories come by school year, oldest first, a hundred to a file, each file with the address of the next. So
whoever wants all walks from the first to the last, and a story that comes, changes or goes touches files of
its own year only: at its end for a new one. (One file of all would be 30 MB at 50,000 stories and another one
after every save; pages of the newest first would all change with every story.)
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from neuguong import fingerprint
from neuguong.content.grouping import Articles
from neuguong.content.model import Article
from neuguong.content.vocabulary import Field, Period, Place, Vocabularies
from neuguong.settings import Settings
from neuguong.site import addresses, json_file, people
from neuguong.site.api_records import (
    KINDS,
    About,
    FieldEntry,
    Fields,
    Group,
    Heir,
    Index,
    Names,
    Parts,
    Person,
    Photo,
    PlaceEntry,
    Places,
    Stories,
    StoryEntry,
    YearEntry,
    Years,
)
from neuguong.site.context import Context
from neuguong.site.edition import MAIN, Edition
from neuguong.site.images import picture
from neuguong.site.pages import Picture

PER_FILE = 100
RIGHTS = (
    "Bài và ảnh là của người viết, người chụp. Dẫn lại thì ghi tên bài và địa chỉ của bài. "
    "Bài nào không còn ở đây là đã rút: ai đã chép về thì xóa bản chép."
)
DRAFT = "https://json-schema.org/draft/2020-12/schema"
DEFINED = "#/$defs/"


@dataclass(frozen=True, slots=True)
class Document:
    """A data file: where it lies, the digest of all that it is made of, and what makes it."""

    path: str
    key: bytes
    make: Callable[[], bytes] = field(compare=False, repr=False)


class _Chunk(NamedTuple):
    """Some stories of a school year: which file of the year's they are."""

    year: str
    number: int
    articles: Articles
    translated: tuple[bool, ...]
    """Of which of them the other edition has a page."""

    @property
    def path(self) -> str:
        return addresses.api_stories(self.year, self.number)


def documents(context: Context) -> Iterator[Document]:
    """Plan every data file."""
    chunks = _chunks(context)
    yield _small(addresses.API, _index(context, chunks))
    yield _small(addresses.api("fields"), _fields(context))
    yield _small(addresses.api("places"), _places(context))
    yield _small(addresses.api("years"), _years(context, chunks))
    yield from _stories(context, chunks)
    settings = context.settings
    for name in KINDS:
        key = fingerprint.digest(settings.base_url.encode(), name.encode())
        path = addresses.api_schema(name)
        yield Document(path, key, functools.partial(_schema, settings.base_url, name))


def _small(path: str, record: Any) -> Document:
    return Document(path, fingerprint.of_record(record), functools.partial(json_file.written, record))


def _chunks(context: Context) -> list[_Chunk]:
    return [
        _chunk_of(context, year, at // PER_FILE + 1, members[at : at + PER_FILE])
        for year, members in sorted(context.index.by_year.items())
        for at in range(0, len(members), PER_FILE)
    ]


def _chunk_of(context: Context, year: str, number: int, articles: Articles) -> _Chunk:
    return _Chunk(year, number, articles, tuple(map(context.has_counterpart, articles)))


# ---- what there is ------------------------------------------------------------------------------


def _index(context: Context, chunks: list[_Chunk]) -> Index:
    settings, whole = context.settings, functools.partial(addresses.absolute, context.settings.base_url)
    feed = addresses.FEED if chunks else ""
    return Index(
        schema=whole(addresses.api_schema("index")),
        name=settings.name,
        description=settings.description,
        publisher=Names(vi=settings.publisher, en=settings.publisher_en),
        contact=settings.contact,
        language=context.words.lang,
        rights=RIGHTS,
        home=settings.base_url,
        count=len(context.index.all),
        parts=Parts(
            fields=whole(addresses.api("fields")),
            places=whole(addresses.api("places")),
            years=whole(addresses.api("years")),
            stories=whole(chunks[0].path) if chunks else "",
        ),
        schemas={name: whole(addresses.api_schema(name)) for name in KINDS},
        atom=whole(feed) if feed else "",
        feed=whole(addresses.json_feed(feed)) if feed else "",
        sitemap=whole(addresses.SITEMAP),
    )


def _fields(context: Context) -> Fields:
    base = context.settings.base_url
    return Fields(
        schema=addresses.absolute(base, addresses.api_schema("fields")),
        fields=tuple(_field(context, entry) for entry in context.vocabularies.fields),
    )


def _field(context: Context, entry: Field) -> FieldEntry:
    members = context.index.by_field.get(entry.slug, ())
    return FieldEntry(
        slug=entry.slug,
        name=Names(vi=entry.name, en=entry.name_en),
        short=entry.short,
        group=_group(context, addresses.field(entry.slug), len(members)),
    )


def _group(context: Context, page: str, count: int) -> Group:
    """Return how many stories a group has, and where its page and feeds are; without stories it has none."""
    if not count:
        return Group(count=0)
    whole, feed = functools.partial(addresses.absolute, context.settings.base_url), addresses.feed(page)
    return Group(count=count, url=whole(page), atom=whole(feed), feed=whole(addresses.json_feed(feed)))


def _places(context: Context) -> Places:
    base, lists = context.settings.base_url, context.vocabularies
    slugs = {place.id: place.slug for place in lists.places}
    return Places(
        schema=addresses.absolute(base, addresses.api_schema("places")),
        places=tuple(_place(context, place, slugs) for place in lists.places),
    )


def _place(context: Context, place: Place, slugs: dict[str, str]) -> PlaceEntry:
    members = context.index.by_place.get(place.slug, ())
    return PlaceEntry(
        slug=place.slug,
        id=place.id,
        name=Names(vi=place.name, en=place.name_en),
        kind=place.kind.value,
        type=place.type,
        valid_from=place.valid_from,
        valid_to=place.valid_to,
        parent=slugs.get(place.parent, ""),
        former_districts=tuple(slugs[district] for district in place.former_districts),
        merged_from=place.merged_from,
        successors=tuple(Heir(slug=slugs[heir.id], part=heir.part) for heir in place.successors),
        today=context.heirs[place.slug],
        group=_group(context, addresses.place(place.slug), len(members)),
    )


def _years(context: Context, chunks: list[_Chunk]) -> Years:
    base = context.settings.base_url
    last = {chunk.year: chunk.number for chunk in chunks}
    return Years(
        schema=addresses.absolute(base, addresses.api_schema("years")),
        years=tuple(_year(context, year, last) for year in context.vocabularies.school_years),
    )


def _year(context: Context, year: Period, last: dict[str, int]) -> YearEntry:
    base, count = context.settings.base_url, len(context.index.by_year.get(year.slug, ()))
    numbers = range(1, last.get(year.slug, 0) + 1)
    return YearEntry(
        slug=year.slug,
        start=year.start,
        end=year.end,
        count=count,
        url=addresses.absolute(base, addresses.year(year.slug)) if count else "",
        stories=tuple(
            addresses.absolute(base, addresses.api_stories(year.slug, number)) for number in numbers
        ),
    )


# ---- stories ------------------------------------------------------------------------------------


def _stories(context: Context, chunks: list[_Chunk]) -> Iterator[Document]:
    settings, lists, edition = context.settings, context.vocabularies, context.edition
    on_every_page = fingerprint.of_record(edition.on_every_page)
    shared = fingerprint.digest(fingerprint.of_record(settings), fingerprint.of_record(lists), on_every_page)
    before: list[_Chunk | None] = [None, *chunks]
    after: list[_Chunk | None] = [*chunks[1:], None]
    for chunk, previous, following in zip(chunks, before, after, strict=False):
        ends = (previous.path if previous else "", following.path if following else "")
        faces = b"".join([article.face_digest for article in chunk.articles])
        yield Document(
            chunk.path,
            fingerprint.digest(
                shared, chunk.path.encode(), *map(str.encode, ends), faces, bytes(chunk.translated)
            ),
            functools.partial(_chunk, settings, lists, edition, chunk, ends),
        )


def _chunk(
    settings: Settings, lists: Vocabularies, edition: Edition, chunk: _Chunk, ends: tuple[str, str]
) -> bytes:
    base = settings.base_url
    previous, following = (addresses.absolute(base, path) if path else "" for path in ends)
    return json_file.written(
        Stories(
            schema=addresses.absolute(base, addresses.api_schema("stories")),
            year=chunk.year,
            number=chunk.number,
            count=len(chunk.articles),
            previous=previous,
            next=following,
            stories=tuple(
                _story(base, lists, article, edition if translated else None)
                for article, translated in zip(chunk.articles, chunk.translated, strict=True)
            ),
        )
    )


def _story(base: str, lists: Vocabularies, article: Article, translated: Edition | None) -> StoryEntry:
    """Return what is told of a story; `translated`: the edition, if the other one has the story too."""
    meta, path = article.meta, addresses.story(article)
    languages = translated.addresses_of(path) if translated else ()
    return StoryEntry(
        id=article.key,
        url=addresses.absolute(base, path),
        lang=MAIN,
        translations={lang: address for lang, address in languages if lang != MAIN},
        title=meta.title,
        summary=meta.summary,
        date=meta.date,
        updated=meta.updated,
        year=article.group,
        field=meta.field,
        also_fields=meta.also_fields,
        place=meta.place,
        sample=meta.sample,
        about=_about(base, lists, article),
    )


def _about(base: str, lists: Vocabularies, article: Article) -> About | None:
    """Return what a story says of its subject; nothing where that is or may be a child."""
    meta = article.meta
    if people.may_be_minor(lists, meta.subject):
        return None
    author = None if meta.sample else people.author_of(lists, article)
    return About(
        form=meta.subject.form,
        role=meta.subject.role,
        name="" if meta.sample else meta.subject.name,
        unit=meta.unit,
        level=meta.level,
        happened=meta.happened,
        author=Person(name=author.name, unit=author.unit) if author else None,
        photos=tuple(
            _photo(base, picture(article, photo, file))
            for photo, file in zip(meta.photos, article.photo_files, strict=True)
        ),
    )


def _photo(base: str, shown: Picture) -> Photo:
    return Photo(
        url=addresses.absolute(base, shown.plain.href),
        width=shown.width,
        height=shown.height,
        alt=shown.alt,
        credit=shown.credit,
    )


# ---- schemas ------------------------------------------------------------------------------------


def _schema(base: str, name: str) -> bytes:
    address = addresses.absolute(base, addresses.api_schema(name))
    return json_file.written({"$schema": DRAFT, "$id": address, **schema_of(name)})


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, made from its record; it begins in `$defs` under `$ref`."""
    (schema,), definitions = msgspec.json.schema_components((KINDS[name],), ref_template=f"{DEFINED}{{name}}")
    for definition in definitions.values():
        definition.pop("description", None)  # what the program says of it in English
    return {**schema, "$defs": definitions}
