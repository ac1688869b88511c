"""The reader's own fonts that stand in until ours have come, so sized that lines break where ours would.

How wide a font sets Vietnamese depends on how often each letter comes, so the repository's own stories are
set in Chromium, in our face and in the stand-in, and the widths compared. Arial and Times New Roman are
measured by Arimo and Tinos, which are made to the same widths. (So is Liberation, but the one that Debian 12
brings has no Vietnamese.)
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from playwright.sync_api import Error, Page

from fonts.faces import READ, UI, Face, Family


@dataclass(frozen=True, kw_only=True, slots=True)
class StandIn:
    """One cut of a font that many readers have, for one family of ours at one weight."""

    family: Family
    name: str
    """What the style sheet calls it; the same for all its cuts."""
    locals: tuple[str, ...]
    """The full names of the cut and of its twins; the last one is here to be measured."""
    weight: int = 400
    style: str = "normal"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """A stand-in with the corrections that make it fit, in parts of one."""

    stand_in: StandIn
    size: float
    ascent: float
    descent: float
    line_gap: float


# In the order in which they are asked for. Android's serif is Noto Serif itself and needs no stand-in.
STAND_INS = (
    StandIn(family=UI, name="UI Arial", locals=("Arial", "Arimo")),
    StandIn(family=UI, name="UI Arial", locals=("Arial Bold", "Arimo Bold"), weight=600),
    StandIn(family=UI, name="UI Roboto", locals=("Roboto",)),
    StandIn(family=UI, name="UI Roboto", locals=("Roboto Bold",), weight=600),
    StandIn(family=UI, name="UI DejaVu", locals=("DejaVu Sans",)),
    StandIn(family=UI, name="UI DejaVu", locals=("DejaVu Sans Bold",), weight=600),
    StandIn(family=READ, name="Read Times", locals=("Times New Roman", "Tinos")),
    StandIn(
        family=READ,
        name="Read Times",
        locals=("Times New Roman Italic", "Tinos Italic"),
        style="italic",
    ),
    StandIn(family=READ, name="Read Times", locals=("Times New Roman Bold", "Tinos Bold"), weight=700),
    StandIn(family=READ, name="Read DejaVu", locals=("DejaVu Serif",)),
    StandIn(family=READ, name="Read DejaVu", locals=("DejaVu Serif Bold",), weight=700),
)

_DEBIAN = "fonts-croscore fonts-dejavu-core fonts-roboto-unhinted"

_MEASURE = """
async ({source, weights, weight, style, texts}) => {
  const bytes = source.base64 && Uint8Array.from(atob(source.base64), c => c.charCodeAt(0));
  const face = new FontFace("measured", bytes || `local("${source.local}")`, {weight: weights, style});
  document.fonts.add(await face.load());
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style} ${weight} 100px measured`;
  const width = texts.reduce((sum, text) => sum + pen.measureText(text).width, 0);
  document.fonts.delete(face);
  return width;
}
"""


def fit(page: Page, files: dict[Face, bytes], texts: list[str]) -> list[Fitted]:
    """Return all stand-ins with their corrections."""
    return [_fitted(page, stand_in, files, texts) for stand_in in STAND_INS]


def story_texts(stories: Path) -> list[str]:
    """Return the paragraphs of all stories, without their front matter."""
    files = [file for file in sorted(stories.rglob("*.md")) if "." not in file.stem]  # no translations
    bodies = [file.read_text("utf-8").split("\n---\n", 1)[-1] for file in files]
    return [block.replace("\n", " ") for body in bodies for block in body.split("\n\n") if block.strip()]


def _fitted(page: Page, stand_in: StandIn, files: dict[Face, bytes], texts: list[str]) -> Fitted:
    face = next(face for face in files if _plays_for(stand_in, face))
    asked = {"weight": stand_in.weight, "style": stand_in.style, "texts": texts}
    ours = {"source": {"base64": base64.b64encode(files[face]).decode()}, "weights": face.weight_range}
    theirs = {"source": {"local": stand_in.locals[-1]}, "weights": str(stand_in.weight)}
    wanted = _width(page, asked | ours)
    try:
        size = wanted / _width(page, asked | theirs)
    except Error as error:
        raise SystemExit(f"{stand_in.locals[-1]} is not installed (Debian: {_DEBIAN})") from error
    ascent, descent, line_gap = _lines(files[face])
    # The size corrects heights too, so they are given as what they are before it.
    return Fitted(
        stand_in=stand_in,
        size=size,
        ascent=ascent / size,
        descent=descent / size,
        line_gap=line_gap / size,
    )


def _plays_for(stand_in: StandIn, face: Face) -> bool:
    of_one_kind = (face.family, face.style) == (stand_in.family, stand_in.style)
    return of_one_kind and face.weights[0] <= stand_in.weight <= face.weights[-1]


def _width(page: Page, asked: dict[str, object]) -> float:
    return float(page.evaluate(_MEASURE, asked))


def _lines(data: bytes) -> tuple[float, float, float]:
    """Return ascent, descent and line gap of our face, in parts of its size."""
    font = TTFont(io.BytesIO(data))
    heights, unit = font["hhea"], font["head"].unitsPerEm
    return heights.ascent / unit, -heights.descent / unit, heights.lineGap / unit
