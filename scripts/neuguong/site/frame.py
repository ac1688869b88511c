"""Frame: what is the same for every page of one build, and the parts that pages share.

Whoever renders a page has its frame, its plan and the rendered text, and nothing else: so these three are
all that a page can depend on. Pure; records and links out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from neuguong.content.model import Article
from neuguong.content.vocabulary import Field, Place, Term, Vocabularies
from neuguong.settings import Settings, leads_somewhere
from neuguong.site import addresses, images, linked_data
from neuguong.site.cloths import cover_of
from neuguong.site.edition import Edition
from neuguong.site.pages import Card, Head, Link, Picture
from neuguong.site.words import Words

Of = TypeVar("Of")
Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """Words, settings and lists, which groups have a page, and what each place is on the day of the build.

    Settings and lists speak the language of the edition; `base_url` is the address of the edition.
    """

    edition: Edition
    words: Words
    settings: Settings
    vocabularies: Vocabularies
    fields_in_use: frozenset[str]
    places_in_use: frozenset[str]
    levels_in_use: frozenset[str]
    heirs: dict[str, tuple[str, ...]]
    _shared: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def shared(self, make: Callable[[Frame, Of], Made], of: Of) -> Made:
        """Return what is made of a value in this frame: made once, for thousands of pages show it.

        The very same record each time, which templates remember too.
        """
        if (make, of) not in self._shared:
            self._shared[make, of] = make(self, of)
        found: Made = self._shared[make, of]
        return found

    def field(self, slug: str) -> Field:
        """Return a field of the plan."""
        found: Field = self.vocabularies.slugs("fields")[slug]
        return found

    def place(self, slug: str) -> Place:
        """Return a place."""
        found: Place = self.vocabularies.slugs("places")[slug]
        return found

    def term(self, vocabulary: str, slug: str) -> Term:
        """Return an entry of another list."""
        found: Term = self.vocabularies.slugs(vocabulary)[slug]
        return found

    def field_link(self, slug: str) -> Link:
        """Return the link to a field's page, or the field's name where no page waits."""
        return self.shared(_field_link, slug)

    def place_link(self, slug: str) -> Link:
        """Return the link to a place's page, or the place's name where no page waits."""
        return self.shared(_place_link, slug)

    def level_link(self, slug: str) -> Link:
        """Return the link to a level's page, or the level's name where no page waits."""
        return self.shared(_level_link, slug)

    def head(
        self,
        path: str,
        title: str,
        description: str,
        crumbs: Iterable[Link] = (),
        *,
        has_counterpart: bool | None = None,
        **more: object,
    ) -> Head:
        """Return a page's head; the way back starts at the home page.

        `has_counterpart`: whether the other edition has the page too, where the edition does not know.
        """
        way = (self.home_link, *crumbs)
        edition = self.edition
        if edition.other_lang:
            there = edition.has_counterpart(path) if has_counterpart is None else has_counterpart
            more["other"] = self.shared(_other_edition, path if there else addresses.HOME)
            more["languages"] = edition.addresses_of(path) if there and edition.medium.served else ()
        if "linked_data" not in more and path != addresses.HOME and more.get("indexed", True):
            more["linked_data"] = linked_data.graph(self.trail(way), title)
        if "card" not in more and more.get("indexed", True):
            more["card"] = self.home_card
        feed = more.get("feed")
        return Head(
            path=path,
            title=title,
            description=_shorten(description),
            canonical=addresses.absolute(self.settings.base_url, path),
            crumbs=way,
            json_feed=addresses.json_feed(feed.href) if isinstance(feed, Link) else "",
            **({"lang": self.words.lang} | more),  # type: ignore[arg-type]
        )

    def share_card(self, path: str, title: str, *, sample: bool = False) -> Link | None:
        """Return the share card of a page, if the site has any: where it lies, and what it shows."""
        if not (self.settings.share_cards and self.edition.medium.served):
            return None
        words = self.words
        text = words("card.alt.sample", title=title) if sample else words("card.alt", title=title)
        return Link(text=text, href=addresses.share_card(path))

    @property
    def home_card(self) -> Link | None:
        """Return the share card of the home page, which all pages show that have none of their own."""
        return self.shared(_home_card, addresses.HOME)

    def qr_code(self, path: str) -> str:
        """Return where the QR code of a page lies; "" where the site has none."""
        return addresses.qr_code(path) if self.shared(_has_codes, addresses.HOME) else ""

    @property
    def home_link(self) -> Link:
        """Return the link with which every way back begins."""
        return self.shared(_home, addresses.HOME)

    def trail(self, way: tuple[Link, ...]) -> bytes:
        """Return the way back for programs, which thousands of pages share."""
        return self.shared(_trail, way)

    def pictures(self, article: Article) -> tuple[Picture, ...]:
        """Return the photos of an article."""
        pairs = zip(article.meta.photos, article.photo_files, strict=True)
        return tuple(images.picture(article, photo, file, self.edition.medium) for photo, file in pairs)

    def card(self, article: Article) -> Card:
        """Return the story as it stands in a list."""
        return Card(
            href=addresses.story(article),
            title=article.meta.title,
            summary=article.meta.summary,
            date=self.words.day(article.meta.date),
            field=self.field_link(article.meta.field),
            place=self.place_link(article.meta.place),
            unit=article.meta.unit,
            picture=next(iter(self.pictures(article)), None),
            mark=addresses.mark(article.meta.field),
            cover=cover_of(article),
            sample=article.meta.sample,
        )

    def cards(self, articles: Iterable[Article]) -> tuple[Card, ...]:
        """Return several stories as they stand in a list."""
        return tuple(self.card(article) for article in articles)


def _field_link(frame: Frame, slug: str) -> Link:
    href = addresses.field(slug) if slug in frame.fields_in_use else ""
    return Link(text=frame.field(slug).short, href=href, mark=addresses.mark(slug))


def _place_link(frame: Frame, slug: str) -> Link:
    href = addresses.place(slug) if slug in frame.places_in_use else ""
    return Link(text=frame.place(slug).name, href=href)


def _level_link(frame: Frame, slug: str) -> Link:
    href = addresses.level(slug) if slug in frame.levels_in_use else ""
    return Link(text=frame.term("levels", slug).name, href=href)


def _home(frame: Frame, href: str) -> Link:
    return Link(text=frame.words("home"), href=href)


def _other_edition(frame: Frame, path: str) -> Link:
    edition = frame.edition
    return Link(text=frame.words("language.other"), href=edition.beside(path), note=edition.other_lang)


def _home_card(frame: Frame, path: str) -> Link | None:
    return frame.share_card(path, frame.settings.name)


def _has_codes(frame: Frame, _path: str) -> bool:
    return frame.settings.qr_codes and leads_somewhere(frame.settings.base_url)


def _trail(frame: Frame, way: tuple[Link, ...]) -> bytes:
    return linked_data.trail(frame.settings.base_url, way)


def _shorten(text: str, length: int = 160) -> str:
    """Cut a description for search engines at a word."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"
