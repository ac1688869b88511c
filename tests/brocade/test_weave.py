from __future__ import annotations

import gzip
import itertools
import os
import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.brocade.cloth import GROUND, Cloth
from neuguong.brocade.svg import svg
from neuguong.brocade.weave import band, cover, mark, waistband
from neuguong.brocade.yarns import contrast
from tests.brocade.measures import FIELDS, PAGES, difference

SEEDS = st.text(max_size=40)
ANY_FIELD = st.one_of(st.sampled_from(FIELDS), st.from_regex(r"[a-z]+(-[a-z]+){0,3}", fullmatch=True))
KNOWN = """
import sys
from hashlib import sha256
from neuguong.brocade.svg import svg
from neuguong.brocade.weave import band, cover, mark
fields = sys.argv[1:]
cloths = [*map(mark, fields), *(cover(field, "con-do-som") for field in fields), band("trang-chu")]
print(sha256("".join(map(svg, cloths)).encode()).hexdigest())
"""
"""A program that prints the digest of much cloth."""


def is_whole(cloth: Cloth) -> bool:
    """Return whether the cloth is a rectangle in which every thread has a colour."""
    threads = set(b"".join(cloth.rows))
    return {len(row) for row in cloth.rows} == {cloth.width} and max(threads) < len(cloth.palette)


def is_symmetric(cloth: Cloth) -> bool:
    return cloth.rows == tuple(row[::-1] for row in cloth.rows)


@given(ANY_FIELD)
def test_mark_is_12_threads_square_symmetric_and_edged(field: str) -> None:
    cloth = mark(field)
    assert (cloth.width, cloth.height) == (12, 12)
    assert is_whole(cloth)
    assert is_symmetric(cloth)
    edge = cloth.rows[0] + cloth.rows[-1] + bytes(row[0] for row in cloth.rows)
    assert set(edge) == {GROUND}


@given(ANY_FIELD, SEEDS, st.sampled_from([30, 64, 150]))
def test_waistband_is_32_threads_high_symmetric_and_the_heart_of_the_cover(
    field: str, seed: str, width: int
) -> None:
    cloth = waistband(field, seed, width)
    assert (cloth.width, cloth.height) == (width, 32)
    assert is_whole(cloth)
    assert is_symmetric(cloth)
    whole = cover(field, seed, width + 2, 60)
    inner = tuple(row[1:-1] for row in whole.rows)
    assert any(inner[at : at + 32] == cloth.rows for at in range(60 - 32))


def test_waistband_of_an_odd_width_is_refused() -> None:
    with pytest.raises(ValueError, match="151 threads"):
        waistband("chu-nhiem-lop", "", 151)


@given(ANY_FIELD, SEEDS)
def test_cover_is_90_by_60_threads_symmetric_and_edged(field: str, seed: str) -> None:
    cloth = cover(field, seed)
    assert (cloth.width, cloth.height) == (90, 60)
    assert is_whole(cloth)
    assert is_symmetric(cloth)
    edge = cloth.rows[0] + cloth.rows[-1] + bytes(row[0] for row in cloth.rows)
    assert set(edge) == {GROUND}


@given(ANY_FIELD, SEEDS, st.integers(15, 90), st.integers(40, 150))
def test_cover_fits_any_size(field: str, seed: str, pairs: int, height: int) -> None:
    cloth = cover(field, seed, 2 * pairs, height)
    assert (cloth.width, cloth.height) == (2 * pairs, height)
    assert is_whole(cloth)
    assert is_symmetric(cloth)


@pytest.mark.parametrize(("width", "height"), [(89, 60), (28, 60), (-2, 60), (90, 39)])
def test_cover_refuses_what_cannot_be_woven(width: int, height: int) -> None:
    with pytest.raises(ValueError, match=f"^a cover of {width} x {height} threads"):
        cover("chu-nhiem-lop", "", width, height)


@given(SEEDS, st.one_of(st.just(""), ANY_FIELD))
def test_band_repeats_without_a_seam(seed: str, field: str) -> None:
    cloth = band(seed, field)
    assert is_whole(cloth)
    assert is_symmetric(cloth)  # so its two ends meet as they do in its middle
    assert cloth.width <= 60
    assert 16 <= cloth.height <= 21


@given(ANY_FIELD, SEEDS)
def test_cloth_is_the_same_each_time(field: str, seed: str) -> None:
    assert mark(field) == mark(field)
    assert cover(field, seed) == cover(field, seed)
    assert band(seed, field) == band(seed, field)


def test_cloth_is_the_same_in_other_processes() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", KNOWN, *FIELDS, "mot-linh-vuc-khac"],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "random")
    }
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("cloth", "digest"),
    [
        (mark("van-dong-ra-lop"), "9d6fe01da7025b67"),
        (mark("mot-linh-vuc-khac"), "20bea7637c6edd8e"),
        (cover("van-dong-ra-lop", "con-do-som"), "9cda958c73c64e6f"),
        (cover("mot-linh-vuc-khac", "con-do-som", 120, 63), "f584189615215157"),
        (band("trang-chu"), "0222dccf98b84ba7"),
    ],
)
def test_cloth_stays_as_it_was_published(cloth: Cloth, digest: str) -> None:
    """A story keeps its cover: whoever changes a drawing on purpose changes these digests."""
    assert sha256(svg(cloth).encode()).hexdigest()[:16] == digest


@pytest.mark.parametrize("field", FIELDS)
def test_stories_of_a_field_have_covers_of_their_own(field: str) -> None:
    covers = [cover(field, f"bai-{number}") for number in range(40)]
    assert len({cloth.rows for cloth in covers}) == len(covers)
    assert {cloth.palette for cloth in covers} == {mark(field).palette}


def test_marks_are_told_apart_by_shape_alone() -> None:
    shapes = [b"".join(mark(field).rows) for field in FIELDS]
    unlike = [
        sum(a != b for a, b in zip(one, other, strict=True))
        for one, other in itertools.combinations(shapes, 2)
    ]
    assert min(unlike) >= 30  # of the 100 threads within the edge


def test_marks_are_told_apart_in_greyscale() -> None:
    unlike = [difference(mark(one), mark(other)) for one, other in itertools.combinations(FIELDS, 2)]
    assert min(unlike) >= 0.08


def test_covers_are_told_apart_in_greyscale() -> None:
    covers = {field: cover(field, "con-do-som") for field in FIELDS}
    unlike = [difference(covers[one], covers[other]) for one, other in itertools.combinations(FIELDS, 2)]
    assert min(unlike) >= 0.1


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("field", ["", *FIELDS])
def test_band_ends_visibly_on_both_pages(field: str, page: str) -> None:
    cloth = band("trang-chu", field)
    outer = [cloth.palette[row[0]] for row in cloth.rows[:2]]
    assert max(contrast(color, PAGES[page]) for color in outer) >= 4.5


@given(ANY_FIELD, SEEDS)
def test_pictures_are_small(field: str, seed: str) -> None:
    limits = [(mark(field), 700, 350), (cover(field, seed), 3500, 1024), (band(seed, field), 1400, 400)]
    sizes = [svg(cloth).encode() for cloth, _, _ in limits]
    for picture, (_, raw, packed) in zip(sizes, limits, strict=True):
        assert len(picture) <= raw
        assert len(gzip.compress(picture, 9)) <= packed
