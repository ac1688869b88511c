"""One article → its JSON-LD: what kind of text it is, when and where, and who, as far as `people` allows.

Pure. Of an invented story nobody is named, for no such person exists; its genre says that it is a sample.
"""

from __future__ import annotations

from msgspec import Raw

from neuguong.content.model import Article, Author, Subject
from neuguong.site import addresses, linked_data, people
from neuguong.site.frame import Frame
from neuguong.site.linked_data import Image, Named
from neuguong.site.pages import Link, Picture


def linked_data_of(
    frame: Frame,
    article: Article,
    path: str,
    way: tuple[Link, ...],
    author: Author | None,
    picture: Picture | None,
) -> str:
    """Return the JSON-LD of an article's page; `way`: the links back, the others: what may leave the page."""
    meta, base, files = article.meta, frame.settings.base_url, frame.edition.site_url
    publisher, site = frame.shared(_publisher_and_site, "")
    thing = linked_data.Article(
        url=addresses.absolute(base, path),
        headline=meta.title,
        description=meta.summary,
        lang=frame.words.lang,
        published=meta.date.isoformat(),
        modified=meta.updated.isoformat() if meta.updated else "",
        genre=frame.words("sample.genre") if meta.sample else "",
        section=frame.field(meta.field).short,
        about=_subject(frame, article),
        author=_author(author) if author else None,
        image=_image(files, picture) if picture else None,
        place=frame.shared(_place, meta.place),
        publisher=publisher,
        site=site,
    )
    return linked_data.graph(frame.trail(way), meta.title, thing)


def author_of(frame: Frame, article: Article) -> Author | None:
    """Return the author as programs may take them for a person: of a sample nobody."""
    return None if article.meta.sample else people.author_of(frame.vocabularies, article)


def shared_picture(frame: Frame, article: Article, pictures: tuple[Picture, ...]) -> Picture | None:
    """Return the photo that may leave the page: the first, but none of a story about a child.

    Only the web has an address that it could be fetched from.
    """
    if not pictures or not frame.edition.medium.served:
        return None
    if people.may_be_minor(frame.vocabularies, article.meta.subject):
        return None
    return pictures[0]


def _subject(frame: Frame, article: Article) -> Named | None:
    """Return whom the story is about, if it is an adult or a collective of adults that exists."""
    subject = article.meta.subject
    kind = "" if article.meta.sample else frame.shared(_kind, (subject.form, subject.role, subject.age_group))
    if not kind:
        return None
    if kind == "Organization":
        return Named(type=kind, name=subject.name)
    return Named(type=kind, name=subject.name, affiliation=_unit(article.meta.unit))


def _kind(frame: Frame, kept: tuple[str, str, str]) -> str:
    """Return what the subject is to schema.org; "" for a child, a class, or a way of working."""
    form, role, age_group = kept
    subject = Subject(form=form, role=role, age_group=age_group, name="")
    if not role or people.may_be_minor(frame.vocabularies, subject):
        return ""
    return "Person" if frame.vocabularies.slugs("forms")[form].person else "Organization"


def _author(author: Author) -> Named:
    return Named(type="Person", name=author.name, affiliation=_unit(author.unit) if author.unit else None)


def _unit(name: str) -> Named:
    return Named(type="Organization", name=name)


def _image(base: str, picture: Picture) -> Image:
    return Image(
        url=addresses.absolute(base, picture.plain.href),
        width=picture.width,
        height=picture.height,
        caption=picture.alt,
        creditText=picture.credit,
    )


def _publisher_and_site(frame: Frame, _of: str) -> tuple[Raw, Raw]:
    return linked_data.publisher(frame.settings), linked_data.part_of(frame.settings)


def _place(frame: Frame, place: str) -> Raw:
    name = frame.place(place).name
    return Raw(linked_data.encode(Named(type="AdministrativeArea", name=name)))
