"""Plans: which pages the site has and what each is made of, before any of them is made.

Records only. A plan names everything its page depends on beside the frame and the theme, so the digest of a
plan tells whether the page must be made again, and a plan can be carried out in any process.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from msgspec import Struct

from neuguong import fingerprint
from neuguong.content.grouping import Articles
from neuguong.content.model import Article
from neuguong.site.pages import ArticlePage, Link, ListPage, Page

Part = tuple[str, str, bytes]
"""One thing a page is made of: its role there, its name, its digest."""


class Short(NamedTuple):
    """What a page is made of, in short: its plan's kind, a digest, articles, links, the other language.

    `paths` names the articles ("" for a neighbour that is not there), `faces` holds their digests in a row.
    """

    kind: str
    digest: bytes
    paths: tuple[str, ...] = ()
    faces: bytes = b""
    hidden: tuple[str, ...] = ()
    abroad: tuple[str, ...] = ()
    has_counterpart: bool = False

    def parts(self) -> Iterator[Part]:
        """Yield the parts, for `--explain`."""
        if self.kind == "story":
            yield from self._story_parts()
        elif self.kind == "list":
            yield "list", "", self.digest
            yield from (("listed", *seen) for seen in self._seen())
        else:
            yield "content", "", self.digest

    def _story_parts(self) -> Iterator[Part]:
        story, *others = self._seen()
        yield "metadata", *story
        yield "text", story[0], self.digest
        for role, other in zip(("before", "after", *["related"] * len(others)), others, strict=False):
            if other[0]:
                yield role, *other
        for path in self.hidden:
            yield "hidden", path, b""
        for path in self.abroad:
            yield "abroad", path, b""
        if self.has_counterpart:
            yield "counterpart", "", b""

    def _seen(self) -> Iterator[tuple[str, bytes]]:
        size = fingerprint.SIZE
        return ((path, self.faces[at * size :][:size]) for at, path in enumerate(self.paths))


_NO_FACE = bytes(fingerprint.SIZE)


class StoryPlan(Struct, frozen=True, kw_only=True):
    """A story's page: its place, the story, neighbours, what to read next, which links lead nowhere yet."""

    path: str
    story: Article
    before: Article | None
    after: Article | None
    elsewhere: Articles
    nearby: Articles
    hidden: tuple[str, ...]
    abroad: tuple[str, ...] = ()
    """The linked files whose page is in the other edition."""
    has_counterpart: bool = False
    """Whether the other edition has the story too."""

    indexed: ClassVar[bool] = True

    @property
    def template(self) -> str:
        """Return the template that shows it."""
        return ArticlePage.template

    def made_of(self) -> bytes:
        """Return the digests of all parts, in a layout in which no two plans look alike."""
        related = bytes((len(self.elsewhere), len(self.nearby), self.has_counterpart))
        links = repr((self.hidden, self.abroad)).encode() if self.hidden or self.abroad else b""
        return self.story.text_digest + related + self._faces() + links

    def short(self) -> Short:
        """Return what the page is made of, in short."""
        before, after = self.before, self.after
        related = (*self.elsewhere, *self.nearby)
        paths = (self.story.path, before.path if before else "", after.path if after else "")
        return Short(
            "story",
            self.story.text_digest,
            (*paths, *[article.path for article in related]),
            self._faces(),
            self.hidden,
            self.abroad,
            self.has_counterpart,
        )

    def _faces(self) -> bytes:
        before = self.before.face_digest if self.before else _NO_FACE
        after = self.after.face_digest if self.after else _NO_FACE
        return self.story.face_digest + before + after + _faces((*self.elsewhere, *self.nearby))


def _paths(articles: Articles) -> tuple[str, ...]:
    return tuple([article.path for article in articles])


def _faces(articles: Articles) -> bytes:
    return b"".join([article.face_digest for article in articles])


class ListPlan(Struct, frozen=True, kw_only=True):
    """A page of a list: everything but its cards, the digest of that, and the articles on them."""

    page: ListPage
    around: bytes
    articles: Articles

    @property
    def path(self) -> str:
        """Return where the page lies."""
        return self.page.head.path

    @property
    def indexed(self) -> bool:
        """Return whether search engines may list it."""
        return self.page.head.indexed

    @property
    def template(self) -> str:
        """Return the template that shows it."""
        return ListPage.template

    def made_of(self) -> bytes:
        """Return the digests of all parts."""
        return self.around + _faces(self.articles)

    def short(self) -> Short:
        """Return what the page is made of, in short."""
        return Short("list", self.around, _paths(self.articles), _faces(self.articles))


class Series(Struct, frozen=True, kw_only=True):
    """What all the older pages of a list share; `front` is the list's newest page."""

    front: str
    title: str
    intro: str
    crumbs: tuple[Link, ...]
    section: str
    mark: str
    card: Link | None = None


class ArchivePlan(Struct, frozen=True, kw_only=True):
    """An older page of a list, numbered from the oldest: its series, the digest of that, its articles."""

    path: str
    series: Series
    around: bytes
    number: int
    is_last: bool
    articles: Articles

    indexed: ClassVar[bool] = True

    @property
    def template(self) -> str:
        """Return the template that shows it."""
        return ListPage.template

    def made_of(self) -> bytes:
        """Return the digests of all parts; its number is part of them."""
        return self._place() + _faces(self.articles)

    def short(self) -> Short:
        """Return what the page is made of, in short."""
        return Short("list", self._place(), _paths(self.articles), _faces(self.articles))

    def _place(self) -> bytes:
        return self.around + b"%d%c" % (self.number, b"-."[self.is_last])


class WholePlan(Struct, frozen=True, kw_only=True):
    """A page that is made already and waits for its template: there are few of these."""

    page: Page

    @property
    def path(self) -> str:
        """Return where the page lies."""
        return self.page.head.path

    @property
    def indexed(self) -> bool:
        """Return whether search engines may list it."""
        return self.page.head.indexed

    @property
    def template(self) -> str:
        """Return the template that shows it."""
        return self.page.template

    def made_of(self) -> bytes:
        """Return the digest of the page."""
        return fingerprint.of_record(self.page)

    def short(self) -> Short:
        """Return what the page is made of, in short."""
        return Short("whole", self.made_of())


Plan = StoryPlan | ListPlan | ArchivePlan | WholePlan
