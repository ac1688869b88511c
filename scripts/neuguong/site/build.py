"""One build: content and plain pages → every file in the output folder.

The edge of the site part: it writes. Both doors, Pelican's plugin and the command line, end here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from neuguong.content.files import Tree
from neuguong.content.load import Content
from neuguong.site import images, render
from neuguong.site.assemble import assemble
from neuguong.site.plain import PlainText
from neuguong.site.write import Output

THEME_FOLDER = "theme"


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    stories: int
    pages: int
    changed: int
    removed: int


def publish(
    content: Content,
    plain: Iterable[PlainText],
    tree: Tree,
    theme: Path,
    folder: Path,
    today: date,
) -> Report:
    """Write the site as it stands on the day into the folder."""
    assembled = assemble(content, plain, today)
    recipes = tuple(images.plan(assembled.articles))
    static = _static_files(theme)
    output = Output(folder)
    output.announce([*render.paths(assembled), *static, *(recipe.target for recipe in recipes)])
    for path, data in render.files(assembled, render.environment(theme)):
        output.write(path, data)
    for path, file in static.items():
        output.write(path, file.read_bytes())
    images.make(recipes, tree, output)
    removed = output.finish()
    stories = sum(1 for article in assembled.articles if article.path.startswith("stories/"))
    return Report(stories, len(assembled.pages), output.changed, removed)


def _static_files(theme: Path) -> dict[str, Path]:
    """Return the theme's own files by the place they take in the output."""
    files = (file for file in sorted((theme / "static").rglob("*")) if file.is_file())
    return {f"{THEME_FOLDER}/{file.relative_to(theme / 'static').as_posix()}": file for file in files}
