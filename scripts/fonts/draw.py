"""What the originals lack and pages use: arrows as heavy as the face's own dash, numerals of one width.

Both licences allow it: neither reserves its name (see theme/static/fonts/README.txt).
"""

from __future__ import annotations

from math import cos, radians, sin, sqrt
from typing import Any

from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

Point = tuple[float, float]

_ARROWS = {"→": 0, "↗": 45, "↑": 90, "←": 180, "↓": 270}
_DIGITS = "0123456789"


def add_arrows(font: TTFont) -> None:
    """Draw the arrows that the font has not."""
    known = font.getBestCmap()
    bounds = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[known[ord("–")]].draw(bounds)
    _, bottom, _, top = bounds.bounds
    for arrow, degrees in _ARROWS.items():
        if ord(arrow) not in known:
            advance = font["head"].unitsPerEm * 9 // 10
            shapes = _arrow(advance * 0.84, top - bottom)
            centre = (advance / 2, (top + bottom) / 2)
            name = f"uni{ord(arrow):04X}"
            _add_glyph(font, name, [_turned(shape, degrees, centre) for shape in shapes], advance)
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[ord(arrow)] = name


def _arrow(length: float, thick: float) -> list[list[Point]]:
    """Return head and shaft of an arrow to the right, about the point (0, 0), clockwise."""
    tip, half, barb = length / 2, thick / 2, length * 0.34
    slant = thick / sqrt(2)
    head = [
        (tip, 0.0),
        (tip - barb, -barb),
        (tip - barb - slant, slant - barb),
        (tip - 2 * slant, 0.0),
        (tip - barb - slant, barb - slant),
        (tip - barb, barb),
    ]
    shaft = [(-tip, -half), (-tip, half), (tip - slant, half), (tip - slant, -half)]
    return [head, shaft]


def _turned(shape: list[Point], degrees: int, centre: Point) -> list[Point]:
    turn_x, turn_y = cos(radians(degrees)), sin(radians(degrees))
    return [(centre[0] + x * turn_x - y * turn_y, centre[1] + x * turn_y + y * turn_x) for x, y in shape]


def _add_glyph(font: TTFont, name: str, shapes: list[list[Point]], advance: int) -> None:
    pen = TTGlyphPen(None)
    for first, *others in shapes:
        pen.moveTo(_on_grid(first))
        for point in others:
            pen.lineTo(_on_grid(point))
        pen.closePath()
    _enter(font, name, pen.glyph(), advance)


def _on_grid(point: Point) -> tuple[int, int]:
    return round(point[0]), round(point[1])


def add_tabular_numerals(font: TTFont) -> None:
    """Give every numeral a second form as wide as the zero, reached by the feature `tnum`."""
    known = font.getBestCmap()
    width, _ = font["hmtx"][known[ord("0")]]
    forms: dict[str, str] = {}
    for digit in _DIGITS:
        name = known[ord(digit)]
        advance, _ = font["hmtx"][name]
        pen = TTGlyphPen(font.getGlyphSet())
        pen.addComponent(name, (1, 0, 0, 1, (width - advance) // 2, 0))
        forms[name] = f"{name}.tnum"
        _enter(font, forms[name], pen.glyph(), width)
    _add_feature(font["GSUB"].table, "tnum", forms)


def _enter(font: TTFont, name: str, glyph: Any, advance: int) -> None:
    font["glyf"][name] = glyph  # at the end of the order of glyphs
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, glyph.xMin)
    if "gvar" in font:
        font["gvar"].variations[name] = []  # the same at every weight


def _add_feature(table: Any, tag: str, forms: dict[str, str]) -> None:
    """Add a feature of one substitution to every script and language of the table."""
    table.LookupList.Lookup.append(buildLookup([buildSingleSubstSubtable(forms)]))
    record = otTables.FeatureRecord()
    record.FeatureTag = tag  # the last of FEATURES, so that the list stays in order
    record.Feature = otTables.Feature()
    record.Feature.LookupListIndex = [len(table.LookupList.Lookup) - 1]
    table.FeatureList.FeatureRecord.append(record)
    for script in table.ScriptList.ScriptRecord:
        languages = [script.Script.DefaultLangSys, *(one.LangSys for one in script.Script.LangSysRecord)]
        for language in filter(None, languages):
            language.FeatureIndex.append(len(table.FeatureList.FeatureRecord) - 1)
            language.FeatureCount = len(language.FeatureIndex)
