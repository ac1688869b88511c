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


class Seen(NamedTuple):
    """An article as far as a page is made of it."""

    path: str
    face: bytes


class Short(NamedTuple):
    """What a page is made of, in short: its plan's kind, a digest, articles, which links lead nowhere."""

    kind: str
    digest: bytes
    articles: tuple[Seen | None, ...] = ()
    hidden: tuple[str, ...] = ()

    def parts(self) -> Iterator[Part]:
        """Yield the parts, for `--explain`."""
        if self.kind == "story":
            yield from self._story_parts()
        elif self.kind == "list":
            yield "list", "", self.digest
            yield from (("listed", one.path, one.face) for one in self.articles if one)
        else:
            yield "content", "", self.digest

    def _story_parts(self) -> Iterator[Part]:
        story, before, after, *related = self.articles
        if story:
            yield "metadata", story.path, story.face
            yield "text", story.path, self.digest
        for role, one in (("before", before), ("after", after), *(("related", other) for other in related)):
            if one:
                yield role, one.path, one.face
        for path in self.hidden:
            yield "hidden", path, b""


_NO_FACE = bytes(fingerprint.SIZE)


def _seen(article: Article) -> Seen:
    return Seen(article.path, article.face_digest)


class StoryPlan(Struct, frozen=True, kw_only=True):
    """A story's page: its place, the story, neighbours, what to read next, which links lead nowhere yet."""

    path: str
    story: Article
    before: Article | None
    after: Article | None
    elsewhere: Articles
    nearby: Articles
    hidden: tuple[str, ...]

    indexed: ClassVar[bool] = True

    @property
    def template(self) -> str:
        """Return the template that shows it."""
        return ArticlePage.template

    def made_of(self) -> bytes:
        """Return the digests of all parts, in a layout in which no two plans look alike."""
        return b"".join(
            (
                self.story.face_digest,
                self.story.text_digest,
                self.before.face_digest if self.before else _NO_FACE,
                self.after.face_digest if self.after else _NO_FACE,
                bytes((len(self.elsewhere), len(self.nearby))),
                *[article.face_digest for article in self.elsewhere],
                *[article.face_digest for article in self.nearby],
                repr(self.hidden).encode() if self.hidden else b"",
            )
        )

    def short(self) -> Short:
        """Return what the page is made of, in short."""
        ends = [_seen(one) if one else None for one in (self.story, self.before, self.after)]
        related = [*map(_seen, self.elsewhere), *map(_seen, self.nearby)]
        return Short("story", self.story.text_digest, (*ends, *related), self.hidden)


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
        return self.around + b"".join([article.face_digest for article in self.articles])

    def short(self) -> Short:
        """Return what the page is made of, in short."""
        return Short("list", self.around, tuple(map(_seen, self.articles)))


class Series(Struct, frozen=True, kw_only=True):
    """What all the older pages of a list share; `front` is the list's newest page."""

    front: str
    title: str
    intro: str
    crumbs: tuple[Link, ...]
    section: str
    mark: str


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
        place = b"%d%c" % (self.number, b"-."[self.is_last])
        return b"".join([self.around, place, *[article.face_digest for article in self.articles]])

    def short(self) -> Short:
        """Return what the page is made of, in short."""
        around = fingerprint.of_record((self.around, self.number, self.is_last))
        return Short("list", around, tuple(map(_seen, self.articles)))


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
