"""A store that was damaged is noticed, or does no harm: never a wrong page, never a build that fails."""

from __future__ import annotations

import random
import shutil
import sqlite3

import pytest

from tests.exactness.building import Clean, difference, tree_of
from tests.exactness.edits import World, rewrite_body
from tests.exactness.effort import NIGHTLY

TRIALS = 1000 if NIGHTLY else 15


def scribbled(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some others in some places, and sometimes cut off."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20, 100))):
        size, at = chance.choice((1, 2, 8, 64)), chance.randrange(len(made))
        made[at : at + size] = chance.randbytes(size)
    if chance.random() < 0.2:
        del made[chance.randrange(len(made)) :]
    return bytes(made)


def assert_right(world: World, clean: Clean, said: str) -> None:
    expected = clean.ask(world.sources.files(), world.day)
    built = world.build()
    assert built.code == 0, f"{said}: exit code {built.code}"
    wrong = difference(tree_of(world.output), expected.result().tree)
    assert not wrong, f"{said}:\n{wrong}"


def test_store_that_is_scribbled_over_does_no_harm(built: World, clean: Clean) -> None:
    good = built.store.read_bytes()
    for seed in range(TRIALS):
        chance = random.Random(seed)  # noqa: S311
        built.store.write_bytes(scribbled(good, chance))
        built.store.with_name(built.store.name + "-journal").unlink(missing_ok=True)
        if chance.random() < 0.5:
            shutil.rmtree(built.output)  # so that every page is made out of what the store holds
        built.options = chance.choice(((), (), ("--explain",)))
        assert_right(built, clean, f"seed {seed}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE shelves SET rows = x'00' WHERE folder = x''",
        "DELETE FROM shelves WHERE folder != x''",
        "DROP TABLE memos",
    ],
)
def test_store_that_lacks_something_does_no_harm(built: World, clean: Clean, statement: str) -> None:
    with sqlite3.connect(built.store) as connection:
        connection.execute(statement)
    connection.close()
    shutil.rmtree(built.output)
    assert_right(built, clean, statement)


def test_store_of_two_times_does_no_harm(built: World, clean: Clean) -> None:
    """Half of the file comes from an earlier day, as after a copy made while a build ran."""
    earlier = built.folder / "earlier"
    earlier.write_bytes(built.store.read_bytes())
    rewrite_body(built, 0, 77)
    built.save()
    assert built.build().code == 0
    with sqlite3.connect(built.store) as connection:
        connection.execute("ATTACH ? AS earlier", (str(earlier),))
        connection.execute("INSERT OR REPLACE INTO shelves SELECT * FROM earlier.shelves")
    connection.close()
    shutil.rmtree(built.output)
    assert_right(built, clean, "earlier texts")


def test_schema_that_is_no_text_any_more_is_dropped(built: World, clean: Clean) -> None:
    """SQLite complains of it in words that hold the damage itself."""
    good = built.store.read_bytes()
    at = good.index(b"CREATE TABLE shelves (")
    built.store.write_bytes(good[: at + 7] + b"\xff\xfe" + good[at + 9 :])
    assert_right(built, clean, "schema")
    assert_right(built, clean, "schema, once more")


def test_reasons_that_cannot_be_read_are_not_given(built: World, clean: Clean) -> None:
    with sqlite3.connect(built.store) as connection:
        connection.execute("UPDATE shelves SET rows = x'c1' WHERE folder != x''")
    connection.close()
    rewrite_body(built, 0, 77)
    built.save()
    built.options = ("--explain",)
    assert_right(built, clean, "reasons")
