"""A build that finds no room says so in a sentence; once there is room again, the next build is right."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from neuguong import store
from tests.exactness.building import Clean, difference, tree_of
from tests.exactness.edits import World, change_template, new_world, rewrite_body
from tests.exactness.effort import NIGHTLY
from tests.exactness.programs import DAY, Circumstances, Program, Surroundings, many_sources

RULE = "[file-can-be-written]"
ROOM = 20_000_000
LIMITS = (5_000, 200_000) if NIGHTLY else (200_000,)


@pytest.fixture
def world() -> Iterator[World]:
    with new_world(many_sources(20)) as made:
        made.day = DAY
        made.save()
        yield made


def build(world: World, jobs: int = 1, largest_file: int = 0) -> tuple[int, str, str]:
    around = Surroundings(
        Circumstances(few=jobs > 1, largest_file=largest_file), {"TMPDIR": str(world.folder)}
    )
    with Program(world.site, world.output, "--jobs", str(jobs), around=around) as program:
        return program.ended()


def change_every_page(world: World) -> None:
    change_template(world, 1, 5)
    rewrite_body(world, 0, 1234)
    world.save()


def assert_said(ended: tuple[int, str, str]) -> None:
    """It said what could not be written, and nothing of its inner life."""
    code, out, err = ended
    assert (code, RULE in out, "Traceback" in out + err) == (1, True, False), (code, out, err)


def assert_nothing_half_written(world: World) -> None:
    """Every page is whole, and nothing of a half-written one lies beside."""
    tree = tree_of(world.output)
    assert [path for path in tree if path.endswith(".new")] == []
    assert [path for path, data in tree.items() if path.endswith(".html") and b"</html>" not in data] == []


def assert_right(world: World, clean: Clean) -> None:
    """Now that there is room, the next build is right."""
    expected = clean.ask(world.sources.files(), DAY, small=False)
    code, _out, err = build(world)
    assert code == 0, err
    assert difference(tree_of(world.output), expected.result().tree) == ""


@pytest.mark.parametrize("jobs", [1, 2])
def test_page_that_cannot_be_written_is_told(world: World, clean: Clean, jobs: int) -> None:
    assert build(world)[0] == 0
    kept = world.site / store.FOLDER / store.FILE
    limit = kept.stat().st_size + 200_000
    world.sources.texts["theme/static/large.txt"] = b"x" * (limit + 1)
    change_every_page(world)
    assert_said(build(world, jobs, limit))
    assert_nothing_half_written(world)
    assert_right(world, clean)


@pytest.mark.skipif(not NIGHTLY, reason="one of a store that cannot grow is enough for a day")
@pytest.mark.parametrize("limit", LIMITS)
def test_store_that_cannot_be_written_is_told(world: World, clean: Clean, limit: int) -> None:
    assert_said(build(world, largest_file=limit))
    assert tree_of(world.output) == {}
    assert_right(world, clean)


@pytest.mark.parametrize("limit", LIMITS)
def test_store_that_cannot_grow_is_told(world: World, clean: Clean, limit: int) -> None:
    assert build(world)[0] == 0
    change_every_page(world)
    assert_said(build(world, largest_file=limit))
    assert_nothing_half_written(world)
    assert_right(world, clean)


def test_program_without_any_room_shows_no_trace(world: World, clean: Clean) -> None:
    """Not even the file that keeps a trace for us can be written."""
    code, out, err = build(world, largest_file=100)
    assert (code in {1, 3}, "Traceback" in out + err) == (True, False), err
    assert_right(world, clean)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """Put a disk of that size in the folder's place."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("jobs", [1, 2] if NIGHTLY else [2])
def test_full_output_disk_is_told(world: World, clean: Clean, jobs: int) -> None:
    assert build(world)[0] == 0
    shutil.rmtree(world.output)
    change_every_page(world)
    with small_disk(world.output, 500_000):
        assert_said(build(world, jobs))
        assert_nothing_half_written(world)
        subprocess.run(["mount", "-o", f"remount,size={ROOM}", str(world.output)], check=True)
        assert_right(world, clean)


@pytest.mark.skipif(not NIGHTLY, reason="one of a store that cannot grow is enough for a day")
@pytest.mark.parametrize("size", [20_000, 300_000])
def test_full_disk_of_the_store_is_told(world: World, clean: Clean, size: int) -> None:
    folder = world.site / store.FOLDER
    with small_disk(folder, size):
        ended = build(world)
        if ended[0]:
            assert_said(ended)
            assert_nothing_half_written(world)
        subprocess.run(["mount", "-o", f"remount,size={ROOM}", str(folder)], check=True)
        assert_right(world, clean)
