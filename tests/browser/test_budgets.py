"""What a page may weigh, and that nothing holds it up or moves it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.test_walk import ONE_OF_EACH_KIND

pytestmark = pytest.mark.browser

WORDS, FONTS = 25_000, 90_000
"""Bytes: HTML, style and scripts of a story as they travel; all faces that a story's page asks for."""
STORIES = "bai/*/*.html"

WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
BLOCKING = """
performance.getEntriesByType("resource")
  .filter((entry) => entry.renderBlockingStatus === "blocking")
  .map((entry) => entry.name.split("/").pop())
"""


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def test_story_is_light(site: Path) -> None:
    shared = packed(site / "theme/css/site.css") + packed(site / "theme/js/site.js")
    heavy = {file.name: size for file in site.glob(STORIES) if (size := packed(file) + shared) > WORDS}
    assert heavy == {}


def test_faces_are_light(browser: Browser, server: str) -> None:
    page = browser.new_page()
    sizes: dict[str, int] = {}
    page.on(
        "response",
        lambda answer: sizes.update({answer.url: len(answer.body())}) if ".woff2" in answer.url else None,
    )
    page.goto(server + "bai/2020-2021/cuon-so-ghi-nhung-dieu-khong-biet.html", wait_until="networkidle")
    page.close()
    assert 0 < sum(sizes.values()) <= FONTS
    assert len(sizes) >= 3, "the test would see the faces"


def test_one_style_sheet_is_all_that_a_page_waits_for(browser: Browser, server: str) -> None:
    page = browser.new_page()
    found = {}
    for path in ONE_OF_EACH_KIND:
        page.goto(server + path)
        found[path] = page.evaluate(BLOCKING)
    page.close()
    assert found == {path: ["site.css"] for path in ONE_OF_EACH_KIND}


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_a_page_loads(browser: Browser, server: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(WATCH_SHIFTS)
    page = context.new_page()
    moved = {}
    for path in ONE_OF_EACH_KIND:
        page.goto(server + path, wait_until="networkidle")
        shifted: float = page.evaluate("window.shifted")
        if shifted >= 0.01:
            moved[path] = shifted
    context.close()
    assert moved == {}
