"""Plans: which pages the site has and what each is made of, before any of them is made.

Records only. A plan names everything its page depends on beside the frame and the theme, so the digest of a
plan tells whether the page must be made again, and a plan can be carried out in any process.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from neuguong import fingerprint
from neuguong.content.grouping import Articles
from neuguong.content.model import Article
from neuguong.site import addresses
from neuguong.site.pages import ArticlePage, ListPage, Page

Part = tuple[str, str, bytes]
"""One thing a page is made of: its role there, its name, its digest."""

_NOBODY = bytes(fingerprint.SIZE)


class StoryPlan(Struct, frozen=True, kw_only=True):
    """A story's page: the story, its neighbours, what to read next, and which links lead nowhere yet."""

    story: Article
    before: Article | None
    after: Article | None
    elsewhere: Articles
    nearby: Articles
    hidden: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return where the page lies."""
        return addresses.story(self.story)

    @property
    def template(self) -> str:
        """Return the template that shows it."""
        return ArticlePage.template

    def digest(self) -> bytes:
        """Return the digest of all parts, in a layout in which no two plans look alike."""
        faces = [article.face_digest for article in (*self.elsewhere, *self.nearby)]
        return fingerprint.digest(
            b"".join(
                (
                    self.story.face_digest,
                    self.story.text_digest,
                    self.before.face_digest if self.before else _NOBODY,
                    self.after.face_digest if self.after else _NOBODY,
                    bytes((len(self.elsewhere), len(self.nearby))),
                    *faces,
                    repr(self.hidden).encode(),
                )
            )
        )

    def parts(self) -> Iterator[Part]:
        """Yield what the page is made of, for `--explain`."""
        yield "metadata", self.story.path, self.story.face_digest
        yield "text", self.story.path, self.story.text_digest
        for role, article in (("before", self.before), ("after", self.after)):
            if article:
                yield role, article.path, article.face_digest
        for article in (*self.elsewhere, *self.nearby):
            yield "related", article.path, article.face_digest
        for path in self.hidden:
            yield "hidden", path, b""


class ListPlan(Struct, frozen=True, kw_only=True):
    """A page of a list: everything but its cards, and the articles on them."""

    page: ListPage
    articles: Articles

    @property
    def path(self) -> str:
        """Return where the page lies."""
        return self.page.head.path

    @property
    def template(self) -> str:
        """Return the template that shows it."""
        return ListPage.template

    def digest(self) -> bytes:
        """Return the digest of all parts."""
        return fingerprint.digest(
            b"".join(article.face_digest for article in self.articles) + fingerprint.of_record(self.page)
        )

    def parts(self) -> Iterator[Part]:
        """Yield what the page is made of, for `--explain`."""
        yield "list", "", fingerprint.of_record(self.page)
        for article in self.articles:
            yield "listed", article.path, article.face_digest


class WholePlan(Struct, frozen=True, kw_only=True):
    """A page that is made already and waits for its template: there are few of these."""

    page: Page

    @property
    def path(self) -> str:
        """Return where the page lies."""
        return self.page.head.path

    @property
    def template(self) -> str:
        """Return the template that shows it."""
        return self.page.template

    def digest(self) -> bytes:
        """Return the digest of the page."""
        return fingerprint.of_record(self.page)

    def parts(self) -> Iterator[Part]:
        """Yield what the page is made of, for `--explain`."""
        yield "content", "", self.digest()


Plan = StoryPlan | ListPlan | WholePlan
