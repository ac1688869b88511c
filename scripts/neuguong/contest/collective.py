"""The collective prize: which unit wins it by contest.yml's rule.

Book, rules and the prizes of entries in; the units in their order, the winners and what is left to the jury
out. Units are compared by `units`, so that one school in two spellings is one. A tie over the last prize is
told and never broken here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from neuguong.content.season import Collective, Rules
from neuguong.contest import score_table
from neuguong.contest.book import Book, Entry, Won
from neuguong.contest.units import place_key, unit_key
from neuguong.problems import Text
from neuguong.text import collation_key, nfc


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitScore:
    """A unit with its valid entries: points for their prizes, and the mean of their scores.

    `unit`: as most of its entries write it. `mean` is None where none of them has a score. `prizes`: slugs,
    from the highest down.
    """

    unit: str
    codes: tuple[str, ...]
    points: int
    mean: Fraction | None
    prizes: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, int, Fraction]:
        """Return what units are ordered by: points, valid entries, mean; more is better."""
        return self.points, len(self.codes), self.mean if self.mean is not None else Fraction(-1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """Who wins, and what people still have to decide.

    `units`: those with entries enough, from the first down. `won`: the prizes that the rule gives. `open`:
    units that are equal over the last prize. `left`: how many prizes the jury has to give, and why.
    """

    units: tuple[UnitScore, ...]
    won: tuple[Won, ...]
    open: tuple[UnitScore, ...] = ()
    left: Text | None = None


def of(book: Book, rules: Rules, prizes: Iterable[Won]) -> Outcome:
    """Return what the rule gives; nothing where contest.yml has no collective prize.

    `prizes`: those that entries have won. Scores are those of the first round, the one in which every valid
    entry was read.
    """
    rule = rules.collective
    if rule is None:
        return Outcome(units=(), won=())
    scores = score_table.build(book, rules, rules.rounds[0].slug.value).scores
    ranked = rank(book.accepted, rule, {won.code: won.prize for won in prizes if won.code}, scores)
    count = next((prize.count for prize in rules.prizes if prize.slug == rule.prize), 0)
    if not rule.points:
        return Outcome(units=ranked, won=(), open=ranked, left=_no_points(count))
    names = {prize.slug: prize.name for prize in rules.prizes}
    won: list[Won] = []
    for _, group in groupby((unit for unit in ranked if unit.points), key=lambda unit: unit.order):
        equal = tuple(group)
        if len(won) + len(equal) > count:
            left = count - len(won)
            return Outcome(
                units=ranked,
                won=tuple(won),
                open=equal if left else (),
                left=_tied(equal, left) if left else None,
            )
        won += [Won(prize=rule.prize, unit=unit.unit, reason=_reason(unit, names)) for unit in equal]
    return Outcome(units=ranked, won=tuple(won))


def chosen(outcome: Outcome, rule: Collective, names: Sequence[str], reason: str) -> tuple[Won, ...] | Text:
    """Return the prizes that the rule gives and those that the jury gives, or why it may not.

    The jury chooses among the units that are open, each once.
    """
    by_key = {unit_key(unit.unit): unit for unit in outcome.open}
    given: list[Won] = []
    for name in names:
        unit = by_key.pop(unit_key(name), None)
        if unit is None:
            listed = ", ".join(each.unit for each in by_key.values()) or "–"
            return Text(
                f"“{name}” không nằm trong số đơn vị chờ hội đồng chọn: {listed}",
                f"“{name}” is none of the units that are left to the jury: {listed}",
            )
        given.append(Won(prize=rule.prize, unit=unit.unit, reason=reason))
    return (*outcome.won, *given)


def rank(
    entries: Iterable[Entry], rule: Collective, won: Mapping[str, str], scores: Mapping[str, Fraction]
) -> tuple[UnitScore, ...]:
    """Return the units with entries enough, best first; equal ones in the order of their names.

    `won`: prizes by code.
    """
    points = {each.prize: each.points for each in rule.points}
    order = list(points)
    units = []
    for group in grouped(entries):
        known = [scores[entry.code] for entry in group if entry.code in scores]
        prizes = sorted((won[e.code] for e in group if won.get(e.code) in points), key=order.index)
        units.append(
            UnitScore(
                unit=_name_of(group),
                codes=tuple(entry.code for entry in group),
                points=sum(points[prize] for prize in prizes),
                mean=sum(known, Fraction(0)) / len(known) if known else None,
                prizes=tuple(prizes),
            )
        )
    enough = (unit for unit in units if len(unit.codes) >= rule.min_entries)
    return tuple(sorted(enough, key=lambda unit: (*(-part for part in unit.order), collation_key(unit.unit))))


def grouped(entries: Iterable[Entry]) -> list[tuple[Entry, ...]]:
    """Return the entries of each unit, by code. Entries without a unit belong to none.

    Two units of one name are told apart by their places. An entry whose place is unknown belongs to the one
    unit of that name; where there are several, to none of them.
    """
    by_name: dict[str, dict[str, list[Entry]]] = {}
    for entry in sorted(entries, key=lambda entry: entry.code):
        name = unit_key(entry.unit)
        if name:
            by_name.setdefault(name, {}).setdefault(place_key(entry.place), []).append(entry)
    groups: list[tuple[Entry, ...]] = []
    for _, places in sorted(by_name.items()):
        known = sorted(place for place in places if place)
        if len(known) < 2:
            together = [entry for found in places.values() for entry in found]
            groups.append(tuple(sorted(together, key=lambda entry: entry.code)))
        else:
            groups += [tuple(places[place]) for place in sorted(places)]
    return groups


def _name_of(entries: Sequence[Entry]) -> str:
    """Return the unit's name as most of its entries have it; of equals the longest, which is in full."""
    counts = Counter(nfc(" ".join(entry.unit.split())) for entry in entries)
    return min(counts, key=lambda name: (-counts[name], -len(name), collation_key(name)))


def _reason(unit: UnitScore, names: Mapping[str, str]) -> str:
    """Return why the unit wins, out of what is public anyway: the prizes of its entries."""
    counts = Counter(unit.prizes)
    listed = ", ".join(f"{count} {names.get(prize, prize)}" for prize, count in counts.items())
    return f"{unit.points} điểm theo giải của các bài: {listed}."


def _no_points(count: int) -> Text:
    return Text(
        f"thể lệ không ghi điểm theo giải: hội đồng xét {count} giải tập thể",
        f"the rules give no points for prizes: the jury decides on {count} collective prizes",
    )


def _tied(equal: Sequence[UnitScore], left: int) -> Text:
    units = ", ".join(unit.unit for unit in equal)
    return Text(
        f"{units} bằng nhau cả điểm giải, số bài và điểm trung bình, mà chỉ còn {left} giải tập thể: "
        "hội đồng quyết định",
        f"{units} are equal by points, entries and mean score, with {left} collective prizes left: "
        "the jury decides",
    )
