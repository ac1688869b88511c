"""The quick answer, that nothing has changed, is never given where something has; where nothing has, it is.

What is changed is changed on the disk itself, as people and programs do, and looked at with the eyes of a
clean build of a copy. The changes come one on top of the other: each finds a site that answers quickly.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from neuguong import fingerprint
from neuguong.site import making, write
from neuguong.site.write import MANIFEST, Put
from tests.exactness.building import Clean, Tree, compare, difference, smaller_bounds
from tests.exactness.edits import (
    AROUND,
    MISHAPS,
    RUNNING,
    STORIES,
    Do,
    World,
    add_or_remove_season,
    add_story,
    before_step,
    build_on_another_day,
    is_answered_quickly,
    new_world,
    rewrite_body,
    wait,
)
from tests.exactness.effort import NIGHTLY
from tests.exactness.sources import page, photo
from tests.exactness.test_doors import build_with_pelican

STORY = "stories/2014-2015/con-do-som.md"
PHOTO = "stories/2014-2015/con-do-som/ben-do.png"
PLAIN = "content/pages/lien-he.md"
STATIC = "theme/static/kieu.css"
PAGE = "bai/2014-2015/con-do-som.html"

Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def site() -> Iterator[World]:
    """One site for all the changes."""
    with new_world() as made, smaller_bounds():
        texts = made.sources.texts
        texts[PLAIN] = page("lien-he", "Liên hệ", 2) + "\n## Một đề mục\n".encode()
        texts[STATIC] = b"a { color: red }"
        texts["theme/static/x/chu.txt"], texts["theme/static/y/chu.txt"] = b"mot", b"hai"
        made.save()
        yield made


def settle(world: World) -> Tree:
    """Build until the answer is quick; return what lies in the output."""
    wait(world, 0, 0)
    assert world.build().code == 0
    quick, tree = is_answered_quickly(world)
    assert quick
    return tree


def clean_tree(world: World, clean: Clean) -> Tree:
    """Return what a build makes of a copy of the site that was never built."""
    built = clean.ask_of(world.site, world.day).result()
    assert built.code == 0, built.said
    return built.tree


def rewrite(file: Path, pattern: bytes, replacement: bytes) -> None:
    """Write a file anew with one thing changed."""
    data = file.read_bytes()
    changed = re.sub(pattern, replacement, data, count=1)
    assert changed != data
    file.write_bytes(changed)


def other_words(data: bytes) -> bytes:
    """Return as many bytes of a story, one of them another."""
    found = re.search(rb"th\xe1\xbb\xa9 (\d{4})", data)
    assert found is not None
    return data[: found.start(1)] + b"%04d" % ((int(found[1]) + 1) % 10_000) + data[found.end(1) :]


# Changes that the output shows


def write_as_many_bytes(root: Path) -> None:
    (root / STORY).write_bytes(other_words((root / STORY).read_bytes()))


def write_as_many_bytes_and_set_the_time_back(root: Path) -> None:
    before = (root / STORY).stat()
    write_as_many_bytes(root)
    os.utime(root / STORY, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_another_of_as_many_bytes_and_that_time_in_place(root: Path) -> None:
    shutil.copy2(root / STORY, root / "beside")
    before = (root / STORY).stat()
    (root / "beside").write_bytes(other_words((root / STORY).read_bytes()))
    os.utime(root / "beside", ns=(before.st_atime_ns, before.st_mtime_ns))
    (root / "beside").replace(root / STORY)


def change_a_title(root: Path) -> None:
    rewrite(root / STORY, rb"title: .*", b"title: B\xe1\xba\xbfn v\xe1\xba\xafng")


def add_a_story(root: Path) -> None:
    text = (root / "stories/2014-2015/dem-trang.md").read_text("utf-8")
    text = re.sub(r"title: .*", "title: Đêm trăng khác", text).replace("formerly: [2014-2015/trang]\n", "")
    (root / "stories/2014-2015/dem-khac.md").write_text(text, encoding="utf-8")


def rename_a_story(root: Path) -> None:
    (root / "stories/2014-2015/dem-khac.md").rename(root / "stories/2014-2015/dem-nua.md")


def remove_a_story(root: Path) -> None:
    (root / "stories/2014-2015/dem-nua.md").unlink()


def change_a_photo(root: Path) -> None:
    (root / PHOTO).write_bytes(photo(5))


def change_a_page(root: Path) -> None:
    rewrite(root / PLAIN, rb"\xc4\x90\xc3\xb4i l\xe1\xbb\x9di", b"V\xc3\xa0i l\xe1\xbb\x9di")


def change_a_list(root: Path) -> None:
    rewrite(root / "content/vocabulary/levels.yml", "name: Tiểu học".encode(), "name: Cấp tiểu học".encode())


def change_pelicans_settings(root: Path) -> None:
    extra = b'"markdown.extensions.extra"'
    rewrite(root / "pelicanconf.py", extra, extra + b', "markdown.extensions.toc"')


def have_a_handbook(root: Path) -> None:
    (root / "mkdocs.yml").write_bytes(b"site_name: So tay\n")


def have_no_handbook(root: Path) -> None:
    (root / "mkdocs.yml").unlink()


def change_the_settings(root: Path) -> None:
    rewrite(root / "site.yml", "name: Nêu Gương".encode(), "name: Nêu Gươm".encode())


def change_a_template(root: Path) -> None:
    rewrite(root / "theme/templates/base.html", rb"</body>", b"<p>1</p></body>")


def change_a_file_of_the_theme(root: Path) -> None:
    rewrite(root / STATIC, b"red", b"tan")


def add_a_style_sheet(root: Path) -> None:
    (root / STATIC).write_bytes(b"a { color: red }")


def add_a_file_to_the_theme(root: Path) -> None:
    (root / "theme/static/moi").mkdir()
    (root / "theme/static/moi/trong.txt").write_bytes(b"")


def rename_a_folder_of_the_theme(root: Path) -> None:
    (root / "theme/static/moi").rename(root / "theme/static/cu")


def remove_a_folder_of_the_theme(root: Path) -> None:
    shutil.rmtree(root / "theme/static/cu")


def let_two_folders_change_places(root: Path) -> None:
    """No file in them gets another stamp."""
    folder = root / "theme/static"
    (folder / "x").rename(folder / "z")
    (folder / "y").rename(folder / "x")
    (folder / "z").rename(folder / "y")


def rename_a_season(root: Path) -> None:
    (root / "contest/2026").rename(root / "contest/2027")


def change_a_season(root: Path) -> None:
    rewrite(root / "contest/2015/results.yml", "Gửi ba bài".encode(), "Gửi bốn bài".encode())


def change_a_call(root: Path) -> None:
    rewrite(root / "contest/2015/call.md", rb"\d{4}", b"0007")


# Changes that it does not show


def touch(root: Path) -> None:
    (root / STORY).touch()


def forbid_others_to_read(root: Path) -> None:
    (root / STORY).chmod(0o600)


def make_an_empty_folder(root: Path) -> None:
    (root / "theme/static/trong").mkdir()


def make_an_empty_folder_for_photos(root: Path) -> None:
    (root / "stories/2014-2015/dem-trang").mkdir()


def remove_an_empty_folder(root: Path) -> None:
    (root / "theme/static/trong").rmdir()


def leave_litter(root: Path) -> None:
    (root / "theme/templates/.home.html.swp").write_bytes(b"?")


def record_an_address(root: Path) -> None:
    (root / "stories/addresses.txt").write_bytes(b"2014-2015/con-do-som\n")


def note_something_beside_an_address(root: Path) -> None:
    rewrite(root / "stories/addresses.txt", b"^", b"# xong\n")


SHOWN: tuple[Change, ...] = (
    write_as_many_bytes,
    write_as_many_bytes_and_set_the_time_back,
    put_another_of_as_many_bytes_and_that_time_in_place,
    change_a_title,
    add_a_story,
    rename_a_story,
    remove_a_story,
    change_a_photo,
    change_a_page,
    change_a_list,
    change_pelicans_settings,
    have_a_handbook,
    have_no_handbook,
    change_the_settings,
    change_a_template,
    change_a_file_of_the_theme,
    add_a_file_to_the_theme,
    rename_a_folder_of_the_theme,
    remove_a_folder_of_the_theme,
    let_two_folders_change_places,
    rename_a_season,
    change_a_season,
    change_a_call,
)
NOT_SHOWN: tuple[Change, ...] = (
    touch,
    forbid_others_to_read,
    make_an_empty_folder,
    make_an_empty_folder_for_photos,
    remove_an_empty_folder,
    leave_litter,
    record_an_address,
    note_something_beside_an_address,
)


@pytest.mark.parametrize(("change", "shown"), [*((c, True) for c in SHOWN), *((c, False) for c in NOT_SHOWN)])
def test_change_is_never_taken_for_none(site: World, clean: Clean, change: Change, shown: bool) -> None:
    before = settle(site)
    change(site.site)
    wait(site, 0, 0)  # so that it is its stamp that tells, and not its age
    quick, tree = is_answered_quickly(site)
    assert (quick, tree != before) == (False, shown)
    if NIGHTLY or change in (SHOWN[-1], NOT_SHOWN[-1]):  # on top of all the others
        assert difference(tree, clean_tree(site, clean)) == ""


@pytest.mark.parametrize("change", [write_as_many_bytes, write_as_many_bytes_and_set_the_time_back, touch])
def test_change_of_this_moment_is_never_taken_for_none(site: World, clean: Clean, change: Change) -> None:
    settle(site)
    for _ in range(2):
        change(site.site)
        quick, tree = is_answered_quickly(site)
        assert quick is False
    assert difference(tree, clean_tree(site, clean)) == ""


def test_fault_is_never_taken_for_no_change(site: World) -> None:
    before = settle(site)
    addresses = site.site / "stories/addresses.txt"
    there = addresses.read_bytes() if addresses.exists() else None
    addresses.write_bytes(b"2014-2015/da-mat\n")
    wait(site, 0, 0)
    for _ in range(2):
        built = site.build()
        assert (built.code, built.tree, "da-mat" in built.said) == (1, before, True)
    addresses.write_bytes(there or b"")
    wait(site, 0, 0)
    quick, tree = is_answered_quickly(site)
    assert (quick, difference(tree, before)) == (False, "")


def test_link_is_always_looked_behind(site: World, clean: Clean) -> None:
    """Its own stamp says nothing of what lies there."""
    settle(site)
    file, elsewhere = site.site / STATIC, site.folder / "elsewhere.css"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    for colour in (b"tan", b"sky", b"sea"):
        elsewhere.write_bytes(b"a { color: %s }" % colour)
        os.utime(elsewhere, ns=(1, 1))
        for _ in range(2):
            wait(site, 0, 0)
            quick, tree = is_answered_quickly(site)
            assert (quick, tree["theme/kieu.css"]) == (False, b"fa { color: %s }" % colour)
    assert difference(tree, clean_tree(site, clean)) == ""
    elsewhere.replace(file)
    settle(site)


def test_folder_renamed_and_named_back_is_no_change(site: World) -> None:
    """Between the two nothing could be built; what is there is what is wanted."""
    before = settle(site)
    folder, away = site.site / "theme/templates", site.site / "theme/mau"
    folder.rename(away)
    try:
        assert site.build().code == 1
    finally:
        away.rename(folder)
    _quick, tree = is_answered_quickly(site)
    assert difference(tree, before) == ""
    settle(site)


# What lies in the output


def alter(file: Path) -> None:
    """Change a byte; the size stays the same."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))


def alter_and_set_the_time_back(file: Path) -> None:
    before = file.stat()
    alter(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_a_link_in_place(file: Path) -> None:
    (file.parent / "beside").write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to("beside")


def put_a_folder_in_place(file: Path) -> None:
    file.unlink()
    file.mkdir()


def truncate(file: Path) -> None:
    os.truncate(file, 0)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        *((change, PAGE) for change in (Path.unlink, alter, alter_and_set_the_time_back, truncate)),
        *((alter, path) for path in ("theme/kieu.css", "index.html", MANIFEST)),
        (Path.unlink, MANIFEST),
    ],
)
def test_output_that_was_touched_is_never_taken_for_whole(site: World, path: str, change: Change) -> None:
    before = settle(site)
    change(site.output / path)
    quick, tree = is_answered_quickly(site)
    assert (quick, difference(tree, before)) == (False, "")


@pytest.mark.parametrize("change", [put_a_link_in_place, shutil.rmtree])
def test_output_that_is_no_file_any_more_is_never_taken_for_one(site: World, change: Change) -> None:
    before = settle(site)
    change(site.output / PAGE if change is put_a_link_in_place else site.output)
    quick, tree = is_answered_quickly(site)
    tree.pop("bai/2014-2015/beside", None)
    (site.output / "bai/2014-2015/beside").unlink(missing_ok=True)
    assert (quick, difference(tree, before)) == (False, "")


def test_output_brought_back_from_a_copy_is_the_output(site: World) -> None:
    before = settle(site)
    shutil.copytree(site.output, site.folder / "copy")
    shutil.rmtree(site.output)
    (site.folder / "copy").rename(site.output)
    assert is_answered_quickly(site) == (True, before)
    assert is_answered_quickly(site) == (True, before)


def let_clocks_be_slow(patch: pytest.MonkeyPatch) -> None:
    """Let the disk's clock tick every two seconds, as on a memory card; most are faster."""
    whole, tick = fingerprint.stamp, 2_000_000_000

    def stamp(status: os.stat_result) -> bytes:
        times = {name: getattr(status, name) // tick * tick for name in ("st_mtime_ns", "st_ctime_ns")}
        seen = SimpleNamespace(st_size=status.st_size, st_ino=status.st_ino, **times)
        return whole(cast("os.stat_result", seen))

    patch.setattr(fingerprint, "stamp", stamp)


@pytest.mark.parametrize(
    ("maker", "edit", "path", "spoil"),
    [
        (making, change_a_title, PAGE, alter),
        (making, change_a_title, PAGE, truncate),
        (making, change_a_title, PAGE, Path.unlink),
        (write, add_a_style_sheet, "theme/kieu.css", alter),
        (write, change_a_photo, "", alter),
    ],
)
def test_file_spoilt_in_the_moment_it_was_written_is_never_taken_for_whole(
    built: World,
    clean: Clean,
    monkeypatch: pytest.MonkeyPatch,
    maker: Any,
    edit: Change,
    path: str,
    spoil: Change,
) -> None:
    """Whoever writes it after us may do so within the same tick of the disk's clock."""
    let_clocks_be_slow(monkeypatch)
    settle(built)
    edit(built.site)
    spoilt: list[str] = []
    whole = write.put

    def put(root: Path, name: str, data: bytes) -> Put:
        done = whole(root, name, data)
        if path in ("", name):
            spoil(root / name)
            spoilt.append(name)
        return done

    with monkeypatch.context() as patch:
        patch.setattr(maker, "put", put)
        assert built.build().code == 0
    assert spoilt, "it was not written"
    _quick, tree = is_answered_quickly(built)
    assert difference(tree, clean_tree(built, clean)) == ""
    assert settle(built) == tree


# From one build to the next but one


def assert_right(world: World, clean: Clean) -> None:
    expected = clean.ask(world.sources.files(), world.day)
    built = world.build()
    assert built.code == 0, built.said
    assert difference(built.tree, expected.result().tree) == ""


def as_from_tomorrow(file: Path) -> None:
    """Let a file look as if it had been saved a moment ago for the whole day."""
    tomorrow = time.time_ns() + 86_400_000_000_000
    os.utime(file, ns=(tomorrow, tomorrow))


def test_day_of_before_is_built_again(built: World, clean: Clean) -> None:
    for number in (0, 1, 0):
        build_on_another_day(built, number, 0)
        assert_right(built, clean)
        settle(built)


def test_story_that_was_there_for_a_moment_goes_again(built: World, clean: Clean) -> None:
    """Its build is of files too young to be trusted; when it is gone, all stamps are those of before."""
    add_story(built, 9, 1)
    built.save()
    as_from_tomorrow(built.site / "stories/2014-2015/bai-9.md")
    assert_right(built, clean)
    del built.sources.stories["bai-9"]
    built.save()
    assert_right(built, clean)


def test_text_saved_again_within_one_tick_is_shown(
    built: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its stamp stays the same: all that tells is that it is young."""
    let_clocks_be_slow(monkeypatch)
    monkeypatch.setattr(fingerprint, "SETTLED", 2_000_000_000)
    for number in range(3):
        rewrite_body(built, 0, 100 + number)
        built.save()
        assert_right(built, clean)


def test_season_that_was_renamed_for_a_moment_has_its_name_back(built: World) -> None:
    before = settle(built)
    folder, away = built.site / "contest/2026", built.site / "contest/2027"
    folder.rename(away)
    (built.site / "theme/static/moi.txt").write_bytes(b"")
    as_from_tomorrow(built.site / "theme/static/moi.txt")
    assert difference(built.build().tree, before) != ""
    away.rename(folder)
    (built.site / "theme/static/moi.txt").unlink()
    assert difference(built.build().tree, before) == ""


def test_build_through_the_other_door_is_never_taken_for_ours(
    built: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(built)
    day = built.day
    build_on_another_day(built, 0, 0)
    build_with_pelican(built, monkeypatch)
    built.day = day
    assert_right(built, clean)


def test_two_output_folders_are_answered_for_apart(built: World, clean: Clean) -> None:
    one, other = built.output, built.folder / "another output"
    for output in (one, other, one):
        built.output = output
        settle(built)
    add_or_remove_season(built, 1, 1)
    built.save()
    wait(built, 0, 0)
    for output in (one, other):
        built.output = output
        assert_right(built, clean)
        settle(built)


@pytest.mark.parametrize(
    "kinds", [STORIES, AROUND, RUNNING, MISHAPS], ids=["stories", "around", "running", "mishaps"]
)
def test_no_edit_is_ever_taken_for_none(world: World, clean: Clean, kinds: tuple[Do, ...]) -> None:
    """One of every kind, each on top of a build that was answered quickly."""
    quick = 0
    for number, kind in enumerate(kinds):
        before_step(world)
        settle(world)
        kind(world, number, number + 1)
        wait(world, 0, 0)
        world.options = (*world.options, "--stages")
        built = world.build()
        if built.code == 0 and [*json.loads(built.said.splitlines()[-1])] == ["compare"]:
            expected = clean.ask(world.sources.files(), world.day)
            assert compare(built, expected.result(), world.strange, {}) == [], kind
            quick += 1
    assert quick < len(kinds)
