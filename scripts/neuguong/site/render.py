"""Page models → HTML bytes, feeds → Atom, pages → sitemap.

Pure given a theme: the same page gives the same bytes. Templates see the page, the site and `href`, and
nothing else; a name they misspell is an error (StrictUndefined).
"""

from __future__ import annotations

import html as markup
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from feedgenerator import Atom1Feed
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from neuguong.site import addresses
from neuguong.site.assemble import Assembled
from neuguong.site.pages import ArticlePage, Feed, Page, Site
from neuguong.text import dotted

ROBOTS = "robots.txt"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def environment(theme: Path) -> Environment:
    """Return the environment that renders the theme's templates."""
    env = Environment(
        loader=FileSystemLoader(theme / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["number"] = dotted
    return env


def paths(assembled: Assembled) -> Iterator[str]:
    """Yield the path of every file that `files` yields, without rendering any."""
    yield from (page.head.path for page in assembled.pages)
    yield from (feed.path for feed in assembled.feeds)
    yield from (addresses.SITEMAP, ROBOTS)


def files(assembled: Assembled, env: Environment) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site but pictures and the theme's own: path and bytes."""
    for page in assembled.pages:
        yield page.head.path, html(page, assembled.site, env)
    for feed in assembled.feeds:
        yield feed.path, atom(feed, assembled.site)
    yield addresses.SITEMAP, sitemap(assembled.pages)
    yield ROBOTS, robots(assembled.site)


def html(page: Page, site: Site, env: Environment) -> bytes:
    """Render one page."""
    if page.head.from_root:
        root = urlsplit(site.base_url).path
        href = partial(_from_root, root)
    else:
        href = partial(addresses.relative, page.head.path)
    text = env.get_template(page.template).render(page=page, site=site, href=href)
    return text.encode()


def atom(feed: Feed, site: Site) -> bytes:
    """Render a feed as Atom; its date is that of its newest change, never the clock's."""
    made = Atom1Feed(
        title=feed.title,
        link=feed.url,
        description=site.tagline,
        feed_url=addresses.absolute(site.base_url, feed.path),
        feed_guid=addresses.absolute(site.base_url, feed.path),
        language="vi",
        author_name=site.publisher,
    )
    for entry in feed.entries:
        made.add_item(
            title=entry.title,
            link=entry.url,
            unique_id=entry.url,
            description=markup.escape(entry.summary, quote=False),
            author_name=entry.author,
            categories=[entry.category],
            pubdate=_noon(entry.date),
            updateddate=_noon(entry.updated),
        )
    text: str = made.writeString("utf-8")
    return text.encode()


def sitemap(pages: Iterable[Page]) -> bytes:
    """Return the sitemap of all pages that search engines may list."""
    ET.register_namespace("", _SITEMAP)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    for page in pages:
        if page.head.indexed:
            url = ET.SubElement(root, f"{{{_SITEMAP}}}url")
            ET.SubElement(url, f"{{{_SITEMAP}}}loc").text = page.head.canonical
            if isinstance(page, ArticlePage):
                changed = page.updated or page.date
                ET.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = changed.iso
    ET.indent(root)
    return _xml(root)


def _xml(root: ET.Element) -> bytes:
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def robots(site: Site) -> bytes:
    """Return robots.txt: everybody is welcome, the map is here."""
    address = addresses.absolute(site.base_url, addresses.SITEMAP)
    return f"User-agent: *\nAllow: /\n\nSitemap: {address}\n".encode()


def _from_root(root: str, target: str) -> str:
    return target if urlsplit(target).scheme or target.startswith("#") else root + target


def _noon(iso: str) -> datetime:
    """Return noon of the day in UTC: the same calendar day from Vietnam to the Azores."""
    return datetime.fromisoformat(f"{iso}T12:00:00").replace(tzinfo=UTC)
