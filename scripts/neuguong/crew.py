"""A crew: work in batches, done in this process or in several, its results as they come.

A function, what all batches share, and batches in; results out. Knows nothing of what the work is; how it is
shared among processes is the matter of `shift`.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from neuguong.shift import Shift

Shared = TypeVar("Shared")
Batch = TypeVar("Batch")
Result = TypeVar("Result")


class WorkerLost(Exception):  # noqa: N818 - says what happened, not that somebody erred
    """A worker ended in the middle of its work: killed, or out of memory."""


def _do_each(
    order: tuple[Callable[[Shared, Batch], Result], Shared], things: Sequence[Batch]
) -> list[Result]:
    work, shared = order
    return [work(shared, thing) for thing in things]


class Crew:
    """Up to `jobs` processes for each piece of work that is worth it; all have ended when the crew ends."""

    def __init__(self, jobs: int = 1, method: str | None = None) -> None:
        self.jobs = max(1, jobs)
        self._method = method
        self._shifts: list[Shift[Any, Any]] = []

    @property
    def forks(self) -> bool:
        """Return whether there are workers at all, and to start one costs next to nothing."""
        return self.jobs > 1 and (self._method or _start_method()) == "fork"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop whoever is still at work, so that nobody writes on."""
        while self._shifts:
            self._shifts.pop().stop()

    def map(
        self,
        work: Callable[[Shared, Batch], Result],
        shared: Shared,
        batches: Iterable[Batch],
        *,
        alone: bool = False,
    ) -> Iterator[Result]:
        """Return what the work makes of each batch, in whatever order; `alone`: too little to share.

        The first batches are handed out at once, so that the caller can do something else meanwhile. Batches
        that stand together are worked on together, as far as that goes.
        """
        if alone or self.jobs == 1:
            return (work(shared, batch) for batch in batches)
        from neuguong.shift import Shift  # noqa: PLC0415 - most runs have nothing to share

        shift: Shift[Batch, Result] = Shift(WorkerLost)
        self._shifts.append(shift)
        shift.begin(self.jobs, self._method or _start_method(), work, shared, [*batches])
        return shift.results()

    def map_each(
        self,
        work: Callable[[Shared, Batch], Result],
        shared: Shared,
        things: Sequence[Batch],
        *,
        batch: int,
        few: int,
    ) -> Iterator[Result]:
        """Return what the work makes of each thing, in whatever order.

        For work so small that things are handed out by the batch; fewer than `few` are done here and now.
        """
        parts = [things[at : at + batch] for at in range(0, len(things), batch)]
        for results in self.map(_do_each, (work, shared), parts, alone=len(things) < few):
            yield from results


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system can say
        return os.cpu_count() or 1


def give_back() -> None:
    """Give memory back to the system that was freed in many small pieces; glibc alone would keep it."""
    import ctypes  # noqa: PLC0415 - only great sites have much to give back

    with contextlib.suppress(OSError, AttributeError, TypeError):  # another C library, or none by that name
        ctypes.CDLL(None).malloc_trim(0)


def _start_method() -> str:
    """Fork where that is safe: it costs nothing. With threads about, or without fork, start afresh."""
    return "fork" if hasattr(os, "fork") and threading.active_count() == 1 else "spawn"
