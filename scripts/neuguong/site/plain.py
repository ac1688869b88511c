"""PlainText: a page out of content/pages, as whoever read it hands it over.

Pelican reads these pages (Python-Markdown, {filename} links); this record is all the site takes from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from neuguong.problems import Problem, Text
from neuguong.site import addresses

RESERVED = frozenset({addresses.HOME, addresses.ALL, addresses.OVERVIEW, addresses.NOT_FOUND})


@dataclass(frozen=True, kw_only=True, slots=True)
class PlainText:
    """A page's own words: HTML, the order in the footer, its language."""

    slug: str
    title: str
    summary: str
    html: str
    order: int
    lang: str
    source: str


def clashes(texts: Iterable[PlainText]) -> Iterator[Problem]:
    """A page has an address of its own: not one of the site's, not another page's."""
    seen: dict[str, str] = {}
    for text in texts:
        address = addresses.plain(text.slug)
        owner = "" if address in RESERVED else seen.setdefault(address, text.source)
        if owner != text.source:
            whose = owner or "neuguong"
            yield Problem(
                f"content/{text.source}",
                0,
                "page-has-its-address",
                Text(f"địa chỉ {address} đã thuộc về {whose}", f"{address} belongs to {whose}"),
                Text("đổi dòng Slug của trang này", "change this page's Slug line"),
            )
