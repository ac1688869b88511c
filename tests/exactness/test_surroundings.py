"""The same sources make the same bytes, wherever and however they are built, on top of whatever store."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from neuguong.content import load_texts
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.crew import Crew
from neuguong.site import images, making
from neuguong.site.build import publish
from neuguong.site.pelican_pages import plain_pages
from neuguong.store import open_store
from tests.exactness.building import Clean, difference, tree_of
from tests.exactness.edits import World, add_story, change_template, delete_story, new_world, rename_title
from tests.exactness.effort import NIGHTLY
from tests.exactness.programs import DAY, LONG, USUAL, Circumstances, Surroundings, start

_NOON = datetime(DAY.year, DAY.month, DAY.day, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Way:
    """A way to build: what the program is started in, and how it is asked."""

    jobs: int = 1
    circumstances: Circumstances = USUAL
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: str = "."
    """Where the program is started, from the folder that holds the site."""
    site: str = "site"
    output: str = ""
    """How the output folder is named; "": as a whole path."""
    by_epoch: bool = False
    """Whether the day is given by SOURCE_DATE_EPOCH."""


WAYS = {
    "plainly": Way(),
    "with another hash seed, in the C locale, on two processes": Way(
        2,
        Circumstances(few=True),
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "LANG": "C"},
        folder="elsewhere",
        output="../output",
    ),
    "in Los Angeles, through a link, on five processes": Way(
        5,
        Circumstances(few=True, order=1),
        {"PYTHONHASHSEED": "1", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"},
        site="link to the site",
    ),
    "in Vietnam, with workers started afresh, in the site's folder": Way(
        2,
        Circumstances(few=True, spawn=True, order=2),
        {
            "PYTHONHASHSEED": "random",
            "TZ": "Asia/Ho_Chi_Minh",
            "LANG": "vi_VN.UTF-8",
            "LC_ALL": "vi_VN.UTF-8",
        },
        folder="site",
        site=".",
        output="../output",
        by_epoch=True,
    ),
    "without UTF-8, without docstrings": Way(
        1,
        Circumstances(order=3),
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONOPTIMIZE": "2"},
        output="a link/output",
        by_epoch=True,
    ),
}


_TRIED = [*WAYS] if NIGHTLY else [*WAYS][1:2]
"""Those in which a first build is tried; the others build on top of others at least."""
NAMES = "Trường Bến Mơ #1?", "50% 'mới' \"cũ\"", "a\nb", "bad \udcff bytes"


def shuffled_copy(world: World, seed: int) -> None:
    """Write the sources in an order of its own, as a disk that has seen much copying holds them."""
    files = [*world.sources.files().items()]
    random.Random(seed).shuffle(files)  # noqa: S311
    world.writer.write(dict(files))
    (world.folder / "elsewhere").mkdir()
    (world.folder / "link to the site").symlink_to("site")
    (world.folder / "a link").symlink_to(".")


def tree_built(world: World, way: Way) -> dict[str, bytes]:
    """Build the site that way; return what it left."""
    noon = str(int(_NOON.timestamp()))
    around = Surroundings(
        way.circumstances,
        {**way.environment, **({"SOURCE_DATE_EPOCH": noon} if way.by_epoch else {})},
        world.folder / way.folder,
    )
    day = () if way.by_epoch else ("--date", str(DAY))
    site = way.site if way.site == "." or way.folder == "." else world.folder / way.site
    output = way.output or world.output
    asked = ("build", "--no-handbook", "--site", site, "--output", output, "--jobs", way.jobs, *day)
    program = start(around, *map(str, asked))
    out, err = program.communicate(timeout=LONG)
    assert (program.returncode, out) == (0, ""), err
    return tree_of(world.output)


@pytest.mark.parametrize("way", [WAYS[name] for name in _TRIED], ids=_TRIED)
def test_build_is_the_same_in_any_surroundings(way: Way, clean: Clean) -> None:
    with new_world() as world:
        shuffled_copy(world, way.jobs)
        expected = clean.ask(world.sources.files(), DAY, small=False)
        assert difference(tree_built(world, way), expected.result().tree) == ""


def test_store_serves_any_surroundings_after_any_others(clean: Clean) -> None:
    with new_world() as world:
        shuffled_copy(world, 0)
        for number, (name, way) in enumerate(WAYS.items()):
            rename_title(world, number, number)
            add_story(world, number, number)
            delete_story(world, number, 0)
            change_template(world, number, number)
            world.save()
            expected = clean.ask(world.sources.files(), DAY, small=False)
            wrong = difference(tree_built(world, way), expected.result().tree)
            assert not wrong, f"{name}:\n{wrong}"


@pytest.mark.parametrize("name", NAMES if NIGHTLY else ["/".join(NAMES)], ids=ascii)
def test_folder_may_have_any_name(name: str, clean: Clean) -> None:
    with new_world() as outside:
        world = World(outside.folder / name)
        shuffled_copy(world, 1)
        expected = clean.ask(world.sources.files(), DAY, small=False)
        for _ in range(2):
            wrong = difference(tree_built(world, Way(2, Circumstances(few=True))), expected.result().tree)
            assert not wrong, wrong


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_crew_of_either_kind_makes_the_same(
    method: str, world: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (load_texts, making, images):
        monkeypatch.setattr(module, "FEW", 2)
    store = open_store(world.site, b"toolchain")
    try:
        with Crew(2, method) as crew:
            tree = Tree(world.site)
            content = load(tree, store, crew).content
            pages, problems = plain_pages(world.site, world.output, store, crew)()
            assert content is not None
            assert pages is not None, problems
            theme = Path(pages.theme)
            publish(content, pages.texts, tree, theme, world.output, world.day, store, crew)
    finally:
        store.close()
    expected = clean.ask(world.sources.files(), world.day).result()
    assert difference(tree_of(world.output), expected.tree) == ""
