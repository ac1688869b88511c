"""The life of workers: they end with their work, their crew or their parent; and who dies is missed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong import shift
from neuguong.crew import Crew, WorkerLost
from tests.test_crew import PATIENCE, TICK, own_pid, plus, wait_for

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

METHODS = ["fork", "spawn"]


def workers() -> int:
    """Return how many workers of this process live."""
    return len(multiprocessing.active_children())


def fail_at_first_then_write(folder: Path, number: int) -> None:
    if number == 0:
        raise ValueError(number)
    time.sleep(10 * TICK)
    (folder / str(number)).touch()


def end_oneself(_shared: object, code: int) -> None:
    os._exit(code)


def end_at_the_last(_shared: object, number: int) -> None:
    if number == 5:
        os._exit(0)


def kill_oneself(_shared: object, number: int) -> None:
    signal.raise_signal(number)


# The end of the work


@pytest.mark.parametrize("method", METHODS)
def test_workers_end_with_their_work(method: str) -> None:
    with Crew(2, method) as hands:
        results = hands.map(plus, 0, range(9))
        lived = [workers()]
        for _ in results:
            lived.append(workers())  # noqa: PERF401 - what is looked at changes meanwhile
        assert (lived, workers()) == ([2] * 10, 0)


def test_workers_end_when_nobody_wants_more() -> None:
    with Crew(2, "fork") as hands:
        results = hands.map(own_pid, None, range(99))
        next(results)
        results.close()  # type: ignore[attr-defined]  # it is a generator
        assert workers() == 0


def test_workers_end_with_their_crew() -> None:
    with Crew(2, "fork") as hands:
        begun, _unasked = hands.map(own_pid, None, range(99)), hands.map(own_pid, None, range(99))
        next(begun)
        assert workers() == 4
    assert workers() == 0


def test_work_that_ends_does_not_wait_for_other_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who are born later hold the earlier ones' pipes, and must let go of them."""
    monkeypatch.setattr(shift, "_LAST_MOMENT", 2.0)
    with Crew(2, "fork") as hands:
        first, second = hands.map(plus, 0, range(4)), hands.map(plus, 9, range(4))
        began = time.monotonic()
        assert sorted(first) == [0, 1, 2, 3]
        ended = time.monotonic()
        assert sorted(second) == [9, 10, 11, 12]
    assert ended - began < 1.5, "a worker did not hear that there is no more to do"


def test_crew_that_is_left_by_an_error_ends() -> None:
    with pytest.raises(ValueError, match="0"), Crew(2) as hands:
        list(hands.map(fail_at_first_then_write, Path(), range(1)))
    assert workers() == 0


@pytest.mark.parametrize("method", METHODS)
def test_crew_that_is_left_by_an_error_works_no_more(tmp_path: Path, method: str) -> None:
    with pytest.raises(ValueError, match="0"), Crew(2, method) as hands:
        list(hands.map(fail_at_first_then_write, tmp_path, range(6)))
    left_with = sorted(path.name for path in tmp_path.iterdir())
    assert workers() == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == left_with


# Taking turns


@pytest.mark.parametrize("life", [1, 2, 3])
def test_forked_worker_makes_way_after_its_share(life: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shift, "_LIFE", life)
    lived = []
    with Crew(2, "fork") as hands:
        pids = []
        for pid in hands.map(own_pid, None, range(12)):
            pids.append(pid)
            lived.append(workers())
    assert len(pids) == 12
    assert max(map(pids.count, pids)) == life
    assert (max(lived), workers()) == (2, 0)


def test_spawned_worker_stays_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shift, "_LIFE", 1)
    with Crew(2, "spawn") as hands:
        assert len(set(hands.map(own_pid, None, range(12)))) <= 2


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 4), st.integers(1, 5), st.integers(0, 40))
def test_taking_turns_loses_no_batch(jobs: int, life: int, batches: int) -> None:
    with pytest.MonkeyPatch.context() as patched, Crew(jobs, "fork") as hands:
        patched.setattr(shift, "_LIFE", life)
        assert sorted(hands.map(plus, 0, range(batches))) == [*range(batches)]


def test_worker_that_took_over_and_dies_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shift, "_LIFE", 1)
    with pytest.raises(WorkerLost), Crew(2, "fork") as hands:
        list(hands.map(end_at_the_last, None, range(6)))
    assert workers() == 0


# Death


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("work", "batch"), [(end_oneself, 7), (end_oneself, 0), (kill_oneself, signal.SIGKILL)]
)
def test_worker_that_dies_is_missed(
    work: Callable[[object, int], None], batch: int, method: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WorkerLost), Crew(2, method) as hands:
        list(hands.map(work, None, [batch] * 4))
    assert workers() == 0
    assert capfd.readouterr() == ("", "")


def after_killing_the_first(results: Iterator[int]) -> Iterator[int]:
    os.kill(next(results), signal.SIGKILL)
    return results


def test_worker_that_dies_while_it_waits_is_missed() -> None:
    with pytest.raises(WorkerLost), Crew(2, "fork") as hands:
        list(after_killing_the_first(hands.map(own_pid, None, range(99))))
    assert workers() == 0


def test_death_of_one_is_no_matter_of_those_before_and_after() -> None:
    with Crew(2) as hands:
        first = sorted(hands.map(plus, 0, range(4)))
        with pytest.raises(WorkerLost):
            list(hands.map(end_oneself, None, [1]))
        assert (first, sorted(hands.map(plus, 5, range(4)))) == ([0, 1, 2, 3], [5, 6, 7, 8])


# The parent's end


_WORK = """
import os, signal, sys, threading, time
from neuguong.crew import Crew

def work(_shared, number):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(30)

if __name__ == "__main__":
    try:
        with Crew(3, sys.argv[1]) as crew:
            list(crew.map(work, None, range(9)))
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
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("method", METHODS)
def test_workers_end_when_the_parent_is_killed(program: Path, method: str) -> None:
    command = [sys.executable, str(program), method]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        found = {int(parent.stdout.readline()) for _ in range(3)}
        assert (len(found), all(map(is_running, found))) == (3, True)
        parent.kill()
        assert wait_for(lambda: not any(map(is_running, found)))


@pytest.mark.parametrize("method", METHODS)
def test_interrupt_ends_workers_without_a_word(program: Path, method: str) -> None:
    command = [sys.executable, str(program), method]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        found = {int(parent.stdout.readline()) for _ in range(3)}
        os.killpg(parent.pid, signal.SIGINT)
        said, complained = parent.communicate(timeout=PATIENCE)
    assert (said, complained, parent.returncode) == ("stopped\n", "", 130)
    assert wait_for(lambda: not any(map(is_running, found)))


_BORN = """
import os, time
from neuguong.crew import Crew

def work(_shared, seconds):
    time.sleep(seconds)

try:
    with Crew(8, "fork") as crew:
        print("now", flush=True)
        list(crew.map(work, None, [0.02] * 999))
    print("ended", flush=True)
except KeyboardInterrupt:
    print("stopped", flush=True)
os._exit(0)
"""


def test_interrupt_is_heard_while_workers_are_born(tmp_path: Path) -> None:
    file = tmp_path / "born.py"
    file.write_text(_BORN, encoding="utf-8")
    heard = []
    for milliseconds in range(9):
        with subprocess.Popen(
            [sys.executable, str(file)],
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
                heard.append(parent.communicate(timeout=PATIENCE))
            except subprocess.TimeoutExpired:
                os.killpg(parent.pid, signal.SIGKILL)
                heard.append(parent.communicate())
    assert heard == [("stopped\n", "")] * len(heard)


_DEAF = """
import signal, sys
from neuguong.crew import Crew

def is_deaf(_shared, _batch):
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])

if __name__ == "__main__":
    with Crew(2, sys.argv[1]) as hands:
        print(*hands.map(is_deaf, None, range(2)))
"""


@pytest.mark.parametrize(
    "method",
    [
        "fork",
        pytest.param(
            "spawn",
            marks=pytest.mark.xfail(reason="Python's resource tracker lets Ctrl+C through"),
        ),
    ],
)
def test_worker_is_born_deaf_to_interrupts(tmp_path: Path, method: str) -> None:
    """So that it has nothing to say of one that comes before it knows what to do."""
    file = tmp_path / "deaf.py"
    file.write_text(_DEAF, encoding="utf-8")
    said = subprocess.run([sys.executable, str(file), method], capture_output=True, text=True, check=True)
    assert (said.stdout, said.stderr) == ("True True\n", "")


def test_interrupt_can_be_heard_again_after_the_births() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with Crew(2, "fork") as hands:
        results = hands.map(plus, 0, range(3))
        assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
        list(results)
