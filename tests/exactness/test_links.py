"""Links among the sources: what lies behind them is read, or refused, as by a clean build."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exactness.building import Clean, difference
from tests.exactness.edits import World
from tests.exactness.effort import NIGHTLY

STORY = "stories/2014-2015/con-do-som.md"
PHOTOS = "stories/2014-2015/con-do-som"
YEAR = "stories/2014-2015"
PLAIN = "content/pages/lien-he.md"

Move = Callable[[World, str], None]


def link_to_outside(world: World, path: str) -> None:
    """Move it out of the site and put a link in its place: the same bytes, of the same age."""
    _move(world.site / path, world.folder / "outside", relative=False)


def link_to_inside(world: World, path: str) -> None:
    """Move it to another place in the site, where nobody looks."""
    _move(world.site / path, world.site / "apart", relative=True)


def link_to_nowhere(world: World, path: str) -> None:
    link_to_outside(world, path)
    (world.folder / "outside").rename(world.folder / "gone")


def link_to_itself(world: World, path: str) -> None:
    link_to_outside(world, path)
    (world.site / path).unlink()
    (world.site / path).symlink_to(Path(path).name)


def _move(source: Path, target: Path, *, relative: bool) -> None:
    source.rename(target)
    source.symlink_to(os.path.relpath(target, source.parent) if relative else target)


_PATHS = (STORY, PHOTOS, YEAR, PLAIN, "contest/2015", "theme/static", "site.yml")


@pytest.mark.parametrize("move", [link_to_outside, link_to_inside, link_to_nowhere, link_to_itself])
@pytest.mark.parametrize("path", _PATHS if NIGHTLY else _PATHS[:3])
def test_link_is_judged_as_by_a_clean_build(built: World, clean: Clean, path: str, move: Move) -> None:
    move(built, path)
    expected = clean.ask_of(built.site, built.day).result()
    for _ in range(2):
        warm = built.build()
        assert (warm.code, warm.said) == (expected.code, expected.said)
        if expected.code == 0:
            assert difference(warm.tree, expected.tree) == ""
