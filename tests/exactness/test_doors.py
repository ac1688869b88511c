"""The site has two doors, our command and Pelican's: both make the same, each on top of the other."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest
from pelican import Pelican
from pelican.settings import read_settings

from neuguong.site import build as building
from neuguong.site import making
from tests.exactness.building import Clean, difference, tree_of
from tests.exactness.edits import (
    World,
    build_on_another_day,
    change_page,
    change_settings,
    change_template,
    delete_story,
    rename_title,
    rewrite_body,
)
from tests.exactness.effort import NIGHTLY
from tests.exactness.sources import CONF, page
from tests.samples import story_text

BROKEN = {"stories/2014-2015/hong.md": story_text(title="Bài hỏng", field="khong-co").encode()}


def build_with_pelican(world: World, patch: pytest.MonkeyPatch) -> None:
    """Let Pelican build, as it stands on the day of the world; whatever has a fault is left out."""
    noon = world.day.toordinal() - 719_163  # days since 1970
    patch.setenv("SOURCE_DATE_EPOCH", str(noon * 86_400 + 5 * 3600))
    settings = read_settings(str(world.site / "pelicanconf.py"), override={"OUTPUT_PATH": str(world.output)})
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        Pelican(settings).run()


def assert_right(world: World, clean: Clean) -> None:
    expected = clean.ask(world.sources.files(), world.day).result()
    assert difference(tree_of(world.output), expected.tree) == ""


def test_either_door_builds_on_top_of_the_other(
    world: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5 if NIGHTLY else 2):
        rename_title(world, number, number)
        change_settings(world, number, number)
        world.save()
        build_with_pelican(world, monkeypatch)
        assert_right(world, clean)

        delete_story(world, number, 0)
        change_template(world, number, number * 5)
        change_page(world, number, number + 1)
        build_on_another_day(world, number, 0)
        world.save()
        assert world.build().code == 0
        assert_right(world, clean)


def test_door_that_leaves_faults_out_leaves_nothing_of_them_behind(
    world: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_with_pelican(world, monkeypatch)
    whole = world.sources.files()
    world.sources.broken = {**BROKEN, "stories/2015-2016/sang-nam.md": b"---\n"}
    world.save()
    build_with_pelican(world, monkeypatch)
    assert "bai/2015-2016/sang-nam.html" not in tree_of(world.output)
    world.sources.broken = {}
    world.save()
    assert world.sources.files() == whole
    assert world.build().code == 0
    assert_right(world, clean)


def test_text_saved_meanwhile_is_shown_by_the_other_door_too(
    world: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pages = making.make_pages

    def meanwhile(*arguments: Any) -> object:
        monkeypatch.setattr(building, "make_pages", make_pages)
        rewrite_body(world, 0, 77)
        world.save()
        return make_pages(*arguments)

    monkeypatch.setattr(building, "make_pages", meanwhile)
    build_with_pelican(world, monkeypatch)
    assert world.sources.stories["con-do-som"].words == 77
    assert_right(world, clean)


def test_settings_that_read_another_file_follow_it(world: World, clean: Clean) -> None:
    reading = (
        'from pathlib import Path\nMARKDOWN["extensions"] = Path(__file__ + ".txt").read_text().split()\n'
    )
    texts = world.sources.texts
    texts["pelicanconf.py"] = CONF + reading.encode()
    texts["content/pages/lien-he.md"] = page("lien-he", "Liên hệ", 1) + "\n## Một đề mục\n".encode()
    for extension in ("extra", "toc", "extra"):
        texts["pelicanconf.py.txt"] = f"markdown.extensions.{extension}".encode()
        world.save()
        assert world.build().code == 0
        assert_right(world, clean)
