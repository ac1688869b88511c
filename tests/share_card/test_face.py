from __future__ import annotations

import itertools
import json
import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont, features

from neuguong.share_card import face
from tests.samples import ROOT
from tests.test_fonts import SIGNS, VIETNAMESE

WHOLE = ROOT / "theme/static/fonts/be-vietnam-pro-600.woff2"
"""The face as the site shows it, with all its tables."""


def ink(text: str, size: int) -> Image.Image:
    """Return the text alone, on a picture with room on all sides."""
    page = Image.new("L", (round(face.width(text) * size) + 4 * size, 4 * size))
    face.write(ImageDraw.Draw(page), (2 * size, 2 * size), text, size)
    return page


@pytest.mark.skipif(not features.check("raqm"), reason="this Pillow cannot shape text")
@given(st.text(VIETNAMESE + SIGNS, min_size=1, max_size=20).filter(lambda text: "  " not in text))
def test_letters_stand_as_far_apart_as_a_shaping_engine_sets_them(text: str) -> None:
    shaped = ImageFont.truetype(WHOLE, 1000, layout_engine=ImageFont.Layout.RAQM)
    assert face.width(text) == pytest.approx(shaped.getlength(text, features=["-liga"]) / 1000, abs=0.0005)


def test_kerning_brings_letters_together() -> None:
    apart = face.width("A") + face.width("V")
    assert (round(face.width("AV"), 3), round(apart, 3)) == (1.404, 1.49)


def test_every_letter_of_vietnamese_has_ink_of_its_own() -> None:
    shapes = {letter: ink(letter, 60).tobytes() for letter in VIETNAMESE}
    assert len(set(shapes.values())) == len(VIETNAMESE)
    assert ink("\uffff", 60).tobytes() not in shapes.values()


@pytest.mark.parametrize("letter", [*VIETNAMESE, *SIGNS.strip()])
def test_letter_reaches_as_far_as_it_says(letter: str) -> None:
    size = 100
    box = ink(letter, size).getbbox()
    assert box is not None
    assert box[1] >= 2 * size - face.height(letter) * size - 2
    assert box[3] <= 2 * size + face.depth(letter) * size + 2


def test_capital_with_two_marks_reaches_higher_than_a_plain_one() -> None:
    assert face.height("Ậ") > face.height("A")
    assert face.depth("Ậ") > face.depth("A")
    assert face.height("Ễ") > face.height("Ê") > face.height("E")


@given(st.text(VIETNAMESE + SIGNS, max_size=30))
def test_text_in_parts_is_the_text_composed(text: str) -> None:
    assert face.known(normalize("NFD", text)) == face.known(text) == " ".join(filter(None, text.split(" ")))


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Thầy giáo 🙂 bản Lác", "Thầy giáo bản Lác"),
        ("Tiết\u2003học\tmới\nhơn", "Tiết học mới hơn"),
        ("50\xa0em", "50\xa0em"),
        ("50\u202fem", "50\xa0em"),
        ("Ǹgày ḿ x\u0300", "Ngày m x"),
        ("ﬁn Ⅳ", "fin IV"),
        ("汉字", ""),
        ("a\u200bb\u202ec", "abc"),
        ("  hai  khoảng  ", "hai khoảng"),
    ],
)
def test_letters_that_the_face_lacks_become_near_ones_or_go(text: str, known: str) -> None:
    assert face.known(text) == known


def test_every_letter_of_the_stories_is_known() -> None:
    titles = [
        re.sub(r"\s+", " ", path.read_text("utf-8"))
        for folder in ("stories", "contest")
        for path in (ROOT / folder).rglob("*.md")
    ]
    lost = {letter for title in titles for letter in title if letter != " " and face.known(letter) != letter}
    assert lost == set()


def test_kerning_is_whole() -> None:
    read = json.loads(face.KERNING.read_text("utf-8"))
    assert {len(row) for row in read["rows"]} == {len(read["right"])}
    assert len(read["rows"]) == len(read["left"])
    for side in ("left", "right"):
        letters = list(itertools.chain.from_iterable(read[side]))
        assert len(letters) == len(set(letters))
