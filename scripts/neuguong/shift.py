"""A shift: one piece of work shared among worker processes, from their start to their end.

Batches in, results out as they come. Each worker goes through a run of neighbouring batches, which are made
of the same things, and then helps the others. Where workers are forked, what they share costs nothing: it is
there already; elsewhere it is sent to each once. A batch and its result travel through a pipe that only this
worker has, so a worker that dies is noticed wherever it was (batches are small: numbers or short records, so
that sending one never waits). A worker is given something new only when a result of its was taken, so a
hundred thousand results need no more memory than a hundred. A forked worker that has done its share of
batches makes way for a fresh one: Python counts who uses an object in the object itself, so whatever a worker
looks at is shared no longer, and in the end it would hold a copy of all.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, TypeVar

Batch = TypeVar("Batch")
Result = TypeVar("Result")

_IN_FLIGHT = 2
"""Batches handed out per worker: one in work, one waiting."""
_LIFE = 100
"""Batches that a forked worker is given before a fresh one takes over; elsewhere to start one costs more."""
_GARBAGE = 50_000
"""New objects between two searches for garbage: our records hold no cycles, so there is little to find."""
_LAST_MOMENT = 5.0
"""Seconds that a worker may take to end."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    run: deque[Any]
    """The batches that are its own, next to each other."""
    to_come: int
    """How many batches it may still be given; then a fresh worker takes its run over."""
    on_hand: int = 0
    """The batches that it was given and has not brought back."""


class _Order(NamedTuple):
    """What every worker of a shift is started with."""

    context: Any
    work: Callable[..., Any]
    shared: object

    @property
    def forks(self) -> bool:
        return bool(self.context.get_start_method() == "fork")


@dataclass(slots=True)
class Shift(Generic[Batch, Result]):
    """One piece of work and its workers."""

    lost: type[Exception]
    """What is raised where a worker ends in the middle of its work."""
    workers: dict[Connection, _Worker] = field(default_factory=dict)
    _order: _Order | None = None

    def begin(
        self, jobs: int, method: str, work: Callable[..., Result], shared: object, batches: Sequence[Batch]
    ) -> None:
        """Start the workers, as many as there is work for, and hand the first batches out."""
        self._order = _Order(multiprocessing.get_context(method), work, shared)
        born = min(jobs, len(batches))
        ends = [len(batches) * number // max(1, born) for number in range(born + 1)]
        with _uninterrupted():  # Ctrl+C waits until all are born
            for start, end in itertools.pairwise(ends):
                self._start(self._order, deque(batches[start:end]))
        for worker in list(self.workers.values()) * _IN_FLIGHT:
            self._hand_out(worker)

    @property
    def on_their_way(self) -> int:
        """Return how many batches are with workers."""
        return sum(worker.on_hand for worker in self.workers.values())

    def results(self) -> Iterator[Result]:
        """Yield the results as they come, and hand out batches as they are asked for."""
        try:
            while self.on_their_way:
                yield from self._gather()
        finally:
            self.stop()

    def stop(self) -> None:
        """End the workers; those that are at something are not waited for."""
        for worker in self.workers.values():
            if worker.on_hand:
                worker.process.terminate()
            else:
                _dismiss(worker)
            worker.pipe.close()
        for worker in self.workers.values():
            _await_end(worker.process)
        self.workers.clear()

    def _start(self, order: _Order, run: deque[Batch]) -> _Worker:
        ours, theirs = order.context.Pipe()
        not_its_own = (*self.workers, ours) if order.forks else ()  # it has our ends too, and lets go of them
        process = order.context.Process(
            target=_work_on, args=(theirs, not_its_own, order.work, order.shared), daemon=True
        )
        process.start()
        theirs.close()
        life = _LIFE if order.forks else sys.maxsize
        worker = self.workers[ours] = _Worker(process, ours, run, life)
        return worker

    def _hand_out(self, worker: _Worker) -> None:
        """Give the worker the next batch of its run, or the last of the longest, if there is any left."""
        longest: deque[Batch] = max((other.run for other in self.workers.values()), key=len)
        if not longest:
            return
        if not worker.to_come:
            if not worker.on_hand:
                self._relieve(worker)
            return
        batch = worker.run.popleft() if worker.run else longest.pop()  # which its owner would come to last
        worker.to_come -= 1
        worker.on_hand += 1
        try:
            worker.pipe.send((batch,))
        except OSError as error:
            raise self.lost from error

    def _relieve(self, worker: _Worker) -> None:
        """Put a fresh worker in the place of one that has done its share."""
        assert self._order is not None  # noqa: S101 - it was begun
        _dismiss(worker)
        del self.workers[worker.pipe]
        worker.pipe.close()
        _await_end(worker.process)
        with _uninterrupted():
            fresh = self._start(self._order, worker.run)
        for _ in range(_IN_FLIGHT):
            self._hand_out(fresh)

    def _gather(self) -> Iterator[Result]:
        """Take what has come, and give those who brought it something new to do."""
        ready = wait([*self.workers])
        for worker in [worker for pipe, worker in self.workers.items() if pipe in ready]:
            try:
                result, error = worker.pipe.recv()
            except (EOFError, OSError, pickle.UnpicklingError) as broken:
                raise self.lost from broken
            worker.on_hand -= 1
            if error is not None:
                raise error
            self._hand_out(worker)
            yield result


def _dismiss(worker: _Worker) -> None:
    """Tell a worker that nothing comes any more.

    Said aloud: workers that were born later hold the pipe too, so its end would not be heard.
    """
    with contextlib.suppress(OSError):
        worker.pipe.send(None)


def _await_end(process: BaseProcess) -> None:
    process.join(_LAST_MOMENT)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl+C wait: a worker inherits that, and so never hears of it at all."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work_on(
    pipe: Connection, not_its_own: Iterable[Connection], work: Callable[..., Any], shared: object
) -> None:
    """Work on one batch after the other until nobody asks any more; the life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's business
    for other in not_its_own:
        other.close()
    gc.freeze()
    gc.set_threshold(_GARBAGE, 50, 100)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()
    with contextlib.suppress(EOFError, OSError):  # the parent asks no more, or has gone
        while True:
            asked = pipe.recv()
            if asked is None:
                return
            (batch,) = asked
            pipe.send(_attempt(work, shared, batch))


def _attempt(work: Callable[..., Any], shared: object, batch: object) -> tuple[Any, Exception | None]:
    """Return the result, or the error with where it came from."""
    try:
        return work(shared, batch), None
    except Exception as error:  # noqa: BLE001 - it is raised again in the parent
        trace = "".join(traceback.format_exception(error))
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        except Exception:  # noqa: BLE001 - it cannot travel: its words can
            return None, RuntimeError(trace)
        error.add_note(trace)
        return None, error


def _follow(sentinel: int) -> None:
    """A worker never outlives its parent, also where it is killed."""
    wait([sentinel])
    os._exit(1)
