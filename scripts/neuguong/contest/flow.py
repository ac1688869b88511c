"""A minimum-cost flow from entries to judges, one reading at a time, in whole numbers only.

A matrix of costs, caps and what is already settled in; who reads what out. Knows nothing of rubrics, names
or why somebody may not read something: that is a cost of `FORBIDDEN`.

The method is successive shortest paths (Busacker and Gowen 1960; potentials after Edmonds and Karp 1972).
Entries are only passed through: a search walks over the judges. Handing an entry from judge a to judge b
costs c(b) - c(a), so a search looks at some judges' rows instead of at every pair. All paths are measured
by (kept readings moved, load of the judge at the end, cost), in this order. Lengths in an ordered group are
as good as numbers for the method, so the result has, first, as few kept readings moved as can be; then the
least sum of squared loads, with which both the greatest load is least and the smallest is greatest (Frank
and Murota 2022, "Decreasing minimization on M-convex sets"); then the least cost. Nothing but sums and
comparisons of integers is done: the same input gives the same result on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

FORBIDDEN = 1 << 61
"""The cost of a pair that may never be."""

MOVED = 1 << 40
"""The cost of taking a kept reading away from its judge; the costs of all readings together lie below."""

_FAR = 1 << 60
_NOWHERE = -1


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """Why an entry found no reader: whoever could help it, directly or by handing over, is full.

    `judges` are full; `school_places` are (judge, school) pairs that are full although the judge is not one
    of `judges`; `entries` are the entry itself and all that would have to make room for it.
    """

    entries: tuple[int, ...]
    judges: tuple[int, ...]
    school_places: tuple[tuple[int, int], ...]


class Flow:
    """Readings given so far; `give` adds one at least cost, moving others where that pays.

    `cost`: entries x judges. `chance`: of the same shape; among equals the judge with the least is taken.
    `school`: of each entry, from 0. `caps`: most readings of each judge; `school_cap`: most entries of one
    school for one judge (None: any number).
    """

    def __init__(
        self, cost: Numbers, chance: Numbers, school: Numbers, caps: Numbers, school_cap: int | None
    ) -> None:
        self.cost = cost.copy()
        self.chance = chance
        self.open = cost.copy()  # a pair that is there already is not there to be had
        self.school = school
        self.caps = caps
        self.school_cap = school_cap
        judges = cost.shape[1]
        schools = int(school.max(initial=-1)) + 1 if school_cap is not None else 0
        self.load: Numbers = np.zeros(judges, np.int64)
        self.movable: list[dict[int, None]] = [{} for _ in range(judges)]
        self._pairs: set[tuple[int, int]] = set()
        self._of_school: Numbers = np.zeros((schools, judges), np.int64)
        self.full: Flags = np.zeros((schools, judges), np.bool_)
        self.incoming: Numbers = np.zeros(judges, np.int64)
        self._met: set[int] = set()
        # Nodes: first the judges, then every (school, judge) with its cap.
        self.potential: Numbers = np.zeros(judges * (1 + schools), np.int64)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Return (entry, judge) of all readings, in order."""
        return sorted(self._pairs)

    def keep(self, entry: int, judge: int, *, movable: bool) -> None:
        """Take over a reading that exists; only before the first `give`."""
        self._meet(entry)
        self.cost[entry, judge] = min(int(self.cost[entry, judge]), MOVED) - MOVED
        self._add(entry, judge, movable=movable)

    def give(self, entry: int) -> Cut | None:
        """Give the entry one more reading; return None, or why nobody can read it."""
        self._meet(entry)
        search = _Search(self, entry)
        end = search.run()
        if end is None:
            return search.cut()
        search.settle(end)
        for taken, old, new in search.handovers(end):
            if old != _NOWHERE:
                self._remove(taken, old)
            self._add(taken, new, movable=True)
        return None

    def why_not(self, entry: int) -> Cut:
        """Return why nobody can read an entry to which `give` gave nothing."""
        search = _Search(self, entry)
        search.run()
        return search.cut()

    def _meet(self, entry: int) -> None:
        if entry not in self._met:
            self._met.add(entry)
            self.incoming += self.open[entry] < _FAR

    def _add(self, entry: int, judge: int, *, movable: bool) -> None:
        self._pairs.add((entry, judge))
        if movable:
            self.movable[judge][entry] = None
        self.load[judge] += 1
        self.incoming[judge] -= self.open[entry, judge] < _FAR
        self.open[entry, judge] = FORBIDDEN
        self._count(entry, judge, 1)

    def _remove(self, entry: int, judge: int) -> None:
        self._pairs.discard((entry, judge))
        del self.movable[judge][entry]
        self.load[judge] -= 1
        self.open[entry, judge] = self.cost[entry, judge]
        self.incoming[judge] += 1
        self._count(entry, judge, -1)

    def _count(self, entry: int, judge: int, step: int) -> None:
        if self.school_cap is None:
            return
        school = self.school[entry]
        was = self.full[school, judge]
        self._of_school[school, judge] += step
        self.full[school, judge] = self._of_school[school, judge] >= self.school_cap
        if self.full[school, judge] and not was:
            judges = len(self.caps)
            self.potential[judges * (1 + school) + judge] = self.potential[judge]


class _Search:
    """One walk (Dijkstra's) from an entry to the judge who takes one reading more."""

    def __init__(self, flow: Flow, entry: int) -> None:
        self._flow = flow
        self._entry = entry
        self._judges = len(flow.caps)
        nodes = len(flow.potential)
        self._reduced: Numbers = np.full(nodes, FORBIDDEN, np.int64)
        self._waiting: Numbers = self._reduced.copy()  # as `_reduced`, but FORBIDDEN once the node is done
        self._came_from: dict[int, tuple[int, int]] = {}
        self._done: list[int] = []

    def run(self) -> int | None:
        """Return the judge at the end of the best path, or None where no path leads to one with room."""
        flow = self._flow
        if not self._judges:
            return None
        room = flow.load < flow.caps
        hopeful = room & (flow.incoming > 0)  # may be reached, or reached at a lower cost
        self._relax(_NOWHERE, 0, np.array([self._entry]), np.zeros(1, np.int64))
        while True:
            node = int(self._waiting.argmin())
            near = int(self._waiting[node])
            best = self._best(room)
            if near >= _FAR or (best is not None and not self._may_beat(best, near, hopeful)):
                return best
            self._waiting[node] = FORBIDDEN
            self._done.append(node)
            if node < self._judges:
                hopeful[node] = False
            self._leave(node, near)

    def settle(self, end: int) -> None:
        """Move the potentials on, so that no edge has a negative reduced cost after the handovers."""
        done = np.array(self._done, np.int64)
        gain = np.minimum(self._reduced[done] - self._reduced[end], 0)
        self._flow.potential[done] += gain

    def handovers(self, end: int) -> list[tuple[int, int, int]]:
        """Return (entry, from judge, to judge) along the path, the last first; from nowhere: one more."""
        steps = []
        node = end
        while node != _NOWHERE:
            before, entry = self._came_from[node]
            if entry != _NOWHERE:
                old = before % self._judges if before != _NOWHERE else _NOWHERE
                steps.append((entry, old, node % self._judges))
            node = before
        return steps

    def cut(self) -> Cut:
        """Return what a search saw that led nowhere."""
        flow = self._flow
        judges = sorted(node for node in self._done if node < self._judges)
        places = [divmod(node - self._judges, self._judges) for node in self._done if node >= self._judges]
        entries = {self._entry}
        for judge in judges:
            entries.update(flow.movable[judge])
        for school, judge in places:
            entries.update(entry for entry in flow.movable[judge] if flow.school[entry] == school)
        outside = sorted((judge, school) for school, judge in places if judge not in judges)
        return Cut(entries=tuple(sorted(entries)), judges=tuple(judges), school_places=tuple(outside))

    def _best(self, room: Flags) -> int | None:
        """Return who of the judges reached so far would take the reading best."""
        reached = np.nonzero(room & (self._reduced[: self._judges] < _FAR))[0]
        if not len(reached):
            return None
        cost = self._reduced[reached] + self._flow.potential[reached]
        moved, load = _moved(cost), self._flow.load[reached]
        first = moved == moved.min()
        first &= load == load[first].min()
        first &= cost == cost[first].min()
        equals = reached[first]
        return int(equals[self._flow.chance[self._entry, equals].argmin()])

    def _may_beat(self, best: int, near: int, hopeful: Flags) -> bool:
        """Return whether a judge who is still to be reached may turn out better than the best so far."""
        flow = self._flow
        cost = int(self._reduced[best] + flow.potential[best])
        load = flow.load[best]
        at_least = flow.potential[: self._judges] + near
        moved, moves = _moved(at_least), (cost + MOVED // 2) // MOVED
        better = (flow.load < load) | (flow.load == load) & (at_least < cost)
        return bool((hopeful & ((moved < moves) | (moved == moves) & better)).any())

    def _leave(self, node: int, near: int) -> None:
        """Look at every way on from a judge, or from a judge's full places for one school."""
        flow = self._flow
        school, judge = divmod(node, self._judges)
        entries = flow.movable[judge]
        if not entries:
            return
        held = np.fromiter(entries, np.int64, len(entries))
        if school:
            held = held[flow.school[held] == school - 1]
        elif flow.school_cap is not None:
            held = self._into_full_places(judge, near, held)
        if len(held):
            start = near + int(flow.potential[node])
            self._relax(node, start, held, flow.cost[held, judge])

    def _into_full_places(self, judge: int, near: int, held: Numbers) -> Numbers:
        """Reach the judge's full schools at no cost; return the entries of the other schools."""
        flow = self._flow
        full = flow.full[flow.school[held], judge]
        for school in np.unique(flow.school[held[full]]).tolist():
            place = self._judges * (1 + school) + judge
            reduced = near + int(flow.potential[judge] - flow.potential[place])
            if reduced < self._reduced[place]:
                self._reach(place, reduced, judge, _NOWHERE)
        others: Numbers = held[~full]
        return others

    def _relax(self, node: int, start: int, held: Numbers, given_back: Numbers) -> None:
        """Try to hand each of the entries to each judge who may have it."""
        flow = self._flow
        costs = flow.open[held] - given_back[:, None]
        if flow.school_cap is not None:
            self._relax_full_places(node, start, held, costs)
            costs[flow.full[flow.school[held]]] = FORBIDDEN
        which = costs.argmin(axis=0)
        reduced = costs[which, np.arange(self._judges)] + start - flow.potential[: self._judges]
        reduced[costs.min(axis=0) >= _FAR] = FORBIDDEN
        for judge in np.nonzero(reduced < self._reduced[: self._judges])[0].tolist():
            self._reach(judge, int(reduced[judge]), node, int(held[which[judge]]))

    def _relax_full_places(self, node: int, start: int, held: Numbers, costs: Numbers) -> None:
        flow = self._flow
        rows, columns = np.nonzero(flow.full[flow.school[held]] & (costs < _FAR))
        places = self._judges * (1 + flow.school[held[rows]]) + columns
        reduced = costs[rows, columns] + start - flow.potential[places]
        for index in np.nonzero(reduced < self._reduced[places])[0].tolist():
            place = int(places[index])
            if reduced[index] < self._reduced[place]:
                self._reach(place, int(reduced[index]), node, int(held[rows[index]]))

    def _reach(self, node: int, reduced: int, before: int, entry: int) -> None:
        self._reduced[node] = self._waiting[node] = reduced
        self._came_from[node] = (before, entry)


def _moved(cost: Numbers) -> Numbers:
    """Return how many kept readings more are moved than put back on paths of these costs."""
    moved: Numbers = (cost + MOVED // 2) // MOVED
    return moved
