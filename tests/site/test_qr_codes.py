from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from neuguong import fingerprint
from neuguong.brocade.picture import picture
from neuguong.brocade.svg import svg
from neuguong.content.model import Status
from neuguong.content.vocabulary import Vocabularies
from neuguong.crew import Crew
from neuguong.site import qr_codes
from neuguong.site.pages import ArticlePage, SeasonPage
from neuguong.site.qr_codes import QUIET, Code, drawn
from tests.site.making import (
    TODAY,
    article,
    assemble,
    assembled,
    by_path,
    codes_of,
    content,
    files_of,
    row,
)
from tests.site.test_assemble import RESULTS, season

BASE = "https://neu-guong.example/"
ADDRESS = f"{BASE}bai/2014-2015/con-do-som-qua-ho.html"
ADDRESSES = st.from_regex(r"https?://[a-z]{1,20}\.(vn|example)/[a-z0-9/-]{0,120}", fullmatch=True)


@given(ADDRESSES)
def test_code_says_the_address(address: str) -> None:
    """Whoever reads codes in this library (ZXing) knows nothing of who makes them there (Zint)."""
    image = picture(drawn(address), 4).convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [address]


@given(ADDRESSES)
def test_code_is_black_on_white_with_four_modules_of_white_around_it(address: str) -> None:
    cloth = drawn(address)
    rows = cloth.rows
    assert cloth.palette == ("#fff", "#000")
    assert {len(row) for row in rows} == {len(rows)}
    edges = (*rows[:QUIET], *rows[-QUIET:], *(row[:QUIET] + row[-QUIET:] for row in rows))
    assert set(b"".join(edges)) == {0}
    assert (QUIET, set(rows[QUIET][QUIET : QUIET + 7])) == (4, {1})


def test_file_is_a_small_picture_without_style_or_script() -> None:
    text = svg(drawn(ADDRESS))
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')
    assert set(re.findall(r"<(\w+)", text)) == {"svg", "path"}
    assert set(re.findall(r' (\S+)="', text)) == {
        "xmlns",
        "viewBox",
        "fill-rule",
        "shape-rendering",
        "fill",
        "d",
    }
    assert len(text) < 4000


def test_stories_entries_and_seasons_have_codes(vocabularies: Vocabularies) -> None:
    site = assemble(content(vocabularies, [article("a"), article("b")], (season(RESULTS),)), (), TODAY)
    assert codes_of(site) == tuple(
        Code(f"qr/{page}.svg", BASE + address)
        for page, address in (
            ("bai/2014-2015/a", "bai/2014-2015/a.html"),
            ("bai/2014-2015/b", "bai/2014-2015/b.html"),
            ("cuoc-thi/2015/index", "cuoc-thi/2015/"),
            ("cuoc-thi/2015/bat-com", "cuoc-thi/2015/bat-com.html"),
        )
    )


def test_page_shows_the_code_of_its_canonical_address(vocabularies: Vocabularies) -> None:
    stories = (*row(45), article("moi", formerly=("2013-2014/cu",)))
    site = assemble(content(vocabularies, stories, (season(RESULTS),)), (), TODAY)
    shown = {
        page.qr_code: page.head.canonical for page in site.pages if isinstance(page, ArticlePage | SeasonPage)
    }
    assert shown == {code.target: code.text for code in codes_of(site)}


@pytest.mark.parametrize("changes", [{"qr_codes": "false"}, {"base_url": "http://localhost:8000/"}])
def test_site_without_codes_has_none(vocabularies: Vocabularies, changes: dict[str, str]) -> None:
    everything = content(vocabularies, row(3), (season(RESULTS),), **changes)
    site = assemble(everything, (), TODAY)
    assert codes_of(site) == ()
    pages = by_path(site).values()
    assert {page.qr_code for page in pages if isinstance(page, ArticlePage | SeasonPage)} == {""}


def test_nothing_unpublished_has_a_code(vocabularies: Vocabularies) -> None:
    hidden = [article("nhap", status=Status.DRAFT), article("mai", date=date(2015, 7, 2))]
    site = assembled(vocabularies, article("a"), *hidden, today=date(2015, 7, 1))
    assert [code.target for code in codes_of(site)] == ["qr/bai/2014-2015/a.svg"]


def test_code_stays_whatever_a_story_says(vocabularies: Vocabularies) -> None:
    one = assembled(vocabularies, article("a"))
    other = assembled(vocabularies, article("a", title="Tên khác", field="guong-khac", html="<p>Khác</p>"))
    assert codes_of(one) == codes_of(other)


@pytest.mark.parametrize("jobs", [1, 2])
def test_codes_are_written_as_they_are_made(tmp_path: Path, jobs: int) -> None:
    codes = [Code(f"qr/{number}.svg", f"{BASE}{number}.html") for number in range(qr_codes.FEW + 1)]
    with Crew(jobs) as crew:
        made = list(qr_codes.make(codes, tmp_path, crew))
    files = files_of(tmp_path)
    assert files == {code.target: svg(drawn(code.text)).encode() for code in codes}
    assert sorted((one.path, one.content, one.changed) for one in made) == sorted(
        (path, fingerprint.digest(data), True) for path, data in files.items()
    )
