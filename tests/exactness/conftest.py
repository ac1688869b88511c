"""Sites to build, and what a clean build of them comes to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exactness.building import Clean, smaller_bounds
from tests.exactness.edits import World, is_answered_quickly, new_world, wait
from tests.exactness.programs import DAY, many_sources


@pytest.fixture(scope="package")
def clean() -> Iterator[Clean]:
    """Builds from nothing, to compare with."""
    with Clean() as building:
        yield building


@pytest.fixture
def world() -> Iterator[World]:
    """A small site that behaves like a big one; it has not been built."""
    with new_world() as made, smaller_bounds():
        made.save()
        yield made


@pytest.fixture(scope="package")
def mould() -> Iterator[Path]:
    """The folder of a small site that was built; beside it lies a copy of all that is in it."""
    with new_world() as made, smaller_bounds():
        made.save()
        assert made.build().code == 0
        shutil.copytree(made.folder, _copy_of(made.folder))
        try:
            yield made.folder
        finally:
            shutil.rmtree(_copy_of(made.folder))


@pytest.fixture
def built(mould: Path) -> Iterator[World]:
    """The same, built until nothing was left to do: a copy, which costs less than to make it."""
    shutil.rmtree(mould)
    shutil.copytree(_copy_of(mould), mould)
    made = World(mould)
    with smaller_bounds():
        made.save()
        wait(made, 0, 0)
        quick = [is_answered_quickly(made)[0] for _ in range(2)]
        assert quick == [False, True]
        yield made


def _copy_of(folder: Path) -> Path:
    return folder.with_name(folder.name + "-copy")


@pytest.fixture
def large() -> Iterator[World]:
    """A site with so many stories that several processes share the work; it has not been built."""
    with new_world(many_sources()) as made:
        made.day = DAY
        made.save()
        yield made
