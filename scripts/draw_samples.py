"""Draw the sample pictures of the site: flat, grainy, calm landscapes and rooms.

Every picture is made from nothing but geometry and `random.Random(seed)`, so the same
script always gives the same image. Coordinates are those of the finished picture
(1600 x 1067); everything is painted at twice that size and scaled down for clean edges.

    python scripts/draw_samples.py            # into stories/<year>/<slug>/<name>.jpg
"""

# Shapes are lists of numbers, laid out by hand where they read best.
# fmt: off

from __future__ import annotations

import io
import math
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import pairwise
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Outline = list[Point]
Shape = Sequence[Point]
Shapes = Sequence[Shape]
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]

WIDTH, HEIGHT = 1600, 1067
SCALE = 2
MAX_BYTES = 220_000
START_QUALITY = 82


# --- Colour and paper ---------------------------------------------------------------------


def rgb(code: str) -> Colour:
    """Read a colour such as "#e8d9c0"."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """Blend two colours; a share of 0 is the first, 1 the second."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache(maxsize=1)
def noise() -> Image.Image:
    """Grey paper noise, as large as the working canvas, centred on 128."""
    size = (WIDTH, HEIGHT)
    fine = Image.frombytes("L", size, Random("giấy").randbytes(WIDTH * HEIGHT))
    soft = fine.filter(ImageFilter.GaussianBlur(0.9))
    stretched = soft.point([max(0, min(255, round((v - 128) * 1.7 + 128))) for v in range(256)])
    return stretched.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.BICUBIC)


def gradient(stops: Sequence[tuple[float, str]]) -> Image.Image:
    """A full canvas shading from top to bottom through (position 0..1, colour) stops."""
    rows = bytearray()
    for y in range(HEIGHT):
        at = y / (HEIGHT - 1)
        below = max(i for i, (where, _) in enumerate(stops[:-1]) if where <= at)
        (start, first), (end, second) = stops[below], stops[below + 1]
        share = min(1.0, (at - start) / (end - start))
        eased = share * share * (3 - 2 * share)
        rows += bytes(rgb(mix(first, second, eased)))
    column = Image.frombytes("RGB", (1, HEIGHT), bytes(rows))
    return column.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.BICUBIC)


def grain(img: Image.Image, strength: float) -> Image.Image:
    """Lay paper grain over a picture of any size."""
    paper = noise().crop((0, 0, *img.size)).point([round(v * strength) for v in range(256)])
    return ImageChops.add(img, Image.merge("RGB", (paper,) * 3), 1.0, round(-128 * strength))


def finish(img: Image.Image, edge: str = "#6b5a4a") -> Image.Image:
    """Scale down, darken the corners a little, and add the last grain."""
    small = img.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    dark = Image.radial_gradient("L").point([max(0, v - 150) // 2 for v in range(256)])
    mask = dark.resize((WIDTH * 5 // 4, HEIGHT * 5 // 4), Image.Resampling.BICUBIC)
    left, top = (mask.width - WIDTH) // 2, (mask.height - HEIGHT) // 2
    mask = mask.crop((left, top, left + WIDTH, top + HEIGHT))
    shaded = ImageChops.multiply(small, Image.new("RGB", small.size, rgb(edge)))
    return grain(Image.composite(shaded, small, mask), 0.026)


# --- Painting -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Ink:
    """A paint: light to dark along an angle (90 is downwards), with a grainy blend."""

    light: str
    dark: str
    angle: float = 90
    grain: float = 0.3
    rough: float = 0.35
    alpha: float = 1.0


def flat(colour: str, alpha: float = 1.0) -> Ink:
    """A plain paint for small details."""
    return Ink(colour, colour, grain=0, rough=0, alpha=alpha)


def bounds(shapes: Shapes) -> Box:
    """The canvas pixels that hold all the shapes, with a small margin."""
    points = [point for shape in shapes for point in shape]
    xs, ys = [x * SCALE for x, _ in points], [y * SCALE for _, y in points]
    left, top = max(0, int(min(xs)) - 6), max(0, int(min(ys)) - 6)
    right = min(WIDTH * SCALE, int(max(xs)) + 6)
    bottom = min(HEIGHT * SCALE, int(max(ys)) + 6)
    return left, top, max(left, right), max(top, bottom)


def stencil(shapes: Shapes, box: Box, rough: float) -> Image.Image:
    """A mask of the shapes; `rough` frays the edge as a dry brush would."""
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    draw = ImageDraw.Draw(mask)
    for shape in shapes:
        draw.polygon([(x * SCALE - box[0], y * SCALE - box[1]) for x, y in shape], fill=255)
    if not rough:
        return mask
    soft = mask.filter(ImageFilter.GaussianBlur(1.4))
    paper = noise().crop(box).point([round(v * rough) for v in range(256)])
    frayed = ImageChops.add(soft, paper, 1.0, round(-128 * rough))
    return frayed.point([max(0, min(255, (v - 128) * 4 + 128)) for v in range(256)])


def ramp(size: tuple[int, int], angle: float) -> Image.Image:
    """A grey ramp from 0 to 255 across a rectangle, along an angle in degrees."""
    across, down = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    width, height = size
    corners = [x * across + y * down for x in (0, width) for y in (0, height)]
    low, spread = min(corners), max(corners) - min(corners) or 1.0
    step = 252 / spread
    data = (0, 0, 128, across * step, down * step, 2 - low * step)
    source = Image.linear_gradient("L")
    return source.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)


def wash(ink: Ink, box: Box) -> Image.Image:
    """The colour of an ink over a box, before it is cut out."""
    size = (box[2] - box[0], box[3] - box[1])
    blend = ramp(size, ink.angle)
    if ink.grain:
        paper = noise().crop(box).point([round(v * ink.grain) for v in range(256)])
        blend = ImageChops.add(blend, paper, 1.0, round(-128 * ink.grain))
    light, dark = Image.new("RGB", size, rgb(ink.light)), Image.new("RGB", size, rgb(ink.dark))
    return Image.composite(dark, light, blend)


def paint(img: Image.Image, shapes: Shapes, ink: Ink) -> Image.Image:
    """Return the picture with the shapes painted on it."""
    box = bounds(shapes) if shapes else (0, 0, 0, 0)
    if box[0] >= box[2] or box[1] >= box[3]:
        return img
    mask = stencil(shapes, box, ink.rough)
    if ink.alpha < 1:
        mask = mask.point([round(v * ink.alpha) for v in range(256)])
    out = img.copy()
    out.paste(wash(ink, box), box[:2], mask)
    return out


def stack(img: Image.Image, layers: Iterable[tuple[Shapes, Ink]]) -> Image.Image:
    """Paint several layers, the first one lowest."""
    return reduce(lambda picture, layer: paint(picture, *layer), layers, img)


def veil(
    img: Image.Image,
    shapes: Shapes,
    colour: str,
    alpha: float,
    blur: float = 0,
    mode: str = "over",
    within: Shapes = (),
) -> Image.Image:
    """Light, shadow or mist: soft shapes laid "over", by "multiply" or by "screen"."""
    mask = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(mask)
    for shape in shapes:
        draw.polygon(shape, fill=round(255 * alpha))
    mask = mask.filter(ImageFilter.GaussianBlur(blur)).resize(img.size, Image.Resampling.BICUBIC)
    if within:
        mask = ImageChops.multiply(mask, stencil(within, (0, 0, *img.size), 0))
    return laid(img, mask, colour, mode)


def laid(img: Image.Image, mask: Image.Image, colour: str, mode: str) -> Image.Image:
    """Blend one colour into the picture through a mask, with a grainy edge."""
    paper = noise().point([round(v * 0.12) for v in range(256)])
    grainy = ImageChops.add(mask, paper, 1.0, -15)
    mask = ImageChops.darker(grainy, mask.point([min(255, v * 4) for v in range(256)]))
    tint = Image.new("RGB", img.size, rgb(colour))
    if mode == "multiply":
        tint = ImageChops.multiply(img, tint)
    elif mode == "screen":
        tint = ImageChops.screen(img, tint)
    return Image.composite(tint, img, mask)


def glow(
    img: Image.Image, at: Point, radius: float, colour: str, alpha: float, mode: str = "screen"
) -> Image.Image:
    """A round light that fades away from its centre."""
    fade = [round(255 * alpha * max(0.0, 1 - v / 180) ** 2) for v in range(256)]
    size = round(radius * 2 * SCALE)
    disc = Image.radial_gradient("L").point(fade)
    disc = disc.resize((size, size), Image.Resampling.BICUBIC)
    mask = Image.new("L", img.size)
    mask.paste(disc, (round((at[0] - radius) * SCALE), round((at[1] - radius) * SCALE)))
    return laid(img, mask, colour, mode)


# --- Geometry -----------------------------------------------------------------------------


def rect(left: float, top: float, right: float, bottom: float) -> Outline:
    """An upright rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def oval(x: float, y: float, rx: float, ry: float, turn: float = 0) -> Outline:
    """An ellipse, turned by an angle in degrees."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    steps = [2 * math.pi * i / 40 for i in range(40)]
    ring = [(rx * math.cos(t), ry * math.sin(t)) for t in steps]
    return [(x + u * cos - v * sin, y + u * sin + v * cos) for u, v in ring]


def spline(points: Sequence[Point], closed: bool = False, steps: int = 14) -> Outline:
    """A smooth Catmull-Rom line through the points."""
    count = len(points)
    pick: Callable[[int], Point] = (
        (lambda i: points[i % count]) if closed else (lambda i: points[max(0, min(count - 1, i))])
    )
    line: Outline = []
    for i in range(count if closed else count - 1):
        a, b, c, d = pick(i - 1), pick(i), pick(i + 1), pick(i + 2)
        for t in (step / steps for step in range(steps)):
            weights = (
                -t / 2 + t * t - t**3 / 2,
                1 - 2.5 * t * t + 1.5 * t**3,
                t / 2 + 2 * t * t - 1.5 * t**3,
                (t**3 - t * t) / 2,
            )
            x = sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True))
            y = sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True))
            line.append((x, y))
    return line if closed else [*line, points[-1]]


def stroke(points: Sequence[Point], start: float, end: float | None = None) -> Outline:
    """A brush line of tapering width along the points."""
    last = start if end is None else end
    left: Outline = []
    right: Outline = []
    for i, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(0, i - 1)], points[min(len(points) - 1, i + 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        half = (start + (last - start) * i / max(1, len(points) - 1)) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def leaf(x: float, y: float, turn: float, length: float, width: float) -> Outline:
    """A pointed leaf that grows from (x, y) towards an angle in degrees."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    side = [(t / 8, math.sin(math.pi * (t / 8) ** 0.8) * width / 2) for t in range(9)]
    ring = [(u * length, v) for u, v in side] + [(u * length, -v) for u, v in side[::-1]]
    return [(x + u * cos - v * sin, y + u * sin + v * cos) for u, v in ring]


def blob(rng: Random, x: float, y: float, rx: float, ry: float, wobble: float = 0.15) -> Outline:
    """A soft uneven round: foliage, clouds, stones."""
    knots = 11
    ring: Outline = []
    for i in range(knots):
        angle, swell = 2 * math.pi * i / knots, 1 + rng.uniform(-wobble, wobble)
        ring.append((x + rx * swell * math.cos(angle), y + ry * swell * math.sin(angle)))
    return spline(ring, closed=True, steps=6)


def ridge(
    rng: Random, base: float, height: float, count: int, fur: float = 1.5, sharp: float = 1.6
) -> Outline:
    """The skyline of a range: overlapping humps, with a little fur of trees."""
    humps = [
        (
            WIDTH * (i + rng.uniform(0.1, 0.9)) / count,
            height * rng.uniform(0.4, 1.0),
            WIDTH / count * rng.uniform(0.55, 1.0),
        )
        for i in range(-1, count + 1)
    ]
    line: Outline = []
    for x in range(-20, WIDTH + 21, 6):
        rise = max(h * math.exp(-((abs(x - at) / wide) ** sharp)) for at, h, wide in humps)
        line.append((x, base - rise - rng.uniform(0, fur)))
    return line


def hills(img: Image.Image, line: Outline, foot: float, ink: Ink) -> Image.Image:
    """Paint one range from its skyline down to its foot."""
    return paint(img, [[(-20.0, foot), *line, (WIDTH + 20.0, foot)]], ink)


def mist(rng: Random, y: float, thick: float, count: int) -> list[Outline]:
    """Long flat banks of mist around a height."""
    return [
        oval(rng.uniform(0, WIDTH), y + rng.uniform(-0.5, 0.5) * thick,
             rng.uniform(180, 460), thick * rng.uniform(0.3, 0.7))
        for _ in range(count)
    ]


def ripples(rng: Random, box: Sequence[float], count: int, size: float = 60) -> list[Outline]:
    """Thin flat gleams on water, longer and thicker the nearer they are."""
    left, top, right, bottom = box
    gleams: list[Outline] = []
    for _ in range(count):
        near = rng.random() ** 1.4
        y, length = top + (bottom - top) * near, size * (0.25 + near) * rng.uniform(0.4, 1.2)
        gleams.append(oval(rng.uniform(left, right), y, length, 0.8 + 1.8 * near))
    return gleams


def reflect(img: Image.Image, line: int, depth: int, strength: float) -> Image.Image:
    """Mirror what stands above a waterline into the water below it."""
    wide = WIDTH * SCALE
    band = img.crop((0, (line - depth) * SCALE, wide, line * SCALE))
    band = band.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    band = band.resize((wide // 12, band.height // 4)).resize(band.size, Image.Resampling.BICUBIC)
    waved = band.copy()
    for y in range(0, band.height, 4):
        sway = round(math.sin(y * 0.045) * 5 + math.sin(y * 0.017 + 1) * 9)
        waved.paste(band.crop((0, y, wide, y + 4)), (sway, y))
    fade = ramp(band.size, 90).point([round((255 - v) * strength) for v in range(256)])
    out = img.copy()
    out.paste(waved, (0, line * SCALE), fade)
    return out


# --- Things that return in several pictures -----------------------------------------------


def bamboo(
    img: Image.Image, path: Sequence[Point], width: float, tones: tuple[str, str], joints: int
) -> Image.Image:
    """A bamboo pole along a path: body, shaded side, joints and a thin gleam."""
    light, dark = tones
    steep = abs(path[-1][1] - path[0][1]) > abs(path[-1][0] - path[0][0])
    img = paint(img, [stroke(path, width, width * 0.9)], Ink(light, dark, 0 if steep else 90))
    shift = (-width * 0.18, 0.0) if steep else (0.0, -width * 0.2)
    gleam = [(x + shift[0], y + shift[1]) for x, y in path]
    img = paint(img, [stroke(gleam, width * 0.16)], flat(mix(light, "#ffffff", 0.35), 0.7))
    rings: list[Outline] = []
    for i in range(1, joints + 1):
        at = i * (len(path) - 1) / (joints + 1)
        low = min(int(at), len(path) - 2)
        (ax, ay), (bx, by) = path[low], path[low + 1]
        x, y = ax + (bx - ax) * (at - low), ay + (by - ay) * (at - low)
        length = math.hypot(bx - ax, by - ay) or 1.0
        ux, uy = (bx - ax) / length * width * 0.07, (by - ay) / length * width * 0.07
        rings.append(stroke([(x - ux, y - uy), (x + ux, y + uy)], width * 1.14))
    return paint(img, rings, flat(mix(dark, "#2a1c10", 0.3), 0.85))


def line(start: Point, end: Point, steps: int = 12) -> Outline:
    """A straight path cut into steps."""
    (ax, ay), (bx, by) = start, end
    return [(ax + (bx - ax) * i / steps, ay + (by - ay) * i / steps) for i in range(steps + 1)]


def scatter_leaves(
    rng: Random, at: Point, count: int, spread: float, turn: tuple[float, float], length: float
) -> list[Outline]:
    """A loose spray of leaves around a point."""
    return [
        leaf(at[0] + rng.gauss(0, spread), at[1] + rng.gauss(0, spread * 0.6),
             rng.uniform(*turn), length * rng.uniform(0.6, 1.15), length * 0.17)
        for _ in range(count)
    ]


def grass(rng: Random, box: Sequence[float], count: int, height: float) -> list[Outline]:
    """Blades of grass rooted inside a box."""
    blades: list[Outline] = []
    for _ in range(count):
        x, y = rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3])
        tall, lean = height * rng.uniform(0.5, 1.2), rng.gauss(0, height * 0.25)
        bend = [(x, y), (x + lean * 0.3, y - tall * 0.6), (x + lean, y - tall)]
        blades.append(stroke(spline(bend, steps=5), height * 0.06, 0.6))
    return blades


def stilt_house(x: float, y: float, size: float) -> list[tuple[Shapes, Ink]]:
    """A Mường stilt house seen from afar; (x, y) is the ground below its middle."""
    def at(u: float, v: float) -> Point:
        return x + u * size, y - v * size

    roof = spline([at(-1.15, 0.82), at(-0.82, 1.3), at(-0.55, 1.62)])
    roof += spline([at(0.55, 1.62), at(0.82, 1.3), at(1.15, 0.82)])
    posts = [stroke([at(u, 0), at(u, 0.45)], size * 0.06) for u in (-0.75, -0.38, 0, 0.38, 0.75)]
    windows = [[at(u, 0.58), at(u + 0.17, 0.58), at(u + 0.17, 0.78), at(u, 0.78)]
               for u in (-0.5, -0.08, 0.34)]
    ladder = [stroke([at(0.84, 0.42), at(1.12, 0)], size * 0.05)]
    walls = [[at(-0.82, 0.42), at(0.84, 0.42), at(0.84, 0.9), at(-0.82, 0.9)]]
    deck = [[at(-0.95, 0.38), at(0.97, 0.38), at(0.97, 0.46), at(-0.95, 0.46)]]
    return [
        (posts + ladder, flat("#5a3d31")),
        (walls, Ink("#9a6547", "#7c4d38", 0)),
        (windows, flat("#f4c987")),
        (deck, flat("#51362c")),
        ([roof], Ink("#a98a6c", "#6d5346", 60)),
    ]


# --- Morning mist at the landing ----------------------------------------------------------


def misty_lake(rng: Random) -> Image.Image:
    """Sky, sun, five ranges sinking into mist, and the reservoir that mirrors them."""
    img = gradient([(0, "#a9c4c6"), (0.28, "#e6dcc6"), (0.5, "#fbe3bf"), (1, "#fbe3bf")])
    img = glow(img, (985, 310), 760, "#ffd694", 0.75)
    img = paint(img, [oval(985, 300, 60, 60)], Ink("#fffdf4", "#ffdfa6", rough=0.1))
    ranges = [
        (440, 210, 5, "#c3d0c6", "#efdfc3"), (500, 190, 4, "#a3bdb8", "#e3dcc6"),
        (560, 200, 5, "#7ea5a3", "#ccd3c3"), (600, 150, 4, "#568688", "#a9c0b6"),
        (626, 96, 6, "#33696c", "#84a9a2"),
    ]
    for base, height, count, top, foot in ranges:
        skyline = ridge(rng, base, height, count, fur=2.5)
        img = hills(img, skyline, 640, Ink(top, foot, grain=0.4))
        img = veil(img, mist(rng, base + 18, 34, 6), "#fff3df", 0.62, 20)
    lake = Ink("#f1dfc0", "#2f6a70", grain=0.25)
    img = paint(img, [rect(-20, 630, WIDTH + 20, HEIGHT + 60)], lake)
    img = reflect(img, 630, 330, 0.72)
    img = veil(img, mist(rng, 634, 20, 9), "#fff1da", 0.75, 12)
    gleams = ripples(rng, (890, 650, 1080, 1000), 80, 48)
    img = paint(img, gleams, Ink("#fff3d6", "#ffdca0", rough=0, alpha=0.75))
    img = paint(img, ripples(rng, (0, 690, 1600, 1060), 80), flat("#d9e2d3", 0.28))
    return paint(img, ripples(rng, (0, 760, 1600, 1066), 60), flat("#1d4f57", 0.3))


def boat(img: Image.Image) -> Image.Image:
    """A long wooden boat with a woven canopy, and its shadow on the water."""
    near = spline([(560, 806), (690, 853), (860, 868), (1040, 846), (1215, 764)])
    far = spline([(1215, 764), (1050, 802), (870, 826), (690, 818), (560, 806)])
    keel = spline([(1215, 764), (1120, 866), (960, 908), (800, 912), (650, 886), (560, 806)])
    shade = spline([(560, 880), (760, 940), (960, 948), (1190, 862), (1000, 900)], closed=True)
    img = veil(img, [shade], "#1f4a50", 0.75, 7, "multiply")
    img = paint(img, [near + far], Ink("#4d3427", "#2c1d18", 0))
    ribs = [stroke(line((x, 826 - abs(x - 870) * 0.02), (x - 14, 862)), 5)
            for x in (650, 1010, 1060, 1104)]
    img = paint(img, ribs, flat("#7d5a40"))
    benches = [[(628, 824), (650, 818), (664, 846), (640, 840)],
               [(1070, 806), (1098, 798), (1120, 816), (1094, 826)]]
    img = paint(img, benches, Ink("#c79667", "#9b6d47", 0))
    mouth = spline([(930, 862), (934, 800), (968, 760), (1004, 778), (1012, 848)])
    back = spline([(706, 858), (700, 800), (724, 762), (760, 756)])
    hood = [*back, *line((760, 756), (968, 760)), *mouth[14:28], *mouth[:15][::-1], (820, 878)]
    img = paint(img, [mouth], Ink("#3d2a20", "#6b4a30", 90))
    img = paint(img, [hood], Ink("#e6c088", "#7c552e", 82, 0.4))
    hoops = [stroke(spline([(x - 54, 868), (x - 52, 806), (x - 24, 768), (x, 757)]), 5)
             for x in (800, 846, 892, 938)]
    weave = [stroke(line((706, y), (934, y + 3)), 1.8) for y in range(778, 862, 14)]
    img = paint(img, weave, flat("#6b4726", 0.4))
    img = paint(img, hoops, Ink("#f0d19a", "#8f6535", 90))
    img = paint(img, [stroke(mouth, 8)], Ink("#f3d6a0", "#9a6e3f", 90))
    img = paint(img, [near + keel], Ink("#94603c", "#3f251b", 80, 0.4))
    plank = [(x, y + 20 + (1215 - x) * 0.012) for x, y in near if 600 < x < 1160]
    img = paint(img, [stroke(plank, 2.5)], flat("#2f1b14", 0.6))
    img = paint(img, [stroke(near, 8, 6)], Ink("#f0c48c", "#b97d4c", 180))
    return paint(img, [stroke(spline([(1215, 764), (1228, 752), (1236, 738)]), 10, 5)],
                 flat("#6e4630"))


def landing(img: Image.Image, rng: Random) -> Image.Image:
    """The jetty on the left, with a basket and a palm-leaf hat left on it."""
    bank = spline([(-30, 760), (90, 790), (190, 880), (330, 960), (420, 1090)])
    for x, top, foot in ((96, 842, 960), (300, 846, 960), (486, 850, 972)):
        img = veil(img, [rect(x - 9, foot, x + 16, foot + 70)], "#1a464c", 0.6, 4, "multiply")
        img = bamboo(img, line((x, top - 70), (x + 3, foot)), 19, ("#8d6b4c", "#3c2a22"), 4)
    for i in range(9):
        left, right = -30 + i * 5, 508 + i * 11
        tone = mix("#d0a273", "#8d6444", rng.random() * 0.8)
        y = 812 + i * 6
        img = paint(img, [[(left, y), (right, y + 3), (right + 10, y + 8), (left, y + 6)]],
                    Ink(tone, mix(tone, "#5f4331", 0.35), 0, 0.5, 0.1))
    edge = [[(-30, 866), (604, 870), (604, 886), (-30, 884)]]
    img = paint(img, edge, Ink("#6b4932", "#3d2a21", 90))
    basket = spline([(286, 752), (296, 822), (318, 838), (362, 838), (384, 822), (394, 752)])
    img = veil(img, [oval(310, 842, 100, 12)], "#4d3426", 0.7, 6, "multiply")
    img = paint(img, [basket], Ink("#e0b878", "#8a5f36", 20, 0.45))
    bands = [stroke(spline([(288 + k, 762 + k * 4), (340, 772 + k * 4), (392 - k, 762 + k * 4)]), 3)
             for k in (0, 5, 10, 15)]
    img = paint(img, [*bands, oval(340, 752, 54, 9)], flat("#6f4a2a", 0.65))
    hat = [(176, 836), (238, 764), (304, 838), (240, 850)]
    img = paint(img, [hat], Ink("#fbeccb", "#c59a63", 25, 0.35))
    rings = [stroke([(238 - 62 * k, 764 + 74 * k), (240, 764 + 86 * k),
                                                            (238 + 66 * k, 764 + 75 * k)],
                    1.6) for k in (0.3, 0.5, 0.7, 0.88)]
    img = paint(img, rings, flat("#9c7443", 0.55))
    img = paint(img, [[*bank, (-30, 1090)]], Ink("#2f5a4c", "#12302f", 60, 0.5))
    img = paint(img, grass(rng, (-10, 860, 230, 1060), 150, 80), Ink("#5d8a5f", "#173d38"))
    rope = spline([(488, 800), (520, 836), (552, 832), (584, 814)])
    return paint(img, [stroke(rope, 4)], flat("#e2c595"))


def draw_landing() -> Image.Image:
    """Morning mist on the Đà reservoir, and a wooden boat at the landing."""
    rng = Random("bến đò")
    img = boat(misty_lake(rng))
    img = landing(img, rng)
    wings = [wing for x, y, s in ((620, 300, 1.0), (680, 270, 0.8), (735, 292, 0.7),
                                                            (560, 262, 0.6))
             for wing in (stroke(spline([(x - 24 * s, y - 8 * s), (x - 10 * s, y - 10 * s),
                                                            (x, y)]),
                                 1, 4 * s),
                          stroke(spline([(x, y), (x + 12 * s, y - 14 * s),
                                                            (x + 26 * s, y - 9 * s)]),
                                 4 * s, 1))]
    img = paint(img, wings, flat("#fdf6e8"))
    reeds = [stroke(spline([(x, 1090), (x + lean * 0.3, 1000), (x + lean, 1090 - tall)], steps=6),
                    6, 0.8)
             for x, lean, tall in ((rng.uniform(1340, 1640), rng.gauss(0, 46), rng.uniform(90, 270))
                                   for _ in range(46))]
    img = paint(img, reeds, Ink("#4f8069", "#143634", 70))
    plumes = [leaf(x, y, turn, 84, 15) for x, y, turn in
              ((1412, 862, -70), (1490, 826, -80), (1556, 850, -64), (1366, 912, -100))]
    stems = [stroke(spline([(x - 4, 1080), (x - 6, 960), (x, y)]), 4, 2) for x, y in
             ((1412, 866), (1490, 830), (1556, 854), (1366, 916))]
    img = paint(img, stems, flat("#3d6c5b"))
    img = paint(img, plumes, Ink("#f3dcb0", "#b58d5e", grain=0.5))
    return finish(img, "#5d6f6c")


# --- The mountain path --------------------------------------------------------------------


def cloud_bank(rng: Random, y: float, count: int, size: float) -> list[Outline]:
    """The rounded tops of a sea of clouds."""
    puffs = [blob(rng, rng.uniform(-60, WIDTH + 60), y + rng.uniform(-0.2, 0.5) * size,
                  size * rng.uniform(0.7, 1.7), size * rng.uniform(0.4, 0.7), 0.12)
             for _ in range(count)]
    row = [blob(rng, x, y + size * rng.uniform(0.1, 0.35), size, size * 0.42, 0.1)
           for x in range(-20, WIDTH + 60, round(size * 0.9))]
    return [*puffs, *row, rect(-20, y + size * 0.4, WIDTH + 20, y + size * 2.4)]


def above_clouds(rng: Random) -> Image.Image:
    """Sky, far blue ranges, and the valley full of cloud."""
    img = gradient([(0, "#8fb3cf"), (0.3, "#e9cfd0"), (0.52, "#ffe9d2"), (1, "#ffe9d2")])
    img = glow(img, (360, 380), 620, "#ffe0b0", 0.6)
    for base, height, count, top in ((520, 250, 5, "#aebbd3"), (560, 220, 4, "#8c9fc1"),
                                     (590, 170, 5, "#6f88ae")):
        skyline = ridge(rng, base, height, count, 2.5, 1.5)
        img = hills(img, skyline, 640, Ink(top, "#f4dcd6", grain=0.4))
    img = paint(img, cloud_bank(rng, 560, 22, 54), Ink("#fffaf3", "#e7cbd0", grain=0.35))
    isle = hills(img, ridge(rng, 650, 110, 3), 690, Ink("#5d8093", "#bcbac6", grain=0.4))
    img = paint(isle, cloud_bank(rng, 650, 20, 60), Ink("#fffdf8", "#e3c6cf", grain=0.35))
    return paint(img, cloud_bank(rng, 730, 16, 70), Ink("#ffffff", "#dcc0cd", grain=0.35))


def village_slope(img: Image.Image, rng: Random) -> Image.Image:
    """The near slope, its terraces, the stilt house and the winding path."""
    knoll = spline([(-40, 560), (120, 545), (300, 585), (470, 640), (640, 720), (800, 800),
                                                            (960, 870)])
    img = paint(img, [[*knoll, (960, 1090), (-40, 1090)]], Ink("#86a27a", "#3f6a5c", 55, 0.4))
    for k in range(5):
        step = spline([(-40, 640 + k * 34), (160, 632 + k * 36), (380, 680 + k * 34),
                       (560, 730 + k * 30)])
        img = paint(img, [stroke(step, 9, 2)], Ink("#c9cf8e", "#7c9a68", 0, 0.5, alpha=0.75))
    img = paint(img, [blob(rng, x, y, r, r * 0.85) for x, y, r in
                      ((96, 520, 44), (160, 534, 32), (402, 588, 36), (446, 606, 26))],
                Ink("#6f9270", "#39604f", 60, 0.5))
    img = stack(img, stilt_house(282, 590, 74))
    img = paint(img, [blob(rng, x, y, 24, 19) for x, y in ((196, 574), (374, 600), (172, 586))],
                Ink("#f2b8bf", "#cf7f92", 60, 0.5))
    front = spline([(-40, 830), (220, 800), (520, 838), (820, 846), (1120, 800), (1640, 690)])
    img = paint(img, [[*front, (1640, 1090), (-40, 1090)]], Ink("#7d9c63", "#24493f", 75, 0.45))
    path = [(560, 1100), (700, 985), (930, 925), (940, 876), (760, 838)]
    widths = [150, 92, 52, 30, 18]
    path_shape = tapered(path, [w * 1.14 for w in widths])
    img = paint(img, [path_shape], Ink("#8c7a56", "#4c5a42", 100))
    img = paint(img, [tapered(path, widths)], Ink("#f0d7ae", "#c89a6e", 90, 0.45))
    far = [(760, 838), (560, 770), (600, 700), (420, 660), (330, 606)]
    return paint(img, [tapered(far, [16, 13, 10, 7, 5])], Ink("#e9d3a8", "#efdcb8", 90))


def tapered(points: Sequence[Point], widths: Sequence[float]) -> Outline:
    """A smooth ribbon whose width is given at every point."""
    middle = spline(points)
    girth = [w for w, _ in spline([(w, 0.0) for w in widths])]
    pieces = [stroke(middle, 2)]
    left = [(x + (p[0] - x) * w, y + (p[1] - y) * w)
            for (x, y), p, w in zip(middle, pieces[0][: len(middle)], girth, strict=True)]
    right = [(2 * x - a, 2 * y - b) for (x, y), (a, b) in zip(middle, left, strict=True)]
    return [((a + x) / 2, (b + y) / 2) for (a, b), (x, y) in zip(left, middle, strict=True)] + [
        ((a + x) / 2, (b + y) / 2) for (a, b), (x, y) in zip(right, middle, strict=True)
    ][::-1]


def blossom(x: float, y: float, size: float, turn: float) -> list[Outline]:
    """Five round petals."""
    return [
        oval(x + math.cos(math.radians(turn + k * 72)) * size * 0.6,
             y + math.sin(math.radians(turn + k * 72)) * size * 0.6,
             size * 0.55, size * 0.44, turn + k * 72)
        for k in range(5)
    ]


BRANCHES: tuple[tuple[list[Point], float, float], ...] = (
    ([(1400, 1100), (1372, 940), (1424, 800), (1388, 660), (1440, 520), (1420, 380)], 74, 24),
    ([(1412, 800), (1320, 690), (1210, 620), (1120, 520), (1010, 480)], 34, 6),
    ([(1394, 650), (1300, 520), (1240, 400), (1150, 300), (1120, 210)], 30, 5),
    ([(1430, 520), (1520, 430), (1560, 300), (1630, 220)], 30, 8),
    ([(1420, 400), (1380, 280), (1300, 190), (1220, 90), (1190, 20)], 24, 5),
    ([(1425, 390), (1470, 250), (1450, 120), (1490, 10)], 22, 6),
    ([(1250, 410), (1120, 400), (1020, 340), (940, 330)], 14, 3),
    ([(1400, 720), (1500, 660), (1580, 640), (1640, 590)], 22, 8),
)


def peach_tree(img: Image.Image, rng: Random) -> Image.Image:
    """The peach tree in flower that frames the right of the picture."""
    limbs = [stroke(spline(points), start, end) for points, start, end in BRANCHES]
    limbs.append(spline([(1270, 1100), (1336, 1030), (1338, 930), (1406, 930), (1412, 1020),
                         (1490, 1100)]))
    tips = [p for points, _, _ in BRANCHES[1:] for p in spline(points)[len(points) * 4 :]]
    clouds = [blob(rng, x + rng.gauss(0, 17), y + rng.gauss(0, 15), rng.uniform(13, 27),
                   rng.uniform(11, 21), 0.14) for x, y in rng.choices(tips, k=130)]
    img = paint(img, clouds[:60], Ink("#e58fa4", "#cf7890", 60, 0.6, 0.6, 0.85))
    img = paint(img, clouds[60:], Ink("#f7bcc6", "#ea9db0", 60, 0.6, 0.6, 0.9))
    img = paint(img, limbs, Ink("#805248", "#3c2730", 20, 0.5))
    for tone, shade, count, size in (("#f4a9b8", "#dc7f95", 130, 13),
                                                            ("#ffd5d8", "#f3a9b6", 150, 12),
                                     ("#fff1ee", "#ffd0d2", 80, 11)):
        petals: list[Outline] = []
        hearts: list[Outline] = []
        for x, y in (rng.choice(tips) for _ in range(count)):
            at = (x + rng.gauss(0, 25), y + rng.gauss(0, 22))
            petals += blossom(*at, size * rng.uniform(0.7, 1.2), rng.uniform(0, 72))
            hearts.append(oval(*at, 2.6, 2.6))
        img = paint(img, petals, Ink(tone, shade, 70, 0.3, 0))
        img = paint(img, hearts, flat("#b8405f"))
    leaves = [leaf(x, y, rng.uniform(20, 150), 26, 8) for x, y in rng.sample(tips, 46)]
    return paint(img, leaves, Ink("#b7c46f", "#6f9455", rough=0))


def small_peach(img: Image.Image, rng: Random, foot: Point, size: float) -> Image.Image:
    """A peach tree of the rows along the path, seen whole."""
    x, y = foot
    limbs = [stroke(spline([(x, y), (x + size * 0.05, y - size * 0.5),
                                                            (x + lean * size, y - size)]),
                    size * 0.13, size * 0.04) for lean in (-0.4, 0.05, 0.45)]
    img = veil(img, [oval(x + size * 0.2, y, size * 0.6, size * 0.09)], "#2c5044", 0.6, 4,
               "multiply")
    img = paint(img, limbs, Ink("#7a4f4a", "#45303a", 0, rough=0.15))
    for tone, shade, lift, spread in (("#e391a4", "#c9708a", 0.95, 0.3),
                                                            ("#f3b0bd", "#dd8ba0", 1.08, 0.28),
                                      ("#ffd6d9", "#f3b0bd", 1.2, 0.24)):
        puffs = [blob(rng, x + rng.gauss(0, spread) * size, y - size * lift + rng.gauss(0,
                                                            0.13) * size,
                      size * rng.uniform(0.13, 0.26), size * rng.uniform(0.1, 0.18), 0.16)
                 for _ in range(13)]
        img = paint(img, puffs, Ink(tone, shade, 60, 0.5, 0.3))
    specks = [oval(x + rng.gauss(0, 0.26) * size, y - size * 1.05 + rng.gauss(0, 0.13) * size,
                   1.2 + size * 0.014, 1.2 + size * 0.014) for _ in range(round(size * 0.6))]
    return paint(img, specks, flat("#fff3f0"))


ROWS = ((455, 640, 34), (372, 668, 40), (640, 746, 48), (492, 752, 58), (705, 797, 56),
        (602, 852, 86), (1014, 886, 92), (1112, 966, 124), (372, 1010, 170))


def draw_peach_path() -> Image.Image:
    """A mountain path under peach blossom, clouds below, a stilt house far off."""
    rng = Random("hoa đào")
    img = village_slope(above_clouds(rng), rng)
    tufts = grass(rng, (-10, 880, 480, 1066), 120, 44) + grass(rng, (900, 960, 1600, 1066), 170, 46)
    img = paint(img, tufts, Ink("#a8bb70", "#2f5a46", 90, 0.5))
    dots = [oval(rng.uniform(20, 1580), rng.uniform(900, 1060), 4, 3.4) for _ in range(90)]
    img = paint(img, dots, Ink("#fff0e6", "#f6c3c6", rough=0))
    for x, y, size in ROWS:
        img = small_peach(img, rng, (x, y), size)
    img = veil(img, [oval(1180, 1010, 330, 46)], "#34524c", 0.5, 26, "multiply")
    img = peach_tree(img, rng)
    fallen = [leaf(rng.uniform(520, 1500), rng.uniform(560, 1060), rng.uniform(0, 180), 15, 10)
              for _ in range(60)]
    img = paint(img, fallen, Ink("#ffdfe0", "#f2a2b2", rough=0))
    img = glow(img, (260, 300), 760, "#ffe2b4", 0.35)
    return finish(img, "#6e6480")


# --- The bamboo bridge --------------------------------------------------------------------


def bamboo_clump(img: Image.Image, rng: Random, x: float, tones: Sequence[str]) -> Image.Image:
    """A tall clump of bamboo rooted at x, taller than the picture, leaves and all."""
    light, dark, leaf_light, leaf_dark = tones
    back = [one for _ in range(26) for one in scatter_leaves(
        rng, (x + rng.uniform(-150, 150), rng.uniform(-20, 400)), 9, 34, (15, 165), 70)]
    img = paint(img, back, Ink(leaf_light, leaf_dark, 60, 0.6, 0.3, 0.45))
    for i in range(9):
        foot = x + (i - 4) * 23 + rng.uniform(-8, 8)
        lean = (i - 4) * 30 + rng.uniform(-40, 40)
        path = spline([(foot, 900 + rng.uniform(-30, 30)), (foot + lean * 0.2, 560),
                       (foot + lean * 0.7, 220), (foot + lean * 1.7, -60)])
        shade = mix(light, dark, rng.uniform(0, 0.6))
        img = bamboo(img, path, rng.uniform(13, 21), (shade, dark), 10)
        for tone in (leaf_dark, mix(leaf_dark, leaf_light, 0.5), leaf_light):
            spray = [one for at in rng.sample(path[10:], 5)
                     for one in scatter_leaves(rng, at, 7, 34, (15, 165), 66)]
            img = paint(img, spray, Ink(tone, mix(tone, leaf_dark, 0.4), rough=0.1))
    return img


def stream_valley(rng: Random) -> Image.Image:
    """Morning hills, meadow banks, and the stream coming down between them."""
    img = gradient([(0, "#bcd9d2"), (0.3, "#f8eac3"), (0.55, "#fdf0cf"), (1, "#dfe6b8")])
    img = glow(img, (560, 210), 760, "#ffdf96", 0.6)
    img = paint(img, [oval(560, 214, 56, 56)], Ink("#fffef6", "#ffe9a6", rough=0.1))
    for base, height, count, top, foot in ((500, 260, 3, "#b4d0bd", "#f1ebc6"),
                                           (545, 190, 4, "#8fbaa2", "#dfe5b9"),
                                           (580, 130, 5, "#6ba286", "#c8d99f")):
        img = hills(img, ridge(rng, base, height, count, 3), 620, Ink(top, foot, grain=0.4))
        img = veil(img, mist(rng, base + 14, 26, 5), "#fff6d8", 0.5, 18)
    trees = [blob(rng, rng.uniform(-20, 1620), 598 + rng.uniform(-8, 6), rng.uniform(24, 54),
                  rng.uniform(18, 44)) for _ in range(44)]
    img = paint(img, trees, Ink("#8fb87a", "#4f8b66", 70, 0.5))
    img = paint(img, [[*ridge(rng, 606, 16, 5, 2), (1640, 1090), (-20, 1090)]], Ink("#d3dc98",
                                                            "#5d9160", grain=0.35))
    left = spline([(836, 598), (812, 636), (700, 690), (560, 760), (480, 850), (330, 960),
                                                            (180, 1110)])
    right = spline([(1420, 1110), (1240, 960), (1130, 850), (1080, 760), (980, 690), (900, 640),
                    (866, 598)])
    water = left + right
    shore = [(x - 16, y) for x, y in left] + [(x + 16, y) for x, y in right]
    img = paint(img, [shore], Ink("#c2b77e", "#52704f", grain=0.5))
    img = paint(img, [water], Ink("#eff2d2", "#3f8f8c", grain=0.3))
    img = veil(img, [oval(760, 880, 270, 120)], "#c9efdc", 0.45, 50, "screen", [water])
    img = paint(img, ripples(rng, (560, 640, 1010, 800), 34, 40), flat("#ffffff", 0.5))
    return paint(img, ripples(rng, (470, 800, 1000, 1060), 44, 60), flat("#f3fbe6", 0.55))


def bridge_line(lift: float, depth: float) -> Outline:
    """Trace the gentle arch of the bridge, raised by `lift` and set back by `depth`."""
    knots = ((330, 786), (560, 752), (800, 740), (1040, 752), (1270, 786))
    return spline([(x + depth, y - lift - depth * 0.5) for x, y in knots])


def abutments(img: Image.Image) -> Image.Image:
    """Two piers of stream stones that carry the bridge."""
    rng = Random("hai mố")
    for x in (446, 1166):
        pier = [(x - 66, 756), (x + 84, 756), (x + 104, 912), (x - 92, 912)]
        img = veil(img, [[(a + 20, b + 24) for a, b in pier]], "#2f6a62", 0.5, 9, "multiply")
        img = paint(img, [pier], Ink("#a49c82", "#5d685c", 0))
        for row in range(5):
            blocks = [blob(rng, x - 62 - row * 4 + k * 46 + row % 2 * 14, 790 + row * 27, 24, 15, 0.12)
                      for k in range(4)]
            img = paint(img, blocks, Ink("#ded5b6", "#858a76", 30, 0.5))
        img = paint(img, [oval(x + 6, 913, 116, 4)], flat("#ffffff", 0.6))
    return img


def bamboo_bridge(img: Image.Image) -> Image.Image:
    """A small new bridge: stone piers, red beams, a slatted deck, two rails."""
    new, old = ("#f0d58a", "#a97f3d"), ("#d6b66c", "#86652f")
    near, far = bridge_line(0, 0), bridge_line(0, 70)
    shadow = [(x, 1690 - y) for x, y in near[10:-10]]
    img = veil(img, [stroke(shadow, 30)], "#3d8078", 0.5, 8, "multiply")
    for i in range(4, len(far), 9):
        (x, y) = far[i]
        img = bamboo(img, line((x, y), (x, y - 92)), 9, old, 2)
    img = bamboo(img, bridge_line(90, 70), 10, old, 9)
    img = bamboo(img, bridge_line(48, 70), 8, old, 9)
    img = abutments(img)
    img = paint(img, [near + far[::-1]], Ink("#b98f4c", "#7b5a2c", 0))
    for i in range(0, len(near), 2):
        tone = "#f4dd9b" if i % 4 else "#e2c277"
        slat = stroke([near[i], far[i]], 7.5)
        img = paint(img, [slat], Ink(tone, mix(tone, "#8d6a33", 0.45), 90, rough=0.15))
    beam = [(x, y + 15) for x, y in near]
    img = paint(img, [stroke(beam, 25)], Ink("#b4614a", "#713a33", 80, 0.3, 0.15))
    img = paint(img, [stroke([(x, y + 4) for x, y in near], 4)], flat("#d68a6c"))
    ends = [oval(x, y - 1, 6.5, 6) for x, y in near[::2]]
    img = paint(img, ends, Ink("#f6e2a6", "#b98c48", rough=0))
    for i in range(1, len(near), 9):
        x, y = near[i]
        img = bamboo(img, line((x, y + 14), (x, y - 106)), 12, new, 2)
    img = bamboo(img, bridge_line(54, 0), 10, new, 8)
    img = bamboo(img, bridge_line(104, 0), 13, new, 8)
    knots = [oval(near[i][0], near[i][1] - lift, 9, 6) for i in range(1, len(near), 9)
             for lift in (54, 104)]
    return paint(img, knots, Ink("#c8553d", "#8e3527", rough=0))


def stones(img: Image.Image, rng: Random,
           spots: Sequence[tuple[float, float, float]]) -> Image.Image:
    """River stones with a lit top and a wet foot."""
    for x, y, size in spots:
        img = veil(img, [oval(x, y + size * 0.5, size * 1.3, size * 0.3)], "#33645c", 0.7, 4,
                   "multiply")
        stone = blob(rng, x, y, size, size * 0.6, 0.1)
        img = paint(img, [stone], Ink("#e2dcc0", "#6d7a6b", 65, 0.55))
        foam = oval(x, y + size * 0.58, size * 1.15, size * 0.07)
        img = paint(img, [foam], flat("#ffffff", 0.7))
    return img


def draw_bridge() -> Image.Image:
    """A small new bamboo bridge over a stream, in the morning."""
    rng = Random("cầu tre")
    img = stream_valley(rng)
    img = stones(img, rng, ((790, 668, 12), (905, 672, 14), (690, 730, 20), (980, 740, 18)))
    img = bamboo_clump(img, rng, 1440, ("#a9bd62", "#4f7a45", "#b9d077", "#4b8553"))
    img = bamboo_bridge(img)
    mounds = [spline([(-30, 770), (160, 748), (350, 782), (430, 860), (400, 960), (260, 1100)]),
              spline([(1130, 1100), (1120, 980), (1190, 860), (1290, 786), (1460, 758),
                                                            (1640, 772)])]
    img = paint(img, [[*mounds[0], (-30, 1100)], [*mounds[1], (1640, 1100)]],
                Ink("#a9c46e", "#2f6a4c", 80, 0.5))
    img = bamboo_clump(img, rng, 110, ("#94ad55", "#365f3c", "#9fc069", "#2f6b48"))
    img = stones(img, rng, ((470, 930, 46), (560, 1000, 34), (1060, 950, 42), (1120, 1030, 60),
                            (930, 1010, 24), (400, 1040, 58)))
    tufts = grass(rng, (-10, 880, 380, 1070), 170, 60) + grass(rng, (1190, 880, 1610, 1070), 190,
                                                            60)
    img = paint(img, tufts, Ink("#cbdc82", "#2b6148", 90, 0.5))
    bells = [oval(x, rng.uniform(860, 1050), 5, 4.4) for x in
             [rng.uniform(0, 370) for _ in range(24)] + [rng.uniform(1220, 1590)
                                                         for _ in range(26)]]
    img = paint(img, bells, Ink("#fff6dd", "#f3b95f", rough=0))
    rays = [[(500 + k * 30, 120), (560 + k * 30, 120), (700 + k * 260, 1000), (540 + k * 260, 1000)]
            for k in range(-2, 4)]
    img = veil(img, rays, "#fff2b8", 0.13, 24, "screen")
    return finish(img, "#5f7358")


# --- The school gate at night -------------------------------------------------------------


def night_sky(rng: Random) -> Image.Image:
    """Indigo sky, the Milky Way, stars, and three dark ranges."""
    img = gradient([(0, "#0f1a3a"), (0.4, "#24376a"), (0.62, "#5a6796"), (1, "#3d4a78")])
    way = stroke(spline([(-60, 420), (420, 250), (820, 90), (1120, -80)]), 210, 120)
    img = veil(img, [way], "#8fa3d8", 0.3, 60, "screen")
    faint = [oval(x, y, r, r) for x, y, r in
             ((rng.uniform(0, 1600), rng.uniform(0, 560) ** 1.0, rng.uniform(0.7, 1.5))
              for _ in range(330))]
    img = paint(img, faint, flat("#dfe6ff", 0.7))
    dust = [oval(x + rng.gauss(0, 50), y + rng.gauss(0, 50), 0.9, 0.9) for x, y in
            spline([(-60, 420), (420, 250), (820, 90), (1120, -80)]) for _ in range(5)]
    img = paint(img, dust, flat("#ffffff", 0.75))
    for x, y, r in ((182, 120, 3.2), (330, 310, 2.6), (610, 76, 3), (742, 250, 2.4), (70, 240, 2.6),
                    (480, 180, 2.3), (900, 190, 2.4), (1000, 60, 2.8)):
        img = glow(img, (x, y), r * 9, "#bcd0ff", 0.8)
        img = paint(img, [oval(x, y, r, r)], flat("#fff8e4"))
    for base, height, count, top, foot in ((660, 230, 4, "#33457a", "#5b6998"),
                                           (700, 170, 5, "#26376a", "#465689"),
                                           (730, 110, 6, "#1b2a55", "#34447a")):
        img = hills(img, ridge(rng, base, height, count, 3), 790, Ink(top, foot, grain=0.35))
    return img


def school_house(img: Image.Image) -> Image.Image:
    """The long school behind the gate, two windows still lit."""
    img = paint(img, [rect(150, 640, 690, 780)], Ink("#6a6d93", "#454b79", 0))
    roof = [(112, 646), (176, 560), (664, 560), (728, 646)]
    img = paint(img, [roof], Ink("#7a4c5c", "#4b3250", 70, 0.5))
    tiles = [stroke(line((176 + i * 27.1, 562), (112 + i * 34.2, 644)), 2) for i in range(1, 18)]
    img = paint(img, tiles, flat("#3b2947", 0.5))
    for i, x in enumerate(range(186, 660, 82)):
        lit = i in (0, 1)
        if lit:
            img = glow(img, (x + 24, 700), 90, "#ffb95c", 0.5)
        pane = Ink("#ffdf94", "#f0a850") if lit else Ink("#2b3564", "#222a54")
        img = paint(img, [rect(x, 672, x + 48, 736)], pane)
        bars = [rect(x + 22, 672, x + 26, 736), rect(x, 702, x + 48, 705)]
        img = paint(img, bars, flat("#3a3a62"))
    return paint(img, [rect(140, 766, 700, 784)], Ink("#4b4f7c", "#31376a"))


def gate(img: Image.Image) -> Image.Image:
    """Two pillars, a tiled lintel with a brocade band, the iron gate shut."""
    bars = [rect(x, 640 + abs(x - 715) * 0.16, x + 7, 898) for x in range(448, 996, 24)]
    bars += [rect(436, 704, 1000, 714), rect(436, 866, 1000, 877), rect(436, 812, 1000, 819)]
    bars += [rect(708, 628, 726, 900)]
    img = paint(img, bars, Ink("#38436f", "#8d6a62", 0))
    rings = [stroke([*oval(x, 764, 30, 30), (x + 30, 764)], 6) for x in (520, 612, 822, 914)]
    img = paint(img, rings, Ink("#3b466f", "#a87a62", 0))
    img = paint(img, [oval(717, 770, 13, 16)], Ink("#f0c070", "#8f5f45", 180))
    for left, ink in ((352, Ink("#a58a84", "#4d4a72", 180)), (1000, Ink("#f0cf9f", "#8a6670", 0))):
        img = paint(img, [rect(left, 470, left + 84, 916)], ink)
        img = paint(img, [rect(left - 12, 886, left + 96, 926), rect(left - 10, 470, left + 94,
                                                            492)],
                    replace(ink, light=mix(ink.light, "#ffffff", 0.15)))
    img = paint(img, [rect(330, 410, 1106, 476)], Ink("#6f6285", "#d8ae86", 0))
    cloth = brocade([("teeth", 0), ("diamond", 0), ("teeth", 1)], 202, NIGHT_CLOTH)
    img = drape(img, cloth, (346, 414), (744, 0), (0, 58), rect(346, 414, 1090, 472))
    img = veil(img, [rect(330, 405, 820, 480)], "#5d6296", 0.9, 50, "multiply",
               [rect(330, 410, 1106, 476)])
    roof = [(288, 414), *spline([(288, 414), (330, 392), (372, 352)]), (1064, 352),
            *spline([(1064, 352), (1106, 392), (1148, 414)])]
    img = paint(img, [roof], Ink("#51405f", "#bf7358", 0, 0.4))
    tiles = [stroke(line((372 + i * 23.06, 354), (300 + i * 27.9, 412)), 2.4) for i in range(1, 30)]
    img = paint(img, tiles, flat("#3a2b49", 0.55))
    return paint(img, [rect(364, 342, 1072, 356)], Ink("#493a59", "#d18a64", 0))


def flame_tree(img: Image.Image, rng: Random) -> Image.Image:
    """The flamboyant tree: a wide umbrella of red, lit from under by the lamp."""
    limbs = [([(1420, 960), (1404, 780), (1424, 620), (1400, 470)], 76, 40),
             ([(1414, 660), (1300, 480), (1150, 350), (1030, 290)], 40, 8),
             ([(1410, 560), (1500, 420), (1600, 330)], 36, 12),
             ([(1402, 490), (1370, 340), (1290, 210)], 36, 9),
             ([(1402, 490), (1450, 330), (1500, 190)], 30, 9)]
    crown = [blob(rng, 1330 + rng.uniform(-400, 330), 255 + rng.uniform(-130, 90), 100, 60, 0.2)
             for _ in range(34)]
    img = paint(img, crown, Ink("#1b2f4b", "#2f4a4e", 90, 0.6, 0.7))
    wood = [stroke(spline(path), start, end) for path, start, end in limbs]
    wood.append(spline([(1310, 986), (1376, 930), (1390, 840), (1440, 840), (1460, 930),
                                                            (1530, 986)]))
    img = paint(img, wood, Ink("#a3706a", "#332a4a", 0, 0.5))
    for tones, count, y, size in ((("#3c2348", "#6d2a48"), 60, 190, 40),
                                  (("#6f2743", "#a8383f"), 80, 230, 30),
                                  (("#a8343f", "#d4503f"), 80, 275, 23),
                                  (("#d04a3e", "#ff9350"), 80, 322, 15)):
        spots = ((1330 + rng.uniform(-390, 330), rng.gauss(0, 26)) for _ in range(count))
        tufts = [blob(rng, x, y + dip + (x - 1330) ** 2 / 1900, size * 1.5, size * 0.6, 0.16)
                 for x, dip in spots]
        img = paint(img, tufts, Ink(*tones, 90, 0.6, 0.7))
    fronds = [leaf(x, 300 + abs(x - 1330) * 0.16 + rng.gauss(0, 70), rng.uniform(10, 170), 34, 8)
              for x in (1330 + rng.uniform(-400, 320) for _ in range(130))]
    img = paint(img, fronds, Ink("#29485a", "#7d9a63", 90, rough=0))
    sparks = [oval(x, 300 + abs(x - 1330) * 0.16 + rng.gauss(0, 60), 6, 4.5, rng.uniform(0, 90))
              for x in (1330 + rng.uniform(-390, 310) for _ in range(260))]
    return paint(img, sparks, Ink("#d04a43", "#ffab5e", 90, rough=0))


def draw_night_gate() -> Image.Image:
    """The school gate at night: one lamp, a flamboyant tree, stars."""
    rng = Random("cổng trường")
    img = school_house(night_sky(rng))
    img = paint(img, [rect(-20, 776, 1620, 1090)], Ink("#3a4a78", "#141c3c", 90, 0.4))
    path = [(470, 900), (980, 900), (1250, 1100), (240, 1100)]
    img = paint(img, [path], Ink("#a58f80", "#43416a", 90, 0.4))
    inner = [(560, 790), (690, 790), (980, 904), (470, 904)]
    img = paint(img, [inner], Ink("#5c628f", "#7d7793", 90, 0.4))
    img = veil(img, [oval(960, 975, 430, 96)], "#f5b95a", 0.72, 54)
    img = gate(img)
    img = paint(img, [rect(1084, 912, 1620, 940)], Ink("#8a6f72", "#2c3160", 0))
    img = paint(img, [rect(-20, 800, 352, 920)], Ink("#4a5282", "#2d3565", 90))
    img = paint(img, [rect(1084, 800, 1620, 920)], Ink("#b58d7a", "#3b3c68", 0))
    img = paint(img, [rect(-20, 790, 352, 806), rect(1084, 790, 1620, 806)], Ink("#54598a",
                                                            "#7d6c80", 0))
    img = veil(img, [oval(1440, 986, 200, 20)], "#23264c", 0.8, 9, "multiply")
    img = flame_tree(img, rng)
    cone = [(908, 620), (964, 620), (1200, 1000), (660, 1000)]
    img = veil(img, [cone], "#f0a23c", 0.3, 34, "screen")
    img = glow(img, (936, 628), 520, "#ffb03e", 0.5, "over")
    img = glow(img, (936, 628), 420, "#ff9a30", 0.6)
    img = glow(img, (936, 628), 130, "#ffe6a6", 0.9)
    arm = stroke(spline([(1006, 560), (980, 540), (944, 552), (936, 588)]), 8, 6)
    shade = [(896, 620), (920, 586), (952, 586), (976, 620)]
    img = paint(img, [arm, shade], Ink("#5a4456", "#2a2442", 180))
    img = paint(img, [oval(936, 622, 24, 14)], flat("#fff6d6"))
    petals = [leaf(rng.gauss(1010, 230), rng.uniform(930, 1060), rng.uniform(0, 180), 14, 9)
              for _ in range(90)]
    img = paint(img, petals, Ink("#ff8a58", "#a83448", rough=0))
    img = paint(img, grass(rng, (-10, 930, 300, 1080), 120, 46), Ink("#4a6a86", "#131c3e"))
    return finish(img, "#3c3f66")


# --- Woven cloth --------------------------------------------------------------------------

NIGHT_CLOTH = ("#2a2346", "#c9483f", "#f0c35a", "#f3e6cf", "#4f8f72")
RED_CLOTH = ("#8f2430", "#f2c14e", "#f6ead2", "#2d6a5f", "#1f2b4d")
INDIGO_CLOTH = ("#1f2b4d", "#d8553f", "#f2c14e", "#f6ead2", "#4f9a86")
GREEN_CLOTH = ("#24564c", "#f2c14e", "#e9694b", "#f6ead2", "#7d1f33")

HOOK = (
    "......#.......",
    "#####.#.#####.",
    "#...#.#.#...#.",
    "#.#.#.#.#.#.#.",
    "#.###.#.###.#.",
    "#.....#.....#.",
    "#############.",
)


def star_cell(x: int, y: int) -> bool:
    """Whether a thread belongs to the eight-pointed star centred on (0, 0)."""
    long, short = max(abs(x), abs(y)), min(abs(x), abs(y))
    return 1 <= short <= 4 and 1 <= long - short <= 4


def thread(kind: str, x: int, y: int, flip: bool) -> int:
    """Which of the five yarns shows at column x, row y of a band."""
    if kind == "star":
        u, v = x % 24 - 12, y - 9
        edge = abs(u) + abs(v)
        centre = 3 if star_cell(u, v) else 0
        return centre or (2 if abs(abs(u) - 12) + abs(v) in (2, 5) else 4 if edge == 14 else 0)
    if kind == "diamond":
        ring = abs(x % 14 - 7) + abs(y - 7)
        return {0: 3, 1: 3, 3: 1, 4: 1, 6: 2, 7: 2}.get(ring, 4 if ring > 9 and y % 2 else 0)
    if kind == "hook":
        row = HOOK[y - 1] if 1 <= y <= 7 else "." * 14
        return 2 if row[x % 14] == "#" else 0
    if kind == "teeth":
        tall = 4 - y if flip else y
        return 1 if abs(x % 8 - 4) <= tall - 1 else 0
    return (1, 2, 1)[y % 3]


BAND_HEIGHT = {"star": 19, "diamond": 15, "hook": 9, "teeth": 5, "stripe": 3}


def brocade_band(kind: str, columns: int, yarns: Sequence[str], flip: bool) -> Image.Image:
    """One band of Mường weaving, a pixel a thread."""
    band = Image.new("RGB", (columns, BAND_HEIGHT[kind]))
    for y in range(band.height):
        for x in range(columns):
            band.putpixel((x, y), rgb(yarns[thread(kind, x, y, flip)]))
    return band


def brocade(bands: Sequence[tuple[str, int]], columns: int, yarns: Sequence[str]) -> Image.Image:
    """A whole cloth from its bands, top to bottom; 1 turns a band upside down."""
    parts = [brocade_band(kind, columns, yarns, bool(flip)) for kind, flip in bands]
    cloth = Image.new("RGB", (columns, sum(part.height for part in parts)))
    top = 0
    for part in parts:
        cloth.paste(part, (0, top))
        top += part.height
    return cloth


def drape(
    img: Image.Image, cloth: Image.Image, at: Point, across: Point, down: Point, cut: Shape
) -> Image.Image:
    """Lay a cloth on the parallelogram at + across + down, cut to an outline."""
    sharp = cloth.resize((cloth.width * 10, cloth.height * 10), Image.Resampling.NEAREST)
    weft = Image.linear_gradient("L").resize((1, 10)).point([150 + v * 105 // 255
                                                            for v in range(256)])
    lines = Image.new("L", (1, sharp.height))
    for y in range(0, sharp.height, 10):
        lines.paste(weft, (0, y))
    shade = Image.merge("RGB", (lines.resize(sharp.size),) * 3)
    woven = Image.blend(sharp, ImageChops.multiply(sharp, shade), 0.3)
    box = bounds([cut])
    det = (across[0] * down[1] - down[0] * across[1]) * SCALE
    a, b = down[1] / det * sharp.width, -down[0] / det * sharp.width
    d, e = -across[1] / det * sharp.height, across[0] / det * sharp.height
    x, y0 = box[0] - at[0] * SCALE, box[1] - at[1] * SCALE
    data = (a, b, a * x + b * y0, d, e, d * x + e * y0)
    size = (box[2] - box[0], box[3] - box[1])
    flat_cloth = woven.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BICUBIC)
    out = img.copy()
    out.paste(flat_cloth, box[:2], stencil([cut], box, 0.3))
    return out


# --- Rooms --------------------------------------------------------------------------------


def planks(
    img: Image.Image, rng: Random, rows: Sequence[Outline], tones: tuple[str, str]
) -> Image.Image:
    """Boards, each with its own tone and a few streaks of wood grain along it."""
    light, dark = tones
    for row in rows:
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = row
        tone = mix(light, dark, rng.uniform(0, 0.35))
        img = paint(img, [row], Ink(tone, mix(tone, dark, 0.4), rng.choice((0, 180)), 0.4, 0.1))
        streaks: list[Outline] = []
        for _ in range(7):
            k, s = rng.uniform(0.1, 0.9), rng.uniform(0, 0.75)
            e = min(1.0, s + rng.uniform(0.1, 0.35))
            left = (ax + (dx - ax) * k, ay + (dy - ay) * k)
            right = (bx + (cx - bx) * k, by + (cy - by) * k)
            a = (left[0] + (right[0] - left[0]) * s, left[1] + (right[1] - left[1]) * s)
            b = (left[0] + (right[0] - left[0]) * e, left[1] + (right[1] - left[1]) * e)
            streaks.append(stroke(line(a, b, 4), 1, 2.4))
        img = paint(img, streaks, flat(mix(dark, "#1d120c", 0.15), 0.28))
        img = paint(img, [stroke([row[3], row[2]], 2.4)], flat(mix(dark, "#1d120c", 0.5), 0.6))
    return img


def boards(top: float, bottom: float, count: int) -> list[Outline]:
    """Level boards that grow wider towards the viewer."""
    edges = [top + (bottom - top) * (i / count) ** 1.35 for i in range(count + 1)]
    return [rect(-20, a, WIDTH + 20, b) for a, b in pairwise(edges)]


def window(img: Image.Image, rng: Random, box: Sequence[float],
           tones: Sequence[str]) -> Image.Image:
    """A window on the hills; tones are sky top, sky foot, three ranges, then the frame."""
    left, top, right, bottom = box
    scene = gradient([(0, tones[0]), (bottom / HEIGHT, tones[1]), (1, tones[1])])
    tall = bottom - top
    for at, height, count, tone in ((0.66, 0.4, 4, tones[2]), (0.84, 0.34, 5, tones[3]),
                                    (1.02, 0.26, 6, tones[4])):
        skyline = ridge(rng, top + tall * at, tall * height, count, 2)
        scene = hills(scene, skyline, bottom + 60, Ink(tone, mix(tone, tones[1], 0.75), grain=0.35))
    glass = [rect(*box)]
    img = Image.composite(scene, img, stencil(glass, (0, 0, *img.size), 0))
    wood = Ink(tones[5], mix(tones[5], "#3a2418", 0.35), 60)
    middle = (left + right) / 2
    frame = [rect(left - 20, top - 20, right + 20, top), rect(left - 20, top, left, bottom),
             rect(right, top, right + 20, bottom), rect(middle - 7, top, middle + 7, bottom),
             rect(left, top + tall * 0.36, right, top + tall * 0.36 + 9)]
    img = paint(img, frame, wood)
    img = veil(img, [rect(left, top, right, top + 10), rect(left, top, left + 8, bottom)],
               "#4a3426",
               0.5, 3, "multiply")
    img = veil(img, [rect(left - 30, bottom + 20, right + 40, bottom + 44)], "#6b4a34", 0.5, 8,
               "multiply")
    return paint(img, [rect(left - 38, bottom, right + 38, bottom + 24)], wood)


def bowl(x: float, y: float, size: float, tones: Sequence[str]) -> list[tuple[Shapes, Ink]]:
    """A bowl standing on (x, y): body, foot, painted rim, dark inside."""
    light, dark, rim = tones
    body = spline([(x - size, y - size * 0.82), (x - size * 0.86, y - size * 0.36),
                   (x - size * 0.4, y - size * 0.08), (x + size * 0.4, y - size * 0.08),
                   (x + size * 0.86, y - size * 0.36), (x + size, y - size * 0.82)])
    return [
        ([rect(x - size * 0.38, y - size * 0.14, x + size * 0.38, y)], Ink(light, dark, 0)),
        ([body], Ink(light, dark, 20, 0.3, 0.2)),
        ([oval(x, y - size * 0.82, size, size * 0.2)], flat(rim)),
        ([oval(x, y - size * 0.81, size * 0.9, size * 0.15)], Ink(dark, mix(light, dark, 0.3), 90)),
    ]


def pot(x: float, y: float, size: float, tones: Sequence[str]) -> list[tuple[Shapes, Ink]]:
    """A round-bellied pot with ears and a lid, standing on (x, y)."""
    light, dark, band = tones
    body = spline([(x - size * 0.9, y - size * 1.1), (x - size, y - size * 0.6),
                   (x - size * 0.78, y - size * 0.08), (x, y),
                   (x + size * 0.78, y - size * 0.08), (x + size, y - size * 0.6),
                   (x + size * 0.9, y - size * 1.1)])
    ears = [stroke(spline([(x + side * size * 0.92, y - size * 0.9),
                           (x + side * size * 1.2, y - size * 0.86),
                           (x + side * size * 1.18, y - size * 0.62),
                           (x + side * size * 0.98, y - size * 0.62)]), size * 0.08)
            for side in (-1, 1)]
    lid = spline([(x - size * 0.96, y - size * 1.1), (x - size * 0.6, y - size * 1.3),
                  (x, y - size * 1.38), (x + size * 0.6, y - size * 1.3),
                  (x + size * 0.96, y - size * 1.1)])
    gleam = stroke(spline([(x - size * 0.72, y - size * 0.92), (x - size * 0.8, y - size * 0.56),
                           (x - size * 0.64, y - size * 0.24)]), size * 0.1, size * 0.03)
    return [
        (ears, Ink(light, dark, 90)),
        ([body], Ink(light, dark, 12, 0.35)),
        ([gleam], flat("#ffffff", 0.4)),
        ([lid], Ink(mix(light, "#ffffff", 0.2), dark, 20, 0.35)),
        ([stroke([(x - size, y - size * 1.09), (x + size, y - size * 1.09)], size * 0.09)],
         Ink(mix(light, "#ffffff", 0.3), band, 0)),
        ([oval(x, y - size * 1.43, size * 0.13, size * 0.09)], flat(band)),
    ]


def steam(img: Image.Image, at: Point, height: float) -> Image.Image:
    """Three soft ribbons of steam."""
    x, y = at
    for shift, tall, wide in ((-34, 0.8, 26), (6, 1.0, 36), (42, 0.7, 22)):
        path = [(x + shift + math.sin(k * 0.9 + shift) * (6 + k * 3), y - height * tall * k / 6)
                for k in range(7)]
        ribbon = tapered(path, [4, wide * 0.6, wide, wide * 0.9, wide * 0.7, wide * 0.4, 3])
        img = veil(img, [ribbon], "#fffdf6", 0.85, 8)
    return img


def bamboo_shelf(
    img: Image.Image, box: Sequence[float], levels: Sequence[float], width: float
) -> Image.Image:
    """A shelf of bamboo: two posts, and at each level a board of split canes."""
    left, top, right, bottom = box
    tones = ("#e9c883", "#98703a")
    for x in (left, right):
        img = veil(img, [rect(x + 8, top, x + 26, bottom)], "#7a5638", 0.4, 7, "multiply")
        img = bamboo(img, line((x, top), (x, bottom)), width, tones, 5)
    for y in levels:
        img = veil(img, [rect(left, y + 20, right + 14, y + 46)], "#7a5638", 0.5, 9, "multiply")
        img = paint(img, [rect(left - 18, y - 5, right + 18, y + 4)], Ink("#f2d797", "#c49c58", 0))
        img = bamboo(img, line((left - 30, y + 11), (right + 30, y + 11)), width * 0.9, tones, 7)
    knots = [rect(x - width * 0.62, y + 1, x + width * 0.62, y + 20) for x in (left, right)
             for y in levels]
    return paint(img, knots, Ink("#a9773f", "#6d4a26", 0))


# --- The nursery kitchen ------------------------------------------------------------------

CLAY = ("#d98a5b", "#7d3f2b", "#a85f3d")
TIN = ("#eef0ea", "#8b9a9c", "#5f7276")
BLUE_RIM = ("#fbf6e8", "#c5b79c", "#3f6f94")
GREEN_RIM = ("#f6f2e0", "#c2b894", "#5b8a5e")
RED_RIM = ("#fbf0e2", "#cdae95", "#c4553f")


def kitchen_room(rng: Random) -> Image.Image:
    """Lime-washed wall, window, and a tiled worktop."""
    img = gradient([(0, "#ecd3a6"), (0.7, "#dcb27c"), (1, "#b98557")])
    sky = ("#b9dcd8", "#fdf3d2", "#a5c9b4", "#6ba282", "#3f7d5c", "#a06a42")
    img = window(img, rng, (120, 130, 540, 540), sky)
    img = veil(img, [[(600, 20), (900, 60), (1560, 600), (1240, 700), (640, 360)]], "#fff0c2", 0.4,
               40, "screen")
    img = glow(img, (330, 320), 620, "#fff0c0", 0.55)
    img = paint(img, [rect(-20, 776, 1620, 1090)], Ink("#b3693f", "#7a3f2a", 20, 0.4))
    for i in range(13):
        for j in range(3):
            tone = rng.choice(("#4f8f86", "#6aa597", "#e9d7ae", "#3f7d7a", "#d9a25f"))
            tile = rect(-10 + i * 126, 846 + j * 84, 106 + i * 126, 922 + j * 84)
            img = paint(img, [tile], Ink(tone, mix(tone, "#5b3524", 0.35), 50, 0.4, 0.25))
    img = planks(img, rng, [rect(-20, 752, 1620, 784), rect(-20, 784, 1620, 826)],
                                                            ("#d89f64", "#8a5531"))
    return veil(img, [rect(-20, 828, 1620, 858)], "#4f2c1e", 0.65, 10, "multiply")


def kitchen_shelf(img: Image.Image) -> Image.Image:
    """Bowls and little cups on the bamboo shelf."""
    img = bamboo_shelf(img, (770, 120, 1480, 640), (300, 520), 24)
    rows = ((300, ((850, 52, BLUE_RIM), (985, 52, RED_RIM), (1120, 52, GREEN_RIM))),
            (520, ((1180, 56, GREEN_RIM), (1330, 56, BLUE_RIM))))
    for y, stacks in rows:
        for x, size, tones in stacks:
            for k in range(4):
                img = stack(img, bowl(x, y - 6 - k * size * 0.4, size - k * 2, tones))
    img = stack(img, pot(1330, 296, 78, CLAY))
    jars = ((850, "#c9553f"), (950, "#e0a640"), (1050, "#6c9a5c"))
    for x, tone in jars:
        img = paint(img, [spline([(x - 34, 512), (x - 42, 450), (x - 26, 410), (x + 26, 410),
                                  (x + 42, 450), (x + 34, 512)])],
                    Ink(mix(tone, "#fff6df", 0.35), mix(tone, "#4b2b1c", 0.35), 15))
        img = paint(img, [rect(x - 29, 394, x + 29, 414)], Ink("#ead9b2", "#a07b4c", 0))
    for i, tone in enumerate(
                     ("#d9604a", "#e9b44c", "#4f93a0", "#7fae6a", "#e58f7a", "#5577a6", "#edc97a")):
        x = 830 + i * 98
        img = paint(img, [stroke([(x, 540), (x, 566)], 4)], flat("#6d4a26"))
        img = paint(img, [stroke(oval(x, 582, 15, 17), 6)], flat(mix(tone, "#3a2418", 0.25)))
        cup = [(x - 28, 592), (x + 28, 592), (x + 23, 650), (x - 23, 650)]
        img = paint(img, [cup], Ink(mix(tone, "#ffffff", 0.25), mix(tone, "#3a2418", 0.25), 10))
        img = paint(img, [oval(x, 592, 28, 6)], flat(mix(tone, "#fff8e8", 0.55)))
    return img


def garden_basket(img: Image.Image, rng: Random) -> Image.Image:
    """A flat basket of greens, and a pumpkin beside it."""
    img = veil(img, [oval(1270, 800, 330, 22)], "#5d3522", 0.7, 9, "multiply")
    for turn, tone in ((-50, "#5d8f4d"), (0, "#7fb05e"), (30, "#a5c66f")):
        leaves = [leaf(1150 + rng.gauss(0, 60), 752, rng.uniform(-125, -55) + turn * 0.3, 120, 44)
                  for _ in range(10)]
        veins = [stroke([blade[0], blade[8]], 2, 1) for blade in leaves]
        img = paint(img, leaves, Ink(tone, mix(tone, "#274b38", 0.4), 100))
        img = paint(img, veins, flat(mix(tone, "#f6f2c0", 0.45), 0.8))
    img = paint(img, [oval(1050 + k * 52, 736, 25, 23) for k in range(4)], Ink("#f0745a",
                                                            "#b5392f", 70))
    side = spline([(980, 742), (1000, 790), (1050, 808), (1240, 808), (1290, 790), (1310, 742)])
    img = paint(img, [side], Ink("#e7c180", "#8a5f33", 50, 0.4))
    weave = [stroke(line((994 + i * 17, 748), (1012 + i * 15.4, 804)), 3) for i in range(18)]
    img = paint(img, weave, flat("#7d5630", 0.5))
    img = paint(img, [stroke(line((972, 744), (1318, 744)), 12)], Ink("#f4d79b", "#a87a44", 90))
    for dx, rx in ((-62, 42), (62, 42), (-32, 46), (32, 46), (0, 44)):
        img = paint(img, [oval(1440 + dx, 752, rx, 58)], Ink("#f2b04e", "#b8622b", 30, 0.4))
    return paint(img, [stroke(spline([(1440, 702), (1446, 680), (1464, 668)]), 18, 11)],
                 Ink("#8fa258", "#4f6a3c"))


def draw_kitchen() -> Image.Image:
    """The kitchen corner: pots, bowls on the bamboo shelf, steam, window light."""
    rng = Random("bếp")
    img = kitchen_shelf(kitchen_room(rng))
    stove = [(200, 800), (222, 726), (498, 726), (520, 800)]
    img = veil(img, [oval(390, 806, 260, 20), oval(740, 808, 240, 16)], "#5d3522", 0.75, 9,
               "multiply")
    img = paint(img, [stove], Ink("#c67a51", "#74402c", 15, 0.4))
    img = paint(img, [spline([(300, 800), (304, 764), (360, 748), (416, 764), (420, 800)])],
                Ink("#4a231a", "#2b1510"))
    logs = [oval(x, y, 15, 15) for x, y in ((336, 784), (368, 784), (352, 762), (386, 766))]
    img = paint(img, logs, Ink("#d9a873", "#7a4c31", 60))
    img = paint(img, [oval(x, y, 6, 6) for x, y in ((336, 784), (368, 784), (352, 762),
                                                            (386, 766))],
                flat("#8d5b3a", 0.7))
    img = stack(img, pot(360, 730, 148, TIN))
    dents = ((300, 640, 16), (352, 668, 13), (404, 636, 14))
    img = paint(img, [oval(x, y, r, r * 0.8, -20) for x, y, r in dents], Ink("#7f9094", "#e6ece8",
                                                            60, alpha=0.55))
    img = stack(img, pot(660, 798, 92, CLAY))
    for x, y in ((816, 800), (892, 806)):
        img = stack(img, bowl(x, y, 42, BLUE_RIM))
        img = paint(img, [oval(x, y - 34, 36, 6)], Ink("#b9783f", "#8a4f2a"))
    img = steam(img, (850, 764), 250)
    img = paint(img, [stroke(line((610, 120), (720, 120)), 6)], flat("#6d4a26"))
    for x, tall in ((630, 190), (666, 230), (700, 170)):
        img = paint(img, [stroke(line((x, 120), (x, 120 + tall)), 7, 8)],
                    Ink("#b98a54", "#7d5630", 0))
        img = paint(img, [oval(x, 126 + tall, 20, 26)], Ink("#d2a468", "#7d5630", 20))
    img = garden_basket(img, rng)
    beam = [[(150, 140), (520, 140), (980, 830), (520, 830)]]
    img = veil(img, beam, "#fff1c4", 0.12, 34, "screen")
    return finish(img, "#7a5040")


# --- The counting frame -------------------------------------------------------------------


def table_and_wall(rng: Random) -> Image.Image:
    """A quiet green wall with window light on it, and the wooden table."""
    img = gradient([(0, "#a9c0a6"), (0.5, "#c3cfae"), (1, "#93ab92")])
    panes = [[(x, y), (x + 250, y + 46), (x + 250, y + 266), (x, y + 220)]
             for x in (640, 920) for y in (30 + (x - 640) * 0.17, 280 + (x - 640) * 0.17)]
    img = veil(img, panes, "#fff3c4", 0.75, 7, "screen")
    shadow = scatter_leaves(rng, (1110, 190), 34, 90, (100, 170), 90)
    twig = stroke(spline([(1300, 20), (1160, 130), (980, 300)]), 7, 3)
    img = veil(img, [*shadow, twig], "#7f9b80", 0.55, 4, "multiply")
    img = planks(img, rng, boards(716, 1090, 5), ("#c98d58", "#74452a"))
    img = paint(img, [rect(-20, 712, 1620, 719)], Ink("#e7b780", "#9a6640", 0))
    light = [[(500, 730), (860, 730), (1320, 1080), (820, 1080)]]
    return veil(img, light, "#ffe2a8", 0.3, 26, "screen")


def frame_of_rods(img: Image.Image, rng: Random) -> Image.Image:
    """Three bamboo rods with ten seeds each; purple cane peel marks the rod of tens."""
    pale, ripe = ("#f0d391", "#a2783c"), ("#dcb86f", "#7f5a2c")
    cast = [[(440, 872), (1210, 872), (1330, 930), (560, 930)]]
    img = veil(img, cast, "#5a3723", 0.7, 16, "multiply")
    for y, moved in ((366, 2), (516, 4), (666, 7)):
        img = bamboo(img, line((420, y), (1180, y)), 15, ripe, 3)
        seeds = [470 + k * 53 for k in range(moved)] + [1130 - k * 53 for k in range(10 - moved)]
        img = bead_row(img, rng, sorted(seeds), y)
    for x in (410, 1190):
        img = bamboo(img, line((x, 214), (x, 862)), 40, pale, 4)
    for y in (246, 800):
        img = bamboo(img, line((356, y), (1244, y)), 36, pale, 6)
    peel = [[(x - 23, 494 + k * 11), (x + 23, 490 + k * 11), (x + 23, 499 + k * 11),
             (x - 23, 503 + k * 11)] for x in (410, 1190) for k in range(4)]
    img = paint(img, peel, Ink("#8d4a86", "#5a2a5c", 0, rough=0.15))
    cords = [rect(x - 26, y - 22 + k * 10, x + 26, y - 16 + k * 10)
             for x in (410, 1190) for y in (246, 800) for k in range(5)]
    img = paint(img, cords, Ink("#c05a3c", "#7d3226", 0))
    feet = [[(x - 84, 902), (x - 66, 854), (x + 66, 854), (x + 84, 902)] for x in (410, 1190)]
    img = veil(img, [[(x + 26, y + 16) for x, y in foot] for foot in feet], "#52301f", 0.8, 8,
               "multiply")
    return paint(img, feet, Ink("#f0c083", "#8c552f", 90, 0.4))


def bead_row(img: Image.Image, rng: Random, xs: Sequence[float], y: float) -> Image.Image:
    """Glossy soapberry-dark seeds threaded on one rod."""
    turns = [rng.uniform(-9, 9) for _ in xs]
    seeds = [oval(x, y + 1, 25, 40, turn) for x, turn in zip(xs, turns, strict=True)]
    img = veil(img, [oval(x + 13, y + 14, 24, 39) for x in xs], "#6f7c5c", 0.5, 5, "multiply")
    for k, seed in enumerate(seeds):
        tone = mix("#7c4429", "#4a281c", rng.random())
        img = paint(img, [seed], Ink(tone, "#21120e", 50 + k % 3 * 8, 0.35, 0.15))
    gleams = [oval(x - 9, y - 15, 4.6, 11, 18) for x in xs]
    holes = [oval(x + side * 22, y, 3, 7) for x in xs for side in (-1, 1)]
    img = paint(img, holes, flat("#170c09", 0.7))
    return paint(img, gleams, flat("#f7d9b0", 0.75))


def pods(img: Image.Image, rng: Random) -> Image.Image:
    """Dry pods on the left, a bowl of seeds on the right, a few seeds rolled away."""
    curves = ([(60, 930), (150, 880), (260, 884), (350, 926)],
              [(96, 1000), (200, 950), (320, 962), (430, 1010)])
    for curve in curves:
        body = tapered([curve[0], *spline(curve, steps=2)[1:-1], curve[-1]], [8, 40, 46, 48, 46,
                                                            38, 8])
        img = veil(img, [[(x + 12, y + 20) for x, y in body]], "#52301f", 0.7, 8, "multiply")
        img = paint(img, [body], Ink("#6a4331", "#28170f", 80, 0.45))
        bumps = [oval(x, y - 2, 13, 9, 10) for x, y in spline(curve)[6:-4:6]]
        img = paint(img, bumps, Ink("#75492f", "#3a2118", 70, alpha=0.8))
    img = veil(img, [oval(1400, 960, 190, 34)], "#52301f", 0.75, 12, "multiply")
    heap = [oval(1372 + 104 * at, 846 - (1 - at * at) * rng.uniform(0, 44), 20, 14,
                 rng.uniform(0, 180)) for at in (rng.uniform(-1, 1) for _ in range(60))]
    layers = bowl(1372, 960, 138, ("#f3e8cf", "#a98f6c", "#3f6f7a"))
    img = stack(img, layers)
    heap.sort(key=lambda seed: seed[10][1])
    for seed in heap:
        img = paint(img, [seed], Ink("#7c4a30", "#2a1711", 60, 0.3, 0.1))
    img = paint(img,
                [oval((s[0][0] + s[20][0]) / 2 - 5, (s[0][1] + s[20][1]) / 2 - 5, 4, 2.4, -20)
                 for s in heap], flat("#efcfa6", 0.6))
    loose = ((620, 960), (700, 1010), (1130, 984), (1220, 1030), (560, 1030), (1040, 1036))
    img = veil(img, [oval(x + 7, y + 10, 26, 12) for x, y in loose], "#52301f", 0.75, 5, "multiply")
    for x, y in loose:
        img = paint(img, [oval(x, y, 25, 17, rng.uniform(-40, 40))], Ink("#80492c", "#27150f", 60))
        img = paint(img, [oval(x - 8, y - 7, 6, 3, -20)], flat("#f4d5ab", 0.8))
    return img


def draw_counting_frame() -> Image.Image:
    """A counting frame of bamboo rods and dark seeds, on a wooden table."""
    rng = Random("bồ kết")
    img = pods(frame_of_rods(table_and_wall(rng), rng), rng)
    img = veil(img, [[(300, -20), (620, -20), (1330, 1090), (760, 1090)]], "#fff0bf", 0.13, 50,
               "screen")
    return finish(img, "#6a5442")


# --- The brocade corner -------------------------------------------------------------------


def brocade_room() -> Image.Image:
    """A clay-washed corner, warm boards, and light falling from a window unseen."""
    img = gradient([(0, "#e7c9a3"), (0.7, "#d9a982"), (1, "#b87f5a")])
    img = paint(img, [[(-20, -20), (420, -20), (420, 742), (-20, 860)]],
                Ink("#cf9f7b", "#a8755a", 0))
    img = veil(img, [rect(396, -20, 440, 760)], "#8d5b44", 0.45, 16, "multiply")
    panes = [[(960 + i * 180, 30 + j * 210 + i * 40), (1116 + i * 180, 64 + j * 210 + i * 40),
              (1116 + i * 180, 250 + j * 210 + i * 40), (960 + i * 180, 216 + j * 210 + i * 40)]
             for i in range(2) for j in range(2)]
    img = veil(img, panes, "#fff0c8", 0.5, 9, "screen")
    floor = [(-20, 860), (420, 742), (1640, 742), (1640, 1100), (-20, 1100)]
    img = paint(img, [floor], Ink("#c98f5c", "#8a5433", 70, 0.4))
    seams = [stroke(line((420 + i * 122, 742), (420 + i * 122 + (i - 4.5) * 130, 1100)), 2, 4)
             for i in range(-8, 18)]
    img = veil(img, seams, "#5f3822", 0.5, 0.6, "multiply", [floor])
    skirt = [[(-20, 838), (420, 720), (1640, 720), (1640, 746), (420, 746), (-20, 864)]]
    return paint(img, skirt, Ink("#8a5a3e", "#6a4130", 0))


def hanging_cloth(img: Image.Image) -> Image.Image:
    """The great cloth on the wall, hung from a bamboo pole."""
    bands = [("stripe", 0), ("teeth", 0), ("diamond", 0), ("stripe", 0), ("hook", 0), ("stripe", 0),
             ("star", 0), ("stripe", 0), ("hook", 0), ("stripe", 0), ("diamond", 0), ("teeth", 1),
             ("stripe", 0)]
    cloth = brocade(bands, 96, INDIGO_CLOTH)
    cut = rect(500, 120, 860, 552)
    img = veil(img, [rect(512, 130, 884, 580)], "#7d4f3a", 0.6, 12, "multiply")
    fringe = [stroke([(506 + i * 12, 548), (505 + i * 12, 584)], 4) for i in range(30)]
    img = paint(img, fringe, Ink("#f2c14e", "#c2483c", 0))
    img = drape(img, cloth, (500, 120), (360, 0), (0, 432), cut)
    folds = [rect(x, 112, x + 26, 552) for x in (560, 670, 790)]
    img = veil(img, folds, "#3a2438", 0.35, 14, "multiply", [cut])
    return bamboo(img, line((462, 116), (898, 116)), 22, ("#ecca86", "#8f6935"), 4)


def cushion(
    img: Image.Image, at: Point, size: float, turn: float, cloth: Image.Image, edge: str
) -> Image.Image:
    """A plump square cushion: brocade, piped edge, shadow under and light above."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def place(u: float, v: float) -> Point:
        return at[0] + (u * cos - v * sin) * size, at[1] + (u * sin + v * cos) * size

    knots = [(-1, -1), (-0.5, -0.9), (0, -0.88), (0.5, -0.9), (1, -1), (0.9, -0.5), (0.88, 0),
             (0.9, 0.5), (1, 1), (0.5, 0.92), (0, 0.9), (-0.5, 0.92), (-1, 1), (-0.9, 0.5),
             (-0.88, 0), (-0.9, -0.5)]
    shape = spline([place(u, v) for u, v in knots], closed=True, steps=8)
    img = veil(img, [[(x + size * 0.14, y + size * 0.12) for x, y in shape]], "#5a3023", 0.65, 14,
               "multiply")
    span = size * 2.2
    img = drape(img, cloth, place(-1.1, -1.1), (cos * span, sin * span), (-sin * span, cos * span),
                shape)
    shade = spline([place(u, v) for u, v in
                    ((1.1, -0.7), (0.55, 0), (0.2, 0.55), (-0.8, 0.72), (-1.1, 1.1), (1.1, 1.1))],
                   closed=True)
    img = veil(img, [shade], "#4a2638", 0.5, size * 0.16, "multiply", [shape])
    img = veil(img, [oval(*place(-0.3, -0.35), size * 0.5, size * 0.36, turn)], "#fff0cf", 0.3,
               size * 0.16, "screen", [shape])
    return paint(img, [stroke([*shape, shape[0]], size * 0.045)],
                 Ink(mix(edge, "#ffffff", 0.2), edge))


def low_shelf(img: Image.Image) -> Image.Image:
    """The low bamboo shelf: picture books, blocks, a basket, a plant."""
    img = bamboo_shelf(img, (990, 380, 1500, 772), (400, 570, 740), 24)
    books = ("#c9483f", "#e3a63f", "#3f7f7a", "#f0e0bd", "#7d3f55", "#5d8f56", "#2f4a78", "#e58a62")
    for i in range(13):
        x, tall = 1016 + i * 23, 118 - (i * 37 % 30)
        tone = books[i % len(books)]
        img = paint(img, [rect(x, 564 - tall, x + 20, 564)],
                    Ink(mix(tone, "#fff2d8", 0.15), tone, 0))
        img = paint(img, [rect(x, 564 - tall + 18, x + 20, 564 - tall + 25)], flat("#f6e6c4", 0.7))
    img = paint(img, [spline([(1350, 500), (1364, 564), (1462, 564), (1476, 500)])],
                Ink("#e7bf7d", "#8f6333", 20))
    img = paint(img, [oval(1384 + k * 29, 494, 20, 20) for k in range(3)], Ink("#e8705a",
                                                            "#a8392f", 60))
    img = paint(img, [oval(1398, 488, 17, 17), oval(1440, 486, 16, 16)],
                Ink("#f3c558", "#b9812f", 60))
    img = paint(img, [rect(1344, 496, 1482, 510)], Ink("#f4d79b", "#a87a44", 0))
    for x, y, tone in ((1040, 690, "#d9604a"), (1096, 690, "#4f93a0"), (1152, 690, "#e9b44c"),
                       (1068, 642, "#7fae6a"), (1124, 642, "#c56f86")):
        block = rect(x - 24, y - 6, x + 24, y + 42)
        img = paint(img, [block], Ink(mix(tone, "#fff2d8", 0.25), mix(tone, "#5a3023", 0.2), 40))
    img = stack(img, bowl(1290, 736, 50, GREEN_RIM))
    img = stack(img, bowl(1412, 736, 58, RED_RIM))
    stems = [leaf(1090, 330, turn, long, 34) for turn, long in
             ((-160, 110), (-130, 150), (-105, 170), (-80, 160), (-50, 150), (-22, 112))]
    img = paint(img, stems, Ink("#86ad69", "#386b4c", 40))
    img = paint(img, [[(1046, 318), (1134, 318), (1122, 392), (1058, 392)]], Ink("#d68a5f",
                                                            "#8b4a35", 10))
    for k, tone in enumerate(("#8f2430", "#e3a63f", "#24564c", "#f0e0bd")):
        y = 380 - k * 24
        fold = [rect(1312, y - 11, 1448, y + 11), oval(1312, y, 10, 11), oval(1448, y, 7, 11)]
        img = paint(img, fold, Ink(mix(tone, "#fff2d8", 0.2), mix(tone, "#4a2638", 0.25)))
        img = paint(img, [rect(1314, y - 2, 1450, y + 2)], flat("#f6ead2", 0.55))
    return img


def draw_brocade_corner() -> Image.Image:
    """A classroom corner: brocade cushions, a great woven cloth, low bamboo shelves."""
    img = low_shelf(hanging_cloth(brocade_room()))
    mat = [(250, 884), (1240, 884), (1440, 1046), (60, 1046)]
    img = veil(img, [[(x + 8, y + 12) for x, y in mat]], "#5a3023", 0.6, 8, "multiply")
    img = paint(img, [mat], Ink("#f0dba6", "#c39c60", 70, 0.4))
    weave = [stroke(line((250 + i * 20.2, 886), (60 + i * 28.2, 1044)), 2) for i in range(1, 49)]
    img = paint(img, weave, flat("#a87f48", 0.4))
    hem = [stroke([(244, 890), (1246, 890)], 9), stroke([(68, 1038), (1432, 1038)], 15)]
    img = paint(img, hem, Ink("#c4483c", "#8f2c30", 0))
    one_star = brocade([("stripe", 0), ("star", 0), ("stripe", 0)], 25, RED_CLOTH)
    field = brocade([("diamond", 0), ("diamond", 0), ("diamond", 0)], 44, GREEN_CLOTH)
    hooks = brocade([("stripe", 0), ("hook", 0), ("stripe", 0), ("hook", 0), ("stripe", 0),
                     ("hook", 0),
                     ("stripe", 0)], 42, INDIGO_CLOTH)
    img = cushion(img, (250, 770), 138, -9, hooks, "#d8553f")
    img = cushion(img, (760, 786), 142, 7, field, "#e9b44c")
    img = cushion(img, (500, 806), 164, -3, one_star, "#f2c14e")
    img = cushion(img, (1080, 930), 104, 14, one_star, "#f6ead2")
    img = veil(img, [[(-20, 20), (240, -20), (1260, 1090), (640, 1090)]], "#fff0c0", 0.2, 50,
               "screen")
    return finish(img, "#7a4c40")


# --- The bookshelf by the window ----------------------------------------------------------


def reading_room(rng: Random) -> Image.Image:
    """A deep green room; the window stands open on hills in the afternoon."""
    img = gradient([(0, "#4f7d74"), (0.7, "#5f8a78"), (1, "#3f665d")])
    view = ("#f4d9a0", "#fdeec6", "#b7c494", "#86ad7c", "#4f8a66", "#c9905c")
    box = (150, 120, 760, 640)
    img = window(img, rng, box, view)
    sun = [rect(*box)]
    img = veil(img, [oval(610, 230, 260, 200)], "#ffdc8a", 0.7, 70, "screen", sun)
    img = paint(img, [oval(612, 226, 36, 36)], Ink("#fffbe6", "#ffe7a8", rough=0.1))
    img = paint(img, [rect(150 - 20, 120 - 20, 780, 120)], Ink("#d8a068", "#9a6540", 0))
    leaves = [[(130, 100), (20, 60), (20, 720), (130, 640)], [(780, 100), (862, 66), (862, 712),
                                                            (780, 640)]]
    img = paint(img, leaves, Ink("#c48a58", "#8a5a38", 0))
    panes = [[(116, 124), (36, 96), (36, 372), (116, 352)], [(116, 380), (36, 402), (36, 676),
                                                            (116, 620)],
             [(794, 124), (848, 102), (848, 372), (794, 352)], [(794, 380), (848, 402), (848, 672),
                                                            (794, 620)]]
    img = paint(img, panes, Ink("#f7e3b4", "#a9c3a0", 60, alpha=0.9))
    img = planks(img, rng, boards(812, 1100, 4), ("#b9814f", "#6d4229"))
    img = paint(img, [rect(-20, 792, 1620, 816)], Ink("#e0c595", "#8c6b47", 0))
    patches = [[(460 + k * 300, 830), (716 + k * 300, 830), (900 + k * 330, 1080),
                                                            (600 + k * 330, 1080)]
               for k in range(2)]
    return veil(img, patches, "#ffdb92", 0.5, 9, "screen")


SPINES = ("#c9523f", "#e4aa48", "#f1e2bf", "#3f7f86", "#8b3f4e", "#6f9a5c", "#2f4f73", "#d98558",
          "#b9c3a0", "#5a3f5c")


def book_row(img: Image.Image, rng: Random, left: float, right: float, foot: float) -> Image.Image:
    """One shelf of books: upright, here and there a leaning one or a lying pile."""
    x = left
    while x < right - 30:
        tone, wide, tall = rng.choice(SPINES), rng.uniform(18, 36), rng.uniform(96, 138)
        ink = Ink(mix(tone, "#fff2d0", 0.22), mix(tone, "#24352f", 0.25), 0, 0.3, 0.2)
        if rng.random() < 0.12 and x < right - 130:
            for k in range(4):
                pile = rng.choice(SPINES)
                flat_book = rect(x + 4 + k * 3, foot - 22 - k * 22, x + 104 - k * 2, foot - k * 22)
                img = paint(img, [flat_book], replace(ink, light=mix(pile, "#fff2d0", 0.2),
                                                      dark=pile))
            x += 112
            continue
        lean = 20.0 if rng.random() < 0.1 else 0.0
        book = [(x + lean, foot - tall), (x + wide + lean, foot - tall + lean * 0.2),
                                                            (x + wide, foot), (x, foot)]
        img = paint(img, [book], ink)
        bands = [[(x + lean * k, foot - tall * k), (x + wide + lean * k, foot - tall * k),
                  (x + wide + lean * k, foot - tall * k + 5), (x + lean * k, foot - tall * k + 5)]
                 for k in (0.86, 0.78, 0.2)]
        img = paint(img, bands, flat("#f8e7bd", 0.7))
        x += wide + 2 + lean
    return img


def bookcase(img: Image.Image, rng: Random) -> Image.Image:
    """A wooden bookcase set close against the window."""
    left, right, top, foot = 900, 1500, 130, 900
    img = veil(img, [rect(left + 20, top + 20, right + 60, foot)], "#223f3a", 0.7, 20, "multiply")
    img = veil(img, [oval(1210, 912, 380, 22)], "#3a2318", 0.8, 10, "multiply")
    img = paint(img, [rect(left, top, right, foot - 20)], Ink("#7d5236", "#4d3023", 0))
    shelves = (300, 478, 656, 834)
    for y in shelves:
        img = veil(img, [rect(left, y - 172, right, y - 140)], "#2c1a14", 0.6, 10, "multiply",
                   [rect(left, top, right, foot - 20)])
        img = book_row(img, rng, left + 30, right - 24 if y != shelves[1] else right - 190, y)
        img = paint(img, [rect(left + 10, y, right - 10, y + 20)], Ink("#d9a268", "#96643d", 0))
    img = paint(img, [rect(left, top, left + 26, foot), rect(right - 26, top, right, foot)],
                Ink("#d9a066", "#8a5936", 0, 0.4))
    img = paint(img, [rect(left - 16, top - 16, right + 16, top + 12)],
                Ink("#e7b679", "#a26d43", 0))
    img = paint(img, [rect(left, 854, right, 880)], Ink("#b97f4d", "#7a4d30", 0))
    globe = [oval(1404, 400, 52, 52)]
    img = paint(img, [rect(1376, 464, 1432, 478), rect(1400, 446, 1408, 468)], flat("#c99a55"))
    img = paint(img, globe, Ink("#8fc1c0", "#2f6a80", 50))
    land = [blob(rng, 1386, 384, 22, 16, 0.3), blob(rng, 1424, 414, 18, 15, 0.3)]
    img = paint(img, land, Ink("#c9cf86", "#6f9a5c", 50))
    for k, tone in enumerate(("#8b3f4e", "#3f7f86", "#e4aa48")):
        book = rect(1290 + k * 6, 92 - k * 24, 1430 - k * 10, 114 - k * 24)
        img = paint(img, [book], Ink(mix(tone, "#fff2d0", 0.2), mix(tone, "#24352f", 0.2), 0))
    light = [[(780, 130), (960, 130), (1500, 900), (1180, 900), (900, 500)]]
    return veil(img, light, "#ffd98a", 0.3, 30, "screen",
                [rect(left - 16, top - 16, right + 16, foot)])


def cat_on_sill(img: Image.Image) -> Image.Image:
    """A cat, back turned, watching the hills; beside it a plant in a clay pot."""
    tail = stroke(spline([(352, 630), (300, 640), (284, 690), (312, 724)]), 20, 13)
    body = spline([(330, 636), (322, 560), (348, 500), (384, 486), (424, 500), (450, 560),
                                                            (444, 636)])
    head = blob(Random("mèo"), 388, 462, 44, 38, 0.03)
    ears = [[(350, 452), (352, 404), (384, 430)], [(392, 430), (424, 404), (428, 452)]]
    img = veil(img, [oval(396, 642, 80, 9)], "#5a3423", 0.7, 5, "multiply")
    img = paint(img, [body, head, *ears], Ink("#efb063", "#a85f38", 190, 0.4))
    stripes = [stroke(spline([(364, y), (386, y + 9), (410, y)]), 8, 3) for y in (520, 546, 572)]
    stripes += [stroke([(x, 428), (x, 450)], 6, 3) for x in (376, 388, 400)]
    img = paint(img, stripes, flat("#9a5430", 0.6))
    img = paint(img, [tail, oval(312, 724, 7, 7)], Ink("#eaa65a", "#a85f38", 90))
    fronds = [leaf(630, 560, turn, long, 30) for turn, long in
              ((-165, 100), (-138, 130), (-112, 150), (-86, 156), (-60, 140), (-34, 120),
                                                            (-12, 92))]
    img = paint(img, fronds, Ink("#9cc07a", "#2f6a50", 30))
    img = paint(img, [[(582, 556), (678, 556), (662, 640), (598, 640)]],
                Ink("#e09468", "#8b4a35", 180))
    return paint(img, [rect(574, 546, 686, 566)], Ink("#eba67a", "#9a573e", 180))


def draw_bookshelf() -> Image.Image:
    """A bookshelf set by an open window, hills outside, afternoon light."""
    rng = Random("tủ sách")
    img = cat_on_sill(bookcase(reading_room(rng), rng))
    stool = [rect(250, 908, 270, 1010), rect(420, 908, 440, 1010)]
    img = veil(img, [oval(380, 1012, 170, 22)], "#3a2318", 0.75, 9, "multiply")
    img = paint(img, stool, Ink("#c48a58", "#7d5033", 0))
    img = paint(img, [oval(345, 900, 128, 26)], Ink("#e9b87c", "#a56e43", 60))
    for k, (tone, wide) in enumerate((("#3f7f86", 84), ("#c9523f", 74), ("#f1e2bf", 66))):
        book = rect(345 - wide, 872 - k * 24, 345 + wide - 8, 894 - k * 24)
        img = paint(img, [book], Ink(mix(tone, "#fff2d0", 0.2), mix(tone, "#24352f", 0.25), 0))
    beams = [[(240 + k * 280, 130), (420 + k * 280, 130), (920 + k * 340, 1080),
                                                            (640 + k * 340, 1080)]
             for k in range(2)]
    img = veil(img, beams, "#ffdc90", 0.16, 26, "screen")
    return finish(img, "#4f5a4c")


# --- Finding the stories, writing the files -----------------------------------------------

SCENES: dict[str, Callable[[], Image.Image]] = {
    "ben-do-suong-som.jpg": draw_landing,
    "bep-lop-hoc.jpg": draw_kitchen,
    "ban-tinh-hat-bo-ket.jpg": draw_counting_frame,
    "goc-lop-tho-cam.jpg": draw_brocade_corner,
    "tu-sach-cua-so.jpg": draw_bookshelf,
    "duong-vao-ban-hoa-dao.jpg": draw_peach_path,
    "cong-truong-dem.jpg": draw_night_gate,
    "cau-tre-qua-suoi.jpg": draw_bridge,
}


def front_matter(text: str) -> str:
    """The lines between the opening and closing `---` of a Markdown file."""
    found = re.match(r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*$", text, re.DOTALL | re.MULTILINE)
    return found.group(1) if found else ""


def targets(root: Path, name: str) -> list[Path]:
    """Where a picture belongs: the folder of every story whose front matter names it."""
    mention = re.compile(rf"\bfile:[ \t]*[\"']?{re.escape(name)}(?![\w.-])")
    return [
        story.with_suffix("") / name
        for story in sorted(root.glob("stories/*/*.md"))
        if "." not in story.stem  # a translation has no pictures of its own
        if mention.search(front_matter(story.read_text(encoding="utf-8")))
    ]


def encode(picture: Image.Image) -> bytes:
    """A progressive JPEG without metadata, small enough for a slow connection."""
    for quality in range(START_QUALITY, 40, -2):
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, progressive=True, optimize=True)
        if buffer.tell() <= MAX_BYTES:
            break
    return buffer.getvalue()


def main(root: Path) -> list[Path]:
    """Draw every picture that a story under `root` mentions; return the paths written."""
    written: list[Path] = []
    for name, draw in SCENES.items():
        places = targets(root, name)
        if not places:
            sys.stderr.write(f"draw_samples: no story mentions {name}; not drawn\n")
            continue
        data = encode(draw())
        for place in places:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            written.append(place)
    return written


if __name__ == "__main__":
    for path in main(Path(__file__).resolve().parent.parent):
        sys.stdout.write(f"{path}\n")
