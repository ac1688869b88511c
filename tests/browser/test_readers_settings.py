"""What readers set in their own browser or system: zoom, larger letters, forced colours, less motion."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import start
from tests.browser.test_accessibility import PAGES

pytestmark = pytest.mark.browser

SPARE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

MOVING = """() => {
  const moves = (style) => parseFloat(style.transitionDuration) > 0 || style.animationName !== "none"
    || style.scrollBehavior === "smooth";
  return [...document.querySelectorAll("*")].filter((it) => ["", "::before", "::after"]
    .some((part) => moves(getComputedStyle(it, part || null)))).map((it) => it.outerHTML.slice(0, 90));
}"""

PAINTED = """([selector, property]) => [...new Set(
  [...document.querySelectorAll(selector)].map((it) => getComputedStyle(it)[property]))]"""

SYSTEM = """(name) => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = name;
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}"""

STAY_VISIBLE = [
    # a page, what must stay visible there, the property that draws it, the system's colours it may have
    ("index.html", ".map a rect", "stroke", ("LinkText",)),
    ("index.html", ".map text", "fill", ("CanvasText", "LinkText")),
    ("index.html", ".timeline rect", "fill", ("CanvasText",)),
    ("index.html", ".call", "borderTopColor", ("CanvasText",)),
    ("index.html", ".band", "borderTopColor", ("CanvasText",)),
    ("noi/index.html", ".map a rect", "stroke", ("LinkText",)),
    ("noi/index.html", ".filter input", "borderTopColor", ("CanvasText", "ButtonBorder")),
    ("tong-quan.html", ".overview td a", "borderTopColor", ("CanvasText", "LinkText")),
    ("tong-quan.html", ".menu a[aria-current]", "borderBottomColor", ("Highlight",)),
    (
        "bai/2026-2027/cay-cau-chin-met.html",
        ".actions button",
        "borderTopColor",
        ("CanvasText", "ButtonBorder"),
    ),
    ("bai/2026-2027/cay-cau-chin-met.html", ".lessons", "borderTopColor", ("CanvasText",)),
    ("bai/2026-2027/cay-cau-chin-met.html", ".notice", "borderTopColor", ("CanvasText",)),
    ("cuoc-thi/2026/index.html", ".steps .now", "borderTopColor", ("Highlight",)),
    ("cuoc-thi/2026/index.html", ".steps .next", "borderTopColor", ("CanvasText",)),
]


def sideways(page: Page, server: str) -> dict[str, int]:
    """Return by how many pixels each page is wider than its window."""
    spare = {}
    for path in PAGES:
        page.goto(server + path)
        spare[path] = page.evaluate(SPARE)
    return {path: pixels for path, pixels in spare.items() if pixels > 0}


def test_page_at_200_percent_needs_no_scrolling_sideways(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    assert sideways(page, server) == {}
    page.close()


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_letters_twice_as_large_need_no_scrolling_sideways(browser: Browser, server: str, width: int) -> None:
    large = start(browser.browser_type, "--blink-settings=defaultFontSize=32")
    page = large.new_page(viewport={"width": width, "height": 900})
    assert sideways(page, server) == {}
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    large.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_that_is_needed_disappears_in_forced_colours(
    browser: Browser, server: str, scheme: Any
) -> None:
    page = browser.new_page(
        forced_colors="active", color_scheme=scheme, viewport={"width": 1280, "height": 900}
    )
    lost = []
    for path, selector, drawn, colours in STAY_VISIBLE:
        page.goto(server + path)
        allowed = {page.evaluate(SYSTEM, name) for name in colours}
        found = set(page.evaluate(PAINTED, [selector, drawn]))
        if not found or not found <= allowed:
            lost.append((path, selector, drawn, found, allowed))
    page.close()
    assert lost == []


def test_brocade_keeps_its_colours_when_others_are_forced(browser: Browser, server: str) -> None:
    shots = []
    for forced in ("none", "active"):
        page = browser.new_page(forced_colors=forced)
        page.goto(server + "linh-vuc/index.html")
        shots.append(page.locator(".fields .swatch").first.screenshot())
        page.close()
    assert shots[0] == shots[1]


def test_choice_of_light_or_dark_is_not_offered_where_colours_are_forced(
    browser: Browser, server: str
) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(server + "index.html")
    assert page.locator(".theme").is_visible() is False
    page.close()


def test_nothing_moves_for_anybody(browser: Browser, server: str) -> None:
    for motion in ("no-preference", "reduce"):
        page = browser.new_page(reduced_motion=motion)
        for path in PAGES:
            page.goto(server + path)
            assert page.evaluate(MOVING) == []
        page.close()


def test_motion_would_be_found(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(server + "index.html")
    page.evaluate("document.querySelector('h1').style.transition = 'color 1s'")
    assert len(page.evaluate(MOVING)) == 1
    page.close()
