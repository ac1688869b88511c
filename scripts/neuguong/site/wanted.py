"""Which files must lie in the output, each with the key of all that it is made of.

The plans, the theme and the recipes of pictures in; a list of `Wanted` out. Pure: makes no page, looks at no
disk. A key that is the same as last time means that making the file again would give the same bytes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from neuguong import fingerprint
from neuguong.site import addresses, cloths, images, json_feed, qr_codes, render, share_cards, sitemaps
from neuguong.site.assemble import Assembled
from neuguong.site.cloths import Weaving
from neuguong.site.editions import Editions
from neuguong.site.images import Recipe
from neuguong.site.plans import Part, Plan
from neuguong.site.qr_codes import Code
from neuguong.site.share_cards import Drawing
from neuguong.site.theme import Theme


class Wanted(NamedTuple):
    """A file that must lie in the output: the key of all that it is made of, and what makes it."""

    path: str
    key: bytes
    source: Plan | Recipe | Weaving | Drawing | Code | Callable[[], bytes]
    edition: str = ""
    """The folder of the edition that a page belongs to; "" for the main one and for other files."""

    @property
    def template(self) -> str:
        """Return the edition and the template that a page is made with; "" for other files."""
        return self.edition + self.source.template if isinstance(self.source, Plan) else ""


@dataclass(frozen=True, slots=True)
class WantedFiles:
    """All wanted files, the plans' pages first and in their order; for each template what its pages share.

    A template of the edition en/ is named en/<template>.
    """

    files: tuple[Wanted, ...]
    shared: dict[str, tuple[Part, ...]]


def wanted_files(editions: Editions, theme: Theme, closures: dict[str, tuple[str, ...]]) -> WantedFiles:
    """Return everything that the site is to hold."""
    shared = {
        edition.edition.folder + template: parts
        for edition in editions
        for template, parts in _shared(edition, theme, closures).items()
    }
    pages = _pages(editions, shared)
    beside = itertools.chain.from_iterable(map(_beside_pages, editions))
    return WantedFiles((*pages, *beside, *_others(editions, theme)), shared)


def with_other_words(wanted: WantedFiles, editions: Editions) -> WantedFiles:
    """Return the same files with these plans in place of theirs; only words of stories may be others."""
    keys = _keys(wanted.shared)
    planned = [(edition.edition.folder, plan) for edition in editions for plan in edition.plans]
    pages = [
        file if file.source is plan else _page(folder, plan, keys)
        for file, (folder, plan) in zip(wanted.files, planned, strict=False)
    ]
    return WantedFiles((*pages, *wanted.files[len(pages) :]), wanted.shared)


def _shared(
    assembled: Assembled, theme: Theme, closures: dict[str, tuple[str, ...]]
) -> dict[str, tuple[Part, ...]]:
    frame = assembled.frame
    in_use = (frame.fields_in_use, frame.places_in_use, frame.levels_in_use)
    everywhere: tuple[Part, ...] = (
        ("settings", "site.yml", fingerprint.of_record(frame.settings)),
        ("words", f"theme/languages/{frame.words.lang}.po", fingerprint.of_record(frame.words)),
        ("lists", "content/vocabulary", fingerprint.of_record(frame.vocabularies)),
        ("menu", "", fingerprint.of_record(assembled.site)),
        ("groups", "", fingerprint.of_record(in_use)),
        ("editions", "", fingerprint.of_record(frame.edition.on_every_page)),
        ("medium", "", fingerprint.of_record(frame.edition.medium)),
        ("heirs", "", fingerprint.of_record(frame.heirs)),
    )
    sources = {name: fingerprint.digest(source.encode()) for name, source in theme.templates.items()}
    return {
        template: (*everywhere, *(("template", name, sources.get(name, b"")) for name in names))
        for template, names in closures.items()
    }


def _pages(editions: Editions, shared: dict[str, tuple[Part, ...]]) -> Iterator[Wanted]:
    keys = _keys(shared)
    for edition in editions:
        folder = edition.edition.folder
        for plan in edition.plans:
            yield _page(folder, plan, keys)


def _keys(shared: dict[str, tuple[Part, ...]]) -> dict[str, bytes]:
    return {template: fingerprint.of_record(parts) for template, parts in shared.items()}


def _page(folder: str, plan: Plan, keys: dict[str, bytes]) -> Wanted:
    key = fingerprint.digest(keys.get(folder + plan.template, b"") + plan.made_of())
    return Wanted(folder + plan.path, key, plan, folder)


def _beside_pages(assembled: Assembled) -> Iterator[Wanted]:
    """Yield what goes with the pages of an edition: feeds, maps, share cards, QR codes."""
    site, folder = fingerprint.of_record(assembled.site), assembled.edition.folder
    for feed in assembled.feeds:
        key = fingerprint.digest(site, fingerprint.of_record(feed))
        yield Wanted(folder + feed.path, key, partial(render.atom, feed, assembled.site))
        beside = folder + addresses.json_feed(feed.path)
        yield Wanted(beside, key, partial(json_feed.render, feed, assembled.site))
    base_url = assembled.site.base_url
    for part in sitemaps.parts(assembled.plans) if assembled.edition.medium.served else ():
        key = fingerprint.of_record((base_url, part))
        yield Wanted(folder + part.path, key, partial(sitemaps.written, part, base_url))
    for drawing in share_cards.plan(assembled.frame, assembled.articles):
        yield Wanted(drawing.target, fingerprint.of_record(drawing), drawing)
    for code in qr_codes.plan(assembled.frame, assembled.plans):
        yield Wanted(code.target, fingerprint.of_record(code), code)


def _others(editions: Editions, theme: Theme) -> Iterator[Wanted]:
    """Yield what all languages share; the main edition has every story that another one has."""
    assembled = editions[0]
    for document in assembled.documents:
        yield Wanted(document.path, document.key, document.make)
    for path, data in theme.static.items():
        yield Wanted(path, fingerprint.digest(data), _same(data))
    if assembled.edition.medium.served:
        robots = render.robots([edition.site for edition in editions])
        yield Wanted(render.ROBOTS, fingerprint.digest(robots), _same(robots))
    for recipe in images.plan(assembled.articles, assembled.edition.medium):
        yield Wanted(recipe.target, fingerprint.of_record(recipe), recipe)
    for weaving in cloths.plan(assembled.frame.vocabularies.fields, assembled.articles):
        yield Wanted(weaving.target, fingerprint.of_record(weaving), weaving)


def _same(data: bytes) -> Callable[[], bytes]:
    return lambda: data
