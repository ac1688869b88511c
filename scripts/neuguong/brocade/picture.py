"""A cloth as a picture for share cards and certificates. The only module here that needs Pillow.

Cloth in, image out. Writes no file: whoever saves it chooses the format.
"""

from __future__ import annotations

from PIL import Image, ImageColor

from neuguong.brocade.cloth import Cloth


def picture(cloth: Cloth, scale: int = 1) -> Image.Image:
    """Return the cloth in palette colours, each thread a square of that many pixels."""
    image = Image.frombytes("P", (cloth.width, cloth.height), b"".join(cloth.rows))
    image.putpalette([part for color in cloth.palette for part in ImageColor.getrgb(color)])
    return image.resize((cloth.width * scale, cloth.height * scale), Image.Resampling.NEAREST)
