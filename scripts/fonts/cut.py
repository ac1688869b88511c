"""One original → one woff2: our letters and features, our weights, no hinting. The same bytes every time.

For Pillow, which draws the share cards, the same face once more: without layout tables, its kerning as data.
"""

from __future__ import annotations

import io
import json

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib import instancer

from fonts import draw
from fonts.faces import FEATURES, LETTERS, Face
from fonts.kern import kerning

_NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)  # who made it and under which licence stays in the file
_DESCRIPTION = 10
_SMOOTH = 0x000A  # unhinted outlines: greyscale in both directions at every size


def cut(face: Face) -> bytes:
    """Return the file of a face."""
    font = _ours(face)
    if not face.family.tabular:
        draw.add_tabular_numerals(font)
    font.flavor = "woff2"
    return _saved(font)


def cut_for_pictures(face: Face) -> tuple[bytes, bytes]:
    """Return a face as a plain TrueType font, and its kerning as JSON."""
    font = _ours(face)
    kerned = json.dumps(kerning(font, LETTERS), ensure_ascii=False, separators=(",", ":"))
    for table in ("GDEF", "GPOS", "GSUB"):
        del font[table]
    return _saved(font), f"{kerned}\n".encode()


def _ours(face: Face) -> TTFont:
    """Return the face in our letters, with what its original lacks."""
    # fontTools would write the time of day into the file.
    font = TTFont(face.family.original(face.original), recalcTimestamp=False)
    _keep_our_letters(font)
    if face.axes:
        overlaps = instancer.OverlapMode.KEEP_AND_SET_FLAGS
        font = instancer.instantiateVariableFont(font, dict(face.axes), overlap=overlaps)
    # Widths stand in the outlines too; letters that are drawn here would have to be entered twice.
    if "HVAR" in font:
        del font["HVAR"]
    draw.add_arrows(font)
    _say_what_it_is(font, face)
    return font


def _keep_our_letters(font: TTFont) -> None:
    options = subset.Options()
    options.hinting = False
    options.layout_features = list(FEATURES)
    options.layout_scripts = ["DFLT", "latn"]
    options.name_IDs = list(_NAMES)
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "STAT"]
    options.harfbuzz_repacker = False  # where it happens to be installed it would change the bytes
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    gasp = newTable("gasp")
    gasp.gaspRange = {0xFFFF: _SMOOTH}
    font["gasp"] = gasp


def _say_what_it_is(font: TTFont, face: Face) -> None:
    """Whoever opens the file learns that it is a modified version, as the licence wishes."""
    words = f"{face.family.name}, cut to the letters of the site Nêu Gương; not the original."
    font["name"].setName(words, _DESCRIPTION, 3, 1, 0x409)


def _saved(font: TTFont) -> bytes:
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()
