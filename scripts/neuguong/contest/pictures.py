"""Pictures as they are kept of an entry: made anew from their pixels, no wider than a page needs.

A picture's bytes in, the bytes of a JPEG out, or None where it cannot be read. Nothing of the original is
copied: no Exif, no XMP, no comment, no thumbnail, no name.
"""

from __future__ import annotations

import io

from neuguong.content.pictures import MAX_PIXELS, MAX_SIDE
from neuguong.content.pixels import upright_rgb

WIDEST = 2400
"""Pixels of the longer side: a printed page at 200 dots to the inch."""
SMALLEST = 64
"""Pixels: what is smaller is a line or a bullet, no photo."""
QUALITY = 88
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


def kept(data: bytes) -> bytes | None:
    """Return the picture as a JPEG without metadata."""
    from PIL import Image  # noqa: PLC0415 - many entries have no picture

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as header:
            width, height = header.size
        if min(width, height) < SMALLEST or max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
            return None
        picture = upright_rgb(data, FORMATS)
    except Exception:  # noqa: BLE001 - decoders raise many kinds on broken data
        return None
    picture.thumbnail((WIDEST, WIDEST), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return made.getvalue()
