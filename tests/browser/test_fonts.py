"""The typefaces as a reader meets them: ours alone, nothing jumps when they come late, from a stick too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, Route

pytestmark = pytest.mark.browser

STORY = "bai/2026-2027/cay-cau-chin-met.html"
WITH_EVERY_FACE = "bai/2014-2015/so-thu-chi-cua-mot-cai-gieng.html"
OURS = {"Be Vietnam Pro", "Be Vietnam Pro SemiBold", "Noto Serif"}
FONTS = "**/*.woff2"
SIZES = [{"width": 390, "height": 844}, {"width": 1280, "height": 900}]

_COUNT_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
_LOADED = """
() => document.fonts.ready.then(fonts => [...fonts]
  .filter(face => face.status == "loaded")
  .map(face => `${face.family.replaceAll('"', "")} ${face.weight} ${face.style}`)
  .filter(name => name.startsWith("Be Vietnam Pro") || name.startsWith("Noto Serif"))
  .sort())
"""
_DIGIT_WIDTHS = """
family => {
  const line = document.createElement("p");
  document.body.append(line);
  line.style.fontFamily = getComputedStyle(document.body).getPropertyValue(family);
  line.style.fontVariantNumeric = "tabular-nums";
  line.style.whiteSpace = "nowrap";
  return [..."0123456789"].map(digit => {
    const box = document.createElement("span");
    box.textContent = digit.repeat(100);
    line.append(box);
    return Math.round(box.getBoundingClientRect().width);
  });
}
"""


@contextmanager
def page_at(browser: Browser, **options: Any) -> Iterator[Page]:
    page = browser.new_page(**options)
    yield page
    page.close()


class Late:
    """Keeps requests waiting until it is told to let them through."""

    def __init__(self) -> None:
        self.waiting: list[Route] = []
        self.open = False

    def __call__(self, route: Route) -> None:
        if self.open:
            route.continue_()
        else:
            self.waiting.append(route)

    def let_through(self) -> None:
        self.open = True
        for route in self.waiting:
            route.continue_()


def fonts_of(page: Page) -> set[str]:
    """Return which fonts the text of the page is drawn with; the reader's own are marked."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": "body *"})["nodeIds"]
    used = [session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
    return {
        one["familyName"] if one["isCustomFont"] else f"the reader's {one['familyName']}"
        for fonts in used
        for one in fonts
    }


@pytest.mark.parametrize(
    "path",
    [
        STORY,
        WITH_EVERY_FACE,
        "index.html",
        "tat-ca.html",
        "tong-quan.html",
        "cuoc-thi/2015/index.html",
        "en.html",
    ],
)
def test_text_is_drawn_with_our_faces_alone(browser: Browser, server: str, path: str) -> None:
    with page_at(browser) as page:
        page.goto(server + path)
        page.evaluate("document.fonts.ready.then(() => true)")
        used = fonts_of(page)
    assert used == OURS


def test_story_loads_each_face_once_from_this_host_within_ninety_kilobytes(
    browser: Browser, server: str
) -> None:
    with page_at(browser) as page:
        answers: list[Response] = []

        def keep(answer: Response) -> None:
            answers.append(answer)

        page.on("response", keep)
        page.goto(server + WITH_EVERY_FACE)
        loaded = page.evaluate(_LOADED)
        page.wait_for_load_state("networkidle")
        fonts = [answer for answer in answers if answer.url.endswith(".woff2")]
        sizes = {answer.url: len(answer.body()) for answer in fonts}
    assert loaded == [
        "Be Vietnam Pro 400 normal",
        "Be Vietnam Pro 600 normal",
        "Noto Serif 400 700 normal",
        "Noto Serif 400 italic",
    ]
    assert (len(fonts), len(sizes)) == (4, 4)
    assert sum(sizes.values()) <= 90_000
    assert {urlsplit(answer.url).hostname for answer in answers} == {"127.0.0.1"}


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_nothing_moves_when_the_faces_come_late(browser: Browser, server: str, size: dict[str, int]) -> None:
    with page_at(browser, viewport=size) as page:
        late = Late()
        page.add_init_script(_COUNT_SHIFTS)
        page.route(FONTS, late)
        page.goto(server + STORY, wait_until="commit")
        page.wait_for_timeout(500)
        before = fonts_of(page)
        late.let_through()
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_timeout(100)
        after, shifted = fonts_of(page), page.evaluate("window.shifted")
    assert before & OURS == set(), "the faces were not late: nothing could have moved"
    assert after == OURS
    assert shifted < 0.01


@pytest.mark.parametrize("family", ["--face-ui", "--face-read"])
def test_numerals_of_tables_have_one_width(browser: Browser, server: str, family: str) -> None:
    with page_at(browser) as page:
        page.goto(server + "tong-quan.html")
        page.evaluate("document.fonts.ready.then(() => true)")
        widths = page.evaluate(_DIGIT_WIDTHS, family)
    assert len(set(widths)) == 1


def test_faces_load_from_a_stick(browser: Browser, site: Path) -> None:
    with page_at(browser) as page:
        page.goto((site / WITH_EVERY_FACE).as_uri())
        assert len(page.evaluate(_LOADED)) == 4
