"""Links between Markdown files → links between pages, in the same language as far as there is one."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import urlsplit

from neuguong.content import markup
from neuguong.content.checks.body import resolve
from neuguong.content.translations import LANGUAGES
from neuguong.site import addresses
from neuguong.site.edition import MAIN, Edition

_NO_LINK = re.compile(r'<a href=""[^>]*>(.*?)</a>', re.DOTALL)
_ARTICLES = ("stories/", "contest/")
_ENDINGS = (*(f".{lang}.md" for lang in LANGUAGES), ".md")


@dataclass(frozen=True, slots=True)
class Hidden:
    """All files that no page may lead to: articles that are shown in no language on the day."""

    shown: frozenset[str]

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, str) or not path.startswith(_ARTICLES):
            return False
        return path not in self.shown and f"{_stem(path)}.md" not in self.shown


@dataclass(frozen=True, slots=True)
class Abroad:
    """All files whose page is to be found in the other edition, seen from that of a language."""

    lang: str
    shown: frozenset[str]

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, str):
            return False
        if self.lang == MAIN:
            return path in self.shown and not path.endswith(f"{_stem(path)}.md")
        return f"{_stem(path)}.{self.lang}.md" not in self.shown


def between_pages(
    html: str,
    source: str,
    page: str,
    edition: Edition,
    hidden: Container[str],
    abroad: Container[str] = (),
) -> str:
    """Return rendered text of the file `source` as it stands on `page`, an address in the edition.

    Of a link to a hidden text only its words stay.
    """

    def target(written: str) -> str:
        path = resolve(source, written) if ".md" in written and not urlsplit(written).scheme else ""
        if path in hidden:
            return ""
        found = _page_of(path)
        if not found:
            return written
        return addresses.relative(page, edition.beside(found) if path in abroad else found)

    linked = markup.rewrite_links(html, target)
    return _NO_LINK.sub(r"\1", linked) if '<a href=""' in linked else linked


def _page_of(path: str) -> str:
    match _stem(path).split("/"):
        case ["stories", year, slug]:
            return addresses.former_story(f"{year}/{slug}")
        case ["contest", season, "entries", slug]:
            return addresses.season_entry(season, slug)
        case ["content", "pages", slug]:
            return addresses.plain(slug)
    return ""


def _stem(path: str) -> str:
    """Return the path of a Markdown file without its ending and its language."""
    for ending in _ENDINGS:
        if path.endswith(ending):
            return path.removesuffix(ending)
    return path
