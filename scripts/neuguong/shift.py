"""A shift: one piece of work shared among worker processes, from their start to their end.

Batches in, results out as they come. Each worker goes through a run of neighbouring batches, which are made
of the same things, and then helps the others. Where workers are forked, what they share costs nothing: it is
there already; elsewhere it is sent to each once. A batch and its result travel through a pipe that only this
worker has, so a worker that dies is noticed wherever it was (batches are small: numbers or short records, so
that sending one never waits). A worker is given something new only when a result of its was taken, so a
hundred thousand results need no more memory than a hundred.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import multiprocessing
import os
import pickle
import signal
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
_GARBAGE = 50_000
"""New objects between two searches for garbage: our records hold no cycles, so there is little to find."""
_LAST_MOMENT = 5.0
"""Seconds that a worker may take to end."""


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection
    run: deque[Any]
    """The batches that are its own, next to each other."""


@dataclass(slots=True)
class Shift(Generic[Batch, Result]):
    """One piece of work: its workers, and how many batches are with them."""

    lost: type[Exception]
    """What is raised where a worker ends in the middle of its work."""
    workers: dict[Connection, _Worker] = field(default_factory=dict)
    on_their_way: int = 0

    def begin(
        self, jobs: int, method: str, work: Callable[..., Result], shared: object, batches: Sequence[Batch]
    ) -> None:
        """Start the workers, as many as there is work for, and hand the first batches out."""
        born = min(jobs, len(batches))
        ends = [len(batches) * number // max(1, born) for number in range(born + 1)]
        with _uninterrupted():  # Ctrl+C waits until all are born
            for start, end in itertools.pairwise(ends):
                run = deque(batches[start:end])
                self._start(multiprocessing.get_context(method), work, shared, run)
        for worker in list(self.workers.values()) * _IN_FLIGHT:
            self._hand_out(worker)

    def results(self) -> Iterator[Result]:
        """Yield the results as they come, and hand out batches as they are asked for."""
        try:
            while self.on_their_way:
                yield from self._gather()
        finally:
            self.stop()

    def stop(self) -> None:
        """End the workers; those that are at something are not waited for."""
        for process, pipe, _run in self.workers.values():
            if self.on_their_way:
                process.terminate()
            else:  # said aloud: workers that were born later hold the pipe too, so its end would not be heard
                with contextlib.suppress(OSError):
                    pipe.send(None)
            pipe.close()
        for process, _pipe, _run in self.workers.values():
            process.join(_LAST_MOMENT)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()
        self.workers.clear()

    def _start(self, context: Any, work: Callable[..., Result], shared: object, run: deque[Batch]) -> None:
        ours, theirs = context.Pipe()
        forked = context.get_start_method() == "fork"  # a forked worker has our ends too, and lets go of them
        not_its_own = (*self.workers, ours) if forked else ()
        process = context.Process(target=_work_on, args=(theirs, not_its_own, work, shared), daemon=True)
        process.start()
        theirs.close()
        self.workers[ours] = _Worker(process, ours, run)

    def _hand_out(self, worker: _Worker) -> None:
        """Give the worker the next batch of its run, or the last of the longest, if there is any left."""
        longest: deque[Batch] = max((other.run for other in self.workers.values()), key=len)
        if not longest:
            return
        batch = worker.run.popleft() if worker.run else longest.pop()  # which its owner would come to last
        self.on_their_way += 1
        try:
            worker.pipe.send((batch,))
        except OSError as error:
            raise self.lost from error

    def _gather(self) -> Iterator[Result]:
        """Take what has come, and give those who brought it something new to do."""
        ready = wait([*self.workers])
        for worker in [worker for pipe, worker in self.workers.items() if pipe in ready]:
            try:
                result, error = worker.pipe.recv()
            except (EOFError, OSError, pickle.UnpicklingError) as broken:
                raise self.lost from broken
            self.on_their_way -= 1
            if error is not None:
                raise error
            self._hand_out(worker)
            yield result


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
