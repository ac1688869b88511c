"""Proof that a picture file is a picture of decent size.

A file's bytes in, `PhotoFile` or a problem out. Never writes; the site's `images` makes what is shown.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import PurePosixPath

from neuguong.content.model import PhotoFile
from neuguong.problems import Problem, Text

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 60_000_000
MAX_SIDE = 12_000
"""WebP ends at 16,383 pixels; nobody looks at a picture a tenth as long."""
SMALLEST_SIDE = 200
_ROTATED = range(5, 9)  # Exif orientations that swap width and height


def examine(path: str, data: bytes) -> PhotoFile | Problem:
    """Open and decode the picture; say in a problem why it cannot be used."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - most builds have no new picture

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's warning of big pictures: we refuse them below
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_SIDE:
                return _problem(path, *_TOO_BIG)
            picture.load()
            width, height = picture.size
            if picture.getexif().get(0x0112) in _ROTATED:
                width, height = height, width
    except UnidentifiedImageError:
        return _problem(path, *_NO_PICTURE)
    except Image.DecompressionBombError:
        return _problem(path, *_TOO_BIG)
    except Exception as error:  # noqa: BLE001 - decoders raise many kinds on broken data
        return _problem(
            path,
            Text(
                f"ảnh hỏng ({type(error).__name__})",
                f"the picture is broken ({type(error).__name__})",
            ),
            Text("lưu lại ảnh từ bản gốc", "save it again from the original"),
        )
    if min(width, height) < SMALLEST_SIDE:
        return _problem(
            path,
            Text(f"ảnh quá nhỏ ({width}×{height})", f"the picture is too small ({width}×{height})"),
            Text("dùng ảnh rộng chừng 1.600 điểm ảnh, ít nhất 200", "use one of 1600 pixels or so"),
        )
    return PhotoFile(
        name=PurePosixPath(path).name,
        path=path,
        width=width,
        height=height,
        digest=digest(data),
    )


def digest(data: bytes) -> str:
    """Return which bytes a picture file holds."""
    return hashlib.sha256(data).hexdigest()[:16]


_NO_PICTURE = (
    Text("tệp này không phải ảnh JPG, PNG hoặc WebP", "this file is no JPG, PNG or WebP picture"),
    Text("mở ảnh gốc và lưu lại dạng JPG", "open the original and save it as JPG"),
)


_TOO_BIG = (
    Text(f"ảnh quá lớn (trên {MAX_PIXELS:,} điểm)", f"the picture is too big (over {MAX_PIXELS:,} pixels)"),
    Text("thu nhỏ còn rộng khoảng 2.000 điểm ảnh", "scale it down to about 2000 pixels wide"),
)


def _problem(path: str, what: Text, fix: Text) -> Problem:
    return Problem(path, 0, "picture-is-a-picture", what, fix)
