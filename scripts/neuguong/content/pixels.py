"""A picture's pixels and nothing else: upright, in plain RGB, with no word of camera, place or person.

The bytes of a picture in; a Pillow picture without metadata out. Knows no file and no size that is wanted.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

_ORIENTATION = 0x0112  # the Exif tag


def upright_rgb(data: bytes, formats: tuple[str, ...] | None = None) -> Pixels:
    """Return the picture as it is seen; of `formats` alone, if given. Raises what Pillow raises."""
    from PIL import Image  # noqa: PLC0415 - most builds have no new picture

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on damaged metadata, none of which is kept
        with Image.open(io.BytesIO(data), formats=formats) as original:
            seen = _flat(_upright(original))
    bare = Image.frombytes("RGB", seen.size, seen.tobytes())
    bare.info.clear()
    return bare


def _upright(picture: Pixels) -> Pixels:
    """Turn the picture as its Exif asks (`ImageOps.exif_transpose` fails where other values are damaged)."""
    from PIL.Image import Transpose  # noqa: PLC0415 - most builds have no new picture

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(picture.getexif().get(_ORIENTATION, 1))
    return picture if turn is None else picture.transpose(turn)


def _flat(picture: Pixels) -> Pixels:
    """Return the picture in plain RGB: its own colour profile applied, transparent parts on white."""
    from PIL import Image  # noqa: PLC0415 - most builds have no new picture

    if picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda level: level / 256).convert("L")
    if not picture.has_transparency_data:
        return _in_srgb(picture)
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")


def _in_srgb(picture: Pixels) -> Pixels:
    """Apply the picture's own colour profile, because the profile itself is left out with the metadata."""
    from PIL import ImageCms  # noqa: PLC0415 - most builds have no new picture

    profile = picture.info.get("icc_profile")
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(
                picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if changed is not None:
                return changed
    return picture.convert("RGB")
