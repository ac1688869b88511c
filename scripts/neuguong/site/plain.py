"""PlainText: a page out of content/pages, as whoever read it hands it over.

Pelican reads these pages (Python-Markdown, {filename} links); this record is all the site takes from it.
"""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, kw_only=True, slots=True)
class PlainPages:
    """All plain pages and the theme's folder, as Pelican is set up.

    `are_all` says that Pelican did nothing but read them, so that it need not run while they stay the same.
    """

    theme: str
    texts: tuple[PlainText, ...]
    are_all: bool
