"""Sites to build, and what a clean build of them comes to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jinja2 import Environment

from tests.exactness import building
from tests.exactness.building import Clean, smaller_bounds
from tests.exactness.edits import Mould, World, is_answered_quickly, new_world
from tests.exactness.programs import DAY, many_sources


@pytest.fixture(scope="package")
def clean() -> Iterator[Clean]:
    """Builds from nothing, to compare with."""
    with Clean() as building:
        yield building


@pytest.fixture(scope="package", autouse=True)
def compile_nothing_twice() -> Iterator[None]:
    """Spare the tests what takes a third of a build, and is of no interest here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", Environment.compile)  # to have it back
        building.compile_nothing_twice()
        yield


@pytest.fixture
def world() -> Iterator[World]:
    """A small site that behaves like a big one; it has not been built."""
    with new_world() as made, smaller_bounds():
        made.save()
        yield made


@pytest.fixture(scope="package")
def mould() -> Iterator[Mould]:
    """What worlds that were built are made with."""
    with new_world() as made, smaller_bounds():
        mould = Mould(made.folder)
        try:
            yield mould
        finally:
            mould.clear_up()


@pytest.fixture
def once_built(mould: Mould) -> Iterator[World]:
    """A site like `world` that was built once, a moment before it was copied."""
    with smaller_bounds():
        yield mould.world()


@pytest.fixture
def built(once_built: World) -> World:
    """The same, built until nothing was left to do."""
    quick = [is_answered_quickly(once_built)[0] for _ in range(2)]
    assert quick == [False, True]
    return once_built


@pytest.fixture
def large() -> Iterator[World]:
    """A site with so many stories that several processes share the work; it has not been built."""
    with new_world(many_sources()) as made:
        made.day = DAY
        made.save()
        yield made
