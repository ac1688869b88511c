"""The Pelican plugin: a thin door. Pelican reads settings and the plain pages; the site's core does the rest.

`pelicanconf.py` lists this module under PLUGINS and leaves article paths empty.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from neuguong import fingerprint
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.source import TextChanged
from neuguong.problems import Problem, errors
from neuguong.site.build import publish
from neuguong.site.build_date import build_date
from neuguong.site.plain import PlainPages, PlainText
from neuguong.store import Store, StoreBroken, open_store

_LAST = 999_999
HAND_OVER = "NEUGUONG_HAND_OVER"
"""Set by whoever wants the plain pages for a build of its own: a function that takes them."""

_OWN_WORK = (
    *("ARTICLE_PATHS", "STATIC_PATHS", "THEME_STATIC_PATHS", "DIRECT_TEMPLATES", "TEMPLATE_PAGES"),
    *("PAGE_SAVE_AS", "PAGE_LANG_SAVE_AS", "FEED_ATOM", "FEED_RSS", "FEED_ALL_ATOM", "FEED_ALL_RSS"),
)
"""Where one of these is set, Pelican itself writes something into the output."""

_log = logging.getLogger(__name__)


class StoryGenerator(Generator):  # type: ignore[misc]  # Pelican publishes no types
    """Takes the place of Pelican's article path: stories, groups, contest, pages, feeds."""

    def generate_output(self, _writer: Any) -> None:
        """Hand the plain pages over to a build of ours, or, run by Pelican alone, build the site."""
        hand_over: Callable[[PlainPages], None] | None = self.settings.get(HAND_OVER)
        pages = tuple(_plain_text(page) for page in self.context["pages"])
        found = PlainPages(theme=self.theme, texts=pages, are_all=_does_nothing_else(self.settings))
        (hand_over or self._build)(found)

    def _build(self, pages: PlainPages) -> None:
        """Write everything that is without fault; from nothing where the store or a text is not as it was."""
        tree = Tree(Path(self.settings["PATH"]).parent)
        try:
            self._build_with(open_store(tree.root, fingerprint.toolchain()), tree, pages)
        except (StoreBroken, TextChanged):
            self._build_with(open_store(tree.root, fingerprint.toolchain(), anew=True), tree, pages)

    def _build_with(self, store: Store, tree: Tree, pages: PlainPages) -> None:
        try:
            loaded = load(tree, store)
            wrong = errors(loaded.problems)
            for problem in wrong:
                _log.error("%s", _in_one_line(problem))
            if loaded.content is None:
                return
            faulty = {problem.path for problem in wrong}
            plain = [page for page in pages.texts if f"content/{page.source}" not in faulty]
            folder = Path(self.output_path)
            publish(loaded.content, plain, tree, Path(pages.theme), folder, build_date(None), store)
        finally:
            store.close()


def register() -> None:
    """Let Pelican know the generator."""
    signals.get_generators.connect(_generators)


def _generators(_pelican: Any) -> type[StoryGenerator]:
    return StoryGenerator


def _does_nothing_else(settings: Any) -> bool:
    """Return whether Pelican, set up so, reads our plain pages and does nothing more."""
    ours = settings["PLUGINS"] == [__name__] and settings["PAGE_PATHS"] == ["pages"]  # Pelican keeps names
    return ours and not any(settings.get(name) for name in _OWN_WORK)


def _plain_text(page: Any) -> PlainText:
    order = str(getattr(page, "order", ""))
    return PlainText(
        slug=page.slug,
        title=str(page.title),
        summary=_summary(page),
        html=page.get_content("."),
        order=min(int(order[:9]), _LAST) if order.isascii() and order.isdigit() else 99,
        lang=page.lang,
        source=str(page.get_relative_source_path()),
    )


def _summary(page: Any) -> str:
    """Return the summary as text: Pelican renders the metadata line as Markdown."""
    return html.unescape(re.sub(r"<[^>]+>", "", str(page.metadata.get("summary", "")))).strip()


def _in_one_line(problem: Problem) -> str:
    return f"{problem.place} {problem.what.vi} → {problem.fix.vi} [{problem.rule}]"
