"""Pictures as judges see them: upright, no wider than a page, made anew from their pixels alone.

A picture's bytes in, the bytes of a JPEG out. Whatever was written beside the pixels (camera, place, name)
stays behind: nothing of the original file is copied.
"""

from __future__ import annotations

import functools
import io
import warnings

WIDEST = 1200
HIGHEST = 1600
QUALITY = 78
_FORMATS = ("JPEG", "PNG", "WEBP")
_WHITE = (255, 255, 255)


class BadPicture(ValueError):  # noqa: N818 - it is what it is
    """A picture that cannot be opened."""


@functools.lru_cache(maxsize=64)
def bare(data: bytes) -> bytes:
    """Return the picture as a JPEG without any metadata; several judges get the same.

    Raises BadPicture.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - most entries have no picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's remarks on damaged metadata, none of which is kept
            with Image.open(io.BytesIO(data), formats=_FORMATS) as original:
                upright = ImageOps.exif_transpose(original).convert("RGBA")
    except Exception as error:  # decoders raise many kinds on broken data
        raise BadPicture(type(error).__name__) from error
    flat = Image.new("RGB", upright.size, _WHITE)
    flat.paste(upright, mask=upright.getchannel("A"))
    flat.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    pixels = Image.frombytes("RGB", flat.size, flat.tobytes())
    made = io.BytesIO()
    pixels.save(made, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return made.getvalue()
