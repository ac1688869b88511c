"""The organisers' page in a real Chromium: on phones and desks, in the dark, on paper, offline."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser

from neuguong.contest import progress, score_table
from neuguong.contest.book import Book
from neuguong.contest.dashboard.page import page
from tests.browser.test_accessibility import complaints
from tests.contest.drawn_rounds import drawn
from tests.contest.seasons import RULES

pytestmark = pytest.mark.browser

NINE = drawn(9, 24, done=0.75, round_="so-khao")
FORTY = drawn(40, 160, done=1, round_="chung-khao")


def written(folder: Path, found: Book, round_: str) -> str:
    state = progress.of_round(found, RULES, round_, date(2027, 2, 14))
    file = folder / "theo-doi.html"
    file.write_bytes(page(state, score_table.build(found, RULES, round_), RULES, "Vòng"))
    return file.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("found", "round_"),
    [(NINE, "so-khao"), (FORTY, "chung-khao"), (Book(), "so-khao")],
    ids=["nine", "forty", "empty"],
)
def test_page_is_whole_for_everybody_and_asks_for_nothing(
    browser: Browser, tmp_path: Path, found: Book, round_: str, width: int, scheme: Any
) -> None:
    address = written(tmp_path, found, round_)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.set_offline(True)
    page_ = context.new_page()
    asked: list[str] = []
    noise: list[str] = []
    page_.on("request", lambda request: asked.append(request.url))
    page_.on("console", lambda message: noise.append(message.text))
    page_.goto(address)
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert noise == []
    assert complaints(page_) == []
    assert page_.evaluate("document.documentElement.scrollWidth") == width
    nameless = page_.evaluate(
        "[...document.querySelectorAll('[role=img]')].filter(one => !one.querySelector('title')?.textContent)"
    )
    assert nameless == []
    context.close()


def test_plots_stay_within_their_cells_and_line_up_with_their_numbers(
    browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page_ = context.new_page()
    page_.goto(written(tmp_path, FORTY, "chung-khao"))
    outside = page_.evaluate(
        """() => [...document.querySelectorAll('td.plot')].filter(cell => {
          const room = cell.getBoundingClientRect();
          return [...cell.querySelectorAll('circle, rect, path')].some(mark => {
            const box = mark.getBoundingClientRect();
            return box.left < room.left - 3 || box.right > room.right + 3;
          });
        }).length"""
    )
    assert outside == 0
    apart = page_.evaluate(
        """() => [...document.querySelectorAll('table.rows:has(.axis)')].map(table => {
          const box = mark => mark.getBoundingClientRect();
          const middle = mark => (box(mark).left + box(mark).right) / 2;
          const ticks = [...table.querySelectorAll('.axis text')].map(middle);
          const lines = [...table.querySelector('td.plot').querySelectorAll('.grid')].map(middle);
          return Math.max(...ticks.map((tick, at) => Math.abs(tick - lines[at])));
        })"""
    )
    assert len(apart) == 3
    assert max(apart) < 9  # pixels: the cells of a head and of its column may have other padding
    context.close()


def test_page_is_printed_dark_on_white_with_its_heading(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page_ = context.new_page()
    page_.goto(written(tmp_path, NINE, "so-khao"))
    paper = pypdfium2.PdfDocument(page_.pdf(format="A4", print_background=True))
    assert 2 <= len(paper) <= 6
    told = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    assert "K024" in told  # of a list that is folded on a screen
    assert "Riêng của Ban tổ chức" in paper[0].get_textpage().get_text_range()
    corner = paper[0].render(scale=1).to_pil().convert("L").getpixel((3, 3))
    assert corner == 255
    context.close()
