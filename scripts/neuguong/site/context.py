"""Context: what every page maker needs – the content, its groups, the day – and the links between pages.

Pure; records and links out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from neuguong.content.grouping import Index, Relations
from neuguong.content.load import Content
from neuguong.content.model import Article
from neuguong.content.vocabulary import Field, Place, Term
from neuguong.site import addresses, images, words
from neuguong.site.pages import Card, Head, Link, Picture

AnyTerm = TypeVar("AnyTerm", bound=Term)


@dataclass(frozen=True, slots=True)
class Context:
    """Everything the pages of one build are made of."""

    content: Content
    index: Index
    relations: Relations
    today: date
    shown: frozenset[str]
    """The paths of all articles that are public on the day."""

    def field(self, slug: str) -> Field:
        """Return a field of the plan."""
        found: Field = self.content.vocabularies.slugs("fields")[slug]
        return found

    def place(self, slug: str) -> Place:
        """Return a place."""
        found: Place = self.content.vocabularies.slugs("places")[slug]
        return found

    def term(self, vocabulary: str, slug: str) -> Term:
        """Return an entry of another list."""
        found: Term = self.content.vocabularies.slugs(vocabulary)[slug]
        return found

    def field_link(self, slug: str) -> Link:
        """Return the link to a field's page, or the field's name where no page waits."""
        href = addresses.field(slug) if slug in self.index.by_field else ""
        return Link(text=self.field(slug).short, href=href, mark=slug)

    def place_link(self, slug: str) -> Link:
        """Return the link to a place's page, or the place's name where no page waits."""
        href = addresses.place(slug) if slug in self.index.by_place else ""
        return Link(text=self.place(slug).name, href=href)

    def head(
        self, path: str, title: str, description: str, crumbs: Iterable[Link] = (), **more: object
    ) -> Head:
        """Return a page's head; the way back starts at the home page."""
        home = Link(text="Trang chủ", href=addresses.HOME)
        return Head(
            path=path,
            title=title,
            description=_shorten(description),
            canonical=addresses.absolute(self.content.settings.base_url, path),
            crumbs=(home, *crumbs),
            **more,  # type: ignore[arg-type]
        )

    def pictures(self, article: Article) -> tuple[Picture, ...]:
        """Return the photos of an article."""
        pairs = zip(article.meta.photos, article.photo_files, strict=True)
        return tuple(images.picture(article, photo, file) for photo, file in pairs)

    def card(self, article: Article) -> Card:
        """Return the story as it stands in a list."""
        return Card(
            href=addresses.story(article),
            title=article.meta.title,
            summary=article.meta.summary,
            date=words.day(article.meta.date),
            field=self.field_link(article.meta.field),
            place=self.place_link(article.meta.place),
            unit=article.meta.unit,
            picture=next(iter(self.pictures(article)), None),
            mark=article.meta.field,
            sample=article.meta.sample,
        )

    def cards(self, articles: Iterable[Article]) -> tuple[Card, ...]:
        """Return several stories as they stand in a list."""
        return tuple(self.card(article) for article in articles)


def _shorten(text: str, length: int = 160) -> str:
    """Cut a description for search engines at a word."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"
