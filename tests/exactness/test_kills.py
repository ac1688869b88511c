"""A build that is killed leaves a site from which the next build is right."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import time

import pytest

from tests.exactness.building import Clean, difference, tree_of
from tests.exactness.edits import World, change_template, rewrite_body
from tests.exactness.effort import NIGHTLY
from tests.exactness.programs import DAY, Program, group

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")

KILLS = 100 if NIGHTLY else 5
WORKERS_KILLED = 20 if NIGHTLY else 3
SENTENCE = "Một tiến trình phụ bị dừng giữa chừng"


def build(world: World) -> Program:
    world.save()
    return Program(world.site, world.output, "--jobs", "2")


def finished(world: World) -> float:
    """Build to the end; return how long it took."""
    started = time.monotonic()
    with build(world) as program:
        assert program.ended()[0] == 0
    return time.monotonic() - started


def assert_right(world: World, clean: Clean) -> None:
    """The next build runs through and makes what a clean one makes."""
    expected = clean.ask(world.sources.files(), DAY, small=False)
    finished(world)
    assert difference(tree_of(world.output), expected.result().tree) == ""


def change_everything(world: World, number: int) -> None:
    """Change a part of every page, and a story, so that the next build has much to do."""
    change_template(world, 1, number * 5)
    rewrite_body(world, number, number)


def gone_after(leader: int, seconds: float) -> bool:
    """Return whether no process of the group lives after so many seconds."""
    until = time.monotonic() + seconds
    while group(leader) and time.monotonic() < until:
        time.sleep(0.02)
    return not group(leader)


def test_killed_builds_leave_nothing_wrong_behind(large: World, clean: Clean) -> None:
    chance = random.Random(20141120)  # noqa: S311
    whole = finished(large)
    killed = 0
    for number in range(KILLS):
        if chance.random() < 0.7:
            change_everything(large, number)
        with build(large) as program:
            time.sleep(chance.uniform(0.1, 1.0) * whole)
            in_time = program.kill()
            assert gone_after(program.pid, 2), "a worker outlived its parent"
        killed += in_time
        if not in_time:
            whole *= 0.8  # a busy machine may be less busy by now
        if number % 10 == 9:
            assert_right(large, clean)
    assert killed >= KILLS // 2, f"the builds were over before they could be killed: {whole:.1f} s"
    assert_right(large, clean)


def test_killed_worker_is_told_in_a_sentence(large: World, clean: Clean) -> None:
    chance = random.Random(20150620)  # noqa: S311
    told = 0
    for number in range(WORKERS_KILLED):
        change_everything(large, number)
        with build(large) as program:
            assert program.waits_for_workers(2)
            time.sleep(chance.uniform(0, 0.3) * (number > 0))
            with contextlib.suppress(IndexError, ProcessLookupError):  # their work may be done
                os.kill(chance.choice(program.workers()), signal.SIGKILL)
            code, out, err = program.ended(30)
            assert gone_after(program.pid, 2), "a worker outlived its parent"
        assert (code, out, SENTENCE in err, "Traceback" in err) == (3, "", True, False) or code == 0
        told += code == 3
    assert told
    assert_right(large, clean)
