"""JSON-LD: what a page is about, in the words of schema.org, for search engines.

Records and finished parts in, text out that may stand in a script element as it is: no `<`, `>` or `&` in it
can end the element, and browsers run none of it (a data block). Knows no content; see `story_data`.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Raw, Struct

from neuguong.settings import Settings
from neuguong.site import addresses
from neuguong.site.pages import Link

encode = msgspec.json.Encoder().encode

_OPEN = b'{"@context":"https://schema.org","@graph":['
_CLOSE = b"]}"
_END = b"}]}" + _CLOSE
"""Ends the last step of the way, the way, and all."""
_HARMLESS = tuple((sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029")
"""Signs that mean something to HTML or to old JavaScript, and the same in JSON: only words hold them."""


class Named(Struct, omit_defaults=True, frozen=True, kw_only=True):
    """Somebody or something with a name, of a kind that schema.org knows."""

    type: str = msgspec.field(name="@type")
    name: str
    url: str = ""
    affiliation: Named | None = None


class Image(Struct, tag_field="@type", tag="ImageObject", omit_defaults=True, frozen=True, kw_only=True):
    """A photo."""

    url: str
    width: int
    height: int
    caption: str
    creditText: str  # noqa: N815 - schema.org's name


class Article(Struct, tag_field="@type", tag="Article", omit_defaults=True, frozen=True, kw_only=True):
    """A story or an entry. What is the same on thousands of pages comes as it is to be written."""

    url: str
    headline: str
    description: str
    lang: str = msgspec.field(name="inLanguage")
    published: str = msgspec.field(name="datePublished")
    modified: str = msgspec.field(name="dateModified", default="")
    genre: str = ""
    section: str = msgspec.field(name="articleSection")
    about: Named | None = None
    author: Named | None = None
    image: Image | None = None
    place: Raw = msgspec.field(name="contentLocation")
    publisher: Raw
    site: Raw = msgspec.field(name="isPartOf")


class _WebSite(Struct, tag_field="@type", tag="WebSite", frozen=True, kw_only=True):
    """The whole site."""

    name: str
    description: str
    url: str
    lang: str = msgspec.field(name="inLanguage")
    publisher: Raw


class _Crumb(Struct, tag_field="@type", tag="ListItem", omit_defaults=True, frozen=True, kw_only=True):
    """A step of the way to a page; the last one is the page itself, and has no address."""

    position: int
    name: str
    item: str = ""


def publisher(settings: Settings) -> Raw:
    """Return who publishes the site."""
    return Raw(encode(Named(type="GovernmentOrganization", name=settings.publisher, url=settings.base_url)))


def part_of(settings: Settings) -> Raw:
    """Return the site that a page is part of, by name."""
    return Raw(encode(Named(type="WebSite", name=settings.name, url=settings.base_url)))


def home(settings: Settings, lang: str) -> str:
    """Return the JSON-LD of the home page: the site as a whole."""
    site = _WebSite(
        name=settings.name,
        description=settings.description,
        url=settings.base_url,
        lang=lang,
        publisher=publisher(settings),
    )
    return _harmless(_OPEN + encode(site) + _CLOSE)


def trail(base_url: str, way: Iterable[Link]) -> bytes:
    """Return the way to a page as far as many pages share it; `graph` adds the name of the last step."""
    crumbs = [
        _Crumb(position=at, name=link.text, item=addresses.absolute(base_url, link.href) if link.href else "")
        for at, link in enumerate(way, start=1)
    ]
    steps = b"".join(encode(crumb) + b"," for crumb in crumbs)
    last = encode(_Crumb(position=len(crumbs) + 1, name="")).removesuffix(b'""}')
    return b'{"@type":"BreadcrumbList","itemListElement":[' + steps + last


def graph(shared_trail: bytes, title: str, thing: Struct | None = None) -> str:
    """Return the JSON-LD of a page: what it is about, and the way to it."""
    own = (encode(thing), b",") if thing else ()
    return _harmless(b"".join((_OPEN, *own, shared_trail, encode(title), _END)))


def _harmless(data: bytes) -> str:
    text = data.decode()  # in which a sign is found ten times as fast
    for sign, written in _HARMLESS:
        if sign in text:
            text = text.replace(sign, written)
    return text
