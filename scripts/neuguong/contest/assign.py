"""Who reads what: enough readings for every entry, equal loads, no conflict, everybody comparable.

Entries, judges, conflicts and a seed in; an assignment out, with what could not be had and why. The same
values give the same assignment on every machine, in whatever order they come; another seed gives another.
What comes first: conflicts and caps hold always; then as many readings as can be; then loads as equal as can
be; then as many readings as can be in a judge's own fields; among equals the seed decides. Where not every
reading can be had, the seed also decides which entries go short, and loads and fields are the best for the
entries served. At last readings are exchanged where the judges would otherwise fall into groups that share
no entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from neuguong.contest import connection, shortage
from neuguong.contest.connection import Pair
from neuguong.contest.flow import FORBIDDEN, Cut, Flow, Numbers
from neuguong.contest.judging import Entry, Judge
from neuguong.contest.shortage import Shortage
from neuguong.problems import Text


class Reading(NamedTuple):
    """One judge reads one entry."""

    code: str
    judge: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What is to be assigned.

    `readings` per entry; `more` names entries that need another number, as (code, readings).
    `conflicts`: (judge's id, code) pairs that may never be. `cap`: most readings of a judge who has no cap of
    their own. `school_cap`: most entries of one school for one judge. None: as many as need be.
    """

    entries: tuple[Entry, ...]
    judges: tuple[Judge, ...]
    readings: int
    conflicts: frozenset[tuple[str, str]] = frozenset()
    cap: int | None = None
    school_cap: int | None = None
    more: tuple[tuple[str, int], ...] = ()
    seed: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """Who reads what, in order; how many readings each judge has; what is short; what else should be known.

    `groups`: judges who share entries with each other but with nobody of another group; one group is right.
    `exchanges`: readings exchanged so that all judges can be compared. `notes` say why groups are left.
    """

    readings: tuple[Reading, ...]
    loads: tuple[tuple[str, int], ...]
    shortages: tuple[Shortage, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    exchanges: int = 0
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What one assignment has and another has not; loads as (judge, before, after) where they differ."""

    added: tuple[Reading, ...]
    removed: tuple[Reading, ...]
    loads: tuple[tuple[str, int, int], ...]


def assign(task: Task) -> Assignment:
    """Return an assignment from nothing."""
    return _Assigning(task, {}).run()


def reassign(
    task: Task,
    current: Iterable[Reading],
    gone: Collection[str] = (),
    submitted: Collection[Reading] = (),
) -> Assignment:
    """Return an assignment with the fewest changes: judges have gone, entries or third readings have come.

    Readings whose sheet is `submitted` stay, those of judges who are gone too. Others are taken from a judge
    who is still there only where an entry finds no reader without it, or where nothing else links the judges.
    A reading that has become a conflict is taken away unless its sheet is in.
    """
    sheets = frozenset(submitted)
    kept = {}
    for reading in current:
        stays = reading.judge not in gone and (reading.judge, reading.code) not in task.conflicts
        if stays or reading in sheets:
            kept[reading] = reading not in sheets
    still = tuple(replace(judge, cap=0) if judge.id in gone else judge for judge in task.judges)
    return _Assigning(replace(task, judges=still), kept).run()


def compare(before: Assignment, after: Assignment) -> Difference:
    """Return what changes from one assignment to another."""
    old, new = frozenset(before.readings), frozenset(after.readings)
    old_loads, new_loads = dict(before.loads), dict(after.loads)
    judges = sorted(old_loads.keys() | new_loads.keys())
    loads = ((judge, old_loads.get(judge, 0), new_loads.get(judge, 0)) for judge in judges)
    return Difference(
        added=tuple(sorted(new - old)),
        removed=tuple(sorted(old - new)),
        loads=tuple(load for load in loads if load[1] != load[2]),
    )


class _Assigning:
    """One assignment on its way; `kept`: readings there already, and whether they may be moved."""

    def __init__(self, task: Task, kept: dict[Reading, bool]) -> None:
        self._task = task
        self._entries = sorted(task.entries, key=lambda entry: _drawn(task.seed, "entry", entry.code))
        self._judges = sorted(task.judges, key=lambda judge: _drawn(task.seed, "judge", judge.id))
        self._entry_at = {entry.code: index for index, entry in enumerate(self._entries)}
        self._judge_at = {judge.id: index for index, judge in enumerate(self._judges)}
        self._kept = {
            (self._entry_at[reading.code], self._judge_at[reading.judge]): movable
            for reading, movable in sorted(kept.items())
            if reading.code in self._entry_at and reading.judge in self._judge_at
        }
        schools = sorted({entry.school for entry in task.entries})
        self._school: Numbers = np.array([schools.index(e.school) for e in self._entries], np.int64)
        more = dict(task.more)
        self._wanted = [more.get(entry.code, task.readings) for entry in self._entries]
        self._cost = self._costs()
        self._caps = self._caps_of_judges()

    def run(self) -> Assignment:
        flow = Flow(self._cost, self._chances(), self._school, self._caps, self._task.school_cap)
        for (entry, judge), movable in self._kept.items():
            flow.keep(entry, judge, movable=movable)
        have = Counter(entry for entry, _ in self._kept)
        short: list[int] = []
        for entry, wanted in enumerate(self._wanted):
            for _ in range(wanted - have[entry]):
                if flow.give(entry) is not None:
                    short.append(entry)
                    break
        linked = self._link(flow.pairs)
        return self._outcome(linked, self._shortages(flow, short))

    def _costs(self) -> Numbers:
        """Return 0 for a judge's own fields and for a judge without any, 1 for others, or FORBIDDEN."""
        costs = np.zeros((len(self._entries), len(self._judges)), np.int64)
        for index, judge in enumerate(self._judges):
            if judge.fields:
                costs[:, index] = [entry.field not in judge.fields for entry in self._entries]
        for judge_id, code in self._task.conflicts:
            if code in self._entry_at and judge_id in self._judge_at:
                costs[self._entry_at[code], self._judge_at[judge_id]] = FORBIDDEN
        for index, judge in enumerate(self._judges):
            if judge.cap == 0:
                costs[:, index] = FORBIDDEN
        return costs

    def _caps_of_judges(self) -> Numbers:
        enough = sum(self._wanted) + len(self._kept)
        shared = enough if self._task.cap is None else self._task.cap
        caps = [shared if judge.cap is None else judge.cap for judge in self._judges]
        return np.array(caps, np.int64)

    def _chances(self) -> Numbers:
        """Return a number for each pair that depends on seed, entry and judge alone (splitmix64's mixing)."""
        seed = self._task.seed
        rows = np.array([_drawn(seed, "entry", entry.code) for entry in self._entries], np.uint64)
        columns = np.array([_drawn(seed, "judge", judge.id) for judge in self._judges], np.uint64)
        mixed = rows[:, None] ^ (columns[None, :] * np.uint64(0x9E3779B97F4A7C15))
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        chances: Numbers = ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(2)).astype(np.int64)
        return chances

    def _link(self, pairs: list[Pair]) -> connection.Linked:
        """Link all judges, if it can be done without touching readings that were there before."""
        fixed = frozenset(pair for pair, movable in self._kept.items() if not movable)
        linked = connection.link(pairs, frozenset(self._kept), self._may_exchange)
        if len(linked.parts) == 1 or len(fixed) == len(self._kept):
            return linked
        further = connection.link(linked.pairs, fixed, self._may_exchange)
        return replace(further, exchanges=linked.exchanges + further.exchanges)

    def _may_exchange(self, pairs: frozenset[Pair], one: Pair, other: Pair) -> bool:
        (entry, judge), (other_entry, other_judge) = one, other
        if self._cost[entry, other_judge] >= FORBIDDEN or self._cost[other_entry, judge] >= FORBIDDEN:
            return False
        cap = self._task.school_cap
        if cap is None or self._school[entry] == self._school[other_entry]:
            return True
        return self._fits(pairs, entry, other_judge, cap) and self._fits(pairs, other_entry, judge, cap)

    def _fits(self, pairs: frozenset[Pair], entry: int, judge: int, cap: int) -> bool:
        school = self._school[entry]
        return sum(1 for e, j in pairs if j == judge and self._school[e] == school) < cap

    def _shortages(self, flow: Flow, short: list[int]) -> tuple[Shortage, ...]:
        """Return each shortage once: entries with too few judges alone, the others by whom they wait for."""
        found: dict[Cut, Shortage] = {}
        for entry in short:
            cut = flow.why_not(entry)
            if not cut.judges and not cut.school_places:
                free = np.nonzero(self._cost[entry] < FORBIDDEN)[0]
                ids = sorted(self._judges[judge].id for judge in free)
                found[cut] = shortage.of_one_entry(self._entries[entry].code, ids, self._wanted[entry])
                continue
            same = next(
                (c for c in found if (c.judges, c.school_places) == (cut.judges, cut.school_places)), cut
            )
            both = replace(cut, entries=tuple(sorted({*same.entries, *cut.entries})))
            found.pop(same, None)
            found[both] = self._group(both, flow.pairs)
        return tuple(sorted(found.values(), key=lambda s: (s.entries, s.judges)))

    def _group(self, cut: Cut, pairs: list[Pair]) -> Shortage:
        """Count what the entries need of the full judges, and what those can give."""
        inside = frozenset(cut.entries)
        waited_for = {(entry, judge) for entry in inside for judge in cut.judges}
        waited_for |= {
            (entry, judge)
            for entry in inside
            for judge, school in cut.school_places
            if self._school[entry] == school
        }
        read = Counter(entry for entry, judge in pairs if (entry, judge) not in waited_for)
        need = sum(self._wanted[entry] - read[entry] for entry in inside)
        room = sum(1 for entry, judge in pairs if (entry, judge) in waited_for)
        judges = {self._judges[judge].id: self._judges[judge].name for judge in cut.judges}
        return shortage.of_a_group(
            tuple(sorted(self._entries[entry].code for entry in inside)),
            dict(sorted(judges.items())),
            tuple(sorted((self._judges[j].id, self._school_name(school)) for j, school in cut.school_places)),
            need,
            room,
        )

    def _school_name(self, school: int) -> str:
        return next(e.school for e, s in zip(self._entries, self._school, strict=True) if s == school)

    def _outcome(self, linked: connection.Linked, shortages: tuple[Shortage, ...]) -> Assignment:
        readings = sorted(self._reading(pair) for pair in linked.pairs)
        loads = Counter(reading.judge for reading in readings)
        groups = [tuple(sorted({self._reading(pair).judge for pair in part})) for part in linked.parts]
        return Assignment(
            readings=tuple(readings),
            loads=tuple((judge.id, loads[judge.id]) for judge in sorted(self._judges, key=lambda j: j.id)),
            shortages=shortages,
            groups=tuple(sorted(groups)),
            exchanges=linked.exchanges,
            notes=self._notes(linked),
        )

    def _reading(self, pair: Pair) -> Reading:
        return Reading(self._entries[pair[0]].code, self._judges[pair[1]].id)

    def _notes(self, linked: connection.Linked) -> tuple[Text, ...]:
        """Say why judges are left who cannot be compared, if some are."""
        if len(linked.parts) <= 1:
            return ()
        entries = {entry for entry, _ in linked.pairs}
        judges = {judge for _, judge in linked.pairs}
        allowed = [
            (entry, judge) for entry in entries for judge in judges if self._cost[entry, judge] < FORBIDDEN
        ]
        least = len(entries) + len(judges) - 1
        said = Text(
            f"giám khảo chia thành {len(linked.parts)} nhóm không đọc chung bài nào",
            f"the judges are {len(linked.parts)} groups that share no entry",
        )
        if len(linked.pairs) < least:
            why = Text(
                f"{len(linked.pairs)} lượt đọc không đủ nối {len(entries)} bài với {len(judges)} giám khảo; "
                f"cần ít nhất {least} lượt, hoặc ít giám khảo hơn",
                f"{len(linked.pairs)} readings are too few to link {len(entries)} entries and {len(judges)} "
                f"judges; it takes at least {least}, or fewer judges",
            )
        elif len(connection.parts_of(allowed)) > 1:
            why = Text(
                "xung đột ngăn mọi đường nối; gỡ một xung đột giữa hai nhóm thì so sánh được",
                "conflicts bar every link; lift one between two groups and they can be compared",
            )
        else:
            why = Text(
                "máy chưa tìm được cách đổi bài để nối; thử hạt giống khác, thêm lượt đọc hay gỡ xung đột",
                "no exchange was found that links them; try another seed, more readings, or fewer conflicts",
            )
        return (Text(f"{said.vi}: {why.vi}", f"{said.en}: {why.en}"),)


def _drawn(seed: str, kind: str, name: str) -> int:
    """Return a number of 64 bits that depends on these texts alone."""
    text = f"{seed}\0{kind}\0{name}".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
