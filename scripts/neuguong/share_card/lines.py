"""A title in lines: as few as fit, about even, broken where a reader would pause, no word left over alone.

Words and a measure of their width in, lines out. Knows no font and no picture. No list of words can tell
which syllables belong together, but a Vietnamese line may safely begin with a word like “của” or “trong”.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

Measure = Callable[[str], float]
"""Returns how wide a text stands."""

ELLIPSIS = "…"
_LONELY = 0.3
"""What a line of one word costs, in squares of the width: as much as a line that is half empty."""
_PAUSE, _BREATH = 0.3, 0.2
"""What it is worth to break at a sign, and before a word that begins something; the latter is also what it
costs to tear words apart that belong together."""
_OPENING = (
    " của trong ngoài trên dưới giữa bên ở tại từ đến tới vào ra qua về với và hay cho để bằng theo vì bởi "
    "nhờ khi sau trước có là bị được không "
)
"""Words that begin what goes together, each between spaces."""
_LEADING = (
    f"{_OPENING}một hai ba bốn năm sáu bảy tám chín mười mươi trăm nghìn vạn những các mỗi mọi từng cái "
    "chiếc con "
)
"""Words that want another one after them."""
_SIGNS = ",;:.!?…–—-”)"


def broken(text: str, measure: Measure, width: float) -> tuple[str, ...]:
    """Return the text in the fewest lines of that width, about equally long.

    A word that is wider than a line is broken where it has to be.
    """
    words = [part for word in _words(text) for part in _parts(word, measure, width)]
    if not words:
        return ()
    widths, space = [measure(word) for word in words], measure(" ")
    breaks = [_price(word, after) for word, after in itertools.pairwise(words)]
    starts = _best_starts(widths, space, width, breaks)
    ends = [*starts[1:], len(words)]
    return tuple(" ".join(words[start:end]) for start, end in zip(starts, ends, strict=True))


def cut(text: str, measure: Measure, width: float, most: int) -> tuple[str, ...]:
    """Return at most so many lines; what does not fit gives way to an ellipsis, at a word's end."""
    lines = broken(text, measure, width)
    words = _words(text)
    while len(lines) > most and len(words) > 1:
        words.pop()
        lines = broken(" ".join(words).rstrip(" ,;:–-.") + ELLIPSIS, measure, width)
    if len(lines) <= most:
        return lines
    *first, last = lines[:most]
    return (*first, _shortened(last, measure, width))


def _shortened(line: str, measure: Measure, width: float) -> str:
    while line and measure(line + ELLIPSIS) > width:
        line = line[:-1]
    return line + ELLIPSIS


def breaks_words(text: str, measure: Measure, width: float) -> bool:
    """Return whether a word of the text is wider than a line."""
    return any(measure(word) > width for word in _words(text))


def _words(text: str) -> list[str]:
    """Return what may not be broken: words, each with the dash or sign that follows it."""
    words: list[str] = []
    for word in text.split(" "):  # not at spaces that forbid it
        if words and word and not any(map(str.isalnum, word)):
            words[-1] += f" {word}"
        elif word:
            words.append(word)
    return words


def _parts(word: str, measure: Measure, width: float) -> Iterator[str]:
    while measure(word) > width and len(word) > 1:
        end = next((end for end in range(len(word) - 1, 1, -1) if measure(word[:end]) <= width), 1)
        yield word[:end]
        word = word[end:]
    yield word


def _fewest(widths: Sequence[float], space: float, width: float) -> int:
    """Return in how many lines the words fit when each takes as many as it can."""
    count, used = 1, 0.0
    for one in widths:
        if used and used + space + one > width:
            count, used = count + 1, one
        else:
            used += (space if used else 0) + one
    return count


def _price(word: str, after: str) -> float:
    """Return what it costs to end a line between two words; less than nothing at a pause."""
    if word[-1] in _SIGNS:
        return -_PAUSE
    if f" {word.lower()} " in _LEADING:
        return _BREATH
    return -_BREATH if f" {after.lower()} " in _OPENING else 0


def _best_starts(widths: Sequence[float], space: float, width: float, breaks: Sequence[float]) -> list[int]:
    """Return where the lines start that cost least, as few as fit; the earliest of equals."""
    count, size = _fewest(widths, space, width), len(widths)
    ends = [0.0, *itertools.accumulate(one + space for one in widths)]
    prices = [*breaks, 0.0]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for line in range(1, count + 1):
        row: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, starts) in best.items():
            for end in range(start + 1, size - (count - line) + 1):
                taken = ends[end] - ends[start] - space
                if taken > width and end > start + 1:
                    break
                alone = _LONELY if end == start + 1 else 0
                total = cost + ((width - taken) / width) ** 2 + alone + prices[end - 1]
                if end not in row or total < row[end][0]:
                    row[end] = (total, [*starts, start])
        best = row
    return best[size][1]
