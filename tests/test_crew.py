from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import platform
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError

from neuguong import crew, shift
from neuguong.crew import Crew, cores, give_back
from neuguong.store import StoreBroken

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

TICK = 0.02
PATIENCE = 15.0
"""Seconds that a busy machine may take for what takes a tenth of one."""


def wait_for(is_so: Callable[[], bool]) -> bool:
    """Wait until it is so; return whether it came to that."""
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(TICK)
    return is_so()


def plus(shared: int, number: int) -> int:
    return shared + number


def slower_first(shared: int, number: int) -> int:
    time.sleep(TICK * (number % 3 == 0))
    return shared + number


def held_up_at_first(_shared: object, number: int) -> int:
    time.sleep(10 * TICK * (number == 0))
    return -number


def rest(_shared: object, seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def own_pid(_shared: object, _batch: object) -> int:
    time.sleep(TICK)
    return os.getpid()


def who_did_it(_shared: object, number: int) -> tuple[int, int]:
    time.sleep(TICK * max(1, -number))
    return os.getpid(), number


def fail(_shared: object, error: Exception) -> None:
    raise error


def touch(folder: Path, name: str) -> None:
    (folder / name).touch()


def call(work: Callable[[int], int], number: int) -> int:
    return work(number)


# What comes out


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 4, 40])
def test_every_batch_is_done_once(jobs: int, count: int) -> None:
    with Crew(jobs) as hands:
        found = sorted(hands.map(slower_first, 7, range(count)))
    assert found == [7 + number for number in range(count)]


@settings(max_examples=20)
@given(st.lists(st.sampled_from([0.0, 0.0, 0.001, 0.01]), max_size=20), st.integers(2, 4))
def test_every_batch_is_done_however_long_each_takes(seconds: list[float], jobs: int) -> None:
    with Crew(jobs, "fork") as hands:
        assert sorted(hands.map(rest, None, seconds)) == sorted(seconds)


def test_work_that_is_done_here_is_done_in_order() -> None:
    with Crew(1) as hands:
        assert list(hands.map(slower_first, 7, range(9))) == list(range(7, 16))


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_work_is_the_same_however_workers_start(method: str) -> None:
    with Crew(2, method) as hands:
        first = sorted(hands.map(plus, 3, range(10)))
        second = sorted(hands.map(plus, -3, first))
    assert (first, second) == (list(range(3, 13)), list(range(10)))


def test_what_is_shared_costs_a_forked_worker_nothing() -> None:
    """It is not sent: it may be what cannot be sent at all."""
    with Crew(2, "fork") as hands:
        assert sorted(hands.map(call, lambda number: number * number, range(5))) == [0, 1, 4, 9, 16]


class Counted:
    """Counts how often it is sent somewhere."""

    def __init__(self) -> None:
        self.sent = 0

    def __reduce__(self) -> tuple[type[Counted], tuple[()]]:
        self.sent += 1
        return Counted, ()


@pytest.mark.parametrize(("method", "times"), [("fork", 0), ("spawn", 2)])
def test_what_is_shared_goes_to_each_worker_once_at_most(method: str, times: int) -> None:
    shared = Counted()
    with Crew(2, method) as hands:
        list(hands.map(own_pid, shared, range(9)))
    assert shared.sent == times


class OddError(Exception):
    """An exception with more to it than its words."""

    def __init__(self, words: str, line: int) -> None:
        super().__init__(words, line)
        self.line = line


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("error", "parts"),
    [
        (ValueError("sai", 3), {}),
        (
            OSError(errno.ENOSPC, "full", "output/a.html"),
            {"errno": errno.ENOSPC, "filename": "output/a.html"},
        ),
        (StoreBroken("rotten"), {}),
        (TemplateSyntaxError("sai", 7, "home.html"), {"lineno": 7, "name": "home.html", "message": "sai"}),
        (OddError("sai", 4), {"line": 4}),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), {"object": b"\xff", "start": 0}),
    ],
)
def test_error_in_the_work_comes_out_as_it_is(jobs: int, error: Exception, parts: dict[str, object]) -> None:
    with Crew(jobs) as hands:
        with pytest.raises(type(error)) as caught:
            list(hands.map(fail, None, [error]))
        assert list(hands.map(plus, 0, [1])) == [1]
    assert str(caught.value) == str(error)
    assert {name: getattr(caught.value, name) for name in parts} == parts


def test_error_of_a_worker_says_where_it_came_from() -> None:
    with Crew(2) as hands, pytest.raises(ValueError, match="sai") as caught:
        list(hands.map(fail, None, [ValueError("sai")]))
    (note,) = caught.value.__notes__
    assert note.startswith("Traceback")
    assert f'{__file__}", line' in note


class PrivateError(Exception):
    """An exception that cannot be made again out of its words."""

    def __init__(self, words: str, line: int) -> None:
        super().__init__(f"{words} ở dòng {line}")


def fail_privately(_shared: object, line: int) -> None:
    raise PrivateError("sai", line)


def test_error_that_cannot_travel_comes_out_in_words() -> None:
    with Crew(2) as hands, pytest.raises(RuntimeError, match="PrivateError: sai ở dòng 3"):
        list(hands.map(fail_privately, None, [3]))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("good", [0, 1, 20])
def test_error_in_the_supply_comes_out_as_it_is(jobs: int, good: int) -> None:
    def supply() -> Iterator[int]:
        yield from range(good)
        raise LookupError("no more")

    with Crew(jobs) as hands, pytest.raises(LookupError, match="no more"):
        list(hands.map(plus, 0, supply()))
    assert multiprocessing.active_children() == []


# Who does it, and when


@pytest.mark.parametrize(("jobs", "alone"), [(1, False), (1, True), (2, True), (0, False), (-3, False)])
def test_work_is_done_here_where_it_is_too_little_to_share(jobs: int, alone: bool) -> None:
    with Crew(jobs) as hands:
        assert set(hands.map(own_pid, None, range(2), alone=alone)) == {os.getpid()}
        assert multiprocessing.active_children() == []


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_work_is_shared_by_the_same_workers_to_its_end(method: str) -> None:
    with Crew(2, method) as hands:
        results = hands.map(own_pid, None, range(20))
        workers = {child.pid for child in multiprocessing.active_children()}
        assert (set(results), len(workers), os.getpid() in workers) == (workers, 2, False)


@pytest.mark.parametrize(
    ("jobs", "count", "workers"),
    [(2, 0, 0), (2, 1, 1), (2, 2, 2), (2, 3, 2), (5, 2, 2), (5, 5, 5), (5, 9, 5)],
)
def test_there_are_no_more_workers_than_batches(jobs: int, count: int, workers: int) -> None:
    with Crew(jobs, "fork") as hands:
        results = hands.map(plus, 0, range(count))
        assert len(multiprocessing.active_children()) == workers
        assert sorted(results) == list(range(count))


def test_first_batches_are_handed_out_before_anybody_asks_for_results(tmp_path: Path) -> None:
    with Crew(2) as hands:
        results = hands.map(touch, tmp_path, ["một", "hai", "ba"])
        assert wait_for(lambda: len(list(tmp_path.iterdir())) == 3)
        assert list(results) == [None, None, None]


def test_work_that_is_done_here_waits_until_somebody_asks(tmp_path: Path) -> None:
    with Crew(1) as hands:
        results = hands.map(touch, tmp_path, ["một", "hai"])
        left = [list(tmp_path.iterdir())]
        next(results)
        left.append(list(tmp_path.iterdir()))
    assert left == [[], [tmp_path / "một"]]


def test_batch_is_handed_out_only_when_a_result_is_taken(tmp_path: Path) -> None:
    """So results never pile up in this process."""
    names = [str(number) for number in range(40)]
    with Crew(2, "fork") as hands:
        results = hands.map(touch, tmp_path, names)
        for taken in range(1, 20):
            next(results)
            time.sleep(TICK)  # whoever works ahead has the time to
            assert len(list(tmp_path.iterdir())) <= taken + 2 * shift._IN_FLIGHT


def test_several_pieces_of_work_may_be_under_way() -> None:
    with Crew(2, "fork") as hands:
        first, second = hands.map(plus, 10, range(9)), hands.map(plus, 20, range(9))
        taken = {next(second), next(first), next(second)}
        assert taken | {*second, *first} == {*range(10, 19), *range(20, 29)}


def test_workers_go_through_runs_of_their_own() -> None:
    """So that each looks at a part of what is shared, and remembers more of it."""
    with Crew(3, "fork") as hands:
        found = list(hands.map(who_did_it, None, range(30)))
    assert sorted(number for _pid, number in found) == list(range(30))
    for pid in {pid for pid, _number in found}:
        own = [number for who, number in found if who == pid]
        assert own[:8] == list(range(own[0], own[0] + 8))


def test_worker_that_is_done_with_its_run_helps_the_others() -> None:
    """The other holds the first batch and one that waits."""
    with Crew(2, "fork") as hands:
        found = list(hands.map(who_did_it, None, [-25, *range(1, 20)]))
    slow = next(pid for pid, number in found if number == -25)
    assert sum(pid == slow for pid, _number in found) < 6


# How workers start


@pytest.mark.parametrize(
    ("jobs", "method", "forks"),
    [(1, "fork", False), (2, "fork", True), (2, "spawn", False), (1, None, False), (0, "fork", False)],
)
def test_crew_says_whether_its_workers_cost_nothing(jobs: int, method: str | None, forks: bool) -> None:
    with Crew(jobs, method) as hands:
        assert hands.forks is forks


@pytest.mark.parametrize(("threads", "method"), [(1, "fork"), (2, "spawn")])
def test_workers_fork_where_that_is_safe(monkeypatch: pytest.MonkeyPatch, threads: int, method: str) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    assert (crew._start_method(), Crew(2).forks) == (method, method == "fork")


def test_workers_start_afresh_where_there_is_no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    assert (crew._start_method(), Crew(2).forks) == ("spawn", False)


def test_workers_start_beside_other_threads() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        with Crew(2) as hands:
            assert sorted(hands.map(plus, 0, range(3))) == [0, 1, 2]
    finally:
        done.set()
        other.join()


def resident() -> int:
    """Return how many bytes of this process lie in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="others give memory back by themselves")
def test_memory_that_was_freed_is_given_back() -> None:
    pieces = [bytes(1200) for _ in range(50_000)]
    kept = pieces[::100]  # so that the heap cannot simply end earlier
    del pieces
    before = resident()
    give_back()
    assert before - resident() > 30_000_000
    assert len(kept) == 500


def test_memory_is_given_back_only_where_there_is_a_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    give_back()


def test_cores_are_those_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 3, 5})
    assert cores() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert cores() == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cores() == 1


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("things", [0, 1, 7, 20])
def test_each_of_many_small_things_is_worked_on_once(jobs: int, things: int) -> None:
    with Crew(jobs) as hands:
        done = hands.map_each(plus, 100, range(things), batch=3, few=8)
        assert sorted(done) == [100 + number for number in range(things)]


def test_few_small_things_are_worked_on_here_and_now() -> None:
    with Crew(2) as hands:
        assert set(hands.map_each(own_pid, None, range(3), batch=1, few=4)) == {os.getpid()}
        assert os.getpid() not in set(hands.map_each(own_pid, None, range(4), batch=1, few=4))


def test_small_things_are_sent_to_a_spawned_worker() -> None:
    with Crew(2, "spawn") as hands:
        assert sorted(hands.map_each(plus, 1, range(9), batch=2, few=1)) == [*range(1, 10)]
