"""What is shipped: which faces, out of which pinned package, with which letters and features."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """A typeface: its name, the package that brings it, and what its original lacks and we draw."""

    name: str
    package: str
    licence: str
    tabular: bool
    """Whether the original has numerals of one width."""

    def original(self, file: str) -> Path:
        """Return a file of the package."""
        found = importlib.util.find_spec(self.package)
        if found is None or not found.submodule_search_locations:
            raise SystemExit(f"{self.package} is missing: run `make fonts`")
        return Path(found.submodule_search_locations[0]) / file


@dataclass(frozen=True, kw_only=True, slots=True)
class Face:
    """One file: a cut of a family, and the part it plays in the style sheet."""

    family: Family
    original: str
    file: str
    weights: tuple[int, ...]
    """The weight, or the first and last of a variable one."""
    style: str = "normal"
    axes: tuple[tuple[str, float | tuple[float, float]], ...] = ()
    """What a variable original is narrowed to."""

    @property
    def weight_range(self) -> str:
        """The weights as a style sheet writes them."""
        return " ".join(map(str, self.weights))


UI = Family(
    name="Be Vietnam Pro", package="fontpkg_be_vietnam_pro", licence="OFL-BeVietnamPro.txt", tabular=False
)
READ = Family(name="Noto Serif", package="fontpkg_noto_serif", licence="OFL-NotoSerif.txt", tabular=True)

FACES = (
    Face(
        family=UI, original="files/BeVietnamPro-Regular.ttf", file="be-vietnam-pro-400.woff2", weights=(400,)
    ),
    Face(
        family=UI, original="files/BeVietnamPro-SemiBold.ttf", file="be-vietnam-pro-600.woff2", weights=(600,)
    ),
    Face(
        family=READ,
        original="files/NotoSerif[wdth,wght].ttf",
        file="noto-serif.woff2",
        weights=(400, 700),
        axes=(("wdth", 100), ("wght", (400, 700))),
    ),
    Face(
        family=READ,
        original="files/NotoSerif-Italic[wdth,wght].ttf",
        file="noto-serif-italic.woff2",
        weights=(400,),
        style="italic",
        axes=(("wdth", 100), ("wght", 400)),
    ),
)

ON_CARDS = FACES[1]
"""What the share cards are set in."""

# Vietnamese in one piece and with combining marks, Western Europe, and the letters that the names of guests
# from elsewhere most often need. A rarer letter comes from the reader's own font.
_VIETNAMESE = (
    "ĂăĐđĨĩŨũƠơƯư"
    + "".join(map(chr, range(0x1EA0, 0x1EFA)))
    + "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
)
_NAMES = "ĀāĒēĪīŌōŪūĆćČčĎďĘęĚěĞğİıŁłŃńŇňŐőŒœŘřŚśŞşŠšŤťŮůŰűŹźŻżŽžȘșȚț"
_SIGNS = "–—‘’‚“”„†•…‰′″‹›⁄\u2009\u2010\u2011\u202f₫€№←↑→↓↗−×"
LETTERS = frozenset(
    [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, _VIETNAMESE), *map(ord, _NAMES), *map(ord, _SIGNS)]
)

# What shaping Vietnamese needs (marks on marks, composition, kerning) and numerals for tables and text.
FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "onum", "pnum", "tnum")
