"""Somebody saves a file while a build runs, and takes the change back: the next build is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from neuguong.content import files, load_texts
from neuguong.site import images, pelican_pages, theme
from tests.exactness.building import Clean, compare
from tests.exactness.edits import World
from tests.exactness.sources import page, photo, template

STORY = "stories/2014-2015/con-do-som.md"
PHOTO = "stories/2014-2015/con-do-som/ben-do.png"
PAGE = "content/pages/lien-he.md"
TEMPLATE = "theme/templates/article.html"


def assert_right_after_a_save_meanwhile(
    world: World, clean: Clean, patch: pytest.MonkeyPatch, moment: tuple[Any, str], path: str, data: bytes
) -> None:
    """Save other bytes just before a function is called, take them back after the build, and build again."""
    world.save()
    before = (world.site / path).read_bytes()
    module, name = moment
    work: Callable[..., object] = getattr(module, name)

    def meanwhile(*arguments: object, **named: object) -> object:
        (world.site / path).write_bytes(data)
        return work(*arguments, **named)

    with patch.context() as for_now:
        for_now.setattr(module, name, meanwhile)
        world.build()
    assert (world.site / path).read_bytes() == data, "the moment never came"
    (world.site / path).write_bytes(before)
    expected = clean.ask(world.sources.files(), world.day).result()
    assert compare(world.build(), expected, world.strange, {}) == []


@pytest.mark.parametrize(
    ("moment", "path", "data"),
    [
        ((load_texts, "_look"), STORY, b"---\n"),
        ((files.Tree, "_is_inside"), STORY, b"---\n"),
        ((load_texts, "_examine"), PHOTO, photo(9)),
        ((load_texts, "_tasks"), PHOTO, photo(9)),
        ((images, "_make"), PHOTO, photo(9)),
        ((images, "_make"), PHOTO, b"no picture any more"),
        ((pelican_pages, "_run_pelican"), PAGE, page("lien-he", "Khác", 9)),
        ((pelican_pages, "_key"), PAGE, page("lien-he", "Khác", 9)),
        ((theme, "_closures"), TEMPLATE, template(TEMPLATE, "<p>9</p>")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else None,
)
def test_save_taken_back_after_a_build_leaves_no_trace(
    world: World,
    clean: Clean,
    monkeypatch: pytest.MonkeyPatch,
    moment: tuple[Any, str],
    path: str,
    data: bytes,
) -> None:
    assert_right_after_a_save_meanwhile(world, clean, monkeypatch, moment, path, data)
