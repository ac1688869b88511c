"""Feeds → JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): the same entries as the Atom feed beside it.

Pure: the same feed gives the same bytes. A sample says so in its summary, for people, and in `_neuguong`, for
programs (keys of one's own begin with a line).
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from neuguong.site import addresses, json_file
from neuguong.site.pages import Feed, FeedEntry, Site
from neuguong.site.render import noon

VERSION = "https://jsonfeed.org/version/1.1"
MEDIA_TYPE = "application/feed+json"


class _Author(Struct, frozen=True, omit_defaults=True):
    name: str
    url: str = ""


class _Own(Struct, frozen=True):
    sample: bool


class _Item(Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: str
    url: str
    title: str
    content_text: str
    summary: str
    image: str = ""
    date_published: str
    date_modified: str
    authors: tuple[_Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str
    own: _Own | None = msgspec.field(name="_neuguong", default=None)


class _Feed(Struct, frozen=True, kw_only=True):
    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str
    language: str
    authors: tuple[_Author, ...]
    items: tuple[_Item, ...]


def render(feed: Feed, site: Site) -> bytes:
    """Return a feed as JSON; like Atom's, an entry without author has the feed's, which is the publisher."""
    return json_file.written(
        _Feed(
            version=VERSION,
            title=feed.title,
            home_page_url=feed.url,
            feed_url=addresses.absolute(site.base_url, addresses.json_feed(feed.path)),
            description=site.tagline,
            language=feed.lang,
            authors=(_Author(site.publisher, site.base_url),),
            items=tuple(map(_item, feed.entries)),
        )
    )


def _item(entry: FeedEntry) -> _Item:
    return _Item(
        id=entry.url,
        url=entry.url,
        title=entry.title,
        content_text=entry.summary,
        summary=entry.summary,
        image=entry.image,
        date_published=noon(entry.date),
        date_modified=noon(entry.updated),
        authors=(_Author(entry.author),) if entry.author else (),
        tags=entry.tags,
        language=entry.lang,
        own=_Own(sample=True) if entry.sample else None,
    )
