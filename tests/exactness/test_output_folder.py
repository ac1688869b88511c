"""What lies in the output folder besides what a build put there, and where a build's own files went."""

from __future__ import annotations

import os
import shutil

import pytest

from neuguong.site.write import MANIFEST
from tests.exactness.building import Clean, compare
from tests.exactness.edits import World
from tests.exactness.sources import page

PAGE = "bai/2015-2016/sang-nam.html"
STORY = "sang-nam"


def assert_right(world: World, clean: Clean) -> None:
    world.save()
    expected = clean.ask(world.sources.files(), world.day).result()
    assert compare(world.build(), expected, world.strange, {}) == []


@pytest.mark.parametrize("size", [None, 0, 100])
def test_page_goes_with_its_story_though_the_manifest_is_lost(
    built: World, clean: Clean, size: int | None
) -> None:
    manifest = built.output / MANIFEST
    if size is None:
        manifest.unlink()
    else:
        os.truncate(manifest, size)
    del built.sources.stories[STORY]
    assert_right(built, clean)


def test_strangers_file_stays_though_the_manifest_is_lost(built: World, clean: Clean) -> None:
    """Where a page was, somebody has put something of their own: without the manifest it is theirs."""
    (built.output / MANIFEST).unlink()
    (built.output / PAGE).write_bytes(b"mine")
    built.strange[PAGE] = b"fmine"
    del built.sources.stories[STORY]
    assert_right(built, clean)


@pytest.mark.parametrize("target", ["nowhere", "sang-nam.html", "../../index.html"])
def test_link_in_the_place_of_a_page_goes_with_its_story(built: World, clean: Clean, target: str) -> None:
    file = built.output / PAGE
    file.unlink()
    file.symlink_to(target)
    del built.sources.stories[STORY]
    assert_right(built, clean)


def test_linked_folder_may_become_empty(built: World) -> None:
    """Pictures or pages may lie on another disk, behind a link."""
    folder, elsewhere = built.output / "bai/2015-2016", built.folder / "another disk"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    del built.sources.stories[STORY]
    built.save()
    assert [built.build().code, built.build().code] == [0, 0]


def test_file_may_take_a_folders_place_and_a_folder_a_files(built: World, clean: Clean) -> None:
    theme = built.sources.texts
    for path, before in (("a", "b"), ("a/b/c.txt", "a"), ("a/b", "a/b/c.txt"), ("a", "a/b"), ("b", "a")):
        theme[f"theme/static/{path}"] = path.encode()
        theme.pop(f"theme/static/{before}", None)
        assert_right(built, clean)


def test_files_of_odd_names_come_and_go(built: World, clean: Clean) -> None:
    odd = [f"theme/static/{name}" for name in ("a..b.txt", ".hidden", " x ", "x\u2028y.txt", "x\u0085y")]
    built.sources.texts |= dict.fromkeys(odd, b"1")
    assert_right(built, clean)
    shutil.rmtree(built.store.parent)  # so that the manifest alone knows of them
    for path in odd:
        del built.sources.texts[path]
    assert_right(built, clean)


def test_strangers_file_is_not_mistaken_for_half_a_name(built: World, clean: Clean) -> None:
    built.sources.texts["theme/static/x\nstranger.txt"] = b"1"
    assert_right(built, clean)
    (built.output / "stranger.txt").write_bytes(b"mine")
    built.strange["stranger.txt"] = b"fmine"
    del built.sources.texts["theme/static/x\nstranger.txt"]
    assert_right(built, clean)


@pytest.mark.parametrize("title", ["Tất cả", "Tổng quan", "Index", "404"])
def test_page_without_a_slug_cannot_take_an_address_of_the_site(
    built: World, clean: Clean, title: str
) -> None:
    """Either it is refused, or it lies elsewhere: two pages never fight for one address."""
    built.sources.texts["content/pages/lien-he.md"] = _without_slug(page("", title, 3))
    built.save()
    built.build()
    built.sources.stories[STORY].title = "Tên khác"
    assert_right(built, clean)


def test_pages_of_one_title_do_not_fight_for_an_address(built: World, clean: Clean) -> None:
    built.sources.texts["content/pages/lien-he.md"] = _without_slug(page("", "Giới thiệu", 3))
    built.save()
    built.build()
    built.sources.texts["content/pages/gioi-thieu.md"] = page("gioi-thieu", "Giới thiệu", 2)
    assert_right(built, clean)


def _without_slug(text: bytes) -> bytes:
    return text.replace(b"Slug: \n", b"")
