"""axe-core looks at every kind of page: in light, in dark, and on a screen as narrow as 320 pixels."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.test_walk import ONE_OF_EACH_KIND

pytestmark = pytest.mark.browser

MODES = {
    "light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 700}, "color_scheme": "light"},
}
PAGES = [path for path in ONE_OF_EACH_KIND if path != "404.html"]
"""The page of what is missing finds its style at the root of a server only."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def complaints(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it stands."""
    found = Axe().run(page, options={"runOnly": RULES})
    return [
        f"{fault['id']}: {node['target']} {node['html'][:120]}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, server: str, mode: str) -> None:
    settings: Any = MODES[mode]
    context = browser.new_context(**settings)
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(server + path)
        found[path] = complaints(page)
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_axe_would_find_a_fault(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(server + "index.html")
    page.evaluate("document.querySelector('main').append(new Image())")
    page.evaluate("document.querySelector('main p').className = 'planted'")
    page.evaluate("document.querySelector('.planted').style.color = '#ccc'")
    assert {line.partition(":")[0] for line in complaints(page)} == {"color-contrast", "image-alt"}
    page.close()


def test_narrow_page_needs_no_scrolling_sideways(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    wide = {}
    for path in PAGES:
        page.goto(server + path)
        width: int = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    page.close()
    assert wide == {}
