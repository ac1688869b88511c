"""A build that dies before any one of its file operations leaves a site from which the next build is right.

The operations are counted with Python's audit events, so every point between two of them can be visited:
each in a night, a few by `make test`.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from neuguong.store import Store
from tests.exactness.building import Clean, difference, tree_of
from tests.exactness.edits import World, change_static, change_template, delete_story, rename_title, wait
from tests.exactness.effort import NIGHTLY
from tests.exactness.sources import sources

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="dies in a child of its own"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

VISITS = 6
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate", "sqlite3.connect"}


class Countdown:
    """Dies before the file operation of that number below the folder; 0: never, it only counts."""

    def __init__(self, folder: Path, number: int) -> None:
        self.count = 0
        self._folder, self._number = str(folder), number

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Listen to Python's audit events."""
        changes = event in _CHANGES or (event == "open" and bool((arguments[2] or 0) & _WRITING))
        if changes and not isinstance(arguments[0], int) and self._folder in os.fsdecode(arguments[0]):
            self.tick()

    def tick(self) -> None:
        self.count += 1
        if self.count == self._number:
            os.kill(os.getpid(), signal.SIGKILL)


def in_a_child(work: Callable[[], int]) -> int:
    """Do the work in a forked process; return what `waitpid` says of its end."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    code = 99
    try:
        code = work()
    finally:
        os._exit(code)


def build_until(world: World, number: int) -> int:
    """Build in a child that dies before that operation; return what `waitpid` says of its end."""
    countdown = Countdown(world.folder, number)

    def work() -> int:
        sys.addaudithook(countdown.hear)
        commit = Store.commit

        def counted(self: Store) -> None:
            countdown.tick()
            commit(self)
            countdown.tick()

        Store.commit = counted  # type: ignore[method-assign]
        return world.build().code

    return in_a_child(work)


def count_operations(world: World) -> int:
    """Build in a child to the end; return how many operations it came to."""
    result = world.folder / "count"

    def work() -> int:
        countdown = Countdown(world.folder, 0)
        sys.addaudithook(countdown.hear)
        code = world.build().code
        result.write_text(str(countdown.count + 4), "utf-8")
        return code

    assert in_a_child(work) == 0
    return int(result.read_text("utf-8"))


def some_of(operations: int) -> list[int]:
    """Return the operations to die before: all of them in a night."""
    everything = range(1, operations + 1)
    return [*everything] if NIGHTLY else sorted(random.Random(operations).sample(everything, VISITS))  # noqa: S311


def assert_right(world: World, clean: Clean, said: str) -> None:
    """The next build runs through and makes what a clean one makes."""
    expected = clean.ask(world.sources.files(), world.day)
    assert world.build().code == 0
    wrong = difference(tree_of(world.output), expected.result().tree)
    assert not wrong, f"{said}:\n{wrong}"


def test_first_build_that_dies_anywhere_leaves_nothing_wrong_behind(world: World, clean: Clean) -> None:
    operations = count_operations(world)
    assert operations > 100
    for number in some_of(operations):
        shutil.rmtree(world.output)
        shutil.rmtree(world.store.parent)
        died = build_until(world, number) == signal.SIGKILL
        assert died or number > operations - 10
        assert_right(world, clean, f"died before operation {number} of {operations}")


def test_later_build_that_dies_anywhere_leaves_nothing_wrong_behind(world: World, clean: Clean) -> None:
    one = world.sources
    assert world.build().code == 0
    other = world.sources = sources()
    rename_title(world, 2, 7)
    delete_story(world, 3, 0)
    change_template(world, 1, 5)
    change_static(world, 1, 1)
    world.save()
    operations = count_operations(world)
    assert operations > 100
    for number in some_of(operations):
        world.sources = one if world.sources is other else other
        world.save()
        died = build_until(world, number) == signal.SIGKILL
        assert died or number > operations - 10
        if number % 3 == 0:  # what was half done is undone again
            world.sources = one if world.sources is other else other
            world.save()
        wait(world, 0, 0)
        assert_right(world, clean, f"died before operation {number} of {operations}")
