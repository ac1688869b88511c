"""Kerning as plain data: which letters stand nearer to each other than their widths say.

A font in, groups of letters and the distances between them out. Pillow draws the share cards, and its plain
layout, the only one that is the same on every machine, knows nothing of GPOS.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fontTools.ttLib import TTFont

_PAIRS, _EXTENSION = 2, 9


def kerning(font: TTFont, letters: Iterable[int]) -> dict[str, Any]:
    """Return letters that go alike on the left and on the right side, and their distances in units.

    `rows[a][b]` belongs to a letter of `left[a]` before a letter of `right[b]`; letters of no group stand as
    wide as they are.
    """
    known = font.getBestCmap()
    glyphs = {chr(letter): known[letter] for letter in sorted(letters) if letter in known}
    distances = _distances(font, sorted(set(glyphs.values())))

    def distance(left: str, right: str) -> int:
        return distances.get((glyphs[left], glyphs[right]), 0)

    left = _alike(glyphs, lambda one: tuple(distance(one, other) for other in glyphs))
    right = _alike(glyphs, lambda one: tuple(distance(other, one) for other in glyphs))
    rows = [[distance(one[0], other[0]) for other in right] for one in left]
    return {"left": left, "right": right, "rows": rows}


def _alike(letters: Iterable[str], seen: Callable[[str], tuple[int, ...]]) -> list[str]:
    """Return letters that see the others in the same way, together; those that see nothing are left out."""
    groups = defaultdict(list)
    for letter in letters:
        groups[seen(letter)].append(letter)
    return sorted("".join(group) for view, group in groups.items() if any(view))


def _distances(font: TTFont, glyphs: list[str]) -> dict[tuple[str, str], int]:
    """Return the distances of pairs of glyphs: the first subtable that covers a left one speaks for it."""
    found: dict[tuple[str, str], int] = {}
    for subtable in _subtables(font):
        rule = _by_pair if subtable.Format == 1 else _by_class
        covered = set(subtable.Coverage.glyphs)
        for left in (glyph for glyph in glyphs if glyph in covered):
            for right, distance in rule(subtable, left, glyphs):
                found.setdefault((left, right), distance)
    return found


def _subtables(font: TTFont) -> Iterator[Any]:
    table = font["GPOS"].table
    features = (one.Feature for one in table.FeatureList.FeatureRecord if one.FeatureTag == "kern")
    for number in sorted({number for feature in features for number in feature.LookupListIndex}):
        for subtable in table.LookupList.Lookup[number].SubTable:
            inner = subtable.ExtSubTable if subtable.LookupType == _EXTENSION else subtable
            if inner.LookupType == _PAIRS:
                yield inner


def _by_pair(subtable: Any, left: str, glyphs: list[str]) -> Iterator[tuple[str, int]]:
    pairs = subtable.PairSet[subtable.Coverage.glyphs.index(left)].PairValueRecord
    wanted = set(glyphs)
    yield from ((pair.SecondGlyph, _advance(pair.Value1)) for pair in pairs if pair.SecondGlyph in wanted)


def _by_class(subtable: Any, left: str, glyphs: list[str]) -> Iterator[tuple[str, int]]:
    row = subtable.Class1Record[subtable.ClassDef1.classDefs.get(left, 0)].Class2Record
    for right in glyphs:
        yield right, _advance(row[subtable.ClassDef2.classDefs.get(right, 0)].Value1)


def _advance(value: Any) -> int:
    return getattr(value, "XAdvance", 0) if value else 0
