"""What the tests of cloth measure: the field slugs of the plan, cells drawn by an SVG, grey shades."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from neuguong.brocade.cloth import Cloth
from neuguong.brocade.yarns import luminance
from tests.samples import ROOT

FIELDS: tuple[str, ...] = tuple(
    field["slug"]
    for field in yaml.safe_load((ROOT / "content/vocabulary/fields.yml").read_text("utf-8"))["fields"]
)
PAGES = {"light": "#ffffff", "dark": "#15161c"}
"""--paper of site.css."""

_PICTURE = re.compile(
    r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 (\d+) (\d+)" fill-rule="evenodd"'
    r' shape-rendering="crispEdges">'
    r'((?:<path fill="#[0-9a-f]{6}" d="[-MHmhv0-9 ]+"/>|<g id="a">|</g><use [^>]+/>)+)</svg>'
)
_COMMAND = re.compile(r"([MHmhv])(-?\d+)(?: ?(-?\d+))?")
Side = tuple[tuple[int, int], tuple[int, int]]


_MIRRORED = '</g><use href="#a" transform="matrix(-1 0 0 1 {} 0)"/>'


def drawn(picture: str) -> list[list[str]]:
    """Return the colour of each unit square that an SVG of ours draws; its half may be shown twice."""
    found = _PICTURE.fullmatch(picture)
    assert found
    width, height = int(found[1]), int(found[2])
    cells = [[""] * width for _ in range(height)]
    whole, _, rest = found[3].partition('<g id="a">')
    half, mirrored, nothing = rest.partition(_MIRRORED.format(width))
    assert nothing == ""
    _paint(cells, whole)
    _paint(cells, half)
    if mirrored:
        turned = [[""] * width for _ in range(height)]
        _paint(turned, half)
        for row, other in zip(cells, turned, strict=True):
            row[:] = [color or under for color, under in zip(reversed(other), row, strict=True)]
    return cells


def _paint(cells: list[list[str]], paths: str) -> None:
    for fill, data in re.findall(r'fill="(#\w+)" d="([^"]+)"', paths):
        inside = [[False] * len(row) for row in cells]
        for (x, top), (other_x, bottom) in sides(data):
            assert x == other_x or top == bottom
            for row in inside[min(top, bottom) : max(top, bottom)]:
                row[x:] = [not cell for cell in row[x:]]
        for colors_of_row, covered in zip(cells, inside, strict=True):
            colors_of_row[:] = [
                fill if cover else under for cover, under in zip(covered, colors_of_row, strict=True)
            ]


def sides(data: str) -> Iterator[Side]:
    """Yield the sides of the polygons of a path, each polygon closed."""
    assert "".join(found[0] for found in _COMMAND.finditer(data)) == data
    here = start = (0, 0)
    for command, first, second in _COMMAND.findall(data):
        x, y = here
        number = int(first)
        match command:
            case "M" | "m":
                yield here, start
                here = start = (number, int(second)) if command == "M" else (x + number, y + int(second))
                continue
            case "H":
                target = (number, y)
            case "h":
                target = (x + number, y)
            case _:
                target = (x, y + number)
        yield here, target
        here = target
    yield here, start


def colors(cloth: Cloth) -> list[list[str]]:
    """Return the colour of each thread."""
    return [[cloth.palette[thread] for thread in row] for row in cloth.rows]


def greys(cloth: Cloth) -> list[float]:
    """Return how light each thread looks without its hue, from 0 (black) to 1 (white), row by row."""
    shades = [luminance(color) ** (1 / 3) for color in cloth.palette]
    return [shades[thread] for row in cloth.rows for thread in row]


def difference(one: Cloth, other: Cloth) -> float:
    """Return how much two cloths of one size differ in greyscale, thread by thread, on average."""
    pairs = list(zip(greys(one), greys(other), strict=True))
    return sum(abs(a - b) for a, b in pairs) / len(pairs)
