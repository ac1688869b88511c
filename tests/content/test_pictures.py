from __future__ import annotations

import hashlib
import struct
import zlib

import pytest
from PIL import Image

from neuguong.content.model import PhotoFile
from neuguong.content.pictures import SMALLEST_SIDE, examine
from neuguong.problems import Problem
from tests.samples import picture

PATH = "stories/2014-2015/con-do-som/ben-do.jpg"


def rotated(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return picture("JPEG", (400, 300), exif.tobytes())


def png_of_size(width: int, height: int) -> bytes:
    """Return a PNG whose header claims the size, with hardly any data behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def fault(data: bytes) -> str:
    problem = examine(PATH, data)
    assert isinstance(problem, Problem), problem
    assert (problem.path, problem.line, problem.rule) == (PATH, 0, "picture-is-a-picture")
    return problem.what.en


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_examine_takes_pictures_by_what_they_are(form: str) -> None:
    data = picture(form)
    assert examine(PATH, data) == PhotoFile(
        name="ben-do.jpg",
        path=PATH,
        width=400,
        height=300,
        digest=hashlib.sha256(data).hexdigest()[:16],
    )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_examine_gives_the_size_of_the_upright_picture(orientation: int) -> None:
    found = examine(PATH, rotated(orientation))
    assert isinstance(found, PhotoFile)
    assert (found.width, found.height) == ((400, 300) if orientation < 5 else (300, 400))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        "Đây là một câu.".encode(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7\n",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
    ],
    ids=["zero bytes", "one byte", "text", "SVG", "PDF", "GIF", "BMP", "TIFF"],
)
def test_examine_refuses_what_is_no_photo(data: bytes) -> None:
    assert fault(data) == "this file is no JPG, PNG or WebP picture"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_examine_refuses_a_cut_picture(form: str) -> None:
    data = picture(form)
    assert "broken" in fault(data[: len(data) * 2 // 3]) or form == "WEBP"
    assert isinstance(examine(PATH, data[: len(data) // 3]), Problem)


def test_examine_refuses_a_picture_with_broken_notes() -> None:
    assert fault(picture("PNG", exif=b"no notes at all")) == "the picture is broken (SyntaxError)"


@pytest.mark.parametrize("size", [(8_000, 8_000), (12_000, 12_000), (40_000, 40_000), (2**31 - 1, 2**31 - 1)])
def test_examine_refuses_a_bomb_by_its_header(size: tuple[int, int]) -> None:
    assert fault(png_of_size(*size)) == "the picture is too big (over 60,000,000 pixels)"


@pytest.mark.parametrize(
    ("size", "fits"),
    [
        ((SMALLEST_SIDE, SMALLEST_SIDE), True),
        ((SMALLEST_SIDE, SMALLEST_SIDE - 1), False),
        ((SMALLEST_SIDE - 1, 900), False),
        ((1, 1), False),
    ],
)
def test_examine_asks_for_a_decent_size(size: tuple[int, int], fits: bool) -> None:
    found = examine(PATH, picture("PNG", size))
    assert isinstance(found, PhotoFile) is fits
    if isinstance(found, Problem):
        assert found.what.en == f"the picture is too small ({size[0]}×{size[1]})"
