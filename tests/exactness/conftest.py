"""Sites to build, and what a clean build of them comes to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.exactness.building import Clean, smaller_bounds
from tests.exactness.edits import World, new_world, wait
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


@pytest.fixture
def built(world: World) -> World:
    """The same, built twice, so that its stamps are trusted."""
    for _ in range(2):
        assert world.build().code == 0
        wait(world, 0, 0)
    return world


@pytest.fixture
def large() -> Iterator[World]:
    """A site with so many stories that several processes share the work; it has not been built."""
    with new_world(many_sources()) as made:
        made.day = DAY
        made.save()
        yield made
