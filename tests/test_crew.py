from __future__ import annotations

import errno
import multiprocessing
import operator
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError

from neuguong import crew
from neuguong.crew import Crew, batches, cores
from neuguong.store import StoreBroken

TICK = 0.02
PATIENCE = 15.0
"""Seconds that a busy machine may take for what takes a tenth of one."""


def wait_for(is_so: Callable[[], bool]) -> bool:
    """Wait until it is so; return whether it came to that."""
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(TICK)
    return is_so()


def slower_first(number: int) -> int:
    time.sleep(TICK * (number % 3 == 0))
    return number * number


def own_pid(_batch: object) -> int:
    time.sleep(TICK)
    return os.getpid()


def fail(error: Exception) -> None:
    raise error


def fail_at_first_then_write(job: tuple[str, int]) -> None:
    folder, number = job
    if number == 0:
        raise ValueError(number)
    time.sleep(10 * TICK)
    (Path(folder) / str(number)).touch()


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 4, 40])
def test_results_come_in_the_order_of_the_batches(jobs: int, count: int) -> None:
    with Crew(jobs) as hands:
        found = list(hands.map(slower_first, range(count)))
    assert found == [number * number for number in range(count)]


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_work_is_the_same_however_workers_start(method: str) -> None:
    with Crew(2, method) as hands:
        first = list(hands.map(operator.neg, range(10)))
        second = list(hands.map(abs, first))
    assert (first, second) == ([-number for number in range(10)], list(range(10)))
    assert multiprocessing.active_children() == []


def test_work_is_shared_by_the_same_workers_until_the_end() -> None:
    with Crew(2, "fork") as hands:
        first = set(hands.map(own_pid, range(20)))
        second = set(hands.map(own_pid, range(20)))
        assert first | second == {child.pid for child in multiprocessing.active_children()}
    assert (len(first | second), os.getpid() in first | second) == (2, False)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("jobs", "alone"), [(1, False), (1, True), (2, True), (0, False), (-3, False)])
def test_work_is_done_here_where_it_is_too_little_to_share(jobs: int, alone: bool) -> None:
    with Crew(jobs) as hands:
        assert set(hands.map(own_pid, range(2), alone=alone)) == {os.getpid()}
        assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("jobs", "alone", "most"), [(1, False, 1), (5, True, 1), (2, False, 2 * crew._IN_FLIGHT + 1)]
)
def test_batches_are_made_only_a_few_ahead(jobs: int, alone: bool, most: int) -> None:
    given_out = 0

    def supply() -> Iterator[int]:
        nonlocal given_out
        for number in range(100):
            given_out += 1
            yield number

    ahead = []
    with Crew(jobs) as hands:
        for taken, _ in enumerate(hands.map(operator.neg, supply(), alone=alone)):
            ahead.append(given_out - taken)
            if taken == 50:
                time.sleep(3 * TICK)  # whoever works ahead has the time to
    assert (max(ahead) <= most, given_out) == (True, 100)


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
            list(hands.map(fail, [error]))
        assert list(hands.map(operator.neg, [1])) == [-1]
    assert str(caught.value) == str(error)
    assert {name: getattr(caught.value, name) for name in parts} == parts


@pytest.mark.parametrize("jobs", [1, 2])
def test_error_in_the_supply_comes_out_as_it_is(jobs: int) -> None:
    def supply() -> Iterator[int]:
        yield from range(20)
        raise LookupError("no more")

    found: list[int] = []
    with Crew(jobs) as hands, pytest.raises(LookupError, match="no more"):
        found.extend(hands.map(operator.neg, supply()))
    assert found == [-number for number in range(len(found))]


def test_crew_that_is_left_by_an_error_ends() -> None:
    hands = Crew(2)
    with pytest.raises(ValueError, match="left"), hands:
        list(hands.map(fail, [ValueError("left")] * 9))
    assert wait_for(lambda: multiprocessing.active_children() == [])


def test_crew_that_is_left_by_an_error_works_no_more(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0"), Crew(2, "fork") as hands:
        list(hands.map(fail_at_first_then_write, [(str(tmp_path), number) for number in range(6)]))
    left_with = sorted(path.name for path in tmp_path.iterdir())
    assert wait_for(lambda: multiprocessing.active_children() == [])
    assert sorted(path.name for path in tmp_path.iterdir()) == left_with


@pytest.mark.parametrize(("work", "batch"), [(os._exit, 7), (signal.raise_signal, signal.SIGKILL)])
def test_worker_that_dies_is_said(work: Callable[[int], None], batch: int) -> None:
    with pytest.raises(BrokenProcessPool), Crew(2) as hands:
        list(hands.map(work, [batch] * 4))
    assert wait_for(lambda: multiprocessing.active_children() == [])


_WORK = """
import os, signal, sys, threading, time
from neuguong.crew import Crew, batches

def work(number):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(30)

if __name__ == "__main__":
    try:
        with Crew(3, sys.argv[1]) as crew:
            list(crew.map(work, range(9)))
    except KeyboardInterrupt:
        print("stopped", flush=True)
        sys.stdout.flush()
        os._exit(130)
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    file = tmp_path / "program.py"
    file.write_text(_WORK, encoding="utf-8")
    return file


def is_running(pid: int) -> bool:
    """Return whether the process is there and more than an entry that nobody has collected."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_end_when_the_parent_is_killed(program: Path, method: str) -> None:
    command = [sys.executable, str(program), method]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = {int(parent.stdout.readline()) for _ in range(3)}
        assert (len(workers), all(map(is_running, workers))) == (3, True)
        parent.kill()
        assert wait_for(lambda: not any(map(is_running, workers)))


def test_interrupt_ends_workers_without_a_word(program: Path) -> None:
    command = [sys.executable, str(program), "fork"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        workers = {int(parent.stdout.readline()) for _ in range(3)}
        os.killpg(parent.pid, signal.SIGINT)
        said, complained = parent.communicate(timeout=PATIENCE)
    assert (said, complained, parent.returncode) == ("stopped\n", "", 130)
    assert wait_for(lambda: not any(map(is_running, workers)))


_BORN = """
import os, time
from neuguong.crew import Crew

try:
    with Crew(8, "fork") as crew:
        print("now", flush=True)
        list(crew.map(time.sleep, [0.02] * 999))
    print("ended", flush=True)
except KeyboardInterrupt:
    print("stopped", flush=True)
os._exit(0)
"""


@pytest.mark.xfail(reason="Ctrl+C while workers are born is lost, or breaks the pool, or leaves it hanging")
def test_interrupt_is_heard_while_workers_are_born() -> None:
    heard = []
    for milliseconds in range(1, 9):
        with subprocess.Popen(
            [sys.executable, "-c", _BORN],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as parent:
            assert parent.stdout is not None
            parent.stdout.readline()
            time.sleep(milliseconds / 1000)
            os.killpg(parent.pid, signal.SIGINT)
            try:
                heard.append(parent.communicate(timeout=PATIENCE / 3))
            except subprocess.TimeoutExpired:
                os.killpg(parent.pid, signal.SIGKILL)
                heard.append(parent.communicate())
    assert heard == [("stopped\n", "")] * len(heard)


@pytest.mark.parametrize(("threads", "method"), [(1, "fork"), (2, "spawn")])
def test_workers_fork_where_that_is_safe(monkeypatch: pytest.MonkeyPatch, threads: int, method: str) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    assert crew._start_method() == method


def test_workers_start_beside_other_threads() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        with Crew(2) as hands:
            assert list(hands.map(operator.neg, range(3))) == [0, -1, -2]
    finally:
        done.set()
        other.join()


def test_workers_start_afresh_where_there_is_no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert crew._start_method() == "spawn"


def test_cores_are_those_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 3, 5})
    assert cores() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert cores() == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cores() == 1


@given(st.lists(st.integers()), st.integers(1, 7))
def test_batches_hold_everything_in_order(items: list[int], size: int) -> None:
    found = list(batches(iter(items), size))
    assert [item for batch in found for item in batch] == items
    assert [len(batch) for batch in found[:-1]] == [size] * (len(found) - 1 if found else 0)
    assert all(0 < len(batch) <= size for batch in found)
