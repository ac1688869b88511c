"""Groups → feeds: the newest stories of all, of each field, of each place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from neuguong.content.grouping import Articles
from neuguong.content.model import Article
from neuguong.site import addresses, people, story_data
from neuguong.site.context import Context
from neuguong.site.pages import Feed, FeedEntry

LENGTH = 20


def feeds(context: Context) -> Iterator[Feed]:
    """Make the feeds: all stories, each field, each place."""
    name = context.settings.name
    if context.index.all:
        yield _feed(context, context.index.all, addresses.FEED, name, addresses.HOME)
    groups = chain(
        ((context.field(s).short, addresses.field(s), m) for s, m in context.index.by_field.items()),
        ((context.place(s).name, addresses.place(s), m) for s, m in context.index.by_place.items()),
    )
    for title, page, members in groups:
        yield _feed(context, members, addresses.feed(page), f"{name}: {title}", page)


def _feed(context: Context, articles: Articles, path: str, title: str, page: str) -> Feed:
    base = context.settings.base_url
    newest = reversed(articles[-LENGTH:])
    return Feed(
        path=path,
        lang=context.words.lang,
        title=title,
        url=addresses.absolute(base, page),
        entries=tuple(_feed_entry(context, article) for article in newest),
    )


def _feed_entry(context: Context, article: Article) -> FeedEntry:
    """Return a story for a feed: what a list says of it, and who wrote it where that names no child."""
    meta, base = article.meta, context.settings.base_url
    sample = context.words("sample.feed") + " " if meta.sample else ""
    author = people.author_of(context.vocabularies, article)
    picture = story_data.shared_picture(context, article, context.pictures(article))
    return FeedEntry(
        url=addresses.absolute(base, addresses.story(article)),
        title=meta.title,
        summary=sample + meta.summary,
        author=author.name if author else "",
        date=meta.date.isoformat(),
        updated=(meta.updated or meta.date).isoformat(),
        category=context.field(meta.field).short,
        tags=tuple(context.field(slug).short for slug in article.fields),
        image=addresses.absolute(context.edition.site_url, picture.plain.href) if picture else "",
        lang=context.words.lang,
        sample=meta.sample,
    )
