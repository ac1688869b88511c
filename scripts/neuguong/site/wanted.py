"""Which files must lie in the output, each with the key of all that it is made of.

The plans, the theme and the recipes of pictures in; a list of `Wanted` out. Pure: makes no page, looks at no
disk. A key that is the same as last time means that making the file again would give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from neuguong import fingerprint
from neuguong.site import addresses, cloths, images, json_feed, render, sitemaps
from neuguong.site.assemble import Assembled
from neuguong.site.cloths import Weaving
from neuguong.site.images import Recipe
from neuguong.site.plans import Part, Plan
from neuguong.site.theme import Theme


class Wanted(NamedTuple):
    """A file that must lie in the output: the key of all that it is made of, and what makes it."""

    path: str
    key: bytes
    source: Plan | Recipe | Weaving | Callable[[], bytes]

    @property
    def template(self) -> str:
        """Return the template that a page is made with; "" for other files."""
        return self.source.template if isinstance(self.source, Plan) else ""


@dataclass(frozen=True, slots=True)
class WantedFiles:
    """All wanted files, the plans' pages first and in their order; for each template what its pages share."""

    files: tuple[Wanted, ...]
    shared: dict[str, tuple[Part, ...]]


def wanted_files(assembled: Assembled, theme: Theme, closures: dict[str, tuple[str, ...]]) -> WantedFiles:
    """Return everything that the site is to hold."""
    shared = _shared(assembled, theme, closures)
    return WantedFiles((*_pages(assembled, shared), *_others(assembled, theme)), shared)


def with_other_words(wanted: WantedFiles, plans: Sequence[Plan]) -> WantedFiles:
    """Return the same files with these plans in place of theirs; only words of stories may be others."""
    keys = _keys(wanted.shared)
    pages = [
        file if file.source is plan else _page(plan, keys)
        for file, plan in zip(wanted.files, plans, strict=False)
    ]
    return WantedFiles((*pages, *wanted.files[len(plans) :]), wanted.shared)


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
        ("heirs", "", fingerprint.of_record(frame.heirs)),
        ("edition", "", fingerprint.of_record(frame.edition)),
    )
    sources = {name: fingerprint.digest(source.encode()) for name, source in theme.templates.items()}
    return {
        template: (*everywhere, *(("template", name, sources.get(name, b"")) for name in names))
        for template, names in closures.items()
    }


def _pages(assembled: Assembled, shared: dict[str, tuple[Part, ...]]) -> Iterator[Wanted]:
    keys = _keys(shared)
    for plan in assembled.plans:
        yield _page(plan, keys)


def _keys(shared: dict[str, tuple[Part, ...]]) -> dict[str, bytes]:
    return {template: fingerprint.of_record(parts) for template, parts in shared.items()}


def _page(plan: Plan, keys: dict[str, bytes]) -> Wanted:
    return Wanted(plan.path, fingerprint.digest(keys.get(plan.template, b"") + plan.made_of()), plan)


def _others(assembled: Assembled, theme: Theme) -> Iterator[Wanted]:
    site = fingerprint.of_record(assembled.site)
    for feed in assembled.feeds:
        key = fingerprint.digest(site, fingerprint.of_record(feed))
        yield Wanted(feed.path, key, partial(render.atom, feed, assembled.site))
        yield Wanted(addresses.json_feed(feed.path), key, partial(json_feed.render, feed, assembled.site))
    for document in assembled.documents:
        yield Wanted(document.path, document.key, document.make)
    for path, data in theme.static.items():
        yield Wanted(path, fingerprint.digest(data), _same(data))
    if assembled.frame.edition.served:
        yield from _for_search_engines(assembled)
    for recipe in images.plan(assembled.articles, assembled.frame.edition):
        yield Wanted(recipe.target, fingerprint.of_record(recipe), recipe)
    for weaving in cloths.plan(assembled.frame.vocabularies.fields, assembled.articles):
        yield Wanted(weaving.target, fingerprint.of_record(weaving), weaving)


def _for_search_engines(assembled: Assembled) -> Iterator[Wanted]:
    base_url = assembled.site.base_url
    for part in sitemaps.parts(assembled.plans):
        key = fingerprint.of_record((base_url, part))
        yield Wanted(part.path, key, partial(sitemaps.written, part, base_url))
    robots = render.robots(assembled.site)
    yield Wanted(render.ROBOTS, fingerprint.digest(robots), _same(robots))


def _same(data: bytes) -> Callable[[], bytes]:
    return lambda: data
