from __future__ import annotations

import io
import itertools
import os
import struct
import subprocess
import sys
from hashlib import sha256
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from neuguong.brocade.patterns import pattern_of
from neuguong.brocade.picture import picture
from neuguong.brocade.weave import mark, waistband
from neuguong.brocade.yarns import YARNS, contrast
from neuguong.share_card import drawing, face
from neuguong.share_card.card import HEIGHT, WIDTH, Card
from neuguong.share_card.drawing import draw, png, set_title
from tests.brocade.measures import FIELDS
from tests.test_fonts import SIGNS, VIETNAMESE

PANEL = 398
"""How much of a card is the calm part, from the top, in pixels."""
ROOM = 254
CARD = Card("Con đò sớm qua hồ", "Vận động học sinh ra lớp", "Nêu Gương", field="van-dong-ra-lop", seed="1")
LONG = (
    "Những người phụ nữ dân tộc Mường thầm lặng giữ lửa bếp bán trú suốt hai mươi năm "
    "giữa đại ngàn Thượng Cốc heo hút mù sương"
)
NASTY = (
    "Ậ Ễ Ữ Ặ Ỗ ngược gập ghềnh ựa ợ ỵ",
    "ẬẬẬẬẬ ẾẾẾẾẾ ỮỮỮỮỮ ỘỘỘỘỘ ẶẶẶẶẶ ỆỆỆỆỆ ỰỰỰỰ ỢỢỢỢỢ",
    "gỵgỵgỵgỵgỵ gỵgỵgỵgỵgỵgỵ ẪẪẪẪẪẪẪẪẪ ẪẪẪẪẪẪẪẪẪ gỵgỵgỵgỵgỵ",
    "“Ể ơi, quỵ!” – (Ỗ) {Ự} [Ễ]",
    LONG,
)
TITLES = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.text(VIETNAMESE + SIGNS.strip(), min_size=1, max_size=9), min_size=1, max_size=24).map(
        " ".join
    ),
)


def rows_with_ink(text: str, size: int) -> tuple[int, int]:
    """Return how far the ink of a line reaches above and below its line, in pixels."""
    page = Image.new("L", (round(face.width(text) * size) + 2 * size, 4 * size))
    face.write(ImageDraw.Draw(page), (size, 2 * size), text, size)
    box = page.getbbox()
    return (2 * size - box[1], box[3] - 2 * size) if box else (0, 0)


@settings(max_examples=60)
@given(TITLES)
def test_lines_never_touch_whatever_marks_they_carry(title: str) -> None:
    found = set_title(face.known(title), ROOM)
    reaches = [rows_with_ink(line, found.size) for line in found.lines]
    gaps = [found.step - below - above for (_, below), (above, _) in itertools.pairwise(reaches)]
    assert [gap for gap in gaps if gap < 2] == []


@settings(max_examples=60)
@given(TITLES)
def test_title_stays_in_its_room_and_within_the_margins(title: str) -> None:
    found = set_title(face.known(title), ROOM)
    assert len(found.lines) <= 4
    assert found.height <= ROOM + 0.3 * found.size or found.size == 48
    widths = [face.width(line, drawing._TIGHT) * found.size for line in found.lines]
    assert max(widths) <= WIDTH - 144


def test_tallest_title_of_all_stays_on_the_panel() -> None:
    found = set_title("ẪỵẪỵẪỵ " * 40, ROOM)
    assert (len(found.lines), found.size) == (4, 48)
    image = draw(CARD._replace(title="ẪỵẪỵẪỵ " * 40, small="", site="")).convert("RGB")
    ground = image.getpixel((2, 2))
    above = image.crop((0, 0, WIDTH, 50)).getcolors()
    assert above == [(WIDTH * 50, ground)]
    assert image.crop((0, PANEL - 8, WIDTH, PANEL)).getcolors() == [(WIDTH * 8, ground)]


@pytest.mark.parametrize("title", NASTY)
def test_title_in_parts_gives_the_same_picture(title: str) -> None:
    parts, composed = (CARD._replace(title=normalize(form, title)) for form in ("NFD", "NFC"))
    assert parts.title != composed.title
    assert png(parts) == png(composed)


@pytest.mark.parametrize("mark_", ["ế", "ệ", "ỗ", "Ậ", "Ữ", "Ặ", "Ễ", "Ợ"])
def test_all_of_a_letter_with_two_marks_is_on_the_card(mark_: str) -> None:
    """As many pixels of ink as when the letter stands alone with room on all sides."""
    size = set_title(mark_, ROOM).size
    page = Image.new("L", (4 * size, 4 * size))
    face.write(ImageDraw.Draw(page), (size, 2 * size), mark_, size)
    alone = sum(page.histogram()[128:])
    image = draw(Card(mark_, field="van-dong-ra-lop")).convert("L").crop((0, 0, WIDTH, PANEL))
    ground, loud = image.tobytes()[0], max(image.tobytes())
    shown = sum(image.histogram()[(ground + loud) // 2 + 1 :])
    assert abs(shown - alone) <= 0.03 * alone


@pytest.mark.parametrize(
    ("title", "size", "lines"),
    [
        ("Đêm", 112, ("Đêm",)),
        ("Cái bàn sáu chỗ", 112, ("Cái bàn sáu chỗ",)),
        ("Sổ thu chi của một cái giếng", 92, ("Sổ thu chi", "của một cái giếng")),
        (
            LONG,
            48,
            (
                "Những người phụ nữ dân tộc Mường thầm",
                "lặng giữ lửa bếp bán trú suốt hai mươi năm",
                "giữa đại ngàn Thượng Cốc heo hút mù sương",
            ),
        ),
    ],
)
def test_short_titles_stand_large_and_long_ones_smaller(
    title: str, size: int, lines: tuple[str, ...]
) -> None:
    found = set_title(title, ROOM)
    assert (found.size, found.lines) == (size, lines)


def test_title_without_end_is_cut() -> None:
    found = set_title("Một chữ " * 60, ROOM)
    assert (found.size, len(found.lines), found.lines[-1][-1]) == (48, 4, "…")


@pytest.mark.parametrize("field", [*FIELDS, "huyen-da-bac", "xa-pa-co", "mot-linh-vuc-khac", ""])
def test_words_stand_out_from_the_panel(field: str) -> None:
    image = draw(CARD._replace(field=field, below="Dòng dưới", flag="Bài mẫu")).convert("RGB")
    colors = image.crop((0, 0, WIDTH, PANEL)).getcolors(1 << 16) or []
    ground = image.getpixel((2, 2))
    assert max(colors)[1] == ground, "the panel is one calm colour"
    inks = set(drawing._colors(CARD._replace(field=field))[1:]) | {YARNS["bong"]}
    for ink in inks:
        assert contrast(ink, hexed(ground)) >= 4.5
        assert any(hexed(color) == ink for _count, color in colors), ink


@given(st.from_regex(r"[a-z]+(-[a-z]+){0,3}", fullmatch=True))
def test_words_stand_out_whatever_cloth_a_name_draws(field: str) -> None:
    ground, hue = drawing._colors(CARD._replace(field=field))
    assert (contrast(hue, ground) >= 4.5, contrast(YARNS["bong"], ground) >= 4.5) == (True, True)


def hexed(color: object) -> str:
    assert isinstance(color, tuple)
    return "#" + "".join(f"{part:02x}" for part in color)


def test_card_of_a_field_wears_its_waistband() -> None:
    image = draw(CARD).convert("RGB")
    cloth = picture(waistband("van-dong-ra-lop", "1", 150), 8).convert("RGB")
    shown = image.crop((0, PANEL, WIDTH, HEIGHT))
    assert shown.tobytes() == cloth.crop((0, 0, WIDTH, HEIGHT - PANEL)).tobytes()


def test_card_without_a_field_wears_the_marks_of_all() -> None:
    fields = ("chu-nhiem-lop", "guong-khac", "de-tai-sang-kien")
    image = draw(Card("Nêu Gương", marks=fields)).convert("RGB")
    for number in range(10):
        shown = image.crop((120 * number, PANEL, 120 * number + 120, PANEL + 120))
        assert shown.tobytes() == picture(mark(fields[number % 3]), 10).convert("RGB").tobytes()


@pytest.mark.parametrize("card", [Card(""), Card("", field="guong-khac"), Card("汉字", flag="Bài mẫu")])
def test_card_without_words_is_a_card_all_the_same(card: Card) -> None:
    assert draw(card).size == (WIDTH, HEIGHT)


def test_sample_is_marked_in_plain_sight() -> None:
    plain, marked = draw(CARD).convert("RGB"), draw(CARD._replace(flag="Bài mẫu")).convert("RGB")
    box = Image.composite(
        Image.new("L", plain.size, 255),
        Image.new("L", plain.size),
        difference(plain, marked),
    ).getbbox()
    assert box is not None
    left, top, right, bottom = box
    assert (right - left > 130, 40 <= bottom - top <= 60, bottom < 116) == (True, True, True)
    cotton = tuple(int(YARNS["bong"][at : at + 2], 16) for at in (1, 3, 5))
    assert marked.getpixel((left + 3, top + 3)) == cotton


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return where two pictures differ, in black and white."""
    pairs = zip(one.get_flattened_data(), other.get_flattened_data(), strict=True)
    mask = Image.new("1", one.size)
    mask.putdata([a != b for a, b in pairs])
    return mask


def test_names_that_are_too_long_are_cut_and_do_not_meet() -> None:
    long = "Sở Giáo dục và Đào tạo tỉnh Phú Thọ mới thành lập sau sắp xếp đơn vị hành chính"
    image = draw(Card("Ý", small=long, site=long, flag="Bài mẫu", field="guong-khac")).convert("L")
    row = image.crop((0, 40, WIDTH, 110))
    ground = row.getpixel((0, 0))
    full = [x for x in range(WIDTH) if set(row.crop((x, 0, x + 1, 70)).tobytes()) != {ground}]
    gaps = [after - before for before, after in itertools.pairwise(full)]
    assert (min(full) >= 72, max(full) < WIDTH - 71, max(gaps) >= 20) == (True, True, True)


def test_file_is_a_small_png_with_nothing_but_a_picture() -> None:
    for field in FIELDS:
        data = png(CARD._replace(field=field, title=LONG, flag="Bài mẫu"))
        assert chunks(data) == {"IHDR", "PLTE", "IDAT", "IEND"}
        assert len(data) < 40_000
        with Image.open(io.BytesIO(data)) as image:
            assert (image.size, image.mode, image.info) == ((1200, 630), "P", {})


def chunks(data: bytes) -> set[str]:
    found, at = set(), 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found.add(data[at + 4 : at + 8].decode("ascii"))
        at += length + 12
    return found


KNOWN = """
from hashlib import sha256
from neuguong.share_card.card import Card
from neuguong.share_card.drawing import png
cards = [Card("Ngược dòng Đà Giang", "Gương khác", "Nêu Gương", "Bài mẫu", field="guong-khac", seed="3"),
         Card("Nêu Gương", below="Một dòng", marks=("guong-khac", "chu-nhiem-lop"))]
print(sha256(b"".join(map(png, cards))).hexdigest())
"""


def test_same_card_gives_the_same_bytes_in_every_process() -> None:
    here = [
        Card("Ngược dòng Đà Giang", "Gương khác", "Nêu Gương", "Bài mẫu", field="guong-khac", seed="3"),
        Card("Nêu Gương", below="Một dòng", marks=("guong-khac", "chu-nhiem-lop")),
    ]
    expected = sha256(b"".join(map(png, here))).hexdigest()
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"}
        done = subprocess.run(
            [sys.executable, "-c", KNOWN], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected


def test_every_word_of_a_card_is_seen() -> None:
    words = {
        "title": "Tên khác",
        "small": "Dòng khác",
        "site": "Trang khác",
        "flag": "Bài mẫu",
        "below": "Thêm",
    }
    more = {"field": "chu-nhiem-lop", "seed": "2"}
    cards = [CARD, *(CARD._replace(**{key: value}) for key, value in (words | more).items())]  # type: ignore[arg-type]
    assert len({png(card) for card in cards}) == len(cards)
    assert pattern_of("chu-nhiem-lop") != pattern_of(CARD.field)
