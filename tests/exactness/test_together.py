"""Builds at the same time on one site: one after the other, whoever dies."""

from __future__ import annotations

import sys

import pytest

from tests.exactness.building import Clean, difference, tree_of
from tests.exactness.edits import World, change_template
from tests.exactness.programs import DAY, Program

WAITING = "chờ nó xong"
NOTHING_NEW = "(0 tệp mới hoặc đổi"
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")


def build(world: World, *more: str) -> Program:
    return Program(world.site, world.output, "--jobs", "2", *more)


def assert_right(world: World, clean: Clean) -> None:
    expected = clean.ask(world.sources.files(), DAY, small=False).result()
    assert difference(tree_of(world.output), expected.tree) == ""


def test_two_builds_at_once_end_with_the_same_site(large: World, clean: Clean) -> None:
    with build(large) as one, build(large) as other:
        ends = [one.ended(), other.ended()]
    assert [(code, out) for code, out, _err in ends] == [(0, ""), (0, "")]
    worked = [NOTHING_NEW not in err for _code, _out, err in ends]
    waited = [WAITING in err for _code, _out, err in ends]
    assert sorted(worked) == [False, True]
    assert not any(did and had_to_wait for did, had_to_wait in zip(worked, waited, strict=True))
    assert_right(large, clean)


def test_two_builds_into_two_folders_are_both_right(large: World, clean: Clean) -> None:
    other_output = large.folder / "another"
    with build(large) as one, Program(large.site, other_output, "--jobs", "2") as other:
        assert [one.ended()[0], other.ended()[0]] == [0, 0]
    assert_right(large, clean)
    assert tree_of(other_output) == tree_of(large.output)


def test_build_that_waits_says_so_and_goes_on_when_the_other_is_killed(large: World, clean: Clean) -> None:
    with build(large) as one:
        assert one.waits_for_workers(2)
        one.pause()
        with build(large) as other:
            assert other.hears(WAITING)
            one.kill()
            code, out, _err = other.ended()
    assert (code, out) == (0, "")
    assert_right(large, clean)


def test_build_that_fails_lets_the_next_one_begin_with_a_quiet_folder(large: World, clean: Clean) -> None:
    """A template fails on one page, while workers are still writing others."""
    large.sources.broken["theme/templates/article.html"] = _fails_at("Nhiều 99")
    large.save()
    with build(large) as one:
        one.waits_for_workers(2)
        large.sources.broken.clear()
        change_template(large, 0, 5)
        large.save()
        with build(large) as other:
            ends = [one.ended()[0], other.ended()[0]]
    assert ends in ([1, 0], [0, 0])
    assert_right(large, clean)


def _fails_at(title: str) -> bytes:
    return f'<p>{{% if page.title == "{title}" %}}{{{{ page.titel }}}}{{% endif %}}</p>\n'.encode()
