"""Links between Markdown files → links between pages."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import urlsplit

from neuguong.content import markup
from neuguong.content.checks.body import resolve
from neuguong.site import addresses

_NO_LINK = re.compile(r'<a href=""[^>]*>(.*?)</a>', re.DOTALL)
_ARTICLES = ("stories/", "contest/")


@dataclass(frozen=True, slots=True)
class Hidden:
    """All files that no page may lead to: articles that are not shown on the day."""

    shown: frozenset[str]

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and path.startswith(_ARTICLES) and path not in self.shown


def between_pages(html: str, source: str, page: str, hidden: Container[str]) -> str:
    """Return rendered text of the file `source` as it stands on `page`.

    Of a link to a hidden text only its words stay.
    """

    def target(written: str) -> str:
        path = resolve(source, written) if ".md" in written and not urlsplit(written).scheme else ""
        if path in hidden:
            return ""
        found = _page_of(path)
        return addresses.relative(page, found) if found else written

    linked = markup.rewrite_links(html, target)
    return _NO_LINK.sub(r"\1", linked) if '<a href=""' in linked else linked


def _page_of(path: str) -> str:
    match path.removesuffix(".md").split("/"):
        case ["stories", year, slug]:
            return addresses.former_story(f"{year}/{slug}")
        case ["contest", season, "entries", slug]:
            return addresses.season_entry(season, slug)
        case ["content", "pages", slug]:
            return addresses.plain(slug)
    return ""
