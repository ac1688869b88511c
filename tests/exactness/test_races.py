"""Somebody saves a file while a build runs: what it makes is of one time, and the next build is right."""

from __future__ import annotations

import random
import sys
import time
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from neuguong import fingerprint
from neuguong.cli import build as command
from neuguong.content import files, load_texts
from neuguong.site import build as building
from neuguong.site import images, making, pelican_pages, planned, render, theme
from tests.exactness.building import Clean, compare, difference, run, tree_of
from tests.exactness.edits import World, change_page, change_template, new_world, rewrite_body, wait
from tests.exactness.effort import NIGHTLY
from tests.exactness.programs import DAY, Circumstances, Program, Surroundings
from tests.exactness.sources import page, photo, template

STORY = "stories/2014-2015/con-do-som.md"
TEXT = "con-do-som"
PHOTO = "stories/2014-2015/con-do-som/ben-do.png"
PAGE = "content/pages/lien-he.md"
TEMPLATE = "theme/templates/article.html"


@pytest.fixture
def stale(once_built: World) -> World:
    """A site that was built, and of which everything has to be read and made anew."""
    change_template(once_built, 1, 5)
    change_template(once_built, 0, 5)
    change_page(once_built, 0, 5)
    once_built.sources.stories[TEXT].photos["ben-do.png"] = 5
    once_built.save()
    return once_built


def assert_right_after_a_save_meanwhile(
    world: World, clean: Clean, patch: pytest.MonkeyPatch, moment: tuple[Any, str], path: str, data: bytes
) -> None:
    """Save other bytes just before a function is called, take them back after the build, and build again."""
    world.save()
    before = (world.site / path).read_bytes()
    module, name = moment
    work: Callable[..., object] = getattr(module, name)

    def meanwhile(*arguments: object, **named: object) -> object:
        (world.site / path).write_bytes(data)
        return work(*arguments, **named)

    with patch.context() as for_now:
        for_now.setattr(module, name, meanwhile)
        world.build()
    assert (world.site / path).read_bytes() == data, "the moment never came"
    (world.site / path).write_bytes(before)
    expected = clean.ask(world.sources.files(), world.day).result()
    assert compare(world.build(), expected, world.strange, {}) == []


@pytest.mark.parametrize(
    ("moment", "path", "data"),
    [
        ((load_texts, "_look"), STORY, b"---\n"),
        ((files.Tree, "_is_inside"), STORY, b"---\n"),
        ((load_texts, "_examine"), PHOTO, photo(9)),
        ((load_texts, "_tasks"), PHOTO, photo(9)),
        ((images, "_make"), PHOTO, photo(9)),
        ((images, "_make"), PHOTO, b"no picture any more"),
        ((pelican_pages, "_run_pelican"), PAGE, page("lien-he", "Khác", 9)),
        ((pelican_pages, "_key"), PAGE, page("lien-he", "Khác", 9)),
        ((theme, "_closures"), TEMPLATE, template(TEMPLATE, "<p>9</p>")),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else None,
)
def test_save_taken_back_after_a_build_leaves_no_trace(
    stale: World,
    clean: Clean,
    monkeypatch: pytest.MonkeyPatch,
    moment: tuple[Any, str],
    path: str,
    data: bytes,
) -> None:
    assert_right_after_a_save_meanwhile(stale, clean, monkeypatch, moment, path, data)


# A save between the reading of a text and the making of its page


SAVED = f"{STORY} vừa được lưu trong lúc dựng; dựng lại với bản mới."
MAKING = (building, "make_pages")
MOMENTS = [(planned, "plan_editions"), MAKING, (making, "page_of")]
Save = Callable[[World], None]


def other_words(world: World) -> None:
    world.sources.stories[TEXT].words += 1


def more_words(world: World) -> None:
    world.sources.stories[TEXT].words = 12345


def a_link_more(world: World) -> None:
    world.sources.stories[TEXT].links = ("lop-hoc", "sang-nam")


def other_words_and_another_title(world: World) -> None:
    other_words(world)
    world.sources.stories[TEXT].title = "Con đò muộn"


def the_words_and_no_more(world: World) -> None:
    """Cut the text off in its midst."""
    data = world.sources.files()[STORY]
    world.sources.broken[STORY] = data[: data.rindex(b"Xem")]


def nothing_at_all(world: World) -> None:
    """Take the story away, with whatever leads to it."""
    del world.sources.stories[TEXT]


def _do_once(patch: pytest.MonkeyPatch, moment: tuple[Any, str], do: Callable[[], None]) -> list[str]:
    """Let something happen just before the first call of a function; return what notes that it did."""
    module, name = moment
    work: Callable[..., object] = getattr(module, name)
    done: list[str] = []

    def meanwhile(*arguments: object, **named: object) -> object:
        if not done:
            done.append(name)
            do()
        return work(*arguments, **named)

    patch.setattr(module, name, meanwhile)
    return done


def _build(world: World) -> tuple[int, str, list[str]]:
    asked = ("--no-handbook", "--jobs", "1", "--date", world.day)
    code, out, err = run("build", "--site", world.site, "--output", world.output, *map(str, asked))
    return code, out, [line for line in err.splitlines() if "dựng lại với bản mới" in line]


@pytest.mark.parametrize(
    ("moment", "save"),
    [
        *((moment, other_words) for moment in MOMENTS),
        (MAKING, more_words),
        (MAKING, a_link_more),
        (MAKING, other_words_and_another_title),
        (MAKING, the_words_and_no_more),
        (MAKING, nothing_at_all),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else value.__name__,
)
def test_text_saved_before_its_page_is_made_is_told_and_shown(
    stale: World, clean: Clean, monkeypatch: pytest.MonkeyPatch, moment: tuple[Any, str], save: Save
) -> None:
    save(stale)  # in thought only
    expected = clean.ask(stale.sources.files(), stale.day)
    done = _do_once(monkeypatch, moment, stale.save)
    assert (_build(stale), done) == ((0, "", [SAVED]), [moment[1]])
    assert difference(tree_of(stale.output), expected.result().tree) == ""


def _typed_elsewhere(data: bytes) -> bytes:
    """Return a text as other programs save it: with a mark at its head, other line ends, letters in parts."""
    text = unicodedata.normalize("NFD", data.decode())
    return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()


def test_text_of_odd_bytes_saved_meanwhile_is_told_and_shown(
    once_built: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    def do() -> None:
        other_words(once_built)
        once_built.sources.broken.clear()
        once_built.sources.broken[STORY] = _typed_elsewhere(once_built.sources.files()[STORY])
        once_built.save()

    once_built.sources.broken[STORY] = _typed_elsewhere(once_built.sources.files()[STORY])
    once_built.save()
    assert _build(once_built) == (0, "", [])
    change_template(once_built, 0, 5)
    once_built.save()
    _do_once(monkeypatch, MAKING, do)
    assert _build(once_built) == (0, "", [SAVED])
    expected = clean.ask(once_built.sources.files(), once_built.day).result()
    assert difference(tree_of(once_built.output), expected.tree) == ""


def another_title(world: World) -> None:
    world.sources.stories[TEXT].title = "Con đò muộn"


def a_paragraph_before(world: World) -> None:
    data = world.sources.files()[STORY]
    world.sources.broken[STORY] = data.replace("Bài này".encode(), "Một câu.\n\nBài này".encode(), 1)


@pytest.mark.parametrize(
    ("moment", "save"),
    [
        *((moment, another_title) for moment in MOMENTS),
        (MAKING, a_paragraph_before),
        ((render, "html"), other_words),
        ((building, "_make_others"), another_title),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else value.__name__,
)
def test_page_is_never_a_mixture_of_two_times(
    stale: World, clean: Clean, monkeypatch: pytest.MonkeyPatch, moment: tuple[Any, str], save: Save
) -> None:
    """What was read is shown, where the text that is there still holds it; the next build shows the rest."""
    before = clean.ask(stale.sources.files(), stale.day)
    save(stale)
    after = clean.ask(stale.sources.files(), stale.day)
    with monkeypatch.context() as for_now:
        done = _do_once(for_now, moment, stale.save)
        code, out, said = _build(stale)
    assert (code, out, done) == (0, "", [moment[1]])
    expected = after if said else before
    assert difference(tree_of(stale.output), expected.result().tree) == ""
    assert _build(stale) == (0, "", [])
    assert difference(tree_of(stale.output), after.result().tree) == ""


def test_fault_saved_meanwhile_is_a_fault(
    stale: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = clean.ask(stale.sources.files(), stale.day)
    stale.sources.broken[STORY] = b"---\n"
    _do_once(monkeypatch, MAKING, stale.save)
    code, out, said = _build(stale)
    assert (code, f"{STORY}:1 " in out, said) == (1, True, [SAVED])
    stale.sources.broken.clear()
    stale.save()
    assert compare(stale.build(), expected.result(), stale.strange, {}) == []


def test_text_that_is_saved_on_and_on_is_a_fault(
    stale: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pages = making.make_pages

    def meanwhile(*arguments: Any) -> object:
        other_words(stale)
        stale.save()
        return make_pages(*arguments)

    with monkeypatch.context() as for_now:
        for_now.setattr(building, "make_pages", meanwhile)
        code, out, said = _build(stale)
    assert (code, "[text-stands-still]" in out, said) == (1, True, [SAVED] * command._PATIENCE)
    expected = clean.ask(stale.sources.files(), stale.day).result()
    assert compare(stale.build(), expected, stale.strange, {}) == []


def test_text_that_changed_behind_its_stamp_is_read_again(
    built: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk may fail to say that a file was written; who makes its page finds that out."""
    before = (built.site / STORY).stat()
    whole = fingerprint.stamp
    monkeypatch.setattr(
        fingerprint, "stamp", lambda now: whole(before if now.st_ino == before.st_ino else now)
    )
    other_words(built)
    change_template(built, 0, 5)
    wait(built, 0, 0)
    assert _build(built) == (0, "", [SAVED])
    expected = clean.ask(built.sources.files(), built.day).result()
    assert difference(tree_of(built.output), expected.tree) == ""


# With real workers


@pytest.mark.parametrize("spawn", [False, True] if NIGHTLY else [False])
def test_text_saved_before_workers_make_its_page_is_told_and_shown(clean: Clean, spawn: bool) -> None:
    with new_world() as world:
        world.save()
        rewrite_body(world, 0, 77)
        text = world.sources.files()[STORY].decode()
        around = Surroundings(Circumstances(few=True, spawn=spawn, saved=(str(world.site / STORY), text)))
        with Program(world.site, world.output, "--jobs", "2", around=around) as program:
            code, out, err = program.ended()
        assert (code, out, err.count(SAVED)) == (0, "", 1)
        expected = clean.ask(world.sources.files(), DAY, small=False).result()
        assert difference(tree_of(world.output), expected.tree) == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_texts_saved_at_any_time_are_shown_in_the_end(large: World, clean: Clean) -> None:
    chance = random.Random(20140905)  # noqa: S311
    for number in range(50 if NIGHTLY else 1):
        change_template(large, 1, 5 * number + 5)
        large.save()
        with Program(large.site, large.output, "--jobs", "2") as program:
            program.waits_for_workers(2)
            for _ in range(3):
                time.sleep(chance.uniform(0, 0.2))
                rewrite_body(large, chance.randrange(100), chance.randrange(9999))
                large.save()
            code, out, err = program.ended()
            assert (code, out) == (0, ""), err
    with Program(large.site, large.output, "--jobs", "2") as program:
        assert program.ended()[0] == 0
    expected = clean.ask(large.sources.files(), DAY, small=False).result()
    assert difference(tree_of(large.output), expected.tree) == ""
