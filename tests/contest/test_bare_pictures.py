from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from neuguong.contest.bare_pictures import HIGHEST, WIDEST, BadPicture, bare
from tests.contest.handouts import picture

SECRET = b"BI-MAT"


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_picture_loses_whatever_was_written_beside_its_pixels() -> None:
    planted = picture()
    assert planted.count(SECRET) >= 4
    made = bare(planted)
    assert SECRET not in made
    assert dict(opened(made).getexif()) == {}
    assert set(opened(made).info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_lose_it_too(kind: str) -> None:
    notes = PngInfo()
    notes.add_text("Author", SECRET.decode())
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    planted = io.BytesIO()
    Image.new("RGBA", (300, 200), (10, 20, 30, 128)).save(planted, kind, exif=exif, pnginfo=notes)
    assert SECRET in planted.getvalue()
    made = bare(planted.getvalue())
    assert SECRET not in made
    assert opened(made).format == "JPEG"


def test_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a camera held on its side
    lying = io.BytesIO()
    Image.new("RGB", (400, 300)).save(lying, "JPEG", exif=exif)
    assert opened(bare(lying.getvalue())).size == (300, 400)


def test_large_picture_becomes_as_wide_as_a_page() -> None:
    made = opened(bare(picture(3000, 2400)))
    assert made.size == (WIDEST, 960)
    assert opened(bare(picture(600, 4000))).size == (240, HIGHEST)


def test_small_picture_stays_small() -> None:
    assert opened(bare(picture(320, 200))).size == (320, 200)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff", picture()[:500], b"<svg xmlns='...'/>"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        bare(data)
