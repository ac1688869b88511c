"""Plots of a round as SVG text: exact numbers in, the same characters out on every machine.

Most plots are one row of a table, as wide as its cell: places along the row are in percent of the width, so
that they line up below each other and shrink with the page, and letters never do. Every plot carries its
meaning in words (`title`), tells marks apart by shape and not by colour alone, and takes its colours from the
page's style. Nothing here knows what the numbers are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.sax.saxutils import escape

ROW = 30
"""Height of a row's plot in pixels."""

_MIDDLE = ROW // 2
_PAD = Fraction(3)  # percent kept free at both ends, so that marks are whole there
_STEPS = tuple(Fraction(digit) * Fraction(10) ** power for power in range(-3, 7) for digit in (1, 2, 5))
_MOST_TICKS = 5
_APART = Fraction(5, 2)  # percent between two dots that need not be stacked
_LIFTS = (0, -6, 6, -12, 12)  # pixels above and below the middle, for dots that would lie on each other


@dataclass(frozen=True, slots=True)
class Scale:
    """What a row's width stands for: from `low` to `high`, with a tick at every whole multiple of `step`."""

    low: Fraction
    high: Fraction
    step: Fraction

    @property
    def ticks(self) -> tuple[Fraction, ...]:
        """Return the values that are written below the row."""
        first = -(-self.low // self.step)
        return tuple(self.step * at for at in range(first, self.high // self.step + 1))

    def at(self, value: Fraction) -> Fraction:
        """Return the place of a value, in percent of the width; what lies beyond the ends is put there."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return _PAD + share * (100 - 2 * _PAD)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: `kind` is its class in the page's style."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a scatter plot; one with a label is drawn as a diamond and named."""

    x: int
    y: int
    label: str = ""


def scale(values: Iterable[Fraction], *, around_zero: bool = False) -> Scale:
    """Return a scale that just holds all values, ticks on round numbers; if asked, zero in the middle."""
    known = list(values) or [Fraction(0), Fraction(1)]
    low, high = min(known), max(known)
    if around_zero:
        high = max(abs(low), abs(high))
        low = -high
    if low == high:
        low, high = low - 1, high + 1
    step = next(step for step in _STEPS if (high - low) / step <= _MOST_TICKS - 1)
    return Scale(low, high, step)


def axis(over: Scale, written: Iterable[str]) -> str:
    """Return the numbers of a scale for a table's head, one for each tick; hidden from listeners."""
    numbers = "".join(
        f'<text x="{_number(over.at(tick))}%" y="14" text-anchor="middle">{escape(words)}</text>'
        for tick, words in zip(over.ticks, written, strict=True)
    )
    return f'<svg class="axis" width="100%" height="18" aria-hidden="true">{numbers}</svg>'


def bar(parts: Sequence[Part], whole: int, title: str) -> str:
    """Return a bar of parts in their order; `whole` fills the width."""
    drawn, start = "", 0
    for part in parts:
        if part.count:
            drawn += (
                f'<rect class="{part.kind}" x="{_number(Fraction(100 * start, whole))}%" y="7" '
                f'width="{_number(Fraction(100 * part.count, whole))}%" height="16"/>'
            )
        start += part.count
    ground = '<rect class="ground" x="0" y="7" width="100%" height="16"/>'
    return _row("bar", title, ground + drawn)


def dots(values: Iterable[Fraction], over: Scale, title: str) -> str:
    """Return a dot for each value, those too near to each other stacked, and a tall line at their median."""
    ordered = sorted(values)
    last = dict.fromkeys(_LIFTS, -_APART)
    drawn = ""
    for value in ordered:
        x = over.at(value)
        lift = next((lift for lift in _LIFTS if x - last[lift] >= _APART), min(last, key=last.__getitem__))
        last[lift] = x
        drawn += f'<circle cx="{_number(x)}%" cy="{_MIDDLE + lift}" r="3"/>'
    middle = ""
    if ordered:
        median = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
        middle = _upright("median", over.at(median), 1, ROW - 1)
    return _row("dots", title, _grid(over) + drawn + middle)


def interval(value: Fraction, error: Fraction, over: Scale, title: str) -> str:
    """Return a value with one standard error as a thick and two as a thin line.

    The mark is a filled triangle towards the side that both errors lie on, or a ring where they reach zero.
    """
    x = over.at(value)
    lines = "".join(
        f'<line class="{name}" x1="{_number(over.at(value - times * error))}%" y1="{_MIDDLE}" '
        f'x2="{_number(over.at(value + times * error))}%" y2="{_MIDDLE}"/>'
        for name, times in (("two", 2), ("one", 1))
    )
    zero = _upright("zero", over.at(Fraction(0)), 0, ROW) if over.low <= 0 <= over.high else ""
    if is_clear(value, error):
        path = "M-5-6L6 0L-5 6Z" if value > 0 else "M5-6L-6 0L5 6Z"
        mark = _turn(x, f'<path d="{path}"/>')
    else:
        mark = f'<circle class="ring" cx="{_number(x)}%" cy="{_MIDDLE}" r="5"/>'
    return _row("interval", title, _grid(over) + zero + lines + mark)


def is_clear(value: Fraction, error: Fraction) -> bool:
    """Return whether zero lies outside of two standard errors."""
    return abs(value) > 2 * error


def mark(value: Fraction, over: Scale, title: str, *, near: bool) -> str:
    """Return one value on its row: a dot, or a hollow diamond where it is `near` an edge."""
    x = over.at(value)
    drawn = (
        _turn(x, '<path class="near" d="M0-8L8 0L0 8L-8 0Z"/>')
        if near
        else f'<circle cx="{_number(x)}%" cy="{_MIDDLE}" r="5"/>'
    )
    return _row("mark", title, _grid(over) + drawn)


def scatter(points: Iterable[Point], across: str, upwards: str, title: str) -> str:
    """Return points whose x and y are places (1 is the first), the first at the upper left.

    Points upon the diagonal have the same place in both orders.
    """
    known = sorted(points, key=lambda point: (point.x, point.y, point.label))
    last = max((max(point.x, point.y) for point in known), default=2)
    over = Scale(Fraction(1), Fraction(max(last, 2)), Fraction(1))
    left, top, side = 46, 14, 340

    def at(place: Fraction) -> Fraction:
        return over.at(place) * side / 100

    ticks = _places(over.high)
    drawn = [f'<rect class="ground" x="{left}" y="{top}" width="{side}" height="{side}"/>']
    for tick in ticks:
        place = at(tick)
        x, y = _number(left + place), _number(top + place)
        drawn.append(f'<path class="grid" d="M{x} {top}V{top + side}M{left} {y}H{left + side}"/>')
        drawn.append(f'<text x="{x}" y="{top + side + 18}" text-anchor="middle">{tick}</text>')
        drawn.append(f'<text x="{left - 7}" y="{_number(top + place + 5)}" text-anchor="end">{tick}</text>')
    ends = [_number(edge + at(place)) for place in (over.low, over.high) for edge in (left, top)]
    drawn.append('<line class="same" x1="{}" y1="{}" x2="{}" y2="{}"/>'.format(*ends))
    for point in known:
        across_at, down_at = left + at(Fraction(point.x)), top + at(Fraction(point.y))
        is_right = across_at > left + side * Fraction(4, 5)
        drawn.append(_point(across_at, down_at, point.label, to_left=is_right))
    drawn.append(
        f'<text class="name" x="{left + side // 2}" y="{top + side + 40}" text-anchor="middle">'
        f"{escape(across)}</text>"
    )
    drawn.append(
        f'<text class="name" transform="translate(13 {top + side // 2})rotate(-90)" text-anchor="middle">'
        f"{escape(upwards)}</text>"
    )
    size = f"0 0 {left + side + 14} {top + side + 50}"
    named = f"<title>{escape(title)}</title>"
    return f'<svg class="scatter" role="img" viewBox="{size}">{named}{"".join(drawn)}</svg>'


def _places(last: Fraction) -> list[Fraction]:
    """Return the places to write along an axis: the first, round ones, none too near to each other."""
    step = next(step for step in _STEPS if step >= 1 and last / step <= _MOST_TICKS + 1)
    rounds = [step * at for at in range(1, int(last / step) + 1)]
    return [Fraction(1), *(place for place in rounds if place > step / 2 + 1)]


def _point(x: Fraction, y: Fraction, label: str, *, to_left: bool) -> str:
    if not label:
        return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="4"/>'
    where = f'x="{_number(x - 9)}" text-anchor="end"' if to_left else f'x="{_number(x + 9)}"'
    return (
        f'<path class="moved" d="M{_number(x)} {_number(y - 7)}l7 7l-7 7l-7-7Z"/>'
        f'<text class="code" {where} y="{_number(y + 5)}">{escape(label)}</text>'
    )


def _row(kind: str, title: str, drawn: str) -> str:
    return (
        f'<svg class="row {kind}" role="img" width="100%" height="{ROW}">'
        f"<title>{escape(title)}</title>{drawn}</svg>"
    )


def _turn(x: Fraction, drawn: str) -> str:
    """Return a drawing about (0, 0) put at a place along the row: paths know no percent."""
    return f'<svg x="{_number(x)}%" y="{_MIDDLE}" width="1" height="1" overflow="visible">{drawn}</svg>'


def _grid(over: Scale) -> str:
    return "".join(_upright("grid", over.at(tick), 0, ROW) for tick in over.ticks)


def _upright(kind: str, x: Fraction, top: int, bottom: int) -> str:
    place = _number(x)
    return f'<line class="{kind}" x1="{place}%" y1="{top}" x2="{place}%" y2="{bottom}"/>'


def _number(value: Fraction) -> str:
    """Return the value with at most two decimals, half up: no float, so no machine writes another one."""
    hundredths = (200 * value.numerator + value.denominator) // (2 * value.denominator)
    sign, whole = ("-" if hundredths < 0 else ""), abs(hundredths)
    return f"{sign}{whole // 100}.{whole % 100:02}".rstrip("0").rstrip(".")
