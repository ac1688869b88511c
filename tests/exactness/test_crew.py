"""A crew that is left is left: nobody works on, nobody is waited for in vain."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from neuguong.crew import Crew
from tests.exactness.programs import group

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]


def _write_late(_shared: None, job: tuple[str, int]) -> None:
    folder, number = job
    time.sleep(0.4)
    Path(folder, str(number)).touch()


def _leave(folder: Path, method: str, error: type[BaseException]) -> None:
    """Leave a crew with an error, or with Ctrl+C, while it has work to do."""
    with Crew(2, method) as crew:
        for _result in crew.map(_write_late, None, [(str(folder), number) for number in range(1, 9)]):
            raise error


@pytest.mark.parametrize(
    ("method", "error"), [("fork", OSError), ("fork", KeyboardInterrupt), ("spawn", KeyboardInterrupt)]
)
def test_nothing_is_written_once_a_crew_was_left(
    tmp_path: Path, method: str, error: type[BaseException]
) -> None:
    """Its site's lock is let go then: what came later would come into another build's output."""
    with pytest.raises(error):
        _leave(tmp_path, method, error)
    when_left = sorted(tmp_path.iterdir())
    time.sleep(0.8)  # twice as long as any of them takes
    assert sorted(tmp_path.iterdir()) == when_left


_HANDING_OVER = """
import os, signal, sys, time
from neuguong.crew import Crew, WorkerLost

def work(_shared, number):
    time.sleep(0.4)
    return bytes(1_000_000)

try:
    with Crew(2) as crew:
        results = crew.map(work, None, range(4))
        time.sleep(0.2)  # until both workers are at it
        print(flush=True)
        os.kill(os.getpid(), signal.SIGSTOP)
        list(results)
except WorkerLost:
    sys.exit(3)
"""


@pytest.fixture
def handing_over() -> Iterator[subprocess.Popen[bytes]]:
    """A program that has stopped while its workers hand their results over."""
    command = [sys.executable, "-c", _HANDING_OVER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as program:
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(0.8)  # until both have done it
        yield program
        try:
            os.killpg(program.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def test_worker_killed_while_it_hands_over_is_not_waited_for(handing_over: subprocess.Popen[bytes]) -> None:
    workers = [pid for pid in group(handing_over.pid) if pid != handing_over.pid]
    assert len(workers) == 2
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    os.kill(handing_over.pid, signal.SIGCONT)
    assert handing_over.wait(8) == 3
