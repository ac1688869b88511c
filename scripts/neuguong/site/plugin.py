"""The Pelican plugin: a thin door. Pelican reads settings and the plain pages; the site's core does the rest.

`pelicanconf.py` lists this module under PLUGINS and leaves article paths empty.
"""

from __future__ import annotations

import html
import logging
import re
from pathlib import Path
from typing import Any

from blinker import Signal
from pelican import signals
from pelican.generators import Generator

from neuguong.content.files import Tree
from neuguong.content.load import Loaded, load
from neuguong.problems import Problem, errors
from neuguong.site.build import publish
from neuguong.site.build_date import build_date
from neuguong.site.plain import PlainText

LOADED = "NEUGUONG_LOADED"
DATE = "NEUGUONG_DATE"

built = Signal("sent with the Report after the site is written")

_log = logging.getLogger(__name__)


class StoryGenerator(Generator):  # type: ignore[misc]  # Pelican publishes no types
    """Takes the place of Pelican's article path: stories, groups, contest, pages, feeds."""

    loaded: Loaded

    def generate_context(self) -> None:
        """Read and check the content, unless whoever started Pelican has done so."""
        given = self.settings.get(LOADED)
        self.tree = Tree(Path(self.settings["PATH"]).parent)
        self.loaded = given or load(self.tree)
        if given is None:
            for problem in errors(self.loaded.problems):
                _log.error("%s", _in_one_line(problem))

    def generate_output(self, _writer: Any) -> None:
        """Write everything that is without fault."""
        if self.loaded.content is None:
            return
        faulty = {problem.path for problem in errors(self.loaded.problems)}
        pages = [_plain_text(page) for page in self.context["pages"]]
        plain = [page for page in pages if f"content/{page.source}" not in faulty]
        report = publish(
            self.loaded.content,
            plain,
            self.tree,
            Path(self.theme),
            Path(self.output_path),
            build_date(self.settings.get(DATE)),
        )
        built.send(self, report=report)


def register() -> None:
    """Let Pelican know the generator."""
    signals.get_generators.connect(_generators)


def _generators(_pelican: Any) -> type[StoryGenerator]:
    return StoryGenerator


def _plain_text(page: Any) -> PlainText:
    order = str(getattr(page, "order", ""))
    return PlainText(
        slug=page.slug,
        title=str(page.title),
        summary=_summary(page),
        html=page.get_content("."),
        order=int(order) if order.isascii() and order.isdigit() else 99,
        lang=page.lang,
        source=str(page.get_relative_source_path()),
    )


def _summary(page: Any) -> str:
    """Return the summary as text: Pelican renders the metadata line as Markdown."""
    return html.unescape(re.sub(r"<[^>]+>", "", str(page.metadata.get("summary", "")))).strip()


def _in_one_line(problem: Problem) -> str:
    return f"{problem.place} {problem.what.vi} → {problem.fix.vi} [{problem.rule}]"
