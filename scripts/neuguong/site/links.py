"""Links between Markdown files → links between pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from neuguong.content import markup
from neuguong.content.checks.body import resolve
from neuguong.site import addresses
from neuguong.site.context import Context

_NO_LINK = re.compile(r'<a href=""[^>]*>(.*?)</a>', re.DOTALL)


def between_pages(context: Context, html: str, source: str, page: str) -> str:
    """Return rendered text of the file `source` as it stands on `page`.

    Of a link to a text that is not public only its words stay.
    """

    def target(written: str) -> str:
        path = resolve(source, written) if ".md" in written and not urlsplit(written).scheme else ""
        if path.startswith(("stories/", "contest/")) and path not in context.shown:
            return ""
        found = _page_of(path)
        return addresses.relative(page, found) if found else written

    return _NO_LINK.sub(r"\1", markup.rewrite_links(html, target))


def _page_of(path: str) -> str:
    match path.removesuffix(".md").split("/"):
        case ["stories", year, slug]:
            return addresses.former_story(f"{year}/{slug}")
        case ["contest", season, "entries", slug]:
            return addresses.season_entry(season, slug)
        case ["content", "pages", slug]:
            return addresses.plain(slug)
    return ""
