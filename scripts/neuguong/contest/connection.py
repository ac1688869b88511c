"""Is everybody linked with everybody through common readings, and if not, which exchanges link them.

Who reads what in (whole numbers for entries and judges), the same with some readings exchanged out. Two
judges can be compared only where a chain of commonly read entries leads from one to the other; so all
readings must hang together. An exchange keeps every judge's load, and never touches a settled reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Pair = tuple[int, int]
"""An entry and a judge."""

Node = tuple[str, int]
"""The graph's node of an entry or of a judge."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """Readings after the exchanges, how many there were, and the parts that still do not hang together."""

    pairs: tuple[Pair, ...]
    exchanges: int
    parts: tuple[tuple[Pair, ...], ...]


def parts_of(pairs: Iterable[Pair]) -> tuple[tuple[Pair, ...], ...]:
    """Return the readings in parts that share neither entry nor judge, the smallest first."""
    root: dict[Node, Node] = {}

    def find(node: Node) -> Node:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    ordered = sorted(pairs)
    for entry, judge in ordered:
        root[find(("entry", entry))] = find(("judge", judge))
    parts: dict[Node, list[Pair]] = {}
    for entry, judge in ordered:
        parts.setdefault(find(("entry", entry)), []).append((entry, judge))
    return tuple(sorted((tuple(part) for part in parts.values()), key=lambda part: (len(part), part)))


def bridges_of(pairs: Iterable[Pair]) -> frozenset[Pair]:
    """Return the readings without which their part would fall in two (Tarjan 1974)."""
    neighbours: dict[Node, list[Node]] = {}
    for entry, judge in sorted(pairs):
        neighbours.setdefault(("entry", entry), []).append(("judge", judge))
        neighbours.setdefault(("judge", judge), []).append(("entry", entry))
    seen: dict[Node, int] = {}
    low: dict[Node, int] = {}
    bridges: set[Pair] = set()
    for start, beside in neighbours.items():
        if start in seen:
            continue
        seen[start] = low[start] = len(seen)
        trail: list[tuple[Node, Node | None, Iterator[Node]]] = [(start, None, iter(beside))]
        while trail:
            node, before, left = trail[-1]
            after = next(left, None)
            if after is None:
                trail.pop()
                if before is not None:
                    low[before] = min(low[before], low[node])
                    if low[node] > seen[before]:
                        bridges.add(_pair(node, before))
            elif after not in seen:
                seen[after] = low[after] = len(seen)
                trail.append((after, node, iter(neighbours[after])))
            elif after != before:
                low[node] = min(low[node], seen[after])
    return frozenset(bridges)


def _pair(one: Node, other: Node) -> Pair:
    return (one[1], other[1]) if one[0] == "entry" else (other[1], one[1])


def link(
    pairs: Iterable[Pair],
    settled: frozenset[Pair],
    may_exchange: Callable[[frozenset[Pair], Pair, Pair], bool],
) -> Linked:
    """Return the readings linked by as many exchanges as it takes, or as far as exchanges lead.

    `may_exchange(pairs, (e, a), (f, b))`: may b read e and a read f instead? Of the two readings at least one
    must lie on a ring; then the exchange makes one part of two and can never make two of one.
    """
    now = frozenset(pairs)
    exchanges = 0
    while len(parts := parts_of(now)) > 1:
        found = tuple(_exchanges(now, parts, settled, may_exchange))
        if not found:
            break
        for one, other in found:
            (entry, judge), (other_entry, other_judge) = one, other
            now = now - {one, other} | {(entry, other_judge), (other_entry, judge)}
        exchanges += len(found)
    return Linked(pairs=tuple(sorted(now)), exchanges=exchanges, parts=parts)


def _exchanges(
    pairs: frozenset[Pair],
    parts: tuple[tuple[Pair, ...], ...],
    settled: frozenset[Pair],
    may_exchange: Callable[[frozenset[Pair], Pair, Pair], bool],
) -> Iterator[tuple[Pair, Pair]]:
    """Yield exchanges that each link two parts; no part is in two of them, as rings change with each."""
    bridges = bridges_of(pairs)
    waiting = [tuple(pair for pair in part if pair not in settled) for part in parts]
    while waiting:
        part = waiting.pop(0)
        for other_part in waiting:
            found = _first(pairs, part, other_part, bridges, may_exchange)
            if found is not None:
                waiting.remove(other_part)
                yield found
                break


def _first(
    pairs: frozenset[Pair],
    part: tuple[Pair, ...],
    other_part: tuple[Pair, ...],
    bridges: frozenset[Pair],
    may_exchange: Callable[[frozenset[Pair], Pair, Pair], bool],
) -> tuple[Pair, Pair] | None:
    for one in part:
        for other in other_part:
            if not (one in bridges and other in bridges) and may_exchange(pairs, one, other):
                return one, other
    return None
