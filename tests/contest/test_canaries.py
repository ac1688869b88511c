"""Canaries: a planted name is found wherever it stands, however it is written, and nowhere else."""

from __future__ import annotations

import gzip
import io
import unicodedata
import zipfile

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from neuguong.contest.canaries import Canaries

NAME, SCHOOL, PHONE = "Bùi Thị Hòa Mẫu", "Trường TH Khe Mẫu 7", "0912000007"
PLANTED = Canaries((NAME, SCHOOL, PHONE))


def packed(words: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.xml", words)
    return out.getvalue()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (f"Tôi là {NAME}.", (NAME,)),
        (f"Tôi là {NAME.upper()}!", (NAME,)),
        ("bui thi hoa mau", (NAME,)),
        (unicodedata.normalize("NFD", NAME), (NAME,)),
        ("Bùi Thị Hoà Mẫu", (NAME,)),
        ("<b>Bùi</b> Thị", ()),
        ("B&#249;i Th&#7883; H&ograve;a M&#7851;u", (NAME,)),
        ("Bùi Thị", ()),
        (f"{SCHOOL}, {PHONE}", (PHONE, SCHOOL)),
        ("Trường TH Khe Mẫu 77", ()),
        ("", ()),
    ],
)
def test_name_is_found_in_text_and_in_archives(words: str, found: tuple[str, ...]) -> None:
    assert PLANTED.found_in("a.html", words.encode()) == found
    assert PLANTED.found_in("a.xlsx", packed(words)) == found


def test_name_of_a_file_and_of_a_part_is_looked_at() -> None:
    assert PLANTED.found_in("bai-bui-thi-hoa-mau.docx", b"") == (NAME,)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("0912000007.xml", "")
    assert PLANTED.found_in("a.docx", out.getvalue()) == (PHONE,)


def test_words_packed_in_a_picture_or_a_gzip_are_looked_at() -> None:
    words = PngInfo()
    words.add_text("Author", NAME, zip=True)
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4)).save(drawn, "PNG", pnginfo=words)
    assert NAME.encode() not in drawn.getvalue()  # packed: the bytes alone do not show it
    assert PLANTED.found_in("a.png", drawn.getvalue()) == (NAME,)
    assert PLANTED.found_in("a.xml.gz", gzip.compress(SCHOOL.encode())) == (SCHOOL,)
    for broken in (b"\x89PNG\r\n", b"\x1f\x8b\x00", drawn.getvalue()[:40]):
        assert PLANTED.found_in("a.png", broken) == ()


def test_sealed_file_is_looked_at_as_it_stands() -> None:
    head = b"age-encryption.org/v1\n-> X25519 abc\n"
    assert PLANTED.found_in("1.age", head + bytes(range(128, 256))) == ()
    assert PLANTED.found_in("1.age", head + b"\x00bui thi hoa mau\xff") == (NAME,)
