"""Edition: the site in one of its languages, and the way from it to the other one.

A record. The edition in the main language lies at the site's root, another one in a folder named like its
language; pages of both lie at the same addresses below. What needs no words (photos, cloths, style) lies at
the root only.
"""

from __future__ import annotations

from dataclasses import dataclass

from neuguong.site import addresses
from neuguong.site.medium import WEB, Medium

MAIN = "vi"
"""The language that the site is written in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """A language, the whole site's address, its medium, and the other language's pages, if there are any.

    `counterparts`: the pages beside those of stories that the other edition has too; None: all of them.
    """

    lang: str = MAIN
    site_url: str
    other_lang: str = ""
    counterparts: frozenset[str] | None = None
    medium: Medium = WEB

    @property
    def folder(self) -> str:
        """Return the folder in which the edition lies, with its slash; "" for the site's root."""
        return _folder(self.lang)

    @property
    def to_root(self) -> str:
        """Return the way from the edition's own root up to the site's."""
        return "../" * self.folder.count("/")

    @property
    def on_every_page(self) -> tuple[str, str, str]:
        """Return what every page depends on; which pages the other one has is a matter of each."""
        return self.lang, self.site_url, self.other_lang

    @property
    def is_main(self) -> bool:
        """Return whether this is the edition with everything in it."""
        return self.lang == MAIN

    def has_counterpart(self, path: str) -> bool:
        """Return whether the other edition has a page that is no story's."""
        return self.counterparts is None or path in self.counterparts

    def beside(self, path: str) -> str:
        """Return the way from this edition's root to a page of the other one."""
        return self.to_root + _folder(self.other_lang) + path

    def addresses_of(self, path: str) -> tuple[tuple[str, str], ...]:
        """Return the languages, the main one first, each with the whole address of a page in it."""
        both = sorted((self.lang, self.other_lang), key=lambda lang: lang != MAIN)
        return tuple((lang, addresses.absolute(self.site_url + _folder(lang), path)) for lang in both)


def _folder(lang: str) -> str:
    return "" if lang == MAIN else f"{lang}/"
