"""A crew: work in batches, done in this process or in several, its results in the order of the batches.

A function and batches in, results out. Knows nothing of what the work is; keeps only a few batches in
flight, so that a hundred thousand of them need no more memory than a hundred.
"""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import Self, TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")
Item = TypeVar("Item")

_IN_FLIGHT = 3
"""Batches handed out per worker: one in work, one waiting, one on its way."""
_GARBAGE = 50_000
"""New objects between two searches for garbage: our records hold no cycles, so there is little to find."""


class Crew:
    """Up to `jobs` processes; they start with the first work that is worth it and end with the crew."""

    def __init__(self, jobs: int = 1, method: str | None = None) -> None:
        self.jobs = max(1, jobs)
        self._method = method
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Let the workers end what they are at, so that nobody writes on; after Ctrl+C stop them at once."""
        if self._pool is None:
            return
        if isinstance(error, KeyboardInterrupt):
            for worker in list(self._pool._processes.values()):  # noqa: SLF001 - public from Python 3.14 on
                worker.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None

    def map(
        self, work: Callable[[Batch], Result], batches: Iterable[Batch], *, alone: bool = False
    ) -> Iterator[Result]:
        """Return what the work makes of each batch, in order; `alone`: too little to share.

        The first batches are handed out at once, so that the caller can do something else meanwhile.
        """
        if alone or self.jobs == 1:
            return map(work, batches)
        pool, supply = self._started(), iter(batches)
        first = itertools.islice(supply, self.jobs * _IN_FLIGHT)
        return _gathered(pool, work, supply, deque(pool.submit(work, batch) for batch in first))

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            method = self._method or _start_method()
            self._pool = ProcessPoolExecutor(
                self.jobs, multiprocessing.get_context(method), initializer=_begin
            )
        return self._pool


def _gathered(
    pool: ProcessPoolExecutor,
    work: Callable[[Batch], Result],
    supply: Iterator[Batch],
    waiting: deque[Future[Result]],
) -> Iterator[Result]:
    while waiting:
        done = waiting.popleft().result()
        waiting.extend(pool.submit(work, batch) for batch in itertools.islice(supply, 1))
        yield done


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system can say
        return os.cpu_count() or 1


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield the items in lists of that size; the last may be shorter."""
    supply = iter(items)
    while batch := list(itertools.islice(supply, size)):
        yield batch


def _start_method() -> str:
    """Fork where that is safe: it costs nothing. With threads about, or without fork, start afresh."""
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    return "fork" if can_fork and threading.active_count() == 1 else "spawn"


def _begin() -> None:
    """Prepare a worker: Ctrl+C is the parent's business, and a worker never outlives its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_GARBAGE, 50, 100)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
